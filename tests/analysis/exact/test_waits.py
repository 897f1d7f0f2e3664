"""Days turned into weeks keep their mean; calendar means against the calendar itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from koopsim.analysis.exact.waits import calendar_means, in_weeks, table_in_weeks
from koopsim.scenarios import load_scenario
from koopsim.simulation.distributions import spread_days, uniform_days
from koopsim.simulation.tables import scenario_tables


@given(st.floats(0, 4000))
def test_weeks_keep_the_mean_and_lie_next_to_it(days):
    weeks = in_weeks(days)
    assert sum(p for p, _ in weeks) == pytest.approx(1.0)
    assert sum(p * w for p, w in weeks) == pytest.approx(days / 7, abs=1e-9)
    assert all(abs(w - days / 7) <= 1 for _, w in weeks)


@given(st.floats(0, 4000), st.floats(0, 0.4))
def test_snapping_moves_no_mean_by_more_than_it_says(days, snap):
    weeks = in_weeks(days, snap)
    assert abs(sum(p * w for p, w in weeks) - days / 7) <= snap + 1e-9


def test_a_table_keeps_its_mean_above_one_week():
    table = uniform_days(7, 70)
    weeks = table_in_weeks(table)
    assert sum(p * w for p, w in weeks) == pytest.approx(table.mean() / 7, rel=1e-12)
    assert sum(p for p, _ in weeks) == pytest.approx(1.0)


def test_a_table_puts_long_waits_on_the_longest_allowed():
    table = spread_days(20.0)
    weeks = dict((w, p) for p, w in table_in_weeks(table, most=8))
    assert max(weeks) == 8
    beyond = 1 - np.cumsum([float(p) for p in table.probabilities()])[list(table.values).index(56)]
    assert weeks[8] >= beyond > 0


def test_calendar_means_of_an_office_with_german_weekends():
    scenario = load_scenario("baseline")
    means = calendar_means(scenario, scenario_tables(scenario).plain)
    # Two of seven days are closed, and about ten holidays; a Saturday waits two days, a Sunday one.
    assert 3 / 7 < means.opening_wait < 3 / 7 + 0.1
    assert 3 / 7 < means.closing_step < 3 / 7 + 0.1
    per_working_day = 365.25 / (365.25 * 5 / 7 - 9)
    assert means.lead_days == pytest.approx(10 * per_working_day, rel=0.01)
    assert means.adherence_days == pytest.approx(365.25 / 4, abs=0.6)
