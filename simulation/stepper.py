"""Carry one event of a simulated case through the table: clocks, effort, log, properties."""

from __future__ import annotations

from datetime import date

from ..model.errors import RunError
from ..model.periods import add_months_ordinal, first_of_next_month_ordinal
from ..model.process.case import rule_facts, rule_monitor
from ..model.process.clocks import Limits
from ..model.process.deadlines import DEADLINE_INDEX, DEADLINES
from ..model.process.events import EVENTS
from ..model.process.facts import FACT_BIT, SITUATION_DEFAULTS
from ..model.process.refusal import reason_of_refusal
from ..model.process.step import Step
from ..model.process.story import tell
from ..model.properties import Look, Observation
from ..model.rule_set import RuleSet
from ..model.table.transition_table import REFUSED, Entry, TransitionTable
from .effort import step_effort
from .recorder import DEADLINE_MISSED, Recorder
from .simulated_case import SimulatedCase

UPDATE_DUE = DEADLINE_INDEX["update_due"]
FIRST_TALK_DUE = DEADLINE_INDEX["first_talk_due"]
_DEFAULTS = sum(FACT_BIT[name] for name, value in SITUATION_DEFAULTS.items() if value)
_REASONABLE = FACT_BIT["reasonable"]


class Stepper:
    """Steps cases of one replication; ``minutes`` are the scenario's minutes per task."""

    def __init__(
        self,
        table: TransitionTable,
        rule_set: RuleSet,
        recorder: Recorder,
        minutes: dict[str, int],
        no_show_permille: int,
    ) -> None:
        self.table = table
        self.recorder = recorder
        self._rule_set = rule_set
        self._limits = Limits(rule_set)
        self._monitor = rule_monitor(rule_set)
        self._rule_bits = sum(
            FACT_BIT[name] for name, value in rule_facts(rule_set).items() if value
        )
        self._legacy_end = rule_set.legacy_end.toordinal()
        self._minutes = minutes
        self._permille = no_show_permille
        self._effort: dict[tuple[int, int], tuple[int, int]] = {}
        self._looks: dict[tuple[int, str, int], Look] = {}
        self.last_beside_slot = 0
        self._changes = {name: self.masks(name) for name in EVENTS}

    @staticmethod
    def masks(event: str) -> tuple[int, int]:
        """Return (person facts that ``event`` sets, those that it leaves as they are)."""
        changes = dict(EVENTS[event].changes)
        return (
            sum(FACT_BIT[n] for n, v in changes.items() if v),
            ~sum(FACT_BIT[n] for n, v in changes.items() if not v),
        )

    def step(
        self,
        case: SimulatedCase,
        event: str,
        day: int,
        situation: int = 0,
        *,
        unreasonable: bool = False,
        record: bool = True,
    ) -> Entry:
        """Let ``event`` happen to ``case``; ``situation`` are its true situation facts (bits).

        Raises:
            RunError: if the event is refused or a MUST property breaks: the model and the behaviour
                of the simulation contradict each other. The text tells the case's story.
        """
        facts = case.facts | self._rule_bits | situation | _DEFAULTS | self._derived(case, day)
        if unreasonable:
            facts &= ~_REASONABLE
        before = case.configuration
        cell = self.table.cells.get((before, event))
        outcome = REFUSED if cell is None else cell.outcome(facts)
        if outcome == REFUSED:
            raise RunError(self._refusal(case, event, day, facts))
        entry = self.table.entries[outcome]
        self._check(case, event, day, facts, outcome, entry)
        self._carry_out(case, event, day, facts, entry)
        if record:
            minutes, self.last_beside_slot = self.effort(outcome, before)
            self.recorder.row(day, case, event, before, outcome, minutes, case.team)
        return entry

    def effort(self, outcome: int, before: int) -> tuple[int, int]:
        """Return (all minutes, minutes beside a booked slot) of an entry."""
        key = (outcome, before)
        known = self._effort.get(key)
        if known is None:
            acts, configuration = (
                self.table.entries[outcome].acts,
                self.table.configurations[before],
            )
            known = step_effort(acts, configuration, self._minutes, self._permille)
            self._effort[key] = known
        return known

    def miss(self, case: SimulatedCase, index: int, day: int) -> None:
        """Record that a SHOULD deadline of a case has passed."""
        case.clocks.missed[index] = True
        self.recorder.row(
            day,
            case,
            DEADLINE_MISSED + DEADLINES[index].name,
            case.configuration,
            REFUSED,
            0,
            case.team,
        )

    def end_of_year(self, case: SimulatedCase, index: int, day: int) -> None:
        """Let the silent clock of repeated breaches run out."""
        case.clocks.apply(((index, "stop"),), day, 0, self._limits)
        case.breaches = 0

    def possible(self, case: SimulatedCase, event: str) -> bool:
        """Tell whether some facts let ``event`` happen to ``case`` now."""
        return (case.configuration, event) in self.table.cells

    def _derived(self, case: SimulatedCase, day: int) -> int:
        bits = FACT_BIT["legacy_period_open"] if day <= self._legacy_end else 0
        bits |= FACT_BIT["reduction_running"] if day <= case.reduction_until else 0
        if case.breaches >= 1:
            bits |= FACT_BIT["repeated_breach"]
        return bits | (FACT_BIT["further_repeated_breach"] if case.breaches >= 2 else 0)

    def _carry_out(
        self, case: SimulatedCase, event: str, day: int, facts: int, entry: Entry
    ) -> None:
        gained, kept = self._changes[event]
        case.facts = (case.facts | gained) & kept
        case.configuration = entry.after
        if entry.operations:
            case.clocks.apply(entry.operations, day, facts, self._limits)
        for act in entry.acts:
            if act.kind == "reduction" and act.get("ground") == "breach":
                self._reduce(case, int(act.get("stage") or 1), day)
            elif act.kind == "reduction_lifted":
                case.reduction_until = 0

    def _reduce(self, case: SimulatedCase, stage: int, day: int) -> None:
        months = self._rule_set.reduction_months[stage - 1]
        case.reduction_until = add_months_ordinal(first_of_next_month_ordinal(day), months) - 1
        case.breaches = min(3, case.breaches + 1)

    def _check(
        self, case: SimulatedCase, event: str, day: int, facts: int, outcome: int, entry: Entry
    ) -> None:
        names = self.table.configurations
        seen = Observation(
            day,
            event,
            facts,
            names[case.configuration],
            names[entry.after],
            entry.acts,
            entry.operations,
        )
        key = (case.configuration, event, outcome)
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self._monitor.look(seen.shape)
        if look.open or look.lasting:
            self._raise_if_broken(case, seen, look)
        self._monitor.take_in(seen, case.memory, look)

    def _raise_if_broken(self, case: SimulatedCase, seen: Observation, look: Look) -> None:
        for item in self._monitor.broken(seen, case.memory, look):
            story = self.story(case)
            raise RunError(
                f"property {item.name} ({', '.join(item.cites)}) is broken by {seen.event!r} on "
                f"{date.fromordinal(seen.day)} in case {case.number}. The case so far:\n{story}"
            )

    def story(self, case: SimulatedCase) -> str:
        """Tell the recorded story of a case in English."""
        columns, steps = self.recorder.columns, []
        for i, number in enumerate(columns.case):
            if number == case.number and columns.entry[i] != REFUSED:
                entry = self.table.entries[columns.entry[i]]
                names = self.table.configurations
                steps.append(
                    Step(
                        date.fromordinal(columns.day[i]),
                        self.recorder.event_names[columns.event[i]],
                        frozenset({"reasonable"}),
                        names[columns.before[i]],
                        names[entry.after],
                        entry.acts,
                        entry.rules,
                    )
                )
        return tell(steps, "en")

    def _refusal(self, case: SimulatedCase, event: str, day: int, facts: int) -> str:
        configuration = self.table.configurations[case.configuration]
        reason = reason_of_refusal(
            configuration, event, {n: bool(facts & b) for n, b in FACT_BIT.items()}
        )
        return (
            f"case {case.number} on {date.fromordinal(day)}: {reason}. "
            f"The case so far:\n{self.story(case)}"
        )
