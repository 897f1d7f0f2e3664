"""What the question for staff is answered with: staff found, measures, curve, bottlenecks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import pandas as pd

from ...scenarios import Scenario
from ..intervals import Interval
from .curve import Curve, Demand, Rise
from .decision import Decision
from .measures import BREACHES, OfficeYear
from .office_years import Staff
from .savings import Saving
from .search import LEAST_LEVEL, STEPS_PER_FTE, Found
from .targets import Target

STATUTORY_CASELOAD: Final[Mapping[str, int]] = MappingProxyType({"under_25": 75, "from_25": 150})
"""Planning ratios of § 44c(4) SGB II: persons per FTE, by team."""


@dataclass(frozen=True, slots=True)
class TargetAnswer:
    """One target of one team.

    ``floor`` is the measure with unlimited staff, ``now`` with the scenario's staff, ``then`` with
    the staff found, in fresh office-years; ``met`` is the share of those that meet the target, and
    ``met_now`` that with the scenario's staff.
    """

    target: Target
    team: str
    decision: Decision
    floor: Interval
    now: Interval
    then: Interval
    met: Interval
    met_now: Interval


@dataclass(frozen=True, slots=True)
class TeamAnswer:
    """The staff of one team, or of all together.

    ``present``, ``needed`` (NaN if no staff meets the targets) and ``demand`` (work without
    waiting) are in FTE; ``persons`` is the mean stock of the year. ``reversals`` are (office-years
    that met the targets with less staff and not with more, all that were looked at).
    """

    team: str
    present: float
    needed: float
    demand: float
    persons: float
    utilisation: Interval
    targets: Sequence[TargetAnswer]
    reversals: tuple[int, int]

    @property
    def reachable(self) -> bool:
        """Whether some staff meets the targets."""
        return math.isfinite(self.needed)

    @property
    def needs_staff(self) -> bool:
        """Whether the targets depend on staff: they are not met already with the least tried."""
        return self.reachable and self.needed > LEAST_LEVEL / STEPS_PER_FTE

    @property
    def caseload(self) -> int | None:
        """The largest whole n of a ratio 1:n that still has the staff needed, if it needs any."""
        return caseload_ratio(self.persons, self.needed) if self.needs_staff else None


@dataclass(frozen=True, slots=True)
class StaffAnswer:
    """Everything that was found out about the staff of one office.

    ``staff`` is that of the check (needed where found, else present), ``checked`` its office-years;
    ``now`` are office-years with the present staff.
    """

    scenario: Scenario
    seed: int
    confidence: float
    present: Staff
    staff: Staff
    teams: Sequence[TeamAnswer]
    demand: Demand
    now: Sequence[OfficeYear]
    curve: Curve
    rises: Sequence[Rise]
    checked: Sequence[OfficeYear]
    effort: pd.DataFrame
    savings: Sequence[Saving]
    runs: int = 0
    found: Mapping[str, Found] = field(default_factory=dict)

    @property
    def reachable(self) -> bool:
        """Whether some staff meets all targets."""
        return all(team.reachable for team in self.teams)

    @property
    def comparisons(self) -> int:
        """How many steps of the curve were compared to see whether more staff ever harms."""
        measures = {
            *BREACHES,
            *(t.target.measure.name for team in self.teams for t in team.targets),
        }
        return len(self.present) * len(measures) * (len(self.curve.staff) - 1)


def caseload_ratio(persons: float, fte: float) -> int | None:
    """Return the largest whole n with persons / n at least ``fte``; None without persons or FTE."""
    if not math.isfinite(fte) or fte <= 0 or persons < fte:
        return None
    return math.floor(persons / fte + 1e-9)
