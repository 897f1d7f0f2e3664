"""What behaviour may ask of the engine that runs it."""

from __future__ import annotations

from typing import Protocol

from ..model.process.states import Configuration
from ..model.table.transition_table import Entry
from .day_order import Decision
from .simulated_case import SimulatedCase
from .tables import ScenarioTables


class Office(Protocol):
    """The engine's side of a case: time, draws, steps, and the waiting list for talks."""

    tables: ScenarioTables

    @property
    def today(self) -> int:
        """The current day (ordinal)."""

    def draw(self, case: SimulatedCase, decision: Decision) -> tuple[int, int, int, int]:
        """Return the four words of the next visit to a decision."""

    def act(
        self, case: SimulatedCase, event: str, situation: int = 0, *, unreasonable: bool = False
    ) -> Entry:
        """Let an event happen today."""

    def possible(self, case: SimulatedCase, event: str) -> bool:
        """Tell whether an event fits now under some facts."""

    def leaves(self, case: SimulatedCase) -> Configuration:
        """Return the configuration of a case."""

    def working_day_from(self, day: int) -> int:
        """Return ``day`` or the next working day after it."""

    def working_day_until(self, day: int) -> int:
        """Return ``day`` or the last working day before it, but never a day that has passed."""

    def withdraw(self, case: SimulatedCase) -> None:
        """Take a case off the waiting list for talks."""

    def close(self, case: SimulatedCase) -> None:
        """Take note that a case has left benefit."""
