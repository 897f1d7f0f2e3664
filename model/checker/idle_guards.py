"""Guards that never matter: of no use where they stand, because they always or never hold there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ..process.definition import Transition
from ..process.expressions import Expression
from ..process.guards import GUARDS
from ..process.process import TRANSITIONS
from ..process.states import Configuration, is_active
from ..process.text import Text
from ..table.transition_table import TransitionTable
from .verdict import Finding

_ALWAYS = Text("Die Bedingung trifft dort immer zu.", "The condition always holds there.")
_NEVER = Text("Die Bedingung trifft dort nie zu.", "The condition never holds there.")


def idle_guards(table: TransitionTable, reached: Iterable[int]) -> Iterator[Finding]:
    """Yield a finding for each guard of transitions or acts that has one value wherever it stands.

    Guards are read in all reached configurations in which a transition with them can be tried; a
    value that facts decide counts as both.
    """
    by_leaf: dict[str, list[Configuration]] = defaultdict(list)
    for number in reached:
        for leaf in table.configurations[int(number)]:
            by_leaf[leaf].append(table.configurations[int(number)])
    places: dict[str, list[Transition]] = defaultdict(list)
    for transition in TRANSITIONS:
        for name in {transition.guard, *(spec.when for spec in transition.acts)}:
            if name != "always":
                places[name].append(transition)
    for name, transitions in sorted(places.items()):
        values = _values(GUARDS[name].expression, transitions, by_leaf)
        if len(values) == 1:
            text = _ALWAYS if True in values else _NEVER
            yield Finding("idle_guard", name, GUARDS[name].cites, text)
    for name in sorted(GUARDS.keys() - places.keys() - _parts_of_others() - {"always"}):
        text = Text("Die Bedingung steht nirgends.", "The condition is used nowhere.")
        yield Finding("idle_guard", name, GUARDS[name].cites, text)


def _parts_of_others() -> set[str]:
    """Return guards whose expression is part of another guard's."""
    parts = set()
    for name, guard in GUARDS.items():
        others = (g.expression for n, g in GUARDS.items() if n != name)
        if any(_contains(other, guard.expression) for other in others):
            parts.add(name)
    return parts


def _contains(whole: Expression, part: Expression) -> bool:
    return whole == part or any(_contains(operand, part) for operand in whole.operands)


def _values(
    expression: Expression,
    transitions: Sequence[Transition],
    by_leaf: dict[str, list[Configuration]],
) -> set[bool]:
    states = sorted(expression.atoms("in"))
    seen: set[tuple[bool, ...]] = set()
    values: set[bool] = set()
    for transition in transitions:
        for configuration in by_leaf[transition.source]:
            active = tuple(is_active(state, configuration) for state in states)
            if active not in seen:
                seen.add(active)
                values |= _possible_values(expression, dict(zip(states, active, strict=True)))
            if len(values) == 2:
                return values
    return values


def _possible_values(expression: Expression, active: dict[str, bool]) -> set[bool]:
    names = sorted(expression.atoms("name"))
    return {
        expression.evaluate(
            {n: bool(number >> i & 1) for i, n in enumerate(names)}.__getitem__,
            active.__getitem__,
        )
        for number in range(1 << len(names))
    }
