"""The result of a simulation: tidy frames, provenance, a short display."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from .result_query import TABLES, QueryError, ResultTables

if TYPE_CHECKING:
    from pyarrow import dataset

    from ..model.rule_set import RuleSet
    from ..scenarios import Scenario

_SHOWN = (
    "stock",
    "talks",
    "no_shows",
    "plans_made",
    "updates_due",
    "updates_missed",
    "demands_with_notice",
    "minutes_needed",
    "fte_needed",
    "fte_available",
    "backlog",
)


@dataclass(frozen=True)
class SimulationResult(ResultTables):
    """What a run gave; ``query`` asks it in SQL, ``scan_events`` reads the log lazily.

    ``months`` is tidy (replication, month, team, indicator, value, unit), ``events`` and ``cases``
    follow ``event_log.EVENT_SCHEMA`` and ``CASE_SCHEMA``, ``daily_stock`` has for each replication
    and day the stock at its end, arrivals, exits and moves in and out [persons]. ``manifest`` says
    where the numbers come from. With many offices these are about all of them together, and
    ``office_months`` and ``office_days`` hold the same by office; with one office they are None.
    """

    scenario: Scenario
    rule_set: RuleSet
    months: pd.DataFrame
    events: pd.DataFrame
    cases: pd.DataFrame
    daily_stock: pd.DataFrame
    manifest: dict[str, Any] = field(default_factory=dict)
    office_months: pd.DataFrame | None = None
    office_days: pd.DataFrame | None = None

    @property
    def replications(self) -> int:
        """Number of replications."""
        return int(self.months["replication"].nunique())

    def table(self, name: str) -> dataset.Dataset:
        """Return one of the frames as a pyarrow dataset.

        Raises:
            QueryError: the result has no such table.
        """
        import pyarrow as pa
        from pyarrow.dataset import dataset

        known = [table for table in TABLES if getattr(self, table) is not None]
        if name not in known:
            raise QueryError(f"a result has no table {name!r}; it has {', '.join(known)}")
        return dataset(pa.Table.from_pandas(getattr(self, name), preserve_index=False))

    def totals(self) -> pd.DataFrame:
        """Return the mean over replications of each indicator and month.

        Team ``all``, months as rows.
        """
        everyone = self.months[self.months["team"] == "all"]
        means = everyone.groupby(["month", "indicator"], sort=False)["value"].mean()
        return means.unstack("indicator")

    def __repr__(self) -> str:
        """Return one line: scenario, months, replications, events."""
        return (
            f"SimulationResult(scenario={self.scenario.name!r}, "
            f"months={self.months['month'].nunique()}, "
            f"replications={self.replications}, events={len(self.events)})"
        )

    def _repr_html_(self) -> str:
        """Return a table of the main indicators for notebooks."""
        table = self.totals()[list(_SHOWN)].round(1).to_html(border=0)
        title = escape(
            f"{self.scenario.title['en']}: mean of {self.replications} replication(s), rule set "
            f"{self.rule_set.name}"
        )
        return f"<p><strong>{title}</strong></p>{table}"
