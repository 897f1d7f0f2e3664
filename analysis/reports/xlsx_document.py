"""A document as an Excel workbook: an overview, one sheet per table, one with the pictures.

Texts are written as texts, never as formulas or links to the outside; numbers stay numbers with
the format of their column. The same document gives the same bytes.
"""

from __future__ import annotations

import io
import math
from datetime import datetime
from typing import Any

import xlsxwriter

from ...model.process.text import Language
from ..errors import AnalysisError
from . import standing_words as words
from .cells import cell_text, heading_text, is_numeric, plain_cell
from .document import Bullets, Cell, Column, Document, Heading, Paragraph, Picture, Table
from .inert import inert
from .pictures import fresh_png
from .sheet_names import SheetNames

_LONGEST_TEXT = 32_767
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384
_EXACT = 2**53
"""Larger whole numbers would lose digits in Excel, so they are written as texts."""

_NARROW, _WIDE = 9, 60
"""Bounds of the width of a column in letters."""

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_CREATED = datetime(2000, 1, 1)
"""Written as the day of creation, because a real one would change the bytes."""


def document_xlsx(document: Document) -> bytes:
    """Return the document as an Excel workbook.

    Raises:
        AnalysisError: if a table has more rows or columns than a sheet can hold.
    """
    document = inert(document)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        book.set_properties(
            {"title": document.title[:255], "author": words.SOFTWARE, "created": _CREATED}
        )
        _Writer(book, document).write()
    return stream.getvalue()


