"""The process as guarded steps, translated from the declarative rules alone.

Neither the compiled table nor an explored graph is read: transitions, guards, events, states and
facts are translated as they are declared, so that a checker explores the process for itself.

A state is the active leaf of each region, the tracked facts, and the memories of the properties
that are to be judged. Facts that are not tracked are free: every step chooses them anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations

from ..errors import DefinitionError
from ..process.acts import Act
from ..process.case import rule_facts
from ..process.definition import Transition
from ..process.events import EVENTS
from ..process.facts import FACTS, fact_names
from ..process.guards import GUARDS
from ..process.states import REGION_NAMES
from ..properties import Always
from ..properties.monitor import memories_of
from ..rule_set import RuleSet
from .conditions import (
    FALSE,
    TRUE,
    Condition,
    either,
    every,
    from_expression,
    negation,
    region_in,
    truth,
)
from .guarded import (
    PERIOD_ENDS,
    PERIOD_EXPIRY,
    REDUCTION_ENDS,
    TRACKABLE,
    YEAR_PASSES,
    Check,
    GuardedProcess,
    GuardedStep,
    Move,
    Update,
    possible_checks,
    possible_moves,
)
from .judging import StepFacts, memory_name, translate


def guarded_process(
    rule_set: RuleSet,
    transitions: Sequence[Transition],
    facts: Sequence[str] = TRACKABLE,
    properties: Sequence[Always] = (),
) -> GuardedProcess:
    """Translate the rules.

    Args:
        rule_set: gives the facts that are the same for all cases.
        transitions: the transitions of the process.
        facts: person and derived facts that are tracked.
        properties: properties whose breaches become checks, and whose memories are tracked.

    Raises:
        DefinitionError: if a fact cannot be tracked.
    """
    for name in facts:
        if name not in TRACKABLE:
            raise DefinitionError(f"fact {name!r} cannot be tracked; known: {', '.join(TRACKABLE)}")
    tracked = tuple(name for name in TRACKABLE if name in facts)
    return _Translator(rule_set, tuple(transitions), tracked, tuple(properties)).process()


class _Translator:
    def __init__(
        self,
        rule_set: RuleSet,
        transitions: tuple[Transition, ...],
        tracked: tuple[str, ...],
        properties: tuple[Always, ...],
    ) -> None:
        self._rule_set, self._transitions, self._tracked = rule_set, transitions, tracked
        self._properties, self._memories = properties, memories_of(properties)
        constants = rule_facts(rule_set)
        self._condition = cache(lambda guard: from_expression(GUARDS[guard].expression, constants))
        self._constants = constants

    def process(self) -> GuardedProcess:
        by_period = "legacy_period_open" in self._tracked
        steps = [self._event(name) for name in EVENTS if not (by_period and name == PERIOD_EXPIRY)]
        begins = (*fact_names("person"), "legacy_period_open")
        return GuardedProcess(
            self._rule_set.name,
            self._tracked,
            tuple(memory_name(memory.name) for memory in self._memories),
            tuple(name for name in self._tracked if name in begins),
            (*(step for step in steps if step.enabled != FALSE), *self._time_steps()),
        )

    def _event(self, event: str) -> GuardedStep:
        chosen = [t for t in self._transitions if t.event == event]
        fires = {t: self._fires(t) for t in chosen}
        led = either(*(fires[t] for t in chosen if t.region == EVENTS[event].lead))
        return self._step(event, event, fires, led)

    def _fires(self, transition: Transition) -> Condition:
        return every(
            region_in(transition.region, (transition.source,)), self._condition(transition.guard)
        )

    def _step(
        self, name: str, event: str, fires: Mapping[Transition, Condition], enabled: Condition
    ) -> GuardedStep:
        emitted = tuple(
            (spec.act, every(fires[t], self._condition(spec.when)))
            for region in REGION_NAMES
            for t in fires
            if t.region == region
            for spec in t.acts
        )
        moves = tuple(
            (region, _moves(region, fires))
            for region in REGION_NAMES
            if any(t.region == region and t.source != t.target for t in fires)
        )
        step = GuardedStep(
            name,
            (),
            enabled,
            moves,
            (*self._fact_updates(event, emitted), *self._memory_updates(event, emitted)),
            self._checks(event, emitted),
            _faults(event, fires, enabled),
        )
        return self._with_free(step)

    def _with_free(self, step: GuardedStep) -> GuardedStep:
        at_fault = frozenset[str]().union(*(fault.breach.truths() for fault in step.faults))
        return replace(step, free=self._free(_read(step)), fault_facts=self._free(at_fault))

    def _free(self, read: Iterable[str]) -> tuple[str, ...]:
        return tuple(f.name for f in FACTS if f.name in read and f.name not in self._tracked)

    def _fact_updates(
        self, event: str, emitted: Sequence[tuple[Act, Condition]]
    ) -> tuple[Update, ...]:
        updates = [
            Update(name, TRUE if value else FALSE, FALSE if value else TRUE)
            for name, value in EVENTS[event].changes
        ]
        breach = [
            (act, condition)
            for act, condition in emitted
            if act.kind == "reduction" and act.get("ground") == "breach"
        ]
        sets = either(*(condition for _, condition in breach))
        again = either(*(condition for act, condition in breach if act.get("stage") != 1))
        lifted = either(*(c for act, c in emitted if act.kind == "reduction_lifted"))
        updates += [
            Update("repeated_breach", sets, FALSE),
            Update("further_repeated_breach", again, FALSE),
            Update("reduction_running", sets, lifted),
        ]
        return tuple(
            u for u in updates if u.name in self._tracked and (u.sets, u.clears) != (FALSE, FALSE)
        )

    def _memory_updates(
        self, event: str, emitted: Sequence[tuple[Act, Condition]]
    ) -> tuple[Update, ...]:
        facts = StepFacts(event, emitted, self._constants)
        updates = (
            Update(memory_name(m.name), translate(m.starts, facts), translate(m.ends, facts))
            for m in self._memories
        )
        return tuple(u for u in updates if (u.sets, u.clears) != (FALSE, FALSE))

    def _checks(self, event: str, emitted: Sequence[tuple[Act, Condition]]) -> tuple[Check, ...]:
        facts = StepFacts(event, emitted, self._constants)
        return possible_checks(
            Check(item.name, translate(item.breach, facts)) for item in self._properties
        )

    def _time_steps(self) -> tuple[GuardedStep, ...]:
        steps = []
        if "repeated_breach" in self._tracked:
            ends = ("repeated_breach", "further_repeated_breach")
            steps.append(self._time_step(YEAR_PASSES, ends))
        if "reduction_running" in self._tracked:
            steps.append(self._time_step(REDUCTION_ENDS, ("reduction_running",)))
        if "legacy_period_open" in self._tracked:
            steps.append(self._period_ends())
        return tuple(steps)

    def _time_step(self, name: str, ends: Sequence[str]) -> GuardedStep:
        updates = tuple(Update(fact, FALSE, TRUE) for fact in ends if fact in self._tracked)
        return GuardedStep(name, (), truth(ends[0]), (), updates, (), ())

    def _period_ends(self) -> GuardedStep:
        """At the end of the period an old agreement that is still in force ends as well."""
        over = {"legacy_period_open": False}
        expired = self._event(PERIOD_EXPIRY).assume(over)
        happens = expired.enabled
        step = GuardedStep(
            PERIOD_ENDS,
            (),
            truth("legacy_period_open"),
            tuple(
                (region, tuple(Move(every(m.condition, happens), m.target) for m in moves))
                for region, moves in expired.moves
            ),
            (
                Update("legacy_period_open", FALSE, TRUE),
                *(
                    Update(u.name, every(u.sets, happens), every(u.clears, happens))
                    for u in expired.updates
                ),
            ),
            tuple(Check(c.name, every(c.breach, happens)) for c in expired.checks),
            tuple(
                Check(c.name, every(truth("legacy_period_open"), c.breach)) for c in expired.faults
            ),
        )
        return self._with_free(step)


def _moves(region: str, fires: Mapping[Transition, Condition]) -> tuple[Move, ...]:
    targets = dict.fromkeys(t.target for t in fires if t.region == region and t.source != t.target)
    return possible_moves(
        Move(
            either(
                *(
                    condition
                    for t, condition in fires.items()
                    if t.region == region and t.target == target and t.source != target
                )
            ),
            target,
        )
        for target in targets
    )


def _faults(
    event: str, fires: Mapping[Transition, Condition], enabled: Condition
) -> tuple[Check, ...]:
    twice = either(
        *(
            every(fires[one], fires[other])
            for one, other in combinations(fires, 2)
            if one.region == other.region
        )
    )
    led_by = EVENTS[event].lead
    others = either(*(condition for t, condition in fires.items() if t.region != led_by))
    follows = every(others, negation(enabled))
    return possible_checks(
        (
            Check(f"{event}: two guards of a region hold at once", twice),
            Check(f"{event}: a region follows although the leading region refuses", follows),
        )
    )


def _read(step: GuardedStep) -> frozenset[str]:
    conditions = [step.enabled]
    conditions += [move.condition for _, moves in step.moves for move in moves]
    conditions += [part for update in step.updates for part in (update.sets, update.clears)]
    conditions += [check.breach for check in step.checks]
    return frozenset().union(*(condition.truths() for condition in conditions))
