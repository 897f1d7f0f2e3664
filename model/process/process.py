"""The whole process.

All transitions, checked on assembly, with look-ups for engines and readers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from . import (
    cooperation,
    entry_and_exit,
    fail_if,
    invitations_and_talks,
    measures_and_consequences,
    plan_making,
)
from .deadlines import DEADLINES, Deadline
from .definition import Transition
from .guards import GUARDS, Guard

TRANSITIONS: tuple[Transition, ...] = (
    *entry_and_exit.TRANSITIONS,
    *plan_making.TRANSITIONS,
    *cooperation.TRANSITIONS,
    *invitations_and_talks.TRANSITIONS,
    *measures_and_consequences.TRANSITIONS,
)

fail_if.transitions_are_wrong(TRANSITIONS)


@dataclass(frozen=True)
class ProcessDefinition:
    """A process as data: what a table is compiled from. ``PROCESS`` is the one that is shipped."""

    transitions: tuple[Transition, ...]
    guards: Mapping[str, Guard] = field(default_factory=lambda: GUARDS)
    deadlines: tuple[Deadline, ...] = DEADLINES

    @cached_property
    def by_source(self) -> dict[tuple[str, str], tuple[int, ...]]:
        """Positions of the transitions from a leaf on an event, in definition order."""
        grouped: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for position, transition in enumerate(self.transitions):
            grouped[transition.source, transition.event].append(position)
        return {key: tuple(value) for key, value in grouped.items()}


PROCESS = ProcessDefinition(TRANSITIONS)


def transitions_from(leaf: str, event: str) -> tuple[Transition, ...]:
    """Return the transitions that may fire from ``leaf`` on ``event``, in definition order."""
    return tuple(TRANSITIONS[i] for i in PROCESS.by_source.get((leaf, event), ()))
