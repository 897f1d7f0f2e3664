"""Each contract on invitations, talks, plans and conciliation notices a fault of the model."""

from __future__ import annotations

import pytest
from koopsim.model.checker.mutant_trial import MutantTrial
from koopsim.model.properties import disputing, inviting, planning, talking
from koopsim.model.rule_set import load_rule_set

from .planted_faults import MUTANTS, missing, with_transition

NOTICED = {
    "no_full_plan_before_need": (
        "retarget transition · came_of_age: legacy_analysed -> legacy_analysed [is_minor] to trust"
    ),
    "invited_when_nothing_is_out": (
        "delete transition · invitation_sent: notice_due -> notice_sent [free_in_care]"
    ),
    "invitation_of_the_kind_that_is_due": (
        "retarget transition · invitation_sent: once_due -> once_sent [free_in_care] to once_due"
    ),
    "notice_of_an_invitation_follows_its_kind": (
        "drop act · invitation_sent: notice_due -> notice_sent [free_in_care]: "
        "invitation(to=follow_up, notice=yes)"
    ),
    "representative_told_of_invitation": (
        "drop condition · invitation_sent: once_due -> once_sent [free_in_care]: "
        "representative_instructed when is_minor"
    ),
    "reporting_date_beside_follow_up_talks": (
        "delete transition · reporting_invitation_sent: plain_due -> plain_reporting "
        "[reporting_possible]"
    ),
    "reporting_date_carries_notice": (
        "retarget transition · reporting_invitation_sent: plain_due -> plain_reporting "
        "[reporting_possible] to plain_due"
    ),
    "reporting_date_can_be_kept": (
        "delete transition · reporting_kept: plain_reporting -> plain_due"
    ),
    "reporting_date_can_be_missed": (
        "delete transition · reporting_missed: plain_reporting -> plain_due [reason_found]"
    ),
    "invitations_after_reporting_as_before": (
        "retarget transition · reporting_kept: plain_reporting -> plain_due to plain_sent"
    ),
    "talk_can_be_missed": (
        "delete transition · talk_missed: first_sent -> once_due [no_show_under_the_rule]"
    ),
    "invitation_after_a_missed_talk": (
        "retarget transition · talk_missed: once_sent -> once_due [reason_found] to once_sent"
    ),
    "no_show_records_whether_reason_is_known": (
        "drop act · talk_missed: once_sent -> once_due [no_reason]: no_show(reason_known=no)"
    ),
    "missed_appointment_is_heard": (
        "delete transition · talk_missed: appointment_hearing_none -> "
        "appointment_hearing_open [missed_with_notice]"
    ),
    "first_talk_and_follow_up_talks": (
        "delete transition · talk_held: no_talk -> talk_open [first_talk_in_care]"
    ),
    "first_talk_leads_to_analysis": (
        "delete transition · talk_held: first_talk_outstanding -> analysis_outstanding [invited]"
    ),
    "plan_sought_only_without_agreement": (
        "delete transition · talk_held: not_agreed -> not_agreed [invited]"
    ),
    "who_appears_is_invited_as_before": (
        "retarget transition · talk_held: once_sent -> once_clarifying to notice_due"
    ),
    "talk_clears_further_invitations": (
        "retarget transition · talk_ended: talk_open -> no_talk to talk_open"
    ),
    "analysis_made_in_talk_where_outstanding": (
        "drop guard · analysis_completed: talk_open -> talk_analysed [analysis_due_in_talk]"
    ),
    "analysis_leads_to_plan": (
        "retarget transition · analysis_completed: talk_open -> talk_analysed "
        "[analysis_due_in_talk] to no_talk"
    ),
    "analysis_shortened_where_facts_are_known": (
        "change field · analysis_completed: legacy_agreement -> legacy_analysed "
        "[new_finding_in_talk]: analysis(shortened=no) shortened=True"
    ),
    "analysis_checks_rehabilitation_need": (
        "drop act · analysis_completed: legacy_agreement -> legacy_analysed "
        "[new_finding_in_talk]: rehabilitation_check"
    ),
    "municipal_services_recorded_with_consent": (
        "drop act · analysis_completed: legacy_agreement -> legacy_analysed "
        "[new_finding_in_talk]: municipal_service_recorded(consent=yes)"
    ),
    "existing_analysis_reviewed_in_talk": (
        "drop guard · analysis_reviewed: talk_open -> talk_analysed [review_in_talk]"
    ),
    "review_of_analysis_is_recorded": (
        "drop act · analysis_reviewed: talk_open -> talk_analysed [review_in_talk]: analysis_review"
    ),
    "plan_agreed_in_talk_after_analysis": (
        "delete transition · plan_agreed: plan_outstanding -> trust [agreed_after_need]"
    ),
    "agreed_plan_comes_into_force": (
        "retarget transition · plan_agreed: not_agreed -> trust [agreed_after_need] to not_agreed"
    ),
    "new_plan_ends_demands": (
        "drop act · plan_agreed: demand_standing -> no_demand [new_plan_made]: "
        "demands_lifted(cause=new_plan)"
    ),
    "new_plan_replaces_old_agreement": (
        "drop act · plan_agreed: legacy_analysed -> trust [agreed_after_need]: legacy_ended"
    ),
    "plan_issued_whenever_agreed": (
        "drop act · plan_agreed: legacy_analysed -> trust [agreed_after_need]: "
        "plan_issued(version=new, text_form=yes, notice=no, signed=no)"
    ),
    "rehabilitation_application_supported": (
        "drop act · plan_agreed: legacy_analysed -> trust [agreed_after_need]: "
        "rehabilitation_application"
    ),
    "officer_of_community_informed": (
        "drop act · plan_agreed: legacy_analysed -> trust [agreed_after_need]: officer_informed"
    ),
    "consultation_note_complete": (
        "change field · plan_agreed: legacy_analysed -> trust [agreed_after_need]: "
        "consultation_note(joint_work=yes, acknowledged=yes) joint_work=False"
    ),
    "six_months_begin_with_each_version": (
        "retarget transition · update_agreed: support_with_plan -> support_with_plan "
        "[after_analysis_in_talk] to closed"
    ),
    "plan_updated_after_review": (
        "delete transition · update_agreed: trust -> trust [after_analysis_in_talk]"
    ),
    "plan_kept_after_review": (
        "delete transition · update_unchanged: trust -> trust [after_analysis_in_talk]"
    ),
    "update_keeps_the_basis": (
        "retarget transition · update_agreed: returning -> returning "
        "[after_analysis_in_talk] to plan_before_need"
    ),
    "return_reviewed_with_each_update": (
        "drop act · update_agreed: plan_with_notice -> plan_with_notice "
        "[after_analysis_in_talk]: notice_review"
    ),
    "kept_plan_is_confirmed_not_issued": (
        "drop act · update_unchanged: trust -> trust [after_analysis_in_talk]: "
        "plan_confirmed_unchanged(documented=yes)"
    ),
    "offers_where_a_plan_is_worked_on": "delete transition · offer_made: trust -> trust",
    "offer_is_no_demand": (
        "drop act · offer_made: trust -> trust: offer(notice=no, apart_from_plan=yes)"
    ),
    "plan_disputed_in_talk": (
        "delete transition · creation_disagreement: not_agreed -> not_agreed [creation_failed]"
    ),
    "update_disputed_after_review": (
        "delete transition · update_disagreement: trust -> not_agreed [update_failed]"
    ),
    "disagreement_on_creation_leads_to_conciliation": (
        "retarget transition · creation_disagreement: legacy_analysed -> legacy_analysed "
        "[creation_failed] to trust"
    ),
    "optional_plan_is_not_disputed_further": (
        "retarget transition · creation_disagreement: suspended_not_agreed -> "
        "suspended_not_agreed [during_talk] to suspended_trust"
    ),
    "disagreement_on_update_leads_to_conciliation": (
        "retarget transition · update_disagreement: trust -> not_agreed [update_failed] to trust"
    ),
    "conciliation_opened_with_four_weeks": (
        "drop act · update_disagreement: trust -> conciliation_over_update_trust "
        "[update_to_conciliation]: conciliation_opened(over=update)"
    ),
    "conciliation_replaces_old_agreement": (
        "delete transition · creation_disagreement: breach_hearing_open -> "
        "breach_hearing_none [legacy_to_conciliation]"
    ),
    "conciliation_can_succeed": (
        "delete transition · conciliation_agreed: conciliation_over_update_trust -> trust "
        "[need_known]"
    ),
    "conciliation_can_run_out": (
        "delete transition · conciliation_expired: conciliation_over_creation -> not_agreed"
    ),
    "conciliation_ends_on_record": (
        "drop act · conciliation_agreed: conciliation_over_update_trust -> trust [need_known]: "
        "conciliation_closed(result=agreed)"
    ),
    "agreed_conciliation_restores_cooperation": (
        "retarget transition · conciliation_agreed: conciliation_over_update_returning "
        "-> returning to plan_before_need"
    ),
    "expired_conciliation_leaves_no_agreement": (
        "retarget transition · conciliation_expired: conciliation_over_update_trust -> "
        "not_agreed to legacy_agreement"
    ),
}
"""A systematic change that a contract notices, no other contract where there is such a change."""

