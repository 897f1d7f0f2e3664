"""Tables as Parquet files: types, row groups, and files that are whole or not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import pyarrow as pa

COMPRESSION = "zstd"


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame beside ``path`` and move it into place (zstd)."""
    with _beside(path) as beside:
        frame.to_parquet(beside, engine="pyarrow", compression=COMPRESSION, index=False)


def write_parts(parts: Iterator[pd.DataFrame], path: Path, without: Sequence[str] = ()) -> int:
    """Write parts of a table as the row groups of one file; return the number of rows.

    Args:
        parts: at least one; only one of them is in memory at a time.
        path: the file; its folder is made.
        without: columns to leave out.
    """
    from pyarrow.parquet import ParquetWriter

    path.parent.mkdir(parents=True, exist_ok=True)
    writer: ParquetWriter | None = None
    rows = 0
    with _beside(path) as beside:
        try:
            for part in parts:
                table = arrow_table(part.drop(columns=list(without)))
                if writer is None:
                    writer = ParquetWriter(beside, table.schema, compression=COMPRESSION)
                writer.write_table(table)
                rows += table.num_rows
        finally:
            if writer is not None:
                writer.close()
    return rows


def join_files(files: Sequence[Path], path: Path) -> None:
    """Write the row groups of several files of one schema to one file, in order."""
    from pyarrow.parquet import ParquetFile, ParquetWriter

    with _beside(path) as beside:
        with ParquetFile(files[0]) as first:
            schema = first.schema_arrow
        with ParquetWriter(beside, schema, compression=COMPRESSION) as writer:
            for file in files:
                with ParquetFile(file) as source:
                    for group in range(source.num_row_groups):
                        writer.write_table(source.read_row_group(group))


def arrow_table(frame: pd.DataFrame) -> pa.Table:
    """Return a frame as an Arrow table; all categories get the same type of index."""
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False)
    text = pa.dictionary(pa.int16(), pa.string())
    fields = [
        field.with_type(text) if pa.types.is_dictionary(field.type) else field
        for field in table.schema
    ]
    return table.cast(pa.schema(fields, metadata=table.schema.metadata))


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Give a path to write to; move the file into place if nothing went wrong."""
    beside = path.with_name(path.name + ".part")
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
