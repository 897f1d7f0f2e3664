"""From a path of the search to a story: find one person and the circumstances of each step.

The search leaves some facts open. Here they get values that fit the whole path: a person whose
facts change only as events change them, and situation facts as close to the defaults as possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ..explorer import Explored, kernel
from ..explorer.graph import facts_of
from ..explorer.search_arrays import EVENT_NAMES, SearchArrays, derived_changes
from ..explorer.slice import DERIVED
from ..process.events import EVENTS
from ..process.facts import FACT_BIT, SITUATION_DEFAULTS, PersonFacts, fact_names
from ..properties.formula import Formula, StepShape, evaluate
from ..table.transition_table import REFUSED, Entry
from .story import (
    REDUCTION_ENDS,
    TRANSITION_PERIOD_ENDS,
    YEAR_PASSES,
    Happens,
    Move,
    Waits,
)

_PERSON = fact_names("person")
_FACT_OF_BIT = {bit: name for name, bit in FACT_BIT.items()}
_TIME_STEPS = {
    kernel.VIA_YEAR: YEAR_PASSES,
    kernel.VIA_REDUCTION: REDUCTION_ENDS,
    kernel.VIA_PERIOD: TRANSITION_PERIOD_ENDS,
}


@dataclass(frozen=True, slots=True)
class ConcretePath:
    """A person and moves; ``legacy_period`` if they begin before old agreements end."""

    facts: PersonFacts
    moves: tuple[Move, ...]
    legacy_period: bool


@dataclass(frozen=True, slots=True)
class _Hop:
    """A step of the path: an option's cell and branch, or a time step."""

    via: int
    event: str = ""
    outcome: int = REFUSED
    configuration: int = -1
    alike: frozenset[int] = frozenset()
    """Outcomes that lead to the same state; on the way any of them will do."""


def vias_to(explored: Explored, state: int) -> list[int]:
    """Return how each state on the shortest path to ``state`` came about, from the begin on."""
    vias: list[int] = []
    while explored.parents[state] >= 0:
        vias.append(int(explored.vias[state]))
        state = int(explored.parents[state])
    return vias[::-1]


def begin_of(explored: Explored, state: int) -> int:
    """Return the first state of the shortest path to ``state``."""
    while explored.parents[state] >= 0:
        state = int(explored.parents[state])
    return state


def concrete_path(
    explored: Explored,
    rule_facts: dict[str, bool],
    state: int,
    last: int | None = None,
    breach: Formula | None = None,
) -> ConcretePath | None:
    """Return a path to ``state`` that one person can go, with a ``last`` option taken there.

    With ``breach``, the last step satisfies it; None if no person fits.
    """
    vias = vias_to(explored, state)
    if last is not None:
        vias.append(last)
    hops = [_hop(explored, via) for via in vias]
    begin = facts_of(explored, begin_of(explored, state))
    tracked = frozenset(explored.slice.facts)
    for person in _persons(begin, tracked):
        moves = _walk(
            explored, rule_facts, person, begin, hops, breach, _remembered(explored, state)
        )
        if moves is not None:
            facts = PersonFacts(**{name: name in person for name in _PERSON})
            return ConcretePath(facts, moves, DERIVED[0] in begin)
    return None


def _remembered(explored: Explored, state: int) -> frozenset[str]:
    word, chosen = int(explored.states[state]), explored.slice
    return frozenset(m for m in chosen.memories if word >> chosen.shift_of_memory(m) & 1)


def _persons(begin: Sequence[str], tracked: frozenset[str]) -> Iterator[frozenset[str]]:
    """Iterate over persons with the tracked facts of the begin, the plainest first."""
    fixed = {name for name in begin if name in _PERSON}
    open_facts = [name for name in _PERSON if name not in tracked]
    plain = {"need_established"} & set(open_facts)
    for size in range(len(open_facts) + 1):
        for changed in combinations(open_facts, size):
            person = frozenset(fixed | (plain ^ set(changed)))
            if not ("minor" in person and "under_25" not in person):
                yield person


