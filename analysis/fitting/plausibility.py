"""How well a point agrees with the totals, all errors counted: the base of the fit.

The difference between totals and emulator has four sources, all as covariances: the figures' own
errors, what the model leaves out (discrepancy, a share of each total), chance (an office lives one
run only), and the emulator. The squared Mahalanobis distance over all of them is the implausibility
of history matching (Craig et al. 1997; Vernon, Goldstein, Bower 2010) for many totals at once; half
of it, with the logarithm of the determinant, is minus the log-likelihood.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.stats import chi2

from .emulator import Emulator

Floats = NDArray[np.float64]

KEPT = 0.995
"""Probability that the true point is kept by one wave."""


@dataclass(frozen=True)
class Plausibility:
    """Compares points of the unit cube with the totals through an emulator.

    Args:
        emulator: of the totals.
        totals: observed values.
        errors: standard deviations of figure and discrepancy together, one per total.
    """

    emulator: Emulator
    totals: Floats
    errors: Floats

    def __post_init__(self) -> None:
        """Find the axes on which all covariances are diagonal."""
        emulator = self.emulator
        # A hair on the diagonal: totals that never vary would have no inverse.
        floor = np.diag((1e-6 * np.maximum(np.abs(self.totals), 1.0)) ** 2)
        fixed = emulator.chance + emulator.misfit + np.diag(self.errors**2) + floor
        growth, vectors = eigh(emulator.residual + floor, fixed)
        object.__setattr__(self, "_axes", vectors)
        object.__setattr__(self, "_growth", np.maximum(growth, 0.0))

    @property
    def cutoff(self) -> float:
        """Implausibility above which a point is ruled out."""
        return float(chi2.ppf(KEPT, len(self.totals)))

    def parts(self, points: Floats) -> tuple[Floats, Floats]:
        """Return implausibility and logarithm of the determinant (up to a constant)."""
        expected, leverage = self.emulator.predict(points)
        # Both covariances are diagonal on these axes, so no matrix is inverted per point.
        axes, growth = self.__dict__["_axes"], self.__dict__["_growth"]
        spread = 1.0 + leverage[:, None] * growth
        distance = ((self.totals - expected) @ axes) ** 2 / spread
        return distance.sum(axis=1), np.log(spread).sum(axis=1)

    def log_likelihood(self, points: Floats, temperature: float = 1.0) -> Floats:
        """Return the log-likelihood up to a constant; a higher temperature flattens it."""
        distance, volume = self.parts(points)
        return np.asarray(-0.5 * (distance + volume) / temperature)

    def covariance(self) -> Floats:
        """Return the covariance of totals around a well-known point: without the emulator."""
        floor = np.diag((1e-6 * np.maximum(np.abs(self.totals), 1.0)) ** 2)
        return np.asarray(self.emulator.chance + np.diag(self.errors**2) + floor)
