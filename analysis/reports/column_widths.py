"""How the width of a page is divided among the columns of a table.

If everything fits in one line, each column is as wide as its content. Otherwise each gets the
width of its longest word, and what is left goes to the columns with long texts, by the square
root of what they lack: so a long text wraps more often than a short one, but none is starved.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

PAGE_POINTS = 493.0
"""Width of an A4 page between its margins."""

_LETTER = 0.56
"""Mean width of a letter as a share of the font size."""

_BOLD = 1.15
"""Headings are bold, and so wider."""

_PADDING = 1.7
"""Letters that the space between two columns takes."""

_LONGEST_WORD = 18
"""Longer words are hyphenated."""

_SIZES = ((12, 5.6), (8, 6.6), (0, 7.8))
"""Font size [points] of tables with more columns than so many."""


def font_size(columns: int) -> float:
    """Return the font size of a table with so many columns, in points."""
    return next(size for more_than, size in _SIZES if columns > more_than or more_than == 0)


def column_shares(headings: Sequence[str], cells: Sequence[Sequence[str]]) -> list[float]:
    """Return the share of the width for each column; nothing if each fits as it is.

    Args:
        headings: of the columns, with units.
        cells: for each column its texts.
    """
    if not headings:
        return []
    letters = PAGE_POINTS / (_LETTER * font_size(len(headings))) - _PADDING * len(headings)
    long_cells = [max(map(len, column), default=0) for column in cells]
    bold = [_BOLD * len(heading) for heading in headings]
    if sum(map(max, zip(long_cells, bold, strict=True))) <= letters:
        return []
    least = [
        min(max(_longest_word(column), _BOLD * _longest_word([heading])) + 3, _LONGEST_WORD)
        for heading, column in zip(headings, cells, strict=True)
    ]
    lacking = [
        math.sqrt(max(0, wide - narrow)) for wide, narrow in zip(long_cells, least, strict=True)
    ]
    spare = max(0.0, letters - sum(least))
    total = sum(lacking) or 1.0
    widths = [narrow + spare * lack / total for narrow, lack in zip(least, lacking, strict=True)]
    return [round(width / sum(widths), 4) for width in widths]


def _longest_word(column: Sequence[str]) -> int:
    return max((len(word) for text in column for word in text.split()), default=1)
