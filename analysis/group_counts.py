"""What a log tells of a group of persons by month: counts, minutes, states, person-time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from ..model.periods import add_months
from ..model.process.deadlines import DEADLINE_INDEX, DEADLINES, clock_operations
from ..model.process.states import LEAVES, parse_configuration
from ..model.table.transition_table import Entry
from ..simulation.months import COUNTED_ACTS, STOCK_STATES
from ..simulation.recorder import DEADLINE_MISSED
from ..simulation.simpy_engine import COUNTED_MISSES
from .logs.act_texts import parse_acts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .log_tables import LogTables

DAYS_PER_YEAR = 365.25
EXITS = ("leave", "need_ends_through_work")
ENTRIES = ("enter", "enter_from_unemployment_insurance")
MISSES = {d.name: COUNTED_MISSES.get(d.name, f"{d.name}_missed") for d in DEADLINES if not d.silent}
"""The indicator that counts the misses of each deadline."""

Values = dict[str, "NDArray[np.float64]"]
"""Numbers per row of the log, or per month, by indicator."""


def month_days(tables: LogTables) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """Return the months of the log, and the first and the last day of each (ordinals)."""
    day, end = date.fromordinal(tables.first_day), date.fromordinal(tables.last_day)
    names, starts = [], []
    while day <= end:
        names.append(day.strftime("%Y-%m"))
        starts.append(day.toordinal())
        day = add_months(day.replace(day=1), 1)
    ends = [*(start - 1 for start in starts[1:]), tables.last_day]
    return names, np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)


def flows(tables: LogTables) -> Values:
    """Return for each flow indicator its amount in each row of the log."""
    events = tables.events["event"].astype("category")
    acts = tables.events["acts"].astype("category")
    parsed = [parse_acts(str(text)) for text in acts.cat.categories]
    nothing = cast(Entry, None)  # the counters look at the act alone
    found: Values = {}
    for name, counts in COUNTED_ACTS.items():
        per_text = np.array([sum(counts(act, nothing) for act in each) for each in parsed], float)
        found[name] = _pick(per_text, acts)
    found["minutes_needed"] = tables.events["minutes"].to_numpy(dtype=np.float64)
    names = [str(name) for name in events.cat.categories]
    found["arrivals"] = _pick(np.array([name in ENTRIES for name in names], float), events)
    found["exits"] = _pick(np.array([name in EXITS for name in names], float), events)
    for deadline, indicator in MISSES.items():
        is_miss = np.array([name == DEADLINE_MISSED + deadline for name in names], float)
        found[indicator] = _pick(is_miss, events)
    updated = found["updates_unchanged"] + found["updates_done"]
    found |= _punctuality(tables, "update_due", updated, "updates")
    found |= _punctuality(tables, "first_talk_due", found["first_talks"], "first_talks")
    return found


def _pick(values: NDArray[np.float64], column: pd.Series[Any]) -> NDArray[np.float64]:
    if len(values) == 0:
        return np.zeros(len(column))
    return values[column.cat.codes.to_numpy()]


def _punctuality(tables: LogTables, deadline: str, done: NDArray[np.float64], name: str) -> Values:
    """Divide what was done into in time, late, and unknown.

    It is late if the last thing that the log tells of the deadline before it is a miss. If the log
    tells nothing of a deadline that ran before the log began, nobody knows.
    """
    index = DEADLINE_INDEX[deadline]
    misses = (tables.events["event"].astype(str) == DEADLINE_MISSED + deadline).to_numpy()
    told = misses | _moves_clock(tables.events, index)
    rows = np.flatnonzero(told)
    last = np.searchsorted(rows, np.arange(len(done)), side="left") - 1
    case = tables.case_index
    if len(rows):
        known = (last >= 0) & (case[rows[np.maximum(last, 0)]] == case)
        late = known & misses[rows[np.maximum(last, 0)]]
    else:
        known = late = np.zeros(len(done), dtype=np.bool_)
    known = known | ~tables.entered_before_log[case]
    return {
        f"{name}_in_time": np.where(known & ~late, done, 0.0),
        f"{name}_late": np.where(late, done, 0.0),
        f"{name}_timing_unknown": np.where(known, 0.0, done),
    }


def _moves_clock(events: pd.DataFrame, index: int) -> NDArray[np.bool_]:
    """Tell for each row whether it starts or stops a deadline: the model's own rule decides."""
    columns = [events[name].astype("category") for name in ("before", "after", "acts")]
    codes = np.stack([column.cat.codes.to_numpy() for column in columns], axis=1)
    used, place = np.unique(codes, axis=0, return_inverse=True)
    deadline = (DEADLINES[index],)
    moves = []
    for row in used:
        before, after, acts = (
            str(c.cat.categories[code]) for c, code in zip(columns, row, strict=True)
        )
        done = clock_operations(
            parse_configuration(before), parse_configuration(after), parse_acts(acts), deadline
        )
        moves.append(any(operation in ("start", "stop") for _, operation in done))
    return np.array(moves, dtype=np.bool_)[place.ravel()]


