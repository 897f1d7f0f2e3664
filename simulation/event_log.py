"""The event log as a schema with units, and its form as a data frame and as Parquet.

One row per event; Rz and configuration are spelled out, so that the log can be read without
koopsim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..model.process.facts import FACT_BIT, fact_names
from ..model.process.states import format_configuration
from ..model.table.transition_table import TransitionTable
from .recorder import EventColumns
from .simulated_case import CASE_MANAGEMENT, FROM_25, STAYS, UNDER_25, SimulatedCase
from .staff_time import TEAMS

if TYPE_CHECKING:
    from numpy.typing import NDArray

EVENT_SCHEMA: dict[str, str] = {
    "replication": "number of the replication, from 0",
    "office": "number of the office, from 0",
    "case": "case id, unique within a replication; whoever moves keeps it",
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
    "origin": "stock, arrival, unemployment_insurance, or move (from another office)",
    "entered": "first day in benefit, or in this office after a move; empty for the stock",
    "left": "last day in benefit, or day of a move away; empty if still there at the end",
    "moved_to": "number of the office moved to; -1 if none",
    "team": "team at the entry",
    **{name: "person fact at the entry [true/false]" for name in fact_names("person")},
    "configuration": "configuration at the end",
    "facts_at_end": "person facts that are true at the end, or when the case left, joined by ', '",
}
"""Columns of the table of cases."""

ORIGINS = ("arrival", "stock", "unemployment_insurance", "move")
"""Where cases come from."""

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


_KNOWN_NAMES: dict[str, LogNames] = {}


def log_names(table: TransitionTable) -> LogNames:
    """Return the texts of a table; those of the last table asked for are kept."""
    known = _KNOWN_NAMES.get(table.digest)
    if known is None:
        # Threads of a cluster's worker may do this at the same time: none relies on what it put in.
        known = LogNames(table)
        _KNOWN_NAMES.clear()
        _KNOWN_NAMES[table.digest] = known
    return known


def days_of(ordinals: NDArray[np.int64]) -> NDArray[np.datetime64]:
    """Return days from ordinals."""
    return (ordinals - _EPOCH).astype("datetime64[D]")


def _category(texts: list[str], codes: NDArray[np.int64]) -> pd.Categorical[str]:
    """Make a categorical of texts (which may repeat) picked by codes; -1 gives an empty text."""
    present = np.zeros(len(texts) + 1, dtype=np.bool_)
    present[codes + 1] = True
    used = np.flatnonzero(present)
    picked = ["" if code == 0 else texts[code - 1] for code in used]
    names = sorted(set(picked))
    place = {name: i for i, name in enumerate(names)}
    place_of_code = np.zeros(len(present), dtype=np.int64)
    place_of_code[used] = [place[text] for text in picked]
    return pd.Categorical.from_codes(place_of_code[codes + 1], pd.Index(names, dtype=object))


def events_frame(
    columns: EventColumns,
    event_names: Sequence[str],
    names: LogNames,
    replication: int,
    office: int,
) -> pd.DataFrame:
    """Return the event log of one replication and office, in order of time."""
    entry = np.array(columns.entry, dtype=np.int64)
    before = np.array(columns.before, dtype=np.int64)
    after = np.where(entry < 0, before, names.after[np.maximum(entry, 0)])
    configurations = list(names.configurations)
    return pd.DataFrame(
        {
            "replication": np.full(len(entry), replication, dtype=np.int16),
            "office": np.full(len(entry), office, dtype=np.int16),
            "case": np.array(columns.case, dtype=np.int64),
            "date": days_of(np.array(columns.day, dtype=np.int64)).astype("datetime64[s]"),
            "event": _category(list(event_names), np.array(columns.event, dtype=np.int64)),
            "before": _category(configurations, before),
            "after": _category(configurations, after),
            "acts": _category(names.acts, entry),
            "rules": _category(names.rules, entry),
            "minutes": np.array(columns.minutes, dtype=np.int16),
            "team": _category(list(TEAMS), np.array(columns.team, dtype=np.int64)),
        }
    )


@dataclass(frozen=True)
class CaseColumns:
    """Cases as parallel columns; days are ordinals, 0 if there is none.

    ``origin`` indexes ``ORIGINS``; ``moved_to`` is the number of an office or ``STAYS``.
    """

    number: NDArray[np.int64]
    origin: NDArray[np.int64]
    entered: NDArray[np.int64]
    left: NDArray[np.int64]
    moved_to: NDArray[np.int64]
    entry_facts: NDArray[np.int64]
    configuration: NDArray[np.int64]
    facts: NDArray[np.int64]


def case_columns(cases: list[SimulatedCase]) -> CaseColumns:
    """Return the columns of a list of cases."""
    rows = [
        (
            *(c.number, ORIGINS.index(c.origin), c.entered, c.left),
            *(c.moving_to if c.left else STAYS, c.entry_facts, c.configuration, c.facts),
        )
        for c in cases
    ]
    return CaseColumns(*np.array(rows, dtype=np.int64).reshape(-1, 8).T)


def cases_frame(
    cases: CaseColumns,
    first_day: int,
    names: LogNames,
    replication: int,
    office: int,
    managed_facts: int = 0,
) -> pd.DataFrame:
    """Return the table of all cases that were in benefit on the first reported day or later.

    ``managed_facts`` as in ``tables.Plain``.
    """
    kept = (cases.left == 0) | (cases.left >= first_day)
    facts = cases.entry_facts[kept]
    age_team = np.where(facts & FACT_BIT["under_25"], UNDER_25, FROM_25)
    columns: dict[str, object] = {
        "replication": np.full(len(facts), replication, dtype=np.int16),
        "office": np.full(len(facts), office, dtype=np.int16),
        "case": cases.number[kept],
        "origin": pd.Categorical.from_codes(cases.origin[kept], pd.Index(ORIGINS, dtype=object)),
        "entered": _days_or_none(cases.entered[kept]),
        "left": _days_or_none(cases.left[kept]),
        "moved_to": cases.moved_to[kept].astype(np.int16),
        "team": _category(list(TEAMS), np.where(facts & managed_facts, CASE_MANAGEMENT, age_team)),
    }
    columns |= {name: (facts & FACT_BIT[name]) > 0 for name in fact_names("person")}
    columns["configuration"] = _category(list(names.configurations), cases.configuration[kept])
    columns["facts_at_end"] = _fact_names(cases.facts[kept])
    return pd.DataFrame(columns)


def _fact_names(facts: NDArray[np.int64]) -> pd.Categorical[str]:
    """Write bit sets of person facts as their names."""
    used, place = np.unique(facts, return_inverse=True)
    texts = [
        ", ".join(name for name in fact_names("person") if bits & FACT_BIT[name])
        for bits in used.tolist()
    ]
    return _category(texts, place.astype(np.int64))


def _days_or_none(ordinals: NDArray[np.int64]) -> NDArray[np.datetime64]:
    days = np.where(ordinals == 0, np.datetime64("NaT"), days_of(ordinals))
    return days.astype("datetime64[s]")
