"""A breach of a rule by the content of a record, as data: wording, sources, how binding it is."""

from __future__ import annotations

from dataclasses import dataclass

from ..vocabulary import Modality
from .text import Language, Text


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a record.

    ``modality`` is that of the clause that is broken, not of the whole margin number: a MUST
    problem makes a step impossible, a SHOULD problem is kept with the step. ``text`` is a clause
    that can stand inside a sentence.
    """

    text: Text
    cites: tuple[str, ...]
    modality: Modality

    def label(self, language: Language = "en") -> str:
        """Write the problem with its sources: "the plan names no integration goal (Rz 15.4)"."""
        return f"{self.text[language]} ({cited(self.cites)})"


def must(de: str, en: str, *cites: str) -> Problem:
    """Make a problem that a step must not have."""
    return Problem(Text(de, en), cites, Modality.MUST)


def should(de: str, en: str, *cites: str) -> Problem:
    """Make a problem that is counted."""
    return Problem(Text(de, en), cites, Modality.SHOULD)


def cited(rules: tuple[str, ...]) -> str:
    """Write citations for readers, separated by commas: "Rz 15.4, § 31 SGB II"."""
    return ", ".join(rule if rule.startswith("§") else f"Rz {rule}" for rule in rules)
