"""Every way through a piece of behaviour, with its probability."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from koopsim.analysis.exact.behaviour import CaseBehaviour
from koopsim.analysis.exact.case_state import NEED
from koopsim.analysis.exact.person import ORDINARY, PersonClass
from koopsim.analysis.exact.questions import Chance, Drawn, Questions, every_way
from koopsim.scenarios import load_scenario
from koopsim.simulation.day_order import Timer
from koopsim.simulation.horizon import effective_rule_set
from koopsim.simulation.random_streams import WORD_LIMIT
from koopsim.simulation.tables import scenario_tables

BASELINE = load_scenario("baseline")


def behaviour(person: PersonClass = ORDINARY) -> CaseBehaviour:
    return CaseBehaviour(scenario_tables(BASELINE), effective_rule_set(BASELINE), person)


@given(st.lists(st.integers(0, WORD_LIMIT), min_size=1, max_size=5))
def test_one_word_against_many_limits_gives_the_widths_between_them(limits):
    def run(questions: Questions) -> int:
        word = Drawn(questions)
        return sum(1 for limit in limits if word >= limit)

    found: dict[int, float] = {}
    for probability, passed, _ in every_way(run, {}):
        found[passed] = found.get(passed, 0.0) + probability
    edges = [0, *sorted(limits), WORD_LIMIT]
    for passed in range(len(limits) + 1):
        width = Fraction(edges[passed + 1] - edges[passed], WORD_LIMIT)
        assert found.get(passed, 0.0) == pytest.approx(float(width), abs=1e-12)


def test_words_are_independent_and_chances_known_by_name():
    half = Chance(WORD_LIMIT // 2, "half")

    def run(questions: Questions) -> tuple[bool, bool]:
        return Drawn(questions) < half, Drawn(questions) < WORD_LIMIT // 4

    ways = {result: (p, met) for p, result, met in every_way(run, {})}
    assert {r: p for r, (p, _) in ways.items()} == {
        (True, True): 0.125,
        (True, False): 0.375,
        (False, True): 0.125,
        (False, False): 0.375,
    }
    assert all(met == {"half"} for _, met in ways.values())
    forced = [(p, r) for p, r, _ in every_way(run, {"half": False})]
    assert forced == [(0.25, (False, True)), (0.75, (False, False))]


def test_first_appointment_branches_as_the_scenario_says():
    found = behaviour()
    (entered,) = found.event("enter", found.table.initial, NEED)
    (sent,) = found.event("invitation_sent", entered.configuration, NEED)
    ways = found.appointment(sent.configuration, NEED, False, ())
    values = BASELINE.values()
    missed, excused = (
        values["attendance.no_show.first"],
        values["attendance.important_reason_share"],
    )
    analysis = values["cooperation.analysis_at_first_talk"]
    plan = values["cooperation.plan_at_analysis_talk"]
    agreed = values["cooperation.agreement_probability"]
    invitation: dict[str, float] = {}
    for way in ways:
        leaf = found.table.configurations[way.configuration][1]
        invitation[leaf] = invitation.get(leaf, 0.0) + way.probability
    assert invitation["first_due"] == pytest.approx(missed * excused, abs=1e-12)
    assert invitation["once_due"] == pytest.approx(missed * (1 - excused), abs=1e-12)
    assert invitation["plain_due"] == pytest.approx(1 - missed, abs=1e-12)
    made = sum(way.probability for way in ways if "plan_agreed" in way.events)
    assert made == pytest.approx((1 - missed) * analysis * plan * agreed, abs=1e-12)
    assert all(way.answer == ("talk_held" in way.events) for way in ways)


@pytest.mark.parametrize("vulnerable", [False, True])
def test_review_under_trust_branches_as_the_scenario_says(vulnerable):
    found = behaviour(PersonClass(vulnerable=vulnerable))
    trust = next(
        i
        for i, leaves in enumerate(found.table.configurations)
        if leaves[:4] == ("trust", "plain_due", "no_talk", "no_measure")
        and leaves[4:] == ("no_demand", "appointment_hearing_none", "breach_hearing_none")
    )
    ways = found.morning(Timer.ADHERENCE_REVIEW, trust, NEED, ())
    values = BASELINE.values()
    notice = values["adherence.breach_probability"] * (
        1 - values["adherence.important_reason_share"]
    )
    notice *= values["adherence.reasonable_share"]
    notice *= values["adherence.notice_helps_share"] if vulnerable else 1.0
    reached = sum(
        way.probability
        for way in ways
        if found.table.configurations[way.configuration][0] == "plan_with_notice"
    )
    assert reached == pytest.approx(notice, abs=1e-12)
    assert sum(way.probability for way in ways) == pytest.approx(1.0, abs=1e-12)
