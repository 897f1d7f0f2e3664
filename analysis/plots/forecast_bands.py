"""Several indicators over the months, each in a panel of its own, with intervals."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from ..forecast import summary
from ..formatting import check_language
from ..indicator_catalogue import indicator
from ..result_protocol import Result
from .style import LINES, band, drawing, month_axis, new_figure, note_below, value_axis

DEFAULT_INDICATORS = (
    "stock",
    "talks",
    "plans_made",
    "updates_due",
    "no_shows",
    "demands_with_notice",
)
"""What is drawn if nothing else is asked for."""


def plot_forecast_bands(
    result: Result,
    language: str = "en",
    indicators: Sequence[str] = DEFAULT_INDICATORS,
    team: str = "all",
) -> Figure:
    """Return a picture of indicators over the months: mean of the runs and 95 percent interval.

    Raises:
        AnalysisError: if language, team or an indicator is unknown.
    """
    chosen = check_language(language)
    frame = summary(result, indicators, team)
    months = sorted(frame["month"].unique())
    columns = 1 if len(indicators) == 1 else 2
    rows = -(-len(indicators) // columns)
    with drawing():
        figure, panels = new_figure(rows, columns, height=0.7 + 2.1 * rows)
        for panel, name in zip(panels, indicators, strict=False):
            item = indicator(name)
            band(panel, frame[frame["indicator"] == name], LINES[0], item.title[chosen])
            panel.set_title(item.title[chosen])
            month_axis(panel, months, chosen, marks_at_most=12 if columns == 1 else 5)
            value_axis(panel, item.unit[chosen], chosen)
        for panel in panels[len(indicators) :]:
            panel.remove()
        note_below(figure, frame, chosen)
    return figure
