"""Clocks of a replayed case: due days that may be unknown, since a log can begin in the middle."""

from __future__ import annotations

from collections.abc import Iterable

from ...model.periods import add_months_ordinal, first_of_next_month_ordinal
from ...model.process.clocks import NOT_RUNNING, Limits
from ...model.process.deadlines import DEADLINE_INDEX, DEADLINES
from ...model.process.facts import FACT_BIT
from ...model.rule_set import RuleSet

DUE_UNKNOWN = -1
"""The clock may run; nobody knows since when."""

_NEVER = 10**9
_REPEAT = DEADLINE_INDEX["repeat_window"]
_WHEN = [FACT_BIT[d.when] if d.when else 0 for d in DEADLINES]
_LONGER = [FACT_BIT[d.longer_if] if d.longer_if else 0 for d in DEADLINES]


class ReplayClocks:
    """Clocks indexed like ``DEADLINES``; ``due`` and ``missed`` as in ``Clocks``.

    ``breaches`` and ``reduction_until`` are None where the log does not tell.
    """

    __slots__ = ("breaches", "due", "held", "missed", "next_day", "reduction_until")

    def __init__(self, *, known: bool) -> None:
        start = NOT_RUNNING if known else DUE_UNKNOWN
        self.due = [start] * len(DEADLINES)
        self.held: list[int | None] = [None] * len(DEADLINES)
        self.missed = [False] * len(DEADLINES)
        self.breaches: int | None = 0 if known else None
        self.reduction_until: int | None = 0 if known else None
        self.next_day = _NEVER

    def keep_only(self, active: Iterable[int]) -> None:
        """Stop all clocks but some: those that can run where the case is."""
        running = set(active)
        for index in range(len(DEADLINES)):
            if index not in running:
                self._set(index, NOT_RUNNING)

    def apply(
        self,
        operations: Iterable[tuple[int, str]],
        day: int,
        known: int,
        truth: int,
        limits: Limits,
    ) -> None:
        """Carry out a move's operations on a day under what is known of the facts."""
        for index, operation in operations:
            if operation == "start":
                self._start(index, day, known, truth, limits)
            elif operation == "stop":
                self._set(index, NOT_RUNNING)
            elif operation == "hold":
                if self.due[index] > 0:
                    self.held[index] = self.due[index] - day
                    self.due[index] = NOT_RUNNING
            elif operation == "resume":
                left = self.held[index]
                if left is not None:
                    self.due[index], self.held[index] = day + left, None
            else:
                self._set(index, DUE_UNKNOWN)
        self.find_next()

    def _start(self, index: int, day: int, known: int, truth: int, limits: Limits) -> None:
        when = _WHEN[index]
        if when and not truth & when:
            if not known & when:
                self._set(index, DUE_UNKNOWN)
            return
        longer = _LONGER[index]
        # Where nobody knows which limit holds, the longer one accuses nobody wrongly.
        facts = truth | (longer & ~known)
        self._set(index, limits.due_day(index, day, facts))

    def _set(self, index: int, due: int) -> None:
        self.due[index] = due
        self.held[index] = None
        self.missed[index] = False

    def forget(self, indices: Iterable[int]) -> None:
        """Take the due days of some deadlines as unknown: what would restart them is not logged."""
        for index in indices:
            if self.due[index] > 0:
                self._set(index, DUE_UNKNOWN)
                self.find_next()

    def stop(self, index: int) -> None:
        """Let a clock run out that has no event."""
        self._set(index, NOT_RUNNING)
        if index == _REPEAT:
            self.breaches = 0
        self.find_next()

    def miss(self, index: int, due: int) -> None:
        """Take note that a deadline was missed."""
        self.due[index], self.missed[index] = due, True
        self.find_next()

    def find_next(self) -> None:
        """Find the day on which the next thing happens by itself."""
        best = _NEVER
        for due, missed in zip(self.due, self.missed, strict=True):
            if 0 < due < best and not missed:
                best = due
        self.next_day = best + 1 if best < _NEVER else _NEVER

    def expiring(self) -> int:
        """Return the deadline that runs out on ``next_day``; -1 if there is none."""
        day = self.next_day - 1
        for index, due in enumerate(self.due):
            if due == day and not self.missed[index]:
                return index
        return -1

    def reduce(self, stage: int, day: int, rule_set: RuleSet) -> None:
        """Take note of a reduction for a breach."""
        months = rule_set.reduction_months[stage - 1]
        self.reduction_until = add_months_ordinal(first_of_next_month_ordinal(day), months) - 1
        self.breaches = stage
