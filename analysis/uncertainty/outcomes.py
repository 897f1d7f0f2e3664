"""One number per run: the outcomes whose uncertainty is asked for.

Every indicator is an outcome: flows are counted per year, levels are means over the months, the
waiting time weighs each booking alike. Beside them there are shares and rates in `RATIOS`.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.process.text import Text
from ..errors import AnalysisError
from ..forecast import MONTHS_PER_YEAR, TEAMS
from ..indicator_catalogue import INDICATORS

Series = Mapping[str, NDArray[np.float64]]
"""Values by month, in order, by indicator."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A number that a run gives; ``kind`` says how it is written."""

    name: str
    title: Text
    unit: Text
    kind: Literal["number", "share"]
    compute: Callable[[Series], float]


def _ratio(above: str, *below: str, factor: float = 1.0) -> Callable[[Series], float]:
    def compute(series: Series) -> float:
        total = sum(float(series[name].sum()) for name in below)
        return factor * float(series[above].sum()) / total if total > 0 else math.nan

    return compute


_SHARE = Text("Anteil", "share")
_PER_100 = Text("je 100 ELB-Jahre", "per 100 ELB-years")


def _ratios() -> dict[str, Outcome]:
    updates = Text("Fortschreibungen rechtzeitig", "updates in time")
    first = Text("Erstgespräche rechtzeitig", "first talks in time")
    used = Text("Auslastung des Personals", "use of the staff")
    appointments = Text("Minderungen bei Meldeversäumnis", "reductions, missed appointments")
    breaches = Text("Minderungen bei Pflichtverletzung", "reductions, breach of duty")
    missed = Text("versäumte Termine, von allen", "missed appointments, of all")
    years = 100.0 * MONTHS_PER_YEAR
    rows = (
        ("share_updates_in_time", updates, _SHARE, _ratio("updates_in_time", "updates_due")),
        (
            "share_first_talks_in_time",
            first,
            _SHARE,
            _ratio("first_talks_in_time", "first_talks_in_time", "first_talks_missed"),
        ),
        ("share_no_shows", missed, _SHARE, _ratio("no_shows", "no_shows", "talks")),
        ("utilisation", used, _SHARE, _ratio("fte_needed", "fte_available")),
        (
            "appointment_reduction_rate",
            appointments,
            _PER_100,
            _ratio("appointment_reductions", "stock", factor=years),
        ),
        (
            "breach_reduction_rate",
            breaches,
            _PER_100,
            _ratio("breach_reductions", "stock", factor=years),
        ),
    )
    return {
        name: Outcome(name, title, unit, "share" if unit is _SHARE else "number", compute)
        for name, title, unit, compute in rows
    }


RATIOS: Final = MappingProxyType(_ratios())
"""Outcomes that relate two indicators to each other. An ELB-year is one employable beneficiary in
benefit for one year."""

_FLOW_UNITS: Final = {
    "Anzahl je Monat": Text("je Jahr", "per year"),
    "Minuten je Monat": Text("Minuten je Jahr", "minutes per year"),
    "Kalendertage je Monat": Text("Kalendertage je Jahr", "calendar days per year"),
}

DEFAULT_OUTCOMES: Final = (
    "fte_needed",
    "share_updates_in_time",
    "backlog",
    "talks",
    "appointment_reduction_rate",
)
"""What is asked for if nothing else is."""


def outcome(name: str) -> Outcome:
    """Return the outcome called ``name``.

    Raises:
        AnalysisError: if there is none; the text names the nearest one.
    """
    if name in RATIOS:
        return RATIOS[name]
    if name not in INDICATORS:
        names = [*RATIOS, *INDICATORS]
        near = difflib.get_close_matches(name, names, n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        raise AnalysisError(f"Unknown outcome: {name!r}{hint}; all names: {', '.join(names)}.")
    known = INDICATORS[name]
    unit = _FLOW_UNITS.get(known.unit.de, known.unit) if known.kind == "flow" else known.unit
    return Outcome(name, known.title, unit, "number", _of_indicator(name))


def _of_indicator(name: str) -> Callable[[Series], float]:
    def compute(series: Series) -> float:
        values = series[name]
        if name == "wait_days":
            bookings = float(series["bookings"].sum())
            return float(series["wait_days_sum"].sum()) / bookings if bookings > 0 else math.nan
        if INDICATORS[name].kind == "flow":
            return float(values.sum()) / len(values) * MONTHS_PER_YEAR
        return float(values.mean())

    return compute


def outcomes(names: Sequence[str] | None) -> tuple[Outcome, ...]:
    """Return the outcomes called ``names``, each once; the default ones if None.

    Raises:
        AnalysisError: one is unknown, or there is none.
    """
    chosen = tuple(outcome(name) for name in dict.fromkeys(names or DEFAULT_OUTCOMES))
    return chosen


def monthly_series(months: pd.DataFrame, team: str = "all") -> tuple[list[str], Series]:
    """Return the months of one replication, and the values of each indicator in their order.

    Raises:
        AnalysisError: if the team is unknown.
    """
    if team not in TEAMS:
        raise AnalysisError(f"The team {team!r} is not known; choose one of {', '.join(TEAMS)}.")
    rows = months[months["team"] == team]
    labels = sorted(rows["month"].unique())
    wide = rows.pivot(index="indicator", columns="month", values="value").reindex(columns=labels)
    return labels, dict(zip(wide.index, wide.to_numpy(dtype=float), strict=True))


def measure(months: pd.DataFrame, asked: Sequence[Outcome], team: str = "all") -> list[float]:
    """Return the value of each outcome in one replication (NaN where nothing was counted).

    Raises:
        AnalysisError: if the team is unknown.
    """
    _, series = monthly_series(months, team)
    return [each.compute(series) for each in asked]
