"""The explorer: every reachable state of a case, breadth first, as arrays.

Read in this order: ``slice`` (what a state is), ``judged_steps`` (what a step means to the
properties), ``search_arrays`` (the table, flat), ``clock_kernel`` and ``kernel`` (the compiled
loop), ``exploration``, ``graph``, ``influence``, ``patching``.
"""

from __future__ import annotations

from .exploration import Explored, explore, search
from .slice import DERIVED, TRACKABLE, Slice, TrackedClock

__all__ = ["DERIVED", "TRACKABLE", "Explored", "Slice", "TrackedClock", "explore", "search"]
