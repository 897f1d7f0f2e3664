"""Run a scenario: replications on all cores, results put together in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

import pandas as pd

from ..model.errors import RunError
from ..model.periods import add_months
from ..model.process.deadlines import DEADLINES
from ..model.process.events import EVENTS
from ..model.rule_set import RuleSet, load_rule_set
from ..model.table.cache import table_for
from ..model.table.transition_table import TransitionTable
from ..scenarios import Scenario, load_scenario
from .event_log import CaseColumns, case_columns, cases_frame, events_frame, log_names
from .manifest import build_manifest
from .months import CountedValues, months_frame
from .progress import NoProgress, ProgressReporter
from .random_streams import RandomStreams
from .recorder import DEADLINE_MISSED, Recorder
from .results import SimulationResult
from .simpy_engine import SimpyOffice
from .stepper import Stepper
from .tables import ScenarioTables, scenario_tables
from .worker_pool import LocalWorkers, available_cores, report_days
from .working_calendar import WorkingCalendar

EVENT_NAMES = (*EVENTS, *(DEADLINE_MISSED + deadline.name for deadline in DEADLINES))
CALENDAR_MARGIN_DAYS = 400
_REPORTED_DAYS = 10
MOST_REPLICATIONS = 10_000
Engine = Literal["simpy", "compiled", "auto"]

COMPILED_FROM = 100_000
"""From how many simulated months of persons on "auto" takes the compiled engine: below, the SimPy
engine is done before the kernels are compiled for the first time."""


@dataclass(frozen=True)
class Horizon:
    """The days of a run: first simulated, first reported, last."""

    first_day: date
    start: date
    last_day: date

    @property
    def days(self) -> int:
        """Number of simulated days."""
        return (self.last_day - self.first_day).days + 1


@dataclass(frozen=True)
class Replication:
    """The frames of one replication."""

    number: int
    months: pd.DataFrame
    events: pd.DataFrame
    cases: pd.DataFrame
    daily_stock: pd.DataFrame


def horizon(scenario: Scenario, rule_set: RuleSet) -> Horizon:
    """Return the days that a scenario simulates.

    Raises:
        RunError: if they lie outside the validity of the rule set and the scenario is not marked as
            counterfactual.
    """
    first = add_months(scenario.start, -scenario.warm_up_months)
    last = add_months(scenario.start, scenario.months) - timedelta(days=1)
    ends = rule_set.valid_to or date.max
    if not scenario.counterfactual and (first < rule_set.valid_from or last > ends):
        raise RunError(
            f"scenario {scenario.name!r} simulates {first} to {last}, but rule set "
            f"{rule_set.name} is valid from {rule_set.valid_from} to {ends}: choose fewer months, "
            "another start, or set counterfactual: true"
        )
    return Horizon(first, scenario.start, last)


def effective_rule_set(scenario: Scenario) -> RuleSet:
    """Return the scenario's rule set; the layer of reductions is switched by the scenario."""
    rule_set = load_rule_set(scenario.rule_set)
    if bool(scenario.reductions.enabled.value) == rule_set.reduction_layer:
        return rule_set
    return replace(rule_set, reduction_layer=bool(scenario.reductions.enabled.value))


