"""Which ways cases go between the states of the plan: bands as wide as they are frequent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from ...model.process.text import Language, Text
from ..formatting import check_language, counted
from ..plan_states import CLOSED, OUTSIDE, PLAN_STATE_TITLES, PLAN_STATES
from ..result_protocol import Result
from ..sojourns import flows
from . import style
from .state_occupancy import FILLS

_FROM = Text("von …", "from …")
_TO = Text("nach …", "to …")
_NOTE = Text(
    "Fälle je Jahr, Mittel der Läufe; Übergänge unter {least} Fällen sind nicht gezeichnet",
    "cases per year, mean of the runs; steps of fewer than {least} cases are not drawn",
)
_NOTHING = Text("kein Fall wechselt den Zustand", "no case changes its state")

_LEFT, _RIGHT, _BAR = 0.0, 1.0, 0.022
_LABEL = 0.036
"""Height that a label needs, as a share of the height of the picture."""

_GAP = 0.010
_TEXT_BAND = 0.026
"""A band at least so high has its number written in it."""

_LEAST = 1 / 400
"""A flow of a smaller share of all is not drawn: it would be a hair."""

_SPACE_FOR_FLOWS = 0.52
"""Share of the height that the flows take; the rest separates the states."""

_ENDS = (style.YELLOW, "")
_Fill = tuple[str, str]
_Span = dict[str, tuple[float, float]]


def plot_flows(result: Result, language: str = "en") -> Figure:
    """Return a picture of the yearly flows between states of the plan (a Sankey diagram).

    Left is where cases come from, right where they go; entry and end of benefit are among them.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    found = flows(result)
    order = [name for name in PLAN_STATES if name not in (OUTSIDE, CLOSED)]
    sources = _ordered([OUTSIDE, *order], found["source"])
    targets = _ordered([*order, CLOSED], found["target"])
    with style.drawing():
        figure, (panel,) = style.new_figure(height=6.0)
        if found.empty:
            panel.text(0.5, 0.5, _NOTHING[chosen], ha="center")
            _frame(panel, chosen)
            return figure
        scale = _SPACE_FOR_FLOWS / float(found["per_year"].sum())
        left = _places(sources, _sums(found, "source"), scale)
        right = _places(targets, _sums(found, "target"), scale)
        least = _LEAST * float(found["per_year"].sum())
        _bands(panel, found[found["per_year"] >= least], left, right, scale, chosen)
        _states(panel, left, _sums(found, "source"), _LEFT, chosen)
        _states(panel, right, _sums(found, "target"), _RIGHT, chosen)
        _frame(panel, chosen)
        note = _NOTE[chosen].format(least=counted(least, chosen))
        figure.supxlabel(note, fontsize=8.5, color=style.GREY, x=0.99, ha="right")
    return figure


def _ordered(names: Sequence[str], present: pd.Series) -> list[str]:
    return [name for name in names if (present == name).any()]


def _sums(found: pd.DataFrame, side: str) -> dict[str, float]:
    sums = found.groupby(side)["per_year"].sum()
    return {str(name): float(value) for name, value in sums.items()}


def _places(names: Sequence[str], sums: Mapping[str, float], scale: float) -> _Span:
    """Return top and bottom of each state; a small one gets the height that its label needs."""
    needed = {name: max(sums[name] * scale, _LABEL) for name in names}
    spare = 1.0 - sum(needed.values())
    gap = max(_GAP, spare / max(1, len(names) - 1)) if len(names) > 1 else 0.0
    places, top = {}, 1.0
    for name in names:
        middle = top - needed[name] / 2
        half = sums[name] * scale / 2
        places[name] = (middle + half, middle - half)
        top -= needed[name] + gap
    return places


def _fill(name: str) -> _Fill:
    return FILLS.get(f"stock_{name}", _ENDS)


def _bands(
    panel: Axes, found: pd.DataFrame, left: _Span, right: _Span, scale: float, language: Language
) -> None:
    """Draw the flows; at each state they leave and arrive in the order of the states."""
    leaving = {name: top for name, (top, _) in left.items()}
    arriving = {name: top for name, (top, _) in right.items()}
    values = {
        (str(source), str(target)): float(value)
        for source, target, value in zip(
            found["source"], found["target"], found["per_year"], strict=True
        )
    }
    starts, ends = {}, {}
    for source in left:
        for target in right:
            if (source, target) in values:
                starts[source, target] = leaving[source]
                leaving[source] -= values[source, target] * scale
    for target in right:
        for source in left:
            if (source, target) in values:
                ends[source, target] = arriving[target]
                arriving[target] -= values[source, target] * scale
    for pair, value in sorted(values.items(), key=lambda item: -item[1]):
        height = value * scale
        _band(panel, starts[pair], ends[pair], height, _fill(pair[0])[0])
        if height >= _TEXT_BAND:
            panel.text(
                _LEFT + _BAR + 0.012,
                starts[pair] - height / 2,
                counted(value, language),
                va="center",
                fontsize=8,
                color="white" if _fill(pair[0])[0] == style.BLACK else style.BLACK,
                zorder=5,
            )


def _band(panel: Axes, start: float, end: float, height: float, colour: str) -> None:
    """Draw one flow, from its upper left corner to its upper right corner."""
    near, far = _LEFT + _BAR, _RIGHT - _BAR
    middle = (near + far) / 2
    corners = [
        (near, start),
        (middle, start),
        (middle, end),
        (far, end),
        (far, end - height),
        (middle, end - height),
        (middle, start - height),
        (near, start - height),
        (near, start),
    ]
    curve, line = Path.CURVE4, Path.LINETO
    codes = [Path.MOVETO, curve, curve, curve, line, curve, curve, curve, Path.CLOSEPOLY]
    patch = PathPatch(
        Path(corners, codes), facecolor=colour, edgecolor="#3A3A3A", linewidth=0.35, alpha=0.55
    )
    panel.add_patch(patch)


def _states(
    panel: Axes, places: _Span, sums: Mapping[str, float], side: float, language: Language
) -> None:
    """Draw the states of one side as bars with name and number."""
    at_left = side == _LEFT
    for name, (top, bottom) in places.items():
        colour, hatch = _fill(name)
        panel.add_patch(
            Rectangle(
                (side if at_left else side - _BAR, bottom),
                _BAR,
                max(top - bottom, 0.0015),
                facecolor=colour,
                hatch=hatch,
                edgecolor="#3A3A3A" if colour != style.BLACK else style.BLACK,
                linewidth=0.6,
            )
        )
        panel.text(
            side - 0.015 if at_left else side + 0.015,
            (top + bottom) / 2,
            f"{PLAN_STATE_TITLES[name][language]}: {counted(sums[name], language)}",
            ha="right" if at_left else "left",
            va="center",
            fontsize=9,
        )


def _frame(panel: Axes, language: Language) -> None:
    panel.set_xlim(-0.52, 1.52)
    panel.set_ylim(-0.02, 1.06)
    panel.set_axis_off()
    for side, text, where in ((_LEFT, _FROM, "right"), (_RIGHT, _TO, "left")):
        panel.text(side, 1.035, text[language], ha=where, fontweight="bold", fontsize=10)
