"""The whole study of a scenario's uncertainty, from its ranges to what should be measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...scenarios import AssumptionLedger, Scenario, assumption_ledger
from ..errors import AnalysisError
from ..forecast import TEAMS
from .decision import DecisionResult, StaffDecision, judge
from .designs import Sampling, derived_seed, design
from .evaluation import Evaluate, Job
from .information import variance_reduction
from .outcomes import Outcome, outcome, outcomes
from .parameter_space import STAFF, ParameterSpace, Shape, parameter_space
from .regression import groups_of
from .screening import elementary_effects, trajectories
from .surrogate import POOR, Surrogate, fit_surrogate, index_intervals
from .variance import VarianceParts, decompose

Floats = NDArray[np.float64]

MOST_REPLICATIONS = 4
LEAST_POINTS = 20
AT_SCENARIO = 20
"""Runs at the scenario's own numbers."""

INTERACTING = 12
"""Numbers, first by screening, whose products may enter the surrogate."""

_DESIGN_FROM, _DECISION_FROM, _SCREENING_FROM = 100, 20_000, 30_000
"""Where the numbers of replications of each part begin: the parts share no random numbers."""


@dataclass(frozen=True)
class Settings:
    """How a study is done; the defaults answer on the baseline in about a minute.

    Args:
        outcomes: names (see `outcomes.outcome`), the default ones if None.
        team: ``all``, ``under_25`` or ``from_25``.
        months: reported months of each run, at most the scenario's own.
        points: of the design.
        replications: per point, 2 to 4.
        trajectories: of the screening.
        shape: of all distributions.
        sampling: kind of design.
        fixed, only: see `parameter_space`.
        decision: value information for it; for the fall of variance if None.
        seed: of everything.
    """

    outcomes: tuple[str, ...] | None = None
    team: str = "all"
    months: int = 12
    points: int = 200
    replications: int = 2
    trajectories: int = 6
    shape: Shape = "uniform"
    sampling: Sampling = "latin-hypercube"
    fixed: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    decision: StaffDecision | None = None
    seed: int = 1


@dataclass(frozen=True)
class OutcomeResult:
    """What is known about one outcome.

    ``screening``: path, mu, mu_star, mu_star_conf, sigma, largest mu_star first, in the outcome's
    unit. ``sobol``: path, first, total, low, high. ``effects``: path, low, high, at_low, at_high:
    the outcome expected at the 5 and 95 percent point of a number (low, high: those points), all
    others unknown; largest difference first. ``information``: path, reduction (of the variance by
    all parameters, as a share), sorted; ``groups`` the same for groups of numbers.
    """

    outcome: Outcome
    parts: VarianceParts
    values: Floats
    at_scenario: Floats
    screening: pd.DataFrame
    surrogate: Surrogate
    sobol: pd.DataFrame
    effects: pd.DataFrame
    information: pd.DataFrame
    groups: pd.DataFrame


@dataclass(frozen=True)
class UncertaintyStudy:
    """The answer: one result per outcome, the decision if there was one, and what was assumed."""

    scenario: Scenario
    settings: Settings
    space: ParameterSpace
    points: Floats
    values: Floats
    results: tuple[OutcomeResult, ...]
    decision: DecisionResult | None
    ledger: AssumptionLedger
    runs: int


@dataclass(frozen=True)
class Plan:
    """All runs of a study, before they are done."""

    scenario: Scenario
    settings: Settings
    space: ParameterSpace
    asked: tuple[Outcome, ...]
    decided: Outcome | None

    @property
    def runs(self) -> int:
        """Number of simulation runs."""
        options = len(self.settings.decision.factors) if self.settings.decision else 0
        screening = self.settings.trajectories * (self.space.dimension + 1)
        points = self.settings.points
        return AT_SCENARIO + screening + points * (self.settings.replications + options)

    @property
    def all_outcomes(self) -> tuple[Outcome, ...]:
        """Outcomes that each run has to give: those asked for, then the decision's."""
        extra = self.decided is not None and self.decided not in self.asked
        return (*self.asked, self.decided) if extra and self.decided else self.asked


