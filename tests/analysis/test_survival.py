"""Survival curves against published numbers, plain formulas, and known hazards."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.survival import share_reached, survival_curve

# Freireich et al. (1963), remission under 6-MP [weeks], in every textbook of survival analysis
# (for example Klein and Moeschberger, Survival Analysis, 2nd ed., table 4.1A).
WEEKS = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
RELAPSED = [True] * 9 + [False] * 12
PUBLISHED = {
    6: (21, 0.857, 0.0764),
    7: (17, 0.807, 0.0869),
    10: (15, 0.753, 0.0963),
    13: (12, 0.690, 0.1068),
    16: (11, 0.627, 0.1141),
    22: (7, 0.538, 0.1282),
    23: (6, 0.448, 0.1346),
}


def test_published_example() -> None:
    curve = survival_curve(WEEKS, RELAPSED)
    assert curve.observations == 21 and curve.reached == 9
    for week, (at_risk, share, error) in PUBLISHED.items():
        place = int(np.flatnonzero(curve.days == week)[0])
        assert curve.at_risk[place] == at_risk
        assert curve.share[place] == pytest.approx(share, abs=6e-4)
        # Log-log limits from Greenwood's standard error as published.
        exact = float(curve.share[place])
        reach = math.exp(1.959964 * error / (exact * abs(math.log(exact))))
        assert curve.low[place] == pytest.approx(exact**reach, abs=2e-3)
        assert curve.high[place] == pytest.approx(exact ** (1 / reach), abs=2e-3)
    assert curve.quantile(0.5) == 23
    assert math.isnan(curve.quantile(0.9))
    assert curve.days[0] == 0 and curve.share[0] == 1
    assert curve.at(5.9) == 1 and curve.at(6) == pytest.approx(18 / 21)
    assert math.isnan(curve.at(36)) and math.isnan(curve.at(-1))


def test_without_censoring_it_is_the_share_that_is_longer() -> None:
    days = [0, 3, 3, 8, 12]
    curve = survival_curve(days, [True] * 5)
    assert curve.days.tolist() == [0, 3, 8, 12]
    assert curve.share == pytest.approx([0.8, 0.4, 0.2, 0.0])
    assert curve.at(1000) == 0  # nobody is left
    assert curve.quantile(1.0) == 12


SPELLS = st.lists(st.tuples(st.integers(0, 30), st.sampled_from([0, 1, 2])), min_size=1)


@given(SPELLS)
def test_it_is_the_product_of_those_who_stay(spells: list[tuple[int, int]]) -> None:
    days, endings = zip(*spells, strict=True)
    curve = survival_curve(days, [ending == 1 for ending in endings])
    share = 1.0
    for day in range(31):
        risk = sum(d >= day for d in days)
        share *= 1 - sum(d == day and e == 1 for d, e in spells) / risk if risk else 1.0
        if day <= max(days):
            assert curve.at(day) == pytest.approx(share)
    limits = ~np.isnan(curve.low)
    assert (curve.low[limits] <= curve.share[limits] + 1e-12).all()
    assert (curve.high[limits] >= curve.share[limits] - 1e-12).all()


@given(SPELLS, st.integers(0, 31))
def test_shares_by_cause_and_those_still_waiting_are_all(
    spells: list[tuple[int, int]], by: int
) -> None:
    days, endings = zip(*spells, strict=True)
    swapped = [{1: 2, 2: 1}.get(ending, 0) for ending in endings]
    goal, other = share_reached(days, endings, by), share_reached(days, swapped, by)
    waiting = survival_curve(days, [ending > 0 for ending in endings]).at(min(by, max(days)))
    assert goal + other + waiting == pytest.approx(1)


def test_share_by_cause_by_hand() -> None:
    # Day 1: one of four reaches it (1/4). Day 2: one of three ends otherwise (3/4 - 1/4 = 1/2
    # remain). Day 3 is censored. Day 4: the last reaches it: 1/2 more.
    assert share_reached([1, 2, 3, 4], [1, 2, 0, 1], 3) == pytest.approx(0.25)
    assert share_reached([1, 2, 3, 4], [1, 2, 0, 1], 4) == pytest.approx(0.75)


def test_share_by_cause_with_known_hazards() -> None:
    """n = 20,000 with hazards 0.02 and 0.01 per day; false alarm 1 in 15,000 (4 errors)."""
    random = np.random.default_rng(20260701)
    n, goal, other, by = 20_000, 0.02, 0.01, 60.0
    length = random.exponential(1 / (goal + other), n)
    cause = np.where(random.random(n) < goal / (goal + other), 1, 2)
    until = random.uniform(0, 200, n)
    ending = np.where(length <= until, cause, 0)
    truth = goal / (goal + other) * (1 - math.exp(-(goal + other) * by))
    found = share_reached(np.minimum(length, until), ending, by)
    assert found == pytest.approx(truth, abs=4 * math.sqrt(truth * (1 - truth) / (0.6 * n)))


def test_faults_are_one_sentence() -> None:
    with pytest.raises(AnalysisError, match="not one duration"):
        survival_curve([], [])
    with pytest.raises(AnalysisError, match="3 durations, but 2 endings"):
        survival_curve([1, 2, 3], [True, False])
    with pytest.raises(AnalysisError, match="missing or negative"):
        share_reached([1, -2], [1, 0], 5)
    with pytest.raises(AnalysisError, match="missing or negative"):
        survival_curve([1.0, math.nan], [True, True])
    with pytest.raises(AnalysisError, match="above 0"):
        survival_curve([1], [True]).quantile(0)
