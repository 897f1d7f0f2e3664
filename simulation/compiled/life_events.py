"""What timers of life bring: exit, moves, benefit, grounds, age, capacity (see ``mornings``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...model.process.facts import FACT_BIT
from ..day_order import Decision, Timer
from ..mornings import POSTPONED_DAYS
from .acting import count, happen
from .clocking import set_timer
from .codes import Count, Sent, Trait
from .drawing import delay, draw, happens
from .kernel_cache import kernel
from .layout import CASE, NEVER
from .memory import add_mover
from .stepping import has_trait, possible, team_of
from .waiting import withdraw

_UNDER_25 = FACT_BIT["under_25"]
_CAPACITY, _NEED = FACT_BIT["integrated_to_capacity"], FACT_BIT["need_established"]
_TIMERS = CASE["timers"].shape[0]


@kernel
def spell(office: Any, case: Any, timer: Any, head: Any, decision: Any) -> None:
    """Set a timer to today plus a drawn delay."""
    words = draw(office, case, decision)
    set_timer(case, timer, office.today + delay(office, head, words[0]))


@kernel
def exit_benefit(office: Any, case: Any) -> None:
    """Let a person leave benefit, with follow-up support or without."""
    words = draw(office, case, Decision.EXIT_KIND.value)
    support = (
        happens(words[0], office.chances.exit_through_work)
        and happens(words[1], office.chances.follow_up_support)
        and case.facts & _NEED != 0
    )
    if support and possible(office, case, Sent.NEED_ENDS_THROUGH_WORK.value):
        happen(office, case, Sent.NEED_ENDS_THROUGH_WORK.value)
        for timer in range(_TIMERS):
            case.timers[timer] = NEVER
    else:
        happen(office, case, Sent.LEAVE.value)
    withdraw(office, case)
    case.left = office.today
    case.moving_to = 0
    office.stock[team_of(office, case)] -= 1
    count(office, team_of(office, case), Count.EXITS.value, 1)
    office.exits_today += 1


@kernel
def move(office: Any, case: Any) -> None:
    """Let a person move: to another office next month, or to an equal one today."""
    words = draw(office, case, Decision.MOVE.value)
    destination = delay(office, office.delays.destination, words[1])
    day = np.int64(office.today)
    if destination == office.number:
        happen(office, case, Sent.MOVED.value)
    else:
        case.moving_to = destination + 1
        add_mover(office, case.index)
        day = np.int64(office.next_month_day)
    set_timer(case, Timer.MOVE.value, day + delay(office, office.delays.move, words[0]))


@kernel
def benefit_begins(office: Any, case: Any) -> None:
    """Unemployment benefit begins."""
    happen(office, case, Sent.UNEMPLOYMENT_BENEFIT_BEGINS.value)
    lasts = office.delays.benefit_lasts
    spell(office, case, Timer.BENEFIT_ENDS.value, lasts, Decision.BENEFIT.value)


@kernel
def benefit_ends(office: Any, case: Any) -> None:
    """Unemployment benefit ends."""
    happen(office, case, Sent.UNEMPLOYMENT_BENEFIT_ENDS.value)
    begins = office.delays.benefit_begins
    spell(office, case, Timer.BENEFIT_BEGINS.value, begins, Decision.BENEFIT.value)


@kernel
def ground_begins(office: Any, case: Any) -> None:
    """A § 10 ground begins, or waits until it can."""
    if not possible(office, case, Sent.GROUND_BEGINS.value):
        set_timer(case, Timer.GROUND_BEGINS.value, office.today + POSTPONED_DAYS)
        return
    happen(office, case, Sent.GROUND_BEGINS.value)
    lasts = office.delays.ground_lasts
    spell(office, case, Timer.GROUND_ENDS.value, lasts, Decision.GROUND.value)


@kernel
def ground_ends(office: Any, case: Any) -> None:
    """A § 10 ground ends."""
    if possible(office, case, Sent.GROUND_ENDS.value):
        happen(office, case, Sent.GROUND_ENDS.value)
    begins = office.delays.ground_begins
    spell(office, case, Timer.GROUND_BEGINS.value, begins, Decision.GROUND.value)


@kernel
def comes_of_age(office: Any, case: Any) -> None:
    """A minor comes of age."""
    happen(office, case, Sent.CAME_OF_AGE.value)
    words = draw(office, case, Decision.AGE.value)
    days = delay(office, office.delays.to_25, words[0])
    set_timer(case, Timer.TURNS_25.value, office.today + max(days, 1))


@kernel
def turns_25(office: Any, case: Any) -> None:
    """A person turns 25 and changes the team, unless case management is responsible."""
    if not case.facts & office.plain.managed_facts:
        withdraw(office, case)
    happen(office, case, Sent.TURNED_25.value)
    exits = office.delays.exit_0 if case.facts & _UNDER_25 else office.delays.exit_1
    spell(office, case, Timer.EXIT.value, exits, Decision.EXIT.value)


@kernel
def works_to_capacity(office: Any, case: Any) -> None:
    """A person works as much as possible from now on, once that can be noted."""
    if possible(office, case, Sent.WORKS_TO_CAPACITY.value):
        happen(office, case, Sent.WORKS_TO_CAPACITY.value)
        lasts = office.delays.capacity_lasts
        spell(office, case, Timer.CAPACITY_CHANGES.value, lasts, Decision.CAPACITY.value)
    else:
        set_timer(case, Timer.WORKS_TO_CAPACITY.value, office.today + POSTPONED_DAYS)


@kernel
def capacity_changes(office: Any, case: Any) -> None:
    """A person no longer works as much as possible."""
    if has_trait(office, case, Trait.WAIVED.value):
        happen(office, case, Sent.WAIVER_ENDS.value)
    else:
        case.facts &= ~_CAPACITY
    begins = office.delays.capacity_begins
    spell(office, case, Timer.WORKS_TO_CAPACITY.value, begins, Decision.CAPACITY.value)


@kernel
def need_decision(office: Any, case: Any) -> None:
    """Need is established, once that can be noted."""
    if possible(office, case, Sent.NEED_ESTABLISHED.value):
        happen(office, case, Sent.NEED_ESTABLISHED.value)
    else:
        set_timer(case, Timer.NEED_DECISION.value, office.today + POSTPONED_DAYS)


@kernel
def participation_plan(office: Any, case: Any) -> None:
    """A participation plan is concluded."""
    if possible(office, case, Sent.PARTICIPATION_PLAN_CONCLUDED.value):
        happen(office, case, Sent.PARTICIPATION_PLAN_CONCLUDED.value)
    again, decision = office.delays.participation_plan, Decision.PARTICIPATION_PLAN.value
    spell(office, case, Timer.PARTICIPATION_PLAN.value, again, decision)
