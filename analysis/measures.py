"""Performance measures: one number per replication, made of its monthly indicators.

Comparisons, sweeps and sequential stopping ask for such numbers. Every indicator of the catalogue
is a measure (a flow as the mean per month, a level as the mean over month ends), and a few shares
and sums of indicators are measures of their own.

>>> measure("talks").unit["en"]
'number per month'
>>> measure("no_show_share").share
True
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from ..model.process.text import Language, Text
from .errors import AnalysisError
from .forecast import TEAMS
from .formatting import fitting, number, percent
from .indicator_catalogue import INDICATORS

__all__ = [
    "DEFAULT_MEASURES",
    "DERIVED_MEASURES",
    "POINTS",
    "POINTS_SHORT",
    "Measure",
    "check_team",
    "measure",
    "measure_parts",
    "measure_values",
    "measures",
]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that a replication gives.

    ``parts`` are indicators that are added up; ``per``, if any, are indicators that their sum is
    divided by (sums over all months, so that every event weighs alike). Without ``per`` the value
    is the mean over months. ``share`` is true where ``parts`` count some of the trials that ``per``
    counts; such a value lies between 0 and 1. ``percent`` tells to show it in percent.
    """

    name: str
    unit: Text
    title: Text
    definition: Text
    rules: tuple[str, ...]
    parts: tuple[str, ...]
    per: tuple[str, ...] = ()
    share: bool = False
    percent: bool = False

    def text(self, value: float, language: Language) -> str:
        """Return a value as people read it: in percent, or with as many decimals as it needs."""
        return percent(value, language, 1) if self.percent else fitting(value, language)

    def difference_text(self, value: float, language: Language, half: float) -> str:
        """Return a difference of two values and its half-width; of shares in percentage points."""
        if not self.percent:
            return f"{fitting(value, language)} ± {fitting(half, language)}"
        shown = (number(100 * each, language, 2) for each in (value, half))
        return f"{' ± '.join(shown)} {POINTS_SHORT[language]}"


POINTS = Text("Prozentpunkte", "percentage points")
"""Unit of a difference of shares."""

POINTS_SHORT = Text("Pp.", "pp")
"""The same where there is little room."""

_SHARE = Text("Anteil", "share")
_DEADLINES = (
    "updates_missed",
    "first_talks_missed",
    "analyses_missed",
    "plans_missed",
    "ground_reviews_missed",
    "waiver_reviews_missed",
)


def _derived() -> tuple[Measure, ...]:
    waits, count = INDICATORS["wait_days"], INDICATORS["talks"].unit
    return (
        Measure(
            "utilisation",
            _SHARE,
            Text("Auslastung", "utilisation"),
            Text(
                "benötigtes Personal geteilt durch vorhandenes",
                "staff needed divided by staff available",
            ),
            ("§ 44c(4) SGB II",),
            ("fte_needed",),
            ("fte_available",),
            percent=True,
        ),
        Measure(
            "no_show_share",
            _SHARE,
            Text("versäumte Termine (Anteil)", "share of appointments missed"),
            Text(
                "versäumte Termine, von allen Terminen",
                "missed appointments, of all appointments",
            ),
            ("15.8", "15.50"),
            ("no_shows",),
            ("no_shows", "talks"),
            share=True,
            percent=True,
        ),
        Measure(
            "updates_in_time_share",
            _SHARE,
            Text("Fortschreibungen rechtzeitig (Anteil)", "share of updates in time"),
            Text(
                "rechtzeitige Fortschreibungen, von allen fälligen",
                "updates in time, of all that were due",
            ),
            ("15.65", "15.67"),
            ("updates_in_time",),
            ("updates_in_time", "updates_missed"),
            share=True,
            percent=True,
        ),
        Measure(
            "first_talks_in_time_share",
            _SHARE,
            Text("Erstgespräche rechtzeitig (Anteil)", "share of first talks in time"),
            Text(
                "rechtzeitige Erstgespräche, von allen fälligen",
                "first talks in time, of all that were due",
            ),
            ("15.9",),
            ("first_talks_in_time",),
            ("first_talks_in_time", "first_talks_missed"),
            share=True,
            percent=True,
        ),
        Measure(
            "missed_deadlines",
            count,
            Text("versäumte Soll-Fristen", "SHOULD deadlines missed"),
            Text(
                "versäumte Fristen für Fortschreibung, Erstgespräch, Analyse, Plan und Prüfungen",
                "deadlines missed for update, first talk, analysis, plan and reviews",
            ),
            ("15.9", "15.12", "15.18", "15.19", "15.65"),
            _DEADLINES,
        ),
        Measure(
            "reductions",
            count,
            Text("Leistungsminderungen", "benefit reductions"),
            Text(
                "Minderungen bei Meldeversäumnis und bei Pflichtverletzung",
                "reductions for missed appointments and for breach of duty",
            ),
            ("§ 31a SGB II", "§ 32 SGB II"),
            ("appointment_reductions", "breach_reductions"),
        ),
        Measure(
            waits.name,
            waits.unit,
            waits.title,
            waits.definition,
            waits.rules,
            ("wait_days_sum",),
            ("bookings",),
        ),
    )


