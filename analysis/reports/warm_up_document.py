"""A warm-up check as a report."""

from __future__ import annotations

import math

from ...model.process.text import Language, Text
from ..formatting import check_language, percent
from ..plots.warm_up import plot_warm_up
from ..warm_up import VERDICTS, WarmUpCheck
from .document import Block, Column, Document, Heading, Paragraph, Picture, Table
from .experiment_parts import assumptions, law, provenance, signed_percent

__all__ = ["answer", "warm_up_document"]

_TITLE = Text("Genügt der Vorlauf von „{0}“?", "Does the warm-up of “{0}” suffice?")
_ANSWER = Text("Antwort", "The answer")
_YES = Text(
    "Ja: Keine der {1} Reihen zeigt nach {0} Monaten Vorlauf noch Spuren des Anfangs, die mehr als "
    "{2} ausmachen.",
    "Yes: after {0} months of warm-up none of the {1} series still shows traces of the start that "
    "matter by more than {2}.",
)
_NO = Text(
    "Nicht für alles: Nach {0} Monaten Vorlauf nicht eingeschwungen ({2} von {1} Reihen): {3}. "
    "Nach MSER wären {4} Monate Vorlauf nötig.",
    "Not for everything: not settled after {0} months of warm-up ({2} of {1} series): {3}. "
    "MSER advises {4} months of warm-up.",
)
_AT_LEAST = Text("mindestens ", "at least ")
_UNCLEAR = Text(
    "Nicht entscheidbar mit so wenigen Läufen ({0}): {1}.",
    "Cannot be told from so few runs ({0}): {1}.",
)
_HOW = Text(
    "Der Lauf wird vom ersten simulierten Tag an betrachtet ({0} Läufe, {1} Monate). MSER "
    "(White 1997; MSER-5: White, Cobb und Spratt 2000) schneidet so viel vom Anfang ab, dass der "
    "Standardfehler des Rests am kleinsten ist. „Erstes Jahr“ vergleicht das erste berichtete Jahr "
    "mit den beiden folgenden (ganze Jahre, damit Jahreszeiten sich aufheben; Student t über die "
    "Läufe). Als eingeschwungen gilt, was MSER innerhalb des Vorlaufs abschneidet; ein Rest bis "
    "{2} gilt als vernachlässigbar. Als nicht eingeschwungen gilt nur, was auch dann auffällt, "
    "wenn man alle Reihen bedenkt (Bonferroni).",
    "The run is looked at from its first simulated day on ({0} runs, {1} months). MSER (White "
    "1997; MSER-5: White, Cobb and Spratt 2000) cuts off so much of the beginning that the "
    "standard error of the rest is smallest. “First year” compares the first reported year with "
    "the two after it (whole years, so that seasons cancel out; Student t over the runs). What "
    "MSER cuts off within the warm-up counts as settled; a rest of up to {2} counts as "
    "negligible. Only what stands out with all series considered (Bonferroni) counts as not "
    "settled.",
)
_PICTURE = Text("Wie der Lauf beginnt", "How the run begins")
_ALT = Text(
    "Gleitende Mittel mehrerer Reihen vom ersten Tag an, mit Vorlauf und Schnitt nach MSER.",
    "Moving averages of several series from the first day on, with warm-up and MSER's cut.",
)
_TABLE = Text("Reihe für Reihe", "Series by series")
_SERIES = Text("Reihe", "series")
_UNIT = Text("Einheit", "unit")
_EVERY = Text("je", "every")
_CUT = Text("MSER-Schnitt", "MSER cut")
_MONTHS = Text("Monate", "months")
_LATER = Text("späteres Mittel", "later mean")
_FIRST = Text("erstes Jahr", "first year")
_LOW = Text("von", "from")
_HIGH = Text("bis", "to")
_VERDICT = Text("Urteil", "verdict")
_SPACING = {
    "day": Text("Tag", "day"),
    "week": Text("Woche", "week"),
    "month": Text("Monat", "month"),
}


def answer(check: WarmUpCheck, language: Language) -> list[str]:
    """Return the verdict in sentences: whether the warm-up suffices, and what cannot be told."""
    months, total = check.scenario.warm_up_months, len(check.checks)
    drifting, unclear = check.of("drifting"), check.of("unclear")
    if drifting:
        named = ", ".join(
            f"{item.series.title[language]} {signed_percent(item.drift.mean, language, 0)}"
            for item in drifting
        )
        bound = "" if all(item.truncation.found for item in drifting) else _AT_LEAST[language]
        advised = f"{bound}{check.advised_months}"
        found = [_NO[language].format(months, total, len(drifting), named, advised)]
    else:
        found = [_YES[language].format(months, total, percent(check.tolerance, language))]
    if unclear:
        named = ", ".join(item.series.title[language] for item in unclear)
        found.append(_UNCLEAR[language].format(len(unclear), named))
    return found


def warm_up_document(check: WarmUpCheck, language: str = "en", command: str = "") -> Document:
    """Return the report of a warm-up check.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    title = _TITLE[chosen].format(check.scenario.title[chosen])
    how = _HOW[chosen].format(check.replications, check.months, percent(check.tolerance, chosen))
    blocks: list[Block] = [
        Heading(_ANSWER[chosen]),
        *(Paragraph(text, "emphasis") for text in answer(check, chosen)),
        law(check.scenario, chosen),
        Paragraph(how),
        Picture("warm-up", _PICTURE[chosen], plot_warm_up(check, chosen), _ALT[chosen]),
        _table(check, chosen),
        *assumptions(check.scenario, chosen),
    ]
    return Document(
        title=title,
        language=chosen,
        blocks=blocks,
        provenance=provenance([check.scenario], check.seed, check.replications, command, chosen),
    )


def _table(check: WarmUpCheck, language: Language) -> Table:
    rows = [
        (
            item.series.title[language],
            item.series.unit[language],
            _SPACING[item.series.interval][language],
            item.cut_months if math.isfinite(item.cut_months) else None,
            item.later,
            item.drift.mean,
            item.drift.low,
            item.drift.high,
            VERDICTS[item.verdict][language],
        )
        for item in check.checks
    ]
    columns = [
        Column(_SERIES[language]),
        Column(_UNIT[language]),
        Column(_EVERY[language]),
        Column(_CUT[language], _MONTHS[language], "number", 1),
        Column(_LATER[language], "", "number", 1),
        Column(_FIRST[language], "", "share", 1),
        Column(_LOW[language], "", "share", 1),
        Column(_HIGH[language], "", "share", 1),
        Column(_VERDICT[language]),
    ]
    return Table("series", _TABLE[language], columns, rows)
