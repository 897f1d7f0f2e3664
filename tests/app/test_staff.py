"""``koopsim staff``: what it prints and writes, and what it refuses."""

from __future__ import annotations

import json

import pytest
from koopsim.analysis.staffing import StaffAnswer, least_staff
from koopsim.app.staff_summary import print_answer
from koopsim.scenarios import load_scenario
from rich.console import Console

TARGET = "update_overdue in from_25 <= 8% with 50%"
QUICK = ("--months", "1", "--office-years", "2", "--confidence", "0.6", "--workers", "1")


@pytest.fixture(scope="module")
def answer() -> StaffAnswer:
    quick = {"months": 2, "office_years": 3, "confidence": 0.8, "curve_years": 2}
    return least_staff(load_scenario("small"), [TARGET], saving_years=2, workers=1, **quick)


@pytest.fixture
def quick(answer, monkeypatch):
    """Answer at once; return what was asked."""
    asked = {}

    def fake(scenario, targets, **options):
        asked.update(options, scenario=scenario.name, targets=list(targets))
        return answer

    monkeypatch.setattr("koopsim.analysis.staffing.least_staff", fake)
    return asked


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("width", [80, 140])
def test_the_answer_fits_the_terminal(answer, language, width):
    out = Console(width=width, record=True, markup=False, highlight=False, quiet=False, file=None)
    with out.capture() as caught:
        print_answer(out, answer, language, brief=False)
    text = caught.get()
    *lines, last = text.rstrip().splitlines()
    assert all(len(line) <= width for line in lines)
    assert last.startswith(("Regelwerk 2023-07-01", "Rule set 2023-07-01"))
    for word in ("15.65", "15.18", "15.62", "44c", "1:"):
        assert word in text
    assert ("nötig" if language == "de" else "needed") in text


def test_options_are_passed_on_and_files_written(cli, quick, tmp_path):
    options = ("--target", TARGET, "--target", "wait_days <= 9", "--seed", "7", "--months", "6")
    folder = tmp_path / "out"
    written = ("--out", str(folder), "--format", "html", "--format", "xlsx", "--lang", "de")
    done = cli("staff", "small", *options, *written, "--quiet", width=120)
    assert done.exit_code == 0, done.stderr
    assert quick["targets"] == [TARGET, "wait_days <= 9"]
    assert (quick["seed"], quick["months"], quick["scenario"]) == (7, 6, "small")
    assert sorted(path.name for path in folder.iterdir()) == [
        "report.html",
        "report.xlsx",
        "staff.json",
    ]
    assert done.stdout.rstrip().endswith(f"Bericht: {folder / 'report.html'}")
    data = json.loads((folder / "staff.json").read_text(encoding="utf-8"))
    assert data["teams"][0]["team"] == "from_25"


def test_json_is_all_that_is_printed(cli, quick, answer):
    done = cli("staff", "small", "--json")
    data = json.loads(done.stdout)
    assert data["teams"][0]["fte_needed"] == answer.teams[0].needed
    assert quick["targets"] == ["update_overdue <= 5% with 95%"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("small", "--target", "update_overdue"), "cannot be read"),
        (("small", "--target", "update_overdu <= 5%"), "did you mean 'update_overdue'"),
        (("small", "--target", "wait_days in seniors <= 5"), "under_25, from_25, all"),
        (("small", "--office-years", "10"), "at least 59 office-years"),
        (("small", "--confidence", "1.5"), "confidence of 1.5"),
        (("germany",), "404 offices"),
        (("nowhere",), "nowhere"),
        (("small", "--months", "400"), "valid from"),
    ],
)
def test_bad_input_is_one_sentence_and_leaves_nothing(cli, tmp_path, arguments, says):
    folder = tmp_path / "out"
    done = cli("staff", *arguments, "--out", str(folder), "--workers", "1")
    assert done.exit_code == 2
    assert says in done.stderr and done.stderr.startswith("koopsim: ")
    assert "Traceback" not in done.stderr
    assert not folder.exists()


def test_a_file_as_folder_is_refused_before_the_work(cli, tmp_path, monkeypatch):
    target = tmp_path / "file"
    target.write_text("x", encoding="utf-8")
    done = cli("staff", "small", "--out", str(target))
    assert done.exit_code == 2 and "is a file" in done.stderr


@pytest.mark.slow
def test_the_whole_command_runs(cli, tmp_path):
    done = cli("staff", "small", "--target", TARGET, *QUICK, "--out", str(tmp_path), width=100)
    assert done.exit_code == 0, done.stderr
    assert "team from 25" in done.stdout
    assert (tmp_path / "report.html").stat().st_size > 50_000