def by_month(
    amounts: Values, member: NDArray[np.bool_], month: NDArray[np.int64], months: int
) -> Values:
    """Sum the amounts of members' rows by month."""
    chosen = month[member]
    return {
        name: np.bincount(chosen, weights=amount[member], minlength=months).astype(np.float64)
        for name, amount in amounts.items()
    }


def plan_states(tables: LogTables, ends: NDArray[np.int64]) -> list[NDArray[np.object_]]:
    """Return the state of the region *plan* of each case at the end of each of some days.

    Before its first event a case is in the state in which that event finds it; without any event it
    is all the time where it is at the end.
    """
    final = _plans(tables.cases["configuration"])
    before, after = _plans(tables.events["before"]), _plans(tables.events["after"])
    count = len(final)
    first_row = np.searchsorted(tables.case_index, np.arange(count), side="left")
    has_rows = np.zeros(count, dtype=np.bool_)
    has_rows[np.unique(tables.case_index)] = True
    start = final.copy()
    start[has_rows] = before[first_row[has_rows]]
    position = tables.case_index * 10_000_000 + tables.day
    moved_away = np.zeros(count, dtype=np.bool_)
    if "moved_to" in tables.cases:
        moved_away = (tables.cases["moved_to"] >= 0).to_numpy(dtype=np.bool_)
    found = []
    for end in ends:
        row = np.searchsorted(position, np.arange(count) * 10_000_000 + end, side="right") - 1
        inside = has_rows & (row >= first_row)
        state = start.copy()
        state[inside] = after[row[inside]]
        state[(moved_away & (tables.left <= end)) | (tables.entered > end)] = ""
        found.append(state)
    return found


def _plans(column: pd.Series[str]) -> NDArray[np.object_]:
    texts = column.astype("category")
    leaves = np.array([str(t).split("|", 1)[0] for t in texts.cat.categories], dtype=object)
    return leaves[texts.cat.codes.to_numpy()]


def level_members(states: NDArray[np.object_], in_benefit: NDArray[np.bool_]) -> Values:
    """Return for each level indicator whether each case counts (1 or 0)."""
    found: Values = {"stock": in_benefit.astype(np.float64)}
    for name, wanted in STOCK_STATES.items():
        leaves = [leaf.name for leaf in LEAVES.values() if {leaf.name, leaf.parent} & set(wanted)]
        found[name] = np.isin(states.astype(str), leaves).astype(np.float64)
    return found


def in_benefit(tables: LogTables, day: int) -> NDArray[np.bool_]:
    """Tell which cases are in benefit at the end of a day."""
    gone: NDArray[np.bool_] = (tables.left != 0) & (tables.left <= day)
    found: NDArray[np.bool_] = (tables.entered <= day) & ~gone
    return found


def person_days(
    tables: LogTables,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    case: NDArray[np.int64],
    spell_start: NDArray[np.int64],
    member: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Return the days in benefit of members, by month.

    A day counts for those who are in benefit at its end. Spells are sorted by case and start; one
    ends where the next of the same case begins.
    """
    far = np.iinfo(np.int64).max
    following = np.append(spell_start[1:], far)
    following[np.append(case[1:] != case[:-1], True)] = far
    left = np.where(tables.left == 0, far, tables.left)
    begin = np.maximum(spell_start, tables.entered[case])
    end = np.minimum(following, left[case]) - 1
    begin, end = begin[member], end[member]
    return np.array(
        [
            np.clip(np.minimum(end, last) - np.maximum(begin, first) + 1, 0, None).sum()
            for first, last in zip(starts, ends, strict=True)
        ],
        dtype=np.float64,
    )
