"""Groups of persons, and who belongs to one on which day: facts at the date of an event.

Two facts of a group change with age, one with work. When they change is an event of the log, so
each row is counted under the fact as it stood before the row. Before the first such event of a
case the fact is the opposite of what that event sets. A case without one has the fact all the time
as the table of cases tells it: at the entry for those who came within the log, at the end for
those who were there before (``facts_at_end``).

Only the end of work to capacity is not always an event: outside a waiver nothing happens on that
day. Such a person counts as working until the log says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..model.process.events import EVENTS
from ..model.process.facts import FACT_BY_NAME
from ..model.process.text import Text

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from .log_tables import LogTables


@dataclass(frozen=True, slots=True)
class PersonGroup:
    """A group: the person fact that makes a member (empty: everybody) and the value it must have.

    ``rules`` are the Rz and statutes that treat the group apart.
    """

    name: str
    fact: str
    value: bool
    title: Text
    rules: tuple[str, ...] = ()


def _pair(
    name: str, fact: str, de: str, en: str, other_de: str, other_en: str
) -> list[PersonGroup]:
    rules = FACT_BY_NAME[fact].cites
    return [
        PersonGroup(name, fact, True, Text(de, en), rules),
        PersonGroup(f"not_{name}", fact, False, Text(other_de, other_en), rules),
    ]


EVERYBODY = PersonGroup("all", "", True, Text("alle", "all"))

PERSON_GROUPS: tuple[PersonGroup, ...] = (
    EVERYBODY,
    *_pair("minors", "minor", "Minderjährige", "minors", "Volljährige", "of age"),
    *_pair("under_25", "under_25", "unter 25", "under 25", "ab 25", "from 25"),
    *_pair(
        "vulnerable",
        "vulnerable",
        "besonderer Bedarf (Rz 15.53)",
        "vulnerable (Rz 15.53)",
        "ohne besonderen Bedarf",
        "not vulnerable",
    ),
    *_pair(
        "rehabilitation",
        "rehabilitation",
        "Rehabilitation",
        "rehabilitation",
        "ohne Rehabilitation",
        "without rehabilitation",
    ),
    *_pair(
        "holistic_coaching",
        "holistic_coaching",
        "ganzheitliche Betreuung (§ 16k)",
        "holistic coaching (§ 16k)",
        "ohne Betreuung nach § 16k",
        "without coaching under § 16k",
    ),
    *_pair(
        "working",
        "integrated_to_capacity",
        "nach Kräften erwerbstätig",
        "working to capacity",
        "nicht nach Kräften erwerbstätig",
        "not working to capacity",
    ),
)
"""All groups: everybody, then each group with its complement."""

GROUP_BY_NAME = {group.name: group for group in PERSON_GROUPS}
GROUP_FACTS = tuple(dict.fromkeys(group.fact for group in PERSON_GROUPS if group.fact))


def changing_events(fact: str) -> dict[str, bool]:
    """Return the events that set ``fact``, and the value that each sets."""
    return {
        name: value
        for name, event in EVENTS.items()
        for changed, value in event.changes
        if changed == fact
    }


@dataclass(frozen=True)
class FactHistory:
    """The value of one fact over time.

    ``at_row`` is its value before each event row. A value holds for a case from ``start`` [day as
    ordinal] until the next entry of the same case; entries are sorted by case and day.
    """

    fact: str
    at_row: NDArray[np.bool_]
    case: NDArray[np.int64]
    start: NDArray[np.int64]
    value: NDArray[np.bool_]

    def on_day(self, day: int, cases: int) -> NDArray[np.bool_]:
        """Return the value for each of ``cases`` cases at the end of ``day`` (ordinal)."""
        known = self.start <= day
        value = np.zeros(cases, dtype=np.bool_)
        value[self.case[known]] = self.value[known]  # sorted by day: the last one stays
        return value


def fact_history(tables: LogTables, fact: str) -> FactHistory:
    """Return when ``fact`` held for whom (see the head of this file)."""
    changes = changing_events(fact)
    names = tables.events["event"].astype(str)
    changing = names.isin(list(changes)).to_numpy()
    rows = np.flatnonzero(changing)
    sets = names.iloc[rows].map(changes).to_numpy(dtype=np.bool_)
    first = _without_events(tables, fact)
    case_of_change = tables.case_index[rows]
    seen, place = np.unique(case_of_change, return_index=True)
    before = tables.entered_before_log[seen]
    first[seen[before]] = ~sets[place[before]]
    at_row = _before_each_row(tables.case_index, rows, sets, first)
    count = len(first)
    case = np.concatenate([np.arange(count), case_of_change])
    start = np.concatenate([np.zeros(count, dtype=np.int64), tables.day[rows]])
    value = np.concatenate([first, sets])
    order = np.lexsort((np.arange(len(case)), start, case))
    return FactHistory(fact, at_row, case[order], start[order], value[order])


def _without_events(tables: LogTables, fact: str) -> NDArray[np.bool_]:
    """Return the value at the beginning if no event of the log sets the fact."""
    at_entry = tables.cases[fact].to_numpy(dtype=np.bool_)
    if "facts_at_end" not in tables.cases:
        return at_entry.copy()
    at_end = _names_fact(tables.cases["facts_at_end"], fact)
    return np.where(tables.entered_before_log, at_end, at_entry)


def _names_fact(column: pd.Series[str], fact: str) -> NDArray[np.bool_]:
    texts = column.astype("category")
    holds = np.array(
        [fact in str(text).split(", ") for text in texts.cat.categories], dtype=np.bool_
    )
    return holds[texts.cat.codes.to_numpy()]


def _before_each_row(
    case: NDArray[np.int64],
    rows: NDArray[np.int64],
    sets: NDArray[np.bool_],
    first: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Return the value before each row; rows are sorted by case, then by time."""
    value = first[case]
    if len(rows) == 0:
        return value
    last = np.searchsorted(rows, np.arange(len(case)), side="left") - 1
    known = (last >= 0) & (case[rows[np.maximum(last, 0)]] == case)
    value[known] = sets[last[known]]
    return value
