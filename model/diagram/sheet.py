"""The whole sheet: the layout of the leading region and those of the other six put together."""

from __future__ import annotations

from .invitation_layout import INVITATION
from .layout import Layout
from .plan_making_arrows import MAKING_ARROWS
from .plan_notes import NOTES
from .plan_running_arrows import RUNNING_ARROWS
from .plan_states import BOXES, FRAMES, JUNCTION, PANEL
from .side_layout import SIDE_LAYOUTS

_PLAN = Layout((PANEL,), FRAMES, BOXES, (*MAKING_ARROWS, *RUNNING_ARROWS), NOTES, (JUNCTION,))
_PARTS = (_PLAN, INVITATION, *SIDE_LAYOUTS)

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
