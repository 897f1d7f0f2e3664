"""A sweep as a report."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ...model.process.text import Language, Text
from ..formatting import check_language, percent, plain
from ..measures import POINTS_SHORT, Measure
from ..plots.sweep import MOST_DRAWN_AXES, axis_title, plot_sweep
from ..sweep import Sweep
from .document import Block, Bullets, Column, Document, Heading, Paragraph, Picture, Table
from .experiment_parts import assumptions, definitions, law, provenance

__all__ = ["extremes", "sweep_document"]

_TITLE = Text("„{0}“ über einen Bereich von Werten", "“{0}” over a range of values")
_ANSWER = Text("Wie weit die Ergebnisse reichen", "How far the results reach")
_RANGE = Text(
    "{0}: von {1} ({2}) bis {3} ({4}); unverändert {5}",
    "{0}: from {1} ({2}) to {3} ({4}); unchanged {5}",
)
_HOW = Text(
    "{0} Punkte mit je {1} Läufen und denselben Zufallszahlen wie das unveränderte Szenario; "
    "Unterschiede kommen daher aus den Werten, nicht aus dem Zufall. Intervalle: Student t, {2}.",
    "{0} points with {1} runs each and the same random numbers as the unchanged scenario; so "
    "differences come from the values, not from chance. Intervals: Student t, {2}.",
)
_GROUP = Text(
    "{0} ist die Summe mehrerer Teams; sie wird geteilt, wie das Szenario sie teilt.",
    "{0} is the total of several teams; it is divided as the scenario divides it.",
)
_TOO_MANY = Text(
    "Mehr als drei Parameter lassen sich nicht zeichnen; die Tabelle enthält alle Werte.",
    "More than three parameters cannot be drawn; the table has all values.",
)
_ALT = Text(
    "{0} je Wert der Parameter; die Tabelle enthält die Zahlen.",
    "{0} by value of the parameters; the table has the numbers.",
)
_MEAN = Text("Mittelwert", "mean")
_LOW = Text("von", "from")
_HIGH = Text("bis", "to")
_GAP = Text("Unterschied", "difference")


def sweep_document(sweep: Sweep, language: str = "en", command: str = "") -> Document:
    """Return the report of a sweep: pictures (up to three parameters) and tables.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    blocks: list[Block] = [
        Heading(_ANSWER[chosen]),
        Bullets(extremes(sweep, chosen)),
        Paragraph(
            _HOW[chosen].format(sweep.points, sweep.replications, percent(sweep.confidence, chosen))
        ),
    ]
    blocks += [
        Paragraph(_GROUP[chosen].format(axis.name)) for axis in sweep.axes if len(axis.paths) > 1
    ]
    blocks.append(law(sweep.scenario, chosen))
    if len(sweep.axes) > MOST_DRAWN_AXES:
        blocks.append(Paragraph(_TOO_MANY[chosen]))
    for item in sweep.measures:
        blocks.append(Heading(item.title[chosen]))
        if len(sweep.axes) <= MOST_DRAWN_AXES:
            blocks.append(_picture(sweep, item, chosen))
        blocks.append(_table(sweep, item, chosen))
    blocks += [definitions(sweep.measures, chosen), *assumptions(sweep.scenario, chosen)]
    return Document(
        title=_TITLE[chosen].format(sweep.scenario.title[chosen]),
        subtitle=", ".join(axis.name for axis in sweep.axes),
        language=chosen,
        blocks=blocks,
        provenance=provenance([sweep.scenario], sweep.seed, sweep.replications, command, chosen),
    )


def extremes(sweep: Sweep, language: Language) -> list[str]:
    """Return a sentence per measure: smallest and largest value, where, and unchanged."""
    return [_extreme(sweep, item, language) for item in sweep.measures]


def _extreme(sweep: Sweep, item: Measure, language: Language) -> str:
    frame = sweep.of(item.name).sort_values("mean", kind="stable").dropna(subset=["mean"])
    own = float(sweep.base.loc[sweep.base["indicator"] == item.name, "mean"].iloc[0])
    if frame.empty:
        return f"{item.title[language]}: –"
    first, last = frame.iloc[0], frame.iloc[-1]
    return _RANGE[language].format(
        item.title[language],
        item.text(float(first["mean"]), language),
        _point(sweep, first, language),
        item.text(float(last["mean"]), language),
        _point(sweep, last, language),
        item.text(own, language),
    )


def _point(sweep: Sweep, row: pd.Series, language: Language) -> str:
    return ", ".join(
        f"{axis.name} = {plain(round(float(row[axis.name]), 6), language)}" for axis in sweep.axes
    )


def _picture(sweep: Sweep, item: Measure, language: Language) -> Picture:
    title = item.title[language]
    return Picture(
        item.name, title, plot_sweep(sweep, item.name, language), _ALT[language].format(title)
    )


def _table(sweep: Sweep, item: Measure, language: Language) -> Table:
    """Return the points; units stand once, since so many columns leave little room."""
    gap = POINTS_SHORT[language] if item.percent else ""
    columns = [
        *(
            Column(axis_title(axis, language), kind="number", decimals=_decimals(axis.values))
            for axis in sweep.axes
        ),
        *(
            Column(text[language], "", "share" if item.percent else "number", 1)
            for text in (_MEAN, _LOW, _HIGH)
        ),
        *(
            Column(text[language], gap, "number", 2 if item.percent else 1)
            for text in (_GAP, _LOW, _HIGH)
        ),
    ]
    names = [axis.name for axis in sweep.axes]
    names += ["mean", "low", "high", "difference", "difference_low", "difference_high"]
    values = np.array(sweep.of(item.name)[names], dtype=float)
    values[:, -3:] *= 100 if item.percent else 1
    rows = [tuple(float(value) for value in row) for row in values]
    title = f"{item.title[language]} [{item.unit[language]}]"
    return Table(item.name, title, columns, rows)


def _decimals(values: Sequence[float]) -> int:
    """Return how many decimals tell the values of an axis apart, four at most."""
    return next((n for n in range(4) if all(abs(round(v, n) - v) < 1e-9 for v in values)), 4)
