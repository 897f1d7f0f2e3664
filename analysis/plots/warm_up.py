"""How a run begins: Welch's moving average of several series, with warm-up and MSER's cut."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...model.process.text import Language, Text
from ..formatting import check_language
from ..initial_bias import welch_average
from ..warm_up import SeriesCheck, WarmUpCheck
from . import style

__all__ = ["WINDOWS", "plot_warm_up"]

WINDOWS = {"day": 15, "week": 2, "month": 1}
"""Reach of the moving average to each side, by the spacing of a series."""

SHOWN = (
    "stock",
    "talks",
    "minutes_needed",
    "backlog",
    "wait_days",
    "updates_missed",
    "stock_with_notice",
    "stock_waived",
)
"""Series that are drawn beside those that are not settled."""

_MONTHS = Text("Monate seit dem ersten simulierten Tag", "months since the first simulated day")
_RAW = Text("Mittel der Läufe", "mean of the runs")
_AVERAGE = Text("gleitendes Mittel (Welch)", "moving average (Welch)")
_WARM_UP = Text("Vorlauf des Szenarios", "warm-up of the scenario")
_CUT = Text("Schnitt nach MSER", "MSER cuts here")
_LATER = Text("Mittel der späteren Jahre", "mean of the later years")
_NOTE = Text(
    "Achsen beginnen nicht bei 0, damit das Einschwingen zu sehen ist.",
    "Axes do not begin at 0, so that the settling can be seen.",
)


def plot_warm_up(check: WarmUpCheck, language: str = "en", most: int = 8) -> Figure:
    """Return a picture of ``most`` series at most, those that are not settled first.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    shown = _chosen(check, most)
    rows = math.ceil(len(shown) / 2)
    with style.drawing():
        figure, panels = style.new_figure(rows, 2, height=1.0 + 2.0 * rows)
        for panel, item in zip(panels, shown, strict=False):
            _panel(panel, item, check.scenario.warm_up_months, chosen)
        for panel in panels[len(shown) :]:
            panel.remove()
        for panel in panels[max(0, len(shown) - 2) : len(shown)]:
            panel.set_xlabel(_MONTHS[chosen])
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(
            handles, labels, loc="outside upper left", ncols=3, handlelength=2.4, fontsize=9
        )
        figure.supxlabel(_NOTE[chosen], fontsize=8.5, color=style.GREY, x=0.99, ha="right")
    return figure


def _chosen(check: WarmUpCheck, most: int) -> list[SeriesCheck]:
    order = {"drifting": 0, "unclear": 1}
    wanted = [c for c in check.checks if c.verdict in order]
    wanted.sort(key=lambda c: order[c.verdict])
    wanted += [c for name in SHOWN for c in check.checks if c.series.name == name]
    return list(dict.fromkeys(wanted))[:most]


def _panel(axes: Axes, item: SeriesCheck, warm_up: int, language: Language) -> None:
    series = item.series
    axes.axvspan(0, warm_up, color="#EFEFEF", linewidth=0, label=_WARM_UP[language])
    axes.plot(series.month, series.mean, color="#9A9A9A", linewidth=0.8, label=_RAW[language])
    axes.plot(
        series.month,
        welch_average(series.mean, WINDOWS[series.interval]),
        color=style.BLUE,
        label=_AVERAGE[language],
    )
    axes.axhline(
        item.later, color=style.BLACK, linestyle=":", linewidth=1.2, label=_LATER[language]
    )
    if math.isfinite(item.cut_months):
        axes.axvline(
            item.cut_months,
            color=style.VERMILION,
            linestyle="--",
            linewidth=1.6,
            label=_CUT[language],
        )
    axes.set_title(series.title[language], fontsize=10)
    axes.set_ylabel(
        series.unit[language]
        .replace(" je Arbeit", "\nje Arbeit")
        .replace(" per working", "\nper working"),
        fontsize=9,
    )
    axes.yaxis.set_major_formatter(style.localised(language))
    axes.set_xlim(0, float(series.month[-1]) + 0.5)
    axes.set_xticks(range(0, int(series.month[-1]) + 2, 6))
