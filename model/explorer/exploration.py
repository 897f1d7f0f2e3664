"""Explore all reachable states of a case, breadth first; find the first breach of each property.

>>> from koopsim.model.rule_set import load_rule_set
>>> found = explore(load_rule_set("2023-07-01"), Slice(facts=()))
>>> found.state_count
3213
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from ..process.case import rule_facts
from ..process.facts import FACT_BY_NAME, fact_names
from ..properties import SAFETY, Always, Lasts
from ..properties.monitor import memories_of
from ..rule_set import RuleSet
from ..table.cache import table_for
from ..table.transition_table import TransitionTable
from . import kernel
from .clock_kernel import ENDS_YEAR, FORCES, MISSES, WATCHES, Tables
from .judged_steps import StepJudge
from .search_arrays import EVENT_INDEX, EXPIRY_EVENTS, ArrayBuilder, Integers, SearchArrays
from .slice import CONFIGURATION_BITS, DERIVED, Slice

__all__ = ["Explored", "Slice", "explore", "search"]

Progress = Callable[[int, int], None]
"""Receives (states expanded, states known)."""

_CHUNK = 200_000
_KINDS = {"forces": FORCES, "misses": MISSES, "ends_year": ENDS_YEAR, "watches": WATCHES}
_PERSON = fact_names("person")


@dataclass(frozen=True)
class Explored:
    """All reachable states of a slice.

    ``states`` are packed words in breadth-first order; ``parents[i]`` is the state before state i
    on a shortest path, ``vias[i]`` the option (see `SearchArrays`) or time step that led to it.
    ``broken[code]`` is the first state from which a step breaks a property, ``broken_via`` how.
    ``tested[i]`` tells that property i was put to the test.
    """

    arrays: SearchArrays
    table: TransitionTable
    properties: tuple[Always, ...]
    watched: tuple[Lasts, ...]
    states: npt.NDArray[np.uint64]
    parents: npt.NDArray[np.int32]
    vias: npt.NDArray[np.int32]
    used_branches: npt.NDArray[np.bool_]
    first: Integers
    first_via: Integers
    pairs: int
    steps: int
    seconds: float
    memory_bytes: int

    @property
    def state_count(self) -> int:
        """Number of reachable states."""
        return len(self.states)

    @property
    def slice(self) -> Slice:
        """What was tracked."""
        return self.arrays.slice

    @property
    def depth(self) -> int:
        """Steps on the longest of the shortest paths."""
        depth, position = 0, self.state_count - 1
        while self.parents[position] >= 0:
            depth, position = depth + 1, int(self.parents[position])
        return depth

    def breaches(self) -> dict[str, tuple[int, int]]:
        """Return for each broken property the state and the option of the first breach."""
        count = len(self.properties)
        codes = [(p.name, i) for i, p in enumerate(self.properties)]
        clocks = self.slice.clocks
        codes += [
            (clock.name, 2 * count + i) for i, clock in enumerate(clocks) if clock.kind == "watches"
        ]
        return {
            name: (int(self.first[code]), int(self.first_via[code]))
            for name, code in codes
            if self.first[code] >= 0
        }

    def tested(self) -> set[str]:
        """Return the names of the properties that some reachable step puts to the test."""
        count = len(self.properties)
        return {p.name for i, p in enumerate(self.properties) if self.first[count + i] >= 0}

    def configuration_of(self, state: int) -> int:
        """Return the configuration's index in a state."""
        return int(self.states[state]) & ((1 << CONFIGURATION_BITS) - 1)

    def configurations_reached(self) -> npt.NDArray[np.int64]:
        """Return the indices of all configurations that are reached, sorted."""
        mask = np.uint64((1 << CONFIGURATION_BITS) - 1)
        return np.unique((self.states & mask).astype(np.int64))


def explore(
    rule_set: RuleSet,
    chosen: Slice | None = None,
    properties: Sequence[Always] | None = None,
    progress: Progress | None = None,
) -> Explored:
    """Explore a rule set's process.

    Args:
        rule_set: the rule set.
        chosen: what is tracked; default: all facts, and all memories of the properties.
        properties: what is judged on the way; default: all `Always` properties.
        progress: is told how far the search is.

    Raises:
        DefinitionError: if the slice cannot be tracked.
    """
    judged = tuple(p for p in SAFETY if isinstance(p, Always)) if properties is None else properties
    memories = memories_of(judged)
    if chosen is None:
        chosen = Slice(memories=tuple(m.name for m in memories))
    judge = StepJudge(judged, memories, rule_facts(rule_set))
    return search(table_for(rule_set), judge, chosen, progress=progress)


