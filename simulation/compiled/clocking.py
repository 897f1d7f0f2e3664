"""Clocks of a case: what a step does to them, which is due next (see ``process.clocks``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..day_order import NEVER, Timer
from .codes import CLOCK_FIELDS, Clock, Operation
from .kernel_cache import kernel
from .layout import CLOCKS, NOT_HELD
from .memory import model, setting

CONTACT = int(Timer.CONTACT)


@kernel
def _due_day(office: Any, clock: Any, day: Any, facts: Any) -> Any:
    place = office.at.clocks + CLOCK_FIELDS * clock
    row = setting(office, place + Clock.ROW.value)
    longer = setting(office, place + Clock.LONGER_FACT.value)
    if longer >= 0 and (facts >> longer) & 1:
        row = setting(office, place + Clock.LONGER_ROW.value)
    return setting(office, office.at.due_days + row * office.due_width + day - office.base_day)


@kernel
def _set(case: Any, clock: Any, due: Any) -> None:
    case.due[clock] = due
    case.expiry[clock] = due + 1 if due != 0 else NEVER
    case.remaining[clock] = NOT_HELD
    case.missed &= ~(1 << clock)


@kernel
def stop_clock(case: Any, clock: Any) -> None:
    """Stop a clock."""
    _set(case, clock, 0)


@kernel
def miss_clock(case: Any, clock: Any) -> None:
    """Note that a deadline was missed; nothing more happens by itself."""
    case.missed |= 1 << clock
    case.expiry[clock] = NEVER


@kernel
def _start(office: Any, case: Any, clock: Any, day: Any, facts: Any) -> None:
    needed = setting(office, office.at.clocks + CLOCK_FIELDS * clock + Clock.NEEDED_FACT.value)
    if needed < 0 or (facts >> needed) & 1:
        _set(case, clock, _due_day(office, clock, day, facts))


@kernel
def _hold(case: Any, clock: Any, day: Any) -> None:
    if case.due[clock] != 0:
        case.remaining[clock] = case.due[clock] - day
        case.due[clock] = 0
        case.expiry[clock] = NEVER


@kernel
def _resume(case: Any, clock: Any, day: Any) -> None:
    left = case.remaining[clock]
    if left != NOT_HELD:
        due = day + left
        case.due[clock] = due
        case.remaining[clock] = NOT_HELD
        missed = (case.missed >> clock) & 1
        case.expiry[clock] = NEVER if missed or due == 0 else due + 1


@kernel
def operate(office: Any, case: Any, first: Any, count: Any, day: Any, facts: Any) -> None:
    """Carry out clock operations ``first`` to ``first + count - 1`` on ``day`` under ``facts``."""
    place = office.at.operations + 2 * first
    for _ in range(count):
        clock = model(office, place)
        operation = model(office, place + 1)
        if operation == Operation.START.value:
            _start(office, case, clock, day, facts)
        elif operation == Operation.STOP.value:
            stop_clock(case, clock)
        elif operation == Operation.HOLD.value:
            _hold(case, clock, day)
        else:
            _resume(case, clock, day)
        place += 2


@kernel
def next_expiry(case: Any) -> Any:
    """Return (day on which the next thing happens by itself, clock)."""
    best, which = np.int64(NEVER), -1
    for clock in range(CLOCKS):
        if case.expiry[clock] < best:
            best, which = np.int64(case.expiry[clock]), clock
    return best, which


@kernel
def next_morning(case: Any) -> Any:
    """Return the next day on which a deadline or a morning timer is due."""
    best = case.timers[0]
    for timer in range(CONTACT):
        best = min(best, case.timers[timer])
    for clock in range(CLOCKS):
        best = min(best, case.expiry[clock])
    return np.int64(best)
