"""Our own logs fit the model, whatever part of them is told; and their misses are found again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from koopsim.analysis.conformance import Conformance, conform
from koopsim.analysis.logs.export import export_log
from koopsim.analysis.logs.open_log import open_log
from koopsim.model.rule_set import RuleSet
from koopsim.scenarios import load_scenario
from koopsim.simulation import SimulationResult, simulate
from koopsim.simulation.result_files import write_files

MISSED = "deadline_missed:"


def misses(found: Conformance) -> dict[str, int]:
    rows = found.missed()
    return dict(zip(rows["deadline"], rows["count"], strict=True))


@pytest.mark.parametrize("replication", [0, 1])
def test_a_run_fits_and_its_misses_are_those_of_the_log(
    run: SimulationResult, run_folder: Path, rule_set: RuleSet, replication: int
) -> None:
    events = run.events[run.events["replication"] == replication]
    with open_log(run_folder, rule_set, replication=replication) as store:
        found = conform(store, rule_set)
    names = events["event"].astype(str)
    logged = names[names.str.startswith(MISSED)].str.removeprefix(MISSED).value_counts()
    assert found.events == len(events) > 3000
    assert (found.misfits, found.fitness) == (0, 1.0)
    assert misses(found) == logged.to_dict()
    assert found.months["events"].sum() == len(events)


def test_without_rows_that_tell_misses_those_of_new_cases_are_found(
    run: SimulationResult, run_folder: Path, rule_set: RuleSet, tmp_path: Path
) -> None:
    """The oracle is the engine's own count; a case that began before tells less."""
    with open_log(run_folder, rule_set) as store:
        export_log(store, tmp_path / "log.csv", separator=";", misses=False)
    with open_log(tmp_path / "log.csv", rule_set) as store:
        found = conform(store, rule_set)
    events = run.events[run.events["replication"] == 0]
    cases = run.cases[run.cases["replication"] == 0]
    start = pd.Timestamp(run.scenario.start)
    new = set(cases.loc[cases["entered"] >= start, "case"].astype(str))
    logged = events[events["event"].astype(str).str.startswith(MISSED)]
    wanted = logged[logged["case"].astype(str).isin(new)]
    rows = found.deviation_rows()
    told = rows[rows["case"].isin(new)]
    keys = zip(
        wanted["case"].astype(str),
        wanted["date"].dt.strftime("%Y-%m-%d"),
        wanted["event"].astype(str),
        strict=True,
    )
    assert found.fitness == 1.0
    assert len(wanted) > 20
    assert set(zip(told["case"], told["date"], told["event"], strict=True)) == set(keys)


@pytest.mark.parametrize("columns", [3, 4, 5, 6])
def test_a_part_of_the_columns_fits_as_well(
    run_folder: Path, rule_set: RuleSet, tmp_path: Path, columns: int
) -> None:
    """With case, date and event alone the replay must keep every possibility open."""
    with open_log(run_folder, rule_set) as store:
        export_log(store, tmp_path / "all.csv", misses=False, most_cases=120)
    whole = pd.read_csv(tmp_path / "all.csv", dtype=str, keep_default_na=False)
    whole.iloc[:, :columns].to_csv(tmp_path / "part.csv", index=False)
    with open_log(tmp_path / "part.csv", rule_set) as store:
        found = conform(store, rule_set)
    assert found.events == len(whole) > 1000
    assert found.fitness == 1.0


def test_an_events_file_alone_is_known_as_ours(run_folder: Path, rule_set: RuleSet) -> None:
    with open_log(run_folder / "events.parquet", rule_set) as store:
        found = conform(store, rule_set)
    assert found.fitness == 1.0
    assert found.events > 3000


@pytest.mark.slow
@pytest.mark.parametrize("name", ["stress-conciliation", "legacy-2023", "understaffed"])
def test_other_scenarios_fit(name: str, tmp_path: Path, rule_set: RuleSet) -> None:
    """Conciliation, old agreements and late deadlines are rare or absent in the small run."""
    changes = {"population.size": 400, "months": 5}
    scenario = load_scenario(name).replace(changes, allow_outside_range=True)
    result = simulate(scenario, seed=3, engine="simpy", workers=1)
    write_files(result, tmp_path)
    with open_log(tmp_path, rule_set) as store:
        found = conform(store, rule_set)
    assert found.fitness == 1.0
    assert found.events > 1000


def test_people_who_move_between_offices_keep_their_case(tmp_path: Path, rule_set: RuleSet) -> None:
    changes = {
        "population.size": 600,
        "staff.teams.under_25.fte": 2.5,
        "staff.teams.from_25.fte": 5.0,
        "offices.spread.count": 3,
        "offices.spread.region_count": 1,
        "flows.monthly_move_rate": 0.1,
        "months": 4,
        "warm_up_months": 1,
    }
    germany = load_scenario("germany").replace(changes, allow_outside_range=True)
    result = simulate(germany, seed=11, workers=1)
    write_files(result, tmp_path)
    with open_log(tmp_path, rule_set) as store:
        found = conform(store, rule_set)
    assert (result.events["event"].astype(str) == "moved").sum() > 100
    assert (found.events, found.fitness) == (len(result.events), 1.0)
    assert len(found.cases) == result.events["case"].nunique()
