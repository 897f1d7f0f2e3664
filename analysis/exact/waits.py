"""Days turned into weeks, with the mean kept, and what the working calendar adds on average."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ...model.periods import add_months_ordinal
from ...scenarios import Scenario
from ...simulation.distributions import DiscreteTable
from ...simulation.tables import DAYS_PER_MONTH, Plain
from ...simulation.working_calendar import WorkingCalendar

DAYS_PER_WEEK = 7
Weeks = tuple[tuple[float, int], ...]
"""A distribution of whole weeks: (probability, weeks)."""


def in_weeks(days: float, snap: float = 0.0) -> Weeks:
    """Return ``days`` as whole weeks: the two nearest ones, mixed so that the mean is kept.

    A remainder of at most ``snap`` weeks is rounded away instead.
    """
    whole, part = divmod(max(days, 0.0) / DAYS_PER_WEEK, 1.0)
    if part <= snap:
        return ((1.0, int(whole)),)
    if part >= 1 - snap:
        return ((1.0, int(whole) + 1),)
    return ((1 - part, int(whole)), (part, int(whole) + 1))


def table_in_weeks(table: DiscreteTable, most: int = 10**6) -> Weeks:
    """Return a table of days as whole weeks, from one to ``most``.

    Each value is mixed as in ``in_weeks``; what would take longer is put on ``most``.
    """
    found: dict[int, float] = {}
    for value, probability in zip(table.values, table.probabilities(), strict=True):
        for share, weeks in in_weeks(float(value)):
            place = min(max(1, weeks), most)
            found[place] = found.get(place, 0.0) + share * float(probability)
    return tuple((probability, weeks) for weeks, probability in sorted(found.items()))


def mix(parts: Iterable[tuple[float, int]]) -> Weeks:
    """Return a distribution with equal values put together."""
    found: dict[int, float] = {}
    for probability, weeks in parts:
        found[weeks] = found.get(weeks, 0.0) + probability
    return tuple((probability, weeks) for weeks, probability in sorted(found.items()))


@dataclass(frozen=True, slots=True)
class CalendarMeans:
    """What the calendar of a Land does on average.

    ``lead_days``: calendar days from a working day over the lead time in working days.
    ``opening_wait``: days from any day to the next working day (0 on a working day).
    ``closing_step``: days back from any day to the last working day.
    ``adherence_days``: days between two planned adherence reviews.
    """

    lead_days: float
    opening_wait: float
    closing_step: float
    adherence_days: float


_ROUNDS = 8
_YEARS = 28
"""A whole cycle of weekdays and leap years."""


@lru_cache(maxsize=32)
def _calendar(land: str, first_year: int) -> WorkingCalendar:
    return WorkingCalendar(land, date(first_year, 1, 1), date(first_year + _YEARS, 12, 31))


def calendar_means(scenario: Scenario, plain: Plain) -> CalendarMeans:
    """Return the means over 28 years from the year of the scenario's start."""
    calendar = _calendar(scenario.land, scenario.start.year)
    working, first = calendar.working, calendar.first_ordinal
    days = range(first, first + 365 * (_YEARS - 1))

    def opening(day: int) -> int:
        while not working[day - first]:
            day += 1
        return day

    def closing(day: int) -> int:
        while not working[day - first]:
            day -= 1
        return day

    open_days = [day for day in days if working[day - first]]
    count = len(open_days)
    lead = sum(
        calendar.add_working_days_ordinal(day, plain.lead_working_days) - day for day in open_days
    )
    months = plain.adherence_interval_months
    # Reviews fall on Fridays more often than on other days; a few rounds give their own weekdays.
    reviewed = open_days[: count // 2]
    for _ in range(_ROUNDS):
        reviewed = [closing(add_months_ordinal(day, months)) for day in reviewed]
    following = [closing(add_months_ordinal(day, months)) for day in reviewed]
    steps = list(zip(reviewed, following, strict=True))
    return CalendarMeans(
        lead / count,
        sum(opening(day) - day for day in days) / len(days),
        sum(day - closing(day) for day in days[7:]) / len(days[7:]),
        sum(after - before for before, after in steps) / len(steps),
    )


def mean_days(months: float) -> float:
    """Return the mean length of calendar months in days."""
    return months * DAYS_PER_MONTH
