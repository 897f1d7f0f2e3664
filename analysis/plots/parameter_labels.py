"""Short names of a scenario's numbers for axes of pictures."""

from __future__ import annotations

import re
import textwrap

from ...model.process.text import Language, Text
from ..reports.wording import Wording

_BRACKETS = re.compile(r"\s*\([^()]*\)")

_UNITS = {
    "probability": Text("Wahrscheinlichkeit", "probability"),
    "probability per month": Text("je Monat", "per month"),
    "probability per year": Text("je Jahr", "per year"),
    "share": Text("Anteil", "share"),
    "persons": Text("Personen", "persons"),
    "cases": Text("Fälle", "cases"),
    "days": Text("Tage", "days"),
    "working days": Text("Arbeitstage", "working days"),
    "months": Text("Monate", "months"),
    "minutes": Text("Minuten", "minutes"),
    "FTE": Text("VZÄ", "FTE"),
    "offices": Text("Jobcenter", "offices"),
    "ratio": Text("Verhältnis", "ratio"),
    "boolean": Text("ja oder nein", "yes or no"),
}

_GROUPS = {
    "population": Text("Personen", "persons"),
    "flows": Text("Zu- und Abgänge, Umzüge", "flows and moves"),
    "attendance": Text("Erscheinen zu Terminen", "attendance"),
    "contact": Text("Abstände der Kontakte", "contact intervals"),
    "cooperation": Text("Einigung", "reaching agreement"),
    "adherence": Text("Einhaltung der Absprachen", "keeping agreements"),
    "measure": Text("Maßnahmen", "measures"),
    "reductions": Text("Minderungen", "reductions"),
    "staff": Text("Personal und seine Zeit", "staff and their time"),
    "minutes": Text("Minuten je Aufgabe", "minutes per task"),
    "supervision": Text("Fachaufsicht", "supervision"),
}


def unit_text(unit: str, language: Language) -> str:
    """Return a unit of a scenario in the language."""
    return _UNITS[unit][language] if unit in _UNITS else unit


def group_text(group: str, language: Language) -> str:
    """Return the name of a group of numbers in the language."""
    return _GROUPS[group][language] if group in _GROUPS else group


def parameter_text(path: str, language: Language) -> str:
    """Return what a number means, without places in the law."""
    return _BRACKETS.sub("", Wording(language).parameter(path))


def parameter_label(path: str, unit: str, language: Language, width: int = 40) -> str:
    """Return what a number means and its unit, in lines of at most ``width`` letters."""
    text = f"{parameter_text(path, language)} [{unit_text(unit, language)}]"
    return textwrap.fill(text, width, break_long_words=False)
