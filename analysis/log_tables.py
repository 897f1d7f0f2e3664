"""Events and cases of one replication of a result, sorted by case, as arrays that belong together.

The table of cases leaves out who had left benefit before the first day of the log. Some of these
are still in follow-up support and have events. They get a row of their own here, with the facts
that their events tell (the team), and no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..model.process.facts import fact_names
from .errors import AnalysisError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..simulation.result_query import ResultTables

_KEY = ["office", "case"]
_EVENT_COLUMNS = [
    *_KEY,
    "date",
    "event",
    "before",
    "after",
    "acts",
    "rules",
    "minutes",
    "team",
]
_CASE_COLUMNS = [*_KEY, "entered", "left", "configuration", *fact_names("person")]
_FAR = 10_000_000
"""More than any day [ordinal], so that case and day make one number."""

_EPOCH = 719163  # ordinal of 1970-01-01


@dataclass(frozen=True)
class LogTables:
    """One replication.

    ``events`` are sorted by case and within a case by time. ``case_index`` gives for each event the
    row of its case in ``cases``; ``day`` its day, as ``first_day`` and ``last_day`` of the log
    (ordinals). ``entered`` and ``left`` are days per case, 0 if there is none.
    """

    replication: int
    events: pd.DataFrame
    cases: pd.DataFrame
    case_index: NDArray[np.int64]
    day: NDArray[np.int64]
    entered: NDArray[np.int64]
    left: NDArray[np.int64]
    first_day: int
    last_day: int

    @property
    def entered_before_log(self) -> NDArray[np.bool_]:
        """Whether each case was in benefit before the first day of the log."""
        return self.entered < self.first_day


def log_tables(result: ResultTables) -> Iterator[LogTables]:
    """Iterate over the replications of a result, one in memory at a time.

    Raises:
        AnalysisError: if a table lacks a column.
        QueryError: if a table is missing or damaged.
    """
    from pyarrow import dataset

    events, cases = result.table("events"), result.table("cases")
    period = result.table("daily_stock").to_table(columns=["date"]).to_pandas()["date"]
    if period.empty:
        raise AnalysisError("The result holds no day, so there is nothing to count.")
    first, last = int(_days(period).min()), int(_days(period).max())
    for table, wanted in ((events, _EVENT_COLUMNS), (cases, _CASE_COLUMNS)):
        missing = [column for column in wanted if column not in table.schema.names]
        if missing:
            name = "events" if table is events else "cases"
            raise AnalysisError(f"The table {name} of the result lacks {', '.join(missing)}.")
    numbers = cases.to_table(columns=["replication"]).to_pandas()["replication"]
    for number in sorted(numbers.unique()):
        chosen = dataset.field("replication") == int(number)
        rows = events.to_table(columns=_EVENT_COLUMNS, filter=chosen).to_pandas()
        yield _joined(int(number), rows, cases.to_table(filter=chosen).to_pandas(), first, last)


def _joined(
    number: int, events: pd.DataFrame, cases: pd.DataFrame, first: int, last: int
) -> LogTables:
    day = _days(events["date"])
    place = _stays(events, day, cases)
    if (place < 0).any():
        cases = pd.concat([cases, _in_support(events[place < 0], first)], ignore_index=True)
        place = _stays(events, day, cases)
    order = np.argsort(place, kind="stable")
    return LogTables(
        number,
        events.iloc[order].reset_index(drop=True),
        cases,
        place[order],
        day[order],
        _days(cases["entered"]),
        _days(cases["left"]),
        first,
        last,
    )


def _stays(events: pd.DataFrame, day: NDArray[np.int64], cases: pd.DataFrame) -> NDArray[np.int64]:
    """Return for each event the row of its case; -1 if it has none.

    Who moves away and comes back has several rows: the last that began on the day or before.
    """
    entered = _days(cases["entered"])
    both = pd.concat([cases[_KEY], events[_KEY]]).astype("int64")
    codes = both.groupby(_KEY, sort=False).ngroup().to_numpy()
    case_codes, event_codes = codes[: len(cases)], codes[len(cases) :]
    order = np.lexsort((entered, case_codes))
    starts = case_codes[order] * _FAR + entered[order]
    found = np.searchsorted(starts, event_codes * _FAR + day, side="right") - 1
    known = (found >= 0) & (case_codes[order][np.maximum(found, 0)] == event_codes)
    place: NDArray[np.int64] = np.where(known, order[np.maximum(found, 0)], -1)
    return place


def _in_support(events: pd.DataFrame, first: int) -> pd.DataFrame:
    """Return a row for each case that left benefit before the log began."""
    rows = events.drop_duplicates(_KEY)
    last = events.drop_duplicates(_KEY, keep="last")
    day = (np.datetime64("1970-01-01") + (first - 1 - _EPOCH)).astype("datetime64[s]")
    young = rows["team"].astype(str).to_numpy() == "under_25"
    columns: dict[str, object] = {name: rows[name].to_numpy() for name in _KEY}
    columns |= {"entered": day, "left": day, "configuration": last["after"].astype(str).to_numpy()}
    columns |= {name: np.zeros(len(rows), dtype=np.bool_) for name in fact_names("person")}
    columns |= {"under_25": young, "facts_at_end": np.where(young, "under_25", "")}
    return pd.DataFrame(columns)


def _days(column: pd.Series[pd.Timestamp]) -> NDArray[np.int64]:
    """Return ordinals; 0 where there is no day."""
    days = column.to_numpy().astype("datetime64[D]")
    ordinals = days.astype(np.int64) + _EPOCH
    return np.where(np.isnat(days), 0, ordinals)
