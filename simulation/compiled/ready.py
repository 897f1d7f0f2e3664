"""Loads the kernels as soon as this module is imported, or compiles them for the first time.

Processes that are made from one that has imported it have the kernels at once.
"""

from __future__ import annotations

import numba
import numpy as np

from .days import open_office, run_days, send_away, take_in
from .layout import OFFICE


def load_kernels() -> None:
    """Load all kernels that Python calls, for the arguments that it gives them."""
    offices = numba.typeof(np.zeros(1, dtype=OFFICE))
    chosen = numba.typeof(np.zeros(1, dtype=np.int64))
    arguments = {
        open_office: (offices,),
        run_days: (offices, numba.int64),
        send_away: (offices, chosen),
        take_in: (offices, numba.int64),
    }
    for kernel, types in arguments.items():
        kernel.compile(types)


load_kernels()
