"""Parameters and chance told apart, against models whose variances are known."""

from __future__ import annotations

import numpy as np
import pytest
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.uncertainty import decompose
from koopsim.analysis.uncertainty.variance import components, long_run_means

TRIALS = 400


def _values(random: np.random.Generator, points: int = 60, each: int = 2) -> np.ndarray:
    """Parameters with variance 4, chance with variance 1."""
    means = random.normal(10.0, 2.0, (points, 1))
    return means + random.normal(0.0, 1.0, (points, each))


def test_estimates_are_unbiased() -> None:
    # The mean of 400 estimates has standard error 0.8/20 = 0.04 (parameters) and 0.01 (chance):
    # four standard errors give a false alarm in 1 of 8,000 seeds; this seed is fixed.
    random = np.random.default_rng(20240101)
    found = np.array([components(_values(random)) for _ in range(TRIALS)])
    assert abs(found[:, 0].mean() - 4.0) < 0.16
    assert abs(found[:, 1].mean() - 1.0) < 0.04


def test_interval_of_the_share_covers() -> None:
    # True share 0.8. Percentile bootstrap over 60 points: 95 % nominal, 90 to 97 % is usual;
    # 200 trials with 93 % give fewer than 87 % once in 1,000 seeds.
    random = np.random.default_rng(5)
    hits = 0
    for trial in range(200):
        parts = decompose(_values(random), random.normal(10, 1, 10), trial)
        hits += parts.share_low <= 0.8 <= parts.share_high
    assert hits >= 174


def test_total_range_covers_new_runs() -> None:
    # One new run (variance 5) lies in the 95 % range of 400 x 2 values with probability near 0.95;
    # below 0.93 in 2,000 new runs once in 10,000 seeds.
    random = np.random.default_rng(6)
    parts = decompose(_values(random, 400), random.normal(10, 1, 20), 1)
    new = random.normal(10.0, np.sqrt(5.0), 2000)
    assert 0.92 < ((new >= parts.total.low) & (new <= parts.total.high)).mean() < 0.98


def test_chance_alone_is_a_prediction_interval() -> None:
    # Student t prediction intervals are exact: 95 % of 1,000, standard error 0.7 %.
    random = np.random.default_rng(7)
    hits = 0
    for _ in range(1000):
        found = decompose(np.ones((4, 2)), random.normal(50, 3, 8), 1).by_chance
        hits += found.low <= random.normal(50, 3) <= found.high
    assert 925 <= hits <= 975


def test_means_are_drawn_together_to_the_variance_of_the_parameters() -> None:
    values = _values(np.random.default_rng(8))
    parameters, _ = components(values)
    assert long_run_means(values).var(ddof=1) == pytest.approx(float(parameters))


def test_without_parameters_the_share_is_zero() -> None:
    values = np.array([[1.0, 3.0], [3.0, 1.0], [2.0, 2.0]])
    parts = decompose(values, np.array([1.0, 2.0]), 1)
    assert parts.parameters == 0.0
    assert parts.share == 0.0


def test_one_replication_is_refused() -> None:
    with pytest.raises(AnalysisError, match="two replications"):
        components(np.ones((5, 1)))