def plan_study(scenario: Scenario, settings: Settings) -> Plan:
    """Check what is asked for and return the plan.

    Raises:
        AnalysisError: a setting is out of range, or a name is unknown.
    """
    if not settings.months >= 1:
        raise AnalysisError(f"A study needs one month or more, not {settings.months}.")
    if not 2 <= settings.replications <= MOST_REPLICATIONS:
        raise AnalysisError(
            f"Replications per point must be 2 to {MOST_REPLICATIONS}, not {settings.replications}."
        )
    if settings.team not in TEAMS:
        raise AnalysisError(
            f"The team {settings.team!r} is not known; choose one of {', '.join(TEAMS)}."
        )
    short = scenario.replace({"months": min(settings.months, scenario.months)})
    fixed = (*settings.fixed, *STAFF) if settings.decision else settings.fixed
    space = parameter_space(short, shape=settings.shape, fixed=fixed, only=settings.only)
    design(settings.points, space.dimension, settings.sampling, settings.seed)
    if settings.points < LEAST_POINTS:
        raise AnalysisError(f"A study needs {LEAST_POINTS} points or more, not {settings.points}.")
    trajectories(space.dimension, settings.trajectories, settings.seed)
    decided = outcome(settings.decision.measured) if settings.decision else None
    return Plan(short, settings, space, outcomes(settings.outcomes), decided)


def run_study(plan: Plan, evaluate: Evaluate) -> UncertaintyStudy:
    """Do all runs of a plan and analyse them.

    Args:
        plan: what `plan_study` returned.
        evaluate: gives one row of ``plan.all_outcomes`` per job.

    Raises:
        AnalysisError: an outcome has no value in some run.
        RunError: a run cannot start or a MUST property breaks.
    """
    settings, space = plan.settings, plan.space
    at_scenario = evaluate([(plan.scenario, number) for number in range(AT_SCENARIO)])
    points = design(settings.points, space.dimension, settings.sampling, settings.seed)
    values = space.values(points)
    found = evaluate(_design_jobs(plan, values))
    found = found.reshape(settings.points, settings.replications, -1)
    steps = trajectories(
        space.dimension, settings.trajectories, derived_seed(settings.seed, _SCREENING_FROM)
    )
    effects = evaluate(_screening_jobs(plan, space.values(steps)))
    results = tuple(
        _analyse(plan, each, points, values, found[..., i], at_scenario[:, i], steps, effects[:, i])
        for i, each in enumerate(plan.asked)
    )
    decision = _decide(plan, values, evaluate)
    ledger = assumption_ledger(plan.scenario)
    return UncertaintyStudy(
        plan.scenario, settings, space, points, values, results, decision, ledger, plan.runs
    )


def _design_jobs(plan: Plan, values: Floats) -> list[Job]:
    """Return the runs of the design: every run has random numbers of its own."""
    each = plan.settings.replications
    return [
        (scenario, _DESIGN_FROM + place * each + number)
        for place, scenario in enumerate(plan.space.scenarios(values))
        for number in range(each)
    ]


