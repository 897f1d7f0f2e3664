"""The value of information: which number should be measured first.

With a decision, it is the expected value of partial perfect information: how much the expected loss
of the best option falls if a number is known before deciding,

    EVPPI = E[max_d E[benefit_d | number]] - max_d E[benefit_d],

with the inner expectations fitted by regression (Strong, Oakley, Brennan, Medical Decision Making
34, 2014). A maximum over noisy fits is too large on average; the excess is estimated by drawing
fits from their sampling distribution (parametric bootstrap) and taken off, and their spread gives
the standard error.

Without a decision, it is the expected fall of the outcome's variance, Var(E[outcome | number]).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import AnalysisError
from .regression import conditional_mean, explained_variance

Floats = NDArray[np.float64]

_DRAWS = 200


@dataclass(frozen=True, slots=True)
class InformationValue:
    """Expected gain of knowing something before deciding, in the unit of the benefits."""

    value: float
    standard_error: float


def partial_information(benefits: Floats, inputs: Floats, seed: int) -> InformationValue:
    """Return the expected value of knowing ``inputs`` exactly before choosing an option.

    Args:
        benefits: points times options; more is better.
        inputs: points times numbers that would become known.
        seed: of the draws behind bias and standard error.

    Raises:
        AnalysisError: if there are fewer than two options.
    """
    if benefits.ndim != 2 or benefits.shape[1] < 2:
        raise AnalysisError("A decision needs at least two options.")
    best = int(np.argmax(benefits.mean(axis=0)))
    gains = np.delete(benefits - benefits[:, [best]], best, axis=1)
    fit = conditional_mean(inputs, gains)
    found = float(_gain(fit.fitted[None])[0])
    if fit.basis.shape[1] == 1:
        return InformationValue(0.0, 0.0)
    random = np.random.default_rng(np.random.SeedSequence([seed, 5]))
    drawn = _gain(fit.draws(_DRAWS, random))
    excess = max(0.0, float(drawn.mean()) - found)
    return InformationValue(max(0.0, found - excess), float(drawn.std(ddof=1)))


def _gain(means: Floats) -> Floats:
    """Return the mean of the best option's gain minus the best mean; the reference gains 0."""
    each = np.maximum(means.max(axis=2), 0.0).mean(axis=1)
    return np.asarray(each - np.maximum(means.mean(axis=1).max(axis=1), 0.0))


def perfect_information(benefits: Floats) -> float:
    """Return the expected value of knowing everything that varies between the points.

    If benefits hold chance, chance counts as known too: then it is an upper bound.
    """
    return float(benefits.max(axis=1).mean() - benefits.mean(axis=0).max())


def variance_reduction(
    values: Floats, outcome: Floats, sets: Sequence[Sequence[int]]
) -> list[float]:
    """Return by how much the variance of ``outcome`` falls if each set of numbers is known.

    Args:
        values: points times numbers.
        outcome: one number per point.
        sets: places of the numbers that become known together.
    """
    return [explained_variance(values[:, list(places)], outcome) for places in sets]
