"""Effects and indices against functions whose answers are known (Ishigami; linear models)."""

from __future__ import annotations

import numpy as np
import pytest
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.uncertainty import design, elementary_effects, fit_surrogate, trajectories
from koopsim.analysis.uncertainty.regression import explained_variance
from koopsim.analysis.uncertainty.surrogate import index_intervals


def ishigami(points: np.ndarray) -> np.ndarray:
    x = np.pi * (2.0 * points[:, :3] - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


A, B = 7.0, 0.1
TOTAL = A**2 / 8 + B * np.pi**4 / 5 + B**2 * np.pi**8 / 18 + 0.5
FIRST = np.array([0.5 * (1 + B * np.pi**4 / 5) ** 2, A**2 / 8, 0.0]) / TOTAL
THIRD = B**2 * np.pi**8 * (1 / 18 - 1 / 50) / TOTAL


def test_sobol_indices_of_ishigami() -> None:
    points = design(512, 3, "sobol", 1)
    found = fit_surrogate(points, ishigami(points), range(3), degree=9)
    first, total = found.sobol()
    assert found.quality > 0.99
    assert np.allclose(first, FIRST, atol=0.01)
    assert np.allclose(total, FIRST + np.array([THIRD, 0.0, THIRD]), atol=0.01)
    assert found.variance == pytest.approx(TOTAL, rel=0.02)


def test_quality_tells_that_a_surrogate_is_poor() -> None:
    # degree 3 cannot follow sin(x)**2 over two periods
    points = design(256, 3, "sobol", 1)
    assert fit_surrogate(points, ishigami(points), range(3)).quality < 0.7


def test_quality_is_that_of_points_not_seen() -> None:
    # noise of variance 1 beside a signal of variance 1: nobody can predict more than half
    random = np.random.default_rng(3)
    points = design(300, 20, "latin-hypercube", 2)
    values = np.sqrt(12) * (points[:, 0] - 0.5) + random.normal(size=300)
    found = fit_surrogate(points, values, range(5))
    new = random.random((4000, 20))
    miss = np.sqrt(12) * (new[:, 0] - 0.5) + random.normal(size=4000) - found.predict(new)
    assert found.quality == pytest.approx(1.0 - miss.var() / 2.0, abs=0.1)
    assert 0.3 < found.quality < 0.55


def test_linear_model_with_ninety_idle_numbers() -> None:
    points = design(200, 93, "latin-hypercube", 4)
    slopes = np.array([3.0, 2.0, 1.0])
    values = points[:, :3] @ slopes + np.random.default_rng(1).normal(0, 0.05, 200)
    found = fit_surrogate(points, values, range(3))
    first, total = found.sobol()
    shares = slopes**2 / (slopes**2).sum()
    assert np.allclose(first[:3], shares, atol=0.03)
    assert total[3:].max() < 0.02
    assert np.allclose(found.main_effect(0, [0.05, 0.95]) @ [-1, 1], 0.9 * 3.0, atol=0.1)
    low, high = index_intervals(found, points, values, 1)
    assert (low[:3] - 0.02 <= shares).all()
    assert (shares <= high[:3] + 0.02).all()


def test_a_constant_outcome_has_no_indices() -> None:
    points = design(32, 4, "latin-hypercube", 1)
    found = fit_surrogate(points, np.full(32, 7.0))
    assert found.sobol()[1].tolist() == [0.0] * 4
    assert found.predict(points).tolist() == [7.0] * 32


def test_elementary_effects_of_a_linear_model_are_its_slopes() -> None:
    points = trajectories(5, 4, 1)
    slopes = np.array([4.0, -2.0, 1.0, 0.0, 0.5])
    found = elementary_effects(points, points @ slopes, 1)
    assert np.allclose(found["mu"], slopes)
    assert np.allclose(found["mu_star"], np.abs(slopes))
    assert np.allclose(found["sigma"], 0.0, atol=1e-9)


def test_sigma_shows_an_interaction() -> None:
    points = trajectories(3, 10, 2)
    found = elementary_effects(points, points[:, 0] * points[:, 1] + points[:, 2], 1)
    assert found["sigma"][0] > 0.1
    assert found["sigma"][2] == pytest.approx(0.0, abs=1e-9)


def test_explained_variance_of_a_bent_curve() -> None:
    # Var(x**2) for uniform x is 4/45; noise 0.1, 500 points: standard error about 0.005
    random = np.random.default_rng(4)
    x = random.random((500, 1))
    y = x[:, 0] ** 2 + random.normal(0, 0.1, 500)
    assert explained_variance(x, y) == pytest.approx(4 / 45, abs=0.015)
    assert explained_variance(random.random((500, 1)), y) < 0.003


@pytest.mark.parametrize("number", [1, 2000])
def test_wrong_numbers_of_trajectories_are_refused(number: int) -> None:
    with pytest.raises(AnalysisError, match="2 to 1000"):
        trajectories(3, number, 1)


def test_too_few_points_are_refused() -> None:
    with pytest.raises(AnalysisError, match="at least 20"):
        fit_surrogate(np.zeros((5, 2)), np.zeros(5))
