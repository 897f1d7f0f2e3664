"""How long cases stay in a state of the plan: from the event log to spells.

A spell is an unbroken stay of one case in one state. Spells that run when the reported period
ends are censored; spells that ran already when it began have no known first day.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .case_histories import (
    CASE_KEY,
    days_of,
    in_order_of_cases,
    observed,
    plan_column,
    same_case_as_next,
)
from .plan_states import CLOSED, GROUP_OF_LEAF, OUTSIDE, PLAN_STATES
from .result_protocol import Result

STATES = tuple(PLAN_STATES)

_NAMED = ("replication", "office", "case")

_NO_DAY = np.datetime64("NaT", "D").astype(np.int64)


def spells(result: Result) -> pd.DataFrame:
    """Return one row per stay of a case in a state of the plan.

    Columns: replication, office (where the stay begins), case; ``state`` (of
    ``plan_states.PLAN_STATES``); ``entered`` (first day; missing if before the first reported
    day); ``left`` (day of leaving; the last reported day if censored); ``censored``; ``days`` from
    ``entered`` to ``left``; ``previous`` and ``next`` state (empty where unknown); ``event`` that
    ended it. A state that is entered and left on the same day is a spell of 0 days. Rows are in
    order of cases, then of time.

    Cases are those that were in benefit in the reported period, and those in follow-up support
    (§ 16g SGB II) that changed in it; what comes before ``enter`` and after the end of benefit or
    support is no spell.
    """
    changes = _changes(result)
    found = pd.concat([_from_before(changes), _after_changes(changes, result)], ignore_index=True)
    unchanged = _without_changes(result, changes)
    found = pd.concat([found, unchanged], ignore_index=True)
    found = found[~found["state"].isin([STATES.index(OUTSIDE), STATES.index(CLOSED)])]
    order = np.lexsort([found[name].to_numpy() for name in ("place", *reversed(CASE_KEY))])
    return _readable(found.iloc[order].reset_index(drop=True))


def _changes(result: Result) -> pd.DataFrame:
    """Return the steps that changed the state, case by case, states as places in ``STATES``."""
    events = result.events
    before = plan_column(events, "before").mapped(GROUP_OF_LEAF.__getitem__, STATES)
    after = plan_column(events, "after").mapped(GROUP_OF_LEAF.__getitem__, STATES)
    changed = before != after
    rows: pd.DataFrame = events.loc[changed, [*_NAMED, "event"]]
    rows = rows.assign(
        day=days_of(events.loc[changed], "date"), before=before[changed], after=after[changed]
    )
    rows = rows.iloc[in_order_of_cases(events.loc[changed])].reset_index(drop=True)
    rows["goes_on"] = same_case_as_next(rows)
    return rows


def _from_before(changes: pd.DataFrame) -> pd.DataFrame:
    """Return the spells that ran when the log began: those before the first change of a case."""
    first = np.ones(len(changes), dtype=np.bool_)
    first[1:] = ~changes["goes_on"].to_numpy()[:-1]
    rows = changes[first]
    return pd.DataFrame(
        {
            **{name: rows[name] for name in _NAMED},
            "place": -1,
            "state": rows["before"],
            "entered": _NO_DAY,
            "left": rows["day"],
            "censored": False,
            "previous": -1,
            "next": rows["after"],
            "event": rows["event"].astype(str),
        }
    )


def _after_changes(changes: pd.DataFrame, result: Result) -> pd.DataFrame:
    """Return the spells that begin with a change."""
    goes_on = changes["goes_on"].to_numpy()
    end = observed(result)[1]
    following = changes.shift(-1)
    return pd.DataFrame(
        {
            **{name: changes[name] for name in _NAMED},
            "place": np.arange(len(changes)),
            "state": changes["after"],
            "entered": changes["day"],
            "left": np.where(goes_on, following["day"].fillna(end), end).astype(np.int64),
            "censored": ~goes_on,
            "previous": changes["before"],
            "next": np.where(goes_on, following["after"].fillna(-1), -1).astype(np.int64),
            "event": following["event"].astype(str).where(goes_on, ""),
        }
    )


def _without_changes(result: Result, changes: pd.DataFrame) -> pd.DataFrame:
    """Return the spells of cases that kept their state all the time, in one office or several."""
    cases = result.cases.drop_duplicates(list(CASE_KEY))
    known = pd.MultiIndex.from_frame(changes[list(CASE_KEY)].drop_duplicates())
    rows = cases[~pd.MultiIndex.from_frame(cases[list(CASE_KEY)]).isin(known)]
    state = plan_column(rows, "configuration").mapped(GROUP_OF_LEAF.__getitem__, STATES)
    return pd.DataFrame(
        {
            **{name: rows[name] for name in _NAMED},
            "place": -1,
            "state": state,
            "entered": _NO_DAY,
            "left": observed(result)[1],
            "censored": True,
            "previous": -1,
            "next": -1,
            "event": "",
        }
    )


def _readable(found: pd.DataFrame) -> pd.DataFrame:
    """Return the spells with dates and names."""
    entered = found["entered"].to_numpy(dtype=np.int64).view("datetime64[D]")
    left = found["left"].to_numpy(dtype=np.int64).view("datetime64[D]")
    days = (left - entered).astype("timedelta64[D]").astype(float)
    days[np.isnat(entered)] = np.nan
    return pd.DataFrame(
        {
            **{name: found[name] for name in _NAMED},
            "state": _names(found["state"]),
            "entered": entered.astype("datetime64[s]"),
            "left": left.astype("datetime64[s]"),
            "censored": found["censored"].to_numpy(dtype=np.bool_),
            "days": days,
            "previous": _names(found["previous"]),
            "next": _names(found["next"]),
            "event": found["event"].astype("category"),
        }
    )


def _names(codes: pd.Series[int]) -> pd.Categorical[str]:
    """Return states by name; a place of -1 is an empty name."""
    names = pd.Index(["", *STATES], dtype=object)
    return pd.Categorical.from_codes(codes.to_numpy(dtype=np.int64) + 1, names)


def flows(result: Result) -> pd.DataFrame:
    """Return how many cases go from one state of the plan to another.

    Columns: ``source``, ``target`` (of ``plan_states.PLAN_STATES``; ``outside`` is the entry,
    ``closed`` the end of benefit), ``count`` (steps of all replications) and ``per_year`` (mean
    of the replications, cases per year of 365.25 days). The most frequent come first.
    """
    changes = _changes(result)
    first, last = observed(result)
    years = (last - first + 1) / 365.25 * result.replications
    sizes = changes.groupby(["before", "after"]).size()
    sizes = sizes.sort_values(ascending=False, kind="stable")
    pairs = [(STATES[int(source)], STATES[int(target)]) for source, target in sizes.index]
    counts = sizes.to_numpy(dtype=np.int64)
    return pd.DataFrame(
        {
            "source": [source for source, _ in pairs],
            "target": [target for _, target in pairs],
            "count": counts,
            "per_year": counts / years,
        }
    )
