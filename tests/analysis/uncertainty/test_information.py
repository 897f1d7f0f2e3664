"""The value of information against a linear decision with normal numbers: a closed form."""

from __future__ import annotations

import numpy as np
import pytest
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.uncertainty import (
    StaffDecision,
    partial_information,
    perfect_information,
)
from koopsim.scenarios import load_scenario
from scipy.stats import norm

MEAN, SLOPES = 0.2, np.array([1.0, 0.5, 0.0])


def closed_form(deviation: float) -> float:
    """E max(0, X) - max(0, E X) for X normal: what knowing X is worth before choosing it or not."""
    if deviation == 0:
        return 0.0
    z = MEAN / deviation
    return float(MEAN * norm.cdf(z) + deviation * norm.pdf(z) - max(MEAN, 0.0))


def _sample(seed: int, points: int = 1500) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    numbers = random.normal(size=(points, 3))
    gain = MEAN + numbers @ SLOPES + random.normal(0, 0.5, points)
    return np.column_stack([np.zeros(points), gain]), numbers


def test_value_of_one_number() -> None:
    # 12 samples of 1,500: the mean has a standard error near 0.006; 0.025 is four of them.
    found = np.array(
        [
            [partial_information(b, x[:, [k]], seed).value for k in range(3)]
            for seed in range(12)
            for b, x in [_sample(seed)]
        ]
    )
    expected = [closed_form(abs(slope)) for slope in SLOPES]
    assert np.allclose(found.mean(axis=0), expected, atol=0.025)
    assert found[:, 2].max() < 0.03


def test_value_of_several_numbers_together() -> None:
    benefits, numbers = _sample(99, 4000)
    together = partial_information(benefits, numbers[:, :2], 1)
    assert together.value == pytest.approx(closed_form(np.hypot(1.0, 0.5)), abs=0.05)


def test_everything_is_worth_at_least_as_much() -> None:
    benefits, numbers = _sample(3)
    everything = perfect_information(benefits)
    assert everything >= partial_information(benefits, numbers, 1).value
    assert everything == pytest.approx(closed_form(np.sqrt(1.5)), abs=0.06)


def test_standard_error_is_about_right() -> None:
    # spread of estimates over 30 samples against the mean of the stated errors, within a factor 2
    # (the benefits of one sample hold the same noise in its maximum, which the error leaves out)
    found = [partial_information(b, x[:, [0]], 1) for s in range(30) for b, x in [_sample(s, 400)]]
    spread = np.std([each.value for each in found], ddof=1)
    stated = np.mean([each.standard_error for each in found])
    assert 0.4 < stated / spread < 2.5


def test_a_dominant_option_makes_information_worthless() -> None:
    random = np.random.default_rng(1)
    numbers = random.normal(size=(400, 1))
    benefits = np.column_stack([numbers[:, 0] + 100.0, numbers[:, 0]])
    assert partial_information(benefits, numbers, 1).value == pytest.approx(0.0, abs=1e-9)


def test_one_option_is_no_decision() -> None:
    with pytest.raises(AnalysisError, match="two options"):
        partial_information(np.zeros((5, 1)), np.zeros((5, 1)), 1)


def test_loss_is_staff_and_what_is_short() -> None:
    baseline = load_scenario("baseline")
    decision = StaffDecision(target=0.9, price=2.0, factors=(1.0, 1.5))
    losses = decision.losses(baseline, np.array([[0.85, 0.95]]))
    assert losses == pytest.approx(np.array([[76.5 + 2 * 5, 114.75]]))
    assert StaffDecision().price_for(baseline) == pytest.approx(0.03 * 76.5)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"target": 0.0}, "target"),
        ({"price": -1.0}, "price"),
        ({"factors": (1.0,)}, "two or more"),
        ({"measured": "talks"}, "is none"),
    ],
)
def test_wrong_decisions_are_refused(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(AnalysisError, match=words):
        StaffDecision(**arguments)  # type: ignore[arg-type]
