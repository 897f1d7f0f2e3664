"""Equations of small chains with closed solutions."""

from __future__ import annotations

import numpy as np
import pytest
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.exact.solving import keep, renewed_shares, solve_forward, solve_visits
from scipy import sparse


def ruin(size: int, up: float) -> sparse.csr_array:
    """The gambler's ruin between 0 and ``size``, without its two ends."""
    inner = size - 1
    return sparse.csr_array(
        sparse.diags_array(
            [np.full(inner - 1, up), np.full(inner - 1, 1 - up)],
            offsets=[1, -1],
            shape=(inner,) * 2,
        )
    )


@pytest.mark.parametrize("stay", [0.1, 0.9, 0.9999])
def test_a_geometric_wait(stay):
    chain = sparse.csr_array(np.array([[stay]]))
    assert solve_forward(chain, np.ones(1))[0] == pytest.approx(1 / (1 - stay), rel=1e-9)


@pytest.mark.parametrize("up", [0.5, 0.45, 0.7])
def test_the_gamblers_ruin(up):
    size = 60
    chain = ruin(size, up)
    win = np.zeros(size - 1)
    win[-1] = up
    found = solve_forward(chain, win)
    places = np.arange(1, size)
    ratio = (1 - up) / up
    expected = places / size if up == 0.5 else (1 - ratio**places) / (1 - ratio**size)
    assert found == pytest.approx(expected, abs=1e-7)
    time = solve_forward(chain, np.ones(size - 1))
    length = (
        places * (size - places)
        if up == 0.5
        else places / (1 - 2 * up) - size / (1 - 2 * up) * expected
    )
    assert time == pytest.approx(length, rel=1e-6)


def test_visits_and_forward_values_are_dual():
    chain = ruin(40, 0.48)
    rng = np.random.default_rng(3)
    start, reward = rng.random(39), rng.random(39)
    assert solve_visits(chain, start) @ reward == pytest.approx(
        start @ solve_forward(chain, reward), rel=1e-8
    )


def test_shares_of_a_two_state_chain():
    chain = sparse.csr_array(np.array([[0.8, 0.1], [0.3, 0.6]]))
    shares, weeks = renewed_shares(chain, np.array([1.0, 0.0]))
    visits = np.linalg.inv(np.eye(2) - chain.todense().T) @ [1.0, 0.0]
    assert weeks == pytest.approx(visits.sum())
    assert shares == pytest.approx(visits / visits.sum())


def test_a_good_guess_changes_nothing():
    chain = ruin(40, 0.48)
    plain = solve_forward(chain, np.ones(39))
    assert solve_forward(chain, np.ones(39), plain * 1.01) == pytest.approx(plain, rel=1e-8)


def test_a_state_that_is_never_left_is_refused_in_a_sentence():
    chain = sparse.csr_array(np.array([[0.5, 0.5], [0.0, 1.0]]))
    with pytest.raises(AnalysisError, match="never left"):
        solve_forward(chain, np.ones(2))


def test_a_closed_pair_is_refused_in_a_sentence():
    chain = sparse.csr_array(np.array([[0.0, 1.0], [1.0, 0.0]]))
    with pytest.raises(AnalysisError):
        solve_forward(chain, np.ones(2))


def test_keep_cuts_out_rows_and_columns():
    chain = sparse.csr_array(np.arange(9.0).reshape(3, 3))
    assert keep(chain, np.array([True, False, True])).todense().tolist() == [[0, 2], [6, 8]]
