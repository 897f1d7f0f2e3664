"""Which part of a case an exploration tracks, and how a state is packed into 64 bits.

A case is (configuration, facts, memory of the properties, clocks). Facts that are not tracked are
free: in every step they may be true or false. Clocks that are not tracked are abstracted: what a
MUST deadline forces may happen at any time while the deadline runs. Both admit more histories than
there are, never fewer: what is proved holds, and a story found must be played on the chart.

SHOULD deadlines decide nothing (no guard reads them), so leaving them out loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import DefinitionError
from ..process.facts import FACT_BY_NAME, fact_names

DERIVED = (
    "legacy_period_open",
    "reduction_running",
    "repeated_breach",
    "further_repeated_breach",
)
"""Derived facts, which the explorer computes from what happened (see ``branches``)."""

TRACKABLE = (*fact_names("person"), *DERIVED)
CONFIGURATION_BITS = 14
CLOCK_BITS = 8
HELD = 1 << (CLOCK_BITS - 1)
LATE = HELD - 1
"""Value of a clock whose SHOULD deadline has passed."""

ClockKind = Literal["forces", "misses", "ends_year", "watches"]


@dataclass(frozen=True, slots=True)
class TrackedClock:
    """A clock of the state: a deadline, or the watch of a `Lasts` property.

    ``ticks`` is the limit in ticks (``longer_ticks`` where the fact ``longer_if`` holds). When it
    has run, ``forces``: the expiry event happens; ``misses``: it is late; ``ends_year``: the breach
    count starts again; ``watches``: the property ``name`` is broken.
    """

    name: str
    kind: ClockKind
    ticks: int
    longer_ticks: int = 0
    longer_if: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Slice:
    """What is tracked: person and derived facts, memories (by name), clocks.

    Raises:
        DefinitionError: if a fact cannot be tracked or the state does not fit 64 bits.
    """

    facts: tuple[str, ...] = TRACKABLE
    memories: tuple[str, ...] = ()
    clocks: tuple[TrackedClock, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be tracked."""
        for name in self.facts:
            if name not in FACT_BY_NAME or name not in TRACKABLE:
                raise DefinitionError(
                    f"fact {name!r} cannot be tracked; known: {', '.join(TRACKABLE)}"
                )
        for clock in self.clocks:
            if max(clock.ticks, clock.longer_ticks) + 1 >= LATE:
                raise DefinitionError(f"clock {clock.name!r} has more than {LATE - 2} ticks")
        if self.bits > 64:
            raise DefinitionError(f"the state needs {self.bits} bits; 64 is the most")

    @property
    def bits(self) -> int:
        """Bits of a packed state."""
        flags = len(self.facts) + len(self.memories)
        return CONFIGURATION_BITS + flags + CLOCK_BITS * len(self.clocks)

    def shift_of_fact(self, name: str) -> int:
        """Return the position of a fact's bit."""
        return CONFIGURATION_BITS + self.facts.index(name)

    def shift_of_memory(self, name: str) -> int:
        """Return the position of a memory's bit."""
        return CONFIGURATION_BITS + len(self.facts) + self.memories.index(name)

    def shift_of_clock(self, index: int) -> int:
        """Return the lowest bit of a clock."""
        flags = len(self.facts) + len(self.memories)
        return CONFIGURATION_BITS + flags + CLOCK_BITS * index

    def mask_of(self, facts: dict[str, bool]) -> tuple[int, int]:
        """Return (bits set, bits cleared) for changes of facts; untracked ones are left out."""
        sets = clears = 0
        for name, value in facts.items():
            if name in self.facts:
                if value:
                    sets |= 1 << self.shift_of_fact(name)
                else:
                    clears |= 1 << self.shift_of_fact(name)
        return sets, clears
