"""Monthly indicators of an office: counts of acts, working time, levels at month end.

Engines count; from the counts come the indicators of one office, which add up over offices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..model.process.acts import Act
from ..model.process.states import LEAVES
from ..model.table.transition_table import Entry, TransitionTable
from .recorder import Recorder
from .staff_time import TEAMS, StaffTime
from .tables import ScenarioTables
from .working_calendar import WorkingCalendar

Counter = Callable[[Act, Entry], bool]
Numbers = NDArray[np.float64]
MonthCounts = dict[str, Numbers]
"""What was counted: name to an array of shape (months, teams); what is missing is 0."""


def _kind(name: str, /, **fields: object) -> Counter:
    def count(act: Act, entry: Entry) -> bool:
        return act.kind == name and all(act.get(field) == value for field, value in fields.items())

    return count


COUNTED_ACTS: dict[str, Counter] = {
    "first_invitations": _kind("invitation", to="first_talk"),
    "invitations_without_notice": _kind("invitation", notice=False),
    "invitations_with_notice": _kind("invitation", notice=True),
    "talks": _kind("talk"),
    "first_talks": _kind("talk", kind="first"),
    "no_shows": _kind("no_show"),
    "plans_made": _kind("plan_issued", version="new"),
    "updates_done": _kind("plan_issued", version="update"),
    "updates_unchanged": _kind("plan_confirmed_unchanged"),
    "agreements_reviews": _kind("adherence_review"),
    "demands_with_notice": _kind("demand"),
    "individual_checks": _kind("individual_check"),
    "conciliations": _kind("conciliation_opened"),
    "ground_reviews": _kind("ground_review"),
    "waiver_reviews": _kind("waiver_review"),
    "returns_to_trust": _kind("return_to_trust"),
    "measures_started": _kind("measure_assignment"),
    "moves": _kind("handover"),
    "appointment_reductions": _kind("reduction", ground="missed_appointment"),
    "breach_reductions": _kind("reduction", ground="breach"),
}
"""Flow indicators that are counts of acts in the event log."""

DIRECT_COUNTS = (
    "arrivals",
    "exits",
    "updates_in_time",
    "updates_missed",
    "first_talks_in_time",
    "first_talks_missed",
    "analyses_missed",
    "plans_missed",
    "ground_reviews_missed",
    "waiver_reviews_missed",
)
LEVELS = ("backlog", "stock", "updates_overdue")
STOCK_STATES: dict[str, tuple[str, ...]] = {
    "stock_no_plan": ("no_plan",),
    "stock_trust": ("trust", "plan_before_need"),
    "stock_with_notice": ("plan_with_notice",),
    "stock_returning": ("returning",),
    "stock_conciliation": ("conciliation",),
    "stock_suspended": ("suspended",),
    "stock_exempt": ("exempt",),
    "stock_waived": ("waived",),
    "stock_support": ("follow_up_support",),
    "stock_moved": ("moved",),
    "stock_not_agreed": ("not_agreed",),
}
"""Level indicators at month end: how many cases are in these states (``stock_not_agreed`` is part
of ``stock_no_plan``; ``stock_support`` counts persons who have left benefit)."""


EVERYONE = "all"
"""Name of all teams together."""

INDICATOR_UNITS: dict[str, str] = {
    **dict.fromkeys((*COUNTED_ACTS, *DIRECT_COUNTS, *LEVELS, "updates_due"), "count"),
    **dict.fromkeys(STOCK_STATES, "persons"),
    "minutes_needed": "minutes",
    "fte_needed": "FTE",
    "fte_available": "FTE",
    "supervision_minutes": "minutes",
    "bookings": "count",
    "wait_days_sum": "days",
    "wait_days": "days",
}
"""All monthly indicators in the order of results, each with its unit."""

_PLACE = {name: place for place, name in enumerate(INDICATOR_UNITS)}


def recorded_counts(recorder: Recorder, table: TransitionTable, starts: list[int]) -> MonthCounts:
    """Return what a recorder holds, by month and team; ``starts`` are those of the months."""
    counts = _counts_of_log(recorder, table, starts)
    for (month, team, name), amount in recorder.counts.items():
        if name not in counts:
            counts[name] = np.zeros((len(starts), len(TEAMS)))
        counts[name][month, team] += amount
    return counts


def month_values(
    counts: MonthCounts,
    tables: ScenarioTables,
    calendar: WorkingCalendar,
    starts: list[int],
    last_day: int,
) -> Numbers:
    """Return the indicators of one office.

    Args:
        counts: what was counted.
        tables: numbers of the scenario.
        calendar: the working days of the office.
        starts: the first days of the months (ordinals).
        last_day: the last day (ordinal).

    Returns:
        Array of shape (months, teams + 1, indicators), in the order of ``INDICATOR_UNITS``; the
        last team stands for all teams together. A team that the office has not is 0 throughout.
    """
    months, none = len(starts), np.zeros((len(starts), len(TEAMS)))
    found = np.zeros((months, len(TEAMS) + 1, len(INDICATOR_UNITS)))
    given = {name: counts.get(name, none) for name in INDICATOR_UNITS}
    given["updates_due"] = given["updates_in_time"] + given["updates_missed"]
    for name in STOCK_STATES:
        given[name] = sum((counts.get(f"state:{s}", none) for s in _states_of(name)), none)
    staff = StaffTime(tables.staff, calendar)
    per_fte = staff.monthly_minutes_per_fte(starts, last_day)
    given["fte_needed"] = np.divide(
        given["minutes_needed"], per_fte, out=none.copy(), where=per_fte > 0
    )
    given["fte_available"] = staff.monthly_fte(starts, last_day)
    present = np.arange(len(TEAMS)) < len(tables.plain.teams)
    given["supervision_minutes"] = none + tables.plain.supervision_minutes_per_month * present
    for name, values in given.items():
        found[:, :-1, _PLACE[name]] = values
    return with_totals(found)


def with_totals(values: Numbers) -> Numbers:
    """Fill in all teams together, and the mean waits; return the array (changed in place).

    The array has the shape (..., teams + 1, indicators).
    """
    values[..., -1, :] = values[..., :-1, :].sum(axis=-2)
    waited, bookings = values[..., _PLACE["wait_days_sum"]], values[..., _PLACE["bookings"]]
    values[..., _PLACE["wait_days"]] = np.divide(
        waited, bookings, out=np.zeros_like(waited), where=bookings > 0
    )
    return values


def of_teams(values: Numbers, teams: Sequence[str]) -> Numbers:
    """Return the values of some teams, and of all together, from (..., teams + 1, indicators)."""
    places = [*(TEAMS.index(team) for team in teams), -1]
    return values[..., places, :]


def months_frame(
    values: Numbers, starts: list[int], replication: int, shown: Sequence[str]
) -> pd.DataFrame:
    """Return the tidy monthly indicators: replication, month, team, indicator, value, unit.

    ``values`` has the shape (months, teams + 1, indicators); ``shown`` are the teams to show.
    """
    months, teams, names = len(starts), len(shown), list(INDICATOR_UNITS)
    values = of_teams(values, shown)
    labels = month_labels(starts)
    rows, totals = months * teams * len(names), months * len(names)
    return pd.DataFrame(
        {
            "replication": np.full(rows + totals, replication, dtype=np.int16),
            "month": [label for label in labels for _ in range(teams * len(names))]
            + [label for label in labels for _ in names],
            "team": [team for team in shown for _ in names] * months + [EVERYONE] * totals,
            "indicator": names * (months * (teams + 1)),
            "value": np.concatenate([values[:, :-1].ravel(), values[:, -1].ravel()]),
            "unit": list(INDICATOR_UNITS.values()) * (months * (teams + 1)),
        }
    )


def office_months_frame(
    values: Numbers,
    offices: Sequence[int],
    starts: list[int],
    replication: int,
    shown: Sequence[str],
) -> pd.DataFrame:
    """Return the indicators of many offices, tidy: replication, office, month, team, and so on.

    ``values`` has the shape (offices, months, teams + 1, indicators); ``shown`` are the teams to
    show, the same for all offices. Texts are categories.
    """
    values = of_teams(values, shown)
    shape, teams, names = values.shape, [*shown, EVERYONE], list(INDICATOR_UNITS)
    units = sorted(set(INDICATOR_UNITS.values()))
    unit_codes = np.array([units.index(INDICATOR_UNITS[name]) for name in names])
    index = np.indices(shape, dtype=np.int16).reshape(4, -1)

    def texts(codes: NDArray[np.int16], categories: list[str]) -> pd.Categorical[str]:
        return pd.Categorical.from_codes(codes, pd.Index(categories, dtype=object))

    return pd.DataFrame(
        {
            "replication": np.full(values.size, replication, dtype=np.int16),
            "office": np.array(offices, dtype=np.int16)[index[0]],
            "month": texts(index[1], month_labels(starts)),
            "team": texts(index[2], teams),
            "indicator": texts(index[3], names),
            "value": values.ravel(),
            "unit": texts(unit_codes[index[3]], units),
        }
    )


def month_labels(starts: list[int]) -> list[str]:
    """Return names of months such as ``2024-01``."""
    return [date.fromordinal(day).strftime("%Y-%m") for day in starts]


@lru_cache(maxsize=64)
def _states_of(name: str) -> tuple[str, ...]:
    wanted = STOCK_STATES[name]
    return tuple(
        leaf.name for leaf in LEAVES.values() if leaf.name in wanted or leaf.parent in wanted
    )


def _counts_of_log(recorder: Recorder, table: TransitionTable, starts: list[int]) -> MonthCounts:
    columns = recorder.columns
    entry, team = np.array(columns.entry, dtype=np.int64), np.array(columns.team, dtype=np.int64)
    month = (
        np.searchsorted(np.array(starts), np.array(columns.day, dtype=np.int64), side="right") - 1
    )
    known = entry >= 0
    used = np.unique(entry[known])
    place = np.searchsorted(used, entry[known])
    cell, minutes = month * len(TEAMS) + team, np.array(columns.minutes, dtype=np.float64)

    def summed(cells: NDArray[np.int64], weights: Numbers) -> Numbers:
        sums = np.bincount(cells, weights=weights, minlength=len(starts) * len(TEAMS))
        return sums.astype(np.float64).reshape(len(starts), len(TEAMS))

    counts = {"minutes_needed": summed(cell, minutes)}
    for name, counter in COUNTED_ACTS.items():
        per_entry = np.array(
            [sum(counter(a, table.entries[i]) for a in table.entries[i].acts) for i in used],
            dtype=np.float64,
        )
        weights = per_entry[place] if len(used) else np.zeros(0)
        counts[name] = summed(cell[known], weights)
    return counts
