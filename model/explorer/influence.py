"""Which facts decide where a case goes, and which only decide what a single step emits.

A fact is idle if, whatever the state, its truth changes no step's goal: neither the configuration
nor another fact that is not idle. Steps that leave both as they are do not count. States that
differ in idle facts only are then bisimilar (up to such idle steps), so what can be reached, and
what stays reachable, is the same with idle facts left out. The analysis reads the table, so it is
right for every rule set and every changed model.
"""

from __future__ import annotations

from ..process.events import EVENTS
from ..process.facts import FACT_BIT, fact_names
from ..table.transition_table import REFUSED, Cell, TransitionTable
from .search_arrays import derived_changes
from .slice import TRACKABLE

_Goal = tuple[int, tuple[tuple[str, bool], ...]]
_FACT_OF_BIT = {bit: name for name, bit in FACT_BIT.items()}
_RULE_SET_AND_TIME = ("legacy_period_open",)


def deciding_facts(table: TransitionTable) -> tuple[str, ...]:
    """Return the facts that are not idle, in their fixed order."""
    deciding = set(_RULE_SET_AND_TIME)
    cells = _distinct_cells(table)
    while True:
        new = {
            name
            for configuration, event, cell in cells
            for name in _deciding_here(table, configuration, event, cell, deciding)
        }
        if new <= deciding:
            return tuple(name for name in TRACKABLE if name in deciding)
        deciding |= new


def constant_facts() -> tuple[str, ...]:
    """Return the person facts that no event changes."""
    changed = {name for event in EVENTS.values() for name, _ in event.changes}
    return tuple(name for name in fact_names("person") if name not in changed)


def _distinct_cells(table: TransitionTable) -> list[tuple[int, str, Cell]]:
    """Return the cells that read a trackable fact."""
    bits = {FACT_BIT[name] for name in TRACKABLE}
    return [(c, e, cell) for (c, e), cell in table.cells.items() if bits.intersection(cell.bits)]


def _deciding_here(
    table: TransitionTable, configuration: int, event: str, cell: Cell, deciding: set[str]
) -> set[str]:
    goals = [_goal(table, configuration, event, outcome, deciding) for outcome in cell.outcomes]
    situation = [
        1 << place for place, bit in enumerate(cell.bits) if _FACT_OF_BIT[bit] not in TRACKABLE
    ]
    found = set()
    for place, bit in enumerate(cell.bits):
        name = _FACT_OF_BIT[bit]
        if name in TRACKABLE and name not in deciding and _differs(goals, place, situation):
            found.add(name)
    return found


def _differs(goals: list[_Goal | None], place: int, situation: list[int]) -> bool:
    free = sum(situation)
    reach: dict[int, set[_Goal]] = {}
    for value, goal in enumerate(goals):
        if goal is not None:
            reach.setdefault(value & ~free, set()).add(goal)
    step = 1 << place
    fixed = {value & ~free & ~step for value in range(len(goals))}
    return any(reach.get(value, set()) != reach.get(value | step, set()) for value in fixed)


def _goal(
    table: TransitionTable, configuration: int, event: str, outcome: int, deciding: set[str]
) -> _Goal | None:
    """Return where an outcome leads; None if it is refused or leads nowhere."""
    if outcome == REFUSED:
        return None
    entry = table.entries[outcome]
    changes = {**dict(EVENTS[event].changes), **derived_changes(entry.acts)}
    kept = tuple(sorted((n, v) for n, v in changes.items() if n in deciding))
    return None if entry.after == configuration and not kept else (entry.after, kept)