def _hop(explored: Explored, via: int) -> _Hop:
    if via < 0:
        return _Hop(via)
    arrays = explored.arrays
    branch = int(arrays.option_branch[via])
    cell = int(arrays.branch_cell[branch])
    configuration = int(arrays.cell_configuration[cell])
    event = EVENT_NAMES[int(arrays.cell_event[cell])]
    outcome = int(arrays.branch_entry[branch])
    return _Hop(via, event, outcome, configuration, _alike(explored, cell, branch))


def _alike(explored: Explored, cell: int, branch: int) -> frozenset[int]:
    arrays = explored.arrays
    first, last = np.searchsorted(arrays.branch_cell, [cell, cell + 1])
    return frozenset(
        int(arrays.branch_entry[other])
        for other in range(first, last)
        if _effect(arrays, other) == _effect(arrays, branch)
    )


def _effect(arrays: SearchArrays, branch: int) -> tuple[object, ...]:
    operations = slice(arrays.operation_start[branch], arrays.operation_start[branch + 1])
    return (
        arrays.branch_after[branch],
        arrays.branch_keep[branch],
        arrays.branch_set[branch],
        tuple(arrays.operation_clock[operations]),
        tuple(arrays.operation_code[operations]),
    )


def _walk(
    explored: Explored,
    rule_facts: dict[str, bool],
    person: frozenset[str],
    begin: Sequence[str],
    hops: Sequence[_Hop],
    breach: Formula | None,
    remembered: frozenset[str],
) -> tuple[Move, ...] | None:
    facts = {name: False for name in FACT_BIT} | {name: True for name in person} | rule_facts
    facts[DERIVED[0]] = DERIVED[0] in begin or DERIVED[0] not in explored.slice.facts
    moves: list[Move] = []
    for position, hop in enumerate(hops):
        final = position == len(hops) - 1
        if hop.via < 0:
            _let_pass(hop.via, facts)
            if hop.via in _TIME_STEPS:
                moves.append(Waits(_TIME_STEPS[hop.via]))
            continue
        last_breach = breach if final else None
        exact = frozenset({hop.outcome}) if final else hop.alike
        situation = _situation(explored, facts, hop, exact, last_breach, remembered)
        if situation is None:
            return None
        moves.append(Happens(hop.event, situation))
        entry = explored.table.entries[hop.outcome]
        facts.update(dict(EVENTS[hop.event].changes))
        facts.update(derived_changes(entry.acts))
    return tuple(moves)


def _let_pass(via: int, facts: dict[str, bool]) -> None:
    if via == kernel.VIA_YEAR:
        facts["repeated_breach"] = facts["further_repeated_breach"] = False
    elif via == kernel.VIA_REDUCTION:
        facts["reduction_running"] = False
    elif via == kernel.VIA_PERIOD:
        facts[DERIVED[0]] = False


def _situation(
    explored: Explored,
    facts: dict[str, bool],
    hop: _Hop,
    outcomes: frozenset[int],
    breach: Formula | None,
    remembered: frozenset[str],
) -> tuple[str, ...] | None:
    """Return the true situation facts under which the hop happens, as near to the defaults."""
    table = explored.table
    cell = table.cells[hop.configuration, hop.event]
    entry = table.entries[hop.outcome]
    names = {_FACT_OF_BIT[bit] for bit in cell.bits}
    if breach is not None:
        names |= {n for atom in breach.atoms() if atom.operator == "fact" for n in atom.names}
    open_facts = [name for name in SITUATION_DEFAULTS if name in names]
    shape = _shape(explored, hop, entry)
    for size in range(len(open_facts) + 1):
        for changed in combinations(open_facts, size):
            trial = {n: v != (n in changed) for n, v in SITUATION_DEFAULTS.items()}
            known = facts | trial
            bits = sum(FACT_BIT[n] for n, v in known.items() if v)
            if cell.outcome(bits) in outcomes and _breaks(shape, breach, bits, remembered):
                return tuple(n for n, v in trial.items() if v)
    return None


def _shape(explored: Explored, hop: _Hop, entry: Entry) -> StepShape:
    names = explored.table.configurations
    return StepShape(
        hop.event, names[hop.configuration], names[entry.after], entry.acts, entry.operations
    )


def _breaks(
    shape: StepShape, breach: Formula | None, bits: int, remembered: frozenset[str]
) -> bool:
    if breach is None:
        return True
    return evaluate(shape.residual(breach), bits, remembered.__contains__)
