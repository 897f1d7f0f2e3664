"""A single case, driven by hand through the statechart."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from ..errors import EventRefused, PropertyBroken
from ..properties import SAFETY, Lasts, Memory, Monitor, Observation
from ..properties.formula import ClockOperations
from ..rule_set import RuleSet, load_rule_set
from .clocks import Clocks, Limits
from .deadlines import DEADLINES, Deadline, clock_operations
from .events import EVENTS
from .facts import FACT_BIT, SITUATION_DEFAULTS, PersonFacts
from .record_keeping import CaseRecords, implied_situation, refuse_wrong_record
from .records import CooperationPlan, PotentialAnalysis, Record
from .refusal import possible_here, reason_of_refusal
from .sanctions import ReductionRecord
from .statechart import Statechart
from .states import INITIAL_CONFIGURATION, Configuration
from .step import Happening, MissedDeadline, Step
from .story import tell
from .text import Language

__all__ = ["Case", "rule_facts", "rule_monitor"]


def rule_facts(rule_set: RuleSet) -> dict[str, bool]:
    """Return the facts that a rule set fixes for all cases."""
    return {
        "conciliation": rule_set.conciliation,
        "first_invitation_with_notice": rule_set.first_invitation_with_notice,
        "invitation_after_no_show_with_notice": rule_set.invitation_after_no_show_with_notice,
        "reduction_layer": rule_set.reduction_layer,
    }


def rule_monitor(rule_set: RuleSet) -> Monitor:
    """Return the monitor of the safety properties under a rule set's limits."""
    lasting = [item for item in SAFETY if isinstance(item, Lasts)]
    names = {name for item in lasting for name in (item.limit, item.longer_limit) if name}
    return _monitor(tuple((name, int(getattr(rule_set, name))) for name in sorted(names)))


@lru_cache(maxsize=16)
def _monitor(limits: tuple[tuple[str, int], ...]) -> Monitor:
    return Monitor(SAFETY, dict(limits))


def _happens_by_itself(event: str) -> bool:
    """Tell whether a clock of the case brings ``event`` about; nobody may send it.

    Growing older is told to a case, which knows no day of birth.
    """
    return EVENTS[event].actor == "time" and event not in ("came_of_age", "turned_25")


@lru_cache(maxsize=16)
def _chart(facts: tuple[tuple[str, bool], ...]) -> Statechart:
    return Statechart(dict(facts))


@dataclass
class _State:
    """Everything that a step may change; a refused step throws its copy away."""

    configuration: Configuration
    facts: PersonFacts
    clocks: Clocks
    reductions: ReductionRecord
    memory: Memory
    records: CaseRecords = field(default_factory=CaseRecords)
    history: list[Happening] = field(default_factory=list)

    def copy(self) -> _State:
        return _State(
            self.configuration,
            self.facts,
            self.clocks.copy(),
            self.reductions,
            self.memory.copy(),
            self.records,
            list(self.history),
        )


