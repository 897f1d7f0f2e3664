"""Persons: who is in the stock, who arrives, and the timers of their lives (see ``population``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...model.process.facts import FACT_BIT
from ..day_order import Decision, Timer
from ..event_log import ORIGINS
from ..population import MINOR, OLDER, YOUNG
from ..simulated_case import ARRIVALS_FROM, MOST_ARRIVALS_A_DAY
from .clocking import set_timer
from .drawing import delay, draw, happens
from .kernel_cache import kernel
from .layout import CLOCKS, NEVER, NOT_HELD
from .life_events import spell
from .memory import case_at
from .philox import philox
from .stepping import team_of

STOCK, ARRIVAL, INSURED = (
    np.int64(ORIGINS.index(name)) for name in ("stock", "arrival", "unemployment_insurance")
)

_TIMERS = len(Timer)
_MINOR, _UNDER_25 = FACT_BIT["minor"], FACT_BIT["under_25"]
_NEED, _LEGACY = FACT_BIT["need_established"], FACT_BIT["legacy_agreement"]
_ESTABLISHED, _CAPACITY = FACT_BIT["facts_established"], FACT_BIT["integrated_to_capacity"]
_BENEFIT, _VULNERABLE = FACT_BIT["unemployment_benefit"], FACT_BIT["vulnerable"]
_REHABILITATION, _COACHING = FACT_BIT["rehabilitation"], FACT_BIT["holistic_coaching"]
_TRANSFERRED = FACT_BIT["training_transferred"]


@kernel
def _block(office: Any, number: Any, decision: Any) -> Any:
    return philox(number, decision, np.uint16(0), office.keys)


@kernel
def _person(office: Any, number: Any, group: Any) -> Any:
    """Return the facts of a person of an age group."""
    chances = office.chances
    one = _block(office, number, Decision.FACTS_A.value)
    two = _block(office, number, Decision.FACTS_B.value)
    facts = 0 if group == OLDER else _UNDER_25
    facts |= _MINOR if group == MINOR else 0
    facts |= _VULNERABLE if happens(one[0], chances.vulnerable) else 0
    facts |= _REHABILITATION if happens(one[1], chances.rehabilitation) else 0
    facts |= _COACHING if happens(one[2], chances.coaching) else 0
    facts |= _BENEFIT if happens(one[3], chances.benefit) else 0
    facts |= _CAPACITY if happens(two[0], chances.capacity) else 0
    if group != OLDER and happens(two[1], chances.transferred):
        facts |= _TRANSFERRED
    return facts


@kernel
def _new_case(office: Any, number: Any, facts: Any, origin: Any) -> Any:
    """Return the next free row (all zero so far), filled with a person who has not entered yet."""
    case = case_at(office, office.cases)
    case.index = office.cases
    office.cases += 1
    for timer in range(_TIMERS):
        case.timers[timer] = NEVER
    for clock in range(CLOCKS):
        case.expiry[clock] = NEVER
        case.remaining[clock] = NOT_HELD
    case.number = number
    case.facts = facts
    case.entry_facts = facts
    case.origin = origin
    case.configuration = office.initial
    case.key = np.uint64(case.index)
    office.stock[team_of(office, case)] += 1
    return case


@kernel
def stock_case(office: Any, number: Any) -> Any:
    """Return a case of the first day."""
    chances = office.chances
    words = _block(office, number, Decision.AGE.value)
    group = MINOR if happens(words[1], chances.minor) else YOUNG
    if not happens(words[0], chances.under_25):
        group = OLDER
    facts = _person(office, number, group) | _NEED
    if happens(_block(office, number, Decision.FACTS_C.value)[2], chances.legacy):
        facts |= _LEGACY
    return _new_case(office, number, facts, STOCK)


@kernel
def arriving_case(office: Any, number: Any, group: Any) -> Any:
    """Return a case that arrives today."""
    chances = office.chances
    words = _block(office, number, Decision.FACTS_C.value)
    facts = _person(office, number, group)
    if happens(words[0], chances.from_unemployment_insurance):
        facts = (facts | _ESTABLISHED | _NEED) & ~_BENEFIT
        return _new_case(office, number, facts, INSURED)
    facts |= _ESTABLISHED if happens(words[1], chances.facts_established) else 0
    facts |= 0 if happens(words[3], chances.before_need) else _NEED
    return _new_case(office, number, facts, ARRIVAL)


@kernel
def first_number_of_today(office: Any) -> Any:
    """Return the number of the first arrival of today."""
    days = office.today - office.first_day
    return office.first_number + ARRIVALS_FROM + days * MOST_ARRIVALS_A_DAY


@kernel
def arrivals_of_today(office: Any) -> Any:
    """Return how many minors, young and older persons arrive today."""
    words = _block(office, first_number_of_today(office), Decision.ARRIVALS.value)
    delays = office.delays
    return (
        delay(office, delays.arrivals_0, words[0]),
        delay(office, delays.arrivals_1, words[1]),
        delay(office, delays.arrivals_2, words[2]),
    )


@kernel
def set_life_timers(office: Any, case: Any) -> None:
    """Set the timers that every case has: exit, growing older, moves, spells, reporting."""
    office, facts = office, case.facts
    delays, today = office.delays, office.today
    exits = delays.exit_0 if facts & _UNDER_25 else delays.exit_1
    spell(office, case, Timer.EXIT.value, exits, Decision.EXIT.value)
    spell(office, case, Timer.MOVE.value, delays.move, Decision.MOVE.value)
    age = draw(office, case, Decision.AGE.value)
    if facts & _MINOR:
        set_timer(case, Timer.COMES_OF_AGE.value, today + delay(office, delays.to_18, age[2]))
    elif facts & _UNDER_25:
        set_timer(case, Timer.TURNS_25.value, today + delay(office, delays.to_25, age[3]))
    if facts & _BENEFIT:
        lasts = delays.benefit_lasts
        spell(office, case, Timer.BENEFIT_ENDS.value, lasts, Decision.BENEFIT.value)
    else:
        begins = delays.benefit_begins
        spell(office, case, Timer.BENEFIT_BEGINS.value, begins, Decision.BENEFIT.value)
    if facts & _CAPACITY:
        lasts = delays.capacity_lasts
        spell(office, case, Timer.CAPACITY_CHANGES.value, lasts, Decision.CAPACITY.value)
    else:
        begins = delays.capacity_begins
        spell(office, case, Timer.WORKS_TO_CAPACITY.value, begins, Decision.CAPACITY.value)
    if not facts & _NEED:
        spell(office, case, Timer.NEED_DECISION.value, delays.need_decision, Decision.NEED.value)
    if facts & _REHABILITATION:
        plan, decision = delays.participation_plan, Decision.PARTICIPATION_PLAN.value
        spell(office, case, Timer.PARTICIPATION_PLAN.value, plan, decision)
    reporting, decision = delays.reporting, Decision.REPORTING.value
    spell(office, case, Timer.REPORTING_INVITATION.value, reporting, decision)
    begins = delays.ground_begins
    spell(office, case, Timer.GROUND_BEGINS.value, begins, Decision.GROUND.value)
