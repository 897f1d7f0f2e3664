"""The report on a replayed log: fitness, deviations by rule with examples, deadlines missed."""

from __future__ import annotations

from typing import Any

from ...model.process.deadlines import DEADLINES
from ...model.process.problem import cited
from ...model.process.text import Language, Text
from ..conformance import Conformance
from ..conformance.deviations import KIND_TITLES, RECOVERY_TITLES, Deviation, DeviationKind
from ..formatting import check_language, number, percent
from ..plots.conformance import plot_deviations, plot_fitness
from .document import Block, Column, Document, Heading, Paragraph, Picture, Table
from .log_sections import about_the_log, provenance

_MOST_LISTED = 200
_TITLE = Text("Übereinstimmung eines Protokolls mit den Regeln", "How far a log follows the rules")
_ANSWER = Text(
    "{fitness} der {events} Ereignisse passen zu den Regeln; in {fitting} von {cases} Fällen passen"
    " alle. {misfits} Ereignisse passen zu keiner Regel. {missed} SOLL-Fristen wurden versäumt;"
    " sie werden gezählt und mindern die Übereinstimmung nicht.",
    "{fitness} of the {events} events fit the rules; in {fitting} of {cases} cases all of them do."
    " {misfits} events fit no rule. {missed} SHOULD deadlines were missed; these are counted and do"
    " not lower the fitness.",
)
_HOW = Text(
    "Ein Ereignis passt, wenn es in einem der möglichen Stände des Falls unter irgendeiner Belegung"
    " der nicht genannten Tatsachen geschehen kann. Nach einer Abweichung geht die Prüfung so"
    " weiter, als wären die wenigsten fehlenden Schritte geschehen, oder folgt dem Protokoll; so"
    " zählt ein Fehler einmal. Wo mehrere Regeln in Frage kommen, steht die wahrscheinlichste"
    " vorn.",
    "An event fits if it can happen in one of the possible configurations of the case under some"
    " assignment of the facts that are not told. After a deviation the replay goes on as if the"
    " fewest missing steps had happened, or as the log says, so that one fault counts once. Where"
    " several rules may be broken, the likeliest comes first.",
)
_W = {
    "how": Text("Wie das zu lesen ist", "How to read this"),
    "fitness": Text("Übereinstimmung nach Monaten", "Fitness by month"),
    "fitness_picture": Text("Anteil der passenden Ereignisse", "Share of events that fit"),
    "rules_picture": Text("Welche Regeln betroffen sind", "Which rules are concerned"),
    "rule_table": Text("Nach Regel und Art", "By rule and kind"),
    "list_table": Text("Was nicht passt und warum", "What does not fit, and why"),
    "fitness_alt": Text(
        "Anteil der passenden Ereignisse und ihre Zahl je Monat",
        "share of events that fit, and their number, by month",
    ),
    "rules": Text("Abweichungen nach Regeln", "Deviations by rule"),
    "rules_alt": Text(
        "Balken: Abweichungen nach der wahrscheinlichsten Regel, versäumte Fristen",
        "bars: deviations by the likeliest rule, deadlines missed",
    ),
    "rule": Text("Regel", "rule"),
    "kind": Text("Art", "kind"),
    "modality": Text("Verbindlichkeit", "modality"),
    "count": Text("Anzahl", "count"),
    "cases": Text("Fälle", "cases"),
    "deadline": Text("Frist", "deadline"),
    "missed": Text("Versäumte SOLL-Fristen", "SHOULD deadlines missed"),
    "list": Text("Abweichungen im Einzelnen", "Deviations one by one"),
    "more": Text(
        "Gezeigt sind die ersten {n} von {all}; deviations.csv enthält alle.",
        "Shown are the first {n} of {all}; deviations.csv holds all of them.",
    ),
    "case": Text("Fall", "case"),
    "row": Text("Zeile", "row"),
    "date": Text("Tag", "day"),
    "event": Text("Ereignis", "event"),
    "what": Text("Was", "what"),
    "recovery": Text("Wie es weitergeht", "recovery"),
}
_TITLES = {deadline.name: deadline.title for deadline in DEADLINES}


def conformance_document(found: Conformance, language: str = "en") -> Document:
    """Return the report of a replayed log.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    missed = int(found.missed()["count"].sum())
    answer = _ANSWER[chosen].format(
        fitness=percent(found.fitness, chosen, 2),
        events=number(found.events, chosen),
        fitting=number(found.fitting_cases, chosen),
        cases=number(len(found.cases), chosen),
        misfits=number(found.misfits, chosen),
        missed=number(missed, chosen),
    )
    blocks: list[Block] = [
        Paragraph(answer, "emphasis"),
        Heading(_W["how"][chosen], 2),
        Paragraph(_HOW[chosen]),
        *about_the_log(found, chosen),
        Heading(_W["fitness"][chosen], 2),
        Picture(
            "fitness",
            _W["fitness_picture"][chosen],
            plot_fitness(found, chosen),
            _W["fitness_alt"][chosen],
        ),
        Heading(_W["rules"][chosen], 2),
        Picture(
            "deviations",
            _W["rules_picture"][chosen],
            plot_deviations(found, chosen),
            _W["rules_alt"][chosen],
        ),
        *_tables(found, chosen),
    ]
    return Document(_TITLE[chosen], chosen, blocks, found.log, provenance(found, chosen))


def _tables(found: Conformance, language: Language) -> list[Block]:
    blocks: list[Block] = []
    records: list[dict[Any, Any]] = found.rules.to_dict("records")
    misfits = [row for row in records if row["kind"] != DeviationKind.missed.value]
    missed = [row for row in records if row["kind"] == DeviationKind.missed.value]
    if misfits:
        rows = [
            (
                cited((str(row["rule"]),)),
                KIND_TITLES[DeviationKind(row["kind"])][language],
                row["modality"],
                row["count"],
                row["cases"],
            )
            for row in misfits
        ]
        names = _columns(language, "rule", "kind", "modality", "count", "cases")
        blocks.append(Table("rules", _W["rule_table"][language], names, rows))
    if missed:
        lines = [(_TITLES[row["deadline"]][language], row["count"], row["cases"]) for row in missed]
        names = _columns(language, "deadline", "count", "cases")
        blocks.append(Table("missed", _W["missed"][language], names, lines))
    return [*blocks, *_listed(found, language)]


def _columns(language: Language, *names: str) -> list[Column]:
    whole = ("count", "cases", "row")
    return [Column(_W[n][language], kind="whole" if n in whole else "text") for n in names]


def _listed(found: Conformance, language: Language) -> list[Block]:
    listed = [deviation for deviation in found.deviations if deviation.misfit]
    if not listed:
        return []
    blocks: list[Block] = [Heading(_W["list"][language], 2)]
    if found.misfits > _MOST_LISTED:
        text = _W["more"][language].format(n=_MOST_LISTED, all=number(found.misfits, language))
        blocks.append(Paragraph(text, "note"))
    names = _columns(language, "case", "row", "date", "event", "rule", "what", "recovery")
    lines = [_line(deviation, language) for deviation in listed[:_MOST_LISTED]]
    return [*blocks, Table("deviations", _W["list_table"][language], names, lines)]


def _line(deviation: Deviation, language: Language) -> tuple[str | int, ...]:
    return (
        deviation.case,
        deviation.row,
        deviation.day.isoformat(),
        deviation.event,
        cited(deviation.rules),
        deviation.text[language],
        RECOVERY_TITLES[deviation.recovery][language],
    )
