"""The whole scenario: paths, replacing, digest, contradictions."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from koopsim.model.errors import ScenarioError
from koopsim.scenarios import Grade, Scenario, load_scenario
from koopsim.scenarios.parameter import Parameter
from pydantic import BaseModel, ValidationError

UNDER_25 = "staff.teams.under_25.fte"


@pytest.fixture(scope="module")
def baseline() -> Scenario:
    """Return the baseline, which is frozen."""
    return load_scenario("baseline")


def models(model: type[BaseModel]) -> set[type[BaseModel]]:
    """Return a model and all models within it."""
    found = {model}
    for field in model.model_fields.values():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= models(inner)
    return found


def test_every_model_is_closed_frozen_and_described() -> None:
    for model in models(Scenario):
        assert model.model_config["extra"] == "forbid"
        assert model.model_config["frozen"] is True
        for name, field in model.model_fields.items():
            described = issubclass(model, Parameter) or field.description
            assert described, f"{model.__name__}.{name} has no description"


def test_every_parameter_says_its_unit_in_its_description(baseline: Scenario) -> None:
    for path, parameter in baseline.parameters():
        group: Any = baseline
        *parents, name = path.split(".")
        for parent in parents:
            group = getattr(group, parent)
        description = type(group).model_fields[name].description
        assert f"[{parameter.unit}]" in description, path


def test_parameters_are_found_by_their_paths(baseline: Scenario) -> None:
    found = dict(baseline.parameters())
    assert len(found) == 118
    assert found["attendance.no_show.first"] is baseline.attendance.no_show.first
    assert found["minutes.update"].value == baseline.minutes.update.value
    assert baseline.values()[UNDER_25] == 24.4


def test_replace_makes_a_new_scenario(baseline: Scenario) -> None:
    changed = baseline.replace({UNDER_25: 20.0, "months": 6})
    fte = changed.staff.teams.under_25.fte
    assert (fte.value, fte.grade, changed.months) == (20.0, Grade.ASSUMPTION, 6)
    assert fte.source.startswith("set by the caller; base: Planning ratio 1:75")
    assert baseline.staff.teams.under_25.fte.value == 24.4
    again = changed.replace({UNDER_25: 21.0}).staff.teams.under_25.fte
    assert again.source == fte.source


def test_replace_takes_settings_dates_and_numbers_of_array_libraries(baseline: Scenario) -> None:
    numpy = pytest.importorskip("numpy")
    changed = baseline.replace({"minutes.update": numpy.int64(25), "start": "2024-02-29"})
    assert type(changed.minutes.update.value) is int
    assert changed.start == datetime.date(2024, 2, 29)
    assert baseline.replace({"start": datetime.date(2025, 1, 1)}).start.year == 2025
    assert baseline.replace({"title": baseline.title}) == baseline


def test_replacing_by_the_same_value_changes_nothing(baseline: Scenario) -> None:
    assert baseline.replace(baseline.values()) == baseline


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {UNDER_25: 100.0},
            "staff.teams.under_25.fte: 100.0 lies outside the range [12.0, 32.0]; "
            "pass allow_outside_range=True if this is meant",
        ),
        (
            {"staff.teams.under25.fte": 10.0},
            "staff.teams.under25.fte: is not a parameter of a scenario; "
            "did you mean 'staff.teams.under_25.fte'?",
        ),
        (
            {UNDER_25: True},
            "staff.teams.under_25.fte: true is not accepted; "
            "give a number of full-time equivalents from 0 to 1,000,000",
        ),
        (
            {"minutes.update": 20.5},
            "minutes.update: 20.5 is not accepted; give a whole number of minutes from 0 to 10,000",
        ),
        ({"minutes.update": "20"}, "minutes.update: the text '20' is not accepted; give a whole"),
        ({"land": "XX"}, "land: the text 'XX' is not accepted; give 'BB', 'BE'"),
        ({"months": 0}, "months: 0 is not accepted; give 1 or more"),
        ({"months": 601}, "months: 601 is not accepted; give 600 or less"),
        ({"warm_up_months": 121}, "warm_up_months: 121 is not accepted; give 120 or less"),
        ({"start": "2024-02-30"}, "start: the text '2024-02-30' is not accepted; give a day"),
        ({"start": "20240101"}, "start: the text '20240101' is not accepted; give a day"),
        ({"name": "Büro 7"}, "name: the text 'Büro 7' is not accepted; give a name of small"),
        ({"extends": "small"}, "extends: is not a parameter of a scenario"),
    ],
)
def test_replace_says_what_it_does_not_accept(
    baseline: Scenario, changes: dict[str, Any], expected: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        baseline.replace(changes)
    assert str(caught.value).startswith(expected)


def test_replace_lists_all_problems(baseline: Scenario) -> None:
    with pytest.raises(ScenarioError) as caught:
        baseline.replace({UNDER_25: 100.0, "minutes.update": -1})
    assert str(caught.value).splitlines() == [
        "scenario baseline has 2 problems:",
        "  minutes.update: -1 is not accepted; give a whole number of minutes from 0 to 10,000",
        "  staff.teams.under_25.fte: 100.0 lies outside the range [12.0, 32.0]; "
        "pass allow_outside_range=True if this is meant",
    ]


def test_the_range_can_be_left_but_not_the_unit(baseline: Scenario) -> None:
    wide = baseline.replace({UNDER_25: 100.0}, allow_outside_range=True)
    assert wide.staff.teams.under_25.fte.range == (12.0, 100.0)
    for value in (-1.0, 1e300, float("nan"), float("inf"), 10**400):
        with pytest.raises(ScenarioError, match="is not accepted"):
            baseline.replace({UNDER_25: value}, allow_outside_range=True)


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        (
            {"population.share_minor": 0.3},
            "population.share_minor",
            "0.3 is larger than share_under_25 (0.19)",
        ),
        (
            {"population.share_with_plan": 0.9, "population.share_not_agreed": 0.2},
            "population.share_with_plan",
            "add up to 1.1",
        ),
        ({"flows.ground_share": 0.99}, "flows.ground_share", "add up to 1.057"),
    ],
)
def test_values_that_contradict_one_another_are_refused(
    baseline: Scenario, changes: dict[str, float], field: str, text: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        baseline.replace(changes, allow_outside_range=True)
    assert str(caught.value).startswith(f"{field}: ")
    assert text in str(caught.value)


def test_the_digest_follows_what_drives_a_simulation(baseline: Scenario) -> None:
    assert len(baseline.digest) == 64
    assert load_scenario("baseline").digest == baseline.digest
    assert baseline.replace({"name": "other"}).digest == baseline.digest
    assert baseline.replace({"months": 25}).digest != baseline.digest
    assert baseline.replace({"land": "BY"}).digest != baseline.digest
    assert baseline.replace({"minutes.update": 21}).digest != baseline.digest
    zero = baseline.replace({"population.share_not_agreed": 0.0})
    minus = baseline.replace({"population.share_not_agreed": -0.0})
    assert zero.digest == minus.digest


def test_a_scenario_cannot_be_changed(baseline: Scenario) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        baseline.months = 3  # type: ignore[misc,unused-ignore]


def test_texts_are_read_by_language(baseline: Scenario) -> None:
    assert baseline.title["de"] == "Mittleres Jobcenter"
    assert baseline.title["en"] == "Mean Jobcenter"
    with pytest.raises(KeyError):
        baseline.title["fr"]  # type: ignore[index]
