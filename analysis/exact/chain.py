"""All states of a case, the two sparse matrices of a week, and the officer's decisions."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ...scenarios import Scenario
from ..errors import AnalysisError
from .behaviour import Forced
from .case_state import GONE, CaseState
from .case_steps import Way
from .chain_office import COUNTED, DEMAND_WHEN_NOT_AGREED
from .person import PersonClass
from .week import Week

COUNTS = (*COUNTED, "updates_missed")
"""What is counted on the way through a week: the columns of ``Chain.counts``."""

MOST_STATES = 600_000
"""A chain with more states is refused: it would not fit into memory and time."""

CHOICES = ("further_notice", "measure_demand", DEMAND_WHEN_NOT_AGREED, "notice_helps")
"""The officer's choices: whether further invitations carry RFB after a clarifying talk (15.50),
whether a failed intervention leads to a demand for the running measure (15.60), whether a demand
is issued when no plan was agreed (15.63), and how the individual check of a vulnerable person ends
(15.53; for others there is no such check)."""

Matrix = sparse.csr_array


@dataclass(frozen=True)
class Decisions:
    """The choices of the officer: one row for each way to decide in a state that has a choice.

    ``state`` is the state of each row (rising), ``answers`` what the row decides, ``waits`` and
    ``counts`` are as those of the chain. States without a choice have no rows.
    """

    state: NDArray[np.int64]
    answers: tuple[Forced, ...]
    waits: Matrix
    counts: Matrix


@dataclass(frozen=True)
class Chain:
    """The chain of a scenario and a class of persons.

    State 0 is the case that has left. ``chances @ waits`` is the matrix of a week; a row sums to
    one. ``counts`` has, per state and kind of ``COUNTS``, what is expected in the week after the
    state. ``start`` is the distribution at the end of the day of entry, ``start_counts`` what has
    been counted by then. Only ``waits`` depends on what an officer decides.
    """

    week: Week
    states: tuple[CaseState, ...]
    index: dict[CaseState, int]
    chances: Matrix
    waits: Matrix
    chance_counts: Matrix
    wait_counts: Matrix
    start: NDArray[np.float64]
    start_counts: NDArray[np.float64]
    decisions: Decisions

    @property
    def matrix(self) -> Matrix:
        """The matrix of a week."""
        return sparse.csr_array(self.chances @ self.waits)

    @property
    def counts(self) -> NDArray[np.float64]:
        """What is expected to be counted in the week after each state."""
        return np.asarray((self.chance_counts + self.chances @ self.wait_counts).todense())

    def plans(self) -> list[str]:
        """Return the plan state of each state (``closed`` for the one that has left)."""
        names = self.week.configurations
        return ["closed" if s == GONE else names[s.configuration][0] for s in self.states]


class _Rows:
    """A sparse matrix that grows row by row."""

    def __init__(self) -> None:
        self.row, self.column = array("q"), array("q")
        self.value = array("d")

    def add(self, row: int, column: int, value: float) -> None:
        self.row.append(row)
        self.column.append(column)
        self.value.append(value)

    def matrix(self, rows: int, columns: int) -> Matrix:
        where = (np.array(self.row, dtype=np.int64), np.array(self.column, dtype=np.int64))
        found = sparse.coo_array((np.array(self.value), where), shape=(rows, columns)).tocsr()
        found.sum_duplicates()
        return found


class _Explorer:
    """Walks through all states that a case can come to."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self.states: list[CaseState] = [GONE]
        self.index: dict[CaseState, int] = {GONE: 0}
        self._weekly: list[int] = []
        self._is_weekly: set[int] = set()
        self.rows = tuple(_Rows() for _ in range(4))
        self._names = [n for n in CHOICES if n != "notice_helps" or week.person.vulnerable]
        self._decided: list[int] = []
        self._answers: list[Forced] = []
        self._decision_rows = _Rows(), _Rows()

    def number(self, state: CaseState) -> int:
        """Return the number of a state, a new one if it was not met before."""
        known = self.index.get(state)
        if known is None:
            known = self.index[state] = len(self.states)
            self.states.append(state)
            if known >= MOST_STATES:
                raise AnalysisError(
                    f"the chain of this scenario has more than {MOST_STATES} states: its waits "
                    "are too long or too varied for exact numbers"
                )
        return known

    def begins_a_week(self, state: CaseState) -> int:
        """Return the number of a state in which a week begins."""
        known = self.number(state)
        if known not in self._is_weekly:
            self._is_weekly.add(known)
            self._weekly.append(known)
        return known

    def explore(self) -> None:
        """Find all states and fill the rows."""
        chances, waits, chance_counts, wait_counts = self.rows
        done = waited = 0
        self.begins_a_week(GONE)
        while done < len(self._weekly) or waited < len(self.states):
            while done < len(self._weekly):
                row = self._weekly[done]
                done += 1
                found = self.week.chances(self.states[row])
                _write(row, found, self.number, chances, chance_counts)
            while waited < len(self.states):
                found, met = self.week.ways_and_chances_met(self.states[waited])
                _write(waited, found, self.begins_a_week, waits, wait_counts)
                self._decide(waited, [name for name in self._names if name in met])
                waited += 1
        for row in set(range(len(self.states))) - self._is_weekly:
            chances.add(row, row, 1.0)

    def _decide(self, number: int, choices: list[str]) -> None:
        """Add a row for each way to decide the choices of a state."""
        answers = product((False, True), repeat=len(choices)) if choices else ()
        for answer in answers:
            forced = tuple(sorted(zip(choices, answer, strict=True)))
            ways = self.week.ways(self.states[number], forced)
            _write(len(self._decided), ways, self.begins_a_week, *self._decision_rows)
            self._decided.append(number)
            self._answers.append(forced)

    def decisions(self) -> Decisions:
        """Return the rows of all decisions."""
        rows, counts = self._decision_rows
        size = len(self._decided)
        return Decisions(
            np.array(self._decided, dtype=np.int64),
            tuple(self._answers),
            rows.matrix(size, len(self.states)),
            counts.matrix(size, len(COUNTS)),
        )


def _write(
    row: int, ways: Iterable[Way], number: Callable[[CaseState], int], to: _Rows, counts: _Rows
) -> None:
    for way in ways:
        if way.probability > 0:
            to.add(row, number(way.state), way.probability)
            for kind, times in way.counts:
                counts.add(row, kind, way.probability * times)


def build_chain(scenario: Scenario, person: PersonClass) -> Chain:
    """Build the chain of one case.

    Raises:
        AnalysisError: if it has too many states, or waits are too short for steps of a week.
    """
    week = Week(scenario, person)
    explorer = _Explorer(week)
    entry = week.entry()
    for way in entry:
        explorer.begins_a_week(way.state)
    explorer.explore()
    size = len(explorer.states)
    start, start_counts = np.zeros(size), np.zeros(len(COUNTS))
    for way in entry:
        start[explorer.index[way.state]] += way.probability
        for kind, times in way.counts:
            start_counts[kind] += way.probability * times
    chances, waits, chance_counts, wait_counts = explorer.rows
    return Chain(
        week,
        tuple(explorer.states),
        explorer.index,
        chances.matrix(size, size),
        waits.matrix(size, size),
        chance_counts.matrix(size, len(COUNTS)),
        wait_counts.matrix(size, len(COUNTS)),
        start,
        start_counts,
        explorer.decisions(),
    )
