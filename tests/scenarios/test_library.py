"""The scenario library: complete, sourced, and in line with the schema for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from koopsim import scenarios
from koopsim.scenarios import (
    Grade,
    assumption_ledger,
    load_scenario,
    scenario_json_schema,
    scenario_names,
)
from koopsim.scenarios.schema_json import scenario_json_schema_text
from koopsim.scenarios.yaml_reader import read_document

FOLDER = Path(__file__).parents[2] / "scenarios"
NAMES = (
    "baseline",
    "case-management",
    "germany",
    "legacy-2023",
    "more-no-shows",
    "small",
    "staff-turnover",
    "stress-conciliation",
    "understaffed",
)


MORE_NUMBERS = {"germany": 5, "case-management": 1, "staff-turnover": 8}
"""How many numbers a scenario has more than the baseline."""

LEFT_OUT = ("staff.teams.case_management.fte", "staff.meeting_minutes_per_head")
"""What the baseline does without; samples of its ranges must not bring it in."""


def raw(name: str) -> Any:
    """Return what a library file says, without its bases."""
    root = read_document(name, (FOLDER / "library" / f"{name}.yaml").read_bytes()).root
    assert root is not None
    return root.plain()


def test_the_library_is_what_we_think_it_is() -> None:
    assert scenario_names() == NAMES


def test_every_public_name_exists() -> None:
    assert len(set(scenarios.__all__)) == len(scenarios.__all__) == 13
    assert all(getattr(scenarios, name).__doc__ for name in scenarios.__all__)


@pytest.mark.parametrize("name", NAMES)
def test_a_library_scenario_loads_and_names_itself(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.name == name
    assert scenario.counterfactual is (name == "stress-conciliation")
    assert len(dict(scenario.parameters())) == 118 + MORE_NUMBERS.get(name, 0)


@pytest.mark.parametrize("name", NAMES)
def test_a_library_file_begins_with_its_schema_and_introduces_itself(name: str) -> None:
    text = (FOLDER / "library" / f"{name}.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../scenario.schema.json\n")
    assert max(map(len, text.splitlines())) <= 100
    assert {"name", "title", "question", "description"} <= set(raw(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_number_has_an_origin_of_its_own(name: str) -> None:
    for row in assumption_ledger(load_scenario(name)).rows:
        assert len(row.source) > 20, row.path
        assert not row.source.startswith("changed in scenario"), f"{row.path} gives no source"
        assert ".md" not in row.source


def test_assumptions_of_the_baseline_say_why() -> None:
    for row in assumption_ledger(load_scenario("baseline")).of_grade(Grade.ASSUMPTION):
        assert len(row.source) > len("Own assumption; no figure is published. "), row.path
        left_out = row.path in LEFT_OUT and row.value == row.low == row.high == 0
        assert left_out or row.low < row.high, f"{row.path} is an assumption without a range"


def test_the_staff_of_the_baseline_follows_the_planning_ratio() -> None:
    for name, part in (
        ("baseline", 1.0),
        ("germany", 1.0),
        ("small", 1.0),
        ("understaffed", 0.75),
    ):
        scenario = load_scenario(name)
        size = scenario.population.size.value
        young = size * scenario.population.share_under_25.value
        teams = scenario.staff.teams
        assert teams.under_25.fte.value == pytest.approx(part * young / 75, abs=0.06)
        assert teams.from_25.fte.value == pytest.approx(part * (size - young) / 150, abs=0.06)


def test_a_team_for_case_management_moves_staff_and_adds_none() -> None:
    moved, base = (load_scenario(n).staff.teams for n in ("case-management", "baseline"))
    share = load_scenario("baseline").population.share_vulnerable.value
    for name in ("under_25", "from_25"):
        whole, rest = (getattr(teams, name).fte.value for teams in (base, moved))
        assert rest == pytest.approx((1 - share) * whole, abs=0.06)
    together = [sum(getattr(t, n).fte.value for n in type(t).model_fields) for t in (moved, base)]
    assert together[0] == pytest.approx(together[1], abs=1e-9)


def test_who_leaves_is_replaced_and_absence_keeps_its_mean() -> None:
    staff = load_scenario("staff-turnover").staff
    assert sum(change.fte.value for change in staff.changes) == 0
    assert sum(staff.absence_by_month.values()) == pytest.approx(12, abs=1e-9)
    first = assumption_ledger(load_scenario("staff-turnover"))
    row = next(row for row in first.rows if row.path == "staff.changes.0.fte")
    assert row.source.startswith("From 2024-04-01, team from_25. Own assumption")


def test_the_ledger_counts_what_it_lists() -> None:
    ledger = assumption_ledger(load_scenario("baseline"))
    assert sum(ledger.counts.values()) == len(ledger.rows) == 118
    assert [row.path for row in ledger.rows] == sorted(row.path for row in ledger.rows)
    assert all(len(ledger.of_grade(grade)) == ledger.counts[grade] for grade in Grade)
    size = next(row for row in ledger.rows if row.path == "population.size")
    assert (size.value, size.unit, size.low, size.high) == (9650, "persons", 9400, 9900)


def test_the_schema_file_is_up_to_date() -> None:
    text = (FOLDER / "scenario.schema.json").read_text(encoding="utf-8")
    if text != scenario_json_schema_text():
        assert json.loads(text) == scenario_json_schema(), "renew it: see scenarios/schema_json.py"


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_accepts_the_library(name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(scenario_json_schema())
    jsonschema.validate(raw(name), scenario_json_schema())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("months",), 0),
        (("monhts",), 12),
        (("minutes", "update", "value"), -1),
        (("minutes", "update", "unit"), "hours"),
        (("minutes", "update", "grade"), "guess"),
        (("minutes", "update"), 20),
        (("attendance", "no_show", "first", "value"), 1.2),
        (("title",), {"de": "nur deutsch"}),
    ],
)
@pytest.mark.parametrize("name", ["baseline", "small"])
def test_the_schema_refuses_mistakes(name: str, path: tuple[str, ...], value: object) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    data = group = raw(name)
    for key in path[:-1]:
        group = group.setdefault(key, {})
    group[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, scenario_json_schema())


def test_the_schema_wants_a_file_without_base_to_be_complete() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    data = raw("small")
    del data["extends"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, scenario_json_schema())
