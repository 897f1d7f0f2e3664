"""Tables of a study of uncertainty, for the report and for the terminal."""

from __future__ import annotations

from ...model.process.text import Language, Text
from ..formatting import fitting, interval, percent, percent_interval
from ..plots.parameter_labels import group_text, parameter_text, unit_text
from ..uncertainty import DecisionResult, Outcome, OutcomeResult, UncertaintyStudy
from .document import Column, Kind, Table
from .ledger_table import grade_text

SHOWN = 10
"""Numbers in one table."""

_RANGES = Text(
    "Wie sicher ist die Vorausschau? (95-%-Bereiche eines Laufs)",
    "How sure is the forecast? (95% ranges of a run)",
)
_RANGES_COLUMNS = (
    Text("Ergebnis", "outcome"),
    Text("Einheit", "unit"),
    Text("Szenario", "scenario"),
    Text("Zufall allein", "chance alone"),
    Text("Annahmen allein", "assumptions alone"),
    Text("beides", "both"),
    Text("Varianz durch Annahmen", "variance by assumptions"),
)
_NUMBERS = Text("Welche Zahlen entscheiden: {0}", "Which numbers matter: {0}")
_NUMBERS_COLUMNS = (
    Text("Zahl", "number"),
    Text("Güte", "grade"),
    Text("Spanne (5 bis 95 %)", "range (5 to 95%)"),
    Text("erwartet am Anfang", "expected at its low end"),
    Text("erwartet am Ende", "expected at its high end"),
    Text("Sobol-Index gesamt", "total Sobol index"),
    Text("Varianz, die wegfiele", "variance that would go"),
    Text("Effekt μ* (σ)", "effect μ* (σ)"),
)
_OPTIONS = Text("Die Möglichkeiten", "The options")
_OPTIONS_COLUMNS = (
    Text("Personal [VZÄ]", "staff [FTE]"),
    Text("Vielfaches", "multiple"),
    Text("Anteil, Mittel", "share, mean"),
    Text("95-%-Bereich", "95% range"),
    Text("Ziel erreicht", "target met"),
    Text("erwarteter Verlust [VZÄ]", "expected loss [FTE]"),
)
_WORTH = Text(
    "Was es wert wäre, eine Zahl vor der Entscheidung zu kennen",
    "What it would be worth to know a number before deciding",
)
_WORTH_COLUMNS = (
    Text("Zahl", "number"),
    Text("Güte", "grade"),
    Text("Wert [VZÄ]", "value [FTE]"),
    Text("Standardfehler", "standard error"),
)
_GROUPS = Text(
    "Ganze Gruppen gemessen (etwa alle Minuten in einer Zeitstudie)",
    "Whole groups measured (such as all minutes in one time study)",
)
_GROUP = Text("Gruppe", "group")
_QUALITY = Text("Güte des Ersatzmodells", "Quality of the surrogate")
_QUALITY_COLUMNS = (
    Text("Ergebnis", "outcome"),
    Text("vorhergesagte Varianz (Kreuzvalidierung)", "variance predicted (cross-validation)"),
    Text("Terme", "terms"),
)


def value_text(value: float, outcome: Outcome, language: Language) -> str:
    """Return a value of an outcome as it is read: shares in percent."""
    if outcome.kind == "share":
        return percent(value, language, 1 if abs(value) < 0.1 else 0)
    return fitting(value, language)


def range_text(low: float, high: float, outcome: Outcome, language: Language) -> str:
    """Return a range of an outcome; a share does not exceed 1, but utilisation may."""
    if outcome.kind == "share":
        top = high if outcome.name == "utilisation" else min(high, 1.0)
        digits = 0 if top - low >= 0.05 else 1
        return percent_interval(max(low, 0.0), top, language, digits)
    return interval(low, high, language)


def ranges_table(study: UncertaintyStudy, language: Language) -> Table:
    """Return one row per outcome: its ranges and where its variance comes from."""
    rows = []
    for result in study.results:
        parts, outcome = result.parts, result.outcome
        spreads = (parts.by_chance, parts.by_parameters, parts.total)
        rows.append(
            (
                outcome.title[language],
                outcome.unit[language],
                value_text(parts.by_chance.mean, outcome, language),
                *(range_text(each.low, each.high, outcome, language) for each in spreads),
                f"{percent(parts.share, language, 1)} "
                f"({percent_interval(parts.share_low, parts.share_high, language, 1)})",
            )
        )
    columns = [Column(text[language]) for text in _RANGES_COLUMNS]
    return Table("ranges", _RANGES[language], columns, rows)


