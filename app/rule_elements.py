"""The elements of the model in words, for `koopsim rules`: what realises a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from ..model.audit_questions import AUDIT_QUESTIONS
from ..model.process.acts import ACT_KINDS
from ..model.process.deadlines import DEADLINES
from ..model.process.events import EVENTS
from ..model.process.facts import FACTS
from ..model.process.guards import GUARDS
from ..model.process.process import TRANSITIONS
from ..model.process.states import ALL_STATES, REGIONS
from ..model.process.text import Language, Text
from ..model.properties import PROPERTIES
from ..model.static_properties import STATIC

__all__ = ["KINDS", "by_kind", "in_words", "kind_title"]

KINDS: Mapping[str, Text] = {
    "region": Text("Regionen", "regions"),
    "state": Text("Zustände", "states"),
    "event": Text("Ereignisse", "events"),
    "transition": Text("Übergänge", "transitions"),
    "guard": Text("Bedingungen", "guards"),
    "fact": Text("Tatsachen", "facts"),
    "act": Text("Handlungen", "acts"),
    "deadline": Text("Fristen", "deadlines"),
    "record": Text("Inhalte der Dokumente", "contents of documents"),
    "property": Text("Eigenschaften (geprüft)", "properties (checked)"),
    "effort": Text("Arbeitszeit", "staff time"),
    "audit": Text("Fragen der Fachaufsicht", "questions of supervision"),
}
"""Kinds of elements in the order in which they are shown, with the plural of their names."""


def kind_title(kind: str, language: Language) -> str:
    """Return the heading of a kind of elements; a kind that is new here has its own name."""
    return KINDS[kind][language] if kind in KINDS else kind


def by_kind(elements: tuple[str, ...]) -> dict[str, list[str]]:
    """Group element ids by kind, kinds in the order of ``KINDS``, ids without their kind."""
    groups: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for element in elements:
        kind, _, name = element.partition(":")
        groups.setdefault(kind, []).append(name)
    return {kind: names for kind, names in groups.items() if names}


def in_words(element: str, language: Language) -> str:
    """Return the wording of an element; empty if its name is all there is."""
    text = _texts().get(element)
    return text[language] if text else ""


@cache
def _texts() -> dict[str, Text]:
    return dict([*_process(), *_checks()])


def _process() -> Iterator[tuple[str, Text]]:
    yield from ((f"region:{region.name}", region.title) for region in REGIONS)
    yield from ((f"state:{state.name}", state.title) for state in ALL_STATES.values())
    yield from ((f"event:{event.name}", event.title) for event in EVENTS.values())
    yield from ((f"transition:{t.name}", EVENTS[t.event].title) for t in TRANSITIONS)
    yield from ((f"guard:{guard.name}", guard.title) for guard in GUARDS.values())
    yield from ((f"fact:{fact.name}", fact.title) for fact in FACTS)
    yield from ((f"act:{kind.name}", kind.title) for kind in ACT_KINDS.values())
    yield from ((f"deadline:{deadline.name}", deadline.title) for deadline in DEADLINES)


def _checks() -> Iterator[tuple[str, Text]]:
    yield from ((f"property:{item.name}", item.title) for item in PROPERTIES)
    yield from ((f"property:{item.name}", item.title) for item in STATIC)
    yield from ((f"audit:{key}", question.text) for key, question in AUDIT_QUESTIONS.items())
