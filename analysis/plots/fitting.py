"""Pictures of a fit: what was learnt, what agrees, and what the totals cannot tell apart."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...model.process.text import Language, Text
from ..fitting import Fit, Total
from ..formatting import TEAM_TITLES, check_language, number
from ..indicator_catalogue import INDICATORS
from . import style
from .parameter_labels import parameter_label

_BEFORE = Text("vor der Anpassung (Spanne)", "before the fit (range)")
_AFTER = Text("nach der Anpassung", "after the fit")
_FITTED = Text("gewählter Wert", "chosen value")
_DENSITY = Text("Dichte", "density")
_PAIR_NOTE = Text(
    "Punkte: Werte, die zu den Summen passen; r: Korrelation der Logarithmen. Ein schmales "
    "schräges Band heißt: die Summen trennen die beiden Zahlen nicht.",
    "points: values that agree with the totals; r: correlation of logarithms. A narrow slanting "
    "band means: the totals cannot tell the two numbers apart.",
)
_DIFFERENCE = Text(
    "Modell minus Summe, in Standardabweichungen aller Fehler",
    "model minus total, in standard deviations of all errors",
)

_PER = Text("je {0} ELB-Jahre", "per {0} ELB-years")

MOST_PAIRS = 6
_SHOWN_POINTS = 700
_BINS = 30


def plot_prior_posterior(fit: Fit, language: str = "en") -> Figure:
    """Return the distribution of each fitted parameter before and after the fit.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    count = fit.space.dimension
    columns = 1 if count == 1 else 2
    rows = -(-count // columns)
    with style.drawing():
        figure, panels = style.new_figure(rows, columns, height=0.8 + 2.3 * rows)
        for place, panel in enumerate(panels):
            if place < count:
                _before_and_after(panel, fit, place, chosen)
            else:
                panel.set_axis_off()
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper left", ncols=3)
    return figure


def _before_and_after(panel: Axes, fit: Fit, place: int, language: Language) -> None:
    parameter = fit.space.parameters[place]
    edges = _edges(parameter.low, parameter.high, parameter.whole)
    for frame, colour, hatch, label in (
        (fit.prior, style.PALE, "", _BEFORE),
        (fit.draws, style.BLUE, "//", _AFTER),
    ):
        heights, _ = np.histogram(frame[parameter.path], edges, density=True)
        panel.stairs(
            heights,
            edges,
            fill=True,
            color=colour,
            alpha=0.75,
            hatch=hatch,
            edgecolor="white",
            label=label[language],
        )
    value = fit.parameters["value"][place]
    panel.axvline(value, color=style.VERMILION, linestyle="--", label=_FITTED[language])
    panel.set_yticks([])
    panel.set_ylabel(_DENSITY[language])
    panel.set_xlabel(parameter_label(parameter.path, parameter.unit, language, 46), fontsize=9)
    panel.xaxis.set_major_formatter(style.localised(language))
    panel.grid(axis="y", visible=False)


def _edges(low: float, high: float, whole: bool) -> np.ndarray:
    if whole and high - low < _BINS:
        return np.arange(low - 0.5, high + 1.0)
    return np.linspace(low, high, _BINS + 1)


def plot_pairs(fit: Fit, language: str = "en") -> Figure | None:
    """Return the pairs of parameters that go together most, or None for a single parameter.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    correlation = fit.correlations.to_numpy()
    pairs = sorted(
        combinations(range(fit.space.dimension), 2), key=lambda pair: -abs(correlation[pair])
    )[:MOST_PAIRS]
    if not pairs:
        return None
    columns = 1 if len(pairs) == 1 else 2
    rows = -(-len(pairs) // columns)
    with style.drawing():
        figure, panels = style.new_figure(rows, columns, height=0.7 + 3.0 * rows)
        for panel, pair in zip(panels, pairs, strict=False):
            _pair(panel, fit, pair, chosen)
        for panel in panels[len(pairs) :]:
            panel.set_axis_off()
        note = _PAIR_NOTE[chosen].replace(". ", ".\n", 1)
        figure.supxlabel(note, fontsize=8.5, color=style.GREY, x=0.99, ha="right")
    return figure


def _pair(panel: Axes, fit: Fit, pair: tuple[int, int], language: Language) -> None:
    across, up = (fit.space.parameters[place] for place in pair)
    every = max(1, len(fit.draws) // _SHOWN_POINTS)
    shown = fit.draws.iloc[::every]
    panel.plot(
        shown[across.path],
        shown[up.path],
        linestyle="none",
        marker=".",
        markersize=3,
        alpha=0.4,
        color=style.BLUE,
        markeredgewidth=0,
    )
    values = fit.parameters["value"]
    panel.plot(
        [values[pair[0]]], [values[pair[1]]], marker="D", color=style.VERMILION, linestyle="none"
    )
    panel.set_xlim(across.low, across.high)
    panel.set_ylim(up.low, up.high)
    panel.set_xlabel(parameter_label(across.path, across.unit, language, 44), fontsize=8.5)
    panel.set_ylabel(parameter_label(up.path, up.unit, language, 30), fontsize=8.5)
    panel.xaxis.set_major_formatter(style.localised(language))
    panel.yaxis.set_major_formatter(style.localised(language))
    value = float(fit.correlations.to_numpy()[pair])
    panel.set_title(f"r = {number(value, language, 2)}")


def total_text(total: Total, language: Language) -> str:
    """Return what a total is: period, indicator, team if not both."""
    team = "" if total.team == "all" else f", {TEAM_TITLES[total.team][language]}"
    per = "" if total.per is None else f", {_PER[language].format(number(total.per, language))}"
    return f"{total.period}: {INDICATORS[total.indicator].title[language]}{per}{team}"


def plot_totals(fit: Fit, language: str = "en") -> Figure:
    """Return how far the fitted model is from each total, in standard deviations.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    rows = fit.totals
    with style.drawing():
        figure, (panel,) = style.new_figure(1, 1, height=1.1 + 0.32 * max(len(rows), 3))
        places = np.arange(len(rows))
        panel.axvspan(-2, 2, color=style.PALE, alpha=0.5)
        panel.axvline(0, color=style.BLACK, linewidth=1.0)
        panel.plot(rows["difference"], places, linestyle="none", marker="o", color=style.BLUE)
        labels = [total_text(total, chosen) for total in fit.observed]
        panel.set_yticks(places, labels, fontsize=8.5)
        panel.set_ylim(len(rows) - 0.4, -0.6)
        reach = max(3.0, 1.1 * float(rows["difference"].abs().max()))
        panel.set_xlim(-reach, reach)
        panel.set_xlabel(_DIFFERENCE[chosen])
        panel.xaxis.set_major_formatter(style.localised(chosen))
    return figure
