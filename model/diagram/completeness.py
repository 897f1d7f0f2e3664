"""Is the picture right? What the model has and the drawing lacks, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..process.deadlines import DEADLINES
from ..process.definition import Transition
from ..process.process import TRANSITIONS
from ..process.states import COMPOUNDS, LEAVES, REGION_NAMES
from .layout import Layout, leaves_below
from .sheet import MARKED_IN_WORDS, SHEET

_Claim = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def unrepresented(layout: Layout = SHEET) -> tuple[str, ...]:
    """Return what the model has and the sheet does not show, as names; empty if all is there.

    Looks at every region, compound, leaf, change of state and MUST deadline. A change of state
    counts as shown if an arrow or a note stands for it.
    """
    drawn = {box.state for box in layout.boxes} | {frame.state for frame in layout.frames}
    drawn |= {panel.region for panel in layout.panels}
    states = [name for name in (*REGION_NAMES, *COMPOUNDS, *LEAVES) if name not in drawn]
    claims = [_expanded(claim) for claim in _claims(layout)]
    changes = [t.name for t in TRANSITIONS if t.source != t.target and not _shown(t, claims)]
    marked = {arrow.deadline for arrow in layout.arrows} | {
        frame.deadline for frame in layout.frames
    }
    marked |= set(MARKED_IN_WORDS)
    clocks = [d.name for d in DEADLINES if d.modality == "MUST" and d.name not in marked]
    return (*states, *changes, *clocks)


def unfounded(layout: Layout = SHEET) -> tuple[str, ...]:
    """Return what the sheet shows and the model does not have; empty if all is founded.

    Each event, source and target of an arrow or note must take part in some transition of the
    model, and each rule printed at it must be cited by one of them.
    """
    known = {*REGION_NAMES, *COMPOUNDS, *LEAVES}
    states = [box.state for box in layout.boxes if box.state not in known]
    wrong = [
        f"{arrow.label.text.en if arrow.label else arrow.events}: {fault}"
        for arrow in layout.arrows
        for fault in _faults([(arrow.events, arrow.sources, arrow.targets)], arrow.rules)
    ]
    notes = [
        f"note {note.text.en}: {fault}"
        for note in layout.notes
        for fault in _faults(note.claims, note.rules)
    ]
    return (*states, *wrong, *notes)


def _claims(layout: Layout) -> Iterator[_Claim]:
    for arrow in layout.arrows:
        yield arrow.events, arrow.sources, arrow.targets
    for note in layout.notes:
        yield from note.claims


def _expanded(claim: _Claim) -> _Claim:
    events, sources, targets = claim
    return events, leaves_below(sources), leaves_below(targets)


def _shown(transition: Transition, claims: Iterable[_Claim]) -> bool:
    return any(
        transition.event in events and transition.source in sources and transition.target in targets
        for events, sources, targets in claims
    )


def _faults(claims: Iterable[_Claim], rules: tuple[str, ...]) -> list[str]:
    faults: list[str] = []
    cited: set[str] = set()
    for claim in claims:
        events, sources, targets = _expanded(claim)
        meant = [
            t
            for t in TRANSITIONS
            if t.source != t.target and _shown(t, [(events, sources, targets)])
        ]
        cited |= {rule for t in meant for rule in t.cites}
        faults += [
            f"no transition on {event}" for event in events if all(t.event != event for t in meant)
        ]
        faults += [
            f"no transition from {leaf}" for leaf in sources if all(t.source != leaf for t in meant)
        ]
        faults += [
            f"no transition to {leaf}" for leaf in targets if all(t.target != leaf for t in meant)
        ]
    return faults + [f"{rule} is not cited" for rule in rules if rule not in cited]
