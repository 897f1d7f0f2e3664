"""A finished unit as files, so that an interrupted run keeps it.

A unit has a folder of its own. It is written beside and moved into place when it is whole: a folder
without the ending ``.part`` is a finished unit.
"""

from __future__ import annotations

import os
import platform
import shutil
import uuid
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..model.errors import RunError
from .engines import Engine
from .memory_use import give_back_memory, peak_memory
from .office_run import OfficeCounts, OfficeRun, in_order
from .parquet_files import write_parts
from .unit import Unit, regions_of, run_offices_of
from .worker_pool import report_days

PARTITIONS = ("replication", "office")
"""Columns that are folders in a log of many offices, and therefore not in its files."""

_COUNTS = "counts.npz"
_PART = ".part"
_DAMAGED = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True)
class FinishedUnit:
    """What a worker tells of a unit: rows of its log, and its process with its peak memory.

    ``process`` is the machine's name and the number of the process.
    """

    log_rows: int
    process: tuple[str, int]
    peak_bytes: int


def this_process() -> tuple[str, int]:
    """Return the machine's name and the number of this process."""
    return platform.node(), os.getpid()


def unit_folder(units: Path, unit: Unit) -> Path:
    """Return the folder of a unit."""
    return units / f"replication-{unit.replication:05d}-region-{unit.region:04d}"


def finished(units: Path, unit: Unit) -> bool:
    """Tell whether a unit is there."""
    return (unit_folder(units, unit) / _COUNTS).is_file()


def office_file(table: str, replication: int, office: int | None) -> Path:
    """Return where the rows of an office lie, relative to a folder; None: the only office."""
    if office is None:
        return Path(f"{table}.parquet")
    return Path(table) / f"replication={replication}" / f"office={office}" / "part-0.parquet"


def read_counts(units: Path, unit: Unit) -> OfficeCounts:
    """Return the counts of a finished unit.

    Raises:
        RunError: if its file is not there or cannot be read.
    """
    path = unit_folder(units, unit) / _COUNTS
    try:
        with np.load(path, allow_pickle=False) as found:
            offices = tuple(int(number) for number in found["offices"])
            return OfficeCounts(offices, found["values"], found["daily"])
    except _DAMAGED as error:
        what = "is gone" if isinstance(error, FileNotFoundError) else "is damaged"
        raise RunError(f"{str(path)!r} {what}: resume the run, this unit is done again") from error


def write_unit(
    unit: Unit,
    seed: int,
    engine: Engine,
    events: bool,
    units: str,
    report: Callable[[int], None] = report_days,
) -> FinishedUnit:
    """Run a unit and leave it in its folder ``units``; made for worker processes.

    Without ``events`` nothing about single persons is written. ``report`` receives numbers of
    finished days.

    Raises:
        RunError: if the folder ``units`` is not there, or cannot be written to.
    """
    target = unit_folder(Path(units), unit)
    # Two workers, of two machines perhaps, may have been given the same unit.
    beside = target.with_name(f"{target.name}-{uuid.uuid4().hex}{_PART}")
    try:
        beside.mkdir()
        rows = _write(unit, seed, engine, events, beside, report)
        _move_into_place(beside, target)
        return FinishedUnit(rows, this_process(), peak_memory())
    except OSError as error:
        if not Path(units).is_dir():
            text = f"the folder {units!r} is gone, or this worker does not see it"
            raise RunError(text) from error
        raise RunError(
            f"cannot write to {units!r}: {error.strerror or error}; units that are finished are "
            "kept, resume the run when that is mended"
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        give_back_memory()


def _write(
    unit: Unit,
    seed: int,
    engine: Engine,
    events: bool,
    folder: Path,
    report: Callable[[int], None],
) -> int:
    alone = sum(len(region) for region in regions_of(unit.scenario)) == 1
    counts, rows = list[OfficeCounts](), 0
    for run in run_offices_of(unit, seed, engine, report, events):
        counts.append(run.counts)
        if events:
            rows += _write_log(run, folder, alone)
    whole = in_order(counts)
    np.savez(
        folder / _COUNTS,
        offices=np.array(whole.offices, dtype=np.int64),
        values=whole.values,
        daily=whole.daily,
    )
    return rows


def _write_log(run: OfficeRun, folder: Path, alone: bool) -> int:
    office = None if alone else run.office
    without = () if alone else PARTITIONS
    cases = _with_folders(folder, office_file("cases", run.replication, office))
    write_parts([run.cases()], cases, without)
    events = _with_folders(folder, office_file("events", run.replication, office))
    return write_parts(run.event_parts(), events, without)


def _with_folders(folder: Path, file: Path) -> Path:
    """Make the folders of a file below ``folder``, which must be there; return the whole path."""
    for part in reversed(file.parents[:-1]):
        # With parents=True, a folder that somebody has taken away would come back.
        (folder / part).mkdir(exist_ok=True)
    return folder / file


def _move_into_place(beside: Path, target: Path) -> None:
    """Rename; a unit that another process has finished meanwhile is the same and stays."""
    try:
        beside.replace(target)
    except OSError:
        if not (target / _COUNTS).is_file():
            raise


def remove_unfinished(units: Path) -> None:
    """Remove what interrupted workers have left."""
    for left in units.glob(f"*{_PART}"):
        # Renamed first: a worker that still writes there can no longer move it into place.
        gone = left.with_name(f"removed-{uuid.uuid4().hex}")
        try:
            left.replace(gone)
        except OSError:
            continue
        if gone.is_dir():
            shutil.rmtree(gone, ignore_errors=True)
        else:
            gone.unlink(missing_ok=True)
    for left in units.glob("removed-*"):
        shutil.rmtree(left, ignore_errors=True)
