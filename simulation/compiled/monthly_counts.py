"""From the tallies of the kernels to counts by month and by day."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ...model.table.transition_table import Entry
from ..months import COUNTED_ACTS, MonthCounts
from ..office_run import DAILY_COLUMNS
from .codes import Count
from .layout import TEAM_COUNT
from .office_arrays import OfficeArrays

Integers = npt.NDArray[np.int64]


def _tally(arrays: OfficeArrays, tally: Integers, name: str, width: int) -> Integers:
    """Return a tally by month, team and place."""
    start, months = int(arrays.office[0]["at"][name]), len(arrays.starts)
    return tally[start : start + months * TEAM_COUNT * width].reshape(months, TEAM_COUNT, width)


def month_counts(arrays: OfficeArrays, tally: Integers) -> MonthCounts:
    """Return what was counted, by month and team."""
    groups = arrays.tables.acts
    done = _tally(arrays, tally, "acts_done", len(groups)) @ _weights(groups)
    counts: MonthCounts = {name: done[..., i] for i, name in enumerate(COUNTED_ACTS)}
    counts["minutes_needed"] = _tally(arrays, tally, "minutes", 1)[..., 0].astype(np.float64)
    direct = _tally(arrays, tally, "counts", len(Count)).astype(np.float64)
    counts |= {what.name.lower(): direct[..., what] for what in Count}
    states = _tally(arrays, tally, "states", len(arrays.leaves)).astype(np.float64)
    counts |= {f"state:{leaf}": states[..., i] for i, leaf in enumerate(arrays.leaves)}
    return counts


def daily_counts(arrays: OfficeArrays, tally: Integers) -> Integers:
    """Return what was counted at the end of each day, see ``office_run.DAILY_COLUMNS``."""
    start, width = int(arrays.office[0]["at"]["daily"]), len(DAILY_COLUMNS)
    days = int(arrays.office[0]["last_day"]) + 1 - int(arrays.office[0]["start"])
    return tally[start : start + days * width].reshape(days, width).copy()


@lru_cache(maxsize=1)
def _weights(groups: tuple[Entry, ...]) -> npt.NDArray[np.float64]:
    """Return how often each group of acts counts for each counted indicator."""
    return np.array(
        [
            [sum(counter(act, entry) for act in entry.acts) for counter in COUNTED_ACTS.values()]
            for entry in groups
        ],
        dtype=np.float64,
    )
