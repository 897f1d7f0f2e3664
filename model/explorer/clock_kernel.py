"""What one step and one tick do to a state word; compiled with numba.

A clock's field holds 0 (off), its remaining ticks plus one, ``LATE``, and a bit for held.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from .slice import CLOCK_BITS, CONFIGURATION_BITS, HELD, LATE

CONFIGURATION_MASK = np.uint64((1 << CONFIGURATION_BITS) - 1)
_CLOCK = np.uint64((1 << CLOCK_BITS) - 1)
_ONE = np.uint64(1)
_TICKS, _LONGER, _LONGER_SHIFT, _WHEN_SHIFT, _FIELD_SHIFT = range(5)
FORCES, MISSES, ENDS_YEAR, WATCHES = range(4)

Integers = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]


class Tables(NamedTuple):
    """All arrays that the search reads (see ``search_arrays`` and ``exploration``).

    ``clocks`` has a row per clock: ticks, longer ticks, position of the fact for the longer limit,
    of the fact that a start needs (-1: none), of the clock's field. ``kinds``: FORCES, MISSES,
    ENDS_YEAR or WATCHES. ``masks``: bits that the end of a year, of a reduction, of the transition
    period clear, then the bits that tell whether each can happen.
    """

    cell_start: Integers
    cell_list: Integers
    cell_event: Integers
    read_start: Integers
    read_shift: Integers
    option_row: Integers
    option_start: Integers
    option_branch: Integers
    cube_start: Integers
    cube_mask: Words
    cube_value: Words
    cube_code: Integers
    branch_after: Integers
    branch_keep: Words
    branch_set: Words
    operation_start: Integers
    operation_clock: Integers
    operation_code: Integers
    skipped: npt.NDArray[np.bool_]
    clocks: Integers
    kinds: Integers
    forced_cell: Integers
    period_cell: Integers
    masks: Words


@njit(cache=True)
def option_rows(word: Any, cell: Any, tables: Any) -> Any:
    """Return the row of options of a cell under the tracked facts of a state."""
    row = tables.option_row[cell]
    first = tables.read_start[cell]
    for i in range(first, tables.read_start[cell + 1]):
        if (word >> np.uint64(tables.read_shift[i])) & _ONE:
            row += 1 << (i - first)
    return row


@njit(cache=True)
def clock_value(word: Any, clock: Any, tables: Any) -> Any:
    """Return the field of a clock."""
    return np.int64((word >> np.uint64(tables.clocks[clock, _FIELD_SHIFT])) & _CLOCK)


@njit(cache=True)
def _with_clock(word: Any, clock: Any, value: Any, tables: Any) -> Any:
    shift = np.uint64(tables.clocks[clock, _FIELD_SHIFT])
    return (word & ~(_CLOCK << shift)) | (np.uint64(value) << shift)


@njit(cache=True)
def _fact(word: Any, shift: Any) -> Any:
    return shift >= 0 and (word >> np.uint64(shift)) & _ONE != 0


@njit(cache=True)
def _operated(word: Any, value: Any, clock: Any, code: Any, tables: Any) -> Any:
    """Return a clock's field after an operation (start, stop, hold, resume, start and hold)."""
    if code == 1 or code == 5:
        when = tables.clocks[clock, _WHEN_SHIFT]
        if when >= 0 and not _fact(word, when):
            return value
        longer = _fact(word, tables.clocks[clock, _LONGER_SHIFT])
        begun = tables.clocks[clock, _LONGER if longer else _TICKS] + 1
        return begun | HELD if code == 5 else begun
    if code == 2:
        return 0
    if code == 3:
        return value | HELD if value != 0 else 0
    return value & (HELD - 1)


@njit(cache=True)
def apply_branch(word: Any, branch: Any, tables: Any) -> Any:
    """Return the state after a branch."""
    result = word & tables.branch_keep[branch] | tables.branch_set[branch]
    result |= np.uint64(tables.branch_after[branch])
    for i in range(tables.operation_start[branch], tables.operation_start[branch + 1]):
        clock = tables.operation_clock[i]
        value = clock_value(result, clock, tables)
        value = _operated(word, value, clock, tables.operation_code[i], tables)
        result = _with_clock(result, clock, value, tables)
    return result


@njit(cache=True)
def _forced(word: Any, cell: Any, tables: Any) -> Any:
    """Return (state after the only option of a cell, its branch), or (state, -1) if there is none.

    Events that time forces read no situation facts, so there is at most one option.
    """
    if cell < 0:
        return word, -1
    row = option_rows(word, cell, tables)
    if tables.option_start[row] == tables.option_start[row + 1]:
        return word, -1
    branch = tables.option_branch[tables.option_start[row]]
    return apply_branch(word, branch, tables), branch


@njit(cache=True)
def time_step(word: Any, kind: Any, tables: Any) -> Any:
    """Let a year (0), a reduction (1), the transition period (2) end; return (state, branch or -1).

    With the transition period an old agreement that is still in force ends as well.
    """
    new = word & ~tables.masks[kind]
    if kind != 2:
        return new, -1
    return _forced(new, tables.period_cell[np.int64(word & CONFIGURATION_MASK)], tables)


@njit(cache=True)
def _run_down(word: Any, tables: Any) -> Any:
    """Take one tick off every running clock; return (state, clocks on their last day as bits)."""
    last = 0
    for clock in range(tables.kinds.size):
        value = clock_value(word, clock, tables)
        if value == 0 or value & HELD or value == LATE:
            continue
        if value > 1:
            word = _with_clock(word, clock, value - 1, tables)
        else:
            last |= 1 << clock
    return word, last


@njit(cache=True)
def _expire(word: Any, clock: Any, tables: Any) -> Any:
    """Return the state once a clock has run out."""
    kind = tables.kinds[clock]
    if kind == MISSES:
        return _with_clock(word, clock, LATE, tables)
    if kind == ENDS_YEAR:
        return _with_clock(word, clock, 0, tables) & ~tables.masks[0]
    cell = tables.forced_cell[np.int64(word & CONFIGURATION_MASK) * tables.kinds.size + clock]
    new, branch = _forced(word, cell, tables)
    return new if branch >= 0 else _with_clock(word, clock, 0, tables)


@njit(cache=True)
def tick(word: Any, tables: Any) -> Any:
    """Let one tick pass; return (state, broken watch or -1).

    A MUST deadline that has run forces its event at once, before anything else can happen.
    """
    word, last = _run_down(word, tables)
    if last == 0:
        return word, -1
    for clock in range(tables.kinds.size):
        runs_out = (last >> clock) & 1 and tables.kinds[clock] != WATCHES
        if runs_out and clock_value(word, clock, tables) == 1:
            word = _expire(word, clock, tables)
    broken = -1
    for clock in range(tables.kinds.size):
        watched = (last >> clock) & 1 and tables.kinds[clock] == WATCHES
        if watched and clock_value(word, clock, tables) == 1:
            broken = clock
            word = _with_clock(word, clock, 0, tables)
    return word, broken
