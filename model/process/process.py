"""The whole process.

All transitions, checked on assembly, with look-ups for engines and readers.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from . import (
    cooperation,
    entry_and_exit,
    fail_if,
    invitations_and_talks,
    measures_and_consequences,
    plan_making,
)
from .definition import Transition

TRANSITIONS: tuple[Transition, ...] = (
    *entry_and_exit.TRANSITIONS,
    *plan_making.TRANSITIONS,
    *cooperation.TRANSITIONS,
    *invitations_and_talks.TRANSITIONS,
    *measures_and_consequences.TRANSITIONS,
)

fail_if.transitions_are_wrong(TRANSITIONS)


@cache
def transitions_from(leaf: str, event: str) -> tuple[Transition, ...]:
    """Return the transitions that may fire from ``leaf`` on ``event``, in definition order."""
    return _by_source().get((leaf, event), ())


@cache
def _by_source() -> dict[tuple[str, str], tuple[Transition, ...]]:
    grouped: defaultdict[tuple[str, str], list[Transition]] = defaultdict(list)
    for transition in TRANSITIONS:
        grouped[transition.source, transition.event].append(transition)
    return {key: tuple(value) for key, value in grouped.items()}
