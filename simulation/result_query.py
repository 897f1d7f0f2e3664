"""Ask a result in SQL, with DuckDB, and read its big tables lazily.

A query sees the tables of one result and nothing else: files, the network, other data of the
program and settings are out of its reach, and it can change nothing.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from ..model.errors import KoopsimError

if TYPE_CHECKING:
    import polars
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from pyarrow import dataset

OFFICE_TABLES = ("office_months", "office_days")
TABLES = ("events", "cases", "months", "daily_stock", *OFFICE_TABLES)
"""Tables of a result that a query may name; those of offices only if there are many."""

_RESERVED = ("case", "left")
"""Columns that are words of SQL as well."""


class QueryError(KoopsimError):
    """A query cannot be answered; the text says in one sentence why."""


class ResultTables:
    """What a result in memory and a result in a folder have in common: tables to ask.

    Both give each table as a pyarrow dataset; nothing is read before it is needed.
    """

    def table(self, name: str) -> dataset.Dataset:
        """Return one of ``TABLES`` as a pyarrow dataset.

        Raises:
            QueryError: the result has no such table.
        """
        raise NotImplementedError

    def query(
        self, sql: str, parameters: Sequence[object] | Mapping[str, object] | None = None
    ) -> pd.DataFrame:
        """Return the answer to a SELECT over ``events``, ``cases``, ``months``, ``daily_stock``.

        The columns and their units are those of the schema of results. ``case`` and ``left`` are
        words of SQL: write them in double quotation marks. Sums of whole numbers come back as
        floating-point numbers, exact up to 2**53. Order rows with ORDER BY if order matters.

        Args:
            sql: one SELECT in DuckDB's SQL; it cannot change anything, nor read other files.
            parameters: values for ``?`` in the query, or for ``$name`` if they have names.

        Raises:
            QueryError: a table, column or function is unknown, or the query is not one SELECT.
        """
        if not isinstance(sql, str) or not _is_unicode(sql):
            raise QueryError("a query is a text such as 'select count(*) from events'")
        # A run without event log has no such file, and needs none for a query about months.
        words = set(re.findall(r"\w+", sql.lower()))
        named = [name for name in TABLES if name in words]
        return run_query({name: self.table(name) for name in named}, sql, parameters)

    def scan_events(
        self, columns: Sequence[str] | None = None, where: pa.compute.Expression | None = None
    ) -> dataset.Scanner:
        """Return a pyarrow scanner over the event log: read it in batches, or ``to_table()``.

        Args:
            columns: columns to read; all of them if None.
            where: rows to read, such as ``pyarrow.dataset.field("office") == 17``.

        Raises:
            QueryError: a column is unknown.
        """
        events = self.table("events")
        for name in columns or ():
            if name not in events.schema.names:
                known = ", ".join(events.schema.names)
                raise QueryError(f"the event log has no column {name!r}; it has {known}")
        return events.scanner(columns=None if columns is None else list(columns), filter=where)

    def lazy_events(self) -> polars.LazyFrame:
        """Return the event log as a polars LazyFrame (``pip install koopsim[polars]``).

        Raises:
            QueryError: polars is not installed.
        """
        try:
            import polars
        except ImportError:
            text = "polars is not installed; install it with: pip install 'koopsim[polars]'"
            raise QueryError(text) from None
        return polars.scan_pyarrow_dataset(self.table("events"))


def run_query(
    tables: Mapping[str, dataset.Dataset],
    sql: str,
    parameters: Sequence[object] | Mapping[str, object] | None = None,
) -> pd.DataFrame:
    """Return the answer to one SELECT over ``tables`` and nothing else.

    Raises:
        QueryError: see ``ResultTables.query``.
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix="koopsim-query-") as spill:
        connection = _closed_connection(tables, spill)
        try:
            _check_statement(connection, sql)
            return connection.execute(sql, cast("Any", parameters)).df()
        except (duckdb.Error, ValueError, TypeError, OverflowError) as error:
            # The last three: a parameter or an answer that has no form in SQL or in pandas.
            raise QueryError(_sentence(error, sql)) from None
        finally:
            connection.close()


def _closed_connection(tables: Mapping[str, dataset.Dataset], spill: str) -> DuckDBPyConnection:
    """Return a connection that knows the tables and reaches nothing else.

    ``spill`` is a folder for what does not fit into memory while a query runs.
    """
    import duckdb

    closed = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
        "temp_directory": spill,
    }
    connection = duckdb.connect(":memory:", config=cast("Any", closed))
    for name, table in tables.items():
        connection.register(name, table)
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _check_statement(connection: DuckDBPyConnection, sql: str) -> None:
    """Refuse anything but one SELECT.

    Raises:
        QueryError: there is none, there are several, or it would change something.
    """
    import duckdb

    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise QueryError(f"a query is one SELECT, but this text holds {len(statements)} statements")
    if statements[0].type != duckdb.StatementType.SELECT:
        kind = statements[0].type.name
        raise QueryError(f"a query is one SELECT; {kind} is not accepted, a result is read-only")


def _is_unicode(text: str) -> bool:
    """Tell whether a text can be passed on: lone surrogates have no encoding."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _sentence(error: Exception, sql: str) -> str:
    """Return DuckDB's message on one line, with advice where a cause is likely."""
    head = " ".join(str(error).partition("\nLINE ")[0].split())
    kind, _, text = head.partition(": ")
    text = text or kind
    if kind == "Catalog Error" and text.startswith("Table with name "):
        name = text.removeprefix("Table with name ").partition(" does not exist")[0]
        return f"a result has no table '{name}'; it has {', '.join(TABLES)}"
    words = sql.lower().replace(",", " ").replace(".", " ").split()
    reserved = [f'"{word}"' for word in _RESERVED if word in words]
    if kind == "Parser Error" and reserved:
        text += f"; a column named like a word of SQL is written {' or '.join(reserved)}"
    return f"the query cannot be answered: {text}"
