"""Each contract on reviews, demands, measures and reductions notices a fault of the model."""

from __future__ import annotations

import pytest
from koopsim.model.checker.mutant_trial import MutantTrial
from koopsim.model.properties import deciding_reductions, demanding, intervening, reviewing
from koopsim.model.rule_set import load_rule_set

from .planted_faults import MUTANTS, limited, missing
from .test_contracts_notice_slowly import SLOWLY_NOTICED

NOTICED_ALONE = {
    "agreements_found_kept_in_any_plan": "delete transition · agreements_kept: trust -> trust",
    "agreements_found_broken_in_any_plan": (
        "delete transition · agreements_not_kept: trust -> trust [reason_found]"
    ),
    "review_before_need_is_no_more_than_that": (
        "retarget transition · agreements_not_kept: plan_before_need -> plan_before_need to "
        "conciliation_over_creation"
    ),
    "kept_agreements_lead_back_to_trust": (
        "retarget transition · agreements_kept: plan_with_notice -> returning to plan_with_notice"
    ),
    "kept_agreements_on_record": (
        "change field · agreements_kept: trust -> trust: adherence_review(outcome=kept) "
        "outcome=reason"
    ),
    "return_ends_demands": (
        "retarget transition · agreements_kept: measure_demanded -> measure_assigned "
        "[in_plan_with_notice] to early_intervention"
    ),
    "end_of_demand_on_record": (
        "drop act · agreements_kept: demand_standing -> no_demand [in_plan_with_notice]: "
        "demand_fulfilled"
    ),
    "return_to_trust_ends_notice_on_invitations": (
        "delete transition · agreements_kept: notice_due -> plain_due [returning_outside_talk]"
    ),
    "readiness_leads_to_returning": (
        "retarget transition · readiness_declared: plan_with_notice -> returning to "
        "plan_with_notice"
    ),
    "notice_reviewed_where_notice_applies": (
        "delete transition · notice_reviewed: plan_with_notice -> plan_with_notice"
    ),
    "notice_review_only_reviews": (
        "drop act · notice_reviewed: plan_with_notice -> plan_with_notice: notice_review"
    ),
    "agency_told_only_where_training_is_transferred": (
        "drop condition · demand_issued: not_agreed -> not_agreed [demand_after_check]: "
        "agency_notified(notice=yes) when training_placement_transferred"
    ),
    "broken_agreements_outcome": (
        "change field · agreements_not_kept: trust -> trust [reason_found]: "
        "adherence_review(outcome=reason) outcome=unreasonable"
    ),
    "notice_after_demandable_breach": (
        "retarget transition · agreements_not_kept: trust -> trust [reason_found] to "
        "plan_with_notice"
    ),
    "individual_check_of_vulnerable_people": (
        "drop act · agreements_not_kept: trust -> trust [notice_would_harm]: "
        "individual_check(notice_helps=no)"
    ),
    "important_reason_considered_in_review": (
        "drop act · agreements_not_kept: trust -> trust [reason_found]: "
        "important_reason_considered(found=yes)"
    ),
    "demand_assigns_to_no_measure": (
        "change field · demand_issued: not_agreed -> not_agreed [demand_after_check]: "
        "demand(basis=no_plan, administrative_act=yes, apart_from_plan=yes, announced=yes, "
        "reasonable=yes, cost_rule=yes, new_assignment=no) new_assignment=True"
    ),
    "representative_instructed_only_with_minors": (
        "drop condition · demand_issued: not_agreed -> not_agreed [demand_after_check]: "
        "representative_instructed when is_minor"
    ),
    "demand_stands_once_issued": (
        "delete transition · demand_issued: no_demand -> demand_standing [demand_possible_here]"
    ),
    "individual_check_recorded_as_found": (
        "change field · demand_issued: not_agreed -> not_agreed [demand_would_harm]: "
        "individual_check(notice_helps=no) notice_helps=True"
    ),
    "important_reason_recorded_as_found": (
        "change field · demand_refused: demand_standing -> no_demand [reason_found]: "
        "important_reason_considered(found=yes) found=False"
    ),
    "demand_where_cooperation_failed": (
        "delete transition · demand_issued: not_agreed -> not_agreed [demand_would_harm]"
    ),
    "demand_issued_unless_check_forbids": (
        "drop act · demand_issued: not_agreed -> not_agreed [demand_would_harm]: "
        "individual_check(notice_helps=no)"
    ),
    "standing_demand_can_be_refused": (
        "delete transition · demand_refused: demand_standing -> demand_standing "
        "[breach_without_consequence]"
    ),
    "followed_demand_is_fulfilled": (
        "retarget transition · demand_complied: measure_demanded -> measure_assigned to "
        "early_intervention"
    ),
    "refusal_is_looked_into": (
        "retarget transition · demand_refused: demand_standing -> no_demand [reason_found] to "
        "demand_standing"
    ),
    "refusal_opens_hearing": (
        "retarget transition · demand_refused: demand_standing -> no_demand "
        "[breach_has_consequence] to demand_standing"
    ),
    "refusal_during_conciliation_without_consequence": (
        "drop act · demand_refused: demand_standing -> demand_standing "
        "[breach_without_consequence]: breach_without_consequence"
    ),
    "refusal_and_the_measure": (
        "retarget transition · demand_refused: measure_demanded -> measure_assigned "
        "[reason_found] to early_intervention"
    ),
    "intervention_can_succeed": (
        "delete transition · intervention_succeeded: early_intervention -> measure_assigned"
    ),
    "running_measure_can_end": "delete transition · measure_ended: measure_assigned -> no_measure",
    "course_of_a_measure": (
        "retarget transition · measure_started: no_measure -> measure_assigned [trust_based] to "
        "early_intervention"
    ),
    "measure_assigned_without_notice": (
        "drop act · measure_started: no_measure -> measure_assigned [trust_based]: "
        "measure_assignment(notice=no)"
    ),
    "intervention_begins_with_advice": (
        "drop act · measure_noncooperation: measure_assigned -> early_intervention: "
        "early_intervention_advice(checks_reason=yes)"
    ),
    "measure_and_its_demand_end_together": (
        "delete transition · measure_ended: demand_standing -> no_demand [measure_was_demanded]"
    ),
    "appointment_decided_in_hearing": (
        "delete transition · appointment_reduction_decided: appointment_hearing_open -> "
        "appointment_hearing_none [reduction_justified]"
    ),
    "breach_decided_in_hearing": (
        "delete transition · breach_reduction_decided: breach_hearing_open -> breach_hearing_none "
        "[breach_reduction_justified]"
    ),
    "time_to_decide_on_appointment_ends": (
        "delete transition · appointment_determination_expired: appointment_hearing_open -> "
        "appointment_hearing_none"
    ),
    "time_to_decide_on_breach_ends": (
        "delete transition · breach_determination_expired: breach_hearing_open -> "
        "breach_hearing_none"
    ),
    "decision_ends_its_hearing": (
        "retarget transition · appointment_reduction_decided: appointment_hearing_open -> "
        "appointment_hearing_none [reduction_justified] to appointment_hearing_open"
    ),
    "appointment_reduction_unless_barred": (
        "drop act · appointment_reduction_decided: appointment_hearing_open -> "
        "appointment_hearing_none [reduction_justified]: reduction(ground=missed_appointment, "
        "stage=1)"
    ),
    "breach_reduction_unless_barred": (
        "drop act · breach_reduction_decided: breach_hearing_open -> breach_hearing_none "
        "[breach_reduction_justified]: reduction(ground=breach, stage=1)"
    ),
    "stage_follows_earlier_breaches": (
        "change field · breach_reduction_decided: breach_hearing_open -> breach_hearing_none "
        "[breach_reduction_justified]: reduction(ground=breach, stage=1) stage=2"
    ),
    "missed_time_bars_reduction": (
        "drop act · appointment_determination_expired: appointment_hearing_open -> "
        "appointment_hearing_none: hearing_closed(ground=missed_appointment)"
    ),
    "running_reduction_can_be_lifted": (
        "delete transition · reduction_lifted: first_talk_outstanding -> first_talk_outstanding "
        "[a_reduction_runs]"
    ),
    "counselling_for_young_people_in_care": (
        "delete transition · counselling_offered: first_talk_outstanding -> "
        "first_talk_outstanding [young]"
    ),
    "lifting_on_record": (
        "retarget transition · reduction_lifted: first_talk_outstanding -> first_talk_outstanding "
        "[a_reduction_runs] to analysis_outstanding"
    ),
    "counselling_on_record": (
        "drop act · counselling_offered: trust -> trust [young]: counselling_offer"
    ),
}
"""A systematic change that this contract notices, and no other property of the model."""

