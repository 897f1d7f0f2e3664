"""Every indicator that the event log tells, by group of persons, and rates per person-year.

>>> [group.name for group in PERSON_GROUPS][:3]
['all', 'minors', 'not_minors']
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..model.process.text import Text
from ..simulation.months import COUNTED_ACTS, STOCK_STATES
from .errors import AnalysisError
from .group_counts import (
    DAYS_PER_YEAR,
    MISSES,
    Values,
    by_month,
    flows,
    in_benefit,
    level_members,
    month_days,
    person_days,
    plan_states,
)
from .group_membership import (
    EVERYBODY,
    GROUP_BY_NAME,
    GROUP_FACTS,
    PERSON_GROUPS,
    FactHistory,
    PersonGroup,
    fact_history,
)
from .group_safeguards import Safeguard, safeguard_rows
from .indicator_catalogue import INDICATORS
from .intervals import mean_interval, rate_interval
from .log_tables import LogTables, log_tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..simulation.result_query import ResultTables

__all__ = [
    "GROUP_INDICATORS",
    "PERSON_GROUPS",
    "GroupResult",
    "PersonGroup",
    "Safeguard",
    "group_rates",
    "group_results",
    "indicator_title",
]

_TIMED = {
    "updates_in_time": Text("Fortschreibungen rechtzeitig", "updates in time"),
    "updates_late": Text("Fortschreibungen verspätet", "updates late"),
    "updates_timing_unknown": Text(
        "Fortschreibungen, Frist begann vor dem Protokoll", "updates, deadline began before the log"
    ),
    "first_talks_in_time": Text("Erstgespräche rechtzeitig", "first talks in time"),
    "first_talks_late": Text("Erstgespräche verspätet", "first talks late"),
    "first_talks_timing_unknown": Text(
        "Erstgespräche, Frist begann vor dem Protokoll",
        "first talks, deadline began before the log",
    ),
}
_FLOWS = (*COUNTED_ACTS, "minutes_needed", "arrivals", "exits", *MISSES.values(), *_TIMED)
GROUP_INDICATORS: tuple[str, ...] = (*_FLOWS, "stock", *STOCK_STATES, "person_years")
"""The indicators by group: flows of the month, then levels at its end, then time in benefit."""

FEW = 10
"""Below this many events, replications of zero or one say little about the spread."""

_UNITS = {"minutes_needed": "minutes", "person_years": "years"}
_PERSON_YEARS = Text("Zeit im Leistungsbezug", "time in benefit")


def indicator_title(name: str) -> Text:
    """Return the title of an indicator by group.

    Raises:
        AnalysisError: if there is no such indicator.
    """
    from ..model.process.deadlines import DEADLINES

    if name in INDICATORS:
        return INDICATORS[name].title
    if name in _TIMED:
        return _TIMED[name]
    if name == "person_years":
        return _PERSON_YEARS
    for deadline in DEADLINES:
        if MISSES.get(deadline.name) == name:
            return Text(f"Frist versäumt: {deadline.title.de}", f"missed: {deadline.title.en}")
    raise AnalysisError(
        f"Groups know no indicator {name!r}; all names: {', '.join(GROUP_INDICATORS)}."
    )


@dataclass(frozen=True)
class GroupResult:
    """What a result tells by group.

    ``values`` is tidy: replication, month (such as 2024-01), group, indicator, value, unit. Flows
    are amounts of the month, levels [persons] are taken at its end, ``person_years`` are years in
    benefit. ``safeguards`` has one row per application of a safeguard: replication, office, case,
    date, event, safeguard, outcome (``kept`` or ``violated``), how, and a column for each group.
    """

    values: pd.DataFrame
    safeguards: pd.DataFrame

    def safeguard_counts(self) -> pd.DataFrame:
        """Return how often each safeguard applied, was kept and was violated, for each group.

        Columns: safeguard, group, applied, kept, violated, cases (different cases).
        """
        rows = []
        for safeguard in Safeguard:
            for group in PERSON_GROUPS:
                found = self.safeguards
                found = found[(found["safeguard"] == safeguard.value) & found[group.name]]
                kept = int((found["outcome"] == "kept").sum())
                cases = len(found[["replication", "office", "case"]].drop_duplicates())
                rows.append(
                    (safeguard.value, group.name, len(found), kept, len(found) - kept, cases)
                )
        columns = ["safeguard", "group", "applied", "kept", "violated", "cases"]
        return pd.DataFrame(rows, columns=columns)


def group_results(result: ResultTables) -> GroupResult:
    """Count every indicator that the log of a result tells, for each of ``PERSON_GROUPS``.

    A fact that changes is taken as it stood before each event (see ``group_membership``).

    Args:
        result: a result in memory or in a folder.

    Raises:
        AnalysisError: if its tables lack columns or days.
        QueryError: if a table is missing or damaged.
    """
    values, safeguards = [], []
    for tables in log_tables(result):
        histories = {fact: fact_history(tables, fact) for fact in GROUP_FACTS}
        values.append(_values(tables, histories))
        safeguards.append(safeguard_rows(tables, histories))
    if not values:
        raise AnalysisError("The result holds no case, so there is nothing to count.")
    return GroupResult(
        pd.concat(values, ignore_index=True), pd.concat(safeguards, ignore_index=True)
    )


def _values(tables: LogTables, histories: dict[str, FactHistory]) -> pd.DataFrame:
    months, starts, ends = month_days(tables)
    amounts = flows(tables)
    month = np.searchsorted(starts, tables.day, side="right") - 1
    levels = _levels(tables, ends)
    frames = []
    for group in PERSON_GROUPS:
        history = histories.get(group.fact)
        everybody = np.ones(len(month), dtype=np.bool_)
        member = everybody if history is None else history.at_row == group.value
        found = by_month(amounts, member, month, len(months))
        found |= _level_sums(tables, levels, ends, group, history)
        found["person_years"] = _person_years(tables, starts, ends, group, history)
        frames.append(_frame(tables.replication, months, group, found))
    return pd.concat(frames, ignore_index=True)


def _levels(tables: LogTables, ends: NDArray[np.int64]) -> list[Values]:
    states = plan_states(tables, ends)
    return [
        level_members(state, in_benefit(tables, int(end)))
        for state, end in zip(states, ends, strict=True)
    ]


def _level_sums(
    tables: LogTables,
    levels: list[Values],
    ends: NDArray[np.int64],
    group: PersonGroup,
    history: FactHistory | None,
) -> Values:
    sums: dict[str, list[float]] = {name: [] for name in ("stock", *STOCK_STATES)}
    for level, end in zip(levels, ends, strict=True):
        count = len(tables.cases)
        member = np.ones(count, dtype=np.bool_)
        if history is not None:
            member = history.on_day(int(end), count) == group.value
        for name, counted in level.items():
            sums[name].append(float(counted[member].sum()))
    return {name: np.array(found) for name, found in sums.items()}


def _person_years(
    tables: LogTables,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    group: PersonGroup,
    history: FactHistory | None,
) -> NDArray[np.float64]:
    if history is None:
        case = np.arange(len(tables.cases))
        spell, member = np.zeros(len(case), dtype=np.int64), np.ones(len(case), dtype=np.bool_)
    else:
        case, spell, member = history.case, history.start, history.value == group.value
    return person_days(tables, starts, ends, case, spell, member) / DAYS_PER_YEAR


def _frame(replication: int, months: list[str], group: PersonGroup, found: Values) -> pd.DataFrame:
    names = list(GROUP_INDICATORS)
    table = np.stack([found[name] for name in names])
    persons = ("stock", *STOCK_STATES)
    units = [_UNITS.get(name, "persons" if name in persons else "count") for name in names]
    return pd.DataFrame(
        {
            "replication": np.int16(replication),
            "month": np.tile(months, len(names)),
            "group": group.name,
            "indicator": np.repeat(names, len(months)),
            "value": table.ravel(),
            "unit": np.repeat(units, len(months)),
        }
    )


def group_rates(values: pd.DataFrame, indicators: tuple[str, ...] = _FLOWS) -> pd.DataFrame:
    """Return flows per person-year in the group, over all months.

    Columns: group, indicator, rate, low, high, per, note. With several replications the limits are
    Student's t over replications. With one, and for counts of fewer than ``FEW`` in all, they are
    Garwood's, which take events as independent; minutes of one replication have none. A group
    without any person-time has NaN.

    Args:
        values: ``GroupResult.values``.
        indicators: flows of ``GROUP_INDICATORS``.

    Raises:
        AnalysisError: if an indicator is no flow.
    """
    wrong = [name for name in indicators if name not in _FLOWS]
    if wrong:
        raise AnalysisError(f"{wrong[0]!r} is no flow by group; flows are {', '.join(_FLOWS)}.")
    sums = values.groupby(["group", "indicator", "replication"], sort=False)["value"].sum()
    rows: list[tuple[Any, ...]] = []
    for group in PERSON_GROUPS:
        years = sums[group.name]["person_years"]
        for name in indicators:
            rows.append((group.name, name, *_rate(sums[group.name][name], years, name)))
    columns = ["group", "indicator", "rate", "low", "high", "note"]
    frame = pd.DataFrame(rows, columns=columns)
    frame.insert(5, "per", "person-year")
    return frame


def _rate(
    amounts: pd.Series[float], years: pd.Series[float], name: str
) -> tuple[float, float, float, str]:
    exposed = years > 0
    if not exposed.any():
        return math.nan, math.nan, math.nan, "nobody in the group"
    counts = name != "minutes_needed"
    if counts and (len(amounts) == 1 or amounts.sum() < FEW):
        found = rate_interval(float(amounts.sum()), float(years.sum()))
    else:
        found = mean_interval((amounts[exposed] / years[exposed]).tolist(), floor=0.0)
    return found.mean, found.low, found.high, found.note


def chosen_group(name: str) -> PersonGroup:
    """Return the group called ``name``.

    Raises:
        AnalysisError: if there is none.
    """
    if name not in GROUP_BY_NAME:
        raise AnalysisError(f"There is no group {name!r}; groups are {', '.join(GROUP_BY_NAME)}.")
    return GROUP_BY_NAME[name]


assert EVERYBODY is PERSON_GROUPS[0]
