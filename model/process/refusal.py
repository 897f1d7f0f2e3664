"""Why an event does not fit: the reason in one sentence, from guards and states."""

from __future__ import annotations

from collections.abc import Mapping

from .events import EVENTS
from .expressions import Expression
from .guards import GUARDS
from .process import TRANSITIONS, transitions_from
from .states import LEAVES, REGION_NAMES, Configuration, is_active

_MOST_NAMED = 6


def possible_here(configuration: Configuration, event: str, known: Mapping[str, bool]) -> bool:
    """Tell whether some situation facts let ``event`` happen.

    ``known`` are the facts that are fixed.
    """

    def truth(atom: Expression) -> bool | None:
        if atom.operator == "in":
            return is_active(atom.value, configuration)
        return known.get(atom.value)

    leaf = configuration[REGION_NAMES.index(EVENTS[event].lead)]
    return any(
        GUARDS[t.guard].expression.simplify(truth) is not False
        for t in transitions_from(leaf, event)
    )


def reason_of_refusal(configuration: Configuration, event: str, facts: Mapping[str, bool]) -> str:
    """Return why ``event`` is refused in ``configuration`` under ``facts``."""
    spec = EVENTS[event]
    leaf = configuration[REGION_NAMES.index(spec.lead)]
    here = transitions_from(leaf, event)
    if here:
        wanted = "; or ".join(
            dict.fromkeys(
                f"{GUARDS[t.guard].title.en} ({', '.join(GUARDS[t.guard].cites)})" for t in here
            )
        )
        return f"{event} is refused in state {leaf!r}: it needs: {wanted}"
    sources = list(
        dict.fromkeys(t.source for t in TRANSITIONS if t.event == event and t.region == spec.lead)
    )
    named = ", ".join(sources[:_MOST_NAMED]) + (", …" if len(sources) > _MOST_NAMED else "")
    return (
        f"{event} does not fit: the case is in {leaf!r} ({LEAVES[leaf].title.en}); "
        f"it fits in: {named} ({', '.join(spec.cites)})"
    )
