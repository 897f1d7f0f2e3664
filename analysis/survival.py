"""Curves of durations that are partly still running: Kaplan-Meier, and what ends them.

Kaplan, E. L. and Meier, P. (1958), Nonparametric estimation from incomplete observations, JASA
53:457-481; variance after Greenwood (1926) on the log-log scale; shares by cause after Aalen, O. O.
and Johansen, S. (1978), Scandinavian Journal of Statistics 5:141-150.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import CensoredData, ecdf

from .errors import AnalysisError
from .intervals import CONFIDENCE


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """The share that has not been reached after so many days.

    ``share[i]`` holds from ``days[i]`` until before ``days[i + 1]``; ``low`` and ``high`` are the
    limits of its interval (NaN where Greenwood's formula gives none). ``at_risk`` are those
    observed up to that day. Day 0 is always there.
    """

    days: NDArray[np.float64]
    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    at_risk: NDArray[np.int64]
    observations: int
    reached: int

    def at(self, day: float) -> float:
        """Return the share not reached after ``day`` days; NaN beyond what was observed."""
        if day < 0 or (day > self.days[-1] and self.share[-1] > 0):
            return math.nan
        return float(self.share[np.searchsorted(self.days, day, side="right") - 1])

    def quantile(self, reached: float) -> float:
        """Return the first day on which at least this share was reached; NaN if never.

        Raises:
            AnalysisError: if the share is not above 0 and at most 1.
        """
        if not 0 < reached <= 1:
            raise AnalysisError(f"A share lies above 0 and at most at 1; this is {reached}.")
        places = np.flatnonzero(self.share <= 1 - reached + 1e-12)
        return float(self.days[places[0]]) if len(places) else math.nan


def survival_curve(
    days: ArrayLike, reached: ArrayLike, confidence: float = CONFIDENCE
) -> SurvivalCurve:
    """Return the Kaplan-Meier curve of durations.

    Args:
        days: durations, one each; none negative.
        reached: whether the duration ended so (True) or was only observed so far (False).
        confidence: of the intervals (Greenwood, log-log scale, point by point).

    Raises:
        AnalysisError: if there is no duration, one is negative or missing, or the lengths differ.
    """
    length = np.asarray(days, dtype=float)
    event = np.asarray(reached, dtype=np.bool_)
    _check(length, event)
    function = ecdf(CensoredData.right_censored(length, ~event)).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # undefined at shares of 0 and 1
        limits: Any = function.confidence_interval(confidence, method="log-log")
    share = np.asarray(function.probabilities, dtype=float)
    low = np.array(limits.low.probabilities, dtype=np.float64)
    high = np.array(limits.high.probabilities, dtype=np.float64)
    low[share == 1.0] = high[share == 1.0] = 1.0
    at = np.asarray(function.quantiles, dtype=float)
    if at[0] > 0:
        at, share = np.insert(at, 0, 0.0), np.insert(share, 0, 1.0)
        low, high = np.insert(low, 0, 1.0), np.insert(high, 0, 1.0)
    risk = len(length) - np.searchsorted(np.sort(length), at, side="left")
    return SurvivalCurve(at, share, low, high, risk, len(length), int(event.sum()))


def share_reached(days: ArrayLike, ending: ArrayLike, by: float) -> float:
    """Return the share that reached its goal within ``by`` days (Aalen-Johansen).

    Unlike the Kaplan-Meier curve it takes into account that some can no longer reach it.

    Args:
        days: durations, one each.
        ending: 1 if the goal was reached, 2 if it ended otherwise, 0 if it was still running.
        by: horizon in days.

    Raises:
        AnalysisError: if there is no duration, one is negative or missing, or the lengths differ.
    """
    length = np.asarray(days, dtype=float)
    code = np.asarray(ending, dtype=np.int64)
    _check(length, code)
    at, place = np.unique(length, return_inverse=True)
    goals = np.bincount(place, weights=code == 1, minlength=len(at))
    ends = np.bincount(place, weights=code > 0, minlength=len(at))
    risk = len(length) - np.concatenate(([0], np.cumsum(np.bincount(place))[:-1]))
    running = np.cumprod(1 - ends / risk)
    before = np.concatenate(([1.0], running[:-1]))
    return float(np.sum((before * goals / risk)[at <= by]))


def _check(days: NDArray[np.float64], other: NDArray[np.generic]) -> None:
    if len(days) != len(other):
        raise AnalysisError(f"There are {len(days)} durations, but {len(other)} endings.")
    if not len(days):
        raise AnalysisError("There is not one duration to draw a curve from.")
    if not np.isfinite(days).all() or (days < 0).any():
        raise AnalysisError("A duration is missing or negative.")
