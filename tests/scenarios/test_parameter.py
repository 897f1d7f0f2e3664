"""One number with its origin: bounds, units, grades."""

from __future__ import annotations

from typing import Any

import pytest
from koopsim.scenarios import Grade, Parameter
from koopsim.scenarios.parameter import (
    Days,
    FullTimeEquivalents,
    MeanMonths,
    Minutes,
    Months,
    Persons,
    Probability,
    Share,
    Switch,
)
from pydantic import ValidationError


def leaf(**changes: Any) -> dict[str, Any]:
    """Return the data of a good probability, changed."""
    good: dict[str, Any] = {
        "value": 0.3,
        "unit": "probability",
        "range": [0.1, 0.5],
        "grade": "assumption",
        "source": "chosen for a test",
    }
    return {**good, **changes}


def test_a_parameter_knows_value_range_grade_and_source() -> None:
    parameter = Probability.model_validate(leaf(note="only a test"))
    assert (parameter.value, parameter.low, parameter.high) == (0.3, 0.1, 0.5)
    assert parameter.grade is Grade.ASSUMPTION
    assert (parameter.source, parameter.note) == ("chosen for a test", "only a test")


def test_a_parameter_cannot_be_changed() -> None:
    parameter = Probability.model_validate(leaf())
    with pytest.raises(ValidationError, match="frozen"):
        parameter.value = 0.4  # type: ignore[misc,unused-ignore]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"value": 0.6}, "outside_range"),
        ({"value": 0.05}, "outside_range"),
        ({"range": [0.5, 0.1]}, "range_reversed"),
        ({"range": [0.1]}, "missing"),
        ({"range": [0.1, 0.5, 0.9]}, "too_long"),
        ({"range": [-0.1, 0.5]}, "greater_than_equal"),
        ({"range": [0.1, 1.5]}, "less_than_equal"),
        ({"value": 1.1, "range": [0.1, 1.0]}, "less_than_equal"),
        ({"value": True}, "float_type"),
        ({"value": "0.3"}, "float_type"),
        ({"value": None}, "float_type"),
        ({"value": float("nan")}, "finite_number"),
        ({"value": float("inf")}, "finite_number"),
        ({"unit": "share"}, "literal_error"),
        ({"grade": "guess"}, "enum"),
        ({"source": ""}, "string_too_short"),
        ({"source": "   "}, "string_too_short"),
        ({"note": " "}, "string_too_short"),
        ({"sorce": "x"}, "extra_forbidden"),
    ],
)
def test_a_wrong_parameter_is_refused(changes: dict[str, Any], kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Probability.model_validate(leaf(**changes))
    assert kind in {error["type"] for error in caught.value.errors()}


@pytest.mark.parametrize("missing", ["value", "unit", "range", "grade", "source"])
def test_nothing_but_the_note_may_be_missing(missing: str) -> None:
    data = leaf()
    del data[missing]
    with pytest.raises(ValidationError, match="Field required"):
        Probability.model_validate(data)


@pytest.mark.parametrize(
    ("kind", "unit", "accepted", "refused"),
    [
        (Probability, "probability", 1.0, 1.0001),
        (Share, "share", 0.0, -0.0001),
        (Persons, "persons", 1, 0),
        (Persons, "persons", 20_000_000, 20_000_001),
        (Days, "days", 0, -1),
        (Days, "days", 14, 14.5),
        (Months, "months", 1, 0),
        (MeanMonths, "months", 0.5, 0.0),
        (Minutes, "minutes", 0, -1),
        (Minutes, "minutes", 10_000, 10_001),
        (FullTimeEquivalents, "FTE", 0.0, -0.5),
        (Switch, "boolean", False, 0),
    ],
)
def test_each_unit_has_its_bounds(
    kind: type[Parameter], unit: str, accepted: Any, refused: Any
) -> None:
    good = leaf(value=accepted, unit=unit, range=[accepted, accepted])
    assert kind.model_validate(good).value == accepted
    with pytest.raises(ValidationError):
        kind.model_validate({**good, "value": refused})


def test_whole_kinds_say_so() -> None:
    assert Minutes.whole
    assert Persons.whole
    assert not FullTimeEquivalents.whole
    assert not Probability.whole
