"""What every document says, whatever it is about, in German and English."""

from __future__ import annotations

from ...model.process.text import Text

BRAND = Text(
    "koopsim – Zusammenarbeit nach § 15 SGB II: Ablauf und Arbeit",
    "koopsim – cooperation under § 15 SGB II: process and work",
)
NO_DECISION = Text(
    "koopsim erklärt und zählt einen Ablauf; es entscheidet über keinen Einzelfall.",
    "koopsim explains and counts a process; it decides no person's case.",
)
INERT_PAGE = Text(
    "Diese Seite lädt nichts nach und enthält kein Programm.",
    "This page loads nothing and contains no program.",
)
CONTENTS = Text("Inhalt", "Contents")
SKIP = Text("Zum Inhalt springen", "Skip to the content")
PROVENANCE = Text("Herkunft", "Provenance")
PAGE_OF = Text("Seite {page} von {total}", "page {page} of {total}")
SOFTWARE = "koopsim"

OVERVIEW = Text("Überblick", "Overview")
PICTURES = Text("Bilder", "Pictures")
SHEETS = Text("Tabellen in dieser Mappe", "Tables in this workbook")
TABLE = Text("Tabelle", "Table")
