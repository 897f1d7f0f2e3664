"""Real office-years of a small office, run once for all tests here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from koopsim.analysis.staffing.office_years import OfficeYears, judged_scenario
from koopsim.scenarios import Scenario, load_scenario
from koopsim.simulation import Replicator


@pytest.fixture(scope="session")
def office() -> Scenario:
    """The small office, judged over twelve months."""
    return judged_scenario(load_scenario("small"))


@pytest.fixture(scope="session")
def replicator() -> Iterator[Replicator]:
    """One process, compiled engine."""
    with Replicator(seed=1, workers=1, engine="compiled") as made:
        yield made


@pytest.fixture(scope="session")
def office_years(office: Scenario, replicator: Replicator) -> OfficeYears:
    """Runs office-years of the small office."""
    return OfficeYears(office, replicator)
