"""Where a simulation output has left its initial state behind: MSER-5 and Welch's moving average.

Both work on the mean of several replications. MSER (marginal standard error rule; White,
Simulation 69, 1997) cuts off the first d values so that the standard error of the mean of the rest
is smallest; MSER-5 (White, Cobb and Spratt, Winter Simulation Conference 2000) does so with means
of five values. Welch's procedure (1983, in Lavenberg, Computer Performance Modeling Handbook) is a
picture: a moving average whose bend shows where the steady state begins.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .errors import AnalysisError

__all__ = ["MSER_BATCH", "Truncation", "mser", "welch_average"]

MSER_BATCH = 5
"""Size of the batches of MSER-5."""

_FEWEST_BATCHES = 8


@dataclass(frozen=True, slots=True, eq=False)
class Truncation:
    """How many of the first values to cut off, a multiple of the batch size.

    ``found`` is false where the smallest value of the statistic lies at the end of the search, the
    middle of the series: then the series is too short to show a steady state. ``statistic`` has
    the MSER value for each number of batches cut off.
    """

    values: int
    found: bool
    statistic: np.ndarray


def mser(series: np.ndarray, batch: int = MSER_BATCH) -> Truncation:
    """Return where MSER cuts off the initial state of a series.

    Args:
        series: values in the order of time, shape (T,), without gaps.
        batch: values per batch; 5 for MSER-5, 1 where each value is itself a mean of many.

    The search ends in the middle of the series, as White advises: close to the end the statistic
    is small by chance. Values at the end that fill no batch are left out. Of equal minima the
    first is taken.

    Raises:
        AnalysisError: if the series has fewer than eight batches, or gaps.
    """
    values = np.asarray(series, dtype=float)
    count = len(values) // batch
    if count < _FEWEST_BATCHES:
        raise AnalysisError(
            f"{len(values)} values are too few for MSER with batches of {batch}; at least "
            f"{_FEWEST_BATCHES * batch} are needed."
        )
    if not np.isfinite(values).all():
        raise AnalysisError("MSER needs a series without gaps.")
    means = values[: count * batch].reshape(count, batch).mean(axis=1)
    kept = np.arange(count, 0, -1)
    # Sums over what is kept, from the end; centred first, so that squares lose no digits.
    centred = means - means.mean()
    sums = np.cumsum(centred[::-1])[::-1]
    squares = np.cumsum((centred**2)[::-1])[::-1]
    deviations = np.maximum(squares - sums**2 / kept, 0.0)
    searched = count // 2 + 1
    statistic = (deviations / kept**2)[:searched]
    best = int(np.argmin(statistic))
    return Truncation(best * batch, best < searched - 1, statistic)


def welch_average(series: np.ndarray, window: int) -> np.ndarray:
    """Return Welch's centred moving average of ``2 * window + 1`` values, same shape as the series.

    Near the beginning the window shrinks to what is there on both sides, so that the first value
    is not averaged away; near the end likewise.

    Raises:
        AnalysisError: if the window is negative.
    """
    if window < 0:
        raise AnalysisError(f"A window of {window} is not accepted; give 0 or more.")
    values = np.asarray(series, dtype=float)
    places = np.arange(len(values))
    reach = np.minimum(np.minimum(places, places[::-1]), window)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    averages: np.ndarray = (sums[places + reach + 1] - sums[places - reach]) / (2 * reach + 1)
    return averages
