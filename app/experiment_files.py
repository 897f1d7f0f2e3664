"""What experiments leave behind: report and data, written beside and moved when whole."""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..model.errors import RunError
from ..model.process.text import Language, Text
from .output import console
from .run_files import output_folder

if TYPE_CHECKING:
    import pandas as pd

    from ..analysis.reports.document import Document

_WRITTEN = Text("Bericht und Daten: {0}", "Report and data: {0}")


class FormatName(StrEnum):
    """Formats of a report."""

    html = "html"
    pdf = "pdf"
    xlsx = "xlsx"


FormatOption = Annotated[
    list[FormatName] | None,
    typer.Option("--format", help="Format of the report; repeat for several.  [default: html]"),
]
OutOption = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder for report and data.  [default: results/<name>]"),
]
SeedOption = Annotated[int, typer.Option(min=0, help="Same seed, same result.")]
WorkersOption = Annotated[
    int | None, typer.Option(min=1, help="Processes to use; default: all cores.")
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", help="No progress bar, no tables; only the last lines.")
]
TeamOption = Annotated[str, typer.Option(help="under_25, from_25 or all.")]
IndicatorOption = Annotated[
    list[str] | None,
    typer.Option("--indicator", metavar="NAME", help="What to look at; repeat for several."),
]


def write_experiment(
    folder: Path,
    document: Document,
    formats: Sequence[FormatName] | None,
    write_data: Callable[[Path], None],
) -> list[Path]:
    """Write a report and, by ``write_data``, data into a folder; return the paths, sorted.

    An interrupt or a full disk leaves earlier files as they were, or replaced whole.

    Raises:
        RunError: if the folder is a file or cannot be written to.
    """
    from ..analysis.reports import write_document

    with output_folder(folder):
        try:
            beside = Path(tempfile.mkdtemp(prefix=".koopsim-", dir=folder))
            try:
                write_data(beside)
                write_document(document, beside, [str(f) for f in formats or [FormatName.html]])
                return _move(beside, folder)
            finally:
                shutil.rmtree(beside, ignore_errors=True)
        except OSError as error:
            reason = error.strerror or error
            raise RunError(f"cannot write the results to {str(folder)!r}: {reason}") from error


def _move(beside: Path, folder: Path) -> list[Path]:
    """Move all files from one folder into another, the report last."""
    found = sorted(path.relative_to(beside) for path in beside.rglob("*") if path.is_file())
    found.sort(key=lambda path: path.stem == "report")
    for path in found:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        (beside / path).replace(target)
    return sorted(folder / path for path in found)


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV that no spreadsheet program takes for formulas."""
    from ..analysis.safe_cells import csv_text

    rows = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    path.write_text(csv_text([str(name) for name in frame.columns], rows), encoding="utf-8")


def as_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as plain data for JSON; what is not known is null."""
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in frame.astype(object).to_dict("records")
    ]


def _plain(value: Any) -> Any:
    item = value.item() if hasattr(value, "item") else value
    return None if isinstance(item, float) and not math.isfinite(item) else item


def print_written(folder: Path, language: Language) -> None:
    """Print where the files lie."""
    console().print(_WRITTEN[language].format(folder), style="bold", soft_wrap=True)


def with_months(scenario: Any, months: int | None) -> Any:
    """Return the scenario with another number of reported months; unchanged without one."""
    return scenario if months is None else scenario.replace({"months": months})
