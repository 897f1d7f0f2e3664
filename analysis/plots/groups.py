"""A picture of groups: rates per person-year with intervals, one panel per indicator."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...model.process.text import Language, Text
from ..formatting import check_language
from ..groups import PERSON_GROUPS, group_rates, indicator_title
from .style import BLUE, GREY, ORANGE, drawing, localised, new_figure

SHOWN = ("talks", "no_shows", "updates_missed", "demands_with_notice")
"""Indicators that are drawn if no others are asked for."""

_PER_YEAR = Text("je Person und Jahr", "per person and year")


def plot_group_rates(
    values: pd.DataFrame, language: str = "en", indicators: Sequence[str] = SHOWN
) -> Figure:
    """Return rates per person-year by group; a line marks the rate of all persons.

    Args:
        values: ``GroupResult.values``.
        language: ``de`` or ``en``.
        indicators: one to six flows.

    Raises:
        AnalysisError: if the language is unknown or an indicator is no flow.
    """
    chosen = check_language(language)
    rates = group_rates(values, tuple(indicators))
    rows = math.ceil(len(indicators) / 2)
    with drawing():
        columns = min(2, len(indicators))
        figure, panels = new_figure(rows, columns, height=0.6 + 3.3 * rows)
        for place, (panel, name) in enumerate(zip(panels, indicators, strict=False)):
            part = rates[rates["indicator"] == name].set_index("group")
            _panel(panel, part, chosen, named=place % columns == 0)
            panel.set_title(textwrap.fill(indicator_title(name)[chosen], 32), fontsize=10)
        for panel in panels[len(indicators) :]:
            panel.set_axis_off()
    return figure


def _panel(axes: Axes, rates: pd.DataFrame, language: Language, named: bool) -> None:
    rows: dict[Any, dict[Any, Any]] = rates.to_dict("index")
    overall = float(rows["all"]["rate"])
    axes.axvline(overall, color=GREY, linewidth=1, linestyle=":")
    for place, group in enumerate(PERSON_GROUPS):
        row = rows[group.name]
        colour = ORANGE if group.name == "all" else BLUE
        marker = "D" if group.name == "all" else "o" if group.value else "s"
        filled = colour if group.value else "white"
        if math.isfinite(row["low"]):
            axes.plot([row["low"], row["high"]], [place, place], color=colour, linewidth=1.6)
        axes.plot(row["rate"], place, marker, color=colour, markerfacecolor=filled)
    names = [textwrap.shorten(g.title[language], 34, placeholder=" …") for g in PERSON_GROUPS]
    axes.set_yticks(range(len(names)), names if named else [""] * len(names), fontsize=8.5)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(left=0)
    axes.set_xlabel(_PER_YEAR[language])
    axes.xaxis.set_major_formatter(localised(language))
