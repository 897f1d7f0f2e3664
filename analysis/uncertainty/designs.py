"""Points of the unit cube that fill it evenly, and seeds that keep the parts of a study apart."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from ..errors import AnalysisError

Sampling = Literal["sobol", "latin-hypercube"]

MOST_POINTS = 4096
"""Most points of one design."""

MOST_SOBOL_AXES = 20
"""Up to so many axes a few hundred Sobol points are even: beyond, pairs of axes go together, and
one axis is taken for the other."""


def design(points: int, dimension: int, sampling: Sampling, seed: int) -> NDArray[np.float64]:
    """Return ``points`` points of the unit cube, one row each.

    ``sobol`` are scrambled Sobol points (Owen 1998); their number must be a power of two, which
    keeps their balance, and they take up to 20 axes. ``latin-hypercube`` takes any number of points
    and axes (McKay, Beckman, Conover 1979).

    Raises:
        AnalysisError: the number or the kind of points is not accepted.
    """
    if sampling not in get_args(Sampling):
        raise AnalysisError(
            f"The sampling {sampling!r} is not known; choose sobol or latin-hypercube."
        )
    if not 8 <= points <= MOST_POINTS:
        raise AnalysisError(f"The number of points must be 8 to {MOST_POINTS}, not {points}.")
    if sampling == "latin-hypercube":
        return np.asarray(qmc.LatinHypercube(dimension, rng=_generator(seed)).random(points))
    if dimension > MOST_SOBOL_AXES:
        raise AnalysisError(
            f"Sobol points are even for up to {MOST_SOBOL_AXES} parameters, not for {dimension}; "
            "choose the sampling latin-hypercube, or fewer parameters."
        )
    exponent = points.bit_length() - 1
    if points != 1 << exponent:
        raise AnalysisError(
            f"Sobol points come in powers of two ({1 << exponent} or {2 << exponent}, not "
            f"{points}); choose one, or the sampling latin-hypercube."
        )
    found = qmc.Sobol(dimension, scramble=True, rng=_generator(seed)).random_base2(exponent)
    return np.asarray(found)


def _generator(seed: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence([seed, 1]))


def derived_seed(seed: int, part: int) -> int:
    """Return the seed for one part of a study: other parts get unrelated ones (32 bits)."""
    return int(np.random.SeedSequence([seed, part]).generate_state(1)[0])
