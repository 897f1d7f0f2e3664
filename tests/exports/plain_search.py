"""A search over the declared transitions that shares no code with exporters, table or explorer.

Guards are evaluated by Python itself from their texts. A state is a configuration and the true
tracked facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from types import CodeType

from koopsim.model.process.definition import Transition
from koopsim.model.process.events import EVENTS
from koopsim.model.process.facts import fact_names
from koopsim.model.process.guards import GUARDS
from koopsim.model.process.states import ALL_STATES, INITIAL_CONFIGURATION, REGION_NAMES, is_active

State = tuple[tuple[str, ...], frozenset[str]]
Outcome = tuple[tuple[str, ...], frozenset[str], frozenset[str]]
"""Configuration after, facts gained, facts lost."""


@cache
def compiled(guard: str) -> tuple[CodeType, frozenset[str], frozenset[str]]:
    """A guard as Python code, and the states and facts that it reads."""
    expression = GUARDS[guard].expression
    code = compile(expression.text(), guard, "eval")
    return code, expression.atoms("in"), expression.atoms("name")


@cache
def evaluated(guard: str, active: frozenset[str], true: frozenset[str]) -> bool:
    """Let Python evaluate a guard's text."""
    code, _, names = compiled(guard)
    return bool(eval(code, {"In": active.__contains__} | {n: n in true for n in names}))


def holds(guard: str, active: frozenset[str], true: frozenset[str]) -> bool:
    """Tell whether a guard holds."""
    _, states, names = compiled(guard)
    return evaluated(guard, active & states, true & names)


@cache
def active_states(configuration: tuple[str, ...]) -> frozenset[str]:
    """All active leaves and compounds."""
    return frozenset(state for state in ALL_STATES if is_active(state, configuration))


class PlainSearch:
    """All reachable states under one rule set and one choice of tracked facts."""

    def __init__(
        self, rules: Mapping[str, bool], transitions: Sequence[Transition], tracked: Sequence[str]
    ) -> None:
        self.rules, self.tracked = dict(rules), frozenset(tracked)
        self.by_event: dict[str, list[Transition]] = defaultdict(list)
        for transition in transitions:
            self.by_event[transition.event].append(transition)
        self.outcomes = cache(self._outcomes)
        self.reads = cache(self.facts_read)

    def states(self) -> set[State]:
        start = list(self.initial())
        known, waiting = set(start), start
        while waiting:
            for new in self.successors(waiting.pop()):
                if new not in known:
                    known.add(new)
                    waiting.append(new)
        return known

    def initial(self) -> Iterator[State]:
        free = [n for n in (*fact_names("person"), "legacy_period_open") if n in self.tracked]
        for values in product((False, True), repeat=len(free)):
            true = frozenset(n for n, value in zip(free, values, strict=True) if value)
            if not ("minor" in true and "under_25" in free and "under_25" not in true):
                yield INITIAL_CONFIGURATION, true

    def successors(self, state: State) -> Iterator[State]:
        for event in EVENTS:
            if event != "legacy_agreement_expired" or "legacy_period_open" not in self.tracked:
                yield from self.by_an_event(state, event)
        configuration, true = state
        if "repeated_breach" in true:
            yield configuration, true - {"repeated_breach", "further_repeated_breach"}
        if "reduction_running" in true:
            yield configuration, true - {"reduction_running"}
        if "legacy_period_open" in true:
            closed = configuration, true - {"legacy_period_open"}
            happened = list(self.by_an_event(closed, "legacy_agreement_expired"))
            yield from happened or [closed]

    def by_an_event(self, state: State, event: str) -> Iterator[State]:
        configuration, true = state
        here = tuple(t for t in self.by_event[event] if t.source in configuration)
        for after, gains, losses in self.outcomes(configuration, event, true & self.reads(here)):
            yield after, (true - losses) | gains

    def facts_read(self, here: tuple[Transition, ...]) -> frozenset[str]:
        """The facts that guards and act conditions of transitions read."""
        names = {t.guard for t in here} | {spec.when for t in here for spec in t.acts}
        return frozenset().union(*(compiled(name)[2] for name in names))

    def _outcomes(
        self, configuration: tuple[str, ...], event: str, true: frozenset[str]
    ) -> tuple[Outcome, ...]:
        here = tuple(t for t in self.by_event[event] if t.source in configuration)
        free = sorted(self.reads(here) - self.tracked - self.rules.keys())
        always_true = true | {name for name, value in self.rules.items() if value}
        found: dict[Outcome, None] = {}
        for values in product((False, True), repeat=len(free)):
            now = always_true | {name for name, v in zip(free, values, strict=True) if v}
            outcome = self._outcome(configuration, event, here, now)
            if outcome is not None:
                found[outcome] = None
        return tuple(found)

    def _outcome(
        self,
        configuration: tuple[str, ...],
        event: str,
        here: Sequence[Transition],
        true: frozenset[str],
    ) -> Outcome | None:
        active = active_states(configuration)
        fired = [t for t in here if holds(t.guard, active, true)]
        regions = [t.region for t in fired]
        assert len(set(regions)) == len(regions), f"two guards hold at once: {fired}"
        if EVENTS[event].lead not in regions:
            assert not fired, f"a region follows a refused event: {fired}"
            return None
        changes = dict(EVENTS[event].changes)
        for transition in fired:
            for spec in transition.acts:
                if holds(spec.when, active, true):
                    changes |= derived(spec.act.kind, dict(spec.act.fields))
        after = tuple(
            next((t.target for t in fired if t.region == region), leaf)
            for region, leaf in zip(REGION_NAMES, configuration, strict=True)
        )
        return (
            after,
            frozenset(n for n, value in changes.items() if value and n in self.tracked),
            frozenset(n for n, value in changes.items() if not value),
        )


def derived(kind: str, fields: Mapping[str, object]) -> dict[str, bool]:
    """What an act does to the facts that follow from what happened."""
    if kind == "reduction_lifted":
        return {"reduction_running": False}
    if kind != "reduction" or fields["ground"] != "breach":
        return {}
    first = fields["stage"] == 1
    return {"repeated_breach": True, "reduction_running": True} | (
        {} if first else {"further_repeated_breach": True}
    )
