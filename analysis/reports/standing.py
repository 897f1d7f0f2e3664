"""What a report owes its reader, whatever it is about: the law it is about, and its assumptions."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.rule_set import RuleSet
from ...scenarios import Scenario
from ..formatting import check_language
from . import sections
from .document import Block, Cell, Column, Heading, Paragraph, Table
from .wording import Wording


def law_blocks(rule_set: RuleSet, language: str) -> list[Block]:
    """Return which law a result is about, and that it decides nothing and another one is in force.

    Raises:
        AnalysisError: if the language is neither ``de`` nor ``en``.
    """
    words = Wording(check_language(language))
    law = sections.rules(rule_set, words)
    blocks: list[Block] = [Heading(words.say("rules_heading")), Paragraph(law["validity"])]
    if rule_set.base:
        blocks.append(Paragraph(words.say("reform", base=rule_set.base), "emphasis"))
    warning = f"{words.say('rules_now')} {words.say('rules_no_decision')}"
    source = f"{words.say('rules_source_label')} {law['source']}"
    note = f"{words.say('rules_note_label')} {law['note']}"
    return [*blocks, Paragraph(warning, "emphasis"), Paragraph(source), Paragraph(note)]


def assumption_blocks(scenario: Scenario, language: str) -> list[Block]:
    """Return all numbers of a scenario with range, grade and source, one table per group.

    Raises:
        AnalysisError: if the language is neither ``de`` nor ``en``.
    """
    words = Wording(check_language(language))
    intro = sections.assumptions(scenario, words)["intro"]
    heading = Heading(words.say("assumptions_heading"))
    return [heading, Paragraph(intro), *ledger_by_group(scenario, words)]


def ledger_by_group(scenario: Scenario, words: Wording) -> Iterator[Table]:
    """Yield the numbers of a scenario as texts, one table per group."""
    keys = ("col_parameter", "col_value", "col_range", "col_grade", "col_source")
    columns = [Column(words.say(key)) for key in keys]
    for group in sections.assumptions(scenario, words)["groups"]:
        rows: list[list[Cell]] = [
            [
                f"{row['meaning']} ({row['path']})",
                f"{row['value']} {row['unit']}",
                row["range"],
                row["grade_title"],
                " ".join(part for part in (row["source"], row["note"]) if part),
            ]
            for row in group["rows"]
        ]
        yield Table(group["title"], group["title"], columns, rows)
