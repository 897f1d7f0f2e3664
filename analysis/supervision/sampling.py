"""The cases in care by month and team, and a simple random sample from each.

A case is drawn by the digest of (seed, month, team, case): the same seed draws the same cases in
any order of the log, and a case more or less moves no other one.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

from ...model.periods import add_months
from ..conformance.case_state import CaseReplay
from ..conformance.status import PlanStatus

NO_TEAM = ""
"""Name of the only stratum of a month where the log names no team."""


@dataclass(frozen=True, slots=True, order=True)
class SampledCase:
    """A case in the sample of a month; ``rank`` is the number by which it was drawn.

    ``findings`` are the rules that the log breaks in this month, each once.
    """

    rank: int
    case: str
    status: PlanStatus = field(compare=False)
    findings: tuple[str, ...] = field(compare=False)


@dataclass(slots=True)
class MonthOfTeam:
    """The cases of a team in a month: how many there are by status, and the sample."""

    size: int
    statuses: Counter[PlanStatus] = field(default_factory=Counter)
    _heap: list[tuple[int, str, SampledCase]] = field(default_factory=list)

    @property
    def cases(self) -> int:
        """Number of cases in care."""
        return self.statuses.total()

    @property
    def sample(self) -> list[SampledCase]:
        """The sample, in the order in which cases were drawn."""
        return sorted(case for _, _, case in self._heap)

    def offer(self, case: SampledCase) -> None:
        """Count a case, and keep it if its number is among the lowest."""
        self.statuses[case.status] += 1
        item = (-case.rank, case.case, case)
        if len(self._heap) < self.size:
            heapq.heappush(self._heap, item)
        elif self.size and item > self._heap[0]:
            heapq.heapreplace(self._heap, item)


class Sampler:
    """Collects cases as they are replayed.

    Args:
        first_day: first day of the log (ordinal).
        last_day: last day of the log (ordinal).
        size: cases to draw per month and team.
        seed: the same seed draws the same cases.
    """

    def __init__(self, first_day: int, last_day: int, size: int, seed: int) -> None:
        self._first, self._last = first_day, last_day
        self._size, self._seed = size, seed
        self._months = list(_months(first_day, last_day))
        self.strata: dict[tuple[str, str], MonthOfTeam] = {}

    def take(self, replay: CaseReplay) -> None:
        """Take a replayed case into every month in which it is in care."""
        findings = _findings(replay)
        place = 0
        timeline = replay.timeline
        for name, start, end in self._months:
            while place + 1 < len(timeline) and timeline[place + 1][0] <= start:
                place += 1
            status, team, ahead = PlanStatus.outside, NO_TEAM, place
            while ahead < len(timeline) and timeline[ahead][0] <= end:
                status = max(status, timeline[ahead][1])
                team = timeline[ahead][2] or team
                ahead += 1
            if status is PlanStatus.outside:
                continue
            key = (name, team)
            if key not in self.strata:
                self.strata[key] = MonthOfTeam(self._size)
            rank = self._rank(name, team, replay.case)
            rules = findings.get(name, ())
            self.strata[key].offer(SampledCase(rank, replay.case, status, rules))

    def _rank(self, month: str, team: str, case: str) -> int:
        text = f"{self._seed}\x1f{month}\x1f{team}\x1f{case}".encode()
        return int.from_bytes(blake2b(text, digest_size=8).digest(), "big")


def _months(first: int, last: int) -> Iterator[tuple[str, int, int]]:
    day = date.fromordinal(first).replace(day=1)
    while day.toordinal() <= last:
        following = add_months(day, 1)
        yield day.strftime("%Y-%m"), day.toordinal(), min(following.toordinal() - 1, last)
        day = following


def _findings(replay: CaseReplay) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for deviation in replay.deviations:
        month = deviation.day.strftime("%Y-%m")
        found.setdefault(month, {})[deviation.rules[0]] = None
    return {month: tuple(rules) for month, rules in found.items()}