def numbers_table(study: UncertaintyStudy, result: OutcomeResult, language: Language) -> Table:
    """Return the numbers that move one outcome most, largest swing first."""
    parameters = {parameter.path: parameter for parameter in study.space.parameters}
    sobol = {row["path"]: row for row in result.sobol.to_dict("records")}
    reductions = result.information.set_index("path")["reduction"]
    screening = {row["path"]: row for row in result.screening.to_dict("records")}
    rows = []
    for row in result.effects.head(SHOWN).to_dict("records"):
        path = str(row["path"])
        parameter, index, effect = parameters[path], sobol[path], screening[path]
        rows.append(
            (
                f"{parameter_text(path, language)} [{unit_text(parameter.unit, language)}]",
                grade_text(parameter.grade, language),
                interval(row["low"], row["high"], language),
                value_text(row["at_low"], result.outcome, language),
                value_text(row["at_high"], result.outcome, language),
                f"{percent(index['total'], language)} "
                f"({percent_interval(index['low'], index['high'], language)})",
                percent(float(reductions[path]), language),
                f"{value_text(effect['mu_star'], result.outcome, language)} "
                f"({value_text(effect['sigma'], result.outcome, language)})",
            )
        )
    columns = [Column(text[language]) for text in _NUMBERS_COLUMNS]
    title = _NUMBERS[language].format(result.outcome.title[language])
    return Table(f"numbers-{result.outcome.name}".replace("_", "-"), title, columns, rows)


def options_table(found: DecisionResult, language: Language) -> Table:
    """Return one row per option of the decision."""
    rows = [
        (
            fitting(row["staff"], language),
            fitting(row["factor"], language),
            percent(row["mean"], language),
            percent_interval(row["low"], row["high"], language),
            percent(row["met"], language),
            fitting(row["loss"], language),
        )
        for row in found.options.to_dict("records")
    ]
    columns = [Column(text[language]) for text in _OPTIONS_COLUMNS]
    return Table("options", _OPTIONS[language], columns, rows)


def worth_table(study: UncertaintyStudy, found: DecisionResult, language: Language) -> Table:
    """Return the numbers that are most worth knowing before the decision."""
    parameters = {parameter.path: parameter for parameter in study.space.parameters}
    rows = [
        (
            parameter_text(row["path"], language),
            grade_text(parameters[row["path"]].grade, language),
            fitting(row["value"], language),
            fitting(row["standard_error"], language),
        )
        for row in found.information.head(SHOWN).to_dict("records")
    ]
    columns = [Column(text[language]) for text in _WORTH_COLUMNS]
    return Table("worth", _WORTH[language], columns, rows)


def groups_table(study: UncertaintyStudy, language: Language) -> Table:
    """Return what measuring whole groups of numbers would bring."""
    if study.decision is not None:
        frame = study.decision.groups
        columns = [Column(_GROUP[language]), Column(_WORTH_COLUMNS[2][language])]
        cells = [
            (group_text(row["path"], language), fitting(row["value"], language))
            for row in frame.to_dict("records")
        ]
        return Table("groups", _GROUPS[language], columns, cells)
    names = sorted(study.results[0].groups["path"])
    titles = [result.outcome.title[language] for result in study.results]
    shares = [result.groups.set_index("path")["reduction"] for result in study.results]
    rows = [
        (group_text(name, language), *(percent(float(each[name]), language) for each in shares))
        for name in names
    ]
    return Table(
        "groups", _GROUPS[language], [Column(t) for t in (_GROUP[language], *titles)], rows
    )


def quality_table(study: UncertaintyStudy, language: Language) -> Table:
    """Return how well the surrogate of each outcome predicts runs it has not seen."""
    rows = [
        (
            result.outcome.title[language],
            percent(result.surrogate.quality, language),
            len(result.surrogate.terms),
        )
        for result in study.results
    ]
    kinds: tuple[Kind, ...] = ("text", "text", "whole")
    columns = [
        Column(text[language], kind=kind)
        for text, kind in zip(_QUALITY_COLUMNS, kinds, strict=True)
    ]
    return Table("quality", _QUALITY[language], columns, rows)
