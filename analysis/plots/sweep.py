"""A sweep as a picture: a line over one parameter, a heat map over two, several maps over three."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize, to_hex
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from ...model.process.text import Language, Text
from ..errors import AnalysisError
from ..formatting import check_language, percent, plain
from ..measures import Measure, measure
from ..sweep import Sweep
from ..varying import Axis
from . import style
from .heat_map import ink_on

__all__ = ["MOST_DRAWN_AXES", "plot_sweep"]

MOST_DRAWN_AXES = 3
"""With more parameters than this there is only the table."""

_COLOURS = LinearSegmentedColormap.from_list(
    "koopsim-sweep", ["#f7fbff", "#9ecae1", "#4292c6", "#0072B2", "#08306b"]
)
_BAND = Text(
    "Linie: Mittelwert der Läufe; Fläche: {0}-Konfidenzintervall; Kreuz: unverändertes Szenario",
    "line: mean of the runs; band: {0} confidence interval; cross: unchanged scenario",
)
_CELLS = Text(
    "Zahl und Farbe: Mittelwert von {0} Läufen je Punkt; unverändert: {1}",
    "number and colour: mean of {0} runs per point; unchanged: {1}",
)
_UNITS = {
    "probability": Text("Wahrscheinlichkeit", "probability"),
    "probability per month": Text("Wahrscheinlichkeit je Monat", "probability per month"),
    "probability per year": Text("Wahrscheinlichkeit je Jahr", "probability per year"),
    "share": Text("Anteil", "share"),
    "persons": Text("Personen", "persons"),
    "cases": Text("Fälle", "cases"),
    "days": Text("Kalendertage", "calendar days"),
    "working days": Text("Arbeitstage", "working days"),
    "months": Text("Monate", "months"),
    "minutes": Text("Minuten", "minutes"),
    "FTE": Text("VZÄ", "FTE"),
    "boolean": Text("0 = aus, 1 = an", "0 = off, 1 = on"),
}


def plot_sweep(sweep: Sweep, name: str, language: str = "en") -> Figure:
    """Return the picture of one measure over the swept parameters.

    Raises:
        AnalysisError: if the language or the measure is unknown, or more than three parameters were
            varied.
    """
    chosen = check_language(language)
    item = measure(name)
    if item not in sweep.measures:
        raise AnalysisError(f"The sweep has no values for {name!r}.")
    if len(sweep.axes) > MOST_DRAWN_AXES:
        raise AnalysisError(
            f"{len(sweep.axes)} parameters were varied; at most {MOST_DRAWN_AXES} can be drawn. "
            "The table has all values."
        )
    with style.drawing():
        return _lines(sweep, item, chosen) if len(sweep.axes) == 1 else _maps(sweep, item, chosen)


def axis_title(axis: Axis, language: Language) -> str:
    """Return path and unit of a parameter."""
    return f"{axis.name} [{_UNITS[axis.unit][language] if axis.unit in _UNITS else axis.unit}]"


def _lines(sweep: Sweep, item: Measure, language: Language) -> Figure:
    (axis,), frame = sweep.axes, sweep.of(item.name).sort_values(sweep.axes[0].name)
    places = frame[axis.name].to_numpy(dtype=float)
    figure, (panel,) = style.new_figure(height=3.6)
    if np.isfinite(frame["low"].to_numpy(dtype=float)).any():
        panel.fill_between(
            places, frame["low"], frame["high"], color=style.BLUE, alpha=0.22, linewidth=0
        )
    panel.plot(places, frame["mean"], color=style.BLUE, marker="o")
    own = float(sweep.base.loc[sweep.base["indicator"] == item.name, "mean"].iloc[0])
    panel.plot([axis.base], [own], color=style.BLACK, marker="x", markersize=9, mew=2)
    panel.set_title(item.title[language])
    panel.set_xlabel(axis_title(axis, language))
    panel.xaxis.set_major_formatter(style.localised(language))
    style.value_axis(panel, item.unit[language], language)
    if item.percent:
        panel.set_ylim(0, max(panel.get_ylim()[1], 0.01))
        panel.yaxis.set_major_formatter(_percents(language))
    note = _BAND[language].format(percent(sweep.confidence, language))
    figure.supxlabel(note, fontsize=8.5, color=style.GREY, x=0.99, ha="right")
    return figure


def _numbers(item: Measure, language: Language) -> FuncFormatter:
    return _percents(language) if item.percent else style.localised(language)


def _percents(language: Language) -> FuncFormatter:
    def text(value: float, _place: int | None = None) -> str:
        return percent(value, language, 0 if abs(value * 100 - round(value * 100)) < 1e-6 else 1)

    return FuncFormatter(text)


def _maps(sweep: Sweep, item: Measure, language: Language) -> Figure:
    frame = sweep.of(item.name)
    facets = sorted(sweep.axes[2].values) if len(sweep.axes) == 3 else [None]
    columns = 1 if len(facets) == 1 else 2
    rows = -(-len(facets) // columns)
    tall = max(2.2, 0.42 * len(sweep.axes[1].values) + 1.1)
    figure, panels = style.new_figure(rows, columns, height=0.9 + tall * rows)
    values = frame["mean"].to_numpy(dtype=float)
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    scale = Normalize(low, high if high > low else low + 1)
    for panel, facet in zip(panels, facets, strict=False):
        part = frame if facet is None else frame[frame[sweep.axes[2].name] == facet]
        _map(panel, sweep, part, item, scale, language)
        if facet is not None:
            panel.set_title(f"{sweep.axes[2].name} = {plain(facet, language)}", fontsize=9.5)
    for panel in panels[len(facets) :]:
        panel.remove()
    figure.suptitle(
        f"{item.title[language]} [{item.unit[language]}]",
        x=0.01,
        ha="left",
        fontsize=11,
        fontweight="bold",
    )
    own = float(sweep.base.loc[sweep.base["indicator"] == item.name, "mean"].iloc[0])
    note = _CELLS[language].format(sweep.replications, item.text(own, language))
    figure.supxlabel(note, fontsize=8.5, color=style.GREY, x=0.99, ha="right")
    return figure


def _map(
    axes: Axes,
    sweep: Sweep,
    part: pd.DataFrame,
    item: Measure,
    scale: Normalize,
    language: Language,
) -> None:
    across, up = sweep.axes[0], sweep.axes[1]
    wide = part.pivot(index=up.name, columns=across.name, values="mean").sort_index()
    wide = wide[sorted(wide.columns)]
    cells = wide.to_numpy(dtype=float)
    mesh = axes.pcolormesh(cells, cmap=_COLOURS, norm=scale, edgecolors="white", linewidth=1)
    small = 8.5 if cells.shape[1] <= 8 else 7 if cells.shape[1] <= 12 else 0
    if not small:  # too many cells for numbers: a scale of colours in their place
        axes.figure.colorbar(mesh, ax=axes, format=_numbers(item, language))
    for row, column in np.ndindex(*cells.shape) if small else ():
        value = float(cells[row, column])
        ink = ink_on(to_hex(_COLOURS(scale(value)))) if np.isfinite(value) else style.BLACK
        axes.text(
            column + 0.5,
            row + 0.5,
            item.text(value, language),
            ha="center",
            va="center",
            fontsize=small,
            color=ink,
        )
    axes.set_xticks(
        np.arange(cells.shape[1]) + 0.5,
        [plain(round(float(v), 4), language) for v in wide.columns],
        rotation=0 if cells.shape[1] <= 8 else 60,
    )
    axes.set_yticks(
        np.arange(cells.shape[0]) + 0.5, [plain(round(float(v), 4), language) for v in wide.index]
    )
    axes.grid(visible=False)
    axes.set_xlabel(axis_title(across, language))
    axes.set_ylabel(axis_title(up, language))
