"""What can be wrong with a row of a log: each kind with wording, and whether the row is used."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ...model.process.text import Language, Text


class ProblemKind(StrEnum):
    """A kind of problem with a row or one of its cells."""

    too_many_cells = "too_many_cells"
    too_few_cells = "too_few_cells"
    unreadable = "unreadable"
    missing_case = "missing_case"
    missing_date = "missing_date"
    bad_date = "bad_date"
    impossible_date = "impossible_date"
    outside_rule_set = "outside_rule_set"
    missing_event = "missing_event"
    unknown_event = "unknown_event"
    left_out_by_mapping = "left_out_by_mapping"
    duplicate = "duplicate"
    bad_truth = "bad_truth"
    bad_acts = "bad_acts"
    bad_configuration = "bad_configuration"
    contradiction = "contradiction"
    other_encoding = "other_encoding"
    out_of_order = "out_of_order"


@dataclass(frozen=True, slots=True)
class ProblemSpec:
    """Wording of a kind of problem; ``row_used`` tells that only a cell is lost, or nothing."""

    what: Text
    accepted: Text
    row_used: bool = False


_SAME = Text("eine Zeile je Ereignis", "one row per event")
PROBLEMS: dict[ProblemKind, ProblemSpec] = {
    ProblemKind.too_many_cells: ProblemSpec(
        Text("mehr Zellen als Spalten", "more cells than columns"),
        Text(
            "so viele Zellen wie Spalten; Text mit Trennzeichen steht in Anführungszeichen",
            "as many cells as columns; text that holds the separator stands in quotation marks",
        ),
    ),
    ProblemKind.too_few_cells: ProblemSpec(
        Text("weniger Zellen als Spalten", "fewer cells than columns"),
        Text("so viele Zellen wie Spalten", "as many cells as columns"),
    ),
    ProblemKind.unreadable: ProblemSpec(
        Text("die Zeile ist kein Text", "the row is no text"),
        Text("UTF-8 oder Windows-1252", "UTF-8 or Windows-1252"),
    ),
    ProblemKind.missing_case: ProblemSpec(
        Text("kein Fall angegeben", "no case given"),
        Text("ein Kennzeichen des Falls", "an id of the case"),
    ),
    ProblemKind.missing_date: ProblemSpec(
        Text("kein Datum angegeben", "no date given"),
        Text("2024-03-01 oder 01.03.2024", "2024-03-01 or 01.03.2024"),
    ),
    ProblemKind.bad_date: ProblemSpec(
        Text("kein lesbares Datum", "no date that can be read"),
        Text("2024-03-01 oder 01.03.2024", "2024-03-01 or 01.03.2024"),
    ),
    ProblemKind.impossible_date: ProblemSpec(
        Text("dieses Datum gibt es nicht", "there is no such date"),
        Text("ein Tag des Kalenders", "a day of the calendar"),
    ),
    ProblemKind.outside_rule_set: ProblemSpec(
        Text("außerhalb der Geltung des Regelwerks", "outside the validity of the rule set"),
        Text("ein Tag, an dem das Regelwerk gilt", "a day on which the rule set is in force"),
    ),
    ProblemKind.missing_event: ProblemSpec(
        Text("kein Ereignis angegeben", "no event given"),
        Text("der Name eines Ereignisses", "the name of an event"),
    ),
    ProblemKind.unknown_event: ProblemSpec(
        Text("unbekanntes Ereignis", "unknown event"),
        Text(
            "ein Ereignis des Modells (koopsim conform --events) oder eines der Zuordnungsdatei",
            "an event of the model (koopsim conform --events) or one of the mapping file",
        ),
    ),
    ProblemKind.left_out_by_mapping: ProblemSpec(
        Text("von der Zuordnungsdatei ausgelassen", "left out by the mapping file"), _SAME
    ),
    ProblemKind.duplicate: ProblemSpec(
        Text("wiederholt eine frühere Zeile", "repeats an earlier row"), _SAME
    ),
    ProblemKind.bad_truth: ProblemSpec(
        Text("weder wahr noch falsch; Zelle übergangen", "neither true nor false; cell ignored"),
        Text("ja, nein, true, false, 1, 0 oder leer", "yes, no, true, false, 1, 0 or empty"),
        row_used=True,
    ),
    ProblemKind.bad_acts: ProblemSpec(
        Text("unbekanntes Schriftstück; Zelle übergangen", "unknown act; cell ignored"),
        Text(
            "Akte wie in docs/conformance.md, none oder leer",
            "acts as in docs/conformance.md, none or empty",
        ),
        row_used=True,
    ),
    ProblemKind.bad_configuration: ProblemSpec(
        Text(
            "keine Konfiguration des Modells; Zelle übergangen",
            "no configuration of the model; cell ignored",
        ),
        Text("sieben Zustände, getrennt durch |", "seven states separated by |"),
        row_used=True,
    ),
    ProblemKind.contradiction: ProblemSpec(
        Text(
            "minderjährig, aber nicht unter 25; Zellen übergangen",
            "a minor but not under 25; cells ignored",
        ),
        Text("Tatsachen, die zusammen gelten können", "facts that can hold together"),
        row_used=True,
    ),
    ProblemKind.other_encoding: ProblemSpec(
        Text("anders kodiert; als Windows-1252 gelesen", "other encoding; read as Windows-1252"),
        Text("eine Kodierung für die ganze Datei", "one encoding for the whole file"),
        row_used=True,
    ),
    ProblemKind.out_of_order: ProblemSpec(
        Text("früher als eine Zeile davor; eingeordnet", "earlier than a row before; put in order"),
        Text("die Zeilen eines Falls nach ihrem Tag", "the rows of a case by their day"),
        row_used=True,
    ),
}
"""Every kind of problem."""


def consequence(kind: ProblemKind, language: Language) -> str:
    """Say whether the row is used."""
    used = Text("Zeile verwendet", "row used")
    left = Text("Zeile ausgelassen", "row left out")
    return (used if PROBLEMS[kind].row_used else left)[language]
