"""How every picture looks: fonts, colours, line styles, localised axes, reproducible files.

Colours are those of Okabe and Ito, which people with any kind of colour vision can tell apart;
line styles, markers and hatches repeat the distinction, so that black-and-white print works too.
No global state of matplotlib is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...model.process.text import Language, Text
from .. import formatting

BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
SKY, PURPLE, YELLOW, BLACK = "#56B4E9", "#CC79A7", "#F0E442", "#000000"
GREY, PALE = "#6B6B6B", "#D0D0D0"

STYLE: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "font.family": "DejaVu Sans",  # comes with matplotlib: the same letters everywhere
        "font.size": 10.0,
        "axes.titlesize": 11.0,
        "axes.titlelocation": "left",
        "axes.titleweight": "bold",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": "#E4E4E4",
        "grid.linewidth": 0.7,
        "legend.frameon": False,
        "lines.linewidth": 1.8,
        "lines.markersize": 4.5,
        "hatch.linewidth": 0.6,
        "figure.facecolor": "white",
        "svg.fonttype": "path",  # letters as shapes: no font is needed to read the file
        "svg.hashsalt": "koopsim",  # without a salt, ids in the file would differ from run to run
    }
)
"""Settings of matplotlib under which pictures are made and written."""

WIDTH = 7.6
"""Width of a picture in inches."""


@dataclass(frozen=True, slots=True)
class LineStyle:
    """Colour, dash pattern and marker that belong together."""

    colour: str
    dashes: str
    marker: str


LINES: Final = (
    LineStyle(BLUE, "-", "o"),
    LineStyle(VERMILION, "--", "s"),
    LineStyle(GREEN, "-.", "^"),
    LineStyle(PURPLE, ":", "D"),
)
"""Styles of the first, second, third and fourth line of a picture."""

MEAN_AND_INTERVAL = Text(
    "Linie: Mittelwert der Läufe; Fläche: 95-%-Konfidenzintervall des Mittelwerts",
    "line: mean of the runs; band: 95% confidence interval of the mean",
)
ONE_RUN = Text("ein einziger Lauf, daher ohne Intervall", "a single run, hence no interval")
MONTH_AXIS = Text("Monat", "month")


def literal(text: str) -> str:
    r"""Return a text from outside as it may stand in a picture: matplotlib reads no formula in it.

    >>> literal("costs $5 or $6")
    'costs \\$5 or \\$6'
    """
    return text.replace("$", r"\$")


@contextmanager
def drawing() -> Iterator[None]:
    """Apply the style to everything drawn or written inside."""
    settings: Any = dict(STYLE)
    with mpl.rc_context(settings):
        yield


def new_figure(
    rows: int = 1, columns: int = 1, height: float = 3.6, sharex: bool | Literal["col"] = False
) -> tuple[Figure, list[Axes]]:
    """Return an empty picture and its panels, row by row; call inside ``drawing``."""
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    panels = figure.subplots(rows, columns, squeeze=False, sharex=sharex)
    return figure, [panel for row in panels for panel in row]


def month_axis(axes: Axes, months: list[str], language: Language, marks_at_most: int = 12) -> None:
    """Mark months on the horizontal axis, as many as are legible, with the year below."""
    steps = (1, 2, 3, 4, 6, 12, 24, 60, 120)
    step = next((s for s in steps if len(months) <= marks_at_most * s), steps[-1])
    marks = list(range(0, len(months), step))
    names = []
    year = ""
    for place in marks:
        month = formatting.short_month(months[place], language)
        names.append(month if months[place][:4] == year else f"{month}\n{months[place][:4]}")
        year = months[place][:4]
    axes.set_xticks(marks, names)
    margin = 0.5 if len(months) == 1 else 0.02 * len(months)
    axes.set_xlim(-margin, len(months) - 1 + margin)
    axes.grid(axis="x", visible=False)
    axes.set_xlabel(MONTH_AXIS[language])


def value_axis(axes: Axes, label: str, language: Language) -> None:
    """Label the vertical axis, start it at 0 and write its numbers in the language."""
    axes.set_ylabel(label)
    top = axes.get_ylim()[1]
    axes.set_ylim(0, 1.06 * top if top > 0 else 1)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10], min_n_ticks=3))
    axes.yaxis.set_major_formatter(localised(language))


def localised(language: Language) -> FuncFormatter:
    """Return a tick formatter that writes numbers in the language, without needless zeros."""

    def text(value: float, _place: int | None = None) -> str:
        return formatting.plain(value, language)

    return FuncFormatter(text)


def band(axes: Axes, frame: pd.DataFrame, style: LineStyle, label: str) -> None:
    """Draw the mean over months with its interval; ``frame`` has mean, low, high by month."""
    places = np.arange(len(frame))
    mean = frame["mean"].to_numpy(dtype=float)
    low, high = frame["low"].to_numpy(dtype=float), frame["high"].to_numpy(dtype=float)
    if np.isfinite(low).any():
        axes.fill_between(places, low, high, color=style.colour, alpha=0.22, linewidth=0)
    every = max(1, len(frame) // 12)
    axes.plot(
        places,
        mean,
        color=style.colour,
        linestyle=style.dashes,
        marker=style.marker,
        markevery=every,
        label=label,
    )


def note_below(figure: Figure, frame: pd.DataFrame, language: Language) -> None:
    """Say below the picture what line and band are, or that there is no interval."""
    text = MEAN_AND_INTERVAL if frame["low"].notna().any() else ONE_RUN
    figure.supxlabel(text[language], fontsize=8.5, color=GREY, x=0.99, ha="right")


def legend_above(axes: Axes, columns: int = 2) -> None:
    """Put the legend above a panel, where it hides no data."""
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=columns,
        borderaxespad=0.2,
        handlelength=2.6,
        columnspacing=1.2,
        fontsize=9,
    )
