"""How many replications: until a mean is known as precisely as asked (sequential stopping).

The rule is the sequential procedure of Law (Simulation Modeling and Analysis, 5th ed. 2015,
section 9.4.1), which goes back to Chow and Robbins (Annals of Mathematical Statistics 36, 1965):
make a first number of replications, then more, until the half-width of the confidence interval is
at most g' times the mean, where g' = g / (1 + g) for an asked relative error g. Then the mean lies
within g of the *true* mean with about the stated confidence.

The rule stops when the scatter happens to look small, so that intervals cover the true mean a
little less often than they say; the loss vanishes as g goes to 0. Two things keep it small: a
first number of replications, and looks at the data that are few (each look asks for as many
replications as the present scatter calls for, at least a tenth more and at most twice as many).
``docs/experiments.md`` gives the coverage measured.

The numbers of replications looked at depend on the values only, never on the number of workers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from .errors import AnalysisError
from .intervals import (
    CONFIDENCE,
    NO_INTERVAL,
    Interval,
    mean_interval,
    share_interval,
    student_t_factor,
)

__all__ = [
    "FIRST_REPLICATIONS",
    "MOST_REPLICATIONS",
    "SequentialEstimate",
    "clustered_share_interval",
    "parse_precision",
    "replications_needed",
    "until_precise",
]

FIRST_REPLICATIONS = 10
"""Replications before the first look, unless another number is asked for."""

MOST_REPLICATIONS = 100
"""Replications at which the search ends in any case, unless another number is asked for."""

_GROWTH_LEAST, _GROWTH_MOST = 1.1, 2.0

Source = Callable[[Sequence[int]], Sequence[tuple[float, float]]]
"""From numbers of replications to (numerator, denominator) of each; denominator 1 for a mean."""


@dataclass(frozen=True, slots=True)
class SequentialEstimate:
    """What a sequential run ended with.

    ``asked`` is the relative precision asked for (0.02 is 2 percent), ``reached`` whether it was
    met, ``looks`` the numbers of replications at which the data were looked at.
    """

    interval: Interval
    replications: int
    asked: float
    reached: bool
    looks: tuple[int, ...]

    @property
    def relative_half_width(self) -> float:
        """Half-width of the interval divided by the mean; NaN without an interval or a mean."""
        return _relative(self.interval)

    @property
    def relative_error(self) -> float:
        """Bound of the error relative to the *true* mean that the interval implies."""
        half = self.relative_half_width
        return half / (1 - half) if half < 1 else math.nan


def parse_precision(text: str) -> float:
    """Return a relative precision written like ``2%``, ``2.5 %`` or ``0.02`` as a share.

    Raises:
        AnalysisError: if it is not written so, or does not lie above 0 and below 100 percent.
    """
    found = re.fullmatch(r"\s*(\d+(?:[.,]\d*)?|[.,]\d+)\s*(%?)\s*", text, re.ASCII)
    value = math.nan
    if found:
        value = float(found[1].replace(",", ".")) / (100 if found[2] else 1)
    if not 0 < value < 1:
        raise AnalysisError(
            f"{text!r} is not accepted as precision; give a percentage above 0 and below 100, "
            "such as 2% (or 0.02)."
        )
    return value


def until_precise(
    source: Source,
    precision: float,
    *,
    share: bool = False,
    confidence: float = CONFIDENCE,
    first: int = FIRST_REPLICATIONS,
    at_most: int = MOST_REPLICATIONS,
) -> SequentialEstimate:
    """Ask a source for replications until its mean is known with a relative ``precision``.

    Args:
        source: gives numerator and denominator of the replications whose numbers it is asked for.
        precision: relative error that is accepted, 0.02 for 2 percent.
        share: numerators count successes among denominators (trials): the estimate is the share
            of all trials with a Wilson interval that allows for replications differing
            (``clustered_share_interval``). Otherwise it is the mean of numerator / denominator
            with a Student t interval.
        confidence: share between 0 and 1.
        first: replications before the first look, 2 or more.
        at_most: replications at which to stop in any case, ``first`` or more.

    Raises:
        AnalysisError: if a number is out of range.
    """
    _check(precision, first, at_most)
    target = precision / (1 + precision)
    values: list[tuple[float, float]] = []
    looks: list[int] = []
    wanted = first
    while True:
        values += [(float(a), float(b)) for a, b in source(range(len(values), wanted))]
        looks.append(len(values))
        interval = _estimate(values, share, confidence)
        half = _relative(interval)
        reached = half <= target
        if reached or len(values) >= at_most:
            return SequentialEstimate(interval, len(values), precision, reached, tuple(looks))
        wanted = min(at_most, _next(len(values), half, target))


def _next(n: int, half: float, target: float) -> int:
    """Return how many replications the present scatter calls for, within the bounds of growth."""
    called_for = n * (half / target) ** 2 if math.isfinite(half) else math.inf
    return math.ceil(min(max(called_for, _GROWTH_LEAST * n), _GROWTH_MOST * n))


def _check(precision: float, first: int, at_most: int) -> None:
    if not 0 < precision < 1:
        raise AnalysisError(f"A precision of {precision:g} is not accepted; give 0 to 1.")
    if first < 2:
        raise AnalysisError(
            f"{first} first replications are too few; scatter shows from 2 on (10 are advised)."
        )
    if at_most < first:
        raise AnalysisError(
            f"At most {at_most} replications are fewer than the {first} to begin with."
        )


def _estimate(values: list[tuple[float, float]], share: bool, confidence: float) -> Interval:
    tops, bottoms = (np.array(column) for column in zip(*values, strict=True))
    if share:
        return clustered_share_interval(tops, bottoms, confidence)
    some = bottoms > 0
    return mean_interval(tops[some] / bottoms[some], confidence)


def _relative(interval: Interval) -> float:
    if not interval.known or interval.mean == 0:
        return math.nan
    return (interval.high - interval.low) / 2 / abs(interval.mean)


def clustered_share_interval(
    successes: Sequence[float] | np.ndarray,
    trials: Sequence[float] | np.ndarray,
    confidence: float = CONFIDENCE,
) -> Interval:
    """Return a Wilson interval for a share whose trials come in replications that differ.

    Deadlines of one run go wrong together, so that trials are not independent. Following Korn and
    Graubard (Survey Methodology 24, 1998) the Wilson interval is taken with an effective number of
    trials: p(1-p) divided by the variance of the share between replications (linearised ratio
    estimator), with the Student t factor of the replications in place of the normal one; never
    more than the trials there are. With independent trials it is Wilson's interval up to the
    Student t factor. ``n`` is the number of replications with trials.

    Args:
        successes: by replication.
        trials: by replication, not fewer.
        confidence: share between 0 and 1.

    Raises:
        AnalysisError: if there are more successes than trials, or the confidence is out of range.
    """
    tops, bottoms = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)
    tops, bottoms = tops[bottoms > 0], bottoms[bottoms > 0]
    count, total = len(bottoms), float(bottoms.sum())
    plain = share_interval(float(tops.sum()), total, confidence)
    if count == 0:
        return plain
    if count == 1:
        return Interval(plain.mean, math.nan, math.nan, 1, NO_INTERVAL)
    share = plain.mean
    residuals = (tops - share * bottoms) / (total / count)
    variance = float(residuals @ residuals) / (count - 1) / count
    if variance == 0:  # all replications alike, such as no success at all: nothing to correct
        return Interval(share, plain.low, plain.high, count)
    factor = float(special.ndtri(0.5 + confidence / 2)) / student_t_factor(count, confidence)
    effective = min(total, share * (1 - share) / variance * factor**2)
    found = share_interval(share * effective, effective, confidence)
    return Interval(share, min(share, found.low), max(share, found.high), count)


def replications_needed(
    deviation: float, half_width: float, confidence: float = CONFIDENCE, at_most: int = 1_000_000
) -> int | None:
    """Return the least number of replications that makes a Student t interval narrow enough.

    Args:
        deviation: standard deviation between replications.
        half_width: half-width that is accepted, in the same unit.
        confidence: share between 0 and 1.
        at_most: beyond this number the answer is None.

    The deviation is taken as known: the answer is what would have sufficed, not a guarantee. Two
    are needed to see any scatter; None also for numbers that are not finite or a half-width of 0
    that scatter forbids.
    """
    if not (math.isfinite(deviation) and math.isfinite(half_width) and half_width >= 0):
        return None
    if deviation == 0:
        return 2
    if half_width == 0 or _half(at_most, deviation, confidence) > half_width:
        return None
    low, high = 1, at_most  # too few, enough; the half-width falls with the number
    while high - low > 1:
        middle = (low + high) // 2
        if _half(middle, deviation, confidence) <= half_width:
            high = middle
        else:
            low = middle
    return high


def _half(n: int, deviation: float, confidence: float) -> float:
    return student_t_factor(n, confidence) * deviation / math.sqrt(n) if n > 1 else math.inf
