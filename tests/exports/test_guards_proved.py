"""Proofs about guards with z3: over all facts, all configurations, all rule sets at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Any

import pytest
from koopsim.model.process.definition import Transition
from koopsim.model.process.events import EVENTS
from koopsim.model.process.facts import fact_names
from koopsim.model.process.guards import GUARDS
from koopsim.model.process.process import TRANSITIONS

from .solver import GuardSolver

SITUATION = fact_names("situation")

REFUSED_BY_SITUATION = {
    "demand_issued": "a demand that is unreasonable or exempt is not issued (15.54, 15.55)",
    "offer_made": "before need is established no offer that presupposes it (15.12)",
    "waiver_granted": "a waiver needs work to capacity and no change in sight (15.18)",
    "waiver_reviewed": "a review that finds a change is the end of the waiver (15.18)",
    "breach_reduction_decided": "no reduction while conciliation runs (§ 15a(3) SGB II)",
}
"""Events that one and the same case accepts or refuses, depending on the situation, and why."""

REFUSED_BY_FACTS = {
    "came_of_age": "only a minor comes of age",
    "turned_25": "only who is under 25 and no minor turns 25",
    "counselling_offered": "the offer is for people under 25 (§ 31a(6) SGB II)",
    "need_established": "need is established once (15.12)",
    "need_ends_through_work": "only established need can end (15.12, 15.28)",
    "participation_plan_concluded": "only in rehabilitation (15.41)",
    "reduction_lifted": "a reduction must run (§ 31a(1) S. 6 SGB II)",
    "works_to_capacity": "only who did not do so before (15.18)",
}
"""Events that further depend on facts that stay with the case or follow from it."""

FOLLOWERS_THAT_RELY_ON_REACHABILITY = {
    "demand_complied",
    "demand_refused",
    "unemployment_benefit_begins",
}
"""In configurations that are never reached a region would follow a refused event."""


@pytest.fixture(scope="module")
def solver() -> GuardSolver:
    return GuardSolver()


def by_leaf(transitions: Iterable[Transition]) -> dict[tuple[str, str], list[Transition]]:
    grouped = defaultdict(list)
    for transition in transitions:
        grouped[transition.source, transition.event].append(transition)
    return grouped


def fires(solver: GuardSolver, transition: Transition) -> Any:
    """A transition's guard holds and its source is active."""
    guard = solver.term(GUARDS[transition.guard].expression)
    return solver.z3.And(solver.active(transition.source), guard)


def accepted(solver: GuardSolver, event: str) -> Any:
    """The leading region has an enabled transition."""
    leading = [t for t in TRANSITIONS if t.event == event and t.region == EVENTS[event].lead]
    return solver.z3.Or([fires(solver, t) for t in leading])


def test_guards_of_one_leaf_and_event_exclude_each_other(solver: GuardSolver) -> None:
    pairs = 0
    for transitions in by_leaf(TRANSITIONS).values():
        for one, other in combinations(transitions, 2):
            pairs += 1
            assert not solver.possible(fires(solver, one), fires(solver, other)), (one, other)
    assert pairs > 100


def test_no_guard_is_dead(solver: GuardSolver) -> None:
    for transition in TRANSITIONS:
        assert solver.possible(fires(solver, transition)), transition.name


def test_no_condition_of_an_act_is_dead_or_idle(solver: GuardSolver) -> None:
    conditions = 0
    for transition in TRANSITIONS:
        for spec in transition.acts:
            if spec.when != "always":
                conditions += 1
                when = solver.term(GUARDS[spec.when].expression)
                fired = fires(solver, transition)
                assert solver.possible(fired, when), (transition.name, spec)
                assert solver.possible(fired, solver.z3.Not(when)), (transition.name, spec)
    assert conditions > 20


def test_no_region_moves_without_a_leader_where_guards_alone_decide(solver: GuardSolver) -> None:
    """What guards leave open is judged over reachable states (``test_judged_properties``)."""
    found = {
        event
        for event in EVENTS
        for t in TRANSITIONS
        if t.event == event and t.region != EVENTS[event].lead
        if solver.possible(fires(solver, t), solver.z3.Not(accepted(solver, event)))
    }
    assert found == FOLLOWERS_THAT_RELY_ON_REACHABILITY


def refused_by(solver: GuardSolver, names: tuple[str, ...]) -> set[str]:
    """Events that are accepted or refused in one case, depending on some facts."""
    found = set()
    for event in EVENTS:
        yes = accepted(solver, event)
        other = solver.renamed(yes, names)
        consistent = [solver.renamed(term, names) for term in solver.consistent()]
        if solver.possible(yes, solver.z3.Not(other), *consistent):
            found.add(event)
    return found


def test_guards_are_complete_over_the_situation(solver: GuardSolver) -> None:
    assert refused_by(solver, SITUATION) == set(REFUSED_BY_SITUATION)


def test_guards_are_complete_over_all_facts(solver: GuardSolver) -> None:
    rest = tuple(solver.fact)
    assert refused_by(solver, rest) == {*REFUSED_BY_SITUATION, *REFUSED_BY_FACTS}


@pytest.mark.parametrize(
    "event",
    [
        "agreements_not_kept",
        "demand_issued",
        "demand_refused",
        "talk_missed",
        "intervention_failed",
        "appointment_reduction_decided",
        "breach_reduction_decided",
    ],
)
def test_a_gap_in_the_guards_would_be_found(event: str, solver: GuardSolver) -> None:
    """Each single transition is needed: without it some situation has no outcome."""
    leading = [t for t in TRANSITIONS if t.event == event and t.region == EVENTS[event].lead]
    for left_out in leading:
        others = solver.z3.Or([fires(solver, t) for t in leading if t is not left_out])
        assert solver.possible(accepted(solver, event), solver.z3.Not(others)), left_out.name
    assert leading
