"""From finished units to the files of a result: at any moment it can be interrupted and go on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import groupby
from typing import Any

import pandas as pd

from ..model.errors import RunError
from .folder_plan import MANIFEST, RUN, FolderPlan, json_text
from .parquet_files import RowGroups, arrow_table, growing_file, join_files
from .result_files import write_text
from .result_query import OFFICE_TABLES
from .runner import replication_tables
from .stored_result import StoredResult
from .unit import LOGS, Unit
from .unit_files import read_counts, unit_folder

_COUNTS = ("months", "daily_stock", *OFFICE_TABLES)


def assemble(plan: FolderPlan, run: dict[str, Any]) -> StoredResult:
    """Put the files of all units in their places, the manifest last.

    Args:
        plan: whose units are all finished.
        run: how the run went (``manifest-run.json``).

    Raises:
        RunError: if the folder cannot be written to, or a unit is damaged.
    """
    try:
        # Until the new manifest is there, no reader takes the folder for a result.
        (plan.folder / MANIFEST).unlink(missing_ok=True)
        _write_counts(plan)
        for table in LOGS:
            _place_log(plan, table)
        write_text(plan.folder / RUN, json_text(run))
        write_text(plan.folder / MANIFEST, json_text(plan.manifest))
    except OSError as error:
        raise RunError(
            f"cannot write the results to {str(plan.folder)!r}: {error.strerror or error}; what is "
            "finished is kept, resume the run when that is mended"
        ) from error
    plan.clear()
    return StoredResult(plan.scenario, plan.rule_set, plan.manifest, plan.folder, run)


def _write_counts(plan: FolderPlan) -> None:
    """Write the tables of counts, one replication after another: all may not fit into memory."""
    written: dict[str, RowGroups] = {}
    with ExitStack() as files:
        for tables in _counts(plan):
            for name, frame in tables.items():
                if name not in written:
                    path = plan.folder / f"{name}.parquet"
                    written[name] = files.enter_context(growing_file(path))
                written[name].add(arrow_table(frame))
    for name in set(_COUNTS) - set(written):
        (plan.folder / f"{name}.parquet").unlink(missing_ok=True)


def _counts(plan: FolderPlan) -> Iterator[dict[str, pd.DataFrame]]:
    for _, group in groupby(plan.units, key=lambda unit: unit.replication):
        units: list[Unit] = list(group)
        counts = [read_counts(plan.units_folder, unit) for unit in units]
        yield replication_tables(plan.scenario, units, counts)


def _place_log(plan: FolderPlan, table: str) -> None:
    """Put a table with rows of single persons where it belongs; remove an older one."""
    file, parts = plan.folder / f"{table}.parquet", plan.folder / table
    if plan.events and not plan.in_one_file:
        _move_parts(plan, table)
        file.unlink(missing_ok=True)
        return
    if plan.events:
        paths = [(unit, path) for unit in plan.units for path in plan.log_files(unit, (table,))]
        join_files((plan.find(unit, path) for unit, path in paths), file)
    else:
        file.unlink(missing_ok=True)
    shutil.rmtree(parts, ignore_errors=True)


def _move_parts(plan: FolderPlan, table: str) -> None:
    """Gather all parts in one folder beside, which then takes the place of an older one.

    What was gathered, or has even taken its place, before an interruption is not moved again.
    """
    gathered = plan.units_folder / table
    for unit in plan.units:
        folder = unit_folder(plan.units_folder, unit)
        for path in plan.log_files(unit, (table,)):
            if (folder / path).exists():
                (plan.units_folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).replace(plan.units_folder / path)
    if gathered.exists():
        shutil.rmtree(plan.folder / table, ignore_errors=True)
        gathered.replace(plan.folder / table)
