"""The compiled table as flat arrays for the search: cells, options, branches, breach cubes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from ..process.acts import Act
from ..process.deadlines import DEADLINE_INDEX, DEADLINES
from ..process.events import EVENTS
from ..process.facts import FACT_BIT
from ..process.states import Configuration, is_active
from ..table.transition_table import REFUSED, Cell, Entry, TransitionTable
from .judged_steps import MEMORY, Judgement, Literals, StepJudge
from .slice import CONFIGURATION_BITS, Slice

Integers = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

START, STOP, HOLD, RESUME, START_HELD = 1, 2, 3, 4, 5
ALL_BITS = (1 << 64) - 1
EVENT_NAMES = tuple(EVENTS)
EVENT_INDEX = {name: i for i, name in enumerate(EVENT_NAMES)}
_FACT_OF_BIT = {bit: name for name, bit in FACT_BIT.items()}
_OPERATION = {"start": START, "stop": STOP, "hold": HOLD, "resume": RESUME}
EXPIRY_EVENTS = {d.expiry_event: d.name for d in DEADLINES if d.expiry_event}


@dataclass(frozen=True)
class SearchArrays:
    """Flat arrays; each ``*_start`` has one more element than there are items.

    The cells of configuration c are ``cell_list[cell_start[c]:cell_start[c + 1]]``. Cell i:
    ``cell_event[i]``, ``cell_configuration[i]``, tracked facts at
    ``read_shift[read_start[i]:read_start[i + 1]]``; their truth, first lowest, added to
    ``option_row[i]`` gives the row of its options (``option_start[row]:option_start[row + 1]``).
    Option: ``option_branch``, ``option_value`` (the valuation of the cell's facts) and cubes
    ``cube_start[option]:cube_start[option + 1]`` (mask, value, code). A code is a property's index,
    or that plus ``properties`` if the cube only puts it to the test.
    """

    slice: Slice
    configurations: tuple[Configuration, ...]
    properties: int
    cell_start: Integers
    cell_list: Integers
    cell_event: Integers
    cell_configuration: Integers
    cell_facts: tuple[tuple[str, ...], ...]
    read_start: Integers
    read_shift: Integers
    option_row: Integers
    option_start: Integers
    option_branch: Integers
    option_value: Integers
    cube_start: Integers
    cube_mask: Words
    cube_value: Words
    cube_code: Integers
    branch_after: Integers
    branch_keep: Words
    branch_set: Words
    branch_entry: Integers
    branch_cell: Integers
    operation_start: Integers
    operation_clock: Integers
    operation_code: Integers
    forced_cell: Integers
    """Cell of an expiry event, by configuration times the number of clocks plus clock; or -1."""


_Cubes = tuple[tuple[int, int, int], ...]
"""Cubes as (mask, wanted value under it, code of what they say)."""


@cache
def _scattered(number: int, places: tuple[int, ...]) -> int:
    """Put the bits of a number in these places."""
    return sum(1 << place for i, place in enumerate(places) if number >> i & 1)


class ArrayBuilder:
    """Builds `SearchArrays` for a slice; judgements are shared between tables.

    ``watched_states`` names the state that each watching clock watches.
    """

    def __init__(
        self, judge: StepJudge, chosen: Slice, watched_states: Mapping[str, str] | None = None
    ) -> None:
        self._judge = judge
        self._slice = chosen
        self._code_of_test = len(judge.properties)
        # By identity: judgements are shared, and comparing them costs more than making cubes.
        self._known_cubes: dict[
            int, tuple[Judgement, dict[tuple[tuple[str, ...], int], _Cubes]]
        ] = {}
        self._clock_of_deadline = {
            DEADLINE_INDEX[clock.name]: i
            for i, clock in enumerate(chosen.clocks)
            if clock.kind != "watches"
        }
        self._watched = dict(watched_states or {})
        self._watches = [
            (i, clock.name) for i, clock in enumerate(chosen.clocks) if clock.kind == "watches"
        ]

    def build(self, table: TransitionTable) -> SearchArrays:
        """Return the arrays of a whole table."""
        rows = _Rows()
        by_configuration: list[list[tuple[int, Cell]]] = [[] for _ in table.configurations]
        for (configuration, event), cell in table.cells.items():
            by_configuration[configuration].append((EVENT_INDEX[event], cell))
        for configuration, cells in enumerate(by_configuration):
            for event_number, cell in cells:
                self._add_cell(rows, table, configuration, event_number, cell)
            rows.cell_start.append(len(rows.cell_event))
        nothing = np.empty(0, dtype=np.int64)
        arrays = rows.arrays(self._slice, table.configurations, self._code_of_test, nothing)
        return replace(arrays, forced_cell=self.forced_cells(arrays, len(table.configurations)))

    def build_cells(self, table: TransitionTable, keys: Iterable[tuple[int, str]]) -> SearchArrays:
        """Return arrays of some cells only, in the order of ``keys`` (see ``patching``)."""
        rows = _Rows()
        for configuration, event in keys:
            cell = table.cells[configuration, event]
            self._add_cell(rows, table, configuration, EVENT_INDEX[event], cell)
            rows.cell_start.append(len(rows.cell_event))
        nothing = np.empty(0, dtype=np.int64)
        return rows.arrays(self._slice, table.configurations, self._code_of_test, nothing)

    def forced_cells(self, arrays: SearchArrays, configurations: int) -> Integers:
        """Return the cell that each clock forces in each configuration, or -1."""
        clocks = self._slice.clocks
        forced = np.full(configurations * max(1, len(clocks)), -1, dtype=np.int64)
        listed = arrays.cell_list
        for number, clock in enumerate(clocks):
            if clock.kind != "forces":
                continue
            event = EVENT_INDEX[DEADLINES[DEADLINE_INDEX[clock.name]].expiry_event]
            cells = listed[arrays.cell_event[listed] == event]
            forced[arrays.cell_configuration[cells] * len(clocks) + number] = cells
        return forced

    def _add_cell(
        self, rows: _Rows, table: TransitionTable, configuration: int, event: int, cell: Cell
    ) -> None:
        names = tuple(_FACT_OF_BIT[bit] for bit in cell.bits)
        tracked = tuple(place for place, name in enumerate(names) if name in self._slice.facts)
        free = tuple(place for place in range(len(names)) if place not in tracked)
        number = len(rows.cell_event)
        rows.cell_event.append(event)
        rows.cell_configuration.append(configuration)
        rows.cell_facts.append(names)
        rows.read_shift += [self._slice.shift_of_fact(names[place]) for place in tracked]
        rows.read_start.append(len(rows.read_shift))
        branches: dict[int, tuple[int, Judgement]] = {}
        for outcome in dict.fromkeys(cell.outcomes):
            if outcome != REFUSED:
                entry = table.entries[outcome]
                judged = self._judged(table, configuration, event, entry)
                branch = self._add_branch(
                    rows, table, number, configuration, event, outcome, judged
                )
                branches[outcome] = branch, judged
        rows.option_row.append(len(rows.option_start) - 1)
        for row in range(1 << len(tracked)):
            self._add_row(rows, cell, names, tracked, free, row, branches)

    def _judged(
        self, table: TransitionTable, configuration: int, event: int, entry: Entry
    ) -> Judgement:
        return self._judge.judge(
            EVENT_NAMES[event],
            table.configurations[configuration],
            table.configurations[entry.after],
            entry.acts,
            entry.operations,
        )

    def _add_row(
        self,
        rows: _Rows,
        cell: Cell,
        names: tuple[str, ...],
        tracked: tuple[int, ...],
        free: tuple[int, ...],
        row: int,
        branches: dict[int, tuple[int, Judgement]],
    ) -> None:
        base = _scattered(row, tracked)
        seen: set[tuple[int, tuple[tuple[int, int, int], ...]]] = set()
        for number in range(1 << len(free)):
            value = base + _scattered(number, free)
            outcome = cell.outcomes[value]
            if outcome == REFUSED:
                continue
            branch, judged = branches[outcome]
            cubes = self._cubes(judged, names, value)
            if (branch, cubes) in seen:
                continue
            seen.add((branch, cubes))
            rows.option_branch.append(branch)
            rows.option_value.append(value)
            for mask, wanted, code in cubes:
                rows.cube_mask.append(mask)
                rows.cube_value.append(wanted)
                rows.cube_code.append(code)
            rows.cube_start.append(len(rows.cube_mask))
        rows.option_start.append(len(rows.option_branch))

    def _cubes(self, judged: Judgement, names: tuple[str, ...], value: int) -> _Cubes:
        if not judged.breaches and not judged.tests:
            return ()
        _, known = self._known_cubes.setdefault(id(judged), (judged, {}))
        found = known.get((names, value))
        if found is None:
            found = known[names, value] = self._new_cubes(judged, names, value)
        return found

    def _new_cubes(self, judged: Judgement, names: tuple[str, ...], value: int) -> _Cubes:
        truth = {name: bool(value >> place & 1) for place, name in enumerate(names)}
        found = [
            (cube, code)
            for offset, items in ((0, judged.breaches), (self._code_of_test, judged.tests))
            for code, literals in ((offset + i, c) for i, c in items)
            if (cube := self._cube(literals, truth)) is not None
        ]
        return tuple(dict.fromkeys((mask, wanted, code) for (mask, wanted), code in found))

    def _cube(self, literals: Literals, truth: dict[str, bool]) -> tuple[int, int] | None:
        mask = wanted = 0
        for name, value in literals:
            if name in truth and name not in self._slice.facts:
                if truth[name] != value:
                    return None
                continue
            shift = self._shift(name)
            if shift is not None:
                mask |= 1 << shift
                wanted |= int(value) << shift
        return mask, wanted

    def _shift(self, name: str) -> int | None:
        if name.startswith(MEMORY):
            memory = name.removeprefix(MEMORY)
            known = memory in self._slice.memories
            return self._slice.shift_of_memory(memory) if known else None
        return self._slice.shift_of_fact(name) if name in self._slice.facts else None

    def _add_branch(
        self,
        rows: _Rows,
        table: TransitionTable,
        cell: int,
        configuration: int,
        event: int,
        outcome: int,
        judged: Judgement,
    ) -> int:
        entry = table.entries[outcome]
        changes = {**dict(EVENTS[EVENT_NAMES[event]].changes), **derived_changes(entry.acts)}
        sets, clears = self._slice.mask_of(changes)
        sets |= self._memory_bits(judged.memory_set)
        clears |= self._memory_bits(judged.memory_cleared)
        rows.branch_after.append(entry.after)
        rows.branch_keep.append(ALL_BITS & ~clears & ~((1 << CONFIGURATION_BITS) - 1))
        rows.branch_set.append(sets)
        rows.branch_entry.append(outcome)
        rows.branch_cell.append(cell)
        before, after = table.configurations[configuration], table.configurations[entry.after]
        for clock, code in self.operations(entry, before, after):
            rows.operation_clock.append(clock)
            rows.operation_code.append(code)
        rows.operation_start.append(len(rows.operation_clock))
        return len(rows.branch_after) - 1

    def _memory_bits(self, names: Iterable[str]) -> int:
        return sum(
            1 << self._slice.shift_of_memory(name) for name in names if name in self._slice.memories
        )

    def operations(
        self, entry: Entry, before: Configuration, after: Configuration
    ) -> list[tuple[int, int]]:
        """Return what a step does to the tracked clocks, as (clock, code), in order of clocks."""
        result: dict[int, int] = {}
        for deadline, operation in entry.operations:
            clock = self._clock_of_deadline.get(deadline)
            if clock is not None:
                started = result.get(clock) == START and operation == "hold"
                result[clock] = START_HELD if started else _OPERATION[operation]
        for clock, name in self._watches:
            was, now = (is_active(self._watched[name], c) for c in (before, after))
            if was != now:
                result[clock] = START if now else STOP
        return sorted(result.items())


def derived_changes(acts: Sequence[Act]) -> dict[str, bool]:
    """Return what the acts of a step do to the derived facts (§ 31a(1), § 31b(2) SGB II)."""
    changes: dict[str, bool] = {}
    for act in acts:
        if act.kind == "reduction" and act.get("ground") == "breach":
            changes["repeated_breach"] = changes["reduction_running"] = True
            if act.get("stage") != 1:
                changes["further_repeated_breach"] = True
        elif act.kind == "reduction_lifted":
            changes["reduction_running"] = False
    return changes


class _Rows:
    """Growing lists that become `SearchArrays`."""

    def __init__(self) -> None:
        self.cell_start, self.cell_event = [0], list[int]()
        self.cell_configuration = list[int]()
        self.cell_facts: list[tuple[str, ...]] = []
        self.read_start, self.read_shift = [0], list[int]()
        self.option_row, self.option_start = list[int](), [0]
        self.option_branch, self.option_value = list[int](), list[int]()
        self.cube_start, self.cube_code = [0], list[int]()
        self.cube_mask, self.cube_value = list[int](), list[int]()
        self.branch_after, self.branch_entry = list[int](), list[int]()
        self.branch_cell = list[int]()
        self.branch_keep, self.branch_set = list[int](), list[int]()
        self.operation_start = [0]
        self.operation_clock, self.operation_code = list[int](), list[int]()

    def arrays(
        self,
        chosen: Slice,
        configurations: tuple[Configuration, ...],
        properties: int,
        forced: Integers,
    ) -> SearchArrays:
        def integers(values: list[int]) -> Integers:
            return np.array(values, dtype=np.int64)

        def words(values: list[int]) -> Words:
            return np.array(values, dtype=np.uint64)

        return SearchArrays(
            chosen,
            configurations,
            properties,
            integers(self.cell_start),
            np.arange(len(self.cell_event), dtype=np.int64),
            integers(self.cell_event),
            integers(self.cell_configuration),
            tuple(self.cell_facts),
            integers(self.read_start),
            integers(self.read_shift),
            integers(self.option_row),
            integers(self.option_start),
            integers(self.option_branch),
            integers(self.option_value),
            integers(self.cube_start),
            words(self.cube_mask),
            words(self.cube_value),
            integers(self.cube_code),
            integers(self.branch_after),
            words(self.branch_keep),
            words(self.branch_set),
            integers(self.branch_entry),
            integers(self.branch_cell),
            integers(self.operation_start),
            integers(self.operation_clock),
            integers(self.operation_code),
            forced,
        )
