"""Points drawn in proportion to their likelihood within the ranges (emcee, Goodman and Weare 2010).

The prior is uniform on the unit cube, which is the chosen distribution of each parameter over its
range. An ensemble of walkers moves through the cube; the emulator answers for all at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from .plausibility import Plausibility

Floats = NDArray[np.float64]

STEPS, BURN_IN = 1200, 400
_EVEN_POINTS = 2**13


@dataclass(frozen=True)
class Draws:
    """Points of the unit cube with their implausibility; ``effective`` independent ones."""

    points: Floats
    implausibility: Floats
    effective: float


def even_points(dimension: int, seed: int) -> Floats:
    """Return many points spread evenly over the cube."""
    random = np.random.default_rng(np.random.SeedSequence([seed, 20]))
    return np.asarray(qmc.Sobol(dimension, rng=random).random(_EVEN_POINTS))


def draw(plausibility: Plausibility, dimension: int, temperature: float, seed: int) -> Draws:
    """Return draws from likelihood to the power of 1 / temperature, times the prior.

    Args:
        plausibility: of the current wave.
        dimension: of the cube.
        temperature: 1 for the posterior; more to stay wide while the emulator is rough.
        seed: of the walkers.
    """
    import emcee

    walkers = max(32, 4 * dimension)
    start = even_points(dimension, seed)
    weights = plausibility.log_likelihood(start, temperature)
    order = np.argsort(-weights, kind="stable")[:walkers]

    def target(points: Floats) -> Floats:
        inside = ((points >= 0.0) & (points <= 1.0)).all(axis=1)
        found = plausibility.log_likelihood(np.clip(points, 0.0, 1.0), temperature)
        return np.where(inside, found, -np.inf)

    # emcee draws from numpy's older generator, which is handed over as a state
    state = np.random.RandomState(int(np.random.SeedSequence([seed, 21]).generate_state(1)[0]))
    sampler = emcee.EnsembleSampler(walkers, dimension, target, vectorize=True)
    sampler.run_mcmc(
        emcee.State(start[order], random_state=state.get_state()),
        STEPS,
        skip_initial_state_check=True,
    )
    with np.errstate(invalid="ignore", divide="ignore"):  # walkers that never moved
        length = float(np.max(sampler.get_autocorr_time(tol=0, discard=BURN_IN)))
    if not np.isfinite(length):
        length = float(STEPS)
    points = sampler.get_chain(discard=BURN_IN, thin=4, flat=True)
    implausibility, _ = plausibility.parts(points)
    effective = walkers * (STEPS - BURN_IN) / max(length, 1.0)
    return Draws(np.asarray(points), implausibility, effective)


def spread_out(points: Floats, number: int) -> Floats:
    """Return ``number`` of the points, each as far as possible from those before it."""
    unique = np.unique(points, axis=0)
    width = np.ptp(unique, axis=0)
    scaled = (unique - unique.min(axis=0)) / np.where(width > 0, width, 1.0)
    chosen = [int(np.argmin(((scaled - 0.5) ** 2).sum(axis=1)))]
    distance = ((scaled - scaled[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < min(number, len(unique)):
        chosen.append(int(np.argmax(distance)))
        distance = np.minimum(distance, ((scaled - scaled[chosen[-1]]) ** 2).sum(axis=1))
    return np.asarray(unique[chosen])


def representative(draws: Draws) -> Floats:
    """Return the draw nearest to the middle among the better-fitting half.

    Along a curved valley the mean of all draws may lie beside it and fit badly.
    """
    good = draws.points[draws.implausibility <= np.median(draws.implausibility)]
    size = draws.points.std(axis=0)
    away = (good - draws.points.mean(axis=0)) / np.where(size > 0, size, 1.0)
    return np.asarray(good[int(np.argmin((away**2).sum(axis=1)))])
