"""The language of properties: readable conditions on one step of a case and on what went before.

A formula is built from atoms and ``&``, ``|``, ``~``:

- ``event("moved")``: the step is this event, or one of several;
- ``emits("demand", basis="breach")``: the step emits such an act;
- ``emits_before("individual_check", "demand")``: of the step's acts, one of the first kind comes
  before the first of the second;
- ``was_in("trust")``, ``is_in("trust")``: a state is active before, after the step;
- ``keeps("measure")``: the step leaves this region as it is, or several;
- ``fact("minor")``: a fact is true in the step;
- ``clock("start", "update_due")``: the step starts (stops, holds, resumes) a deadline;
- ``remembered(...)``: something happened in an earlier step and nothing has undone it since.

The same formula is checked while cases run, proved over all reachable states, and written for
outside model checkers; so it is data, not code.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from ..errors import DefinitionError
from ..process.acts import ACT_KINDS, Act, FieldValue
from ..process.deadlines import DEADLINE_INDEX, ActPattern, ClockOperation
from ..process.events import EVENTS
from ..process.facts import FACT_BIT
from ..process.states import ALL_STATES, REGION_NAMES, Configuration, active_states

Operator = Literal[
    "true",
    "event",
    "emits",
    "emits_before",
    "was_in",
    "is_in",
    "fact",
    "keeps",
    "clock",
    "remembered",
    "not",
    "and",
    "or",
]
ClockOperations = Sequence[tuple[int, ClockOperation]]


@dataclass(frozen=True, slots=True)
class Formula:
    """A node: an atom (``names``, ``patterns`` or ``memory``) or a connective over ``operands``."""

    operator: Operator
    names: tuple[str, ...] = ()
    patterns: tuple[ActPattern, ...] = ()
    operands: tuple[Formula, ...] = ()
    memory: Remembered | None = None

    def __and__(self, other: Formula) -> Formula:
        """Both hold."""
        return Formula("and", operands=(self, other))

    def __or__(self, other: Formula) -> Formula:
        """One of them holds, or both."""
        return Formula("or", operands=(self, other))

    def __invert__(self) -> Formula:
        """It does not hold."""
        return Formula("not", operands=(self,))

    def atoms(self) -> Iterator[Formula]:
        """Iterate over the atoms, from left to right."""
        if self.operands:
            for part in self.operands:
                yield from part.atoms()
        else:
            yield self

    def text(self) -> str:
        """Write the formula as it is declared."""
        if self.operator == "not":
            return f"not {_bracketed(self.operands[0])}"
        if self.operator in ("and", "or"):
            return f" {self.operator} ".join(_bracketed(part) for part in self.operands)
        if self.memory is not None:
            return f"remembered({self.memory.name})"
        if self.operator == "true":
            return "true"
        inner = ", ".join((*self.names, *(_pattern_text(p) for p in self.patterns)))
        return f"{self.operator}({inner})"


def _bracketed(part: Formula) -> str:
    return f"({part.text()})" if part.operator in ("and", "or") else part.text()


def _pattern_text(pattern: ActPattern) -> str:
    return str(Act(pattern.kind, pattern.fields))


@dataclass(frozen=True, slots=True)
class Remembered:
    """One bit of memory: set by a step where ``starts`` holds, cleared where ``ends`` holds.

    If both hold in one step the bit is set. Formulas read the value from before the step. Both
    conditions speak of events, acts and states only.
    """

    name: str
    starts: Formula
    ends: Formula = Formula("not", operands=(Formula("true"),))


@dataclass(frozen=True, slots=True)
class StepShape:
    """What a step does, apart from the facts under which it does it."""

    event: str
    before: Configuration
    after: Configuration
    acts: tuple[Act, ...]
    operations: ClockOperations = ()

    def holds(self, atom: Formula) -> bool | None:
        """Return the truth of an atom, None if facts or memory decide it."""
        return _ATOMS[atom.operator](self, atom)

    def residual(self, formula: Formula) -> Formula | bool:
        """Put in what this step decides; a condition on facts and memory may remain."""
        if formula.operator == "not":
            inner = self.residual(formula.operands[0])
            return (not inner) if isinstance(inner, bool) else ~inner
        if formula.operator in ("and", "or"):
            return self._residual_list(formula)
        truth = self.holds(formula)
        return formula if truth is None else truth

    def _residual_list(self, formula: Formula) -> Formula | bool:
        absorbing = formula.operator == "or"
        rest: list[Formula] = []
        for part in formula.operands:
            reduced = self.residual(part)
            if reduced is absorbing:
                return absorbing
            if not isinstance(reduced, bool):
                rest.append(reduced)
        if not rest:
            return not absorbing
        return rest[0] if len(rest) == 1 else Formula(formula.operator, operands=tuple(rest))


def _order(step: StepShape, atom: Formula) -> bool:
    first, then = atom.patterns
    for act in step.acts:
        if first.matches(act):
            return True
        if then.matches(act):
            return False
    return False


def _keeps(step: StepShape, atom: Formula) -> bool:
    return all(
        step.before[i] == step.after[i] for i, name in enumerate(REGION_NAMES) if name in atom.names
    )


def _operates(step: StepShape, atom: Formula) -> bool:
    operation, deadline = atom.names
    return (DEADLINE_INDEX[deadline], operation) in step.operations


_ATOMS: dict[Operator, Callable[[StepShape, Formula], bool | None]] = {
    "true": lambda step, atom: True,
    "event": lambda step, atom: step.event in atom.names,
    "emits": lambda step, atom: any(atom.patterns[0].matches(act) for act in step.acts),
    "emits_before": _order,
    "was_in": lambda step, atom: not active_states(step.before).isdisjoint(atom.names),
    "is_in": lambda step, atom: not active_states(step.after).isdisjoint(atom.names),
    "keeps": _keeps,
    "clock": _operates,
    "fact": lambda step, atom: None,
    "remembered": lambda step, atom: None,
}


def evaluate(formula: Formula | bool, facts: int, memory: Callable[[str], bool]) -> bool:
    """Evaluate what remains of a formula under facts (bit set) and memory (by name)."""
    if isinstance(formula, bool):
        return formula
    if formula.operator == "not":
        return not evaluate(formula.operands[0], facts, memory)
    if formula.operator == "and":
        return all(evaluate(part, facts, memory) for part in formula.operands)
    if formula.operator == "or":
        return any(evaluate(part, facts, memory) for part in formula.operands)
    if formula.operator == "fact":
        return bool(facts & FACT_BIT[formula.names[0]])
    if formula.memory is not None:
        return memory(formula.memory.name)
    raise DefinitionError(f"{formula.text()}: only facts and memory can be left to evaluate")


# -- making formulas -----------------------------------------------------------------------------

TRUE = Formula("true")


def event(*names: str) -> Formula:
    """The step is one of these events."""
    return Formula("event", _known(names, EVENTS, "event"))


def emits(kind: str, /, **fields: FieldValue) -> Formula:
    """The step emits an act of this kind with these field values."""
    return Formula("emits", patterns=(_act(kind, fields),))


def emits_before(first: str, then: str, /, **fields: FieldValue) -> Formula:
    """An act ``first`` (with these field values) comes before any act ``then`` in the step."""
    return Formula("emits_before", patterns=(_act(first, fields), _act(then, {})))


def was_in(*states: str) -> Formula:
    """One of these states is active before the step."""
    return Formula("was_in", _known(states, ALL_STATES, "state"))


def is_in(*states: str) -> Formula:
    """One of these states is active after the step."""
    return Formula("is_in", _known(states, ALL_STATES, "state"))


def keeps(*regions: str) -> Formula:
    """The step leaves these regions as they are."""
    return Formula("keeps", _known(regions, REGION_NAMES, "region"))


def fact(name: str) -> Formula:
    """A fact is true in the step."""
    return Formula("fact", _known((name,), FACT_BIT, "fact"))


def clock(operation: ClockOperation, deadline: str) -> Formula:
    """The step starts, stops, holds or resumes a deadline."""
    if operation not in get_args(ClockOperation):
        raise DefinitionError(f"a formula names the unknown clock operation {operation!r}")
    return Formula("clock", (operation, *_known((deadline,), DEADLINE_INDEX, "deadline")))


def remembered(memory: Remembered) -> Formula:
    """Something holds from an earlier step on (see `Remembered`)."""
    return Formula("remembered", memory=memory)


def implies(condition: Formula, consequence: Formula) -> Formula:
    """Where ``condition`` holds, ``consequence`` does."""
    return ~condition | consequence


def either(first: Formula, *more: Formula) -> Formula:
    """At least one of several formulas holds."""
    for formula in more:
        first = first | formula
    return first


def every(first: Formula, *more: Formula) -> Formula:
    """All of several formulas hold."""
    for formula in more:
        first = first & formula
    return first


def _known(names: tuple[str, ...], known: Container[str], what: str) -> tuple[str, ...]:
    if not names:
        raise DefinitionError(f"a formula names no {what}")
    for name in names:
        if name not in known:
            raise DefinitionError(f"a formula names the unknown {what} {name!r}")
    return names


def _act(kind: str, fields: dict[str, FieldValue]) -> ActPattern:
    spec = ACT_KINDS.get(kind)
    if spec is None:
        raise DefinitionError(f"a formula names the unknown act {kind!r}")
    for name, value in fields.items():
        known = spec.fields.get(name, ())
        if not any(type(value) is type(one) and value == one for one in known):
            raise DefinitionError(f"a formula names the act {kind!r} with {name}={value!r}")
    return ActPattern(kind, tuple(fields.items()))
