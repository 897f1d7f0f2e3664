"""The days of an office: arrivals, mornings, talks, letters, counts (see ``day_order``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...model.process.deadlines import DEADLINE_INDEX
from ..day_order import Phase, Timer
from ..office_run import DAILY_COLUMNS
from ..staff import RESERVE_WORKING_DAYS
from .acting import count, happen
from .agenda import (
    AHEAD_WORDS,
    fetch_marked,
    links_for,
    plan,
    plan_wake_ups,
    planned_today,
    take_chain,
    take_mark,
    take_talks,
)
from .clocking import set_timer
from .codes import Count, Sent, Trait
from .contacting import make_up, plan_contact
from .kernel_cache import kernel
from .layout import NEVER, TEAM_COUNT
from .memory import (
    add_to_tally,
    case_at,
    fetch_case,
    fetch_head,
    granted_case,
    marks,
    model,
    set_granted_case,
    setting,
    talk_key,
    waiting_place,
)
from .mornings import morning
from .persons import (
    INSURED,
    arrivals_of_today,
    arriving_case,
    first_number_of_today,
    set_life_timers,
    stock_case,
)
from .stepping import NO_APPOINTMENT, NOTHING, has_trait, stop, team_of
from .stocking import place_in_stock
from .talking import hold_appointment
from .waiting import case_of, fetch_next_waiting, first_waiting, join, withdraw
from .workdays import working_day_from

DONE, MORE_CASES, MORE_LINKS, MORE_ROWS = 0, 1, 2, 3
"""Why the kernel returns: the day it should come to, or room is needed for the next day."""

_CONTACT, _APPOINTMENT = int(Timer.CONTACT), int(Timer.APPOINTMENT)
_REPORTING_DATE = int(Timer.REPORTING_DATE)
_UPDATE_DUE = DEADLINE_INDEX["update_due"]
_COUNTS, _DAILY = len(Count), len(DAILY_COLUMNS)
_ROWS_PER_WAKE_UP = 8
_AHEAD_TALKS, _AHEAD_ROWS = 4, 12
_SPARE_ROWS = 4096


@kernel
def _appointment(office: Any, case: Any) -> None:
    if case.timers[_APPOINTMENT] != office.today:
        return
    case.timers[_APPOINTMENT] = NEVER
    if not has_trait(office, case, Trait.INVITED.value):
        return
    if hold_appointment(office, case):
        plan_contact(office, case, office.today + 1)
    else:
        make_up(office, case, office.today + office.plain.rebooking_days)


@kernel
def _grant(office: Any, team: Any, minutes: Any) -> None:
    """Grant requests of a team in order of their keys while minutes are left."""
    while True:
        index = first_waiting(office, team)
        if index < 0:
            return
        case = case_at(office, index)
        needed = setting(office, office.at.slot_minutes + case.requested_in)
        if needed > minutes:
            return
        minutes -= needed
        fetch_case(office, index)
        fetch_next_waiting(office, team)
        withdraw(office, case)
        set_granted_case(office, office.granted, index)
        office.granted += 1


@kernel
def _invite_granted(office: Any) -> None:
    """Invite the cases whose requests were granted, in that order."""
    for i in range(office.granted):
        case = case_at(office, granted_case(office, i))
        team = team_of(office, case)
        count(office, team, Count.BOOKINGS.value, 1)
        count(office, team, Count.WAIT_DAYS_SUM.value, office.today - case.requested)
        happen(office, case, Sent.INVITATION_SENT.value)
        place = office.at.appointment_days + office.today - office.first_day
        day = setting(office, place)
        if day == 0:
            stop(office, case, NO_APPOINTMENT, NOTHING, office.today, NOTHING)
        case.timers[_APPOINTMENT] = day
        plan(office, case, Phase.TALKS.value, day)
    office.granted = 0


@kernel
def _join_waiting_list(office: Any, case: Any) -> None:
    busy = waiting_place(office, case.index) != 0 or has_trait(office, case, Trait.INVITED.value)
    if case.timers[_CONTACT] > office.today or busy:
        return
    if has_trait(office, case, Trait.REPORTING.value):
        date = np.int64(case.timers[_REPORTING_DATE])
        set_timer(case, _CONTACT, max(date, office.today) + 1)
        return
    case.timers[_CONTACT] = NEVER
    case.requested = office.today
    case.requested_in = case.configuration
    team = team_of(office, case)
    join(office, case, team)
    # A slot of no minutes is granted at once, as by a container that is empty.
    _grant(office, team, NOTHING)


@kernel
def _wake(office: Any, case: Any, phase: Any) -> None:
    """Wake a case in a phase of today."""
    _invite_granted(office)
    if phase == Phase.MORNING.value:
        morning(office, case)
    elif phase == Phase.TALKS.value:
        _appointment(office, case)
    else:
        _join_waiting_list(office, case)
    if not has_trait(office, case, Trait.CLOSED.value):
        plan_wake_ups(office, case)


@kernel
def _wake_marked(office: Any, phase: Any) -> None:
    """Wake the cases of a phase in the order in which they came."""
    if take_chain(office, phase) == 0:
        return
    words = (office.cases + 63) >> 6
    for word in range(min(AHEAD_WORDS, words)):
        fetch_marked(office, word)
    for word in range(words):
        if word + AHEAD_WORDS < words:
            fetch_marked(office, word + AHEAD_WORDS)
        while marks(office, word) != 0:
            index = take_mark(office, word)
            case = case_at(office, index)
            if not has_trait(office, case, Trait.CLOSED.value):
                _wake(office, case, phase)


@kernel
def _wake_talks(office: Any) -> None:
    """Wake the cases that have an appointment today, in order of their keys."""
    if take_chain(office, Phase.TALKS.value) == 0:
        return
    talks = take_talks(office)
    for i in range(talks):
        if i + _AHEAD_TALKS < talks:
            fetch_case(office, case_of(talk_key(office, i + _AHEAD_TALKS)))
        _wake(office, case_at(office, case_of(talk_key(office, i))), Phase.TALKS.value)


@kernel
def _minutes_to_book(office: Any, team: Any) -> Any:
    """Return the working time of a team on the day that is booked today."""
    width = office.last_day + 1 - office.first_day
    place = office.at.staff_minutes + team * width
    return setting(office, place + office.today - office.first_day)


@kernel
def _write_letters(office: Any) -> None:
    """Let each team book the appointments of one day; its paper work enters the average."""
    for team in range(TEAM_COUNT):
        days = office.paper_days[team]
        kept = min(days, RESERVE_WORKING_DAYS)
        reserve = office.paper_sum[team] // kept if kept > 0 else 0
        _grant(office, team, max(0, _minutes_to_book(office, team) - reserve))
        _invite_granted(office)
        place = days % RESERVE_WORKING_DAYS
        office.paper_sum[team] += office.paper_today[team] - office.paper[team, place]
        office.paper[team, place] = office.paper_today[team]
        office.paper_days[team] = days + 1
        office.paper_today[team] = 0


@kernel
def _count_levels(office: Any) -> None:
    """Count waiting lists, stock, states and overdue updates at the end of a month."""
    for team in range(TEAM_COUNT):
        count(office, team, Count.BACKLOG.value, office.waiting[team])
        count(office, team, Count.STOCK.value, office.stock[team])
    for index in range(office.cases):
        fetch_head(office, min(index + _AHEAD_ROWS, office.cases - 1))
        case = case_at(office, index)
        if has_trait(office, case, Trait.CLOSED.value) or (case.moving_to != 0 and case.left != 0):
            continue
        team = team_of(office, case)
        leaf = model(office, office.at.plans + case.configuration)
        group = TEAM_COUNT * office.month + team
        add_to_tally(office, office.at.states + group * office.plan_count + leaf, 1)
        due = case.due[_UPDATE_DUE]
        if due != 0 and due < office.today:
            count(office, team, Count.UPDATES_OVERDUE.value, 1)


@kernel
def _end_day(office: Any) -> None:
    if office.today < office.start:
        return
    place = office.at.daily + _DAILY * (office.today - office.start)
    add_to_tally(office, place, office.stock.sum())
    add_to_tally(office, place + 1, office.arrivals_today)
    add_to_tally(office, place + 2, office.exits_today)
    add_to_tally(office, place + 3, office.moved_in)
    add_to_tally(office, place + 4, office.moved_out)
    tomorrow, following = office.today + 1, office.month + 1
    ends = following < office.months and (
        setting(office, office.at.month_starts + following) == tomorrow
    )
    if tomorrow > office.last_day or ends:
        _count_levels(office)


@kernel
def _admit_arrivals(office: Any) -> None:
    number = first_number_of_today(office)
    groups = arrivals_of_today(office)
    for group in range(3):
        for _ in range(groups[group]):
            case = arriving_case(office, number, group)
            number += 1
            set_life_timers(office, case)
            case.entered = office.today
            count(office, team_of(office, case), Count.ARRIVALS.value, 1)
            office.arrivals_today += 1
            insured = case.origin == INSURED
            event = Sent.ENTER_FROM_UNEMPLOYMENT_INSURANCE.value if insured else Sent.ENTER.value
            happen(office, case, event)
            plan_contact(office, case, office.today)
            plan_wake_ups(office, case)


@kernel
def _begin_day(office: Any) -> None:
    office, months = office, office.at.month_starts
    while (
        office.month + 1 < office.months
        and setting(office, months + office.month + 1) <= office.today
    ):
        office.month += 1
    office.exits_today = office.arrivals_today = office.closed_phases = 0
    office.working_today = working_day_from(office, office.today) == office.today


@kernel
def _run_day(office: Any) -> None:
    _begin_day(office)
    _admit_arrivals(office)
    _wake_marked(office, Phase.MORNING.value)
    _wake_talks(office)
    _wake_marked(office, Phase.LETTERS.value)
    if office.working_today:
        _invite_granted(office)
        _write_letters(office)
    _end_day(office)
    office.moved_in = office.moved_out = 0
    _invite_granted(office)


@kernel
def _lack(office: Any) -> Any:
    """Return which room the next day may lack, or ``DONE``."""
    if office.cases + office.most_arrivals > office.capacity:
        return MORE_CASES
    most = 2 * (planned_today(office) + office.most_arrivals)
    waiting = office.waiting.sum()
    if office.links + links_for(office, 5 * most + waiting) > office.link_room:
        return MORE_LINKS
    if office.logging:
        room = _ROWS_PER_WAKE_UP * (most + waiting) + _SPARE_ROWS
        if office.rows + room > office.row_room:
            return MORE_ROWS
    return DONE


@kernel
def run_days(offices: Any, until: int) -> int:
    """Run the days before ``until``; return why the kernel came back (``DONE`` or a lack)."""
    office = offices[0]
    while office.today < until:
        lack: int = _lack(office)
        if lack != DONE:
            return lack
        _run_day(office)
        office.today += 1
    return DONE


@kernel
def open_office(offices: Any) -> None:
    """Place the stock on the first day."""
    office = offices[0]
    for number in range(office.plain.size):
        case = stock_case(office, office.first_number + number)
        set_life_timers(office, case)
        place_in_stock(office, case)
        plan_wake_ups(office, case)


@kernel
def send_away(offices: Any, chosen: Any) -> None:
    """Let cases go, before the day begins: the old office lifts what has to be lifted."""
    office = offices[0]
    _begin_day(office)
    for index in chosen:
        case = case_at(office, index)
        withdraw(office, case)
        happen(office, case, Sent.MOVED.value)
        office.stock[team_of(office, case)] -= 1
        office.moved_out += 1


@kernel
def take_in(offices: Any, count_of_cases: int) -> None:
    """Take in the cases in the next free rows, before the day begins."""
    office = offices[0]
    _begin_day(office)
    for _ in range(count_of_cases):
        case = case_at(office, office.cases)
        office.cases += 1
        office.stock[team_of(office, case)] += 1
        office.moved_in += 1
        plan_contact(office, case, office.today)
        plan_wake_ups(office, case)
