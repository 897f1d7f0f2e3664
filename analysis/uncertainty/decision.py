"""A stated decision: how much staff, so that plan updates come in time.

Options are multiples of the scenario's staff. The loss of an option, in FTE, is

    staff + price x max(0, target - share in time) x 100,

where ``price`` says how many FTE one percentage point short of the target weighs: three percent of
the scenario's staff, unless whoever decides says otherwise. Target and price are choices; nobody
publishes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...scenarios import Scenario
from ..errors import AnalysisError
from .information import InformationValue, partial_information, perfect_information
from .outcomes import outcome
from .parameter_space import STAFF
from .regression import groups_of

Floats = NDArray[np.float64]

FACTORS = (0.8, 1.0, 1.2, 1.4, 1.6)
"""Options if nothing else is given: multiples of the scenario's staff."""


@dataclass(frozen=True)
class StaffDecision:
    """Choose the staff so that the share ``measured`` reaches ``target``.

    Args:
        target: share, above 0 and up to 1.
        price: FTE that one percentage point short of the target weighs, above 0; three percent of
            the scenario's staff if None.
        factors: options, as multiples of the scenario's staff; at least two.
        measured: an outcome that is a share.

    Raises:
        AnalysisError: if a number is out of range.
    """

    target: float = 0.9
    price: float | None = None
    factors: tuple[float, ...] = FACTORS
    measured: str = "share_updates_in_time"

    def __post_init__(self) -> None:
        """Check the numbers."""
        if not 0 < self.target <= 1:
            raise AnalysisError(f"The target must be a share above 0 and up to 1: {self.target}.")
        if self.price is not None and not 0 < self.price <= 1e6:
            raise AnalysisError(f"The price must be above 0 and up to 1,000,000: {self.price}.")
        if len(set(self.factors)) < 2 or not all(0 < factor <= 100 for factor in self.factors):
            raise AnalysisError("A decision needs two or more options: multiples of the staff.")
        if outcome(self.measured).kind != "share":
            raise AnalysisError(f"The target is about a share; {self.measured!r} is none.")

    def changes(self, scenario: Scenario, factor: float) -> dict[str, float]:
        """Return the staff of an option, as `Scenario.replace` takes it [FTE]."""
        values = scenario.values()
        return {path: values[path] * factor for path in STAFF}

    def staff(self, scenario: Scenario) -> Floats:
        """Return the staff of each option, both teams together [FTE]."""
        values = scenario.values()
        return np.array(self.factors) * sum(values[path] for path in STAFF)

    def price_for(self, scenario: Scenario) -> float:
        """Return the price of one percentage point [FTE]."""
        values = scenario.values()
        own = 0.03 * sum(values[path] for path in STAFF)
        return own if self.price is None else self.price

    def losses(self, scenario: Scenario, shares: Floats) -> Floats:
        """Return the loss [FTE] at each point (row) under each option (column)."""
        short = np.maximum(0.0, self.target - shares) * 100.0
        return np.asarray(self.staff(scenario) + self.price_for(scenario) * short)


@dataclass(frozen=True)
class DecisionResult:
    """What is known about a decision.

    ``options`` has one row per option: factor, staff, mean, low, high (95 % range of the share),
    met (probability that the target is met), loss. ``best`` is the row with the least expected
    loss. ``information`` has one row per parameter and per group: path, value, standard_error
    [FTE], sorted by value. ``perfect`` is the value of knowing everything, chance included [FTE]:
    an upper bound.
    """

    decision: StaffDecision
    options: pd.DataFrame
    best: int
    information: pd.DataFrame
    groups: pd.DataFrame
    perfect: float


def judge(
    decision: StaffDecision,
    scenario: Scenario,
    paths: Sequence[str],
    values: Floats,
    shares: Floats,
    seed: int,
) -> DecisionResult:
    """Return the best option and what measuring each number would be worth.

    Args:
        decision: what is decided.
        scenario: whose staff the options multiply.
        paths: names of the columns of ``values``.
        values: points times parameters.
        shares: points times options: the measured share.
        seed: of the bias correction.
    """
    losses = decision.losses(scenario, shares)
    low, high = np.quantile(shares, [0.025, 0.975], axis=0)
    options = pd.DataFrame(
        {
            "factor": decision.factors,
            "staff": decision.staff(scenario),
            "mean": shares.mean(axis=0),
            "low": low,
            "high": high,
            "met": (shares >= decision.target).mean(axis=0),
            "loss": losses.mean(axis=0),
        }
    )
    single = {path: [place] for place, path in enumerate(paths)}
    return DecisionResult(
        decision,
        options,
        int(np.argmin(losses.mean(axis=0))),
        _information(single, values, -losses, seed),
        _information(groups_of(paths), values, -losses, seed),
        perfect_information(-losses),
    )


def _information(
    sets: dict[str, list[int]], values: Floats, benefits: Floats, seed: int
) -> pd.DataFrame:
    """Return the value of knowing each set, largest first."""
    found: list[InformationValue] = [
        partial_information(benefits, values[:, places], seed) for places in sets.values()
    ]
    frame = pd.DataFrame(
        {
            "path": list(sets),
            "value": [item.value for item in found],
            "standard_error": [item.standard_error for item in found],
        }
    )
    return frame.sort_values("value", ascending=False, kind="stable", ignore_index=True)
