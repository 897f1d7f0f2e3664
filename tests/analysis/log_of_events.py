"""Small event logs typed by hand, and a plain reading of any log, one row after the other."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd
from koopsim.analysis.plan_states import GROUP_OF_LEAF

TAIL = "plain_due|no_talk|no_measure|no_demand|appointment_hearing_none|breach_hearing_none"
ISSUED = "plan_issued(version=new, text_form=yes); plan_filed"
UPDATED = "talk(kind=follow_up); plan_issued(version=update, text_form=yes); plan_filed"
UNCHANGED = "plan_confirmed_unchanged(documented=yes)"

Row = tuple[int, int, str, str, str, str]
"""Replication, case, day, state before, state after, acts."""


def event_frame(rows: list[Row]) -> pd.DataFrame:
    """Return an event log as the engines write it."""
    frame = pd.DataFrame(
        {
            "replication": [row[0] for row in rows],
            "office": 0,
            "case": [row[1] for row in rows],
            "date": pd.to_datetime([row[2] for row in rows]).astype("datetime64[s]"),
            "event": "step",
            "before": [f"{row[3]}|{TAIL}" for row in rows],
            "after": [f"{row[4]}|{TAIL}" for row in rows],
            "acts": [row[5] for row in rows],
        }
    )
    for name in ("event", "before", "after", "acts"):
        frame[name] = frame[name].astype("category")
    return frame


def case_frame(cases: list[tuple[int, int, str]]) -> pd.DataFrame:
    """Return a table of cases: replication, case, state at the end."""
    return pd.DataFrame(
        {
            "replication": [row[0] for row in cases],
            "office": 0,
            "case": [row[1] for row in cases],
            "configuration": pd.Categorical([f"{row[2]}|{TAIL}" for row in cases]),
        }
    )


def histories(events: pd.DataFrame) -> dict[tuple[int, int, int], list[Any]]:
    """Return the rows of each case, in order."""
    found: dict[tuple[int, int, int], list[Any]] = defaultdict(list)
    for row in events.itertuples():
        found[row.replication, row.office, row.case].append(row)
    return found


def leaf(configuration: str) -> str:
    return configuration.split("|")[0]


def plain_spells(events: pd.DataFrame, cases: pd.DataFrame, last: pd.Timestamp) -> list[Any]:
    """Return the spells read row by row: case, state, first day, last day, censored."""
    found = []
    known = histories(events)
    at_end = {(c.replication, c.office, c.case): leaf(c.configuration) for c in cases.itertuples()}
    for key in {**at_end, **known}:  # follow-up support runs on when a case has left benefit
        state, since = None, None
        for row in known.get(key, []):
            before, after = GROUP_OF_LEAF[leaf(row.before)], GROUP_OF_LEAF[leaf(row.after)]
            state = before if state is None else state
            if after != before:
                found.append((key, state, since, row.date, False))
                state, since = after, row.date
        if state is None:
            state = GROUP_OF_LEAF[at_end.get(key) or leaf(known[key][-1].after)]
        found.append((key, state, since, last, True))
    return [spell for spell in found if spell[1] not in ("outside", "closed")]
