"""The working time of each team on each day: computed once per office, read by every engine.

On a working day a team has, rounded down to whole minutes::

    FTE x net minutes x (1 - absence) - heads x meeting minutes x (1 - absence)

FTE follow the dated changes of the scenario. Who comes counts with a productivity that rises in a
straight line to 1; who leaves is gone at once. Heads are FTE by mean working time, whatever their
productivity. Absence is that of the calendar month. Public holidays are no working days (see
``working_calendar``), so they take no time here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from .working_calendar import WorkingCalendar

if TYPE_CHECKING:
    from ..scenarios import Scenario

TEAMS = ("under_25", "from_25", "case_management")
"""All teams; the last one is there only where the scenario gives it staff."""

MOST_MINUTES = (1 << 31) - 1
"""More minutes of one team and day are cut: nobody has that much to book."""

DAYS_PER_MONTH = 365.25 / 12
_EPOCH = 719163  # ordinal of 1970-01-01
_MONTHS = 12

Minutes = npt.NDArray[np.int64]
Equivalents = npt.NDArray[np.float64]
Productivity = Callable[["Change", Equivalents], Equivalents]
"""How much of a change counts, by its age in days."""


class Change(NamedTuple):
    """Staff that come or go: ordinal of the day, place of the team, FTE, and how they learn.

    Productivity rises from ``productivity_at_start`` to 1 within ``ramp_up_days``.
    """

    first_day: int
    team: int
    fte: float
    ramp_up_days: float
    productivity_at_start: float


@dataclass(frozen=True)
class StaffNumbers:
    """Staff of one office.

    ``fte`` and ``hours_share`` are by team; ``absence`` is the share absent by month, January
    first; ``net_minutes`` are per FTE, ``meeting_minutes`` per head, both per working day.
    """

    fte: tuple[float, ...]
    hours_share: tuple[float, ...]
    net_minutes: float
    absence: tuple[float, ...]
    meeting_minutes: float
    lead_working_days: int
    changes: tuple[Change, ...]


def teams_of(scenario: Scenario) -> tuple[str, ...]:
    """Return the teams of a scenario, of one office or of many."""
    return TEAMS if scenario.staff.teams.case_management.fte.value > 0 else TEAMS[:2]


def staff_numbers(scenario: Scenario) -> StaffNumbers:
    """Return the staff of a scenario of one office."""
    staff = scenario.staff
    teams = [getattr(staff.teams, name) for name in TEAMS]
    absence = float(staff.absence_share.value)
    changes = []
    for change in staff.changes:
        ramp = change.ramp_up or staff.ramp_up
        changes.append(
            Change(
                change.first_day.toordinal(),
                TEAMS.index(change.team),
                float(change.fte.value),
                float(ramp.months.value) * DAYS_PER_MONTH,
                float(ramp.productivity_at_start.value),
            )
        )
    return StaffNumbers(
        fte=tuple(float(team.fte.value) for team in teams),
        hours_share=tuple(float(team.mean_hours_share.value) for team in teams),
        net_minutes=float(staff.net_minutes_per_day.value),
        absence=tuple(min(1.0, absence * f) for f in staff.absence_by_month.relative()),
        meeting_minutes=float(staff.meeting_minutes_per_head.value),
        lead_working_days=round(staff.lead_working_days.value),
        changes=tuple(changes),
    )


class StaffTime:
    """Staff of one office on every day of a calendar.

    Attributes:
        fte: full-time equivalents, new staff counted with their productivity, by team and day.
        heads: how many persons these are, by team and day; new staff count fully.
        minutes: working time, by team and day [minutes]; as if every day were a working day.

    Days are counted from the first day of the calendar.
    """

    def __init__(self, numbers: StaffNumbers, calendar: WorkingCalendar) -> None:
        self._numbers, self._calendar = numbers, calendar
        self._working, month = _days_of(calendar)
        days = np.arange(calendar.first_ordinal, calendar.first_ordinal + month.size)
        fixed = np.repeat(np.array(numbers.fte)[:, None], days.size, axis=1)
        self.fte: Equivalents = np.maximum(fixed + _changed(numbers, days, _productive), 0.0)
        heads = np.maximum(fixed + _changed(numbers, days, _present), 0.0)
        self.heads: Equivalents = heads / np.array(numbers.hours_share)[:, None]
        present = (1 - np.array(numbers.absence))[month]
        time = self.fte * (numbers.net_minutes * present)
        time -= self.heads * (numbers.meeting_minutes * present)
        self.minutes: Minutes = np.floor(np.clip(time, 0, MOST_MINUTES)).astype(np.int64)

    def booked(self, last_day: int) -> Minutes:
        """Return the minutes of the day that is booked on each day up to ``last_day`` (ordinal).

        By team and day: those of the working day ``lead_working_days`` ahead; of the last day of
        the calendar where that lies beyond it.
        """
        return self.minutes[:, _booked(self._calendar, self._numbers.lead_working_days, last_day)]

    def monthly_fte(self, starts: list[int], last_day: int) -> Equivalents:
        """Return the mean FTE on the working days of each month, by month and team.

        ``starts`` are the first days of the months, ``last_day`` is the last of all (ordinals).
        """
        found = np.repeat(np.array(self._numbers.fte)[None], len(starts), axis=0)
        spans = _spans(self._calendar, tuple(starts), last_day)
        for team in {change.team for change in self._numbers.changes}:
            found[:, team] = [self._mean(self.fte[team, span], span) for span in spans]
        return found

    def monthly_minutes_per_fte(self, starts: list[int], last_day: int) -> Equivalents:
        """Return the working time of an FTE in each month, by month and team [minutes]."""
        spans = _spans(self._calendar, tuple(starts), last_day)
        days = np.array([np.count_nonzero(self._working[span]) for span in spans])
        months = [date.fromordinal(start).month for start in starts]
        teams = range(len(TEAMS))
        each = [[self.minutes_per_fte(team, month) for team in teams] for month in months]
        found: Equivalents = np.array(each) * days[:, None]
        return found

    def _mean(self, fte: Equivalents, span: slice) -> float:
        working = self._working[span]
        known = fte[working] if working.any() else fte
        # A mean of equal numbers may differ from them in the last place.
        return float(known[0] + (known - known[0]).mean())

    def minutes_per_fte(self, team: int, month: int) -> float:
        """Return the working time of an FTE of a team on a working day of a month (1 to 12)."""
        present = 1 - self._numbers.absence[month - 1]
        meetings = self._numbers.meeting_minutes / self._numbers.hours_share[team]
        return max(0.0, self._numbers.net_minutes * present - meetings * present)


@lru_cache(maxsize=64)
def _days_of(calendar: WorkingCalendar) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int64]]:
    """Return for each day of a calendar whether it is a working day, and its month from 0."""
    first = calendar.first_ordinal - _EPOCH
    days = np.arange(first, first + len(calendar.working)).astype("datetime64[D]")
    months = days.astype("datetime64[M]").astype(np.int64) % _MONTHS
    return np.array(calendar.working, dtype=np.bool_), months


@lru_cache(maxsize=64)
def _booked(calendar: WorkingCalendar, lead: int, last_day: int) -> npt.NDArray[np.int64]:
    """Return the place of the day that is booked on each day up to ``last_day``."""
    first = calendar.first_ordinal
    working = np.array(calendar.working_ordinals, dtype=np.int64)
    today = np.arange(first, last_day + 1)
    if lead > 0:
        place = np.searchsorted(working, today, side="right") + lead - 1
    else:
        place = np.searchsorted(working, today, side="left")
    end = len(calendar.working) - 1
    known = working[np.minimum(place, working.size - 1)] - first
    return np.where(place < working.size, known, end)


@lru_cache(maxsize=64)
def _spans(calendar: WorkingCalendar, starts: tuple[int, ...], last_day: int) -> tuple[slice, ...]:
    first, ends = calendar.first_ordinal, (*starts[1:], last_day + 1)
    return tuple(slice(a - first, b - first) for a, b in zip(starts, ends, strict=True))


def _productive(change: Change, age: Equivalents) -> Equivalents:
    """Return the productivity of who came ``age`` days ago."""
    if change.fte < 0 or change.ramp_up_days <= 0:
        return np.ones_like(age)
    start = change.productivity_at_start
    with np.errstate(over="ignore"):  # learnt within no time at all
        found: Equivalents = np.minimum(1.0, start + (1 - start) * age / change.ramp_up_days)
    return found


def _present(change: Change, age: Equivalents) -> Equivalents:
    return np.ones_like(age)


def _changed(
    numbers: StaffNumbers, days: npt.NDArray[np.int64], productivity: Productivity
) -> Equivalents:
    """Return the FTE that changes have added by each day, by team."""
    added = np.zeros((len(TEAMS), days.size))
    for change in numbers.changes:
        since = days >= change.first_day
        age = (days[since] - change.first_day).astype(np.float64)
        added[change.team, since] += change.fte * productivity(change, age)
    return added
