"""The unit cube of uncertain numbers: what is in it, how it is spread, and that all of it loads."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.uncertainty import ParameterSpace, design, parameter_space
from koopsim.analysis.uncertainty.constraints import CONSTRAINTS
from koopsim.model.errors import ScenarioError
from koopsim.scenarios import Grade, load_scenario
from scipy import stats

BASELINE = load_scenario("baseline")


def test_every_number_with_a_range_is_uncertain_but_those_of_the_law() -> None:
    space = parameter_space(BASELINE)
    wide = {
        path for path, p in BASELINE.parameters() if p.low < p.high and p.grade is not Grade.STATUTE
    }
    assert set(space.paths) == wide
    assert "reductions.enabled" not in space.paths
    assert "population.share_legacy_agreement" not in space.paths


@pytest.mark.parametrize("shape", ["uniform", "triangular"])
def test_ends_of_the_cube_are_ends_of_the_ranges(shape: str) -> None:
    space = parameter_space(BASELINE, shape=shape)  # type: ignore[arg-type]
    low, high = space.values(np.array([np.zeros(space.dimension), np.ones(space.dimension)]))
    assert np.allclose(low, [p.low for p in space.parameters])
    assert np.allclose(high, [p.high for p in space.parameters])


def test_marginal_distributions_are_those_asked_for() -> None:
    # 4,096 even points: the Kolmogorov distance of a Latin hypercube is at most 1/4096
    points = design(4096, 1, "latin-hypercube", 3)
    path = "attendance.no_show.first"
    uniform = parameter_space(BASELINE, only=[path]).values(points)[:, 0]
    assert stats.kstest(uniform, stats.uniform(0.15, 0.35).cdf).statistic < 0.001
    peaked = parameter_space(BASELINE, only=[path], shape="triangular").values(points)[:, 0]
    law = stats.triang((0.3 - 0.15) / 0.35, loc=0.15, scale=0.35)
    assert stats.kstest(peaked, law.cdf).statistic < 0.001


def test_whole_numbers_are_equally_likely() -> None:
    points = design(600, 1, "latin-hypercube", 3)
    values = parameter_space(BASELINE, only=["contact.interval_months.from_25"]).values(points)
    found, counts = np.unique(values, return_counts=True)
    assert found.tolist() == [1, 2, 3, 4, 5, 6]
    assert np.abs(counts - 100).max() <= 1


def test_every_point_is_a_scenario_that_loads() -> None:
    space = parameter_space(BASELINE)
    values = space.values(design(16, space.dimension, "latin-hypercube", 1))
    scenarios = space.scenarios(values)
    found = [[scenario.values()[path] for path in space.paths] for scenario in scenarios]
    assert np.allclose(found, values, atol=1e-9)


def _wide(shape: str = "uniform") -> ParameterSpace:
    """A scenario whose ranges contradict one another unless the constraints are kept."""
    names = (
        "population.share_under_25",
        "population.share_minor",
        "population.share_with_plan",
        "population.share_not_agreed",
        "flows.ground_share",
        "population.share_integrated_to_capacity",
        "population.share_unemployment_benefit",
    )
    data = BASELINE.model_dump()
    for name in names:
        leaf = data
        for part in name.split("."):
            leaf = leaf[part]
        leaf["range"] = (0.0, 1.0)
    scenario = type(BASELINE).model_validate(data)
    return parameter_space(scenario, only=names, shape=shape)  # type: ignore[arg-type]


@settings(max_examples=60)
@given(
    st.lists(st.floats(0.0, 1.0), min_size=7, max_size=7),
    st.sampled_from(["uniform", "triangular"]),
)
def test_constraints_hold_everywhere_and_the_schema_agrees(point: list[float], shape: str) -> None:
    space = _wide(shape)
    values = space.values(np.array([point]))
    space.scenarios(values)  # the schema refuses what contradicts itself
    assert ((values >= 0) & (values <= 1)).all()


@settings(max_examples=60)
@given(st.lists(st.floats(0.0, 1.0), min_size=7, max_size=7))
def test_the_schema_refuses_exactly_what_the_constraints_exclude(numbers: list[float]) -> None:
    space = _wide()
    changes = dict(zip(space.paths, numbers, strict=True))
    every = {**space.scenario.values(), **changes}
    excess = max(
        sum(weight * every[path] for path, weight in each.coefficients.items()) - each.bound
        for each in CONSTRAINTS
    )
    if abs(excess) < 1e-8:
        return  # rounding decides
    try:
        space.scenario.replace(changes)
        accepted = True
    except ScenarioError:
        accepted = False
    assert accepted == (excess < 0)


def test_a_constrained_number_is_uniform_over_what_is_left() -> None:
    space = _wide()
    points = np.full((5, 7), 0.5)
    young, minor = (
        space.paths.index("population.share_under_25"),
        space.paths.index("population.share_minor"),
    )
    points[:, young], points[:, minor] = 0.4, np.linspace(0, 1, 5)
    assert np.allclose(space.values(points)[:, minor], 0.4 * np.linspace(0, 1, 5), atol=1e-9)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"fixed": ["staf"]}, "did you mean staff"),
        ({"only": ["reductions.enabled"]}, "no uncertain number left"),
        ({"shape": "normal"}, "uniform or triangular"),
    ],
)
def test_wrong_questions_are_refused(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(AnalysisError, match=words):
        parameter_space(BASELINE, **arguments)  # type: ignore[arg-type]


def test_many_offices_are_refused() -> None:
    with pytest.raises(AnalysisError, match="many offices"):
        parameter_space(load_scenario("germany"))


@pytest.mark.parametrize(
    ("points", "dimension", "sampling", "words"),
    [
        (100, 3, "sobol", "powers of two"),
        (128, 90, "sobol", "latin-hypercube"),
        (4, 3, "latin-hypercube", "8 to 4096"),
        (64, 3, "grid", "choose sobol"),
    ],
)
def test_wrong_designs_are_refused(points: int, dimension: int, sampling: str, words: str) -> None:
    with pytest.raises(AnalysisError, match=words):
        design(points, dimension, sampling, 1)  # type: ignore[arg-type]
