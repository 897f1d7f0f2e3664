"""A stand-in for the simulator: totals with known means and known chance, without any run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from koopsim.analysis.fitting import Total
from koopsim.scenarios import Scenario

Means = Callable[[dict[str, float]], list[float]]
Evaluate = Callable[[Sequence[tuple[Scenario, int]]], np.ndarray]


def stand_in(means: Means, relative_chance: float, seed: int) -> Evaluate:
    """Return what gives ``means`` of a scenario's values plus normal chance, by run number."""

    def evaluate(jobs: Sequence[tuple[Scenario, int]]) -> np.ndarray:
        rows = []
        for scenario, number in jobs:
            expected = np.array(means(scenario.values()))
            random = np.random.default_rng([seed, number])
            rows.append(expected * (1 + relative_chance * random.standard_normal(len(expected))))
        return np.array(rows)

    return evaluate


def totals(values: Sequence[float], **more: Any) -> tuple[Total, ...]:
    """Return yearly totals of 2024 with given values."""
    names = ("appointment_reductions", "no_shows", "breach_reductions", "talks")
    return tuple(
        Total(row, "2024", name, value, more.get("error", 0.0), "all", None)
        for row, (name, value) in enumerate(zip(names, values, strict=False), start=2)
    )
