"""An office without staff limits and without dates, in which behaviour is tried out.

``ChainOffice`` is what ``simulation.office.Office`` asks for. A step is looked up in the compiled
table, as the engine does; random words are questions (``questions.Drawn``), delays are marks that
only say which delay is meant. What a behaviour has done is read off afterwards (``Effect``).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from ...model.errors import RunError
from ...model.process.clocks import Limits
from ...model.process.deadlines import ClockOperation
from ...model.process.events import EVENTS
from ...model.process.facts import FACT_BIT, SITUATION_DEFAULTS
from ...model.process.states import Configuration
from ...model.rule_set import RuleSet
from ...model.table.transition_table import REFUSED, Entry, TransitionTable
from ...simulation.day_order import NEVER, Decision, Timer
from ...simulation.distributions import DiscreteTable
from ...simulation.months import COUNTED_ACTS
from ...simulation.mornings import set_follow_up_timers
from ...simulation.simulated_case import SimulatedCase
from ...simulation.tables import Delays, ScenarioTables
from .questions import Drawn, Questions, named_chances

DELAY_MARK = 10**6
"""Marks of delays are multiples of this: (position in ``Delays`` + 1) times it."""

UNTOUCHED = -1
"""A timer that the behaviour has not set."""

DEMAND_WHEN_NOT_AGREED = "demand_when_not_agreed"
"""The officer's choice to issue a demand where no plan was agreed (the scenario: always)."""

COUNTED = tuple(COUNTED_ACTS)
"""What is counted: the flow indicators of the simulation, in order."""

_DEFAULTS = sum(FACT_BIT[name] for name, value in SITUATION_DEFAULTS.items() if value)
_REASONABLE = FACT_BIT["reasonable"]
_YEARS_AFTER_LEGACY = 3 * 365


class _Marked(DiscreteTable):
    """A delay that is not drawn but marked."""

    __slots__ = ("_mark",)

    def __init__(self, mark: int) -> None:
        super().__init__([0], [])
        self._mark = mark

    def value(self, draw: int) -> int:
        """Return the mark."""
        return self._mark


DELAY_NAMES = tuple(field.name for field in fields(Delays))


def _marked_delays(delays: Delays) -> Delays:
    marked: dict[str, Any] = {
        name: _Marked((place + 1) * DELAY_MARK)
        for place, name in enumerate(DELAY_NAMES)
        if name not in ("exit", "arrivals")
    }
    never = _Marked(NEVER)
    return replace(delays, exit=(never, never), **marked)


def delay_name(offset: int) -> str | None:
    """Return which delay an offset in days stands for; None if it is plain days."""
    return DELAY_NAMES[offset // DELAY_MARK - 1] if offset >= DELAY_MARK else None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a behaviour did: where the case stands now, what was set, what was emitted.

    ``timers`` are offsets from today in days (or marks, or ``NEVER``); ``counts`` pairs an index
    of ``COUNTED`` with a number; ``answer`` is what the behaviour returned (a talk: whether it was
    held); ``met`` are the names of the chances that were asked for.
    """

    probability: float
    configuration: int
    facts: int
    timers: tuple[tuple[Timer, int], ...]
    operations: tuple[tuple[int, ClockOperation], ...]
    counts: tuple[tuple[int, int], ...]
    events: tuple[str, ...]
    closed: bool
    answer: bool
    met: frozenset[str]


class ChainOffice:
    """The engine's side of a case for one run of a behaviour; see ``Office`` for its methods."""

    def __init__(
        self,
        tables: ScenarioTables,
        table: TransitionTable,
        rule_set: RuleSet,
        limits: Limits,
        rule_bits: int,
        questions: Questions,
    ) -> None:
        self.tables = tables
        self._table, self._limits, self._rule_bits = table, limits, rule_bits
        self._questions = questions
        self._today = rule_set.legacy_end.toordinal() + _YEARS_AFTER_LEGACY
        self.operations: list[tuple[int, ClockOperation]] = []
        self.counts = [0] * len(COUNTED)
        self.events: list[str] = []
        self.closed = False

    @property
    def today(self) -> int:
        """The day on which everything happens (an ordinal after the end of old agreements)."""
        return self._today

    def draw(self, case: SimulatedCase, decision: Decision) -> tuple[int, int, int, int]:
        """Return four words that are not known yet."""
        ask = self._questions
        return Drawn(ask), Drawn(ask), Drawn(ask), Drawn(ask)

    def act(
        self, case: SimulatedCase, event: str, situation: int = 0, *, unreasonable: bool = False
    ) -> Entry:
        """Let ``event`` happen as the table has it.

        Raises:
            RunError: if the table refuses it.
        """
        facts = case.facts | self._rule_bits | situation | _DEFAULTS
        if unreasonable:
            facts &= ~_REASONABLE
        before = case.configuration
        cell = self._table.cells.get((before, event))
        outcome = REFUSED if cell is None else cell.outcome(facts)
        if outcome == REFUSED:
            names = "|".join(self._table.configurations[before])
            raise RunError(f"the chain met {event!r} in {names}, which the process refuses")
        entry = self._table.entries[outcome]
        if event == "demand_issued" and not self._questions.ask(1.0, DEMAND_WHEN_NOT_AGREED):
            return entry
        self._carry_out(case, event, entry, facts)
        return entry

    def _carry_out(self, case: SimulatedCase, event: str, entry: Entry, facts: int) -> None:
        before = self.leaves(case)
        for name, value in EVENTS[event].changes:
            bit = FACT_BIT[name]
            case.facts = case.facts | bit if value else case.facts & ~bit
        case.configuration = entry.after
        case.clocks.apply(entry.operations, self._today, facts, self._limits)
        self.operations.extend(entry.operations)
        self.events.append(event)
        for act in entry.acts:
            for place, counter in enumerate(COUNTED_ACTS.values()):
                self.counts[place] += counter(act, entry)
        kinds = frozenset(act.kind for act in entry.acts)
        set_follow_up_timers(self, case, before, kinds)

    def possible(self, case: SimulatedCase, event: str) -> bool:
        """Tell whether ``event`` fits now under some facts."""
        return (case.configuration, event) in self._table.cells

    def leaves(self, case: SimulatedCase) -> Configuration:
        """Return the configuration of ``case``."""
        return self._table.configurations[case.configuration]

    def working_day_from(self, day: int) -> int:
        """Return ``day``: what the calendar adds on average is put in later."""
        return day

    def working_day_until(self, day: int) -> int:
        """Return ``day``, as above."""
        return day

    def withdraw(self, case: SimulatedCase) -> None:
        """Do nothing: nobody waits for staff."""

    def close(self, case: SimulatedCase) -> None:
        """Take note that the case has left benefit."""
        self.closed = True


def prepared(tables: ScenarioTables) -> ScenarioTables:
    """Return tables whose chances know their names and whose delays are marks."""
    return replace(
        tables, chances=named_chances(tables.chances), delays=_marked_delays(tables.delays)
    )
