"""Checkers judge the exported properties as we do, and find the faults that are planted."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from koopsim.model.exports import GuardedStep, guarded_process, to_murphi, to_promela
from koopsim.model.exports.conditions import Condition
from koopsim.model.process.deadlines import DEADLINE_INDEX, DEADLINES, ClockOperation
from koopsim.model.process.definition import Transition
from koopsim.model.process.events import EVENTS
from koopsim.model.process.facts import FACT_BIT
from koopsim.model.process.process import TRANSITIONS
from koopsim.model.process.states import REGION_NAMES, Configuration
from koopsim.model.process.text import Text
from koopsim.model.properties import PROPERTIES, Always, Formula, LeadsTo
from koopsim.model.properties.formula import TRUE, clock, event
from koopsim.model.rule_set import RuleSet
from koopsim.model.table.transition_table import Cell, TransitionTable
from koopsim.model.vocabulary import Modality

from .checkers import Spin, Verdict, rumur

ALWAYS = {item.name: item for item in PROPERTIES if isinstance(item, Always)}
LEADS_TO = {item.name: item for item in PROPERTIES if isinstance(item, LeadsTo)}
FACTS = ("legacy_agreement", "legacy_period_open", "need_established")
"""Facts that properties read and that later steps rely on, so a state must hold them."""

Mutation = Callable[[Transition], Transition | None]


def mutated(change: Mutation) -> tuple[Transition, ...]:
    """The process with some transitions changed or left out."""
    changed = tuple(t for t in map(change, TRANSITIONS) if t is not None)
    assert changed != TRANSITIONS
    return changed


def without_act(kind: str) -> tuple[Transition, ...]:
    return mutated(lambda t: replace(t, acts=tuple(a for a in t.acts if a.act.kind != kind)))


def with_guard(events: str, guard: str, new: str) -> tuple[Transition, ...]:
    return mutated(lambda t: replace(t, guard=new) if (t.event, t.guard) == (events, guard) else t)


def by_rumur(
    rule_set: RuleSet,
    folder: Path,
    transitions: tuple[Transition, ...],
    facts: tuple[str, ...],
    names: tuple[str, ...],
) -> Verdict:
    judged = [ALWAYS[name] for name in names]
    text = to_murphi(rule_set, facts=facts, transitions=transitions, properties=judged)
    return rumur(text, folder)


def by_spin(
    rule_set: RuleSet,
    folder: Path,
    transitions: tuple[Transition, ...],
    facts: tuple[str, ...],
    names: tuple[str, ...],
) -> Verdict:
    judged = [ALWAYS[name] for name in names]
    text = to_promela(rule_set, facts=facts, transitions=transitions, properties=judged)
    return Spin(text, folder).search()


CHECKERS = pytest.mark.parametrize("check", [by_rumur, by_spin])
Checker = Callable[..., Verdict]


@pytest.mark.parametrize(
    "check", [pytest.param(by_rumur, marks=[pytest.mark.slow, pytest.mark.timeout(1500)]), by_spin]
)
def test_all_safety_properties_hold(check: Checker, rule_set: RuleSet, tmp_path: Path) -> None:
    verdict = check(rule_set, tmp_path, TRANSITIONS, FACTS, tuple(ALWAYS))
    assert verdict.broken == ""
    assert verdict.states > 10_000
    assert len(ALWAYS) > 30


PLANTED = {
    "representative_instructed_with_minor": (without_act("representative_instructed"), ("minor",)),
    "analysis_precedes_plan": (without_act("analysis"), ()),
    "every_plan_version_filed": (without_act("plan_filed"), ()),
    "important_reason_considered_first": (without_act("important_reason_considered"), ()),
    "legacy_ends_2023": (
        mutated(lambda t: None if t.event == "legacy_agreement_expired" else t),
        FACTS,
    ),
}


@CHECKERS
@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(
    check: Checker, name: str, rule_set: RuleSet, tmp_path: Path
) -> None:
    transitions, facts = PLANTED[name]
    verdict = check(rule_set, tmp_path, transitions, facts, (name,))
    assert verdict.broken == name
    assert set(verdict.story) <= {*EVENTS, "transition_period_ends"}
    assert verdict.story[0].startswith("enter")


@CHECKERS
def test_two_guards_at_once_are_found(check: Checker, rule_set: RuleSet, tmp_path: Path) -> None:
    overlapping = with_guard("enter", "plain_entry", "always")
    verdict = check(rule_set, tmp_path, overlapping, (), ())
    assert verdict.broken == "enter: two guards of a region hold at once"


@CHECKERS
def test_a_region_that_follows_a_refused_event_is_found(
    check: Checker, rule_set: RuleSet, tmp_path: Path
) -> None:
    refused = mutated(
        lambda t: None if (t.event, t.source, t.region) == ("moved", "trust", "plan") else t
    )
    verdict = check(rule_set, tmp_path, refused, (), ())
    assert verdict.broken == "moved: a region follows although the leading region refuses"


def test_spin_proves_that_what_must_end_ends(rule_set: RuleSet, tmp_path: Path) -> None:
    text = to_promela(rule_set, facts=FACTS, leads_to=tuple(LEADS_TO.values()))
    spin = Spin(text, tmp_path, claims=True)
    assert {name: spin.search(name).broken for name in LEADS_TO} == dict.fromkeys(LEADS_TO, "")
    assert len(LEADS_TO) >= 5


def test_spin_finds_a_conciliation_that_no_deadline_ends(rule_set: RuleSet, tmp_path: Path) -> None:
    kept = mutated(
        lambda t: (
            None
            if (t.event, t.source) == ("conciliation_expired", "conciliation_over_creation")
            else t
        )
    )
    name = "conciliation_comes_to_an_end"
    text = to_promela(rule_set, facts=(), transitions=kept, leads_to=[LEADS_TO[name]])
    verdict = Spin(text, tmp_path, claims=True).search(name)
    assert verdict.broken == name
    assert "creation_disagreement" in verdict.story


def test_spin_judges_claims_of_the_reader(rule_set: RuleSet, tmp_path: Path) -> None:
    claims = {
        "closed_for_good": "[] ((plan == closed) -> [] (plan == closed))",
        "always_trust": "<> (plan == trust)",
    }
    spin = Spin(to_promela(rule_set, facts=(), claims=claims), tmp_path, claims=True)
    assert spin.search("closed_for_good").broken == ""
    assert spin.search("always_trust").broken == "always_trust"


def _formulas(formula: Formula) -> Iterator[Formula]:
    yield formula
    for part in formula.operands:
        yield from _formulas(part)


def test_every_kind_of_atom_in_use_is_exported() -> None:
    used = {atom.operator for item in ALWAYS.values() for atom in _formulas(item.breach)}
    assert used >= {"event", "emits", "emits_before", "was_in", "is_in", "keeps", "remembered"}


@CHECKERS
@pytest.mark.parametrize(
    ("operation", "events"),
    [
        ("start", "plan_agreed"),
        ("hold", "update_disagreement"),
        ("resume", "ground_ends"),
        ("stop", "leave"),
    ],
)
def test_clocks_are_judged(
    check: Checker, operation: ClockOperation, events: str, rule_set: RuleSet, tmp_path: Path
) -> None:
    """The update clock does all this somewhere: a property that denies it is broken there."""
    denied = always("denied", when=event(events), then=~clock(operation, "update_due"))
    write = to_murphi if check is by_rumur else to_promela
    text = write(rule_set, facts=(), properties=[denied])
    verdict = rumur(text, tmp_path) if check is by_rumur else Spin(text, tmp_path).search()
    assert verdict.broken == "denied"
    assert verdict.story[-1] == events


@pytest.mark.parametrize("operation", ["start", "stop", "hold", "resume"])
@pytest.mark.parametrize("deadline", [d.name for d in DEADLINES])
def test_clocks_mean_the_same(
    operation: ClockOperation, deadline: str, rule_set: RuleSet, table: TransitionTable
) -> None:
    """On steps of the table: the exported condition and the clock operation of the step."""
    steps = {step.name: step for step in clock_steps(rule_set, operation, deadline)}
    rng = random.Random(f"{operation} {deadline}")
    seen = 0
    for (before, name), cell in rng.sample(sorted(table.cells.items(), key=str), 1_500):
        for outcome in set(cell.outcomes) - {-1}:
            entry = table.entries[outcome]
            at = table.configurations[before], table.configurations[entry.after]
            free = facts_of_outcome(cell, outcome)
            found = any(evaluated(check.breach, at, free) for check in steps[name].checks)
            assert found == ((DEADLINE_INDEX[deadline], operation) in entry.operations)
            seen += 1
    assert seen > 1_500


def always(name: str, when: Formula, then: Formula) -> Always:
    """A property made by hand."""
    text = Text("von Hand", "by hand")
    return Always(
        name=name, modality=Modality.MUST, cites=("15.65",), title=text, when=when, then=then
    )


def clock_steps(
    rule_set: RuleSet, operation: ClockOperation, deadline: str
) -> tuple[GuardedStep, ...]:
    """All steps, with a check that is broken where a clock operation happens."""
    judged = always("by_hand", when=clock(operation, deadline), then=~TRUE)
    return guarded_process(rule_set, TRANSITIONS, (), [judged]).steps


def facts_of_outcome(cell: Cell, outcome: int) -> frozenset[str]:
    """Some facts under which a cell has an outcome."""
    index = cell.outcomes.index(outcome)
    names = {bit: name for name, bit in FACT_BIT.items()}
    return frozenset(names[bit] for place, bit in enumerate(cell.bits) if index >> place & 1)


def evaluated(
    condition: Condition, at: tuple[Configuration, Configuration], true: frozenset[str]
) -> bool:
    """Evaluate a condition on a step."""
    if condition.operator == "constant":
        return condition.value
    if condition.operator == "truth":
        return condition.name in true
    if condition.operator in ("before", "after"):
        configuration = at[condition.operator == "after"]
        return configuration[REGION_NAMES.index(condition.name)] in condition.leaves
    values = (evaluated(part, at, true) for part in condition.operands)
    if condition.operator == "not":
        return not next(values)
    return all(values) if condition.operator == "and" else any(values)
