"""Loads the kernels as soon as this module is imported, or compiles them for the first time.

Processes that are made from one that has imported it have the kernels at once.
"""

from __future__ import annotations

from typing import Any

from numba import from_dtype, int64

from .days import open_office, run_days, send_away, take_in
from .layout import OFFICE


def load_kernels() -> None:
    """Load all kernels that Python calls, for the arguments that it gives them."""
    offices = from_dtype(OFFICE)[::1]
    arguments: list[tuple[Any, tuple[Any, ...]]] = [
        (open_office, (offices,)),
        (run_days, (offices, int64)),
        (send_away, (offices, int64[::1])),
        (take_in, (offices, int64)),
    ]
    for kernel, types in arguments:
        kernel.compile(types)


load_kernels()
