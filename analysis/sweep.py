"""A sweep: a scenario over a grid of parameter values, as one tidy table.

Every point of the grid is run with the same random numbers as the unchanged scenario, so that
differences between points, and to the scenario, come from the parameters.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..model.errors import ScenarioError
from ..scenarios import Scenario
from .errors import AnalysisError
from .intervals import CONFIDENCE, mean_interval
from .measures import Measure, check_team, measure_values, measures
from .varying import Axis
from .warm_up import Runs

__all__ = ["SWEPT_MEASURES", "Sweep", "grid_of", "sweep"]

SWEPT_MEASURES = (
    "fte_needed",
    "talks",
    "no_shows",
    "updates_in_time_share",
    "missed_deadlines",
    "backlog",
    "wait_days",
)
"""What a sweep shows if nothing else is asked for."""

MOST_RUNS = 50_000
"""Most runs of one sweep."""

_JOBS_AT_A_TIME = 64


@dataclass(frozen=True)
class Sweep:
    """A scenario over a grid.

    ``table`` has one row per point and measure. Columns: one per axis (named by its path, in its
    unit), indicator, unit, mean, low, high (Student t over replications), difference,
    difference_low, difference_high (to the unchanged scenario, paired), replications.
    ``base`` has the rows of the unchanged scenario, with the same columns.
    """

    scenario: Scenario
    axes: tuple[Axis, ...]
    measures: tuple[Measure, ...]
    team: str
    seed: int
    replications: int
    confidence: float
    table: pd.DataFrame
    base: pd.DataFrame

    @property
    def points(self) -> int:
        """Number of points of the grid."""
        return math.prod(len(axis.values) for axis in self.axes)

    def of(self, name: str) -> pd.DataFrame:
        """Return the rows of one measure, in the order of the grid."""
        return self.table[self.table["indicator"] == name].reset_index(drop=True)


def grid_of(
    scenario: Scenario, axes: Sequence[Axis], allow_outside_range: bool = False
) -> list[Scenario]:
    """Return the scenario of every point, the last axis running fastest.

    Raises:
        AnalysisError: if axes overlap, the grid is too large, or a point is no scenario.
    """
    _check_axes(axes)
    grid = []
    for settings in itertools.product(*(axis.settings for axis in axes)):
        changes: dict[str, object] = {}
        for setting in settings:
            changes |= setting
        grid.append(_replaced(scenario, changes, allow_outside_range))
    return grid


def _check_axes(axes: Sequence[Axis]) -> None:
    if not axes:
        raise AnalysisError("Give at least one parameter to vary.")
    paths = [path for axis in axes for path in axis.paths]
    if len(set(paths)) < len(paths):
        twice = next(path for path in paths if paths.count(path) > 1)
        raise AnalysisError(f"{twice} is varied twice; give all its values at once.")
    points = math.prod(len(axis.values) for axis in axes)
    if points > MOST_RUNS:
        raise AnalysisError(f"The grid has {points:,} points; at most {MOST_RUNS:,} are accepted.")


def _replaced(scenario: Scenario, changes: Mapping[str, object], beyond: bool) -> Scenario:
    try:
        return scenario.replace(changes, allow_outside_range=beyond)
    except ScenarioError as error:
        if "allow_outside_range" not in str(error):
            raise
        known = dict(scenario.parameters())
        outside = [
            f"{path} = {value:g} lies outside its range {known[path].low:g} to {known[path].high:g}"
            for path, value in changes.items()
            if isinstance(value, int | float) and not known[path].low <= value <= known[path].high
        ]
        raise AnalysisError(
            f"{outside[0]}; if this is meant, allow it (--allow-outside-range)."
        ) from None


def sweep(
    scenario: Scenario,
    axes: Sequence[Axis],
    runs: Runs,
    *,
    seed: int,
    replications: int = 5,
    indicators: Sequence[str] = SWEPT_MEASURES,
    team: str = "all",
    confidence: float = CONFIDENCE,
    allow_outside_range: bool = False,
) -> Sweep:
    """Run a scenario at every point of a grid with common random numbers.

    Args:
        scenario: what is varied; it stays as it is.
        axes: what ``parse_vary`` returned.
        runs: a ``koopsim.simulation.Replicator``.
        seed: that of ``runs``, to be reported.
        replications: of each point, 1 or more; intervals need 2.
        indicators: names of measures.
        team: under_25, from_25 or all.
        confidence: of each interval.
        allow_outside_range: accept values outside the ranges that the scenario states.

    Raises:
        AnalysisError: if the grid or a name is not accepted. Nothing is run then.
        RunError: if a point cannot be run.
    """
    chosen = measures(indicators)
    check_team(team)
    if not chosen:
        raise AnalysisError("Give at least one indicator.")
    if replications < 1:
        raise AnalysisError("A sweep needs at least 1 replication (5 are advised).")
    grid = grid_of(scenario, axes, allow_outside_range)
    if (total := (len(grid) + 1) * replications) > MOST_RUNS:
        raise AnalysisError(
            f"The sweep would take {total:,} runs; at most {MOST_RUNS:,} are accepted. Give fewer "
            "values or replications."
        )
    values = _values([scenario, *grid], runs, replications, chosen, team)
    points = itertools.product(*(axis.values for axis in axes))
    own = tuple(axis.base for axis in axes)
    base = _rows(own, values[0], values[0], axes, chosen, confidence)
    table = [
        row
        for point, found in zip(points, values[1:], strict=True)
        for row in _rows(point, found, values[0], axes, chosen, confidence)
    ]
    return Sweep(
        scenario,
        tuple(axes),
        chosen,
        team,
        seed,
        replications,
        confidence,
        pd.DataFrame(table),
        pd.DataFrame(base),
    )


def _values(
    scenarios: Sequence[Scenario],
    runs: Runs,
    replications: int,
    chosen: Sequence[Measure],
    team: str,
) -> np.ndarray:
    """Return the measures of all runs, shape (scenarios, replications, measures)."""
    jobs = [(scenario, number) for scenario in scenarios for number in range(replications)]
    rows = []
    for place in range(0, len(jobs), _JOBS_AT_A_TIME):
        for found in runs.run(jobs[place : place + _JOBS_AT_A_TIME], ("months",)):
            rows.append(measure_values(found["months"], chosen, team).to_numpy()[0])
    return np.array(rows).reshape(len(scenarios), replications, len(chosen))


def _rows(
    point: Sequence[float],
    found: np.ndarray,
    base: np.ndarray,
    axes: Sequence[Axis],
    chosen: Sequence[Measure],
    confidence: float,
) -> list[dict[str, object]]:
    rows = []
    for place, item in enumerate(chosen):
        mean = mean_interval(found[:, place], confidence)
        gap = mean_interval(found[:, place] - base[:, place], confidence)
        rows.append(
            {
                **{axis.name: value for axis, value in zip(axes, point, strict=True)},
                "indicator": item.name,
                "unit": item.unit.en,
                "mean": mean.mean,
                "low": mean.low,
                "high": mean.high,
                "difference": gap.mean,
                "difference_low": gap.low,
                "difference_high": gap.high,
                "replications": mean.n,
            }
        )
    return rows
