"""Each contract on entry, moves, exits, suspension and deadlines notices a fault of the model."""

from __future__ import annotations

import pytest
from koopsim.model.checker.mutant_trial import MutantTrial
from koopsim.model.properties import clocks, entering, moving_and_leaving, suspending
from koopsim.model.rule_set import load_rule_set

from .planted_faults import MUTANTS, missing, with_transition

NOTICED_ALONE = {
    "case_begins_once": "delete transition · enter: outside -> exempt [benefit_beside]",
    "change_from_insurance_begins_a_case": (
        "delete transition · enter_from_unemployment_insurance: outside -> exempt [benefit_beside]"
    ),
    "entry_leads_to_first_talk": (
        "retarget transition · enter: outside -> exempt [benefit_beside] to outside"
    ),
    "agency_may_become_responsible": (
        "drop guard · unemployment_benefit_begins: waived -> exempt [no_talk_running]"
    ),
    "agency_takes_over_integration_work": (
        "retarget transition · unemployment_benefit_begins: trust -> exempt "
        "[no_talk_running] to trust"
    ),
    "jobcenter_responsible_again": (
        "delete transition · unemployment_benefit_ends: exempt -> first_talk_outstanding"
    ),
    "first_talk_after_unemployment_benefit": (
        "retarget transition · unemployment_benefit_ends: exempt -> first_talk_outstanding "
        "to exempt"
    ),
    "need_established_once": "drop guard · need_established: waived -> waived [need_open]",
    "early_plan_goes_on_after_need": (
        "retarget transition · need_established: legacy_analysed -> legacy_analysed "
        "[need_open] to trust"
    ),
    "minors_come_of_age": "drop guard · came_of_age: trust -> trust [is_minor]",
    "young_adults_turn_25": "drop guard · turned_25: trust -> trust [under_25_in_care]",
    "work_to_capacity_can_begin": (
        "drop guard · works_to_capacity: trust -> trust [not_yet_to_capacity]"
    ),
    "age_and_work_decide_nothing": (
        "retarget transition · came_of_age: returning -> returning [is_minor] to plan_before_need"
    ),
    "integration_work_goes_on_after_old_agreement": (
        "drop act · legacy_agreement_expired: legacy_analysed -> plan_outstanding: legacy_ended"
    ),
    "anyone_can_move": "drop guard · moved: waived -> waived [no_talk_running]",
    "new_office_goes_on_where_the_old_one_stood": (
        "drop act · moved: waived -> waived [no_talk_running]: handover"
    ),
    "invitations_of_the_old_office_lapse": (
        "negate guard · moved: first_sent -> first_due [open_case]"
    ),
    "conciliation_loses_its_object": (
        "drop act · leave: conciliation_over_creation -> closed [no_talk_running]: "
        "conciliation_closed(result=other)"
    ),
    "demands_lifted_with_their_cause": (
        "drop act · leave: demand_standing -> no_demand [open_case]: demands_lifted(cause=exit)"
    ),
    "hearings_end_with_the_benefit": (
        "drop act · leave: breach_hearing_open -> breach_hearing_none [open_case]: "
        "hearing_closed(ground=breach)"
    ),
    "hearing_ends_with_old_agreement": (
        "delete transition · moved: breach_hearing_open -> breach_hearing_none [leaves_legacy]"
    ),
    "support_begins_without_notice": (
        "delete transition · need_ends_through_work: plain_sent -> plain_due [support_begins]"
    ),
    "need_can_return_during_support": (
        "drop guard · need_returns: support_with_plan -> trust [no_talk_running]"
    ),
    "cooperation_goes_on_when_need_returns": (
        "drop act · need_returns: support_with_plan -> trust [no_talk_running]: support_closed"
    ),
    "nothing_outlives_the_case": "delete transition · leave: once_due -> first_due [open_case]",
    "end_of_support_on_record": (
        "drop act · support_expired: support_with_plan -> closed: support_closed"
    ),
    "ground_can_begin_in_care": (
        "drop guard · ground_begins: moved_with_plan -> suspended_trust [no_talk_running]"
    ),
    "suspension_remembers_where_it_began": (
        "drop act · ground_begins: trust -> suspended_trust [no_talk_running]: ground_recorded"
    ),
    "nothing_is_asked_during_suspension": (
        "delete transition · ground_begins: measure_assigned -> no_measure [ground_may_begin]"
    ),
    "ground_reviewed_in_suspension": (
        "delete transition · ground_reviewed: suspended_trust -> suspended_trust"
    ),
    "ground_review_only_reviews": (
        "retarget transition · ground_reviewed: suspended_notice -> suspended_notice to "
        "suspended_returning"
    ),
    "ground_can_end_in_suspension": (
        "delete transition · ground_ends: suspended_trust -> trust [ends_after_need]"
    ),
    "suspension_leads_back_to_where_it_began": (
        "drop act · ground_ends: suspended_trust -> trust [ends_after_need]: "
        "ground_review(result=ended)"
    ),
    "waiver_for_people_integrated_to_capacity": (
        "drop guard · waiver_granted: moved_with_plan -> waived [waiver_justified]"
    ),
    "waiver_replaces_the_plan": (
        "drop act · waiver_granted: trust -> waived [waiver_justified]: waiver_documented"
    ),
    "waiver_goes_on_after_joint_review": (
        "drop guard · waiver_reviewed: waived -> waived [waiver_still_justified]"
    ),
    "waiver_review_only_reviews": (
        "retarget transition · waiver_reviewed: waived -> waived [waiver_still_justified] to exempt"
    ),
    "waiver_can_end_at_any_time": (
        "delete transition · waiver_ends: waived -> analysis_outstanding"
    ),
    "analysis_follows_a_waiver": (
        "retarget transition · waiver_ends: waived -> analysis_outstanding to waived"
    ),
    "participation_plans_in_rehabilitation": (
        "drop guard · participation_plan_concluded: trust -> trust [rehabilitation_case]"
    ),
    "participation_plan_on_file": (
        "drop act · participation_plan_concluded: waived -> waived [rehabilitation_case]: "
        "participation_plan_recorded"
    ),
}
"""A systematic change that this contract notices, and no other property of the model."""

