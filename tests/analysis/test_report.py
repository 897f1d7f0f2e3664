"""The report: self-contained, escaped, complete, in both languages, with numbers of the result."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from koopsim.analysis.compliance import overall, utilisation
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.formatting import fitting
from koopsim.analysis.plots import FIGURES
from koopsim.analysis.reports import report_html, write_report
from koopsim.analysis.reports.pictures import inline_svg
from koopsim.analysis.reports.wording import Wording, read_yaml
from koopsim.scenarios import TwoLanguages, assumption_ledger, load_scenario

VOID = {"meta", "link", "br", "hr", "img", "input"}
LOADING = {"src", "href", "xlink:href", "srcset", "data", "action", "poster", "background"}


class Page(HTMLParser):
    """Reads a page: tags opened and closed in order, attributes, visible text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in {"style", "script"}:
            self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def reports(result: Any) -> dict[str, str]:
    return {language: report_html(result, language) for language in ("de", "en")}


@pytest.fixture(scope="module")
def pages(reports: dict[str, str]) -> dict[str, Page]:
    return {language: Page(text) for language, text in reports.items()}


both = pytest.mark.parametrize("language", ["de", "en"])


@both
def test_the_page_is_whole(pages: dict[str, Page], language: str) -> None:
    page = pages[language]
    assert page.faults == [] and page.open == []
    assert page.all("html")[0]["lang"] == language
    assert len(page.all("h1")) == 1
    assert {"main", "header", "footer", "nav"} <= {tag for tag, _ in page.tags}


@both
def test_the_page_loads_nothing_and_runs_nothing(pages: dict[str, Page], language: str) -> None:
    page = pages[language]
    seen = 0
    for tag, attributes in page.tags:
        assert tag not in {"script", "link", "iframe", "object", "embed", "form", "base", "img"}
        assert not [name for name in attributes if name.startswith("on")]
        for name in LOADING & set(attributes):
            seen += 1
            assert attributes[name].startswith("#"), (tag, attributes[name])
    assert seen > 50


@both
def test_styles_load_nothing(reports: dict[str, str], language: str) -> None:
    assert "@import" not in reports[language]
    assert all(u.startswith("url(#") for u in re.findall(r"url\([^)]{0,20}", reports[language]))


@both
def test_ids_are_unique_and_links_lead_somewhere(pages: dict[str, Page], language: str) -> None:
    page = pages[language]
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids)) > 50
    for _, attributes in page.tags:
        for name in ("href", "xlink:href"):
            if name in attributes:
                assert attributes[name].removeprefix("#") in ids
        for name in ("aria-labelledby", "aria-describedby"):
            if name in attributes:
                assert attributes[name] in ids


@both
def test_it_is_accessible(pages: dict[str, Page], language: str) -> None:
    page = pages[language]
    assert page.all("th") and all(a.get("scope") in {"row", "col"} for a in page.all("th"))
    pictures = [a for a in page.all("svg") if a.get("role") == "img"]
    assert len(pictures) == len(FIGURES)
    assert all(a["aria-label"] and a["aria-describedby"] for a in pictures)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(later - sooner <= 1 for sooner, later in pairwise(levels))


@both
def test_every_number_of_the_scenario_is_listed(
    reports: dict[str, str], result: Any, language: str
) -> None:
    rows = assumption_ledger(result.scenario).rows
    assert len(rows) > 90
    text = reports[language]
    for row in rows:
        assert f"<code>{row.path}</code>" in text
    marked = text.count('<tr class="grade-assumption">')
    assert marked == sum(row.grade.value == "assumption" for row in rows) > 50
    words = Page(text).words
    for row in rows:
        assert " ".join(row.source.split()) in words


@both
def test_it_says_which_law_and_that_it_decides_nothing(
    pages: dict[str, Page], language: str
) -> None:
    words = pages[language].words
    wanted = {
        "de": (
            "1. Juli 2023",
            "30. Juni 2026",
            "Seit dem 1. Juli 2026 gilt anderes Recht",
            "koopsim entscheidet über keinen Fall",
        ),
        "en": (
            "1 July 2023",
            "30 June 2026",
            "Since 1 July 2026 another law is in force",
            "koopsim decides no person's case",
        ),
    }
    for text in wanted[language]:
        assert text in words


