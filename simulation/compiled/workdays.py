"""Working days inside kernels (see ``calendar_arrays``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from .kernel_cache import kernel
from .memory import setting


@kernel
def working_day_from(office: Any, day: Any) -> Any:
    """Return ``day`` or the next working day after it."""
    offset = day - office.first_day
    if offset >= office.calendar_days:
        return np.int64(day)
    return setting(office, office.at.next_working + offset)


@kernel
def working_day_until(office: Any, day: Any) -> Any:
    """Return ``day`` or the last working day before it, but never a day that has passed."""
    earliest = working_day_from(office, office.today)
    if day <= earliest:
        return earliest
    offset = day - office.first_day
    if offset >= office.calendar_days:
        return np.int64(day)
    return max(earliest, setting(office, office.at.previous_working + offset))


@kernel
def next_adherence_review(office: Any) -> Any:
    """Return the day of the next planned review of agreements."""
    return setting(office, office.at.adherence_days + office.today - office.first_day)