def search(
    table: TransitionTable,
    judge: StepJudge,
    chosen: Slice,
    watched: Sequence[Lasts] = (),
    progress: Progress | None = None,
    stop_at_breach: bool = False,
    excluded: frozenset[str] = frozenset(),
) -> Explored:
    """Explore a table; see `explore`.

    ``watched`` are the properties that clocks watch, ``excluded`` the events that never happen.
    """
    states_of = {item.name: item.state for item in watched}
    arrays = ArrayBuilder(judge, chosen, states_of).build(table)
    return _Search(arrays, table, tuple(judge.properties), tuple(watched), excluded).run(
        table.initial, progress, stop_at_breach
    )


def search_arrays(
    arrays: SearchArrays,
    table: TransitionTable,
    judge: StepJudge,
    *,
    watched: Sequence[Lasts] = (),
    progress: Progress | None = None,
    excluded: frozenset[str] = frozenset(),
) -> Explored:
    """Explore arrays that were made before; see `search`."""
    search_of = _Search(arrays, table, tuple(judge.properties), tuple(watched), excluded)
    return search_of.run(table.initial, progress, stop_at_breach=False)


class _Search:
    """One run of the search: arrays that grow while it goes on."""

    def __init__(
        self,
        arrays: SearchArrays,
        table: TransitionTable,
        properties: tuple[Always, ...],
        watched: tuple[Lasts, ...],
        excluded: frozenset[str],
    ) -> None:
        self.arrays, self._properties, self._watched = arrays, properties, watched
        self._table, self._excluded = table, excluded
        codes = 2 * len(properties) + len(arrays.slice.clocks)
        self._found = kernel.Findings(
            np.full(codes, -1, dtype=np.int64),
            np.full(codes, -1, dtype=np.int64),
            np.zeros(max(1, len(arrays.branch_after)), dtype=np.bool_),
            np.zeros(2, dtype=np.int64),
        )
        self._visited = _room_for(1 << 16)

    def run(self, initial: int, progress: Progress | None, stop_at_breach: bool) -> Explored:
        begun = time.perf_counter()
        starts = initial_words(self.arrays.slice, initial)
        count, position = len(starts), 0
        self._visited.states[:count] = starts
        kernel.rehash(self._visited.states, count, self._visited.places)
        tables = kernel_tables(self.arrays, self._excluded)
        codes = self._codes_of_breaches()
        while position < count:
            position, count = kernel.expand(
                position, count, position + _CHUNK, tables, self._visited, self._found
            )
            if progress is not None:
                progress(position, count)
            if stop_at_breach and (self._found.first[codes] >= 0).any():
                break
            if count >= len(self._visited.states) - kernel.MOST_SUCCESSORS:
                self._visited = _grown(self._visited, count)
        return self._explored(count, time.perf_counter() - begun)

    def _explored(self, count: int, seconds: float) -> Explored:
        visited, found = self._visited, self._found
        return Explored(
            self.arrays,
            self._table,
            self._properties,
            self._watched,
            visited.states[:count],
            visited.parents[:count],
            visited.vias[:count],
            found.used,
            found.first,
            found.first_via,
            int(found.counters[0]),
            int(found.counters[1]),
            seconds,
            sum(array.nbytes for array in visited),
        )

    def _codes_of_breaches(self) -> Integers:
        count = len(self._properties)
        codes = [*range(count), *range(2 * count, len(self._found.first))]
        return np.array(codes, dtype=np.int64)


def _room_for(size: int) -> kernel.Visited:
    return kernel.Visited(
        np.empty(size, dtype=np.uint64),
        np.full(size, -1, dtype=np.int32),
        np.full(size, kernel.VIA_START, dtype=np.int32),
        np.full(2 * size, -1, dtype=np.int32),
    )