ADDED = {
    "invitation_changes_nothing_else": (
        ("invitation_sent", "measure_assigned", "no_measure"),
        "In('plain_due') and In('no_talk') and In('trust')",
    ),
    "no_show_changes_nothing_else": (
        ("talk_missed", "measure_assigned", "no_measure"),
        "In('plain_sent')",
    ),
    "talk_follows_invitation": (("talk_held", "plain_due", "plain_due"), ""),
    "every_talk_can_end": (("talk_ended", "no_talk", "no_talk"), ""),
    "talk_leaves_the_rest_alone": (
        ("talk_ended", "measure_assigned", "no_measure"),
        "In('in_talk')",
    ),
    "plan_work_leaves_the_rest_alone": (
        ("update_agreed", "measure_assigned", "no_measure"),
        "In('trust') and In('talk_analysed')",
    ),
    "disagreement_leaves_the_rest_alone": (
        ("update_disagreement", "measure_assigned", "no_measure"),
        "In('trust') and In('talk_analysed')",
    ),
}
"""A transition that ought not to exist, and when it fires, for contracts on what stays as it is."""


@pytest.fixture(scope="module")
def trial() -> MutantTrial:
    return MutantTrial(load_rule_set("2023-07-01"))


@pytest.mark.parametrize("name", NOTICED)
def test_a_contract_notices_a_systematic_change(trial: MutantTrial, name: str) -> None:
    assert name in trial.run(MUTANTS[NOTICED[name]]).by


@pytest.mark.parametrize("name", ADDED)
def test_a_contract_notices_an_added_transition(trial: MutantTrial, name: str) -> None:
    assert name in trial.run(with_transition(*ADDED[name])).by


def test_the_model_itself_breaks_no_contract(trial: MutantTrial) -> None:
    trial.prepare()


def test_every_contract_is_put_to_the_test() -> None:
    assert not missing({*NOTICED, *ADDED}, inviting, talking, planning, disputing)
