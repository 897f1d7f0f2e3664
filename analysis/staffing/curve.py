"""The probability of legal breach against staff, with intervals, and whether more staff ever harms.

Nobody publishes this link for the Jobcenter: a SHOULD deadline breaks when talks wait for staff.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from ..intervals import Interval
from .measures import EVERYBODY, MEASURES, Measure, OfficeYear
from .office_years import Staff
from .ratios import ratio_interval

GRID = (0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0, 1.1, 1.3)
"""Staff levels of the curve, as parts of what would be needed if nobody ever waited."""

LARGE_OFFICE, FEW_YEARS, MANY_YEARS = 20_000, 5, 10
"""Offices above so many persons scatter little and take long: fewer office-years per level."""

RISE_ERROR = 0.01
"""Chance that `rises` reports anything although more staff never harms (Bonferroni)."""

COLUMNS = ["level", "team", "fte", "caseload", "measure", "value", "low", "high"]

Run = Callable[[Sequence[tuple[Staff, int]]], list[OfficeYear]]


@dataclass(frozen=True, slots=True)
class Demand:
    """The work as if staff were unlimited: nobody waits for staff.

    ``fte`` by team (``all`` included) is the staff that the work would take; ``years`` are the
    office-years it was counted in.
    """

    staff: Mapping[str, float]
    years: Sequence[OfficeYear]
    fte: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Rise:
    """More staff gave a worse value, beyond chance."""

    team: str
    measure: Measure
    fewer_fte: float
    more_fte: float
    better: float
    worse: float


@dataclass(frozen=True, slots=True)
class Curve:
    """What was measured at each staff level.

    ``table`` has a row per level, team (``all`` included) and measure: fte, caseload (persons per
    FTE), value, low, high. ``staff`` and ``years`` are the FTE by team and the office-years of each
    level.
    """

    table: pd.DataFrame
    staff: Sequence[Staff]
    years: Sequence[Sequence[OfficeYear]]

    def levels_of(self, team: str) -> list[float]:
        """Return the FTE of a team (``all``: of all teams) at each level."""
        return [fte_of(staff, team) for staff in self.staff]


def years_per_level(persons: float) -> int:
    """Return how many office-years the curve takes at each level."""
    return MANY_YEARS if persons <= LARGE_OFFICE else FEW_YEARS


def fte_of(staff: Staff, team: str) -> float:
    """Return the FTE of a team, or of all teams together."""
    return sum(staff.values()) if team == EVERYBODY else staff[team]


def simulate_demand(run: Run, persons: int, teams: Sequence[str], years: int) -> Demand:
    """Return the work with an FTE for every person: nobody waits longer than for the next day."""
    staff = dict.fromkeys(teams, float(persons))
    done = run([(staff, number) for number in range(years)])
    fte = {team: demand_fte(done, team) for team in (*teams, EVERYBODY)}
    return Demand(staff, done, fte)


def demand_fte(years: Sequence[OfficeYear], team: str) -> float:
    """Return the mean FTE that the work of a team took."""
    return float(np.mean([year.sums[team]["fte_needed"] / year.months for year in years]))


def staff_levels(demand: Demand, present: Staff) -> list[dict[str, float]]:
    """Return rising staff levels around the demand; the present staff is one of each team's."""
    by_team = {}
    for team, fte in present.items():
        levels = [round(max(0.01, part * demand.fte[team]), 2) for part in GRID]
        by_team[team] = sorted([*levels, round(fte, 2)])
    return [
        {team: levels[place] for team, levels in by_team.items()} for place in range(len(GRID) + 1)
    ]


def simulate_curve(run: Run, levels: Sequence[Staff], years: int) -> Curve:
    """Run ``years`` office-years at each level, with common random numbers."""
    done = run([(staff, number) for staff in levels for number in range(years)])
    by_level = [done[place * years : (place + 1) * years] for place in range(len(levels))]
    rows = [
        row
        for place, (staff, part) in enumerate(zip(levels, by_level, strict=True))
        for team in (*staff, EVERYBODY)
        for row in _rows(place, staff, team, part)
    ]
    return Curve(pd.DataFrame(rows, columns=COLUMNS), levels, by_level)


def _rows(
    place: int, staff: Staff, team: str, years: Sequence[OfficeYear]
) -> list[tuple[object, ...]]:
    fte = fte_of(staff, team)
    caseload = persons_of(years, team) / fte if fte else np.inf
    rows: list[tuple[object, ...]] = []
    for each in MEASURES.values():
        found = measured(each, years, team)
        rows.append((place, team, fte, caseload, each.name, found.mean, found.low, found.high))
    return rows


def measured(each: Measure, years: Sequence[OfficeYear], team: str) -> Interval:
    """Return a measure over several office-years with its interval (see ``ratios``)."""
    tallies = [each.tally(year, team) for year in years]
    parts, wholes = [t[0] for t in tallies], [t[1] for t in tallies]
    bounded = each.unit == "share" and each.name != "utilisation"
    return ratio_interval(parts, wholes, share=bounded)


def persons_of(years: Sequence[OfficeYear], team: str) -> float:
    """Return the mean stock of a team [persons]."""
    return float(np.mean([year.sums[team]["stock"] / year.months for year in years]))


def rises(curve: Curve, measures: Sequence[Measure]) -> list[Rise]:
    """Return where more staff gave a worse value: from any level to the next, beyond chance.

    The values of the same office-years are compared (paired Student t, one-sided); all
    comparisons together report something by chance with probability 1 % at most.
    """
    found = []
    teams = [team for team in curve.staff[0]]
    comparisons = len(teams) * len(measures) * (len(curve.staff) - 1)
    for team in teams:
        levels = curve.levels_of(team)
        for each in measures:
            values = [np.array([each.value(y, team) for y in part]) for part in curve.years]
            for place in range(len(levels) - 1):
                with np.errstate(invalid="ignore"):  # endless waits at both levels are no rise
                    worse = values[place + 1] - values[place]
                worse = worse if each.better == "low" else -worse
                if levels[place + 1] > levels[place] and _is_rise(worse, comparisons):
                    means = float(values[place].mean()), float(values[place + 1].mean())
                    found.append(Rise(team, each, levels[place], levels[place + 1], *means))
    return found


def _is_rise(differences: np.ndarray, comparisons: int) -> bool:
    """Tell whether paired differences are above 0 beyond chance."""
    known = differences[np.isfinite(differences)]
    if len(known) < 2 or known.mean() <= 0:
        return False
    spread = float(known.std(ddof=1))
    if spread == 0:
        return True
    statistic = float(known.mean()) / (spread / np.sqrt(len(known)))
    return float(stats.t.sf(statistic, len(known) - 1)) < RISE_ERROR / comparisons
