"""Many questions at once: how sure a whole table of differences is.

Of twenty differences that do not exist, one looks clear at 95 percent by chance. Bonferroni and
Holm bound the probability that *any* of them looks clear.

>>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
[0.03, 0.06, 0.06]
>>> round(bonferroni_confidence(0.95, 10), 3)
0.995
"""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["bonferroni_confidence", "holm"]


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted by Holm's step-down method (Scandinavian J. of Statistics 6, 1979).

    An adjusted value of at most a is reached by any of the true null hypotheses with probability a
    at most, however the tests depend on each other. NaN (no test) stays NaN and counts for nothing.
    """
    order = sorted(
        (place for place, p in enumerate(p_values) if math.isfinite(p)), key=lambda i: p_values[i]
    )
    adjusted, largest = [math.nan] * len(p_values), 0.0
    for rank, place in enumerate(order):
        largest = max(largest, (len(order) - rank) * p_values[place])
        adjusted[place] = min(1.0, largest)
    return adjusted


def bonferroni_confidence(confidence: float, count: int) -> float:
    """Return the confidence of each of ``count`` intervals so that all hold with ``confidence``."""
    return 1 - (1 - confidence) / max(1, count)
