"""The forecast of a result as a document: the same sentences as the page, for PDF and Excel.

For paper (``page``) a cell holds a mean with its interval as text; for a spreadsheet (``sheet``)
every number stands in a cell of its own, and all indicators of all teams are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ...model.process.text import Language
from ..formatting import check_language
from ..plots.files import figures_of
from ..result_protocol import Result
from . import sections
from .document import Block, Bullets, Document, Heading, Paragraph, Picture
from .findings import Findings
from .forecast_tables import ForecastTables
from .office_table import office_table
from .standing import ledger_by_group
from .wording import Wording

Layout = Literal["page", "sheet"]
"""Whether tables are made for paper or for a spreadsheet."""


def forecast_document(result: Result, language: str = "en", layout: Layout = "page") -> Document:
    """Return the whole forecast report of a result as a document.

    Raises:
        AnalysisError: if the language is neither ``de`` nor ``en``, or the result lacks values.
    """
    writer = _Writer(result, Wording(check_language(language)), layout)
    heading = sections.heading(result, writer.words)
    return Document(
        writer.words.say("page_title", title=heading["title"]),
        writer.words.language,
        list(writer.blocks()),
        subtitle=heading["facts"],
        provenance=writer.provenance(),
    )


class _Writer:
    """Writes the parts of the report one after the other."""

    def __init__(self, result: Result, words: Wording, layout: Layout) -> None:
        self.words = words
        self._result = result
        self._layout = layout
        self._tables = ForecastTables(result, words)
        self._findings = Findings(result, words)
        self._language: Language = words.language

    def blocks(self) -> Iterator[Block]:
        """Yield everything between title and provenance."""
        for text in sections.warnings(self._result, self.words):
            yield Paragraph(text, "emphasis")
        yield from self._question_and_answer()
        yield self._heading("key")
        yield Paragraph(self._by_runs("key_intro"))
        yield self._tables.years() if self._layout == "page" else self._tables.all_years()
        yield Paragraph(self._findings.spread(), "note")
        if self._layout == "sheet":
            yield self._tables.deadlines()
            yield self._tables.staff()
            offices = office_table(self._result, self.words)
            if offices is not None:
                yield offices
        yield from self._pictures()
        yield from self._durations()
        yield self._heading("months")
        yield Paragraph(self._by_runs("months_intro"))
        yield self._tables.months() if self._layout == "page" else self._tables.all_months()
        yield from self._process()
        yield from self._assumptions()
        yield from self._calibration()
        yield self._heading("limits")
        yield Bullets(self.words.lines("limits"))
        yield from self._rules()
        yield self._heading("glossary")
        yield self._tables.glossary()

    def provenance(self) -> dict[str, str]:
        """Return how the result can be repeated."""
        found = sections.repeat(self._result, self.words)
        command = found["command"] or self.words.say("repeat_none")
        return {self.words.say("manifest_command"): command, **dict(found["rows"])}

    def _say(self, key: str) -> str:
        return self.words.say(key)

    def _by_runs(self, key: str) -> str:
        return self._say(f"{key}_beside" if self._result.replications > 1 else f"{key}_one")

    def _heading(self, name: str) -> Heading:
        return Heading(self._say(f"{name}_heading"))

    # -- texts ---------------------------------------------------------------------------------

    def _question_and_answer(self) -> Iterator[Block]:
        heading = sections.heading(self._result, self.words)
        law = sections.rules(self._result.rule_set, self.words)
        yield self._heading("question")
        yield Paragraph(heading["question"])
        yield Paragraph(heading["description"])
        yield self._heading("answer")
        first, *others = self._findings.answer()
        yield Paragraph(first, "emphasis")
        for text in others:
            yield Paragraph(text)
        yield Paragraph(self._findings.rule(), "note")
        standing = (law["validity"], self._say("rules_now"), self._say("rules_no_decision"))
        yield Paragraph(" ".join(standing), "note")

    def _pictures(self) -> Iterator[Block]:
        yield self._heading("pictures")
        for name, plot in figures_of(self._result).items():
            figure = plot(self._result, self._language)
            caption = self._findings.caption(name)
            yield Picture(name, self._say(f"picture_{name}"), figure, caption)

    def _process(self) -> Iterator[Block]:
        yield self._heading("process")
        yield Paragraph(self._say("process_intro"))
        yield Bullets([f"{name}: {text}" for name, text in sections.states(self.words)])
        yield Paragraph(self._say("process_end"))

    def _rules(self) -> Iterator[Block]:
        law = sections.rules(self._result.rule_set, self.words)
        yield self._heading("rules")
        yield Paragraph(law["validity"])
        yield Paragraph(f"{self._say('rules_now')} {self._say('rules_no_decision')}", "emphasis")
        yield Paragraph(f"{self._say('rules_source_label')} {law['source']}")
        yield Paragraph(f"{self._say('rules_note_label')} {law['note']}")

    def _durations(self) -> Iterator[Block]:
        table = self._tables.durations()
        if table.rows:
            yield self._heading("durations")
            yield Paragraph(self._say("durations_intro"))
            yield table
            yield self._tables.steps()

    def _assumptions(self) -> Iterator[Block]:
        yield self._heading("assumptions")
        yield Paragraph(sections.assumptions(self._result.scenario, self.words)["intro"])
        if self._layout == "sheet":
            yield self._tables.ledger()
        else:
            yield from ledger_by_group(self._result.scenario, self.words)

    def _calibration(self) -> Iterator[Block]:
        yield self._heading("calibration")
        yield Paragraph(self._say("calibration_intro"))
        yield self._tables.calibration(self._findings)
        notes = sections.calibration(self._result, self.words, self._findings)["notes"]
        for text in notes:
            yield Paragraph(text, "note")
