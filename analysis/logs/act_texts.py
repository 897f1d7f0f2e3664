"""Acts as the event log writes them: ``demand(basis=breach, cost_rule=yes); agency_notified``."""

from __future__ import annotations

import re
from functools import lru_cache

from ...model.process.acts import ACT_KINDS, Act, FieldValue, format_value
from ..errors import AnalysisError

NONE = "none"
"""Written where it is known that a step brought about no act."""

_SPLIT = re.compile(r";(?![^(]*\))")
_FORM = re.compile(r"([a-z_]+)\s*(?:\((.*)\))?")


@lru_cache(maxsize=65_536)
def parse_acts(text: str) -> tuple[Act, ...]:
    """Return the acts that a text names, in order; fields that it leaves out are left out.

    >>> [str(act) for act in parse_acts("talk(kind=first); no_show")]
    ['talk(kind=first)', 'no_show']

    Raises:
        AnalysisError: if a kind, field or value is unknown; the text says what is accepted.
    """
    if text.strip() in ("", NONE):
        return ()
    return tuple(_act(part.strip()) for part in _SPLIT.split(text) if part.strip())


def write_acts(acts: tuple[Act, ...]) -> str:
    """Write acts as `parse_acts` reads them; ``none`` if there are none."""
    return "; ".join(str(act) for act in acts) or NONE


def _act(text: str) -> Act:
    found = _FORM.fullmatch(text)
    kind = ACT_KINDS.get(found[1]) if found else None
    if found is None or kind is None:
        raise AnalysisError(f"{text!r} is no act; acts are {', '.join(ACT_KINDS)}")
    fields = []
    for part in (found[2] or "").split(","):
        if part.strip():
            name, _, value = (piece.strip() for piece in part.partition("="))
            fields.append((name, _value(kind.name, name, value)))
    return Act(kind.name, tuple(fields))


def _value(kind: str, name: str, text: str) -> FieldValue:
    accepted = ACT_KINDS[kind].fields.get(name)
    if accepted is None:
        known = ", ".join(ACT_KINDS[kind].fields) or "none"
        raise AnalysisError(f"act {kind} has no field {name!r}; its fields: {known}")
    for value in accepted:
        if format_value(value) == text.lower():
            return value
    known = ", ".join(format_value(value) for value in accepted)
    raise AnalysisError(f"act {kind}: {name}={text!r} is not accepted; accepted: {known}")
