"""Replay a log against the model: what fits, what does not, which rule forbids it.

Read these files in this order:

1. ``beliefs``: in which configurations a case can be, given what the log tells
2. ``act_differences``: acts of the log against acts of the model
3. ``misfits``: why an event does not fit, and how the replay goes on
4. ``replay_clocks``, ``case_state``, ``findings``, ``replay``: one case, with its deadlines
5. ``deviations``, ``conform``: a whole log
6. ``stories``: what happened in a case, as prose
"""

from __future__ import annotations

from .conform import Conformance, conform
from .deviations import Deviation, DeviationKind

__all__ = ["Conformance", "Deviation", "DeviationKind", "conform"]
