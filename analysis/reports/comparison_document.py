"""A comparison of scenarios as a report."""

from __future__ import annotations

import math

from ...model.process.text import Language, Text
from ..comparison import Comparison
from ..formatting import check_language, percent, percent_interval
from ..indicator_catalogue import INDICATORS
from ..intervals import Interval
from ..measures import POINTS
from ..paired_differences import Difference
from ..plots.comparison import PATHS, drawn_measures, plot_differences, plot_paths
from .document import Block, Bullets, Column, Document, Heading, Paragraph, Picture, Table
from .experiment_parts import (
    assumptions,
    changed_parameters,
    definitions,
    law,
    provenance,
    signed_percent,
)

__all__ = ["comparison_document", "largest_changes", "paths_of"]

_TITLE = Text("Vergleich mit „{0}“", "Comparison with “{0}”")
_ANSWER = Text("Was sich ändert", "What changes")
_LARGEST = Text("{0}: {1} ({2})", "{0}: {1} ({2})")
_EXACT = Text("ohne Streuung", "no scatter")
_CLEAR = Text(
    "{0} von {1} Größen unterscheiden sich von „{2}“ mehr als durch Zufall (Holm, {3}). Die "
    "größten Änderungen (in Klammern das {3}-Konfidenzintervall):",
    "{0} of {1} measures differ from “{2}” by more than chance (Holm, {3}). The largest changes "
    "(in brackets the {3} confidence interval):",
)
_NOTHING = Text(
    "Keine der {1} Größen unterscheidet sich von „{2}“ um mehr als Zufall (Holm, {3}).",
    "None of the {1} measures differs from “{2}” by more than chance (Holm, {3}).",
)
_SAME_NUMBERS = Text(
    "Beide Szenarien ändern keine Zahl gegeneinander.", "The scenarios differ in no number."
)
_DIFFERENCES = Text("Unterschiede auf einen Blick", "Differences at a glance")
_PATHS = Text("Verlauf über die Monate", "Over the months")
_COUNTS = Text("{0}: Anzahlen, Zeiten, Personal", "{0}: counts, times, staff")
_SHARES = Text("{0}: Anteile", "{0}: shares")
_MEASURE = Text("Größe", "measure")
_UNIT = Text("Einheit", "unit")
_DIFFERENCE = Text("Unterschied", "difference")
_LOW = Text("von", "from")
_HIGH = Text("bis", "to")
_RELATIVE = Text("relativ", "relative")
_TELL = Text("klar", "clear")
_PRECISION = Text("Wie viele Läufe genügt hätten", "How many runs would have been enough")
_SCENARIO = Text("Szenario", "scenario")
_RATIO = Text("Varianz gepaart : unabhängig", "variance paired : independent")
_PAIRED = Text("Läufe gepaart", "runs paired")
_INDEPENDENT = Text("Läufe unabhängig", "runs independent")
_P = Text("p (Holm)", "p (Holm)")
_HOW = Text(
    "Je Szenario {0} Läufe mit gemeinsamen Zufallszahlen: Lauf i des einen und Lauf i des anderen "
    "teilen ihren Zufall, verglichen wird Lauf für Lauf (Student t über die gepaarten "
    "Unterschiede). „Klar“ heißt: auch wenn man alle {1} Zeilen bedenkt, bleibt die "
    "Wahrscheinlichkeit, irgendeinen Zufall für einen Unterschied zu halten, unter {2} (Holm).",
    "{0} runs of each scenario with common random numbers: run i of one and run i of the other "
    "share their chance and are compared run by run (Student t over the paired differences). "
    "“Clear” means: with all {1} rows considered, the probability of taking any chance for a "
    "difference stays below {2} (Holm).",
)
_ENOUGH = Text(
    "Wie viele Läufe je Szenario hätten genügt, damit das Intervall des Unterschieds höchstens "
    "± {0} des Ausgangswerts breit ist? Ein Varianzverhältnis unter 1 sagt, wie viel die "
    "gemeinsamen Zufallszahlen sparen.",
    "How many runs of each scenario would have been enough for the interval of the difference to "
    "be no wider than ± {0} of the baseline's value? A variance ratio below 1 says how much the "
    "common random numbers save.",
)
_ALT_DIFFERENCES = Text(
    "Relative Unterschiede der Größen je Szenario mit Konfidenzintervallen; die Zahlen stehen in "
    "den Tabellen darunter.",
    "Relative differences of the measures by scenario with confidence intervals; the tables below "
    "have the numbers.",
)
_ALT_PATHS = Text(
    "Monatswerte der Szenarien als Linien mit Konfidenzbändern.",
    "Monthly values of the scenarios as lines with confidence bands.",
)


