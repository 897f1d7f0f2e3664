"""Draws of a case: the words of a visit, chances, delays."""

from __future__ import annotations

from typing import Any

import numpy as np

from .delay_arrays import GUIDE_BITS, GUIDES
from .kernel_cache import kernel
from .memory import delay_number, threshold
from .office_arrays import ALWAYS
from .philox import philox

_ALWAYS = np.uint64(ALWAYS)
_SHIFT, _GUIDE_BITS = np.uint64(64 - GUIDE_BITS), np.uint64(GUIDE_BITS)
_UPPER_HALF = np.uint64(32)
_FEW = 64
"""So many thresholds are not halved any further, but looked at near the place that is likely."""


@kernel
def draw(office: Any, case: Any, decision: Any) -> Any:
    """Return the four words of the next visit of a case to a decision."""
    visit = case.visits[decision]
    case.visits[decision] = visit + 1
    return philox(case.number, decision, visit, office.keys)


@kernel
def happens(word: Any, limit: Any) -> Any:
    """Tell whether a chance comes true (see ``distributions.threshold``)."""
    return word < limit or limit == _ALWAYS


@kernel
def delay(office: Any, head: Any, word: Any) -> Any:
    """Return the value of one draw from the delay that begins at ``head`` (inverse CDF)."""
    first = delay_number(office, head)
    guide = head + GUIDES + np.int64(word >> _SHIFT)
    low, high = delay_number(office, guide), delay_number(office, guide + 1)
    while high - low > _FEW:
        middle = (low + high) >> 1
        if threshold(office, first + middle) <= word:
            low = middle + 1
        else:
            high = middle
    if low < high:
        low = _nearby(office, first, low, high, word)
    if low < delay_number(office, head + 2):
        return delay_number(office, head + 3) + low
    return delay_number(office, delay_number(office, head + 1) + low)


@kernel
def _nearby(office: Any, first: Any, low: Any, high: Any, word: Any) -> Any:
    """Return how many thresholds are not greater than ``word``: ``low`` to ``high`` of them.

    They lie almost evenly, so the search begins where the draw lies within its part.
    """
    found = low + ((high - low) * np.int64((word << _GUIDE_BITS) >> _UPPER_HALF) >> 32)
    while found < high and threshold(office, first + found) <= word:
        found += 1
    while found > low and threshold(office, first + found - 1) > word:
        found -= 1
    return found
