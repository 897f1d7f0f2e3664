"""Many offices in one scenario: the totals are divided exactly, always alike, and as stated."""

from __future__ import annotations

import math
import statistics
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from koopsim.model.errors import ScenarioError
from koopsim.scenarios import Grade, OfficeScenario, Scenario, load_scenario, office_scenarios
from koopsim.scenarios.office_division import apportion

GERMANY = load_scenario("germany")
OFFICES = office_scenarios(GERMANY)


def decile_ratio(values: list[float]) -> float:
    """Return the ninth decile divided by the first, by the standard library."""
    deciles = statistics.quantiles(values, n=10, method="inclusive")
    return deciles[-1] / deciles[0]


def assert_totals(scenario: Scenario, offices: tuple[OfficeScenario, ...]) -> None:
    """Check that persons and hundredths of FTE add up exactly, and shares as weighted means."""
    population, teams = scenario.population, scenario.staff.teams
    persons = sum(office.size for office in offices)
    assert persons == population.size.value
    for name in ("share_under_25", "share_minor"):
        parts = [o.size * getattr(o.scenario.population, name).value for o in offices]
        expected = persons * getattr(population, name).value
        assert math.fsum(parts) == pytest.approx(expected, rel=1e-9, abs=1e-6)
    for place, team in enumerate((teams.under_25, teams.from_25)):
        hundredths = [round(100 * office.fte[place], 6) for office in offices]
        assert all(part.is_integer() for part in hundredths)
        assert sum(hundredths) == round(100 * team.fte.value)


def test_germany_has_its_404_offices_and_all_its_people() -> None:
    assert len(OFFICES) == 404
    assert_totals(GERMANY, OFFICES)
    assert sum(office.size for office in OFFICES) == 3_899_000
    assert sum(round(100 * office.fte[0]) for office in OFFICES) == 987_750
    assert sum(round(100 * office.fte[1]) for office in OFFICES) == 2_105_460


def test_offices_are_numbered_from_0_by_size() -> None:
    assert [office.number for office in OFFICES] == list(range(404))
    assert (OFFICES[0].label, OFFICES[17].label) == ("office 000", "office 017")
    sizes = [office.size for office in OFFICES]
    assert sizes == sorted(sizes, reverse=True)
    assert len({office.scenario.name for office in OFFICES}) == 404


def test_offices_are_as_unlike_as_the_scenario_says() -> None:
    spread = GERMANY.offices.spread if GERMANY.offices else None
    assert spread is not None
    caseloads = [o.size * o.share_under_25 / o.fte[0] for o in OFFICES]
    for values, stated in (
        ([float(o.size) for o in OFFICES], spread.size_decile_ratio.value),
        ([o.share_under_25 for o in OFFICES], spread.under_25_decile_ratio.value),
        (caseloads, spread.caseload_decile_ratio.value),
    ):
        assert decile_ratio(values) == pytest.approx(stated, rel=0.03)


def test_size_share_and_caseload_look_unrelated() -> None:
    sizes = [math.log(o.size) for o in OFFICES]
    shares = [o.share_under_25 for o in OFFICES]
    caseloads = [o.size * (1 - o.share_under_25) / o.fte[1] for o in OFFICES]
    for first, second in ((sizes, shares), (sizes, caseloads), (shares, caseloads)):
        assert abs(statistics.correlation(first, second)) < 0.1


def test_every_number_of_an_office_is_labelled_as_derived_with_unit_range_and_source() -> None:
    for office in (OFFICES[0], OFFICES[17], OFFICES[403]):
        found, totals = dict(office.scenario.parameters()), dict(GERMANY.parameters())
        changed = {path for path in found if found[path] != totals[path]}
        assert changed == {
            "population.size",
            "population.share_under_25",
            "population.share_minor",
            "staff.teams.under_25.fte",
            "staff.teams.from_25.fte",
        }
        for path in changed:
            assert found[path].grade is Grade.ASSUMPTION
            assert found[path].source.startswith(f"Derived for {office.label} by offices.spread")
            assert found[path].source.endswith(totals[path].source)
            assert found[path].low < found[path].value < found[path].high


def test_the_scenario_of_an_office_is_an_ordinary_one() -> None:
    for office in OFFICES[::40]:
        assert Scenario.model_validate(office.scenario.model_dump()) == office.scenario
        assert office.scenario.offices is None
        assert office_scenarios(office.scenario)[0].scenario is office.scenario
        assert office.scenario.land == GERMANY.land


def test_the_same_scenario_gives_the_same_offices() -> None:
    assert office_scenarios(load_scenario("germany")) == OFFICES


def test_a_scenario_without_offices_is_its_only_office() -> None:
    baseline = load_scenario("baseline")
    assert office_scenarios(baseline) == (OfficeScenario(0, "baseline", baseline),)


def test_the_digest_knows_the_offices() -> None:
    other = GERMANY.replace({"offices.spread.size_decile_ratio": 9.0})
    alone = load_scenario("baseline").replace(
        {path: value for path, value in GERMANY.values().items() if "offices" not in path},
        allow_outside_range=True,
    )
    assert len({GERMANY.digest, other.digest, alone.digest}) == 3


def test_one_office_by_a_spread_has_everything() -> None:
    changes = {"offices.spread.count": 1}
    (office,) = office_scenarios(GERMANY.replace(changes, allow_outside_range=True))
    assert (office.size, office.share_under_25) == (3_899_000, 0.19)
    assert office.fte == (9877.5, 21054.6)


@settings(deadline=None, max_examples=60)
@given(
    size=st.integers(1, 10**7),
    count=st.integers(1, 1_500),
    ratios=st.tuples(*[st.floats(1.0, 30.0)] * 3),
    share=st.floats(0.0, 1.0),
    fte=st.tuples(st.floats(0.0, 1e5), st.floats(0.0, 1e5)),
)
def test_any_totals_are_met_or_refused(
    size: int,
    count: int,
    ratios: tuple[float, float, float],
    share: float,
    fte: tuple[float, float],
) -> None:
    changes = {
        "population.size": size,
        "population.share_under_25": share,
        "population.share_minor": share / 3,
        "offices.spread.count": count,
        "offices.spread.size_decile_ratio": ratios[0],
        "offices.spread.under_25_decile_ratio": ratios[1],
        "offices.spread.caseload_decile_ratio": ratios[2],
        "staff.teams.under_25.fte": fte[0],
        "staff.teams.from_25.fte": fte[1],
    }
    try:
        scenario = GERMANY.replace(changes, allow_outside_range=True)
    except ScenarioError as error:
        assert str(error).startswith("offices.spread") and "\n" not in str(error)
        return
    offices = office_scenarios(scenario)
    assert len(offices) == count
    assert min(office.size for office in offices) >= 1
    assert_totals(scenario, offices)
    Scenario.model_validate(offices[-1].scenario.model_dump())


@given(
    total=st.integers(0, 10**9),
    weights=st.lists(st.floats(0.0, 1e12, allow_subnormal=False), min_size=1, max_size=40),
)
def test_apportioning_is_exact_and_fair(total: int, weights: list[float]) -> None:
    assume(sum(weights) > 0)
    parts = apportion(total, weights)
    assert sum(parts) == total
    whole = sum(map(Fraction, weights))
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * Fraction(weight) / whole) < 1


def test_apportioning_needs_a_weight() -> None:
    assert apportion(0, [0.0, 0.0]) == [0, 0]
    assert apportion(5, [1, 1]) == [3, 2]
    with pytest.raises(ValueError, match="nothing to divide by"):
        apportion(1, [0.0])


def test_a_team_without_persons_is_divided_by_the_size_of_the_offices() -> None:
    changes = {"population.share_under_25": 0.0, "population.share_minor": 0.0}
    scenario = GERMANY.replace(changes, allow_outside_range=True)
    offices = office_scenarios(scenario)
    assert_totals(scenario, offices)
    assert offices[0].fte[0] / 9877.5 == pytest.approx(offices[0].size / 3_899_000, rel=1e-3)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"population.size": 300},
            "offices.spread.size_decile_ratio: leaves an office without anybody when 300 persons "
            "are divided among 404 offices",
        ),
        (
            {"offices.spread.under_25_decile_ratio": 900.0},
            "offices.spread.under_25_decile_ratio: gives an office more persons under 25 than it "
            "has persons",
        ),
    ],
)
def test_what_cannot_be_divided_is_refused(changes: dict[str, object], expected: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        GERMANY.replace(changes, allow_outside_range=True)
    assert str(refused.value) == expected
