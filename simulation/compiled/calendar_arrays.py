"""Days made ready: limits of deadlines, working days, appointments, month starts, as arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ...model.errors import RunError
from ...model.periods import add_months_ordinal, first_of_next_month_ordinal
from ...model.process.case import rule_monitor
from ...model.process.clocks import Limits
from ...model.process.deadlines import DEADLINES
from ...model.process.facts import FACT_BIT
from ...model.properties import Lasts, Monitor
from ...model.rule_set import RuleSet
from ..simpy_engine import COUNTED_MISSES
from ..working_calendar import WorkingCalendar
from .codes import CLOCK_FIELDS, COLUMNS, LASTING_FIELDS, Clock, Count, Lasting
from .layout import DAYS_BEFORE, NEVER

Numbers = npt.NDArray[np.int32]
LastDay = Callable[[int, int], int]
"""The last day in time of a start, given facts or a number of months."""

STAGES = 3
"""Reductions have a first, a second and each further stage."""


@dataclass(frozen=True)
class DeadlineArrays:
    """Deadlines and lasting states under one rule set, for days from ``base`` on.

    ``due_days[row * width + day - base]`` is a last day in time; ``reduction_ends[stage - 1]``
    likewise.
    """

    width: int
    clocks: Numbers
    lasting: Numbers
    due_days: Numbers
    reduction_ends: Numbers


class _Rows:
    """Rows of last days, counted from ``epoch``; equal ones once."""

    def __init__(self, first: int, last: int, epoch: int) -> None:
        self._days = range(first, last + 1)
        self._epoch = epoch
        self._known: dict[bytes, int] = {}
        self.rows: list[Numbers] = []

    def number(self, last_day: LastDay, argument: int) -> int:
        """Return the number of the row of ``last_day(day, argument)``."""
        days = np.array([last_day(day, argument) for day in self._days]) - self._epoch
        # A day long ago, such as the end of a transition, is past whichever it is; 0 is none.
        row = np.clip(days, 1, NEVER - 1).astype(np.int32)
        known = self._known.setdefault(row.tobytes(), len(self.rows))
        if known == len(self.rows):
            self.rows.append(row)
        return known

    def joined(self) -> Numbers:
        """Return all rows, one after the other."""
        return np.concatenate(self.rows)


@lru_cache(maxsize=8)
def deadline_arrays(rule_set: RuleSet, base: int, last: int, epoch: int) -> DeadlineArrays:
    """Return the deadlines of a rule set for starts from day ``base`` to day ``last``.

    All days that are given are ordinals; those in the arrays are counted from ``epoch``.
    """
    limits, rows = Limits(rule_set), _Rows(base, last, epoch)
    clocks = np.full((len(DEADLINES), CLOCK_FIELDS), -1, dtype=np.int32)
    for index, deadline in enumerate(DEADLINES):
        row, last_day = clocks[index], _due_day(limits, index)
        row[Clock.SILENT] = deadline.silent
        if deadline.expiry_event:
            row[Clock.EXPIRY_EVENT] = COLUMNS.index(deadline.expiry_event)
        counted = COUNTED_MISSES.get(deadline.name)
        if counted:
            row[Clock.COUNTED_MISS] = Count[counted.upper()]
        if deadline.when:
            row[Clock.NEEDED_FACT] = _place(deadline.when)
        row[Clock.ROW] = rows.number(last_day, 0)
        if deadline.longer_if:
            row[Clock.LONGER_FACT] = _place(deadline.longer_if)
            row[Clock.LONGER_ROW] = rows.number(last_day, FACT_BIT[deadline.longer_if])
    lasting = _lasting(rule_set, rows)
    ends = _Rows(base, last, epoch)
    months = rule_set.reduction_months[:STAGES]
    stages = [ends.number(_reduction_end, count) for count in months]
    return DeadlineArrays(
        last + 1 - base,
        clocks.ravel(),
        lasting.ravel(),
        rows.joined(),
        np.concatenate([ends.rows[stage] for stage in stages]),
    )


def _reduction_end(day: int, months: int) -> int:
    return add_months_ordinal(first_of_next_month_ordinal(day), months) - 1


def _due_day(limits: Limits, index: int) -> LastDay:
    def last_day(day: int, facts: int) -> int:
        return limits.due_day(index, day, facts)

    return last_day


def _last_day(monitor: Monitor, item: Lasts) -> LastDay:
    def last_day(day: int, facts: int) -> int:
        return monitor.last_day(item, day, facts)

    return last_day


def _lasting(rule_set: RuleSet, rows: _Rows) -> Numbers:
    monitor = rule_monitor(rule_set)
    lasting = np.full((len(monitor.lasting), LASTING_FIELDS), -1, dtype=np.int32)
    for index, item in enumerate(monitor.lasting):
        row, last_day = lasting[index], _last_day(monitor, item)
        row[Lasting.ROW] = rows.number(last_day, 0)
        if item.longer_if:
            row[Lasting.LONGER_FACT] = _place(item.longer_if)
            row[Lasting.LONGER_ROW] = rows.number(last_day, FACT_BIT[item.longer_if])
    return lasting


def _place(fact: str) -> int:
    return FACT_BIT[fact].bit_length() - 1


@dataclass(frozen=True)
class CalendarArrays:
    """Working days from the first simulated day on, index = day - first day.

    Days are counted as ``layout.DAYS_BEFORE`` says.

    ``next_working`` and ``previous_working`` give the day itself if it is a working day;
    ``appointment_days`` the day that is booked on a day (0: it lies outside the calendar),
    ``adherence_days`` the day of the next planned review of agreements.
    """

    next_working: Numbers
    previous_working: Numbers
    appointment_days: Numbers
    adherence_days: Numbers


@lru_cache(maxsize=64)
def calendar_arrays(
    calendar: WorkingCalendar, last_day: int, lead_working_days: int, interval_months: int
) -> CalendarArrays:
    """Return the arrays of a calendar that begins on the first simulated day.

    Made once for all offices that share a calendar: nothing writes to them.
    """
    first, end = calendar.first_ordinal, calendar.first_ordinal + len(calendar.working)
    working = np.array(calendar.working, dtype=np.bool_)
    days = np.arange(first, end)
    # Every day after the calendar counts as a working day, as in the SimPy engine.
    ahead = np.where(working, days, end)
    following = np.minimum.accumulate(ahead[::-1])[::-1]
    previous = np.maximum.accumulate(np.where(working, days, 0))
    span = range(first, last_day + 1)

    def review(day: int) -> int:
        wanted, earliest = add_months_ordinal(day, interval_months), int(following[day - first])
        return max(earliest, int(previous[wanted - first]) if wanted < end else wanted)

    def from_epoch(ordinals: Iterable[int]) -> Numbers:
        days = np.array(list(ordinals)) - (first - DAYS_BEFORE)
        counted: Numbers = np.minimum(days, NEVER).astype(np.int32)
        return counted

    appointments = [_appointment(calendar, day, lead_working_days) for day in span]
    return CalendarArrays(
        from_epoch(following),
        from_epoch(previous),
        np.where(np.array(appointments) == 0, 0, from_epoch(appointments)),
        from_epoch(review(day) for day in span),
    )


def _appointment(calendar: WorkingCalendar, day: int, lead_working_days: int) -> int:
    try:
        return calendar.add_working_days_ordinal(day, lead_working_days)
    except RunError:
        return 0
