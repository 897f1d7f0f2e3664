"""Scenarios whose chains are small, and their solved cases."""

from __future__ import annotations

import pytest
from koopsim.analysis.exact import ExactCase, PersonClass, exact_case
from koopsim.scenarios import Scenario, load_scenario

FEW_FLOWS = {
    "flows.monthly_move_rate": 0.0,
    "flows.monthly_reporting_rate": 0.0,
    "flows.ground_share": 0.0,
    "population.share_before_need": 0.0,
    "cooperation.conciliation_demand_probability": 0.0,
}
"""What makes a chain small: no moves, reporting dates, § 10 grounds, open need, conciliation."""


def few(**changes: object) -> Scenario:
    """Return the small office with few flows and further changes (dots written as __)."""
    further = {path.replace("__", "."): value for path, value in changes.items()}
    return load_scenario("small").replace({**FEW_FLOWS, **further}, allow_outside_range=True)


@pytest.fixture(scope="session")
def plain_case() -> ExactCase:
    """A chain of some thousand states: few flows, no measures, shorter intervals."""
    scenario = few(
        measure__monthly_start_rate=0.0,
        contact__interval_months__from_25=2,
        contact__adherence_interval_months=1,
        attendance__no_show__follow_up=0.1,
    )
    return exact_case(scenario, PersonClass(spells=False))


@pytest.fixture(scope="session")
def vulnerable_case() -> ExactCase:
    """As ``plain_case`` for a vulnerable person, with measures: all four choices come up."""
    scenario = few(
        contact__adherence_interval_months=1,
        contact__update_request_days=7,
        adherence__response_days=7,
    )
    return exact_case(scenario, PersonClass(vulnerable=True, spells=False))
