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
from .engines import Engine, choose_engine, modules_of
from .horizon import effective_rule_set, horizon
from .office_run import join
from .progress import NoProgress, ProgressReporter
from .runner import check_numbers, replication_tables, run_in_worker
from .unit import LOGS, Unit, UnitResult, run_unit, units_of
from .worker_pool import LocalWorkers, available_cores

TableName = Literal["months", "events", "cases", "daily_stock", "office_months", "office_days"]
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
        self._count = workers or available_cores()
        self._workers: LocalWorkers | None = None

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
        logs = tuple(name for name in tables if name in LOGS)
        units = [units_of(scenario, [number]) for scenario, number in jobs]
        done = iter(self._run([unit for each in units for unit in each], self._engine(jobs), logs))
        return [
            _tables(scenario, each, [next(done) for _ in each], tables)
            for (scenario, _), each in zip(jobs, units, strict=True)
        ]

    def _run(self, units: list[Unit], engine: Engine, logs: tuple[str, ...]) -> list[UnitResult]:
        if self._count > 1 and len(units) > 1:
            if self._workers is None:
                self._workers = LocalWorkers(self._count, self._progress, modules_of([engine]))
            arguments = [(unit, self.seed, engine, logs) for unit in units]
            return self._workers.map(run_in_worker, arguments)
        return [run_unit(unit, self.seed, engine, logs, self._progress.advance) for unit in units]

    def _engine(self, jobs: Sequence[Job]) -> Engine:
        """Return the engine for jobs that are run together: one that fits the largest."""
        if not jobs:
            return self.engine
        chosen = {choose_engine(self.engine, scenario, len(jobs)) for scenario, _ in jobs}
        return "compiled" if "compiled" in chosen else "simpy"


def _tables(
    scenario: Scenario, units: list[Unit], done: list[UnitResult], wanted: Sequence[TableName]
) -> Tables:
    found = replication_tables(scenario, units, [result.counts for result in done])
    for name in LOGS:
        if name in wanted:
            found[name] = join(result.logs[name] for result in done)
    return {name: found[name] for name in wanted}
