"""All elements of the model with the rules they cite: the other half of `coverage`.

>>> from koopsim.model.coverage import coverage
>>> from koopsim.model.registry import load_registry
>>> report = coverage(load_registry("2023-07-01"), model_elements())
>>> report.covered_count, report.is_complete
(77, True)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from .audit_questions import AUDIT_QUESTIONS
from .effort_keys import EFFORT_KEYS
from .errors import DefinitionError
from .process.acts import ACT_KINDS
from .process.deadlines import DEADLINES
from .process.events import EVENTS
from .process.facts import FACTS
from .process.guards import GUARDS
from .process.process import TRANSITIONS
from .process.records import RECORD_FIELDS
from .process.states import ALL_STATES, REGIONS
from .properties import PROPERTIES
from .static_properties import STATIC

__all__ = ["model_elements"]

_Element = tuple[str, tuple[str, ...]]


@cache
def model_elements() -> Mapping[str, tuple[str, ...]]:
    """Return each element id ("state:trust", "transition:…") with the citations of the element.

    Rule files name states, events, acts, deadlines, records, facts, properties, efforts and audit
    questions; regions, guards and transitions are here because they, too, must cite their source.

    Raises:
        DefinitionError: if two elements have the same id.
    """
    elements: dict[str, tuple[str, ...]] = {}
    for name, cites in (*_process(), *_records_and_checks()):
        if name in elements:
            raise DefinitionError(f"two elements of the model are called {name!r}")
        elements[name] = cites
    return MappingProxyType(elements)


def _process() -> Iterator[_Element]:
    yield from ((f"region:{region.name}", region.cites) for region in REGIONS)
    yield from ((f"state:{state.name}", state.cites) for state in ALL_STATES.values())
    yield from ((f"event:{event.name}", event.cites) for event in EVENTS.values())
    yield from ((f"act:{kind.name}", kind.cites) for kind in ACT_KINDS.values())
    yield from ((f"deadline:{deadline.name}", deadline.cites) for deadline in DEADLINES)
    yield from ((f"guard:{guard.name}", guard.cites) for guard in GUARDS.values())
    yield from ((f"fact:{fact.name}", fact.cites) for fact in FACTS)
    yield from ((f"transition:{item.name}", item.cites) for item in TRANSITIONS)


def _records_and_checks() -> Iterator[_Element]:
    yield from RECORD_FIELDS.items()
    yield from ((f"property:{safety.name}", safety.cites) for safety in PROPERTIES)
    yield from ((f"property:{static.name}", static.cites) for static in STATIC)
    yield from ((f"audit:{key}", question.cites) for key, question in AUDIT_QUESTIONS.items())
    yield from ((f"effort:{key}", cites) for key, cites in EFFORT_KEYS.items())
