"""A second reading of formulas, in plain Python, and random formulas and steps to compare on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import hypothesis.strategies as st
from koopsim.model.process.acts import ACT_KINDS, Act
from koopsim.model.process.deadlines import DEADLINES, ClockOperation
from koopsim.model.process.events import EVENTS
from koopsim.model.process.facts import FACT_BIT
from koopsim.model.process.states import ALL_STATES, LEAVES, REGIONS
from koopsim.model.properties.formula import (
    TRUE,
    Formula,
    Remembered,
    StepShape,
    clock,
    emits,
    emits_before,
    event,
    fact,
    is_in,
    keeps,
    remembered,
    was_in,
)
from koopsim.model.rule_set import load_rule_set
from koopsim.model.table.cache import table_for

RULES = load_rule_set("2023-07-01")
OPERATIONS: tuple[ClockOperation, ...] = ("start", "stop", "hold", "resume")
REGION_NAMES = [region.name for region in REGIONS]
MEMORIES = tuple(
    Remembered(f"memory_{i}", starts)
    for i, starts in enumerate((emits("talk"), event("moved"), is_in("trust")))
)


# -- the second reading --------------------------------------------------------------------------


def holds(
    formula: Formula, step: StepShape, true_facts: Collection[str], known: Mapping[str, bool]
) -> bool:
    """Tell whether a formula holds, straight from the words of its documentation."""
    parts = [holds(part, step, true_facts, known) for part in formula.operands]
    match formula.operator:
        case "true":
            return True
        case "not":
            return not parts[0]
        case "and":
            return min(parts)
        case "or":
            return max(parts)
        case "fact":
            return formula.names[0] in true_facts
        case "remembered":
            assert formula.memory is not None
            return known[formula.memory.name]
    return _of_the_step(formula, step)


def _of_the_step(atom: Formula, step: StepShape) -> bool:
    match atom.operator:
        case "event":
            return step.event in atom.names
        case "emits":
            return positions(atom, 0, step) != []
        case "emits_before":
            first, then = positions(atom, 0, step), positions(atom, 1, step)
            return bool(first) and (not then or first[0] <= then[0])
        case "was_in":
            return not active(step.before).isdisjoint(atom.names)
        case "is_in":
            return not active(step.after).isdisjoint(atom.names)
        case "keeps":
            before, after = (dict(zip(REGION_NAMES, c, strict=True)) for c in _both(step))
            return {n: before[n] for n in atom.names} == {n: after[n] for n in atom.names}
    assert atom.operator == "clock"
    done = {(op, DEADLINES[i].name) for i, op in step.operations}
    return atom.names in done


def _both(step: StepShape) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return step.before, step.after


def active(configuration: tuple[str, ...]) -> set[str]:
    """The active leaves and the compounds around them."""
    return {*configuration, *(LEAVES[leaf].parent for leaf in configuration)} & ALL_STATES.keys()


def positions(atom: Formula, number: int, step: StepShape) -> list[int]:
    """Where the acts of one of an atom's patterns stand in a step."""
    pattern = atom.patterns[number]
    wanted = dict(pattern.fields)
    return [
        i
        for i, act in enumerate(step.acts)
        if act.kind == pattern.kind and wanted.items() <= dict(act.fields).items()
    ]


# -- real steps, and changed ones ----------------------------------------------------------------


@cache
def real_steps() -> tuple[StepShape, ...]:
    """Every step that the table of the rule set knows, apart from facts."""
    table = table_for(RULES)
    names = table.configurations
    return tuple(
        StepShape(happening, names[before], names[entry.after], entry.acts, entry.operations)
        for (before, happening), cell in table.cells.items()
        for entry in (table.entries[i] for i in sorted({*cell.outcomes}) if i >= 0)
    )


steps = st.deferred(lambda: st.integers(0, len(real_steps()) - 1).map(lambda i: real_steps()[i]))
all_acts = st.sampled_from(
    [
        Act(kind.name, tuple(zip(kind.fields, values, strict=True)))
        for kind in ACT_KINDS.values()
        for values in product(*kind.fields.values())
    ]
)
truths = st.sets(st.sampled_from(sorted(FACT_BIT)))
knowledge = st.fixed_dictionaries({memory.name: st.booleans() for memory in MEMORIES})


@st.composite
def changed_steps(draw: st.DrawFn) -> StepShape:
    """A real step, often with the event, the acts or the states of another."""
    step, other = draw(steps), draw(steps)
    for name in draw(st.sets(st.sampled_from(["event", "before", "after", "acts", "operations"]))):
        step = replace(step, **{name: getattr(other, name)})
    extra = tuple(draw(st.lists(all_acts, max_size=2)))
    acts = draw(st.permutations((*step.acts, *extra)))
    return replace(step, acts=tuple(acts))


# -- random formulas -----------------------------------------------------------------------------


def _some(names: Collection[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(names)), min_size=1, max_size=4).map(tuple)


@st.composite
def _acts(draw: st.DrawFn, near: StepShape) -> tuple[str, dict[str, Any]]:
    act = draw(st.one_of(st.sampled_from(near.acts), all_acts) if near.acts else all_acts)
    fields = dict(act.fields)
    left_out = draw(st.sets(st.sampled_from(sorted(fields)))) if fields else set()
    return act.kind, {name: value for name, value in fields.items() if name not in left_out}


def _emits(act: tuple[str, dict[str, Any]]) -> Formula:
    return emits(act[0], **act[1])


def step_atoms(near: StepShape, *, clocks: bool = True) -> st.SearchStrategy[Formula]:
    """Atoms that a step decides; half of them speak of what is in the step ``near``."""
    before, after = (st.one_of(_some(active(c)), _some(ALL_STATES)) for c in _both(near))
    acts = _acts(near)
    kinds = [
        st.just(TRUE),
        _events(near),
        acts.map(_emits),
        st.tuples(acts, acts).map(lambda two: emits_before(two[0][0], two[1][0], **two[0][1])),
        before.map(lambda names: was_in(*names)),
        after.map(lambda names: is_in(*names)),
        _some(REGION_NAMES).map(lambda names: keeps(*names)),
    ]
    done = [(operation, DEADLINES[i].name) for i, operation in near.operations]
    operations = st.sampled_from([*done, *product(OPERATIONS, (d.name for d in DEADLINES))])
    return st.one_of(*kinds, *([operations.map(lambda pair: clock(*pair))] if clocks else []))


def _events(near: StepShape) -> st.SearchStrategy[Formula]:
    return st.one_of(st.just((near.event,)), _some(EVENTS)).map(lambda names: event(*names))


def formulas(near: StepShape) -> st.SearchStrategy[Formula]:
    """Formulas of any atoms."""
    of_facts = st.sampled_from(sorted(FACT_BIT)).map(fact)
    of_memory = st.sampled_from(MEMORIES).map(remembered)
    return combined(st.one_of(step_atoms(near), of_facts, of_memory))


def combined(atoms: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    """Atoms joined by and, or, not."""
    return st.recursive(
        atoms,
        lambda inner: st.one_of(
            inner.map(lambda f: ~f),
            st.tuples(inner, inner).map(lambda two: two[0] & two[1]),
            st.tuples(inner, inner).map(lambda two: two[0] | two[1]),
        ),
        max_leaves=10,
    )


def triggering(near: StepShape) -> st.SearchStrategy[Formula]:
    """Formulas mostly of events and acts, where what triggers them can be told."""
    return combined(st.one_of(_events(near), _acts(near).map(_emits), step_atoms(near)))
