"""Tables against closed formulas and scipy, which plays no part in making them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from koopsim.model.errors import RunError
from koopsim.simulation.distributions import (
    LONGEST_DAYS,
    DiscreteTable,
    categorical,
    daily_hazard,
    fixed,
    geometric_days,
    geometric_from_daily_hazard,
    geometric_from_monthly_rate,
    happens,
    spread_days,
    threshold,
    triangular_days,
    uniform_days,
)
from koopsim.simulation.random_streams import WORD_LIMIT, philox_many
from scipy import stats  # type: ignore[import-untyped,unused-ignore]

LARGEST = WORD_LIMIT - 1
draws = st.one_of(st.integers(0, LARGEST), st.sampled_from([0, 1, 2**63, LARGEST]))
chances = st.floats(0, 1)

TABLES = {
    "fixed": fixed(5),
    "uniform": uniform_days(3, 16),
    "triangular": triangular_days(2, 5, 20),
    "categorical": categorical([0.2, 0.0, 0.5, 0.3]),
    "geometric": geometric_days(30.0),
    "capped": geometric_days(30.0, maximum=10),
    "monthly": geometric_from_monthly_rate(0.04),
    "spread": spread_days(14.0),
    "same day": spread_days(0.7, minimum=0),
}
every_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())


def dense(table: DiscreteTable, values: Sequence[int]) -> list[float]:
    """Return the probabilities of the given values, 0 for those that the table leaves out."""
    known = dict(zip(table.values.tolist(), map(float, table.probabilities()), strict=True))
    assert set(known) <= set(values)
    return [known.get(value, 0.0) for value in values]


@given(chances)
@example(0.0)
@example(1.0)
@example(5e-324)
@example(math.nextafter(1.0, 0.0))
@example(0.1)
def test_threshold_is_the_smallest_integer_that_reaches_the_chance(p: float) -> None:
    t = threshold(p)
    assert Fraction(t, WORD_LIMIT) >= Fraction(p)
    assert t == 0 or Fraction(t - 1, WORD_LIMIT) < Fraction(p)


def test_never_and_always() -> None:
    assert threshold(0.0) == 0
    assert threshold(1.0) == WORD_LIMIT
    assert threshold(0.5) == 2**63
    assert threshold(Fraction(1, 3)) == (WORD_LIMIT + 2) // 3
    assert not happens(0, threshold(0.0))
    assert happens(LARGEST, threshold(1.0))
    assert happens(0, threshold(5e-324))
    assert not happens(LARGEST, threshold(math.nextafter(1.0, 0.0)))


@given(chances, chances, draws)
def test_what_happens_also_happens_with_a_larger_chance(p: float, q: float, draw: int) -> None:
    small, large = sorted((p, q))
    assert happens(draw, threshold(large)) or not happens(draw, threshold(small))


@every_table
def test_edges_of_a_table_are_exact(table: DiscreteTable) -> None:
    """A threshold is the first draw of the next value; the probabilities add up to one."""
    assert sum(table.probabilities()) == 1
    assert table.value(0) == table.values[0]
    assert table.value(LARGEST) == table.values[-1]
    for k, edge in enumerate(table.thresholds.tolist()):
        assert table.value(edge - 1) == table.values[k]
        assert table.value(edge) == table.values[k + 1]


@every_table
@given(u=draws, v=draws)
def test_a_larger_draw_never_gives_a_smaller_value(table: DiscreteTable, u: int, v: int) -> None:
    low, high = sorted((u, v))
    assert table.value(low) <= table.value(high)


@every_table
@given(many=st.lists(draws, max_size=10))
def test_many_values_equal_single_values(table: DiscreteTable, many: list[int]) -> None:
    array = table.values_of(np.array(many, dtype=np.uint64))
    assert array.tolist() == [table.value(draw) for draw in many]


@every_table
def test_arrays_are_typed_for_engines_and_cannot_be_changed(table: DiscreteTable) -> None:
    assert table.values.dtype == np.int64
    assert table.thresholds.dtype == np.uint64
    assert len(table.values) == len(table.thresholds) + 1 == len(table)
    with pytest.raises(ValueError, match="read-only"):
        table.values[0] = 1


@every_table
def test_sampled_values_fit_the_probabilities(table: DiscreteTable) -> None:
    """Chi-square over cells of at least 20 expected draws, error probability 1e-6 per table.

    The seed is fixed, so the test always gives the same answer; under another seed a correct
    table would fail once in a million times.
    """
    n = 20_000
    blocks = philox_many(np.arange(n), 1, 0, (20230701, 0))
    counts = dict(zip(*np.unique(table.values_of(blocks[:, 0]), return_counts=True), strict=True))
    observed, expected = [0.0], [0.0]
    for value, p in zip(table.values.tolist(), table.probabilities(), strict=True):
        if expected[-1] >= 20:
            observed.append(0.0)
            expected.append(0.0)
        observed[-1] += counts.get(value, 0)
        expected[-1] += n * float(p)
    if len(expected) > 1:
        # The last cell may be too small: it joins the one before.
        observed[-2:], expected[-2:] = [sum(observed[-2:])], [sum(expected[-2:])]
    assert sum(observed) == n
    if len(expected) > 1:
        assert stats.chisquare(observed, expected).pvalue > 1e-6


@pytest.mark.parametrize("mean", [1.0, 1.5, 7.0, 30.0, 365.25, 900.0])
def test_geometric_delay_equals_the_formula(mean: float) -> None:
    table = geometric_days(mean)
    days = range(1, LONGEST_DAYS + 1)
    np.testing.assert_allclose(dense(table, days), stats.geom(1 / mean).pmf(days), atol=1e-15)
    assert table.mean() == pytest.approx(mean, abs=1e-6)


@pytest.mark.parametrize("maximum", [1, 2, 30, 400])
def test_cap_of_a_geometric_delay_takes_the_rest(maximum: int) -> None:
    hazard = 0.02
    table = geometric_from_daily_hazard(hazard, maximum)
    assert int(table.values[-1]) == maximum
    # P(days >= maximum) and E min(days, maximum) in closed form.
    assert float(table.probabilities()[-1]) == pytest.approx((1 - hazard) ** (maximum - 1))
    assert table.mean() == pytest.approx((1 - (1 - hazard) ** maximum) / hazard, abs=1e-6)


def test_hazards_of_zero_and_one() -> None:
    assert geometric_from_daily_hazard(0.0, 500) == fixed(500)
    assert geometric_from_daily_hazard(1.0) == fixed(1)
    assert geometric_from_monthly_rate(0.0, 500) == fixed(500)
    assert geometric_from_monthly_rate(1.0) == fixed(1)


@pytest.mark.parametrize("rate", [0.0, 1e-6, 0.01, 0.04, 0.5, 0.999, 1.0])
def test_daily_hazard_equals_the_formula(rate: float) -> None:
    hazard = daily_hazard(rate)
    assert float(hazard) == pytest.approx(-math.expm1(math.log1p(-rate) * 12 / 365.25)
                                          if rate < 1 else 1.0, rel=1e-14)  # fmt: skip


def test_a_monthly_rate_holds_over_a_year_of_mean_length() -> None:
    """After 1461 days (48 mean months) the share still there is (1 - rate)**48."""
    table = geometric_from_monthly_rate(0.03)
    gone = sum(dense(table, range(1, LONGEST_DAYS + 1))[:1461])
    assert 1 - gone == pytest.approx(0.97**48, abs=1e-12)


@given(st.integers(0, 50), st.integers(0, 50))
def test_uniform_days_are_equally_likely(low: int, width: int) -> None:
    table = uniform_days(low, low + width)
    assert table.values.tolist() == list(range(low, low + width + 1))
    assert all(abs(p - Fraction(1, width + 1)) < Fraction(1, 2**63) for p in table.probabilities())
    assert table.mean() == pytest.approx(low + width / 2, abs=1e-6)


@pytest.mark.parametrize("half", [0, 1, 5, 12])
def test_a_symmetric_triangle_is_the_sum_of_two_uniform_delays(half: int) -> None:
    one = np.full(half + 1, 1 / (half + 1))
    table = triangular_days(3, 3 + half, 3 + 2 * half)
    days = range(3, 4 + 2 * half)
    np.testing.assert_allclose(dense(table, days), np.convolve(one, one), atol=1e-15)


@pytest.mark.parametrize(
    ("low", "mode", "high", "weights"),
    [
        (1, 1, 3, [3, 2, 1]),
        (1, 3, 3, [1, 2, 3]),
        (0, 1, 4, [4, 8, 6, 4, 2]),
        (7, 7, 7, [1]),
    ],
)
def test_triangles_by_hand(low: int, mode: int, high: int, weights: list[int]) -> None:
    table = triangular_days(low, mode, high)
    expected = [weight / sum(weights) for weight in weights]
    np.testing.assert_allclose(dense(table, range(low, high + 1)), expected, atol=1e-15)


@pytest.mark.parametrize("minimum", [0, 1, 3])
@pytest.mark.parametrize("excess", [1e-9, 0.3, 1.0, 13.0, 90.0, 365.0, 1400.0])
def test_spread_delay_has_the_mean_asked_for(excess: float, minimum: int) -> None:
    table = spread_days(minimum + excess, minimum)
    assert table.mean() == pytest.approx(minimum + excess, abs=1e-6)
    assert int(table.values[0]) == minimum


@pytest.mark.parametrize(("mean", "minimum"), [(3.0, 1), (14.0, 1), (2.0, 0), (180.0, 5)])
def test_spread_delay_is_a_floored_gamma_of_shape_two(mean: float, minimum: int) -> None:
    """The scale is read from the first probability; all others must then fit scipy's gamma."""
    table = spread_days(mean, minimum)
    p = [float(part) for part in table.probabilities()]
    scale = 1 / stats_rate(1 - p[0])
    days = range(minimum, int(table.values[-1]) + 1)
    edges = np.arange(len(days) + 1)
    expected = np.diff(stats.gamma(2, scale=scale).cdf(edges))
    np.testing.assert_allclose(dense(table, days), expected, atol=1e-12)


