"""Invitations with and without legal-consequences notice (RFB), and missed appointments."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from ...model.process.text import Text
from ..forecast import summary
from ..formatting import check_language
from ..indicator_catalogue import indicator
from ..result_protocol import Result
from . import style

_AXIS = Text("Anzahl je Monat", "number per month")
_NOTE = Text(
    "Säulen und Punkte: Mittelwert der Läufe; Striche: 95-%-Konfidenzintervall",
    "columns and dots: mean of the runs; whiskers: 95% confidence interval",
)


def plot_invitations(result: Result, language: str = "en") -> Figure:
    """Return a picture of invitations by month, stacked, with missed appointments as dots.

    Raises:
        AnalysisError: if the language is unknown or the result has no values for invitations.
    """
    chosen = check_language(language)
    names = ("invitations_without_notice", "invitations_with_notice", "no_shows")
    frame = summary(result, names)
    months = sorted(frame["month"].unique())
    places = np.arange(len(months))
    plain, notice, missed = (frame[frame["indicator"] == name] for name in names)
    titles = [indicator(name).title[chosen] for name in names]
    low = plain["mean"].to_numpy(dtype=float)
    with style.drawing():
        figure, (panel,) = style.new_figure(height=3.9)
        panel.bar(
            places, low, color=style.SKY, edgecolor=style.BLACK, linewidth=0.5, label=titles[0]
        )
        panel.bar(
            places,
            notice["mean"].to_numpy(dtype=float),
            bottom=low,
            color=style.ORANGE,
            hatch="//",
            edgecolor=style.BLACK,
            linewidth=0.5,
            label=titles[1],
        )
        centre = missed["mean"].to_numpy(dtype=float)
        reach = np.nan_to_num(np.vstack([centre - missed["low"], missed["high"] - centre]))
        panel.errorbar(
            places,
            centre,
            yerr=reach,
            color=style.BLACK,
            marker="o",
            markersize=5,
            markerfacecolor="white",
            linestyle="none",
            capsize=2.5,
            label=titles[2],
        )
        style.month_axis(panel, months, chosen)
        panel.set_xlim(-0.7, len(months) - 0.3)
        style.value_axis(panel, _AXIS[chosen], chosen)
        style.legend_above(panel, columns=3)
        note = _NOTE if missed["low"].notna().any() else style.ONE_RUN
        figure.supxlabel(note[chosen], fontsize=8.5, color=style.GREY, x=0.99, ha="right")
    return figure
