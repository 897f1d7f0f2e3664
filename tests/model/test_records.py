"""Records: validation, what the rules miss in them, and what a case does with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from koopsim.model.citation import is_rz, parse_citation
from koopsim.model.errors import EventRefused, KoopsimError
from koopsim.model.process.case import Case
from koopsim.model.process.events import EVENTS
from koopsim.model.process.facts import PersonFacts
from koopsim.model.process.plan_rules import PLAN_RULES
from koopsim.model.process.problem import Problem
from koopsim.model.process.record_keeping import EXPECTED
from koopsim.model.process.record_parts import (
    ContentItem,
    LanguageCourse,
    LeftOut,
    OwnEffort,
    RehabilitationNeed,
    Service,
    TalkFormat,
    TrainingSupport,
)
from koopsim.model.process.record_problems import (
    analysis_problems,
    plan_problems,
    talk_problems,
)
from koopsim.model.process.record_validation import RecordError
from koopsim.model.process.records import (
    RECORD_FIELDS,
    RECORD_KINDS,
    ConsultationNote,
    CooperationPlan,
    PotentialAnalysis,
    Record,
    TalkRecord,
)
from koopsim.model.process.step import Step
from koopsim.model.registry import load_registry

DAY = date(2024, 3, 1)
ANALYSIS = PotentialAnalysis(
    rehabilitation_check=True,
    strengths=("cooks well",),
    soft_skills=("patient",),
    aptitude=("fit for kitchens",),
    signs=frozenset({ContentItem.OCCUPATIONS, ContentItem.OWN_EFFORTS}),
)
PLAN = CooperationPlan(
    goal="work as a cook",
    essential_steps=("get certificates", "apply"),
    own_efforts=(OwnEffort("apply", "twice a week", "list of applications"),),
    services=(Service("placement"),),
    occupations=("cook",),
)
IN_PERSON = TalkRecord(format=TalkFormat.IN_PERSON)
STRICTER_THAN_THE_RZ = {
    "15.9": "the check for rehabilitation need is to be made ('ist zu prüfen')",
    "15.11": "facts are established again if there are signs of change ('es sei denn')",
    "15.12": "before need is established only services that do not presuppose it ('nur')",
    "15.27": "recorded in the case of consent ('im Falle des Einverständnisses')",
}


# -- fields ----------------------------------------------------------------------------------


def test_every_field_is_an_element_and_cites_rules() -> None:
    named = {
        f"record:{kind}.{field.name}"
        for kind, record in RECORD_KINDS.items()
        for field in fields(record)
    }
    assert RECORD_FIELDS.keys() == named | {"record:plan.content_items"}
    for element, cites in RECORD_FIELDS.items():
        assert cites, element
        assert is_rz(cites[0]), element


def test_records_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        PLAN.goal = "other"  # type: ignore[misc]


def broken(record: Any, **values: Any) -> Callable[[], object]:
    """Return what makes a record with values that its class does not accept."""
    return lambda: record(**values) if isinstance(record, type) else replace(record, **values)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (broken(PLAN, goal=5), "CooperationPlan.goal must be a text, not 5"),
        (broken(PLAN, goal="  "), "CooperationPlan.goal must be a text that is not blank"),
        (broken(PLAN, signed=1), "CooperationPlan.signed must be True or False, not 1"),
        (broken(PLAN, essential_steps="abc"), "essential_steps must be a tuple of which"),
        (broken(PLAN, essential_steps=("a", "")), "each member is a text, not"),
        (broken(PLAN, essential_steps=["a"]), "essential_steps must be a tuple of which"),
        (broken(PLAN, own_efforts=("apply",)), "each member is an OwnEffort"),
        (broken(PLAN, language_course="B2"), "must be a LanguageCourse or None"),
        (broken(PLAN, note=None), "CooperationPlan.note must be a ConsultationNote"),
        (broken(ANALYSIS, signs={"x"}), "signs must be a frozenset of which"),
        (broken(ANALYSIS, signs=frozenset({"x"})), "each member is a ContentItem"),
        (broken(TalkRecord, format="video"), "format must be a TalkFormat"),
        (broken(OwnEffort, what=""), "OwnEffort.what must be a text that is not empty"),
        (broken(LeftOut, item=ContentItem.HEALTH, reason=""), "LeftOut.reason must be a text"),
        (broken(TrainingSupport, what="x", ends="2025"), "ends must be a date or None"),
    ],
)
def test_badly_formed_records_are_refused_in_one_sentence(
    make: Callable[[], object], message: str
) -> None:
    with pytest.raises(RecordError) as caught:
        make()
    assert message in str(caught.value)
    assert isinstance(caught.value, KoopsimError)


def test_content_items_are_read_off_the_fields() -> None:
    assert PLAN.content_items == {
        ContentItem.SERVICES,
        ContentItem.OWN_EFFORTS,
        ContentItem.OCCUPATIONS,
    }
    full = replace(
        PLAN,
        language_course=LanguageCourse("B2"),
        other_providers=("debt advice",),
        rehabilitation_need=RehabilitationNeed("back", "pension insurance"),
        health_providers=("health insurer",),
        community_services=("child care",),
    )
    assert full.content_items == set(ContentItem)


def test_six_items_are_expected_and_two_are_optional() -> None:
    assert sum(item.expected for item in ContentItem) == 6
    for item in ContentItem:
        sentence = "S. 2" if item.expected else "S. 3"
        assert any(f"§ 15(2) {sentence}" in text for text in item.cites)


# -- problems --------------------------------------------------------------------------------


def found(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    """Modality and first citation of each problem."""
    return [(problem.modality.value, problem.cites[0]) for problem in problems]


def test_a_sound_plan_has_no_problem() -> None:
    assert plan_problems(PLAN, ANALYSIS) == ()
    assert plan_problems(PLAN, None) == ()
    assert analysis_problems(ANALYSIS) == ()


@pytest.mark.parametrize(
    ("flaw", "expected"),
    [
        ({"goal": ""}, ("MUST", "15.4")),
        ({"essential_steps": ()}, ("MUST", "15.4")),
        ({"services": ()}, ("MUST", "15.4")),
        ({"realistic": False}, ("MUST", "15.38")),
        ({"municipal_services": ("debt advice",)}, ("MUST", "15.27")),
        ({"text_form": False}, ("MUST", "15.13")),
        ({"signed": True}, ("MUST", "15.17")),
        ({"notice": True}, ("MUST", "15.1")),
        ({"note": ConsultationNote(joint_work=False, acknowledged=True)}, ("MUST", "15.13")),
        ({"note": ConsultationNote(joint_work=True, acknowledged=False)}, ("MUST", "15.13")),
        ({"own_efforts": (OwnEffort("apply", "weekly"),)}, ("SHOULD", "15.30")),
        ({"own_efforts": (OwnEffort("apply", proof="list"),)}, ("SHOULD", "15.31")),
        ({"language_course": LanguageCourse("B2", registration=False)}, ("SHOULD", "15.32")),
        ({"language_course": LanguageCourse("B2", attendance=False)}, ("SHOULD", "15.32")),
        ({"occupations": ()}, ("SHOULD", "15.24")),
        ({"rehabilitation_need": RehabilitationNeed("back")}, ("SHOULD", "15.40")),
        ({"training_support": TrainingSupport("assisted training")}, ("SHOULD", "15.29")),
    ],
)
def test_each_flaw_is_one_problem(flaw: dict[str, Any], expected: tuple[str, str]) -> None:
    assert found(plan_problems(replace(PLAN, **flaw), ANALYSIS)) == [expected]


@pytest.mark.parametrize(
    "content",
    [
        {"municipal_services": ("debt advice",), "municipal_consent": True},
        {"training_support": TrainingSupport("assisted training", date(2026, 7, 31))},
        {"services": (), "left_out": (LeftOut(ContentItem.SERVICES, "none is needed now"),)},
        {"occupations": (), "left_out": (LeftOut(ContentItem.OCCUPATIONS, "too early"),)},
        {"intermediate_goal": "child care", "priority_benefits": ("housing benefit",)},
        {"self_employment": ("business plan",), "side_support": ("career choice",)},
        {"health_services": ("coaching",), "health_providers": ("health insurer",)},
    ],
)
def test_what_may_stand_in_a_plan_is_no_problem(content: dict[str, Any]) -> None:
    assert plan_problems(replace(PLAN, **content), ANALYSIS) == ()


def test_missing_own_efforts_break_a_must_and_the_sign_of_them() -> None:
    problems = plan_problems(replace(PLAN, own_efforts=()), ANALYSIS)
    assert found(problems) == [("MUST", "15.4"), ("SHOULD", "15.24")]
    assert "15.30" in problems[1].cites


@pytest.mark.parametrize("item", list(ContentItem))
def test_a_sign_enters_the_plan_or_a_reason_is_given(item: ContentItem) -> None:
    bare = CooperationPlan(goal="work", essential_steps=("step",))
    analysis = replace(ANALYSIS, signs=frozenset({item}))
    signs = [p for p in plan_problems(bare, analysis) if "15.24" in p.cites]
    assert len(signs) == item.expected
    reasoned = replace(bare, left_out=(LeftOut(item, "not useful now"),))
    assert not [p for p in plan_problems(reasoned, analysis) if "15.24" in p.cites]


def test_occupations_are_asked_for_without_signs_too_unless_the_aim_is_self_employment() -> None:
    plan = replace(PLAN, occupations=())
    assert found(plan_problems(plan, None)) == [("SHOULD", "15.35")]
    assert plan_problems(replace(plan, self_employment=("business plan",)), None) == ()


def test_occupations_rest_on_aptitude_or_inclination() -> None:
    analysis = replace(ANALYSIS, aptitude=())
    assert found(plan_problems(PLAN, analysis)) == [("SHOULD", "15.37")]
    assert plan_problems(PLAN, replace(analysis, inclination=("likes cooking",))) == ()


def test_before_need_is_established_services_must_not_presuppose_it() -> None:
    assert found(plan_problems(PLAN, ANALYSIS, need_established=False)) == [("MUST", "15.12")]
    allowed = replace(PLAN, services=(Service("§ 16h outreach", presupposes_need=False),))
    assert plan_problems(allowed, ANALYSIS, need_established=False) == ()


def test_a_participation_plan_is_taken_into_account() -> None:
    assert found(plan_problems(PLAN, None, participation_plan=True)) == [("SHOULD", "15.41")]
    considered = replace(PLAN, participation_plan="retraining from autumn")
    assert plan_problems(considered, None, participation_plan=True) == ()


def test_problems_of_an_analysis() -> None:
    empty = PotentialAnalysis(rehabilitation_check=False)
    assert found(analysis_problems(empty)) == [
        ("MUST", "15.9"),
        ("SHOULD", "15.10"),
        ("SHOULD", "15.10"),
    ]
    taken_over = replace(ANALYSIS, facts_from_agency=True)
    assert analysis_problems(taken_over, facts_known=True) == ()
    assert found(analysis_problems(taken_over, facts_known=False)) == [("MUST", "15.11")]


def test_problems_of_a_talk() -> None:
    video = TalkRecord(format=TalkFormat.VIDEO)
    assert found(talk_problems(video, first=True, after_no_show=False)) == [("SHOULD", "15.7")]
    assert talk_problems(replace(video, reason="ill"), first=True, after_no_show=False) == ()
    assert talk_problems(video, first=False, after_no_show=False) == ()
    assert found(talk_problems(video, first=False, after_no_show=True)) == [("SHOULD", "15.8")]
    assert talk_problems(IN_PERSON, first=True, after_no_show=True) == ()


def test_every_problem_is_bilingual_and_cites_what_exists() -> None:
    registry = load_registry("2023-07-01")
    for rule in PLAN_RULES:
        problem = rule.problem
        assert problem.text.de != problem.text.en
        assert is_rz(problem.cites[0])
        for text in problem.cites:
            assert not parse_citation(text).is_rz or text in registry
    assert len({rule.problem.text for rule in PLAN_RULES}) == len(PLAN_RULES)


def test_a_problem_is_as_binding_as_its_rule_or_the_clause_is_named_here() -> None:
    registry = load_registry("2023-07-01")
    problems = [rule.problem for rule in PLAN_RULES]
    problems += analysis_problems(
        PotentialAnalysis(rehabilitation_check=False, facts_from_agency=True), facts_known=False
    )
    problems += talk_problems(
        TalkRecord(format=TalkFormat.TELEPHONE), first=True, after_no_show=True
    )
    stricter = {
        problem.cites[0]
        for problem in problems
        if problem.modality not in registry[problem.cites[0]].modality
    }
    assert stricter == STRICTER_THAN_THE_RZ.keys()


# -- records of a case -----------------------------------------------------------------------


def in_talk(facts: PersonFacts | None = None, talk: TalkRecord | None = IN_PERSON) -> Case:
    """A case in its first talk."""
    case = Case(facts or PersonFacts(), "2023-07-01")
    case.step("enter", on=DAY)
    case.step("invitation_sent", on=DAY)
    case.step("talk_held", on=DAY, record=talk)
    return case


def analysed(facts: PersonFacts | None = None) -> Case:
    """A case in its first talk, with an analysis on record."""
    case = in_talk(facts)
    case.step("analysis_completed", on=DAY, record=ANALYSIS)
    return case


def with_plan() -> Case:
    """A case with a plan on record, out of the talk."""
    case = analysed()
    case.step("plan_agreed", on=DAY, record=PLAN)
    case.step("talk_ended", on=DAY)
    return case


def follow_up(case: Case, on: date) -> None:
    """Hold a follow-up talk in which the analysis is reviewed."""
    case.step("invitation_sent", on=on)
    case.step("talk_held", on=on, record=IN_PERSON)
    case.step("analysis_reviewed", on=on)


def test_records_are_kept_and_current() -> None:
    case = in_talk()
    assert (case.analysis, case.plan) == (None, None)
    case.step("analysis_completed", on=DAY, record=ANALYSIS)
    step = case.step("plan_agreed", on=DAY, record=PLAN)
    assert (case.analysis, case.plan) == (ANALYSIS, PLAN)
    assert (step.record, step.findings) == (PLAN, ())


def test_records_are_optional() -> None:
    case = in_talk(talk=None)
    case.step("analysis_completed", on=DAY)
    step = case.step("plan_agreed", on=DAY)
    assert (step.record, step.findings, case.analysis, case.plan) == (None, (), None, None)


def test_a_must_is_refused_with_its_rz_and_nothing_changes() -> None:
    case = analysed()
    before = (case.configuration, case.history, case.due(), case.plan)
    with pytest.raises(EventRefused) as caught:
        case.step("plan_agreed", on=DAY, record=replace(PLAN, goal="", signed=True))
    assert str(caught.value) == (
        "plan_agreed is refused: the plan names no integration goal (Rz 15.4, Rz 15.21); "
        "the plan is signed (Rz 15.17)"
    )
    assert (case.configuration, case.history, case.due(), case.plan) == before
    case.step("plan_agreed", on=DAY, record=PLAN)


def test_an_analysis_without_the_rehabilitation_check_is_refused() -> None:
    case = in_talk()
    with pytest.raises(EventRefused, match=r"rehabilitation was not checked \(Rz 15\.9"):
        case.step(
            "analysis_completed", on=DAY, record=replace(ANALYSIS, rehabilitation_check=False)
        )
    assert case.analysis is None


def test_should_breaches_stay_with_the_step_and_enter_the_story() -> None:
    case = analysed()
    step = case.step("plan_agreed", on=DAY, record=replace(PLAN, occupations=()))
    assert found(step.findings) == [("SHOULD", "15.24")]
    assert "Falls short: the analysis gave signs (training, occupations" in case.explain()
    assert "Zu beanstanden: die Analyse gab Anhaltspunkte" in case.explain("de")
    assert "(Rz 15.24, Rz 15.35, § 15(2) S. 2 Nr. 5 SGB II)" in case.explain()


def test_the_first_talk_by_video_needs_a_reason_and_later_talks_do_not() -> None:
    video = TalkRecord(format=TalkFormat.VIDEO)
    case = in_talk(talk=video)
    first = case.history[-1]
    assert isinstance(first, Step)
    assert found(first.findings) == [("SHOULD", "15.7")]
    case.step("talk_ended", on=DAY)
    case.step("invitation_sent", on=DAY)
    assert case.step("talk_held", on=DAY, record=video).findings == ()


def test_the_talk_after_a_no_show_is_held_in_person() -> None:
    case = Case(PersonFacts(), "2023-07-01")
    case.step("enter", on=DAY)
    for event in ("invitation_sent", "talk_missed", "invitation_sent"):
        case.step(event, on=DAY)
    step = case.step("talk_held", on=DAY, record=TalkRecord(format=TalkFormat.VIDEO, reason="ill"))
    assert found(step.findings) == [("SHOULD", "15.8")]


@pytest.mark.parametrize(
    ("event", "record", "message"),
    [
        ("plan_agreed", ANALYSIS, "takes a CooperationPlan as its record, not a PotentialAnalysis"),
        ("talk_held", PLAN, "talk_held takes a TalkRecord as its record"),
        ("analysis_completed", "text", "takes a PotentialAnalysis as its record, not a str"),
        ("talk_ended", PLAN, "talk_ended takes no record, but got a CooperationPlan; see talk_h"),
    ],
)
def test_a_record_of_the_wrong_type_is_refused(event: str, record: Any, message: str) -> None:
    case = analysed()
    with pytest.raises(EventRefused, match=message):
        case.step(event, on=DAY, record=record)
    assert case.plan is None


def test_an_event_that_does_not_fit_is_refused_for_that_reason_first() -> None:
    case = in_talk()
    with pytest.raises(EventRefused, match="plan_agreed does not fit"):
        case.step("plan_agreed", on=DAY, record=replace(PLAN, goal=""))


def test_facts_from_the_agency_must_have_been_passed_on_and_still_hold() -> None:
    taken_over = replace(ANALYSIS, facts_from_agency=True)
    with pytest.raises(EventRefused, match=r"Rz 15\.11"):
        in_talk().step("analysis_completed", on=DAY, record=taken_over)
    known = PersonFacts(facts_established=True)
    with pytest.raises(EventRefused, match=r"Rz 15\.11"):
        in_talk(known).step("analysis_completed", on=DAY, record=taken_over, signs_of_change=True)
    assert in_talk(known).step("analysis_completed", on=DAY, record=taken_over).findings == ()


def test_a_plan_before_need_holds_no_service_that_presupposes_it() -> None:
    case = analysed(PersonFacts(need_established=False))
    with pytest.raises(EventRefused, match=r"Rz 15\.12"):
        case.step("plan_agreed", on=DAY, record=PLAN)
    outreach = replace(PLAN, services=(Service("outreach", presupposes_need=False),))
    assert case.step("plan_agreed", on=DAY, record=outreach).after[0] == "plan_before_need"


def test_services_for_the_benefit_community_inform_the_officer() -> None:
    plan = replace(PLAN, community_services=("child care",))
    step = analysed().step("plan_agreed", on=DAY, record=plan)
    assert "officer_informed" in [act.kind for act in step.acts]
    without = analysed().step("plan_agreed", on=DAY, record=PLAN)
    assert "officer_informed" not in [act.kind for act in without.acts]
    for held, said in ((plan, False), (PLAN, True)):
        with pytest.raises(EventRefused, match=r"contradict each other \(Rz 15\.44\)"):
            analysed().step("plan_agreed", on=DAY, record=held, community_services=said)


def test_an_update_replaces_the_plan_and_an_unchanged_one_keeps_it() -> None:
    case = with_plan()
    later = DAY + timedelta(days=100)
    follow_up(case, later)
    case.step("update_unchanged", on=later)
    assert case.plan is PLAN
    case.step("talk_ended", on=later)
    follow_up(case, later)
    updated = replace(PLAN, goal="lead a kitchen")
    case.step("update_agreed", on=later, record=updated)
    assert case.plan is updated
    case.step("talk_ended", on=later)
    follow_up(case, later)
    case.step("update_agreed", on=later)
    assert case.plan is None


def test_a_review_may_change_the_analysis_on_record() -> None:
    case = with_plan()
    case.step("invitation_sent", on=DAY)
    case.step("talk_held", on=DAY)
    adapted = replace(ANALYSIS, strengths=("leads well",))
    case.step("analysis_reviewed", on=DAY, record=adapted)
    assert case.analysis is adapted


def test_a_plan_that_is_no_longer_in_force_is_not_current() -> None:
    case = with_plan()
    follow_up(case, DAY)
    case.step("update_disagreement", on=DAY)
    assert case.plan is None
    assert case.analysis is ANALYSIS


def test_conciliation_can_end_with_a_plan_on_record() -> None:
    case = analysed()
    case.step("creation_disagreement", on=DAY, conciliation_demanded=True)
    case.step("talk_ended", on=DAY)
    step = case.step("conciliation_agreed", on=DAY, record=PLAN)
    assert (case.plan, step.after[0]) == (PLAN, "trust")


def test_an_update_takes_a_concluded_participation_plan_into_account() -> None:
    case = analysed(PersonFacts(rehabilitation=True))
    case.step("plan_agreed", on=DAY, record=PLAN)
    case.step("talk_ended", on=DAY)
    case.step("participation_plan_concluded", on=DAY)
    follow_up(case, DAY)
    assert found(case.step("update_agreed", on=DAY, record=PLAN).findings) == [("SHOULD", "15.41")]
    considered = replace(PLAN, participation_plan="retraining from autumn")
    assert case.step("update_agreed", on=DAY, record=considered).findings == ()


def test_every_event_that_takes_a_record_exists() -> None:
    assert EXPECTED.keys() <= EVENTS.keys()
    assert set(EXPECTED.values()) == set(get_args(Record))
