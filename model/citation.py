"""Citations: margin numbers ("15.52") and statutes ("§ 15a(4) SGB II"), parsed, printed, sorted.

Rules, guards, acts, deadlines and parameters name their sources as short strings. This module is
the one place that knows how such a string is built and in which order citations stand: margin
numbers first (15.9 before 15.10), then statutes by law, section (31, 31a, 31b, 32), paragraph,
sentence and number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, total_ordering

from .errors import RuleError
from .process.text import Language

__all__ = ["Citation", "is_rz", "parse_citation", "rz", "sort_citations"]

_RZ = re.compile(r"(?:Rz\.? )?(?P<section>[1-9][0-9]*)\.(?P<number>[1-9][0-9]*)", re.ASCII)
_STATUTE = re.compile(
    r"§ ?(?P<section>[1-9][0-9]*[a-z]?)"
    r"(?:\((?P<paragraph>[1-9][0-9]*[a-z]?)\))?"
    r"(?: S\. ?(?P<sentence>[1-9][0-9]*))?"
    r"(?: Nr\. ?(?P<number>[1-9][0-9]*[a-z]?))?"
    r" (?P<law>[A-Z][A-Za-z]*(?: [IVX]+)?)",
    re.ASCII,
)
_ACCEPTED = "accepted are '15.52' and '§ 15(3) S. 2 Nr. 1 SGB II'"

_Natural = tuple[int, str]


@total_ordering
@dataclass(frozen=True, slots=True)
class Citation:
    """A margin number (Randziffer, Rz) or a place in a statute.

    ``law`` is empty for a margin number: then ``section`` and ``number`` are its two parts
    ("15", "52"). For a statute the parts are section (§), paragraph (Absatz), sentence (Satz)
    and number (Nummer); parts that are not cited are empty. Make one with `parse_citation`.
    """

    law: str
    section: str
    paragraph: str = ""
    sentence: str = ""
    number: str = ""

    @property
    def is_rz(self) -> bool:
        """True for a margin number, False for a statute."""
        return not self.law

    def __str__(self) -> str:
        """Write the canonical form, which `parse_citation` reads back."""
        if self.is_rz:
            return f"{self.section}.{self.number}"
        paragraph = f"({self.paragraph})" if self.paragraph else ""
        sentence = f" S. {self.sentence}" if self.sentence else ""
        number = f" Nr. {self.number}" if self.number else ""
        return f"§ {self.section}{paragraph}{sentence}{number} {self.law}"

    def label(self, language: Language = "en") -> str:
        """Write the citation for readers: "Rz 15.52", "§ 15 Abs. 3 Satz 2 SGB II" in German."""
        if self.is_rz:
            return f"Rz {self}"
        if language == "en":
            return str(self)
        paragraph = f" Abs. {self.paragraph}" if self.paragraph else ""
        sentence = f" Satz {self.sentence}" if self.sentence else ""
        number = f" Nr. {self.number}" if self.number else ""
        return f"§ {self.section}{paragraph}{sentence}{number} {self.law}"

    def __lt__(self, other: object) -> bool:
        """Order: margin numbers, then statutes; numbers inside count as numbers."""
        if not isinstance(other, Citation):
            return NotImplemented
        return self._key() < other._key()

    def _key(self) -> tuple[str, _Natural, _Natural, _Natural, _Natural]:
        parts = (self.section, self.paragraph, self.sentence, self.number)
        section, paragraph, sentence, number = (_natural(part) for part in parts)
        return self.law, section, paragraph, sentence, number


def _natural(part: str) -> _Natural:
    """Split "31a" into (31, "a"); an empty part sorts first."""
    digits = part.rstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits or 0), part[len(digits) :]


@lru_cache(maxsize=1024)
def parse_citation(text: str) -> Citation:
    """Read a citation such as "15.52", "Rz 15.52" or "§ 15(3) S. 2 SGB II".

    Raises:
        RuleError: if the text is neither a margin number nor a statute.
    """
    if found := _RZ.fullmatch(text):
        return Citation(law="", section=found["section"], number=found["number"])
    if found := _STATUTE.fullmatch(text):
        return Citation(**{name: part or "" for name, part in found.groupdict().items()})
    raise RuleError(f"{text!r} is no citation; {_ACCEPTED}.")


def is_rz(text: str) -> bool:
    """Tell whether ``text`` is a margin number in canonical form ("15.52")."""
    return _RZ.fullmatch(text) is not None and not text.startswith("Rz")


def rz(*numbers: str) -> tuple[Citation, ...]:
    """Return margin numbers as citations, in the order given.

    Raises:
        RuleError: if one of them is no margin number.
    """
    citations = tuple(parse_citation(number) for number in numbers)
    for citation in citations:
        if not citation.is_rz:
            raise RuleError(f"{str(citation)!r} is no margin number; accepted is '15.52'.")
    return citations


def sort_citations(texts: Iterable[str]) -> tuple[str, ...]:
    """Return citations in canonical form, sorted, each once.

    Raises:
        RuleError: if a text is no citation.
    """
    return tuple(str(citation) for citation in sorted({parse_citation(text) for text in texts}))
