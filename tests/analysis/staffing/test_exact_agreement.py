"""With staff for everybody, talks per person and year are those of the exact chain.

n = 16 replications of 160 persons over 36 months (SimPy and compiled engines give the same bytes);
|exact - simulated| <= t * standard error + 1 % for the chain's weekly steps (its measured error is
0.3 %, docs/exact-numbers.md), t for a false alarm of 1 in 1,000 over both quantities together.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from koopsim.analysis.exact import PersonClass, exact_case
from koopsim.analysis.staffing.curve import simulate_demand
from koopsim.analysis.staffing.office_years import OfficeYears
from koopsim.scenarios import Scenario, load_scenario
from koopsim.simulation import Replicator
from scipy import stats

REPLICATIONS, FALSE_ALARM, MODEL_ERROR = 16, 0.001, 0.01
ONE_CLASS = {
    "population.size": 160,
    "population.share_under_25": 0.0,
    "population.share_minor": 0.0,
    "population.share_vulnerable": 0.0,
    "population.share_rehabilitation": 0.0,
    "population.share_holistic_coaching": 0.0,
    "population.share_integrated_to_capacity": 0.0,
    "population.share_unemployment_benefit": 0.0,
    "measure.monthly_start_rate": 0.0,
    "flows.monthly_reporting_rate": 0.0,
    "counterfactual": True,
    "warm_up_months": 36,
    "months": 36,
}
"""Persons from 25 without special needs or spells, of whom the exact chain is small."""


def scenario() -> Scenario:
    return load_scenario("small").replace(ONE_CLASS, allow_outside_range=True)


@pytest.mark.slow
def test_talks_per_person_year_without_waiting_are_exact():
    chosen = scenario()
    exact = exact_case(chosen, PersonClass(spells=False)).per_year()
    with Replicator(seed=11, workers=1, engine="compiled") as replicator:
        years = OfficeYears(chosen, replicator)
        demand = simulate_demand(years.run, 160, ("under_25", "from_25"), REPLICATIONS)
    quantile = float(stats.t.ppf(1 - FALSE_ALARM / 2 / 2, REPLICATIONS - 1))
    for name, value in (("talks", exact.talks), ("no_shows", exact.no_shows)):
        rates = [12 * y.sums["from_25"][name] / y.sums["from_25"]["stock"] for y in demand.years]
        error = float(np.std(rates, ddof=1)) / math.sqrt(REPLICATIONS)
        assert abs(float(np.mean(rates)) - value) <= quantile * error + MODEL_ERROR * value
        assert quantile * error < 0.1 * value  # the comparison is sharp
