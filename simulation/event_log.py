"""The event log as a schema with units, and its form as a data frame and as Parquet.

One row per event; Rz and configuration are spelled out, so that the log can be read without
koopsim.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..model.process.facts import FACT_BIT, fact_names
from ..model.process.states import format_configuration
from ..model.table.transition_table import TransitionTable
from .recorder import Recorder
from .simulated_case import SimulatedCase
from .tables import TEAMS

if TYPE_CHECKING:
    from numpy.typing import NDArray

EVENT_SCHEMA: dict[str, str] = {
    "replication": "number of the replication, from 0",
    "office": "number of the office, from 0",
    "case": "case id, unique within replication and office",
    "date": "day of the event",
    "event": "name of the event, or deadline_missed:<deadline> on the first day late",
    "before": "configuration before: the active state of each region, joined by |",
    "after": "configuration after",
    "acts": "acts emitted, joined by '; '",
    "rules": "Rz and statutes that applied, joined by ', '",
    "minutes": "working time [minutes]",
    "team": "team that is responsible",
}
"""Columns of the event log."""

CASE_SCHEMA: dict[str, str] = {
    "replication": "number of the replication, from 0",
    "office": "number of the office, from 0",
    "case": "case id",
    "origin": "stock, arrival, or unemployment_insurance",
    "entered": "first day in benefit; empty for the stock",
    "left": "last day in benefit; empty if still there at the end",
    "team": "team at the entry",
    **{name: "person fact at the entry [true/false]" for name in fact_names("person")},
    "configuration": "configuration at the end",
}
"""Columns of the table of cases."""

_EPOCH = 719163  # ordinal of 1970-01-01


class LogNames:
    """The texts that the integer columns of a table stand for, made once per table."""

    def __init__(self, table: TransitionTable) -> None:
        self.configurations = np.array(
            [format_configuration(c) for c in table.configurations], dtype=object
        )
        self.acts = ["; ".join(str(a) for a in e.acts) for e in table.entries]
        self.rules = [", ".join(e.rules) for e in table.entries]
        self.after = np.array([e.after for e in table.entries], dtype=np.int64)


def _days(ordinals: NDArray[np.int64]) -> NDArray[np.datetime64]:
    return (ordinals - _EPOCH).astype("datetime64[D]")


def _category(texts: list[str], codes: NDArray[np.int64]) -> pd.Categorical[str]:
    """Make a categorical of texts (which may repeat) picked by codes; -1 gives an empty text."""
    used, inverse = np.unique(codes, return_inverse=True)
    picked = ["" if code < 0 else texts[code] for code in used]
    names = sorted(set(picked))
    place = {name: i for i, name in enumerate(names)}
    chosen = np.array([place[t] for t in picked], dtype=np.int64)[inverse]
    return pd.Categorical.from_codes(chosen, pd.Index(names, dtype=object))


def events_frame(
    recorder: Recorder, names: LogNames, replication: int, office: int
) -> pd.DataFrame:
    """Return the event log of one replication and office, in order of time."""
    columns = recorder.columns
    entry = np.array(columns.entry, dtype=np.int64)
    before = np.array(columns.before, dtype=np.int64)
    after = np.where(entry < 0, before, names.after[np.maximum(entry, 0)])
    configurations = list(names.configurations)
    return pd.DataFrame(
        {
            "replication": np.full(len(entry), replication, dtype=np.int16),
            "office": np.full(len(entry), office, dtype=np.int16),
            "case": np.array(columns.case, dtype=np.int64),
            "date": _days(np.array(columns.day, dtype=np.int64)).astype("datetime64[s]"),
            "event": _category(list(recorder.event_names), np.array(columns.event, dtype=np.int64)),
            "before": _category(configurations, before),
            "after": _category(configurations, after),
            "acts": _category(names.acts, entry),
            "rules": _category(names.rules, entry),
            "minutes": np.array(columns.minutes, dtype=np.int16),
            "team": _category(list(TEAMS), np.array(columns.team, dtype=np.int64)),
        }
    )


def cases_frame(
    cases: list[SimulatedCase], first_day: int, names: LogNames, replication: int, office: int
) -> pd.DataFrame:
    """Return the table of all cases that were in benefit on the first reported day or later."""
    kept = [case for case in cases if not case.left or case.left >= first_day]
    nat = np.datetime64("NaT")
    facts = np.array([case.entry_facts for case in kept], dtype=np.int64)

    def day(value: int) -> np.datetime64:
        return np.datetime64(value - _EPOCH, "D") if value else nat

    columns: dict[str, object] = {
        "replication": np.full(len(kept), replication, dtype=np.int16),
        "office": np.full(len(kept), office, dtype=np.int16),
        "case": np.array([case.number for case in kept], dtype=np.int64),
        "origin": pd.Categorical(
            [case.origin for case in kept],
            categories=["arrival", "stock", "unemployment_insurance"],
        ),
        "entered": np.array([day(case.entered) for case in kept], dtype="datetime64[s]"),
        "left": np.array([day(case.left) for case in kept], dtype="datetime64[s]"),
        "team": _category(list(TEAMS), np.where(facts & FACT_BIT["under_25"], 0, 1)),
    }
    columns |= {name: (facts & FACT_BIT[name]) > 0 for name in fact_names("person")}
    columns["configuration"] = _category(
        list(names.configurations), np.array([case.configuration for case in kept], dtype=np.int64)
    )
    return pd.DataFrame(columns)


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame beside ``path`` and move it into place (zstd)."""
    beside = path.with_name(path.name + ".part")
    try:
        frame.to_parquet(beside, engine="pyarrow", compression="zstd", index=False)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
