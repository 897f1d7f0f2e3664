"""Many offices: what they have together, and who moves between them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from koopsim.model.errors import RunError
from koopsim.scenarios import Scenario, load_scenario, office_scenarios
from koopsim.simulation import SimulationResult, simulate
from koopsim.simulation.months import INDICATOR_UNITS
from koopsim.simulation.region import destinations
from koopsim.simulation.tables import scenario_tables
from koopsim.simulation.unit import regions_of

CHANGES = {
    "population.size": 900,
    "staff.teams.under_25.fte": 2.5,
    "staff.teams.from_25.fte": 5.0,
    "offices.spread.count": 5,
    "offices.spread.region_count": 2,
    "offices.spread.size_decile_ratio": 3.0,
    "flows.monthly_move_rate": 0.05,
    "months": 6,
    "warm_up_months": 2,
}
NOT_ADDED_UP = ("wait_days",)
"""Means, which offices do not add up to."""


def country(**changes: object) -> Scenario:
    wanted = CHANGES | {key.replace("__", "."): value for key, value in changes.items()}
    return load_scenario("germany").replace(wanted, allow_outside_range=True)


@pytest.fixture(scope="module")
def result() -> SimulationResult:
    return simulate(country(), seed=3, replications=2, workers=1)


def test_tables_are_those_of_one_office() -> None:
    germany = load_scenario("germany")
    with pytest.raises(RunError) as refused:
        scenario_tables(germany)
    assert str(refused.value) == (
        "scenario 'germany' describes 404 offices, but only one office has tables: take one from "
        "office_scenarios(scenario)"
    )
    last = office_scenarios(germany)[-1]
    tables = scenario_tables(last.scenario)
    assert (tables.plain.size, tables.staff.fte) == (last.size, (*last.fte, 0.0))


def test_totals_are_the_sum_over_offices(result: SimulationResult) -> None:
    assert result.office_months is not None
    keys = ["replication", "month", "team", "indicator"]
    added = result.office_months.groupby(keys, observed=True, as_index=False)["value"].sum()
    both = result.months.merge(added.astype({k: str for k in keys[1:]}), on=keys, validate="1:1")
    assert len(both) == len(result.months) == 2 * 6 * 3 * len(INDICATOR_UNITS)
    both = both[~both["indicator"].isin(NOT_ADDED_UP)]
    assert np.allclose(both["value_x"], both["value_y"], rtol=1e-12, atol=0)
    counted = both[both["unit"].isin(["count", "persons", "minutes"])]
    assert (counted["value_x"] == counted["value_y"]).all()


def test_mean_waits_weigh_each_booking_alike(result: SimulationResult) -> None:
    wide = result.months.pivot(
        index=["replication", "month", "team"], columns="indicator", values="value"
    )
    expected = wide["wait_days_sum"] / wide["bookings"]
    assert np.allclose(wide["wait_days"], expected.fillna(0.0))


def test_every_office_balances_on_every_day(result: SimulationResult) -> None:
    assert result.office_days is not None
    groups = result.office_days.groupby(["replication", "office"])
    assert len(groups) == 10
    for _, days in groups:
        change = days["arrivals"] - days["exits"] + days["moved_in"] - days["moved_out"]
        assert (days["stock"].diff()[1:] == change[1:]).all()
    together = result.daily_stock
    assert (together["moved_in"] == together["moved_out"]).all()
    moves = together[together["moved_in"] > 0]["date"]
    assert len(moves) > 0
    assert set(pd.to_datetime(moves).dt.day) == {1}


def test_log_and_counts_agree(result: SimulationResult) -> None:
    """Indicators counted in the engine equal those counted from the log by SQL."""
    counted = result.query(
        "select replication, office, strftime(date, '%Y-%m') as month, team, "
        "sum(minutes) as minutes, count(*) filter (event = 'talk_held') as talks "
        "from events group by all"
    )
    assert result.office_months is not None
    wide = result.office_months[result.office_months["team"] != "all"].pivot(
        index=["replication", "office", "month", "team"], columns="indicator", values="value"
    )
    for row in counted.itertuples():
        found = wide.loc[(row.replication, row.office, row.month, row.team)]
        assert (found["minutes_needed"], found["talks"]) == (row.minutes, row.talks)
    assert wide["minutes_needed"].sum() == counted["minutes"].sum()


def test_a_mover_goes_on_in_the_new_office_where_the_old_one_ended(
    result: SimulationResult,
) -> None:
    events = result.events[result.events["replication"] == 0]
    cases = result.cases[result.cases["replication"] == 0]
    arrived = cases[(cases["origin"] == "move") & (cases["entered"] >= "2024-01-01")]
    left = cases[cases["moved_to"] >= 0]
    pairs = arrived.merge(
        left, left_on=["case", "office", "entered"], right_on=["case", "moved_to", "left"]
    )
    assert len(pairs) == len(arrived) > 20
    region = {o.number: i for i, part in enumerate(regions_of(country())) for o in part}
    assert (pairs["office_x"] != pairs["office_y"]).all()
    assert (pairs["office_x"].map(region) == pairs["office_y"].map(region)).all()
    journeys = events[events["case"].isin(pairs["case"])]
    offices_seen = 0
    for _, journey in journeys.groupby("case"):
        # Of one day, the row of the move comes first; it stands in the old office's log.
        rows = journey.assign(later=journey["event"].astype(str) != "moved")
        rows = rows.sort_values(["date", "later"], kind="stable")
        before, after = rows["before"].astype(str).to_list(), rows["after"].astype(str).to_list()
        assert before[1:] == after[:-1]
        offices_seen = max(offices_seen, rows["office"].nunique())
    assert offices_seen >= 2


def test_nothing_depends_on_workers(result: SimulationResult) -> None:
    again = simulate(country(), seed=3, replications=2, workers=2, engine="compiled")
    for name in ("months", "events", "cases", "daily_stock", "office_months", "office_days"):
        assert getattr(result, name).equals(getattr(again, name)), name


def test_without_moves_offices_are_independent() -> None:
    still = country(flows__monthly_move_rate=0.0)
    whole = simulate(still, seed=3, workers=1)
    office = office_scenarios(still)[0]
    alone = simulate(office.scenario, seed=3, workers=1)
    events = whole.events[whole.events["office"] == 0].reset_index(drop=True)
    assert len(events) == len(alone.events) > 1000
    for column in ("case", "date", "event", "before", "after", "minutes"):
        assert (events[column].astype(str) == alone.events[column].astype(str)).all()


def test_people_move_to_large_offices_more_often() -> None:
    region = regions_of(load_scenario("germany"))[0]
    table = destinations(region[3], region)
    others = [office for office in region if office is not region[3]]
    assert list(table.values) == [office.number for office in others]
    total = sum(office.size for office in others)
    expected = [office.size / total for office in others]
    assert np.allclose([float(p) for p in table.probabilities()], expected, atol=1e-15)


def test_nobody_moves_out_of_an_office_that_is_alone_in_its_region() -> None:
    alone = simulate(country(offices__spread__region_count=5), seed=3, workers=1)
    assert alone.office_days is not None
    assert alone.office_days["moved_out"].sum() == 0
    assert (alone.events["event"] == "moved").sum() > 0
