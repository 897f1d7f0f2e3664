"""Measuring and wrapping text, in millimetres, with the font that comes with matplotlib."""

from __future__ import annotations

from functools import cache
from typing import Literal

FONT = "DejaVu Sans"
SMALLEST = 7.0
"""No text on the sheet is smaller, in points."""

SOFT_HYPHEN = "\u00ad"
MM_PER_POINT = 25.4 / 72
Weight = Literal["normal", "bold"]


@cache
def text_width(text: str, size: float, weight: Weight = "normal") -> float:
    """Return the width of one line in mm at ``size`` points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    font = FontProperties(family=FONT, size=size, weight=weight)
    width, _, _ = TextToPath().get_text_width_height_descent(text, font, ismath=False)
    return float(width) * MM_PER_POINT


def line_height(size: float) -> float:
    """Return the distance between two lines in mm at ``size`` points."""
    return 1.22 * size * MM_PER_POINT


def wrapped(text: str, width: float, size: float, weight: Weight = "normal") -> tuple[str, ...]:
    """Break a text into lines of at most ``width`` mm, at blanks and at soft hyphens.

    A word that is too long for a line stands alone and is too wide: `fits` finds that.
    """
    lines = [""]
    for word in text.split():
        _add_word(lines, word, width, size, weight)
    return tuple(line for line in lines if line)


def _add_word(lines: list[str], word: str, width: float, size: float, weight: Weight) -> None:
    def room_for(piece: str) -> bool:
        return text_width(_joined(lines[-1], piece), size, weight) <= width

    pieces = word.split(SOFT_HYPHEN)
    while pieces:
        count = next(
            (
                n
                for n in range(len(pieces), 0, -1)
                if room_for("".join(pieces[:n]) + ("-" if n < len(pieces) else ""))
            ),
            0,
        )
        if count == 0 and lines[-1]:
            lines.append("")
            continue
        count = count or 1
        head = "".join(pieces[:count]) + ("-" if count < len(pieces) else "")
        lines[-1] = _joined(lines[-1], head)
        pieces = pieces[count:]
        if pieces:
            lines.append("")


def _joined(line: str, word: str) -> str:
    return f"{line} {word}" if line else word


def fits(
    lines: tuple[str, ...], width: float, height: float, size: float, weight: Weight = "normal"
) -> bool:
    """Tell whether lines fit into a rectangle of ``width`` and ``height`` mm."""
    return len(lines) * line_height(size) <= height + 0.3 and all(
        text_width(line, size, weight) <= width + 0.05 for line in lines
    )


def fitted(
    text: str, width: float, height: float, largest: float, weight: Weight = "normal"
) -> tuple[tuple[str, ...], float]:
    """Return lines and size in points: the largest size up to ``largest`` at which the text fits.

    Sizes go down in half points to the smallest; that one is returned even if the text overflows.
    """
    size = largest
    while size > SMALLEST:
        lines = wrapped(text, width, size, weight)
        if fits(lines, width, height, size, weight):
            return lines, size
        size -= 0.5
    return wrapped(text, width, SMALLEST, weight), SMALLEST
