"""Reports and pictures of logs and groups, in both languages, with and without findings."""

from __future__ import annotations

from pathlib import Path

import pytest
from koopsim.analysis.groups import group_results
from koopsim.analysis.logs.open_log import open_log
from koopsim.analysis.plots.files import figure_png
from koopsim.analysis.reports import write_document
from koopsim.analysis.reports.conformance_document import conformance_document
from koopsim.analysis.reports.document import Document, Paragraph, Picture, Table
from koopsim.analysis.reports.groups_document import groups_document
from koopsim.analysis.reports.supervision_document import supervision_document
from koopsim.analysis.supervision import Audit, audit
from koopsim.model.rule_set import RuleSet
from koopsim.simulation import SimulationResult

from .conftest import FIRST_TALK, Opened, csv_of, entry

FAULTY = [entry(), *FIRST_TALK[1:], ("2024-08-30", "offer_made", {})]


@pytest.fixture(scope="module")
def audited(run_folder: Path, rule_set: RuleSet) -> Audit:
    with open_log(run_folder, rule_set) as store:
        return audit(store, rule_set, size=4, stories=1)


def table(document: Document, name: str) -> Table:
    return next(b for b in document.blocks if isinstance(b, Table) and b.name == name)


@pytest.mark.parametrize("language", ["en", pytest.param("de", marks=pytest.mark.slow)])
def test_documents_hold_what_was_found(
    audited: Audit, run: SimulationResult, language: str, tmp_path: Path
) -> None:
    documents = {
        "audit": supervision_document(audited, language),
        "conformance": conformance_document(audited.conformance, language),
        "groups": groups_document(group_results(run), "run", language),
    }
    for name, document in documents.items():
        pictures = [block for block in document.blocks if isinstance(block, Picture)]
        assert document.language == language
        assert pictures
        (path,) = write_document(document, tmp_path, ("html",), name)
        assert path.stat().st_size > 20_000
    assert len(table(documents["audit"], "questions").rows) == 6
    assert len(table(documents["audit"], "sample-by-month").rows) == 14
    assert sum(row[1] for row in table(documents["conformance"], "missed").rows) > 20
    assert len(table(documents["groups"], "indicators").rows) > 40


def test_the_answer_comes_first_with_its_numbers(opened: Opened, rule_set: RuleSet) -> None:
    with opened(csv_of(FAULTY)) as store:
        found = audit(store, rule_set)
    document = conformance_document(found.conformance, "en")
    first = document.blocks[0]
    assert isinstance(first, Paragraph)
    assert "83.33% of the 6 events fit" in first.text
    (row,) = table(document, "deviations").rows
    assert row[:5] == ("A1", 3, "2024-01-19", "talk_held", "Rz 15.6, Rz 15.2, Rz 15.7")
    assert "the invitation" not in str(row[5])
    assert "invitation to a talk is sent" in str(row[5])


def test_a_log_without_any_plan_gives_a_report(opened: Opened, rule_set: RuleSet) -> None:
    with opened("case,date,event\n1,2024-03-01,enter\n") as store:
        found = audit(store, rule_set)
    document = supervision_document(found, "de")
    assert isinstance(document.blocks[0], Paragraph)
    figures = [block.figure for block in document.blocks if isinstance(block, Picture)]
    assert len(figures) == 2
    assert all(figure_png(figure).startswith(b"\x89PNG") for figure in figures)
