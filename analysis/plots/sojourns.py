"""How long it takes: shares still waiting after so many days, with what still runs counted in."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MultipleLocator
from numpy.typing import NDArray

from ...model.process.text import Language, Text
from ...model.rule_set import RuleSet
from ..formatting import check_language, number, percent
from ..result_protocol import Result
from ..survival import SurvivalCurve, survival_curve
from ..waits import QUESTIONS, Question, limit_days, waits
from . import style

PANELS = (("first_talk", "first_plan"), ("update",), ("return_to_trust",), ("conciliation",))
"""The questions of each panel."""

FEWEST = 5
"""Below this many waits there is no curve: it would show chance."""

_STILL_OBSERVED = 10
"""A curve ends where fewer waits are still observed, or fewer than a twentieth of all."""

_NEARLY_ALL = 0.01
"""The axis of days ends where all curves have come down to this share."""

_SHORTEST_AXIS = 30.0
"""Days that each axis shows at least."""

_TITLES = {
    "first_talk": Text("Vom Eintritt bis …", "From entry to …"),
    "update": Text("Vom Plan bis zur Fortschreibung", "From a plan to its update"),
    "return_to_trust": Text("Vom Plan mit RFB zum Vertrauen", "From plan with RFB to trust"),
    "conciliation": Text("Dauer der Schlichtung", "Length of conciliation"),
}
_SHORT = {
    "first_talk": Text("Erstgespräch", "first talk"),
    "first_plan": Text("erster Plan", "first plan"),
    "update": Text("Fortschreibung", "update"),
    "return_to_trust": Text("Vertrauen", "trust"),
    "conciliation": Text("Ende der Schlichtung", "end of conciliation"),
}
_DAYS = Text("Tage seit dem Beginn", "days since the beginning")
_SHARE = Text("noch nicht erreicht", "not yet reached")
_LIMIT = Text("Frist: {value} {unit}", "limit: {value} {unit}")
_UNITS = {
    "days": Text("Tage", "days"),
    "weeks": Text("Wochen", "weeks"),
    "months": Text("Monate", "months"),
}
_TOO_FEW = Text("zu wenige Fälle (n = {n})", "too few cases (n = {n})")
_NOTE = Text(
    "Linie: Kaplan-Meier; Fläche: 95-%-Intervall (Greenwood); n: Fälle aller Läufe",
    "line: Kaplan-Meier; band: 95% interval (Greenwood); n: cases of all runs",
)


def plot_sojourns(result: Result, language: str = "en") -> Figure:
    """Return a picture of how long first talk, plan, update, trust and conciliation take.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    with style.drawing():
        figure, panels = style.new_figure(2, 2, height=6.2)
        for panel, names in zip(panels, PANELS, strict=True):
            _panel(panel, result, [QUESTIONS[name] for name in names], chosen)
        figure.supxlabel(_NOTE[chosen], fontsize=8.5, color=style.GREY, x=0.99, ha="right")
    return figure


def _panel(panel: Axes, result: Result, questions: list[Question], language: Language) -> None:
    few, right = [], _SHORTEST_AXIS
    for question, line in zip(questions, style.LINES, strict=False):
        found = waits(result, question.name)
        title = f"{_SHORT[question.name][language]} (n = {number(len(found), language)})"
        if len(found) < FEWEST:
            few.append(_TOO_FEW[language].format(n=number(len(found), language)))
            continue
        curve = survival_curve(found.days, found.reached)
        days = curve.quantile(1 - _NEARLY_ALL)
        right = max(right, curve.days[-1] if np.isnan(days) else days)
        _curve(panel, curve, line, title)
    if few:
        panel.text(0.5, 0.5, "\n".join(few), transform=panel.transAxes, ha="center")
    _axes(panel, 1.04 * right, len(questions), language)
    for question in questions:
        _limit(panel, question, result.rule_set, language)
    panel.set_title(_TITLES[questions[0].name][language])
    if panel.get_legend_handles_labels()[0]:
        panel.legend(loc="upper right", fontsize=8.5, handlelength=2.4, borderaxespad=0.1)


def _curve(panel: Axes, curve: SurvivalCurve, line: style.LineStyle, title: str) -> None:
    shown = curve.at_risk >= min(_STILL_OBSERVED, max(1, curve.observations // 20))
    shown |= np.arange(len(curve.days)) == 0
    days, low, high = curve.days[shown], _filled(curve.low[shown]), _filled(curve.high[shown])
    panel.fill_between(days, low, high, step="post", color=line.colour, alpha=0.25, linewidth=0)
    panel.step(
        days,
        curve.share[shown],
        where="post",
        color=line.colour,
        linestyle=line.dashes,
        label=title,
    )


def _filled(limits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return limits that go on as before where there is none, which is at a share of 0."""
    places = np.maximum.accumulate(np.where(np.isnan(limits), 0, np.arange(len(limits))))
    return limits[places]


def _limit(panel: Axes, question: Question, rule_set: RuleSet, language: Language) -> None:
    """Mark the longest time that the rule set allows."""
    days = limit_days(question, rule_set)
    if days is None or days > panel.get_xlim()[1]:
        return
    parameter = rule_set.parameter(question.limit)
    text = _LIMIT[language].format(value=parameter.value, unit=_UNITS[parameter.unit][language])
    panel.plot([days, days], [0, 1], color=style.BLACK, linestyle=(0, (1, 1.5)), linewidth=1.1)
    late = days > 0.6 * panel.get_xlim()[1]
    panel.text(
        days, 1.03, text, ha="right" if late else "left", va="bottom", fontsize=8, clip_on=False
    )


def _axes(panel: Axes, right: float, lines: int, language: Language) -> None:
    panel.set_ylim(0, 1.13 + 0.11 * lines)  # room above the curves for limit and legend
    panel.set_xlim(0, right)
    steps = (7, 14, 30, 60, 90, 180, 365, 730)
    step = next((s for s in steps if right <= 7 * s), steps[-1])
    panel.xaxis.set_major_locator(MultipleLocator(step))
    panel.xaxis.set_major_formatter(style.localised(language))
    panel.yaxis.set_major_locator(FixedLocator([0, 0.25, 0.5, 0.75, 1]))
    panel.yaxis.set_major_formatter(FuncFormatter(lambda share, _place: percent(share, language)))
    panel.set_xlabel(_DAYS[language])
    panel.set_ylabel(_SHARE[language])
