"""``koopsim uncertainty`` and ``koopsim calibrate``: small runs, and sentences for wrong input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from koopsim.scenarios import load_scenario

from .conftest import Cli

QUICK = ("--only", "attendance", "--points", "20", "--trajectories", "2", "--months", "1")


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    """A scenario of 60 persons and two months, so that runs take no time."""
    path = tmp_path / "tiny.yaml"
    path.write_text(
        "name: tiny\nextends: small\ntitle: {de: Winzig, en: Tiny}\nwarm_up_months: 1\nmonths: 2\n"
        "population:\n  size: {value: 60, range: [50, 70]}\n"
        "staff:\n  teams:\n    under_25: {fte: {value: 0.4, range: [0.2, 0.6]}}\n"
        "    from_25: {fte: {value: 0.8, range: [0.4, 1.2]}}\n",
        encoding="utf-8",
    )
    return str(path)


def test_a_small_study_prints_and_writes(cli: Cli, tiny: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ("--outcome", "talks", "--lang", "de", "--out", str(out), "--workers", "1")
    done = cli("uncertainty", tiny, *QUICK, *arguments)
    assert done.exit_code == 0, done.output
    assert "Wie sicher ist die Vorausschau" in done.stdout
    assert "Aus den Annahmen kommen" in " ".join(done.stdout.split())
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "Alle Zahlen des Szenarios und ihre Herkunft" in page
    assert sorted(path.name for path in out.iterdir()) == ["report.html"]


@pytest.mark.slow
def test_json_is_the_same_on_any_number_of_workers(cli: Cli, tiny: str) -> None:
    arguments = ("--outcome", "talks", "--json", "--no-report")
    one = cli("uncertainty", tiny, *QUICK, *arguments, "--workers", "1")
    assert one.exit_code == 0, one.output
    content = json.loads(one.stdout)
    assert content["runs"] == 20 + 2 * 7 + 20 * 2
    assert len(content["parameters"]) == 6
    assert set(content["outcomes"]["talks"]) >= {"variance", "screening", "sobol", "information"}
    two = cli("uncertainty", tiny, *QUICK, *arguments, "--workers", "2")
    assert two.stdout == one.stdout


def test_a_small_fit_writes_a_scenario_that_loads(cli: Cli, tiny: str, tmp_path: Path) -> None:
    data, out = tmp_path / "totals.csv", tmp_path / "out"
    data.write_text("period,indicator,value\n2024-01,no_shows,8\n2024-02,no_shows,8\n")
    path = "attendance.no_show.follow_up"
    arguments = ("--data", str(data), "--fit", path, "--out", str(out), "--workers", "1")
    done = cli("calibrate", tiny, *arguments, "--points", "16")
    assert done.exit_code == 0, done.output
    assert "Fitted numbers" in done.stdout
    fitted = load_scenario(out / "fitted.yaml")
    assert fitted.values()[path] != load_scenario(tiny).values()[path]
    assert fitted.population.size.value == 60
    assert sorted(each.name for each in out.iterdir()) == ["fitted.yaml", "report.html"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere",), "no scenario 'nowhere'"),
        (("germany",), "many offices"),
        (("baseline", "--outcome", "talk"), "did you mean 'talks'"),
        (("baseline", "--team", "young"), "team 'young'"),
        (("baseline", "--fix", "stafff"), "did you mean staff"),
        (("baseline", "--points", "3"), "8 to 4096"),
        (("baseline", "--sampling", "sobol"), "latin-hypercube"),
        (("baseline", "--decision", "staff", "--target", "1.5"), "target"),
        (("baseline", "--decision", "staff", "--option", "1"), "two or more"),
        (("baseline", "--no-report", "--format", "pdf"), "not both"),
    ],
)
def test_wrong_questions_end_with_a_sentence(
    cli: Cli, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = cli("uncertainty", *arguments, "--out", str(tmp_path / "out"))
    assert done.exit_code == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("content", "fit", "words"),
    [
        ("period,indicator,value\n2024,talk,5\n", "attendance.no_show", "row 2: 'talk'"),
        ("period,indicator,value\n2031,talks,5\n", "attendance.no_show", "2031 is not simulated"),
        ("period,indicator,value\n2024,talks,5\n", "attendence", "did you mean attendance"),
        ("period,indicator,value\n2024,talks,-5\n", "attendance.no_show", "negative"),
    ],
)
def test_wrong_totals_end_with_a_sentence_and_leave_nothing(
    cli: Cli, tmp_path: Path, content: str, fit: str, words: str
) -> None:
    data = tmp_path / "totals.csv"
    data.write_text(content)
    out = tmp_path / "out"
    done = cli("calibrate", "baseline", "--data", str(data), "--fit", fit, "--out", str(out))
    assert done.exit_code == 2
    assert words in done.stderr
    assert not out.exists()
