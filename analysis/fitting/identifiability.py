"""What totals tell about parameters, and what they cannot tell apart.

The Fisher information of the totals is taken at the fitted point in logarithms of the parameters
(of the value itself where the range begins at 0), scaled so that the prior has variance 1. A
direction with eigenvalue e keeps the part 1 / (1 + e) of its prior variance. In logarithms a
direction is a product of powers: if "up, up" is fixed and "up, down" is not, the totals fix the
product of two parameters and not their ratio.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..uncertainty.parameter_space import ParameterSpace

Floats = NDArray[np.float64]

FREE = 0.3
"""From this part of its prior variance on a direction counts as not fixed."""

FIXED = 0.2
"""Up to this part of its prior variance a direction counts as fixed."""

SHARED = 0.3
"""From this weight (of 1) on a parameter belongs to a direction."""


@dataclass(frozen=True)
class Direction:
    """A combination of parameters: their product with ``powers``, or a sum if not ``product``.

    ``kept`` is the part of the prior variance that is left (0: fixed, 1: nothing learnt),
    ``precision`` the half width of its 95 percent interval, relative for a product, and in the
    unit of the first parameter for a sum.
    """

    paths: tuple[str, ...]
    powers: tuple[float, ...]
    product: bool
    kept: float
    precision: float

    @property
    def fixed(self) -> bool:
        """Whether the totals fix it."""
        return self.kept <= FIXED

    @property
    def free(self) -> bool:
        """Whether the totals leave it open."""
        return self.kept >= FREE


def scale_values(space: ParameterSpace, values: Floats) -> Floats:
    """Return values as logarithms where the range begins above 0."""
    result = values.astype(float).copy()
    for place, parameter in enumerate(space.parameters):
        if parameter.low > 0:
            result[:, place] = np.log(result[:, place])
    return result


def directions(
    space: ParameterSpace, gradient: Floats, covariance: Floats, point: Floats
) -> tuple[Direction, ...]:
    """Return all directions, best known first.

    Args:
        space: of the fitted parameters.
        gradient: derivatives of the totals by the axes of the cube, at the point.
        covariance: of the totals around their means at the point.
        point: the fitted point in the cube.
    """
    size = _prior_deviations(space)
    by_value = gradient / _slopes(space, point)
    information = by_value.T @ np.linalg.solve(covariance, by_value)
    scaled = information * np.outer(size, size)
    eigenvalues, vectors = np.linalg.eigh((scaled + scaled.T) / 2)
    order = np.argsort(-eigenvalues, kind="stable")
    return tuple(
        _direction(space, max(float(eigenvalues[k]), 0.0), vectors[:, k], size) for k in order
    )


def _direction(
    space: ParameterSpace, information: float, vector: Floats, size: Floats
) -> Direction:
    """Return one direction with the parameters that matter in it."""
    members = np.flatnonzero(np.abs(vector) >= SHARED * np.abs(vector).max())
    powers = vector / size
    # the largest contribution to the prior variance sets the scale
    leader = int(np.argmax(np.abs(vector)))
    powers = powers / powers[leader]
    product = all(space.parameters[place].low > 0 for place in members)
    deviation = abs(size[leader] / vector[leader]) / np.sqrt(1.0 + information)
    half = 1.96 * float(deviation)
    return Direction(
        tuple(space.paths[place] for place in members),
        tuple(float(powers[place]) for place in members),
        product,
        1.0 / (1.0 + information),
        float(np.expm1(min(half, 50.0))) if product else half,
    )


def _prior_deviations(space: ParameterSpace) -> Floats:
    """Return the standard deviations of the scaled values under the prior."""
    places = (np.arange(400) + 0.5) / 400
    sizes = []
    for axis in range(space.dimension):
        points = np.full((len(places), space.dimension), 0.5)
        points[:, axis] = places
        sizes.append(scale_values(space, space.values(points))[:, axis].std())
    return np.array(sizes)


def _slopes(space: ParameterSpace, point: Floats) -> Floats:
    """Return how fast each scaled value grows along its axis at a point.

    Whole numbers grow in steps, so the slope is taken over a wide stretch.
    """
    slopes = []
    for axis, parameter in enumerate(space.parameters):
        step = 0.25 if parameter.whole else 0.02
        ends = np.tile(point, (2, 1))
        ends[:, axis] = np.clip([point[axis] - step, point[axis] + step], 0.0, 1.0)
        low, high = scale_values(space, space.values(ends))[:, axis]
        slopes.append((high - low) / (ends[1, axis] - ends[0, axis]))
    return np.asarray(np.maximum(slopes, 1e-9), dtype=float)
