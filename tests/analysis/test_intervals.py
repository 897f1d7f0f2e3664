"""Intervals against scipy.stats and closed formulas, and their coverage by simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.intervals import (
    NO_INTERVAL,
    mean_interval,
    rate_interval,
    share_interval,
)
from scipy import stats

numbers = st.floats(-1e6, 1e6, allow_nan=False)


@given(st.lists(numbers, min_size=2, max_size=30), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_the_mean_interval_is_student_t(values: list[float], confidence: float) -> None:
    found = mean_interval(values, confidence)
    error = stats.sem(values)
    low = high = float(np.mean(values))
    if error > 0:
        low, high = stats.t.interval(confidence, len(values) - 1, np.mean(values), error)
    scale = max(1.0, float(np.abs(values).max()))
    assert found.mean == pytest.approx(np.mean(values), abs=1e-9 * scale)
    assert found.low == pytest.approx(low, abs=1e-7 * scale)
    assert found.high == pytest.approx(high, abs=1e-7 * scale)
    assert found.n == len(values) and found.known and found.note == ""


def test_a_mean_by_hand() -> None:
    # mean 12, standard deviation 2, t(2; 0.975) = 4.302653: half width 4.302653 * 2 / sqrt(3)
    found = mean_interval([10.0, 12.0, 14.0])
    assert found.mean == 12.0
    assert found.high - 12.0 == pytest.approx(4.96828, abs=1e-5)
    assert mean_interval([0.0, 2.0], floor=0.0).low == 0.0


def test_one_replication_has_no_interval() -> None:
    found = mean_interval([7.0])
    assert found.mean == 7.0 and math.isnan(found.low) and math.isnan(found.high)
    assert not found.known and found.note == NO_INTERVAL
    nothing = mean_interval([math.nan])
    assert math.isnan(nothing.mean) and nothing.n == 0
    assert mean_interval([1.0, math.nan, 3.0]).n == 2


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_share_interval_is_wilsons(successes: int, extra: int) -> None:
    trials = successes + extra
    found = share_interval(successes, trials)
    reference = stats.binomtest(successes, trials).proportion_ci(0.95, method="wilson")
    assert found.low == pytest.approx(reference.low, abs=1e-9)
    assert found.high == pytest.approx(reference.high, abs=1e-9)
    assert 0 <= found.low <= found.mean <= found.high <= 1


@given(st.integers(0, 200), st.floats(0.1, 1000))
def test_the_rate_interval_is_garwoods(count: int, exposure: float) -> None:
    found = rate_interval(count, exposure)
    low = stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    high = stats.chi2.ppf(0.975, 2 * count + 2) / 2
    assert found.low * exposure == pytest.approx(low, rel=1e-6, abs=1e-9)
    assert found.high * exposure == pytest.approx(high, rel=1e-6)


def test_no_event_at_all_still_has_an_upper_limit() -> None:
    assert rate_interval(0, 2.0).high == pytest.approx(-math.log(0.025) / 2)


@pytest.mark.parametrize("confidence", [0.0, 1.0, -1.0, math.nan])
def test_a_confidence_must_lie_between_0_and_1(confidence: float) -> None:
    with pytest.raises(AnalysisError, match="confidence"):
        mean_interval([1.0, 2.0], confidence)


def test_impossible_shares_and_rates_are_refused() -> None:
    for successes, trials in ((-1, 3), (4, 3)):
        with pytest.raises(AnalysisError, match="share"):
            share_interval(successes, trials)
    for count, exposure in ((-1.0, 1.0), (1.0, 0.0), (1.0, math.nan)):
        with pytest.raises(AnalysisError, match="rate"):
            rate_interval(count, exposure)
    assert math.isnan(share_interval(0, 0).mean)


SAMPLES = 4000
FALSE_ALARM = 1e-6
"""Chance that one coverage test fails although the interval is right (binomial, two-sided)."""


def covered_enough(hits: int, least: float) -> bool:
    """Return whether ``hits`` of SAMPLES are compatible with a coverage of ``least`` or more."""
    return bool(stats.binom.cdf(hits, SAMPLES, least) > FALSE_ALARM)


def test_student_t_covers_as_often_as_it_says() -> None:
    random = np.random.default_rng(1)
    draws = random.normal(3.0, 2.0, size=(SAMPLES, 5))
    found = [mean_interval(row) for row in draws]
    hits = sum(item.low <= 3.0 <= item.high for item in found)
    assert covered_enough(hits, 0.95)
    assert stats.binom.sf(hits - 1, SAMPLES, 0.95) > FALSE_ALARM, "too wide"


def test_garwood_covers_at_least_as_often_as_it_says() -> None:
    random = np.random.default_rng(2)
    for mean in (0.4, 3.0, 12.0):
        found = [rate_interval(count, 1.0) for count in random.poisson(mean, SAMPLES)]
        assert covered_enough(sum(item.low <= mean <= item.high for item in found), 0.95)


def test_wilson_covers_about_as_often_as_it_says() -> None:
    # Exact coverage, summed over all outcomes; Wilson is approximate and stays near 0.95.
    trials = 60
    for share in (0.05, 0.3, 0.5, 0.9):
        coverage = sum(
            stats.binom.pmf(k, trials, share)
            for k in range(trials + 1)
            if share_interval(k, trials).low <= share <= share_interval(k, trials).high
        )
        assert 0.92 < coverage < 0.99


def test_a_wrong_factor_would_be_noticed() -> None:
    random = np.random.default_rng(1)
    draws = random.normal(3.0, 2.0, size=(SAMPLES, 5))
    half = 1.96 * draws.std(axis=1, ddof=1) / math.sqrt(5)
    hits = int((np.abs(draws.mean(axis=1) - 3.0) <= half).sum())
    assert not covered_enough(hits, 0.95), "the normal factor is too small for five values"
