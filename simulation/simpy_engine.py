"""The SimPy engine, the readable reference: a process per case, real resources, stated order.

One process runs the office through its days; it wakes the cases that are due, in the order that
``day_order`` lays down. Each case is a process that waits for its wake-up, does what is due and
waits again. Each talk request is a process that waits for its team's time, is invited and waits for
its day.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Callable, Generator
from typing import Any

import simpy

from ..model.process.deadlines import DEADLINES
from ..model.process.states import Configuration
from ..model.table.transition_table import Entry
from .contacts import invited, plan_next_contact, reporting
from .day_order import MORNING_TIMERS, NEVER, STAFF_TIMERS, Decision, Phase, Timer
from .effort import slot_key
from .horizon import month_starts
from .mornings import BEHAVIOUR, set_follow_up_timers
from .population import Population, set_life_timers
from .random_streams import RandomStreams
from .recorder import Recorder
from .simulated_case import STAYS, SimulatedCase
from .staff import Team
from .staff_time import TEAMS, StaffTime
from .stepper import FIRST_TALK_DUE, UPDATE_DUE, Stepper
from .stock import place_in_stock
from .tables import ScenarioTables
from .talks import hold_appointment
from .working_calendar import WorkingCalendar

SimProcess = Generator[simpy.Event, Any, None]
DayProgress = Callable[[int], None]

COUNTED_MISSES = {
    "update_due": "updates_missed",
    "first_talk_due": "first_talks_missed",
    "ground_review_due": "ground_reviews_missed",
    "waiver_review_due": "waiver_reviews_missed",
    "analysis_due": "analyses_missed",
    "plan_due": "plans_missed",
}
"""Deadlines whose misses are counted, and the indicator."""


class SimpyOffice:
    """One office in one replication, from the first day of the warm-up to the last reported day.

    ``first_day``, ``start`` and ``last_day`` are ordinals: the first simulated, the first reported
    and the last day.
    """

    def __init__(
        self,
        tables: ScenarioTables,
        stepper: Stepper,
        recorder: Recorder,
        streams: RandomStreams,
        calendar: WorkingCalendar,
        first_day: int,
        start: int,
        last_day: int,
    ) -> None:
        self.tables = tables
        self.environment = simpy.Environment(initial_time=first_day)
        self.stepper = stepper
        self.recorder = recorder
        self._streams = streams
        self._calendar = calendar
        self._start, self._first_day, self._last_day = start, first_day, last_day
        self._agenda: tuple[defaultdict[int, set[int]], ...] = tuple(
            defaultdict(set) for _ in Phase
        )
        self._cases: dict[int, SimulatedCase] = {}  # by rank
        self._population = Population(tables, streams, stepper.table.initial)
        self._stock = [0 for _ in TEAMS]
        self._exits_today = self._arrivals_today = 0
        self._moved_in = self._moved_out = 0
        self._teams = tuple(Team(self.environment, name) for name in TEAMS)
        self._booked = StaffTime(tables.staff, calendar).booked(last_day)
        self._months = month_starts(start, last_day)
        self._month = -1

    # -- what behaviour may ask ----------------------------------------------------------------

    @property
    def today(self) -> int:
        """The current day (ordinal)."""
        return int(self.environment.now)

    def draw(self, case: SimulatedCase, decision: Decision) -> tuple[int, int, int, int]:
        """Return the four words of the next visit of ``case`` to ``decision``."""
        visit = case.visits[decision]
        case.visits[decision] = visit + 1
        return self._streams.block(case.number, decision, visit)

    def act(
        self, case: SimulatedCase, event: str, situation: int = 0, *, unreasonable: bool = False
    ) -> Entry:
        """Let ``event`` happen to ``case`` today, count its work, set the timers that follow."""
        before = case.configuration
        overdue = case.clocks.missed[UPDATE_DUE], case.clocks.missed[FIRST_TALK_DUE]
        team = case.team
        entry = self.stepper.step(case, event, self.today, situation, unreasonable=unreasonable)
        self._count_punctuality(entry, before, overdue, team)
        if case.team != team:
            self._stock[team] -= 1
            self._stock[case.team] += 1
        self._teams[team].work_beside_talks(self.stepper.last_beside_slot)
        kinds = frozenset(act.kind for act in entry.acts)
        set_follow_up_timers(self, case, self.stepper.table.configurations[before], kinds)
        return entry

    def possible(self, case: SimulatedCase, event: str) -> bool:
        """Tell whether ``event`` fits now under some facts."""
        return self.stepper.possible(case, event)

    def leaves(self, case: SimulatedCase) -> Configuration:
        """Return the configuration of ``case``."""
        return self.stepper.table.configurations[case.configuration]

    def working_day_from(self, day: int) -> int:
        """Return ``day`` or the next working day after it."""
        while not self._is_working(day):
            day += 1
        return day

    def working_day_until(self, day: int) -> int:
        """Return ``day`` or the last working day before it, but never a day that has passed."""
        earliest = self.working_day_from(self.today)
        while day > earliest and not self._is_working(day):
            day -= 1
        return max(day, earliest)

    def _is_working(self, day: int) -> bool:
        offset = day - self._calendar.first_ordinal
        return offset >= len(self._calendar.working) or self._calendar.working[offset]

    def withdraw(self, case: SimulatedCase) -> None:
        """Take ``case`` off the waiting list."""
        if case.request is not None:
            case.request.cancel()
            case.request = None

    def close(self, case: SimulatedCase) -> None:
        """Take note that ``case`` has left benefit today."""
        self.withdraw(case)
        case.left = self.today
        case.moving_to = STAYS
        self._stock[case.team] -= 1
        self.recorder.count(self._month, case.team, "exits")
        self._exits_today += 1

    def plan_first_contact(self, case: SimulatedCase, earliest: int) -> None:
        """Set the first contact of a stock case."""
        self._plan_contact(case, earliest)

    # -- running -------------------------------------------------------------------------------

    def open(self, progress: DayProgress | None = None) -> None:
        """Place the stock on the first day; ``progress`` will receive each day as it ends."""
        for case in self._population.stock():
            self._admit(case, stock=True)
        self.environment.process(self._days(progress))

    def run_before(self, day: int) -> None:
        """Run all days before ``day`` that have not passed."""
        self.environment.run(until=day)

    def send_away(self) -> list[tuple[int, SimulatedCase]]:
        """Let those go who move today; what stays here is a record (see ``region``)."""
        self._turn_month()
        movers = [c for c in self._cases.values() if c.moving_to != STAYS and not c.left]
        for case in movers:
            self.withdraw(case)
            self.act(case, "moved")
            del self._cases[case.rank]
            self._stock[case.team] -= 1
            self._moved_out += 1
            remains = copy.copy(case)
            remains.left = self.today
            self.recorder.cases[case.rank] = remains
        return [(case.moving_to, case) for case in movers]

    def take_in(self, case: SimulatedCase) -> None:
        """Take in a person who has moved here today."""
        case.origin, case.entered, case.entry_facts = "move", self.today, case.facts
        case.moving_to = STAYS
        case.signal = case.request = None
        self._enrol(case)
        self._moved_in += 1
        case.timers[Timer.APPOINTMENT] = NEVER
        self._plan_contact(case, self.today)
        self.environment.process(self._life(case))
        self._plan_wake_up(case)

    def _days(self, progress: DayProgress | None) -> SimProcess:
        while True:
            self._turn_month()
            self._exits_today = self._arrivals_today = 0
            for case in self._population.arrivals(self.today - self._first_day):
                self._admit(case, stock=False)
            yield self.environment.timeout(0)  # the lives of arrivals begin
            yield from self._wake(Phase.MORNING)
            yield from self._wake(Phase.TALKS)
            yield from self._wake(Phase.LETTERS)
            if self._is_working(self.today):
                yield from self._write_letters()
            self._end_day()
            self._moved_in = self._moved_out = 0
            if progress is not None:
                progress(self.today)
            yield self.environment.timeout(1)

    def _wake(self, phase: Phase) -> SimProcess:
        ranks = self._agenda[phase].pop(self.today, set())
        cases = [self._cases[rank] for rank in ranks if rank in self._cases]
        cases.sort(key=lambda case: case.key if phase == Phase.TALKS else (0, 0, case.rank))
        for case in cases:
            signal = case.signal
            case.signal = None
            if signal is not None:
                signal.succeed(phase)
                yield self.environment.timeout(0)

    def _write_letters(self) -> SimProcess:
        minutes = self._booked[:, self.today - self._first_day]
        for team, booked in zip(self._teams, minutes, strict=True):
            team.bookable.open_day(team.bookable_minutes(int(booked)))
            yield self.environment.timeout(0)
            team.close_working_day()

    def _life(self, case: SimulatedCase) -> SimProcess:
        while True:
            case.signal = self.environment.event()
            phase = yield case.signal
            if phase == Phase.MORNING:
                self._morning(case)
            elif phase == Phase.TALKS:
                self._appointment(case)
            else:
                self._join_waiting_list(case)
            if self.leaves(case)[0] == "closed":
                del self._cases[case.rank]
                return
            self._plan_wake_up(case)

    def _morning(self, case: SimulatedCase) -> None:
        plan = self.leaves(case)[0]
        self._run_clocks(case)
        for timer in MORNING_TIMERS:
            if case.timers[timer] <= self.today:
                if timer in STAFF_TIMERS and not self._is_working(self.today):
                    case.timers[timer] = self.working_day_from(self.today)
                    continue
                case.timers[timer] = NEVER
                BEHAVIOUR[timer](self, case)
                if case.left:
                    break
        self._review_contact(case, changed=self.leaves(case)[0] != plan)

    def _run_clocks(self, case: SimulatedCase) -> None:
        while True:
            day, index = case.clocks.next_expiry()
            if day > self.today:
                return
            deadline = DEADLINES[index]
            if deadline.silent:
                self.stepper.end_of_year(case, index, self.today)
            elif deadline.expiry_event:
                self.act(case, deadline.expiry_event)
                if self.leaves(case)[0] == "closed":
                    return
            else:
                self.stepper.miss(case, index, self.today)
                self._count_miss(case, index)

    def _appointment(self, case: SimulatedCase) -> None:
        if case.timers[Timer.APPOINTMENT] != self.today:
            return
        case.timers[Timer.APPOINTMENT] = NEVER
        if not invited(self.leaves(case)):
            return
        held = hold_appointment(self, case)
        wait = 1 if held else self.tables.plain.rebooking_days
        self._plan_contact(case, self.today + wait, missed=not held)

    def _review_contact(self, case: SimulatedCase, changed: bool) -> None:
        """Keep waiting list, appointment and contact timer in step with a changed case.

        What happens beside the plan never puts off a talk that is already planned.
        """
        if case.left:
            self.withdraw(case)
            case.timers[Timer.CONTACT] = case.timers[Timer.APPOINTMENT] = NEVER
            return
        configuration = self.leaves(case)
        if invited(configuration):
            return
        case.timers[Timer.APPOINTMENT] = NEVER
        if changed:
            self.withdraw(case)
        if case.request is None:
            planned = case.timers[Timer.CONTACT], case.key
            self._plan_contact(case, self.today)
            if not changed and planned[0] < case.timers[Timer.CONTACT]:
                case.timers[Timer.CONTACT], case.key = planned

    def _plan_contact(self, case: SimulatedCase, earliest: int, *, missed: bool = False) -> None:
        plan_next_contact(
            case,
            self.leaves(case),
            self.today,
            self.tables.plain,
            max(earliest, self.today),
            missed=missed,
        )

    def _join_waiting_list(self, case: SimulatedCase) -> None:
        if (
            case.timers[Timer.CONTACT] > self.today
            or case.request is not None
            or invited(self.leaves(case))
        ):
            return
        if reporting(self.leaves(case)):
            case.timers[Timer.CONTACT] = max(case.timers[Timer.REPORTING_DATE], self.today) + 1
            return
        case.timers[Timer.CONTACT] = NEVER
        case.requested = self.today
        minutes = self.tables.minutes[slot_key(self.leaves(case))]
        case.request = self._teams[case.team].bookable.request(minutes, case.key)
        self.environment.process(self._invite_when_booked(case, case.request))

    def _invite_when_booked(self, case: SimulatedCase, request: simpy.Event) -> SimProcess:
        yield request
        if case.request is not request:
            return
        case.request = None
        self.recorder.count(self._month, case.team, "bookings")
        self.recorder.count(self._month, case.team, "wait_days_sum", self.today - case.requested)
        self.act(case, "invitation_sent")
        day = self._calendar.add_working_days_ordinal(
            self.today, self.tables.plain.lead_working_days
        )
        case.timers[Timer.APPOINTMENT] = day
        self._agenda[Phase.TALKS][day].add(case.rank)

    def _plan_wake_up(self, case: SimulatedCase) -> None:
        morning = case.next_morning()
        if morning <= self._last_day:
            self._agenda[Phase.MORNING][max(morning, self.today + 1)].add(case.rank)
        contact = case.timers[Timer.CONTACT]
        if contact <= self._last_day and case.request is None:
            passed = contact < self.today
            self._agenda[Phase.LETTERS][self.today if passed else contact].add(case.rank)
        if case.timers[Timer.APPOINTMENT] <= self._last_day:
            self._agenda[Phase.TALKS][case.timers[Timer.APPOINTMENT]].add(case.rank)

    # -- admission, counting -------------------------------------------------------------------

    def _enrol(self, case: SimulatedCase) -> None:
        case.rank = len(self.recorder.cases)
        case.key = (0, 0, case.rank)
        case.managed_facts = self.tables.plain.managed_facts
        self._cases[case.rank] = case
        self.recorder.cases.append(case)
        self._stock[case.team] += 1

    def _admit(self, case: SimulatedCase, stock: bool) -> None:
        self._enrol(case)
        set_life_timers(case, self.today, self.tables, self._streams)
        if stock:
            place_in_stock(self, case)
        else:
            case.entered = self.today
            self.recorder.count(self._month, case.team, "arrivals")
            self._arrivals_today += 1
            came_over = case.origin == "unemployment_insurance"
            self.act(case, "enter_from_unemployment_insurance" if came_over else "enter")
            self._plan_contact(case, self.today)
        self.environment.process(self._life(case))
        self._plan_wake_up(case)

    def _turn_month(self) -> None:
        while self._month + 1 < len(self._months) and self._months[self._month + 1] <= self.today:
            self._month += 1

    def _count_punctuality(
        self, entry: Entry, before: int, overdue: tuple[bool, bool], team: int
    ) -> None:
        for act in entry.acts:
            updated = act.kind == "plan_confirmed_unchanged" or (
                act.kind == "plan_issued" and act.get("version") == "update"
            )
            if updated and not overdue[0]:
                self.recorder.count(self._month, team, "updates_in_time")
            elif act.kind == "talk" and act.get("kind") == "first" and not overdue[1]:
                self.recorder.count(self._month, team, "first_talks_in_time")

    def _count_miss(self, case: SimulatedCase, index: int) -> None:
        counted = COUNTED_MISSES.get(DEADLINES[index].name)
        if counted:
            self.recorder.count(self._month, case.team, counted)

    def _end_day(self) -> None:
        if self.today >= self._start:
            self.recorder.daily_stock.append(
                (
                    self.today,
                    sum(self._stock),
                    self._arrivals_today,
                    self._exits_today,
                    self._moved_in,
                    self._moved_out,
                )
            )
            tomorrow = self.today + 1
            if tomorrow > self._last_day or (
                self._month + 1 < len(self._months) and self._months[self._month + 1] == tomorrow
            ):
                self._count_levels()

    def _count_levels(self) -> None:
        for index, team in enumerate(self._teams):
            self.recorder.count(self._month, index, "backlog", team.bookable.waiting)
            self.recorder.count(self._month, index, "stock", self._stock[index])
        for case in self._cases.values():
            plan, responsible = self.leaves(case)[0], case.team
            self.recorder.count(self._month, responsible, f"state:{plan}")
            due = case.clocks.due[UPDATE_DUE]
            if due and due < self.today:
                self.recorder.count(self._month, responsible, "updates_overdue")
