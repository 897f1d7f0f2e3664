"""How often SHOULD deadlines are kept, and how much of the staff's time is used."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..model.process.text import Text
from .forecast import ALL_TEAMS, WHOLE_PERIOD, monthly_values, teams_of, years_of
from .intervals import mean_interval, share_interval
from .result_protocol import Result


@dataclass(frozen=True, slots=True)
class KeptDeadline:
    """A SHOULD deadline with the indicators that count it as kept and as missed."""

    name: str
    kept: str
    missed: str
    title: Text
    rules: tuple[str, ...]


KEPT_DEADLINES: tuple[KeptDeadline, ...] = (
    KeptDeadline(
        "updates",
        "updates_in_time",
        "updates_missed",
        Text("Fortschreibungen rechtzeitig", "updates in time"),
        ("15.65", "15.67"),
    ),
    KeptDeadline(
        "first_talks",
        "first_talks_in_time",
        "first_talks_missed",
        Text("Erstgespräche rechtzeitig", "first talks in time"),
        ("15.9",),
    ),
)
"""The deadlines that ``compliance`` reports."""


def compliance(result: Result, team: str = "all") -> pd.DataFrame:
    """Return the share of deadlines kept, by calendar year and for the whole period.

    Columns: year, deadline, share, low, high, in_time, missed (both summed over replications),
    lowest, highest (share of the worst and the best replication). The limits are Wilson's
    and treat every deadline as independent; deadlines of one office go wrong together
    when staff is short, so the spread between replications may be wider and is given beside them.
    No deadline at all gives NaN.

    Raises:
        AnalysisError: if the team is unknown or the result has no values for the indicators.
    """
    names = [name for item in KEPT_DEADLINES for name in (item.kept, item.missed)]
    wide = monthly_values(result, names, team)
    rows = []
    for year, months in years_of(result).items():
        part = wide[wide.index.isin(months, level="month")]
        sums = part.groupby(level="replication").sum()
        for item in KEPT_DEADLINES:
            kept, missed = float(sums[item.kept].sum()), float(sums[item.missed].sum())
            found = share_interval(kept, kept + missed)
            due = sums[item.kept] + sums[item.missed]
            shares = (sums[item.kept] / due.where(due > 0)).dropna()
            lowest, highest = (shares.min(), shares.max()) if len(shares) else (math.nan,) * 2
            rows.append(
                (
                    year,
                    item.name,
                    found.mean,
                    found.low,
                    found.high,
                    kept,
                    missed,
                    float(lowest),
                    float(highest),
                )
            )
    columns = ["year", "deadline", "share", "low", "high", "in_time", "missed", "lowest", "highest"]
    return pd.DataFrame(rows, columns=columns)


def utilisation(result: Result) -> pd.DataFrame:
    """Return the part of the staff's time that the work done took, by team and calendar year.

    Columns: year (``all`` for the whole period), team, needed, available [FTE, means over months
    and replications], utilisation (1 is 100 percent), low, high (Student t over replications; NaN
    from one). Work that waits is not done: a full office shows a utilisation near 1 and a growing
    backlog, not a utilisation far above 1. No staff gives NaN.

    Raises:
        AnalysisError: if the result has no values for the staff.
    """
    rows = []
    for team in (*teams_of(result), ALL_TEAMS):
        wide = monthly_values(result, ["fte_needed", "fte_available"], team)
        for year, months in years_of(result).items():
            part = wide[wide.index.isin(months, level="month")]
            means = part.groupby(level="replication").mean()
            staffed = means["fte_available"].where(means["fte_available"] > 0)
            found = mean_interval(means["fte_needed"] / staffed, floor=0.0)
            rows.append(
                (
                    year,
                    team,
                    float(means["fte_needed"].mean()),
                    float(means["fte_available"].mean()),
                    found.mean,
                    found.low,
                    found.high,
                )
            )
    columns = ["year", "team", "needed", "available", "utilisation", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def overall(frame: pd.DataFrame, key: str) -> dict[str, dict[str, Any]]:
    """Return the rows about the whole period of a frame with a column ``year``, by column ``key``.

    Each row is a dictionary by column name.
    """
    rows: list[dict[Any, Any]] = frame[frame["year"] == WHOLE_PERIOD].to_dict("records")
    return {str(row[key]): row for row in rows}
