"""What each step means to the properties, evaluated once per step and kept as small cubes.

Most of a formula is decided by the step itself. What remains is a condition on facts and memory; it
is written as a list of cubes (conjunctions of literals), which the search compares with states.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from ..process.acts import Act
from ..process.states import Configuration
from ..properties import Always, Formula, Remembered, StepShape
from ..properties.formula import ClockOperations
from ..properties.kinds import PropertyIndex

Literals = tuple[tuple[str, bool], ...]
"""A cube: names of facts or of memories (with a leading ``memory:``) and their truth."""

MEMORY = "memory:"
_ON_STATES = ("was_in", "is_in", "keeps")
_LATER = (*_ON_STATES, "fact", "remembered")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a step means: cubes that break property i, cubes under which it is put to the test."""

    breaches: tuple[tuple[int, Literals], ...]
    tests: tuple[tuple[int, Literals], ...]
    memory_set: tuple[str, ...]
    memory_cleared: tuple[str, ...]


@dataclass
class StepJudge:
    """Judges steps by `Always` properties and memories; equal steps are judged once.

    ``fixed`` are facts that are the same in every step: those of the rule set.
    """

    properties: Sequence[Always]
    memories: Sequence[Remembered]
    fixed: Mapping[str, bool] = field(default_factory=dict)
    _index: PropertyIndex = field(init=False)
    _acts: dict[tuple[str, tuple[Act, ...], ClockOperations], _ByActs] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the properties by what triggers them."""
        self._index = PropertyIndex(self.properties)

    def judge(
        self,
        event: str,
        before: Configuration,
        after: Configuration,
        acts: tuple[Act, ...],
        operations: ClockOperations,
    ) -> Judgement:
        """Judge one step."""
        key = (event, acts, operations)
        known = self._acts.get(key)
        if known is None:
            known = self._acts[key] = self._by_acts(event, acts, operations)
        return known.judge(StepShape(event, before, after, acts, operations))

    def _by_acts(self, event: str, acts: tuple[Act, ...], operations: ClockOperations) -> _ByActs:
        shape = StepShape(event, (), (), acts, operations)
        numbers = self._index.concerned(event, tuple(act.kind for act in acts))
        tests = {i: _partial(self.properties[i].when, shape, self.fixed) for i in numbers}
        breaches = {
            i: _partial(self.properties[i].breach, shape, self.fixed)
            for i in numbers
            if tests[i] is not False
        }
        starts = {m.name: _partial(m.starts, shape, self.fixed) for m in self.memories}
        ends = {m.name: _partial(m.ends, shape, self.fixed) for m in self.memories}
        return _ByActs(
            {i: f for i, f in tests.items() if f is not False},
            {i: f for i, f in breaches.items() if f is not False},
            {n: f for n, f in starts.items() if f is not False},
            {n: f for n, f in ends.items() if f is not False},
        )


@dataclass
class _ByActs:
    """What event, acts and clock operations leave open; the states decide the rest."""

    tests: dict[int, Formula | bool]
    breaches: dict[int, Formula | bool]
    starts: dict[str, Formula | bool]
    ends: dict[str, Formula | bool]
    _state_atoms: tuple[Formula, ...] = ()
    _known: dict[tuple[bool | None, ...], Judgement] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """List what is asked about states."""
        parts = (self.tests, self.breaches, self.starts, self.ends)
        formulas = [f for part in parts for f in part.values() if isinstance(f, Formula)]
        self._state_atoms = tuple(
            dict.fromkeys(a for f in formulas for a in f.atoms() if a.operator in _ON_STATES)
        )

    def judge(self, shape: StepShape) -> Judgement:
        """Judge a step; steps whose states answer all questions alike are judged once."""
        answers = tuple(shape.holds(atom) for atom in self._state_atoms)
        known = self._known.get(answers)
        if known is None:
            known = self._known[answers] = self._judge(shape)
        return known

    def _judge(self, shape: StepShape) -> Judgement:
        starts = tuple(n for n, f in self.starts.items() if _rest(f, shape) is True)
        return Judgement(
            tuple((i, c) for i, f in self.breaches.items() for c in cubes(_rest(f, shape))),
            tuple((i, c) for i, f in self.tests.items() for c in cubes(_rest(f, shape))),
            starts,
            tuple(n for n, f in self.ends.items() if n not in starts and _rest(f, shape) is True),
        )


def _rest(formula: Formula | bool, shape: StepShape) -> Formula | bool:
    return formula if isinstance(formula, bool) else shape.residual(formula)


def _partial(formula: Formula, shape: StepShape, fixed: Mapping[str, bool]) -> Formula | bool:
    """Put in what event, acts, clock operations and rule set decide; leave atoms on states."""
    if formula.operator == "not":
        inner = _partial(formula.operands[0], shape, fixed)
        return (not inner) if isinstance(inner, bool) else ~inner
    if formula.operator in ("and", "or"):
        absorbing = formula.operator == "or"
        rest: list[Formula] = []
        for part in formula.operands:
            reduced = _partial(part, shape, fixed)
            if reduced is absorbing:
                return absorbing
            if not isinstance(reduced, bool):
                rest.append(reduced)
        if not rest:
            return not absorbing
        return rest[0] if len(rest) == 1 else Formula(formula.operator, operands=tuple(rest))
    if formula.operator == "fact" and formula.names[0] in fixed:
        return fixed[formula.names[0]]
    if formula.operator in _LATER:
        return formula
    return bool(shape.holds(formula))


def cubes(formula: Formula | bool) -> tuple[Literals, ...]:
    """Return cubes whose disjunction is the formula; it reads facts and memory only."""
    if isinstance(formula, bool):
        return ((),) if formula else ()
    return _cubes(formula, True)


@cache
def _cubes(formula: Formula, wanted: bool) -> tuple[Literals, ...]:
    if formula.operator == "not":
        return _cubes(formula.operands[0], not wanted)
    if formula.operator in ("and", "or"):
        joined = (formula.operator == "and") == wanted
        parts = [_cubes(part, wanted) for part in formula.operands]
        return _product(parts) if joined else tuple(dict.fromkeys(c for p in parts for c in p))
    return (((_variable(formula), wanted),),)


def _variable(atom: Formula) -> str:
    return MEMORY + atom.memory.name if atom.memory is not None else atom.names[0]


def _product(parts: list[tuple[Literals, ...]]) -> tuple[Literals, ...]:
    result: list[dict[str, bool]] = [{}]
    for part in parts:
        result = [
            {**known, **dict(cube)}
            for known in result
            for cube in part
            if all(known.get(name, value) == value for name, value in cube)
        ]
    return tuple(dict.fromkeys(tuple(sorted(cube.items())) for cube in result))
