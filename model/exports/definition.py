"""The process as JSON for other programs: everything that is declared, with its sources."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ..process.acts import ACT_KINDS, ActSpec
from ..process.case import rule_facts
from ..process.deadlines import DEADLINES, ActPattern, Deadline
from ..process.definition import Transition
from ..process.events import EVENTS
from ..process.expressions import Expression
from ..process.facts import FACTS
from ..process.guards import GUARDS
from ..process.process import TRANSITIONS
from ..process.states import ALL_STATES, INITIAL_CONFIGURATION, REGIONS, State
from ..process.text import Text
from ..rule_set import RuleSet

FORMAT = "koopsim-process-1"


def to_json(rule_set: RuleSet, *, transitions: Sequence[Transition] = TRANSITIONS) -> str:
    """Write states, facts, guards, events, transitions, acts and deadlines as JSON.

    Guards come as text and as a tree: ``{"fact": name}``, ``{"in": state}``, ``{"not": tree}``,
    ``{"and": [trees]}``, ``{"or": [trees]}``, ``true``. Deadlines bear their limit under the rule
    set, as a number of ``unit`` or as a date.

    Args:
        rule_set: gives the facts that are the same for all cases, and the limits.
        transitions: the transitions of the process.
    """
    constants = rule_facts(rule_set)
    content = {
        "format": FORMAT,
        "rule_set": rule_set.name,
        "regions": [
            {"name": r.name, "title": _text(r.title), "cites": r.cites, "initial": leaf}
            for r, leaf in zip(REGIONS, INITIAL_CONFIGURATION, strict=True)
        ],
        "states": [_state(state) for state in ALL_STATES.values()],
        "facts": [
            {
                "name": spec.name,
                "kind": spec.kind,
                "value": constants.get(spec.name, spec.default),
                "title": _text(spec.title),
                "cites": spec.cites,
            }
            for spec in FACTS
        ],
        "guards": [
            {
                "name": guard.name,
                "text": guard.expression.text(),
                "tree": _tree(guard.expression),
                "title": _text(guard.title),
                "cites": guard.cites,
            }
            for guard in GUARDS.values()
        ],
        "events": [
            {
                "name": event.name,
                "lead": event.lead,
                "actor": event.actor,
                "title": _text(event.title),
                "cites": event.cites,
                "changes": dict(event.changes),
            }
            for event in EVENTS.values()
        ],
        "act_kinds": [
            {
                "name": kind.name,
                "title": _text(kind.title),
                "cites": kind.cites,
                "fields": dict(kind.fields),
            }
            for kind in ACT_KINDS.values()
        ],
        "transitions": [_transition(transition) for transition in transitions],
        "deadlines": [_deadline(deadline, rule_set) for deadline in DEADLINES],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _text(text: Text) -> dict[str, str]:
    return {"de": text.de, "en": text.en}


def _state(state: State) -> dict[str, Any]:
    return {
        "name": state.name,
        "region": state.region,
        "parent": state.parent,
        "leaf": not any(other.parent == state.name for other in ALL_STATES.values()),
        "initial": state.initial,
        "final": state.final,
        "title": _text(state.title),
        "cites": state.cites,
    }


def _tree(expression: Expression) -> Any:
    if expression.operator == "name":
        return {"fact": expression.value}
    if expression.operator == "in":
        return {"in": expression.value}
    if expression.operator == "not":
        return {"not": _tree(expression.operands[0])}
    if expression.operator in ("and", "or"):
        return {expression.operator: [_tree(part) for part in expression.operands]}
    return True


def _transition(transition: Transition) -> dict[str, Any]:
    return {
        "name": transition.name,
        "event": transition.event,
        "region": transition.region,
        "source": transition.source,
        "target": transition.target,
        "guard": transition.guard,
        "acts": [_act(spec) for spec in transition.acts],
        "cites": transition.cites,
    }


def _act(spec: ActSpec) -> dict[str, Any]:
    return {
        "text": str(spec.act),
        "kind": spec.act.kind,
        "fields": dict(spec.act.fields),
        "when": spec.when,
    }


def _pattern(pattern: ActPattern) -> dict[str, Any]:
    return {"kind": pattern.kind, "fields": dict(pattern.fields)}


def _deadline(deadline: Deadline, rule_set: RuleSet) -> dict[str, Any]:
    limit = getattr(rule_set, deadline.parameter)
    longer = getattr(rule_set, deadline.longer_parameter) if deadline.longer_parameter else None
    return {
        "name": deadline.name,
        "title": _text(deadline.title),
        "modality": deadline.modality,
        "cites": deadline.cites,
        "parameter": deadline.parameter,
        "unit": deadline.unit,
        "limit": limit if isinstance(limit, int) else str(limit),
        "longer_if": deadline.longer_if,
        "longer_limit": longer,
        "active_in": sorted(deadline.active_in),
        "held_in": sorted(deadline.held_in),
        "starts_on_entry": deadline.starts_on_entry,
        "restarts_on": [_pattern(pattern) for pattern in deadline.restarts_on],
        "stops_on": [_pattern(pattern) for pattern in deadline.stops_on],
        "when": deadline.when,
        "from_next_month": deadline.from_next_month,
        "expiry_event": deadline.expiry_event,
    }
