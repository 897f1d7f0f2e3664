"""Pictures of a replayed log: fitness by month, deviations by rule, deadlines missed."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from ...model.process.deadlines import DEADLINES
from ...model.process.problem import cited
from ...model.process.text import Language, Text
from .. import formatting
from ..conformance import Conformance
from ..conformance.deviations import KIND_TITLES, DeviationKind
from ..formatting import check_language
from .style import (
    BLUE,
    GREEN,
    GREY,
    LINES,
    ORANGE,
    PURPLE,
    SKY,
    VERMILION,
    drawing,
    legend_above,
    localised,
    month_axis,
    new_figure,
)

_MOST_RULES = 12
_FITNESS = Text("Ereignisse, die passen", "events that fit")
_EVENTS = Text("Ereignisse je Monat", "events per month")
_COUNT = Text("Abweichungen", "deviations")
_NONE = Text("keine Abweichung gefunden", "no deviation found")
_RULES = Text("Ereignisse, die zu keiner Regel passen", "events that fit no rule")
_MISSED = Text("versäumte SOLL-Fristen (gezählt)", "SHOULD deadlines missed (counted)")
_LOOKS = {
    DeviationKind.state: (BLUE, ""),
    DeviationKind.fact: (SKY, "//"),
    DeviationKind.acts: (VERMILION, ""),
    DeviationKind.too_late: (PURPLE, ".."),
    DeviationKind.not_missed: (GREEN, "xx"),
}
_TITLES = {deadline.name: deadline.title for deadline in DEADLINES}


def plot_fitness(found: Conformance, language: str = "en") -> Figure:
    """Return the share of events that fit, and how many there are, by month.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    months = list(found.months["month"])
    events = found.months["events"].astype(float)
    share = 1 - found.months["misfits"] / events.where(events > 0)
    with drawing():
        figure, (upper, lower) = new_figure(2, 1, height=4.8)
        places = range(len(months))
        look = LINES[0]
        upper.plot(places, share, color=look.colour, marker=look.marker, linestyle=look.dashes)
        month_axis(upper, months, chosen)
        upper.set_xlabel("")
        upper.set_ylabel(_FITNESS[chosen])
        least = float(share.min()) if share.notna().any() else 1.0
        upper.set_ylim(min(0.95, 1 - 1.2 * (1 - least)), 1 + 0.06 * max(0.05, 1 - least))
        upper.yaxis.set_major_formatter(_percent(chosen, 0 if least < 0.95 else 1))
        lower.bar(places, events, color=SKY, edgecolor=BLUE, linewidth=0.6)
        month_axis(lower, months, chosen)
        lower.set_xlim(-0.7, len(months) - 0.3)
        upper.set_xlim(-0.7, len(months) - 0.3)
        lower.set_ylabel(_EVENTS[chosen])
        lower.yaxis.set_major_formatter(localised(chosen))
    return figure


def _percent(language: Language, digits: int) -> FuncFormatter:
    return FuncFormatter(
        lambda value, _: formatting.percent(value, language, digits) if value <= 1.0001 else ""
    )


def plot_deviations(found: Conformance, language: str = "en") -> Figure:
    """Return the events that fit no rule by rule and kind, and the deadlines missed.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    missed = found.rules[found.rules["kind"] == DeviationKind.missed.value]
    misfits = found.rules[found.rules["kind"] != DeviationKind.missed.value]
    ordered = misfits.groupby("rule")["count"].sum().sort_values(ascending=False, kind="stable")
    rules = list(ordered.index[:_MOST_RULES])
    deadlines = missed.sort_values(["count", "deadline"], ascending=[False, True])
    with drawing():
        rows = (max(1, len(rules)) + 1.5, max(1, len(deadlines)) + 1.5)
        figure, (upper, lower) = new_figure(2, 1, height=1.4 + 0.27 * sum(rows))
        grid = upper.get_gridspec()
        assert grid is not None
        grid.set_height_ratios(rows)
        _misfit_bars(upper, misfits, rules, chosen)
        names = [
            f"{_TITLES[d][chosen]} ({cited((r,))})"
            for d, r in zip(deadlines["deadline"], deadlines["rule"], strict=True)
        ]
        _bars(lower, names, list(deadlines["count"]), chosen)
        upper.set_title(_RULES[chosen], pad=22 if rules else 6)
        lower.set_title(_MISSED[chosen])
        lower.set_xlabel(_COUNT[chosen])
    return figure


def _misfit_bars(axes: Axes, rows: pd.DataFrame, rules: list[str], language: Language) -> None:
    if not rules:
        _empty(axes, language)
        return
    start = [0.0] * len(rules)
    for kind, (colour, hatch) in _LOOKS.items():
        part = rows[rows["kind"] == kind.value].groupby("rule")["count"].sum()
        values = [float(part.get(rule, 0)) for rule in rules]
        if any(values):
            axes.barh(
                range(len(rules)),
                values,
                left=start,
                color=colour,
                hatch=hatch,
                edgecolor="white",
                label=KIND_TITLES[kind][language],
            )
            start = [a + b for a, b in zip(start, values, strict=True)]
    _finish(axes, [cited((rule,)) for rule in rules], start, language)
    legend_above(axes, columns=2 if len(axes.get_legend_handles_labels()[0]) > 1 else 1)


def _bars(axes: Axes, names: list[str], values: list[float], language: Language) -> None:
    if not names:
        _empty(axes, language)
        return
    axes.barh(range(len(names)), values, color=ORANGE, edgecolor="white")
    _finish(axes, names, values, language)


def _finish(axes: Axes, names: list[str], values: list[float], language: Language) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
    axes.set_xlim(0, 1.12 * max(values))
    axes.xaxis.set_major_formatter(localised(language))
    for place, value in enumerate(values):
        text = formatting.number(value, language)
        axes.annotate(text, (value, place), (4, 0), textcoords="offset points", va="center")


def _empty(axes: Axes, language: Language) -> None:
    axes.set_axis_off()
    axes.text(0.0, 0.5, _NONE[language], transform=axes.transAxes, color=GREY)
