"""Thresholds in double-double arithmetic are those of fifty digits, row by row."""

from __future__ import annotations

import math
from decimal import Context, Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from koopsim.simulation.random_streams import WORD_LIMIT
from koopsim.simulation.survival import survival_words

FIFTY = Context(prec=50)


def plain(stay: Decimal, slope: Decimal, rows: int) -> list[int]:
    """The definition, one row after another."""
    words, power = [], Decimal(1)
    for k in range(1, rows + 1):
        power *= stay
        words.append(math.floor((1 + slope * k) * power * WORD_LIMIT))
        if words[-1] == 0:
            break
    return words


@settings(max_examples=40)
@given(st.floats(1e-25, 1.0 - 1e-9), st.integers(1, 3000))
def test_geometric_words_are_exact(hazard: float, rows: int) -> None:
    with localcontext(FIFTY):
        stay = 1 - Decimal(hazard)
        assert survival_words(stay, Decimal(0), rows).tolist() == plain(stay, Decimal(0), rows)


@settings(max_examples=25)
@given(st.floats(1e-4, 5.0))
def test_gamma_words_are_exact(rate: float) -> None:
    with localcontext(FIFTY):
        lam = Decimal(rate)
        stay = (-lam).exp()
        assert survival_words(stay, lam, 4000).tolist() == plain(stay, lam, 4000)


@pytest.mark.parametrize("power", [1, 2, 40, 63])
def test_rows_on_a_whole_number_are_decided_exactly(power: int) -> None:
    # 2**-power times 2**64 is a whole number: rounding the other way would be one off
    with localcontext(FIFTY):
        stay = Decimal(2) ** -power
        words = survival_words(stay, Decimal(0), 100)
        assert words[0] == 2 ** (64 - power)
        assert words.dtype == np.uint64
        assert words.tolist() == plain(stay, Decimal(0), 100)