def _grown(visited: kernel.Visited, count: int) -> kernel.Visited:
    """Return twice the room with the same states."""
    larger = _room_for(2 * len(visited.states))
    larger.states[:count] = visited.states[:count]
    larger.parents[:count] = visited.parents[:count]
    larger.vias[:count] = visited.vias[:count]
    kernel.rehash(larger.states, count, larger.places)
    return larger


def initial_words(chosen: Slice, initial: int) -> npt.NDArray[np.uint64]:
    """Return the states in which a case can begin: all consistent facts, nothing remembered.

    Plain persons come first, so that a shortest story is told of one of them where possible.
    """
    free = [n for n in chosen.facts if n in _PERSON or n == DERIVED[0]]
    words = []
    plain = [FACT_BY_NAME[name].default for name in free]
    for values in product(*((default, not default) for default in plain)):
        facts = dict(zip(free, values, strict=True))
        if facts.get("minor") and not facts.get("under_25", True):
            continue
        words.append(initial | chosen.mask_of(facts)[0])
    return np.array(words, dtype=np.uint64)


def kernel_tables(arrays: SearchArrays, excluded: frozenset[str] = frozenset()) -> Tables:
    """Return the arrays in the form in which the kernel takes them."""
    chosen = arrays.slice

    def fact(name: str) -> int:
        return chosen.shift_of_fact(name) if name in chosen.facts else -1

    clocks = [
        [c.ticks, c.longer_ticks, fact(c.longer_if), fact(c.when), chosen.shift_of_clock(i)]
        for i, c in enumerate(chosen.clocks)
    ]
    return Tables(
        cell_start=arrays.cell_start,
        cell_list=arrays.cell_list,
        cell_event=arrays.cell_event,
        read_start=arrays.read_start,
        read_shift=arrays.read_shift,
        option_row=arrays.option_row,
        option_start=arrays.option_start,
        option_branch=arrays.option_branch,
        cube_start=arrays.cube_start,
        cube_mask=arrays.cube_mask,
        cube_value=arrays.cube_value,
        cube_code=arrays.cube_code,
        branch_after=arrays.branch_after,
        branch_keep=arrays.branch_keep,
        branch_set=arrays.branch_set,
        operation_start=arrays.operation_start,
        operation_clock=arrays.operation_clock,
        operation_code=arrays.operation_code,
        skipped=_skipped_events(chosen, excluded),
        clocks=np.array(clocks, dtype=np.int64).reshape(len(clocks), 5),
        kinds=np.array([_KINDS[c.kind] for c in chosen.clocks], dtype=np.int64),
        forced_cell=arrays.forced_cell,
        period_cell=_period_cells(arrays),
        masks=_time_masks(chosen),
    )


def _skipped_events(chosen: Slice, excluded: frozenset[str]) -> npt.NDArray[np.bool_]:
    """Mark the events that never happen, or that only time brings about in this slice."""
    skipped = np.zeros(len(EVENT_INDEX), dtype=np.bool_)
    for event, deadline in EXPIRY_EVENTS.items():
        tracked = any(clock.name == deadline for clock in chosen.clocks)
        by_period = event == "legacy_agreement_expired" and "legacy_period_open" in chosen.facts
        skipped[EVENT_INDEX[event]] = tracked or by_period
    skipped[[EVENT_INDEX[event] for event in sorted(excluded)]] = True
    return skipped


def _period_cells(arrays: SearchArrays) -> Integers:
    cells = np.full(len(arrays.configurations), -1, dtype=np.int64)
    listed = arrays.cell_list
    expiring = listed[arrays.cell_event[listed] == EVENT_INDEX["legacy_agreement_expired"]]
    cells[arrays.cell_configuration[expiring]] = expiring
    return cells


def _time_masks(chosen: Slice) -> npt.NDArray[np.uint64]:
    """Return what the end of a year, a reduction, the transition period clears, and needs."""

    def bit(name: str) -> int:
        return 1 << chosen.shift_of_fact(name) if name in chosen.facts else 0

    repeated = bit("repeated_breach")
    year = any(clock.kind == "ends_year" for clock in chosen.clocks)
    return np.array(
        [
            repeated | bit("further_repeated_breach"),
            bit("reduction_running"),
            bit("legacy_period_open"),
            0 if year else repeated,
            bit("reduction_running"),
            bit("legacy_period_open"),
        ],
        dtype=np.uint64,
    )
