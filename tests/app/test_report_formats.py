"""``koopsim run --format``: the report in each format, and what it refuses."""

from __future__ import annotations

import pytest
from koopsim.analysis.reports import FORMATS
from koopsim.app.report_formats import ReportFormat, chosen_formats
from koopsim.app.run_files import left_over
from koopsim.model import RunError

SMALL = ("run", "small", "--months", "1", "--replications", "1", "--workers", "1", "--quiet")
STARTS = {"pdf": b"%PDF-", "xlsx": b"PK", "html": b"<!DOCTYPE html>"}


def test_the_options_are_the_formats_of_the_library() -> None:
    assert [item.value for item in ReportFormat] == list(FORMATS)


def test_each_format_is_written_and_named(cli, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "report.html").write_text("of an earlier run")
    asked = [word for name in ("pdf", "xlsx", "csv", "pdf") for word in ("--format", name)]
    done = cli(*SMALL, *asked, "--out", str(folder), "--lang", "de", width=200)
    assert done.exit_code == 0, done.stderr
    for name in ("pdf", "xlsx"):
        path = folder / f"report.{name}"
        assert path.read_bytes().startswith(STARTS[name])
        assert done.stdout.count(f"Bericht: {path}\n") == 1
    assert f"Bericht: {folder / 'report-*.csv'}" in done.stdout
    assert len(list(folder.glob("report-*.csv"))) >= 8
    assert (folder / "report.html").read_text() == "of an earlier run"
    assert done.stderr.count("stammt aus einem früheren Lauf") == 1


def test_a_format_without_a_report_is_refused(cli, tmp_path):
    done = cli(*SMALL, "--no-report", "--format", "pdf", "--out", str(tmp_path / "out"))
    assert done.exit_code == 2
    assert "either --no-report or --format" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_unknown_format_is_refused(cli, tmp_path):
    done = cli(*SMALL, "--format", "docx", "--out", str(tmp_path / "out"))
    assert done.exit_code == 2
    assert "docx" in done.stderr and not (tmp_path / "out").exists()


def test_formats_are_each_once_and_html_by_default() -> None:
    assert chosen_formats(None) == ("html",)
    assert chosen_formats([ReportFormat.pdf, ReportFormat.html, ReportFormat.pdf]) == (
        "pdf",
        "html",
    )
    assert chosen_formats(None, report=False) == ()
    with pytest.raises(RunError):
        chosen_formats([ReportFormat.html], report=False)


def test_what_an_earlier_run_left_is_found(tmp_path):
    for name in ("report.html", "report.pdf", "report-years.csv"):
        (tmp_path / name).write_text("")
    (tmp_path / "figures").mkdir()
    names = [path.name for path in left_over(tmp_path, ("pdf",))]
    assert names == ["report.html", "report-years.csv"]
    assert [path.name for path in left_over(tmp_path, ("html", "csv"))] == ["report.pdf"]
    assert len(left_over(tmp_path, ())) == 4