@both
def test_it_can_be_repeated(pages: dict[str, Page], language: str) -> None:
    words = pages[language].words
    for text in ("koopsim run small --seed 7", "ab12" * 16, "0.1.0", "2.4.6"):
        assert text in words


@both
def test_the_six_states_and_the_terms_are_explained(pages: dict[str, Page], language: str) -> None:
    assert len(pages[language].all("dt")) == 6
    for term in read_yaml("glossary.yaml"):
        assert term["de"] in pages[language].words and term["en"] in pages[language].words


@both
def test_numbers_of_the_answer_come_from_the_result(
    pages: dict[str, Page], result: Any, language: Any
) -> None:
    rows = overall(utilisation(result), "team")
    for team in ("under_25", "from_25"):
        assert fitting(rows[team]["needed"], language) in pages[language].words
    assert not re.search(r"\bnan\b|\bNone\b|\{\w+\}", pages[language].words)


def test_other_numbers_give_another_answer(build: Any, result: Any) -> None:
    long_queue = result.months.copy()
    waiting = long_queue["indicator"] == "backlog"
    long_queue.loc[waiting, "value"] += 4321.0
    other = type(result)(result.scenario, result.rule_set, long_queue)
    assert "keeps up with the talks" in report_html(result, "en")
    text = report_html(other, "en")
    assert "does not suffice for all talks (all teams)" in text
    assert "4,325" in text


@both
def test_a_single_run_is_called_one(single_run: Any, language: str) -> None:
    words = Page(report_html(single_run, language)).words
    assert {"de": "ein einziger Lauf", "en": "a single run"}[language] in words
    assert "nan" not in words.lower().split()


def test_a_result_where_nothing_happens(build: Any, result: Any) -> None:
    nothing = result.months.copy()
    nothing["value"] = 0.0
    words = Page(report_html(type(result)(result.scenario, result.rule_set, nothing), "en")).words
    assert "not a single appointment was booked" in words
    assert not re.search(r"\bnan\b", words)


INJECTION = '<script>alert("1")</script><img src=x onerror=alert(2)> & {{ 1009*1013 }} {page_title}'


def test_text_of_a_scenario_cannot_become_html(result: Any) -> None:
    text = TwoLanguages(de=INJECTION, en=INJECTION)
    changes = {"title": text, "question": text, "description": text}
    scenario = load_scenario("small").replace(changes)
    hostile = type(result)(
        scenario,
        result.rule_set,
        result.months,
        manifest={"command": INJECTION, INJECTION: INJECTION},
    )
    plain = Page(report_html(result, "de"))
    page = Page(report_html(hostile, "de"))
    assert {tag for tag, _ in page.tags} == {tag for tag, _ in plain.tags}
    assert page.faults == []
    assert page.words.count('<script>alert("1")</script>') >= 4
    assert "{{ 1009*1013 }}" in page.words and "1022117" not in page.words
    assert not [a for _, a in page.tags if "onerror" in a]


def test_hostile_sources_are_escaped(result: Any) -> None:
    data = load_scenario("small").model_dump()
    data["population"]["size"]["source"] = INJECTION
    data["population"]["size"]["note"] = INJECTION
    scenario = type(result.scenario).model_validate(data)
    page = Page(report_html(type(result)(scenario, result.rule_set, result.months), "en"))
    assert page.faults == [] and not page.all("script") and not page.all("img")
    assert page.words.count("onerror=alert(2)") == 2


def test_a_counterfactual_scenario_is_marked(result: Any) -> None:
    stress = type(result)(load_scenario("stress-conciliation"), result.rule_set, result.months)
    assert "Es ist keine Vorausschau" in report_html(stress, "de")
    assert "Es ist keine Vorausschau" not in report_html(result, "de")


