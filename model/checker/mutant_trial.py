"""Try one mutant: does a property notice it, is it equivalent to the model, or does it survive?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from ..errors import DefinitionError
from ..explorer import Explored, Slice
from ..explorer.exploration import search_arrays
from ..explorer.judged_steps import StepJudge
from ..explorer.patching import patched
from ..explorer.search_arrays import ArrayBuilder, SearchArrays
from ..explorer.slice import CONFIGURATION_BITS, TRACKABLE
from ..process.deadlines import DEADLINE_INDEX, clock_operations
from ..process.facts import FACT_BIT
from ..process.guards import GUARDS
from ..process.process import PROCESS, ProcessDefinition
from ..properties import (
    PROPERTIES,
    Accepted,
    Always,
    AlwaysPossible,
    Keepable,
    Lasts,
    LeadsTo,
    Possible,
)
from ..properties.monitor import memories_of
from ..rule_set import RuleSet
from ..static_properties import OF_THE_PROCESS, Definition
from ..table.compiler import Compiler
from ..table.transition_table import REFUSED, Cell, TransitionTable
from .acceptance import AcceptanceJudge
from .deadlines import judge_keepable, judge_lasting
from .judging import as_always
from .model_under_check import ModelUnderCheck
from .mutation import Mutant
from .reaching import WholeGraph, deadlocks, judge_always_possible, judge_leads_to

Outcome = Literal["caught", "equivalent", "survived"]
_FACT_OF_BIT = {bit: name for name, bit in FACT_BIT.items()}
_Touched = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a mutant; ``by`` names what noticed it, or why it is equivalent."""

    mutant: str
    kind: str
    cites: tuple[str, ...]
    outcome: Outcome
    by: tuple[str, ...]


