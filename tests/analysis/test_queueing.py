"""Queueing formulas against recursions, published values, exact chains and simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.queueing import (
    erlang_b,
    erlang_c,
    least_servers,
    mean_wait_allen_cunneen,
    mean_wait_day_slots,
    mean_wait_mg_1,
    mean_wait_mm_c,
    wait_exceeds_mm_c,
)
from scipy import stats


@pytest.mark.parametrize(
    ("servers", "load", "blocked"),
    [
        # Tables of Erlang's loss formula as printed for telephone trunks: the load in Erlang at
        # which so many trunks lose 1 percent (5 percent in the last two lines), four digits.
        (1, 0.0101, 0.01),
        (5, 1.361, 0.01),
        (10, 4.461, 0.01),
        (20, 12.03, 0.01),
        (100, 84.06, 0.01),
        (10, 6.216, 0.05),
        (50, 44.53, 0.05),
    ],
)
def test_erlang_b_meets_published_tables(servers, load, blocked):
    assert erlang_b(servers, load) == pytest.approx(blocked, rel=2e-3)


@given(st.integers(1, 400), st.floats(0.01, 300.0))
def test_erlang_b_is_a_truncated_poisson_law(servers, load):
    below = stats.poisson.cdf(servers, load)
    if below > 1e-200:
        assert erlang_b(servers, load) == pytest.approx(
            stats.poisson.pmf(servers, load) / below, rel=1e-8
        )


def stationary(servers: int, load: float, places: int) -> np.ndarray:
    """The stationary law of the birth-death chain of M/M/c, cut off at ``places``."""
    logs = np.cumsum(np.log(load) - np.log(np.minimum(np.arange(1, places), servers)))
    weights = np.exp(np.concatenate([[0.0], logs]) - max(0.0, logs.max()))
    return weights / weights.sum()


@pytest.mark.parametrize(("servers", "load"), [(1, 0.5), (3, 2.5), (20, 17.0), (80, 75.0)])
def test_mm_c_meets_the_birth_death_chain(servers, load):
    law = stationary(servers, load, 6000)
    assert erlang_c(servers, load) == pytest.approx(law[servers:].sum(), rel=1e-9)
    waiting = float(law @ np.maximum(np.arange(len(law)) - servers, 0))
    assert mean_wait_mm_c(servers, load * 2.0, 2.0) == pytest.approx(waiting / (load * 2.0))


def test_textbook_values_of_erlang_c():
    # M/M/1: P(wait) is the utilisation. M/M/2: C = 2 rho^2 / (1 + rho) (Kleinrock 1975, 3.5).
    assert erlang_c(1, 0.7) == pytest.approx(0.7)
    rho = 0.6
    assert erlang_c(2, 2 * rho) == pytest.approx(2 * rho**2 / (1 + rho))
    assert wait_exceeds_mm_c(0.0, 2, 1.2, 1.0) == pytest.approx(erlang_c(2, 1.2))
    # The tail integrates to the mean.
    times = np.linspace(0, 60, 600_001)
    tail = [wait_exceeds_mm_c(t, 3, 2.4, 1.0) for t in times[::1000]]
    assert np.trapezoid(tail, times[::1000]) == pytest.approx(mean_wait_mm_c(3, 2.4, 1.0), rel=1e-3)


def simulated_waits(gaps: np.ndarray, services: np.ndarray, servers: int) -> np.ndarray:
    """Waits of a first-come queue with several servers (Kiefer and Wolfowitz)."""
    import heapq

    free = [0.0] * servers
    waits = np.empty(len(gaps))
    for i, now in enumerate(np.cumsum(gaps)):
        start = max(now, free[0])
        waits[i] = start - now
        heapq.heapreplace(free, start + services[i])
    return waits


def confidence(waits: np.ndarray, false_alarm: float) -> tuple[float, float]:
    """Mean and half-width from 40 batch means, two-sided."""
    batches = waits[len(waits) // 10 :]
    means = batches[: len(batches) // 40 * 40].reshape(40, -1).mean(axis=1)
    factor = float(stats.t.ppf(1 - false_alarm / 2, 39))
    return float(means.mean()), factor * float(means.std(ddof=1)) / math.sqrt(40)


@pytest.mark.parametrize("scv", [0.0, 0.5])
def test_pollaczek_khinchine_meets_a_simulation(scv):
    # Seed 3, n = 200,000 customers; false-alarm rate 1 in 1,000 for each (two-sided, batch means).
    random, n, rate = np.random.default_rng(3), 200_000, 0.7
    services = np.ones(n) if scv == 0 else random.gamma(1 / scv, scv, n)
    waits = simulated_waits(random.exponential(1 / rate, n), services, 1)
    mean, half = confidence(waits, 0.001)
    assert half < 0.1
    assert mean == pytest.approx(mean_wait_mg_1(rate, 1.0, scv), abs=half)


def test_allen_cunneen_is_near_a_simulation_and_exact_at_its_ends():
    assert mean_wait_allen_cunneen(4, 3.0, 1.0, 1.0) == pytest.approx(mean_wait_mm_c(4, 3.0, 1.0))
    assert mean_wait_allen_cunneen(1, 0.6, 1.0, 0.3) == pytest.approx(mean_wait_mg_1(0.6, 1, 0.3))
    # M/D/5 at 85 %: seed 5, n = 1,000,000; the approximation is allowed 5 % beside the sampling
    # error (false-alarm rate 1 in 1,000).
    random, n = np.random.default_rng(5), 1_000_000
    waits = simulated_waits(random.exponential(1 / 4.25, n), np.ones(n), 5)
    mean, half = confidence(waits, 0.001)
    expected = mean_wait_allen_cunneen(5, 4.25, 1.0, 0.0)
    assert half < 0.05 * mean
    assert abs(mean - expected) < half + 0.05 * expected


def left_over(arrivals: float, slots: int, places: int = 4000) -> float:
    """Mean left over at the end of a day, by powers of the day's law (no formula)."""
    from scipy.signal import fftconvolve

    law, poisson = np.zeros(places), stats.poisson.pmf(np.arange(places), arrivals)
    law[0] = 1.0
    for _ in range(6000):
        asked = np.clip(fftconvolve(law, poisson)[:places], 0, None)
        new = np.concatenate([[asked[: slots + 1].sum()], asked[slots + 1 :], np.zeros(slots)])
        if np.abs(new - law).max() < 1e-14:
            break
        law = new
    return float(law @ np.arange(places))


