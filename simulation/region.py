"""Offices between which people move: independent within a month, exchanging persons between months.

Who moves is drawn during a month. The move takes effect on the first day of the next one, before
anything else happens on it: the old office lets its movers go, in order of their ranks, and lifts
what has to be lifted (Rz 15.61); then each office takes in those who come to it, in order of the
numbers of their old offices. Nothing else connects offices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from ..scenarios import OfficeScenario
from .distributions import DiscreteTable, fixed, weighted
from .horizon import month_boundaries

Mover = TypeVar("Mover")


class ExchangingOffice(Protocol[Mover]):
    """An office of either engine."""

    def run_before(self, day: int) -> None:
        """Run all days before ``day`` that have not passed."""

    def send_away(self) -> Sequence[tuple[int, Mover]]:
        """Let go who moves today: pairs of the number of a new office and who moves there.

        That is one person or, as suits the engine, several of them in order of their ranks.
        """

    def take_in(self, mover: Mover) -> None:
        """Take in who has moved here today."""


def destinations(office: OfficeScenario, region: Sequence[OfficeScenario]) -> DiscreteTable:
    """Return to which office people move from ``office``: the others, in proportion to their sizes.

    With no other office in the region it is this one: an equal one sends somebody in exchange.
    """
    others = [other for other in region if other.number != office.number]
    if not others:
        return fixed(office.number)
    return weighted([other.number for other in others], [other.size for other in others])


def run_offices(
    offices: Mapping[int, ExchangingOffice[Mover]], first_day: int, last_day: int
) -> None:
    """Run the offices of a region, by number, to the end of the last day (days are ordinals)."""
    for boundary in month_boundaries(first_day, last_day):
        for office in offices.values():
            office.run_before(boundary)
        # First all go, then all come: nobody goes and comes on the same day.
        gone = [mover for office in offices.values() for mover in office.send_away()]
        for destination, mover in gone:
            offices[destination].take_in(mover)
    for office in offices.values():
        office.run_before(last_day + 1)