class MutantTrial:
    """Tries mutants of one rule set's model against all properties."""

    def __init__(self, rule_set: RuleSet) -> None:
        self._rule_set = rule_set
        self._base = ModelUnderCheck.of(rule_set)
        self._always = tuple(p for p in PROPERTIES if isinstance(p, Always))
        self._possible = tuple(p for p in PROPERTIES if isinstance(p, Possible))
        self._accepted = tuple(p for p in PROPERTIES if isinstance(p, Accepted))
        judged = (*self._always, *(as_always(p) for p in self._possible))
        memories = memories_of(judged)
        self._judge = StepJudge(judged, memories, self._base.rule_facts)
        self._slice = Slice(self._base.deciding, tuple(m.name for m in memories))
        self._builder = ArrayBuilder(self._judge, self._slice)
        self._plain_judge = StepJudge((), ())
        self._plain_builder = ArrayBuilder(self._plain_judge, Slice(self._base.deciding))

    @cached_property
    def _arrays(self) -> SearchArrays:
        return self._builder.build(self._base.table)

    @cached_property
    def _plain_arrays(self) -> SearchArrays:
        return self._plain_builder.build(self._base.table)

    def prepare(self) -> None:
        """Explore the model itself, so that trials differ from it only by the mutant.

        Raises:
            DefinitionError: if the model itself breaks a property: repair that first.
        """
        explored = search_arrays(self._arrays, self._base.table, self._judge)
        broken = self._broken_steps(explored)
        if broken:
            raise DefinitionError(f"the model itself breaks {', '.join(broken)}; repair that first")

    def run(self, mutant: Mutant) -> Trial:
        """Try one mutant."""
        outcome, by = self._try(mutant)
        return Trial(mutant.name, mutant.kind, mutant.cites, outcome, by)

    def _try(self, mutant: Mutant) -> tuple[Outcome, tuple[str, ...]]:
        definition = mutant.make()
        try:
            table, touched = self._recompiled(mutant, definition)
        except DefinitionError:
            return "caught", ("definition",)
        model = replace(
            self._base,
            table=table,
            deadlines=definition.deadlines,
            stretched=mutant.stretched,
        )
        arrays = patched(self._arrays, self._builder, table, touched)
        explored = search_arrays(arrays, table, self._judge)
        noticed = (
            *self._broken_steps(explored),
            *self._broken_acceptance(model, explored, touched),
            *self._broken_definition(definition),
        )
        if noticed:
            return "caught", tuple(noticed)
        if not _limits_changed(mutant, definition) and not self._differs(explored, touched):
            return "equivalent", ("same reachable graph",)
        noticed = tuple(self._broken_late(mutant, model, table, touched))
        return ("caught", noticed) if noticed else ("survived", ())

    # -- making the mutant's table -------------------------------------------------------------

    def _recompiled(
        self, mutant: Mutant, definition: ProcessDefinition
    ) -> tuple[TransitionTable, _Touched]:
        base = self._base
        if mutant.deadline:
            return self._with_operations(definition)
        compiler = Compiler(self._rule_set.name, base.rule_facts, definition)
        return compiler.recompile(base.table, mutant.changed)

    def _with_operations(self, definition: ProcessDefinition) -> tuple[TransitionTable, _Touched]:
        """Return the table with the clock operations of changed deadlines."""
        table = self._base.table
        if definition.deadlines == PROCESS.deadlines:
            return table, ()
        names = table.configurations
        before = {o: key[0] for key, cell in table.cells.items() for o in cell.outcomes}
        entries = list(table.entries)
        changed = set()
        for number, entry in enumerate(entries):
            operations = clock_operations(
                names[before[number]], names[entry.after], entry.acts, definition.deadlines
            )
            if operations != entry.operations:
                entries[number] = replace(entry, operations=operations)
                changed.add(number)
        touched = tuple(
            key for key, cell in table.cells.items() if not changed.isdisjoint(cell.outcomes)
        )
        return replace(table, entries=tuple(entries), index={}), touched

    # -- what notices --------------------------------------------------------------------------

    def _broken_steps(self, explored: Explored) -> list[str]:
        breaches = explored.breaches()
        broken = [p.name for p in self._always if p.name in breaches]
        return broken + [p.name for p in self._possible if p.name not in breaches]

    def _broken_acceptance(
        self, model: ModelUnderCheck, explored: Explored, touched: _Touched
    ) -> Iterator[str]:
        reached = set(explored.configurations_reached().tolist())
        judge = AcceptanceJudge(model, explored)
        by_event: dict[str, list[int]] = {}
        for configuration, event in touched:
            if configuration in reached:
                by_event.setdefault(event, []).append(configuration)
        for item in self._accepted:
            if item.event in by_event and not judge.holds(item, by_event[item.event]):
                yield item.name

    def _broken_definition(self, definition: ProcessDefinition) -> list[str]:
        changed = Definition(
            transitions=definition.transitions,
            guards={**GUARDS, **definition.guards},
            deadlines=definition.deadlines,
        )
        return [item.name for item in OF_THE_PROCESS if item.check(changed)]

    def _broken_late(
        self, mutant: Mutant, model: ModelUnderCheck, table: TransitionTable, touched: _Touched
    ) -> Iterator[str]:
        """Yield what only the whole graph or the clocks show."""
        whole = WholeGraph(model, patched(self._plain_arrays, self._plain_builder, table, touched))
        for item in PROPERTIES:
            if isinstance(item, AlwaysPossible):
                good = judge_always_possible(whole, item).good
            elif isinstance(item, LeadsTo):
                good = judge_leads_to(whole, item).good
            elif isinstance(item, Lasts):
                good = not _concerns_lasting(mutant, model, item) or judge_lasting(whole, item).good
            elif isinstance(item, Keepable):
                good = item.deadline != mutant.deadline or judge_keepable(whole, item).good
            else:
                good = True
            if not good:
                yield item.name
        if deadlocks(whole):
            yield "deadlock"

    # -- equivalence ---------------------------------------------------------------------------

    def _differs(self, explored: Explored, touched: Sequence[tuple[int, str]]) -> bool:
        """Tell whether a reachable state behaves differently from the model."""
        reached = set(explored.configurations_reached().tolist())
        return any(key[0] in reached and self._cell_differs(explored, key) for key in touched)

    def _cell_differs(self, explored: Explored, key: tuple[int, str]) -> bool:
        old, new = self._base.table.cells.get(key), explored.table.cells.get(key)
        if key[0] >= len(self._base.table.configurations):
            return True
        bits = sorted({*(old.bits if old else ()), *(new.bits if new else ())})
        for number in range(1 << len(bits)):
            facts = sum(bit for i, bit in enumerate(bits) if number >> i & 1)
            if _does(self._base.table, old, facts) != _does(explored.table, new, facts):
                truth = {_FACT_OF_BIT[bit]: bool(number >> i & 1) for i, bit in enumerate(bits)}
                if _is_reached(explored, key[0], truth):
                    return True
        return False


def _does(table: TransitionTable, cell: Cell | None, facts: int) -> tuple[object, ...] | None:
    outcome = REFUSED if cell is None else cell.outcome(facts)
    if outcome == REFUSED:
        return None
    entry = table.entries[outcome]
    return table.configurations[entry.after], entry.acts, entry.operations


def _is_reached(explored: Explored, configuration: int, truth: dict[str, bool]) -> bool:
    chosen = explored.slice
    mask, value = (1 << CONFIGURATION_BITS) - 1, configuration
    for name, wanted in truth.items():
        if name in TRACKABLE and name in chosen.facts:
            mask |= 1 << chosen.shift_of_fact(name)
            value |= int(wanted) << chosen.shift_of_fact(name)
    return bool(((explored.states & np.uint64(mask)) == np.uint64(value)).any())


def _limits_changed(mutant: Mutant, definition: ProcessDefinition) -> bool:
    """Tell whether a deadline's length or condition changed, which no operation on clocks shows."""
    if not mutant.deadline:
        return False
    position = DEADLINE_INDEX[mutant.deadline]
    before, after = PROCESS.deadlines[position], definition.deadlines[position]
    own = ("starts_on_entry", "active_in", "held_in", "restarts_on", "stops_on")
    same = replace(before, **{name: getattr(after, name) for name in own})
    return bool(mutant.stretched) or same != after


def _concerns_lasting(mutant: Mutant, model: ModelUnderCheck, item: Lasts) -> bool:
    if not mutant.deadline:
        return any(
            event in {d.expiry_event for d in model.deadlines if d.expiry_event}
            for _, event in mutant.changed
        )
    return bool(model.deadline(mutant.deadline).expiry_event)
