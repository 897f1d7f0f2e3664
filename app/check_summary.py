"""The result of a check as tables in the terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..analysis.formatting import number, percent
from ..model.checker import CheckReport, Exploration
from ..model.process.problem import cited
from ..model.process.text import Language, Text
from ..model.vocabulary import Modality
from .check_text import FINDINGS, STATUS, status_words, story_text, summary_line
from .output import new_table, print_block, print_wrapped

if TYPE_CHECKING:
    from rich.console import Console

    from ..model.checker.mutants import MutantReport

_BY_MODALITY = Text("Eigenschaften nach Modalität", "Properties by modality")
_MODALITY = Text("Modalität", "modality")
_PROPERTIES = Text("Eigenschaften", "properties")
_HOLD = Text("gelten", "hold")
_DO_NOT = Text("gelten nicht", "do not hold")
_VACUOUS = Text("nichtssagend", "vacuous")
_OF_THESE = Text("davon", "of these")
_BROKEN = Text("Was nicht gilt", "What does not hold")
_FOUND = Text("Befunde zum Modell", "Findings about the model")
_KIND = Text("Art", "kind")
_ELEMENT = Text("Element", "element")
_RULES = Text("Regeln", "rules")
_ANSWERS = Text("Antworten", "Answers")
_EXPLORED = Text("Erkundung", "Exploration")
_CONFIGURATIONS = Text("erreichte Konfigurationen", "configurations reached")
_STATES = Text("Zustände mit Tatsachen und Gedächtnis", "states with facts and memories")
_PAIRS = Text("Paare aus Zustand und Ereignis", "pairs of state and event")
_STEPS = Text("Schritte", "steps")
_DEPTH = Text("Schritte bis zum fernsten Zustand", "steps to the farthest state")
_RATE = Text("Paare je Sekunde", "pairs per second")
_TIME = Text("Sekunden", "seconds")
_MEMORY = Text("Speicher [MB]", "memory [MB]")
_MUTANTS = Text("Veränderte Modelle (Mutanten)", "Changed models (mutants)")
_CAUGHT = Text("entdeckt", "caught")
_EQUIVALENT = Text("gleichwertig", "equivalent")
_SURVIVED = Text("unentdeckt", "survived")
_SHARE = Text(
    "{0} der Mutanten, die sich anders verhalten, werden entdeckt.",
    "{0} of the mutants that behave differently are caught.",
)
_MEGABYTE = 1_000_000


def print_report(out: Console, report: CheckReport, language: Language) -> None:
    """Print verdicts, what does not hold, findings, answers, and how much was explored."""
    _print_modalities(out, report, language)
    _print_broken(out, report, language)
    _print_findings(out, report, language)
    _print_answers(out, report, language)
    _print_exploration(out, report.exploration, language)
    out.print()
    style = "bold" if report.passed else "bold red"
    out.print(summary_line(report, language), style=style, soft_wrap=True)


def print_mutants(out: Console, mutants: MutantReport, language: Language) -> None:
    """Print how many changed models the properties notice, and those they do not."""
    headings = (_KIND, _CAUGHT, _EQUIVALENT, _SURVIVED)
    table = new_table(
        [(text[language], "left" if text is _KIND else "right") for text in headings],
        title=_MUTANTS[language],
    )
    for kind, counts in sorted(mutants.by_kind().items()):
        cells = (counts[name] for name in ("caught", "equivalent", "survived"))
        table.add_row(kind, *(number(cell, language) for cell in cells))
    out.print(table)
    lines = [f"{t.mutant} [{cited(t.cites)}]" for t in mutants.survivors]
    print_block(out, _SURVIVED[language].capitalize(), lines)
    share = percent(mutants.caught_share, language, 1)
    out.print(_SHARE[language].format(share), style="bold", soft_wrap=True)


def _print_modalities(out: Console, report: CheckReport, language: Language) -> None:
    headings = (_MODALITY, _PROPERTIES, _HOLD, _DO_NOT, _OF_THESE)
    table = new_table(
        [
            (text[language], "left" if text in (_MODALITY, _OF_THESE) else "right")
            for text in headings
        ],
        title=_BY_MODALITY[language],
    )
    for modality in Modality:
        verdicts = [v for v in report.verdicts if v.modality is modality]
        if not verdicts:
            continue
        good = sum(v.good for v in verdicts)
        counts = Counter(STATUS[v.status][language] for v in verdicts)
        vacuous = sum(v.vacuous for v in verdicts)
        words = [f"{count} {status}" for status, count in counts.items()]
        words += [f"{vacuous} {_VACUOUS[language]}"] if vacuous else []
        cells = (len(verdicts), good, len(verdicts) - good)
        table.add_row(str(modality), *(str(cell) for cell in cells), ", ".join(words))
    out.print(table)


def _print_broken(out: Console, report: CheckReport, language: Language) -> None:
    broken = [v for v in report.verdicts if not v.good]
    if not broken:
        return
    out.print(f"{_BROKEN[language]}:", style="bold")
    for verdict in broken:
        rules = cited(verdict.cites)
        words = status_words(verdict, language)
        text = f"{verdict.name} [{rules}, {verdict.modality}]: {verdict.title[language]} {words}."
        print_wrapped(out, text, indent=2, hanging=2)
        if verdict.detail is not None:
            print_wrapped(out, verdict.detail[language], indent=4)
        if verdict.story is not None:
            for line in story_text(verdict.story, language).splitlines():
                print_wrapped(out, line, indent=4, hanging=2)
        out.print()


def _print_findings(out: Console, report: CheckReport, language: Language) -> None:
    if not report.findings:
        return
    headings = (_KIND, _ELEMENT, _RULES)
    table = new_table([(text[language], "left") for text in headings], title=_FOUND[language])
    for finding in report.findings:
        table.add_row(FINDINGS[finding.kind][language], finding.element, cited(finding.cites))
    out.print(table)


def _print_answers(out: Console, report: CheckReport, language: Language) -> None:
    if not report.answers:
        return
    out.print(f"{_ANSWERS[language]}:", style="bold")
    for answer in report.answers:
        print_wrapped(out, answer.question[language], indent=2, hanging=2)
        text = f"{answer.answer[language]} [{cited(answer.cites)}]"
        print_wrapped(out, text, indent=4, hanging=2)
    out.print()


def _print_exploration(out: Console, seen: Exploration, language: Language) -> None:
    table = new_table([("", "left"), ("", "right")], title=_EXPLORED[language])
    table.show_header = False
    rate = seen.pairs / seen.seconds if seen.seconds > 0 else 0.0
    for title, value, digits in (
        (_CONFIGURATIONS, float(seen.configurations), 0),
        (_STATES, float(seen.states), 0),
        (_PAIRS, float(seen.pairs), 0),
        (_STEPS, float(seen.steps), 0),
        (_DEPTH, float(seen.depth), 0),
        (_TIME, seen.seconds, 1),
        (_RATE, rate, 0),
        (_MEMORY, seen.memory_bytes / _MEGABYTE, 0),
    ):
        table.add_row(title[language], number(value, language, digits))
    out.print(table)
