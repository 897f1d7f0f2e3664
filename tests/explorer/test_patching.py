"""A changed model that is patched into existing arrays is the one that is built anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from koopsim.model.checker.mutation import Mutant, all_mutants
from koopsim.model.explorer import Explored, Slice
from koopsim.model.explorer.exploration import search, search_arrays
from koopsim.model.explorer.graph import facts_of
from koopsim.model.explorer.judged_steps import StepJudge
from koopsim.model.explorer.patching import patched
from koopsim.model.explorer.search_arrays import ArrayBuilder
from koopsim.model.process.case import rule_facts
from koopsim.model.properties import SAFETY, Always
from koopsim.model.properties.monitor import memories_of
from koopsim.model.rule_set import load_rule_set
from koopsim.model.table.cache import table_for
from koopsim.model.table.compiler import Compiler

RULES = load_rule_set("2023-07-01")
TABLE = table_for(RULES)
JUDGED = tuple(p for p in SAFETY if isinstance(p, Always))
MEMORIES = memories_of(JUDGED)
SLICE = Slice(("need_established", "legacy_period_open"), tuple(m.name for m in MEMORIES))


def first(condition: Callable[[Mutant], bool]) -> Mutant:
    return next(m for m in all_mutants() if condition(m))


CHANGES = {
    "a transition less": first(
        lambda m: m.kind == "delete transition" and m.element.startswith("need_returns")
    ),
    "another target": first(
        lambda m: m.kind == "retarget transition" and m.element.startswith("ground_ends")
    ),
    "a new configuration": first(
        lambda m: m.name.startswith("retarget transition · support_expired: plain_due")
    ),
    "an act less": first(lambda m: m.kind == "drop act" and "representative_instructed" in m.name),
    "a guard less": first(
        lambda m: m.kind == "drop guard" and m.element.startswith("need_established: waived")
    ),
}


def content(explored: Explored) -> tuple[set[tuple[object, ...]], set[str]]:
    """States by name, and the broken properties."""
    names, chosen = explored.table.configurations, explored.slice
    states = set()
    for number in range(explored.state_count):
        word = int(explored.states[number])
        known = tuple(m for m in chosen.memories if word >> chosen.shift_of_memory(m) & 1)
        here = names[explored.configuration_of(number)]
        states.add((here, facts_of(explored, number), known))
    return states, set(explored.breaches())


@pytest.fixture(scope="module")
def builder() -> ArrayBuilder:
    return ArrayBuilder(StepJudge(JUDGED, MEMORIES), SLICE)


@pytest.mark.parametrize("name", CHANGES)
def test_patched_and_rebuilt_are_the_same(builder: ArrayBuilder, name: str) -> None:
    mutant, judge = CHANGES[name], StepJudge(JUDGED, MEMORIES)
    compiler = Compiler(RULES.name, rule_facts(RULES), mutant.make())
    table, touched = compiler.recompile(TABLE, mutant.changed)
    arrays = patched(builder.build(TABLE), builder, table, touched)
    fast = search_arrays(arrays, table, judge)
    anew = Compiler(RULES.name, rule_facts(RULES), mutant.make()).compile()
    assert content(fast) == content(search(anew, judge, SLICE))
    assert table.digest == anew.digest != TABLE.digest
