"""Our chains as models of Storm (the independent solver of these tests)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

PRECISION = 2e-6
"""Storm solves to a relative precision of 1e-6 unless told otherwise."""


def _builder(sp: Any, matrix: sparse.csr_array, groups: NDArray[np.int64] | None) -> Any:
    matrix = matrix.tocsr().sorted_indices()
    rows, columns = matrix.shape
    options = {} if groups is None else {"has_custom_row_grouping": True, "row_groups": columns}
    builder = sp.datastructures.SparseMatrixBuilder[float](
        rows=rows, columns=columns, entries=matrix.nnz, **options
    )
    starts = set() if groups is None else set(groups.tolist())
    for row in range(rows):
        if row in starts:
            builder.new_row_group(row)
        for place in range(matrix.indptr[row], matrix.indptr[row + 1]):
            builder.add_next_value(row, int(matrix.indices[place]), float(matrix.data[place]))
    return builder.build()


def _components(
    sp: Any, transitions: Any, size: int, labels: Mapping[str, Any], reward: Any, per_row: bool
) -> Any:
    labeling = sp.models.StateLabeling(size)
    labeling.add_label("init")
    labeling.add_label_to_state("init", size - 1)
    for name, chosen in labels.items():
        labeling.add_label(name)
        for state in np.flatnonzero(chosen):
            labeling.add_label_to_state(name, int(state))
    kind = "optional_state_action_reward_vector" if per_row else "optional_state_reward_vector"
    rewards = {"r": sp.models.SparseRewardModel[float](**{kind: [float(x) for x in reward]})}
    return sp.models.SparseModelComponents[float](transitions, labeling, rewards)


def with_start(matrix: sparse.csr_array, start: NDArray[np.float64]) -> sparse.csr_array:
    """Add a last state that goes to the distribution ``start``; Storm begins there."""
    row = sparse.csr_array(start.reshape(1, -1))
    wide = sparse.vstack([matrix, row])
    return sparse.csr_array(sparse.hstack([wide, sparse.csr_array((wide.shape[0], 1))]))


def chain_model(
    matrix: sparse.csr_array, start: NDArray[np.float64], labels: Mapping[str, Any], reward: Any
) -> Any:
    """A discrete-time Markov chain that begins in ``start`` (labels and rewards without it)."""
    import stormpy as sp

    whole = with_start(matrix, start)
    size = whole.shape[0]
    wide = {name: np.append(chosen, False) for name, chosen in labels.items()}
    parts = _components(sp, _builder(sp, whole, None), size, wide, np.append(reward, 0.0), False)
    return sp.models.SparseDtmc[float](parts)


def decision_model(
    matrix: sparse.csr_array,
    groups: NDArray[np.int64],
    labels: Mapping[str, Any],
    reward: Any,
) -> Any:
    """A Markov decision process; its last state is the first; one reward per row."""
    import stormpy as sp

    parts = _components(sp, _builder(sp, matrix, groups), matrix.shape[1], labels, reward, True)
    return sp.models.SparseMdp[float](parts)


def ask(model: Any, formula: str) -> float:
    """Return the value of a formula in the first state."""
    import stormpy as sp

    result = sp.model_checking(model, sp.parse_property(formula))
    return float(result.get_value(model.initial_states[0]))
