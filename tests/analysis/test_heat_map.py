"""The Randziffer heat map: counted again by a naive twin, findings, page and picture."""

from __future__ import annotations

import dataclasses
import math
import re
from collections import Counter
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise

import pandas as pd
import pytest
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.firing import Firing, case_years, firings, rate, reported_days, share
from koopsim.analysis.heat_map import HeatMapRow, heat_map, write_heat_map
from koopsim.analysis.plots.files import figure_png
from koopsim.analysis.plots.heat_map import check_mark, ink_on, plot_heat_map, rate_colour
from koopsim.analysis.reports.heat_map_page import heat_map_html
from koopsim.model.checker.verdict import CheckReport, Exploration, Verdict
from koopsim.model.errors import RunError
from koopsim.model.process.acts import ACT_KINDS
from koopsim.model.process.deadlines import DEADLINES
from koopsim.model.process.events import EVENTS
from koopsim.model.process.process import TRANSITIONS
from koopsim.model.process.text import LANGUAGES, Text
from koopsim.model.table.cache import table_for
from koopsim.model.vocabulary import Modality
from koopsim.scenarios import load_scenario
from koopsim.simulation import simulate


@pytest.fixture(scope="module")
def run():
    return simulate("small", months=3, replications=2, seed=5, workers=1)


@pytest.fixture(scope="module")
def found(run):
    return heat_map(run)


def verdict(name, status, cites):
    return Verdict(
        name=name,
        kind="always",
        modality=Modality.MUST,
        cites=cites,
        title=Text(name, name),
        status=status,
    )


def report(*verdicts):
    seen = Exploration(
        configurations=1, states=1, pairs=1, steps=1, depth=1, seconds=1.0, memory_bytes=1
    )
    return CheckReport(
        rule_set="2023-07-01", table="", exploration=seen, verdicts=verdicts, findings=()
    )


# -- counting --------------------------------------------------------------------------------


def test_case_years_are_those_of_the_daily_stock(run):
    """The stock at the end of each day does not count who leaves on it; case-years do."""
    stock = run.daily_stock["stock"].sum() + run.daily_stock["exits"].sum()
    assert case_years(run) == pytest.approx(stock / 365.25, rel=0.002)
    assert [str(day) for day in reported_days(run)] == ["2024-01-01", "2024-03-31"]


def test_firings_counted_row_by_row(run):
    """A second count that knows nothing of tables: rules, acts and deadlines of each row."""
    cites = {deadline.name: set(deadline.cites) for deadline in DEADLINES}
    expected: Counter[str] = Counter()
    for event, rules, acts in run.events[["event", "rules", "acts"]].itertuples(index=False):
        if event.startswith("deadline_missed:"):
            expected.update(cites[event.split(":")[1]])
            continue
        fired = {rule for rule in rules.split(", ") if rule}
        for kind in re.findall(r"(\w+)(?:\([^)]*\))?(?:; |$)", acts):
            fired.update(ACT_KINDS[kind].cites)
        expected.update(fired)
    counted = firings(run, table_for(run.rule_set))
    assert {rule: f.fires for rule, f in counted.items() if f.fires} == dict(expected)


def test_a_rule_fires_in_opportunities_only(found):
    assert len(found.rows) > 77
    for row in found.rows:
        assert 0 <= row.firing.fires <= row.firing.opportunities
        assert row.share is None or 0 <= row.share <= 1
        assert not row.firing.fires or row.can_fire
        assert row.rate == pytest.approx(1000 * row.firing.fires / found.case_years)


def test_opportunities_of_a_rule_with_a_condition(run, found):
    """15.11: the analysis is shortened only where facts were passed on and nothing changed."""
    row = by_rule(found, "15.11")
    analyses = (run.events["event"] == "analysis_completed").sum()
    shortened = run.events["acts"].str.contains("analysis(shortened=yes)", regex=False).sum()
    assert (row.firing.fires, row.firing.opportunities) == (shortened, analyses)
    assert row.firing.conditional


