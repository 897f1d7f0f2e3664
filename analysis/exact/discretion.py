"""Best and worst case over the officer's discretion: a Markov decision process.

In some situations the rules leave the officer a choice, which the scenario draws by a share. Here
each such choice is a decision that may depend on the whole state of the case. Policy iteration
finds the policies with the lowest and the highest value; each step solves sparse equations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ...simulation.distributions import DAYS_PER_YEAR
from ...simulation.tables import DAYS_PER_MONTH
from ..errors import AnalysisError
from .case_state import GONE
from .chain import CHOICES, COUNTS, Chain, Decisions
from .solving import keep, solve_forward, solve_visits
from .waits import DAYS_PER_WEEK

Objective = Literal["share_with_notice", "share_under_any_notice", "months_to_return", "talks"]
Vector = NDArray[np.float64]

_WITH_NOTICE = frozenset(
    {"once_due", "once_sent", "once_clarifying", "notice_due", "notice_sent", "notice_reporting"}
)
_MOST_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy and its value.

    ``yes`` gives for each choice how often it is answered with yes, of all times it comes up
    (0: never, 1: always, between: it depends on the state of the case; None: it never comes up).
    """

    value: float
    yes: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Discretion:
    """The range of an objective over all policies.

    ``unit`` is the unit of all values. ``scenario`` is the value of the scenario's shares.
    ``choices`` is the number of states in which there is something to choose.
    """

    objective: str
    unit: str
    scenario: float
    lowest: Policy
    highest: Policy
    choices: int


class _Solver:
    """Policy iteration for one objective."""

    def __init__(self, chain: Chain, process: Decisions, objective: Objective) -> None:
        self.chain, self.process = chain, process
        self.plans = np.array(chain.plans())
        stops = self.plans == "trust" if objective == "months_to_return" else self.plans == ""
        stops[0] = True
        self.open = ~stops
        self._places = np.flatnonzero(self.open)
        self._state_reward = self._rewards(objective)
        counts = objective == "talks"
        talks = [COUNTS.index("talks")]
        size = len(chain.states)
        self._chance_reward = _column(chain.chance_counts, talks) if counts else np.zeros(size)
        self._wait_reward = _column(chain.wait_counts, talks) if counts else np.zeros(size)
        self._row_reward = (
            _column(process.counts, talks) if counts else np.zeros(len(process.state))
        )

    def _rewards(self, objective: Objective) -> Vector:
        if objective == "months_to_return":
            return np.asarray(self.open, dtype=np.float64)
        if objective == "share_with_notice":
            return np.asarray(self.plans == "plan_with_notice", dtype=np.float64)
        if objective == "share_under_any_notice":
            return np.array([_under_notice(self.chain, i) for i in range(len(self.plans))])
        return np.zeros(len(self.plans))

    def matrices(self, policy: NDArray[np.int64] | None) -> tuple[sparse.csr_array, Vector]:
        """Return the matrix and the weekly reward of a policy (None: the scenario's shares)."""
        waits, reward = self.chain.waits, self._wait_reward
        if policy is not None and len(policy):
            states = self.process.state[policy]
            other = np.ones(waits.shape[0])
            other[states] = 0.0
            size = waits.shape[0]
            place = sparse.coo_array(
                (np.ones(len(policy)), (states, np.arange(len(policy)))), shape=(size, len(policy))
            ).tocsr()
            waits = sparse.diags_array(other) @ waits + place @ self.process.waits[policy]
            reward = reward * other
            reward[states] = self._row_reward[policy]
        weekly = self._state_reward + self._chance_reward + self.chain.chances @ reward
        return sparse.csr_array(self.chain.chances @ waits), weekly

    def value(self, policy: NDArray[np.int64] | None, guess: Vector | None = None) -> Vector:
        """Return what is collected from each state on; a near ``guess`` saves time."""
        matrix, reward = self.matrices(policy)
        found = np.zeros(len(self.plans))
        near = None if guess is None else guess[self._places]
        found[self._places] = solve_forward(keep(matrix, self.open), reward[self._places], near)
        return found

    def visits(self, policy: NDArray[np.int64], start: Vector) -> Vector:
        """Return the expected visits of the states in which choices come up, under a policy."""
        matrix, _ = self.matrices(policy)
        found = np.zeros(len(self.plans))
        found[self._places] = solve_visits(keep(matrix, self.open), start[self._places])
        return np.asarray(found @ self.chain.chances)

    def best(self, sign: int) -> NDArray[np.int64]:
        """Return the rows of the best policy (``sign`` 1: highest value, -1: lowest).

        Raises:
            AnalysisError: if policy iteration does not come to an end.
        """
        state = self.process.state
        firsts = np.flatnonzero(np.r_[True, state[1:] != state[:-1]]) if len(state) else state
        policy = firsts.copy()
        value: Vector | None = None
        for _ in range(_MOST_ROUNDS):
            value = self.value(policy, value)
            gain = sign * (self._row_reward + self.process.waits @ value)
            better = _best_rows(gain, firsts, policy)
            if np.array_equal(better, policy):
                return policy
            policy = better
        raise AnalysisError("policy iteration over the officer's discretion does not settle")


