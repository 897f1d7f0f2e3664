"""A sheet of paper in millimetres on top of matplotlib, which remembers where text was put."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .layout import SHEET_HEIGHT, SHEET_WIDTH, Align, Point, Rect
from .typesetting import FONT, Weight, line_height, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#1a1a1a"
PAPER = "#ffffff"
_MM_PER_INCH = 25.4
_HEAD_LENGTH, _HEAD_WIDTH = 2.3, 1.9
_CORNER = 1.6


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text with its weight; ``clock`` puts a clock before it."""

    text: str
    weight: Weight = "normal"
    clock: bool = False

    def width(self, size: float) -> float:
        """Return the width in mm, clock included."""
        return text_width(self.text, size, self.weight) + (
            1.35 * line_height(size) if self.clock else 0
        )


@dataclass
class Canvas:
    """A drawing in progress. ``written`` are all texts on it with their rectangles, in order."""

    figure: Figure
    axes: Axes
    written: list[tuple[str, Rect]] = field(default_factory=list)

    def polygon(
        self,
        outline: Sequence[Point],
        fill: str,
        edge: str = INK,
        width: float = 0.8,
        corner: float = _CORNER,
        level: float = 1,
    ) -> None:
        """Draw a closed outline with rounded corners; ``width`` in points, ``corner`` in mm."""
        middle = _between(outline[-1], outline[0])
        self._path([middle, *outline, middle], corner, fill, edge, width, level)

    def rectangle(
        self,
        rect: Rect,
        fill: str,
        edge: str = INK,
        width: float = 0.8,
        corner: float = _CORNER,
        level: float = 1,
    ) -> None:
        """Draw a rectangle with rounded corners."""
        self.polygon(
            ((rect.x, rect.y), (rect.right, rect.y), (rect.right, rect.top), (rect.x, rect.top)),
            fill,
            edge,
            width,
            corner,
            level,
        )

    def line(self, points: Sequence[Point], width: float = 1.0, dotted: bool = False) -> None:
        """Draw a line with rounded corners; ``width`` in points."""
        self._path(
            list(points), _CORNER, "none", INK, width, 3, (0, (1.2, 1.6)) if dotted else "solid"
        )

    def arrow(self, points: Sequence[Point], width: float = 1.0, dotted: bool = False) -> None:
        """Draw a line with an arrowhead at its last point."""
        (x0, y0), (x1, y1) = points[-2], points[-1]
        length = math.hypot(x1 - x0, y1 - y0)
        ux, uy = (x1 - x0) / length, (y1 - y0) / length
        scale = 1.0 + 0.25 * (width - 1.0)
        base = x1 - ux * _HEAD_LENGTH * scale, y1 - uy * _HEAD_LENGTH * scale
        half = _HEAD_WIDTH * scale / 2
        self.line([*points[:-1], base], width, dotted)
        self.polygon(
            (
                (base[0] - uy * half, base[1] + ux * half),
                (x1, y1),
                (base[0] + uy * half, base[1] - ux * half),
            ),
            INK,
            INK,
            0.3,
            0.0,
            3.1,
        )

    def text(
        self,
        at: Point,
        lines: Sequence[Line],
        size: float,
        align: Align = "center",
        ground: str = "",
        color: str = INK,
    ) -> Rect:
        """Write lines centred in height on ``at`` and return their place.

        ``ground`` is a colour to put behind them.
        """
        step = line_height(size)
        width = max(line.width(size) for line in lines)
        left = at[0] - {"left": 0.0, "center": width / 2, "right": width}[align]
        place = Rect(left, at[1] - step * len(lines) / 2, width, step * len(lines))
        if ground:
            self._path(
                _ring(Rect(place.x - 0.4, place.y + 0.1, place.w + 0.8, place.h - 0.2)),
                0.8,
                ground,
                "none",
                0,
                3.6,
            )
        for index, line in enumerate(lines):
            self._write(line, place, place.top - step * (index + 0.5), size, align, color)
        self.written.append((" ".join(line.text for line in lines), place))
        return place

    def clock(self, at: Point, radius: float) -> None:
        """Draw the mark of a MUST deadline: a clock face."""
        x, y = at
        ring = [
            (x + radius * math.cos(math.tau * i / 36), y + radius * math.sin(math.tau * i / 36))
            for i in range(36)
        ]
        self._path([*ring, ring[0]], 0.0, PAPER, INK, 0.9, 7)
        self._path(
            [(x, y + radius * 0.68), (x, y), (x + radius * 0.5, y)], 0.0, "none", INK, 0.9, 7.1
        )

    def badge(self, at: Point, number: int, radius: float) -> None:
        """Draw a number in white on a black disc."""
        x, y = at
        ring = [
            (x + radius * math.cos(math.tau * i / 48), y + radius * math.sin(math.tau * i / 48))
            for i in range(48)
        ]
        self._path([*ring, ring[0]], 0.0, INK, INK, 0.5, 7)
        self._put(at, str(number), 3.9 * radius, "bold", "center", PAPER)

    def _write(
        self, line: Line, place: Rect, y: float, size: float, align: Align, color: str
    ) -> None:
        spare = place.w - line.width(size)
        x = place.x + {"left": 0.0, "center": spare / 2, "right": spare}[align]
        if line.clock:
            radius = 0.46 * line_height(size)
            self.clock((x + radius, y), radius)
            x += 1.35 * line_height(size)
        self._put((x, y), line.text, size, line.weight, "left", color)

    def _put(
        self, at: Point, text: str, size: float, weight: Weight, align: Align, color: str
    ) -> None:
        # centre_baseline keeps lines at one distance, whatever letters they hold
        self.axes.text(
            at[0],
            at[1],
            text,
            fontsize=size,
            fontweight=weight,
            ha=align,
            va="center_baseline",
            color=color,
            family=FONT,
            zorder=8,
            parse_math=False,
        )

    def _path(
        self,
        points: list[Point],
        corner: float,
        fill: str,
        edge: str,
        width: float,
        level: float,
        style: Any = "solid",
    ) -> None:
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        vertices, codes = _rounded(points, corner, Path)
        self.axes.add_patch(
            PathPatch(
                Path(vertices, codes),
                facecolor=fill,
                edgecolor=edge,
                linewidth=width,
                linestyle=style,
                zorder=level,
                joinstyle="round",
                capstyle="butt",
            )
        )


