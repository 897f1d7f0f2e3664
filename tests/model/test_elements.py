"""Coverage in both directions, over the whole model and the shipped registry."""

from __future__ import annotations

import pytest
from koopsim.model.audit_questions import AUDIT_QUESTIONS
from koopsim.model.citation import parse_citation
from koopsim.model.coverage import coverage
from koopsim.model.effort_keys import EFFORT_KEYS, SUPERVISION_KEYS, TASK_KEYS
from koopsim.model.elements import model_elements
from koopsim.model.process.deadlines import DEADLINES
from koopsim.model.process.process import TRANSITIONS
from koopsim.model.process.states import COMPOUNDS, LEAVES
from koopsim.model.properties import PROPERTIES
from koopsim.model.registry import ELEMENT_KINDS, RuleRegistry, load_registry
from koopsim.model.static_properties import STATIC
from koopsim.model.vocabulary import Form, Modality
from koopsim.scenarios.organisation import Supervision, TaskMinutes

RECORDS_OF_THE_VOCABULARY = {
    "analysis": "aptitude rehabilitation_check signs soft_skills strengths",
    "note": "acknowledged joint_work",
    "plan": "community_services content_items essential_steps goal health_providers"
    " health_services intermediate_goal language_course municipal_services occupations"
    " other_providers own_efforts participation_plan priority_benefits rehabilitation_need"
    " self_employment services side_support signed text_form training_support",
    "talk": "format",
}
HARD_DEADLINES = {"15.28": "deadline:support_end", "15.69": "deadline:legacy_end"}
NAMED_BUT_CITING_OTHERS = {
    ("15.9", "deadline:first_talk_due"): "the analysis is made in the first talk",
    ("15.11", "act:analysis"): "its field 'shortened' shows that facts were taken over",
    ("15.31", "fact:reasonable"): "own efforts beyond the real chances are not reasonable",
    ("15.31", "event:agreements_not_kept"): "unreasonable own efforts have no consequence",
    ("15.38", "event:agreements_not_kept"): "what is not reasonable has no consequence",
    ("15.38", "property:demand_is_separate_administrative_act"): "it checks reasonableness",
    ("15.46", "event:plan_agreed"): "its transitions lead to trust",
    ("15.46", "event:conciliation_agreed"): "its transitions lead to trust",
    ("15.52", "fact:important_reason"): "no demand with RFB if there is one",
    ("15.62", "state:trust"): "where the return leads",
}


@pytest.fixture(scope="module")
def registry() -> RuleRegistry:
    return load_registry("2023-07-01")


# -- both directions -------------------------------------------------------------------------


def test_all_77_rules_are_covered_and_every_element_cites(registry: RuleRegistry) -> None:
    report = coverage(registry, model_elements())
    assert report.problems == ()
    assert report.orphans == ()
    assert report.unknown_elements == ()
    assert report.unknown_citations == ()
    assert report.covered_count == 77
    report.raise_if_incomplete()


def test_every_element_cites_a_known_rz_or_a_statute(registry: RuleRegistry) -> None:
    for element, cites in model_elements().items():
        assert cites, element
        for text in cites:
            citation = parse_citation(text)
            assert not citation.is_rz or text in registry, element
            assert str(citation) == text, element


def test_elements_that_rest_on_statutes_alone_belong_to_the_layer_beside_the_source(
    registry: RuleRegistry,
) -> None:
    laws = ("§ 15a", "§ 24 SGB X", "§ 31", "§ 32", "§ 44c(4)", "§ 48")
    for element in coverage(registry, model_elements()).statute_only:
        assert all(text.startswith(laws) for text in model_elements()[element]), element


def test_what_an_entry_names_cites_the_entry_or_its_statute(registry: RuleRegistry) -> None:
    elements = model_elements()
    strangers = {
        (entry.rz, element)
        for entry in registry.values()
        for element in entry.realised_by
        if entry.rz not in elements[element] and not set(entry.statute) & set(elements[element])
    }
    assert strangers == NAMED_BUT_CITING_OTHERS.keys()


