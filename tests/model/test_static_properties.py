"""Static properties: each holds for the definition as shipped, and each can fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from koopsim.model.process.acts import ActSpec, act
from koopsim.model.process.deadlines import DEADLINES
from koopsim.model.process.expressions import parse_expression
from koopsim.model.process.guards import GUARDS
from koopsim.model.process.problem import Problem
from koopsim.model.process.process import TRANSITIONS
from koopsim.model.process.record_problems import plan_problems
from koopsim.model.process.records import CooperationPlan, PotentialAnalysis
from koopsim.model.properties import SAFETY
from koopsim.model.static_properties import STATIC, Definition, StaticProperty
from koopsim.model.vocabulary import Modality

BY_NAME = {static.name: static for static in STATIC}


@pytest.mark.parametrize("static", STATIC, ids=lambda static: static.name)
def test_it_holds_for_the_definition_as_shipped(static: StaticProperty) -> None:
    assert static.check() == []


def test_names_are_unique_and_wording_is_bilingual() -> None:
    names = [safety.name for safety in SAFETY] + [static.name for static in STATIC]
    assert len(set(names)) == len(names)
    for static in STATIC:
        assert static.title.de != static.title.en
        assert static.cites


# -- broken definitions ----------------------------------------------------------------------


def guard_asks_for_adults() -> Definition:
    """Agreement in a talk is open to adults only."""
    expression = parse_expression("In('in_talk') and need_established and not minor")
    guard = replace(GUARDS["agreed_after_need"], expression=expression)
    return Definition(guards={**GUARDS, "agreed_after_need": guard})


def act_only_for_minors() -> Definition:
    """Updating the plan of a minor needs the representative."""
    extra = ActSpec(act("representative_instructed").act, "is_minor")
    return Definition(
        transitions=[
            replace(item, acts=(*item.acts, extra)) if item.event == "update_agreed" else item
            for item in TRANSITIONS
        ]
    )


def without(*rules: str) -> Definition:
    """Plan problems of which those that cite one of ``rules`` first are overlooked."""

    def overlooks(plan: CooperationPlan, analysis: PotentialAnalysis | None) -> Sequence[Problem]:
        return [p for p in plan_problems(plan, analysis) if p.cites[0] not in rules]

    return Definition(plan_problems=overlooks)


def signs_count_without_reason() -> Definition:
    """Reasons for leaving an item out are not read."""

    def ignores_reasons(
        plan: CooperationPlan, analysis: PotentialAnalysis | None
    ) -> Sequence[Problem]:
        return plan_problems(replace(plan, left_out=()), analysis)

    return Definition(plan_problems=ignores_reasons)


def musts_become_shoulds() -> Definition:
    """Every problem is only counted."""

    def only_counts(plan: CooperationPlan, analysis: PotentialAnalysis | None) -> Sequence[Problem]:
        return [replace(p, modality=Modality.SHOULD) for p in plan_problems(plan, analysis)]

    return Definition(plan_problems=only_counts)


def everything_is_refused() -> Definition:
    """Even a sound plan breaks a MUST."""
    goal = plan_problems(CooperationPlan(goal="", essential_steps=()), None)
    return Definition(plan_problems=lambda plan, analysis: goal)


def without_in_deadlines(**changes: str) -> Definition:
    """Deadlines forget what they depend on."""
    return Definition(deadlines=[replace(deadline, **changes) for deadline in DEADLINES])


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("counselling_due_to_young_people", lambda: without_in_deadlines(when="")),
        ("support_lasts_longer_with_coaching", lambda: without_in_deadlines(longer_if="")),
        ("minor_needs_no_consent", guard_asks_for_adults),
        ("minor_needs_no_consent", act_only_for_minors),
        ("signs_enter_plan_or_reason", lambda: without("15.24")),
        ("signs_enter_plan_or_reason", signs_count_without_reason),
        ("plan_names_goal_steps_efforts_services", lambda: without("15.4")),
        ("plan_names_goal_steps_efforts_services", musts_become_shoulds),
        ("plan_names_goal_steps_efforts_services", everything_is_refused),
        ("plan_record_is_plain", lambda: without("15.13")),
        ("plan_record_is_plain", lambda: without("15.17")),
        ("plan_record_is_plain", lambda: without("15.1")),
        ("plan_record_is_plain", musts_become_shoulds),
        ("unrealistic_plan_is_refused", lambda: without("15.38")),
    ],
)
def test_it_fails_on_a_broken_definition(name: str, broken: Callable[[], Definition]) -> None:
    assert BY_NAME[name].check(broken())


def test_every_static_property_has_a_definition_that_breaks_it() -> None:
    marks = test_it_fails_on_a_broken_definition.pytestmark  # type: ignore[attr-defined]
    assert {case[0] for case in marks[0].args[1]} == BY_NAME.keys()


def test_faults_say_where() -> None:
    faults = BY_NAME["minor_needs_no_consent"].check(guard_asks_for_adults())
    assert faults[0].startswith("plan_agreed: plan_outstanding -> trust [agreed_after_need]: ")
    assert faults[0].endswith("asks whether the person is a minor")
    lost = BY_NAME["signs_enter_plan_or_reason"].check(without("15.24"))
    assert "signs of services: 0 problems instead of 1" in lost
