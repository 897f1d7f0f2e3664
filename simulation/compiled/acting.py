"""Let an event happen today: step, counts, and the timers that follow from it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...model.process.deadlines import DEADLINE_INDEX
from ...model.process.facts import FACT_BIT
from ..day_order import Decision, Timer
from ..mornings import COUNSELLING_DAYS
from .clocking import set_timer
from .codes import Branch, Count, Flag, Trait
from .drawing import delay, draw
from .kernel_cache import kernel
from .layout import NEVER, TEAM_COUNT
from .memory import add_to_tally, model
from .stepping import NOTHING, branch_field, record, step, team_of
from .workdays import next_adherence_review, working_day_until

_UNDER_25 = FACT_BIT["under_25"]
_UPDATE_DUE, _FIRST_TALK_DUE = DEADLINE_INDEX["update_due"], DEADLINE_INDEX["first_talk_due"]
_GROUND_REVIEW = DEADLINE_INDEX["ground_review_due"]
_NOTICE_REVIEW = DEADLINE_INDEX["notice_review_due"]
_COUNTS = len(Count)


@kernel
def count(office: Any, team: Any, what: Any, amount: Any) -> None:
    """Add to a count of this month; months before the first reported day are not counted."""
    if office.month >= 0:
        place = office.at.counts + (TEAM_COUNT * office.month + team) * _COUNTS + what
        add_to_tally(office, place, amount)


@kernel
def _count_punctuality(office: Any, branch: Any, missed: Any, team: Any) -> None:
    updates = branch_field(office, branch, Branch.UPDATES.value)
    if updates > 0 and not (missed >> _UPDATE_DUE) & 1:
        count(office, team, Count.UPDATES_IN_TIME.value, updates)
    talks = branch_field(office, branch, Branch.FIRST_TALKS.value)
    if talks > 0 and not (missed >> _FIRST_TALK_DUE) & 1:
        count(office, team, Count.FIRST_TALKS_IN_TIME.value, talks)


@kernel
def _change_plan(office: Any, case: Any, before: Any, after: Any) -> None:
    """Set the timers that a change of the plan's state calls for."""
    office, timers = office, case.timers
    if after & Trait.WORKING.value and not before & Trait.WORKING.value:
        timers[Timer.ADHERENCE_REVIEW.value] = next_adherence_review(office)
        words = draw(office, case, Decision.MEASURE_START.value)
        days = delay(office, office.delays.measure_begins, words[0])
        set_timer(case, Timer.MEASURE_STARTS.value, office.today + days)
    elif not after & Trait.WORKING.value:
        timers[Timer.ADHERENCE_REVIEW.value] = NEVER
        timers[Timer.MEASURE_STARTS.value] = NEVER
    if after & Trait.EXEMPT.value:
        timers[Timer.GROUND_BEGINS.value] = NEVER
        timers[Timer.GROUND_ENDS.value] = NEVER
    elif before & Trait.EXEMPT.value:
        words = draw(office, case, Decision.GROUND.value)
        days = delay(office, office.delays.ground_begins, words[0])
        set_timer(case, Timer.GROUND_BEGINS.value, office.today + days)
    if not after & Trait.CONCILIATION.value:
        timers[Timer.CONCILIATION_AGREEMENT.value] = NEVER


@kernel
def _review_day(office: Any, case: Any, clock: Any) -> Any:
    due = np.int64(case.due[clock])
    if due == 0:
        return np.int64(NEVER)
    return working_day_until(office, due - office.plain.review_request_days)


@kernel
def _set_follow_up_timers(office: Any, case: Any, flags: Any, before: Any, after: Any) -> None:
    """Set the timers that a step calls for: responses, hearings, reviews."""
    if flags & Flag.DEMAND.value:
        set_timer(case, Timer.DEMAND_RESPONSE.value, office.today + office.plain.response_days)
    if flags & Flag.BREACH_HEARING.value:
        set_timer(case, Timer.BREACH_HEARING.value, office.today + office.plain.hearing_days)
    if flags & Flag.APPOINTMENT_HEARING.value:
        set_timer(case, Timer.APPOINTMENT_HEARING.value, office.today + office.plain.hearing_days)
    if flags & Flag.REDUCTION.value and case.facts & _UNDER_25:
        set_timer(case, Timer.COUNSELLING.value, office.today + COUNSELLING_DAYS)
    changed = flags & Flag.PLAN_CHANGED.value
    if changed:
        _change_plan(office, case, before, after)
    if flags & Flag.GROUND.value:
        set_timer(case, Timer.GROUND_REVIEW.value, _review_day(office, case, _GROUND_REVIEW))
    noticed = after & (Trait.WITH_NOTICE.value | Trait.NOT_AGREED.value)
    if flags & Flag.NOTICE.value or (changed and noticed):
        set_timer(case, Timer.NOTICE_REVIEW.value, _review_day(office, case, _NOTICE_REVIEW))


@kernel
def act(office: Any, case: Any, event: Any, situation: Any) -> None:
    """Let an event happen to a case today, count its work, set the timers that follow."""
    traits = office.at.traits
    before = model(office, traits + case.configuration)
    missed = np.int64(case.missed)
    team = team_of(office, case)
    branch = step(office, case, event, office.today, situation)
    record(office, case, office.today, branch)
    _count_punctuality(office, branch, missed, team)
    if team_of(office, case) != team:
        office.stock[team] -= 1
        office.stock[team_of(office, case)] += 1
    office.paper_today[team] += office.beside_slot
    flags = branch_field(office, branch, Branch.FLAGS.value)
    if flags != 0:
        after = model(office, traits + case.configuration)
        _set_follow_up_timers(office, case, flags, before, after)


@kernel
def happen(office: Any, case: Any, event: Any) -> None:
    """Let an event happen to a case today without special circumstances."""
    act(office, case, event, NOTHING)
