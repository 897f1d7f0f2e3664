"""The inner loop of the search, compiled with numba: expand states, find them again, judge steps.

All functions work on flat arrays (see ``search_arrays``) and hold no Python objects. A state is a
64-bit word; visited states are found through an open-addressing hash table of positions.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from .clock_kernel import (
    CONFIGURATION_MASK,
    Tables,
    apply_branch,
    option_rows,
    tick,
    time_step,
)

VIA_START, VIA_TICK, VIA_YEAR, VIA_REDUCTION, VIA_PERIOD = -1, -2, -3, -4, -5
"""How a state came about, if not by an option: begin, passing time, and the three time steps."""

MOST_SUCCESSORS = 4096
"""Room that must be left before a state is expanded; no state has so many successors."""

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT, _HALF = np.uint64(29), np.uint64(32)


class Visited(NamedTuple):
    """The states found so far, how each came about, and the hash table of their positions."""

    states: npt.NDArray[np.uint64]
    parents: npt.NDArray[np.int32]
    vias: npt.NDArray[np.int32]
    places: npt.NDArray[np.int32]


class Findings(NamedTuple):
    """What the search notes: first state and option per code, branches used, pairs and steps."""

    first: npt.NDArray[np.int64]
    first_via: npt.NDArray[np.int64]
    used: npt.NDArray[np.bool_]
    counters: npt.NDArray[np.int64]


@njit(cache=True)
def _slot(word: Any, mask: Any) -> Any:
    mixed = (word ^ (word >> _SHIFT)) * _MULTIPLIER
    return np.int64((mixed ^ (mixed >> _HALF)) & mask)


@njit(cache=True)
def find(word: Any, states: Any, places: Any) -> Any:
    """Return the position of a state, -1 if it was not visited."""
    mask = np.uint64(places.size - 1)
    slot = _slot(word, mask)
    while places[slot] >= 0:
        if states[places[slot]] == word:
            return places[slot]
        slot = (slot + 1) & np.int64(mask)
    return -1


@njit(cache=True)
def rehash(states: Any, count: Any, places: Any) -> None:
    """Fill an empty hash table with the first ``count`` states."""
    mask = np.uint64(places.size - 1)
    for position in range(count):
        slot = _slot(states[position], mask)
        while places[slot] >= 0:
            slot = (slot + 1) & np.int64(mask)
        places[slot] = position


@njit(cache=True)
def _visit(word: Any, count: Any, parent: Any, via: Any, visited: Any) -> Any:
    """Take in a state; return how many there are now."""
    states, parents, vias, places = visited
    mask = np.uint64(places.size - 1)
    slot = _slot(word, mask)
    while places[slot] >= 0:
        if states[places[slot]] == word:
            return count
        slot = (slot + 1) & np.int64(mask)
    places[slot] = count
    states[count] = word
    parents[count] = parent
    vias[count] = via
    return count + 1


@njit(cache=True)
def _judge(word: Any, position: Any, option: Any, tables: Any, found: Any) -> None:
    """Note the properties that an option breaks or puts to the test in a state."""
    for i in range(tables.cube_start[option], tables.cube_start[option + 1]):
        code = tables.cube_code[i]
        if found.first[code] < 0 and (word & tables.cube_mask[i]) == tables.cube_value[i]:
            found.first[code] = position
            found.first_via[code] = option


@njit(cache=True)
def _judge_period_end(word: Any, position: Any, tables: Any, found: Any) -> None:
    """Judge what the end of the transition period forces on an old agreement."""
    cell = tables.period_cell[np.int64(word & CONFIGURATION_MASK)]
    option = tables.option_start[option_rows(word, cell, tables)]
    _judge(word, position, option, tables, found)


@njit(cache=True)
def _take_options(position: Any, count: Any, tables: Any, visited: Any, found: Any) -> Any:
    """Take all options of a state; return how many states there are now."""
    word = visited.states[position]
    configuration = np.int64(word & CONFIGURATION_MASK)
    for listed in range(tables.cell_start[configuration], tables.cell_start[configuration + 1]):
        cell = tables.cell_list[listed]
        found.counters[0] += 1
        if tables.skipped[tables.cell_event[cell]]:
            continue
        row = option_rows(word, cell, tables)
        for option in range(tables.option_start[row], tables.option_start[row + 1]):
            found.counters[1] += 1
            _judge(word, position, option, tables, found)
            branch = tables.option_branch[option]
            found.used[branch] = True
            new = apply_branch(word, branch, tables)
            count = _visit(new, count, position, option, visited)
    return count


@njit(cache=True)
def _let_time_pass(position: Any, count: Any, tables: Any, visited: Any, found: Any) -> Any:
    """Take the time steps of a state; return how many states there are now."""
    word = visited.states[position]
    for kind in range(3):
        if word & tables.masks[3 + kind]:
            found.counters[0] += 1
            found.counters[1] += 1
            new, branch = time_step(word, kind, tables)
            if branch >= 0:
                found.used[branch] = True
                _judge_period_end(word & ~tables.masks[kind], position, tables, found)
            count = _visit(new, count, position, VIA_YEAR - kind, visited)
    clocks = tables.kinds.size
    if clocks > 0:
        found.counters[0] += 1
        found.counters[1] += 1
        new, broken = tick(word, tables)
        code = found.first.size - clocks + broken
        if broken >= 0 and found.first[code] < 0:
            found.first[code] = position
            found.first_via[code] = VIA_TICK
        count = _visit(new, count, position, VIA_TICK, visited)
    return count


@njit(cache=True)
def expand(
    position: int, count: int, until: int, tables: Tables, visited: Visited, found: Findings
) -> tuple[int, int]:
    """Expand states from ``position`` on until room or states run out, or ``until`` is reached.

    Returns (next position, number of states).
    """
    room = min(visited.states.size, visited.places.size // 2) - MOST_SUCCESSORS
    while position < count and position < until and count < room:
        count = _take_options(position, count, tables, visited, found)
        count = _let_time_pass(position, count, tables, visited, found)
        position += 1
    return position, count


@njit(cache=True)
def _edges_of(
    position: Any, count: Any, writing: Any, tables: Any, states: Any, places: Any, out: Any
) -> Any:
    """Count the steps of a state on top of ``count``, and write them if asked."""
    target, via = out
    word = states[position]
    configuration = np.int64(word & CONFIGURATION_MASK)
    for listed in range(tables.cell_start[configuration], tables.cell_start[configuration + 1]):
        cell = tables.cell_list[listed]
        if tables.skipped[tables.cell_event[cell]]:
            continue
        row = option_rows(word, cell, tables)
        for option in range(tables.option_start[row], tables.option_start[row + 1]):
            if writing:
                new = apply_branch(word, tables.option_branch[option], tables)
                target[count] = find(new, states, places)
                via[count] = option
            count += 1
    for kind in range(3):
        if word & tables.masks[3 + kind]:
            if writing:
                target[count] = find(time_step(word, kind, tables)[0], states, places)
                via[count] = VIA_YEAR - kind
            count += 1
    return count


@njit(cache=True)
def edges(
    states: npt.NDArray[np.uint64],
    places: npt.NDArray[np.int32],
    tables: Tables,
    start: npt.NDArray[np.int64],
    target: npt.NDArray[np.int32],
    via: npt.NDArray[np.int32],
) -> None:
    """Count the steps of every state into ``start``; write them if ``target`` has room."""
    writing = target.size > 0
    count = 0
    for position in range(states.size):
        start[position] = count
        count = _edges_of(position, count, writing, tables, states, places, (target, via))
        if tables.kinds.size > 0:
            if writing:
                target[count] = find(tick(states[position], tables)[0], states, places)
                via[count] = VIA_TICK
            count += 1
    start[states.size] = count


@njit(cache=True)
def closure(
    reached: npt.NDArray[np.bool_],
    start: npt.NDArray[np.int64],
    neighbour: npt.NDArray[np.int64],
) -> npt.NDArray[np.bool_]:
    """Mark all states that can be reached from the marked ones along ``neighbour``."""
    first = np.flatnonzero(reached)
    waiting = np.empty(reached.size, dtype=np.int64)
    top = first.size
    waiting[:top] = first
    while top > 0:
        top -= 1
        state = waiting[top]
        for i in range(start[state], start[state + 1]):
            other = neighbour[i]
            if not reached[other]:
                reached[other] = True
                waiting[top] = other
                top += 1
    return reached