def _screening_jobs(plan: Plan, values: Floats) -> list[Job]:
    """Return the runs of the screening: one trajectory shares its random numbers."""
    length = plan.space.dimension + 1
    return [
        (scenario, _SCREENING_FROM + place // length)
        for place, scenario in enumerate(plan.space.scenarios(values))
    ]


def _analyse(
    plan: Plan,
    asked: Outcome,
    points: Floats,
    values: Floats,
    found: Floats,
    at_scenario: Floats,
    steps: Floats,
    effects: Floats,
) -> OutcomeResult:
    """Analyse one outcome."""
    seed, paths = plan.settings.seed, list(plan.space.paths)
    screened = elementary_effects(steps, effects, derived_seed(seed, _SCREENING_FROM + 1))
    screened.insert(0, "path", paths)
    leading = np.argsort(-screened["mu_star"].to_numpy(), kind="stable")[:INTERACTING]
    means = found.mean(axis=1)
    surrogate = fit_surrogate(points, means, [int(place) for place in leading], seed)
    parts = decompose(found, at_scenario, seed)
    single, together = _information(plan, points, values, means, surrogate)
    return OutcomeResult(
        outcome=asked,
        parts=parts,
        values=found,
        at_scenario=at_scenario,
        screening=_sorted(screened, "mu_star"),
        surrogate=surrogate,
        sobol=_sobol(surrogate, points, means, paths, seed),
        effects=_effects(plan.space, surrogate),
        information=_reductions(paths, single, parts.parameters),
        groups=_reductions(list(groups_of(paths)), together, parts.parameters),
    )


def _information(
    plan: Plan, points: Floats, values: Floats, means: Floats, surrogate: Surrogate
) -> tuple[list[float], list[float]]:
    """Return by how much knowing each number, and each group, lowers the variance."""
    single = [[place] for place in range(plan.space.dimension)]
    groups = list(groups_of(plan.space.paths).values())
    if surrogate.quality < POOR:
        reductions = variance_reduction(values, means, [*single, *groups])
    else:
        # What the surrogate ascribes to other numbers has mean 0 given this one: taking it off
        # changes no conditional mean, and much of the noise goes.
        reductions = [
            variance_reduction(values, means - surrogate.without(points, places), [places])[0]
            for places in [*single, *groups]
        ]
    return reductions[: len(single)], reductions[len(single) :]


def _sobol(
    surrogate: Surrogate, points: Floats, means: Floats, paths: Sequence[str], seed: int
) -> pd.DataFrame:
    first, total = surrogate.sobol()
    low, high = index_intervals(surrogate, points, means, seed)
    frame = pd.DataFrame({"path": paths, "first": first, "total": total, "low": low, "high": high})
    return _sorted(frame, "total")


def _effects(space: ParameterSpace, surrogate: Surrogate) -> pd.DataFrame:
    """Return the expected outcome at the 5 and 95 percent point of every number."""
    ends = (0.05, 0.95)
    centre = np.full((2, space.dimension), 0.5)
    rows = []
    for axis, path in enumerate(space.paths):
        there = centre.copy()
        there[:, axis] = ends
        low, high = space.values(there)[:, axis]
        at_low, at_high = surrogate.main_effect(axis, ends)
        rows.append((path, low, high, at_low, at_high, abs(at_high - at_low)))
    columns = ["path", "low", "high", "at_low", "at_high", "swing"]
    return _sorted(pd.DataFrame(rows, columns=columns), "swing")


def _reductions(names: Sequence[str], reductions: Sequence[float], variance: float) -> pd.DataFrame:
    """Return what share of the parameters' variance would go if a number were known."""
    shares = [min(1.0, each / variance) if variance > 0 else 0.0 for each in reductions]
    return _sorted(pd.DataFrame({"path": names, "reduction": shares}), "reduction")


def _sorted(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    return frame.sort_values(column, ascending=False, kind="stable", ignore_index=True)


def _decide(plan: Plan, values: Floats, evaluate: Evaluate) -> DecisionResult | None:
    """Run every option at every point and value information."""
    decision = plan.settings.decision
    if decision is None or plan.decided is None:
        return None
    jobs = []
    for place, row in enumerate(values):
        changes = plan.space.changes(row)
        for factor in decision.factors:
            staff = decision.changes(plan.scenario, factor)
            option = plan.scenario.replace({**changes, **staff}, allow_outside_range=True)
            jobs.append((option, _DECISION_FROM + place))
    column = plan.all_outcomes.index(plan.decided)
    shares = evaluate(jobs)[:, column].reshape(len(values), len(decision.factors))
    return judge(decision, plan.scenario, plan.space.paths, values, shares, plan.settings.seed)
