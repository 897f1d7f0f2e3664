"""Random histories of a case: no MUST property breaks, refusals change nothing, the table agrees.

A simulated case (transition table, bit sets, the engine's stepper) is driven beside the case
(chart, named facts); after every step both must be in the same state, to the day of every clock.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise, product

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from koopsim.model.errors import EventRefused, RunError
from koopsim.model.process.case import Case
from koopsim.model.process.deadlines import DEADLINES
from koopsim.model.process.events import EVENTS
from koopsim.model.process.facts import FACT_BIT, SITUATION_DEFAULTS, PersonFacts
from koopsim.model.process.guards import GUARDS
from koopsim.model.process.process import TRANSITIONS
from koopsim.model.process.step import Step
from koopsim.model.rule_set import load_rule_set
from koopsim.model.table.cache import table_for
from koopsim.simulation.recorder import DEADLINE_MISSED, Recorder
from koopsim.simulation.simulated_case import SimulatedCase
from koopsim.simulation.stepper import Stepper

RULES = load_rule_set("2023-07-01")
LAST_DAY = RULES.valid_to
# Events that end a history or take it out of the office's hands; drawn less often, to go deep.
ENDINGS = {
    "leave",
    "support_ended",
    "need_ends_through_work",
    "unemployment_benefit_begins",
    "moved",
}

person_facts = st.fixed_dictionaries(
    {name: st.booleans() for name, _ in PersonFacts().items()}
).filter(lambda facts: facts["under_25"] or not facts["minor"])
# Few facts differ from their defaults at a time; most of them matter for few events only.
situations = st.sets(st.sampled_from(sorted(SITUATION_DEFAULTS)), max_size=3).map(
    lambda flipped: {name: not SITUATION_DEFAULTS[name] for name in flipped}
)
days_later = st.one_of(st.integers(0, 3), st.integers(0, 40))


def snapshot(case: Case) -> tuple[object, ...]:
    """Everything that a step may change, by value."""
    state = case._state
    memory = tuple(getattr(state.memory, name) for name in state.memory.__slots__)
    clocks = (*state.clocks.due, *state.clocks.remaining, *state.clocks.missed)
    return (
        state.configuration,
        state.facts,
        clocks,
        state.reductions,
        memory,
        tuple(state.history),
    )


class Shadow:
    """The same case as the engine keeps it."""

    def __init__(self, facts: PersonFacts) -> None:
        self.table = table_for(RULES)
        names = (*EVENTS, *(DEADLINE_MISSED + d.name for d in DEADLINES))
        self.stepper = Stepper(self.table, RULES, Recorder(0, names), defaultdict(int), 500)
        self.case = SimulatedCase(0, facts.bits(), "arrival", self.table.initial)

    def run_clocks(self, day: int) -> None:
        while True:
            when, index = self.case.clocks.next_expiry()
            if when > day:
                return
            deadline = DEADLINES[index]
            if deadline.silent:
                self.stepper.end_of_year(self.case, index, when)
            elif deadline.expiry_event:
                self.stepper.step(self.case, deadline.expiry_event, when)
            else:
                self.stepper.miss(self.case, index, when)

    def step(self, event: str, on: date, situation: dict[str, bool]) -> tuple[str, ...]:
        self.run_clocks(on.toordinal())
        true = sum(FACT_BIT[name] for name, value in situation.items() if value)
        unreasonable = situation.get("reasonable") is False
        entry = self.stepper.step(self.case, event, on.toordinal(), true, unreasonable=unreasonable)
        return tuple(str(act) for act in entry.acts)


class CaseMachine(RuleBasedStateMachine):
    """Drives a case and its shadow through events, circumstances and time."""

    def __init__(self) -> None:
        super().__init__()
        self.case = Case(PersonFacts(), RULES)
        self.shadow = Shadow(PersonFacts())
        self.now = RULES.valid_from

    @initialize(
        facts=person_facts,
        start=st.dates(date(2023, 7, 1), date(2024, 12, 31)),
        event=st.sampled_from(["enter", "enter", "enter", "enter_from_unemployment_insurance"]),
    )
    def begin(self, facts: dict[str, bool], start: date, event: str) -> None:
        self.case, self.shadow = Case(PersonFacts(**facts), RULES), Shadow(PersonFacts(**facts))
        self.now = start
        self._try(event, {})

    def _later(self, days: int) -> date:
        return min(self.now + timedelta(days=days), LAST_DAY)

    def _try(self, event: str, situation: dict[str, bool]) -> bool:
        before = snapshot(self.case)
        try:
            step = self.case.step(event, on=self.now, **situation)
        except EventRefused as refused:
            assert snapshot(self.case) == before
            assert "\n" not in str(refused)
            return False
        acts = self.shadow.step(event, self.now, situation)
        assert acts == tuple(str(act) for act in step.acts)
        return True

    @rule(data=st.data(), situation=situations, days=days_later)
    def something_possible(
        self, data: st.DataObject, situation: dict[str, bool], days: int
    ) -> None:
        self.now = self._later(days)
        likely = [e for e in self.case.possible_events() if e not in ENDINGS]
        if likely:
            self._try(data.draw(st.sampled_from(likely)), situation)

    @rule(event=st.sampled_from(sorted(EVENTS)), situation=situations, days=days_later)
    def anything(self, event: str, situation: dict[str, bool], days: int) -> None:
        self.now = self._later(days)
        self._try(event, situation)

    @rule(data=st.data(), situation=situations)
    def a_whole_talk(self, data: st.DataObject, situation: dict[str, bool]) -> None:
        if not self._try("invitation_sent", {}):
            return
        self.now = self._later(10)
        if not self._try("talk_held", {}):
            return
        self._try(data.draw(st.sampled_from(["analysis_completed", "analysis_reviewed"])), {})
        topics = [
            e
            for e in self.case.possible_events()
            if e.startswith(("plan_", "creation", "update", "waiver"))
        ]
        if topics:
            self._try(data.draw(st.sampled_from(topics)), situation)
        self._try("talk_ended", situation)

    @rule(days=st.integers(0, 250))
    def time_passes(self, days: int) -> None:
        self.now = self._later(days)
        known = len(self.case.history)
        happened = self.case.advance(self.now)
        assert self.case.history[known:] == happened
        assert all(h.forced for h in happened if isinstance(h, Step))
        self.shadow.run_clocks(self.now.toordinal())

    @rule(to=st.dates(date(2020, 1, 1), date(2030, 1, 1)))
    def time_that_does_not_fit_is_refused(self, to: date) -> None:
        inside = RULES.valid_from <= to <= LAST_DAY and (
            self.case.today is None or to >= self.case.today
        )
        if inside:
            return
        before = snapshot(self.case)
        for attempt in (lambda: self.case.advance(to), lambda: self.case.step("leave", on=to)):
            with pytest.raises(EventRefused):
                attempt()
        assert snapshot(self.case) == before

    @rule()
    @precondition(lambda self: self.case.history)
    def possible_events_are_those_that_some_circumstances_allow(self) -> None:
        self.case.advance(self.now)
        self.shadow.run_clocks(self.now.toordinal())
        kept = self.case._state
        accepted = []
        for event in EVENTS:
            if any(
                self._accepts(event, situation)
                for situation in _all_circumstances(event, self.case)
            ):
                accepted.append(event)
            self.case._state = kept
        today = self.case.today
        assert today is not None
        if _derived_facts_are_the_same(self.case, today, self.now):
            assert tuple(accepted) == self.case.possible_events()

    def _accepts(self, event: str, situation: dict[str, bool]) -> bool:
        kept = self.case._state
        try:
            self.case.step(event, on=self.now, **situation)
        except EventRefused:
            return False
        finally:
            self.case._state = kept
        return True

    @invariant()
    def the_shadow_is_in_the_same_state(self) -> None:
        state, other = self.case._state, self.shadow.case
        assert self.shadow.table.configurations[other.configuration] == state.configuration
        assert other.facts == state.facts.bits()
        assert other.clocks.due == state.clocks.due
        assert other.clocks.remaining == state.clocks.remaining
        assert other.clocks.missed == state.clocks.missed
        assert other.breaches == state.reductions.breaches_in_chain
        assert (self.now.toordinal() <= other.reduction_until) == state.reductions.running(
            self.now.toordinal()
        )
        assert all(
            getattr(other.memory, n) == getattr(state.memory, n) for n in other.memory.__slots__
        )

    @invariant()
    def no_must_deadline_lies_in_the_past(self) -> None:
        if self.case.today is not None:
            due = self.case.due()
            for deadline in DEADLINES:
                if deadline.modality == "MUST" and deadline.name in due:
                    assert due[deadline.name] >= self.case.today

    @invariant()
    def a_closed_case_is_over(self) -> None:
        if self.case.configuration[0] == "closed":
            assert self.case.possible_events() == ()
            assert self.case.due() == {}
            assert self.case.configuration[2:] == (
                "no_talk",
                "no_measure",
                "no_demand",
                "appointment_hearing_none",
                "breach_hearing_none",
            )

    @invariant()
    def the_history_is_a_chain_in_order(self) -> None:
        history = self.case.history
        assert all(a.day <= b.day for a, b in pairwise(history))
        steps = [h for h in history if isinstance(h, Step)]
        assert all(a.after == b.before for a, b in pairwise(steps))
        assert all(step.rules for step in steps)

    def teardown(self) -> None:
        lines = len(self.case.history) or 1
        assert (
            len(self.case.explain("de").splitlines())
            == len(self.case.explain("en").splitlines())
            == lines
        )


def _all_circumstances(event: str, case: Case) -> list[dict[str, bool]]:
    """All valuations of the situation facts that the event's transitions read here."""
    read = {
        name
        for t in TRANSITIONS
        if t.event == event and t.source in case.configuration
        for name in GUARDS[t.guard].expression.atoms("name")
    }
    names = sorted(read & SITUATION_DEFAULTS.keys())
    return [
        dict(zip(names, values, strict=True))
        for values in product((False, True), repeat=len(names))
    ]


