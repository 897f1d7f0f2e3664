"""The drawn sheet shows the whole model and nothing else, and it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from koopsim.model.diagram import unfounded, unrepresented
from koopsim.model.diagram.canvas import Canvas
from koopsim.model.diagram.drawing import draw_sheet
from koopsim.model.diagram.layout import (
    SHEET_HEIGHT,
    SHEET_WIDTH,
    Arrow,
    Point,
    Rect,
    inside,
    leaves_below,
)
from koopsim.model.diagram.palette import USER_STATES
from koopsim.model.diagram.sheet import SHEET
from koopsim.model.diagram.typesetting import SMALLEST, text_width, wrapped
from koopsim.model.diagram.wording import limit_text
from koopsim.model.process.states import ALL_STATES, LEAVES
from koopsim.model.process.text import LANGUAGES, Language
from koopsim.model.rule_set import load_rule_set

RULES = load_rule_set("2023-07-01")
Segment = tuple[Point, Point]


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="module")
def sheet(language: Language) -> Canvas:
    return draw_sheet(RULES, language)


# -- the sheet and the model -----------------------------------------------------------------


def test_everything_of_the_model_is_on_the_sheet() -> None:
    assert unrepresented() == ()


def test_nothing_is_on_the_sheet_that_the_model_lacks() -> None:
    assert unfounded() == ()


def test_a_missing_box_and_a_missing_arrow_are_found() -> None:
    without = replace(
        SHEET,
        boxes=tuple(box for box in SHEET.boxes if box.state != "waived"),
        arrows=tuple(arrow for arrow in SHEET.arrows if "waiver_ends" not in arrow.events),
    )
    assert unrepresented(without) == ("waived", "waiver_ends: waived -> analysis_outstanding")


def test_a_missing_must_deadline_is_found() -> None:
    arrows = tuple(replace(arrow, deadline="") for arrow in SHEET.arrows)
    assert "legacy_end" in unrepresented(replace(SHEET, arrows=arrows))


def test_an_invented_arrow_and_a_wrong_rule_are_found() -> None:
    false = Arrow(("waiver_ends",), ("waived",), ("trust",), ((0, 0), (1, 0)))
    assert unfounded(replace(SHEET, arrows=(false,)))
    wrong = Arrow(
        ("waiver_ends",), ("waived",), ("analysis_outstanding",), ((0, 0), (1, 0)), rules=("15.1",)
    )
    faults = unfounded(replace(SHEET, arrows=(wrong,), notes=()))
    assert len(faults) == 1 and faults[0].endswith("15.1 is not cited")


def test_the_six_user_states_are_numbered_and_coloured() -> None:
    assert set(USER_STATES) == {name for name, state in ALL_STATES.items() if state.user_state}
    assert sorted(state.number for state in USER_STATES.values()) == [1, 2, 3, 4, 5, 6]
    assert len({state.color for state in USER_STATES.values()}) == 6


# -- legibility ------------------------------------------------------------------------------


def _segments(arrow: Arrow) -> Iterator[Segment]:
    for line in (arrow.path, *arrow.feeders):
        yield from pairwise(line)


def _area(segment: Segment, margin: float = 0.01) -> Rect:
    (x0, y0), (x1, y1) = segment
    left, low = min(x0, x1) - margin, min(y0, y1) - margin
    return Rect(left, low, abs(x1 - x0) + 2 * margin, abs(y1 - y0) + 2 * margin)


def _contains(outer: Rect, inner: Rect, slack: float = 0.2) -> bool:
    return (
        outer.x - slack <= inner.x
        and inner.right <= outer.right + slack
        and outer.y - slack <= inner.y
        and inner.top <= outer.top + slack
    )


def test_lines_are_level_or_upright() -> None:
    slanted = [
        a for a in SHEET.arrows for (x0, y0), (x1, y1) in _segments(a) if x0 != x1 and y0 != y1
    ]
    assert slanted == []


def test_no_line_runs_through_a_box() -> None:
    hits = [
        (arrow.events, box.state)
        for arrow in SHEET.arrows
        for segment in _segments(arrow)
        for box in SHEET.boxes
        if box.rect.shrunk(0.1).overlaps(_area(segment))
    ]
    assert hits == []


def test_no_two_lines_cross() -> None:
    def cross(level: Segment, upright: Segment) -> bool:
        (x0, y0), (x1, y1) = level
        (x2, y2), (x3, y3) = upright
        return (
            y0 == y1
            and x2 == x3
            and min(x0, x1) + 0.01 < x2 < max(x0, x1) - 0.01
            and min(y2, y3) + 0.01 < y0 < max(y2, y3) - 0.01
        )

    hits = [
        (a.events, b.events)
        for a, b in combinations(SHEET.arrows, 2)
        for s in _segments(a)
        for t in _segments(b)
        if cross(s, t) or cross(t, s)
    ]
    assert hits == []


def test_an_arrow_begins_and_ends_at_its_states() -> None:
    outlines = {box.state: box.rect for box in SHEET.boxes}
    frames = {frame.state: frame.outline for frame in SHEET.frames}

    def touches(at: Point, names: tuple[str, ...]) -> bool:
        around = [Rect(at[0] - 0.3, at[1] - 0.3, 0.6, 0.6)]
        leaves = leaves_below(names)
        parents = {LEAVES[leaf].parent for leaf in leaves} & set(frames)
        corners = [(at[0] + dx, at[1] + dy) for dx in (-0.3, 0.3) for dy in (-0.3, 0.3)]
        at_frame = any(0 < sum(inside(c, frames[p]) for c in corners) < 4 for p in parents)
        return at_frame or any(outlines[leaf].overlaps(r) for leaf in leaves for r in around)

    joints = [junction.rect for junction in SHEET.junctions]
    for arrow in SHEET.arrows:
        start = arrow.path[0]
        at_joint = any(_contains(joint, Rect(*start, 0, 0)) for joint in joints)
        assert touches(arrow.path[-1], arrow.targets), arrow
        assert at_joint or arrow.dotted or touches(start, arrow.sources), arrow
        for feeder in arrow.feeders:
            assert touches(feeder[0], arrow.sources), arrow


def test_texts_do_not_overlap_each_other(sheet: Canvas) -> None:
    texts = [(text, place.shrunk(0.15)) for text, place in sheet.written]
    assert [(t, u) for (t, a), (u, b) in combinations(texts, 2) if a.overlaps(b)] == []


def test_texts_keep_to_their_box_or_stay_out_of_it(sheet: Canvas) -> None:
    hits = [
        (text, box.state)
        for text, place in sheet.written
        for box in SHEET.boxes
        if place.shrunk(0.15).overlaps(box.rect) and not _contains(box.rect, place)
    ]
    assert hits == []


def test_a_line_runs_through_no_text_but_a_label_put_on_it(sheet: Canvas) -> None:
    hits = [
        (text, arrow.events)
        for text, place in sheet.written
        for arrow in SHEET.arrows
        for segment in _segments(arrow)
        if place.shrunk(0.15).overlaps(_area(segment))
        and not _area(segment, 1.5).overlaps(Rect(*place.center, 0.1, 0.1))
    ]
    assert hits == []


def test_texts_stay_on_the_sheet(sheet: Canvas) -> None:
    page = Rect(5, 4, SHEET_WIDTH - 10, SHEET_HEIGHT - 8)
    assert [text for text, place in sheet.written if not _contains(page, place)] == []


def test_no_text_is_smaller_than_seven_points(sheet: Canvas) -> None:
    sizes = {float(text.get_fontsize()) for text in sheet.axes.texts}
    assert min(sizes) >= SMALLEST == 7.0


def test_each_leaf_and_each_must_limit_can_be_read(sheet: Canvas, language: Language) -> None:
    written = " ".join(text for text, _ in sheet.written).replace("\u00a0", " ")
    assert written.count("?") == 0
    for name in ("conciliation_end", "support_end", "legacy_end", "breach_determination_end"):
        assert limit_text(name, RULES, language).replace("\u00a0", " ") in written
    expected = {
        "de": ("4 Wochen", "6/9 Monate", "31.12.2023", "in Kraft bis 30.06.2026", "Schlichtung"),
        "en": ("4 weeks", "6/9 months", "2023-12-31", "in force to 2026-06-30", "Conciliation"),
    }[language]
    assert [text for text in expected if text not in written] == []


def test_limits_follow_the_rule_set() -> None:
    reform = RULES.reform(name="longer", conciliation_weeks=1)
    assert limit_text("conciliation_end", reform, "en") == "1\u00a0week"
    assert any("1\u00a0week" in text for text, _ in draw_sheet(reform, "en").written)


def test_wrapping_breaks_at_blanks_and_soft_hyphens() -> None:
    assert wrapped("one two", 100, 8) == ("one two",)
    assert wrapped("one two", text_width("two", 8) + 0.5, 8) == ("one", "two")
    room = text_width("Eingliede-", 8) + 0.5
    assert wrapped("Eingliede\u00adrung", room, 8) == ("Eingliede-", "rung")
    assert wrapped("Eingliede\u00adrung", 100, 8) == ("Eingliederung",)
    assert wrapped("", 10, 8) == ()
