"""Clocks of a case: what a step does to them, which is due next (see ``process.clocks``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import types

from ..day_order import Timer
from .codes import CLOCK_FIELDS, Clock, Operation
from .kernel_cache import kernel, machine_code
from .layout import CASE, CLOCKS, NEVER, NOT_HELD
from .memory import model, setting

CONTACT = int(Timer.CONTACT)
_AT_ONCE = 16
"""Numbers compared at once; fewer than timers of a morning, and than clocks."""


def _parts(builder: Any, row: Any, field: str, count: int) -> list[tuple[int, Any]]:
    """Write code that loads the first numbers of a field, sixteen at once, with their places.

    The last sixteen overlap those before.
    """
    wide = ir.VectorType(ir.IntType(16), _AT_ONCE)
    assert CASE.fields is not None
    offset, found = CASE.fields[field][1], []
    for place in (*range(0, count - _AT_ONCE, _AT_ONCE), count - _AT_ONCE):
        byte = ir.Constant(ir.IntType(64), offset + 2 * place)
        address = builder.bitcast(builder.gep(row, [byte]), wide.as_pointer())
        found.append((place, builder.load(address, align=2)))
    return found


def _smaller(builder: Any, one: Any, other: Any) -> Any:
    return builder.select(builder.icmp_unsigned("<", one, other), one, other)


def _smallest(builder: Any, case: Any, fields: Mapping[str, int]) -> Any:
    """Write code that finds the smallest of the first numbers of some fields.

    A tree of comparisons: one after the other they would wait for each other.
    """
    number, wide = ir.IntType(16), ir.VectorType(ir.IntType(16), _AT_ONCE)
    row = builder.bitcast(case, ir.IntType(8).as_pointer())
    parts = [
        part for field, count in fields.items() for _, part in _parts(builder, row, field, count)
    ]
    found = reduce(lambda one, other: _smaller(builder, one, other), parts)
    name = f"llvm.vector.reduce.umin.v{_AT_ONCE}i16"
    smallest = builder.module.declare_intrinsic(name, fnty=ir.FunctionType(number, [wide]))
    return builder.zext(builder.call(smallest, [found]), ir.IntType(64))


@machine_code
def earliest(typing_context: Any, case: Any) -> Any:
    """Return the earliest day of morning timers and expiries."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _smallest(builder, arguments[0], {"timers": CONTACT, "expiry": CLOCKS})

    return types.int64(case), generate


@machine_code
def earliest_expiry(typing_context: Any, case: Any) -> Any:
    """Return the earliest day of expiries."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _smallest(builder, arguments[0], {"expiry": CLOCKS})

    return types.int64(case), generate


@machine_code
def timers_due(typing_context: Any, case: Any, today: Any) -> Any:
    """Return a bit for each morning timer: whether its day has come."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        number, long = ir.IntType(16), ir.IntType(64)
        wide = ir.VectorType(number, _AT_ONCE)
        day = builder.trunc(arguments[1], number)
        one = builder.insert_element(ir.Constant(wide, None), day, ir.Constant(ir.IntType(32), 0))
        places = ir.Constant(ir.VectorType(ir.IntType(32), _AT_ONCE), [0] * _AT_ONCE)
        days = builder.shuffle_vector(one, ir.Constant(wide, None), places)
        row = builder.bitcast(arguments[0], ir.IntType(8).as_pointer())
        found = ir.Constant(long, 0)
        for place, part in _parts(builder, row, "timers", CONTACT):
            come = builder.bitcast(builder.icmp_unsigned("<=", part, days), ir.IntType(_AT_ONCE))
            moved = builder.shl(builder.zext(come, long), ir.Constant(long, place))
            found = builder.or_(found, moved)
        return found

    return types.uint64(case, types.int64), generate


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
    """Return the clock that expires first."""
    best, which = np.int64(NEVER), 0
    for clock in range(CLOCKS):
        if case.expiry[clock] < best:
            best, which = np.int64(case.expiry[clock]), clock
    return which


@kernel
def set_timer(case: Any, timer: Any, day: Any) -> None:
    """Set a timer; a day so late that no run comes so far is ``NEVER``."""
    case.timers[timer] = min(max(day, 0), NEVER)


@kernel
def next_morning(case: Any) -> Any:
    """Return the next day on which a deadline or a morning timer is due."""
    return earliest(case)
