"""What an outside log may hold: columns, their names in German and English, values."""

from __future__ import annotations

from ...model.process.facts import FACTS, SITUATION_DEFAULTS, fact_names
from ...model.process.text import Text

REQUIRED = ("case", "date", "event")
"""Columns that a log must have."""

COLUMN_MEANINGS: dict[str, Text] = {
    "case": Text("Kennzeichen des Falls", "id of the case"),
    "date": Text(
        "Tag des Ereignisses: 2024-03-01 oder 01.03.2024",
        "day of the event: 2024-03-01 or 01.03.2024",
    ),
    "event": Text(
        "Name des Ereignisses, oder deadline_missed:<Frist>",
        "name of the event, or deadline_missed:<deadline>",
    ),
    "team": Text("zuständiges Team", "team that is responsible"),
    "acts": Text(
        "Schriftstücke und Vermerke des Schritts, getrennt durch Semikolon; none: sicher keine;"
        " leer: nicht bekannt",
        "documents and notes of the step, separated by semicolons; none: certainly none;"
        " empty: not known",
    ),
    "before": Text(
        "Konfiguration vor dem Ereignis, nur in der ersten Zeile eines Falls gelesen",
        "configuration before the event, read in the first row of a case only",
    ),
}
"""Columns other than facts, and what they hold."""

OUTSIDE_FACTS = (*fact_names("person"), *SITUATION_DEFAULTS)
"""Facts that a log may state in a column of that name: true, false, or empty where not known."""

_SYNONYMS = {
    "case": ("case", "case_id", "caseid", "fall", "fallnummer", "fall_id", "aktenzeichen", "kunde"),
    "date": ("date", "day", "datum", "tag", "ereignisdatum", "timestamp", "zeitstempel"),
    "event": ("event", "activity", "ereignis", "vorgang", "aktivität"),
    "team": ("team", "resource_team", "sachgebiet"),
    "acts": ("acts", "documents", "dokumente", "schriftstücke"),
    "before": ("before", "configuration", "konfiguration"),
}
KNOWN_COLUMNS: dict[str, str] = {
    **{word: name for name, words in _SYNONYMS.items() for word in words},
    **{name: name for name in OUTSIDE_FACTS},
    **{spec.title.de.lower(): spec.name for spec in FACTS if spec.name in OUTSIDE_FACTS},
}
"""Names of columns, in small letters, and what they are called here."""

TRUTH: dict[str, bool] = {
    **dict.fromkeys(("true", "yes", "ja", "wahr", "1", "x", "y", "j"), True),
    **dict.fromkeys(("false", "no", "nein", "falsch", "0", "n"), False),
}
"""Words for true and false, in small letters."""


def column_name(written: str) -> str:
    """Return what a column of an outside log is called here; empty if it is not known."""
    return KNOWN_COLUMNS.get(" ".join(written.strip().lower().split()), "")