NOTICED_AMONG_OTHERS = {
    "support_after_need_ends_through_work": (
        "drop guard · need_ends_through_work: trust -> support_with_plan [ends_after_need]"
    ),
    "support_can_be_ended": (
        "drop guard · support_ended: support_with_plan -> closed [no_talk_running]"
    ),
    "any_open_case_can_end": "drop guard · leave: support_with_plan -> closed [no_talk_running]",
}
"""A change that the contract notices together with others."""

NOTICED_IN_DEADLINES = {
    "first_steps_are_due_one_after_the_other": "flip start · first_talk_due",
    "six_months_run_with_the_plan": "forget restart · update_due on plan_issued",
    "six_months_rest_in_conciliation_and_suspension": (
        "forget hold · update_due in suspended_trust"
    ),
    "update_soon_after_need": "forget restart · update_after_need_due on need_recorded",
    "update_soon_after_move": "flip start · update_after_move_due",
    "update_soon_after_participation_plan": (
        "forget restart · participation_plan_due on participation_plan_recorded"
    ),
    "agreements_reviewed_while_the_plan_works": "flip start · adherence_review_due",
    "return_reviewed_while_notice_applies": "flip start · notice_review_due",
    "ground_reviewed_every_six_months": "forget restart · ground_review_due on ground_review",
    "waiver_reviewed_every_six_months": "forget restart · waiver_review_due on waiver_review",
    "hard_times_run_from_beginning_to_end": "flip start · legacy_end",
}
"""A change of a deadline that the contract notices."""

ACCEPTED_TOO_OFTEN = {
    "old_agreement_can_run_out": ("legacy_agreement_expired", "first_talk_outstanding", "closed"),
    "support_can_run_out": ("support_expired", "trust", "closed"),
}
"""A transition that ought not to exist; the definition itself forbids that one of these lacks."""


@pytest.fixture(scope="module")
def trial() -> MutantTrial:
    return MutantTrial(load_rule_set("2023-07-01"))


@pytest.mark.parametrize("name", NOTICED_ALONE)
def test_only_this_contract_notices_the_change(trial: MutantTrial, name: str) -> None:
    assert trial.run(MUTANTS[NOTICED_ALONE[name]]).by == (name,)


@pytest.mark.parametrize("name", NOTICED_AMONG_OTHERS)
def test_a_contract_notices_the_change_among_others(trial: MutantTrial, name: str) -> None:
    assert name in trial.run(MUTANTS[NOTICED_AMONG_OTHERS[name]]).by


@pytest.mark.parametrize("name", NOTICED_IN_DEADLINES)
def test_a_contract_notices_a_changed_deadline(trial: MutantTrial, name: str) -> None:
    assert name in trial.run(MUTANTS[NOTICED_IN_DEADLINES[name]]).by


@pytest.mark.parametrize("name", ACCEPTED_TOO_OFTEN)
def test_a_contract_notices_an_event_accepted_too_often(trial: MutantTrial, name: str) -> None:
    assert name in trial.run(with_transition(ACCEPTED_TOO_OFTEN[name], "")).by


def test_every_contract_is_put_to_the_test() -> None:
    tested = {*NOTICED_ALONE, *NOTICED_AMONG_OTHERS, *NOTICED_IN_DEADLINES, *ACCEPTED_TOO_OFTEN}
    assert not missing(tested, clocks, entering, moving_and_leaving, suspending)
