"""The morning of a case: deadlines, then timers in their order (see ``simpy_engine``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..day_order import MORNING_TIMERS, STAFF_TIMERS, Timer
from . import life_events as life
from . import work_events as work
from .acting import count, happen
from .clocking import CONTACT, earliest_expiry, miss_clock, next_expiry, stop_clock, timers_due
from .codes import CLOCK_FIELDS, Clock, Trait
from .contacting import review_contact
from .kernel_cache import kernel
from .layout import NEVER
from .memory import model, setting, trailing_zeros
from .stepping import has_trait, team_of, write_miss
from .workdays import working_day_from

assert len(MORNING_TIMERS) == CONTACT, "morning timers are the first ones"
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_STAFF_TIMERS = sum(1 << timer for timer in STAFF_TIMERS)


@kernel
def _run_clocks(office: Any, case: Any) -> None:
    """Let everything happen that clocks bring about by today."""
    while earliest_expiry(case) <= office.today:
        clock = next_expiry(case)
        place = office.at.clocks + CLOCK_FIELDS * clock
        event = setting(office, place + Clock.EXPIRY_EVENT.value)
        if setting(office, place + Clock.SILENT.value) == 1:
            stop_clock(case, clock)
            case.breaches = 0
        elif event >= 0:
            happen(office, case, event)
            if has_trait(office, case, Trait.CLOSED.value):
                return
        else:
            miss_clock(case, clock)
            write_miss(office, case, clock, office.today)
            counted = setting(office, place + Clock.COUNTED_MISS.value)
            if counted >= 0:
                count(office, team_of(office, case), counted, 1)


@kernel
def _life_event(office: Any, case: Any, timer: Any) -> None:
    """Do what a timer of life calls for."""
    if timer == Timer.EXIT.value:
        life.exit_benefit(office, case)
    elif timer == Timer.MOVE.value:
        life.move(office, case)
    elif timer == Timer.BENEFIT_BEGINS.value:
        life.benefit_begins(office, case)
    elif timer == Timer.BENEFIT_ENDS.value:
        life.benefit_ends(office, case)
    elif timer == Timer.GROUND_BEGINS.value:
        life.ground_begins(office, case)
    elif timer == Timer.GROUND_ENDS.value:
        life.ground_ends(office, case)
    elif timer == Timer.COMES_OF_AGE.value:
        life.comes_of_age(office, case)
    else:
        _later_life_event(office, case, timer)


@kernel
def _later_life_event(office: Any, case: Any, timer: Any) -> None:
    """Do what the other timers of life call for."""
    if timer == Timer.TURNS_25.value:
        life.turns_25(office, case)
    elif timer == Timer.WORKS_TO_CAPACITY.value:
        life.works_to_capacity(office, case)
    elif timer == Timer.CAPACITY_CHANGES.value:
        life.capacity_changes(office, case)
    elif timer == Timer.NEED_DECISION.value:
        life.need_decision(office, case)
    else:
        life.participation_plan(office, case)


@kernel
def _work_event(office: Any, case: Any, timer: Any) -> None:
    """Do what a timer of work calls for."""
    if timer == Timer.CONCILIATION_AGREEMENT.value:
        work.conciliation_agreement(office, case)
    elif timer == Timer.APPOINTMENT_HEARING.value:
        work.decide_on_appointment(office, case)
    elif timer == Timer.BREACH_HEARING.value:
        work.decide_on_breach(office, case)
    elif timer == Timer.DEMAND_RESPONSE.value:
        work.demand_response(office, case)
    elif timer == Timer.MEASURE_STARTS.value:
        work.measure_starts(office, case)
    elif timer == Timer.MEASURE_TROUBLE.value:
        work.measure_trouble(office, case)
    elif timer == Timer.INTERVENTION_RESULT.value:
        work.intervention_result(office, case)
    elif timer == Timer.MEASURE_ENDS.value:
        work.measure_ends(office, case)
    else:
        _review(office, case, timer)


@kernel
def _review(office: Any, case: Any, timer: Any) -> None:
    """Do what a timer of reviews and reporting calls for."""
    if timer == Timer.ADHERENCE_REVIEW.value:
        work.adherence_review(office, case)
    elif timer == Timer.NOTICE_REVIEW.value:
        work.notice_review(office, case)
    elif timer == Timer.GROUND_REVIEW.value:
        work.ground_review(office, case)
    elif timer == Timer.COUNSELLING.value:
        work.counselling(office, case)
    elif timer == Timer.REPORTING_INVITATION.value:
        work.reporting_invitation(office, case)
    else:
        work.reporting_date(office, case)


@kernel
def morning(office: Any, case: Any) -> None:
    """Run clocks and timers of a case, then review its contact."""
    plans = office.at.plans
    plan = model(office, plans + case.configuration)
    _run_clocks(office, case)
    later = _ALL
    while True:
        # Anew each time: what happens may bring timers that come later in the order forward.
        due = timers_due(case, office.today) & later
        if due == 0:
            break
        timer = trailing_zeros(due)
        later = _ALL << np.uint64(timer + 1)
        if (_STAFF_TIMERS >> timer) & 1 and not office.working_today:
            case.timers[timer] = working_day_from(office, office.today)
            continue
        case.timers[timer] = NEVER
        if timer <= Timer.PARTICIPATION_PLAN.value:
            _life_event(office, case, timer)
        else:
            _work_event(office, case, timer)
        if case.left != 0:
            break
    review_contact(office, case, model(office, plans + case.configuration) != plan)
