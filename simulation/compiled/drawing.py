"""Draws of a case: the words of a visit, chances, delays."""

from __future__ import annotations

from typing import Any

import numpy as np

from .delay_arrays import GUIDE_BITS
from .kernel_cache import kernel
from .memory import delay_number, threshold
from .office_arrays import ALWAYS
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
    first, values = delay_number(office, head), delay_number(office, head + 1)
    guide = head + 2 + np.int64(word >> _SHIFT)
    low, high = delay_number(office, guide), delay_number(office, guide + 1)
    while low < high:
        middle = (low + high) >> 1
        if threshold(office, first + middle) <= word:
            low = middle + 1
        else:
            high = middle
    return delay_number(office, values + low)
