"""The forecast in PDF, Excel and CSV says what the page says, with the same numbers."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import unicodedata
from pathlib import Path
from typing import Any

import html5lib
import openpyxl
import pypdf
import pytest
from koopsim.analysis import INDICATORS
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.formatting import TEAM_TITLES
from koopsim.analysis.plots import EVENT_FIGURES, FIGURES, figure_svg, style
from koopsim.analysis.reports import (
    Paragraph,
    Picture,
    Table,
    assumption_blocks,
    forecast_document,
    law_blocks,
    report_html,
    write_forecast,
)
from koopsim.analysis.reports.column_widths import column_shares
from koopsim.analysis.reports.findings import Findings
from koopsim.analysis.reports.forecast_document import Layout
from koopsim.analysis.reports.histories import duration_rows
from koopsim.analysis.reports.wording import Wording
from koopsim.analysis.waits import QUESTIONS
from koopsim.scenarios import TwoLanguages, assumption_ledger, load_scenario, office_scenarios
from koopsim.simulation import SimulationResult, simulate

from .hostile_texts import HOSTILE


@pytest.fixture(scope="module")
def real() -> SimulationResult:
    return simulate("small", months=4, replications=2, seed=3, workers=1)


@pytest.fixture(scope="module")
def written(real: SimulationResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forecast")
    write_forecast(real, folder, ["html", "pdf", "xlsx", "csv"], "de")
    return folder


def unspaced(text: str) -> str:
    return re.sub(r"[\s\xad-]", "", unicodedata.normalize("NFKC", text))


def tables(result: Any, layout: Layout, language: str = "de") -> dict[str, Table]:
    blocks = forecast_document(result, language, layout).blocks
    return {block.name: block for block in blocks if isinstance(block, Table)}


def test_pdf_says_what_the_page_says(real: SimulationResult, written: Path) -> None:
    reader = pypdf.PdfReader(written / "report.pdf")
    pdf = unspaced(" ".join(page.extract_text() for page in reader.pages))
    page = unspaced("".join(html5lib.parse((written / "report.html").read_bytes()).itertext()))
    words = Wording("de")
    findings = Findings(real, words)
    said = [*findings.answer(), findings.rule(), *words.lines("limits"), findings.spread()]
    said += [findings.caption(name) for name in (*FIGURES, *EVENT_FIGURES)]
    said += [row.source for row in assumption_ledger(real.scenario).rows]
    said += ["Seit dem 1. Juli 2026 gilt anderes Recht", "koopsim entscheidet über keinen Fall"]
    said += [real.rule_set.source["de"], str(real.manifest["scenario"]["digest"])]
    assert len(said) > 100
    for text in said:
        assert unspaced(text) in page
        # A sentence may be cut by the foot of a page: its halves are looked for.
        middle = len(unspaced(text)) // 2
        halves = unspaced(text)[:middle], unspaced(text)[middle:]
        assert any(half in pdf for half in halves), text


def test_workbook_holds_every_indicator_as_numbers(real: SimulationResult, written: Path) -> None:
    book = openpyxl.load_workbook(written / "report.xlsx")
    sheet = book["Monate"]
    assert sheet.max_row - 1 == 4 * 3 * len(INDICATORS)
    values = {tuple(cell.value for cell in row[:3]): row[4].value for row in sheet.iter_rows(2)}
    stock = real.months[(real.months["indicator"] == "stock") & (real.months["team"] == "all")]
    for month, mean in stock.groupby("month", observed=True)["value"].mean().items():
        title = INDICATORS["stock"].title["de"]
        assert values[str(month), TEAM_TITLES["all"]["de"], title] == pytest.approx(mean)
    assert [c for s in book for row in s for c in row if c.data_type == "f"] == []
    assumptions = {row[1].value: row[2].value for row in book["Annahmen"].iter_rows(2)}
    for row in assumption_ledger(real.scenario).rows:
        found = assumptions[row.path]
        assert found == (
            {True: "ja", False: "nein"}[row.value]
            if isinstance(row.value, bool)
            else pytest.approx(row.value)
        )


def test_csv_tables_are_the_sheets(written: Path) -> None:
    rows = list(csv.reader(io.StringIO((written / "report-dauern.csv").read_text("utf-8"))))
    assert len(rows) == 1 + len(QUESTIONS)
    assert rows[0][2:6] == [
        "Frist [Tage]",
        "ein Viertel [Tage]",
        "die Hälfte [Tage]",
        "neun Zehntel [Tage]",
    ]
    assert rows[1][2] == "28.0"


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("layout", ["page", "sheet"])
def test_parts_are_there_in_both_languages(
    real: SimulationResult, layout: Layout, language: str
) -> None:
    document = forecast_document(real, language, layout)
    pictures = [block.name for block in document.blocks if isinstance(block, Picture)]
    assert pictures == [*FIGURES, *EVENT_FIGURES]
    assert all(b.alternative for b in document.blocks if isinstance(b, Picture))
    emphasised = [
        b.text for b in document.blocks if isinstance(b, Paragraph) and b.style == "emphasis"
    ]
    assert Findings(real, Wording(document.language)).answer()[0] in emphasised
    for block in document.blocks:
        if isinstance(block, Table):
            assert block.rows and all(len(row) == len(block.columns) for row in block.rows)
            assert all(column.title for column in block.columns)
    assert document.provenance and "koopsim" in " ".join(document.provenance)


def test_a_result_without_a_log_has_no_durations(single_run: Any) -> None:
    names = set(tables(single_run, "sheet"))
    assert {"Jahre", "Monate", "Fristen", "Personal", "Annahmen", "Abgleich"} <= names
    assert not {"Dauern", "Wege"} & names
    assert duration_rows(single_run) == []
    assert "Wie lange es dauert" not in report_html(single_run, "de")


def test_a_log_too_long_to_read_is_left_alone(single_run: Any) -> None:
    class Long:
        scenario, rule_set, months = single_run.scenario, single_run.rule_set, single_run.months
        replications, manifest = single_run.replications, single_run.manifest
        log_rows = 10**9

        @property
        def events(self) -> Any:
            raise MemoryError

    assert "Dauern" not in tables(Long(), "page")


def test_durations_of_the_page_are_those_of_the_table(real: SimulationResult) -> None:
    row = duration_rows(real)[0]
    assert row.limit == 28 and 0 < row.quarter <= row.half <= row.most
    assert 0.5 < row.share <= 1
    page = " ".join("".join(html5lib.parse(report_html(real, "en")).itertext()).split())
    assert f"Half of the newcomers have had the first talk after {row.half:.0f} days" in page


def test_a_hostile_scenario_is_harmless_in_every_format(single_run: Any, tmp_path: Path) -> None:
    data = load_scenario("small").model_dump()
    attack = " ".join(text for text in HOSTILE if text.isprintable() and len(text) < 60)
    for name, text in zip(("size", "share_minor"), (HOSTILE[0], attack), strict=True):
        data["population"][name]["source"] = text
    scenario = type(single_run.scenario).model_validate(data)
    text = TwoLanguages(de=HOSTILE[0], en=HOSTILE[0])
    scenario = scenario.replace({"title": text, "question": text, "description": text})
    hostile = dataclasses.replace(single_run, scenario=scenario, manifest={"command": attack})
    paths = write_forecast(hostile, tmp_path, ["html", "pdf", "xlsx", "csv"], "en")
    assert len(paths) >= 9
    tree = html5lib.parse((tmp_path / "report.html").read_bytes())
    tags = {str(element.tag).rsplit("}", 1)[-1] for element in tree.iter()}
    assert not tags & {"script", "img", "iframe", "object"}
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert [c for s in book for row in s for c in row if c.data_type == "f"] == []
    assert HOSTILE[0] in {c.value for row in book["Assumptions"] for c in row}
    reader = pypdf.PdfReader(tmp_path / "report.pdf")
    words = unspaced(" ".join(page.extract_text() for page in reader.pages))
    assert unspaced(HOSTILE[0]) in words
    for path in tmp_path.glob("*.csv"):
        for row in csv.reader(io.StringIO(path.read_text("utf-8"))):
            assert not [c for c in row if c.lstrip(" ").startswith(("=", "@", "+"))]


def test_unknown_language_and_format_are_refused(result: Any, tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="choose de or en"):
        write_forecast(result, tmp_path, ["pdf"], "fr")
    with pytest.raises(AnalysisError, match="There is no format 'doc'"):
        write_forecast(result, tmp_path, ["html", "doc"])
    assert list(tmp_path.iterdir()) == []


def test_narrow_tables_keep_their_width_and_wide_ones_share_it() -> None:
    assert column_shares([], []) == []
    assert column_shares(["a", "b"], [["x"], ["y"]]) == []
    shares = column_shares(["parameter", "value", "source"], [["x" * 9], ["1"], ["word " * 90]])
    assert sum(shares) == pytest.approx(1, abs=1e-3)
    assert shares[2] > 0.6 > shares[0] > shares[1] > 0.03


@pytest.mark.parametrize("language", ["de", "en"])
def test_other_reports_can_say_the_law_and_the_assumptions(result: Any, language: str) -> None:
    def words(blocks: Any) -> str:
        return " ".join(block.text for block in blocks if isinstance(block, Paragraph))

    law = words(law_blocks(result.rule_set, language))
    wanted = {
        "de": ("1. Juli 2023", "30. Juni 2026", "gilt anderes Recht", "über keinen Fall"),
        "en": ("1 July 2023", "30 June 2026", "another law is in force", "no person's case"),
    }
    assert all(text in law for text in wanted[language])
    reform = result.rule_set.reform(name="quarterly", update_months=3)
    assert "2023-07-01" in words(law_blocks(reform, language)).split("quarterly", 1)[1]
    rows = [
        row
        for block in assumption_blocks(result.scenario, language)
        if isinstance(block, Table)
        for row in block.rows
    ]
    assert len(rows) == len(assumption_ledger(result.scenario).rows)
    with pytest.raises(AnalysisError, match="choose de or en"):
        law_blocks(result.rule_set, "fr")


def test_a_text_from_outside_is_no_formula_in_a_picture() -> None:
    text = r"$\frac{x}$ costs $5"
    with style.drawing():
        figure, (panel,) = style.new_figure()
        panel.set_xlabel(style.literal(text))
        panel.set_ylabel(style.literal("$x^2$"))
    assert len(figure_svg(figure)) > 1000  # as a formula it could not be drawn


def test_many_offices_stand_side_by_side(tmp_path: Path) -> None:
    scenario = load_scenario("germany").replace(
        {
            "population.size": 300,
            "staff.teams.under_25.fte": 1.0,
            "staff.teams.from_25.fte": 2.0,
            "offices.spread.count": 3,
            "offices.spread.region_count": 1,
            "months": 2,
            "warm_up_months": 1,
        },
        allow_outside_range=True,
    )
    result = simulate(scenario, replications=2, seed=1, workers=1)
    table = tables(result, "sheet", "en")["Offices"]
    assert [row[0] for row in table.rows] == [o.label for o in office_scenarios(scenario)]
    titles = [column.title for column in table.columns]
    everyone = result.months[result.months["team"] == "all"]
    for name in ("stock", "talks", "fte_needed", "backlog"):
        place = titles.index(INDICATORS[name].title["en"])
        total = everyone[everyone["indicator"] == name]["value"].mean()
        assert sum(float(row[place] or 0) for row in table.rows) == pytest.approx(total)
    assert all(0 < float(row[-2] or 0) < 1.5 for row in table.rows)
    assert "Offices" not in tables(result, "page", "en")