class Case:
    """One case under one rule set.

    >>> from datetime import date
    >>> case = Case(PersonFacts(), "2023-07-01")
    >>> step = case.step("enter", on=date(2024, 3, 1))
    >>> case.configuration[0]
    'first_talk_outstanding'
    >>> [str(act) for act in case.step("invitation_sent", on=date(2024, 3, 4)).acts]
    ['invitation(to=first_talk, notice=no)', 'travel_cost_notice']

    Args:
        facts: the person's facts at the entry.
        rule_set: a rule set or the name of one.
    """

    def __init__(self, facts: PersonFacts, rule_set: RuleSet | str) -> None:
        self.rule_set = load_rule_set(rule_set) if isinstance(rule_set, str) else rule_set
        self._rule_facts = rule_facts(self.rule_set)
        self._limits = Limits(self.rule_set)
        self._monitor = rule_monitor(self.rule_set)
        self._state = _State(INITIAL_CONFIGURATION, facts, Clocks(), ReductionRecord(), Memory())

    # -- reading ----------------------------------------------------------------------------

    @property
    def configuration(self) -> Configuration:
        """The active leaf of each region, in the order of ``states.REGIONS``."""
        return self._state.configuration

    @property
    def facts(self) -> PersonFacts:
        """The person's facts now."""
        return self._state.facts

    @property
    def history(self) -> tuple[Happening, ...]:
        """All steps and missed deadlines so far, in order of their days."""
        return tuple(self._state.history)

    @property
    def reductions(self) -> ReductionRecord:
        """The record of benefit reductions."""
        return self._state.reductions

    @property
    def analysis(self) -> PotentialAnalysis | None:
        """The current potential analysis, None if there is none or its content is not known."""
        return self._state.records.analysis

    @property
    def plan(self) -> CooperationPlan | None:
        """The content of the plan in force, None if there is no plan or it is not known."""
        return self._state.records.plan

    @property
    def today(self) -> date | None:
        """The day of the last happening, None before the first."""
        return self._state.history[-1].day if self._state.history else None

    def due(self) -> dict[str, date]:
        """Return the running deadlines and their last days in time."""
        return {
            d.name: date.fromordinal(due)
            for d, due in zip(DEADLINES, self._state.clocks.due, strict=True)
            if due and not d.silent
        }

    def overdue(self, on: date) -> tuple[Deadline, ...]:
        """Return the SHOULD deadlines that are overdue on a day."""
        return tuple(self._state.clocks.overdue(on.toordinal()))

    def possible_events(self) -> tuple[str, ...]:
        """Return the events that fit now under some situation facts, in their fixed order."""
        known = {
            **dict(self.facts.items()),
            **self._rule_facts,
            **self._derived(self._state, self.today),
        }
        return tuple(
            e
            for e in EVENTS
            if not _happens_by_itself(e) and possible_here(self.configuration, e, known)
        )

    def explain(self, language: Language = "en") -> str:
        """Tell the story so far as dated prose, in German (``"de"``) or English (``"en"``)."""
        return tell(self.history, language)

    # -- stepping ---------------------------------------------------------------------------

    def step(
        self, event: str, on: date, *, record: Record | None = None, **situation: bool
    ) -> Step:
        """Let ``event`` happen on a day under situation facts, and return what it did.

        MUST deadlines that ended before ``on`` take effect first, SHOULD deadlines that passed are
        recorded as missed. Time-driven events (actor ``time``) happen by themselves; see
        ``advance``.

        Args:
            event: the name of the event.
            on: the day.
            record: the content of the document that the step brings about, if it is known: a
                `TalkRecord`, a `PotentialAnalysis` or a `CooperationPlan`. Its breaches of SHOULD
                rules are kept in ``Step.findings``.
            situation: situation facts, each True or False.

        Raises:
            EventRefused: if the event does not fit, or its record breaks a MUST, with the reason;
                nothing has changed then.
        """
        self._check_call(event, on, situation)
        refuse_wrong_record(event, record)
        facts = implied_situation(event, record, situation)
        draft = self._state.copy()
        self._run_clocks(draft, on.toordinal())
        step = self._transition(draft, event, on, facts, record=record)
        self._state = draft
        return step

    def advance(self, to: date) -> tuple[Happening, ...]:
        """Let time pass to a day; return what happened by itself (forced events, missed deadlines).

        Raises:
            EventRefused: if ``to`` lies before the last happening or outside the rule set.
        """
        self._check_day(to)
        draft = self._state.copy()
        known = len(draft.history)
        self._run_clocks(draft, to.toordinal())
        self._state = draft
        return tuple(draft.history[known:])

    def _check_call(self, event: str, on: date, situation: dict[str, bool]) -> None:
        if event not in EVENTS:
            raise EventRefused(f"there is no event {event!r}; see possible_events()")
        unknown = sorted(set(situation) - SITUATION_DEFAULTS.keys())
        if unknown:
            raise EventRefused(
                f"{', '.join(unknown)}: no situation fact; known: {', '.join(SITUATION_DEFAULTS)}"
            )
        wrong = sorted(name for name, value in situation.items() if not isinstance(value, bool))
        if wrong:
            raise EventRefused(f"situation fact {wrong[0]!r} must be True or False")
        if _happens_by_itself(event):
            raise EventRefused(
                f"{event} happens by itself when its time has come; use advance(to=...)"
            )
        self._check_day(on)

    def _check_day(self, on: date) -> None:
        first, last = self.rule_set.valid_from, self.rule_set.valid_to
        if on < first or (last is not None and on > last):
            raise EventRefused(
                f"{on} lies outside rule set {self.rule_set.name} ({first} to {last})"
            )
        if self.today is not None and on < self.today:
            raise EventRefused(f"{on} lies before the last happening on {self.today}")

    def _run_clocks(self, draft: _State, day: int) -> None:
        while True:
            when, index = draft.clocks.next_expiry()
            if when > day:
                return
            self._expire(draft, index, date.fromordinal(when))

    def _expire(self, draft: _State, index: int, day: date) -> None:
        deadline = DEADLINES[index]
        due = date.fromordinal(draft.clocks.due[index])
        if deadline.silent:
            draft.clocks.apply(((index, "stop"),), day.toordinal(), 0, self._limits)
            draft.reductions = draft.reductions.chain_ended()
        elif deadline.expiry_event:
            self._transition(draft, deadline.expiry_event, day, {}, forced=True)
        else:
            draft.clocks.missed[index] = True
            draft.history.append(MissedDeadline(day, deadline.name, due, deadline.cites))

    def _transition(
        self,
        draft: _State,
        event: str,
        on: date,
        situation: dict[str, bool],
        forced: bool = False,
        record: Record | None = None,
    ) -> Step:
        facts = {
            **SITUATION_DEFAULTS,
            **situation,
            **self._derived(draft, on),
            **dict(draft.facts.items()),
        }
        try:
            result = _chart(tuple(self._rule_facts.items())).step(draft.configuration, event, facts)
        except EventRefused as refused:
            known = {**facts, **self._rule_facts}
            raise EventRefused(reason_of_refusal(draft.configuration, event, known)) from refused
        rules = tuple(dict.fromkeys(rule for t in result.fired for rule in t.cites))
        true_now = frozenset(name for name in SITUATION_DEFAULTS if facts[name])
        findings = draft.records.findings(event, record, facts, draft.configuration, result.acts)
        step = Step(
            on,
            event,
            true_now,
            draft.configuration,
            result.after,
            result.acts,
            rules,
            forced,
            findings,
            record,
        )
        bits = sum(FACT_BIT[name] for name, value in {**facts, **self._rule_facts}.items() if value)
        operations = clock_operations(step.before, step.after, step.acts)
        self._check_properties(draft, step, bits, operations)
        self._commit(draft, step, bits, operations)
        return step

    def _check_properties(
        self, draft: _State, step: Step, bits: int, operations: ClockOperations
    ) -> None:
        day = step.day.toordinal()
        seen = Observation(day, step.event, bits, step.before, step.after, step.acts, operations)
        broken = self._monitor.broken(seen, draft.memory)
        if broken:
            raise PropertyBroken(
                f"the model breaks {broken[0].name} ({', '.join(broken[0].cites)}) on {step.day}",
                tuple(item.name for item in broken),
            )
        self._monitor.take_in(seen, draft.memory)

    def _commit(self, draft: _State, step: Step, bits: int, operations: ClockOperations) -> None:
        day = step.day.toordinal()
        draft.facts = draft.facts.changed(dict(EVENTS[step.event].changes))
        draft.configuration = step.after
        draft.records = draft.records.after(step)
        draft.clocks.apply(operations, day, bits, self._limits)
        for act in step.acts:
            draft.reductions = draft.reductions.with_act(act, day, self.rule_set)
        draft.history.append(step)

    def _derived(self, state: _State, on: date | None) -> dict[str, bool]:
        day = on or self.rule_set.valid_from
        chain = state.reductions.breaches_in_chain
        return {
            "legacy_period_open": day <= self.rule_set.legacy_end,
            "reduction_running": state.reductions.running(day.toordinal()),
            "repeated_breach": chain >= 1,
            "further_repeated_breach": chain >= 2,
        }
