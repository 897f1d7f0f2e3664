"""``koopsim warm-up``, ``compare``, ``sweep`` and ``run --precision``: output, files, errors."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from koopsim.analysis.comparison import Comparison, compare
from koopsim.analysis.sweep import Sweep, sweep
from koopsim.analysis.varying import parse_vary
from koopsim.analysis.warm_up import WarmUpCheck, check_warm_up
from koopsim.app.compare import print_comparison
from koopsim.app.sweep import print_sweep
from koopsim.app.warm_up import print_check
from koopsim.scenarios import load_scenario
from koopsim.simulation import Replicator, simulate

TINY = """\
name: {name}
extends: small
title: {{de: "{name}", en: "{name}"}}
question: {{de: Frage?, en: Question?}}
description: {{de: Klein., en: Tiny.}}
months: 2
warm_up_months: 1
population: {{size: {{value: 60, range: [50, 200]}}}}
staff:
  teams:
    under_25: {{fte: {{value: 0.4, range: [0.2, 1.0]}}}}
    from_25: {{fte: {{value: 0.8, range: [0.4, 1.6]}}}}
attendance: {{no_show: {{first: {{value: {first}}}}}}}
"""


@pytest.fixture
def scenarios(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, first in (("tiny", 0.3), ("missed", 0.5)):
        text = TINY.format(name=name, first=first)
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


ONE = ("--workers", "1")
COMPARE = ("compare", "tiny.yaml", "missed.yaml", "--replications", "3", *ONE)
SWEEP = ("sweep", "tiny.yaml", "--vary", "no_show.first=0.2,0.4", "--replications", "2", *ONE)


def test_compare(cli, scenarios):
    done = cli(*COMPARE, "--lang", "de", "--format", "html", "--format", "xlsx", width=140)
    assert done.exit_code == 0, done.stderr
    assert "missed gegen tiny" in done.stdout and "versäumte Termine" in done.stdout
    folder = scenarios / "results" / "tiny-vs-missed"
    assert done.stdout.rstrip().splitlines()[-1].endswith("results/tiny-vs-missed")
    assert files(folder) == {
        "comparison.csv",
        "values.parquet",
        "report.html",
        "report.xlsx",
        "tiny/months.parquet",
        "missed/months.parquet",
    }
    alone = simulate(load_scenario("tiny.yaml"), replications=3, seed=1, workers=1).months
    pd.testing.assert_frame_equal(pd.read_parquet(folder / "tiny" / "months.parquet"), alone)
    values = pd.read_parquet(folder / "values.parquet")
    assert len(values) == 6 and set(values["scenario"]) == {"tiny", "missed"}
    with (folder / "comparison.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 11


def test_compare_as_json_writes_nothing(cli, scenarios):
    done = cli(*COMPARE, "--json", "--indicator", "no_show_share", "--indicator", "talks")
    assert done.exit_code == 0, done.stderr
    content = json.loads(done.stdout)
    assert [row["indicator"] for row in content["differences"]] == ["no_show_share", "talks"]
    assert content["replications"] == 3
    assert not (scenarios / "results").exists()


@pytest.fixture(scope="module")
def known() -> tuple[Comparison, Sweep, WarmUpCheck]:
    """A comparison, a sweep and a warm-up check without long simulations."""
    tiny = load_scenario("small").replace(
        {"population.size": 60, "months": 1, "warm_up_months": 0}, allow_outside_range=True
    )
    other = tiny.replace({"name": "more-no-shows", "attendance.no_show.first": 0.5})
    axes = [parse_vary("no_show.first=0.2,0.4", tiny), parse_vary("staff.fte=80%,120%", tiny)]
    with Replicator(seed=1, workers=1, engine="simpy") as runs:
        comparison = compare(tiny, [other], runs, seed=1, replications=2)
        swept = sweep(tiny, axes, runs, seed=1, replications=2, indicators=["talks", "backlog"])
        check = check_warm_up(tiny, runs, seed=1, replications=2)
    return comparison, swept, check


@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.parametrize("language", ["de", "en"])
def test_tables_fit_the_terminal(known, capsys, monkeypatch, width, language):
    monkeypatch.setenv("COLUMNS", str(width))
    comparison, swept, check = known
    print_comparison(comparison, language)
    print_sweep(swept, language)
    print_check(check, language)
    shown = capsys.readouterr().out
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= width
    assert "…" not in shown
    titles = [*comparison.measures, *swept.measures, *(item.series for item in check.checks)]
    words = re.sub(r"\s", "", shown)
    assert all(re.sub(r"\s", "", item.title[language]) in words for item in titles) or width < 140
    assert {"de": "klar", "en": "clear"}[language] in shown


def test_sweep(cli, scenarios):
    done = cli(
        *SWEEP, "--vary", "staff.fte=80%:120%:2", "--format", "pdf", "--out", "out", width=140
    )
    assert done.exit_code == 0, done.stderr
    assert "1.2 *" in done.stdout and "* unchanged scenario" in done.stdout
    assert files(scenarios / "out") == {"sweep.csv", "sweep.parquet", "report.pdf"}
    table = pd.read_parquet(scenarios / "out" / "sweep.parquet")
    assert len(table) == 4 * 7
    assert sorted(set(table["staff.teams.*.fte"])) == [0.96, 1.44]
    written = pd.read_csv(scenarios / "out" / "sweep.csv")
    pd.testing.assert_frame_equal(written, table, check_dtype=False)


def test_sweep_as_json(cli, scenarios):
    done = cli(*SWEEP, "--json", "--indicator", "talks", "--quiet")
    content = json.loads(done.stdout)
    assert [row["attendance.no_show.first"] for row in content["points"]] == [0.2, 0.4]
    assert content["axes"][0]["base"] == 0.3
    assert content["unchanged"][0]["difference"] == 0.0


def test_warm_up(cli, scenarios):
    done = cli("warm-up", "tiny.yaml", "--replications", "2", *ONE, "--out", "out", "--json")
    assert done.exit_code == 0, done.stderr
    content = json.loads(done.stdout)
    assert len(content["series"]) == 17 and content["warm_up_months"] == 1
    assert files(scenarios / "out") == {
        "warm-up.csv",
        "report.html",
        "figures/warm-up.svg",
        "figures/warm-up.png",
    }


def test_a_run_to_a_precision_is_the_run_with_that_many_replications(cli, scenarios):
    common = ("run", "tiny.yaml", "--no-report", "--quiet", *ONE)
    done = cli(*common, "--precision", "5%", "--indicator", "talks", "--out", "a")
    assert done.exit_code == 0, done.stderr
    first = done.stdout.splitlines()[0]
    assert first.startswith("talks: ") and "an error of at most 5.0%" in first
    count = json.loads(Path("a/manifest.json").read_text(encoding="utf-8"))["replications"]
    assert 10 <= count <= 100 and f"after {count} runs" in first
    assert cli(*common, "--replications", str(count), "--out", "b").exit_code == 0
    for name in ("months.parquet", "events.parquet", "manifest.json"):
        assert Path("a", name).read_bytes() == Path("b", name).read_bytes()


def test_a_precision_that_is_not_reached_is_said(cli, scenarios):
    done = cli(
        *("run", "tiny.yaml", "--no-report", "--quiet", *ONE, "--precision", "0.1%"),
        *("--indicator", "no_show_share", "--at-most", "11"),
    )
    assert done.exit_code == 0
    assert "after 11 runs, the most allowed" in done.stderr
    assert "--at-most" in done.stderr


@pytest.mark.parametrize(
    ("command", "text"),
    [
        (("compare", "tiny.yaml"), "at least one scenario"),
        (("compare", "tiny.yaml", "tiny.yaml"), "called 'tiny'"),
        (("compare", "tiny.yaml", "small"), "only the same months"),
        (("compare", "tiny.yaml", "none"), "no scenario 'none'"),
        ((*COMPARE, "--indicator", "talk"), "did you mean 'talks'"),
        ((*COMPARE, "--precision", "x"), "not accepted as precision"),
        ((*COMPARE, "--team", "x"), "team 'x'"),
        ((*COMPARE, "--format", "doc"), "--format"),
        (("sweep", "tiny.yaml"), "--vary"),
        (("sweep", "tiny.yaml", "--vary", "x"), "write PATH=LOW:HIGH:COUNT"),
        (("sweep", "tiny.yaml", "--vary", "no_show=1,2"), "attendance.no_show.first"),
        (("sweep", "tiny.yaml", "--vary", "no_show.first=0.1,0.2"), "--allow-outside-range"),
        (("sweep", "tiny.yaml", "--vary", "share_minor=0.5", "--allow-outside-range"), "share"),
        (("warm-up", "none"), "no scenario 'none'"),
        (("warm-up", "germany"), "Check one of its offices"),
        (("warm-up", "tiny.yaml", "--tolerance", "0"), "not accepted"),
        (("run", "tiny.yaml", "--precision", "2"), "not accepted as precision"),
        (("run", "tiny.yaml", "--precision", "2%", "--at-most", "5"), "--at-most 5 is below"),
        (("run", "tiny.yaml", "--precision", "2%", "--indicator", "x"), "Unknown indicator"),
    ],
)
def test_wrong_input_is_one_sentence_and_leaves_nothing(cli, scenarios, command, text):
    before = files(scenarios)
    done = cli(*command)
    assert done.exit_code == 2
    assert text in done.stderr
    assert "Traceback" not in done.stderr
    assert files(scenarios) == before


def test_a_file_in_place_of_the_folder_and_a_full_disk(cli, scenarios, monkeypatch):
    Path("out").write_text("mine", encoding="utf-8")
    done = cli(*SWEEP, "--out", "out")
    assert done.exit_code == 2 and "is a file" in done.stderr
    assert Path("out").read_text(encoding="utf-8") == "mine"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("koopsim.app.sweep.write_table", full)
    done = cli(*SWEEP, "--out", "other")
    assert done.exit_code == 2 and "No space left on device" in done.stderr
    assert not Path("other").exists()
