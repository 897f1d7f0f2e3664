"""Parts that the reports on logs share: how the file was read, and what was wrong with its rows."""

from __future__ import annotations

from collections.abc import Mapping

from ...model.process.text import Language, Text
from ..conformance import Conformance
from ..formatting import day_name, number
from ..logs.problems import PROBLEMS, ProblemKind, consequence
from .document import Block, Column, Heading, Paragraph, Table

_HEADING = Text("Das Protokoll", "The log")
_ROWS = Text(
    "{log}: {read} Zeilen gelesen, {used} verwendet, {left} ausgelassen und unten aufgeführt."
    " Das Protokoll reicht vom {first} bis zum {last}; {cases} Fälle, von denen {entries} mit ihrem"
    " Zugang beginnen. Geprüft wurde gegen das Regelwerk {rules}.",
    "{log}: {read} rows read, {used} used, {left} left out and listed below. The log reaches from"
    " {first} to {last}; {cases} cases, {entries} of which begin with their entry. It was checked"
    " against rule set {rules}.",
)
_PROBLEMS = Text("Was an den Zeilen nicht stimmt", "What is wrong with rows")
_COLUMNS = (
    Text("Was", "what"),
    Text("Zeilen", "rows"),
    Text("Angenommen wird", "accepted"),
    Text("Folge", "consequence"),
)
_PROVENANCE = {
    "log": Text("Protokoll", "log"),
    "rules": Text("Regelwerk", "rule set"),
    "version": Text("Fassung von koopsim", "version of koopsim"),
}
NO_PERSON = Text(
    "Geprüft wird der Ablauf, nicht das Verhalten einzelner Beschäftigter, und über niemanden wird"
    " entschieden. Was ein Protokoll nicht nennt, gilt als unbekannt, nicht als unterlassen.",
    "What is checked is the process, not the conduct of single members of staff, and nothing is"
    " decided about any person. What a log does not tell counts as unknown, not as undone.",
)


def about_the_log(found: Conformance, language: Language) -> list[Block]:
    """Return the blocks that tell what was read."""
    counts = found.counts
    text = _ROWS[language].format(
        log=found.log,
        read=number(counts.read, language),
        used=number(counts.used, language),
        left=number(counts.left_out, language),
        first=day_name(found.first_day, language),
        last=day_name(found.last_day, language),
        cases=number(len(found.cases), language),
        entries=number(found.from_entry, language),
        rules=found.rule_set,
    )
    blocks: list[Block] = [Heading(_HEADING[language], 2), Paragraph(text)]
    if counts.by_kind:
        kinds = [(ProblemKind(kind), count) for kind, count in counts.by_kind.most_common()]
        blocks.append(
            Table(
                "problems",
                _PROBLEMS[language],
                [
                    Column(c[language], kind="whole" if i == 1 else "text")
                    for i, c in enumerate(_COLUMNS)
                ],
                [
                    (
                        PROBLEMS[kind].what[language],
                        count,
                        PROBLEMS[kind].accepted[language],
                        consequence(kind, language),
                    )
                    for kind, count in kinds
                ],
            )
        )
    return [*blocks, Paragraph(NO_PERSON[language], "note")]


def provenance(found: Conformance, language: Language, **more: str) -> Mapping[str, str]:
    """Return where the numbers come from."""
    from importlib.metadata import version

    known = {
        _PROVENANCE["log"][language]: found.log,
        _PROVENANCE["rules"][language]: found.rule_set,
        _PROVENANCE["version"][language]: version("koopsim"),
    }
    return {**known, **more}
