"""The uncertain numbers of a scenario as a unit cube: one axis per number, each uniform on [0, 1].

Every method here (designs, screening, surrogates) works on the cube, where axes are independent.
`ParameterSpace.values` maps a point of the cube to numbers: through the quantile function of each
number's distribution, and where numbers constrain one another through the distribution of each
given those before it, cut off where the rest would no longer fit (Rosenblatt 1952). So no point is
lost, and a coordinate still means "low to high" of its number.

Whole numbers are drawn from the continuous distribution that reaches half a unit beyond each end,
and rounded: with the uniform shape each whole number of the range is equally likely.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.stats import triang

from ...scenarios import Grade, Scenario
from ...scenarios.parameter import Switch
from ..errors import AnalysisError
from .constraints import CONSTRAINTS, Constraint

Shape = Literal["uniform", "triangular"]
Floats = NDArray[np.float64]

STAFF = ("staff.teams.under_25.fte", "staff.teams.from_25.fte")
"""Paths of the staff of the two teams [FTE]."""


@dataclass(frozen=True, slots=True)
class UncertainParameter:
    """A number that may lie anywhere from ``low`` to ``high``, in ``unit``."""

    path: str
    value: float
    low: float
    high: float
    whole: bool
    unit: str
    grade: Grade
    source: str


@dataclass(frozen=True)
class ParameterSpace:
    """The uncertain parameters of ``scenario``, in the order of its schema.

    Args:
        scenario: gives all that is not uncertain.
        parameters: the axes of the cube.
        shape: ``uniform`` over the range, or ``triangular`` with its peak at the value.
        constraints: what values must fulfil together.
    """

    scenario: Scenario
    parameters: tuple[UncertainParameter, ...]
    shape: Shape = "uniform"
    constraints: tuple[Constraint, ...] = CONSTRAINTS

    @property
    def dimension(self) -> int:
        """Number of uncertain parameters."""
        return len(self.parameters)

    @property
    def paths(self) -> tuple[str, ...]:
        """Dotted paths of the parameters."""
        return tuple(parameter.path for parameter in self.parameters)

    def values(self, points: Floats) -> Floats:
        """Return the numbers at points of the unit cube, one row per point.

        Raises:
            AnalysisError: if points lie outside the cube.
        """
        if points.ndim != 2 or points.shape[1] != self.dimension:
            raise AnalysisError(f"Points need one column for each of {self.dimension} parameters.")
        if not ((points >= 0.0) & (points <= 1.0)).all():
            raise AnalysisError("Points must lie in the unit cube.")
        drawn = np.empty_like(points)
        for place, parameter in enumerate(self.parameters):
            low, high = self._limits(place, drawn)
            drawn[:, place] = self._quantile(parameter, points[:, place], low, high)
        return drawn

    def scenarios(self, values: Floats) -> list[Scenario]:
        """Return one scenario per row of ``values``."""
        return [self.scenario.replace(self.changes(row)) for row in values]

    def changes(self, row: Sequence[float] | Floats) -> dict[str, float]:
        """Return a row of values as `Scenario.replace` takes them: whole numbers as integers."""
        return {
            parameter.path: round(value) if parameter.whole else float(value)
            for parameter, value in zip(self.parameters, row, strict=True)
        }

    def _limits(self, place: int, drawn: Floats) -> tuple[Floats, Floats]:
        """Return the ends between which the parameter may lie, given those drawn before it."""
        parameter = self.parameters[place]
        low = np.full(len(drawn), parameter.low)
        high = np.full(len(drawn), parameter.high)
        for constraint in self.constraints:
            own = constraint.coefficients.get(parameter.path)
            if own is None:
                continue
            limit = (constraint.bound - self._rest(constraint, place, drawn)) / own
            # a hair inside, so that rounding never breaks what the schema checks
            limit -= np.copysign(1e-12, own)
            if own > 0:
                high = np.minimum(high, np.maximum(limit, low))
            else:
                low = np.maximum(low, np.minimum(limit, high))
        return low, high

    def _rest(self, constraint: Constraint, place: int, drawn: Floats) -> Floats:
        """Return the least that the other parameters of a constraint add up to."""
        total = np.zeros(len(drawn))
        for path, coefficient in constraint.coefficients.items():
            other = self._places.get(path)
            if other == place:
                continue
            if other is None:
                total += coefficient * self._fixed[path]
            elif other < place:
                total += coefficient * drawn[:, other]
            else:
                later = self.parameters[other]
                total += min(coefficient * later.low, coefficient * later.high)
        return total

    @cached_property
    def _places(self) -> dict[str, int]:
        return {path: place for place, path in enumerate(self.paths)}

    @cached_property
    def _fixed(self) -> dict[str, float]:
        return self.scenario.values()

    def _quantile(
        self, parameter: UncertainParameter, u: Floats, low: Floats, high: Floats
    ) -> Floats:
        """Return the quantiles of the distribution cut off at ``low`` and ``high``."""
        margin = 0.5 if parameter.whole else 0.0
        ends = (parameter.low - margin, parameter.high + margin)
        if self.shape == "uniform":
            found = (low - margin) + u * (high - low + 2 * margin)
        else:
            width = ends[1] - ends[0]
            peak = (parameter.value - ends[0]) / width
            law = triang(peak, loc=ends[0], scale=width)
            start, stop = law.cdf(low - margin), law.cdf(high + margin)
            found = np.asarray(law.ppf(start + u * (stop - start)), dtype=float)
        if parameter.whole:
            found = np.floor(found + 0.5)
        return np.clip(found, low, high)


def parameter_space(
    scenario: Scenario,
    *,
    shape: Shape = "uniform",
    fixed: Iterable[str] = (),
    only: Iterable[str] | None = None,
) -> ParameterSpace:
    """Return the space of all numbers with a range wider than a point, except the law's.

    Numbers of grade ``statute`` and switches are fixed: they are no figures that anybody could
    measure.

    Args:
        scenario: one office.
        shape: see `ParameterSpace`.
        fixed: paths to hold at the scenario's value; a group such as ``staff`` holds all in it.
        only: if given, paths (or groups) outside which everything is held.

    Raises:
        AnalysisError: a path names nothing, nothing uncertain is left, the shape is unknown, or
            the scenario describes many offices.
    """
    if shape not in get_args(Shape):
        raise AnalysisError(f"The shape {shape!r} is not known; choose uniform or triangular.")
    if scenario.offices is not None:
        raise AnalysisError(
            f"Scenario {scenario.name} describes many offices; uncertainty is computed for one: "
            "choose a scenario without offices."
        )
    known = {path for path, _ in scenario.parameters()}
    held = _expanded(fixed, known)
    allowed = known if only is None else _expanded(only, known)
    found = tuple(
        UncertainParameter(
            path=path,
            value=float(p.value),
            low=float(p.low),
            high=float(p.high),
            whole=p.whole,
            unit=p.unit,
            grade=p.grade,
            source=p.source,
        )
        for path, p in scenario.parameters()
        if p.low < p.high
        and p.grade is not Grade.STATUTE
        and not isinstance(p, Switch)
        and path in allowed
        and path not in held
    )
    if not found:
        raise AnalysisError(
            f"Scenario {scenario.name} has no uncertain number left: every range is a point, the "
            "number stands in the law, or it is held fixed."
        )
    return ParameterSpace(scenario, found, shape)


def _expanded(names: Iterable[str], known: set[str]) -> set[str]:
    """Return the paths that names of parameters and groups mean."""
    paths: set[str] = set()
    for name in names:
        meant = {path for path in known if path == name or path.startswith(f"{name}.")}
        if not meant:
            groups = {path[:end] for path in known for end in range(len(path)) if path[end] == "."}
            near = difflib.get_close_matches(name, sorted(known | groups), n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise AnalysisError(f"{name!r} is no parameter or group of a scenario{hint}")
        paths |= meant
    return paths
