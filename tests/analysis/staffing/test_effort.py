"""Working time by task adds up to the engine's minutes; one minute less saves what is said."""

from __future__ import annotations

import pytest
from koopsim.analysis.staffing import TASKS, effort_table
from koopsim.analysis.staffing.curve import demand_fte, simulate_demand
from koopsim.analysis.staffing.effort import (
    counts_by_task,
    minutes_of,
    prices_of,
)
from koopsim.model.effort_keys import TASK_KEYS
from koopsim.simulation.horizon import effective_rule_set

STAFF = {"under_25": 1.0, "from_25": 2.4}


@pytest.fixture(scope="module")
def tables(office_years):
    return office_years.tables([(STAFF, 0), (STAFF, 1)])


def minutes_needed(tables, team: str) -> float:
    months = tables["months"]
    rows = (months["team"] == team) & (months["indicator"] == "minutes_needed")
    return float(months.loc[rows, "value"].sum())


def test_tasks_add_up_to_the_minutes_of_the_engine(office, tables):
    rules = effective_rule_set(office)
    for each in tables:
        for team, counts in counts_by_task(each["events"], rules).items():
            total = sum(minutes_of(counts, *prices_of(office)).values())
            assert total == minutes_needed(each, team) > 10_000


def test_every_task_is_one_that_scenarios_price():
    assert set(TASKS) == {*TASK_KEYS, "no_show"}


def test_the_table_shares_out_all_time(office, tables):
    years = [counts_by_task(each["events"], effective_rule_set(office)) for each in tables]
    table = effort_table(years, office, {"under_25": 4e4, "from_25": 4e4})
    for team in STAFF:
        own = table[table["team"] == team]
        mean = sum(minutes_needed(each, team) for each in tables) / 2
        assert own["minutes"].sum() == pytest.approx(mean)
        assert own["share"].sum() == pytest.approx(1)
        assert own["fte"].sum() == pytest.approx(mean / 4e4)
    update = table[(table["task"] == "update") & (table["team"] == "from_25")].iloc[0]
    assert update["fte_saved"] == pytest.approx(update["count"] / 4e4)


@pytest.mark.parametrize("task", ["update", "follow_up_talk", "consultation_note"])
def test_one_minute_less_saves_what_the_table_says(office, office_years, task):
    # Without waiting nothing else changes when a task is cheaper, so the saving is exact.
    jobs = [({"under_25": 500.0, "from_25": 500.0}, 0)]
    (tables,) = office_years.tables(jobs)
    counts = counts_by_task(tables["events"], effective_rule_set(office))
    table = effort_table([counts], office, {"from_25": 1.0})
    expected = float(table.loc[table["task"] == task, "fte_saved"].iloc[0])
    now = int(getattr(office.minutes, task).value)
    (cheaper,) = office_years.run(jobs, changes={f"minutes.{task}": now - 1})
    saved = minutes_needed(tables, "from_25") - cheaper.sums["from_25"]["minutes_needed"]
    assert saved == expected > 100


def test_demand_is_what_the_work_takes_when_nobody_waits(office, office_years):
    demand = simulate_demand(office_years.run, 500, tuple(STAFF), 2)
    for team in STAFF:
        for year in demand.years:
            assert year.sums[team]["wait_days_sum"] / year.sums[team]["bookings"] < 0.6
        assert demand.fte[team] == pytest.approx(demand_fte(demand.years, team))
    assert demand.fte["all"] == pytest.approx(sum(demand.fte[team] for team in STAFF))
    assert 0.5 < demand.fte["under_25"] < demand.fte["from_25"] < 5
