"""Checks of the definition, each named as a sentence; every fault found is listed at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ..errors import DefinitionError
from .deadlines import DEADLINES
from .definition import Transition
from .events import EVENTS
from .facts import FACT_BY_NAME
from .guards import GUARDS
from .states import ALL_STATES, LEAVES, REGION_NAMES


def transitions_are_wrong(transitions: Sequence[Transition]) -> None:
    """Run all checks of this module.

    Raises:
        DefinitionError: listing every fault.
    """
    faults = [
        *guards_read_unknown_names(),
        *transitions_are_repeated(transitions),
        *events_do_nothing(transitions),
        *leaves_are_never_entered(transitions),
        *expiry_events_are_unknown(),
        *something_cites_nothing(transitions),
    ]
    if faults:
        raise DefinitionError("the process definition is wrong: " + "; ".join(faults))


def guards_read_unknown_names() -> Iterable[str]:
    """Find guards that read a fact or a state that does not exist."""
    for guard in GUARDS.values():
        for name in sorted(guard.expression.atoms("name") - FACT_BY_NAME.keys()):
            yield f"guard {guard.name!r} reads the unknown fact {name!r}"
        for name in sorted(guard.expression.atoms("in") - ALL_STATES.keys()):
            yield f"guard {guard.name!r} reads the unknown state {name!r}"


def transitions_are_repeated(transitions: Sequence[Transition]) -> Iterable[str]:
    """Find two transitions with the same source, event and guard."""
    counts = Counter((t.source, t.event, t.guard) for t in transitions)
    for (source, event, guard), count in counts.items():
        if count > 1:
            yield f"{event!r} from {source!r} with guard {guard!r} is declared {count} times"


def events_do_nothing(transitions: Sequence[Transition]) -> Iterable[str]:
    """Find events without a transition in their leading region."""
    led = {t.event for t in transitions if t.region == EVENTS[t.event].lead}
    for event in EVENTS.values():
        if event.lead not in REGION_NAMES:
            yield f"event {event.name!r} is led by the unknown region {event.lead!r}"
        elif event.name not in led:
            yield f"event {event.name!r} has no transition in its leading region {event.lead!r}"


def leaves_are_never_entered(transitions: Sequence[Transition]) -> Iterable[str]:
    """Find leaves that no transition enters and that are not initial."""
    entered = {t.target for t in transitions if t.source != t.target}
    for leaf in LEAVES.values():
        if not leaf.initial and leaf.name not in entered:
            yield f"state {leaf.name!r} is never entered"


def expiry_events_are_unknown() -> Iterable[str]:
    """Find MUST deadlines whose expiry event does not exist."""
    for deadline in DEADLINES:
        if deadline.expiry_event and deadline.expiry_event not in EVENTS:
            event = deadline.expiry_event
            yield f"deadline {deadline.name!r} expires into the unknown event {event!r}"


def something_cites_nothing(transitions: Sequence[Transition]) -> Iterable[str]:
    """Find guards, states, events, deadlines or transitions without a source."""
    cited: list[tuple[str, tuple[str, ...]]] = [
        *((f"guard {g.name!r}", g.cites) for g in GUARDS.values()),
        *((f"state {s.name!r}", s.cites) for s in ALL_STATES.values()),
        *((f"event {e.name!r}", e.cites) for e in EVENTS.values()),
        *((f"deadline {d.name!r}", d.cites) for d in DEADLINES),
        *((f"transition {t.name!r}", t.cites) for t in transitions),
    ]
    yield from (f"{what} cites no rule" for what, cites in cited if not cites)