def _best_rows(
    gain: Vector, firsts: NDArray[np.int64], policy: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return per state the row with the largest gain; the present one unless another is better."""
    if not len(firsts):
        return policy
    largest = np.maximum.reduceat(gain, firsts)
    stays = gain[policy] >= largest - 1e-7 * np.maximum(1.0, np.abs(largest))
    lengths = np.diff(np.r_[firsts, len(gain)])
    is_largest = gain >= np.repeat(largest, lengths)
    row = np.where(is_largest, np.arange(len(gain)), len(gain))
    return np.where(stays, policy, np.minimum.reduceat(row, firsts))


def _column(matrix: sparse.csr_array, column: list[int]) -> Vector:
    return np.asarray(matrix[:, column].todense(), dtype=np.float64).ravel()


def _under_notice(chain: Chain, number: int) -> float:
    state = chain.states[number]
    if state == GONE:
        return 0.0
    leaves = chain.week.configurations[state.configuration]
    found = leaves[0] == "plan_with_notice" or leaves[4] == "demand_standing"
    return float(found or leaves[1] in _WITH_NOTICE)


def solve_discretion(chain: Chain, objective: Objective, start: Vector) -> Discretion:
    """Return the lowest and highest value of ``objective`` and the policies that reach them.

    Args:
        chain: the chain of a case.
        objective: ``share_with_notice`` (share of time in a plan with RFB), ``talks`` (per year in
            benefit), ``share_under_any_notice`` (also demands and invitations with RFB), or
            ``months_to_return`` (months from entering a plan with RFB to trust or exit).
        start: distribution of the state at the beginning, as probabilities.

    Raises:
        AnalysisError: if the objective is unknown.
    """
    if objective not in get_args(Objective):
        known = ", ".join(get_args(Objective))
        raise AnalysisError(f"there is no objective {objective!r}; known are {known}")
    process = chain.decisions
    solver = _Solver(chain, process, objective)
    scale, unit = _scale(chain, objective, start)
    policies = []
    for sign in (-1, 1):
        rows = solver.best(sign)
        value = float(start @ solver.value(rows)) * scale
        policies.append(Policy(value, _answers(solver, rows, start)))
    scenario = float(start @ solver.value(None)) * scale
    choices = len(np.unique(process.state))
    return Discretion(objective, unit, scenario, policies[0], policies[1], choices)


def _scale(chain: Chain, objective: Objective, start: Vector) -> tuple[float, str]:
    """Return what turns collected weeks or talks into the unit of the objective.

    The time in benefit does not depend on the policy: exits do not.
    """
    if objective == "months_to_return":
        return DAYS_PER_WEEK / DAYS_PER_MONTH, "months"
    inner = np.ones(len(chain.states), dtype=np.bool_)
    inner[0] = False
    weeks = float(solve_visits(keep(chain.matrix, inner), start[inner]).sum())
    if objective == "talks":
        return float(DAYS_PER_YEAR) / DAYS_PER_WEEK / weeks, "1/year"
    return 1 / weeks, "share of time in benefit"


def _answers(solver: _Solver, policy: NDArray[np.int64], start: Vector) -> dict[str, float | None]:
    visits = solver.visits(policy, start) if len(policy) else np.zeros(0)
    asked = dict.fromkeys(CHOICES, 0.0)
    agreed = dict.fromkeys(CHOICES, 0.0)
    for row in policy:
        weight = float(visits[solver.process.state[row]])
        for name, answer in solver.process.answers[row]:
            asked[name] += weight
            agreed[name] += weight * answer
    return {name: agreed[name] / asked[name] if asked[name] > 0 else None for name in CHOICES}
