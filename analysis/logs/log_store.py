"""A log that was read: rows on disk, given back case by case; problems; counts that add up."""

from __future__ import annotations

import csv
import itertools
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self, cast

import pandas as pd

from ...model.process.text import Language, Text
from ..errors import AnalysisError
from ..safe_cells import safe_cell
from .problems import PROBLEMS, ProblemKind, consequence
from .row_checks import RowProblem, StoredRow, is_used

_MEMORY = "1GB"
_BATCH = 65_536
_IDENTITY = 'case_id, day, part, event, outside, team, acts, "before", known, truth'


PROBLEM_COLUMNS = ("row", "column", "value", "what", "accepted", "consequence", "kind")
"""Columns of the table of problems."""


class LogRow(NamedTuple):
    """A row as the replay takes it; see ``StoredRow`` for the fields."""

    day: int
    row: int
    event: int
    team: str
    acts: str
    before: str
    known: int
    truth: int


@dataclass
class LogCounts:
    """How many rows there are: ``read`` is always ``used`` plus ``left_out``.

    ``by_kind`` counts problems; one row can have several, and a row with a problem may be used.
    """

    read: int = 0
    left_out: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)

    @property
    def used(self) -> int:
        """Rows that are used."""
        return self.read - self.left_out


class LogStore:
    """Rows and problems in a database of its own in a temporary folder; use as a context manager.

    What does not fit into a gigabyte of memory is put on disk.
    """

    def __init__(self, name: str) -> None:
        import duckdb

        self.name = name
        self.counts = LogCounts()
        self.notes: list[Text] = []
        self.unrecorded: frozenset[str] = frozenset()
        self._folder = tempfile.TemporaryDirectory(prefix="koopsim-log-")
        place = Path(self._folder.name)
        settings = {"memory_limit": _MEMORY, "temp_directory": str(place / "spill"), "threads": 2}
        self._base = duckdb.connect(str(place / "log.duckdb"), config=cast("Any", settings))
        self._base.execute(
            'create table log_rows (case_id varchar, day integer, "row" bigint, part integer,'
            ' event integer, outside varchar, team varchar, acts varchar, "before" varchar,'
            " known bigint, truth bigint)"
        )
        self._base.execute(
            'create table problems ("row" bigint, kind varchar, "column" varchar, "value" varchar)'
        )

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove everything from disk."""
        self.close()

    def close(self) -> None:
        """Remove everything from disk."""
        self._base.close()
        self._folder.cleanup()

    # -- filling ------------------------------------------------------------------------------

    def add(self, rows: Sequence[StoredRow], problems: Sequence[RowProblem]) -> None:
        """Take in rows and problems."""
        self._insert("log_rows", rows, StoredRow._fields)
        self._insert("problems", problems, RowProblem._fields)
        self.counts.by_kind.update(problem.kind for problem in problems)

    def _insert(self, table: str, rows: Sequence[tuple[Any, ...]], names: Sequence[str]) -> None:
        import pyarrow as pa

        if not rows:
            return
        columns = [pa.array(list(column)) for column in zip(*rows, strict=True)]
        batch = pa.table(columns, names=list(names))
        self._base.register("batch", batch)
        self._base.execute(f"insert into {table} select * from batch")
        self._base.unregister("batch")

    def add_table(self, select: str, tables: dict[str, Any]) -> int:
        """Take in the rows that a SELECT over arrow tables or datasets gives; return how many."""
        for name, table in tables.items():
            self._base.register(name, table)
        self._base.execute(f"insert into log_rows {select}")
        for name in tables:
            self._base.unregister(name)
        return self._number("select count(*) from log_rows")

    def finish(self) -> None:
        """Find rows that repeat another and rows out of order; put repeated ones aside."""
        before = self._number("select count(*) from problems")
        self._base.execute(
            'create temp table repeated as select "row", outside from (select "row", outside,'
            f' part, row_number() over (partition by {_IDENTITY} order by "row") as place'
            " from log_rows) where place > 1 and part = 0"
        )
        self._base.execute(
            f"insert into problems select \"row\", '{ProblemKind.duplicate}', '', outside"
            " from repeated"
        )
        self._base.execute('delete from log_rows where "row" in (select "row" from repeated)')
        repeated = self._number("select count(*) from repeated")
        self._base.execute(
            f"insert into problems select \"row\", '{ProblemKind.out_of_order}', 'date',"
            " strftime(date '0001-01-01' + (day - 1), '%Y-%m-%d') from"
            ' (select "row", part, day, max(day) over (partition by case_id order by "row", part'
            " rows between unbounded preceding and 1 preceding) as latest from log_rows)"
            " where day < latest and part = 0"
        )
        found = self._number("select count(*) from problems") - before
        self.counts.left_out += repeated
        self.counts.by_kind[ProblemKind.duplicate] += repeated
        self.counts.by_kind[ProblemKind.out_of_order] += found - repeated
        self.counts.by_kind = +self.counts.by_kind

    # -- reading ------------------------------------------------------------------------------

    def days(self) -> tuple[int, int]:
        """Return the first and the last day of the log (ordinals).

        Raises:
            AnalysisError: if no row can be used; the text says what is wrong with most rows.
        """
        first, last = self._row("select min(day), max(day) from log_rows")
        if first is None:
            raise AnalysisError(f"{self.name}: {self._nothing()}")
        return int(first), int(last)

    def _nothing(self) -> str:
        if not self.counts.by_kind:
            return "the log holds no rows; it needs one row per event below its header"
        kind, count = self.counts.by_kind.most_common(1)[0]
        spec = PROBLEMS[ProblemKind(kind)]
        first = self._row(f'select "row", "value" from problems where kind = \'{kind}\' order by 1')
        return (
            f"none of its {self.counts.read} rows can be used; {count} have the problem "
            f"'{spec.what.en}', such as row {first[0]} ({first[1]!r}); accepted: {spec.accepted.en}"
        )

    @property
    def events(self) -> int:
        """Number of events that the used rows stand for."""
        return self._number("select count(*) from log_rows")

    def teams(self) -> list[str]:
        """Return the teams that the log names, sorted; none if it names none."""
        found = self._base.execute("select distinct team from log_rows where team <> '' order by 1")
        return [str(team) for (team,) in found.fetchall()]

    def cases(self, chosen: Sequence[str] | None = None) -> Iterator[tuple[str, list[LogRow]]]:
        """Iterate over cases with their rows by day; those of one day in the order of the file.

        Args:
            chosen: the cases to give back; all of them if None.
        """
        where, cursor = "", self._base.cursor()  # of its own: others may ask while this one reads
        if chosen is not None:
            import pyarrow as pa

            cursor.register("chosen", pa.table({"case_id": pa.array(list(chosen), pa.string())}))
            where = "where case_id in (select case_id from chosen)"
        reader = cursor.sql(
            f'select case_id, day, "row", event, team, acts, "before", known, truth from log_rows'
            f' {where} order by case_id, day, "row", part'
        ).to_arrow_reader(_BATCH)
        current, rows = "", list[LogRow]()
        for batch in reader:
            columns = [column.to_pylist() for column in batch.columns]
            for case, *cells in zip(*columns, strict=True):
                if case != current:
                    if rows:
                        yield current, rows
                    current, rows = case, []
                rows.append(LogRow._make(cells))
        if rows:
            yield current, rows

    def problem_rows(self, language: Language = "en", limit: int = 100_000) -> pd.DataFrame:
        """Return the table of problems, by row; at most ``limit`` of them.

        Columns: row (the header is row 1), column, value, what, accepted, consequence, kind.
        """
        rows = itertools.islice(self._problems(language), limit)
        return pd.DataFrame(rows, columns=list(PROBLEM_COLUMNS))

    def write_problems(self, path: Path, language: Language = "en") -> None:
        """Write the whole table of problems as CSV, beside and moved into place.

        Raises:
            AnalysisError: if the file cannot be written.
        """
        beside = path.with_name(f".{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(PROBLEM_COLUMNS)
                for row in self._problems(language):
                    writer.writerow([safe_cell(cell) for cell in row])
            beside.replace(path)
        except OSError as error:
            raise AnalysisError(f"cannot write {path}: {error.strerror}") from None
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)

    def _problems(self, language: Language) -> Iterator[tuple[int, str, str, str, str, str, str]]:
        texts = {
            kind.value: (spec.what[language], spec.accepted[language], consequence(kind, language))
            for kind, spec in PROBLEMS.items()
        }
        reader = (
            self._base.cursor()
            .sql(
                'select "row", "column", "value", kind from problems order by "row", "column", kind'
            )
            .to_arrow_reader(_BATCH)
        )
        for batch in reader:
            columns = [column.to_pylist() for column in batch.columns]
            for row, column, value, kind in zip(*columns, strict=True):
                yield (row, column, value, *texts[kind], kind)

    def left_out_rows(self) -> int:
        """Count the rows that the table of problems reports as left out."""
        kinds = [kind.value for kind in ProblemKind if not is_used(kind.value)]
        quoted = ", ".join(f"'{kind}'" for kind in kinds)
        return self._number(f'select count(distinct "row") from problems where kind in ({quoted})')

    def _number(self, sql: str) -> int:
        return int(self._row(sql)[0])

    def _row(self, sql: str) -> tuple[Any, ...]:
        rows: list[tuple[Any, ...]] = self._base.execute(sql).fetchall()
        return rows[0] if rows else (0,)
