"""Systematic changes of the model: each is a fault that some property ought to notice.

Operators: delete a transition, drop or negate its guard, send it elsewhere, drop an act, change a
field of an act, drop or negate the condition of an act; of a deadline: forget a hold, a restart, a
stop or a state in which it runs, start it on its own or not, forget its exception, stretch it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..process.acts import ACT_KINDS, ActSpec
from ..process.deadlines import Deadline
from ..process.definition import Transition
from ..process.expressions import TRUE, Expression
from ..process.guards import GUARDS, Guard
from ..process.process import PROCESS, ProcessDefinition
from ..process.states import LEAVES
from ..process.text import Text

_NEVER = "never"
_NOT = "not "


@dataclass(frozen=True)
class Mutant:
    """A change of the model: kind, what was changed, and how to make it.

    ``changed`` are the (leaf, event) pairs whose transitions differ; ``deadline`` names a changed
    deadline; ``stretched`` adds ticks to deadlines.
    """

    name: str
    kind: str
    element: str
    cites: tuple[str, ...]
    make: Callable[[], ProcessDefinition]
    changed: tuple[tuple[str, str], ...] = ()
    deadline: str = ""
    stretched: Mapping[str, int] = field(default_factory=dict)


def all_mutants() -> tuple[Mutant, ...]:
    """Return all mutants of the process, in a fixed order; names are unique."""
    found: dict[str, Mutant] = {}
    for mutant in (*_of_transitions(), *_of_deadlines()):
        found.setdefault(mutant.name, mutant)
    return tuple(found.values())


# -- transitions ---------------------------------------------------------------------------------


def _of_transitions() -> Iterator[Mutant]:
    for position, transition in enumerate(PROCESS.transitions):
        for kind, what, changed in _changes_of(transition):
            yield Mutant(
                name=f"{kind} · {transition.name}{what}",
                kind=kind,
                element=transition.name,
                cites=transition.cites,
                make=_with_transition(position, changed),
                changed=((transition.source, transition.event),),
            )


def _with_transition(position: int, changed: Transition) -> Callable[[], ProcessDefinition]:
    def make() -> ProcessDefinition:
        transitions = list(PROCESS.transitions)
        transitions[position] = changed
        return ProcessDefinition(tuple(transitions), _GUARDS)

    return make


_Change = tuple[str, str, Transition]


def _changes_of(transition: Transition) -> Iterator[_Change]:
    yield "delete transition", "", replace(transition, guard=_NEVER)
    if transition.guard != "always":
        yield "drop guard", "", replace(transition, guard="always")
        yield "negate guard", "", replace(transition, guard=_NOT + transition.guard)
    for target in _other_targets(transition):
        yield "retarget transition", f" to {target}", replace(transition, target=target)
    for number, spec in enumerate(transition.acts):
        for kind, what, changed in _changes_of_act(spec):
            acts = (*transition.acts[:number], *changed, *transition.acts[number + 1 :])
            yield kind, f": {spec.act}{what}", replace(transition, acts=acts)


def _other_targets(transition: Transition) -> tuple[str, ...]:
    """Return two other leaves of the region: to stay, and the next one in order."""
    leaves = [name for name, leaf in LEAVES.items() if leaf.region == transition.region]
    start = leaves.index(transition.target)
    around = [*leaves[start + 1 :], *leaves[:start]]
    other = next((leaf for leaf in around if leaf != transition.source), None)
    stay = transition.source if transition.source != transition.target else None
    return tuple(leaf for leaf in (stay, other) if leaf is not None)


def _changes_of_act(spec: ActSpec) -> Iterator[tuple[str, str, tuple[ActSpec, ...]]]:
    yield "drop act", "", ()
    for name, values in ACT_KINDS[spec.act.kind].fields.items():
        known = values.index(spec.act.get(name)) if spec.act.get(name) in values else 0
        other = values[(known + 1) % len(values)]
        fields = tuple((n, other if n == name else v) for n, v in spec.act.fields)
        if len(values) > 1:
            changed = replace(spec, act=replace(spec.act, fields=fields))
            yield "change field", f" {name}={other}", (changed,)
    if spec.when != "always":
        yield "drop condition", f" when {spec.when}", (replace(spec, when="always"),)
        yield "negate condition", f" when {spec.when}", (replace(spec, when=_NOT + spec.when),)


def _negated(expression: Expression) -> Expression:
    return Expression("not", "", (expression,))


_GUARDS: dict[str, Guard] = {
    **GUARDS,
    _NEVER: Guard(_NEVER, _negated(TRUE), Text("nie", "never"), ()),
    **{
        _NOT + name: Guard(_NOT + name, _negated(guard.expression), guard.title, guard.cites)
        for name, guard in GUARDS.items()
    },
}


# -- deadlines -----------------------------------------------------------------------------------


def _of_deadlines() -> Iterator[Mutant]:
    for position, deadline in enumerate(PROCESS.deadlines):
        for kind, what, changed in _changes_of_deadline(deadline):
            yield Mutant(
                name=f"{kind} · {deadline.name}{what}",
                kind=kind,
                element=deadline.name,
                cites=deadline.cites,
                make=_with_deadline(position, changed),
                deadline=deadline.name,
            )
        if deadline.unit != "fixed_day" and not deadline.silent:
            yield Mutant(
                name=f"stretch deadline · {deadline.name}",
                kind="stretch deadline",
                element=deadline.name,
                cites=deadline.cites,
                make=lambda: PROCESS,
                deadline=deadline.name,
                stretched={deadline.name: 1},
            )


def _with_deadline(position: int, changed: Deadline) -> Callable[[], ProcessDefinition]:
    def make() -> ProcessDefinition:
        deadlines = list(PROCESS.deadlines)
        deadlines[position] = changed
        return ProcessDefinition(PROCESS.transitions, _GUARDS, tuple(deadlines))

    return make


def _changes_of_deadline(deadline: Deadline) -> Iterator[tuple[str, str, Deadline]]:
    for leaf in sorted(deadline.held_in):
        held = deadline.held_in - {leaf}
        yield "forget hold", f" in {leaf}", replace(deadline, held_in=held)
    for leaf in sorted(deadline.active_in):
        active = deadline.active_in - {leaf}
        yield "forget state", f" {leaf}", replace(deadline, active_in=active)
    for i, pattern in enumerate(deadline.restarts_on):
        rest = (*deadline.restarts_on[:i], *deadline.restarts_on[i + 1 :])
        yield "forget restart", f" on {pattern.kind}", replace(deadline, restarts_on=rest)
    for i, pattern in enumerate(deadline.stops_on):
        rest = (*deadline.stops_on[:i], *deadline.stops_on[i + 1 :])
        yield "forget stop", f" on {pattern.kind}", replace(deadline, stops_on=rest)
    yield "flip start", "", replace(deadline, starts_on_entry=not deadline.starts_on_entry)
    if deadline.longer_if:
        yield "forget exception", "", replace(deadline, longer_if="", longer_parameter="")
    if deadline.when:
        yield "forget condition", "", replace(deadline, when="")
