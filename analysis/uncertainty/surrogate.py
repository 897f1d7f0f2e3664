"""A sparse polynomial chaos expansion: a polynomial that stands in for the simulator.

The outcome is written as a sum of products of Legendre polynomials, which are orthonormal on the
unit cube; Sobol indices are then sums of squared coefficients (Sudret 2008). Which terms are in it
is decided by least angle regression and the corrected leave-one-out error (Blatman and Sudret
2011); the candidates are powers of every axis up to a degree, and products of two axes named as
interacting up to the same total degree.

``quality`` is the share of the variance of left-out points that the surrogate predicts, by ten-fold
cross-validation in which the choice of terms is repeated in every fold. Chance in the values counts
against it: it can be low although the mean is well met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray
from scipy.linalg import solve_triangular

from ..errors import AnalysisError
from ..intervals import CONFIDENCE

Floats = NDArray[np.float64]
Term = tuple[tuple[int, int], ...]
"""A product of polynomials: pairs of axis and degree."""

DEGREE = 3
FOLDS = 10
MOST_TERMS = 60
POOR = 0.5
"""Below this quality nobody should rely on indices from the surrogate."""

_RESAMPLES = 200


@dataclass(frozen=True)
class Surrogate:
    """A fitted expansion on the unit cube of ``dimension`` axes."""

    dimension: int
    terms: tuple[Term, ...]
    constant: float
    coefficients: Floats
    quality: float

    def predict(self, points: Floats) -> Floats:
        """Return the surrogate's values at points of the unit cube."""
        return np.asarray(self.constant + _columns(points, self.terms) @ self.coefficients)

    def without(self, points: Floats, axes: Sequence[int]) -> Floats:
        """Return the part of the surrogate that needs any axis other than ``axes``, mean 0."""
        own = set(axes)
        others = [
            place for place, term in enumerate(self.terms) if not {axis for axis, _ in term} <= own
        ]
        return np.asarray(
            _columns(points, [self.terms[place] for place in others]) @ self.coefficients[others]
        )

    @property
    def variance(self) -> float:
        """Variance of the surrogate over the cube, in the unit of the outcome squared."""
        return float((self.coefficients**2).sum())

    def sobol(self) -> tuple[Floats, Floats]:
        """Return first-order and total Sobol indices of all axes (0 for a constant)."""
        return sobol_indices(self.terms, self.coefficients, self.dimension)

    def main_effect(self, axis: int, at: Sequence[float]) -> Floats:
        """Return the expected outcome where one axis is at given places and all others vary."""
        places = np.asarray(at, dtype=float)
        result = np.full(len(places), self.constant)
        for term, coefficient in zip(self.terms, self.coefficients, strict=True):
            if len(term) == 1 and term[0][0] == axis:
                result += coefficient * _polynomial(places, term[0][1])
        return result


def fit_surrogate(
    points: Floats,
    values: Floats,
    interacting: Sequence[int] = (),
    seed: int = 1,
    degree: int = DEGREE,
) -> Surrogate:
    """Fit the expansion to the outcome's ``values`` at ``points`` of the unit cube.

    Args:
        points: one row per point.
        values: one number per point.
        interacting: axes whose products may enter.
        seed: of the folds.
        degree: highest total degree of a term.

    Raises:
        AnalysisError: if there are fewer than 20 points.
    """
    count, dimension = points.shape
    if count < 20:
        raise AnalysisError(f"A surrogate needs at least 20 points, not {count}.")
    candidates = _candidates(dimension, interacting, degree)
    matrix = _columns(points, candidates)
    order = np.random.default_rng(np.random.SeedSequence([seed, 3])).permutation(count)
    misses = np.zeros(count)
    for fold in np.array_split(order, FOLDS):
        kept = np.setdiff1d(np.arange(count), fold)
        chosen, constant, coefficients = _fit(matrix[kept], values[kept])
        misses[fold] = values[fold] - constant - matrix[np.ix_(fold, chosen)] @ coefficients
    chosen, constant, coefficients = _fit(matrix, values)
    total = float(((values - values.mean()) ** 2).sum())
    quality = 1.0 - float((misses**2).sum()) / total if total > 0 else 1.0
    terms = tuple(candidates[place] for place in chosen)
    return Surrogate(dimension, terms, constant, coefficients, quality)


