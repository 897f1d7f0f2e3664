"""Parts that reports of experiments share: law, assumptions, what was changed, provenance."""

from __future__ import annotations

from collections.abc import Sequence

from ...model.process.text import Language, Text
from ...model.rule_set import load_rule_set
from ...scenarios import Scenario, assumption_ledger
from ..formatting import day_name, percent
from ..measures import Measure
from .document import Block, Column, Heading, Paragraph, Table

__all__ = [
    "assumptions",
    "changed_parameters",
    "definitions",
    "law",
    "provenance",
    "signed_percent",
]

_GRADES = {
    "statute": Text("Gesetz", "statute"),
    "statistic": Text("Statistik", "statistic"),
    "proxy": Text("Näherung", "proxy"),
    "assumption": Text("Annahme", "assumption"),
}
_LAW = Text(
    "Regelwerk {0} ({1}), gültig vom {2} bis {3}. Seit dem 1. Juli 2026 gilt anderes Recht. Das "
    "Ergebnis beschreibt Ablauf und Arbeit; über einzelne Personen sagt es nichts.",
    "Rule set {0} ({1}), valid from {2} to {3}. Since 1 July 2026 another law is in force. The "
    "result describes process and work; it says nothing about single persons.",
)
_OPEN_END = Text("auf weiteres", "further notice")
_LEDGER = Text("Alle Annahmen von „{0}“", "All assumptions of “{0}”")
_LEDGER_NOTE = Text(
    "Die Intervalle oben sagen, wie genau das Modell durchgerechnet wurde. Wie gut es ein "
    "Jobcenter trifft, hängt von diesen Zahlen ab; was niemand veröffentlicht, ist eine Annahme.",
    "The intervals above say how precisely the model was computed. How well it meets a Jobcenter "
    "depends on these numbers; what nobody publishes is an assumption.",
)
_PARAMETER = Text("Parameter", "parameter")
_VALUE = Text("Wert", "value")
_UNIT = Text("Einheit", "unit")
_LOW = Text("von", "from")
_HIGH = Text("bis", "to")
_GRADE = Text("Güte", "grade")
_SOURCE = Text("Quelle", "source")
_CHANGED = Text("Was „{0}“ ändert", "What “{0}” changes")
_INDICATOR = Text("Größe", "measure")
_MEANING = Text("Bedeutung", "meaning")
_RULES = Text("Rz, Gesetz", "Rz, statute")
_DEFINITIONS = Text("Was die Größen bedeuten", "What the measures mean")


def signed_percent(value: float, language: Language, digits: int = 1) -> str:
    """Return a share in percent with its sign: ``+12.3%``."""
    text = percent(value, language, digits)
    return f"+{text}" if value > 0 and any(digit in text for digit in "123456789") else text


def law(scenario: Scenario, language: Language) -> Paragraph:
    """Return which law the numbers belong to, and that they decide no case."""
    rules = load_rule_set(scenario.rule_set)
    ends = day_name(rules.valid_to, language) if rules.valid_to else _OPEN_END[language]
    text = _LAW[language].format(
        rules.name, rules.title[language], day_name(rules.valid_from, language), ends
    )
    return Paragraph(text, "note")


def assumptions(scenario: Scenario, language: Language) -> list[Block]:
    """Return the assumption ledger of a scenario: every number with its origin."""
    rows = [
        (row.path, row.value, row.unit, row.low, row.high, _GRADES[row.grade][language], row.source)
        for row in assumption_ledger(scenario).rows
    ]
    title = _LEDGER[language].format(scenario.title[language])
    return [
        Heading(title),
        Paragraph(_LEDGER_NOTE[language]),
        Table("ledger", title, _parameter_columns(language), rows),
    ]


def changed_parameters(base: Scenario, other: Scenario, language: Language) -> Table | None:
    """Return what a scenario changes against another, or None if no number differs."""
    before = dict(base.parameters())
    rows = [
        (
            path,
            before[path].value if path in before else None,
            item.value,
            item.unit,
            _GRADES[item.grade][language],
            item.source,
        )
        for path, item in sorted(other.parameters())
        if path not in before or before[path].value != item.value
    ]
    if not rows:
        return None
    columns = [
        Column(_PARAMETER[language]),
        Column(base.title[language], kind="number", decimals=3),
        Column(other.title[language], kind="number", decimals=3),
        Column(_UNIT[language]),
        Column(_GRADE[language]),
        Column(_SOURCE[language]),
    ]
    title = _CHANGED[language].format(other.title[language])
    return Table(f"changes-{other.name}", title, columns, rows)


def _parameter_columns(language: Language) -> list[Column]:
    return [
        Column(_PARAMETER[language]),
        Column(_VALUE[language], kind="number", decimals=3),
        Column(_UNIT[language]),
        Column(_LOW[language], kind="number", decimals=3),
        Column(_HIGH[language], kind="number", decimals=3),
        Column(_GRADE[language]),
        Column(_SOURCE[language]),
    ]


def definitions(chosen: Sequence[Measure], language: Language) -> Table:
    """Return what each measure means, with its unit and the rules behind it."""
    rows = [
        (
            item.title[language],
            item.unit[language],
            item.definition[language],
            ", ".join(rule if rule.startswith("§") else f"Rz {rule}" for rule in item.rules),
        )
        for item in chosen
    ]
    columns = [
        Column(_INDICATOR[language]),
        Column(_UNIT[language]),
        Column(_MEANING[language]),
        Column(_RULES[language]),
    ]
    return Table("measures", _DEFINITIONS[language], columns, rows)


def provenance(
    scenarios: Sequence[Scenario], seed: int, replications: int, command: str, language: Language
) -> dict[str, str]:
    """Return how a report came about: scenarios with digests, seed, replications, version."""
    from importlib.metadata import version

    words = {
        "scenario": Text("Szenario {0}", "scenario {0}"),
        "seed": Text("Startzahl", "seed"),
        "runs": Text("Läufe je Szenario", "replications of each scenario"),
        "command": Text("Befehl", "command"),
        "version": Text("Version", "version"),
    }
    found = {words["scenario"][language].format(s.name): s.digest for s in scenarios}
    found[words["seed"][language]] = str(seed)
    found[words["runs"][language]] = str(replications)
    if command:
        found[words["command"][language]] = command
    found[words["version"][language]] = f"koopsim {version('koopsim')}"
    return found
