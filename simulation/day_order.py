"""The order of a simulated day, stated once. Every engine follows it.

A day has three phases:

1. ``MORNING``: on the first day of a month, those who move (see ``region``); arrivals of the day
   (in order of their numbers); then the cases whose clocks or timers are due, in the order in which
   they came to the office (their rank). Of one case, deadlines come first (earliest due, then the
   order of ``deadlines.DEADLINES``), then timers in the order of ``Timer``.
2. ``TALKS``: the appointments of the day, in order of (priority, due day, rank).
3. ``LETTERS``: talk requests join the waiting list of their team; then, on a working day, each team
   books the appointments of the day that lies ``lead_working_days`` ahead, in order of (priority,
   due day, rank), while that day has minutes left. Strictly in order: a request that does not fit
   ends the booking of that team.

Nothing depends on hash order, insertion order or the number of workers.
"""

from __future__ import annotations

from enum import IntEnum

NEVER = 10**9
"""A day that never comes."""


class Phase(IntEnum):
    """The phases of a day, in order."""

    MORNING = 0
    TALKS = 1
    LETTERS = 2


class Timer(IntEnum):
    """What a case waits for besides its deadlines; the order is the order within a morning."""

    EXIT = 0
    MOVE = 1
    BENEFIT_BEGINS = 2
    BENEFIT_ENDS = 3
    GROUND_BEGINS = 4
    GROUND_ENDS = 5
    COMES_OF_AGE = 6
    TURNS_25 = 7
    WORKS_TO_CAPACITY = 8
    CAPACITY_CHANGES = 9
    NEED_DECISION = 10
    PARTICIPATION_PLAN = 11
    CONCILIATION_AGREEMENT = 12
    APPOINTMENT_HEARING = 13
    BREACH_HEARING = 14
    DEMAND_RESPONSE = 15
    MEASURE_STARTS = 16
    MEASURE_TROUBLE = 17
    INTERVENTION_RESULT = 18
    MEASURE_ENDS = 19
    ADHERENCE_REVIEW = 20
    NOTICE_REVIEW = 21
    GROUND_REVIEW = 22
    COUNSELLING = 23
    REPORTING_INVITATION = 24
    REPORTING_DATE = 25
    CONTACT = 26
    APPOINTMENT = 27


MORNING_TIMERS = tuple(timer for timer in Timer if timer < Timer.CONTACT)

STAFF_TIMERS = frozenset(
    {
        Timer.CONCILIATION_AGREEMENT,
        Timer.APPOINTMENT_HEARING,
        Timer.BREACH_HEARING,
        Timer.DEMAND_RESPONSE,
        Timer.MEASURE_STARTS,
        Timer.INTERVENTION_RESULT,
        Timer.ADHERENCE_REVIEW,
        Timer.NOTICE_REVIEW,
        Timer.GROUND_REVIEW,
        Timer.COUNSELLING,
        Timer.REPORTING_INVITATION,
        Timer.REPORTING_DATE,
        Timer.NEED_DECISION,
    }
)
"""Timers that need somebody at work: on a closed day they wait for the next working day."""


class Decision(IntEnum):
    """What is drawn; with case and visit it keys the random streams. Numbers never change."""

    AGE = 1
    FACTS_A = 2
    FACTS_B = 3
    FACTS_C = 4
    STOCK_STATE = 5
    STOCK_AGES = 6
    EXIT = 7
    EXIT_KIND = 8
    MOVE = 9
    BENEFIT = 10
    GROUND = 11
    CAPACITY = 12
    NEED = 13
    PARTICIPATION_PLAN = 14
    ATTENDANCE = 15
    ANALYSIS = 16
    PLAN = 17
    UPDATE = 18
    CONCILIATION = 19
    TALK_END = 20
    ADHERENCE = 21
    ADHERENCE_MATTER = 22
    ADHERENCE_REASON = 23
    DEMAND = 24
    APPOINTMENT_HEARING = 25
    BREACH_HEARING = 26
    MEASURE_START = 27
    MEASURE = 28
    INTERVENTION = 29
    REPORTING = 30
    COUNSELLING = 31
    ARRIVALS = 32
    NOTICE = 33