def _derived_facts_are_the_same(case: Case, one: date, other: date) -> bool:
    return case._derived(case._state, one) == case._derived(case._state, other)


class TestCase(CaseMachine.TestCase):  # type: ignore[name-defined,misc]
    """The fast run."""

    settings = settings(max_examples=60, stateful_step_count=40)


@pytest.mark.slow
class TestCaseThoroughly(CaseMachine.TestCase):  # type: ignore[name-defined,misc]
    """The thorough run."""

    settings = settings(max_examples=300, stateful_step_count=60)


PLAN = (
    *("enter", 3, "invitation_sent", 10, "talk_held", "analysis_completed", "plan_agreed"),
    *(
        "talk_ended",
        20,
        "agreements_not_kept",
        14,
        "demand_refused",
        14,
        "breach_reduction_decided",
    ),
)
SECOND_BREACH = ("demand_issued", "demand_refused", 14, "breach_reduction_decided")


@pytest.mark.parametrize(
    ("story", "breaches"),
    [
        ((*PLAN, 40, *SECOND_BREACH), 2),
        ((*PLAN, 40, *SECOND_BREACH, 30, "reduction_lifted"), 2),
        ((*PLAN, 400), 0),
        ((*PLAN, 400, *SECOND_BREACH), 1),
    ],
    ids=["second breach", "lifted", "a year passes", "first again"],
)
def test_case_and_engine_agree_on_reductions(story: tuple[str | int, ...], breaches: int) -> None:
    machine = CaseMachine()
    machine.now = date(2024, 3, 1)
    for item in story:
        if isinstance(item, int):
            machine.time_passes(item)
        else:
            assert machine._try(item, {})
        machine.the_shadow_is_in_the_same_state()
    assert machine.shadow.case.breaches == breaches
    if "reduction_lifted" in story:
        assert not machine._try("reduction_lifted", {})


def test_the_shadow_raises_what_the_engine_raises() -> None:
    shadow = Shadow(PersonFacts())
    with pytest.raises(RunError, match="plan_agreed does not fit"):
        shadow.step("plan_agreed", date(2024, 1, 2), {})
