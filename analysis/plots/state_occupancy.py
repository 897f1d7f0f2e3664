"""How many persons are in which state of cooperation, month by month, as stacked areas."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...model.process.text import Language, Text
from ..forecast import summary
from ..formatting import check_language, counted
from ..indicator_catalogue import indicator
from ..result_protocol import Result
from . import style

SIX_STATES = (
    "stock_trust",
    "stock_no_plan",
    "stock_with_notice",
    "stock_returning",
    "stock_conciliation",
    "stock_suspended",
)
"""The six states a user of the model speaks of, from the bottom up; drawn in strong colours."""

OTHER_STATES = ("stock_exempt", "stock_waived", "stock_moved")
"""The rest of the stock, drawn in pale grey."""

FILLS = {
    "stock_trust": (style.SKY, ""),
    "stock_no_plan": (style.ORANGE, "//"),
    "stock_with_notice": (style.VERMILION, "xx"),
    "stock_returning": (style.GREEN, ".."),
    "stock_conciliation": (style.BLACK, ""),
    "stock_suspended": (style.PURPLE, "\\\\"),
    "stock_exempt": ("#8C8C8C", ""),
    "stock_waived": ("#B4B4B4", "--"),
    "stock_moved": ("#DCDCDC", "||"),
}
"""Colour and hatch of each state, the same in every picture."""

_AXIS = Text("Personen am Monatsende", "persons at the end of the month")
_LEGEND = Text("Stand (Mittel im letzten Monat)", "state (mean in the last month)")
_NOTE = Text(
    "kräftige Farben: die sechs Zustände der Zusammenarbeit; grau: übrige",
    "strong colours: the six states of cooperation; grey: others",
)


def plot_state_occupancy(result: Result, language: str = "en") -> Figure:
    """Return a picture of the stock by state of cooperation; the areas add up to the stock.

    Raises:
        AnalysisError: if the language is unknown or the result has no values for the states.
    """
    chosen = check_language(language)
    names = (*SIX_STATES, *OTHER_STATES)
    frame = summary(result, names)
    wide = frame.pivot(index="month", columns="indicator", values="mean").sort_index()
    with style.drawing():
        figure, (panel,) = style.new_figure(height=4.2)
        _stack(panel, wide, names, chosen)
        style.month_axis(panel, list(wide.index), chosen, marks_at_most=8)
        style.value_axis(panel, _AXIS[chosen], chosen)
        handles, labels = panel.get_legend_handles_labels()
        figure.legend(
            handles[::-1],
            labels[::-1],
            loc="outside right upper",
            title=_LEGEND[chosen],
            alignment="left",
            handlelength=2.4,
        )
        figure.supxlabel(_NOTE[chosen], fontsize=8.5, color=style.GREY, x=0.01, ha="left")
    return figure


def _stack(panel: Axes, wide: pd.DataFrame, names: tuple[str, ...], language: Language) -> None:
    """Draw the areas, each with its mean number in the last month in the legend."""
    places = np.arange(len(wide), dtype=float)
    values = wide[list(names)].to_numpy(dtype=float)
    if len(wide) == 1:  # one month is a line without width: draw it as a block
        places, values = np.array([-0.4, 0.4]), np.repeat(values, 2, axis=0)
    base = np.zeros(len(places))
    for column, name in enumerate(names):
        colour, hatch = FILLS[name]
        top = base + values[:, column]
        label = f"{indicator(name).title[language]}: {counted(values[-1, column], language)}"
        panel.fill_between(
            places,
            base,
            top,
            facecolor=colour,
            hatch=hatch,
            label=label,
            edgecolor="white" if colour == style.BLACK else "#3A3A3A",
            linewidth=0.4,
        )
        base = top
    panel.set_ylim(0, float(base.max()) * 1.03 if base.max() > 0 else 1.0)
