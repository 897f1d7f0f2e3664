"""A case inside an engine: numbers only, so that a second engine can mirror it."""

from __future__ import annotations

from typing import Any

from ..model.process.clocks import Clocks
from ..model.process.facts import FACT_BIT
from ..model.properties import Memory
from .day_order import NEVER, Decision, Timer

UNDER_25, FROM_25, CASE_MANAGEMENT = 0, 1, 2
_UNDER_25_BIT = FACT_BIT["under_25"]
ARRIVALS_FROM = 1 << 31
"""Case ids below are of the initial stock; above: day offset and number within the day."""

MOST_ARRIVALS_A_DAY = 1 << 12

CASES_PER_OFFICE = 10**10
"""Case ids of office k begin at k times this number; a case that moves keeps its id."""

STAYS = -1
"""Stands for no move ahead."""


class SimulatedCase:
    """The mutable state of one case.

    ``number`` is the case id, ``facts`` the person facts as a bit set, ``configuration`` an index
    of the transition table, ``timers[t]`` an ordinal day per ``Timer`` (``NEVER``: not set),
    ``visits[d]`` how often ``Decision`` d was drawn. ``rank`` counts the cases of an office in the
    order in which they came; whoever came first is served first. ``moving_to`` is the office to
    which it moves on the first day of the next month, or ``STAYS``. ``managed_facts`` are the facts
    of persons whom case management of the present office serves. Days are ordinals.
    """

    __slots__ = (
        "breaches",
        "clocks",
        "configuration",
        "entered",
        "entry_facts",
        "facts",
        "key",
        "left",
        "managed_facts",
        "memory",
        "moving_to",
        "number",
        "origin",
        "rank",
        "reduction_until",
        "request",
        "requested",
        "signal",
        "timers",
        "visits",
    )

    def __init__(self, number: int, facts: int, origin: str, initial: int) -> None:
        self.number = number
        self.facts = facts
        self.managed_facts = 0
        self.entry_facts = facts
        self.origin = origin
        self.configuration = initial
        self.clocks = Clocks()
        self.memory = Memory()
        self.breaches = 0
        self.reduction_until = 0
        self.timers: list[int] = [NEVER] * len(Timer)
        self.visits: list[int] = [0] * (max(Decision) + 1)
        self.entered = 0
        self.left = 0
        self.rank = 0
        self.moving_to = STAYS
        self.key = (0, 0, 0)
        self.request: Any = None
        self.requested = 0
        self.signal: Any = None

    @property
    def team(self) -> int:
        """The team that is responsible: ``UNDER_25``, ``FROM_25`` or ``CASE_MANAGEMENT``."""
        return CASE_MANAGEMENT if self.facts & self.managed_facts else self.age_group

    @property
    def age_group(self) -> int:
        """0 under 25, 1 from 25, whatever team is responsible."""
        return UNDER_25 if self.facts & _UNDER_25_BIT else FROM_25

    def next_morning(self) -> int:
        """Return the next day on which a deadline or a morning timer is due."""
        return min(self.clocks.next_expiry()[0], min(self.timers[: Timer.CONTACT]))
