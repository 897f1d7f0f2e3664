"""Write a log in the form of an outside one: a CSV file that ``open_log`` reads again."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ...model.errors import RunError
from ...model.process.facts import FACT_BIT, fact_names
from ...simulation.progress import NoProgress, ProgressReporter
from ..safe_cells import safe_cell
from .log_store import LogRow, LogStore
from .mapping import MISSED, MODEL_EVENTS

EXPORTED = ("case", "date", "event", "team", "acts", "before", *fact_names("person"))
"""Columns of an exported log."""


def export_log(
    store: LogStore,
    path: Path,
    *,
    separator: str = ",",
    misses: bool = True,
    most_cases: int | None = None,
    progress: ProgressReporter | None = None,
) -> int:
    """Write the rows of a log as CSV (UTF-8), case by case; return how many.

    Facts of the person stand in the first row of a case, as far as they are known; ``before`` only
    where the log begins in the middle of a case.

    Args:
        store: the log.
        path: the file; it is written beside and moved into place.
        separator: one character.
        misses: whether rows that call a deadline missed are written.
        most_cases: write only this many cases, the first by id; all if None.
        progress: takes note of rows written.

    Raises:
        RunError: if the file cannot be written.
    """
    report, written = progress or NoProgress(), 0
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            encoding="utf-8",
            newline="",
            dir=path.parent,
            prefix=f".{path.name}.",
            delete=False,
        ) as beside:
            name = Path(beside.name)
            try:
                writer = csv.writer(beside, delimiter=separator, lineterminator="\n")
                writer.writerow(EXPORTED)
                for number, (case, rows) in enumerate(store.cases()):
                    if most_cases is not None and number >= most_cases:
                        break
                    lines = list(_lines(case, rows, misses))
                    writer.writerows([str(safe_cell(cell)) for cell in line] for line in lines)
                    written += len(lines)
                    report.advance(len(rows))
                beside.close()
                name.chmod(0o644)
                name.replace(path)
            finally:
                name.unlink(missing_ok=True)
    except OSError as error:
        raise RunError(f"cannot write {path}: {error.strerror}") from None
    return written


def _lines(case: str, rows: list[LogRow], misses: bool) -> Iterator[list[str]]:
    first = True
    for row in rows:
        event = MODEL_EVENTS[row.event]
        if not misses and event.startswith(MISSED):
            continue
        begun = event in ("enter", "enter_from_unemployment_insurance")
        before = row.before if first and not begun else ""
        day = date.fromordinal(row.day).isoformat()
        yield [case, day, event, row.team, row.acts, before, *_facts(row)]
        first = False


def _facts(row: LogRow) -> list[str]:
    return [
        ("true" if row.truth & FACT_BIT[name] else "false") if row.known & FACT_BIT[name] else ""
        for name in fact_names("person")
    ]
