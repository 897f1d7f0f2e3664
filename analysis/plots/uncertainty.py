"""Pictures of a study of uncertainty: what is wide, why, and what measuring would tell."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from ...model.process.text import Language, Text
from ..formatting import check_language, fitting, percent, plain
from ..uncertainty import Outcome, OutcomeResult, Spread, UncertaintyStudy
from . import style
from .parameter_labels import parameter_label, parameter_text

_BARS = (
    Text("Zufall allein", "chance alone"),
    Text("Annahmen allein", "assumptions alone"),
    Text("beides", "both"),
)
_RANGE = Text(
    "Balken: 95-%-Bereich eines Laufs; Raute: Mittelwert mit den Zahlen des Szenarios",
    "bars: 95% range of a run; diamond: mean at the scenario's own numbers",
)
_LOW = Text("Zahl am unteren Ende (5 %)", "number at its low end (5%)")
_HIGH = Text("Zahl am oberen Ende (95 %)", "number at its high end (95%)")
_EXPECTED = Text("erwartet, wenn alles andere offen ist", "expected, all else being unknown")
_TORNADO_NOTE = Text(
    "In Klammern die Enden; senkrechte Linie: Mittelwert über alle Annahmen",
    "ends in brackets; vertical line: mean over all assumptions",
)
_MU_STAR = Text("mittlere Größe des Effekts, μ*", "mean size of the effect, μ*")
_SIGMA = Text("Streuung des Effekts, σ", "spread of the effect, σ")
_LINEAR = Text("σ = μ*", "σ = μ*")
_MORRIS_NOTE = Text(
    "Effekt: Änderung über die ganze Spanne einer Zahl; oberhalb der Linie hängt er stark von "
    "anderen ab",
    "effect: change over the whole range of a number; above the line it depends much on others",
)
_REDUCTION = Text(
    "Anteil der Varianz durch Annahmen, der wegfiele",
    "share of the variance by assumptions that would go",
)
_WORTH = Text("Wert der Information [VZÄ]", "value of information [FTE]")
_ERROR = Text("Strich: Standardfehler", "line: standard error")

SHOWN = 10
"""Numbers in one picture."""


def axis_title(outcome: Outcome, language: Language) -> str:
    """Return title and unit of an outcome."""
    return f"{outcome.title[language]} [{outcome.unit[language]}]"


def plot_interval_parts(study: UncertaintyStudy, language: str = "en") -> Figure:
    """Return a picture of how wide each outcome is by chance, by assumptions and by both.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    count = len(study.results)
    with style.drawing():
        figure, panels = style.new_figure(count, 1, height=0.7 + 1.25 * count)
        for panel, result in zip(panels, study.results, strict=True):
            _interval_parts(panel, result, chosen)
        figure.supxlabel(_RANGE[chosen], fontsize=8.5, color=style.GREY, x=0.99, ha="right")
    return figure


def _interval_parts(panel: Axes, result: OutcomeResult, language: Language) -> None:
    parts = result.parts
    colours = (style.SKY, style.ORANGE, style.BLUE)
    hatches = ("", "//", "")
    spreads: tuple[Spread, ...] = (parts.by_chance, parts.by_parameters, parts.total)
    for place, spread in enumerate(spreads):
        low, high = _within(result.outcome, spread)
        panel.barh(
            2 - place,
            high - low,
            left=low,
            height=0.62,
            color=colours[place],
            hatch=hatches[place],
            edgecolor="white",
        )
    panel.plot([parts.by_chance.mean] * 3, [2, 1, 0], linestyle="none", marker="D", color="black")
    panel.set_yticks([2, 1, 0], [text[language] for text in _BARS])
    panel.set_ylim(-0.6, 2.6)
    panel.set_title(axis_title(result.outcome, language))
    panel.grid(axis="y", visible=False)
    _value_axis(panel, result.outcome, language)
    panel.set_xlim(left=0)


def _within(outcome: Outcome, spread: Spread) -> tuple[float, float]:
    """Return the ends; a share of a whole does not exceed it (utilisation may)."""
    capped = outcome.kind == "share" and outcome.name != "utilisation"
    return spread.low, min(spread.high, 1.0) if capped else spread.high


def _value_axis(panel: Axes, outcome: Outcome, language: Language) -> None:
    panel.xaxis.set_major_locator(MaxNLocator(nbins=7, steps=[1, 2, 2.5, 5, 10]))
    if outcome.kind == "share":
        symbol = "\N{NO-BREAK SPACE}%" if language == "de" else "%"
        panel.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=symbol))
    else:
        panel.xaxis.set_major_formatter(style.localised(language))