def stats_rate(survival: float) -> float:
    """Return lam with (1 + lam) exp(-lam) = survival."""
    from scipy.optimize import brentq  # type: ignore[import-untyped,unused-ignore]

    root = brentq(lambda lam: (1 + lam) * math.exp(-lam) - survival, 1e-9, 100.0, xtol=1e-15)
    return float(root)


def test_spread_delay_is_skewed_to_the_right() -> None:
    table = spread_days(14.0)
    p = dense(table, range(1, int(table.values[-1]) + 1))
    peak = 1 + int(np.argmax(p))
    median = table.value(2**63)
    assert 1 < peak < median < table.mean()
    assert spread_days(5.0, minimum=5) == fixed(5)


def test_longer_spread_delays_are_longer_for_each_draw() -> None:
    short, long = spread_days(10.0), spread_days(14.0)
    for draw in range(0, WORD_LIMIT, WORD_LIMIT // 997):
        assert short.value(draw) <= long.value(draw)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=8).filter(any))
def test_categories_follow_their_weights(weights: list[float]) -> None:
    table = categorical(weights)
    total = sum(map(Fraction, weights))
    up_to = [sum(map(Fraction, weights[: value + 1])) / total for value in table.values[:-1]]
    assert table.thresholds.tolist() == [threshold(part) for part in up_to]
    p = dict(zip(table.values.tolist(), table.probabilities(), strict=True))
    for index, weight in enumerate(weights):
        assert abs(p.get(index, Fraction(0)) - Fraction(weight) / total) < Fraction(1, 2**63)
        assert weight > 0 or index not in p


