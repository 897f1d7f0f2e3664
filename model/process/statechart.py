"""The process as a python-statemachine chart: the reference that defines what a step means.

The chart class is generated from the states and transitions of this folder: seven parallel regions,
guards as expressions over facts and ``In('state')``. Nothing is swallowed: an event without an
enabled transition is refused, an error in a guard is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from statemachine import StateChart
from statemachine.exceptions import TransitionNotAllowed
from statemachine.io import create_machine_class_from_definition
from statemachine.orderedset import OrderedSet

from ..errors import EventRefused
from .acts import Act
from .definition import Transition
from .events import EVENTS
from .facts import FACTS
from .guards import GUARDS
from .process import TRANSITIONS
from .states import COMPOUNDS, LEAVES, REGION_NAMES, Configuration, is_active

ROOT = "case"
_FACT = "fact_"


@dataclass(frozen=True, slots=True)
class ChartStep:
    """What the chart did: the configuration after, acts in order, transitions that fired."""

    after: Configuration
    acts: tuple[Act, ...]
    fired: tuple[Transition, ...]


@cache
def chart_class() -> type[StateChart[Any]]:
    """Return the chart's class; its regions and states bear the names of ``states.py``."""
    regions = {
        region: {"initial": position == 0, "states": _children(region)}
        for position, region in enumerate(REGION_NAMES)
    }
    root: dict[str, Any] = {ROOT: {"initial": True, "parallel": True, "states": regions}}
    return create_machine_class_from_definition(
        "CooperationProcess",
        states=root,
        catch_errors_as_events=False,
        allow_event_without_transition=False,
        validate_trap_states=False,
        validate_final_reachability=False,
    )


def _children(parent: str) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for leaf in LEAVES.values():
        top = leaf.parent if leaf.parent in COMPOUNDS and parent != leaf.parent else leaf.name
        belongs = leaf.parent == parent or (
            leaf.parent in COMPOUNDS and COMPOUNDS[leaf.parent].parent == parent
        )
        if belongs and top not in result:
            first = not result
            result[top] = _leaf(leaf.name) if top == leaf.name else {"states": _children(top)}
            result[top]["initial"] = first
    return result


def _leaf(name: str) -> dict[str, Any]:
    events: dict[str | None, list[dict[str, Any]]] = {}
    for position, transition in enumerate(TRANSITIONS):
        if transition.source == name:
            expression = GUARDS[transition.guard].expression
            events.setdefault(transition.event, []).append(
                {
                    "target": transition.target,
                    "cond": None if transition.guard == "always" else expression.text(_FACT),
                    "on": _reporter(position),
                }
            )
    return {"on": events}


def _reporter(position: int) -> Callable[..., None]:
    def report_transition(machine: Any) -> None:
        machine.fired.append(position)

    return report_transition


@cache
def _active_states(configuration: Configuration) -> tuple[str, ...]:
    names = [ROOT]
    for region, leaf in zip(REGION_NAMES, configuration, strict=True):
        parent = LEAVES[leaf].parent
        names += [region, leaf] if parent == region else [region, parent, leaf]
    return tuple(names)


class Statechart:
    """One chart instance that is put into a configuration, given an event, and read.

    ``rule_facts`` are the facts that the rule set fixes. The instance keeps nothing between steps.
    """

    def __init__(self, rule_facts: Mapping[str, bool]) -> None:
        self._model = SimpleNamespace(
            **{_FACT + spec.name: spec.default for spec in FACTS}, state=None
        )
        self._rule_facts = dict(rule_facts)
        self._machine: Any = chart_class()(self._model)
        self._machine.fired = []

    def step(
        self, configuration: Configuration, event: str, facts: Mapping[str, bool]
    ) -> ChartStep:
        """Send ``event`` in ``configuration`` under person, situation and derived facts.

        Raises:
            EventRefused: if no transition is enabled.
        """
        self._set_facts(facts)
        machine = self._machine
        machine.current_state_value = OrderedSet(_active_states(configuration))
        machine.fired = []
        if event not in EVENTS:
            raise EventRefused(f"there is no event {event!r}")
        try:
            machine.send(event)
        except TransitionNotAllowed as error:
            raise EventRefused(f"{event} does not fit here") from error
        fired = tuple(TRANSITIONS[position] for position in machine.fired)
        return ChartStep(self._configuration(), self._acts(fired, configuration), fired)

    def _set_facts(self, facts: Mapping[str, bool]) -> None:
        for spec in FACTS:
            setattr(self._model, _FACT + spec.name, facts.get(spec.name, spec.default))
        for name, value in self._rule_facts.items():
            setattr(self._model, _FACT + name, value)

    def _configuration(self) -> Configuration:
        leaves = {
            LEAVES[name].region: name
            for name in self._machine.configuration_values
            if name in LEAVES
        }
        return tuple(leaves[region] for region in REGION_NAMES)

    def _acts(self, fired: tuple[Transition, ...], before: Configuration) -> tuple[Act, ...]:
        return tuple(
            spec.act
            for transition in fired
            for spec in transition.acts
            if GUARDS[spec.when].expression.evaluate(
                lambda name: bool(getattr(self._model, _FACT + name)),
                lambda state: is_active(state, before),
            )
        )