# -- what the elements are -------------------------------------------------------------------


def test_every_kind_of_element_is_there() -> None:
    kinds = {element.partition(":")[0] for element in model_elements()}
    assert kinds == {*ELEMENT_KINDS, "region", "guard", "transition"}


def test_states_are_leaves_and_compounds_and_transitions_are_all() -> None:
    elements = model_elements()
    states = {element for element in elements if element.startswith("state:")}
    assert states == {f"state:{name}" for name in (*LEAVES, *COMPOUNDS)}
    assert sum(element.startswith("transition:") for element in elements) == len(TRANSITIONS)


def test_records_of_the_vocabulary_exist() -> None:
    for kind, names in RECORDS_OF_THE_VOCABULARY.items():
        assert {f"record:{kind}.{name}" for name in names.split()} <= model_elements().keys()


def test_effort_keys_are_the_minutes_of_scenarios() -> None:
    assert set(TASK_KEYS) == set(TaskMinutes.model_fields)
    assert set(SUPERVISION_KEYS) <= set(Supervision.model_fields)
    assert set(EFFORT_KEYS) == {*TASK_KEYS, *SUPERVISION_KEYS}


def test_elements_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        model_elements()["state:new"] = ("15.1",)  # type: ignore[index]


# -- MUST ------------------------------------------------------------------------------------


def test_every_must_has_a_property_that_cites_it_or_a_hard_deadline(
    registry: RuleRegistry,
) -> None:
    properties = [item.cites for item in (*PROPERTIES, *STATIC)]
    checked = {rz for cites in properties for rz in cites}
    without = [
        entry.rz
        for entry in registry.of_modality(Modality.MUST)
        if entry.rz not in checked and entry.rz not in HARD_DEADLINES
    ]
    assert without == []


def test_hard_deadlines_are_hard_and_named(registry: RuleRegistry) -> None:
    must = {f"deadline:{d.name}" for d in DEADLINES if d.modality == "MUST" and d.expiry_event}
    for rz, deadline in HARD_DEADLINES.items():
        assert deadline in must
        assert deadline in registry[rz].realised_by


def test_every_behavioural_should_has_a_property_that_cites_it(registry: RuleRegistry) -> None:
    """Behaviour: what is a transition, a guard, a deadline or a property of its own."""
    behaviour = {Form.TRANSITION, Form.GUARD, Form.DEADLINE, Form.PROPERTY}
    checked = {rz for item in (*PROPERTIES, *STATIC) for rz in item.cites}
    without = [
        entry.rz
        for entry in registry.of_modality(Modality.SHOULD)
        if behaviour & set(entry.form) and entry.rz not in checked
    ]
    assert without == []


def test_properties_that_rules_name_exist_and_all_others_cite_a_rule(
    registry: RuleRegistry,
) -> None:
    names = {f"property:{item.name}" for item in (*PROPERTIES, *STATIC)}
    named = {element for element in registry.elements if element.startswith("property:")}
    assert named <= names
    of_rules = [item for item in STATIC if any(cited in registry for cited in item.cites)]
    assert {f"property:{item.name}" for item in of_rules} <= named
    rules = set(registry)
    for item in PROPERTIES:
        assert all(cited in rules or cited.startswith("§") for cited in item.cites)


# -- supervision -----------------------------------------------------------------------------


def test_the_six_questions_of_supervision() -> None:
    assert list(AUDIT_QUESTIONS) == [
        "goal_concrete",
        "activities_targeted",
        "products_comprehensible",
        "support_need_taken_up",
        "own_efforts_concrete",
        "updated_in_time_or_waiver_reasoned",
    ]
    for question in AUDIT_QUESTIONS.values():
        assert "15.72" in question.cites
        assert question.text.de.endswith("?")
        assert question.text.en.endswith("?")
        assert (question.reason is None) == question.answerable_from_log


def test_only_the_question_about_time_can_be_answered_from_a_log() -> None:
    answerable = [key for key, q in AUDIT_QUESTIONS.items() if q.answerable_from_log]
    assert answerable == ["updated_in_time_or_waiver_reasoned"]
