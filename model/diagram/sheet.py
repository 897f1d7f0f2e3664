"""The whole sheet: the layout of the leading region and those of the other six put together."""

from __future__ import annotations

from .layout import Layout
from .plan_layout import PLAN_LAYOUT
from .side_layout import SIDE_LAYOUTS

_PARTS = (PLAN_LAYOUT, *SIDE_LAYOUTS)

SHEET = Layout(
    panels=tuple(panel for part in _PARTS for panel in part.panels),
    frames=tuple(frame for part in _PARTS for frame in part.frames),
    boxes=tuple(box for part in _PARTS for box in part.boxes),
    arrows=tuple(arrow for part in _PARTS for arrow in part.arrows),
    notes=tuple(note for part in _PARTS for note in part.notes),
    junctions=tuple(junction for part in _PARTS for junction in part.junctions),
)

MARKED_IN_WORDS: tuple[str, ...] = ("repeat_window",)
"""MUST deadlines that end no state and stand in the legend."""
