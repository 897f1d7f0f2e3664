"""Pictures of an audit: answers with intervals by question, and timeliness by month and team."""

from __future__ import annotations

import math
import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from ...model.audit_questions import AUDIT_QUESTIONS
from ...model.process.text import Language, Text
from .. import formatting
from ..formatting import TEAM_TITLES, check_language
from ..supervision import Audit
from ..supervision.audit import IN_TIME
from .style import BLUE, GREY, LINES, PALE, VERMILION, drawing, legend_above, month_axis, new_figure

_SHARE = Text("Anteil mit Ja", "share with yes")
_BY_PEOPLE = Text(
    "beantworten Menschen; dazu reicht ein Protokoll nicht",
    "to be answered by people; a log cannot",
)
_SAMPLE = Text("Stichprobe mit 95-%-Intervall", "sample with 95% interval")
_WHOLE = Text("alle Fälle des Protokolls", "all cases of the log")
_NO_TEAM = Text("ohne Angabe eines Teams", "no team named")
_MOST_TEAMS = 6


def team_title(team: str, language: Language) -> str:
    """Return a team as readers see it."""
    if not team:
        return _NO_TEAM[language]
    return TEAM_TITLES[team][language] if team in TEAM_TITLES else team


def plot_answers(found: Audit, language: str = "en") -> Figure:
    """Return the share of yes with its interval for each question that has answers.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    answered = set(found.answered())
    with drawing():
        figure, (axes,) = new_figure(height=4.4)
        names = []
        for place, (key, question) in enumerate(AUDIT_QUESTIONS.items()):
            names.append(textwrap.fill(question.text[chosen], 46))
            if key not in answered:
                axes.text(0.02, place, _BY_PEOPLE[chosen], va="center", color=GREY, fontsize=8.5)
                continue
            share = found.share(key)
            axes.plot([share.low, share.high], [place, place], color=BLUE, linewidth=2.4)
            axes.plot(share.mean, place, "o", color=BLUE, markersize=7)
            text = formatting.percent(share.mean, chosen, 1)
            axes.annotate(
                text, (share.mean, place), (0, 8), textcoords="offset points", ha="center"
            )
        axes.set_yticks(range(len(names)), names, fontsize=8.5)
        axes.set_ylim(len(names) - 0.4, -0.7)
        axes.grid(axis="y", visible=False)
        axes.set_xlim(0, 1.04)
        axes.xaxis.set_major_formatter(_percent(chosen))
        axes.set_xlabel(f"{_SHARE[chosen]} ({_SAMPLE[chosen]})")
    return figure


def plot_timeliness(found: Audit, language: str = "en") -> Figure:
    """Return, by month and team, the share of plans and waivers in time: sample and whole log.

    At most six teams are drawn, those with the most cases.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    months = found.months
    sizes = {
        team: sum(found.strata[key].cases for key in found.strata if key[1] == team)
        for team in found.teams
    }
    teams = sorted(sorted(sizes, key=lambda team: (-sizes[team], team))[:_MOST_TEAMS])
    with drawing():
        figure, panels = new_figure(len(teams), 1, height=1.0 + 2.2 * len(teams))
        for panel, team in zip(panels, teams, strict=True):
            _team_panel(panel, found, months, team, chosen)
            panel.set_title(team_title(team, chosen), pad=20 if panel is panels[0] else 6)
        legend_above(panels[0])
        for panel in panels[:-1]:
            panel.set_xlabel("")
    return figure


def _team_panel(axes: Axes, found: Audit, months: list[str], team: str, language: Language) -> None:
    nothing = (math.nan, math.nan, math.nan)
    rows, whole = [], []
    for month in months:
        if (month, team) not in found.strata:
            rows.append(nothing)
            whole.append(math.nan)
            continue
        share = found.share(IN_TIME, month, team)
        rows.append((share.mean, share.low, share.high))
        yes, applicable = found.whole_log(month, team)
        whole.append(yes / applicable if applicable else math.nan)
    mean, low, high = np.array(rows).T
    places = np.arange(len(months))
    axes.vlines(places, low, high, color=PALE, linewidth=5, zorder=1)
    axes.plot(places, mean, "o", color=BLUE, label=_SAMPLE[language], zorder=3)
    look = LINES[1]
    axes.plot(places, whole, look.dashes, color=VERMILION, label=_WHOLE[language], zorder=2)
    month_axis(axes, months, language)
    axes.set_xlim(-0.7, len(months) - 0.3)
    axes.set_ylabel(_SHARE[language])
    axes.set_ylim(0, 1.05)
    axes.yaxis.set_major_formatter(_percent(language))


def _percent(language: Language) -> FuncFormatter:
    return FuncFormatter(
        lambda value, _: formatting.percent(value, language) if value <= 1.0001 else ""
    )
