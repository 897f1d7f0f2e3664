"""Files of totals: what is accepted, and one clear sentence with row numbers for the rest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.fitting import check_totals, observer, read_totals
from koopsim.analysis.fitting.totals_file import MAX_BYTES, Total
from koopsim.scenarios import Scenario

HEAD = "period,indicator,value\n"


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "totals.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_file_from_a_german_spreadsheet(tmp_path: Path) -> None:
    text = "\ufeffperiod;indicator;value;tolerance;team\r\n2024;stock;9650,5;;\r\n"
    text += "2024-03;talks;2.1e3;196,0;under_25\r\n"
    stock, talks = read_totals(write(tmp_path, text))
    assert (stock.value, stock.team, stock.standard_error, stock.row) == (9650.5, "all", 0.0, 2)
    assert (talks.value, talks.team) == (2100.0, "under_25")
    assert talks.standard_error == pytest.approx(100.0, rel=1e-4)


def test_rates_and_standard_errors(tmp_path: Path) -> None:
    text = "period,indicator,value,standard_error,per\n2024,appointment_reductions,8,0.5,100\n"
    (rate,) = read_totals(write(tmp_path, text))
    assert (rate.per, rate.standard_error) == (100.0, 0.5)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        (HEAD, "no line below"),
        ("period,indicater,value\n2024,talks,5\n", "did you mean 'indicator'"),
        ("period,value\n2024,5\n", "column indicator is missing"),
        ("period,indicator,value,value\n2024,talks,5,5\n", "named twice"),
        (HEAD + "2024,talks\n", "row 2 has 2 cells"),
        (HEAD + "24,talks,5\n", "row 2: '24' is no period"),
        (HEAD + "2024-13,talks,5\n", "row 2: '2024-13' is no period"),
        (HEAD + "2024,talk,5\n", "row 2: 'talk' is no indicator .did you mean 'talks'"),
        (HEAD + "2024,talks,\n", "row 2: the value is missing"),
        (HEAD + "2024,talks,viele\n", "row 2: 'viele' is no value"),
        (HEAD + "2024,talks,nan\n", "row 2: 'nan' is no value"),
        (HEAD + "2024,talks,1_000\n", "row 2: '1_000' is no value"),
        (HEAD + "2024,talks,-5\n", "row 2: the value -5 is negative"),
        (HEAD + "2024,talks,5\n2024,talks,x\n2025,tlks,1\n", "row 3.*row 4"),
        (HEAD + '2024,talks,"5\n', "row 2: quotation marks"),
        (HEAD.encode() + "2024,talks,5 fällig\n".encode("latin-1"), "row 2 is not UTF-8"),
        (HEAD.encode("utf-16"), "not UTF-8"),
        (HEAD + "2024,talks,\0\n", "NUL"),
        (HEAD + "2024,talks,5\n" * 501, "501 totals; at most 500"),
        ("x" * (MAX_BYTES + 1), "larger than 1 MiB"),
        ("period,indicator,value,team\n2024,talks,5,young\n", "'young' is no team"),
        ("period,indicator,value,per\n2024,stock,5,100\n", "rate of a flow"),
        (
            "period,indicator,value,tolerance,standard_error\n2024,talks,5,1,1\n",
            "either a standard_error or a tolerance",
        ),
    ],
)
def test_wrong_files_are_refused(tmp_path: Path, content: str | bytes, words: str) -> None:
    with pytest.raises(AnalysisError, match=words) as caught:
        read_totals(write(tmp_path, content))
    assert "\n" not in str(caught.value)
    assert "totals.csv" in str(caught.value)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="cannot be read: No such file"):
        read_totals(tmp_path / "none.csv")
    with pytest.raises(AnalysisError, match="not a file"):
        read_totals(tmp_path)


@given(st.binary(max_size=300))
def test_any_bytes_give_totals_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = write(tmp_path_factory.mktemp("any"), HEAD.encode() + content)
    try:
        assert read_totals(path)
    except AnalysisError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["2023,talks,5"], "row 2: 2023 is not simulated, scenario baseline reports 2024-01"),
        (["2026-01,talks,5"], "2026-01 is not simulated"),
        (["2024,talks,5", "2024,talks,6"], "row 3 says again what row 2 says"),
        (["2024,talks,5", "2024-03,talks,1"], "row 3 says again what row 2 says"),
        (["2024-01,talks,5", "2024-03,talks,5"], "row 3: between 2024-01 and 2024-03"),
        (["2024,updates_due,5", "2024,updates_missed,6"], "row 3: 6 updates_missed are more"),
        (["2024-02,updates_done,30000"], "row 2: 30000 updates_done in 2024-02 are more than an"),
        (["2024,stock,500"], "row 2: a stock of 500 persons is that of quite another office"),
    ],
)
def test_totals_that_cannot_be_true_are_refused(
    tmp_path: Path, baseline: Scenario, rows: list[str], words: str
) -> None:
    found = read_totals(write(tmp_path, HEAD + "\n".join(rows)))
    with pytest.raises(AnalysisError, match=words):
        check_totals("totals.csv", found, baseline)


def test_teams_and_their_sum_are_the_same_figures(tmp_path: Path, baseline: Scenario) -> None:
    text = "period,indicator,value,team\n2024,talks,5,all\n2024,talks,2,under_25\n"
    text += "2024,talks,3,from_25\n"
    with pytest.raises(AnalysisError, match="row 2 is the sum of the teams"):
        check_totals("totals.csv", read_totals(write(tmp_path, text)), baseline)


def test_gaps_may_be_allowed(tmp_path: Path, baseline: Scenario) -> None:
    found = read_totals(write(tmp_path, HEAD + "2024-01,talks,5\n2024-03,talks,5\n"))
    check_totals("totals.csv", found, baseline, allow_gaps=True)


def test_totals_of_a_run_are_sums_means_and_rates() -> None:
    months = [f"2024-{m:02d}" for m in range(1, 13)]
    random = np.random.default_rng(1)
    series = {name: random.integers(1, 50, 12) for name in ("talks", "stock", "bookings")}
    series["wait_days_sum"] = series["bookings"] * 3
    series["wait_days"] = np.full(12, 3)
    rows = [
        (0, month, "all", name, float(value))
        for name, values in series.items()
        for month, value in zip(months, values, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["replication", "month", "team", "indicator", "value"])
    asked = [
        Total(2, "2024", "talks", 0, 0, "all", None),
        Total(3, "2024-02", "talks", 0, 0, "all", None),
        Total(4, "2024", "stock", 0, 0, "all", None),
        Total(5, "2024", "wait_days", 0, 0, "all", None),
        Total(6, "2024", "talks", 0, 0, "all", 100.0),
    ]
    years = series["stock"].sum() / 12
    assert observer(asked)(frame) == pytest.approx(
        [
            series["talks"].sum(),
            series["talks"][1],
            series["stock"].mean(),
            3.0,
            100 * series["talks"].sum() / years,
        ]
    )
