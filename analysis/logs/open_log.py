"""Open any log: a result folder, our events as Parquet, or an outside log as CSV or Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ...model.process.facts import FACT_BIT, fact_names
from ...model.process.text import Text
from ...model.rule_set import RuleSet
from ...scenarios.problems import escape
from ...simulation import open_result
from ...simulation.event_log import EVENT_SCHEMA
from ...simulation.progress import NoProgress, ProgressReporter
from ...simulation.result_query import run_query
from ..errors import AnalysisError
from ..group_membership import changing_events
from .act_texts import NONE
from .columns import REQUIRED, column_name
from .csv_rows import open_csv, read_lines
from .log_store import LogStore
from .mapping import MISSED, MODEL_EVENTS, NO_MAPPING, LogMapping
from .problems import ProblemKind
from .row_checks import FACT_COLUMNS, Columns, RowChecker

if TYPE_CHECKING:
    from pyarrow import dataset

_CHUNK = 50_000


def open_log(
    path: Path,
    rule_set: RuleSet,
    mapping: LogMapping = NO_MAPPING,
    *,
    replication: int = 0,
    progress: ProgressReporter | None = None,
) -> LogStore:
    """Read a log and check its rows; the caller closes what is returned.

    Args:
        path: the folder of a run, a Parquet file or a folder of such, or a CSV file.
        rule_set: rows outside its validity are reported and left out.
        mapping: names of columns and events that another program uses.
        replication: which replication of a run is taken; each is a log of an office of its own.
        progress: takes note of bytes read.

    Raises:
        AnalysisError: if the file cannot be read, is empty, or lacks a column.
        QueryError: if the folder of a run is damaged.
    """
    if not path.exists():
        raise AnalysisError(
            f"there is no log {escape(str(path))}; give the folder of a run, a CSV file or a "
            "Parquet file"
        )
    store = LogStore(path.name)
    try:
        store.unrecorded = mapping.unrecorded
        if (path / "manifest.json").exists():
            _read_run(store, path, replication)
        elif path.is_dir() or _is_parquet(path):
            _read_parquet(store, path, rule_set, mapping, replication)
        else:
            _read_csv(store, path, rule_set, mapping, progress or NoProgress())
        store.finish()
    except BaseException:
        store.close()
        raise
    return store


def log_size(path: Path) -> int:
    """Return how many bytes a CSV log has, for a progress bar; 0 for other logs."""
    return path.stat().st_size if path.is_file() and not _is_parquet(path) else 0


def _is_parquet(path: Path) -> bool:
    if path.suffix.lower() in (".parquet", ".pq"):
        return True
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PAR1"
    except OSError:
        return False


# -- our own -------------------------------------------------------------------------------------

_OWN = frozenset(EVENT_SCHEMA)


def _read_run(store: LogStore, folder: Path, replication: int) -> None:
    result = open_result(folder)
    _read_own(store, result.table("events"), result.table("cases"), replication)


def _read_own(
    store: LogStore, events: dataset.Dataset, cases: dataset.Dataset, replication: int
) -> None:
    """Take in one replication of our own log; facts are told in the first row of a case.

    Raises:
        AnalysisError: if there is no such replication, or an event that the model does not know.
    """
    given = {"events": events, "cases": cases}
    found = run_query(given, "select distinct replication as n from events order by 1")["n"]
    if replication not in set(found):
        known = f"0 to {int(found.max())}" if len(found) else "none"
        raise AnalysisError(f"{store.name} has no replication {replication}; it has {known}")
    numbered = " ".join(f"when '{event}' then {n}" for n, event in enumerate(MODEL_EVENTS))
    select = f"""
        with logged as (
            select *, row_number() over () as place from events where replication = {replication}
        ), stays as (
            select *, coalesce(entered, timestamp '0001-01-01') as since from cases
        ), joined as (
            select e.*, c.entered, {", ".join(f"c.{fact}" for fact in fact_names("person"))},
                c."case" is not null as has_case, min(e."date") over () as first_day,
                row_number() over (order by c.since nulls first, e.place) as "row",
                row_number() over (
                    partition by {_person(given)} order by e."date", c.since nulls first, e.place
                ) = 1 as is_first
            from logged e asof left join stays c on c.replication = e.replication
                and c.office = e.office and c."case" = e."case" and e."date" >= c.since
        )
        select {_person(given)}, ("date"::date - date '0001-01-01') + 1, "row" + 1, 0,
            case event {numbered} end, event, team,
            case when starts_with(event, '{MISSED}') then ''
                when acts = '' then '{NONE}' else acts end,
            "before", case when is_first then {_facts_sql("known")} else 0 end,
            case when is_first then {_facts_sql("truth")} else 0 end
        from joined e"""
    store.counts.read = store.add_table(select, given)


def _person(given: dict[str, dataset.Dataset]) -> str:
    """Say in SQL who a row is about: the case, which a person keeps on moving to another office.

    Where offices number their cases each for itself, the office belongs to it.
    """
    twice = run_query(
        given,
        "select count(*) as n from (select replication, \"case\" from cases where origin <> 'move'"
        " group by all having count(*) > 1)",
    )["n"][0]
    return "e.office || '/' || e.\"case\"" if twice else 'e."case"::varchar'


def _facts_sql(what: Literal["known", "truth"]) -> str:
    """Say in SQL which facts of a case are known, or true, when its first row happens.

    Who came within the log has the facts of the entry. Of the others only those are known that no
    event can have changed since.
    """
    terms = []
    for fact in fact_names("person"):
        settable = set(changing_events(fact).values())
        lasting = [value for value in (True, False) if (not value) not in settable]
        known = " or ".join(["entered >= first_day", *(f"{fact} = {v}" for v in lasting)])
        holds = f"({known})" if what == "known" else f"({known}) and {fact}"
        terms.append(f"case when {holds} then {FACT_BIT[fact]} else 0 end")
    return f"(case when has_case then {' + '.join(terms)} else 0 end)"


# -- from outside --------------------------------------------------------------------------------


def _columns(store: LogStore, header: Iterable[str], mapping: LogMapping) -> Columns:
    """Find the columns of a log by their names.

    Raises:
        AnalysisError: if a column is missing or there twice.
    """
    names = list(header)
    places: dict[str, int] = {}
    facts, unknown = [], []
    for place, written in enumerate(names):
        name = mapping.columns.get(written.strip().lower()) or column_name(written)
        if not name:
            unknown.append(written)
        elif name in places:
            raise AnalysisError(
                f"{store.name}: two columns hold {name!r}: {escape(names[places[name]])!r} and "
                f"{escape(written)!r}; rename one, or name the right one in a mapping file"
            )
        else:
            places[name] = place
            if name in FACT_COLUMNS:
                facts.append((place, name))
    missing = [name for name in REQUIRED if name not in places]
    if missing:
        raise AnalysisError(
            f"{store.name} has no column for {', '.join(missing)}; its columns are "
            f"{', '.join(escape(name) or 'without name' for name in names)}; rename them, or say "
            "in a mapping file which is which (columns:)"
        )
    if unknown:
        listed = ", ".join(escape(name) for name in unknown)
        store.notes.append(Text(f"nicht benutzte Spalten: {listed}", f"columns not used: {listed}"))
    return Columns(places, tuple(facts), len(names))


def _read_csv(
    store: LogStore,
    path: Path,
    rule_set: RuleSet,
    mapping: LogMapping,
    progress: ProgressReporter,
) -> None:
    file = open_csv(path, mapping.columns)
    mark = "Tab" if file.separator == "\t" else file.separator
    store.notes.append(
        Text(
            f"gelesen als {file.encoding}, Trennzeichen {mark}",
            f"read as {file.encoding}, separator {mark}",
        )
    )
    checker = RowChecker(_columns(store, file.header, mapping), mapping, rule_set)
    for line in read_lines(file):
        store.counts.read += 1
        if line.cells is None:
            checker.note(line.number, ProblemKind.unreadable)
            store.counts.left_out += 1
        elif not checker.check(line.number, line.cells):
            store.counts.left_out += 1
        if line.fallback:
            checker.note(line.number, ProblemKind.other_encoding)
        progress.advance(line.bytes + 1)
        _flush(store, checker, _CHUNK)
    _flush(store, checker, 0)


def _read_parquet(
    store: LogStore, path: Path, rule_set: RuleSet, mapping: LogMapping, replication: int
) -> None:
    from pyarrow import ArrowException
    from pyarrow.dataset import dataset

    try:
        table = dataset(path, format="parquet", partitioning="hive")
        if not table.schema.names:
            raise AnalysisError(
                f"{escape(str(path))} is neither the folder of a run nor a folder of Parquet files"
            )
        if set(table.schema.names) >= _OWN:
            _read_own(store, table, _no_cases(), replication)
            return
        checker = RowChecker(_columns(store, table.schema.names, mapping), mapping, rule_set)
        for cells in _parquet_rows(table, checker.columns):
            store.counts.read += 1
            if not checker.check(store.counts.read + 1, cells):
                store.counts.left_out += 1
            _flush(store, checker, _CHUNK)
    except (OSError, ArrowException) as error:
        reason = " ".join(str(error).split())
        raise AnalysisError(f"cannot read {escape(str(path))} as Parquet: {reason[:200]}") from None
    _flush(store, checker, 0)


def _no_cases() -> dataset.Dataset:
    """Return an empty table of cases, for a log that comes without one."""
    import pyarrow as pa
    from pyarrow.dataset import dataset

    numbers = {name: pa.array([], pa.int64()) for name in ("replication", "office", "case")}
    facts = {name: pa.array([], pa.bool_()) for name in fact_names("person")}
    others = {"entered": pa.array([], pa.timestamp("s")), "origin": pa.array([], pa.string())}
    return dataset(pa.table({**numbers, **facts, **others}))


def _parquet_rows(table: dataset.Dataset, columns: Columns) -> Iterator[list[str]]:
    wanted = set(columns.places.values())
    for batch in table.to_batches(batch_size=_CHUNK):
        nothing = [""] * batch.num_rows
        texts = [
            [_text(value) for value in column.to_pylist()] if place in wanted else nothing
            for place, column in enumerate(batch.columns)
        ]
        yield from (list(row) for row in zip(*texts, strict=True))


def _text(value: object) -> str:
    if value is None or value != value:  # NaN is not equal to itself
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _flush(store: LogStore, checker: RowChecker, at_least: int) -> None:
    if len(checker.stored) + len(checker.problems) >= max(1, at_least):
        store.add(checker.stored, checker.problems)
        checker.stored.clear()
        checker.problems.clear()
