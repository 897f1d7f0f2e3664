"""Fit parameters to totals by history matching in waves, and say how sure the fit is.

Each wave runs the simulator at points that are still plausible, fits an emulator to what was run
there, and draws new points from the emulator: first widely (the likelihood is flattened), at last
from the posterior. See ``plausibility`` for what counts as agreement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import chi2

from ...scenarios import AssumptionLedger, Scenario, assumption_ledger
from ..errors import AnalysisError
from ..uncertainty.designs import derived_seed, design
from ..uncertainty.evaluation import Evaluate, Job
from ..uncertainty.parameter_space import ParameterSpace, Shape, parameter_space
from .emulator import Emulator, fit_emulator, terms
from .identifiability import Direction, directions, scale_values
from .observations import shortened
from .plausibility import Plausibility
from .posterior import Draws, draw, even_points, representative, spread_out
from .totals_file import Total

Floats = NDArray[np.float64]

MOST_PARAMETERS = 8
WAVES = 3
TEMPERATURES = (9.0, 4.0, 1.0)
"""How much the likelihood is flattened after each wave."""

REPLICATIONS = 3
CHECK_RUNS = 12
"""Runs at the fitted values, to see whether they meet the totals."""

IMPOSSIBLE = 0.99999
"""Beyond this probability even the best point does not meet the totals."""

_CHECK_FROM, _WAVE_FROM, _WAVE_ROOM = 100, 1000, 5000


@dataclass(frozen=True)
class FitSettings:
    """How a fit is done.

    Args:
        fit: paths of the parameters to fit, 1 to 8.
        discrepancy: what the model leaves out, as a share of each total (standard deviation).
        shape: of the distributions before the fit.
        points: runs at so many points in each wave; chosen by the number of parameters if None.
        seed: of everything.
    """

    fit: tuple[str, ...]
    discrepancy: float = 0.02
    shape: Shape = "uniform"
    points: int | None = None
    seed: int = 1


@dataclass(frozen=True)
class Wave:
    """What one wave found: ``plausible`` is the part of the ranges (as volume) not ruled out."""

    number: int
    runs: int
    plausible: float
    quality: float


@dataclass(frozen=True)
class Fit:
    """A fitted scenario and what the totals tell.

    ``parameters``: path, before, low, high (range before), value, mean, fit_low, fit_high (95 %),
    learnt (part of the variance before that is gone). ``totals``: row, label, observed, error,
    fitted, deviation (of single runs), difference (in standard deviations, all errors counted).
    ``draws`` has one column per parameter, ``correlations`` is the matrix of their logarithms.
    """

    scenario: Scenario
    base: Scenario
    settings: FitSettings
    space: ParameterSpace
    observed: tuple[Total, ...]
    parameters: pd.DataFrame
    totals: pd.DataFrame
    draws: pd.DataFrame
    prior: pd.DataFrame
    correlations: pd.DataFrame
    directions: tuple[Direction, ...]
    waves: tuple[Wave, ...]
    effective: float
    ledger: AssumptionLedger


@dataclass(frozen=True)
class FitPlan:
    """All of a fit that is known before the first run."""

    base: Scenario
    short: Scenario
    settings: FitSettings
    space: ParameterSpace
    observed: tuple[Total, ...]

    @property
    def points(self) -> int:
        """Points of each wave."""
        return self.settings.points or max(32, min(200, 4 * terms(self.space.dimension)))

    @property
    def runs(self) -> int:
        """Number of simulation runs."""
        return WAVES * self.points * REPLICATIONS + CHECK_RUNS

    @property
    def errors(self) -> Floats:
        """Standard deviations of figures and discrepancy together."""
        values = np.array([total.value for total in self.observed])
        own = np.array([total.standard_error for total in self.observed])
        return np.asarray(np.hypot(own, self.settings.discrepancy * values))


def plan_fit(scenario: Scenario, observed: Sequence[Total], settings: FitSettings) -> FitPlan:
    """Check what is asked for and return the plan; the totals are taken as checked.

    Raises:
        AnalysisError: a parameter is unknown or fixed, there are too many, or a number is out of
            range.
    """
    if not settings.fit:
        raise AnalysisError("Name at least one parameter to fit.")
    if not 0 <= settings.discrepancy <= 1:
        raise AnalysisError(
            f"The discrepancy is a share from 0 to 1 of each total, not {settings.discrepancy:g}."
        )
    short = shortened(scenario, observed)
    for name in settings.fit:
        parameter_space(short, only=(name,))  # says what is wrong with this one
    space = parameter_space(short, shape=settings.shape, only=settings.fit)
    if space.dimension > MOST_PARAMETERS:
        raise AnalysisError(
            f"{space.dimension} parameters are too many to fit at once; at most {MOST_PARAMETERS} "
            "are accepted."
        )
    least = terms(space.dimension) + 8
    if settings.points is not None and not least <= settings.points <= 1000:
        raise AnalysisError(
            f"Points of a wave must be {least} to 1000 for {space.dimension} parameters, not "
            f"{settings.points}."
        )
    return FitPlan(scenario, short, settings, space, tuple(observed))


def run_fit(plan: FitPlan, evaluate: Evaluate) -> Fit:
    """Fit.

    Args:
        plan: what `plan_fit` returned.
        evaluate: gives one row of totals per job.

    Raises:
        AnalysisError: no values within the ranges meet the totals.
        RunError: a run cannot start or a MUST property breaks.
    """
    seed, dimension = plan.settings.seed, plan.space.dimension
    observed = np.array([total.value for total in plan.observed])
    even = even_points(dimension, derived_seed(seed, 30))
    points = design(plan.points, dimension, "latin-hypercube", derived_seed(seed, 31))
    known_points, known_values = (
        np.empty((0, dimension)),
        np.empty((0, REPLICATIONS, len(observed))),
    )
    waves: list[Wave] = []
    for number, temperature in enumerate(TEMPERATURES):
        found = evaluate(_jobs(plan, points, number)).reshape(len(points), REPLICATIONS, -1)
        known_points = np.concatenate([known_points, points])
        known_values = np.concatenate([known_values, found])
        emulator = _local_emulator(known_points, known_values, len(points) if number else None)
        plausibility = Plausibility(emulator, observed, plan.errors)
        plausible = float((plausibility.parts(even)[0] <= plausibility.cutoff).mean())
        runs = len(points) * REPLICATIONS
        waves.append(Wave(number + 1, runs, plausible, emulator.quality))
        drawn = draw(plausibility, dimension, temperature, derived_seed(seed, 40 + number))
        points = spread_out(drawn.points, plan.points)
    _refuse_impossible(plan, plausibility, drawn)
    return _report(plan, evaluate, emulator, plausibility, drawn, tuple(waves))


def _jobs(plan: FitPlan, points: Floats, wave: int) -> list[Job]:
    """Return the runs of a wave: each has random numbers of its own."""
    first = _WAVE_FROM + wave * _WAVE_ROOM
    return [
        (scenario, first + place * REPLICATIONS + number)
        for place, scenario in enumerate(plan.space.scenarios(plan.space.values(points)))
        for number in range(REPLICATIONS)
    ]


def _local_emulator(points: Floats, values: Floats, latest: int | None) -> Emulator:
    """Fit an emulator to the points around the latest wave (all points in the first one)."""
    if latest is None:
        return fit_emulator(points, values)
    recent = points[-latest:]
    low, high = recent.min(axis=0), recent.max(axis=0)
    margin = 0.1 * (high - low) + 1e-9
    near = ((points >= low - margin) & (points <= high + margin)).all(axis=1)
    return fit_emulator(points[near], values[near])


def _refuse_impossible(plan: FitPlan, plausibility: Plausibility, drawn: Draws) -> None:
    """Complain if even the best point does not meet the totals.

    Raises:
        AnalysisError: naming the total that is farthest off.
    """
    best = int(np.argmin(drawn.implausibility))
    if drawn.implausibility[best] <= chi2.ppf(IMPOSSIBLE, len(plan.observed)):
        return
    expected = plausibility.emulator.predict(drawn.points[[best]])[0][0]
    deviations = np.sqrt(np.diag(plausibility.covariance()))
    away = np.abs(expected - plausibility.totals) / deviations
    worst = int(np.argmax(away))
    total = plan.observed[worst]
    raise AnalysisError(
        f"No values within the ranges meet the totals: the nearest give {expected[worst]:.4g} "
        f"instead of {total.value:.4g} for {total.label} (row {total.row}), {away[worst]:.1f} "
        "standard deviations away; check the file, widen ranges, or fit other parameters."
    )


def _report(
    plan: FitPlan,
    evaluate: Evaluate,
    emulator: Emulator,
    plausibility: Plausibility,
    drawn: Draws,
    waves: tuple[Wave, ...],
) -> Fit:
    """Put together what the fit found, and run the fitted scenario."""
    space = plan.space
    point = representative(drawn)
    values = space.values(drawn.points)
    chosen = space.values(point[None])[0]
    prior = space.values(even_points(space.dimension, derived_seed(plan.settings.seed, 30)))
    fitted = plan.short.replace(space.changes(chosen))
    checked = evaluate([(fitted, _CHECK_FROM + number) for number in range(CHECK_RUNS)])
    found = directions(space, emulator.gradient(point), plausibility.covariance(), point)
    scaled = scale_values(space, values)
    paths = list(space.paths)
    with np.errstate(invalid="ignore", divide="ignore"):
        correlations = np.atleast_2d(np.corrcoef(scaled, rowvar=False))
    return Fit(
        scenario=plan.base.replace(space.changes(chosen)),
        base=plan.base,
        settings=plan.settings,
        space=space,
        observed=plan.observed,
        parameters=_parameters(space, chosen, values, prior),
        totals=_totals(plan, plausibility, checked),
        draws=pd.DataFrame(values, columns=paths),
        prior=pd.DataFrame(prior, columns=paths),
        correlations=pd.DataFrame(correlations, index=paths, columns=paths),
        directions=found,
        waves=waves,
        effective=drawn.effective,
        ledger=assumption_ledger(plan.base),
    )


def _parameters(
    space: ParameterSpace, chosen: Floats, values: Floats, prior: Floats
) -> pd.DataFrame:
    low, high = np.quantile(values, [0.025, 0.975], axis=0)
    before = prior.var(axis=0)
    learnt = 1.0 - values.var(axis=0) / np.where(before > 0, before, 1.0)
    return pd.DataFrame(
        {
            "path": space.paths,
            "before": [parameter.value for parameter in space.parameters],
            "low": [parameter.low for parameter in space.parameters],
            "high": [parameter.high for parameter in space.parameters],
            "value": chosen,
            "mean": values.mean(axis=0),
            "fit_low": np.minimum(low, chosen),
            "fit_high": np.maximum(high, chosen),
            "learnt": np.maximum(learnt, 0.0),
        }
    )


def _totals(plan: FitPlan, plausibility: Plausibility, checked: Floats) -> pd.DataFrame:
    """Return the totals beside those of runs at the fitted values."""
    fitted, deviation = checked.mean(axis=0), checked.std(axis=0, ddof=1)
    spread = np.sqrt(np.diag(plausibility.covariance()) + deviation**2 / len(checked))
    return pd.DataFrame(
        {
            "row": [total.row for total in plan.observed],
            "label": [total.label for total in plan.observed],
            "observed": plausibility.totals,
            "error": plan.errors,
            "fitted": fitted,
            "deviation": deviation,
            "difference": (fitted - plausibility.totals) / spread,
        }
    )