def comparison_document(
    comparison: Comparison, language: str = "en", command: str = ""
) -> Document:
    """Return the report of a comparison.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    base = comparison.baseline
    blocks: list[Block] = [Heading(_ANSWER[chosen])]
    for other in comparison.scenarios[1:]:
        blocks += _answer(comparison, other.name, chosen)
    blocks += [law(base, chosen), *_pictures(comparison, chosen)]
    for other in comparison.scenarios[1:]:
        blocks.append(Heading(comparison.title(other.name, chosen)))
        blocks.append(Paragraph(other.question[chosen]))
        changed = changed_parameters(base, other, chosen)
        blocks.append(changed if changed else Paragraph(_SAME_NUMBERS[chosen], "note"))
        blocks += _tables(comparison, other.name, chosen)
    blocks += [
        Heading(_PRECISION[chosen]),
        Paragraph(_how(comparison, chosen)),
        Paragraph(_ENOUGH[chosen].format(percent(comparison.precision, chosen, 1))),
        _precision(comparison, chosen),
        definitions(comparison.measures, chosen),
        *assumptions(base, chosen),
    ]
    return Document(
        title=_TITLE[chosen].format(comparison.title(base.name, chosen)),
        subtitle=", ".join(
            comparison.title(other.name, chosen) for other in comparison.scenarios[1:]
        ),
        language=chosen,
        blocks=blocks,
        provenance=provenance(
            comparison.scenarios, comparison.seed, comparison.replications, command, chosen
        ),
    )


def _how(comparison: Comparison, language: Language) -> str:
    return _HOW[language].format(
        comparison.replications,
        len(comparison.differences),
        percent(1 - comparison.confidence, language),
    )


def largest_changes(comparison: Comparison, scenario: str, most: int = 5) -> list[Difference]:
    """Return the clear differences of a scenario with the largest relative change first."""
    clear = [row for row in comparison.of(scenario) if row.clear(comparison.confidence)]
    known = [row for row in clear if math.isfinite(row.relative.mean)]
    return sorted(known, key=lambda row: -abs(row.relative.mean))[:most]


def _answer(comparison: Comparison, name: str, language: Language) -> list[Block]:
    rows = comparison.of(name)
    clear = [row for row in rows if row.clear(comparison.confidence)]
    title = comparison.title(name, language)
    text = (_CLEAR if clear else _NOTHING)[language].format(
        len(clear),
        len(rows),
        comparison.title(comparison.baseline.name, language),
        percent(comparison.confidence, language),
    )
    blocks: list[Block] = [Paragraph(f"{title}: {text}", "emphasis")]
    if found := largest_changes(comparison, name):
        blocks.append(Bullets([_sentence(row, language) for row in found]))
    return blocks


def _sentence(row: Difference, language: Language) -> str:
    low, high = row.relative.low, row.relative.high
    limits = percent_interval(low, high, language, 1) if row.relative.known else ""
    before, after = (row.measure.text(each.mean, language) for each in (row.baseline, row.changed))
    change = f"{before} → {after}, {signed_percent(row.relative.mean, language)}"
    return _LARGEST[language].format(
        row.measure.title[language], change, limits or _EXACT[language]
    )


def paths_of(comparison: Comparison) -> tuple[str, ...]:
    """Return the indicators whose paths are drawn: the compared ones, else the usual four."""
    names = [
        item.name
        for item in comparison.measures
        if item.name in INDICATORS and not item.per and item.name != "fte_available"
    ]
    usual = [name for name in PATHS if name in names]
    return tuple(usual if len(usual) == len(PATHS) else names[:6]) or PATHS


def _pictures(comparison: Comparison, language: Language) -> list[Block]:
    paths = Picture(
        "paths",
        _PATHS[language],
        plot_paths(comparison, language, paths_of(comparison)),
        _ALT_PATHS[language],
    )
    if not drawn_measures(comparison):
        return [paths]
    differences = Picture(
        "differences",
        _DIFFERENCES[language],
        plot_differences(comparison, language),
        _ALT_DIFFERENCES[language],
    )
    return [differences, paths]


def _tables(comparison: Comparison, name: str, language: Language) -> list[Table]:
    """Return a table of counts and one of shares, so that columns have one format each."""
    title = comparison.title(name, language)
    tables = []
    for kind, heading in (("number", _COUNTS), ("share", _SHARES)):
        rows = [
            (
                row.measure.title[language],
                row.measure.unit[language],
                row.baseline.mean,
                row.changed.mean,
                *_points(row.difference, kind == "share"),
                row.relative.mean,
                row.clear(comparison.confidence),
            )
            for row in comparison.of(name)
            if row.measure.percent == (kind == "share")
        ]
        if rows:
            columns = _columns(kind == "share", title, comparison, language)
            tables.append(Table(f"{kind}s-{name}", heading[language].format(title), columns, rows))
    return tables


def _points(found: Interval, shares: bool) -> tuple[float, float, float]:
    """Return a difference with its limits; of shares in percentage points."""
    scale = 100 if shares else 1
    return found.mean * scale, found.low * scale, found.high * scale


def _columns(shares: bool, title: str, comparison: Comparison, language: Language) -> list[Column]:
    def value(text: str) -> Column:
        return Column(text, kind="share" if shares else "number", decimals=1)

    return [
        Column(_MEASURE[language]),
        Column(_UNIT[language]),
        value(comparison.title(comparison.baseline.name, language)),
        value(title),
        *(
            Column(
                text[language],
                POINTS[language] if shares else "",
                "number",
                2,
            )
            for text in (_DIFFERENCE, _LOW, _HIGH)
        ),
        Column(_RELATIVE[language], kind="share", decimals=1),
        Column(_TELL[language]),
    ]


def _precision(comparison: Comparison, language: Language) -> Table:
    titles = {s.name: comparison.title(s.name, language) for s in comparison.scenarios}
    rows = [
        (
            titles[row.scenario],
            row.measure.title[language],
            row.adjusted_p,
            row.variance_ratio,
            row.enough_paired,
            row.enough_independent,
        )
        for row in comparison.differences
    ]
    columns = [
        Column(_SCENARIO[language]),
        Column(_MEASURE[language]),
        Column(_P[language], kind="number", decimals=3),
        Column(_RATIO[language], kind="number", decimals=2),
        Column(_PAIRED[language], kind="whole"),
        Column(_INDEPENDENT[language], kind="whole"),
    ]
    return Table("precision", _PRECISION[language], columns, rows)
