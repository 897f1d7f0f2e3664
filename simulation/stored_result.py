"""A result whose counts are in memory and whose log lies in the folder of the run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from .event_log import CASE_SCHEMA, EVENT_SCHEMA
from .result_folder import ResultFolder
from .result_query import QueryError, ResultTables

if TYPE_CHECKING:
    from pyarrow import dataset

    from ..model.rule_set import RuleSet
    from ..scenarios import Scenario


@dataclass(frozen=True)
class StoredResult(ResultTables):
    """What a run has left in ``folder``.

    ``months``, ``daily_stock``, ``office_months`` and ``office_days`` are as in `SimulationResult`.
    ``log_rows`` says how many events there are (0 if no log was kept); ``events`` and ``cases``
    read the whole log into memory, ``query`` and ``scan_events`` do not. ``run`` tells how the run
    went: engine, workers, seconds, peak memory.
    """

    scenario: Scenario
    rule_set: RuleSet
    months: pd.DataFrame
    daily_stock: pd.DataFrame
    manifest: dict[str, Any]
    folder: Path
    log_rows: int
    run: dict[str, Any]
    office_months: pd.DataFrame | None = None
    office_days: pd.DataFrame | None = None

    @property
    def replications(self) -> int:
        """Number of replications."""
        return int(self.months["replication"].nunique())

    @cached_property
    def events(self) -> pd.DataFrame:
        """The event log, read from the folder; without a log it has no rows."""
        return self._read("events", EVENT_SCHEMA)

    @cached_property
    def cases(self) -> pd.DataFrame:
        """The table of cases, read from the folder; without a log it has no rows."""
        return self._read("cases", CASE_SCHEMA)

    def table(self, name: str) -> dataset.Dataset:
        """Return one table as a pyarrow dataset; only its schema is read.

        Raises:
            QueryError: the result has no such table.
        """
        return ResultFolder(self.folder, self.manifest).table(name)

    def with_log_rows(self) -> StoredResult:
        """Return the same result with the number of events counted in the folder."""
        return replace(self, log_rows=self.table("events").count_rows())

    def _read(self, name: str, schema: dict[str, str]) -> pd.DataFrame:
        try:
            frame: pd.DataFrame = self.table(name).to_table().to_pandas()
        except QueryError:
            return pd.DataFrame(columns=list(schema))
        return frame[list(schema)]

    def __repr__(self) -> str:
        """Return one line: scenario, months, replications, events."""
        return (
            f"StoredResult(scenario={self.scenario.name!r}, "
            f"months={self.months['month'].nunique()}, replications={self.replications}, "
            f"events={self.log_rows}, folder={str(self.folder)!r})"
        )
