"""Run a scenario into a folder: unit by unit, never all in memory, and resumable at any moment."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ..model.errors import RunError
from ..model.rule_set import RuleSet
from ..model.table.cache import table_for
from ..scenarios import Scenario, load_scenario
from .engines import Engine, choose_engine
from .horizon import effective_rule_set, horizon
from .manifest import build_manifest
from .memory_use import peak_memory
from .parquet_files import join_files, write_parquet
from .progress import NoProgress, ProgressReporter
from .result_files import prepare_folder, write_text
from .result_query import OFFICE_TABLES
from .runner import check_numbers, replication_tables
from .stored_result import StoredResult
from .unit import Unit, regions_of, units_of
from .unit_files import (
    FinishedUnit,
    finished,
    office_file,
    read_counts,
    remove_unfinished,
    unit_folder,
    write_unit,
)
from .worker_pool import LocalWorkers, Workers, available_cores

UNITS = "unfinished-run"
"""Folder of finished units within that of the run; it goes when the run is whole."""

_PLAN, _MANIFEST, _RUN = "plan.json", "manifest.json", "manifest-run.json"
_LOGS = ("events", "cases")
_COUNTS = ("months", "daily_stock", *OFFICE_TABLES)


def run_to_folder(
    scenario: Scenario | str | os.PathLike[str],
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
        resume: keep the units that an interrupted run of the same plan has finished.
        progress: takes note of finished days.
        cluster: address of a running Dask scheduler; its workers must see the folder.

    Raises:
        ScenarioError: if the scenario is wrong.
        RunError: if the run cannot start, a MUST property breaks, or the folder cannot be used.
    """
    chosen = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    if months is not None:
        chosen = chosen.replace({"months": months})
    check_numbers(replications, seed, workers)
    plan = _Plan(chosen, replications, seed, events, Path(folder))
    begun = time.monotonic()
    units = units_of(chosen, range(replications))
    missing = plan.open(units, resume)
    used = choose_engine(engine, chosen, replications)
    count = max(1, min(workers or available_cores(), len(missing)))
    try:
        done = _run_missing(plan, missing, used, count, progress or NoProgress(), cluster)
    finally:
        plan.leave_nothing_useless(units)
    tables = plan.assemble(units)
    run = {
        "engine": used,
        "workers": cluster or count,
        "units": len(units),
        "units_kept_from_before": len(units) - len(missing),
        "seconds": round(time.monotonic() - begun, 3),
        "peak_memory_bytes": _peak(done),
    }
    return plan.close(tables, run)


