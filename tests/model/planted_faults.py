"""Faults to plant in the model: the systematic changes by name, and two kinds made by hand."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from dataclasses import replace
from types import ModuleType

from koopsim.model.checker.mutation import Mutant, all_mutants
from koopsim.model.process.definition import Transition
from koopsim.model.process.expressions import parse_expression
from koopsim.model.process.guards import GUARDS, Guard
from koopsim.model.process.process import PROCESS, ProcessDefinition
from koopsim.model.process.text import Text

MUTANTS = {mutant.name: mutant for mutant in all_mutants()}
_GUARD = "made_by_hand"


def _guard(condition: str) -> Guard:
    return Guard(_GUARD, parse_expression(condition, {}), Text("von Hand", "made by hand"), ())


def with_transition(arrow: tuple[str, str, str], condition: str) -> Mutant:
    """Return the model with a transition (event, source, target) that ought not to exist."""
    event, source, target = arrow
    added = Transition(event, source, target, _GUARD, (), ("15.1",))
    return Mutant(
        name=f"add transition · {added.name}",
        kind="add transition",
        element=added.name,
        cites=added.cites,
        make=lambda: ProcessDefinition(
            (*PROCESS.transitions, added), {**GUARDS, _GUARD: _guard(condition)}
        ),
        changed=((source, event),),
    )


def limited(event: str, condition: str) -> Mutant:
    """Return the model in which all transitions of an event fire under one condition."""
    changed = tuple(
        replace(t, guard=_GUARD) if t.event == event else t for t in PROCESS.transitions
    )
    return Mutant(
        name=f"limit event · {event}",
        kind="limit event",
        element=event,
        cites=("15.1",),
        make=lambda: ProcessDefinition(changed, {**GUARDS, _GUARD: _guard(condition)}),
        changed=tuple((t.source, event) for t in PROCESS.transitions if t.event == event),
    )


def declared_in(*modules: ModuleType) -> set[str]:
    """Return the names of the properties that modules declare."""
    declaration = re.compile(r'^(?:accepted|always|never|within)\(\n    "(\w+)"', re.MULTILINE)
    return {name for m in modules for name in declaration.findall(inspect.getsource(m))}


def missing(tested: Iterable[str], *modules: ModuleType) -> set[str]:
    """Return what is declared and not tested, or tested and not declared."""
    return declared_in(*modules) ^ set(tested)
