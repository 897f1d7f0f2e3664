"""The words around the drawing: title, key of signs, rare ways, SHOULD deadlines, footnote."""

from __future__ import annotations

from ..process.states import LEAVES
from ..process.text import Language, Text
from ..rule_set import RuleSet
from .canvas import INK, PAPER, Canvas, Line
from .layout import Note, Rect
from .palette import PANEL_FILL, PLAIN_FRAME_FILL, USER_STATES
from .sheet import SHEET
from .typesetting import SMALLEST, Weight, line_height, wrapped
from .wording import (
    ABBREVIATIONS,
    FOOTNOTE,
    IN_FORCE,
    KEY,
    KEY_CLOCK,
    KEY_DOTTED,
    KEY_FRAME,
    KEY_JUNCTION,
    KEY_MAIN,
    KEY_STATE,
    KEY_USER_STATE,
    RARE_WAYS,
    REPEAT_WINDOW,
    SHOULD_TITLE,
    SUBTITLE,
    TITLE,
    day_text,
    limit_text,
    short_citation,
    should_deadlines,
)

_NOTES = Rect(333, 14, 79, 83)
_LEFT, _RIGHT = 12.0, 408.0


def draw_head(canvas: Canvas, rule_set: RuleSet, language: Language) -> None:
    """Write the title, the rule set with its validity, and the footnote."""
    in_force = IN_FORCE[language].format(
        name=rule_set.name, last=day_text(rule_set.valid_to, language)
    )
    canvas.text((_LEFT, 286), [Line(TITLE[language], "bold")], 27, "left")
    canvas.text((_LEFT, 276), [Line(SUBTITLE[language].format(states=len(LEAVES)))], 10, "left")
    canvas.text((_RIGHT, 286.5), [Line(in_force, "bold")], 13, "right")
    canvas.text((_RIGHT, 276), [Line(ABBREVIATIONS[language])], 8.5, "right")
    note = FOOTNOTE[language].format(source=" ".join(rule_set.source[language].split()))
    lines = wrapped(note, _RIGHT - _LEFT, SMALLEST)
    canvas.text((_LEFT, 8), [Line(line) for line in lines], SMALLEST, "left")


def draw_key(canvas: Canvas, language: Language) -> None:
    """Draw the key of signs into the free corner of the leading region."""
    top, step = 159.5, 5.2
    canvas.text((14, top + 2.4), [Line(KEY[language], "bold")], 8, "left")
    rows = [top - step * (i + 0.7) for i in range(4)]
    example = USER_STATES["trust"]
    canvas.rectangle(Rect(14, rows[0] - 2, 9, 4), example.fill, example.color, 1.8, 1, 4)
    canvas.rectangle(Rect(14, rows[1] - 2, 9, 4), PAPER, INK, 0.8, 1, 4)
    canvas.rectangle(Rect(14, rows[2] - 2, 9, 4), PLAIN_FRAME_FILL, "#6b6b6b", 0.9, 1, 4)
    for y, text in zip(rows, (KEY_USER_STATE, KEY_STATE, KEY_FRAME), strict=False):
        _explain(canvas, 25, y, text, language)
    canvas.arrow(((84, rows[0]), (93, rows[0])), 2.3)
    canvas.arrow(((84, rows[1]), (93, rows[1])), 1.0, dotted=True)
    canvas.clock((88.5, rows[2]), 1.5)
    canvas.rectangle(Rect(87.7, rows[3] - 2, 1.6, 4), INK, INK, 0.5, 0.5, 4)
    for y, text in zip(rows, (KEY_MAIN, KEY_DOTTED, KEY_CLOCK, KEY_JUNCTION), strict=False):
        _explain(canvas, 95, y, text, language)


def _explain(canvas: Canvas, x: float, y: float, text: Text, language: Language) -> None:
    canvas.text((x, y), [Line(text[language])], SMALLEST, "left")


def note_text(note: Note, language: Language) -> str:
    """Return the text of a note with its rules behind."""
    rules = ", ".join(short_citation(rule) for rule in note.rules)
    text = note.text[language]
    return f"{text} {rules}" if text.endswith(".") else f"{text}: {rules}"


def draw_notes(canvas: Canvas, rule_set: RuleSet, language: Language) -> None:
    """Write the notes: into their own place, or one below the other into the panel of rare ways."""
    canvas.rectangle(_NOTES, PANEL_FILL, "#8a8a8a", 0.6, 2.5, 0)
    pen = _Pen(canvas, _NOTES.x + 3, _NOTES.top - 1.2, _NOTES.w - 6)
    pen.write(RARE_WAYS[language], 9.5, "bold")
    for note in SHEET.notes:
        if note.place is None:
            pen.item(note_text(note, language))
        else:
            _Pen(canvas, note.place.x, note.place.top, note.place.w).write(
                note_text(note, language)
            )
    pen.skip(1.2)
    pen.write(SHOULD_TITLE[language], 8, "bold")
    for line in should_deadlines(rule_set, language):
        pen.item(line)
    pen.skip(0.8)
    window = limit_text("repeat_window", rule_set, language)
    pen.clock_line(f"{window}: {REPEAT_WINDOW[language]} (§\u00a031a(1))")


class _Pen:
    """Writes paragraphs one below the other."""

    def __init__(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        self._canvas, self._x, self._y, self._width = canvas, x, top, width

    def write(
        self, text: str, size: float = SMALLEST, weight: Weight = "normal", indent: float = 0.0
    ) -> None:
        lines = [Line(line, weight) for line in wrapped(text, self._width - indent, size, weight)]
        height = line_height(size) * len(lines)
        self._canvas.text((self._x + indent, self._y - height / 2), lines, size, "left")
        self._y -= height

    def item(self, text: str) -> None:
        top = self._y
        self.write(text, indent=2.4)
        self._canvas.text(
            (self._x, top - line_height(SMALLEST) / 2), [Line("·", "bold")], SMALLEST, "left"
        )

    def clock_line(self, text: str) -> None:
        height = line_height(SMALLEST)
        self._canvas.text(
            (self._x, self._y - height / 2), [Line(text, clock=True)], SMALLEST, "left"
        )
        self._y -= height

    def skip(self, height: float) -> None:
        self._y -= height
