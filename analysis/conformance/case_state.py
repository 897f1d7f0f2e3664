"""A case while it is replayed, and what its replay gives."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...model.process.step import Happening
from .broken_properties import PastStep
from .deviations import Deviation
from .replay_clocks import ReplayClocks
from .status import PlanStatus


@dataclass(slots=True)
class CaseReplay:
    """What the replay of a case gave.

    ``fits[i]`` tells whether row i fits. ``timeline`` has the status of the plan and the team from
    a day on, in order; ``story`` is filled only if asked for. ``from_entry`` tells that the log
    begins with the entry of the case.
    """

    case: str
    fits: list[bool] = field(default_factory=list)
    deviations: list[Deviation] = field(default_factory=list)
    timeline: list[tuple[int, PlanStatus, str]] = field(default_factory=list)
    story: list[Happening] = field(default_factory=list)
    from_entry: bool = True


@dataclass(slots=True)
class CaseState:
    """Where the case is believed to be; ``forced`` remembers the last MUST deadline that ended."""

    belief: int
    clocks: ReplayClocks
    known: int = 0
    truth: int = 0
    team: str = ""
    past: list[PastStep] = field(default_factory=list)
    forced: tuple[int, int, int] | None = None
