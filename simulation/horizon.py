"""The days of a run: first simulated, first reported, last; its months and its calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from ..model.errors import RunError
from ..model.periods import add_months, first_of_next_month_ordinal
from ..model.rule_set import RuleSet, load_rule_set
from ..scenarios import Scenario
from .working_calendar import WorkingCalendar

CALENDAR_MARGIN_DAYS = 400
"""How far calendars reach beyond the last day: appointments are made ahead."""


@dataclass(frozen=True)
class Horizon:
    """The days of a run: first simulated, first reported, last."""

    first_day: date
    start: date
    last_day: date

    @property
    def days(self) -> int:
        """Number of simulated days."""
        return (self.last_day - self.first_day).days + 1


def horizon(scenario: Scenario, rule_set: RuleSet) -> Horizon:
    """Return the days that a scenario simulates.

    Raises:
        RunError: if they lie outside the validity of the rule set and the scenario is not marked as
            counterfactual.
    """
    first = add_months(scenario.start, -scenario.warm_up_months)
    last = add_months(scenario.start, scenario.months) - timedelta(days=1)
    ends = rule_set.valid_to or date.max
    if not scenario.counterfactual and (first < rule_set.valid_from or last > ends):
        raise RunError(
            f"scenario {scenario.name!r} simulates {first} to {last}, but rule set "
            f"{rule_set.name} is valid from {rule_set.valid_from} to {ends}: choose fewer months, "
            "another start, or set counterfactual: true"
        )
    return Horizon(first, scenario.start, last)


def effective_rule_set(scenario: Scenario) -> RuleSet:
    """Return the scenario's rule set; the layer of reductions is switched by the scenario."""
    rule_set = load_rule_set(scenario.rule_set)
    if bool(scenario.reductions.enabled.value) == rule_set.reduction_layer:
        return rule_set
    return replace(rule_set, reduction_layer=bool(scenario.reductions.enabled.value))


def calendar_of(scenario: Scenario, days: Horizon) -> WorkingCalendar:
    """Return the working days of a scenario's Land, with a margin; offices of a Land share it."""
    return _calendar(
        scenario.land, days.first_day, days.last_day + timedelta(days=CALENDAR_MARGIN_DAYS)
    )


@lru_cache(maxsize=64)
def _calendar(land: str, start: date, end: date) -> WorkingCalendar:
    return WorkingCalendar(land, start, end)


def month_boundaries(first_day: int, last_day: int) -> list[int]:
    """Return the first days of months after ``first_day``, up to ``last_day`` (ordinals)."""
    days, day = [], first_of_next_month_ordinal(first_day)
    while day <= last_day:
        days.append(day)
        day = first_of_next_month_ordinal(day)
    return days


def month_starts(start: int, last: int) -> list[int]:
    """Return the ordinals on which reported months begin: the start, and each first after it."""
    return [start, *month_boundaries(start, last)]
