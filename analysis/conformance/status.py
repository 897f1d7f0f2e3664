"""The question of timeliness on each day: is the plan, or the waiver, up to date?"""

from __future__ import annotations

from enum import IntEnum

from ...model.process.clocks import NOT_RUNNING
from ...model.process.deadlines import DEADLINE_INDEX, DEADLINES
from .beliefs import Beliefs
from .replay_clocks import ReplayClocks

_UPDATE, _WAIVER = DEADLINE_INDEX["update_due"], DEADLINE_INDEX["waiver_review_due"]
_WITH_PLAN = DEADLINES[_UPDATE].active_in
_OUTSIDE = frozenset({"outside", "exempt", "closed"})


class PlanStatus(IntEnum):
    """Status of a case on a day; of several in a month the highest counts.

    ``outside``: not in the Jobcenter's care. ``no_plan``: there is neither plan nor waiver.
    ``held``: the clock rests (§ 10, conciliation). ``in_time``, ``overdue``: as they say.
    ``unknown``: the log does not tell since when the deadline runs, or whether there is a plan.
    """

    outside = 0
    no_plan = 1
    held = 2
    in_time = 3
    unknown = 4
    overdue = 5


def status_of(beliefs: Beliefs, belief: int, clocks: ReplayClocks) -> PlanStatus:
    """Return the status of a case from where it can be and what its clocks show."""
    plans = _plans(beliefs, belief)
    if plans <= _OUTSIDE:
        return PlanStatus.outside
    if plans <= _WITH_PLAN:
        return _clock_status(clocks, _UPDATE)
    if plans == {"waived"}:
        return _clock_status(clocks, _WAIVER)
    if not plans & _WITH_PLAN and "waived" not in plans:
        return PlanStatus.no_plan
    return PlanStatus.unknown


def _plans(beliefs: Beliefs, belief: int) -> frozenset[str]:
    found = beliefs.plans.get(belief)
    if found is None:
        names = beliefs.table.configurations
        found = frozenset(names[configuration][0] for configuration in beliefs.members(belief))
        beliefs.plans[belief] = found
    return found


def _clock_status(clocks: ReplayClocks, index: int) -> PlanStatus:
    if clocks.missed[index]:
        return PlanStatus.overdue
    if clocks.held[index] is not None:
        return PlanStatus.held
    due = clocks.due[index]
    if due == NOT_RUNNING:
        return PlanStatus.held
    return PlanStatus.in_time if due > 0 else PlanStatus.unknown
