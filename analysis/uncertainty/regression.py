"""Expected values given one number or a few: regression on a sample (Strong, Oakley, Brennan 2014).

What somebody would expect after learning a number is the conditional mean of the outcome given that
number, with all others still unknown. It is fitted by regression on the sample of the design: a
straight line, a parabola, or a cubic spline with three inner knots, whichever has the least
generalised cross-validation error (Craven and Wahba 1979). A number with few distinct values gets
no more freedom than it has values. Several numbers together get an additive model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_SPLINE_KNOTS = 5


@dataclass(frozen=True)
class ConditionalMean:
    """Fitted conditional means of several outcomes on one basis.

    ``basis`` has one row per point and an intercept as its first column; ``coefficients`` one
    column per outcome; ``residual_covariance`` is that of the outcomes around the fit.
    """

    basis: Floats
    coefficients: Floats
    residual_covariance: Floats

    @property
    def fitted(self) -> Floats:
        """Conditional means: points times outcomes."""
        return np.asarray(self.basis @ self.coefficients)

    def draws(self, number: int, random: np.random.Generator) -> Floats:
        """Return fits drawn from the sampling distribution: draws times points times outcomes."""
        orthonormal, _ = np.linalg.qr(self.basis)
        values, vectors = np.linalg.eigh(self.residual_covariance)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        size = (number, orthonormal.shape[1], root.shape[1])
        noise = np.einsum("pk,nkj,oj->npo", orthonormal, random.standard_normal(size), root)
        return np.asarray(self.fitted + noise)


def conditional_mean(inputs: Floats, outcomes: Floats) -> ConditionalMean:
    """Fit the means of ``outcomes`` given ``inputs`` together.

    Args:
        inputs: points times numbers; any units.
        outcomes: points times outcomes.
    """
    count = len(inputs)
    best: tuple[float, ConditionalMean] | None = None
    for basis in _bases(inputs):
        if basis.shape[1] > count // 3:
            continue
        coefficients = np.asarray(np.linalg.lstsq(basis, outcomes, rcond=None)[0], dtype=float)
        residuals = outcomes - basis @ coefficients
        freedom = count - basis.shape[1]
        score = _score(residuals, count, freedom)
        if best is None or score < best[0]:
            covariance = residuals.T @ residuals / freedom
            best = (score, ConditionalMean(basis, coefficients, np.atleast_2d(covariance)))
    if best is None:
        mean = outcomes.mean(axis=0, keepdims=True)
        covariance = np.atleast_2d(np.cov(outcomes, rowvar=False))
        return ConditionalMean(np.ones((count, 1)), mean, covariance)
    return best[1]


def _score(residuals: Floats, count: int, freedom: int) -> float:
    """Return the generalised cross-validation error, as a mean of logarithms over outcomes."""
    errors = count * (residuals**2).sum(axis=0) / freedom**2
    return float(np.log(np.maximum(errors, 1e-300)).mean())


def _bases(inputs: Floats) -> list[Floats]:
    """Return the candidates: additive lines, parabolas and splines, each with an intercept."""
    scaled = [_scaled(column) for column in inputs.T]
    found = []
    for kind in ("constant", "line", "parabola", "spline"):
        blocks = [_block(column, kind) for column in scaled]
        found.append(np.column_stack([np.ones(len(inputs)), *blocks]))
    return found


def _scaled(column: Floats) -> Floats:
    low, high = column.min(), column.max()
    return (column - low) / (high - low) if high > low else np.zeros_like(column)


def _block(column: Floats, kind: str) -> Floats:
    """Return the columns for one number, without the intercept, centred."""
    values = len(np.unique(column))
    if kind == "constant" or values < 2:
        return np.empty((len(column), 0))
    if kind == "spline" and values > 6:
        from sklearn.preprocessing import SplineTransformer

        spline = SplineTransformer(n_knots=_SPLINE_KNOTS, knots="quantile", include_bias=False)
        block = np.asarray(spline.fit_transform(column[:, None]), dtype=float)
    else:
        degree = {"line": 1, "parabola": 2, "spline": 3}[kind]
        block = column[:, None] ** np.arange(1, min(degree, values - 1) + 1)
    return np.asarray(block - block.mean(axis=0))


def explained_variance(inputs: Floats, outcome: Floats) -> float:
    """Return the variance of the conditional mean of ``outcome`` given ``inputs``, 0 or more.

    The variance of a fit is too large by what it follows of the noise; that part is taken off.
    """
    fit = conditional_mean(inputs, outcome[:, None])
    count = len(outcome)
    freedom = fit.basis.shape[1] - 1
    followed: float = freedom * float(fit.residual_covariance[0, 0]) / (count - 1)
    return max(0.0, float(fit.fitted[:, 0].var(ddof=1)) - followed)


def groups_of(paths: Sequence[str]) -> dict[str, list[int]]:
    """Return the places of parameters by their group (first part of the path), if of several."""
    groups: dict[str, list[int]] = {}
    for place, path in enumerate(paths):
        groups.setdefault(path.split(".", 1)[0], []).append(place)
    return {name: places for name, places in groups.items() if len(places) > 1}
