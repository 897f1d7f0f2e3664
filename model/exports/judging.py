"""Properties as conditions on a step: what a breach looks like, what sets and clears a memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..process.acts import Act
from ..process.deadlines import DEADLINE_INDEX, DEADLINES, ActPattern
from ..properties import Formula
from .conditions import (
    FALSE,
    LEAVES_OF_REGION,
    TRUE,
    Condition,
    constant,
    either,
    every,
    negation,
    region_in,
    state_active,
    truth,
)

MEMORY = "memory "
"""How the name of a truth begins that stands for a memory; no fact is called so."""


def memory_name(name: str) -> str:
    """Return the name of the truth that stands for a memory."""
    return MEMORY + name


@dataclass(frozen=True, slots=True)
class StepFacts:
    """An event as properties see it.

    ``emitted`` are the acts that it may emit, in order, each with its condition. ``rule_facts`` are
    facts that the rule set fixes.
    """

    event: str
    emitted: Sequence[tuple[Act, Condition]]
    rule_facts: Mapping[str, bool]


def translate(formula: Formula, step: StepFacts) -> Condition:
    """Return the condition under which ``step`` satisfies a formula."""
    if formula.operator == "not":
        return negation(translate(formula.operands[0], step))
    if formula.operator == "and":
        return every(*(translate(part, step) for part in formula.operands))
    if formula.operator == "or":
        return either(*(translate(part, step) for part in formula.operands))
    return _ATOMS[formula.operator](formula, step)


def _emits(atom: Formula, step: StepFacts) -> Condition:
    return either(*(c for act, c in step.emitted if atom.patterns[0].matches(act)))


def _emits_before(atom: Formula, step: StepFacts) -> Condition:
    first, then = atom.patterns
    result = FALSE
    for act, condition in reversed(step.emitted):
        if first.matches(act):
            result = either(condition, result)
        elif then.matches(act):
            result = every(negation(condition), result)
    return result


def _keeps(atom: Formula, step: StepFacts) -> Condition:
    return every(
        *(
            either(*(every(region_in(r, (leaf,)), region_in(r, (leaf,), "after")) for leaf in some))
            for r, some in LEAVES_OF_REGION.items()
            if r in atom.names
        )
    )


def _operates(atom: Formula, step: StepFacts) -> Condition:
    """Tell when a step starts, stops, holds or resumes a deadline (see ``clock_operations``)."""
    operation, name = atom.names
    deadline = DEADLINES[DEADLINE_INDEX[name]]
    was, now = _inside(deadline.active_in, "before"), _inside(deadline.active_in, "after")
    starts = either(
        _any_emitted(deadline.restarts_on, step),
        every(constant(deadline.starts_on_entry), negation(was)),
    )
    held = every(was, _inside(deadline.held_in, "before"))
    holds = _inside(deadline.held_in, "after")
    happens = {
        "start": every(now, starts),
        "stop": either(
            every(was, negation(now)),
            every(now, negation(starts), _any_emitted(deadline.stops_on, step)),
        ),
        "hold": every(now, holds, either(negation(held), starts)),
        "resume": every(now, held, negation(holds), negation(starts)),
    }
    return happens[operation]


def _inside(leaves: Iterable[str], when: Literal["before", "after"]) -> Condition:
    return either(*(state_active(leaf, when) for leaf in sorted(leaves)))


def _any_emitted(patterns: Iterable[ActPattern], step: StepFacts) -> Condition:
    return either(*(c for act, c in step.emitted if any(p.matches(act) for p in patterns)))


def _fact(atom: Formula, step: StepFacts) -> Condition:
    name = atom.names[0]
    return constant(step.rule_facts[name]) if name in step.rule_facts else truth(name)


def _remembered(atom: Formula, step: StepFacts) -> Condition:
    return FALSE if atom.memory is None else truth(memory_name(atom.memory.name))


_ATOMS: dict[str, Callable[[Formula, StepFacts], Condition]] = {
    "true": lambda atom, step: TRUE,
    "event": lambda atom, step: constant(step.event in atom.names),
    "emits": _emits,
    "emits_before": _emits_before,
    "was_in": lambda atom, step: either(*(state_active(name) for name in atom.names)),
    "is_in": lambda atom, step: either(*(state_active(name, "after") for name in atom.names)),
    "keeps": _keeps,
    "clock": _operates,
    "fact": _fact,
    "remembered": _remembered,
}
