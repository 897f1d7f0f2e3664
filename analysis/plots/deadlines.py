"""Plan updates: how many are due, how many come in time, how many are overdue."""

from __future__ import annotations

from matplotlib.figure import Figure

from ...model.process.text import Text
from ..forecast import summary
from ..formatting import check_language
from ..indicator_catalogue import indicator
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

_FLOWS = ("updates_due", "updates_in_time", "updates_missed")
_AXIS = Text("Fortschreibungen je Monat", "updates per month")
_OVERDUE_AXIS = Text("Pläne am Monatsende", "plans at the end of the month")


def plot_deadlines(result: Result, language: str = "en") -> Figure:
    """Return a picture of updates due, in time and missed, and of those overdue.

    Raises:
        AnalysisError: if the language is unknown or the result has no values for updates.
    """
    chosen = check_language(language)
    frame = summary(result, (*_FLOWS, "updates_overdue"))
    months = sorted(frame["month"].unique())
    with drawing():
        figure, (upper, lower) = new_figure(2, 1, height=5.6)
        for name, look in zip(_FLOWS, LINES, strict=False):
            band(upper, frame[frame["indicator"] == name], look, indicator(name).title[chosen])
        legend_above(upper, columns=2)
        overdue = frame[frame["indicator"] == "updates_overdue"]
        band(lower, overdue, LINES[3], indicator("updates_overdue").title[chosen])
        legend_above(lower)
        for panel, label in ((upper, _AXIS), (lower, _OVERDUE_AXIS)):
            month_axis(panel, months, chosen)
            value_axis(panel, label[chosen], chosen)
        note_below(figure, frame, chosen)
    return figure