def plot_tornado(study: UncertaintyStudy, result: OutcomeResult, language: str = "en") -> Figure:
    """Return a tornado: the outcome expected with each number at its low and at its high end.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    rows = result.effects[result.effects["swing"] > 0].head(SHOWN)
    units = {p.path: p.unit for p in study.space.parameters}
    with style.drawing():
        figure, (panel,) = style.new_figure(1, 1, height=1.5 + 0.46 * max(len(rows), 2))
        middle = result.surrogate.constant
        for place, row in enumerate(rows.to_dict("records")):
            _swing(panel, place, row, middle, chosen)
        labels = [parameter_label(path, units[path], chosen) for path in rows["path"]]
        panel.set_yticks(range(len(rows)), labels, fontsize=8.5)
        panel.set_ylim(len(rows) - 0.4, -0.6)
        panel.axvline(middle, color=style.BLACK, linewidth=1.0)
        panel.grid(axis="y", visible=False)
        panel.margins(x=0.16)
        _value_axis(panel, result.outcome, chosen)
        panel.set_xlabel(f"{axis_title(result.outcome, chosen)}\n{_EXPECTED[chosen]}")
        handles = [
            Patch(facecolor=style.ORANGE, hatch="//", edgecolor="white"),
            Patch(facecolor=style.BLUE, edgecolor="white"),
        ]
        figure.legend(handles, [_LOW[chosen], _HIGH[chosen]], loc="outside upper left", ncols=2)
        figure.supxlabel(_TORNADO_NOTE[chosen], fontsize=8.5, color=style.GREY, x=0.99, ha="right")
    return figure


def _swing(panel: Axes, place: int, row: dict[Any, Any], middle: float, language: Language) -> None:
    """Draw the two ends of one number, with its values beside them."""
    ends = (("at_low", "low", style.ORANGE, "//"), ("at_high", "high", style.BLUE, ""))
    for name, value, colour, hatch in ends:
        there = row[name]
        panel.barh(
            place,
            there - middle,
            left=middle,
            height=0.66,
            color=colour,
            hatch=hatch,
            edgecolor="white",
        )
        left = there < middle or (there == middle and name == "at_low")
        panel.annotate(
            f"({_short(row[value], language)})",
            (there, place),
            xytext=(-4 if left else 4, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            fontsize=8,
            color=style.GREY,
        )


def _short(value: float, language: Language) -> str:
    """Return a number with as many digits as tell it apart."""
    return plain(round(value, 3), language) if abs(value) < 1 else fitting(value, language)


def plot_screening(result: OutcomeResult, language: str = "en") -> Figure:
    """Return the elementary effects: size against spread, the largest ones named.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    rows = result.screening
    named = rows.head(SHOWN)
    with style.drawing():
        figure, (panel,) = style.new_figure(1, 1, height=4.4)
        panel.plot(
            rows["mu_star"],
            rows["sigma"],
            linestyle="none",
            marker=".",
            color=style.GREY,
            alpha=0.6,
        )
        panel.plot(named["mu_star"], named["sigma"], linestyle="none", marker="o", color=style.BLUE)
        top = 1.12 * float(max(rows["mu_star"].max(), rows["sigma"].max(), 1e-12))
        panel.plot([0, top], [0, top], color=style.BLACK, linestyle=":", linewidth=1.0)
        for number, row in enumerate(named.to_dict("records"), start=1):
            label = f"{number}  {parameter_text(row['path'], chosen)}"
            panel.plot([], [], linestyle="none", marker="none", label=textwrap.fill(label, 38))
            panel.annotate(
                str(number),
                (row["mu_star"], row["sigma"]),
                xytext=(4, 4),
                textcoords="offset points",
                fontsize=9,
                fontweight="bold",
            )
        panel.set_xlim(0, top)
        panel.set_ylim(0, top)
        panel.set_xlabel(f"{_MU_STAR[chosen]} [{result.outcome.unit[chosen]}]")
        panel.set_ylabel(f"{_SIGMA[chosen]} [{result.outcome.unit[chosen]}]")
        panel.xaxis.set_major_formatter(style.localised(chosen))
        panel.yaxis.set_major_formatter(style.localised(chosen))
        panel.set_title(result.outcome.title[chosen])
        figure.legend(
            loc="outside right upper", fontsize=8, handlelength=0, handletextpad=0, labelspacing=0.7
        )
        figure.supxlabel(_MORRIS_NOTE[chosen], fontsize=8.5, color=style.GREY, x=0.99, ha="right")
    return figure