NOTICED_AMONG_OTHERS = {
    "review_changes_nothing_else": (
        "retarget transition · agreements_kept: returning -> trust to returning"
    ),
    "every_review_of_a_plan_recorded": (
        "drop act · agreements_kept: plan_before_need -> plan_before_need: "
        "adherence_review(outcome=before_need)"
    ),
    "demand_names_its_basis": (
        "change field · demand_issued: not_agreed -> not_agreed [demand_after_check]: "
        "demand(basis=no_plan, administrative_act=yes, apart_from_plan=yes, announced=yes, "
        "reasonable=yes, cost_rule=yes, new_assignment=no) basis=running_measure"
    ),
    "measure_begins_under_trust": (
        "delete transition · measure_started: no_measure -> measure_assigned [trust_based]"
    ),
    "noncooperation_in_assigned_measure": (
        "delete transition · measure_noncooperation: measure_assigned -> early_intervention"
    ),
}
"""A change that the contract notices together with others."""

ONLY_OUTSIDE_TALKS = {
    "standing_demand_can_be_followed": ("demand_complied", "In('no_talk')"),
    "readiness_counts_under_notice": (
        "readiness_declared",
        "In('no_talk') and In('plan_with_notice')",
    ),
}
"""An event refused during talks, for contracts whose event several regions follow at once."""


@pytest.fixture(scope="module")
def trial() -> MutantTrial:
    return MutantTrial(load_rule_set("2023-07-01"))


@pytest.mark.parametrize("name", NOTICED_ALONE)
def test_only_this_contract_notices_the_change(trial: MutantTrial, name: str) -> None:
    assert trial.run(MUTANTS[NOTICED_ALONE[name]]).by == (name,)


@pytest.mark.parametrize("name", NOTICED_AMONG_OTHERS)
def test_a_contract_notices_the_change_among_others(trial: MutantTrial, name: str) -> None:
    assert name in trial.run(MUTANTS[NOTICED_AMONG_OTHERS[name]]).by


@pytest.mark.parametrize("name", ONLY_OUTSIDE_TALKS)
def test_a_contract_notices_an_event_refused_too_often(trial: MutantTrial, name: str) -> None:
    assert trial.run(limited(*ONLY_OUTSIDE_TALKS[name])).by == (name,)


def test_every_contract_is_put_to_the_test() -> None:
    tested = {*NOTICED_ALONE, *NOTICED_AMONG_OTHERS, *SLOWLY_NOTICED, *ONLY_OUTSIDE_TALKS}
    assert not missing(tested, reviewing, demanding, intervening, deciding_reductions)
