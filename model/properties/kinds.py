"""The kinds of properties: what can be asked of all histories of a case.

- `Always`: in every step, where ``when`` holds ``then`` holds;
- `Accepted`: an event is accepted exactly where a condition holds;
- `Lasts`: a state never lasts longer than a limit of the rule set allows;
- `Keepable`: a SHOULD deadline can be kept from every state in which it runs;
- `Possible`: some case takes a step like this (a MAY really is a choice);
- `AlwaysPossible`: from every state of a kind a goal can still be reached;
- `LeadsTo`: from every state of a kind a goal is reached in the end, whatever happens, if MUST
  deadlines end when their time has come.

Each bears a name, a modality, the rules it comes from, and a wording in German and English.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..process.text import Text
from ..vocabulary import Modality
from .formula import TRUE, Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """What all kinds share."""

    name: str
    modality: Modality
    cites: tuple[str, ...]
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Always(Property):
    """In every step: where ``when`` holds, ``then`` holds."""

    when: Formula
    then: Formula

    @property
    def breach(self) -> Formula:
        """What a step that breaks the property looks like."""
        return self.when & ~self.then


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(Property):
    """``event`` is accepted exactly in the states and under the facts of ``where``.

    ``where`` speaks of ``was_in`` and ``fact`` only. ``given`` limits what is asked to some states
    and facts.
    """

    event: str
    where: Formula
    given: Formula = TRUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasts(Property):
    """A state ends on the day after its limit at the latest.

    The limit is the rule-set parameter ``limit`` in ``unit``, or ``longer_limit`` where the fact
    ``longer_if`` holds; it counts from the day on which the state was entered.
    """

    state: str
    limit: str
    unit: Literal["weeks", "months"]
    longer_if: str = ""
    longer_limit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keepable(Property):
    """A SHOULD deadline can be kept from every state in which it runs and is not yet missed.

    Kept means: one of ``kept_by`` happens, or the deadline is held or stops, without an event of
    ``not_by`` (it does not count as kept that a person leaves or moves). The rule allows as much
    time as the rule-set parameter ``limit`` in ``unit`` says.
    """

    deadline: str
    limit: str
    unit: Literal["days", "weeks", "months"]
    not_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible(Property):
    """Some case takes a step in which ``step`` holds."""

    step: Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class AlwaysPossible(Property):
    """From every state in ``start`` some history leads to a step in which ``goal`` holds.

    ``start`` speaks of ``is_in`` and ``fact``. Events of ``without`` may not be used on the way.
    """

    start: Formula
    goal: Formula
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadsTo(Property):
    """From every state in ``start`` every fair history comes to a state in which ``goal`` holds.

    Both speak of ``is_in`` and ``fact``. Fair: a MUST deadline that runs without a break ends.
    """

    start: Formula
    goal: Formula


Trigger = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True)
class PropertyIndex:
    """Finds the `Always` properties that a step can concern: by event, by act kind, or all."""

    properties: Sequence[Always]
    _by_event: dict[str, list[int]] = field(default_factory=dict)
    _by_act: dict[str, list[int]] = field(default_factory=dict)
    _always: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Sort the properties by what triggers them."""
        for number, item in enumerate(self.properties):
            trigger = trigger_of(item.when)
            if trigger is None:
                self._always.append(number)
                continue
            for name in sorted(trigger[0]):
                self._by_event.setdefault(name, []).append(number)
            for kind in sorted(trigger[1]):
                self._by_act.setdefault(kind, []).append(number)

    def concerned(self, event: str, kinds: Sequence[str]) -> list[int]:
        """Return the positions of the properties that a step may trigger, in order."""
        found = {*self._always, *self._by_event.get(event, ())}
        for kind in kinds:
            found.update(self._by_act.get(kind, ()))
        return sorted(found)


def trigger_of(formula: Formula) -> Trigger | None:
    """Return events and act kinds one of which a step must have for ``formula``; None: any step."""
    find: dict[str, Callable[[Formula], Trigger | None]] = {
        "event": lambda f: (frozenset(f.names), frozenset()),
        "emits": lambda f: (frozenset(), frozenset({f.patterns[0].kind})),
        "and": lambda f: next(
            (t for t in (trigger_of(part) for part in f.operands) if t is not None), None
        ),
        "or": _trigger_of_any,
    }
    return find[formula.operator](formula) if formula.operator in find else None


def _trigger_of_any(formula: Formula) -> Trigger | None:
    events: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    for part in formula.operands:
        trigger = trigger_of(part)
        if trigger is None:
            return None
        events, kinds = events | trigger[0], kinds | trigger[1]
    return events, kinds
