"""What a replication records: the event rows, the cases, month-end levels and a few counts."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass, field

from .simulated_case import SimulatedCase

DEADLINE_MISSED = "deadline_missed:"


@dataclass(slots=True)
class EventColumns:
    """Event rows as parallel integer columns: day, case, event, before, entry, minutes, team.

    ``event`` indexes ``Recorder.event_names``; ``before`` and ``entry`` index the transition
    table's configurations and entries (``entry`` is -1 for a missed deadline).
    """

    day: array[int] = field(default_factory=lambda: array("q"))
    case: array[int] = field(default_factory=lambda: array("q"))
    event: array[int] = field(default_factory=lambda: array("q"))
    before: array[int] = field(default_factory=lambda: array("q"))
    entry: array[int] = field(default_factory=lambda: array("q"))
    minutes: array[int] = field(default_factory=lambda: array("q"))
    team: array[int] = field(default_factory=lambda: array("q"))

    def part(self, first: int, rows: int) -> EventColumns:
        """Return the rows from ``first`` on, at most so many."""
        wanted = slice(first, first + rows)
        return EventColumns(*(getattr(self, name)[wanted] for name in self.__slots__))

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.day)

    def append(
        self, day: int, case: int, event: int, before: int, entry: int, minutes: int, team: int
    ) -> None:
        """Append a row."""
        self.day.append(day)
        self.case.append(case)
        self.event.append(event)
        self.before.append(before)
        self.entry.append(entry)
        self.minutes.append(minutes)
        self.team.append(team)


class Recorder:
    """Collects the rows of one replication and office from the first reported day on.

    ``counts`` holds (month index, team, indicator) -> number for what the event rows alone do not
    tell.
    """

    def __init__(self, first_day: int, event_names: tuple[str, ...]) -> None:
        self.first_day = first_day
        self.event_names = event_names
        self.event_index = {name: i for i, name in enumerate(event_names)}
        self.columns = EventColumns()
        self.cases: list[SimulatedCase] = []
        self.counts: defaultdict[tuple[int, int, str], float] = defaultdict(float)
        self.daily_stock: list[tuple[int, ...]] = []

    def row(
        self,
        day: int,
        case: SimulatedCase,
        event: str,
        before: int,
        entry: int,
        minutes: int,
        team: int,
    ) -> None:
        """Record a row unless it lies in the warm-up."""
        if day >= self.first_day:
            self.columns.append(
                day, case.number, self.event_index[event], before, entry, minutes, team
            )

    def count(self, month: int, team: int, indicator: str, amount: float = 1.0) -> None:
        """Add to a count; months before the first reported day are negative and ignored."""
        if month >= 0:
            self.counts[month, team, indicator] += amount
