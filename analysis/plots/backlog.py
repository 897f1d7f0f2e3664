"""Requests for a talk that wait for staff, and how long they wait."""

from __future__ import annotations

from matplotlib.figure import Figure

from ...model.process.text import Text
from ..forecast import summary, teams_of
from ..formatting import TEAM_TITLES, check_language
from ..result_protocol import Result
from .style import (
    LINES,
    band,
    drawing,
    legend_above,
    month_axis,
    new_figure,
    note_below,
    value_axis,
)

_AXES = {
    "backlog": Text("wartende Fälle\nam Monatsende", "cases waiting\nat the end of the month"),
    "wait_days": Text("mittlere Wartezeit\n(Kalendertage)", "mean waiting time\n(calendar days)"),
}


def plot_backlog(result: Result, language: str = "en") -> Figure:
    """Return a picture of waiting requests and waiting days by team.

    Raises:
        AnalysisError: if the language is unknown or the result has no values for the backlog.
    """
    chosen = check_language(language)
    frames = {team: summary(result, list(_AXES), team) for team in teams_of(result)}
    any_team = next(iter(frames.values()))
    months = sorted(any_team["month"].unique())
    with drawing():
        figure, panels = new_figure(2, 1, height=5.2)
        for panel, (name, label) in zip(panels, _AXES.items(), strict=True):
            for (team, frame), look in zip(frames.items(), LINES, strict=False):
                rows = frame[frame["indicator"] == name]
                band(panel, rows, look, TEAM_TITLES[team][chosen])
            month_axis(panel, months, chosen)
            value_axis(panel, label[chosen], chosen)
        legend_above(panels[0], columns=len(frames))
        note_below(figure, any_team, chosen)
    return figure
