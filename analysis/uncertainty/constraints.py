"""What the numbers of a scenario must fulfil together, as linear inequalities.

The schema of scenarios refuses values that contradict one another. Whoever draws values must
know these rules beforehand; a test compares them with the schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Constraint:
    """The sum of ``coefficients[path]`` times value is at most ``bound``."""

    coefficients: Mapping[str, float]
    bound: float


CONSTRAINTS: Final = (
    Constraint({"population.share_minor": 1.0, "population.share_under_25": -1.0}, 0.0),
    Constraint(
        dict.fromkeys(
            (
                "population.share_with_plan",
                "population.share_not_agreed",
                "population.share_legacy_agreement",
            ),
            1.0,
        ),
        1.0,
    ),
    Constraint(
        dict.fromkeys(
            (
                "flows.ground_share",
                "population.share_integrated_to_capacity",
                "population.share_unemployment_benefit",
            ),
            1.0,
        ),
        1.0,
    ),
)
"""Minors are under 25; plan, no agreement and old agreement exclude one another; so do the three
grounds for an exemption."""
