"""How much memory a process has used at most, and what a case needs in the compiled engine."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

_TALK_BYTES = 8
_GRANTED_BYTES = 4
_MARK_BYTES = 1 / 8
_PLACE_BYTES = 4
_MOVER_BYTES = 4
_WAITING_BYTES = 8
_NUMBER_BYTES = 4
_ROOM = 1.25


def peak_memory() -> int:
    """Return the largest memory that this process has held so far [bytes]; 0 if unknown."""
    with suppress(OSError, StopIteration, ValueError):  # not on Linux
        # What getrusage tells includes the process that this one was started from.
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
        return 1024 * int(next(line for line in lines if line.startswith("VmHWM:")).split()[1])
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


@lru_cache(maxsize=1)
def bytes_per_case() -> int:
    """Return what the compiled engine needs for a case without log [bytes].

    A case is every person who was in benefit for a day of the run, in one office of the unit that
    runs. Counted are its row, its places on the waiting lists of all teams, among the talks of a
    day, the granted requests and those who move, its mark, with a quarter of room to spare, and its
    part of a link of the agenda in each phase.
    """
    from .compiled.layout import CASE, LINK_CASES, LINK_PARTS
    from .day_order import Phase
    from .staff_time import TEAMS

    lists = len(TEAMS) * _WAITING_BYTES + _TALK_BYTES + _GRANTED_BYTES + _MARK_BYTES
    places = _PLACE_BYTES + _MOVER_BYTES
    links = len(Phase) * LINK_PARTS * _NUMBER_BYTES / LINK_CASES
    return round(_ROOM * (CASE.itemsize + lists + places) + links)
