"""Many runs with the same workers: what comparisons, searches and sweeps are made of.

>>> from koopsim.scenarios import load_scenario
>>> small = load_scenario("small").replace({"months": 1, "warm_up_months": 0})
>>> with Replicator(seed=1, workers=1, engine="simpy") as replicator:
...     first, second = replicator.run([(small, 0), (small, 1)])
>>> sorted(first) == ["months"]
True
"""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Literal, Self

import pandas as pd

from ..scenarios import Scenario
from .progress import NoProgress, ProgressReporter
from .runner import (
    Engine,
    check_numbers,
    choose_engine,
    effective_rule_set,
    engine_function,
    horizon,
)
from .worker_pool import LocalWorkers, available_cores, report_days

TableName = Literal["months", "events", "cases", "daily_stock"]
Job = tuple[Scenario, int]
"""A scenario and the number of a replication. The same number means common random numbers."""

Tables = dict[str, pd.DataFrame]
"""Tables of one replication by name, as `SimulationResult` has them for all replications."""


class Replicator:
    """Runs replications of any scenarios with one seed; use as a context manager.

    Workers are started once and kept, so that searches can ask for a few runs at a time. Runs of
    two scenarios with the same replication number use common random numbers.

    Args:
        seed: 0 to 2**64 - 1.
        workers: processes to use; all cores if None. With 1 everything runs in this process.
        engine: see `koopsim.simulation.simulate`.
        progress: takes note of finished days.

    Raises:
        RunError: if seed or workers are out of range.
    """

    def __init__(
        self,
        *,
        seed: int = 1,
        workers: int | None = None,
        engine: Engine = "auto",
        progress: ProgressReporter | None = None,
    ) -> None:
        check_numbers(1, seed, workers)
        self.seed = seed
        self.engine: Engine = engine
        self._progress = progress or NoProgress()
        count = workers or available_cores()
        self._workers = LocalWorkers(count, self._progress) if count > 1 else None

    def __enter__(self) -> Self:
        """Return the replicator."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the workers go."""
        self.close()

    def close(self) -> None:
        """Let the workers go."""
        if self._workers is not None:
            self._workers.close()

    def run(self, jobs: Sequence[Job], tables: Sequence[TableName] = ("months",)) -> list[Tables]:
        """Run each job; return its ``tables`` in the order of the jobs.

        Without ``events`` no log is kept, which is faster and needs little memory.

        Raises:
            RunError: if a run cannot start or a MUST property breaks.
        """
        for scenario, _ in jobs:
            horizon(scenario, effective_rule_set(scenario))
        engine = self._engine(jobs)
        arguments = [(*job, self.seed, engine, tuple(tables)) for job in jobs]
        if self._workers is not None and len(jobs) > 1:
            return self._workers.map(_in_worker, arguments)
        return [_tables(*each, self._progress.advance) for each in arguments]

    def _engine(self, jobs: Sequence[Job]) -> Engine:
        """Return the engine for jobs that are run together: one that fits the largest."""
        if not jobs:
            return self.engine
        chosen = {choose_engine(self.engine, scenario, len(jobs)) for scenario, _ in jobs}
        return "compiled" if "compiled" in chosen else "simpy"


def _in_worker(
    scenario: Scenario, number: int, seed: int, engine: Engine, tables: tuple[TableName, ...]
) -> Tables:
    return _tables(scenario, number, seed, engine, tables, report_days)


def _tables(
    scenario: Scenario,
    number: int,
    seed: int,
    engine: Engine,
    tables: tuple[TableName, ...],
    report: object,
) -> Tables:
    done = engine_function(engine)(scenario, number, seed, report, events="events" in tables)
    return {name: getattr(done, name) for name in tables}
