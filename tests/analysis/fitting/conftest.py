"""The office that fits start from."""

from __future__ import annotations

import pytest
from koopsim.scenarios import Scenario, load_scenario


@pytest.fixture(scope="session")
def baseline() -> Scenario:
    """The mean office."""
    return load_scenario("baseline")