def test_tables_compare_and_print() -> None:
    assert uniform_days(1, 4) == DiscreteTable([1, 2, 3, 4], [2**62, 2**63, 3 * 2**62])
    assert hash(fixed(3)) == hash(fixed(3))
    assert fixed(3) != fixed(4)
    assert fixed(3) != 3
    assert repr(uniform_days(1, 4)) == "<DiscreteTable of 4 values, 1 to 4, mean 2.5>"


@pytest.mark.parametrize("p", [-0.1, 1.0000001, math.nan, math.inf])
def test_what_is_no_probability_is_refused(p: float) -> None:
    with pytest.raises(RunError, match="numbers from 0 to 1"):
        threshold(p)
    with pytest.raises(RunError, match="numbers from 0 to 1"):
        geometric_from_daily_hazard(p)
    with pytest.raises(RunError, match="numbers from 0 to 1"):
        geometric_from_monthly_rate(p)


def test_impossible_delays_are_refused() -> None:
    for mean in (0.9, math.nan, math.inf):
        with pytest.raises(RunError, match="finite numbers from 1"):
            geometric_days(mean)
    with pytest.raises(RunError, match="1 day or more"):
        geometric_days(5.0, maximum=0)
    for low, high in ((-1, 3), (4, 3)):
        with pytest.raises(RunError, match="low <= high"):
            uniform_days(low, high)
    with pytest.raises(RunError, match="accepted are 2 to 5 days"):
        triangular_days(2, 6, 5)
    for mean, minimum, maximum in ((0.5, 1, 9), (math.nan, 1, 9), (math.inf, 1, 9), (9.0, 9, 9)):
        with pytest.raises(RunError, match="smallest <= mean"):
            spread_days(mean, minimum, maximum)


@pytest.mark.parametrize("weights", [[], [0.0], [1.0, -0.1], [math.nan, 1.0], [math.inf]])
def test_unusable_weights_are_refused(weights: list[float]) -> None:
    with pytest.raises(RunError, match="at least one of them positive"):
        categorical(weights)


@pytest.mark.parametrize(
    ("values", "thresholds"),
    [
        ([], []),
        ([1, 2], []),
        ([2, 1], [5]),
        ([1, 1], [5]),
        ([1, 2], [0]),
        ([1, 2], [WORD_LIMIT]),
        ([1, 2, 3], [7, 7]),
    ],
)
def test_tables_that_do_not_rise_are_refused(values: list[int], thresholds: list[int]) -> None:
    with pytest.raises(RunError):
        DiscreteTable(values, thresholds)
