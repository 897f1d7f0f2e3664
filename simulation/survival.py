"""Thresholds of long delays, all at once: survival probabilities in double-double arithmetic.

A table of a delay can have tens of thousands of rows, and a study of many scenarios needs new
tables for each of them. Every survival probability here is a pair of doubles (a sum of 106 bits;
Dekker 1971), which is far more than the 64 bits of a threshold. The few rows whose rounding such a
pair cannot decide are computed again with fifty digits, so the result is exactly that of decimals.
"""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from .random_streams import WORD_LIMIT

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]
"""High and low part of numbers; the number is their exact sum."""

_WORD = float(WORD_LIMIT)
_SPLITTER = 134217729.0  # 2**27 + 1
_UNDECIDED = 1e-5
"""Rows so near to a whole number are computed with decimals; the error of a pair is below 1e-8."""


def survival_words(stay: Decimal, slope: Decimal, rows: int) -> NDArray[np.uint64]:
    """Return floor(2**64 P_k) for P_k = (1 + slope k) stay**k and k = 1, 2, ..., rows at most.

    The last one returned is 0, unless there are ``rows`` of them.

    Args:
        stay: above 0 and below 1. Call within a context of fifty digits.
        slope: 0 (geometric) or more (gamma of shape 2).
        rows: 1 or more.
    """
    decay = -float(stay.ln())
    # (1 + x) exp(-x) falls below 2**-64 before x = 49
    count = min(rows, math.ceil(50.0 / decay) + 1)
    powers = _powers(stay, count)
    if slope:
        powers = _times(powers, _line(slope, count))
    words, undecided = _floors(powers)
    for row in np.flatnonzero(undecided):
        k = int(row) + 1
        words[row] = math.floor((1 + slope * k) * stay**k * WORD_LIMIT)
    ends = np.flatnonzero(words == 0)
    return words[: int(ends[0]) + 1] if len(ends) else words


def _pair(number: Decimal) -> Pair:
    high = float(number)
    return np.array([high]), np.array([float(number - Decimal(high))])


def _powers(base: Decimal, count: int) -> Pair:
    """Return base, base**2, ...: each doubling multiplies all known powers by the largest."""
    high, low = _pair(base)
    while len(high) < count:
        more_high, more_low = _times((high, low), (high[-1:], low[-1:]))
        high, low = np.concatenate([high, more_high]), np.concatenate([low, more_low])
    return high[:count], low[:count]


def _line(slope: Decimal, count: int) -> Pair:
    """Return 1 + slope k for k = 1, 2, ..."""
    k = np.arange(1.0, count + 1)
    high, low = _times(_pair(slope), (k, np.zeros_like(k)))
    return _sum(1.0, high, low)


def _sum(one: float, high: Floats, low: Floats) -> Pair:
    total = one + high
    part = total - one
    rest = (one - (total - part)) + (high - part) + low
    return _normal(total, rest)


def _normal(high: Floats, low: Floats) -> Pair:
    total = high + low
    return total, low - (total - high)


def _times(a: Pair, b: Pair) -> Pair:
    """Return the products of pairs (Dekker's exact product of the high parts)."""
    product = a[0] * b[0]
    a_high, a_low = _split(a[0])
    b_high, b_low = _split(b[0])
    error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low
    return _normal(product, error + (a[0] * b[1] + a[1] * b[0]))


def _split(numbers: Floats) -> Pair:
    scaled = _SPLITTER * numbers
    high = scaled - (scaled - numbers)
    return high, numbers - high


def _floors(pair: Pair) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """Return floor(2**64 x), and which of them the pair cannot decide."""
    high, low = pair[0] * _WORD, pair[1] * _WORD
    whole = np.floor(high)
    rest = (high - whole) + low
    # a probability of almost 1 would not fit: its high part may be 2**64 itself
    full = whole >= _WORD
    whole, rest = np.where(full, whole - 2048.0, whole), np.where(full, rest + 2048.0, rest)
    floors = np.floor(rest)
    # adding modulo 2**64 is right for negative rests as well
    words = whole.astype(np.uint64) + floors.astype(np.int64).view(np.uint64)
    return words, np.abs(rest - np.rint(rest)) < _UNDECIDED
