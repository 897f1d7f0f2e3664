"""Add clocks to arrays that were made without: only what steps do to clocks is new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ..table.transition_table import TransitionTable
from .judged_steps import StepJudge
from .search_arrays import ArrayBuilder, SearchArrays
from .slice import TrackedClock


def with_clocks(
    arrays: SearchArrays,
    table: TransitionTable,
    clocks: tuple[TrackedClock, ...],
    watched_states: Mapping[str, str],
) -> SearchArrays:
    """Return ``arrays``, of a slice without clocks, with these clocks tracked as well.

    ``watched_states`` names the state that each watching clock watches.
    """
    chosen = replace(arrays.slice, clocks=clocks)
    builder = ArrayBuilder(StepJudge((), ()), chosen, watched_states)
    clock_of, code_of, start = [], [], [0]
    names = table.configurations
    before_of = arrays.cell_configuration[arrays.branch_cell]
    for outcome, before in zip(arrays.branch_entry.tolist(), before_of.tolist(), strict=True):
        entry = table.entries[outcome]
        for clock, code in builder.operations(entry, names[before], names[entry.after]):
            clock_of.append(clock)
            code_of.append(code)
        start.append(len(clock_of))
    return replace(
        arrays,
        slice=chosen,
        operation_start=np.array(start, dtype=np.int64),
        operation_clock=np.array(clock_of, dtype=np.int64),
        operation_code=np.array(code_of, dtype=np.int64),
        forced_cell=builder.forced_cells(arrays, len(names)),
    )
