"""Staff of an office: bookable minutes per working day, and who is served first."""

from __future__ import annotations

from collections import deque

import simpy
from simpy.resources.base import Get
from simpy.resources.container import Container
from simpy.resources.resource import SortedQueue

RESERVE_WORKING_DAYS = 20
"""Over how many working days the paper work is averaged that booking leaves room for."""

BookingKey = tuple[int, int, int]
"""(priority, due day, rank of the case): lower is served first."""


class BookingRequest(Get["BookableTime"]):
    """A request for the minutes of one appointment."""

    def __init__(self, team: BookableTime, minutes: int, key: BookingKey) -> None:
        self.amount = minutes
        self.key = key
        super().__init__(team)


class BookableTime(Container):
    """The minutes of the day that a team is booking: a container with a sorted waiting list.

    Requests are served in the order of their keys. A request that does not fit blocks those behind
    it until the next working day (head of line), so that nobody is overtaken by an easier case.
    """

    GetQueue = SortedQueue

    def request(self, minutes: int, key: BookingKey) -> BookingRequest:
        """Ask for ``minutes``; the event is triggered when they are booked."""
        return BookingRequest(self, minutes, key)

    def open_day(self, minutes: int) -> None:
        """Book the appointments of one day that has ``minutes`` to give.

        What is left over is lost.
        """
        self._level = minutes
        self._trigger_get(None)
        self._level = 0

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        return len(self.get_queue)


class Team:
    """A team: its waiting list, and the paper work it has done."""

    def __init__(self, environment: simpy.Environment, name: str) -> None:
        self.name = name
        self.bookable = BookableTime(environment, init=0)
        self._paper: deque[int] = deque(maxlen=RESERVE_WORKING_DAYS)
        self._paper_today = 0

    def work_beside_talks(self, minutes: int) -> None:
        """Count minutes that are not part of a booked slot."""
        self._paper_today += minutes

    def close_working_day(self) -> None:
        """End a working day: its paper work enters the average."""
        self._paper.append(self._paper_today)
        self._paper_today = 0

    def bookable_minutes(self, minutes: int) -> int:
        """Return what a working day of so many minutes has for talks: all but the average paper."""
        reserve = sum(self._paper) // len(self._paper) if self._paper else 0
        return max(0, minutes - reserve)
