"""Exact numbers of one case: shares of time, yearly counts, the way back to trust."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ...scenarios import Scenario
from ...simulation.distributions import DAYS_PER_YEAR
from ...simulation.tables import DAYS_PER_MONTH
from ..errors import AnalysisError
from .chain import COUNTS, Chain, build_chain
from .discretion import Discretion, Objective, solve_discretion
from .person import ORDINARY, PersonClass
from .routes import RouteIntoNotice, most_probable_route
from .solving import keep, renewed_shares, solve_forward
from .waits import DAYS_PER_WEEK

WEEKS_PER_YEAR = float(DAYS_PER_YEAR) / DAYS_PER_WEEK
WEEKS_PER_MONTH = DAYS_PER_MONTH / DAYS_PER_WEEK
NOTICE_FAMILY = frozenset(
    {
        "plan_with_notice",
        "returning",
        "suspended_notice",
        "suspended_returning",
        "conciliation_over_update_notice",
        "conciliation_over_update_returning",
    }
)
"""Plan states of a case that works with RFB or is on its way back from there."""

_KINDS = {
    "invitations_without_notice": ("invitations_without_notice",),
    "invitations_with_notice": ("invitations_with_notice",),
    "talks": ("talks",),
    "no_shows": ("no_shows",),
    "updates": ("updates_done", "updates_unchanged"),
    "updates_missed": ("updates_missed",),
    "demands": ("demands_with_notice",),
    "reductions": ("appointment_reductions", "breach_reductions"),
}


@dataclass(frozen=True, slots=True)
class TimeShares:
    """Shares of the time in benefit (0 to 1, adding up to 1), by plan state.

    ``months_in_benefit`` is the expected length of a spell in benefit [months]. The shares are
    those of a whole spell from entry to exit, and so of a stock in balance.
    """

    plan: dict[str, float]
    months_in_benefit: float


@dataclass(frozen=True, slots=True)
class PerYear:
    """What is expected per year in benefit of one case [1/year].

    ``updates`` are updates made, changed or confirmed; ``reductions`` are of both kinds;
    ``counts`` has every kind that is counted (the flow indicators of the simulation).
    """

    invitations_without_notice: float
    invitations_with_notice: float
    talks: float
    no_shows: float
    updates: float
    updates_missed: float
    demands: float
    reductions: float
    counts: dict[str, float]


@dataclass(frozen=True, slots=True)
class ReturnToTrust:
    """The way from entering a plan with RFB back to trust.

    ``probability`` that trust is reached before the case leaves benefit; ``months`` expected until
    then, given that it is reached [months]; ``months_with_notice`` expected time in
    ``plan_with_notice`` itself until trust or exit [months].
    """

    probability: float
    months: float
    months_with_notice: float


@dataclass(frozen=True)
class ExactCase:
    """The solved chain of one scenario and class of persons."""

    scenario: Scenario
    person: PersonClass
    chain: Chain

    @property
    def states(self) -> int:
        """Number of states of the chain."""
        return len(self.chain.states)

    @cached_property
    def _occupancy(self) -> tuple[NDArray[np.float64], float]:
        """Share of time in each state (0 for the one that has left), expected weeks in benefit."""
        chain = self.chain
        shares, weeks = renewed_shares(
            keep(chain.matrix, self._open), chain.start[self._open] / chain.start[self._open].sum()
        )
        whole = np.zeros(self.states)
        whole[self._open] = shares
        return whole, weeks

    @cached_property
    def _open(self) -> NDArray[np.bool_]:
        chosen = np.ones(self.states, dtype=np.bool_)
        chosen[0] = False
        return chosen

    def time_shares(self) -> TimeShares:
        """Return the share of time in each plan state.

        Raises:
            AnalysisError: if nobody ever leaves benefit.
        """
        shares, weeks = self._occupancy
        found: dict[str, float] = {}
        for plan, share in zip(self.chain.plans(), shares, strict=True):
            if share > 0:
                found[plan] = found.get(plan, 0.0) + float(share)
        ordered = dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
        return TimeShares(ordered, weeks / WEEKS_PER_MONTH)

    def per_year(self) -> PerYear:
        """Return what is expected per year in benefit.

        Raises:
            AnalysisError: if nobody ever leaves benefit.
        """
        shares, weeks = self._occupancy
        weekly = shares @ self.chain.counts + self.chain.start_counts / weeks
        counts = {
            name: float(value) * WEEKS_PER_YEAR for name, value in zip(COUNTS, weekly, strict=True)
        }
        return PerYear(
            **{name: sum(counts[kind] for kind in kinds) for name, kinds in _KINDS.items()},
            counts=counts,
        )

    def entries_into_notice(self) -> NDArray[np.float64]:
        """Return how entries into a plan with RFB spread over the states (adds up to 1).

        Raises:
            AnalysisError: if no case ever gets a plan with RFB.
        """
        shares, _ = self._occupancy
        plans = np.array(self.chain.plans())
        outside = np.where(np.isin(plans, sorted(NOTICE_FAMILY)), 0.0, shares)
        entries: NDArray[np.float64] = np.where(
            plans == "plan_with_notice", outside @ self.chain.matrix, 0.0
        )
        if entries.sum() <= 0:
            raise AnalysisError("under this scenario no case ever gets a plan with RFB")
        return np.asarray(entries / entries.sum())

    def months_to_return_to_trust(self) -> ReturnToTrust:
        """Return how a case comes back from a plan with RFB to trust.

        Raises:
            AnalysisError: if no case ever gets a plan with RFB, or none returns.
        """
        entries = self.entries_into_notice()
        plans = np.array(self.chain.plans())
        trust = plans == "trust"
        away = self._open & ~trust
        matrix = self.chain.matrix
        inner = keep(matrix, away)
        reach = np.asarray(matrix[:, np.flatnonzero(trust)].sum(axis=1)).ravel()[away]
        chance = solve_forward(inner, reach)
        weeks = solve_forward(inner, chance)
        noticed = solve_forward(inner, (plans[away] == "plan_with_notice").astype(np.float64))
        start = entries[away]
        probability = float(start @ chance)
        if probability <= 0:
            raise AnalysisError("under this scenario no case with RFB ever returns to trust")
        return ReturnToTrust(
            probability,
            float(start @ weeks) / probability / WEEKS_PER_MONTH,
            float(start @ noticed) / WEEKS_PER_MONTH,
        )

    def route_into_notice(self) -> RouteIntoNotice:
        """Return the most probable way from entry to the first demand or invitation with RFB.

        Raises:
            AnalysisError: if there is no such way.
        """
        return most_probable_route(self.chain)

    def discretion(self, objective: Objective) -> Discretion:
        """Return the lowest and the highest value of ``objective`` over the officer's discretion.

        Raises:
            AnalysisError: if the objective is unknown.
        """
        start = (
            self.entries_into_notice()
            if objective == "months_to_return"
            else self.chain.start / self.chain.start[self._open].sum()
        )
        return solve_discretion(self.chain, objective, start)


def exact_case(scenario: Scenario, person: PersonClass = ORDINARY) -> ExactCase:
    """Build the chain of one case under a scenario; its numbers are solved when asked for.

    Args:
        scenario: where probabilities and delays come from; its staff is taken as unlimited.
        person: the class of persons; by default from 25, not vulnerable, no rehabilitation.

    Raises:
        AnalysisError: if the chain has too many states, or its waits are too short for weeks.
    """
    return ExactCase(scenario, person, build_chain(scenario, person))
