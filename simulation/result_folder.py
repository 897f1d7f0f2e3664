"""A result that was written to a folder, opened again without reading it into memory."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .result_query import TABLES, QueryError, ResultTables

if TYPE_CHECKING:
    from pyarrow import dataset


@dataclass(frozen=True)
class ResultFolder(ResultTables):
    """The files of a run: ask them with ``query``, ``scan_events`` or ``lazy_events``.

    A table is one file such as ``events.parquet``, or a folder ``events`` with Parquet files in
    it, also in folders named like ``office=17``, which become columns.
    """

    folder: Path
    manifest: dict[str, Any]

    def table(self, name: str) -> dataset.Dataset:
        """Return one table as a pyarrow dataset; only its schema is read.

        Raises:
            QueryError: the folder has no such table, or its files are damaged.
        """
        from pyarrow import ArrowException
        from pyarrow.dataset import dataset

        if name not in TABLES:
            raise QueryError(f"a result has no table {name!r}; it has {', '.join(TABLES)}")
        file, parts = self.folder / f"{name}.parquet", self.folder / name
        if not file.exists() and not parts.is_dir():
            raise QueryError(f"the result in {str(self.folder)!r} has no file {file.name}")
        try:
            if not file.exists():
                return dataset(parts, format="parquet", partitioning="hive")
            return dataset(file, format="parquet")
        except (OSError, ArrowException) as error:
            raise QueryError(f"cannot read {str(file)!r}: {_reason(error)}") from None


def open_result(folder: str | os.PathLike[str]) -> ResultFolder:
    """Open the folder that ``koopsim run`` has written.

    Raises:
        QueryError: it is no folder of a run, or its manifest cannot be read.
    """
    path = Path(folder)
    try:
        manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise QueryError(
            f"{str(path)!r} is not the folder of a finished run: its manifest.json cannot be read "
            f"({_reason(error)})"
        ) from None
    except ValueError:
        raise QueryError(f"the manifest.json in {str(path)!r} is damaged") from None
    if not isinstance(manifest, dict):
        raise QueryError(f"the manifest.json in {str(path)!r} is damaged")
    return ResultFolder(path, manifest)


def _reason(error: Exception) -> str:
    """Return why a file cannot be read, on one line."""
    known = getattr(error, "strerror", None)
    return str(known) if known else " ".join(str(error).split())
