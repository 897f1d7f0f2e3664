"""``koopsim run``: output, files, errors."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pytest
from koopsim.app.run_files import output_folder, write_report_files
from koopsim.app.run_summary import print_summary
from koopsim.model import RunError
from koopsim.simulation import SimulationResult, simulate
from rich.console import Console

SMALL = ("run", "small", "--months", "1", "--replications", "1", "--workers", "1")
LOG = {"cases.parquet", "events.parquet"}
COUNTS = {"daily_stock.parquet", "manifest.json", "manifest-run.json", "months.parquet"}
DATA = LOG | COUNTS


@pytest.fixture(scope="module")
def result() -> SimulationResult:
    return simulate("small", months=2, replications=2, seed=3, workers=1)


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_run_writes_everything_and_says_where(cli, tmp_path):
    folder = tmp_path / "out"
    done = cli(*SMALL, "--seed", "7", "--out", str(folder), "--lang", "de", width=200)
    assert done.exit_code == 0, done.stderr
    found = files(folder)
    assert {*DATA, "report.html"} <= found
    svg = {name for name in found if name.endswith(".svg")}
    png = {name for name in found if name.endswith(".png")}
    assert svg and {name[:-4] for name in svg} == {name[:-4] for name in png}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["seed"], manifest["replications"], manifest["months"]) == (7, 1, 1)
    assert len(pd.read_parquet(folder / "events.parquet")) > 100
    last = done.stdout.rstrip().splitlines()[-3:]
    assert last[0].startswith(f"Daten: {folder}")
    assert last[1] == f"Bericht: {folder / 'report.html'}"
    assert last[2].startswith("Regelwerk 2023-07-01 (gilt vom 2023-07-01 bis 2026-06-30)")
    assert "Vorausschau nach Monaten" in done.stdout


def test_quiet_without_report_in_the_default_folder(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = cli(*SMALL, "--quiet", "--no-report")
    assert done.exit_code == 0
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 2
    assert files(tmp_path / "results" / "small") == DATA


def test_without_events_nothing_about_single_persons_is_written(cli, tmp_path):
    done = cli(*SMALL, "--quiet", "--no-report", "--no-events", "--out", str(tmp_path))
    assert done.exit_code == 0
    assert files(tmp_path) == COUNTS


TWIN = """\
name: twin
extends: small
title: {de: Zwilling, en: Twin}
question: {de: Dasselbe?, en: The same?}
description: {de: Wie small., en: As small.}
"""


def test_several_scenarios_get_a_folder_each(cli, tmp_path):
    twin = tmp_path / "twin.yaml"
    twin.write_text(TWIN, encoding="utf-8")
    options = (*SMALL[2:], "--no-report", "--quiet", "--out", str(tmp_path / "out"))
    done = cli("run", "small", str(twin), *options, width=200)
    assert done.exit_code == 0, done.stderr
    assert files(tmp_path / "out" / "small") == files(tmp_path / "out" / "twin") == DATA
    small, other = (
        (tmp_path / "out" / name / "events.parquet").read_bytes() for name in ("small", "twin")
    )
    assert small == other
    folders = [line.split()[1] for line in done.stdout.splitlines()[:2]]
    assert folders == [str(tmp_path / "out" / name) for name in ("small", "twin")]
    again = cli("run", "small", str(twin), *options, "--resume", width=200)
    assert (again.exit_code, again.stdout) == (0, done.stdout)


def test_two_scenarios_of_one_name_are_refused(cli, tmp_path):
    done = cli("run", "small", "small", "--out", str(tmp_path / "out"))
    assert done.exit_code == 2
    assert "two scenarios are called 'small'" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_scenario_that_is_wrong_stops_all_before_anything_is_written(cli, tmp_path):
    done = cli("run", "small", "smal", "--out", str(tmp_path / "out"))
    assert done.exit_code == 2
    assert "did you mean 'small'?" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_cluster_that_is_not_there_is_one_sentence(cli, tmp_path, monkeypatch):
    monkeypatch.setattr("koopsim.simulation.cluster.CONNECT_SECONDS", 1)
    folder = tmp_path / "out"
    done = cli("run", "small", "--quiet", "--cluster", "tcp://127.0.0.1:1", "--out", str(folder))
    assert done.exit_code == 2
    assert done.stderr.startswith("koopsim: no Dask scheduler answers at 'tcp://127.0.0.1:1'")
    assert len(done.stderr.splitlines()) == 1
    assert not folder.exists()


def test_an_earlier_run_is_replaced_and_an_old_report_is_named(cli, tmp_path):
    (tmp_path / "events.parquet").write_bytes(b"old")
    (tmp_path / "report.html").write_text("old", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    done = cli(*SMALL, "--quiet", "--no-report", "--out", str(tmp_path))
    assert done.exit_code == 0
    assert "report.html is of an earlier run" in done.stderr
    assert "Report:" not in done.stdout
    assert (tmp_path / "events.parquet").stat().st_size > 100
    assert files(tmp_path) == {*DATA, "report.html", "notes.txt"}


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (("small", "--months", "0"), "--months"),
        (("small", "--months", "x"), "--months"),
        (("small", "--replications", "0"), "--replications"),
        (("small", "--replications", "10001"), "replications must be 1 to 10000"),
        (("small", "--seed", "-1"), "--seed"),
        (("small", "--seed", str(2**64)), "seed must be"),
        (("small", "--workers", "0"), "--workers"),
        (("small", "--months", "500"), "rule set 2023-07-01 is valid from"),
        (("smal",), "did you mean 'small'?"),
        (("small", "--lang", "fr"), "--lang"),
    ],
)
def test_wrong_numbers_end_with_two_and_leave_nothing(cli, tmp_path, options, text):
    folder = tmp_path / "out"
    done = cli("run", *options, "--out", str(folder))
    assert done.exit_code == 2
    assert text in done.stderr
    assert not folder.exists()


def test_a_file_in_place_of_the_folder(cli, tmp_path):
    path = tmp_path / "out"
    path.write_text("mine", encoding="utf-8")
    done = cli(*SMALL, "--out", str(path))
    assert done.exit_code == 2
    assert "is a file" in done.stderr
    assert path.read_text(encoding="utf-8") == "mine"
    below = cli(*SMALL, "--out", str(path / "deeper"))
    assert below.exit_code == 2
    assert "cannot write to folder" in below.stderr


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_may_not_be_written_to(cli, tmp_path):
    tmp_path.chmod(0o500)
    done = cli(*SMALL, "--out", str(tmp_path / "out"))
    tmp_path.chmod(0o700)
    assert done.exit_code == 2
    assert "cannot write to folder" in done.stderr


def test_an_interrupt_while_writing_leaves_whole_files_only(tmp_path, monkeypatch, result):
    (tmp_path / "months.parquet").write_bytes(b"old")

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("koopsim.app.run_files._write_report", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_report_files(result, tmp_path, "en")
    assert files(tmp_path) == {"months.parquet"}
    assert (tmp_path / "months.parquet").read_bytes() == b"old"


def test_a_full_disk_is_a_clear_error(tmp_path, monkeypatch, result):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("koopsim.app.run_files._write_report", full)
    with pytest.raises(RunError, match="No space left on device"):
        write_report_files(result, tmp_path, "en")
    assert files(tmp_path) == set()


def test_a_folder_made_in_vain_is_taken_away(tmp_path):
    with pytest.raises(ZeroDivisionError), output_folder(tmp_path / "out"):
        raise ZeroDivisionError
    assert not (tmp_path / "out").exists()
    with output_folder(tmp_path / "out"):
        (tmp_path / "out" / "file").touch()
    assert (tmp_path / "out" / "file").exists()


@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_summary_fits_the_terminal(result, width, language):
    console = Console(width=width, markup=False, highlight=False, record=True, quiet=False)
    with console.capture() as captured:
        print_summary(console, result, language)
    shown = captured.get()
    assert max(len(line) for line in shown.splitlines()) <= width
    assert "…" not in shown
    months = ("Jan 2024", "Feb 2024")
    assert all(month in shown for month in months)
    assert "±" in shown


def test_summary_numbers_are_those_of_the_result(result):
    console = Console(width=140, markup=False, highlight=False)
    with console.capture() as captured:
        print_summary(console, result, "en")
    talks = result.totals()["talks"]
    line = next(line for line in captured.get().splitlines() if line.split()[:1] == ["talks"])
    shown = [float(word.replace(",", "")) for word in line.split() if word[0].isdecimal()]
    assert shown == pytest.approx(list(talks), abs=0.6)
