"""What an effect of behaviour does to the state: timers and clocks in days become weeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ...model.process.deadlines import DEADLINE_INDEX
from ...model.process.states import Configuration
from ...model.rule_set import RuleSet
from ...simulation.day_order import NEVER, Timer
from ...simulation.tables import ScenarioTables
from .case_state import (
    GROUND_MAY_BEGIN,
    GROUND_NEITHER,
    GROUND_RUNS,
    NONE,
    CaseState,
)
from .chain_office import Effect, delay_name
from .hazards import WORKING_PLAN
from .waits import DAYS_PER_WEEK, CalendarMeans, Weeks, in_weeks, mean_days, mix, table_in_weeks

SNAP_WEEKS = 0.02
"""Remainders of a week up to this are rounded away."""

COUNTED_TIMERS: dict[Timer, str] = {
    Timer.ADHERENCE_REVIEW: "adherence_review",
    Timer.DEMAND_RESPONSE: "demand_response",
    Timer.NOTICE_REVIEW: "notice_review",
    Timer.INTERVENTION_RESULT: "intervention_result",
    Timer.CONCILIATION_AGREEMENT: "conciliation_agreement",
    Timer.NEED_DECISION: "need_decision",
}
"""Timers that are counted down week by week, and the field of the state that counts."""

HEARINGS = (Timer.APPOINTMENT_HEARING, Timer.BREACH_HEARING)
"""Timers of hearings; in the chain a hearing is decided in the week in which it begins."""

_PROMPT_CLOCKS = ("update_after_need_due", "participation_plan_due")
PLACE = {name: place for place, name in enumerate(CaseState._fields)}
_NAMES = {index: name for name, index in DEADLINE_INDEX.items()}
Setting = tuple[int, int]
"""A field of the state (its place) and its new value."""


@dataclass(frozen=True, slots=True)
class Change:
    """An effect in the terms of the state.

    ``settings`` are certain, ``waits`` are new waits of random length (place and weeks). With
    ``prompt`` an update is wanted at once; ``hearings`` are the timers of hearings that begin.
    """

    probability: float
    configuration: int
    facts: int
    settings: tuple[Setting, ...]
    waits: tuple[tuple[int, Weeks], ...]
    counts: tuple[tuple[int, int], ...]
    events: tuple[str, ...]
    closed: bool
    answer: bool
    prompt: bool
    hearings: tuple[Timer, ...]
    met: frozenset[str]


def waits_dropped(configuration: Configuration) -> tuple[Setting, ...]:
    """Return the fields that mean nothing in a configuration, with their empty values."""
    plan, measure, demand = configuration[0], configuration[3], configuration[4]
    conciliation = plan.startswith("conciliation")
    dropped = {
        "adherence_review": plan not in WORKING_PLAN,
        "notice_review": plan != "not_agreed",
        "intervention_result": measure != "early_intervention",
        "demand_response": demand == "no_demand",
        "conciliation_agreement": not conciliation,
        "conciliation_end": not conciliation,
        "waiver_review": plan != "waived",
    }
    settings = [(PLACE[name], NONE) for name, drop in dropped.items() if drop]
    if conciliation:
        settings.append((PLACE["update"], 1))
    return tuple(settings)


def whole_lead(calendar: CalendarMeans) -> int:
    """Return the lead time of an appointment in whole weeks (the nearest number, at least one)."""
    return max(1, round(calendar.lead_days / DAYS_PER_WEEK))


class Translator:
    """Turns effects into changes, with the limits of a rule set and the delays of a scenario."""

    def __init__(self, tables: ScenarioTables, rule_set: RuleSet, calendar: CalendarMeans) -> None:
        self._calendar = calendar
        self._plain = tables.plain
        delays = tables.delays
        self._delays = {
            "response": table_in_weeks(delays.response),
            "conciliation": table_in_weeks(
                delays.conciliation, most=rule_set.conciliation_weeks + 1
            ),
        }
        self._limits = {
            "update_due": mean_days(rule_set.update_months)
            + calendar.lead_days
            - DAYS_PER_WEEK * whole_lead(calendar)
            + calendar.opening_wait,
            "waiver_review_due": mean_days(rule_set.waiver_review_months),
            "conciliation_end": 7.0 * rule_set.conciliation_weeks,
        }
        self._notice_review = (
            mean_days(rule_set.notice_review_months)
            - self._plain.review_request_days
            - calendar.closing_step
        )

    def change(self, effect: Effect) -> Change:
        """Return what ``effect`` does to the state."""
        settings: dict[int, int] = {}
        waits: dict[int, Weeks] = {}
        for place, weeks in (*self._timers(effect), *self._clocks(effect), *self._rest(effect)):
            settings.pop(place, None)
            waits.pop(place, None)
            if len(weeks) == 1:
                settings[place] = weeks[0][1]
            else:
                waits[place] = weeks
        return Change(
            effect.probability,
            effect.configuration,
            effect.facts,
            tuple(settings.items()),
            tuple(waits.items()),
            effect.counts,
            effect.events,
            effect.closed,
            effect.answer,
            _is_prompt(effect),
            tuple(timer for timer, days in effect.timers if timer in HEARINGS and days < NEVER),
            effect.met,
        )

    def _timers(self, effect: Effect) -> list[tuple[int, Weeks]]:
        return [
            (PLACE[COUNTED_TIMERS[timer]], self._wait(timer, offset))
            for timer, offset in effect.timers
            if timer in COUNTED_TIMERS
        ]

    def _wait(self, timer: Timer, offset: int) -> Weeks:
        if offset >= NEVER:
            return ((1.0, NONE),)
        name = delay_name(offset)
        if name is not None:
            return self._delays[name]
        days = float(offset)
        if timer == Timer.ADHERENCE_REVIEW:
            days = self._calendar.adherence_days
        elif timer == Timer.NOTICE_REVIEW:
            days = self._notice_review
        return _at_least_one(in_weeks(days, SNAP_WEEKS))

    def _clocks(self, effect: Effect) -> list[tuple[int, Weeks]]:
        found: list[tuple[int, Weeks]] = []
        fields: dict[str, Literal["update", "waiver_review", "conciliation_end"]] = {
            "update_due": "update",
            "waiver_review_due": "waiver_review",
            "conciliation_end": "conciliation_end",
        }
        for index, operation in effect.operations:
            name = _NAMES[index]
            if name in fields and operation in ("start", "stop"):
                weeks: Weeks = ((1.0, NONE),)
                if operation == "start":
                    weeks = in_weeks(self._limits[name], SNAP_WEEKS)
                found.append((PLACE[fields[name]], weeks))
        return found

    def _rest(self, effect: Effect) -> list[tuple[int, Weeks]]:
        found: list[tuple[int, Weeks]] = []
        timers = dict(effect.timers)
        begins, ends = timers.get(Timer.GROUND_BEGINS), timers.get(Timer.GROUND_ENDS)
        if ends is not None and ends < NEVER:
            found.append((PLACE["ground"], ((1.0, GROUND_RUNS),)))
        elif begins is not None:
            kind = GROUND_NEITHER if begins >= NEVER else GROUND_MAY_BEGIN
            found.append((PLACE["ground"], ((1.0, kind),)))
        return found


def _is_prompt(effect: Effect) -> bool:
    """Tell whether a clock has started that wants an update at once, and still runs."""
    wanted: set[str] = set()
    for index, operation in effect.operations:
        name = _NAMES[index]
        if name in _PROMPT_CLOCKS and operation in ("start", "stop"):
            (wanted.add if operation == "start" else wanted.discard)(name)
    return bool(wanted)


def _at_least_one(weeks: Weeks) -> Weeks:
    return mix((probability, max(1, value)) for probability, value in weeks)
