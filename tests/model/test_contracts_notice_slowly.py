"""Contracts on notice and reductions, each with a change of the model that takes long to try."""

from __future__ import annotations

import pytest
from koopsim.model.checker.mutant_trial import MutantTrial
from koopsim.model.rule_set import load_rule_set

from .planted_faults import MUTANTS

SLOWLY_NOTICED = {
    "old_agreement_breach_opens_hearing": (
        "drop act · agreements_not_kept: breach_hearing_none -> breach_hearing_open "
        "[legacy_breach_opens_hearing]: hearing_opened(ground=legacy)"
    ),
    "demand_leaves_the_rest_alone": (
        "retarget transition · demand_issued: not_agreed -> not_agreed [demand_would_harm] to "
        "legacy_agreement"
    ),
    "first_hearing_starts_time_to_decide": "flip start · breach_determination_end",
    "intervention_can_fail": (
        "delete transition · intervention_failed: early_intervention -> measure_assigned "
        "[reason_found]"
    ),
    "demand_for_running_measure": (
        "retarget transition · intervention_failed: early_intervention -> measure_demanded "
        "[measure_notice_after_check] to early_intervention"
    ),
    "reason_considered_when_intervention_fails": (
        "drop act · intervention_failed: early_intervention -> measure_assigned [reason_found]: "
        "important_reason_considered(found=yes)"
    ),
    "individual_check_before_measure_demand": (
        "drop act · intervention_failed: early_intervention -> measure_assigned "
        "[notice_would_harm]: individual_check(notice_helps=no)"
    ),
    "reduction_starts_its_times": "forget state · repeat_window trust",
    "times_of_reductions_start_on_no_entry": "flip start · counselling_due",
    "year_of_breaches_is_not_cut_short": "forget state · repeat_window conciliation_over_creation",
    "appointment_decided_within_six_months": "stretch deadline · appointment_determination_end",
    "breach_decided_within_six_months": "stretch deadline · breach_determination_end",
}
"""A change that takes seconds to try: of deadlines, or one that opens many new states."""


@pytest.fixture(scope="module")
def trial() -> MutantTrial:
    return MutantTrial(load_rule_set("2023-07-01"))


@pytest.mark.slow
@pytest.mark.parametrize("name", SLOWLY_NOTICED)
def test_a_contract_notices_a_change_slowly(trial: MutantTrial, name: str) -> None:
    assert name in trial.run(MUTANTS[SLOWLY_NOTICED[name]]).by
