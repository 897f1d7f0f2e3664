"""A share of obligations with its interval, when the obligations of one office go wrong together.

Updates of one office-year are missed together, because they wait for the same staff. Counting each
as independent would give intervals that are too narrow. So the replication is the unit: the share
is the ratio of two sums, and its variance comes from how the replications scatter around it (ratio
estimator; W. G. Cochran, Sampling Techniques, 3rd ed. 1977, 6.3-6.4; A. M. Law, Simulation Modeling
and Analysis, 5th ed. 2015, 9.5.3), with a Student factor.

>>> ratio_interval([1, 2, 3], [10, 20, 30]).mean
0.1
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ..intervals import CONFIDENCE, Interval, share_interval, student_t_factor


def ratio_interval(
    parts: Sequence[float],
    wholes: Sequence[float],
    confidence: float = CONFIDENCE,
    *,
    share: bool = True,
) -> Interval:
    """Return sum of parts over sum of wholes with its interval; one pair per replication.

    The limits are Student's with the ratio estimator's variance. For a share that is 0 or 1 in
    every replication there is no scatter; Wilson's limits over all obligations are given then.

    Args:
        parts: numerators, such as updates missed.
        wholes: denominators, such as updates due; replications with 0 add nothing.
        confidence: share between 0 and 1, both excluded.
        share: whether the ratio cannot leave 0 to 1; otherwise only 0 bounds it.
    """
    part, whole = np.asarray(parts, dtype=float), np.asarray(wholes, dtype=float)
    n, total = len(whole), float(whole.sum())
    if n == 0 or total <= 0:
        return Interval(math.nan, math.nan, math.nan, n, "nothing to measure")
    ratio = float(part.sum()) / total
    if not math.isfinite(ratio):
        return Interval(ratio, math.nan, math.nan, n, "nobody is served")
    if share and ratio in (0.0, 1.0):
        found = share_interval(float(part.sum()), total, confidence)
        return Interval(found.mean, found.low, found.high, n, found.note)
    if n == 1:
        return Interval(ratio, math.nan, math.nan, 1, "no interval from one replication")
    scatter = part - ratio * whole
    error = math.sqrt(float(scatter @ scatter) / (n * (n - 1))) / (total / n)
    half = student_t_factor(n, confidence) * error
    high = min(1.0, ratio + half) if share else ratio + half
    return Interval(ratio, max(0.0, ratio - half), high, n)
