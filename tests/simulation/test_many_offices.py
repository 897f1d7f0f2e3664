"""A scenario of many offices is not taken for one office."""

from __future__ import annotations

import pytest
from koopsim.model.errors import RunError
from koopsim.scenarios import load_scenario, office_scenarios
from koopsim.simulation.tables import scenario_tables


def test_tables_are_those_of_one_office() -> None:
    germany = load_scenario("germany")
    with pytest.raises(RunError) as refused:
        scenario_tables(germany)
    assert str(refused.value) == (
        "scenario 'germany' describes 404 offices, but only one office can be simulated at a "
        "time: take one from office_scenarios(scenario)"
    )
    last = office_scenarios(germany)[-1]
    tables = scenario_tables(last.scenario)
    assert (tables.plain.size, tables.staff.fte) == (last.size, (*last.fte, 0.0))
