"""When a case wants its next talk, and how urgent it is (see ``contacts``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..contacts import (
    CLARIFYING,
    PROMPT_DEADLINES,
    ROUTINE,
    TALK_DEADLINES,
    URGENT,
    WAIVER_REVIEW,
)
from ..day_order import Timer
from .clocking import set_timer
from .codes import Trait
from .kernel_cache import kernel
from .layout import NEVER
from .memory import waiting_place
from .stepping import has_trait, team_of
from .waiting import booking_key, withdraw

_YES = np.bool_(True)
_CONTACT, _APPOINTMENT = int(Timer.CONTACT), int(Timer.APPOINTMENT)


@kernel
def _earliest(case: Any, clocks: Any) -> Any:
    """Return the earliest due day of some clocks; 0 if none runs."""
    found = np.int64(0)
    for clock in clocks:
        due = np.int64(case.due[clock])
        if due != 0 and (found == 0 or due < found):
            found = due
    return found


@kernel
def _wish(office: Any, case: Any) -> Any:
    """Return (day, priority, due day) of the next talk; priority -1 if none is wanted."""
    plain, today = office.plain, office.today
    never = np.int64(NEVER)
    if has_trait(office, case, Trait.SOON.value):
        due = _earliest(case, PROMPT_DEADLINES)
        return today, URGENT, due if due != 0 else today
    if has_trait(office, case, Trait.WAIVED.value):
        due = np.int64(case.due[WAIVER_REVIEW])
        return due - plain.update_request_days, URGENT if due != 0 else -1, due
    if not has_trait(office, case, Trait.ROUTINE.value):
        return never, -1, never
    routine = today + plain.interval_days[team_of(office, case)]
    due = _earliest(case, TALK_DEADLINES)
    if due != 0 and due - plain.update_request_days <= routine:
        return due - plain.update_request_days, URGENT, due
    return routine, ROUTINE, routine


@kernel
def _plan(office: Any, case: Any, earliest: Any, hurried: Any) -> None:
    """Set contact timer and booking key; ``hurried``: also a routine talk is to be soon."""
    day, priority, due = _wish(office, case)
    if priority < 0:
        case.timers[_CONTACT] = NEVER
        return
    first = max(earliest, office.today)
    if priority == ROUTINE and hurried:
        day, priority = first, CLARIFYING
    set_timer(case, _CONTACT, max(day, first))
    case.key = booking_key(priority, due, case.index)


@kernel
def plan_contact(office: Any, case: Any, earliest: Any) -> None:
    """Plan the next talk of a case that is neither invited nor waiting."""
    _plan(office, case, earliest, has_trait(office, case, Trait.ONCE_DUE.value))


@kernel
def make_up(office: Any, case: Any, earliest: Any) -> None:
    """Plan the talk that makes up for one that was missed."""
    _plan(office, case, earliest, _YES)


@kernel
def update_is_wanted(office: Any, case: Any) -> Any:
    """Tell whether a talk today should update the plan."""
    due = _earliest(case, TALK_DEADLINES)
    return due != 0 and due <= office.today + office.plain.update_request_days


@kernel
def review_contact(office: Any, case: Any, changed: Any) -> None:
    """Keep waiting list, appointment and contact timer in step with a changed case."""
    if case.left != 0:
        withdraw(office, case)
        case.timers[_CONTACT] = NEVER
        case.timers[_APPOINTMENT] = NEVER
        return
    if has_trait(office, case, Trait.INVITED.value):
        return
    case.timers[_APPOINTMENT] = NEVER
    if changed:
        withdraw(office, case)
    if waiting_place(office, case.index) == 0:
        contact, key = np.int64(case.timers[_CONTACT]), case.key
        plan_contact(office, case, office.today)
        if not changed and contact < case.timers[_CONTACT]:
            case.timers[_CONTACT] = contact
            case.key = key
