"""What an engine hands back of one office, and how offices become a replication."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .event_log import days_of
from .months import Numbers, months_frame, office_months_frame, with_totals

PART_ROWS = 1 << 20
"""Rows of a part of the log, and of a row group in a file."""

DAILY_COLUMNS = ("stock", "arrivals", "exits", "moved_in", "moved_out")
"""What is counted at the end of each day [persons]."""


@dataclass(frozen=True)
class OfficeCounts:
    """What is counted of some offices: their numbers, and their arrays one after another."""

    offices: tuple[int, ...]
    values: Numbers
    daily: NDArray[np.int64]


@dataclass(frozen=True)
class OfficeRun:
    """One office in one replication.

    ``values`` has the shape (months, teams + 1, indicators), see ``months.month_values``; ``daily``
    the shape (days, 5), see ``DAILY_COLUMNS``. ``event_parts`` and ``cases`` make the tables when
    they are asked for, the log in parts of at most ``PART_ROWS`` rows (at least one part).
    """

    replication: int
    office: int
    values: Numbers
    daily: NDArray[np.int64]
    event_parts: Callable[[], Iterator[pd.DataFrame]]
    cases: Callable[[], pd.DataFrame]

    def events(self) -> pd.DataFrame:
        """Return the whole event log of the office."""
        return join(self.event_parts())

    @property
    def counts(self) -> OfficeCounts:
        """What was counted, as that of one office."""
        return OfficeCounts((self.office,), self.values[None], self.daily[None])


def join(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return frames one below the other; categories are united in alphabetical order."""
    parts = list(frames)
    if len(parts) == 1:
        return parts[0]
    joined = pd.concat(parts, ignore_index=True)
    for column in parts[0].columns:
        if isinstance(parts[0][column].dtype, pd.CategoricalDtype):
            names = sorted(set().union(*(part[column].cat.categories for part in parts)))
            joined[column] = pd.concat(
                [part[column].cat.set_categories(names) for part in parts], ignore_index=True
            )
    return joined


def in_order(parts: Sequence[OfficeCounts]) -> OfficeCounts:
    """Return the counts of all offices in order of their numbers."""
    numbers = [number for part in parts for number in part.offices]
    order = np.argsort(numbers, kind="stable")
    return OfficeCounts(
        tuple(numbers[place] for place in order),
        np.concatenate([part.values for part in parts])[order],
        np.concatenate([part.daily for part in parts])[order],
    )


def count_tables(
    counts: OfficeCounts,
    replication: int,
    starts: list[int],
    first_day: int,
    teams: Sequence[str],
) -> dict[str, pd.DataFrame]:
    """Return the tables of counts of one replication.

    ``months`` and ``daily_stock`` are about all offices together; with several of them
    ``office_months`` and ``office_days`` are about each. ``first_day`` is the first reported day,
    ``teams`` are the teams to show.
    """
    together = with_totals(counts.values.sum(axis=0))
    tables = {
        "months": months_frame(together, starts, replication, teams),
        "daily_stock": _daily_frame(counts.daily.sum(axis=0), replication, first_day),
    }
    if len(counts.offices) > 1:
        tables["office_months"] = office_months_frame(
            counts.values, counts.offices, starts, replication, teams
        )
        days = [_daily_frame(each, replication, first_day) for each in counts.daily]
        numbers = np.repeat(np.array(counts.offices, dtype=np.int16), counts.daily.shape[1])
        tables["office_days"] = pd.concat(days, ignore_index=True)
        tables["office_days"].insert(1, "office", numbers)
    return tables


def _daily_frame(daily: NDArray[np.int64], replication: int, first_day: int) -> pd.DataFrame:
    days = days_of(np.arange(first_day, first_day + len(daily))).astype("datetime64[s]")
    columns = {name: daily[:, place] for place, name in enumerate(DAILY_COLUMNS)}
    return pd.DataFrame({"replication": replication, "date": days, **columns})
