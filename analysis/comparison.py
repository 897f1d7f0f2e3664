"""Scenarios side by side: what changes, how sure that is, and how few runs would have told.

Runs of two scenarios with the same replication number share their random numbers (common random
numbers), so that differences are taken run by run: what is chance in both cancels out. The
interval of a difference is Student's t over the paired differences (Law, Simulation Modeling and
Analysis, 5th ed. 2015, sections 10.2.1 and 11.2).

A table of many differences is protected in two ways (``multiple_comparisons``): p-values are
adjusted by Holm's method over all rows, and each row has a second, wider interval (Bonferroni) such
that all of them together hold with the stated confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from ..model.process.text import Language
from ..scenarios import Scenario
from .errors import AnalysisError
from .intervals import CONFIDENCE
from .measures import DEFAULT_MEASURES, Measure, check_team, measure_values, measures
from .multiple_comparisons import bonferroni_confidence, holm
from .paired_differences import Difference, paired_difference
from .warm_up import Runs

__all__ = ["Comparison", "Difference", "compare", "same_period"]

MOST_COMPARED = 6
"""Most scenarios that are compared with a baseline at a time: pictures can show no more."""

_JOBS_AT_A_TIME = 64


@dataclass(frozen=True)
class Comparison:
    """Scenarios compared with the first of them.

    ``values`` has a row for each scenario and replication and a column per measure. ``months`` are
    the monthly tables of all replications by scenario, the same as the scenario gives when it is
    run alone with this seed. ``precision`` is the half-width asked for, as a part of the
    baseline's mean.
    """

    scenarios: tuple[Scenario, ...]
    measures: tuple[Measure, ...]
    team: str
    seed: int
    replications: int
    confidence: float
    precision: float
    values: pd.DataFrame
    months: dict[str, pd.DataFrame]
    differences: tuple[Difference, ...]

    @property
    def baseline(self) -> Scenario:
        """The scenario that the others are compared with."""
        return self.scenarios[0]

    def title(self, scenario: str, language: Language) -> str:
        """Return the title of a scenario, with its name where another has the same title."""
        titles = {item.name: item.title[language] for item in self.scenarios}
        title = titles[scenario]
        return title if list(titles.values()).count(title) == 1 else f"{title} ({scenario})"

    def of(self, scenario: str) -> tuple[Difference, ...]:
        """Return the rows of one scenario."""
        return tuple(row for row in self.differences if row.scenario == scenario)

    def values_of(self, scenario: str, name: str) -> np.ndarray:
        """Return the values of one measure by replication."""
        return self.values.xs(scenario, level="scenario")[name].to_numpy(dtype=float)

    def frame(self) -> pd.DataFrame:
        """Return one row per scenario and measure, all numbers in the unit of the measure."""
        return pd.DataFrame([_as_row(row) for row in self.differences])


def _as_row(row: Difference) -> dict[str, object]:
    return {
        "scenario": row.scenario,
        "indicator": row.measure.name,
        "unit": row.measure.unit.en,
        "baseline": row.baseline.mean,
        "baseline_low": row.baseline.low,
        "baseline_high": row.baseline.high,
        "changed": row.changed.mean,
        "changed_low": row.changed.low,
        "changed_high": row.changed.high,
        "difference": row.difference.mean,
        "difference_low": row.difference.low,
        "difference_high": row.difference.high,
        "simultaneous_low": row.simultaneous.low,
        "simultaneous_high": row.simultaneous.high,
        "relative": row.relative.mean,
        "relative_low": row.relative.low,
        "relative_high": row.relative.high,
        "p_value": row.p_value,
        "adjusted_p": row.adjusted_p,
        "variance_ratio": row.variance_ratio,
        "enough_paired": row.enough_paired,
        "enough_independent": row.enough_independent,
        "replications": row.difference.n,
    }


def compare(
    baseline: Scenario,
    others: Sequence[Scenario],
    runs: Runs,
    *,
    seed: int,
    replications: int = 20,
    indicators: Sequence[str] = DEFAULT_MEASURES,
    team: str = "all",
    confidence: float = CONFIDENCE,
    precision: float = 0.01,
) -> Comparison:
    """Run scenarios with common random numbers and compare each with the first.

    Args:
        baseline: what the others are compared with.
        others: one scenario or more, with other names and the same reported months.
        runs: a ``koopsim.simulation.Replicator``.
        seed: that of ``runs``, to be reported.
        replications: of each scenario, 2 or more.
        indicators: names of measures (``measures``).
        team: under_25, from_25 or all.
        confidence: of each interval, a share between 0 and 1.
        precision: half-width of an interval, as a part of the baseline's mean, for the question
            how many replications would have been enough.

    Raises:
        AnalysisError: if scenarios cannot be compared, or a number or name is not accepted.
        RunError: if a scenario cannot be run.
    """
    chosen, scenarios = measures(indicators), (baseline, *others)
    _check(scenarios, chosen, replications, confidence, precision)
    check_team(team)
    months = _run(scenarios, runs, replications)
    values = pd.concat(
        {name: measure_values(frame, chosen, team) for name, frame in months.items()},
        names=["scenario"],
    )
    comparison = Comparison(
        scenarios, chosen, team, seed, replications, confidence, precision, values, months, ()
    )
    return replace(comparison, differences=_differences(comparison))


def _check(
    scenarios: Sequence[Scenario],
    chosen: Sequence[Measure],
    replications: int,
    confidence: float,
    precision: float,
) -> None:
    if len(scenarios) < 2:
        raise AnalysisError("Give at least one scenario to compare with the baseline.")
    if len(scenarios) > MOST_COMPARED + 1:
        raise AnalysisError(
            f"{len(scenarios) - 1} scenarios are too many to compare at a time; give "
            f"{MOST_COMPARED} at most, or use koopsim sweep."
        )
    if not chosen:
        raise AnalysisError("Give at least one indicator to compare.")
    names = [scenario.name for scenario in scenarios]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise AnalysisError(
            f"Two of the scenarios are called {twice!r}; give each another name, or leave one out."
        )
    if replications < 2:
        raise AnalysisError("A comparison needs at least 2 replications (20 are advised).")
    if not (0 < confidence < 1 and 0 < precision < 1):
        raise AnalysisError(
            f"A confidence of {confidence:g} and a precision of {precision:g} are not both "
            "accepted; give shares above 0 and below 1."
        )
    same_period(scenarios)


def same_period(scenarios: Sequence[Scenario]) -> None:
    """Complain about scenarios that do not report the same months.

    Raises:
        AnalysisError: naming the first two that differ.
    """
    first = scenarios[0]
    for other in scenarios[1:]:
        if (other.start, other.months) != (first.start, first.months):
            raise AnalysisError(
                f"{other.name!r} reports {_period(other.start, other.months)} and {first.name!r} "
                f"{_period(first.start, first.months)}; only the same months can be compared. "
                "Give a number of months for all (--months), or change start in a scenario file."
            )


def _period(start: date, months: int) -> str:
    return f"{months} months from {start}"


def _run(scenarios: Sequence[Scenario], runs: Runs, replications: int) -> dict[str, pd.DataFrame]:
    jobs = [(scenario, number) for number in range(replications) for scenario in scenarios]
    frames: dict[str, list[pd.DataFrame]] = {scenario.name: [] for scenario in scenarios}
    for place in range(0, len(jobs), _JOBS_AT_A_TIME):
        part = jobs[place : place + _JOBS_AT_A_TIME]
        for (scenario, _), found in zip(part, runs.run(part, ("months",)), strict=True):
            frames[scenario.name].append(found["months"])
    return {name: pd.concat(parts, ignore_index=True) for name, parts in frames.items()}


def _differences(comparison: Comparison) -> tuple[Difference, ...]:
    count = (len(comparison.scenarios) - 1) * len(comparison.measures)
    wide = bonferroni_confidence(comparison.confidence, count)
    rows = []
    for other in comparison.scenarios[1:]:
        for item in comparison.measures:
            base = comparison.values_of(comparison.baseline.name, item.name)
            changed = comparison.values_of(other.name, item.name)
            rows.append(
                paired_difference(
                    other.name,
                    item,
                    base,
                    changed,
                    comparison.confidence,
                    wide,
                    comparison.precision,
                )
            )
    adjusted = holm([row.p_value for row in rows])
    return tuple(replace(row, adjusted_p=p) for row, p in zip(rows, adjusted, strict=True))
