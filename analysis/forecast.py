"""From the monthly values of all replications to means with intervals: months, years, rates.

Every function takes a result and returns a tidy frame. Intervals are those of ``intervals``: they
say how precisely the model's mean is known from the replications.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from .calibration_targets import CALIBRATION_TARGETS
from .errors import AnalysisError
from .indicator_catalogue import INDICATORS, check_known
from .intervals import CONFIDENCE, Interval, mean_interval, rate_interval, student_t_factor
from .result_protocol import Result

ALL_TEAMS = "all"
"""Value of ``team`` in rows about all teams together."""

TEAMS = ("under_25", "from_25", "case_management", ALL_TEAMS)
"""Values that ``team`` may have, in the order in which they are shown; see ``teams_of``."""

WHOLE_PERIOD = "all"
"""Value of ``year`` in rows about all months of a result."""

RARE = 30
"""Below this many events, all replications together, a rate gets the exact Poisson interval."""

MONTHS_PER_YEAR = 12


def teams_of(result: Result) -> tuple[str, ...]:
    """Return the teams that a result has, without ``all``, in the order of ``TEAMS``."""
    present = set(result.months["team"].unique()) - {ALL_TEAMS}
    return tuple(team for team in TEAMS if team in present)


def monthly_values(
    result: Result, indicators: Sequence[str] | None = None, team: str = "all"
) -> pd.DataFrame:
    """Return one row per replication and month, one column per indicator.

    A flow that is not mentioned for a month counts 0; a level that is not mentioned is NaN.

    Raises:
        AnalysisError: if the team or an indicator is unknown, or the result has no values for it.
    """
    present_teams = (*teams_of(result), ALL_TEAMS)
    if team not in present_teams:
        known = "has no values of" if team in TEAMS else "knows no"
        raise AnalysisError(
            f"The result {known} team {team!r}; choose one of {', '.join(present_teams)}."
        )
    rows = result.months[result.months["team"].astype(str) == team]
    rows = rows.assign(month=rows["month"].astype(str), indicator=rows["indicator"].astype(str))
    present = list(dict.fromkeys(rows["indicator"]))
    wanted = _wanted(indicators, present)
    rows = rows[rows["indicator"].isin(wanted)]
    wide = rows.pivot(index=["replication", "month"], columns="indicator", values="value")
    wide = wide.reindex(_grid(result), columns=wanted).astype(float)
    flows = [name for name in wanted if name in INDICATORS and INDICATORS[name].kind == "flow"]
    wide[flows] = wide[flows].fillna(0.0)
    wide.columns.name = None
    return wide


def _wanted(indicators: Sequence[str] | None, present: list[str]) -> list[str]:
    """Return the indicators asked for, all present ones by default."""
    if indicators is None:
        return present
    names = list(dict.fromkeys(indicators))
    check_known(names)
    if missing := [name for name in names if name not in present]:
        raise AnalysisError(f"The result has no values for {', '.join(missing)}.")
    return names


def _grid(result: Result) -> pd.MultiIndex:
    """Return all pairs of replication and month of a result, in order."""
    replications = sorted(result.months["replication"].unique())
    months = sorted(result.months["month"].astype(str).unique())
    return pd.MultiIndex.from_product([replications, months], names=["replication", "month"])


def summary(
    result: Result, indicators: Sequence[str] | None = None, team: str = "all"
) -> pd.DataFrame:
    """Return mean and 95 percent interval by month and indicator.

    Columns: month, indicator, mean, low, high, unit (as the result names it). From one
    replication ``low`` and ``high`` are NaN. Counts and levels cannot be negative, so ``low`` is
    never below 0. All indicators of the result by default, in its order.

    Raises:
        AnalysisError: if the team or an indicator is unknown, or the result has no values for it.
    """
    wide = monthly_values(result, indicators, team)
    groups = wide.groupby(level="month", sort=True)
    mean, spread, n = groups.mean(), groups.std(ddof=1), groups.count()
    half = n.map(lambda k: student_t_factor(int(k)) / math.sqrt(max(int(k), 1))) * spread
    units = _units(result)
    names = list(wide.columns)
    return pd.DataFrame(
        {
            "month": np.tile(mean.index.to_numpy(dtype=object), len(names)),
            "indicator": np.repeat(np.array(names, dtype=object), len(mean)),
            "mean": mean.to_numpy().ravel(order="F"),
            "low": (mean - half).clip(lower=0.0).to_numpy().ravel(order="F"),
            "high": (mean + half).to_numpy().ravel(order="F"),
            "unit": [units[name] for name in names for _ in range(len(mean))],
        }
    )


def _units(result: Result) -> dict[str, str]:
    pairs = result.months[["indicator", "unit"]].astype(str).drop_duplicates("indicator")
    return dict(zip(pairs["indicator"], pairs["unit"], strict=True))


def years_of(result: Result) -> dict[str, list[str]]:
    """Return the months of each calendar year, and of the whole period under ``all``."""
    months = sorted(result.months["month"].astype(str).unique())
    years: dict[str, list[str]] = {}
    for month in months:
        years.setdefault(month[:4], []).append(month)
    return {**years, WHOLE_PERIOD: months}


def yearly_values(
    result: Result, indicators: Sequence[str] | None = None, team: str = "all"
) -> pd.DataFrame:
    """Return mean and interval by calendar year: flows summed, levels averaged over the months.

    Columns: year (``all`` for the whole period), months, indicator, mean, low, high, n. The mean
    waiting time weighs each booking alike. A year of fewer than twelve months is not scaled up.

    Raises:
        AnalysisError: if the team or an indicator is unknown, or the result has no values for it.
    """
    wide = monthly_values(result, None, team)
    names = _wanted(indicators, list(wide.columns))
    rows = []
    for year, months in years_of(result).items():
        part = wide[wide.index.isin(months, level="month")]
        for name in names:
            found = mean_interval(_by_replication(part, name), CONFIDENCE, floor=0.0)
            rows.append((year, len(months), name, found.mean, found.low, found.high, found.n))
    return pd.DataFrame(rows, columns=["year", "months", "indicator", "mean", "low", "high", "n"])


def _by_replication(part: pd.DataFrame, name: str) -> list[float]:
    """Return one number per replication for the months in ``part``."""
    groups = part.groupby(level="replication")
    if name == "wait_days" and {"wait_days_sum", "bookings"} <= set(part.columns):
        bookings = groups["bookings"].sum()
        return list(groups["wait_days_sum"].sum() / bookings.where(bookings > 0))
    kind = INDICATORS[name].kind if name in INDICATORS else "level"
    return list(groups[name].sum() if kind == "flow" else groups[name].mean())


def yearly_totals(result: Result) -> pd.DataFrame:
    """Return rates per year in benefit, beside the published totals they should come near.

    Columns: year (``all`` for the whole period), months, indicator, per (100 or 100,000
    ELB-years), mean, low, high, count (mean per replication), elb_years (mean per replication),
    method, target_low, target_high. ELB-years are the month-end stocks divided by twelve. With
    fewer than 30 events in all replications the interval is the exact Poisson one (``poisson``),
    which exists from one replication on and for zero events; otherwise Student t over
    replications (``student_t``), or ``none`` from a single one.

    Raises:
        AnalysisError: if the result has no values for reductions, conciliations or the stock.
    """
    names = [target.indicator for target in CALIBRATION_TARGETS]
    wide = monthly_values(result, [*names, "stock"])
    rows = []
    for year, months in years_of(result).items():
        part = wide[wide.index.isin(months, level="month")]
        groups = part.groupby(level="replication")
        elb_years = groups["stock"].sum() / MONTHS_PER_YEAR
        for target in CALIBRATION_TARGETS:
            counts = groups[target.indicator].sum()
            rate, method = _rate(counts.to_numpy(), elb_years.to_numpy(), target.per)
            rows.append(
                (
                    year,
                    len(months),
                    target.indicator,
                    target.per,
                    rate.mean,
                    rate.low,
                    rate.high,
                    counts.mean(),
                    elb_years.mean(),
                    method,
                    target.low,
                    target.high,
                )
            )
    return pd.DataFrame(
        rows,
        columns=[
            "year",
            "months",
            "indicator",
            "per",
            "mean",
            "low",
            "high",
            "count",
            "elb_years",
            "method",
            "target_low",
            "target_high",
        ],
    )


def _rate(counts: np.ndarray, elb_years: np.ndarray, per: int) -> tuple[Interval, str]:
    """Return the rate per ``per`` years in benefit and how its interval was made."""
    exposure = float(elb_years.sum())
    if exposure <= 0:
        return Interval(math.nan, math.nan, math.nan, 0, "nobody in benefit"), "none"
    if counts.sum() < RARE:
        return rate_interval(float(counts.sum()), exposure / per), "poisson"
    known = elb_years > 0
    rate = mean_interval(counts[known] / elb_years[known] * per, floor=0.0)
    return rate, "student_t" if rate.known else "none"


def beneficiary_years(result: Result, years: Iterable[str] = (WHOLE_PERIOD,)) -> dict[str, float]:
    """Return the years in benefit (ELB-years) by calendar year, mean over replications."""
    stock = monthly_values(result, ["stock"])["stock"].groupby(level="month").mean()
    months = years_of(result)
    return {year: float(stock[months[year]].sum()) / MONTHS_PER_YEAR for year in years}
