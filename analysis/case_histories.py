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

CASE_KEY = ("replication", "office", "case")
"""Columns that name a case in a result."""


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
    return Column(texts, values.codes.to_numpy(dtype=np.int64))


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
    """Return the places of the rows case by case; within a case the order of the log stays."""
    keys = [events[name].to_numpy() for name in reversed(CASE_KEY)]
    return np.lexsort(keys)


def same_case_as_next(events: pd.DataFrame) -> NDArray[np.bool_]:
    """Return for each row, in order of cases, whether the row after it is of the same case."""
    same = np.zeros(len(events), dtype=np.bool_)
    if len(events) > 1:
        keys = [events[name].to_numpy() for name in CASE_KEY]
        same[:-1] = np.logical_and.reduce([key[1:] == key[:-1] for key in keys])
    return same
