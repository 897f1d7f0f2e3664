"""What ``koopsim staff`` prints: the answer in sentences, then the tables that fit a terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rich.console import Console

from ..analysis.reports.cells import cell_text, heading_text, is_numeric
from ..analysis.reports.document import Table
from ..analysis.staffing import StaffAnswer
from ..analysis.staffing.sentences import (
    answer_sentences,
    effort_sentence,
    monotone_sentences,
    sure_sentences,
)
from ..analysis.staffing.tables_of_staff import (
    deadlines_table,
    effort_rows,
    needed_table,
    savings_table,
    targets_table,
)
from ..model.process.text import Language, Text
from ..simulation.runner import effective_rule_set
from .output import new_table, print_wrapped, validity

TASKS_SHOWN = 10
"""How many rows of the effort table a terminal gets; the report has all."""

_NO_PERSON = Text(
    "Eine Vorausschau auf Ablauf und Arbeit; sie entscheidet über niemanden.",
    "A forecast of process and work; it decides no person's case.",
)


def print_answer(out: Console, answer: StaffAnswer, language: Language, brief: bool) -> None:
    """Print the answer; ``brief`` leaves out all but the sentences and the staff needed."""
    for sentence in answer_sentences(answer, language):
        out.print(sentence, style="bold", soft_wrap=False)
    out.print()
    print_table(out, needed_table(answer, language), language)
    if brief:
        return
    print_table(out, targets_table(answer, language), language)
    for sentence in sure_sentences(answer, language):
        print_wrapped(out, sentence)
    out.print()
    print_table(out, deadlines_table(answer, language), language)
    for sentence in monotone_sentences(answer, language):
        print_wrapped(out, sentence)
    out.print()
    print_wrapped(out, effort_sentence(answer, language))
    out.print()
    effort = effort_rows(answer, language)
    print_table(out, replace(effort, rows=effort.rows[:TASKS_SHOWN]), language)
    if answer.savings:
        print_table(out, savings_table(answer, language), language)
    rules = effective_rule_set(answer.scenario)
    out.print(f"{validity(rules, language)}. {_NO_PERSON[language]}", soft_wrap=True)


def print_table(out: Console, table: Table, language: Language) -> None:
    """Print a table of a document."""
    columns: Any = [
        (heading_text(column), "right" if is_numeric(column) else "left")
        for column in table.columns
    ]
    shown = new_table(columns, table.title)
    for row in table.rows:
        pairs = zip(row, table.columns, strict=True)
        shown.add_row(*(cell_text(cell, column, language) for cell, column in pairs))
    out.print(shown)
