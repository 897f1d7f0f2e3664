"""MSER and Welch's average against plain formulas and made series."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.initial_bias import mser, welch_average

series = arrays(float, st.integers(8, 60), elements=st.integers(-50, 50).map(float))


def plain_mser(values: np.ndarray, batch: int) -> list[float]:
    """The statistic as White defines it: variance of what is kept, divided by its number."""
    count = len(values) // batch
    means = [float(np.mean(values[i * batch : (i + 1) * batch])) for i in range(count)]
    return [
        sum((z - np.mean(means[d:])) ** 2 for z in means[d:]) / (count - d) ** 2
        for d in range(count // 2 + 1)
    ]


@given(series, st.sampled_from([1, 2, 5]))
def test_the_statistic_is_whites(values: np.ndarray, batch: int) -> None:
    if len(values) // batch < 8:
        with pytest.raises(AnalysisError, match="too few"):
            mser(values, batch)
        return
    found, expected = mser(values, batch), plain_mser(values, batch)
    assert found.statistic == pytest.approx(expected, abs=1e-8)
    cut = found.values // batch
    assert found.values % batch == 0
    assert expected[cut] <= min(expected) + 1e-8
    assert found.found == (cut < len(values) // batch // 2)


@pytest.mark.parametrize("start", [-30.0, 40.0])
def test_a_transient_is_cut_off(start: float) -> None:
    random = np.random.default_rng(4)
    time = np.arange(600)
    values = 100 + start * (time < 50) + random.normal(0, 1, 600)
    found = mser(values)
    assert found.found and found.values == 50


def test_a_series_that_never_settles_is_not_found() -> None:
    assert not mser(np.arange(100.0)).found


def test_a_steady_series_is_left_whole() -> None:
    assert mser(np.full(60, 7.0)).values == 0
    random = np.random.default_rng(9)
    cuts = [mser(random.normal(10, 1, 500)).values for _ in range(100)]
    assert np.median(cuts) <= 100


def test_gaps_are_refused() -> None:
    with pytest.raises(AnalysisError, match="gaps"):
        mser(np.array([1.0] * 50 + [np.nan]))


@given(series, st.integers(0, 9))
def test_the_moving_average_is_centred_and_shrinks_at_the_ends(
    values: np.ndarray, window: int
) -> None:
    last = len(values) - 1
    expected = [
        np.mean(values[i - reach : i + reach + 1])
        for i in range(len(values))
        for reach in [min(i, last - i, window)]
    ]
    assert welch_average(values, window) == pytest.approx(expected, abs=1e-9)


def test_a_negative_window_is_refused() -> None:
    with pytest.raises(AnalysisError, match="window of -1"):
        welch_average(np.zeros(5), -1)
