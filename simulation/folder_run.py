"""Run scenarios into folders: unit by unit, never all in memory, and resumable at any moment."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeAlias

from ..model.errors import RunError
from ..scenarios import Scenario, load_scenario
from .assembly import assemble
from .engines import Engine, choose_engine, modules_of
from .folder_lock import locked
from .folder_plan import FolderPlan
from .memory_use import peak_memory
from .progress import NoProgress, ProgressReporter
from .runner import check_numbers
from .stored_result import StoredResult
from .unit import Unit
from .unit_files import FinishedUnit, this_process, write_unit
from .worker_pool import LocalWorkers, Workers, available_cores

AnyScenario: TypeAlias = Scenario | str | os.PathLike[str]
"""A scenario, the name of one in the library, or a path to a YAML file."""


def run_to_folder(
    scenario: AnyScenario,
    folder: str | os.PathLike[str],
    *,
    months: int | None = None,
    replications: int = 1,
    seed: int = 1,
    workers: int | None = None,
    engine: Engine = "auto",
    events: bool = True,
    resume: bool = False,
    progress: ProgressReporter | None = None,
    cluster: str | None = None,
) -> StoredResult:
    """Simulate a scenario and leave the result in a folder.

    The run is made of units: a region of offices in one replication. Each is written when it is
    finished and kept whatever happens afterwards; ``resume`` goes on from there. All files but
    ``manifest-run.json`` are the same bytes for any engine, workers, cluster, and interruption.

    Args:
        scenario: a scenario, the name of one in the library, or a path to a YAML file.
        folder: where the files go (see docs/results-schema.md); an older result there is replaced.
        months: reported months; the scenario's own number if None.
        replications: how many independent replications, 1 to 10,000.
        seed: 0 to 2**64 - 1.
        workers: processes to use; all cores if None. Not for a cluster, which has its own.
        engine: see ``simulate``.
        events: whether to write what happens to single persons (tables ``events`` and ``cases``).
        resume: keep the units that an interrupted run of the same plan has finished; a result of
            the same plan that is whole is returned as it is.
        progress: takes note of finished days.
        cluster: address of a running Dask scheduler; its workers must see the folder.

    Raises:
        ScenarioError: if the scenario is wrong.
        RunError: if the run cannot start, a MUST property breaks, or the folder cannot be used.
    """
    return run_all_to_folders(
        [(scenario, folder)],
        months=months,
        replications=replications,
        seed=seed,
        workers=workers,
        engine=engine,
        events=events,
        resume=resume,
        progress=progress,
        cluster=cluster,
    )[0]


def run_all_to_folders(
    runs: Sequence[tuple[AnyScenario, str | os.PathLike[str]]],
    *,
    months: int | None = None,
    replications: int = 1,
    seed: int = 1,
    workers: int | None = None,
    engine: Engine = "auto",
    events: bool = True,
    resume: bool = False,
    progress: ProgressReporter | None = None,
    cluster: str | None = None,
) -> list[StoredResult]:
    """Simulate several scenarios, each into a folder of its own, with the same workers.

    The units of all scenarios wait in one queue, so that no core is idle before the last of them is
    taken. A scenario's result is put together as soon as its units are finished. The same
    replication number means common random numbers.

    Args:
        runs: pairs of a scenario and its folder.
        months: see `run_to_folder`, as for all other arguments.
        replications: of each scenario.
        seed: of all scenarios.
        workers: processes, for all scenarios together.
        engine: see ``simulate``.
        events: whether to write what happens to single persons.
        resume: go on where an interrupted run of the same plans has ended.
        progress: takes note of finished days.
        cluster: address of a running Dask scheduler.

    Raises:
        ScenarioError: if a scenario is wrong.
        RunError: see `run_to_folder`; also if two scenarios have the same folder.
    """
    check_numbers(replications, seed, workers)
    plans = [
        FolderPlan(_load(scenario, months), replications, seed, events, _absolute(folder))
        for scenario, folder in runs
    ]
    folders = [plan.folder for plan in plans]
    for folder_path in folders:
        if folders.count(folder_path) > 1:
            raise RunError(f"two scenarios have the same folder {str(folder_path)!r}")
    with ExitStack() as locks:
        for plan in plans:
            plan.check(resume)
            locks.enter_context(locked(plan.folder))
        # Once more: what lies there cannot change any longer.
        for plan in plans:
            plan.check(resume)
        batch = _Batch(plans, engine, progress or NoProgress(), workers, cluster)
        return batch.run(resume)


class _Batch:
    """Several plans that are run together."""

    def __init__(
        self,
        plans: list[FolderPlan],
        engine: Engine,
        progress: ProgressReporter,
        workers: int | None,
        cluster: str | None,
    ) -> None:
        self._plans = plans
        self._engines = [choose_engine(engine, p.scenario, p.replications) for p in plans]
        self._progress = progress
        self._workers = workers
        self._cluster = cluster
        self._begun = time.monotonic()
        self._count = 1
        self._owners: list[int] = []
        self._left = [0] * len(plans)
        self._done: list[list[FinishedUnit]] = [[] for _ in plans]
        self._results: dict[int, StoredResult] = {}

    def run(self, resume: bool) -> list[StoredResult]:
        """Do what is missing; return the results in the order of the plans."""
        missing = self._open(resume)
        self._count = max(1, min(self._workers or available_cores(), len(missing)))
        try:
            for index in range(len(self._plans)):
                self._finish_if_whole(index)
            self._do(missing)
        finally:
            for index, plan in enumerate(self._plans):
                if index not in self._results:
                    plan.clear_if_empty(remove_parts=self._cluster is None)
        return [self._results[index] for index in range(len(self._plans))]

    def _open(self, resume: bool) -> list[Unit]:
        missing: list[Unit] = []
        for index, plan in enumerate(self._plans):
            stored = plan.stored() if resume else None
            if stored is not None:
                plan.clear()
                self._results[index] = stored
                todo = []
            else:
                todo = plan.open(resume)
            self._left[index] = len(todo)
            self._owners += [index] * len(todo)
            missing += todo
            kept = sum(map(plan.days, plan.units)) - sum(map(plan.days, todo))
            self._progress.advance(kept)
        return missing

    def _do(self, missing: list[Unit]) -> None:
        if not missing:
            return
        arguments = list(self._arguments(missing))
        if self._cluster is None and self._count == 1:
            for place, each in enumerate(arguments):
                self._finished(place, write_unit(*each, report=self._progress.advance))
            return
        workers: Workers
        if self._cluster is None:
            workers = LocalWorkers(self._count, self._progress, modules_of(self._engines))
        else:
            from .cluster import ClusterWorkers

            workers = ClusterWorkers(self._cluster, self._progress)
        try:
            workers.map(write_unit, arguments, self._finished)
        finally:
            workers.close()

    def _arguments(self, missing: list[Unit]) -> Iterator[tuple[Unit, int, Engine, bool, str]]:
        for owner, unit in zip(self._owners, missing, strict=True):
            plan = self._plans[owner]
            yield unit, plan.seed, self._engines[owner], plan.events, str(plan.units_folder)

    def _finished(self, place: int, done: FinishedUnit) -> None:
        owner = self._owners[place]
        self._done[owner].append(done)
        self._left[owner] -= 1
        self._finish_if_whole(owner)

    def _finish_if_whole(self, index: int) -> None:
        if self._left[index] == 0 and index not in self._results:
            self._results[index] = assemble(self._plans[index], self._account(index))

    def _account(self, index: int) -> dict[str, Any]:
        """Return how the run of a plan went."""
        units, done = len(self._plans[index].units), self._done[index]
        return {
            "engine": self._engines[index],
            "workers": self._cluster or self._count,
            "units": units,
            "units_kept_from_before": units - len(done),
            "seconds": round(time.monotonic() - self._begun, 3),
            "peak_memory_bytes": _peak(done),
        }


def _load(scenario: AnyScenario, months: int | None) -> Scenario:
    chosen = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    return chosen if months is None else chosen.replace({"months": months})


def _absolute(folder: str | os.PathLike[str]) -> Path:
    """Return a path that means the same folder for workers elsewhere."""
    return Path(folder).absolute()


def _peak(done: Sequence[FinishedUnit]) -> int:
    """Return the peak memory of this process and of all workers together [bytes]."""
    peaks = {this_process(): peak_memory()}
    for each in done:
        peaks[each.process] = max(peaks.get(each.process, 0), each.peak_bytes)
    return sum(peaks.values())
