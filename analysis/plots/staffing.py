"""Staff needed against staff available, team by team."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...model.process.text import Language, Text
from ..forecast import summary, teams_of
from ..formatting import TEAM_TITLES, check_language
from ..result_protocol import Result
from .style import (
    BLACK,
    LINES,
    LineStyle,
    band,
    drawing,
    month_axis,
    new_figure,
    note_below,
    value_axis,
)

_AXIS = Text("Vollzeitäquivalente (VZÄ)", "full-time equivalents (FTE)")
_NEEDED = Text("benötigt für geleistete Arbeit", "needed for the work done")
_AVAILABLE = Text("vorhanden", "available")


def plot_staffing(result: Result, language: str = "en") -> Figure:
    """Return a picture of the staff needed (with interval) and available by team.

    Raises:
        AnalysisError: if the language is unknown or the result has no values for the staff.
    """
    chosen = check_language(language)
    teams = teams_of(result)
    with drawing():
        figure, panels = new_figure(1, len(teams), height=3.7)
        for panel, team in zip(panels, teams, strict=True):
            _team(panel, result, team, chosen, marks_at_most=10 // len(teams))
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper left", ncols=2, handlelength=3.2)
        note_below(figure, summary(result, ["fte_needed"]), chosen)
    return figure


def _team(panel: Axes, result: Result, team: str, language: Language, marks_at_most: int) -> None:
    """Draw one team."""
    frame = summary(result, ["fte_needed", "fte_available"], team)
    needed = frame[frame["indicator"] == "fte_needed"]
    available = frame[frame["indicator"] == "fte_available"].assign(low=float("nan"))
    band(panel, needed, LINES[0], _NEEDED[language])
    band(panel, available, LineStyle(BLACK, "--", ""), _AVAILABLE[language])
    panel.set_title(TEAM_TITLES[team][language], fontsize=11 if marks_at_most >= 5 else 10)
    month_axis(panel, sorted(frame["month"].unique()), language, marks_at_most=marks_at_most)
    value_axis(panel, _AXIS[language], language)
