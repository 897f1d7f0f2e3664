"""The answer as a report: plain data that every renderer writes, and the command line prints."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from ...model.process.text import Language
from ...simulation.horizon import effective_rule_set
from ..formatting import check_language, day_name, number
from ..plots.breach_curve import plot_breach_curve
from ..plots.effort_by_task import plot_effort_by_task
from ..reports.document import Block, Bullets, Document, Heading, Paragraph, Picture
from . import wording as words
from .answers import StaffAnswer
from .sentences import (
    answer_sentences,
    curve_alternative,
    effort_sentence,
    monotone_sentences,
    sure_sentences,
)
from .tables_of_staff import (
    curve_table,
    deadlines_table,
    effort_rows,
    needed_table,
    savings_table,
    targets_table,
)


def staff_document(answer: StaffAnswer, language: str = "en") -> Document:
    """Return the report on the staff of an office.

    Raises:
        AnalysisError: if the language is unknown.
    """
    chosen = check_language(language)
    targets = "; ".join(dict.fromkeys(str(t.target) for team in answer.teams for t in team.targets))
    return Document(
        words.TITLE[chosen].format(scenario=answer.scenario.title[chosen]),
        chosen,
        list(_blocks(answer, chosen)),
        words.SUBTITLE[chosen].format(targets=targets),
        provenance(answer, chosen),
    )


def _blocks(answer: StaffAnswer, language: Language) -> Iterator[Block]:
    yield Heading(words.ANSWER[language])
    for sentence in answer_sentences(answer, language):
        yield Paragraph(sentence, "emphasis")
    yield needed_table(answer, language)
    yield targets_table(answer, language)
    for sentence in sure_sentences(answer, language):
        yield Paragraph(sentence)
    yield Heading(words.DEADLINES[language])
    yield deadlines_table(answer, language)
    yield Paragraph(words.DEADLINES_NOTE[language], "note")
    yield Picture(
        "breach-curve",
        words.CURVE_PICTURE[language],
        plot_breach_curve(answer, language),
        curve_alternative(answer, language),
    )
    for sentence in monotone_sentences(answer, language):
        yield Paragraph(sentence)
    yield curve_table(answer, language)
    yield Heading(words.EFFORT[language])
    yield Paragraph(effort_sentence(answer, language), "emphasis")
    yield Picture(
        "effort",
        words.EFFORT_TABLE[language],
        plot_effort_by_task(answer, language),
        words.EFFORT_ALTERNATIVE[language],
    )
    yield effort_rows(answer, language)
    if answer.savings:
        yield savings_table(answer, language)
        yield Paragraph(
            words.SAVINGS_NOTE[language].format(years=answer.savings[0].wait_days.n), "note"
        )
    yield Heading(words.LIMITS_HEADING[language])
    minutes = number(answer.scenario.staff.net_minutes_per_day.value, language)
    yield Bullets([line[language].format(minutes=minutes) for line in words.LIMITS_LIST])


def provenance(answer: StaffAnswer, language: Language) -> dict[str, str]:
    """Return what the answer was made from."""
    scenario = answer.scenario
    period = words.PERIOD_VALUE[language].format(
        months=scenario.months, start=day_name(scenario.start, language)
    )
    return {
        words.SCENARIO[language]: f"{scenario.name} ({scenario.digest[:12]})",
        words.RULE_SET[language]: effective_rule_set(scenario).name,
        words.PERIOD[language]: period,
        words.RUNS[language]: number(answer.runs, language),
        words.SEED[language]: str(answer.seed),
        words.VERSION[language]: f"koopsim {version('koopsim')}",
    }
