"""Rates of the run against published totals."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...model.process.text import Language, Text
from ..calibration_targets import CALIBRATION_TARGETS, CalibrationTarget
from ..compliance import overall
from ..forecast import yearly_totals
from ..formatting import check_language, fitting, number, plain
from ..indicator_catalogue import indicator
from ..result_protocol import Result
from . import style

_AXIS = Text("Fälle je {per} ELB-Jahre", "cases per {per} ELB-years")
_VALUE = Text("Wert", "value")
_MODEL = Text("Modell, mit 95-%-Konfidenzintervall", "model, with 95% confidence interval")
_MODEL_ALONE = Text("Modell, ein einziger Lauf", "model, a single run")
_TARGET = Text("veröffentlicht", "published")
_NOTE = Text(
    "ELB-Jahr: eine erwerbsfähige leistungsberechtigte Person ein Jahr lang im Bezug",
    "ELB-year: one employable beneficiary in benefit for one year",
)


def plot_calibration(result: Result, language: str = "en") -> Figure:
    """Return a picture of each calibrated rate beside its published value.

    Raises:
        AnalysisError: if the language is unknown or the result has no values for reductions.
    """
    chosen = check_language(language)
    rates = overall(yearly_totals(result), "indicator")
    with style.drawing():
        figure, panels = style.new_figure(len(CALIBRATION_TARGETS), 1, height=4.8)
        for panel, target in zip(panels, CALIBRATION_TARGETS, strict=True):
            _rate(panel, rates[target.indicator], target, chosen)
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper left", ncols=2)
        figure.supxlabel(_NOTE[chosen], fontsize=8.5, color=style.GREY, x=0.99, ha="right")
    return figure


def _rate(panel: Axes, row: dict[str, Any], target: CalibrationTarget, language: Language) -> None:
    """Draw one rate: the model's above, the published one below."""
    mean, low, high = float(row["mean"]), float(row["low"]), float(row["high"])
    known = math.isfinite(low)
    reach = [[mean - low], [high - mean]] if known else None
    label = _MODEL if known else _MODEL_ALONE
    panel.errorbar(
        [mean],
        [1],
        xerr=reach,
        color=style.BLUE,
        marker="o",
        markersize=7,
        linestyle="none",
        capsize=4,
        label=label[language],
    )
    middle = (target.low + target.high) / 2
    half = (target.high - target.low) / 2
    panel.errorbar(
        [middle],
        [0],
        xerr=[[half], [half]] if half else None,
        color=style.VERMILION,
        marker="D",
        markersize=7,
        linestyle="none",
        capsize=4,
        label=_TARGET[language],
    )
    values = [value for value in (mean, high, target.high) if math.isfinite(value)]
    panel.set_xlim(0, 1.18 * max(values))
    panel.set_ylim(-0.6, 1.6)
    panel.set_yticks([1, 0], [fitting(mean, language), published(target, language)])
    panel.grid(axis="y", visible=False)
    panel.xaxis.set_major_formatter(style.localised(language))
    panel.set_title(indicator(target.indicator).title[language])
    panel.set_ylabel(_VALUE[language])
    panel.set_xlabel(_AXIS[language].format(per=number(target.per, language)))


def published(target: CalibrationTarget, language: Language) -> str:
    """Return the published rate as text: one number, or a span."""
    ends = dict.fromkeys((plain(target.low, language), plain(target.high, language)))
    return "–".join(ends)