def sobol_indices(
    terms: Sequence[Term], coefficients: Floats, dimension: int
) -> tuple[Floats, Floats]:
    """Return first-order and total indices from squared coefficients."""
    first, total = np.zeros(dimension), np.zeros(dimension)
    squares = coefficients**2
    for term, square in zip(terms, squares, strict=True):
        for axis, _ in term:
            total[axis] += square
        if len(term) == 1:
            first[term[0][0]] += square
    variance = squares.sum()
    return (first / variance, total / variance) if variance > 0 else (first, total)


def index_intervals(
    surrogate: Surrogate, points: Floats, values: Floats, seed: int
) -> tuple[Floats, Floats]:
    """Return 95 percent bootstrap limits of the total indices, with the terms held fixed.

    What choosing the terms adds to the uncertainty is not in it.
    """
    random = np.random.default_rng(np.random.SeedSequence([seed, 4]))
    matrix = np.column_stack([np.ones(len(points)), _columns(points, surrogate.terms)])
    found = np.empty((_RESAMPLES, surrogate.dimension))
    for row in range(_RESAMPLES):
        drawn = random.integers(0, len(points), len(points))
        fitted = np.linalg.lstsq(matrix[drawn], values[drawn], rcond=None)[0]
        coefficients = np.asarray(fitted[1:], dtype=float)
        found[row] = sobol_indices(surrogate.terms, coefficients, surrogate.dimension)[1]
    tails = [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2]
    low, high = np.quantile(found, tails, axis=0)
    return np.asarray(low), np.asarray(high)


def _candidates(dimension: int, interacting: Sequence[int], degree: int) -> list[Term]:
    """Return the terms from which the expansion is chosen."""
    powers = range(1, degree + 1)
    terms: list[Term] = [((axis, power),) for axis in range(dimension) for power in powers]
    products = [(a, b) for a in powers for b in powers if a + b <= degree]
    for one, other in combinations(sorted(set(interacting)), 2):
        terms += [((one, a), (other, b)) for a, b in products]
    return terms


def _columns(points: Floats, terms: Sequence[Term]) -> Floats:
    """Return the value of each term at each point."""
    powers = {
        degree: _polynomial(points, degree)
        for degree in sorted({degree for term in terms for _, degree in term})
    }
    columns = np.ones((len(points), len(terms)))
    for place, term in enumerate(terms):
        for axis, degree in term:
            columns[:, place] *= powers[degree][:, axis]
    return columns


def _polynomial(points: Floats, degree: int) -> Floats:
    """Return the Legendre polynomial that has mean 0 and variance 1 on [0, 1]."""
    weights = np.zeros(degree + 1)
    weights[degree] = np.sqrt(2 * degree + 1)
    return np.asarray(legendre.legval(2 * points - 1, weights))


def _fit(matrix: Floats, values: Floats) -> tuple[NDArray[np.intp], float, Floats]:
    """Choose terms and fit them by least squares; return places, constant and coefficients."""
    from sklearn.linear_model import lars_path

    count = len(values)
    centre, mean = matrix.mean(axis=0), float(values.mean())
    spread = values - mean
    if not np.ptp(spread) > 0:
        return np.zeros(0, dtype=np.intp), mean, np.zeros(0)
    most = min(MOST_TERMS, count // 3, matrix.shape[1])
    shifted = matrix - centre
    _, active, _ = lars_path(
        shifted / np.linalg.norm(shifted, axis=0), spread, method="lar", max_iter=most
    )
    entered = np.asarray(active, dtype=np.intp)
    chosen = entered[: _best_number(shifted[:, entered], spread)]
    coefficients = np.linalg.lstsq(shifted[:, chosen], spread, rcond=None)[0]
    return chosen, mean - float(centre[chosen] @ coefficients), np.asarray(coefficients)


def _best_number(matrix: Floats, values: Floats) -> int:
    """Return how many leading columns give the least corrected leave-one-out error.

    One QR decomposition gives the residuals, leverages and the correction of all numbers at once.
    """
    count, width = matrix.shape
    q, r = np.linalg.qr(matrix)
    predictions = np.cumsum(q * (q.T @ values), axis=1)
    leverage = np.minimum(np.cumsum(q**2, axis=1) + 1.0 / count, 1.0 - 1e-9)
    errors = (((values[:, None] - predictions) / (1.0 - leverage)) ** 2).mean(axis=0)
    inverse = solve_triangular(r, np.eye(width))
    trace = np.cumsum((inverse**2).sum(axis=0))
    number = np.arange(1, width + 1)
    correction = count / np.maximum(count - number - 1, 1) * (1.0 + trace)
    return int(np.argmin(errors * correction)) + 1