def plot_information(
    study: UncertaintyStudy, result: OutcomeResult | None = None, language: str = "en"
) -> Figure:
    """Return what measuring each number would be worth.

    For the stated decision, in FTE; or for one outcome, as the share of variance that would go.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    units = {p.path: p.unit for p in study.space.parameters}
    if result is None and study.decision is not None:
        frame = study.decision.information.assign(size=lambda each: each["value"])
        errors: Sequence[float] | None = list(frame.head(SHOWN)["standard_error"])
        title, label = "", f"{_WORTH[chosen]}; {_ERROR[chosen]}"
    else:
        shown = result or study.results[0]
        frame = shown.information.assign(size=lambda each: each["reduction"])
        errors, title, label = None, axis_title(shown.outcome, chosen), _REDUCTION[chosen]
    rows = frame[frame["size"] > 0].head(SHOWN)
    with style.drawing():
        figure, (panel,) = style.new_figure(1, 1, height=1.2 + 0.44 * max(len(rows), 2))
        panel.barh(
            range(len(rows)),
            rows["size"],
            xerr=errors[: len(rows)] if errors else None,
            color=style.GREEN,
            height=0.66,
            capsize=3,
        )
        labels = [parameter_label(path, units[path], chosen) for path in rows["path"]]
        panel.set_yticks(range(len(rows)), labels, fontsize=8.5)
        panel.set_ylim(len(rows) - 0.4, -0.6)
        panel.set_xlim(left=0)
        panel.grid(axis="y", visible=False)
        panel.set_title(title)
        panel.set_xlabel(label)
        if errors is None:
            symbol = "\N{NO-BREAK SPACE}%" if chosen == "de" else "%"
            panel.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=symbol))
        else:
            panel.xaxis.set_major_formatter(style.localised(chosen))
    return figure


_TARGET_MET = Text("Wahrscheinlichkeit, dass das Ziel erreicht wird", "chance to meet the target")
_STAFF = Text("Personal beider Teams [VZÄ]", "staff of both teams [FTE]")
_SHARE_AXIS = Text("Anteil", "share")
_LOSS = Text("erwarteter Verlust [VZÄ]", "expected loss [FTE]")
_RANGE_OF_SHARE = Text("{0}, Mittelwert und 95-%-Bereich", "{0}, mean and 95% range")
_TARGET = Text("Ziel", "target")
_BEST = Text("geringster Verlust", "least loss")


def plot_decision(study: UncertaintyStudy, language: str = "en") -> Figure:
    """Return the options of the decision: the share reached, the chance of the target, the loss.

    Raises:
        AnalysisError: if the language is unknown.
        ValueError: if the study has no decision.
    """
    chosen = check_language(language)
    found = study.decision
    if found is None:
        raise ValueError("the study has no decision")
    options: pd.DataFrame = found.options
    measured = next(
        (r.outcome.title for r in study.results if r.outcome.name == found.decision.measured), None
    )
    with style.drawing():
        figure, (upper, lower) = style.new_figure(2, 1, height=5.0, sharex="col")
        staff = options["staff"].to_numpy()
        title = measured[chosen] if measured else _SHARE_AXIS[chosen]
        reach = np.abs(options[["low", "high"]].to_numpy().T - options["mean"].to_numpy())
        upper.errorbar(
            staff,
            options["mean"],
            yerr=reach,
            color=style.BLUE,
            marker="o",
            capsize=4,
            label=_RANGE_OF_SHARE[chosen].format(title),
        )
        upper.plot(
            staff,
            options["met"],
            color=style.GREEN,
            linestyle="-.",
            marker="^",
            label=_TARGET_MET[chosen],
        )
        upper.axhline(
            found.decision.target,
            color=style.BLACK,
            linestyle="--",
            linewidth=1.0,
            label=f"{_TARGET[chosen]}: {percent(found.decision.target, chosen)}",
        )
        symbol = "\N{NO-BREAK SPACE}%" if chosen == "de" else "%"
        upper.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=symbol))
        upper.set_ylim(0, 1.04)
        upper.set_ylabel(_SHARE_AXIS[chosen])
        lower.plot(staff, options["loss"], color=style.VERMILION, linestyle="--", marker="s")
        best = options.iloc[found.best]
        lower.plot(
            [best["staff"]],
            [best["loss"]],
            linestyle="none",
            marker="*",
            markersize=15,
            color=style.BLACK,
            label=_BEST[chosen],
        )
        lower.legend(loc="upper right")
        style.value_axis(lower, _LOSS[chosen], chosen)
        lower.set_xlabel(_STAFF[chosen])
        lower.xaxis.set_major_formatter(style.localised(chosen))
        figure.legend(*upper.get_legend_handles_labels(), loc="outside upper left", ncols=1)
    return figure
