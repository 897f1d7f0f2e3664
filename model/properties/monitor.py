"""Checking properties while a case runs: what is remembered of it, and what a step breaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..errors import DefinitionError
from ..periods import add_months_ordinal
from ..process.acts import Act
from ..process.facts import FACT_BIT
from ..process.states import Configuration, is_active
from .formula import ClockOperations, Formula, Remembered, StepShape, evaluate
from .kinds import Always, Lasts, Property, PropertyIndex

_SHAPES_KEPT = 200_000
_DECIDED_BY_THE_STEP = ("event", "emits", "emits_before", "was_in", "is_in", "keeps", "true")


@dataclass(frozen=True, slots=True)
class Observation:
    """A step as properties see it. ``day`` is an ordinal, ``facts`` a bit set (``FACT_BIT``)."""

    day: int
    event: str
    facts: int
    before: Configuration
    after: Configuration
    acts: tuple[Act, ...]
    operations: ClockOperations = ()

    @property
    def shape(self) -> StepShape:
        """The step without its day and facts."""
        return StepShape(self.event, self.before, self.after, self.acts, tuple(self.operations))


class Memory:
    """What the properties remember of a case.

    ``truths`` are the names of what is remembered as true, as bits in the order of
    ``Monitor.memories``; ``entered[i]`` is the day (ordinal) on which the state of
    ``Monitor.lasting[i]`` was entered, 0 outside it.
    """

    __slots__ = ("entered", "truths")

    def __init__(self) -> None:
        self.truths = 0
        self.entered: tuple[int, ...] = ()

    def copy(self) -> Memory:
        """Return an independent copy."""
        other = Memory()
        other.truths, other.entered = self.truths, self.entered
        return other


@dataclass(frozen=True, slots=True)
class Look:
    """What a step's shape means to the properties: what may be broken, what is remembered."""

    open: tuple[tuple[Always, Formula | bool], ...]
    sets: int
    keeps: int
    was_lasting: tuple[bool, ...]
    is_lasting: tuple[bool, ...]

    @property
    def lasting(self) -> bool:
        """Whether a state with a limit is involved."""
        return any(self.was_lasting) or any(self.is_lasting)


class Monitor:
    """Checks the `Always` and `Lasts` properties among ``properties``, under a rule set's limits.

    ``limits[name]`` is the value of a rule-set parameter (weeks or months).
    """

    def __init__(self, properties: Iterable[Property], limits: dict[str, int]) -> None:
        chosen = tuple(properties)
        self.always = tuple(p for p in chosen if isinstance(p, Always))
        self.lasting = tuple(p for p in chosen if isinstance(p, Lasts))
        self.memories = memories_of(self.always)
        self._bit = {memory.name: 1 << i for i, memory in enumerate(self.memories)}
        self._index = PropertyIndex(self.always)
        self._limits = limits
        self.look = lru_cache(maxsize=_SHAPES_KEPT)(self._look)

    def _look(self, shape: StepShape) -> Look:
        numbers = self._index.concerned(shape.event, tuple(act.kind for act in shape.acts))
        residuals = ((self.always[i], shape.residual(self.always[i].breach)) for i in numbers)
        sets, keeps = self.memory_masks(shape)
        return Look(
            tuple((item, rest) for item, rest in residuals if rest is not False),
            sets,
            keeps,
            tuple(is_active(p.state, shape.before) for p in self.lasting),
            tuple(is_active(p.state, shape.after) for p in self.lasting),
        )

    def memory_masks(self, shape: StepShape) -> tuple[int, int]:
        """Return (bits that a step sets, bits that it leaves as they are)."""
        sets = keeps = 0
        for memory in self.memories:
            if shape.residual(memory.starts) is True:
                sets |= self._bit[memory.name]
            elif shape.residual(memory.ends) is not True:
                keeps |= self._bit[memory.name]
        return sets, keeps

    def broken(self, step: Observation, memory: Memory, look: Look | None = None) -> list[Property]:
        """Return the properties that ``step`` breaks, given what was remembered before it."""
        seen = look or self.look(step.shape)
        found: list[Property] = [
            item
            for item, rest in seen.open
            if evaluate(rest, step.facts, lambda name: bool(memory.truths & self._bit[name]))
        ]
        if seen.lasting:
            found += self._outlasted(step, memory, seen)
        return found

    def _outlasted(self, step: Observation, memory: Memory, seen: Look) -> Iterable[Property]:
        for item, was, still, entered in zip(
            self.lasting, seen.was_lasting, seen.is_lasting, self._entered(memory), strict=True
        ):
            last = self.last_day(item, entered, step.facts)
            if was and (step.day > last + 1 or (step.day == last + 1 and still)):
                yield item

    def last_day(self, item: Lasts, entered: int, facts: int) -> int:
        """Return the last day (ordinal) on which a state entered on a day may be active."""
        longer = item.longer_if and facts & FACT_BIT[item.longer_if]
        limit = self._limits[item.longer_limit if longer else item.limit]
        if item.unit == "weeks":
            return entered + 7 * limit
        return add_months_ordinal(entered, limit) if entered else entered

    def _entered(self, memory: Memory) -> Sequence[int]:
        return memory.entered or (0,) * len(self.lasting)

    def take_in(self, step: Observation, memory: Memory, look: Look | None = None) -> None:
        """Remember what later checks need; called after the step was checked."""
        seen = look or self.look(step.shape)
        memory.truths = (memory.truths & seen.keeps) | seen.sets
        if seen.lasting:
            memory.entered = tuple(
                0 if not now else day if was else step.day
                for was, now, day in zip(
                    seen.was_lasting, seen.is_lasting, self._entered(memory), strict=True
                )
            )

    def remember(self, memory: Memory, name: str, value: bool | int) -> None:
        """Set what is remembered: a truth by the memory's name, a day by the property's name.

        Raises:
            DefinitionError: if nothing of that name is remembered.
        """
        if name in self._bit:
            bit = self._bit[name]
            memory.truths = memory.truths | bit if value else memory.truths & ~bit
            return
        lasting = [item.name for item in self.lasting]
        if name not in lasting:
            raise DefinitionError(f"nothing of the name {name!r} is remembered")
        days = list(self._entered(memory))
        days[lasting.index(name)] = int(value)
        memory.entered = tuple(days)


def memories_of(properties: Iterable[Always]) -> tuple[Remembered, ...]:
    """Return what properties remember, in order of first mention.

    Raises:
        DefinitionError: if a memory depends on facts or on another memory, or a name is used twice.
    """
    found: dict[str, Remembered] = {}
    for item in properties:
        for atom in item.breach.atoms():
            if atom.memory is None:
                continue
            if found.setdefault(atom.memory.name, atom.memory) != atom.memory:
                raise DefinitionError(f"two memories are called {atom.memory.name!r}")
            for part in (*atom.memory.starts.atoms(), *atom.memory.ends.atoms()):
                if part.operator not in _DECIDED_BY_THE_STEP:
                    raise DefinitionError(
                        f"memory {atom.memory.name!r} may not depend on {part.text()}"
                    )
    return tuple(found.values())
