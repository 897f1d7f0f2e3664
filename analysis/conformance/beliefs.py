"""In which configurations a case can be: sets of configurations, moved by events of a log.

A log seldom tells everything. So the replay keeps all configurations in which the case can be (a
belief), and lets an event fit if some assignment of the facts that the log does not tell allows it
in one of them. Beliefs are numbered, and each move is worked out once: a log of many cases is then
a matter of looking up.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from ...model.process.acts import Act
from ...model.process.deadlines import DEADLINES
from ...model.process.events import EVENTS
from ...model.table.transition_table import REFUSED, TransitionTable
from .act_differences import ActDifference, difference

UNKNOWN = "unknown"
"""Operation on a clock that only some of the possible outcomes carry out."""

NO_REDUCTION, LIFTED, UNCLEAR = 0, -1, -2
"""What a move does to reductions for breaches; a positive number is the stage of a new one."""

_DEPTH = 4

Outcome = tuple[int, int]
"""Configuration before a step, and entry of the table."""


@dataclass(frozen=True, slots=True)
class Move:
    """What an event does to a belief.

    ``after`` is a belief, ``operations`` pairs deadlines with operations, ``outcomes`` are the
    possible steps (the lowest numbers first, empty if the event does not fit).
    """

    after: int
    operations: tuple[tuple[int, str], ...]
    outcomes: tuple[Outcome, ...]
    reduction: int = NO_REDUCTION


class Beliefs:
    """Beliefs of one rule set's table. Facts are bit sets: ``known``, and ``truth`` among them.

    Args:
        table: the table.
        recorded: kinds of acts that the log records.
        unrecorded: events that the log does not record.
    """

    def __init__(
        self, table: TransitionTable, recorded: frozenset[str], unrecorded: frozenset[str]
    ) -> None:
        self.table = table
        self.recorded = recorded
        self._unrecorded = tuple(event for event in EVENTS if event in unrecorded)
        self._members: list[tuple[int, ...]] = []
        self._numbers: dict[tuple[int, ...], int] = {}
        self._masks = {place: sum(cell.bits) for place, cell in table.cells.items()}
        self._relevant: dict[tuple[int, str], int] = {}
        self._outcomes: dict[tuple[int, str, int, int], tuple[int, ...]] = {}
        self._moves: dict[tuple[int, str, int, int, str], Move] = {}
        self._closures: dict[tuple[int, int, int], tuple[int, frozenset[int]]] = {}
        self._edges: dict[int, tuple[tuple[str, int, int], ...]] = {}
        self.plans: dict[int, frozenset[str]] = {}
        self.initial = self.number((table.initial,))
        self.anywhere = self.number(
            i for i, c in enumerate(table.configurations) if c[0] not in ("outside", "closed")
        )

    def number(self, members: Iterable[int]) -> int:
        """Return the number of the belief that holds these configurations."""
        key = tuple(sorted(set(members)))
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self._members)
            self._members.append(key)
        return found

    def unseen_clocks(self) -> frozenset[int]:
        """Return the deadlines that an event may move which the log does not record."""
        return frozenset(
            index
            for (_, event), cell in self.table.cells.items()
            if event in self._unrecorded
            for entry in cell.outcomes
            if entry != REFUSED
            for index, _ in self.table.entries[entry].operations
        )

    def members(self, belief: int) -> tuple[int, ...]:
        """Return the configurations of a belief, by index of the table."""
        return self._members[belief]

    def relevant(self, belief: int, event: str) -> int:
        """Return the facts (bits) that ``event`` depends on in a belief."""
        key = (belief, event)
        found = self._relevant.get(key)
        if found is None:
            found = 0
            for configuration in self._members[belief]:
                found |= self._masks.get((configuration, event), 0)
            self._relevant[key] = found
        return found

    def outcomes(self, configuration: int, event: str, known: int, truth: int) -> tuple[int, ...]:
        """Return the entries that some assignment of the unknown facts leads to."""
        mask = self._masks.get((configuration, event))
        if mask is None:
            return ()
        key = (configuration, event, known & mask, truth & mask)
        found = self._outcomes.get(key)
        if found is None:
            cell = self.table.cells[configuration, event]
            choices = [(1 if truth & bit else 0,) if known & bit else (0, 1) for bit in cell.bits]
            places = (
                sum(value << place for place, value in enumerate(values))
                for values in product(*choices)
            )
            entries = {cell.outcomes[place] for place in places} - {REFUSED}
            found = self._outcomes[key] = tuple(sorted(entries))
        return found

    def all_outcomes(self, belief: int, event: str, known: int, truth: int) -> list[Outcome]:
        """Return all possible steps of a belief on an event, whatever acts the log names."""
        return [
            (configuration, entry)
            for configuration in self._members[belief]
            for entry in self.outcomes(configuration, event, known, truth)
        ]

    def move(self, belief: int, event: str, known: int, truth: int, acts: str) -> Move:
        """Return what an event does; ``acts`` is what the log names, empty if not known.

        If the event does not fit, the move has no outcomes and the belief stays.
        """
        mask = self.relevant(belief, event)
        key = (belief, event, known & mask, truth & mask, acts)
        found = self._moves.get(key)
        if found is None:
            found = self._moves[key] = self._work_out(belief, event, known, truth, acts)
        return found

    def _work_out(self, belief: int, event: str, known: int, truth: int, acts: str) -> Move:
        chosen = self._matching(self.all_outcomes(belief, event, known, truth), acts)
        return self.result(chosen) if chosen else Move(belief, (), ())

    def move_unseen(self, belief: int, event: str, known: int, truth: int, acts: str) -> Move:
        """Return what an event does after events that the log does not record, if these help."""
        if not self._unrecorded:
            return Move(belief, (), ())
        wider, touched = self._closure(belief, known, truth)
        found = self.move(wider, event, known, truth, acts)
        if not found.outcomes:
            return Move(belief, (), ())
        certain = {index for index, _ in found.operations}
        unclear = tuple((index, UNKNOWN) for index in sorted(touched - certain))
        return Move(found.after, (*unclear, *found.operations), found.outcomes, found.reduction)

    def _closure(self, belief: int, known: int, truth: int) -> tuple[int, frozenset[int]]:
        """Return the belief after any number of unrecorded events, and the clocks they may move."""
        key = (belief, known, truth)
        if key not in self._closures:
            seen, touched = set(self._members[belief]), set()
            waiting = deque(seen)
            while waiting:
                configuration = waiting.popleft()
                for event in self._unrecorded:
                    for entry in self.outcomes(configuration, event, known, truth):
                        touched |= {index for index, _ in self.table.entries[entry].operations}
                        after = self.table.entries[entry].after
                        if after not in seen:
                            seen.add(after)
                            waiting.append(after)
            self._closures[key] = self.number(seen), frozenset(touched)
        return self._closures[key]

    def _matching(self, outcomes: list[Outcome], acts: str) -> list[Outcome]:
        if not acts:
            return outcomes
        return [outcome for outcome in outcomes if not self.difference(outcome[1], acts).size]

    def difference(self, entry: int, acts: str) -> ActDifference:
        """Return in what the acts of an entry and those of the log differ."""
        return difference(self.table.entries[entry].acts, acts, self.recorded)

    def result(self, outcomes: Iterable[Outcome]) -> Move:
        """Return the move that leads to any of some outcomes."""
        chosen = tuple(sorted(set(outcomes)))
        entries = [self.table.entries[entry] for _, entry in chosen]
        operations: list[tuple[int, str]] = []
        for index in range(len(DEADLINES)):
            found = {tuple(op for i, op in entry.operations if i == index) for entry in entries}
            if len(found) == 1:
                operations += ((index, operation) for operation in found.pop())
            else:
                operations.append((index, UNKNOWN))
        reductions = {_reduction(entry.acts) for entry in entries}
        return Move(
            self.number(entry.after for entry in entries),
            tuple(operations),
            chosen,
            reductions.pop() if len(reductions) == 1 else UNCLEAR,
        )

    # -- the nearest configurations in which an event fits ----------------------------------------

    def possible_in(self, event: str, known: int, truth: int) -> set[int]:
        """Return the configurations in which an event fits."""
        return {
            configuration
            for configuration in range(len(self.table.configurations))
            if self.outcomes(configuration, event, known, truth)
        }

    def missing_before(
        self, belief: int, goal: set[int], known: int, truth: int
    ) -> tuple[tuple[tuple[str, int], ...], set[int]]:
        """Return the fewest steps that lead from a belief into ``goal``, and where they end.

        Steps are pairs (event, entry); the first such way in fixed order is returned, together
        with all members of ``goal`` that as few steps reach. Nothing after ``_DEPTH`` steps.
        """
        back: dict[int, tuple[int, str, int] | None] = dict.fromkeys(self._members[belief])
        level = list(back)
        for _ in range(_DEPTH):
            reached: list[int] = []
            for configuration in level:
                for event, entry, after in self._successors(configuration, known, truth):
                    if after not in back:
                        back[after] = (configuration, event, entry)
                        reached.append(after)
            found = [configuration for configuration in reached if configuration in goal]
            if found:
                return self._way(back, found[0]), set(found)
            level = reached
        return (), set()

    @staticmethod
    def _way(back: dict[int, tuple[int, str, int] | None], end: int) -> tuple[tuple[str, int], ...]:
        steps: list[tuple[str, int]] = []
        at = back[end]
        while at is not None:
            steps.append((at[1], at[2]))
            at = back[at[0]]
        return tuple(reversed(steps))

    def _successors(
        self, configuration: int, known: int, truth: int
    ) -> Iterator[tuple[str, int, int]]:
        if configuration not in self._edges:
            self._edges[configuration] = tuple(
                (event, entry, self.table.entries[entry].after)
                for event in EVENTS
                if EVENTS[event].actor != "time"
                for entry in self.outcomes(configuration, event, 0, 0)
                if self.table.entries[entry].after != configuration
            )
        for event, entry, after in self._edges[configuration]:
            if entry in self.outcomes(configuration, event, known, truth):
                yield event, entry, after

    def nearest(self, belief: int, goal: set[int]) -> set[int]:
        """Return the members of ``goal`` that differ in the fewest regions from a belief."""
        names = self.table.configurations
        here = [names[configuration] for configuration in self._members[belief][:64]]
        distances = {
            configuration: min(
                sum(a != b for a, b in zip(names[configuration], other, strict=True))
                for other in here
            )
            for configuration in goal
        }
        least = min(distances.values(), default=0)
        return {configuration for configuration, far in distances.items() if far == least}


def _reduction(acts: tuple[Act, ...]) -> int:
    for act in acts:
        if act.kind == "reduction_lifted":
            return LIFTED
        if act.kind == "reduction" and act.get("ground") == "breach":
            return int(act.get("stage") or 1)
    return NO_REDUCTION
