"""Linear equations of a chain, solved with sparse iterations.

All equations here have the form (I - Q) x = b with a substochastic Q. States are numbered in the
order in which they are met, so that most ways lead to later numbers: the triangle of I - Q that
holds them is a good first approximation, and a factorisation of it has no fill-in.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import LinearOperator, bicgstab, lgmres, splu

from ..errors import AnalysisError

Vector = NDArray[np.float64]
TOLERANCE = 1e-10
"""Largest residual, relative to the right-hand side."""

_FAST_ROUNDS = 6
_MOST_STEPS = 400


def solve_forward(
    transient: sparse.csr_array, reward: Vector, guess: Vector | None = None
) -> Vector:
    """Return x = reward + transient @ x: what is expected to be collected from each state on.

    A ``guess`` that is near the solution saves time.

    Raises:
        AnalysisError: if the equations cannot be solved (a state that is never left).
    """
    size = transient.shape[0]
    matrix = (sparse.eye_array(size) - transient).tocsc()
    return _solve(matrix, sparse.triu(matrix, format="csc"), reward, guess)


def solve_visits(transient: sparse.csr_array, start: Vector) -> Vector:
    """Return x = start + x @ transient: how many weeks are spent in each state.

    Raises:
        AnalysisError: as ``solve_forward``.
    """
    size = transient.shape[0]
    matrix = (sparse.eye_array(size) - transient).T.tocsc()
    return _solve(matrix, sparse.tril(matrix, format="csc"), start, None)


def _solve(
    matrix: sparse.csc_array, triangle: sparse.csc_array, right: Vector, guess: Vector | None
) -> Vector:
    if not right.any():
        return np.zeros_like(right)
    if (triangle.diagonal() == 0).any():
        raise AnalysisError("the chain has a state that is never left; its times are unbounded")
    try:
        factors = splu(triangle, permc_spec="NATURAL", diag_pivot_thresh=0.0)
    except RuntimeError:
        raise AnalysisError(
            "the equations of the chain are singular: a state is never left"
        ) from None
    operator = LinearOperator(matrix.shape, factors.solve, dtype=np.float64)
    found = np.asarray(factors.solve(right) if guess is None else guess, dtype=np.float64)
    for attempt in range(_FAST_ROUNDS + 1):
        if _residual(matrix, found, right) <= TOLERANCE:
            return found
        # A round that breaks down still brings the solution closer; the next one starts from it.
        method = bicgstab if attempt < _FAST_ROUNDS else lgmres
        better, _ = method(
            matrix, right, x0=found, M=operator, rtol=TOLERANCE / 10, atol=0.0, maxiter=_MOST_STEPS
        )
        # A round that goes astray is forgotten.
        if _residual(matrix, better, right) < _residual(matrix, found, right):
            found = np.asarray(better, dtype=np.float64)
    residual = _residual(matrix, found, right)
    if not residual <= 10 * TOLERANCE:
        raise AnalysisError(
            f"the equations of the chain could not be solved: relative residual {residual:.1e}"
        )
    return found


def _residual(matrix: sparse.csc_array, found: Vector, right: Vector) -> float:
    return float(np.linalg.norm(matrix @ found - right) / np.linalg.norm(right))


def renewed_shares(transient: sparse.csr_array, start: Vector) -> tuple[Vector, float]:
    """Return (share of time in each state, expected weeks) from ``start`` until the end.

    Raises:
        AnalysisError: as ``solve_forward``.
    """
    visits = np.maximum(solve_visits(transient, start), 0.0)
    weeks = float(visits.sum())
    return visits / weeks, weeks


def keep(matrix: sparse.csr_array, chosen: NDArray[np.bool_]) -> sparse.csr_array:
    """Return the part of a square matrix that leads from chosen states to chosen states."""
    places = np.flatnonzero(chosen)
    return sparse.csr_array(matrix[places][:, places])