@pytest.mark.parametrize(("arrivals", "slots"), [(0.6, 1), (2.7, 3), (5.0, 8), (38.5, 40)])
def test_day_slots_meet_the_iterated_law(arrivals, slots):
    assert mean_wait_day_slots(arrivals, slots) == pytest.approx(
        left_over(arrivals, slots) / arrivals, rel=1e-5, abs=1e-9
    )


def test_one_slot_a_day_is_pollaczek_khinchine():
    # What is left over at the end of a day follows the recursion of M/D/1 seen at departures.
    for rate in (0.2, 0.5, 0.9):
        assert mean_wait_day_slots(rate, 1) == pytest.approx(mean_wait_mg_1(rate, 1.0, 0.0))


def test_overload_waits_for_ever_and_nobody_waits_for_nothing():
    assert erlang_c(3, 3.0) == 1.0
    assert mean_wait_mm_c(3, 3.0, 1.0) == math.inf
    assert wait_exceeds_mm_c(100.0, 3, 4.0, 1.0) == 1.0
    assert mean_wait_mg_1(1.0, 1.0, 0.0) == math.inf
    assert mean_wait_allen_cunneen(3, 3.0, 1.0, 0.5) == math.inf
    assert mean_wait_day_slots(4.0, 4) == math.inf
    assert mean_wait_day_slots(0.0, 4) == 0.0
    assert erlang_b(0, 0.0) == 1.0 and erlang_b(2, 0.0) == 0.0


def test_least_servers_is_least():
    found = least_servers(10.0, 1.0, 0.25, 0.1)
    assert wait_exceeds_mm_c(0.25, found, 10.0, 1.0) <= 0.1
    assert wait_exceeds_mm_c(0.25, found - 1, 10.0, 1.0) > 0.1
    assert least_servers(0.0, 1.0, 0.0, 0.5) == 1


@pytest.mark.parametrize(
    "call",
    [
        lambda: erlang_b(-1, 1.0),
        lambda: erlang_b(2, -1.0),
        lambda: erlang_b(2, math.nan),
        lambda: erlang_c(0, 1.0),
        lambda: mean_wait_mm_c(2, 1.0, 0.0),
        lambda: wait_exceeds_mm_c(-1.0, 2, 1.0, 1.0),
        lambda: mean_wait_mg_1(1.0, 0.0, 1.0),
        lambda: mean_wait_allen_cunneen(2, 1.0, 1.0, -0.5),
        lambda: mean_wait_day_slots(1.0, 0),
        lambda: least_servers(1.0, 1.0, 1.0, 0.0),
        lambda: least_servers(1e9, 1.0, 1.0, 0.1),
    ],
)
def test_what_makes_no_queue_is_refused(call):
    with pytest.raises(AnalysisError, match=r"give"):
        call()
