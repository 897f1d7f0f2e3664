"""The assumption ledger as a table: every number with its range, grade and source."""

from __future__ import annotations

from ...model.process.text import Language, Text
from ...scenarios import AssumptionLedger, Grade
from ..formatting import plain
from ..plots.parameter_labels import unit_text
from .document import Column, Table
from .wording import Wording

_TITLE = Text("Alle Zahlen des Szenarios und ihre Herkunft", "All numbers and their origin")
_COLUMNS = (
    Text("Zahl", "number"),
    Text("Wert", "value"),
    Text("von", "from"),
    Text("bis", "to"),
    Text("Einheit", "unit"),
    Text("Güte", "grade"),
    Text("Quelle", "source"),
)
_GRADES = {
    Grade.STATUTE: Text("Gesetz", "statute"),
    Grade.STATISTIC: Text("Statistik", "statistic"),
    Grade.PROXY: Text("Näherung", "proxy"),
    Grade.ASSUMPTION: Text("Annahme", "assumption"),
}


def grade_text(grade: Grade, language: Language) -> str:
    """Return how well a number is known, in words."""
    return _GRADES[grade][language]


def ledger_table(ledger: AssumptionLedger, language: Language) -> Table:
    """Return one row per number, in the order of the ledger."""
    words = Wording(language)
    return Table(
        "ledger",
        _TITLE[language],
        [Column(text[language]) for text in _COLUMNS],
        [
            (
                words.parameter(row.path),
                plain(row.value, language),
                plain(row.low, language),
                plain(row.high, language),
                unit_text(row.unit, language),
                grade_text(row.grade, language),
                row.source,
            )
            for row in ledger.rows
        ],
    )
