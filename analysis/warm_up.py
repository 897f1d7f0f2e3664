"""Does a scenario's warm-up suffice? A check by indicator over several replications.

A run starts from a stock that is placed close to the steady state, but appointments, waiting lists
and the rhythm of updates take time to settle. What is reported must not carry traces of the start.

Two questions are asked of each series:

* Where does MSER cut it off (``initial_bias``)? At the latest at the end of the warm-up is good.
* How far is the first reported year from the later ones, in percent of their mean? Whole years
  are compared, so that seasons cancel out; the interval is Student's over replications.

The verdict "drifting" is given only if the drift stands out with all series considered
(Bonferroni), so that a scenario that has settled is blamed with a probability of 5 percent at most.

>>> known = Interval(0.07, 0.06, 0.08, 10)
>>> verdict(17.0, 6, known, known, 0.05)
'drifting'
>>> verdict(5.0, 6, Interval(0.1, -0.2, 0.4, 10), Interval(0.1, -0.3, 0.5, 10), 0.05)
'settled'
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
import pandas as pd

from ..model.process.text import Text
from ..scenarios import Scenario
from .errors import AnalysisError
from .initial_bias import Truncation, mser
from .intervals import CONFIDENCE, Interval, mean_interval
from .multiple_comparisons import bonferroni_confidence
from .warm_up_series import Series, series_of, unrecorded_start_shown, weekly_counts

if TYPE_CHECKING:
    from ..simulation.replicator import TableName

__all__ = [
    "VERDICTS",
    "Runs",
    "SeriesCheck",
    "Verdict",
    "WarmUpCheck",
    "check_warm_up",
    "judge_series",
    "verdict",
]

Verdict = Literal["settled", "negligible", "unclear", "drifting"]

VERDICTS = {
    "settled": Text("eingeschwungen", "settled"),
    "negligible": Text("Rest vernachlässigbar", "rest negligible"),
    "unclear": Text("nicht entscheidbar", "cannot be told"),
    "drifting": Text("noch nicht eingeschwungen", "not settled yet"),
}
"""Verdicts on one series as readers see them."""

TOLERANCE = 0.05
"""Part of the later mean by which the first reported year may differ without being blamed."""

YEARS_AFTER = 3
_PER_YEAR = 12
MOST_PERSONS = 100_000
"""Largest population that is checked; its event logs would not fit into memory."""

_PERSONS_AT_A_TIME = 40_000  # the log of 10,000 persons over 42 months takes 20 MB


class Runs(Protocol):
    """What runs jobs (scenario, number of the replication): a ``koopsim.simulation.Replicator``."""

    def run(
        self, jobs: Sequence[tuple[Scenario, int]], tables: Sequence[TableName] = ("months",)
    ) -> list[dict[str, pd.DataFrame]]:
        """Return the tables of each job, in order."""


@dataclass(frozen=True, eq=False)
class SeriesCheck:
    """What was found for one series.

    ``cut_months`` is where MSER cuts off [months from the first simulated day], NaN for a series
    that never changes (it has nothing to settle). ``later`` is the mean of the years after the
    first reported one, ``drift`` the first reported year minus that mean, as a part of it;
    ``simultaneous`` is its wider interval that holds for all series together.
    """

    series: Series
    truncation: Truncation
    cut_months: float
    later: float
    drift: Interval
    simultaneous: Interval
    verdict: Verdict


@dataclass(frozen=True)
class WarmUpCheck:
    """Whether the warm-up of a scenario suffices, series by series."""

    scenario: Scenario
    checks: tuple[SeriesCheck, ...]
    replications: int
    seed: int
    months: int
    tolerance: float

    @property
    def suffices(self) -> bool:
        """Whether no series is found still drifting."""
        return not self.of("drifting")

    def of(self, wanted: Verdict) -> tuple[SeriesCheck, ...]:
        """Return the series with a verdict."""
        return tuple(check for check in self.checks if check.verdict == wanted)

    @property
    def advised_months(self) -> int:
        """Warm-up that MSER advises for the series that are still drifting; else the present one.

        Where MSER found no end within half of the simulated time this is a lower bound.
        """
        cuts = [check.cut_months for check in self.of("drifting")]
        return max([self.scenario.warm_up_months, *(math.ceil(cut - 1e-9) for cut in cuts)])

    def frame(self) -> pd.DataFrame:
        """Return one row per series.

        Columns: indicator, interval (day, week, month), mser_months, mser_found, later_mean, drift,
        drift_low, drift_high (parts of the later mean), verdict.
        """
        return pd.DataFrame(
            [
                (
                    check.series.name,
                    check.series.interval,
                    check.cut_months,
                    check.truncation.found,
                    check.later,
                    check.drift.mean,
                    check.drift.low,
                    check.drift.high,
                    check.verdict,
                )
                for check in self.checks
            ],
            columns=[
                "indicator",
                "interval",
                "mser_months",
                "mser_found",
                "later_mean",
                "drift",
                "drift_low",
                "drift_high",
                "verdict",
            ],
        )


def check_warm_up(
    scenario: Scenario,
    runs: Runs,
    *,
    seed: int,
    replications: int = 20,
    tolerance: float = TOLERANCE,
) -> WarmUpCheck:
    """Run a scenario from its first simulated day on and judge its warm-up.

    Args:
        scenario: its ``warm_up_months`` are judged; the three years after them are compared.
        runs: a ``koopsim.simulation.Replicator``.
        seed: that of ``runs``, to be reported.
        replications: 2 or more.
        tolerance: part of the later mean by which the first reported year may differ.

    Raises:
        AnalysisError: for fewer than two replications, a tolerance that is not above 0, or more
            than 100,000 persons.
        RunError: if the scenario cannot be run.
    """
    if replications < 2:
        raise AnalysisError("A warm-up check needs at least 2 replications (20 are advised).")
    if not 0 < tolerance < 1:
        raise AnalysisError(
            f"A tolerance of {tolerance:g} is not accepted; give a share above 0 and below 1."
        )
    persons = int(scenario.population.size.value)
    if persons > MOST_PERSONS:
        raise AnalysisError(
            f"{scenario.name!r} has {persons:,} persons; at most {MOST_PERSONS:,} are accepted for "
            "a warm-up check. Check one of its offices: what settles is the same."
        )
    shown = unrecorded_start_shown(scenario, YEARS_AFTER * _PER_YEAR)
    tables, at_once = [], max(1, _PERSONS_AT_A_TIME // persons)
    for start in range(0, replications, at_once):
        numbers = range(start, min(start + at_once, replications))
        for found in runs.run([(shown, n) for n in numbers], ("months", "daily_stock", "events")):
            weeks = weekly_counts(found["events"], shown)
            tables.append(
                {"months": found["months"], "daily_stock": found["daily_stock"], "weeks": weeks}
            )
    warm_up = scenario.warm_up_months
    found_series = series_of(shown, tables)
    wide = bonferroni_confidence(CONFIDENCE, len(found_series))
    checks = tuple(judge_series(series, warm_up, tolerance, wide) for series in found_series)
    return WarmUpCheck(scenario, checks, replications, seed, shown.months, tolerance)


def judge_series(series: Series, warm_up: int, tolerance: float, wide: float) -> SeriesCheck:
    """Return what MSER and the comparison of years say about one series.

    Args:
        series: from the first simulated day on, reaching beyond the first reported year.
        warm_up: the warm-up that is judged [months].
        tolerance: part of the later mean by which the first reported year may differ.
        wide: confidence of the interval that holds for all series together.
    """
    truncation = mser(series.mean, series.batch)
    constant = bool(np.ptp(series.mean) == 0)
    cut = math.nan if constant else _cut(series, truncation)
    later, drift = _drift(series, warm_up, CONFIDENCE)
    simultaneous = _drift(series, warm_up, wide)[1]
    found: Verdict = (
        "settled" if constant else verdict(cut, warm_up, drift, simultaneous, tolerance)
    )
    return SeriesCheck(series, truncation, cut, later, drift, simultaneous, found)


def _cut(series: Series, truncation: Truncation) -> float:
    """Return the months from the first day to the first value that MSER keeps."""
    if truncation.values == 0:
        return 0.0
    before, after = series.month[truncation.values - 1 : truncation.values + 1]
    return float((before + after) / 2)


def _drift(series: Series, warm_up: int, confidence: float) -> tuple[float, Interval]:
    """Return the later mean and by what part of it the first reported year differs."""
    year = (series.month - warm_up) / _PER_YEAR
    first, rest = (year >= 0) & (year < 1), year >= 1
    early = series.values[:, first].mean(axis=1)
    late = series.values[:, rest].mean(axis=1)
    level = float(late.mean())
    found = mean_interval(early - late, confidence)
    scale = abs(level) if level else math.nan
    return level, Interval(
        found.mean / scale, found.low / scale, found.high / scale, found.n, found.note
    )


def verdict(
    cut_months: float,
    warm_up_months: int,
    drift: Interval,
    simultaneous: Interval,
    tolerance: float,
) -> Verdict:
    """Return the verdict on a series.

    Args:
        cut_months: where MSER cuts off.
        warm_up_months: the warm-up of the scenario.
        drift: first reported year against the later ones, as a part of their mean.
        simultaneous: the same with the wider interval for all series together.
        tolerance: part that is accepted.

    A drift that is surely larger than accepted is ``drifting`` whatever MSER says, and one that is
    surely smaller is no reason for blame: ``settled`` where MSER cuts off within the warm-up, else
    ``negligible``. In between MSER decides, and where it cuts off later, whether the drift is more
    than chance (``drifting``) or cannot be told from it (``unclear``).
    """
    if simultaneous.low > tolerance or simultaneous.high < -tolerance:
        return "drifting"
    if cut_months <= warm_up_months + 1e-9:
        return "settled"
    if -tolerance <= drift.low and drift.high <= tolerance:
        return "negligible"
    return "drifting" if simultaneous.low > 0 or simultaneous.high < 0 else "unclear"
