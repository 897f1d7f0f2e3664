"""Tables as Parquet files: types, row groups, and files that are whole or not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

COMPRESSION: Final = "zstd"

ROW_GROUP_ROWS = 1 << 20
"""Most rows of a row group: what a reader reads, or skips by its statistics, at once."""


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame beside ``path`` and move it into place (zstd)."""
    with _beside(path) as beside:
        frame.to_parquet(beside, engine="pyarrow", compression=COMPRESSION, index=False)


class RowGroups:
    """A Parquet file that grows: small tables are gathered to row groups of a useful size."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: ParquetWriter | None = None
        self._gathered: list[pa.Table] = []
        self._gathered_rows = 0
        self.rows = 0

    def add(self, table: pa.Table) -> None:
        """Append a table; all have the same schema, dictionaries may differ."""
        if self._gathered_rows + table.num_rows > ROW_GROUP_ROWS:
            self._flush()
        self._gathered.append(table)
        self._gathered_rows += table.num_rows
        self.rows += table.num_rows

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        try:
            self._flush()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Close the file as it is."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()

    def _flush(self) -> None:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter

        if not self._gathered:
            return
        schema = self._gathered[0].schema
        if self._writer is None:
            self._writer = ParquetWriter(self._path, schema, compression=COMPRESSION)
        table = self._gathered[0]
        if len(self._gathered) > 1:
            # One dictionary for the row group, else the writer spells its texts out.
            plain = [each.replace_schema_metadata(None) for each in self._gathered]
            table = pa.concat_tables(plain).unify_dictionaries().cast(schema)
        self._writer.write_table(table, row_group_size=ROW_GROUP_ROWS)
        self._gathered, self._gathered_rows = [], 0


@contextmanager
def growing_file(path: Path) -> Iterator[RowGroups]:
    """Give a file to add tables to; it moves into place if nothing went wrong."""
    with _beside(path) as beside:
        groups = RowGroups(beside)
        try:
            yield groups
            groups.close()
        finally:
            groups.abandon()


def write_parts(parts: Iterable[pd.DataFrame], path: Path, without: Sequence[str] = ()) -> int:
    """Write parts of a table to one file whose folder is there; return the number of rows.

    Args:
        parts: at least one; no more than a row group of them is in memory at a time.
        path: the file.
        without: columns to leave out.
    """
    with growing_file(path) as file:
        for part in parts:
            file.add(arrow_table(part.drop(columns=list(without))))
    return file.rows


def join_files(files: Iterable[Path], path: Path) -> None:
    """Write several files of one schema to one file, in order."""
    from pyarrow.parquet import ParquetFile

    with growing_file(path) as joined:
        for file in files:
            with ParquetFile(file) as source:
                if source.num_row_groups == 0:
                    joined.add(source.read())
                for group in range(source.num_row_groups):
                    joined.add(source.read_row_group(group))


def readable(path: Path) -> bool:
    """Tell whether a Parquet file has a whole description of itself at its end."""
    from pyarrow import ArrowException
    from pyarrow.parquet import read_metadata

    try:
        read_metadata(path)
    except (OSError, ArrowException):
        return False
    return True


def arrow_table(frame: pd.DataFrame) -> pa.Table:
    """Return a frame as an Arrow table; all categories are texts with the same type of index."""
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False)
    text = pa.dictionary(pa.int16(), pa.string())
    for place, field in enumerate(table.schema):
        if not pa.types.is_dictionary(field.type):
            continue
        column = table.column(place)
        if pa.types.is_null(field.type.value_type):
            # No row, so no text from which a type could be told.
            column = pa.chunked_array([], type=text)
        table = table.set_column(place, field.with_type(text), column.cast(text))
    return table


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Give a path to write to; move the file into place if nothing went wrong."""
    beside = path.with_name(path.name + ".part")
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
