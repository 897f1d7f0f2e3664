"""What a hand-made drawing consists of: boxes, frames, arrows, notes, panels, in millimetres.

The sheet is A3 landscape, 420 mm x 297 mm; the origin is the lower left corner. Places are data
(see ``plan_states`` and the files beside it); ``completeness`` compares them with the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..process.states import LEAVES, leaves_of
from ..process.text import Text

SHEET_WIDTH = 420.0
SHEET_HEIGHT = 297.0

Point = tuple[float, float]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle: left, bottom, width, height in mm."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.w

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.y + self.h

    @property
    def center(self) -> Point:
        """The middle."""
        return self.x + self.w / 2, self.y + self.h / 2

    def shrunk(self, by: float) -> Rect:
        """Return the rectangle made smaller by ``by`` mm on each side."""
        return Rect(self.x + by, self.y + by, self.w - 2 * by, self.h - 2 * by)

    def overlaps(self, other: Rect) -> bool:
        """Tell whether the two share an area."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.top
            and other.y < self.top
        )


@dataclass(frozen=True, slots=True)
class Box:
    """A leaf state; ``title`` replaces the model's wording where the frame says half of it."""

    state: str
    rect: Rect
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """A compound state: its outline, and the line on which its title stands.

    ``title_place`` is where the title goes: left edge, middle height, and the width it may take.
    """

    state: str
    outline: tuple[Point, ...]
    title_place: tuple[float, float, float]
    title: Text | None = None
    deadline: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """The text at an arrow, centred at ``at`` or beginning or ending there, ``width`` mm wide."""

    at: Point
    width: float
    text: Text
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Arrow:
    """Transitions drawn as one line with a head at its end, and feeders that run into it.

    It stands for every transition on one of ``events`` from a leaf of ``sources`` to a leaf of
    ``targets`` (leaves or compounds). ``rules`` are printed at its label, ``deadline`` is the MUST
    deadline whose end it is. ``dotted`` lines leave every state.
    """

    events: tuple[str, ...]
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    path: tuple[Point, ...]
    label: Label | None = None
    rules: tuple[str, ...] = ()
    feeders: tuple[tuple[Point, ...], ...] = ()
    deadline: str = ""
    main: bool = False
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Transitions that are told in words, in ``place`` or, if there is none, in the legend."""

    claims: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...]
    text: Text
    rules: tuple[str, ...]
    place: Rect | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A region: its background and the place of its title."""

    region: str
    rect: Rect
    title_width: float


@dataclass(frozen=True, slots=True)
class Junction:
    """A bar at which lines meet: in a talk, after the analysis."""

    rect: Rect


@dataclass(frozen=True, slots=True)
class Layout:
    """One part of the sheet."""

    panels: tuple[Panel, ...]
    frames: tuple[Frame, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    notes: tuple[Note, ...] = ()
    junctions: tuple[Junction, ...] = ()


def label(x: float, y: float, width: float, de: str, en: str, align: Align = "center") -> Label:
    """Return a label with its wording in German and English."""
    return Label((x, y), width, Text(de, en), align)


def rectangle(x: float, y: float, w: float, h: float) -> tuple[Point, ...]:
    """Return the outline of a rectangle."""
    return (x, y), (x + w, y), (x + w, y + h), (x, y + h)


def inside(at: Point, outline: tuple[Point, ...]) -> bool:
    """Tell whether a point lies within an outline (even-odd rule)."""
    x, y = at
    odd = False
    for (x0, y0), (x1, y1) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            odd = not odd
    return odd


def leaves_below(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the leaves of all leaves, compounds and regions named.

    Raises:
        KeyError: if there is no such state or region.
    """
    result: list[str] = []
    for name in names:
        inside = [leaf.name for leaf in LEAVES.values() if leaf.region == name]
        result.extend(inside or leaves_of(name))
    return tuple(dict.fromkeys(result))