def test_opportunities_of_a_rule_without_condition(run, found):
    row = by_rule(found, "15.67")
    assert row.firing.fires == (run.events["event"] == "update_unchanged").sum() > 0
    assert (row.share, row.firing.conditional) == (1.0, False)


def test_a_missed_deadline_fires(run, found):
    missed = (run.events["event"] == "deadline_missed:first_talk_due").sum()
    row = by_rule(found, "§ 15(1) SGB II")
    assert row.firing.fires == missed
    begun = (run.events["event"].isin(["enter", "enter_from_unemployment_insurance"])).sum()
    assert 0 < row.firing.opportunities <= begun + missed


def test_rates_and_shares():
    assert rate(Firing(3, 4), 1.5) == 2000.0
    assert rate(Firing(3, 4), 0.0) == 0.0
    assert share(Firing(3, 4)) == 0.75
    assert share(Firing()) is None


def test_a_log_without_rows(run):
    empty = dataclasses.replace(run, events=run.events.iloc[:0])
    nothing = heat_map(empty)
    assert nothing.steps == 0
    assert {f.kind for f in nothing.findings} == {"never"}
    assert all(row.rate == 0 for row in nothing.rows)


# -- rows and findings -------------------------------------------------------------------------


def by_rule(found, rule) -> HeatMapRow:
    return next(row for row in found.rows if row.rule == rule)


def test_all_margin_numbers_and_all_statutes_of_transitions_have_a_row(found):
    rules = [row.rule for row in found.rows]
    assert rules[:77] == [f"15.{number}" for number in range(1, 78)]
    cited = {rule for t in TRANSITIONS for rule in t.cites}
    assert cited <= set(rules)
    assert len(rules) == len(set(rules))


def test_where_a_rule_is_modelled(found):
    assert dict(by_rule(found, "15.14").modelled) == {"act": 1}
    assert dict(by_rule(found, "15.65").modelled)["deadline"] == 1
    assert by_rule(found, "15.5").modelled == ()
    assert not by_rule(found, "15.4").can_fire


def test_verdicts_stand_beside_the_rule(run):
    checks = report(verdict("every_plan_version_filed", "violated", ("15.14",)))
    row = by_rule(heat_map(run, checks), "15.14")
    assert [(c.name, c.status, c.good) for c in row.checked] == [
        ("every_plan_version_filed", "violated", False)
    ]
    assert check_mark(row.checked)[0] == "✗"
    unchecked = by_rule(heat_map(run), "15.14")
    assert [(c.name, c.status) for c in unchecked.checked] == [("every_plan_version_filed", None)]
    assert check_mark(unchecked.checked)[0] == "?"
    good = report(verdict("every_plan_version_filed", "proved", ("15.14",)))
    assert check_mark(by_rule(heat_map(run, good), "15.14").checked)[0] == "✓"


def test_findings_are_the_rules_that_never_or_always_fire(found):
    kinds = {finding.rule: finding.kind for finding in found.findings}
    for row in found.rows:
        if row.can_fire and not row.firing.fires:
            assert kinds[row.rule] == "never"
        elif row.firing.fires and row.firing.fires == row.firing.opportunities:
            wanted = "always" if row.firing.conditional else "unconditional"
            assert kinds[row.rule] == wanted
        else:
            assert row.rule not in kinds


def test_findings_explain_themselves(found):
    texts = {finding.rule: finding.text for finding in found.findings}
    assert "old agreements ended before the run begins" in texts["15.69"].en
    assert "Selten" in texts["§ 15a(2) SGB II"].de
    assert EVENTS["conciliation_agreed"].title.de in texts["§ 15a(2) SGB II"].de
    assert "without condition" in texts["15.66"].en
    for text in texts.values():
        assert text.de and text.en and text.de != text.en
        assert "{" not in text.de + text.en


def test_old_agreements_are_not_called_idle_while_they_run():
    few = load_scenario("legacy-2023").replace({"population.size": 300}, allow_outside_range=True)
    run = simulate(few, months=1, workers=1)
    row = by_rule(heat_map(run), "15.69")
    assert row.firing.fires > 0


