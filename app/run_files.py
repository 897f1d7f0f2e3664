"""Where a run leaves its files: written beside, moved into place when all of them are whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.errors import RunError
from ..model.process.text import Language

if TYPE_CHECKING:
    from ..analysis.result_protocol import Result

REPORT = "report.html"
FIGURES = "figures"


def scenario_folders(names: Sequence[str], out: Path | None) -> list[Path]:
    """Return a folder for each scenario: ``out`` itself for a single one, else folders in it.

    Raises:
        RunError: if two scenarios have the same name.
    """
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise RunError(
            f"two scenarios are called {twice[0]!r}: give each a name of its own, or run one at a "
            "time"
        )
    if len(names) == 1 and out is not None:
        return [out]
    return [(out or Path("results")) / name for name in names]


@contextmanager
def output_folder(folder: Path) -> Iterator[None]:
    """Create a folder for results; take it away again if nothing came into it.

    Raises:
        RunError: if it is a file, or cannot be created or written to.
    """
    from ..simulation.result_files import prepare_folder

    if folder.exists() and not folder.is_dir():
        raise RunError(f"{str(folder)!r} is a file; give a folder for the results with --out")
    existed = folder.exists()
    prepare_folder(folder)
    try:
        yield
    finally:
        if not existed:
            with suppress(OSError):  # it holds results
                folder.rmdir()


def left_over(folder: Path, formats: Sequence[str]) -> list[Path]:
    """Return what an earlier run left of figures and reports that this one did not write."""
    names = ["report.html", "report.pdf", "report.xlsx", *(() if formats else (FIGURES,))]
    found = [folder / name for name in names if name.rpartition(".")[2] not in formats]
    tables = [] if "csv" in formats else sorted(folder.glob("report-*.csv"))
    return [path for path in (*found, *tables) if path.exists()]


def write_report_files(
    result: Result, folder: Path, language: Language, formats: Sequence[str] = ("html",)
) -> list[Path]:
    """Write figures of a result and its report in ``formats``; return the paths, sorted.

    An interrupt or a full disk leaves the files of an earlier run as they were, or replaced whole.

    Raises:
        RunError: if the folder cannot be written to.
    """
    try:
        beside = Path(tempfile.mkdtemp(prefix=".koopsim-", dir=folder))
        try:
            _write_report(result, beside, language, formats)
            return _move(beside, folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or error
        raise RunError(f"cannot write the report to {str(folder)!r}: {reason}") from error


def _write_report(result: Result, folder: Path, language: Language, formats: Sequence[str]) -> None:
    from ..analysis.plots import save_figures
    from ..analysis.reports import write_forecast

    save_figures(result, folder / FIGURES, language)
    write_forecast(result, folder, formats, language)


def _move(beside: Path, folder: Path) -> list[Path]:
    """Move all files from one folder into another."""
    found = sorted(path.relative_to(beside) for path in beside.rglob("*") if path.is_file())
    for path in found:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        (beside / path).replace(target)
    return [folder / path for path in found]
