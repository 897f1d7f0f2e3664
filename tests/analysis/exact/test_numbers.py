"""Numbers of a case that follow from the scenario by a closed formula, and laws of conservation."""

from __future__ import annotations

import numpy as np
import pytest
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.exact import ORDINARY, PersonClass, exact_case, mixed_case
from koopsim.analysis.exact.chain import COUNTS
from koopsim.scenarios import load_scenario
from koopsim.simulation.distributions import daily_hazard

from .conftest import few


def test_rows_are_distributions(plain_case, vulnerable_case):
    for case in (plain_case, vulnerable_case):
        chain = case.chain
        for matrix in (chain.chances, chain.waits, chain.matrix, chain.decisions.waits):
            assert np.abs(matrix.sum(axis=1) - 1).max() < 1e-12
            assert matrix.data.min() >= 0
        assert chain.start.sum() == pytest.approx(1.0, abs=1e-12)
        assert len(set(chain.states)) == case.states


def test_time_in_benefit_follows_from_the_exit_rate_alone(plain_case, vulnerable_case):
    daily = float(daily_hazard(plain_case.scenario.values()["flows.monthly_exit_rate.from_25"]))
    for case in (plain_case, vulnerable_case):
        shares = case.time_shares()
        assert shares.months_in_benefit == pytest.approx(1 / daily / (365.25 / 12), rel=1e-7)
        assert sum(shares.plan.values()) == pytest.approx(1.0, abs=1e-9)
        assert "closed" not in shares.plan


def test_every_invitation_is_kept_or_missed_or_overtaken_by_the_exit(plain_case):
    numbers = plain_case.per_year()
    invited = numbers.invitations_with_notice + numbers.invitations_without_notice
    answered = numbers.talks + numbers.no_shows
    daily = float(daily_hazard(plain_case.scenario.values()["flows.monthly_exit_rate.from_25"]))
    # An invitation stands for two to three weeks; in that time some cases leave.
    assert answered < invited < answered / (1 - 22 * daily)


def test_sums_of_kinds(plain_case):
    numbers = plain_case.per_year()
    counts = numbers.counts
    assert set(counts) == set(COUNTS)
    assert numbers.updates == pytest.approx(counts["updates_done"] + counts["updates_unchanged"])
    assert numbers.talks == counts["talks"]
    share = counts["updates_unchanged"] / numbers.updates
    assert 0.3 < share < 0.36  # unchanged_share is 0.35 of updates that are agreed


def test_without_failures_nobody_meets_a_notice():
    calm = few(
        attendance__no_show__first=0.0,
        attendance__no_show__follow_up=0.0,
        adherence__breach_probability=0.0,
        measure__monthly_start_rate=0.0,
        cooperation__agreement_probability=1.0,
        cooperation__update_agreement_probability=1.0,
    )
    case = exact_case(calm, PersonClass(spells=False))
    numbers = case.per_year()
    assert numbers.no_shows == numbers.demands == numbers.invitations_with_notice == 0
    assert numbers.updates_missed == 0
    assert set(case.time_shares().plan) == {
        "first_talk_outstanding",
        "analysis_outstanding",
        "plan_outstanding",
        "trust",
    }
    with pytest.raises(AnalysisError, match="no case ever gets a plan with RFB"):
        case.months_to_return_to_trust()
    with pytest.raises(AnalysisError, match="ever meets a notice"):
        case.route_into_notice()


def test_return_takes_two_reviews_when_all_agreements_are_kept():
    kept = few(
        adherence__breach_probability_with_notice=0.0,
        measure__monthly_start_rate=0.0,
        cooperation__update_agreement_probability=1.0,
        flows__monthly_exit_rate__from_25=0.001,
        adherence__breach_probability=0.01,
    )
    back = exact_case(kept, PersonClass(spells=False)).months_to_return_to_trust()
    # One review (thirteen weeks) leads to `returning`, the next one to trust, unless a new breach
    # (1 %) puts it off; the exit rate of 0.1 % a month takes few away.
    assert back.months_with_notice == pytest.approx(13 * 7 / (365.25 / 12), rel=0.01)
    assert back.months == pytest.approx(2 * 13 * 7 / (365.25 / 12), rel=0.02)
    assert 0.99 < back.probability < 1


def test_a_young_person_is_seen_more_often():
    changes = {"measure__monthly_start_rate": 0.0, "contact__interval_months__under_25": 1}
    scenario = few(**changes, adherence__breach_probability=0.02)
    young = exact_case(scenario, PersonClass(under_25=True, spells=False))
    older = exact_case(scenario, PersonClass(spells=False))
    assert young.per_year().talks > 1.5 * older.per_year().talks
    daily = float(daily_hazard(scenario.values()["flows.monthly_exit_rate.under_25"]))
    assert young.time_shares().months_in_benefit == pytest.approx(
        1 / daily / (365.25 / 12), rel=1e-7
    )


def test_classes_are_mixed_with_the_shares_of_the_scenario():
    scenario = few(
        measure__monthly_start_rate=0.0, population__share_under_25=0.0, population__share_minor=0.0
    )
    mixed = mixed_case(scenario, spells=False)
    assert [round(share, 12) for share, _ in mixed.parts] == [0.33, 0.67]
    demands = [share * part.per_year().demands for share, part in mixed.parts]
    assert mixed.per_year().demands == pytest.approx(sum(demands))
    assert mixed.per_year().counts["demands_with_notice"] == pytest.approx(sum(demands))
    assert sum(mixed.time_shares().plan.values()) == pytest.approx(1.0)
    assert mixed.time_shares().months_in_benefit == pytest.approx(
        mixed.parts[0][1].time_shares().months_in_benefit
    )


def test_waits_too_short_for_weeks_are_refused():
    hasty = few(measure__mean_months=0.1, measure__noncooperation_probability=0.9)
    with pytest.raises(AnalysisError, match="too short for steps of a week"):
        exact_case(hasty, PersonClass(spells=False))


def test_the_default_class_is_ordinary():
    assert PersonClass() == ORDINARY
    assert ORDINARY.facts == 0
    assert load_scenario("baseline").population.share_under_25.value > 0
