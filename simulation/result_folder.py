"""A result that was written to a folder, opened again without reading it into memory."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .event_log import CASE_SCHEMA, EVENT_SCHEMA
from .result_query import TABLES, QueryError, ResultTables

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import dataset

_UNFINISHED = "unfinished-run"


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

        The parts of a partitioned table come by replication and office; a reader that asks for
        some of them opens no others.

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
            return dataset(file, format="parquet") if file.exists() else _dataset_of_parts(parts)
        except (OSError, ArrowException) as error:
            path = file if file.exists() else parts
            raise QueryError(f"cannot read {str(path)!r}: {_reason(error)}") from None


def open_result(folder: str | os.PathLike[str]) -> ResultFolder:
    """Open the folder that ``koopsim run`` has written.

    Raises:
        QueryError: it is no folder of a run, or its manifest cannot be read.
    """
    path = Path(folder)
    try:
        manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    except OSError as error:
        if (path / _UNFINISHED).is_dir():
            raise QueryError(
                f"the run in {str(path)!r} is not finished: finish it with koopsim run --resume"
            ) from None
        raise QueryError(
            f"{str(path)!r} is not the folder of a finished run: its manifest.json cannot be read "
            f"({_reason(error)})"
        ) from None
    except ValueError:
        raise QueryError(f"the manifest.json in {str(path)!r} is damaged") from None
    if not isinstance(manifest, dict):
        raise QueryError(f"the manifest.json in {str(path)!r} is damaged")
    return ResultFolder(path, manifest)


def _dataset_of_parts(folder: Path) -> dataset.Dataset:
    """Return a folder of files as one dataset, by replication and office."""
    import pyarrow as pa
    from pyarrow import dataset, fs

    files = sorted(folder.rglob("*.parquet"), key=lambda file: _place(file, folder))
    if not files:
        raise FileNotFoundError(2, "no Parquet file is in it")
    keys = pa.schema([("replication", pa.int16()), ("office", pa.int16())])
    used = {part.partition("=")[0] for part in files[0].relative_to(folder).parts[:-1]}
    options = dataset.FileSystemFactoryOptions(
        partition_base_dir=folder.as_posix(),
        partitioning=dataset.partitioning(
            pa.schema([field for field in keys if field.name in used]), flavor="hive"
        ),
    )
    factory = dataset.FileSystemDatasetFactory(
        fs.LocalFileSystem(),
        [file.as_posix() for file in files],
        dataset.ParquetFileFormat(),
        options,
    )
    return factory.finish(_in_order(factory.inspect(fragments=1)))


def _place(file: Path, folder: Path) -> tuple[tuple[str, int, str], ...]:
    """Return what sorts files: numbers in names of folders by their value."""
    return tuple(
        (name, int(value) if value.isdecimal() else -1, value)
        for name, _, value in (part.partition("=") for part in file.relative_to(folder).parts)
    )


def _in_order(schema: pa.Schema) -> pa.Schema:
    """Return a schema with the columns in the order that is documented."""
    import pyarrow as pa

    columns = EVENT_SCHEMA if "event" in schema.names else CASE_SCHEMA
    order = {name: place for place, name in enumerate(columns)}
    fields = sorted(schema, key=lambda field: order.get(field.name, len(order)))
    return pa.schema(fields, metadata=schema.metadata)


def _reason(error: Exception) -> str:
    """Return why a file cannot be read, on one line."""
    known = getattr(error, "strerror", None)
    return str(known) if known else " ".join(str(error).split())
