"""Best and worst case over the officer's discretion."""

from __future__ import annotations

from typing import get_args

import pytest
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.exact import CHOICES, Objective, PersonClass, exact_case

from .conftest import few


@pytest.mark.parametrize("objective", get_args(Objective))
def test_the_scenario_lies_between_best_and_worst(vulnerable_case, objective):
    found = vulnerable_case.discretion(objective)
    tolerance = 1e-6 * max(1.0, abs(found.scenario))
    assert found.lowest.value <= found.scenario + tolerance
    assert found.scenario <= found.highest.value + tolerance
    assert found.choices > 0
    for policy in (found.lowest, found.highest):
        assert tuple(policy.yes) == CHOICES
        assert all(value is None or 0 <= value <= 1 for value in policy.yes.values())


def test_values_of_the_scenario_are_those_of_the_chain(vulnerable_case):
    shares, counts = vulnerable_case.time_shares(), vulnerable_case.per_year()
    found = vulnerable_case.discretion("share_with_notice")
    assert found.scenario == pytest.approx(shares.plan["plan_with_notice"], rel=1e-7)
    # Talks on the day of entry do not exist, so both count the same.
    found = vulnerable_case.discretion("talks")
    assert found.scenario == pytest.approx(counts.talks, rel=1e-7)


def test_with_the_individual_check_always_negative_nobody_works_with_notice(vulnerable_case):
    found = vulnerable_case.discretion("share_with_notice")
    assert found.lowest.value == pytest.approx(0.0, abs=1e-12)
    assert found.lowest.yes["notice_helps"] == 0.0


def test_a_share_of_the_scenario_at_its_end_is_the_policy_itself():
    changes = {"measure__monthly_start_rate": 0.0, "adherence__further_notice_share": 1.0}
    always = exact_case(few(**changes), PersonClass(spells=False))
    found = always.discretion("share_under_any_notice")
    assert found.highest.yes["further_notice"] == pytest.approx(1.0, abs=0.01)
    assert found.highest.value == pytest.approx(found.scenario, rel=1e-3)
    assert found.lowest.value < 0.5 * found.scenario


def test_an_unknown_objective_is_refused_with_the_known_ones(plain_case):
    with pytest.raises(AnalysisError, match="known are share_with_notice"):
        plain_case.discretion("happiness")
