"""The waiting list of each team: a binary heap of keys, with the place of each case kept.

A key is one word: priority (2 bits), due day (30 bits), index of the case (32 bits). Indices rise
with ranks, so keys are ordered like (priority, due day, rank). Places lie apart from the cases: to
move a key must not bring a whole case into the processor's cache.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .kernel_cache import kernel
from .memory import fetch_head, set_waiting_key, set_waiting_place, waiting_key, waiting_place

_PRIORITY, _DUE = np.uint64(62), np.uint64(32)
_INDEX = np.uint64(0xFFFFFFFF)


@kernel
def booking_key(priority: Any, due: Any, index: Any) -> Any:
    """Return the key of a request."""
    return np.uint64(priority) << _PRIORITY | np.uint64(due) << _DUE | np.uint64(index)


@kernel
def case_of(key: Any) -> Any:
    """Return the index of the case that a key belongs to."""
    return np.int64(key & _INDEX)


@kernel
def _put(office: Any, first: Any, place: Any, key: Any) -> None:
    set_waiting_key(office, first + place, key)
    set_waiting_place(office, case_of(key), place + 1)


@kernel
def _rise(office: Any, first: Any, place: Any, key: Any) -> None:
    while place > 0:
        above = (place - 1) >> 1
        other = waiting_key(office, first + above)
        if other <= key:
            break
        _put(office, first, place, other)
        place = above
    _put(office, first, place, key)


@kernel
def _sink(office: Any, first: Any, size: Any, place: Any, key: Any) -> None:
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        one, next_one = waiting_key(office, first + below), waiting_key(office, first + below + 1)
        # Which of both is smaller cannot be foreseen: chosen without a jump.
        second = (below + 1 < size) & (next_one < one)
        below += np.int64(second)
        other = next_one if second else one
        if other >= key:
            break
        _put(office, first, place, other)
        place = below
    _put(office, first, place, key)


@kernel
def join(office: Any, case: Any, team: Any) -> None:
    """Put a case on the waiting list of a team."""
    case.waits_for = team
    place = office.waiting[team]
    office.waiting[team] += 1
    _rise(office, team * office.capacity, place, case.key)


@kernel
def withdraw(office: Any, case: Any) -> None:
    """Take a case off the waiting list it is on, if any."""
    if waiting_place(office, case.index) == 0:
        return
    office, team = office, np.int64(case.waits_for)
    first, place = team * office.capacity, waiting_place(office, case.index) - 1
    key = waiting_key(office, first + place)
    set_waiting_place(office, case.index, np.int64(0))
    office.waiting[team] -= 1
    size = office.waiting[team]
    if place < size:
        last = waiting_key(office, first + size)
        if last < key:
            _rise(office, first, place, last)
        else:
            _sink(office, first, size, place, last)


@kernel
def first_waiting(office: Any, team: Any) -> Any:
    """Return the index of the case that is served next, or -1."""
    if office.waiting[team] == 0:
        return np.int64(-1)
    return case_of(waiting_key(office, team * office.capacity))


@kernel
def fetch_next_waiting(office: Any, team: Any) -> None:
    """Bring both cases of which one is served after the next into the processor's cache."""
    first = team * office.capacity
    for place in range(1, min(3, office.waiting[team])):
        fetch_head(office, case_of(waiting_key(office, first + place)))
