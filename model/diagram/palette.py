"""Colours of the six states that people speak of: Okabe and Ito's set, safe for the colour-blind.

Every state also has a number and every fill is light, so the sheet can be read in black and white.
"""

from __future__ import annotations

from dataclasses import dataclass

PANEL_FILL = "#f7f6f2"
PLAIN_FRAME_FILL = "#ececea"


@dataclass(frozen=True, slots=True)
class UserState:
    """One of the six states: its number on the sheet and its colour."""

    number: int
    color: str

    @property
    def fill(self) -> str:
        """The colour of a box of this state."""
        return tint(self.color, 0.55)


def tint(color: str, share_of_white: float) -> str:
    """Mix a colour (``#rrggbb``) with white."""
    parts = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(p + (255 - p) * share_of_white):02x}" for p in parts)


USER_STATES: dict[str, UserState] = {
    "no_plan": UserState(1, "#56b4e9"),
    "trust": UserState(2, "#009e73"),
    "plan_with_notice": UserState(3, "#d55e00"),
    "conciliation": UserState(4, "#cc79a7"),
    "returning": UserState(5, "#e0b000"),
    "suspended": UserState(6, "#7f7f7f"),
}

FRAME_FILLS: dict[int, str] = {
    state.number: tint(state.color, 0.72) for state in USER_STATES.values()
}
