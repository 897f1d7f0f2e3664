"""The least staff that meets the targets: bisection in hundredths of an FTE with common numbers.

Teams do not wait for one another, so each is searched by itself; but one simulated office-year
serves all of them: the searches are coroutines that ask for office-years of their own team, and
what they ask for under the same number is run together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field

from .decision import Decision
from .measures import EVERYBODY, OfficeYear
from .targets import Target

STEPS_PER_FTE = 100
"""Staff is searched in hundredths of an FTE."""

LEAST_LEVEL = 1
"""The least staff that is tried; a team without any may not exist."""

BATCH = 16
"""How many office-years are asked for before it is seen whether the target is missed already."""

Levels = Mapping[str, float]
Run = Callable[[Sequence[tuple[Levels, int]]], list[OfficeYear]]
Request = tuple[int, Sequence[int]]
"""A staff level in hundredths of an FTE, and the numbers of the office-years asked for."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is staffed together: one team, or all teams in a fixed proportion.

    ``shares`` say which part of the unit's FTE each of its teams has, adding up to 1.
    """

    name: str
    shares: Mapping[str, float]

    def staff(self, level: int) -> dict[str, float]:
        """Return the FTE of each team at a level in hundredths."""
        return {
            team: round(level * share / STEPS_PER_FTE, 4) for team, share in self.shares.items()
        }


@dataclass(frozen=True, slots=True)
class Judged:
    """A target with the decision rule for its probability, and the team it is measured in."""

    target: Target
    decision: Decision
    team: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen at one level: by number of the office-year, whether all targets were met."""

    level: int
    met: bool
    by_number: Mapping[int, bool]


@dataclass(slots=True)
class Found:
    """The outcome of a search.

    ``level`` is the least staff in hundredths of an FTE, None if even the most staff does not meet
    the targets. ``looks`` are all levels that were looked at, in order.
    """

    unit: Unit
    level: int | None = None
    looks: list[Looked] = field(default_factory=list)

    @property
    def fte(self) -> float:
        """The least staff [FTE]; NaN if there is none."""
        return math.nan if self.level is None else self.level / STEPS_PER_FTE

    def reversals(self) -> tuple[int, int]:
        """Return (office-years that met the targets with less staff and not with more, all)."""
        seen: dict[int, list[tuple[int, bool]]] = {}
        for look in self.looks:
            for number, met in look.by_number.items():
                seen.setdefault(number, []).append((look.level, met))
        reversed_ = 0
        for pairs in seen.values():
            least = min((level for level, met in pairs if met), default=None)
            reversed_ += least is not None and any(
                not met and level > least for level, met in pairs
            )
        return reversed_, len(seen)


class _Search:
    """The search of one unit as a coroutine; ``judged`` are its targets."""

    def __init__(self, unit: Unit, judged: Sequence[Judged]) -> None:
        self.found = Found(unit)
        self._judged = judged
        self._most = max(each.decision.office_years for each in judged)
        self._excess: dict[int, float] = {}

    def run(self, levels: Sequence[int], first: int) -> Generator[Request, list[OfficeYear], None]:
        """Search; ``levels`` rise to the most staff, ``levels[first]`` is where to look first."""
        place = first
        while not (yield from self._meets(levels[place])):
            if place == len(levels) - 1:
                return
            place += 1
        low, high = LEAST_LEVEL - 1, levels[place]
        while place > 0 and low < LEAST_LEVEL:
            place -= 1
            if levels[place] >= high:
                continue
            if (yield from self._meets(levels[place])):
                high = levels[place]
            else:
                low = levels[place]
        while high - low > 1:
            middle = (low + high) // 2
            if (yield from self._meets(middle)):
                high = middle
            else:
                low = middle
        self.found.level = high

    def _meets(self, level: int) -> Generator[Request, list[OfficeYear], bool]:
        """Look at a level until it is decided; those that did worst elsewhere come first."""
        known = next((look for look in self.found.looks if look.level == level), None)
        if known is not None:
            return known.met
        numbers = sorted(range(self._most), key=lambda n: (-self._excess.get(n, -math.inf), n))
        failures = [0] * len(self._judged)
        by_number: dict[int, bool] = {}
        met = True
        for begin in range(0, self._most, BATCH):
            years = yield level, numbers[begin : begin + BATCH]
            for year in years:
                by_number[year.replication] = self._judge(year, failures)
            met = all(
                count <= each.decision.failures
                for count, each in zip(failures, self._judged, strict=True)
            )
            if not met:
                break
        self.found.looks.append(Looked(level, met, by_number))
        return met

    def _judge(self, year: OfficeYear, failures: list[int]) -> bool:
        """Count the targets that an office-year misses; remember how far it was from them."""
        whole, worst = True, -math.inf
        for place, each in enumerate(self._judged):
            if year.replication >= each.decision.office_years:
                continue
            value = each.target.measure.value(year, each.team)
            scale = abs(each.target.level) or 1.0
            worst = max(worst, each.target.excess(value) / scale)
            if not each.target.met(value):
                failures[place] += 1
                whole = False
        self._excess[year.replication] = worst
        return whole


@dataclass(frozen=True, slots=True)
class Start:
    """Where a search begins: rising levels up to the most staff, and the one to look at first."""

    unit: Unit
    judged: Sequence[Judged]
    levels: Sequence[int]
    first: int


def search_all(starts: Sequence[Start], others: Levels, run: Run) -> dict[str, Found]:
    """Search all units side by side; return what was found by name of the unit.

    Args:
        starts: the units with their targets.
        others: FTE of the teams that are not searched.
        run: runs office-years at given staff.
    """
    searches = {start.unit.name: _Search(start.unit, start.judged) for start in starts}
    running = {
        start.unit.name: searches[start.unit.name].run(start.levels, start.first)
        for start in starts
    }
    requests = {name: next(each) for name, each in running.items()}
    staff = dict(others)
    for start in starts:
        staff |= start.unit.staff(start.levels[start.first])
    desk = _Desk({start.unit.name: start.unit for start in starts}, staff, run)
    while requests:
        for name, years in desk.answer(requests).items():
            try:
                requests[name] = running[name].send(years)
            except StopIteration:
                del requests[name]
    return {name: each.found for name, each in searches.items()}


class _Desk:
    """Runs what all units ask for; requests under the same number share a run.

    A run tells something to every unit, so what one did not ask for yet is kept while its level
    stays the same.
    """

    def __init__(self, units: Mapping[str, Unit], staff: dict[str, float], run: Run) -> None:
        self._units, self._staff, self._run = units, staff, run
        self._kept: dict[str, tuple[int, dict[int, OfficeYear]]] = {}

    def answer(self, requests: Mapping[str, Request]) -> dict[str, list[OfficeYear]]:
        """Return the office-years asked for by each unit."""
        for name, (level, _) in requests.items():
            self._staff |= self._units[name].staff(level)
            if self._kept.get(name, (-1,))[0] != level:
                self._kept[name] = level, {}
        numbers = sorted(
            {
                number
                for name, (_, asked) in requests.items()
                for number in asked
                if number not in self._kept[name][1]
            }
        )
        done = self._run([(dict(self._staff), number) for number in numbers])
        for name in requests:
            self._kept[name][1].update(zip(numbers, done, strict=True))
        return {
            name: [self._kept[name][1][number] for number in asked]
            for name, (_, asked) in requests.items()
        }


def measured_in(target: Target, unit: Unit) -> str:
    """Return the team in which a target is measured when a unit is staffed."""
    if target.team is not None:
        return target.team
    return unit.name if unit.name in unit.shares else EVERYBODY
