"""How much memory a process has used at most, and what a case needs in the compiled engine."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress


def peak_memory() -> int:
    """Return the largest memory that this process has held so far [bytes]; 0 if unknown."""
    try:
        import resource
    except ImportError:  # not on Windows
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak


def give_back_memory() -> None:
    """Give memory that is free within this process back to the system, where that is possible.

    Otherwise arrays of offices that are done may keep their pages, since others lie between them.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL("libc.so.6").malloc_trim(0)
