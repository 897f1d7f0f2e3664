"""The probability that a due obligation is missed, against staff: the curve of legal breach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from ...model.process.text import Language, Text
from ..formatting import TEAM_TITLES, check_language, number
from ..staffing.answers import STATUTORY_CASELOAD, StaffAnswer
from ..staffing.measures import BREACHES, MEASURES
from .style import BLACK, GREY, LINES, ORANGE, SKY, LineStyle, drawing, localised, new_figure

if TYPE_CHECKING:
    import pandas as pd

_X = Text("Personal des Teams [VZÄ]", "staff of the team [FTE]")
_Y = Text("versäumt, von fälligen", "missed, of those due")
_TOP = Text("Personen je VZÄ", "persons per FTE")
_NOTE = Text(
    "Flächen: 95-%-Konfidenzintervall über simulierte Jahre. Wo die Kurve flach ist, hilft mehr "
    "Personal nicht: Dort reißen Fristen, weil Eingeladene nicht kommen.",
    "bands: 95% confidence interval over simulated years. Where the curve is flat, more staff does "
    "not help: deadlines break there because people who are invited do not come.",
)
_PRESENT = Text("Szenario", "scenario")
_NEEDED = Text("Ziel", "target")
_DEMAND = Text("ohne Warten", "no waiting")

_STYLES = (*LINES, LineStyle(ORANGE, "--", "v"), LineStyle(SKY, ":", "P"))
_CASELOADS = (50, 75, 100, 125, 150, 200, 250, 300, 400, 600, 1000)
_LEAST_GAP = 0.055
"""Marks on the upper axis are at least this part of its width apart."""


def plot_breach_curve(answer: StaffAnswer, language: str = "en") -> Figure:
    """Return the probability of legal breach against staff, a panel for each team.

    The upper axis has the caseload ratio. Vertical lines mark the scenario's staff, the staff that
    meets the targets, the planning ratio of § 44c(4) SGB II, and the staff with which nobody waits.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    teams = list(answer.present)
    with drawing():
        figure, panels = new_figure(len(teams), 1, height=0.9 + 3.5 * len(teams))
        for panel, team in zip(panels, teams, strict=True):
            _panel(panel, answer, team, chosen)
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(
            handles, labels, loc="outside upper left", ncols=2, handlelength=3.4, fontsize=9
        )
        figure.supxlabel(_wrapped(_NOTE[chosen]), fontsize=8.5, color=GREY, x=0.99, ha="right")
    return figure


def _wrapped(text: str) -> str:
    import textwrap

    return textwrap.fill(text, 105)


def _panel(panel: Axes, answer: StaffAnswer, team: str, language: Language) -> None:
    table = answer.curve.table
    own = table[table["team"] == team]
    for name, style in zip(BREACHES, _STYLES, strict=True):
        rules = ", ".join(f"Rz {rule}" for rule in MEASURES[name].rules)
        label = f"{MEASURES[name].title[language]} ({rules})"
        _line(panel, own[own["measure"] == name], style, label)
    fte = own["fte"].to_numpy(dtype=float)
    margin = 0.03 * (fte.max() - fte.min() or 1.0)
    panel.set_xlim(max(0.0, fte.min() - margin), fte.max() + margin)
    panel.set_ylim(-0.02, 1.02)
    panel.yaxis.set_major_formatter(
        PercentFormatter(1.0, 0, "\N{NO-BREAK SPACE}%" if language == "de" else "%")
    )
    panel.xaxis.set_major_formatter(localised(language))
    panel.set_xlabel(_X[language])
    panel.set_ylabel(_Y[language])
    persons = float((own["caseload"] * own["fte"]).mean())
    _caseload_axis(panel, persons, language)
    _marks(panel, answer, team, persons, language)
    panel.set_title(TEAM_TITLES[team][language] if team in TEAM_TITLES else team, pad=8)


def _line(panel: Axes, frame: pd.DataFrame, style: LineStyle, label: str) -> None:
    fte, value, low, high = (
        frame[name].to_numpy(dtype=float) for name in ("fte", "value", "low", "high")
    )
    panel.fill_between(fte, low, high, color=style.colour, alpha=0.22, linewidth=0)
    panel.plot(
        fte, value, color=style.colour, linestyle=style.dashes, marker=style.marker, label=label
    )


def _caseload_axis(panel: Axes, persons: float, language: Language) -> None:
    """Mark persons per FTE on the upper axis, where they are far enough apart to be read."""
    left, right = panel.get_xlim()
    places: list[float] = []
    names: list[str] = []
    for ratio in _CASELOADS:
        place = persons / ratio
        apart = not places or places[-1] - place > _LEAST_GAP * (right - left)
        if left <= place <= right and apart:
            places.append(place)
            names.append(f"1:{number(ratio, language)}")
    top: Any = panel.secondary_xaxis("top")
    top.set_xticks(places, names)
    top.tick_params(labelsize=8.5, colors=GREY)
    top.spines["top"].set_visible(False)
    top.set_xlabel(_TOP[language], fontsize=8.5, color=GREY, loc="right")


def _marks(panel: Axes, answer: StaffAnswer, team: str, persons: float, language: Language) -> None:
    """Draw the vertical lines; lines at the same place share a label."""
    marks = [(answer.present[team], _PRESENT[language], BLACK, "-")]
    needed = next((t.needed for t in answer.teams if t.team == team), np.nan)
    if np.isfinite(needed):
        marks.append((needed, _NEEDED[language], BLACK, "--"))
    if team in STATUTORY_CASELOAD:
        ratio = STATUTORY_CASELOAD[team]
        marks.append((persons / ratio, f"§ 44c(4): 1:{ratio}", GREY, "-."))
    marks.append((answer.demand.fte[team], _DEMAND[language], GREY, ":"))
    left, right = panel.get_xlim()
    near = 0.02 * (right - left)
    labels: list[tuple[float, str]] = []
    for place, text, colour, dashes in sorted(marks):
        if not left <= place <= right:
            continue
        panel.axvline(place, color=colour, linestyle=dashes, linewidth=1.1, zorder=1.5)
        if labels and place - labels[-1][0] < near:
            labels[-1] = (labels[-1][0], f"{labels[-1][1]}, {text}")
        else:
            labels.append((place, text))
    for place, text in labels:
        panel.annotate(
            text,
            (place, 0.985),
            xytext=(-3, 0),
            textcoords="offset points",
            rotation=90,
            ha="right",
            va="top",
            fontsize=8.5,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.6},
        )
