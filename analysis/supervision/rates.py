"""Shares from a sample of finitely many cases: Wilson's interval with an effective sample size.

A sample of n out of N cases without replacement tells more than n independent draws. Its variance
is smaller by (N - n) / (N - 1), so Wilson's interval is taken for n (N - 1) / (N - n) draws; where
all cases are looked at nothing is left to estimate. For all strata together the share is the ratio
of weighted totals (each sampled case stands for N / n cases). Its variance is that of the
linearised ratio, and Wilson's interval is taken for the number of draws that has this variance.

References: Wilson (1927); Cochran, Sampling Techniques (1977), ch. 2.4, 3.5 and 6; Korn and
Graubard (1998) for intervals with an effective sample size.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import AnalysisError
from ..intervals import CONFIDENCE, Interval, share_interval

ALL_SEEN = "every case was looked at"
"""Note of an interval that has no width, since nothing was left out."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """Numbers of a stratum: all cases, sampled ones, those the question applies to, yes."""

    population: int
    sampled: int
    applicable: int
    yes: int


def stratum_interval(stratum: Stratum, confidence: float = CONFIDENCE) -> Interval:
    """Return the share of yes among the applicable cases of one stratum.

    Raises:
        AnalysisError: if the numbers contradict each other.
    """
    _check(stratum)
    found = share_interval(stratum.yes, stratum.applicable, confidence)
    if stratum.applicable == 0:
        return found
    if stratum.sampled == stratum.population:
        return Interval(found.mean, found.mean, found.mean, stratum.applicable, ALL_SEEN)
    draws = (stratum.population - 1) / (stratum.population - stratum.sampled)
    return _wilson(found.mean, stratum.applicable * draws, stratum.applicable, confidence)


def stratified_interval(strata: Sequence[Stratum], confidence: float = CONFIDENCE) -> Interval:
    """Return the share of yes among the applicable cases of all strata together.

    Raises:
        AnalysisError: if the numbers of a stratum contradict each other.
    """
    for stratum in strata:
        _check(stratum)
    used = [stratum for stratum in strata if stratum.sampled]
    applicable = sum(stratum.applicable for stratum in used)
    if applicable == 0:
        return share_interval(0, 0, confidence)
    total = sum(s.population / s.sampled * s.applicable for s in used)
    share = sum(s.population / s.sampled * s.yes for s in used) / total
    if all(s.sampled == s.population for s in used):
        return Interval(share, share, share, applicable, ALL_SEEN)
    draws = _effective(used, share, total)
    return _wilson(share, draws, applicable, confidence)


def _effective(strata: Sequence[Stratum], share: float, total: float) -> float:
    """Return the number of independent draws with the variance of the stratified estimate."""
    variance = sum(_variance(s, share) for s in strata) / total**2
    if variance > 0 and 0 < share < 1:
        return share * (1 - share) / variance
    # All answers agree: count the draws, each stratum with its own correction.
    return sum(
        s.applicable * (s.population - 1) / (s.population - s.sampled)
        for s in strata
        if s.population > s.sampled
    ) or float(sum(s.applicable for s in strata))


def _variance(stratum: Stratum, share: float) -> float:
    """Return a stratum's part in the variance of the weighted total of yes - share x applicable."""
    n, left = stratum.sampled, 1 - stratum.sampled / stratum.population
    no = stratum.applicable - stratum.yes
    squares = stratum.yes * (1 - share) ** 2 + no * share**2
    mean = (stratum.yes - share * stratum.applicable) / n
    spread = (squares - n * mean**2) / (n - 1) if n > 1 else share * (1 - share)
    return stratum.population**2 * left * max(spread, 0.0) / n


def _wilson(share: float, draws: float, applicable: int, confidence: float) -> Interval:
    found = share_interval(min(share * draws, draws), draws, confidence)
    return Interval(share, min(found.low, share), max(found.high, share), applicable)


def _check(stratum: Stratum) -> None:
    numbers = (stratum.yes, stratum.applicable, stratum.sampled, stratum.population)
    if not 0 <= numbers[0] <= numbers[1] <= numbers[2] <= numbers[3]:
        raise AnalysisError(
            "A sample needs 0 <= yes <= applicable <= sampled <= cases; here they are "
            f"{', '.join(str(number) for number in numbers)}."
        )


def width(interval: Interval) -> float:
    """Return the width of an interval; NaN if there is none."""
    return interval.high - interval.low if interval.known else math.nan
