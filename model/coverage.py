"""Coverage, both ways: what realises each rule, and which rule each element of the model cites.

The elements come from outside (the process definition, the properties, the audit questions): a
mapping from element id ("state:trust") to the citations that the element names. Nothing here
imports the process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from .citation import parse_citation, sort_citations
from .errors import RuleError
from .process.text import Text
from .registry import RuleRegistry
from .vocabulary import Form, Modality

__all__ = ["CoverageReport", "CoverageRow", "ElementCitations", "UnknownElement", "coverage"]

ElementCitations = Iterable[str]
"""The citations of one element: margin numbers and statutes, in any order."""


@dataclass(frozen=True, slots=True, order=True)
class UnknownElement:
    """An element that an entry names and that the model does not have."""

    rz: str
    element: str
    place: str
    """File and line of the entry."""

    similar: str
    """A known element with a similar name, or an empty text."""

    def __str__(self) -> str:
        """Write as one line."""
        hint = f"; did you mean {self.similar!r}?" if self.similar else ""
        names = f"Rz {self.rz} names {self.element!r}, which the model does not have"
        return f"{self.place}: {names}{hint}"


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A row of the coverage table.

    ``realised_by`` are the elements that the entry names, ``cited_by`` those that cite the rule
    and that the entry does not name.
    """

    rz: str
    title: Text
    modality: tuple[Modality, ...]
    form: tuple[Form, ...]
    realised_by: tuple[str, ...]
    cited_by: tuple[str, ...]
    covered: bool


@dataclass(frozen=True)
class CoverageReport:
    """The result of `coverage`.

    ``unknown_elements`` are named by entries and missing in the model. ``orphans`` are elements
    that cite nothing. ``unknown_citations`` are (element, citation) where the citation is no Rz
    of the registry and no statute. ``statute_only`` are elements that rest on statutes alone: they
    cite no Rz and no entry names them, which is no fault.
    """

    rows: tuple[CoverageRow, ...]
    unknown_elements: tuple[UnknownElement, ...]
    orphans: tuple[str, ...]
    unknown_citations: tuple[tuple[str, str], ...]
    statute_only: tuple[str, ...]

    @property
    def covered_count(self) -> int:
        """Rules that are covered: INFO, or all elements that the entry names exist."""
        return sum(row.covered for row in self.rows)

    @property
    def is_complete(self) -> bool:
        """True if every rule is covered, and every element cites something that exists."""
        return not self.problems

    @cached_property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, one line each."""
        return (
            *(str(unknown) for unknown in self.unknown_elements),
            *(f"{element!r} cites nothing" for element in self.orphans),
            *(
                f"{element!r} cites {text!r}, which is no rule of the registry and no statute"
                for element, text in self.unknown_citations
            ),
        )

    def raise_if_incomplete(self) -> None:
        """Do nothing if the coverage is complete.

        Raises:
            RuleError: listing every problem.
        """
        if self.problems:
            listed = "\n  ".join(self.problems)
            raise RuleError(f"Rules and model do not fit together:\n  {listed}")


def coverage(registry: RuleRegistry, elements: Mapping[str, ElementCitations]) -> CoverageReport:
    """Compare a registry with the elements of the model.

    Args:
        registry: the rules.
        elements: for each element id the citations that the element names.
    """
    cited = {element: tuple(dict.fromkeys(texts)) for element, texts in elements.items()}
    citing = _citing(registry, cited)
    return CoverageReport(
        rows=tuple(_rows(registry, cited, citing)),
        unknown_elements=tuple(_unknown_elements(registry, cited)),
        orphans=tuple(sorted(element for element, texts in cited.items() if not texts)),
        unknown_citations=tuple(
            sorted(
                (element, text)
                for element, texts in cited.items()
                for text in texts
                if not _exists(registry, text)
            )
        ),
        statute_only=tuple(sorted(_statute_only(registry, cited, citing))),
    )


def _citing(registry: RuleRegistry, cited: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Return for each Rz the elements that cite it, sorted."""
    citing: dict[str, list[str]] = {rz: [] for rz in registry}
    for element in sorted(cited):
        known = [text for text in cited[element] if _exists(registry, text)]
        for text in sort_citations(known):
            if text in citing:
                citing[text].append(element)
    return citing


def _exists(registry: RuleRegistry, text: str) -> bool:
    try:
        citation = parse_citation(text)
    except RuleError:
        return False
    return not citation.is_rz or str(citation) in registry


def _rows(
    registry: RuleRegistry, cited: Mapping[str, tuple[str, ...]], citing: Mapping[str, list[str]]
) -> Iterable[CoverageRow]:
    for entry in registry.entries:
        named = set(entry.realised_by)
        yield CoverageRow(
            rz=entry.rz,
            title=entry.title,
            modality=entry.modality,
            form=entry.form,
            realised_by=entry.realised_by,
            cited_by=tuple(element for element in citing[entry.rz] if element not in named),
            covered=named <= cited.keys(),
        )


def _unknown_elements(
    registry: RuleRegistry, cited: Mapping[str, tuple[str, ...]]
) -> Iterable[UnknownElement]:
    for entry in registry.entries:
        for element in entry.realised_by:
            if element not in cited:
                similar = get_close_matches(element, cited, n=1)
                place = f"{entry.file}:{entry.line}"
                yield UnknownElement(entry.rz, element, place, similar[0] if similar else "")


def _statute_only(
    registry: RuleRegistry, cited: Mapping[str, tuple[str, ...]], citing: Mapping[str, list[str]]
) -> set[str]:
    connected = {element for elements in citing.values() for element in elements}
    orphans = {element for element, texts in cited.items() if not texts}
    return cited.keys() - connected - registry.elements - orphans
