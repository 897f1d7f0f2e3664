"""Reports of experiments: numbers, wording in both languages, every format, same bytes."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import openpyxl
import pypdf
import pytest
from koopsim.analysis.comparison import MOST_COMPARED, Comparison, compare
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.plots.comparison import LOOKS, plot_differences, plot_paths
from koopsim.analysis.plots.files import figure_svg
from koopsim.analysis.reports import Document, Table, write_document
from koopsim.analysis.reports.comparison_document import comparison_document, paths_of
from koopsim.analysis.reports.experiment_parts import signed_percent
from koopsim.analysis.reports.sweep_document import sweep_document
from koopsim.analysis.reports.warm_up_document import answer, warm_up_document
from koopsim.analysis.sweep import Sweep, sweep
from koopsim.analysis.varying import parse_vary
from koopsim.analysis.warm_up import WarmUpCheck, judge_series
from koopsim.analysis.warm_up_series import Series
from koopsim.model.process.text import Text
from koopsim.scenarios import Scenario, load_scenario

from .experiment_runs import KnownRuns

HOSTILE = '=cmd|"/c calc"!A1<script>alert(1)</script>#import'
BASE = load_scenario("small").replace({"months": 3})
OTHER = load_scenario("more-no-shows").replace(
    {"months": 3, "title": {"de": HOSTILE, "en": HOSTILE}}
)


def number(scenario: Scenario, replication: int, name: str, month: int) -> float:
    noise = np.random.default_rng([replication, month, len(name)]).normal(0, 1)
    return float(100 + noise + (10 if scenario.name != "small" and name == "no_shows" else 0))


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(BASE, [OTHER], KnownRuns(number), seed=1, replications=5)


@pytest.fixture(scope="module")
def swept() -> Sweep:
    axes = [parse_vary("no_show.first=0.2,0.4", BASE), parse_vary("staff.fte=3,4", BASE)]
    return sweep(
        BASE,
        axes,
        KnownRuns(number),
        seed=1,
        replications=2,
        indicators=["no_shows", "no_show_share"],
    )


@pytest.fixture(scope="module")
def check() -> WarmUpCheck:
    random = np.random.default_rng(2)
    title, month = Text("Reihe", "series"), np.arange(42) + 0.5
    checks = [
        judge_series(
            Series(name, title, title, "month", 100 + start * (month < 12) + noise, month, 1),
            6,
            0.05,
            0.99,
        )
        for name, start, noise in (
            ("steady", 0, random.normal(0, 0.1, (8, 42))),
            ("late", -50, random.normal(0, 0.1, (8, 42))),
        )
    ]
    return WarmUpCheck(BASE, tuple(checks), 8, 1, 42, 0.05)


def tables(document: Document) -> dict[str, Table]:
    return {block.name: block for block in document.blocks if isinstance(block, Table)}


def test_the_comparison_names_what_changes(comparison: Comparison) -> None:
    found = tables(comparison_document(comparison, "en"))
    row = next(r for r in found["numbers-more-no-shows"].rows if r[0] == "missed appointments")
    assert row[4] == pytest.approx(10.0) and row[8] is True
    changed = found["changes-more-no-shows"]
    assert [r[:3] for r in changed.rows if r[0] == "attendance.no_show.first"] == [
        ("attendance.no_show.first", 0.3, 0.45)
    ]
    assert len(found["precision"].rows) == len(comparison.differences)
    assert len(found["ledger"].rows) == len(list(BASE.parameters()))
    assert {"shares-more-no-shows", "measures"} <= set(found)


def test_the_sweep_has_every_point(swept: Sweep) -> None:
    found = tables(sweep_document(swept, "en"))
    assert len(found["no_shows"].rows) == 4
    assert found["no_shows"].title == "missed appointments [number per month]"
    share = swept.of("no_show_share").iloc[3]
    row = found["no_show_share"].rows[3]
    assert row[2:5] == pytest.approx(tuple(share[["mean", "low", "high"]]))
    assert row[5] == pytest.approx(100 * share["difference"])
    assert found["no_show_share"].columns[5].unit == "pp"


def test_the_answer_on_the_warm_up(check: WarmUpCheck) -> None:
    (text,) = answer(check, "en")
    assert "not settled after 6 months of warm-up (1 of 2 series)" in text
    assert 12 <= check.advised_months <= 21  # MSER may cut off a little more
    assert f"{check.advised_months} months" in text
    good = WarmUpCheck(BASE, check.checks[:1], 8, 1, 42, 0.05)
    assert answer(good, "de")[0].startswith("Ja: ")


@pytest.mark.parametrize("language", ["de"])
def test_every_format_can_be_read_back_and_is_inert(
    tmp_path: Path, language: str, comparison: Comparison, swept: Sweep, check: WarmUpCheck
) -> None:
    documents = {
        "comparison": comparison_document(comparison, language, "koopsim compare small other"),
        "sweep": sweep_document(swept, language, "koopsim sweep small"),
        "warm-up": warm_up_document(check, language),
    }
    for name, document in documents.items():
        write_document(document, tmp_path, ("html", "pdf", "xlsx"), name)
        html = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
        assert "<script" not in html.lower()
        assert not re.search(r'(?:src|href)="https?:', html)
        text = "".join(
            page.extract_text() for page in pypdf.PdfReader(tmp_path / f"{name}.pdf").pages
        )
        plain = re.sub(r"\s", "", text)  # lines may break within words
        assert "2023-07-01" in plain and "§15SGBII" in plain
        book = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert cells and all(cell.data_type != "f" for cell in cells)
        assert any(isinstance(cell.value, float) for cell in cells)
        again = tmp_path / "again"
        write_document(document, again, ("html",), name)
        assert html == (again / f"{name}.html").read_text(encoding="utf-8")


def test_languages_differ_in_every_heading(comparison: Comparison, swept: Sweep) -> None:
    for make in (lambda x: comparison_document(comparison, x), lambda x: sweep_document(swept, x)):
        german, english = make("de"), make("en")
        assert german.title != english.title
        assert len(german.blocks) == len(english.blocks)


def test_pictures_of_the_comparison(comparison: Comparison) -> None:
    for plot in (plot_differences, plot_paths):
        for language in ("de", "en"):
            figure = plot(comparison, language)
            assert all(axes.has_data() and axes.get_xlabel() for axes in figure.axes)
            assert figure_svg(figure) == figure_svg(plot(comparison, language))
    (axes,) = plot_differences(comparison, "en").axes
    labels = [text.get_text() for text in axes.get_yticklabels()]
    assert labels == [item.title["en"] for item in comparison.measures]
    assert paths_of(comparison) == ("fte_needed", "talks", "no_shows", "backlog")


def test_six_scenarios_look_different_and_nothing_to_draw_is_no_error() -> None:
    assert len(LOOKS) == MOST_COMPARED == len({(x.colour, x.marker) for x in LOOKS})
    others = [OTHER.replace({"name": f"s{n}"}) for n in range(6)]
    many = compare(BASE, others, KnownRuns(number), seed=1, replications=2, indicators=["talks"])
    colours = {line.get_color() for line in plot_paths(many, "en").axes[0].lines}
    assert len(colours) == 7 and plot_differences(many, "de").axes[0].has_data()
    zero = compare(
        BASE, [OTHER], KnownRuns(lambda *_: 0.0), seed=1, replications=2, indicators=["talks"]
    )
    with pytest.raises(AnalysisError, match="nothing to draw"):
        plot_differences(zero)
    assert comparison_document(zero, "de").blocks


def test_signs() -> None:
    assert signed_percent(0.1234, "en") == "+12.3%"
    assert signed_percent(-0.1, "en", 0) == "-10%"
    assert signed_percent(0.00001, "en") == "0.0%"
