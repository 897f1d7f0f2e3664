"""Run many scenarios and keep only the numbers that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...scenarios import Scenario
from ...simulation import Replicator
from ..errors import AnalysisError
from .outcomes import Outcome, measure

Job = tuple[Scenario, int]
Floats = NDArray[np.float64]
Evaluate = Callable[[Sequence[Job]], Floats]
"""Takes scenarios with replication numbers; returns one row per job, one column per outcome."""

BATCH = 64
"""Jobs whose tables are held at the same time; they are reduced to a few numbers at once."""


@dataclass(frozen=True)
class Evaluator:
    """Evaluates jobs with a replicator: one row of outcomes per job."""

    replicator: Replicator
    reduce: Callable[[pd.DataFrame], Sequence[float]]

    def __call__(self, jobs: Sequence[Job]) -> Floats:
        """Return one row per job.

        Raises:
            RunError: if a run cannot start or a MUST property breaks.
        """
        rows: list[Sequence[float]] = []
        for start in range(0, len(jobs), BATCH):
            tables = self.replicator.run(jobs[start : start + BATCH])
            rows += [self.reduce(each["months"]) for each in tables]
        return np.array(rows, dtype=float)


def evaluator(replicator: Replicator, asked: Sequence[Outcome], team: str = "all") -> Evaluate:
    """Return what evaluates jobs with ``replicator`` and refuses outcomes without a value.

    Raises (when called):
        AnalysisError: an outcome has no value in some run, such as a share of nothing.
    """
    inner = Evaluator(replicator, lambda months: measure(months, asked, team))

    def evaluate(jobs: Sequence[Job]) -> Floats:
        found = inner(jobs)
        for column, each in enumerate(asked):
            if not np.isfinite(found[:, column]).all():
                raise AnalysisError(
                    f"The outcome {each.name!r} has no value in some runs, because nothing was "
                    "counted; choose more months, a larger office, or another outcome."
                )
        return found

    return evaluate
