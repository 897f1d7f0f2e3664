"""Draws of a case: the words of a visit, chances, delays."""

from __future__ import annotations

from typing import Any

import numpy as np

from .kernel_cache import kernel
from .memory import setting, threshold
from .office_arrays import ALWAYS, GUIDE_BITS
from .philox import philox

_ALWAYS = np.uint64(ALWAYS)
_SHIFT = np.uint64(64 - GUIDE_BITS)


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
    start = office.at.delays
    place = start + head
    first, values = setting(office, place), setting(office, place + 1)
    guide = place + 2 + np.int64(word >> _SHIFT)
    low, high = setting(office, guide), setting(office, guide + 1)
    while low < high:
        middle = (low + high) >> 1
        if threshold(office, first + middle) <= word:
            low = middle + 1
        else:
            high = middle
    return setting(office, start + values + low)
