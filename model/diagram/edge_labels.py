"""How an edge is labelled in the text formats: its events and the rules behind them."""

from __future__ import annotations

from ..process.events import EVENTS
from ..process.text import Language
from .graph import Edge
from .wording import short_citation

_MOST = 3
_MORE = {"de": "und {count} weitere", "en": "and {count} more"}


def edge_label(edge: Edge, language: Language) -> str:
    """Return the titles of the edge's events and its rules; beyond three it counts the rest."""
    titles = _some([EVENTS[event].title[language] for event in edge.events], " / ", language)
    rules = _some([short_citation(rule) for rule in edge.rules], ", ", language)
    return f"{titles} ({rules})"


def _some(items: list[str], between: str, language: Language) -> str:
    shown = between.join(items[:_MOST])
    left = len(items) - _MOST
    return shown if left <= 0 else f"{shown} {_MORE[language].format(count=left)}"
