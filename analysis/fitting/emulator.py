"""A quadratic response surface with its error: what stands in for the simulator while fitting.

Every total is a polynomial in the parameters (all products of two, and cubes), fitted by least
squares to the means of a few replications per point. Its error at a point has two parts: how well
the coefficients are known there, and what the polynomial cannot follow (the residuals beyond what
chance explains). Both are covariances between the totals, since all are counted in the same runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Emulator:
    """A fitted response surface on the unit cube.

    ``centre`` and ``root`` turn points into coordinates of about the same size within the region
    of the fit. ``chance`` is the covariance of one run around its mean, ``residual`` that of the
    point means around the surface, ``misfit`` the part of it that chance does not explain.
    ``quality`` is the share of variance of left-out points that is predicted, all totals together
    in units of chance.
    """

    centre: Floats
    root: Floats
    coefficients: Floats
    inverse: Floats
    chance: Floats
    residual: Floats
    misfit: Floats
    quality: float

    def predict(self, points: Floats) -> tuple[Floats, Floats]:
        """Return the totals expected at points, and the leverage of each point."""
        basis = polynomial(self._coordinates(points))
        leverage = np.einsum("ni,ij,nj->n", basis, self.inverse, basis)
        return basis @ self.coefficients, leverage

    def gradient(self, point: Floats, step: float = 0.02) -> Floats:
        """Return the derivatives of the totals (rows) by the axes (columns) at a point."""
        low = np.clip(point - step * np.eye(len(point)), 0.0, 1.0)
        high = np.clip(point + step * np.eye(len(point)), 0.0, 1.0)
        width = (high - low).sum(axis=1, keepdims=True)
        return np.asarray(((self.predict(high)[0] - self.predict(low)[0]) / width).T)

    def _coordinates(self, points: Floats) -> Floats:
        return np.asarray((points - self.centre) @ self.root)


def terms(dimension: int) -> int:
    """Return how many coefficients the surface of one total has."""
    return 1 + 3 * dimension + dimension * (dimension - 1) // 2


def polynomial(z: Floats) -> Floats:
    """Return constant, powers up to three and products of two coordinates."""
    products = [z[:, a] * z[:, b] for a, b in combinations(range(z.shape[1]), 2)]
    return np.column_stack([np.ones(len(z)), z, z**2, z**3, *products])


def fit_emulator(points: Floats, values: Floats) -> Emulator:
    """Fit the surface.

    Args:
        points: in the unit cube, more than `terms` of them.
        values: points times replications (two or more) times totals.
    """
    count, replications, width = values.shape
    centre = points.mean(axis=0)
    spread = np.cov(points, rowvar=False).reshape(points.shape[1], points.shape[1])
    scale, axes = np.linalg.eigh(spread + 1e-12 * np.eye(len(spread)))
    root = axes / (np.sqrt(3.0) * np.sqrt(scale))
    means = values.mean(axis=1)
    basis = polynomial((points - centre) @ root)
    coefficients = np.linalg.lstsq(basis, means, rcond=None)[0]
    inverse = np.asarray(np.linalg.pinv(basis.T @ basis), dtype=np.float64)
    residuals = means - basis @ coefficients
    chance = _shrunk((values - values.mean(axis=1, keepdims=True)).reshape(-1, width))
    chance *= replications / (replications - 1)
    residual = residuals.T @ residuals / max(count - basis.shape[1], 1)
    leverage = np.minimum(np.einsum("ni,ij,nj->n", basis, inverse, basis), 0.999)
    left_out = residuals / (1.0 - leverage[:, None])
    unit = np.where(np.diag(chance) > 0, np.diag(chance), 1.0)
    total = float((((means - means.mean(axis=0)) ** 2) / unit).sum())
    quality = 1.0 - float((left_out**2 / unit).sum()) / total if total > 0 else 1.0
    misfit = _positive(residual - chance / replications)
    return Emulator(centre, root, coefficients, inverse, chance, residual, misfit, quality)


def _shrunk(deviations: Floats) -> Floats:
    """Return the covariance of deviations from known means (Ledoit and Wolf 2004).

    Many totals from few runs give a covariance that cannot be inverted; it is drawn to a diagonal
    one as far as needed, with every total scaled to the same size before.
    """
    from sklearn.covariance import ledoit_wolf

    size = np.sqrt((deviations**2).mean(axis=0))
    size = np.where(size > 0, size, 1.0)
    scaled, _ = ledoit_wolf(deviations / size, assume_centered=True)
    return np.asarray(scaled * np.outer(size, size))


def _positive(matrix: Floats) -> Floats:
    """Return the nearest covariance: negative directions are set to 0."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T)
