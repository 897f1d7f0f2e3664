"""Scenarios side by side: differences with their intervals, and paths over the months."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from ...model.process.text import Language, Text
from ..comparison import Comparison
from ..errors import AnalysisError
from ..forecast import summary
from ..formatting import check_language, percent
from ..indicator_catalogue import indicator
from ..measures import Measure
from ..paired_differences import Difference
from . import style

__all__ = ["LOOKS", "PATHS", "drawn_measures", "plot_differences", "plot_paths"]

PATHS = ("fte_needed", "talks", "no_shows", "backlog")
"""Indicators whose paths are drawn if nothing else is asked for."""

LOOKS = (
    *style.LINES,
    style.LineStyle(style.ORANGE, "--", "v"),
    style.LineStyle(style.SKY, "-.", "P"),
)
"""How the compared scenarios look, in order; one for each of the most that may be compared."""

_AXIS = Text("Unterschied zu „{0}“", "difference from “{0}”")
_NOTE = Text(
    "Punkt: mittlerer Unterschied der gepaarten Läufe; dicker Strich: {0}-Konfidenzintervall;\n"
    "dünner Strich: gilt für alle {1} Zeilen zugleich (Bonferroni); hohl: nicht vom Zufall zu "
    "trennen (Holm)",
    "dot: mean difference of paired runs; thick line: {0} confidence interval;\n"
    "thin line: holds for all {1} rows at once (Bonferroni); hollow: not told from chance (Holm)",
)


def plot_differences(comparison: Comparison, language: str = "en") -> Figure:
    """Return a forest plot: the relative difference of each measure, scenario by scenario.

    Measures that are 0 in the baseline have no relative difference and are left out.

    Raises:
        AnalysisError: if the language is unknown, or no measure has a relative difference.
    """
    chosen = check_language(language)
    if not drawn_measures(comparison):
        raise AnalysisError("All measures are 0 in the baseline; there is nothing to draw.")
    rows = drawn_measures(comparison)
    others = comparison.scenarios[1:]
    height = 1.5 + 0.27 * len(rows) * (0.55 + 0.45 * len(others))
    with style.drawing():
        figure, (panel,) = style.new_figure(height=max(2.4, height))
        for place, other in enumerate(others):
            offset = (place - (len(others) - 1) / 2) * 0.7 / len(others)
            found = {row.measure.name: row for row in comparison.of(other.name)}
            look = LOOKS[place]
            for line, item in enumerate(rows):
                label = comparison.title(other.name, chosen) if line == 0 else None
                _whisker(panel, found[item.name], line + offset, look, label, comparison)
        panel.axvline(0, color=style.BLACK, linewidth=1.0)
        panel.set_yticks(range(len(rows)), [item.title[chosen] for item in rows])
        panel.set_ylim(len(rows) - 0.4, -0.6)
        panel.grid(axis="y", visible=False)
        panel.xaxis.set_major_formatter(_signed_percent(chosen))
        panel.set_xlabel(_AXIS[chosen].format(comparison.title(comparison.baseline.name, chosen)))
        style.legend_above(panel, columns=2)
        note = _NOTE[chosen].format(
            percent(comparison.confidence, chosen), len(comparison.differences)
        )
        figure.supxlabel(note, fontsize=8, color=style.GREY, x=0.01, ha="left")
    return figure


def drawn_measures(comparison: Comparison) -> list[Measure]:
    """Return the measures that have a relative difference in any scenario."""
    known = {row.measure.name for row in comparison.differences if math.isfinite(row.relative.mean)}
    return [item for item in comparison.measures if item.name in known]


def _whisker(
    axes: Axes,
    row: Difference,
    height: float,
    look: style.LineStyle,
    label: str | None,
    comparison: Comparison,
) -> None:
    """Draw one difference; the simultaneous interval is widened as the plain one is."""
    found = row.relative
    if not math.isfinite(found.mean):
        return
    plain = (row.difference.high - row.difference.low) / 2
    wide = (row.simultaneous.high - row.simultaneous.low) / 2
    half = (found.high - found.low) / 2
    outer = half * wide / plain if plain > 0 else 0.0
    axes.plot(
        [found.mean - outer, found.mean + outer], [height, height], color=look.colour, linewidth=1.0
    )
    axes.plot([found.low, found.high], [height, height], color=look.colour, linewidth=3.2)
    axes.plot(
        [found.mean],
        [height],
        color=look.colour,
        marker=look.marker,
        markersize=6,
        markerfacecolor=look.colour if row.clear(comparison.confidence) else "white",
        linestyle="none",
        label=label,
    )


def _signed_percent(language: Language) -> FuncFormatter:
    def text(value: float, _place: int | None = None) -> str:
        digits = 0 if abs(value * 100 - round(value * 100)) < 1e-6 else 1
        return ("+" if value > 1e-12 else "") + percent(value, language, digits)

    return FuncFormatter(text)


@dataclass(frozen=True)
class _Months:
    """What ``summary`` reads of a result."""

    months: pd.DataFrame


def plot_paths(
    comparison: Comparison, language: str = "en", indicators: Sequence[str] = PATHS
) -> Figure:
    """Return indicators over the months, one line with its interval per scenario.

    Raises:
        AnalysisError: if the language or an indicator is unknown.
    """
    chosen = check_language(language)
    frames = {
        scenario.name: summary(
            _Months(comparison.months[scenario.name]),  # type: ignore[arg-type]
            indicators,
            comparison.team,
        )
        for scenario in comparison.scenarios
    }
    first = frames[comparison.baseline.name]
    months = sorted(first["month"].unique())
    columns = 1 if len(indicators) == 1 else 2
    rows = -(-len(indicators) // columns)
    with style.drawing():
        figure, panels = style.new_figure(rows, columns, height=0.9 + 2.3 * rows)
        for panel, name in zip(panels, indicators, strict=False):
            item = indicator(name)
            for place, scenario in enumerate(comparison.scenarios):
                frame = frames[scenario.name]
                part = frame[frame["indicator"] == name]
                style.band(panel, part, _look(place), comparison.title(scenario.name, chosen))
            panel.set_title(item.title[chosen])
            style.month_axis(panel, months, chosen, marks_at_most=12 if columns == 1 else 5)
            style.value_axis(panel, item.unit[chosen], chosen)
        for panel in panels[len(indicators) :]:
            panel.remove()
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper left", ncols=2, handlelength=3.2)
        style.note_below(figure, first, chosen)
    return figure


def _look(place: int) -> style.LineStyle:
    """Return the look of a scenario: the baseline in black, the others as in the forest plot."""
    if place == 0:
        return style.LineStyle(style.BLACK, "-", "")
    return LOOKS[place - 1]
