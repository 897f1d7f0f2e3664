"""Elementary effects (Morris 1991; Campolongo, Cariboni, Saltelli 2007), by SALib.

Along a trajectory one number after another moves by two thirds of its range while the rest stays;
all runs of a trajectory share their random numbers, so that a difference is an effect and hardly
chance. Effects are scaled to the whole range, so they have the unit of the outcome.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import AnalysisError

Floats = NDArray[np.float64]

LEVELS = 4
"""Levels of each axis: 0, 1/3, 2/3 and 1."""

MOST_TRAJECTORIES = 1000
"""Most trajectories of one screening."""


def trajectories(dimension: int, number: int, seed: int) -> Floats:
    """Return the points of ``number`` trajectories, (dimension + 1) rows each, in the unit cube.

    Raises:
        AnalysisError: if there are fewer than two (no spread) or too many.
    """
    from SALib.sample import morris

    if not 2 <= number <= MOST_TRAJECTORIES:
        raise AnalysisError(f"Trajectories must be 2 to {MOST_TRAJECTORIES}, not {number}.")
    points = morris.sample(_problem(dimension), number, num_levels=LEVELS, seed=seed)
    return np.asarray(np.clip(points, 0.0, 1.0), dtype=float)


def elementary_effects(points: Floats, values: Floats, seed: int) -> pd.DataFrame:
    """Return one row per axis: mu, mu_star, mu_star_conf (half of a 95 % interval) and sigma.

    ``mu_star`` is the mean size of the effect, ``mu`` its mean with sign, ``sigma`` how much it
    depends on where it is measured (curvature and interactions).

    Args:
        points: what `trajectories` returned.
        values: the outcome at each point.
        seed: of the bootstrap behind mu_star_conf.
    """
    from SALib.analyze import morris

    found: Any = morris.analyze(
        _problem(points.shape[1]), points, values, num_levels=LEVELS, seed=seed
    )
    columns = ("mu", "mu_star", "mu_star_conf", "sigma")
    return pd.DataFrame({name: np.asarray(found[name], dtype=float) for name in columns})


def _problem(dimension: int) -> dict[str, Any]:
    return {
        "num_vars": dimension,
        "names": [f"axis {place}" for place in range(dimension)],
        "bounds": [[0.0, 1.0]] * dimension,
    }
