"""``koopsim audit``, ``conform``, ``export-log`` and ``groups`` as a user calls them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from .conftest import Cli

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "outside-log.csv"
MAPPING = EXAMPLE.with_name("outside-log-mapping.yaml")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small run on disk."""
    from koopsim.scenarios import load_scenario
    from koopsim.simulation import simulate
    from koopsim.simulation.result_files import write_files

    scenario = load_scenario("small").replace(
        {"population.size": 400, "months": 2, "warm_up_months": 0}
    )
    target = tmp_path_factory.mktemp("run")
    write_files(simulate(scenario, seed=5, engine="simpy", workers=1), target)
    return target


def test_conform_finds_a_run_sound(cli: Cli, folder: Path, tmp_path: Path) -> None:
    done = cli("conform", str(folder), "--out", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    assert "100.00%" in done.output
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {
        "conformance.html",
        "deviations.csv",
        "cases.csv",
        "months.csv",
        "problems.csv",
    }


def test_the_example_log_shows_what_can_be_found(cli: Cli) -> None:
    done = cli("conform", str(EXAMPLE), "--mapping", str(MAPPING), "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    rows = found["rows"]
    assert rows["read"] == rows["used"] + rows["left_out"]
    assert rows["left_out"] == 3
    assert {row["rules"].split(",")[0] for row in found["deviations"]} == {"15.6", "15.53", "15.57"}
    assert "15.65" in {row["rule"] for row in found["rules"]}


def test_conform_ends_with_one_if_too_few_events_fit(cli: Cli, folder: Path) -> None:
    arguments = (str(EXAMPLE), "--mapping", str(MAPPING), "--quiet")
    assert cli("conform", *arguments, "--at-least", "0.99").exit_code == 1
    assert cli("conform", *arguments, "--at-least", "0.5").exit_code == 0


def test_events_are_listed(cli: Cli) -> None:
    done = cli("conform", "--events")
    assert done.exit_code == 0
    assert "breach_reduction_decided" in done.output


@pytest.mark.parametrize("language", ["de", pytest.param("en", marks=pytest.mark.slow)])
def test_audit_answers_and_names_what_it_cannot(
    cli: Cli, folder: Path, tmp_path: Path, language: str
) -> None:
    out = tmp_path / "out"
    arguments = ("audit", str(folder), "--sample", "5", "--lang", language, "--out", str(out))
    done = cli(*arguments, width=160)
    assert done.exit_code == 0, done.output
    text = {"de": "von Menschen zu beantworten", "en": "to be answered by people"}[language]
    assert done.output.count(text) == 5
    sheet = list(csv.DictReader((out / "sample.csv").read_text(encoding="utf-8").splitlines()))
    assert len(sheet) == 2 * 2 * 5
    again = cli(*arguments[:4], "--answers", str(out / "sample.csv"), "--quiet", width=160)
    assert again.exit_code == 0, again.output


def test_audit_as_json(cli: Cli, folder: Path) -> None:
    done = cli("audit", str(folder), "--json", "--seed", "3")
    found = json.loads(done.stdout)
    assert [question["answer"] is None for question in found["questions"]] == [True] * 5 + [False]
    assert found["seed"] == 3
    assert found["conformance"]["fitness"] == 1


def test_an_exported_log_is_read_again(cli: Cli, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    done = cli("export-log", str(folder), str(path), "--separator", ";", "--cases", "20")
    assert done.exit_code == 0, done.output
    again = cli("conform", str(path), "--json")
    found = json.loads(again.stdout)
    assert found["cases"] == 20
    assert found["fitness"] == 1


def test_groups_of_a_folder_and_of_a_scenario(cli: Cli, folder: Path, tmp_path: Path) -> None:
    done = cli("groups", str(folder), "--out", str(tmp_path / "out"), width=160)
    assert done.exit_code == 0, done.output
    assert "minors" in done.output
    assert (tmp_path / "out" / "groups.csv").read_text(encoding="utf-8").startswith("replication,")
    one = ("--months", "1", "--replications", "1", "--workers", "1", "--lang", "de", "--json")
    found = json.loads(cli("groups", "small", *one).stdout)
    assert {row["violated"] for row in found["safeguards"]} == {0}


WRONG = {
    ("conform", "nothing.csv"): "there is no log",
    ("audit", str(EXAMPLE), "--mapping", "nothing.yaml"): "cannot read the mapping file",
    ("conform", str(EXAMPLE)): "no column for",
    ("audit", str(EXAMPLE), "--formats", "docx"): "no format 'docx'",
    ("groups", "small", "--formats", "docx"): "no format 'docx'",
    ("audit", str(EXAMPLE), "--sample", "0"): "--sample",
    ("groups", "nothing"): "nothing",
    ("export-log", str(EXAMPLE), "log.csv", "--separator", ";;"): "one character",
}


@pytest.mark.parametrize("arguments", WRONG, ids=lambda a: " ".join(a)[:40])
def test_bad_input_is_a_sentence_and_exit_code_two(cli: Cli, arguments: tuple[str, ...]) -> None:
    done = cli(*arguments)
    assert done.exit_code == 2
    assert WRONG[arguments] in done.output
    assert "Traceback" not in done.output
