"""Tables of offices in files: a CSV file named by a scenario, and the totals that a table gives.

A CSV file has one line of column names and one line per office, with commas, or with semicolons
and then also decimal commas (as German spreadsheet programs write it). It becomes the same tree
that the rows would be in YAML, each value with its place, so that all checks are the same.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator

from pydantic import ValidationError

from .office_division import table_totals
from .office_groups import OfficeRow
from .parameter import MAX_OFFICES
from .problems import Place, Problem, scenario_error, shown, suggestion
from .yaml_reader import LINE_END, Document, Node, read_text, resolve

COLUMNS = tuple(OfficeRow.model_fields)
_NEEDED = ("name", "size")
_TEXTS = ("name", "land", "region")
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]*,[0-9]+", re.ASCII)

_TOTALS = {
    "size": (("population", "size"), "persons"),
    "share_under_25": (("population", "share_under_25"), "share"),
    "fte_under_25": (("staff", "teams", "under_25", "fte"), "FTE"),
    "fte_from_25": (("staff", "teams", "from_25", "fte"), "FTE"),
}
"""Where the total of each column stands in a scenario, and its unit."""

_SAME = 1e-6
"""Relative difference up to which a stated total agrees with the table."""


def complete_offices(document: Document, read: Callable[[str, Place], tuple[str, bytes]]) -> None:
    """Complete a scenario's tree by its table of offices; problems are noted in ``document``.

    Rows come from the CSV file that the scenario names, if any. Totals that the table gives are
    put where the scenario has them (see ``_TOTALS``); a total that is stated there must agree.

    Args:
        document: what was read from a scenario file; its tree is changed.
        read: returns the name for messages and the bytes of the file that a text names; it is
            told where that text stands.

    Raises:
        koopsim.model.errors.ScenarioError: the file is no table (``read`` raises it as well, if
            there is no such file).
    """
    table = _child(document.root, "offices", "table")
    fields = table.children if table is not None else None
    if document.root is None or fields is None:
        return
    named = fields.get("file")
    if named is not None and isinstance(named.value, str) and named.value:
        if "rows" in fields:
            text = "give either a file or rows, and not both"
            document.problems.append(Problem(named.place, "offices.table.file", text))
            return
        fields["rows"] = _read_rows(document, *read(named.value, named.place))
    if "rows" in fields:
        _state_totals(document, document.root, fields)


def _read_rows(document: Document, file: str, content: bytes) -> Node:
    """Return the rows of a CSV file as a list of groups.

    Raises:
        ScenarioError: it is no table.
    """
    inner = Document(file)
    text = read_text(inner, content)
    rows = [] if text is None else list(_rows_in(inner, text))
    if inner.problems:
        raise scenario_error(document.file, [*document.problems, *inner.problems])
    return Node(Place(file, 1, 1), rows)


def _rows_in(document: Document, text: str) -> Iterator[Node]:
    """Yield one group per office, and note what is wrong with the lines."""
    lines = [(n, line) for n, line in enumerate(LINE_END.split(text), start=1) if line.strip()]
    if not lines:
        expected = "the first line names the columns, each further line is an office"
        _note(document, 1, f"the file is empty; {expected}: {_list(COLUMNS)}")
        return
    number, head = lines[0]
    mark = ";" if ";" in head else ","
    names = [cell.strip() for cell in _cells(document, number, head, mark)]
    if not _columns_are_known(document, number, names):
        return
    if len(lines) - 1 > MAX_OFFICES:
        _note(document, lines[MAX_OFFICES + 1][0], f"more than {MAX_OFFICES:,} offices")
        return
    if len(lines) == 1:
        _note(document, number, "there is no office below the names of the columns")
    for number, line in lines[1:]:
        cells = _cells(document, number, line, mark)
        if cells and len(cells) != len(names):
            expected = f"{len(names)} columns, but this line has {len(cells)}"
            _note(document, number, f"the first line names {expected}")
        elif cells:
            yield _row(document.file, number, names, cells, mark)


def _cells(document: Document, number: int, line: str, mark: str) -> list[str]:
    """Return the cells of one line; none after noting why it cannot be split."""
    try:
        return next(csv.reader([line], delimiter=mark, strict=True))
    except csv.Error:
        _note(document, number, "quotation marks do not match; an office has one line")
        return []


def _columns_are_known(document: Document, number: int, names: list[str]) -> bool:
    """Tell whether the first line names known columns, each once, and those that are needed."""
    before = len(document.problems)
    for name in names:
        if name not in COLUMNS:
            hint = suggestion(name, COLUMNS)
            _note(document, number, f"{shown(name)} is not a column of this table; {hint}")
    if len(set(names)) < len(names):
        _note(document, number, "a column is named twice")
    if names and (missing := [name for name in _NEEDED if name not in names]):
        _note(document, number, f"the column {_list(missing)} is missing")
    return bool(names) and len(document.problems) == before


def _row(file: str, number: int, names: list[str], cells: list[str], mark: str) -> Node:
    """Return one line as a group; empty cells are left out."""
    place = Place(file, number, 1)
    fields = {
        name: Node(place, cell if name in _TEXTS else _number(cell, mark), place)
        for name, cell in zip(names, (cell.strip() for cell in cells), strict=True)
        if cell
    }
    return Node(place, dict(fields))


def _number(cell: str, mark: str) -> str | int | float | bool | None:
    """Return what a cell means; a decimal comma only where commas do not separate cells."""
    if mark == ";" and _DECIMAL_COMMA.fullmatch(cell):
        cell = cell.replace(",", ".")
    return resolve(cell)


def _state_totals(document: Document, root: Node, table: dict[str, Node]) -> None:
    """Put the totals of a table into the tree, or note where other ones are stated."""
    rows = _valid_rows(table["rows"])
    if not rows:
        return  # what is wrong with them is found by the validation that follows
    for name, value in table_totals(rows).items():
        path, unit = _TOTALS[name]
        parameter = _group_at(root, path, table["rows"].place)
        if parameter is None:
            continue
        stated = parameter.setdefault("value", Node(table["rows"].place, value))
        if _agrees(stated.value, value):
            _give_origin(parameter, stated, unit, table)
        else:
            text = f"{shown(stated.value)} is not what the table of offices adds up to, {value:g}; "
            text += "correct one of them, or leave this value out"
            document.problems.append(Problem(stated.place, f"{'.'.join(path)}.value", text))


def _valid_rows(rows: Node) -> list[OfficeRow]:
    """Return the rows; none if any is wrong, or if columns have gaps."""
    plain = rows.plain()
    try:
        offices = [OfficeRow.model_validate(row) for row in plain]
    except (ValidationError, TypeError):
        return []
    gaps = {frozenset(office.model_dump(exclude_none=True)) for office in offices}
    return offices if len(gaps) == 1 else []


def _group_at(root: Node, path: tuple[str, ...], place: Place) -> dict[str, Node] | None:
    """Return the fields of a group, made on the way if it is missing; None if it is no group."""
    node = root
    for name in path:
        if node.children is None:
            return None
        node = node.children.setdefault(name, Node(place, {}))
    return node.children


def _give_origin(
    parameter: dict[str, Node], value: Node, unit: str, table: dict[str, Node]
) -> None:
    """Give a total the origin of the table where the file names no other."""
    place = table["rows"].place
    origin = {"unit": Node(place, unit), "range": Node(place, [value, value])}
    origin |= {name: table[name] for name in ("grade", "source") if name in table}
    for name, node in origin.items():
        parameter.setdefault(name, node)


def _agrees(stated: object, value: float) -> bool:
    """Tell whether a stated total is that of the table; what is no number is judged elsewhere."""
    if isinstance(stated, bool) or not isinstance(stated, int | float):
        return True
    return abs(stated - value) <= _SAME * max(1.0, abs(value))


def _child(node: Node | None, *path: str) -> Node | None:
    """Return the node at a path, if there is one."""
    for name in path:
        node = (node.children or {}).get(name) if node is not None else None
    return node


def _note(document: Document, line: int, text: str) -> None:
    document.problems.append(Problem(Place(document.file, line, 1), "", text))


def _list(words: tuple[str, ...] | list[str]) -> str:
    return ", ".join(words)
