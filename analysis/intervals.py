"""Confidence intervals: for a mean over replications, for a share, for a rare rate.

Replications are independent runs of the same scenario with other random numbers. An interval
says how precisely a number of the *model* is known from these runs; it says nothing about how
well the model fits an office, and it is not the range in which a single month will lie.

>>> mean_interval([10.0, 12.0, 14.0]).mean
12.0
>>> mean_interval([10.0]).note
'no interval from one replication'
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import special

from .errors import AnalysisError

CONFIDENCE = 0.95
"""Share of intervals that contain the true value, if the method's assumptions hold."""

NO_INTERVAL = "no interval from one replication"
"""Note of an interval that cannot be given."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its confidence limits, in the unit of the values.

    ``n`` is the number of values (of replications, or of trials for a share). ``low`` and
    ``high`` are NaN where no interval exists; ``note`` then says why, and is empty otherwise.
    """

    mean: float
    low: float
    high: float
    n: int
    note: str = ""

    @property
    def known(self) -> bool:
        """Whether there are limits."""
        return math.isfinite(self.low) and math.isfinite(self.high)


def mean_interval(
    values: Iterable[float], confidence: float = CONFIDENCE, floor: float = -math.inf
) -> Interval:
    """Return the Student t interval for the mean of independent values, one per replication.

    Args:
        values: one number per replication; NaN (nothing to measure in that run) is left out.
        confidence: share between 0 and 1, both excluded.
        floor: lower limit that the quantity cannot fall below, such as 0 for counts.

    Raises:
        AnalysisError: if ``confidence`` is not between 0 and 1.
    """
    _check_confidence(confidence)
    sample = np.asarray(list(values), dtype=float)
    sample = sample[np.isfinite(sample)]
    n = int(sample.size)
    if n == 0:
        return Interval(math.nan, math.nan, math.nan, 0, "no values")
    mean = float(sample.mean())
    if n == 1:
        return Interval(mean, math.nan, math.nan, 1, NO_INTERVAL)
    half = student_t_factor(n, confidence) * float(sample.std(ddof=1)) / math.sqrt(n)
    return Interval(mean, max(mean - half, floor), mean + half, n)


def student_t_factor(n: int, confidence: float = CONFIDENCE) -> float:
    """Return the two-sided Student t factor for the mean of ``n`` values; NaN below two."""
    return float(special.stdtrit(n - 1, 0.5 + confidence / 2)) if n > 1 else math.nan


def share_interval(successes: float, trials: float, confidence: float = CONFIDENCE) -> Interval:
    """Return the Wilson score interval for a share of independent trials.

    Unlike the textbook interval it stays within 0 and 1 and works for shares near the ends.
    Without trials there is no share: everything is NaN.

    Raises:
        AnalysisError: if the numbers are negative, or more successes than trials.
    """
    _check_confidence(confidence)
    if not 0 <= successes <= trials:
        raise AnalysisError(
            f"A share of {successes:g} successes in {trials:g} trials does not exist; give "
            "0 <= successes <= trials."
        )
    n = int(trials)
    if trials == 0:
        return Interval(math.nan, math.nan, math.nan, 0, "no trials")
    z = float(special.ndtri(0.5 + confidence / 2))
    share = successes / trials
    centre = (share + z**2 / (2 * trials)) / (1 + z**2 / trials)
    spread = share * (1 - share) / trials + z**2 / (4 * trials**2)
    half = z * math.sqrt(spread) / (1 + z**2 / trials)
    # At the very ends the limits are exactly 0 and 1; rounding must not move them past the share.
    low = 0.0 if successes == 0 else min(share, max(0.0, centre - half))
    high = 1.0 if successes == trials else max(share, min(1.0, centre + half))
    return Interval(share, low, high, n)


def rate_interval(count: float, exposure: float, confidence: float = CONFIDENCE) -> Interval:
    """Return the exact Poisson (Garwood) interval for a rate of rare, independent events.

    Works where Student t fails: with no event at all the upper limit is still above 0.

    Args:
        count: events of all replications together.
        exposure: what they are counted against (such as years in benefit), all replications
            together, above 0.
        confidence: share between 0 and 1, both excluded.

    Raises:
        AnalysisError: if ``count`` is negative or ``exposure`` not above 0.
    """
    _check_confidence(confidence)
    if count < 0 or not exposure > 0:
        raise AnalysisError(
            f"A rate of {count:g} events in {exposure:g} does not exist; give a count of 0 or "
            "more and an exposure above 0."
        )
    tail = (1 - confidence) / 2
    low = float(special.gammaincinv(count, tail)) if count > 0 else 0.0
    high = float(special.gammaincinv(count + 1, 1 - tail))
    return Interval(count / exposure, low / exposure, high / exposure, int(count))


def _check_confidence(confidence: float) -> None:
    if not 0 < confidence < 1:
        raise AnalysisError(f"A confidence of {confidence:g} is not accepted; give 0 to 1.")
