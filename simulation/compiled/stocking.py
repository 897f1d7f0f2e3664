"""Bring a case of the stock to where a steady state has it (see ``stock``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...model.process.deadlines import DEADLINE_INDEX
from ...model.process.facts import FACT_BIT
from ..day_order import Decision, Timer
from .clocking import set_timer
from .codes import Sent, Trait
from .contacting import plan_contact
from .drawing import draw, happens
from .kernel_cache import kernel
from .layout import NEVER
from .life_events import spell
from .philox import multiply_high
from .stepping import NOTHING, has_trait, step, team_of
from .workdays import working_day_until

_BENEFIT, _CAPACITY = FACT_BIT["unemployment_benefit"], FACT_BIT["integrated_to_capacity"]
_NO_CHANGE = np.int64(FACT_BIT["no_change_expected"])
_HELPS = np.int64(FACT_BIT["notice_helps"])
_ADHERENCE_REVIEW = DEADLINE_INDEX["adherence_review_due"]
_GROUND_REVIEW = DEADLINE_INDEX["ground_review_due"]
_NOTICE_REVIEW = DEADLINE_INDEX["notice_review_due"]


@kernel
def _part(word: Any, days: Any) -> Any:
    """Return the part of ``days`` that a draw cuts off, rounded down."""
    return np.int64(multiply_high(word, np.uint64(days)))


@kernel
def _past(office: Any, case: Any, event: Any, day: Any, situation: Any) -> None:
    step(office, case, event, day, situation)


@kernel
def place_in_stock(office: Any, case: Any) -> None:
    """Bring a stock case to its state on the first day and set its timers."""
    plain, today = office.plain, office.today
    state = draw(office, case, Decision.STOCK_STATE.value)
    ages = draw(office, case, Decision.STOCK_AGES.value)
    day = today - 1 - _part(ages[0], plain.cycle_days)
    _past(office, case, Sent.ENTER.value, day, NOTHING)
    if not case.facts & _BENEFIT:
        _reach_state(office, case, day, state)
    if has_trait(office, case, Trait.TRUST.value):
        reviewed = today - 1 - _part(ages[1], plain.review_cycle_days)
        _past(office, case, Sent.AGREEMENTS_KEPT.value, reviewed, NOTHING)
    _set_timers(office, case)
    interval = plain.interval_days[team_of(office, case)]
    plan_contact(office, case, today + _part(ages[2], interval + 1))


@kernel
def _reach_state(office: Any, case: Any, day: Any, state: Any) -> None:
    chances = office.chances
    legacy = has_trait(office, case, Trait.LEGACY_AGREEMENT.value)
    planned = not legacy and happens(state[0], chances.with_plan)
    failed = (
        not legacy and not planned and happens(state[0] - chances.with_plan, chances.not_agreed)
    )
    waived = case.facts & _CAPACITY != 0 and not legacy
    if planned or failed or waived:
        _past(office, case, Sent.INVITATION_SENT.value, day, NOTHING)
        _past(office, case, Sent.TALK_HELD.value, day, NOTHING)
        _past(office, case, Sent.ANALYSIS_COMPLETED.value, day, NOTHING)
        if waived:
            _past(office, case, Sent.WAIVER_GRANTED.value, day, _NO_CHANGE)
        elif planned:
            _past(office, case, Sent.PLAN_AGREED.value, day, NOTHING)
        else:
            _past(office, case, Sent.CREATION_DISAGREEMENT.value, day, NOTHING)
        _past(office, case, Sent.TALK_ENDED.value, day, NOTHING)
    if planned and not waived and happens(state[1], chances.with_notice):
        _past(office, case, Sent.AGREEMENTS_NOT_KEPT.value, day, _HELPS)
    if happens(state[2], chances.ground) and not waived:
        _past(office, case, Sent.GROUND_BEGINS.value, day, NOTHING)


@kernel
def _set_timers(office: Any, case: Any) -> None:
    office, timers = office, case.timers
    plain, delays = office.plain, office.delays
    if has_trait(office, case, Trait.TRUST.value | Trait.WITH_NOTICE.value):
        review = working_day_until(office, np.int64(case.due[_ADHERENCE_REVIEW]))
        set_timer(case, Timer.ADHERENCE_REVIEW.value, review)
        begins, decision = delays.measure_begins, Decision.MEASURE_START.value
        spell(office, case, Timer.MEASURE_STARTS.value, begins, decision)
    if has_trait(office, case, Trait.DEMAND_STANDING.value):
        set_timer(case, Timer.DEMAND_RESPONSE.value, office.today + plain.response_days)
    if has_trait(office, case, Trait.SUSPENDED.value):
        timers[Timer.GROUND_BEGINS.value] = NEVER
        spell(office, case, Timer.GROUND_ENDS.value, delays.ground_lasts, Decision.GROUND.value)
        review = np.int64(case.due[_GROUND_REVIEW]) - plain.review_request_days
        set_timer(case, Timer.GROUND_REVIEW.value, review)
    if has_trait(office, case, Trait.EXEMPT.value):
        timers[Timer.GROUND_BEGINS.value] = NEVER
    if has_trait(office, case, Trait.WITH_NOTICE.value | Trait.NOT_AGREED.value):
        review = np.int64(case.due[_NOTICE_REVIEW]) - plain.review_request_days
        set_timer(case, Timer.NOTICE_REVIEW.value, review)