class _Writer:
    """Writes one document into one workbook."""

    def __init__(self, book: Any, document: Document) -> None:
        self._book = book
        self._document = document
        self._language: Language = document.language
        self._names = SheetNames()
        self._formats: dict[str, Any] = {}
        self._row = 0

    def write(self) -> None:
        """Write the overview first, then the tables, then the pictures."""
        tables = [block for block in self._document.blocks if isinstance(block, Table)]
        pictures = [block for block in self._document.blocks if isinstance(block, Picture)]
        overview = self._sheet(words.OVERVIEW[self._language])
        names = {id(table): self._names.new(table.name or table.title) for table in tables}
        self._overview(overview, names)
        for table in tables:
            self._table(self._book.add_worksheet(names[id(table)]), table)
        if pictures:
            self._pictures(self._sheet(words.PICTURES[self._language]), pictures)

    def _sheet(self, name: str) -> Any:
        return self._book.add_worksheet(self._names.new(name))

    def _format(self, **properties: Any) -> Any:
        """Return a format; equal ones are made once."""
        key = repr(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top", **properties})
        return self._formats[key]

    # -- the overview --------------------------------------------------------------------------

    def _overview(self, sheet: Any, names: dict[int, str]) -> None:
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 100)
        sheet.set_column(1, 1, 60)
        self._row = 0
        self._say(sheet, words.BRAND[self._language], font_color="#555555")
        self._say(sheet, self._document.title, bold=True, font_size=16)
        if self._document.subtitle:
            self._say(sheet, self._document.subtitle, font_color="#555555")
        for block in self._document.blocks:
            self._overview_block(sheet, block, names)
        if self._document.provenance:
            self._row += 1
            self._say(sheet, words.PROVENANCE[self._language], bold=True, font_size=13)
            for name, value in self._document.provenance.items():
                sheet.write_string(self._row, 1, _cut(value), self._format(text_wrap=True))
                self._say(sheet, name)
        self._row += 1
        self._say(sheet, words.NO_DECISION[self._language], font_color="#555555")

    def _overview_block(self, sheet: Any, block: object, names: dict[int, str]) -> None:
        match block:
            case Heading():
                self._row += 1
                self._say(sheet, block.text, bold=True, font_size=max(11, 14 - block.level))
            case Paragraph(style="emphasis"):
                self._say(sheet, block.text, bold=True, bg_color="#F3F6FA")
            case Paragraph():
                colour = "#555555" if block.style == "note" else "#000000"
                self._say(sheet, block.text, font_color=colour)
            case Bullets():
                for item in block.items:
                    self._say(sheet, f"• {item}", indent=1)
            case Table():
                name = names[id(block)]
                target = name.replace("'", "''")
                title = f"{words.TABLE[self._language]}: {block.title}"
                self._link(sheet, f"internal:'{target}'!A1", title)
            case Picture():
                name = words.PICTURES[self._language]
                self._link(sheet, f"internal:'{name}'!A1", f"{name}: {block.title}")

    def _say(self, sheet: Any, text: str, **properties: Any) -> None:
        """Write a line; its height is reckoned, because Excel does not reckon it when opening."""
        text = _cut(text)
        sheet.write_string(self._row, 0, text, self._format(text_wrap=True, **properties))
        size = properties.get("font_size", 11)
        lines = math.ceil(max(len(text), 1) * size / 11 / 105)
        sheet.set_row(self._row, min(400, lines * size * 1.4))
        self._row += 1

    def _link(self, sheet: Any, target: str, text: str) -> None:
        look = self._format(font_color="#0B5394", underline=1, text_wrap=True)
        sheet.write_url(self._row, 0, target, look, _cut(text)[:255])
        self._row += 1

    # -- tables --------------------------------------------------------------------------------

    def _table(self, sheet: Any, table: Table) -> None:
        if len(table.rows) >= _MOST_ROWS or len(table.columns) > _MOST_COLUMNS:
            raise AnalysisError(
                f"the table {table.title!r} has {len(table.rows)} rows and {len(table.columns)} "
                f"columns; a sheet of Excel holds {_MOST_ROWS - 1} and {_MOST_COLUMNS}"
            )
        sheet.freeze_panes(1, 1 if table.columns and not is_numeric(table.columns[0]) else 0)
        for place, column in enumerate(table.columns):
            align = "right" if is_numeric(column) else "left"
            head = self._format(
                bold=True, text_wrap=True, bottom=2, bg_color="#F3F6FA", align=align
            )
            sheet.write_string(0, place, _cut(heading_text(column)), head)
            sheet.set_column(place, place, self._width(table, place))
        for number, row in enumerate(table.rows, 1):
            for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                self._cell(sheet, (number, place), plain_cell(cell), column)
        if table.rows and table.columns:
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)

    def _cell(self, sheet: Any, place: tuple[int, int], cell: Cell, column: Column) -> None:
        align = "right" if is_numeric(column) else "left"
        if cell is None:
            return
        if _is_number(cell):
            look = self._format(num_format=_number_format(column), align=align)
            sheet.write_number(*place, cell, look)
        else:
            text = _cut(cell_text(cell, column, self._language))
            sheet.write_string(*place, text, self._format(text_wrap=True, align=align))

    def _width(self, table: Table, place: int) -> int:
        """Return the width of a column in letters: the longest text, within bounds."""
        column = table.columns[place]
        longest_word = max((len(w) for w in heading_text(column).split()), default=0) + 3
        texts = (cell_text(row[place], column, self._language) for row in table.rows)
        longest = max((len(text) for text in texts), default=0) + 2
        return min(_WIDE, max(_NARROW, longest_word, longest))

    # -- pictures ------------------------------------------------------------------------------

    def _pictures(self, sheet: Any, pictures: list[Picture]) -> None:
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 120)
        self._row = 0
        for picture in pictures:
            self._say(sheet, picture.title, bold=True, font_size=13)
            png = fresh_png(picture.figure)
            options = {
                "image_data": io.BytesIO(png),
                "description": picture.alternative[:255],
                "object_position": 2,
            }
            sheet.insert_image(self._row, 0, f"{self._row}.png", options)
            height = float(picture.figure.get_size_inches()[1]) * 72  # points
            rows = math.ceil(height / 15) + 1
            self._row += rows
            self._say(sheet, picture.alternative)
            self._row += 1


def _is_number(cell: Cell) -> bool:
    """Return whether Excel can hold a cell as a number without loss."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    return abs(cell) <= _EXACT if isinstance(cell, int) else math.isfinite(cell)


def _number_format(column: Column) -> str:
    """Return Excel's format of a column; Excel itself puts in the signs of its language."""
    places = "." + "0" * column.decimals if column.decimals else ""
    formats = {"whole": "#,##0", "number": f"#,##0{places}", "share": f"0{places}%"}
    return formats.get(column.kind, "General")


def _cut(text: str) -> str:
    """Return a text no longer than a cell can hold."""
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"
