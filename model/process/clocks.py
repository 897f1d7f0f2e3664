"""The clocks of one case: due days, holds, misses.

All days are proleptic ordinals (``date.toordinal``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ..periods import add_months_ordinal, first_of_next_month_ordinal
from .deadlines import DEADLINES, ClockOperation, Deadline
from .facts import FACT_BIT

NOT_RUNNING = 0
_NEVER = 10**9


class Limits:
    """The due day of each deadline under one rule set."""

    def __init__(self, rule_set: object) -> None:
        self._values = [self._read(rule_set, d.parameter) for d in DEADLINES]
        self._longer = [
            self._read(rule_set, d.longer_parameter) if d.longer_parameter else 0 for d in DEADLINES
        ]

    @staticmethod
    def _read(rule_set: object, name: str) -> int:
        value = getattr(rule_set, name)
        return value.toordinal() if isinstance(value, date) else int(value)

    def due_day(self, index: int, start: int, facts: int) -> int:
        """Return the last day in time of deadline ``index`` if it starts on ``start``."""
        deadline = DEADLINES[index]
        longer = deadline.longer_if and facts & FACT_BIT[deadline.longer_if]
        value = self._longer[index] if longer else self._values[index]
        if deadline.from_next_month:
            start = first_of_next_month_ordinal(start)
        if deadline.unit == "months":
            return add_months_ordinal(start, value)
        if deadline.unit == "weeks":
            return start + 7 * value
        return value if deadline.unit == "fixed_day" else start + value


class Clocks:
    """Mutable clocks of a case, indexed like ``DEADLINES``.

    ``due[i]`` is the last day in time (0: not running or held), ``remaining[i]`` the days left
    while held (None: not held), ``missed[i]`` tells that a SHOULD deadline's miss has been counted.
    """

    __slots__ = ("due", "missed", "remaining")

    def __init__(self) -> None:
        self.due: list[int] = [NOT_RUNNING] * len(DEADLINES)
        self.remaining: list[int | None] = [None] * len(DEADLINES)
        self.missed: list[bool] = [False] * len(DEADLINES)

    def copy(self) -> Clocks:
        """Return an independent copy."""
        other = Clocks()
        other.due, other.remaining, other.missed = self.due[:], self.remaining[:], self.missed[:]
        return other

    def apply(
        self, operations: Sequence[tuple[int, ClockOperation]], day: int, facts: int, limits: Limits
    ) -> None:
        """Carry out a step's clock operations on ``day`` under ``facts`` (bit set)."""
        for index, operation in operations:
            if operation == "start":
                when = DEADLINES[index].when
                if not when or facts & FACT_BIT[when]:
                    self._set(index, limits.due_day(index, day, facts))
            elif operation == "stop":
                self._set(index, NOT_RUNNING)
            elif operation == "hold":
                if self.due[index] != NOT_RUNNING:
                    self.remaining[index] = self.due[index] - day
                    self.due[index] = NOT_RUNNING
            else:
                self._resume(index, day)

    def _set(self, index: int, due: int) -> None:
        self.due[index] = due
        self.remaining[index] = None
        self.missed[index] = False

    def _resume(self, index: int, day: int) -> None:
        left = self.remaining[index]
        if left is not None:
            self.due[index] = day + left
            self.remaining[index] = None

    def is_running(self, index: int) -> bool:
        """Tell whether deadline ``index`` runs or is held."""
        return self.due[index] != NOT_RUNNING or self.remaining[index] is not None

    def next_expiry(self) -> tuple[int, int]:
        """Return (day on which the next thing happens by itself, deadline index).

        That is the day after a due day, for deadlines with an expiry event, silent ones, and SHOULD
        deadlines whose miss is not yet counted. Without any: (a day that never comes, -1).
        """
        best, which = _NEVER, -1
        for index, due in enumerate(self.due):
            if due != NOT_RUNNING and not self.missed[index] and due + 1 < best:
                best, which = due + 1, index
        return best, which

    def overdue(self, day: int) -> Iterator[Deadline]:
        """Iterate over the SHOULD deadlines that have been missed and still run on ``day``."""
        for index, deadline in enumerate(DEADLINES):
            if (
                deadline.modality == "SHOULD"
                and self.due[index] != NOT_RUNNING
                and self.due[index] < day
            ):
                yield deadline
