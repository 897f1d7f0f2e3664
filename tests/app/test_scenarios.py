"""``koopsim scenarios``."""

from __future__ import annotations

import json

import pytest
from koopsim.scenarios import assumption_ledger, load_scenario, scenario_names


@pytest.mark.parametrize("width", [25, 80, 140])
def test_the_library_is_listed(cli, width):
    result = cli("scenarios", width=width)
    assert result.exit_code == 0
    assert all(name in result.stdout for name in scenario_names())


def test_the_library_as_json(cli):
    content = json.loads(cli("scenarios", "--json").stdout)
    assert [item["name"] for item in content] == list(scenario_names())
    assert all(item["question"]["de"] for item in content)


@pytest.mark.parametrize("width", [60, 80, 140])
def test_every_number_with_grade_and_source(cli, width):
    result = cli("scenarios", "baseline", width=width)
    assert result.exit_code == 0
    ledger = assumption_ledger(load_scenario("baseline"))
    for row in ledger.rows:
        assert row.path.partition(".")[2] in result.stdout
    shown = " ".join(result.stdout.split())
    counts = ", ".join(f"{count} {grade}" for grade, count in ledger.counts.items())
    assert shown.endswith(f"origin of the numbers: {counts}")


def test_one_scenario_as_json(cli):
    content = json.loads(cli("scenarios", "baseline", "--json").stdout)
    size = next(item for item in content["parameters"] if item["path"] == "population.size")
    assert (size["value"], size["unit"], size["range"]) == (9650, "persons", [9400, 9900])
    assert size["grade"] == "statistic"
    assert size["source"]
    assert sum(content["counts"].values()) == len(content["parameters"])


def test_a_file_of_ones_own(cli, tmp_path):
    path = tmp_path / "mine.yaml"
    text = json.dumps({"de": "Meins", "en": "Mine"})
    path.write_text(
        f"name: mine\ntitle: {text}\nquestion: {text}\ndescription: {text}\nextends: small\n",
        encoding="utf-8",
    )
    result = cli("scenarios", str(path))
    assert result.exit_code == 0
    assert "mine: Mine" in result.stdout
    assert "changes the scenario small" in " ".join(result.stdout.split())


def test_a_wrong_file_names_line_and_field(cli, tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text("name: wrong\nextends: small\npopulatoin: {}\n", encoding="utf-8")
    result = cli("scenarios", str(path))
    assert result.exit_code == 2
    assert "wrong.yaml:3" in result.stderr
    assert "population" in result.stderr


def test_unknown_name(cli):
    result = cli("scenarios", "smal")
    assert result.exit_code == 2
    assert "did you mean 'small'?" in result.stderr


def test_schema(cli):
    assert "ScenarioChanged" in json.loads(cli("scenarios", "--schema").stdout)["$defs"]


@pytest.mark.parametrize("width", [40, 80, 140])
@pytest.mark.parametrize(("lang", "total"), [("en", "3,899,000"), ("de", "3.899.000")])
def test_germany_shows_how_its_offices_differ(cli, width, lang, total):
    result = cli("scenarios", "germany", "--lang", lang, width=width)
    assert result.exit_code == 0
    shown = " ".join(result.stdout.split())
    assert f"404 {'offices, together' if lang == 'en' else 'Jobcenter, zusammen'} {total}" in shown
    assert all(
        name in shown for name in ("median", "75", "151") if lang == "en" or name != "median"
    )


def test_offices_as_json(cli):
    content = json.loads(cli("scenarios", "germany", "--json").stdout)
    offices = content["offices"]
    assert [office["number"] for office in offices] == list(range(404))
    assert sum(office["size"] for office in offices) == 3_899_000
    assert {"label", "share_under_25", "fte_under_25", "fte_from_25", "land"} < set(offices[0])
    assert json.loads(cli("scenarios", "baseline", "--json").stdout)["offices"] is None


def test_few_offices_are_shown_one_by_one(cli, tmp_path):
    (tmp_path / "offices.csv").write_text("name,size\n[red]A[/red],30\nB,70\n", encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(
        "name: mine\nextends: small\ntitle: {de: M, en: M}\n"
        "offices: {table: {grade: statistic, source: own count, file: offices.csv}}\n",
        encoding="utf-8",
    )
    result = cli("scenarios", str(path), width=100)
    assert result.exit_code == 0
    assert "[red]A[/red]" in result.stdout
    assert "2 offices, together 100 persons" in result.stdout
