"""Which task eats the minutes: full-time equivalents by task and team."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.figure import Figure

from ...model.process.text import Text
from ..formatting import TEAM_TITLES, check_language, number
from ..staffing.answers import StaffAnswer
from ..staffing.task_titles import task_title
from .style import BLUE, GREEN, ORANGE, PURPLE, VERMILION, drawing, localised, new_figure

SHOWN = 12
"""How many tasks have a bar of their own."""

_AXIS = Text("Arbeit ohne Warten [VZÄ]", "work without waiting [FTE]")
_OTHERS = Text("alles andere", "everything else")
_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, VERMILION)
_HATCHES = ("", "///", "...", "xxx", "\\\\\\")


def plot_effort_by_task(answer: StaffAnswer, language: str = "en") -> Figure:
    """Return bars of the full-time equivalents that each task takes, the teams stacked.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    table = answer.effort.pivot(index="task", columns="team", values="fte")
    table = table[list(answer.present)].fillna(0.0)
    order = table.sum(axis=1).sort_values(ascending=False, kind="stable").index
    names = list(order[:SHOWN])
    rows = [table.loc[name].to_numpy(dtype=float) for name in names]
    rows.append(table.loc[list(order[SHOWN:])].sum().to_numpy(dtype=float))
    titles = [task_title(name, chosen) for name in names] + [_OTHERS[chosen]]
    with drawing():
        figure, (panel,) = new_figure(height=0.9 + 0.36 * len(rows))
        places, left = np.arange(len(rows)), np.zeros(len(rows))
        for place, team in enumerate(answer.present):
            widths = np.array([row[place] for row in rows])
            panel.barh(
                places,
                widths,
                left=left,
                color=_COLOURS[place % len(_COLOURS)],
                hatch=_HATCHES[place % len(_HATCHES)],
                edgecolor="white",
                linewidth=0.6,
                label=TEAM_TITLES[team][chosen] if team in TEAM_TITLES else team,
            )
            left += widths
        digits = 1 if left.max() >= 3 else 2
        for row, total in enumerate(left):
            panel.annotate(
                number(float(total), chosen, digits),
                (float(total), float(row)),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
            )
        panel.set_yticks(places, [textwrap.fill(title, 42) for title in titles], fontsize=8.5)
        panel.invert_yaxis()
        panel.set_xlim(0, 1.12 * float(left.max() or 1))
        panel.grid(axis="y", visible=False)
        panel.xaxis.set_major_formatter(localised(chosen))
        panel.set_xlabel(_AXIS[chosen])
        panel.legend(loc="lower right", fontsize=9)
    return figure
