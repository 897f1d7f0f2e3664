"""Monthly indicators of one replication: counts of acts, working time, levels at month end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from ..model.process.acts import Act
from ..model.process.states import LEAVES
from ..model.table.transition_table import Entry, TransitionTable
from .recorder import Recorder
from .simpy_engine import month_starts
from .staff_time import TEAMS, StaffTime
from .tables import ScenarioTables
from .working_calendar import WorkingCalendar

Counter = Callable[[Act, Entry], bool]
CountedValues = dict[tuple[int, int, str], float]
"""Numbers by (month index, team, indicator); what is missing is 0."""


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


def months_frame(
    recorder: Recorder,
    table: TransitionTable,
    tables: ScenarioTables,
    calendar: WorkingCalendar,
    last_day: int,
    replication: int,
    values: CountedValues | None = None,
) -> pd.DataFrame:
    """Return the tidy monthly indicators: replication, month, team, indicator, value, unit.

    ``values`` are the counts of acts and the minutes if they are known already; otherwise they are
    counted from the log.
    """
    starts = month_starts(recorder.first_day, last_day)
    supervision = tables.plain.supervision_minutes_per_month
    rows: list[tuple[int, int, str, float, str]] = []
    if values is None:
        values = _counts(recorder, table, starts)
    staff = StaffTime(tables.staff, calendar)
    for month, start in enumerate(starts):
        end = starts[month + 1] if month + 1 < len(starts) else last_day + 1
        working_days = _working_days(start, end, calendar)
        for team in range(len(tables.plain.teams)):
            rows += _team_rows(values, recorder, month, team)
            minutes = values.get((month, team, "minutes_needed"), 0.0)
            per_fte = staff.minutes_per_fte(team, date.fromordinal(start).month) * working_days
            rows += [
                (month, team, "minutes_needed", minutes, "minutes"),
                (month, team, "fte_needed", minutes / per_fte if per_fte else 0.0, "FTE"),
                (month, team, "fte_available", staff.mean_fte(team, start, end), "FTE"),
                (month, team, "supervision_minutes", float(supervision), "minutes"),
            ]
            rows += _booking_rows(recorder, month, team)
    frame = pd.DataFrame(rows, columns=["month", "team", "indicator", "value", "unit"])
    total = _totals(frame)
    labels = [date.fromordinal(day).strftime("%Y-%m") for day in starts]
    whole = pd.concat(
        [frame.assign(team=[TEAMS[t] for t in frame["team"]]), total], ignore_index=True
    )
    whole["month"] = [labels[m] for m in whole["month"]]
    whole.insert(0, "replication", np.int16(replication))
    return whole


def _counts(recorder: Recorder, table: TransitionTable, starts: list[int]) -> CountedValues:
    columns = recorder.columns
    entry, team = np.array(columns.entry, dtype=np.int64), np.array(columns.team, dtype=np.int64)
    month = (
        np.searchsorted(np.array(starts), np.array(columns.day, dtype=np.int64), side="right") - 1
    )
    result: CountedValues = {}
    _add(result, "minutes_needed", month, team, np.array(columns.minutes, dtype=np.float64))
    known = entry >= 0
    used = np.unique(entry[known])
    place = np.searchsorted(used, entry[known])
    for name, counter in COUNTED_ACTS.items():
        per_entry = np.array(
            [sum(counter(a, table.entries[i]) for a in table.entries[i].acts) for i in used],
            dtype=np.float64,
        )
        weights = per_entry[place] if len(used) else np.zeros(0)
        _add(result, name, month[known], team[known], weights)
    return result


def _add(
    result: CountedValues,
    name: str,
    month: np.ndarray,
    team: np.ndarray,
    weights: np.ndarray,
) -> None:
    if len(month) == 0:
        return
    sums = np.bincount(month * len(TEAMS) + team, weights=weights)
    for index, value in enumerate(sums):
        result[index // len(TEAMS), index % len(TEAMS), name] = float(value)


def _team_rows(
    values: CountedValues,
    recorder: Recorder,
    month: int,
    team: int,
) -> list[tuple[int, int, str, float, str]]:
    counts = recorder.counts

    def row(name: str, value: float, unit: str) -> tuple[int, int, str, float, str]:
        return month, team, name, value, unit

    rows = [row(name, values.get((month, team, name), 0.0), "count") for name in COUNTED_ACTS]
    rows += [
        row(name, counts.get((month, team, name), 0.0), "count")
        for name in (*DIRECT_COUNTS, *LEVELS)
    ]
    in_time, missed = (
        counts.get((month, team, n), 0.0) for n in ("updates_in_time", "updates_missed")
    )
    rows.append(row("updates_due", in_time + missed, "count"))
    for name, states in STOCK_STATES.items():
        leaves = [leaf for leaf in LEAVES.values() if leaf.name in states or leaf.parent in states]
        rows.append(
            row(
                name,
                sum(counts.get((month, team, f"state:{s.name}"), 0.0) for s in leaves),
                "persons",
            )
        )
    return rows


def _booking_rows(
    recorder: Recorder, month: int, team: int
) -> list[tuple[int, int, str, float, str]]:
    bookings = recorder.counts.get((month, team, "bookings"), 0.0)
    waited = recorder.counts.get((month, team, "wait_days_sum"), 0.0)
    return [
        (month, team, "bookings", bookings, "count"),
        (month, team, "wait_days_sum", waited, "days"),
        (month, team, "wait_days", waited / bookings if bookings else 0.0, "days"),
    ]


def _totals(frame: pd.DataFrame) -> pd.DataFrame:
    total = frame.groupby(["month", "indicator", "unit"], as_index=False, sort=False)["value"].sum()
    wide = total.pivot(index="month", columns="indicator", values="value")
    mean_wait = (wide["wait_days_sum"] / wide["bookings"].where(wide["bookings"] > 0)).fillna(0.0)
    waits = total["indicator"] == "wait_days"
    total.loc[waits, "value"] = [float(mean_wait[m]) for m in total.loc[waits, "month"]]
    whole: pd.DataFrame = total.assign(team="all")
    return whole


def _working_days(start: int, end: int, calendar: WorkingCalendar) -> int:
    first = calendar.first_ordinal
    return sum(calendar.working[start - first : end - first])
