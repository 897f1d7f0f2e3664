"""Findings about the model itself: what is never tested, never used, or never reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from ..explorer import Explored
from ..process.deadlines import DEADLINES
from ..process.definition import Transition
from ..process.events import EVENTS
from ..process.expressions import Expression
from ..process.guards import GUARDS
from ..process.process import TRANSITIONS
from ..process.states import LEAVES, format_configuration
from ..process.text import Text
from .idle_guards import idle_guards
from .reaching import WholeGraph, deadlocks
from .verdict import Finding, Verdict


def findings_of(
    explored: Explored, whole: WholeGraph, verdicts: Sequence[Verdict]
) -> tuple[Finding, ...]:
    """Return all findings, sorted by kind and element."""
    found = [
        *_vacuous(verdicts),
        *_unused(explored, whole.model.rule_facts),
        *_unreached(explored),
        *idle_guards(explored.table, explored.configurations_reached()),
        *_stuck(whole),
    ]
    return tuple(sorted(found, key=lambda f: (f.kind, f.element)))


def _vacuous(verdicts: Iterable[Verdict]) -> Iterator[Finding]:
    for verdict in verdicts:
        if verdict.vacuous:
            yield Finding(
                "vacuous_property",
                verdict.name,
                verdict.cites,
                Text(
                    "Wovon die Eigenschaft spricht, kommt nie vor.",
                    "What the property speaks of never comes about.",
                ),
            )


def _unused(explored: Explored, rule_facts: Mapping[str, bool]) -> Iterator[Finding]:
    table = explored.table
    used = np.flatnonzero(explored.used_branches)
    entries = {int(explored.arrays.branch_entry[b]) for b in used}
    fired = {number for e in entries for number in table.entries[e].fired}
    for number, transition in enumerate(TRANSITIONS):
        if number not in fired and _provided_for(transition, rule_facts):
            yield Finding(
                "idle_transition",
                transition.name,
                transition.cites,
                Text("Der Übergang wird nie genommen.", "The transition is never taken."),
            )
    started = {
        index
        for e in entries
        for index, operation in table.entries[e].operations
        if operation == "start"
    }
    for index, deadline in enumerate(DEADLINES):
        if index not in started:
            yield Finding(
                "idle_deadline",
                deadline.name,
                deadline.cites,
                Text("Die Frist beginnt nie.", "The deadline never begins."),
            )
    events = {TRANSITIONS[number].event for e in entries for number in table.entries[e].fired}
    for name, event in EVENTS.items():
        if name not in events:
            yield Finding(
                "unreached_event",
                name,
                event.cites,
                Text("Das Ereignis kommt nie vor.", "The event never happens."),
            )


def _provided_for(transition: Transition, rule_facts: Mapping[str, bool]) -> bool:
    """Tell whether the rule set leaves it open that the guard holds; another one may."""
    guard = GUARDS[transition.guard].expression

    def known(atom: Expression) -> bool | None:
        return rule_facts.get(atom.value) if atom.operator == "name" else None

    return guard.simplify(known) is not False


def _unreached(explored: Explored) -> Iterator[Finding]:
    names = explored.table.configurations
    reached = {leaf for c in explored.configurations_reached() for leaf in names[int(c)]}
    for name, leaf in LEAVES.items():
        if name not in reached:
            yield Finding(
                "unreached_state",
                name,
                leaf.cites,
                Text("Der Zustand wird nie erreicht.", "The state is never reached."),
            )


def _stuck(whole: WholeGraph) -> Iterator[Finding]:
    for configuration in deadlocks(whole):
        yield Finding(
            "deadlock",
            format_configuration(configuration),
            LEAVES[configuration[0]].cites,
            Text("Hier kann nichts mehr geschehen.", "Nothing can happen here any more."),
        )
