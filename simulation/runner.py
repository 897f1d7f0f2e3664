"""Run a scenario: its units on all cores, results put together in order."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from ..model.errors import RunError
from ..model.table.cache import outline_for
from ..scenarios import Scenario, load_scenario
from .engines import Engine, choose_engine, modules_of
from .horizon import effective_rule_set, horizon, month_starts
from .manifest import build_manifest
from .memory_use import give_back_memory
from .office_run import OfficeCounts, count_tables, in_order, join
from .progress import NoProgress, ProgressReporter
from .results import SimulationResult
from .staff_time import teams_of
from .unit import LOGS, Unit, UnitResult, regions_of, run_unit, units_of
from .worker_pool import LocalWorkers, available_cores, report_days

MOST_REPLICATIONS = 10_000


@dataclass(frozen=True)
class Replication:
    """The tables of one replication; those about single offices are empty if there is only one."""

    number: int
    months: pd.DataFrame
    events: pd.DataFrame
    cases: pd.DataFrame
    daily_stock: pd.DataFrame


def simulate(
    scenario: Scenario | str | os.PathLike[str],
    *,
    months: int | None = None,
    replications: int = 1,
    seed: int = 1,
    workers: int | None = None,
    progress: ProgressReporter | None = None,
    engine: Engine = "auto",
    events: bool = True,
) -> SimulationResult:
    """Simulate a scenario; the whole result is kept in memory (see ``run_to_folder``).

    Args:
        scenario: a scenario, the name of one in the library, or a path to a YAML file.
        months: reported months; the scenario's own number if None.
        replications: how many independent replications, 1 to 10,000.
        seed: 0 to 2**64 - 1; the same seed gives the same result on any number of workers.
        workers: processes to use; all cores if None, never more than there are units of work.
        progress: takes note of finished days.
        engine: "simpy" (the reference), "compiled" (the same bytes, a hundred times as fast once
            its kernels are compiled), or "auto" (by the size of the run).
        events: whether the event log is kept; without it the result's ``events`` are empty.

    Raises:
        ScenarioError: if the scenario is wrong.
        RunError: if the run cannot start or a MUST property breaks.
    """
    chosen = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    if months is not None:
        chosen = chosen.replace({"months": months})
    check_numbers(replications, seed, workers)
    chosen_engine = choose_engine(engine, chosen, replications)
    rule_set = effective_rule_set(chosen)
    days = horizon(chosen, rule_set)
    table = outline_for(rule_set)
    units = units_of(chosen, range(replications))
    logs = LOGS if events else ("cases",)
    done = _run_all(units, seed, workers, progress or NoProgress(), chosen_engine, logs)
    tables = replication_tables(chosen, units, [result.counts for result in done])
    manifest = build_manifest(
        chosen, rule_set, table, days.first_day, days.start, days.last_day, replications, seed
    )
    return SimulationResult(
        chosen,
        rule_set,
        tables["months"],
        join(result.logs["events"] for result in done) if events else no_events(),
        join(result.logs["cases"] for result in done),
        tables["daily_stock"],
        manifest,
        tables.get("office_months"),
        tables.get("office_days"),
    )


def run_replication(
    scenario: Scenario,
    number: int,
    seed: int,
    report: Callable[[int], None] | None = None,
    *,
    engine: Engine = "simpy",
    events: bool = True,
) -> Replication:
    """Run one replication in this process; ``report`` receives numbers of finished days."""
    units = units_of(scenario, [number])
    logs = LOGS if events else ("cases",)
    done = [run_unit(unit, seed, engine, logs, report) for unit in units]
    tables = replication_tables(scenario, units, [result.counts for result in done])
    return Replication(
        number,
        tables["months"],
        join(result.logs["events"] for result in done) if events else no_events(),
        join(result.logs["cases"] for result in done),
        tables["daily_stock"],
    )


def replication_tables(
    scenario: Scenario, units: list[Unit], counts: list[OfficeCounts]
) -> dict[str, pd.DataFrame]:
    """Return the tables of counts of some replications (see ``office_run.count_tables``)."""
    days = horizon(scenario, effective_rule_set(scenario))
    start = days.start.toordinal()
    starts = month_starts(start, days.last_day.toordinal())
    teams = teams_of(scenario)
    parts: dict[int, list[OfficeCounts]] = {}
    for unit, each in zip(units, counts, strict=True):
        parts.setdefault(unit.replication, []).append(each)
    tables = [
        count_tables(in_order(found), number, starts, start, teams)
        for number, found in parts.items()
    ]
    return {
        name: pd.concat([each[name] for each in tables], ignore_index=True) for name in tables[0]
    }


def no_events() -> pd.DataFrame:
    """Return an event log without rows."""
    from .event_log import EVENT_SCHEMA

    return pd.DataFrame(columns=list(EVENT_SCHEMA))


def _run_all(
    units: list[Unit],
    seed: int,
    workers: int | None,
    progress: ProgressReporter,
    engine: Engine,
    logs: tuple[str, ...],
) -> list[UnitResult]:
    count = max(1, min(workers or available_cores(), len(units)))
    if count == 1:
        return [run_unit(unit, seed, engine, logs, progress.advance) for unit in units]
    with LocalWorkers(count, progress, modules_of([engine])) as processes:
        return processes.map(run_in_worker, [(unit, seed, engine, logs) for unit in units])


def run_in_worker(unit: Unit, seed: int, engine: Engine, logs: tuple[str, ...]) -> UnitResult:
    """Run a unit in a worker process, which reports finished days to its parent."""
    try:
        return run_unit(unit, seed, engine, logs, report_days)
    finally:
        give_back_memory()


def check_numbers(replications: int, seed: int, workers: int | None) -> None:
    """Check what a caller asks for.

    Raises:
        RunError: if a number is out of range.
    """
    if not 1 <= replications <= MOST_REPLICATIONS:
        raise RunError(f"replications must be 1 to {MOST_REPLICATIONS}, not {replications}")
    if not 0 <= seed < 1 << 64:
        raise RunError(f"seed must be 0 to 2**64 - 1, not {seed}")
    if workers is not None and workers < 1:
        raise RunError(f"workers must be at least 1, not {workers}")


def total_days(scenario: Scenario, months: int | None, replications: int) -> int:
    """Return the days that a run simulates in all replications and offices (for a progress bar)."""
    chosen = scenario if months is None else scenario.replace({"months": months})
    offices = sum(len(region) for region in regions_of(chosen))
    return horizon(chosen, effective_rule_set(chosen)).days * replications * offices