def new_canvas() -> Canvas:
    """Return an empty A3 sheet in landscape."""
    from matplotlib.figure import Figure

    figure = Figure(
        figsize=(SHEET_WIDTH / _MM_PER_INCH, SHEET_HEIGHT / _MM_PER_INCH), facecolor=PAPER
    )
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, SHEET_WIDTH)
    axes.set_ylim(0, SHEET_HEIGHT)
    axes.set_axis_off()
    return Canvas(figure, axes)


def _between(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _ring(rect: Rect) -> list[Point]:
    corners = [(rect.x, rect.y), (rect.right, rect.y), (rect.right, rect.top), (rect.x, rect.top)]
    middle = _between(corners[-1], corners[0])
    return [middle, *corners, middle]


def _rounded(points: list[Point], corner: float, path: Any) -> tuple[list[Point], list[int]]:
    """Return vertices and codes of a line through ``points`` whose corners are rounded."""
    vertices, codes = [points[0]], [path.MOVETO]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        cut_in, cut_out = _cut(here, before, corner), _cut(here, after, corner)
        vertices += [cut_in, here, cut_out]
        codes += [path.LINETO, path.CURVE3, path.CURVE3]
    vertices.append(points[-1])
    codes.append(path.LINETO)
    return vertices, codes


def _cut(corner: Point, other: Point, radius: float) -> Point:
    length = math.hypot(other[0] - corner[0], other[1] - corner[1])
    share = min(radius, length / 2) / length if length else 0.0
    return corner[0] + (other[0] - corner[0]) * share, corner[1] + (other[1] - corner[1]) * share
