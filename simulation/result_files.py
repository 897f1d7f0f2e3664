"""A result as files: Parquet and manifest, written beside and moved into place."""

from __future__ import annotations

import json
import os
from pathlib import Path

from ..model.errors import RunError
from .parquet_files import write_parquet
from .results import SimulationResult


def prepare_folder(folder: Path) -> None:
    """Create the folder of a run.

    Raises:
        RunError: if it cannot be created or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".koopsim-probe"
        probe.write_bytes(b"")
        probe.unlink(missing_ok=True)  # another run may have used the same
    except OSError as error:
        raise RunError(
            f"cannot write to folder {str(folder)!r}: {error.strerror or error}"
        ) from error


def write_files(result: SimulationResult, folder: Path) -> list[Path]:
    """Write the frames of a result as Parquet and its manifest as JSON; return the paths.

    The files are ``events``, ``cases``, ``months``, ``daily_stock`` (``.parquet``) and
    ``manifest.json``.

    Raises:
        RunError: if the folder cannot be written to, or the disk is full.
    """
    prepare_folder(folder)
    frames = {
        "events": result.events,
        "cases": result.cases,
        "months": result.months,
        "daily_stock": result.daily_stock,
    }
    try:
        paths = []
        for name, frame in frames.items():
            paths.append(folder / f"{name}.parquet")
            write_parquet(frame, paths[-1])
        paths.append(folder / "manifest.json")
        write_text(paths[-1], json.dumps(result.manifest, indent=2, sort_keys=True) + "\n")
    except OSError as error:
        raise RunError(
            f"cannot write the results to {str(folder)!r}: {error.strerror or error}"
        ) from error
    return paths


def write_text(path: Path, text: str) -> None:
    """Write a text file beside ``path`` and move it into place."""
    beside = path.with_name(path.name + ".part")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