@dataclass(frozen=True)
class _Plan:
    """What is run, and where its files go."""

    scenario: Scenario
    replications: int
    seed: int
    events: bool
    folder: Path

    @property
    def units(self) -> Path:
        return self.folder / UNITS

    @property
    def rule_set(self) -> RuleSet:
        return effective_rule_set(self.scenario)

    @property
    def manifest(self) -> dict[str, Any]:
        days = horizon(self.scenario, self.rule_set)
        return build_manifest(
            self.scenario,
            self.rule_set,
            table_for(self.rule_set),
            days.first_day,
            days.start,
            days.last_day,
            self.replications,
            self.seed,
            self.events,
        )

    def open(self, units: Sequence[Unit], resume: bool) -> list[Unit]:
        """Make the folder ready; return the units that are not finished yet.

        Raises:
            RunError: if an interrupted run lies there that had another plan.
        """
        manifest = self.manifest
        prepare_folder(self.folder)
        found = _read_json(self.units / _PLAN)
        if found is not None and resume and found != manifest:
            raise RunError(
                f"the interrupted run in {str(self.folder)!r} had another plan "
                f"({_difference(found, manifest)}): use the same scenario, options and version, or "
                "start anew without resuming"
            )
        if not resume or found is None:
            shutil.rmtree(self.units, ignore_errors=True)
        try:
            self.units.mkdir(exist_ok=True)
            write_text(self.units / _PLAN, json.dumps(manifest, indent=2, sort_keys=True) + "\n")
        except OSError as error:
            reason = error.strerror or error
            raise RunError(f"cannot write to {str(self.folder)!r}: {reason}") from error
        remove_unfinished(self.units)
        return [unit for unit in units if not finished(self.units, unit)]

    def leave_nothing_useless(self, units: Sequence[Unit]) -> None:
        """Remove what lies there if not a single unit is finished."""
        if not any(finished(self.units, unit) for unit in units):
            shutil.rmtree(self.units, ignore_errors=True)

    def assemble(self, units: Sequence[Unit]) -> dict[str, pd.DataFrame]:
        """Put the files of all units in their places; return the tables of counts."""
        counts = [read_counts(self.units, unit) for unit in units]
        tables = replication_tables(self.scenario, list(units), counts)
        try:
            for name in _LOGS:
                self._place_log(name, units)
            for name in _COUNTS:
                if name in tables:
                    write_parquet(tables[name], self.folder / f"{name}.parquet")
                else:
                    (self.folder / f"{name}.parquet").unlink(missing_ok=True)
        except OSError as error:
            raise self._cannot_write(error) from error
        return tables

    def _place_log(self, name: str, units: Sequence[Unit]) -> None:
        """Move the files of a table with rows of single persons to where they belong."""
        file, parts = self.folder / f"{name}.parquet", self.folder / name
        files = [
            (unit, office_file(name, unit.replication, office))
            for unit in units
            for office in self._offices(unit)
        ]
        if not self.events:
            file.unlink(missing_ok=True)
            shutil.rmtree(parts, ignore_errors=True)
        elif len(regions_of(self.scenario)) == 1 and self._offices(units[0]) == [None]:
            join_files([unit_folder(self.units, unit) / path for unit, path in files], file)
            shutil.rmtree(parts, ignore_errors=True)
        else:
            self._move_parts(name, files)
            file.unlink(missing_ok=True)

    def _move_parts(self, name: str, files: list[tuple[Unit, Path]]) -> None:
        """Gather all parts in one folder beside, which then takes the place of an older one.

        What was gathered before an interruption is not moved again.
        """
        gathered = self.units / name
        for unit, path in files:
            target = self.units / path
            target.parent.mkdir(parents=True, exist_ok=True)
            source = unit_folder(self.units, unit) / path
            if source.exists():
                source.replace(target)
        if gathered.exists():
            shutil.rmtree(self.folder / name, ignore_errors=True)
            gathered.replace(self.folder / name)

    def _offices(self, unit: Unit) -> list[int | None]:
        regions = regions_of(self.scenario)
        if sum(len(region) for region in regions) == 1:
            return [None]
        return [office.number for office in regions[unit.region]]

    def close(self, tables: dict[str, pd.DataFrame], run: dict[str, Any]) -> StoredResult:
        """Write the manifests, remove what only an unfinished run needs, return the result."""
        manifest = self.manifest
        try:
            for name, content in ((_RUN, run), (_MANIFEST, manifest)):
                text = json.dumps(content, indent=2, sort_keys=True) + "\n"
                write_text(self.folder / name, text)
        except OSError as error:
            raise self._cannot_write(error) from error
        shutil.rmtree(self.units, ignore_errors=True)
        result = StoredResult(
            self.scenario,
            self.rule_set,
            tables["months"],
            tables["daily_stock"],
            manifest,
            self.folder,
            0,
            run,
            tables.get("office_months"),
            tables.get("office_days"),
        )
        return result.with_log_rows() if self.events else result

    def _cannot_write(self, error: OSError) -> RunError:
        return RunError(
            f"cannot write the results to {str(self.folder)!r}: {error.strerror or error}; what is "
            "finished is kept, resume the run when there is room"
        )


def _run_missing(
    plan: _Plan,
    missing: list[Unit],
    engine: Engine,
    count: int,
    progress: ProgressReporter,
    cluster: str | None,
) -> list[FinishedUnit]:
    if not missing:
        return []
    arguments = [(unit, plan.seed, engine, plan.events, str(plan.units)) for unit in missing]
    if cluster is None and count == 1:
        return [write_unit(*each, progress.advance) for each in arguments]
    workers: Workers
    if cluster is None:
        workers = LocalWorkers(count, progress)
        return _with(workers, arguments, None)
    from .cluster import ClusterWorkers

    days = horizon(plan.scenario, plan.rule_set).days
    regions = regions_of(plan.scenario)

    def finished_one(place: int, _: FinishedUnit) -> None:
        progress.advance(days * len(regions[missing[place].region]))

    return _with(ClusterWorkers(cluster), arguments, finished_one)


def _with(workers: Workers, arguments: Any, finished_one: Any) -> list[FinishedUnit]:
    try:
        return workers.map(write_unit, arguments, finished_one)
    finally:
        workers.close()


def _peak(done: Sequence[FinishedUnit]) -> int:
    """Return the peak memory of this process and of all workers together [bytes]."""
    peaks = {os.getpid(): peak_memory()}
    for each in done:
        peaks[each.process] = max(peaks.get(each.process, 0), each.peak_bytes)
    return sum(peaks.values())


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _difference(found: Any, wanted: dict[str, Any]) -> str:
    """Return the first entries in which two manifests differ."""
    if not isinstance(found, dict):
        return "it cannot be read"
    names = [name for name in wanted if found.get(name) != wanted[name]]
    told = [f"{name}: {found.get(name)!r} instead of {wanted[name]!r}" for name in names]
    return "; ".join(told[:2])
