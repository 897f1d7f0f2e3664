"""Booking: in order of the key, head of line, without the cancelled; against a naive queue."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import simpy
from hypothesis import given
from hypothesis import strategies as st
from koopsim.simulation.staff import (
    RESERVE_WORKING_DAYS,
    BookableTime,
    BookingKey,
    BookingRequest,
    Team,
)

MINUTES = st.integers(1, 90)
KEYS = st.tuples(st.integers(0, 2), st.integers(0, 5))


class Desk:
    """A team's time with a log of who was booked on which day."""

    def __init__(self) -> None:
        self.environment = simpy.Environment()
        self.time = BookableTime(self.environment, init=0)
        self.booked: list[tuple[int, int]] = []
        self.requests: dict[int, BookingRequest] = {}

    def ask(self, number: int, minutes: int, key: tuple[int, int]) -> None:
        request = self.requests[number] = self.time.request(minutes, (*key, number))
        self.environment.process(self._wait(number, request))
        self.environment.step()

    def _wait(self, number: int, request: BookingRequest) -> Generator[simpy.Event, Any, None]:
        yield request
        self.booked.append((int(self.environment.now), number))

    def day(self, minutes: int) -> None:
        self.time.open_day(minutes)
        self.environment.run(until=self.environment.now + 1)


def test_requests_are_served_in_the_order_of_their_keys() -> None:
    desk = Desk()
    for number, key in ((1, (2, 0)), (2, (0, 9)), (3, (0, 3)), (4, (1, 1))):
        desk.ask(number, 10, key)
    desk.day(40)
    assert desk.booked == [(0, 3), (0, 2), (0, 4), (0, 1)]


def test_with_equal_urgency_the_lower_case_number_comes_first() -> None:
    desk = Desk()
    for number in (9, 4, 7):
        desk.ask(number, 10, (0, 0))
    desk.day(20)
    assert [number for _, number in desk.booked] == [4, 7]


def test_nobody_is_overtaken_by_an_easier_case() -> None:
    desk = Desk()
    desk.ask(1, 60, (0, 0))
    desk.ask(2, 5, (1, 0))
    desk.day(59)
    assert desk.booked == []
    assert desk.time.waiting == 2
    desk.day(65)
    assert desk.booked == [(1, 1), (1, 2)]


def test_minutes_left_over_are_lost() -> None:
    desk = Desk()
    desk.day(100)
    desk.ask(1, 10, (0, 0))
    desk.day(0)
    assert desk.booked == []


def test_a_request_that_comes_after_booking_waits_for_the_next_day() -> None:
    desk = Desk()
    desk.ask(1, 10, (0, 0))
    desk.day(10)
    desk.ask(2, 10, (0, 0))
    desk.day(10)
    assert desk.booked == [(0, 1), (1, 2)]


def test_a_cancelled_request_is_not_served_and_blocks_nobody() -> None:
    desk = Desk()
    desk.ask(1, 60, (0, 0))
    desk.ask(2, 10, (1, 0))
    desk.requests[1].cancel()
    assert desk.time.waiting == 1
    desk.day(30)
    assert desk.booked == [(0, 2)]


@dataclass
class NaiveDesk:
    """The same, written from the definition: a list that is sorted each day."""

    waiting: list[tuple[BookingKey, int]]
    booked: list[tuple[int, int]]
    today: int = 0

    def day(self, minutes: int) -> None:
        self.waiting.sort()
        while self.waiting and self.waiting[0][1] <= minutes:
            (_, _, number), amount = self.waiting.pop(0)
            minutes -= amount
            self.booked.append((self.today, number))
        self.today += 1


plans = st.lists(
    st.tuples(
        st.lists(st.tuples(MINUTES, KEYS), max_size=5),
        st.sets(st.integers(0, 30), max_size=3),
        st.integers(0, 200),
    ),
    max_size=8,
)
"""Day by day: new requests, numbers that are cancelled, minutes of the day."""


@given(plans)
def test_booking_is_that_of_a_naive_queue(
    days: list[tuple[list[tuple[int, tuple[int, int]]], set[int], int]],
) -> None:
    desk, naive = Desk(), NaiveDesk([], [])
    number = 0
    for asked, cancelled, minutes in days:
        for amount, key in asked:
            desk.ask(number, amount, key)
            naive.waiting.append(((*key, number), amount))
            number += 1
        for gone in cancelled & {key[2] for key, _ in naive.waiting}:
            desk.requests[gone].cancel()
            naive.waiting = [entry for entry in naive.waiting if entry[0][2] != gone]
        desk.day(minutes)
        naive.day(minutes)
        assert desk.booked == naive.booked
        assert desk.time.waiting == len(naive.waiting)


def _team() -> Team:
    return Team(simpy.Environment(), "from_25")


def test_a_new_team_has_all_its_minutes_for_talks() -> None:
    assert _team().bookable_minutes(300) == 300


def test_paper_work_of_past_working_days_is_kept_free() -> None:
    team = _team()
    team.work_beside_talks(40)
    assert team.bookable_minutes(300) == 300  # today's work is not averaged yet
    team.close_working_day()
    assert team.bookable_minutes(300) == 260
    team.close_working_day()
    assert team.bookable_minutes(300) == 280


def test_more_paper_than_time_leaves_no_talks() -> None:
    team = _team()
    team.work_beside_talks(31)
    team.close_working_day()
    assert team.bookable_minutes(30) == 0


@given(st.lists(st.integers(0, 400), max_size=60))
def test_the_reserve_is_the_mean_of_the_last_working_days(paper: list[int]) -> None:
    team = _team()
    for minutes in paper:
        team.work_beside_talks(minutes // 2)
        team.work_beside_talks(minutes - minutes // 2)
        team.close_working_day()
    last = paper[-RESERVE_WORKING_DAYS:]
    mean = sum(last) // len(last) if last else 0
    assert team.bookable_minutes(300) == max(0, 300 - mean)
