"""What the analysis needs from a simulation result, and nothing more.

Everything in this folder is a function of such a result, so that a stored run, a run of another
engine or a synthetic result in a test can be analysed alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import pandas as pd

from ..model.rule_set import RuleSet
from ..scenarios import Scenario


class Result(Protocol):
    """A simulation result.

    ``months`` is tidy: replication, month (``2024-01``), team (``under_25``, ``from_25``,
    ``case_management`` where there is such a team, or ``all``), indicator, value, unit. ``events``
    and ``cases`` are the log. ``manifest`` says how the result came about: versions, hashes, seed,
    command.
    """

    @property
    def scenario(self) -> Scenario:
        """The scenario that was simulated."""

    @property
    def rule_set(self) -> RuleSet:
        """The dated rule set under which it was simulated."""

    @property
    def months(self) -> pd.DataFrame:
        """Values by replication, month, team and indicator."""

    @property
    def events(self) -> pd.DataFrame:
        """One row per event."""

    @property
    def cases(self) -> pd.DataFrame:
        """One row per case."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """How the result came about."""

    @property
    def replications(self) -> int:
        """Number of independent replications."""
