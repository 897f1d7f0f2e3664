"""How much memory a process has used at most, and what a case needs in the compiled engine."""

from __future__ import annotations

import sys


def peak_memory() -> int:
    """Return the largest memory that this process has held so far [bytes]; 0 if unknown."""
    try:
        import resource
    except ImportError:  # not on Windows
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak
