"""Both engines give the same bytes: for the library, for made scenarios, and in failure."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from koopsim.model.errors import RunError, ScenarioError
from koopsim.scenarios import Scenario, load_scenario, scenario_names
from koopsim.simulation import simulate
from koopsim.simulation.engines import COMPILED_FROM, choose_engine
from koopsim.simulation.runner import Replication, run_replication

FRAMES = ("events", "cases", "months", "daily_stock")
SMALL = {
    "population.size": 200,
    "staff.teams.under_25.fte": 0.7,
    "staff.teams.from_25.fte": 1.5,
    "months": 7,
    "warm_up_months": 0,
}
BASELINE = load_scenario("baseline")
LIBRARY = [name for name in scenario_names() if not getattr(load_scenario(name), "offices", None)]
"""The scenarios of one office."""

PARAMETERS = dict(BASELINE.parameters())


def small(name: str, **changes: object) -> Scenario:
    """A scenario of the library, made small; keyword names use __ for dots."""
    wanted = {**SMALL, **{key.replace("__", "."): value for key, value in changes.items()}}
    return load_scenario(name).replace(wanted, allow_outside_range=True)


def change(first_day: str, team: str, fte: float, ramp: tuple[float, float] | None = None) -> Any:
    """A dated change of staff, as a scenario file has it; ``ramp``: months, productivity."""
    origin = {"grade": "assumption", "source": "Made for a test."}
    made: dict[str, Any] = {"first_day": first_day, "team": team}
    made["fte"] = {"value": fte, "unit": "FTE", "range": (-1e6, 1e6), **origin}
    if ramp is not None:
        made["ramp_up"] = {
            "months": {"value": ramp[0], "unit": "months", "range": (0.0, 600.0), **origin},
            "productivity_at_start": {
                "value": ramp[1],
                "unit": "share",
                "range": (0.0, 1.0),
                **origin,
            },
        }
    return made


def digests(found: Replication) -> dict[str, str]:
    """The sha256 of each frame as a Parquet file."""
    result = {}
    for name in FRAMES:
        buffer = io.BytesIO()
        getattr(found, name).to_parquet(buffer, engine="pyarrow", index=False)
        result[name] = hashlib.sha256(buffer.getvalue()).hexdigest()
    return result


run_compiled = partial(run_replication, engine="compiled")


def outcome(run: Any, scenario: Scenario, number: int, seed: int) -> dict[str, str] | str:
    """What a run gave: digests, or the text of its error."""
    try:
        return digests(run(scenario, number, seed))
    except RunError as error:
        return str(error)


def assert_same(scenario: Scenario, number: int = 0, seed: int = 1) -> dict[str, str] | str:
    found = outcome(run_compiled, scenario, number, seed)
    assert found == outcome(run_replication, scenario, number, seed)
    return found


@pytest.mark.parametrize("name", LIBRARY)
@pytest.mark.parametrize("seed", [1, 2**64 - 1])
def test_every_scenario_of_the_library(name: str, seed: int) -> None:
    assert isinstance(assert_same(small(name), 3, seed), dict)


@pytest.mark.parametrize("name", ["small", "stress-conciliation"])
def test_with_warm_up(name: str) -> None:
    assert isinstance(assert_same(small(name, warm_up_months=4, months=3)), dict)


@pytest.mark.slow
@pytest.mark.parametrize("name", LIBRARY)
def test_every_scenario_of_the_library_as_it_is(name: str) -> None:
    assert isinstance(assert_same(load_scenario(name)), dict)


EDGES: dict[str, dict[str, object]] = {
    "slots of no minutes": {
        "minutes__first_talk": 0,
        "minutes__follow_up_talk": 0,
        "minutes__clarifying_talk": 0,
    },
    "some slots of no minutes, little staff": {
        "minutes__follow_up_talk": 0,
        "staff__teams__under_25__fte": 0.1,
        "staff__teams__from_25__fte": 0.2,
    },
    "few persons": {"population__size": 3, "months": 24},
    "one person": {"population__size": 1, "months": 30},
    "nobody at work": {"staff__teams__under_25__fte": 0, "staff__teams__from_25__fte": 0},
    "appointments on the same day": {"staff__lead_working_days": 0},
    "appointments a year ahead": {"staff__lead_working_days": 250},
    "no reductions": {"reductions__enabled": False},
    "everybody has a plan": {
        "population__share_with_plan": 1.0,
        "population__share_not_agreed": 0.0,
        "population__share_legacy_agreement": 0.0,
    },
    "nobody appears": {
        "attendance__no_show__first": 1.0,
        "attendance__no_show__follow_up": 1.0,
        "attendance__no_show__with_notice": 1.0,
        "attendance__important_reason_share": 0.0,
    },
    "everybody moves each month": {"flows__monthly_move_rate": 1.0},
    "everybody leaves": {
        "flows__monthly_exit_rate__under_25": 1.0,
        "flows__monthly_exit_rate__from_25": 1.0,
        "flows__share_exit_through_work": 1.0,
        "flows__share_follow_up_support": 1.0,
    },
    "reviews far apart": {"contact__adherence_interval_months": 600},
    "talks again at once": {"contact__rebooking_days": 0, "contact__update_request_days": 0},
    "counterfactual, long": {
        "population__size": 12,
        "start": date(2030, 5, 17),
        "months": 70,
        "counterfactual": True,
    },
    "bavaria": {"land": "BY"},
    "case management": {"staff__teams__case_management__fte": 0.6},
    "case management with little staff, everybody in need": {
        "staff__teams__case_management__fte": 0.01,
        "population__share_vulnerable": 1.0,
    },
    "case management for the young": {
        "staff__teams__case_management__fte": 0.5,
        "population__share_under_25": 1.0,
        "population__share_minor": 0.5,
        "months": 12,
    },
    "everybody absent in summer": {
        "staff__absence_share": 0.9,
        "staff__absence_by_month__july": 10.0,
        "start": date(2024, 4, 1),
    },
    "meetings take all day": {"staff__meeting_minutes_per_head": 400},
    "staff come and go": {
        "staff__teams__case_management__fte": 0.3,
        "staff__meeting_minutes_per_head": 12,
        "staff__changes": [
            change("2024-02-15", "from_25", -1.0),
            change("2024-04-01", "from_25", 0.8),
            change("2024-03-01", "case_management", 0.4, (2.5, 0.0)),
            change("2023-07-01", "under_25", 0.4, (0.0, 0.3)),
            change("2024-05-13", "case_management", -0.7),
        ],
    },
}


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("name", ["small", "stress-conciliation"])
def test_edges(name: str, edge: str) -> None:
    assert_same(small(name, **EDGES[edge]))


def _any_value(name: str) -> st.SearchStrategy[Any]:
    """Return values of a parameter: its range, and the bounds of chances."""
    parameter = PARAMETERS[name]
    low, high = parameter.range
    if isinstance(parameter.value, bool):
        return st.booleans()
    if isinstance(parameter.value, int):
        return st.integers(low, high)
    chance = parameter.unit in ("probability", "share")
    inside: st.SearchStrategy[Any] = st.floats(low, high)
    return st.one_of(inside, st.floats(0, 1), st.sampled_from([0.0, 1.0])) if chance else inside


FREE = [name for name in PARAMETERS if name != "population.size" and "fte" not in name]


@st.composite
def _staff(draw: st.DrawFn, size: int) -> dict[str, Any]:
    """Case management or not, and staff that come and go."""
    managed = draw(st.one_of(st.just(0.0), st.floats(0.01, size / 60 + 0.01)))
    teams = ["under_25", "from_25", *(["case_management"] if managed else [])]
    coming = st.builds(
        change,
        st.dates(date(2023, 6, 1), date(2024, 9, 30)).map(str),
        st.sampled_from(teams),
        st.floats(-size / 50, size / 50),
        st.one_of(st.none(), st.tuples(st.floats(0, 12), st.floats(0, 1))),
    )
    return {
        "staff.teams.case_management.fte": managed,
        "staff.changes": draw(st.lists(coming, max_size=4)),
    }


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Small scenarios with any numbers that their units allow."""
    names = draw(st.lists(st.sampled_from(FREE), max_size=12, unique=True))
    values: dict[str, Any] = {name: draw(_any_value(name)) for name in names}
    size = draw(st.integers(1, 120))
    values |= {
        "population.size": size,
        "staff.teams.under_25.fte": draw(st.floats(0, size / 100)),
        "staff.teams.from_25.fte": draw(st.floats(0, size / 50)),
        "months": draw(st.integers(1, 8)),
        "warm_up_months": draw(st.integers(0, 3)),
        "start": date(2024, 1, 1),
        "counterfactual": True,
        "land": draw(st.sampled_from(["NW", "BY", "SN", "BE"])),
    }
    values |= draw(_staff(size))
    name = draw(st.sampled_from(["baseline", "stress-conciliation", "legacy-2023"]))
    try:
        return load_scenario(name).replace(values, allow_outside_range=True)
    except ScenarioError:  # these shares exclude one another
        reject()


@st.composite
def countries(draw: st.DrawFn) -> Scenario:
    """Some offices between which many people move, in one region or more."""
    one = draw(scenarios())
    values = {
        "offices.spread.count": draw(st.integers(1, 6)),
        "offices.spread.region_count": draw(st.integers(1, 3)),
        "offices.spread.size_decile_ratio": draw(st.floats(1, 3)),
        "population.size": draw(st.integers(40, 120)),
        "flows.monthly_move_rate": draw(st.floats(0, 1)),
        **{name: getattr(one, name) for name in ("months", "warm_up_months", "start", "land")},
        "counterfactual": True,
        "staff.teams.under_25.fte": draw(st.floats(0, 1)),
        "staff.teams.from_25.fte": draw(st.floats(0, 2)),
    }
    names = [name for name in FREE if not name.startswith(("population", "flows"))]
    values |= {name: draw(_any_value(name)) for name in draw(st.lists(st.sampled_from(names)))}
    # So little staff for case management that some offices have no such team, or enough.
    values |= draw(_staff(draw(st.sampled_from([1, 60]))))
    try:
        return load_scenario("germany").replace(values, allow_outside_range=True)
    except ScenarioError:  # a share of working hours of 0 is refused
        reject()


@settings(
    max_examples=6,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(scenario=countries(), seed=st.integers(0, 2**64 - 1))
def test_made_countries(scenario: Scenario, seed: int) -> None:
    assert_same(scenario, 0, seed)


@settings(
    max_examples=12,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes a second
)
@given(scenario=scenarios(), seed=st.integers(0, 2**64 - 1), number=st.integers(0, 99))
def test_made_scenarios(scenario: Scenario, seed: int, number: int) -> None:
    assert_same(scenario, number, seed)


def test_most_people_move_every_month() -> None:
    # More come than an office has room for, so that its cases are put elsewhere while it runs.
    many = {
        "offices.spread.count": 4,
        "offices.spread.region_count": 2,
        "population.size": 106,
        "flows.monthly_move_rate": 0.8,
        "staff.teams.under_25.fte": 0,
        "staff.teams.from_25.fte": 0.9,
        "months": 4,
        "warm_up_months": 1,
    }
    scenario = load_scenario("germany").replace(many, allow_outside_range=True)
    for seed in (1, 2, 4294):
        assert isinstance(assert_same(scenario, 0, seed), dict)


def test_without_a_log_all_other_frames_are_the_same() -> None:
    scenario = small("stress-conciliation")
    with_log, without = run_compiled(scenario, 0, 1), run_compiled(scenario, 0, 1, events=False)
    assert len(without.events) == 0 < len(with_log.events)
    for name in FRAMES[1:]:
        assert getattr(with_log, name).equals(getattr(without, name))


def test_a_run_repeats_and_its_progress_is_complete() -> None:
    scenario, heard = small("small"), list[int]()
    assert digests(run_compiled(scenario, 1, 5)) == digests(
        run_compiled(scenario, 1, 5, heard.append)
    )
    assert sum(heard) == 213


def test_simulate_takes_any_engine_and_gives_the_same() -> None:
    scenario = small("small", months=2)
    one, two = (
        simulate(scenario, replications=2, workers=1, engine=engine)
        for engine in ("simpy", "compiled")
    )
    assert one.manifest == two.manifest
    for name in FRAMES:
        assert getattr(one, name).equals(getattr(two, name))


def test_auto_chooses_by_size() -> None:
    scenario = small("small", months=1)
    assert choose_engine("auto", scenario, 1) == "simpy"
    assert choose_engine("auto", scenario, COMPILED_FROM // 200 + 1) == "compiled"
    assert choose_engine("simpy", scenario, 10_000) == "simpy"
    with pytest.raises(RunError, match="there is no engine 'fast'; accepted are simpy, compiled"):
        choose_engine("fast", scenario, 1)  # type: ignore[arg-type]


def test_too_many_arrivals_on_one_day_are_refused() -> None:
    crowd = load_scenario("baseline").replace(
        {"population.size": 20_000_000}, allow_outside_range=True
    )
    for run in (run_compiled, run_replication):
        with pytest.raises(RunError, match="persons may arrive on one day; an office takes 4096"):
            run(crowd, 0, 1)