def test_a_reform_is_marked(result: Any) -> None:
    law = result.rule_set.reform(name="quarterly", update_months=3)
    text = report_html(type(result)(result.scenario, law, result.months), "en")
    assert "imagined change of rule set 2023-07-01" in text


def test_a_file_is_written_and_written_alike(result: Any, tmp_path: Path) -> None:
    first = write_report(result, tmp_path / "new" / "report.html", "de")
    second = write_report(result, str(tmp_path / "again.html"), "de")
    assert first.read_bytes() == second.read_bytes()
    assert b"\r" not in first.read_bytes()
    with pytest.raises(AnalysisError, match="choose de or en"):
        write_report(result, tmp_path / "x.html", "fr")


# -- wording ---------------------------------------------------------------------------------


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys_and_places() -> None:
    german, english = read_yaml("de.yaml"), read_yaml("en.yaml")
    assert list(german) == list(english)
    assert len(german) > 140
    for key, text in german.items():
        if isinstance(text, list):
            assert len(text) == len(english[key]) > 3
            continue
        assert places(text) == places(english[key]), key
        assert text.strip() and english[key].strip()
        assert "  " not in text


def test_no_number_is_typed_into_the_sentences() -> None:
    for language in ("de", "en"):
        for key, text in read_yaml(f"{language}.yaml").items():
            if key.startswith(("answer_", "caption_")):
                bare = re.sub(
                    r"Rz 15\.\d+(, 15\.\d+)*|100\s?%|je 100 ELB|per 100 ELB|auf 100|on 100"
                    r"|§ 1[05]|unter 25|ab 25"
                    r"|under 25|from 25|Team\s25",
                    "",
                    str(text),
                )
                assert not re.search(r"\d", bare), key


def test_every_text_is_used() -> None:
    folder = Path(__file__).parents[2] / "analysis" / "reports"
    code = "".join(p.read_text(encoding="utf-8") for p in folder.rglob("*.py"))
    code += (folder / "templates" / "report.html.j2").read_text(encoding="utf-8")
    by_name = (
        "state_",
        "picture_",
        "caption_",
        "unit_",
        "group_",
        "grade_",
        "manifest_",
        "method_",
        "sentence_",
        "durations_",
        "key_intro_",
        "months_intro_",
    )
    for key in read_yaml("de.yaml"):
        assert key.startswith(by_name) or f'"{key}"' in code or key.endswith("_heading"), key


def test_every_number_of_a_scenario_and_every_unit_has_a_name() -> None:
    rows = assumption_ledger(load_scenario("baseline")).rows
    named = read_yaml("parameters.yaml")
    optional = {"contact.interval_months.case_management"}
    listed = {name for name in named if ".N." in name}
    assert set(named) - optional - listed == {row.path for row in rows}
    assert Wording("en").parameter("staff.changes.2.fte").startswith("change of staff 3: staff")
    assert all(set(text) == {"de", "en"} for text in named.values())
    words = Wording("de")
    assert all(words.knows(f"unit_{row.unit}") for row in rows)
    assert all(words.knows(f"group_{row.path.split('.')[0]}") for row in rows)
    assert words.parameter("no.such.path") == "no.such.path"


def test_missing_texts_are_complained_about() -> None:
    with pytest.raises(AnalysisError, match="no text"):
        Wording("en").say("nothing")
    with pytest.raises(AnalysisError, match="no list"):
        Wording("en").lines("brand")


def test_a_picture_in_a_page_keeps_to_itself() -> None:
    svg = (
        '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "x" "http://x"><svg width="1"><defs>'
        '<style type="text/css">*{fill: red}</style><path id="a"/></defs>'
        '<use xlink:href="#a" clip-path="url(#b)"/></svg>'
    )
    text = inline_svg(svg, "one", '"><script>', "caption")
    assert text.startswith('<svg id="one" role="img" aria-label="&#34;&gt;&lt;script&gt;"')
    assert "#one *{fill" in text and "http" not in text
    assert 'id="one-a"' in text and "#one-a" in text and "url(#one-b)" in text
