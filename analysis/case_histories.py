"""The event log case by case, as arrays: what every question about durations begins with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .formatting import first_day
from .plan_states import plan_leaf
from .result_protocol import Result

CASE_KEY = ("replication", "case")
"""Columns that name a case in a result; whoever moves to another office keeps the number."""

MOVED = "moved"
"""The event of a move; between two offices it lies before all else of its day."""


LONGEST_LOG = 20_000_000
"""Events that are read at once at most; a whole country's log would not fit into memory."""


def has_histories(result: Result) -> bool:
    """Return whether a result has an event log, of a length that can be read at once."""
    rows = getattr(result, "log_rows", None)  # of a stored result, whose log is not read for this
    return 0 < (len(result.events) if rows is None else int(rows)) <= LONGEST_LOG


@dataclass(frozen=True, slots=True)
class Column:
    """A column of texts as codes of its distinct texts; both are much shorter to look at."""

    texts: tuple[str, ...]
    codes: NDArray[np.int64]

    def where(self, wanted: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Return for each row whether its text is wanted; asks once per distinct text."""
        chosen = np.array([wanted(text) for text in self.texts], dtype=np.bool_)
        return chosen[self.codes]

    def mapped(self, name_of: Callable[[str], str], names: Iterable[str]) -> NDArray[np.int64]:
        """Return for each row the place of its text's name among ``names``."""
        places = {name: place for place, name in enumerate(names)}
        return np.array([places[name_of(t)] for t in self.texts], dtype=np.int64)[self.codes]


def column(frame: pd.DataFrame, name: str) -> Column:
    """Return a column of a result, whether it is stored as a category or as texts."""
    values = frame[name].astype("category").cat
    texts = tuple(str(text) for text in values.categories)
    return Column(texts, np.asarray(values.codes, dtype=np.int64))


def plan_column(frame: pd.DataFrame, name: str) -> Column:
    """Return the state of the plan in a column of configurations."""
    whole = column(frame, name)
    leaves = tuple(dict.fromkeys(plan_leaf(text) for text in whole.texts))
    return Column(leaves, whole.mapped(plan_leaf, leaves))


def days_of(frame: pd.DataFrame, name: str) -> NDArray[np.int64]:
    """Return a column of dates as days since 1970-01-01."""
    days: NDArray[np.int64] = (
        frame[name].to_numpy().astype("datetime64[D]").astype(np.int64, copy=False)
    )
    return days


def observed(result: Result) -> tuple[int, int]:
    """Return the first and the last reported day, as days since 1970-01-01."""
    months = sorted(result.months["month"].astype(str).unique())
    first = np.datetime64(first_day(months[0]), "D")
    last = np.datetime64(months[-1], "M") + np.timedelta64(1, "M")
    end = last.astype("datetime64[D]") - np.timedelta64(1, "D")
    return int(first.astype(np.int64)), int(end.astype(np.int64))


def in_order_of_cases(events: pd.DataFrame) -> NDArray[np.int64]:
    """Return the places of the rows case by case, each case in order of time.

    A case keeps the order of the log. Where it goes from office to office, whose logs follow one
    another, its days and the place of a move in its day put it in order.
    """
    keys = [events[name].to_numpy() for name in reversed(CASE_KEY)]
    if events["office"].nunique() > 1:
        stays = ~column(events, "event").where(MOVED.__eq__)
        keys = [stays, days_of(events, "date"), *keys]
    return np.lexsort(keys)


def same_case_as_next(events: pd.DataFrame) -> NDArray[np.bool_]:
    """Return for each row, in order of cases, whether the row after it is of the same case."""
    same = np.zeros(len(events), dtype=np.bool_)
    if len(events) > 1:
        keys = [events[name].to_numpy() for name in CASE_KEY]
        same[:-1] = np.logical_and.reduce([key[1:] == key[:-1] for key in keys])
    return same
