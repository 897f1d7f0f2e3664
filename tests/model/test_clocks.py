"""Clocks: start, restart, stop, hold, resume, miss; against a second, naive implementation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped,unused-ignore]
from hypothesis import given
from hypothesis import strategies as st
from koopsim.model.process.acts import Act
from koopsim.model.process.clocks import Clocks, Limits
from koopsim.model.process.deadlines import (
    DEADLINE_INDEX,
    DEADLINES,
    ActPattern,
    ClockOperation,
    clock_operations,
    pattern,
)
from koopsim.model.process.events import EVENTS
from koopsim.model.process.facts import FACT_BIT, FACT_BY_NAME
from koopsim.model.process.states import INITIAL_CONFIGURATION, LEAVES, Configuration
from koopsim.model.rule_set import RuleSet, load_rule_set

RULES = load_rule_set("2023-07-01")
LIMITS = Limits(RULES)
UPDATE = DEADLINE_INDEX["update_due"]
CONCILIATION = DEADLINE_INDEX["conciliation_end"]
COUNSELLING = DEADLINE_INDEX["counselling_due"]
NEVER = 10**9


def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def applied(
    clocks: Clocks, index: int, operation: ClockOperation, on: str, facts: int = 0
) -> Clocks:
    clocks.apply(((index, operation),), ordinal(on), facts, LIMITS)
    return clocks


# -- one clock by hand -------------------------------------------------------------------------


def test_nothing_runs_at_first() -> None:
    clocks = Clocks()
    assert not any(clocks.is_running(i) for i in range(len(DEADLINES)))
    assert clocks.next_expiry() == (NEVER, -1)
    assert list(clocks.overdue(ordinal("2026-01-01"))) == []


@pytest.mark.parametrize(
    ("name", "start", "facts", "due"),
    [
        ("first_talk_due", "2024-02-01", "", "2024-02-29"),
        ("update_due", "2024-08-31", "", "2025-02-28"),
        ("update_due", "2023-08-31", "", "2024-02-29"),
        ("conciliation_end", "2024-03-15", "", "2024-04-12"),
        ("support_end", "2024-08-31", "", "2025-02-28"),
        ("support_end", "2024-08-31", "holistic_coaching", "2025-05-31"),
        ("legacy_end", "2023-07-01", "", "2023-12-31"),
        ("legacy_end", "2023-12-31", "", "2023-12-31"),
        ("repeat_window", "2024-04-30", "", "2025-05-01"),
        ("repeat_window", "2024-05-01", "", "2025-06-01"),
        ("counselling_due", "2024-04-30", "under_25", "2024-05-28"),
    ],
)
def test_due_days(name: str, start: str, facts: str, due: str) -> None:
    index = DEADLINE_INDEX[name]
    clocks = applied(Clocks(), index, "start", start, FACT_BIT[facts] if facts else 0)
    assert date.fromordinal(clocks.due[index]) == date.fromisoformat(due)
    assert clocks.next_expiry() == (ordinal(due) + 1, index)


def test_a_start_that_needs_a_fact_does_nothing_without_it() -> None:
    assert not applied(Clocks(), COUNSELLING, "start", "2024-04-30").is_running(COUNSELLING)


def test_a_restart_counts_from_the_new_day_and_forgets_a_miss() -> None:
    clocks = applied(Clocks(), UPDATE, "start", "2024-01-15")
    clocks.missed[UPDATE] = True
    applied(clocks, UPDATE, "start", "2024-08-20")
    assert date.fromordinal(clocks.due[UPDATE]) == date(2025, 2, 20)
    assert not clocks.missed[UPDATE]


def test_stop_ends_a_running_and_a_held_clock() -> None:
    for operations in (("start", "stop"), ("start", "hold", "stop")):
        clocks = Clocks()
        for operation in operations:
            applied(clocks, UPDATE, operation, "2024-01-15")  # type: ignore[arg-type]
        assert not clocks.is_running(UPDATE)
        applied(clocks, UPDATE, "resume", "2024-03-01")
        assert not clocks.is_running(UPDATE)


def test_hold_and_resume_give_back_the_days_that_were_left() -> None:
    clocks = applied(Clocks(), UPDATE, "start", "2024-03-15")
    applied(clocks, UPDATE, "hold", "2024-06-01")
    assert clocks.remaining[UPDATE] == 106
    assert clocks.is_running(UPDATE)
    assert clocks.next_expiry() == (NEVER, -1)
    applied(clocks, UPDATE, "hold", "2024-07-01")  # a second hold changes nothing
    assert clocks.remaining[UPDATE] == 106
    applied(clocks, UPDATE, "resume", "2024-12-20")
    assert date.fromordinal(clocks.due[UPDATE]) == date(2025, 4, 5)
    applied(clocks, UPDATE, "resume", "2025-01-20")
    assert date.fromordinal(clocks.due[UPDATE]) == date(2025, 4, 5)


def test_a_clock_held_when_late_is_late_when_it_goes_on() -> None:
    clocks = applied(Clocks(), UPDATE, "start", "2024-03-15")
    clocks.missed[UPDATE] = True
    applied(clocks, UPDATE, "hold", "2024-09-25")
    assert clocks.remaining[UPDATE] == -10
    applied(clocks, UPDATE, "resume", "2024-11-05")
    assert date.fromordinal(clocks.due[UPDATE]) == date(2024, 10, 26)
    assert clocks.missed[UPDATE]
    assert clocks.next_expiry() == (NEVER, -1)


def test_overdue_begins_on_the_day_after_and_knows_only_should_deadlines() -> None:
    clocks = applied(Clocks(), UPDATE, "start", "2024-03-15")
    applied(clocks, CONCILIATION, "start", "2024-03-15")
    assert list(clocks.overdue(ordinal("2024-09-15"))) == []
    assert [d.name for d in clocks.overdue(ordinal("2024-09-16"))] == ["update_due"]


def test_a_miss_is_counted_once() -> None:
    clocks = applied(Clocks(), UPDATE, "start", "2024-03-15")
    assert clocks.next_expiry() == (ordinal("2024-09-16"), UPDATE)
    clocks.missed[UPDATE] = True
    assert clocks.next_expiry() == (NEVER, -1)
    assert clocks.is_running(UPDATE)


def test_on_the_same_day_the_order_of_the_deadlines_decides() -> None:
    clocks = applied(Clocks(), CONCILIATION, "start", "2024-03-01")
    first = DEADLINE_INDEX["first_talk_due"]
    applied(clocks, first, "start", "2024-03-01")
    assert clocks.due[first] == clocks.due[CONCILIATION]
    assert clocks.next_expiry()[1] == first


def test_a_copy_is_independent() -> None:
    clocks = applied(Clocks(), UPDATE, "start", "2024-03-15")
    other = applied(clocks.copy(), UPDATE, "stop", "2024-03-16")
    assert clocks.is_running(UPDATE)
    assert not other.is_running(UPDATE)


# -- the same, written from the definition -------------------------------------------------------


@dataclass
class NaiveClock:
    """One clock with dates and a sentence per operation."""

    name: str
    last_day: date | None = None
    days_left: int | None = None
    late: bool = False
    log: list[str] = field(default_factory=list)

    def apply(self, operation: str, on: date, facts: set[str]) -> None:
        deadline = next(d for d in DEADLINES if d.name == self.name)
        if operation == "start" and (not deadline.when or deadline.when in facts):
            self.last_day, self.days_left, self.late = self._limit(on, facts), None, False
        elif operation == "stop":
            self.last_day, self.days_left, self.late = None, None, False
        elif operation == "hold" and self.last_day is not None:
            self.days_left, self.last_day = (self.last_day - on).days, None
        elif operation == "resume" and self.days_left is not None:
            self.last_day, self.days_left = on + timedelta(days=self.days_left), None

    def _limit(self, on: date, facts: set[str]) -> date:
        months = {
            "update_due": 6,
            "adherence_review_due": 3,
            "notice_review_due": 6,
            "ground_review_due": 6,
            "waiver_review_due": 6,
            "support_end": 9 if "holistic_coaching" in facts else 6,
            "appointment_determination_end": 6,
            "breach_determination_end": 6,
        }
        if self.name in months:
            return on + relativedelta(months=months[self.name])
        if self.name == "repeat_window":
            return on + relativedelta(day=1, months=13)
        if self.name == "legacy_end":
            return date(2023, 12, 31)
        return on + timedelta(days=28)  # four weeks, and every "promptly" of the rule set

    def wakes_on(self) -> date | None:
        return None if self.last_day is None or self.late else self.last_day + timedelta(days=1)


operations = st.lists(
    st.tuples(
        st.sampled_from(range(len(DEADLINES))),
        st.sampled_from(["start", "start", "stop", "hold", "resume"]),
        st.integers(0, 60),
        st.sets(st.sampled_from(["under_25", "holistic_coaching"])),
    ),
    max_size=25,
)


@given(st.dates(date(2023, 7, 1), date(2025, 6, 30)), operations)
def test_clocks_agree_with_the_naive_ones(
    start: date, steps: list[tuple[int, ClockOperation, int, set[str]]]
) -> None:
    clocks, naive, today = Clocks(), [NaiveClock(d.name) for d in DEADLINES], start
    for index, operation, days, facts in steps:
        today += timedelta(days=days)
        _let_misses_happen(clocks, naive, today)
        clocks.apply(
            ((index, operation),), today.toordinal(), sum(FACT_BIT[f] for f in facts), LIMITS
        )
        naive[index].apply(operation, today, facts)
        assert clocks.due == [0 if n.last_day is None else n.last_day.toordinal() for n in naive]
        assert clocks.remaining == [n.days_left for n in naive]
        assert [clocks.is_running(i) for i in range(len(naive))] == [
            n.last_day is not None or n.days_left is not None for n in naive
        ]
        assert [d.name for d in clocks.overdue(today.toordinal())] == [
            n.name
            for n, d in zip(naive, DEADLINES, strict=True)
            if d.modality == "SHOULD" and n.last_day is not None and n.last_day < today
        ]


def _let_misses_happen(clocks: Clocks, naive: list[NaiveClock], today: date) -> None:
    while True:
        waking = [(n.wakes_on(), i) for i, n in enumerate(naive) if n.wakes_on() is not None]
        day, index = min(waking, default=(None, -1))  # type: ignore[type-var]
        assert clocks.next_expiry() == (NEVER if day is None else day.toordinal(), index)
        if day is None or day > today:
            return
        clocks.missed[index] = naive[index].late = True


# -- what a step does to the clocks -------------------------------------------------------------


def _at(plan: str) -> Configuration:
    return (plan, *INITIAL_CONFIGURATION[1:])


def _operations(before: str, after: str, *acts: Act) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for index, operation in clock_operations(_at(before), _at(after), acts):
        found.setdefault(DEADLINES[index].name, []).append(operation)
    return found


ISSUED = Act("plan_issued", (("version", "update"),))


@pytest.mark.parametrize(
    ("before", "after", "acts", "wanted"),
    [
        ("outside", "first_talk_outstanding", (), {"first_talk_due": ["start"]}),
        (
            "first_talk_outstanding",
            "analysis_outstanding",
            (),
            {"first_talk_due": ["stop"], "analysis_due": ["start"]},
        ),
        (
            "trust",
            "trust",
            (ISSUED,),
            {
                "update_due": ["start"],
                "update_after_need_due": ["stop"],
                "participation_plan_due": ["stop"],
            },
        ),
        ("trust", "returning", (), {}),
        (
            "trust",
            "suspended_trust",
            (),
            {
                "update_due": ["hold"],
                "participation_plan_due": ["hold"],
                "adherence_review_due": ["stop"],
                "ground_review_due": ["start"],
            },
        ),
        (
            "suspended_trust",
            "trust",
            (),
            {
                "update_due": ["resume"],
                "participation_plan_due": ["resume"],
                "adherence_review_due": ["start"],
                "ground_review_due": ["stop"],
            },
        ),
        (
            "suspended_without_plan",
            "suspended_trust",
            (Act("plan_issued"),),
            {
                "update_due": ["start", "hold"],
                "participation_plan_due": ["stop", "hold"],
                "update_after_need_due": ["stop"],
            },
        ),
        ("trust", "trust", (Act("need_recorded"),), {"update_after_need_due": ["start"]}),
        ("trust", "trust", (Act("adherence_review"),), {"adherence_review_due": ["start"]}),
        ("waived", "waived", (Act("waiver_review", (("result", "ended"),)),), {}),
        (
            "waived",
            "waived",
            (Act("waiver_review", (("result", "continues"),)),),
            {"waiver_review_due": ["start"]},
        ),
        (
            "trust",
            "trust",
            (Act("reduction", (("ground", "missed_appointment"),)),),
            {"counselling_due": ["start"]},
        ),
        (
            "trust",
            "trust",
            (Act("reduction", (("ground", "breach"),)),),
            {"counselling_due": ["start"], "repeat_window": ["start"]},
        ),
    ],
)
def test_operations_of_a_step(
    before: str, after: str, acts: tuple[Act, ...], wanted: dict[str, list[str]]
) -> None:
    assert _operations(before, after, *acts) == wanted


@given(st.sampled_from([leaf.name for leaf in LEAVES.values() if leaf.region == "plan"]))
def test_staying_without_acts_moves_no_clock(leaf: str) -> None:
    assert _operations(leaf, leaf) == {}


def test_leaving_stops_every_clock() -> None:
    stopped = _operations("trust", "closed")
    assert set(stopped) == {d.name for d in DEADLINES if "trust" in d.active_in}
    assert all(operations == ["stop"] for operations in stopped.values())


def test_patterns_match_by_kind_and_fields() -> None:
    act = Act("reduction", (("ground", "breach"), ("stage", 1)))
    assert pattern("reduction").matches(act)
    assert pattern("reduction", ground="breach").matches(act)
    assert not pattern("reduction", ground="missed_appointment").matches(act)
    assert not ActPattern("plan_issued").matches(act)


# -- the data -----------------------------------------------------------------------------------


@pytest.mark.parametrize("deadline", DEADLINES, ids=lambda d: d.name)
def test_a_deadline_names_what_exists(deadline: object, rule_set: RuleSet) -> None:
    d = DEADLINES[DEADLINE_INDEX[deadline.name]]  # type: ignore[attr-defined]
    assert d.active_in <= LEAVES.keys()
    assert d.held_in <= d.active_in
    assert (d.modality == "MUST") == bool(d.expiry_event or d.silent)
    assert not d.expiry_event or EVENTS[d.expiry_event].actor == "time"
    assert {d.when, d.longer_if} - {""} <= FACT_BY_NAME.keys()
    parameter = rule_set.parameter(d.parameter)
    assert parameter.origin.unit == ("date" if d.unit == "fixed_day" else d.unit)
    assert d.starts_on_entry or d.restarts_on
