"""Chances and delays as integers: floating point ends here, before a run begins.

A random draw is an unsigned 64-bit word (`koopsim.simulation.random_streams`). A chance becomes
a threshold, a distribution of days a table of cumulative thresholds. Both are made once, from
exact fractions or from decimal numbers of fifty digits; an engine only compares integers. The
tables are therefore the same on every platform, and two engines cannot differ by a rounding.

Rounding: a probability p becomes the smallest integer t with t / 2**64 >= p. The error is below
2**-64 (about 5e-20), a positive chance never becomes "never", and of all floats only p = 1
becomes "always". Table values whose probability rounds to nothing are left out.

Every table rises with the draw: a larger draw never gives a smaller value. With common random
numbers, a scenario with longer delays therefore delays the same cases, each by its own measure.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..model.errors import RunError
from .random_streams import WORD_LIMIT
from .survival import survival_words

__all__ = [
    "DAYS_PER_YEAR",
    "LONGEST_DAYS",
    "DiscreteTable",
    "categorical",
    "daily_hazard",
    "fixed",
    "geometric_days",
    "geometric_from_daily_hazard",
    "geometric_from_monthly_rate",
    "happens",
    "spread_days",
    "threshold",
    "triangular_days",
    "uniform_days",
    "weighted",
]

DAYS_PER_YEAR: Final = Fraction(1461, 4)
"""Mean length of a year in days (365.25): turns monthly rates into daily ones."""

LONGEST_DAYS: Final = 36_525
"""Default cap of a delay, a hundred years: longer than any run, so it stands for "not at all"."""

# Making a table takes up to a tenth of a second, and the offices of a country share most of them.
_made_once = lru_cache(maxsize=32)

_DECIMAL: Final = Context(prec=50)
_ONE: Final = Decimal(1)


def threshold(p: float | Fraction) -> int:
    """Return the integer t, 0 to 2**64, such that a uniform draw is below t with probability p.

    t is the smallest integer with t / 2**64 >= p; p = 0 gives 0 (never), p = 1 gives 2**64
    (always; one more than fits into an unsigned 64-bit word).

    Raises:
        RunError: if p is not a number from 0 to 1.
    """
    # The double comparison is also false for "not a number".
    if not 0 <= p <= 1:
        raise RunError(f"A probability is {p}; accepted are numbers from 0 to 1.")
    return math.ceil(Fraction(p) * WORD_LIMIT)


def happens(draw: int, limit: int) -> bool:
    """Return whether a chance comes true: whether the draw lies below its threshold."""
    return draw < limit


class DiscreteTable:
    """A distribution over whole numbers, sampled by comparing integers (inverse CDF).

    A draw u gives `values[k]`, where k is the number of thresholds that are not greater than u
    (`bisect_right`). The last value needs no threshold, since every draw lies below 2**64: all
    thresholds fit into unsigned 64-bit words.

    Attributes:
        values: rising values (int64): days, or the index of a category.
        thresholds: rising thresholds (uint64), one fewer than values; `thresholds[k]` / 2**64 is
            the probability of `values[k]` or less.
    """

    __slots__ = ("_plain", "thresholds", "values")

    def __init__(
        self,
        values: Sequence[int] | NDArray[np.int64],
        thresholds: Sequence[int] | NDArray[np.uint64],
    ) -> None:
        """Check and store a table.

        Raises:
            RunError: if values or thresholds do not rise, or their numbers do not fit together.
        """
        if len(values) != len(thresholds) + 1:
            raise RunError(
                f"A table of {len(values)} values needs one threshold fewer than values, "
                f"but {len(thresholds)} were given."
            )
        if not _rises(values) or not _are_limits(thresholds):
            raise RunError(
                "Values and thresholds of a table must rise, thresholds between 1 and 2**64 - 1."
            )
        self.values: NDArray[np.int64] = np.array(values, dtype=np.int64)
        self.thresholds: NDArray[np.uint64] = np.array(thresholds, dtype=np.uint64)
        self.values.flags.writeable = False
        self.thresholds.flags.writeable = False
        self._plain: tuple[tuple[int, ...], tuple[int, ...]] | None = None

    def _numbers(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return values and thresholds as plain integers, on which bisect is faster.

        Made when first asked for: engines of another kind read the arrays.
        """
        if self._plain is None:
            self._plain = tuple(self.values.tolist()), tuple(self.thresholds.tolist())
        return self._plain

    def __len__(self) -> int:
        """Return the number of values that can occur."""
        return self.values.size

    def __eq__(self, other: object) -> bool:
        """Return whether two tables give the same value for every draw."""
        if not isinstance(other, DiscreteTable):
            return NotImplemented
        return np.array_equal(self.values, other.values) and np.array_equal(
            self.thresholds, other.thresholds
        )

    def __hash__(self) -> int:
        """Return a hash that fits the equality."""
        return hash((self.values.tobytes(), self.thresholds.tobytes()))

    def __repr__(self) -> str:
        """Return a short description."""
        low, high = self.values[0], self.values[-1]
        return f"<DiscreteTable of {len(self)} values, {low} to {high}, mean {self.mean():.6g}>"

    def value(self, draw: int) -> int:
        """Return the value of one draw (0 .. 2**64 - 1)."""
        values, thresholds = self._plain or self._numbers()
        return values[bisect_right(thresholds, draw)]

    def values_of(self, draws: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return the values of many draws; element by element equal to `value`."""
        return self.values[np.searchsorted(self.thresholds, draws, side="right")]

    def probabilities(self) -> list[Fraction]:
        """Return the exact probability of each value, as the table realises it."""
        edges = (0, *self._numbers()[1], WORD_LIMIT)
        return [Fraction(high - low, WORD_LIMIT) for low, high in pairwise(edges)]

    def mean(self) -> float:
        """Return the mean of the values, correctly rounded."""
        values, thresholds = self._numbers()
        edges = (0, *thresholds, WORD_LIMIT)
        weighted = sum(
            value * (high - low) for value, (low, high) in zip(values, pairwise(edges), strict=True)
        )
        return float(Fraction(weighted, WORD_LIMIT))


Numbers = Sequence[int] | NDArray[np.int64] | NDArray[np.uint64]


def _rises(numbers: Numbers) -> bool:
    if isinstance(numbers, np.ndarray):
        return bool((numbers[:-1] < numbers[1:]).all())
    return all(a < b for a, b in pairwise(numbers))


def _are_limits(numbers: Numbers) -> bool:
    """Tell whether thresholds rise from above 0 to below 2**64."""
    ends = len(numbers) == 0 or (numbers[0] > 0 and int(numbers[-1]) < WORD_LIMIT)
    return bool(ends) and _rises(numbers)


def _table(values: Iterable[int], cumulative: Iterable[int]) -> DiscreteTable:
    """Return a table from upper thresholds of each value; values without width are left out."""
    kept_values: list[int] = []
    kept: list[int] = []
    reached = 0
    for value, upper in zip(values, cumulative, strict=True):
        if upper > reached:
            kept_values.append(value)
            kept.append(upper)
            reached = upper
    return DiscreteTable(kept_values, kept[:-1])


def _table_from_weights(values: Sequence[int], weights: Sequence[Fraction]) -> DiscreteTable:
    """Return a table with probabilities in proportion to the weights."""
    # Over a common denominator they are whole numbers, which are much faster to add.
    common = math.lcm(*(weight.denominator for weight in weights))
    whole = [weight.numerator * (common // weight.denominator) for weight in weights]
    total = sum(whole)
    # rounded up, see `threshold`
    return _table(values, (-(-part * WORD_LIMIT // total) for part in accumulate(whole)))


def _table_from_survival(
    first: int, stay: Decimal, maximum: int, slope: Decimal = Decimal(0)
) -> DiscreteTable:
    """Return the table over first .. maximum with P(value >= first + k) = (1 + slope k) stay**k.

    The probability of all values beyond the maximum is put on the maximum. Works from the upper
    tail, which is a small number and so keeps its digits. Call within a context of fifty digits.
    """
    if stay == 1 or maximum == first:
        return fixed(maximum)
    if stay == 0:
        return fixed(first)
    survival = survival_words(stay, slope, maximum - first)
    values = np.arange(first, first + len(survival), dtype=np.int64)
    if survival[-1]:
        values, survival = np.append(values, maximum), np.append(survival, np.uint64(0))
    # Values without width are left out; 0 - survival is the threshold, modulo 2**64.
    before = np.concatenate([np.array([0], dtype=np.uint64), survival[:-1]])
    kept = survival != before
    kept[0] = True
    return DiscreteTable(values[kept], (np.uint64(0) - survival[kept])[:-1])


def _require_days(low: int, high: int) -> None:
    if not 0 <= low <= high:
        raise RunError(
            f"A delay from {low} to {high} days was asked for; accepted is 0 <= low <= high."
        )


def fixed(value: int) -> DiscreteTable:
    """Return the table that always gives `value`."""
    return DiscreteTable([value], [])


@_made_once
def uniform_days(low: int, high: int) -> DiscreteTable:
    """Return equal probabilities for the days low, low + 1, ..., high.

    Raises:
        RunError: if not 0 <= low <= high.
    """
    _require_days(low, high)
    days = range(low, high + 1)
    return _table_from_weights(days, [Fraction(1)] * len(days))


@_made_once
def triangular_days(low: int, mode: int, high: int) -> DiscreteTable:
    """Return a discrete triangle: weights rise evenly from low to mode, then fall evenly to high.

    The weights are (d - low + 1) / (mode - low + 1) up to the mode and
    (high - d + 1) / (high - mode + 1) from it; both ends can occur. If the mode lies in the
    middle this is the distribution of the sum of two equal uniform ones.

    Raises:
        RunError: if not 0 <= low <= mode <= high.
    """
    _require_days(low, high)
    if not low <= mode <= high:
        raise RunError(f"The most likely delay is {mode} days; accepted are {low} to {high} days.")
    rising = [Fraction(d - low + 1, mode - low + 1) for d in range(low, mode)]
    falling = [Fraction(high - d + 1, high - mode + 1) for d in range(mode, high + 1)]
    return _table_from_weights(range(low, high + 1), rising + falling)


def categorical(weights: Sequence[float | Fraction]) -> DiscreteTable:
    """Return a table of the indices 0, 1, ... with probabilities in proportion to the weights.

    An index of weight 0 never occurs.

    Raises:
        RunError: if there is no positive weight, or one is negative or not finite.
    """
    if not all(0 <= weight < math.inf for weight in weights) or not any(weights):
        raise RunError(
            f"The weights {list(weights)} cannot be used; accepted are finite numbers from 0, "
            "at least one of them positive."
        )
    return _table_from_weights(range(len(weights)), [Fraction(weight) for weight in weights])


def weighted(values: Sequence[int], weights: Sequence[int]) -> DiscreteTable:
    """Return rising whole values with probabilities in proportion to the weights.

    Raises:
        RunError: if values do not rise, or no weight is positive.
    """
    indices = categorical(weights)
    return DiscreteTable([values[i] for i in indices.values], [int(t) for t in indices.thresholds])


@_made_once
def geometric_from_daily_hazard(
    hazard: float | Decimal, maximum: int = LONGEST_DAYS
) -> DiscreteTable:
    """Return the days (1, 2, ...) until something that happens with the same chance every day.

    P(days = k) = (1 - hazard)**(k - 1) * hazard. What would take longer than `maximum` days is put
    on `maximum`, which then reads "not within this time"; a hazard of 0 always gives the maximum.

    Args:
        hazard: probability per day, 0 to 1.
        maximum: largest number of days, at least 1.

    Raises:
        RunError: if an argument lies outside its range.
    """
    if not 0 <= hazard <= 1:
        raise RunError(f"A daily probability is {hazard}; accepted are numbers from 0 to 1.")
    if maximum < 1:
        raise RunError(f"The longest delay is {maximum} days; accepted is 1 day or more.")
    with localcontext(_DECIMAL):
        stay = _ONE - Decimal(hazard)
        return _table_from_survival(1, stay, maximum)


@_made_once
def geometric_days(mean_days: float, maximum: int = LONGEST_DAYS) -> DiscreteTable:
    """Return a memoryless delay of 1, 2, ... days with the given mean (daily hazard 1 / mean).

    Args:
        mean_days: mean before the cap at `maximum`, in days, at least 1.
        maximum: largest number of days; see `geometric_from_daily_hazard`.

    Raises:
        RunError: if the mean is below one day or not finite, or the maximum is below 1.
    """
    if not 1 <= mean_days < math.inf:
        raise RunError(f"A mean delay is {mean_days} days; accepted are finite numbers from 1.")
    with localcontext(_DECIMAL):
        return geometric_from_daily_hazard(_ONE / Decimal(mean_days), maximum)


def daily_hazard(monthly_rate: float) -> Decimal:
    """Return the probability per day h = 1 - (1 - rate)**(12 / 365.25) of a probability per month.

    Twelve months of staying without the event are then as likely as 365.25 such days.

    Raises:
        RunError: if the rate is not a number from 0 to 1.
    """
    if not 0 <= monthly_rate <= 1:
        raise RunError(
            f"A monthly probability is {monthly_rate}; accepted are numbers from 0 to 1."
        )
    with localcontext(_DECIMAL):
        months_per_day = 12 / DAYS_PER_YEAR
        exponent = Decimal(months_per_day.numerator) / Decimal(months_per_day.denominator)
        return _ONE - (_ONE - Decimal(monthly_rate)) ** exponent


@_made_once
def geometric_from_monthly_rate(rate: float, maximum: int = LONGEST_DAYS) -> DiscreteTable:
    """Return the number of days until something that happens with probability `rate` per month.

    See `daily_hazard` for the conversion and `geometric_from_daily_hazard` for the cap.

    Raises:
        RunError: if the rate lies outside 0 to 1 or the maximum is below 1.
    """
    return geometric_from_daily_hazard(daily_hazard(rate), maximum)


@_made_once
def spread_days(mean: float, minimum: int = 1, maximum: int = LONGEST_DAYS) -> DiscreteTable:
    """Return a right-skewed delay of minimum, minimum + 1, ... days: a gamma of shape 2, floored.

    days = minimum + floor(X), where X has the density lam**2 * x * exp(-lam * x). `lam` is solved
    so that the mean of the *whole* days is `mean`. Shape 2 is an assumption: it has the long tail
    of waiting times, but unlike the memoryless delay its peak is not the first day.

    Args:
        mean: mean delay in days, at least `minimum`; a mean equal to it gives a fixed delay.
        minimum: smallest delay in days.
        maximum: what would take longer is put here (negligible for means up to about 1,400 days).

    Raises:
        RunError: if not 0 <= minimum <= mean, minimum < maximum, or the mean is not finite.
    """
    if not 0 <= minimum <= mean < math.inf or minimum >= maximum:
        raise RunError(
            f"A delay with mean {mean}, smallest {minimum} and largest {maximum} days was asked "
            "for; accepted is 0 <= smallest <= mean and smallest < largest."
        )
    if mean == minimum:
        return fixed(minimum)
    with localcontext(_DECIMAL):
        lam = _solve_gamma_rate(Decimal(mean) - minimum)
        # P(X > k) = (1 + lam k) exp(-lam k), a gamma of shape 2
        return _table_from_survival(minimum, (-lam).exp(), maximum, lam)


def _solve_gamma_rate(mean: Decimal) -> Decimal:
    """Return the rate of a gamma of shape 2 whose floor has the given positive mean.

    E floor(X) is the sum of P(X > k) over k = 1, 2, ..., which is r / (1 - r) + lam r / (1 - r)**2
    with r = exp(-lam); it falls with lam. Since floor(X) lies between X - 1 and X, and X has the
    mean 2 / lam, the solution lies between 2 / (mean + 1) and 2 / mean.
    """
    low, high = 2 / (mean + 1), 2 / mean
    # 150 halvings: the interval ends below the last of fifty digits.
    for _ in range(150):
        lam = (low + high) / 2
        r = (-lam).exp()
        if r / (1 - r) + lam * r / (1 - r) ** 2 > mean:
            low = lam
        else:
            high = lam
    return (low + high) / 2
