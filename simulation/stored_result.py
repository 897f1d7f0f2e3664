"""A result that lies in the folder of its run; tables are read when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from .event_log import CASE_SCHEMA, EVENT_SCHEMA
from .result_folder import ResultFolder
from .result_query import OFFICE_TABLES, TABLES, QueryError, ResultTables

if TYPE_CHECKING:
    from pyarrow import dataset

    from ..model.rule_set import RuleSet
    from ..scenarios import Scenario


@dataclass(frozen=True)
class StoredResult(ResultTables):
    """What a run has left in ``folder``.

    Its tables are as those of `SimulationResult`, each read into memory when it is first asked
    for; ``query`` and ``scan_events`` read only what they need. ``run`` tells how the run went:
    engine, workers, seconds, peak memory.
    """

    scenario: Scenario
    rule_set: RuleSet
    manifest: dict[str, Any]
    folder: Path
    run: dict[str, Any]

    @property
    def replications(self) -> int:
        """Number of replications."""
        return int(self.manifest["replications"])

    @property
    def log_rows(self) -> int:
        """Number of events in the log; 0 if none was kept."""
        return self.table("events").count_rows() if self.manifest["log"] else 0

    @cached_property
    def months(self) -> pd.DataFrame:
        """The monthly indicators of all offices together."""
        return self._frame("months")

    @cached_property
    def daily_stock(self) -> pd.DataFrame:
        """The persons in benefit on each day in all offices together."""
        return self._frame("daily_stock")

    @cached_property
    def office_months(self) -> pd.DataFrame | None:
        """The monthly indicators of each office; None if there is only one."""
        return self._frame("office_months") if self._many_offices else None

    @cached_property
    def office_days(self) -> pd.DataFrame | None:
        """The persons in benefit on each day in each office; None if there is only one."""
        return self._frame("office_days") if self._many_offices else None

    @cached_property
    def events(self) -> pd.DataFrame:
        """The whole event log in memory, by replication and office; without a log it is empty."""
        return self._log("events", EVENT_SCHEMA)

    @cached_property
    def cases(self) -> pd.DataFrame:
        """The table of cases, by replication and office; without a log it has no rows."""
        return self._log("cases", CASE_SCHEMA)

    def table(self, name: str) -> dataset.Dataset:
        """Return one table as a pyarrow dataset; only its schema is read.

        Raises:
            QueryError: the result has no such table.
        """
        return ResultFolder(self.folder, self.manifest).table(name)

    def whole(self) -> bool:
        """Tell whether all tables are there."""
        logs = () if self.manifest["log"] else ("events", "cases")
        absent = (*logs, *(() if self._many_offices else OFFICE_TABLES))
        try:
            for name in TABLES:
                if name not in absent:
                    self.table(name)
        except QueryError:
            return False
        return True

    @property
    def _many_offices(self) -> bool:
        return int(self.manifest["offices"]) > 1

    def _log(self, name: str, schema: dict[str, str]) -> pd.DataFrame:
        return self._frame(name) if self.manifest["log"] else pd.DataFrame(columns=list(schema))

    def _frame(self, name: str) -> pd.DataFrame:
        frame: pd.DataFrame = self.table(name).to_table().to_pandas()
        for column in frame.columns:
            # Parts name their texts in an order of their own.
            if name in ("events", "cases") and isinstance(frame[column].dtype, pd.CategoricalDtype):
                names = sorted(frame[column].cat.categories)
                frame[column] = frame[column].cat.reorder_categories(names)
        return frame

    def __repr__(self) -> str:
        """Return one line: scenario, months, replications, folder."""
        return (
            f"StoredResult(scenario={self.scenario.name!r}, months={self.manifest['months']}, "
            f"replications={self.replications}, folder={str(self.folder)!r})"
        )
