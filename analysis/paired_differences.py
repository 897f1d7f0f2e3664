"""The difference of two scenarios in one measure, from runs in pairs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from .intervals import CONFIDENCE, Interval, mean_interval, student_t_factor
from .measures import Measure
from .precision import replications_needed

__all__ = ["Difference", "paired_difference", "relative_difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of one scenario against the baseline.

    ``difference`` is the scenario minus the baseline, in the unit of the measure; ``simultaneous``
    is the wider interval that holds for all rows together; ``relative`` is the difference as a part
    of the baseline's mean (delta method for a ratio of paired means). ``p_value`` is that of the
    paired t test, ``adjusted_p`` Holm's. ``variance_ratio`` is the variance of the paired
    differences divided by that of differences of independent runs (below 1: common random numbers
    helped). ``enough_paired`` and ``enough_independent`` are the replications of each scenario that
    would make the half-width of the interval as small as asked; None if no number does.
    """

    scenario: str
    measure: Measure
    baseline: Interval
    changed: Interval
    difference: Interval
    simultaneous: Interval
    relative: Interval
    p_value: float
    adjusted_p: float
    variance_ratio: float
    enough_paired: int | None
    enough_independent: int | None

    def clear(self, confidence: float = CONFIDENCE) -> bool:
        """Whether the difference is told from chance, all rows considered (Holm)."""
        return self.adjusted_p <= 1 - confidence


def paired_difference(
    scenario: str,
    item: Measure,
    base: np.ndarray,
    changed: np.ndarray,
    confidence: float,
    wide: float,
    precision: float,
) -> Difference:
    """Return the difference of two scenarios in one measure, not yet adjusted for other rows.

    Args:
        scenario: name of the changed scenario.
        item: the measure.
        base: its values in the baseline by replication; pairs with NaN are left out.
        changed: its values in the changed scenario, in the same order.
        confidence: of the interval of this row.
        wide: confidence of the interval that holds for all rows together.
        precision: half-width asked for, as a part of the baseline's mean.
    """
    paired = np.isfinite(base) & np.isfinite(changed)
    base, changed = base[paired], changed[paired]
    gaps = _gaps(base, changed)
    spread = _variance(gaps)
    apart = _variance(base) + _variance(changed)
    accepted = precision * abs(float(base.mean())) if len(base) else math.nan
    return Difference(
        scenario=scenario,
        measure=item,
        baseline=mean_interval(base, confidence),
        changed=mean_interval(changed, confidence),
        difference=mean_interval(gaps, confidence),
        simultaneous=mean_interval(gaps, wide),
        relative=relative_difference(base, changed, confidence),
        p_value=_p_value(gaps),
        adjusted_p=math.nan,
        variance_ratio=spread / apart if apart > 0 else math.nan,
        enough_paired=replications_needed(math.sqrt(spread), accepted, confidence),
        enough_independent=replications_needed(math.sqrt(apart), accepted, confidence),
    )


def _gaps(base: np.ndarray, changed: np.ndarray) -> np.ndarray:
    """Return the paired differences; traces of binary arithmetic are no differences."""
    gaps: np.ndarray = changed - base
    trace = 1e-12 * float(np.abs([base, changed]).max(initial=0.0))
    gaps[np.abs(gaps) <= trace] = 0.0
    if len(gaps) and np.ptp(gaps) <= trace:
        gaps[:] = gaps[0]
    return gaps


def _variance(values: np.ndarray) -> float:
    return float(values.var(ddof=1)) if len(values) > 1 else math.nan


def _p_value(gaps: np.ndarray) -> float:
    """Return the two-sided p-value of the paired t test; without any scatter 0 or 1."""
    if len(gaps) < 2:
        return math.nan
    if np.ptp(gaps) == 0:
        return 1.0 if gaps[0] == 0 else 0.0
    return float(stats.ttest_1samp(gaps, 0.0).pvalue)


def relative_difference(base: np.ndarray, changed: np.ndarray, confidence: float) -> Interval:
    """Return the ratio of the means minus 1, with the linearised interval of a ratio."""
    mean = float(base.mean()) if len(base) else 0.0
    if mean == 0:
        return Interval(math.nan, math.nan, math.nan, len(base), "nothing to compare with")
    ratio = float(changed.mean()) / mean
    residuals = (changed - ratio * base) / abs(mean)
    n = len(base)
    half = student_t_factor(n, confidence) * math.sqrt(_variance(residuals) / n)
    found = ratio - 1
    return Interval(found, found - half, found + half, n)
