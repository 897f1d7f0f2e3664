"""From the tallies of the kernels to the counts of a recorder."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...model.table.transition_table import TransitionTable
from ..months import COUNTED_ACTS, CountedValues
from ..recorder import Recorder
from .codes import Count
from .layout import TEAM_COUNT
from .office_arrays import OfficeArrays

Integers = npt.NDArray[np.int64]


def _tally(arrays: OfficeArrays, tally: Integers, name: str, width: int) -> Integers:
    """Return a tally by month, team and place."""
    start, months = int(arrays.office[0]["at"][name]), len(arrays.starts)
    return tally[start : start + months * TEAM_COUNT * width].reshape(months, TEAM_COUNT, width)


def acts_and_minutes(
    arrays: OfficeArrays, tally: Integers, table: TransitionTable
) -> CountedValues:
    """Return the indicators that count acts, and the minutes, by month and team."""
    done = _tally(arrays, tally, "acts_done", arrays.tables.acts.size)
    minutes = _tally(arrays, tally, "minutes", 1)
    entries = [table.entries[number] for number in arrays.tables.acts]
    found: CountedValues = {}
    for name, counter in COUNTED_ACTS.items():
        weights = np.array([sum(counter(a, e) for a in e.acts) for e in entries], dtype=np.int64)
        for (month, team), value in np.ndenumerate(done @ weights):
            found[month, team, name] = float(value)
    for (month, team, _), value in np.ndenumerate(minutes):
        found[month, team, "minutes_needed"] = float(value)
    return found


def fill_counts(recorder: Recorder, arrays: OfficeArrays, tally: Integers) -> None:
    """Write what was counted beside acts, and the daily stock, to a recorder."""
    counts = _tally(arrays, tally, "counts", len(Count))
    for (month, team, what), value in np.ndenumerate(counts):
        recorder.count(month, team, Count(what).name.lower(), float(value))
    states = _tally(arrays, tally, "states", len(arrays.leaves))
    for (month, team, leaf), value in np.ndenumerate(states):
        recorder.count(month, team, f"state:{arrays.leaves[leaf]}", float(value))
    start, first = int(arrays.office[0]["at"]["daily"]), int(arrays.office[0]["start"])
    last = int(arrays.office[0]["last_day"])
    daily = tally[start : start + 3 * (last + 1 - first)].reshape(-1, 3)
    recorder.daily_stock = [
        (first + i, int(stock), int(arrivals), int(exits))
        for i, (stock, arrivals, exits) in enumerate(daily)
    ]
