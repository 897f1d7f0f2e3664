"""A synthetic result: as an engine would give it, but made of known numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pytest
from koopsim.analysis.indicator_catalogue import INDICATORS
from koopsim.model.rule_set import RuleSet, load_rule_set
from koopsim.scenarios import Scenario, load_scenario

SEED = 20240101
MANIFEST = {
    "format": 1,
    "engine": "simpy",
    "scenario": {"name": "small", "digest": "ab12" * 16},
    "seed": 7,
    "versions": {"koopsim": "0.1.0", "numpy": "2.4.6"},
    "command": "koopsim run small --seed 7",
}


@dataclass(frozen=True)
class SyntheticResult:
    """What the analysis reads from a result, and nothing else."""

    scenario: Scenario
    rule_set: RuleSet
    months: pd.DataFrame
    events: pd.DataFrame = field(default_factory=pd.DataFrame)
    cases: pd.DataFrame = field(default_factory=pd.DataFrame)
    manifest: dict[str, Any] = field(default_factory=lambda: dict(MANIFEST))

    @property
    def replications(self) -> int:
        return int(self.months["replication"].nunique())


Values = Iterable[tuple[int, str, str, str, float]]
Build = Callable[..., SyntheticResult]


@pytest.fixture(scope="session")
def build() -> Build:
    """Return a maker of results from (replication, month, team, indicator, value)."""

    def make(values: Values, scenario: Scenario | None = None) -> SyntheticResult:
        columns = ["replication", "month", "team", "indicator", "value"]
        months = pd.DataFrame(list(values), columns=columns)
        months["unit"] = "count"
        for column in ("month", "team", "indicator"):
            months[column] = months[column].astype("category")
        chosen = scenario or load_scenario("small")
        return SyntheticResult(chosen, load_rule_set("2023-07-01"), months)

    return make


def synthetic_values(
    replications: int, months: list[str]
) -> list[tuple[int, str, str, str, float]]:
    """Return plausible numbers for every indicator; teams add up where they should."""
    random = np.random.default_rng(SEED)
    means = {name: 5.0 + 7.0 * place for place, name in enumerate(INDICATORS)}
    means |= {"stock": 480.0, "backlog": 4.0, "fte_needed": 1.4, "fte_available": 2.0}
    means |= {"conciliations": 0.0, "bookings": 120.0, "wait_days_sum": 240.0}
    rows = []
    for replication in range(replications):
        for month in months:
            for name, mean in means.items():
                parts = random.poisson(mean / 2, size=2).astype(float)
                if name.startswith("fte"):
                    parts = np.array([mean, mean]) + (
                        random.normal(0, 0.1, 2) if name == "fte_needed" else 0
                    )
                if name == "wait_days":
                    parts = np.array([2.0, 2.0])
                total = 2.0 if name == "wait_days" else float(parts.sum())
                rows.append((replication, month, "under_25", name, float(parts[0])))
                rows.append((replication, month, "from_25", name, float(parts[1])))
                rows.append((replication, month, "all", name, total))
    return rows


def month_labels(first_year: int, count: int) -> list[str]:
    """Return months from January on, such as 2024-01."""
    return [f"{first_year + m // 12}-{m % 12 + 1:02d}" for m in range(count)]


@pytest.fixture(scope="session")
def result(build: Build) -> SyntheticResult:
    """Return four replications of fourteen months with every indicator of the catalogue."""
    return build(synthetic_values(4, month_labels(2024, 14)))


@pytest.fixture(scope="session")
def single_run(build: Build) -> SyntheticResult:
    """Return one replication of one month."""
    return build(synthetic_values(1, month_labels(2024, 1)))