DERIVED_MEASURES: Final = MappingProxyType({item.name: item for item in _derived()})
"""Measures that are no plain indicator, by name."""

DEFAULT_MEASURES: Final = (
    "fte_needed",
    "utilisation",
    "talks",
    "no_shows",
    "no_show_share",
    "updates_in_time_share",
    "first_talks_in_time_share",
    "missed_deadlines",
    "backlog",
    "wait_days",
    "reductions",
)
"""What a comparison shows if nothing else is asked for."""


def measure(name: str) -> Measure:
    """Return the measure called ``name``: a derived one, or an indicator of the catalogue.

    Raises:
        AnalysisError: if there is none; the text names the nearest one and lists all.
    """
    if name in DERIVED_MEASURES:
        return DERIVED_MEASURES[name]
    if name in INDICATORS:
        item = INDICATORS[name]
        return Measure(name, item.unit, item.title, item.definition, item.rules, (name,))
    known = [*DERIVED_MEASURES, *(other for other in INDICATORS if other not in DERIVED_MEASURES)]
    near = difflib.get_close_matches(name, known, n=1)
    hint = f" (did you mean {near[0]!r}?)" if near else ""
    raise AnalysisError(f"Unknown indicator: {name!r}{hint}; all names: {', '.join(known)}.")


def measures(names: Sequence[str]) -> tuple[Measure, ...]:
    """Return the measures called ``names``, each once, in order.

    Raises:
        AnalysisError: if one does not exist.
    """
    return tuple(measure(name) for name in dict.fromkeys(names))


def check_team(team: str) -> str:
    """Return ``team`` if there may be such a team.

    Raises:
        AnalysisError: otherwise.
    """
    if team not in TEAMS:
        raise AnalysisError(f"The team {team!r} is not known; choose one of {', '.join(TEAMS)}.")
    return team


def measure_values(
    months: pd.DataFrame, chosen: Sequence[Measure], team: str = "all"
) -> pd.DataFrame:
    """Return one row per replication and one column per measure; NaN where nothing was divided.

    ``months`` is the tidy table of a result (replication, month, team, indicator, value).

    Raises:
        AnalysisError: if the table has no values for an indicator.
    """
    sums, count = _sums(months, chosen, team)
    columns = {}
    for item in chosen:
        total = sums[list(item.parts)].sum(axis=1)
        if item.per:
            trials = sums[list(item.per)].sum(axis=1)
            columns[item.name] = total / trials.where(trials > 0)
        else:
            columns[item.name] = total / count
    return pd.DataFrame(columns, index=sums.index, columns=[item.name for item in chosen])


def measure_parts(
    months: pd.DataFrame, item: Measure, team: str = "all"
) -> tuple[np.ndarray, np.ndarray]:
    """Return numerator and denominator of a measure by replication; the latter 1 without ``per``.

    Raises:
        AnalysisError: if the table has no values for an indicator.
    """
    sums, count = _sums(months, [item], team)
    total = sums[list(item.parts)].sum(axis=1).to_numpy()
    if not item.per:
        return (total / count).to_numpy(), np.ones(len(total))
    return total, sums[list(item.per)].sum(axis=1).to_numpy()


def _sums(
    months: pd.DataFrame, chosen: Sequence[Measure], team: str
) -> tuple[pd.DataFrame, pd.Series]:
    """Return sums over months by replication and indicator, and the number of months of each."""
    names = list(dict.fromkeys(name for item in chosen for name in (*item.parts, *item.per)))
    rows = months[(months["team"] == check_team(team)) & months["indicator"].isin(names)]
    groups = rows.groupby(["replication", "indicator"], sort=True, observed=True)["value"]
    sums = groups.sum().unstack("indicator")
    if missing := [name for name in names if name not in sums.columns]:
        raise AnalysisError(f"The result has no values for {', '.join(missing)}.")
    return sums, months.groupby("replication", sort=True)["month"].nunique()
