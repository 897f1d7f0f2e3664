"""Runs whose numbers are known: what a replicator gives, without a simulation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pandas as pd
from koopsim.analysis.indicator_catalogue import INDICATORS
from koopsim.scenarios import Scenario

Number = Callable[[Scenario, int, str, int], float]


@dataclass
class KnownRuns:
    """Gives monthly tables made by ``number(scenario, replication, indicator, month)``."""

    number: Number
    jobs: list[tuple[str, int]] = field(default_factory=list)

    def run(
        self, jobs: Sequence[tuple[Scenario, int]], tables: Sequence[str] = ("months",)
    ) -> list[dict[str, pd.DataFrame]]:
        self.jobs += [(scenario.name, number) for scenario, number in jobs]
        return [{"months": self._months(scenario, number)} for scenario, number in jobs]

    def _months(self, scenario: Scenario, replication: int) -> pd.DataFrame:
        first = scenario.start.year * 12 + scenario.start.month - 1
        rows = [
            (
                replication,
                f"{(first + month) // 12}-{(first + month) % 12 + 1:02d}",
                team,
                name,
                self.number(scenario, replication, name, month) / (1 if team == "all" else 2),
                "count",
            )
            for month in range(scenario.months)
            for team in ("under_25", "from_25", "all")
            for name in INDICATORS
        ]
        columns = ["replication", "month", "team", "indicator", "value", "unit"]
        return pd.DataFrame(rows, columns=columns)
