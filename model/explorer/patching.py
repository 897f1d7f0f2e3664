"""Put changed cells into existing arrays, so that a changed model need not be built anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ..table.transition_table import TransitionTable
from .search_arrays import EVENT_INDEX, ArrayBuilder, Integers, SearchArrays


def patched(
    base: SearchArrays,
    builder: ArrayBuilder,
    table: TransitionTable,
    touched: Iterable[tuple[int, str]],
) -> SearchArrays:
    """Return the arrays of ``table``, which differs from that of ``base`` in ``touched`` cells.

    A touched (configuration, event) that has no cell any more is refused always. Slices with
    clocks that force events cannot be patched.
    """
    keys = list(dict.fromkeys(touched))
    present = [key for key in keys if key in table.cells]
    extra = builder.build_cells(table, present)
    numbers = {key: len(base.cell_event) + i for i, key in enumerate(present)}
    start, listed = _cell_lists(base, table, keys, numbers)
    return replace(
        _joined(base, extra),
        configurations=table.configurations,
        cell_start=start,
        cell_list=listed,
    )


def _cell_lists(
    base: SearchArrays,
    table: TransitionTable,
    keys: list[tuple[int, str]],
    numbers: dict[tuple[int, str], int],
) -> tuple[Integers, Integers]:
    """Return start and list of the cells of each configuration, touched ones replaced."""
    configurations = base.cell_configuration[base.cell_list]
    events = base.cell_event[base.cell_list]
    dead = {configuration * len(EVENT_INDEX) + EVENT_INDEX[event] for configuration, event in keys}
    codes = configurations * len(EVENT_INDEX) + events
    kept = ~np.isin(codes, np.fromiter(dead, dtype=np.int64, count=len(dead)))
    cells = np.concatenate([base.cell_list[kept], np.array([*numbers.values()], dtype=np.int64)])
    new_codes = [c * len(EVENT_INDEX) + EVENT_INDEX[event] for c, event in numbers]
    all_codes = np.concatenate([codes[kept], np.array(new_codes, dtype=np.int64)])
    order = np.argsort(all_codes, kind="stable")
    counts = np.bincount(all_codes[order] // len(EVENT_INDEX), minlength=len(table.configurations))
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return start, cells[order]


def _joined(base: SearchArrays, extra: SearchArrays) -> SearchArrays:
    """Return ``base`` with the cells of ``extra`` behind it; positions are shifted."""
    rows = len(base.option_start) - 1
    branches = len(base.branch_after)
    return replace(
        base,
        cell_event=_end(base.cell_event, extra.cell_event),
        cell_configuration=_end(base.cell_configuration, extra.cell_configuration),
        cell_facts=(*base.cell_facts, *extra.cell_facts),
        read_start=_starts(base.read_start, extra.read_start),
        read_shift=_end(base.read_shift, extra.read_shift),
        option_row=_end(base.option_row, extra.option_row + rows),
        option_start=_starts(base.option_start, extra.option_start),
        option_branch=_end(base.option_branch, extra.option_branch + branches),
        option_value=_end(base.option_value, extra.option_value),
        cube_start=_starts(base.cube_start, extra.cube_start),
        cube_mask=np.concatenate([base.cube_mask, extra.cube_mask]),
        cube_value=np.concatenate([base.cube_value, extra.cube_value]),
        cube_code=_end(base.cube_code, extra.cube_code),
        branch_after=_end(base.branch_after, extra.branch_after),
        branch_keep=np.concatenate([base.branch_keep, extra.branch_keep]),
        branch_set=np.concatenate([base.branch_set, extra.branch_set]),
        branch_entry=_end(base.branch_entry, extra.branch_entry),
        branch_cell=_end(base.branch_cell, extra.branch_cell + len(base.cell_event)),
        operation_start=_starts(base.operation_start, extra.operation_start),
        operation_clock=_end(base.operation_clock, extra.operation_clock),
        operation_code=_end(base.operation_code, extra.operation_code),
    )


def _end(first: Integers, then: Integers) -> Integers:
    return np.concatenate([first, then])


def _starts(first: npt.NDArray[np.int64], then: npt.NDArray[np.int64]) -> Integers:
    return np.concatenate([first[:-1], then + first[-1]])
