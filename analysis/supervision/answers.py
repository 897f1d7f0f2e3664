"""The worksheet of a sample: people fill in what a log cannot answer, and it is read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ...model.audit_questions import AUDIT_QUESTIONS
from ...scenarios.problems import escape
from ..errors import AnalysisError
from ..logs.csv_rows import open_csv, read_lines
from ..safe_cells import csv_text, safe_cell
from .audit import Answer, Audit, SampledRow

_KEY = ("month", "team", "case")
_WORDS = {
    **dict.fromkeys(("yes", "ja", "1", "true", "j", "y"), Answer.yes),
    **dict.fromkeys(("no", "nein", "0", "false", "n"), Answer.no),
    **dict.fromkeys(("not_applicable", "n/a", "entfällt", "-"), Answer.not_applicable),
    **dict.fromkeys(("unknown", "unbekannt", "?"), Answer.unknown),
    "": Answer.open,
}


def worksheet(audit: Audit) -> str:
    """Return the sample as CSV: people write yes, no or not_applicable into the empty cells."""
    rows = audit.sample_rows()
    return csv_text(list(rows.columns), rows.to_numpy().tolist())


def with_answers(audit: Audit, path: Path) -> Audit:
    """Return an audit with the answers that people have written into the worksheet.

    Only cells that the log could not answer are taken over; an empty cell is a case that nobody has
    looked at yet.

    Raises:
        AnalysisError: if the file cannot be read, lacks a column, names a case outside the sample,
            or holds a word that is no answer; the text names the row.
    """
    name = escape(path.name)
    file = open_csv(path, {})
    header = [cell.strip().lower() for cell in file.header]
    missing = [column for column in (*_KEY, *AUDIT_QUESTIONS) if column not in header]
    if missing:
        raise AnalysisError(
            f"{name} is no worksheet of an audit: it lacks {', '.join(missing)}; fill in the file "
            "sample.csv that koopsim audit --out writes"
        )
    sample = {
        (row.month, str(safe_cell(row.team)), str(safe_cell(row.case))): row for row in audit.sample
    }
    for line in read_lines(file):
        cells = [cell.strip() for cell in line.cells or []]
        if len(cells) != len(header):
            raise AnalysisError(f"{name}, row {line.number}: it needs {len(header)} cells")
        given = dict(zip(header, cells, strict=True))
        key = (given["month"], given["team"], given["case"])
        if key not in sample:
            raise AnalysisError(
                f"{name}, row {line.number}: case {escape(key[2])!r} is not in the sample of month "
                f"{escape(key[0])!r} and team {escape(key[1])!r}; use the same log, seed and size"
            )
        sample[key] = _filled(sample[key], given, f"{name}, row {line.number}")
    return replace(audit, sample=list(sample.values()))


def _filled(row: SampledRow, given: dict[str, str], where: str) -> SampledRow:
    answers = dict(row.answers)
    for key, question in AUDIT_QUESTIONS.items():
        if question.answerable_from_log:
            continue
        word = given[key].lower()
        if word not in _WORDS:
            raise AnalysisError(
                f"{where}: {escape(given[key])!r} is no answer to {key}; accepted: yes, no, "
                "not_applicable, unknown, or an empty cell"
            )
        answers[key] = _WORDS[word]
    return replace(row, answers=answers)