# -- page and picture ----------------------------------------------------------------------------


class Page(HTMLParser):
    """Reads tags, attributes and the cells of the table."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.rows = [], [], []
        self._cell = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href", "srcset")]
        if tag == "tr":
            self.rows.append([])
        self._cell = tag in ("td", "th")
        if self._cell:
            self.rows[-1].append("")

    def handle_data(self, data):
        if self.rows and self.rows[-1] and data.strip():
            self.rows[-1][-1] += data.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_needs_nothing_else_and_has_every_number(found, language):
    text = heat_map_html(found, language)
    page = Page(text)
    assert page.links == []
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert "url(" not in text and "@import" not in text
    rows = {row[0]: row for row in page.rows[1:]}
    assert list(rows) == [row.rule for row in found.rows]
    assert {len(row) for row in rows.values()} == {len(page.rows[0])}
    row = by_rule(found, "15.66")
    shown = int(re.sub(r"\D", "", rows["15.66"][-3]))
    assert shown == row.firing.fires
    assert rows["15.66"][-1].endswith("●")
    assert rows["15.4"][-3:] == ["–", "–", ""]


def test_text_of_a_scenario_is_escaped(found):
    rude = dataclasses.replace(found, title=Text("<b>x</b>", "<script>x</script>"))
    assert "<script>" not in heat_map_html(rude, "en")


def test_the_same_heat_map_gives_the_same_files(found):
    assert heat_map_html(found, "de") == heat_map_html(found, "de")
    assert figure_png(plot_heat_map(found, "de")) == figure_png(plot_heat_map(found, "de"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_picture_leaves_the_page_or_runs_into_the_next_column(found, language):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = plot_heat_map(found, language)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    width, height = canvas.get_width_height()
    for axes in figure.axes:
        rules = [t for t in axes.texts if t.get_weight() == "bold" and t.get_text()[0] in "1§"]
        for text in axes.texts:
            box = text.get_window_extent()
            assert box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height
        lines = {}
        for text in axes.texts:
            if text.get_rotation() == 0:
                lines.setdefault(round(text.get_position()[1], 3), []).append(
                    text.get_window_extent()
                )
        assert len(lines) == len(rules)
        for boxes in lines.values():
            ordered = sorted(boxes, key=lambda box: box.x0)
            for left, right in pairwise(ordered):
                assert left.x1 <= right.x0 + 1
    note = figure.texts[-1].get_window_extent()
    assert note.x1 <= width


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_get_darker_and_numbers_stay_legible():
    rates = [0.0, 0.05, *(10**x for x in range(-1, 6))]
    shades = [luminance(rate_colour(r)) for r in rates]
    assert shades == sorted(shades, reverse=True)
    for r in rates:
        colour = rate_colour(r)
        light, dark = sorted((luminance(colour), luminance(ink_on(colour))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5  # WCAG AA


def test_files_are_written(found, tmp_path):
    paths = write_heat_map(found, tmp_path / "map", "de")
    assert [path.name for path in paths] == ["heat-map.html", "heat-map.png"]
    assert paths[1].read_bytes().startswith(b"\x89PNG")
    assert sorted(p.name for p in (tmp_path / "map").iterdir()) == ["heat-map.html", "heat-map.png"]
    from PIL import Image

    image = Image.open(BytesIO(paths[1].read_bytes()))
    assert image.size == (2475, 1755)
    with pytest.raises(AnalysisError, match="language"):
        write_heat_map(found, tmp_path, "fr")
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="cannot write"):
        write_heat_map(found, tmp_path / "file")


def test_missing_days_are_not_counted_twice(run):
    """A person who enters before and leaves after the period counts its days, and no more."""
    cases = run.cases.iloc[:3].copy()
    cases["entered"] = pd.to_datetime([None, "2024-03-31", "2023-01-01"])
    cases["left"] = pd.to_datetime([None, None, "2024-01-01"])
    few = dataclasses.replace(run, cases=cases)
    assert math.isclose(case_years(few), (91 + 1 + 1) / 365.25)