def simulate(
    scenario: Scenario | str | os.PathLike[str],
    *,
    months: int | None = None,
    replications: int = 1,
    seed: int = 1,
    workers: int | None = None,
    progress: ProgressReporter | None = None,
    engine: Engine = "auto",
) -> SimulationResult:
    """Simulate a scenario.

    Args:
        scenario: a scenario, the name of one in the library, or a path to a YAML file.
        months: reported months; the scenario's own number if None.
        replications: how many independent replications, 1 to 10,000.
        seed: 0 to 2**64 - 1; the same seed gives the same result on any number of workers.
        workers: processes to use; all cores if None, never more than there are replications.
        progress: takes note of finished days.
        engine: "simpy" (the reference), "compiled" (the same bytes, a hundred times as fast once
            its kernels are compiled), or "auto" (by the size of the run).

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
    table = table_for(rule_set)
    done = _run_all(
        chosen,
        range(replications),
        seed,
        _workers(workers, replications),
        progress or NoProgress(),
        chosen_engine,
    )
    manifest = build_manifest(
        chosen, rule_set, table, days.first_day, days.start, days.last_day, replications, seed
    )
    return SimulationResult(
        chosen,
        rule_set,
        _join(r.months for r in done),
        _join(r.events for r in done),
        _join(r.cases for r in done),
        _join(r.daily_stock for r in done),
        manifest,
    )


def run_replication(
    scenario: Scenario,
    number: int,
    seed: int,
    report: Callable[[int], None] | None = None,
    *,
    events: bool = True,
) -> Replication:
    """Run one replication of one office; ``report`` receives numbers of finished days.

    Without ``events`` the log is left out of what is returned.
    """
    rule_set = effective_rule_set(scenario)
    table, tables = table_for(rule_set), scenario_tables(scenario)
    days = horizon(scenario, rule_set)
    recorder = Recorder(days.start.toordinal(), EVENT_NAMES)
    stepper = Stepper(table, rule_set, recorder, tables.minutes, tables.plain.no_show_slot_permille)
    calendar = WorkingCalendar(
        scenario.land, days.first_day, days.last_day + timedelta(days=CALENDAR_MARGIN_DAYS)
    )
    office = SimpyOffice(
        tables,
        stepper,
        recorder,
        RandomStreams(seed, number),
        calendar,
        days.first_day.toordinal(),
        days.start.toordinal(),
        days.last_day.toordinal(),
    )
    office.run(_in_batches(report, days.last_day.toordinal()))
    done = replication_frames(
        recorder, case_columns(recorder.cases), table, tables, calendar, days, number
    )
    return done if events else replace(done, events=done.events[:0])


def replication_frames(
    recorder: Recorder,
    cases: CaseColumns,
    table: TransitionTable,
    tables: ScenarioTables,
    calendar: WorkingCalendar,
    days: Horizon,
    number: int,
    values: CountedValues | None = None,
) -> Replication:
    """Return the frames of what was recorded; ``values`` as `months_frame` takes them."""
    names, first, last = log_names(table), days.start.toordinal(), days.last_day.toordinal()
    stock = pd.DataFrame(recorder.daily_stock, columns=["date", "stock", "arrivals", "exits"])
    stock["date"] = [pd.Timestamp(date.fromordinal(d)) for d in stock["date"]]
    stock.insert(0, "replication", number)
    return Replication(
        number,
        months_frame(recorder, table, tables, calendar, last, number, values),
        events_frame(recorder, names, number, 0),
        cases_frame(cases, first, names, number, 0, tables.plain.managed_facts),
        stock,
    )


def _in_batches(
    report: Callable[[int], None] | None, last_day: int
) -> Callable[[int], None] | None:
    """Turn a report of numbers of days into one that takes each day as it ends."""
    if report is None:
        return None
    pending = 0

    def day_ended(day: int) -> None:
        nonlocal pending
        pending += 1
        if pending == _REPORTED_DAYS or day == last_day:
            report(pending)
            pending = 0

    return day_ended


def _run_all(
    scenario: Scenario,
    numbers: Iterable[int],
    seed: int,
    workers: int,
    progress: ProgressReporter,
    engine: Engine,
) -> list[Replication]:
    if workers == 1:
        run = engine_function(engine)
        return [run(scenario, n, seed, progress.advance) for n in numbers]
    arguments = [(scenario, number, seed, engine) for number in numbers]
    with LocalWorkers(workers, progress) as processes:
        return processes.map(_run_in_worker, arguments)


def _run_in_worker(scenario: Scenario, number: int, seed: int, engine: Engine) -> Replication:
    return engine_function(engine)(scenario, number, seed, report_days)


def engine_function(engine: Engine) -> Callable[..., Replication]:
    """Return the function that runs one replication; the compiler is loaded only if needed."""
    if engine == "simpy":
        return run_replication
    from . import compiled

    return compiled.run_replication


def choose_engine(engine: Engine, scenario: Scenario, replications: int) -> Engine:
    """Return the engine that is to run: the one asked for, or for "auto" the one that is faster.

    Raises:
        RunError: if there is no such engine.
    """
    if engine not in get_args(Engine):
        raise RunError(f"there is no engine {engine!r}; accepted are {', '.join(get_args(Engine))}")
    if engine != "auto":
        return engine
    months = scenario.warm_up_months + scenario.months
    person_months = scenario.population.size.value * months * replications
    return "compiled" if person_months >= COMPILED_FROM else "simpy"


def _join(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    parts = list(frames)
    joined = pd.concat(parts, ignore_index=True)
    for column in parts[0].columns:
        if isinstance(parts[0][column].dtype, pd.CategoricalDtype):
            names = sorted(set().union(*(part[column].cat.categories for part in parts)))
            joined[column] = pd.concat(
                [part[column].cat.set_categories(names) for part in parts], ignore_index=True
            )
    return joined


def _workers(asked: int | None, replications: int) -> int:
    return max(1, min(asked or available_cores(), replications))


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
    """Return the days that a run simulates in all replications (for a progress bar)."""
    chosen = scenario if months is None else scenario.replace({"months": months})
    return horizon(chosen, effective_rule_set(chosen)).days * replications
