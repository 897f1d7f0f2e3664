"""On which days the moves of a story take place: how much time usually lies between them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import holidays

from ..periods import add_months
from ..process.states import LEAVES, Configuration
from ..rule_set import RuleSet

DAYS_BEFORE: Final[Mapping[str, int]] = MappingProxyType(
    {
        "invitation_sent": 2,
        "reporting_invitation_sent": 7,
        "talk_held": 14,
        "talk_missed": 14,
        "reporting_kept": 14,
        "reporting_missed": 14,
        "measure_started": 14,
        "measure_noncooperation": 10,
        "intervention_succeeded": 3,
        "intervention_failed": 3,
        "measure_ended": 28,
        "appointment_reduction_decided": 21,
        "breach_reduction_decided": 21,
        "demand_complied": 14,
        "demand_refused": 14,
        "reduction_lifted": 14,
        "conciliation_agreed": 10,
        "ground_begins": 7,
        "ground_ends": 28,
        "need_established": 10,
        "need_ends_through_work": 28,
        "need_returns": 28,
        "support_ended": 28,
        "unemployment_benefit_begins": 14,
        "unemployment_benefit_ends": 28,
        "participation_plan_concluded": 14,
        "works_to_capacity": 14,
        "moved": 14,
        "leave": 28,
        "came_of_age": 28,
        "turned_25": 28,
    }
)
"""Days that pass before an event, a plausible office assumed (no rule says so)."""

_BETWEEN_TALKS = 14
_OUTSIDE_A_TALK: Final[Mapping[str, int]] = MappingProxyType(
    {"enter": 0, "enter_from_unemployment_insurance": 0, "offer_made": 3, "demand_issued": 3}
)
_BEGIN = date(2024, 2, 1)
_BEGIN_OF_OLD_AGREEMENTS = date(2023, 8, 1)


def first_day(rule_set: RuleSet, legacy_period: bool) -> date:
    """Return the day on which a story begins: a Monday that is a working day.

    With ``legacy_period`` it lies before the last day of old agreements (15.69), else after it.
    """
    if legacy_period:
        early = add_months(rule_set.legacy_end, -4)
        day = max(rule_set.valid_from, min(_BEGIN_OF_OLD_AGREEMENTS, early))
    else:
        day = max(rule_set.valid_from, _BEGIN, add_months(rule_set.legacy_end, 1))
    while day.weekday() != 0 or not is_working_day(day):
        day += timedelta(days=1)
    return day


def days_before(event: str, configuration: Configuration) -> int:
    """Return how many days pass before an event; what belongs to a talk happens in it."""
    if event in DAYS_BEFORE:
        return DAYS_BEFORE[event]
    if any(LEAVES[leaf].parent == "in_talk" for leaf in configuration):
        return 0
    return _OUTSIDE_A_TALK.get(event, _BETWEEN_TALKS)


def working_day(wanted: date, today: date, latest: date) -> date:
    """Return the first working day from ``wanted`` on, or, if that is too late, the last in time.

    It lies between ``today`` and ``latest``; without any working day there it is ``today``.
    """
    day = max(wanted, today)
    while not is_working_day(day):
        day += timedelta(days=1)
    if day <= latest:
        return day
    day = max(latest, today)
    while day > today and not is_working_day(day):
        day -= timedelta(days=1)
    return day


def is_working_day(day: date) -> bool:
    """Tell whether offices are open: Monday to Friday, no public holiday of all Germany."""
    return day.weekday() < 5 and day not in _holidays(day.year)


@lru_cache(maxsize=32)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DE", years=year))
