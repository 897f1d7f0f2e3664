"""Guarded steps: the form of the process that all exporters of checkers' languages write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from ..process.facts import fact_names
from .conditions import FALSE, Condition

DERIVED = (
    "legacy_period_open",
    "reduction_running",
    "repeated_breach",
    "further_repeated_breach",
)
TRACKABLE = (*fact_names("person"), *DERIVED)
"""The facts that can be tracked, in their fixed order."""

IMPLIED = {"minor": "under_25"}
"""Facts that another one follows from when a case begins (see ``PersonFacts``)."""

YEAR_PASSES, REDUCTION_ENDS, PERIOD_ENDS = "year_passes", "reduction_ends", "transition_period_ends"
TIME_STEPS = (YEAR_PASSES, REDUCTION_ENDS, PERIOD_ENDS)
PERIOD_EXPIRY = "legacy_agreement_expired"


@dataclass(frozen=True, slots=True)
class Move:
    """A region goes to ``target`` where ``condition`` holds; else it stays."""

    condition: Condition
    target: str


@dataclass(frozen=True, slots=True)
class Update:
    """A truth becomes true where ``sets`` holds, else false where ``clears`` holds."""

    name: str
    sets: Condition
    clears: Condition


@dataclass(frozen=True, slots=True)
class Check:
    """What must not hold: the ``breach`` of a property (or of the definition) called ``name``."""

    name: str
    breach: Condition

    def variants(self, free: Sequence[str]) -> tuple[Condition, ...]:
        """Return the breach for each choice of free facts, equal and impossible ones left out."""
        read = [name for name in free if name in self.breach.truths()]
        choices = product((False, True), repeat=len(read))
        found = (self.breach.assume(dict(zip(read, values, strict=True))) for values in choices)
        return tuple(condition for condition in dict.fromkeys(found) if condition != FALSE)


@dataclass(frozen=True, slots=True)
class GuardedStep:
    """An event or a time step.

    ``free`` are the facts that it reads and nobody tracks. ``faults`` are contradictions of the
    definition: two guards of a region at once, a region that follows a refused event; they may
    read further facts, ``fault_facts``.
    """

    name: str
    free: tuple[str, ...]
    enabled: Condition
    moves: tuple[tuple[str, tuple[Move, ...]], ...]
    updates: tuple[Update, ...]
    checks: tuple[Check, ...]
    faults: tuple[Check, ...]
    fault_facts: tuple[str, ...] = ()

    def variants(self) -> tuple[tuple[dict[str, bool], GuardedStep], ...]:
        """Return the step for each choice of the free facts, equal ones once, refused ones never.

        Each comes with the first choice that makes it.
        """
        found: dict[GuardedStep, dict[str, bool]] = {}
        for values in product((False, True), repeat=len(self.free)):
            known = dict(zip(self.free, values, strict=True))
            found.setdefault(self.assume(known), known)
        return tuple((known, step) for step, known in found.items() if step.enabled != FALSE)

    def assume(self, known: Mapping[str, bool]) -> GuardedStep:
        """Put in facts whose values are known, and leave out what cannot happen then."""
        moves = (
            (
                region,
                possible_moves(Move(move.condition.assume(known), move.target) for move in some),
            )
            for region, some in self.moves
        )
        return replace(
            self,
            free=(),
            enabled=self.enabled.assume(known),
            moves=tuple(
                (region, possible_moves(some)) for region, some in moves if possible_moves(some)
            ),
            updates=tuple(
                Update(u.name, u.sets.assume(known), u.clears.assume(known)) for u in self.updates
            ),
            checks=possible_checks(Check(c.name, c.breach.assume(known)) for c in self.checks),
            faults=possible_checks(Check(c.name, c.breach.assume(known)) for c in self.faults),
        )


def possible_moves(moves: Iterable[Move]) -> tuple[Move, ...]:
    """Leave out what can never happen."""
    return tuple(move for move in moves if move.condition != FALSE)


def possible_checks(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Leave out what can never be broken."""
    return tuple(check for check in checks if check.breach != FALSE)


@dataclass(frozen=True, slots=True)
class GuardedProcess:
    """All steps, and what a state holds.

    ``facts`` are the tracked facts, ``memories`` the names of the properties' memories; ``begins``
    are the facts that may be true or false when a case begins (the others are false).
    """

    rule_set: str
    facts: tuple[str, ...]
    memories: tuple[str, ...]
    begins: tuple[str, ...]
    steps: tuple[GuardedStep, ...]

    @property
    def truths(self) -> tuple[str, ...]:
        """All truths of a state: tracked facts, then memories."""
        return (*self.facts, *self.memories)

    def implied(self) -> tuple[tuple[str, str], ...]:
        """Return (fact, what follows from it) for the facts in which a case may begin."""
        return tuple(
            (fact, other)
            for fact, other in IMPLIED.items()
            if fact in self.begins and other in self.begins
        )


def read_after_step(step: GuardedStep) -> frozenset[str]:
    """Return the regions whose leaf after the step is read by checks and updates."""
    conditions = [part for update in step.updates for part in (update.sets, update.clears)]
    conditions += [check.breach for check in step.checks]
    return frozenset(
        atom.name for c in conditions for atom in c.atoms() if atom.operator == "after"
    )
