"""Cells of a table as people read them, in the language of the document."""

from __future__ import annotations

import math
import re
from typing import cast

import numpy as np
from babel.numbers import format_scientific

from ...model.process.text import Language, Text
from ..formatting import number, percent, plain
from .document import Cell, Column

_LONG, _VERY_LONG = 24, 30
"""Longer words may be broken: at signs from the first length on, anywhere from the second on."""

_SIGNS = re.compile(r"(?<=[._/\\=:,;&?|+-])(?=.)")

_TRUTH = {True: Text("ja", "yes"), False: Text("nein", "no")}
_HUGE = 1e15
"""From here on a number is written with a power of ten: no reader counts so many digits."""

_ENDLESS = "\N{INFINITY}"


def cell_text(cell: Cell, column: Column, language: Language) -> str:
    """Return a cell as text: None and NaN empty, numbers by the kind of their column.

    Numbers in a column of texts are written in full and whole numbers without grouping, since
    they are years, seeds or codes there.
    """
    cell = plain_cell(cell)
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return _TRUTH[cell][language]
    if math.isinf(cell):
        return _ENDLESS if cell > 0 else f"\N{MINUS SIGN}{_ENDLESS}"
    if abs(cell) >= _HUGE and not (isinstance(cell, int) and column.kind == "text"):
        return str(format_scientific(cell, format="0.###E0", locale=language))
    return _number(cell, column, language)


def _number(cell: int | float, column: Column, language: Language) -> str:
    if column.kind == "whole":
        return number(cell, language)
    if column.kind == "number":
        return number(cell, language, column.decimals)
    if column.kind == "share":
        return percent(cell, language, column.decimals)
    return str(cell) if isinstance(cell, int) else plain(cell, language)


def plain_cell(cell: Cell) -> Cell:
    """Return a cell with NumPy's scalars turned into Python's own; None for NaN."""
    if isinstance(cell, np.generic):
        cell = cast("Cell", cell.item())
    return None if isinstance(cell, float) and math.isnan(cell) else cell


def is_numeric(column: Column) -> bool:
    """Return whether a column stands to the right, as numbers do."""
    return column.kind != "text"


def heading_text(column: Column) -> str:
    """Return title and unit of a column in one line, such as ``wait [days]``."""
    return f"{column.title} [{column.unit}]" if column.unit else column.title


def pieces(text: str) -> list[str]:
    """Return a text cut where a line may end within a long word; joined they are the text.

    >>> pieces("a scenario/with-a-very-long-path.yaml")
    ['a scenario/', 'with-', 'a-', 'very-', 'long-', 'path.', 'yaml']
    >>> pieces("Eingliederungsvereinbarung")
    ['Eingliederungsvereinbarung']
    """
    found = [""]
    for word in re.split("( +)", text):
        parts = _SIGNS.split(word) if len(word) > _LONG else [word]
        for number_of_part, part in enumerate(parts):
            cut = list(part) if len(part) > _VERY_LONG else [part]
            if number_of_part == 0:
                found[-1] += cut.pop(0)
            found += cut
    return found
