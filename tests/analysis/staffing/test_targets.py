"""The grammar of targets: what is read, what is refused, and how it is written back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.staffing import MEASURES, Target, parse_target

TEAMS = ("under_25", "from_25")


@pytest.mark.parametrize(
    ("text", "name", "team", "comparison", "level", "probability"),
    [
        ("update_overdue <= 5% with 95%", "update_overdue", None, "<=", 0.05, 0.95),
        ("update_overdue<=0.05", "update_overdue", None, "<=", 0.05, 0.95),
        ("Update_Missed in from_25 < 2,5 % with 0.9", "update_missed", "from_25", "<", 0.025, 0.9),
        ("update_in_time ≥ 90% with 99.5%", "update_in_time", None, ">=", 0.9, 0.995),
        ("wait_days in all =< 14 days with 80%", "wait_days", "all", "<=", 14.0, 0.8),
        ("wait_days <= 1 day", "wait_days", None, "<=", 1.0, 0.95),
        ("backlog_per_fte <= 3 cases per FTE", "backlog_per_fte", None, "<=", 3.0, 0.95),
        ("backlog_per_fte <= 3 per FTE with 50%", "backlog_per_fte", None, "<=", 3.0, 0.5),
        ("utilisation <= 110%", "utilisation", None, "<=", 1.1, 0.95),
        ("  waiver_review_missed <= 0%  ", "waiver_review_missed", None, "<=", 0.0, 0.95),
    ],
)
def test_targets_are_read(text, name, team, comparison, level, probability):
    target = parse_target(text, TEAMS)
    assert target.measure is MEASURES[name]
    assert (target.team, target.comparison) == (team, comparison)
    assert (target.level, target.probability) == pytest.approx((level, probability))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "MEASURE"),
        ("update_overdue", "MEASURE"),
        ("update_overdue = 5%", "MEASURE"),
        ("update_overdue <= 5% mostly", "MEASURE"),
        ("update_overdue <= five", "MEASURE"),
        ("update_overdue <= 5..% with 95%", "no number at '5..'"),
        ("update_overdu <= 5%", "did you mean 'update_overdue'"),
        ("talks <= 5%", "accepted are update_overdue"),
        ("update_overdue >= 5%", "wrong side"),
        ("update_in_time <= 90%", "wrong side"),
        ("update_overdue <= 5", "5%"),
        ("update_overdue <= 200%", "share"),
        ("update_overdue <= 5 days", "percent"),
        ("wait_days <= 5%", "14 days"),
        ("wait_days <= 2 weeks", "14 days"),
        ("update_overdue <= 5% with 95", "accepted are 50% to 99.9%"),
        ("update_overdue <= 5% with 100%", "accepted are 50% to 99.9%"),
        ("update_overdue <= 5% with 10%", "accepted are 50% to 99.9%"),
        ("update_overdue in seniors <= 5%", "under_25, from_25, all"),
    ],
)
def test_what_is_no_target_is_refused_with_what_is_accepted(text, says):
    with pytest.raises(AnalysisError) as refused:
        parse_target(text, TEAMS)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        assert isinstance(parse_target(text), Target)
    except AnalysisError as refused:
        assert len(str(refused)) > 20


@given(
    st.sampled_from(sorted(MEASURES)),
    st.sampled_from([None, *TEAMS, "all"]),
    st.integers(0, 1000),
    st.integers(500, 999),
    st.booleans(),
)
def test_what_is_written_is_read_back(name, team, level, probability, strict):
    measure = MEASURES[name]
    sign = ("<" if measure.better == "low" else ">") + ("" if strict else "=")
    target = Target(measure, sign, level / 1000, probability / 1000, team)
    again = parse_target(str(target), TEAMS)
    assert (again.measure, again.comparison, again.team) == (measure, sign, team)
    assert again.level == pytest.approx(target.level, abs=1e-9)
    assert again.probability == pytest.approx(target.probability)


def test_levels_are_kept_at_their_edge_and_by_nothing_to_measure():
    at_most, below = parse_target("update_missed <= 5%"), parse_target("update_missed < 5%")
    assert at_most.met(0.05) and not below.met(0.05) and below.met(0.0499)
    at_least = parse_target("update_in_time >= 90%")
    assert at_least.met(0.9) and not at_least.met(0.89)
    assert at_most.met(math.nan) and not at_most.met(math.inf)
    assert at_most.excess(0.07) == pytest.approx(0.02)
    assert at_least.excess(0.85) == pytest.approx(0.05)
