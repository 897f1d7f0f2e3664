"""Series that show how a run begins: daily, weekly and monthly, each beside its time in months.

To see the warm-up itself, the scenario is run from its first simulated day on without any warm-up
(``unrecorded_start_shown``): the same run, since nothing in it depends on what is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import pandas as pd

from ..model.periods import add_months
from ..model.process.text import Text
from ..scenarios import Scenario
from ..simulation.working_calendar import WorkingCalendar
from .indicator_catalogue import INDICATORS
from .measures import measure

__all__ = [
    "MONTHLY_SERIES",
    "Series",
    "Spacing",
    "series_of",
    "unrecorded_start_shown",
    "weekly_counts",
]

Spacing = Literal["day", "week", "month"]

DAYS_PER_MONTH = 365.25 / 12

MONTHLY_SERIES = (
    "backlog",
    "wait_days",
    "updates_overdue",
    "updates_missed",
    "stock_no_plan",
    "stock_trust",
    "stock_with_notice",
    "stock_returning",
    "stock_suspended",
    "stock_waived",
    "plans_made",
    "demands_with_notice",
    "reductions",
)
"""Indicators and measures whose monthly values are looked at."""

_PER_DAY = Text("je Arbeitstag", "per working day")
_EVENTS = {"talks": "talk_held", "no_shows": "talk_missed", "minutes_needed": None}


@dataclass(frozen=True, eq=False)
class Series:
    """Values of one indicator in all replications, in the order of time.

    ``values`` has the shape (replications, T); ``month`` (T,) is the number of months from the
    first simulated day to the middle of each day, week or month; ``batch`` is the number of
    values per batch that MSER takes.
    """

    name: str
    title: Text
    unit: Text
    interval: Spacing
    values: np.ndarray
    month: np.ndarray
    batch: int

    @property
    def mean(self) -> np.ndarray:
        """Mean over replications, shape (T,)."""
        mean: np.ndarray = self.values.mean(axis=0)
        return mean


def unrecorded_start_shown(scenario: Scenario, months_after: int) -> Scenario:
    """Return the scenario with its warm-up reported: start moved back, no warm-up left.

    It reports the former warm-up and ``months_after`` months. It is marked as counterfactual,
    because it may leave the validity of its rule set.
    """
    return scenario.replace(
        {
            "start": add_months(scenario.start, -scenario.warm_up_months),
            "warm_up_months": 0,
            "months": scenario.warm_up_months + months_after,
            "counterfactual": True,
        }
    )


def series_of(scenario: Scenario, tables: list[dict[str, pd.DataFrame]]) -> list[Series]:
    """Return all series of the replications of a scenario whose warm-up is shown.

    Args:
        scenario: as ``unrecorded_start_shown`` made it.
        tables: by replication the tables ``months`` and ``daily_stock``, and ``weeks`` as
            ``weekly_counts`` made them.
    """
    calendar = _calendar(scenario)
    return [
        _stock([each["daily_stock"] for each in tables]),
        *_weekly(scenario.start, [each["weeks"] for each in tables], calendar),
        *_monthly(scenario, [each["months"] for each in tables], calendar),
    ]


def _calendar(scenario: Scenario) -> WorkingCalendar:
    end = add_months(scenario.start, scenario.months)
    return WorkingCalendar(scenario.land, scenario.start, end)


def _stock(frames: list[pd.DataFrame]) -> Series:
    values = np.array([frame["stock"].to_numpy(dtype=float) for frame in frames])
    item = INDICATORS["stock"]
    days = (np.arange(values.shape[1]) + 0.5) / DAYS_PER_MONTH
    return Series(item.name, item.title, item.unit, "day", values, days, 5)


def weekly_counts(events: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Return talks, missed appointments and working minutes by week from the first day on.

    Weeks are counted from the first day of the scenario; a last week that is cut short is left
    out. The log is condensed to this at once, because it is large.
    """
    first = pd.Timestamp(scenario.start)
    days = (add_months(scenario.start, scenario.months) - scenario.start).days
    weeks = days // 7
    week = ((events["date"] - first).dt.days // 7).to_numpy()
    within = week < weeks
    names = events["event"].astype(str).to_numpy()
    columns = {}
    for name, event in _EVENTS.items():
        chosen = within if event is None else within & (names == event)
        weights = events["minutes"].to_numpy(dtype=float)[chosen] if event is None else None
        columns[name] = np.bincount(week[chosen], weights, minlength=weeks).astype(float)
    return pd.DataFrame(columns)


def _weekly(first: date, frames: list[pd.DataFrame], calendar: WorkingCalendar) -> list[Series]:
    weeks = len(frames[0])
    working = np.array([_working_days(calendar, first, week) for week in range(weeks)])
    open_weeks = working > 0  # a week without a working day has no rate
    month = ((np.arange(weeks) + 0.5) * 7 / DAYS_PER_MONTH)[open_weeks]
    found = []
    for name in _EVENTS:
        item = INDICATORS[name]
        counts = np.array([frame[name].to_numpy() for frame in frames])[:, open_weeks]
        values = counts / working[open_weeks]
        found.append(Series(name, item.title, _rate(item.unit), "week", values, month, 5))
    return found


def _working_days(calendar: WorkingCalendar, first: date, week: int) -> int:
    days = (first + timedelta(days=7 * week + day) for day in range(7))
    return sum(calendar.is_working_day(day) for day in days)


def _monthly(
    scenario: Scenario, frames: list[pd.DataFrame], calendar: WorkingCalendar
) -> list[Series]:
    """Return the monthly series; flows per working day, so that short months do not look odd."""
    starts = [add_months(scenario.start, n) for n in range(scenario.months)]
    working = np.array([calendar.working_days_in_month(day.year, day.month) for day in starts])
    month = np.arange(len(starts)) + 0.5
    found = []
    for name in MONTHLY_SERIES:
        item = measure(name)
        values = np.array([_month_values(frame, item.parts, item.per) for frame in frames])
        flow = not item.per and INDICATORS[item.parts[0]].kind == "flow"
        unit = _rate(item.unit) if flow else item.unit
        values = values / working if flow else values
        found.append(Series(name, item.title, unit, "month", values, month, 1))
    return found


def _month_values(frame: pd.DataFrame, parts: tuple[str, ...], per: tuple[str, ...]) -> np.ndarray:
    rows = frame[(frame["team"] == "all") & frame["indicator"].isin([*parts, *per])]
    wide = rows.pivot(index="month", columns="indicator", values="value").sort_index()
    total = wide[list(parts)].sum(axis=1).to_numpy(dtype=float)
    if not per:
        return total
    trials = wide[list(per)].sum(axis=1).to_numpy(dtype=float)
    # Nothing booked means that nobody waited; a gap would stop the search.
    means: np.ndarray = np.divide(total, trials, out=np.zeros_like(total), where=trials > 0)
    return means


def _rate(unit: Text) -> Text:
    """Return the unit per working day for one per month."""
    return Text(unit.de.replace("je Monat", _PER_DAY.de), unit.en.replace("per month", _PER_DAY.en))
