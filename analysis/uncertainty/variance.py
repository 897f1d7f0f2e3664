"""How much of the spread comes from parameters, and how much from chance.

Each point of a design is run with a few replications. The law of total variance,

    Var(Y) = Var(E[Y | parameters]) + E[Var(Y | parameters)],

is estimated as in a one-way analysis of variance with random effects (Searle, Casella, McCulloch
1992, section 3.6): with N points of m replications, MSB = m Var(point means) and MSW = mean
variance within points,

    chance = MSW,   parameters = (MSB - MSW) / m.

Both are unbiased for independent points; with evenly spaced points the second is at most 1/(N - 1)
too large. A negative estimate is set to 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import AnalysisError
from ..intervals import CONFIDENCE, student_t_factor

Floats = NDArray[np.float64]

BOOTSTRAP_SAMPLES = 1000
"""Resamples of points behind the interval of a share of variance."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and 95 percent range of an outcome, in its unit."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class VarianceParts:
    """The two parts of an outcome's variance (in its unit squared) and what follows from them.

    ``share`` is that of the parameters, with a 95 percent bootstrap interval over the points.
    ``total`` is the range of single runs with parameters and chance both unknown, ``by_parameters``
    that of long-run means, ``by_chance`` that of single runs at the scenario's own numbers.
    """

    parameters: float
    chance: float
    share: float
    share_low: float
    share_high: float
    total: Spread
    by_parameters: Spread
    by_chance: Spread


def components(values: Floats) -> tuple[Floats, Floats]:
    """Return the variances by parameters and by chance.

    Args:
        values: points times replications, or samples times points times replications.

    Raises:
        AnalysisError: if there are fewer than two points or replications.
    """
    points, replications = values.shape[-2:]
    if points < 2 or replications < 2:
        raise AnalysisError("Parameters and chance need two points and two replications each.")
    chance = values.var(axis=-1, ddof=1).mean(axis=-1)
    between = values.mean(axis=-1).var(axis=-1, ddof=1)
    return np.maximum(between - chance / replications, 0.0), chance


def decompose(values: Floats, at_scenario: Floats, seed: int) -> VarianceParts:
    """Tell parameters and chance apart.

    Args:
        values: points times replications.
        at_scenario: replications at the scenario's own numbers, at least two.
        seed: of the bootstrap.

    Raises:
        AnalysisError: see `components`.
    """
    parameters, chance = (float(part) for part in components(values))
    low, high = _share_interval(values, seed)
    tails = [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2]
    mean = float(values.mean())
    ends = np.quantile(values, tails)
    means = long_run_means(values)
    inner = np.quantile(means, tails)
    return VarianceParts(
        parameters=parameters,
        chance=chance,
        share=_share(parameters, chance),
        share_low=low,
        share_high=high,
        total=Spread(mean, float(ends[0]), float(ends[1])),
        by_parameters=Spread(mean, float(inner[0]), float(inner[1])),
        by_chance=chance_spread(at_scenario),
    )


def long_run_means(values: Floats) -> Floats:
    """Return the point means, drawn together so that their variance is that of the parameters.

    The mean of few replications still holds chance; without drawing the means together their range
    would be too wide.
    """
    parameters, chance = components(values)
    means = values.mean(axis=-1)
    seen = float(parameters + chance / values.shape[-1])
    factor = np.sqrt(float(parameters) / seen) if seen > 0 else 0.0
    return np.asarray(means.mean() + factor * (means - means.mean()))


def chance_spread(values: Floats) -> Spread:
    """Return the 95 percent prediction interval of one more run (Student t)."""
    n = len(values)
    mean = float(values.mean())
    half = student_t_factor(n) * float(values.std(ddof=1)) * math.sqrt(1 + 1 / n)
    low = mean - half
    return Spread(mean, max(0.0, low) if values.min() >= 0 else low, mean + half)


def _share(parameters: float, chance: float) -> float:
    total = parameters + chance
    return parameters / total if total > 0 else 0.0


def _share_interval(values: Floats, seed: int) -> tuple[float, float]:
    """Return the bootstrap interval of the parameters' share (percentiles)."""
    random = np.random.default_rng(np.random.SeedSequence([seed, 2]))
    points = len(values)
    drawn = random.integers(0, points, size=(BOOTSTRAP_SAMPLES, points))
    parameters, chance = components(values[drawn])
    total = parameters + chance
    share = np.divide(parameters, total, out=np.zeros_like(total), where=total > 0)
    low, high = np.quantile(share, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)
