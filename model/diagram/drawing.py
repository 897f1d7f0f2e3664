"""The hand-made picture: one A3 sheet, drawn from the layout and the model's wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..process.states import COMPOUNDS, LEAVES, REGIONS
from ..process.text import Language
from ..rule_set import RuleSet
from . import legend
from .canvas import INK, PAPER, Canvas, Line, new_canvas
from .layout import Arrow, Box, Frame, Panel, Point, Rect, inside
from .palette import FRAME_FILLS, PANEL_FILL, PLAIN_FRAME_FILL, USER_STATES, UserState
from .sheet import SHEET
from .typesetting import SMALLEST, fitted, wrapped
from .wording import limit_text, short_citation

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_REGION_TITLES = {region.name: region.title for region in REGIONS}


def draw_process(rule_set: RuleSet, language: Language) -> Figure:
    """Return the sheet as a matplotlib figure of 420 mm x 297 mm."""
    return draw_sheet(rule_set, language).figure


def draw_sheet(rule_set: RuleSet, language: Language) -> Canvas:
    """Return the sheet with the places of all texts on it."""
    canvas = new_canvas()
    for panel in SHEET.panels:
        _draw_panel(canvas, panel, language)
    for frame in SHEET.frames:
        _draw_frame(canvas, frame, rule_set, language)
    for arrow in SHEET.arrows:
        _draw_arrow(canvas, arrow, rule_set, language)
    for junction in SHEET.junctions:
        canvas.rectangle(junction.rect, INK, INK, 0.5, 0.6, 3.5)
    for box in SHEET.boxes:
        _draw_box(canvas, box, language)
    legend.draw_head(canvas, rule_set, language)
    legend.draw_key(canvas, language)
    legend.draw_notes(canvas, rule_set, language)
    return canvas


def _draw_panel(canvas: Canvas, panel: Panel, language: Language) -> None:
    canvas.rectangle(panel.rect, PANEL_FILL, "#8a8a8a", 0.6, 2.5, 0)
    leading = panel.region == "plan"
    title = _REGION_TITLES[panel.region][language]
    lines, size = fitted(capitalised(title), panel.title_width, 6, 12 if leading else 9.5, "bold")
    canvas.text(
        (panel.rect.x + 3, panel.rect.top - (4.0 if leading else 3.2)),
        [Line(line, "bold") for line in lines],
        size,
        "left",
    )


def _draw_frame(canvas: Canvas, frame: Frame, rule_set: RuleSet, language: Language) -> None:
    user_state = USER_STATES.get(frame.state)
    edge, width = (user_state.color, 2.2) if user_state else ("#6b6b6b", 0.9)
    canvas.polygon(frame.outline, frame_fill(frame.state), edge, width, 2.5, 1)
    x, y, room = frame.title_place
    if user_state:
        canvas.badge((x + 2.6, y), user_state.number, 2.6)
        x, room = x + 7, room - 7
    title = capitalised((frame.title or COMPOUNDS[frame.state].title)[language])
    lines, size = fitted(title, room, 14, 11 if user_state else 8.5, "bold")
    place = canvas.text((x, y), [Line(line, "bold") for line in lines], size, "left")
    if frame.deadline:
        limit = Line(limit_text(frame.deadline, rule_set, language), "bold", clock=True)
        at = (place.right + 4, y) if user_state else (x, place.y - 2.6)
        canvas.text(at, [limit], 8, "left")


def _draw_box(canvas: Canvas, box: Box, language: Language) -> None:
    state = LEAVES[box.state]
    user_state = USER_STATES.get(box.state)
    title = (box.title or state.title)[language]
    if user_state:
        _draw_user_state(canvas, box.rect, capitalised(title), user_state)
        return
    width = 1.9 if state.initial or state.final else 0.8
    canvas.rectangle(box.rect, PAPER, INK, width, 1.6, 4)
    inner = box.rect.shrunk(0.9)
    lines, size = fitted(title, inner.w, inner.h, 8.0)
    canvas.text(box.rect.center, [Line(line) for line in lines], size)


def _draw_user_state(canvas: Canvas, rect: Rect, title: str, user_state: UserState) -> None:
    canvas.rectangle(rect, user_state.fill, user_state.color, 3.0, 2.6, 4)
    canvas.badge((rect.x + 4.6, rect.center[1]), user_state.number, 3.0)
    lines, size = fitted(title, rect.w - 12, rect.h - 2.0, 12.5, "bold")
    canvas.text(
        (rect.x + 8.6 + (rect.w - 10) / 2, rect.center[1]),
        [Line(line, "bold") for line in lines],
        size,
    )


def _draw_arrow(canvas: Canvas, arrow: Arrow, rule_set: RuleSet, language: Language) -> None:
    width = 2.3 if arrow.main else 1.0
    for feeder in arrow.feeders:
        canvas.line(feeder, width)
    canvas.arrow(arrow.path, width, arrow.dotted)
    lines = label_lines(arrow, rule_set, language)
    if arrow.label and lines:
        canvas.text(arrow.label.at, lines, SMALLEST, arrow.label.align, _ground(arrow.label.at))


def label_lines(arrow: Arrow, rule_set: RuleSet, language: Language) -> list[Line]:
    """Return what stands at an arrow: its MUST deadline, what happens, and the rules."""
    if arrow.label is None:
        return []
    width = arrow.label.width
    lines = (
        [Line(limit_text(arrow.deadline, rule_set, language), "bold", clock=True)]
        if arrow.deadline
        else []
    )
    lines += [Line(line) for line in wrapped(arrow.label.text[language], width, SMALLEST)]
    rules = ", ".join(short_citation(rule) for rule in arrow.rules)
    return lines + [Line(line, "bold") for line in wrapped(rules, width, SMALLEST, "bold")]


def capitalised(text: str) -> str:
    """Write the first letter large."""
    return text[:1].upper() + text[1:]


def _ground(at: Point) -> str:
    """Return the colour that lies under a point."""
    for frame in SHEET.frames:
        if inside(at, frame.outline):
            return frame_fill(frame.state)
    return PANEL_FILL


def frame_fill(state: str) -> str:
    """Return the colour of a compound's frame."""
    user_state = USER_STATES.get(state)
    return FRAME_FILLS[user_state.number] if user_state else PLAIN_FRAME_FILL
