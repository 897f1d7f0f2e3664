"""Summary, yearly numbers, compliance and utilisation against numbers computed by hand."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from koopsim.analysis.calibration_targets import CALIBRATION_TARGETS
from koopsim.analysis.compliance import compliance, overall, utilisation
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.forecast import (
    beneficiary_years,
    monthly_values,
    summary,
    yearly_totals,
    yearly_values,
)
from koopsim.analysis.tables import monthly_table, yearly_table

T_2 = 12.7062047  # two-sided Student t factor for two values


def tiny(build: Any, values: dict[str, list[list[float]]], months: list[str]) -> Any:
    """Return a result from indicator -> one list per replication of values by month."""
    return build(
        (replication, month, team, name, value)
        for name, runs in values.items()
        for replication, run in enumerate(runs)
        for month, value in zip(months, run, strict=True)
        for team in ("under_25", "from_25", "all")
    )


MONTHS = ["2024-11", "2024-12", "2025-01"]


def test_summary_by_hand(build: Any) -> None:
    frame = summary(tiny(build, {"talks": [[10, 20, 0], [14, 20, 1]]}, MONTHS))
    assert list(frame.columns) == ["month", "indicator", "mean", "low", "high", "unit"]
    assert list(frame["month"]) == MONTHS
    assert list(frame["mean"]) == [12.0, 20.0, 0.5]
    # Two values 4 apart: standard deviation 2.83, half width 12.7 * 2.83 / 1.41 = 25.4
    assert frame["high"][0] == pytest.approx(12 + T_2 * 2)
    assert frame["low"][0] == 0.0, "a count is never negative"
    assert frame["low"][1] == frame["high"][1] == 20.0
    assert frame["high"][2] == pytest.approx(0.5 + T_2 * 0.5)


def test_one_replication_gives_means_without_interval(build: Any) -> None:
    frame = summary(tiny(build, {"talks": [[10, 20, 0]]}, MONTHS))
    assert list(frame["mean"]) == [10.0, 20.0, 0.0]
    assert frame["low"].isna().all() and frame["high"].isna().all()


def test_a_flow_that_is_not_mentioned_counts_zero_and_a_level_is_unknown(build: Any) -> None:
    rows = [(0, "2024-01", "all", "talks", 3.0), (0, "2024-02", "all", "stock", 5.0)]
    wide = monthly_values(build(rows), ["talks", "stock"])
    assert list(wide["talks"]) == [3.0, 0.0]
    assert math.isnan(wide["stock"].iloc[0]) and wide["stock"].iloc[1] == 5.0


def test_all_indicators_come_in_the_order_of_the_result(result: Any) -> None:
    frame = summary(result)
    assert list(dict.fromkeys(frame["indicator"])) == list(
        dict.fromkeys(result.months["indicator"])
    )
    assert len(frame) == frame["indicator"].nunique() * 14


def test_unknown_questions_are_refused(result: Any, build: Any) -> None:
    with pytest.raises(AnalysisError, match="did you mean 'talks'"):
        summary(result, ["talkz"])
    with pytest.raises(AnalysisError, match="team"):
        summary(result, ["talks"], team="everybody")
    few = tiny(build, {"talks": [[1, 2, 3]]}, MONTHS)
    with pytest.raises(AnalysisError, match="no values for stock"):
        summary(few, ["stock"])


def test_years_add_flows_and_average_levels(build: Any) -> None:
    given = tiny(
        build, {"talks": [[10, 20, 5], [14, 20, 7]], "stock": [[100, 200, 300]] * 2}, MONTHS
    )
    found = yearly_values(given).set_index(["year", "indicator"])
    assert found.loc[("2024", "talks"), "mean"] == 32.0
    assert found.loc[("2025", "talks"), "mean"] == 6.0
    assert found.loc[("all", "talks"), "mean"] == 38.0
    assert found.loc[("2024", "stock"), "mean"] == 150.0
    assert found.loc[("all", "stock"), "mean"] == 200.0
    assert list(found.loc[["2024", "2025", "all"], "months"].unique()) == [2, 1, 3]
    # 30 and 34 talks in 2024: half width 12.7 * 2
    assert found.loc[("2024", "talks"), "high"] == pytest.approx(32 + T_2 * 2)


def test_the_yearly_wait_weighs_bookings_alike(build: Any) -> None:
    given = tiny(
        build,
        {"wait_days": [[1, 9, 0]], "wait_days_sum": [[90, 90, 0]], "bookings": [[90, 10, 0]]},
        MONTHS,
    )
    found = yearly_values(given, ["wait_days"]).set_index("year")["mean"]
    assert found["2024"] == pytest.approx(1.8), "180 days for 100 bookings, not the mean of 1 and 9"
    assert math.isnan(found["2025"])


def calibrated(build: Any, appointments: list[list[float]]) -> Any:
    size = len(appointments)
    return tiny(
        build,
        {
            "stock": [[1200.0, 1200.0, 1200.0]] * size,
            "appointment_reductions": appointments,
            "breach_reductions": [[1.0, 0.0, 0.0]] * size,
            "conciliations": [[0.0, 0.0, 0.0]] * size,
        },
        MONTHS,
    )


def test_rates_per_elb_year_by_hand(build: Any) -> None:
    # 1200 persons for three months are 300 ELB-years; 24 and 30 reductions are 8 and 10 per 100.
    frame = yearly_totals(calibrated(build, [[8, 8, 8], [10, 10, 10]]))
    rows = overall(frame, "indicator")
    appointment = rows["appointment_reductions"]
    assert appointment["elb_years"] == pytest.approx(300)
    assert appointment["mean"] == pytest.approx(9.0)
    assert appointment["method"] == "student_t"
    assert appointment["high"] == pytest.approx(9.0 + T_2 * 1.0)
    assert appointment["count"] == 27.0
    breach = rows["breach_reductions"]
    assert breach["method"] == "poisson"
    assert breach["mean"] == pytest.approx(100 / 300)
    # Two events in 600 ELB-years: Garwood limits 0.2422 and 7.2247
    assert breach["low"] == pytest.approx(0.24221 / 6, rel=1e-4)
    assert breach["high"] == pytest.approx(7.22469 / 6, rel=1e-4)
    conciliation = rows["conciliations"]
    assert conciliation["per"] == 100_000 and conciliation["mean"] == 0.0
    assert conciliation["high"] == pytest.approx(3.68888 / 600 * 100_000, rel=1e-4)
    assert set(frame["year"]) == {"2024", "2025", "all"}


def test_rates_of_one_replication_have_no_student_t(build: Any) -> None:
    rows = overall(yearly_totals(calibrated(build, [[40, 40, 40]])), "indicator")
    assert rows["appointment_reductions"]["method"] == "none"
    assert math.isnan(rows["appointment_reductions"]["low"])
    assert rows["conciliations"]["method"] == "poisson"


def test_rates_without_anybody_in_benefit(build: Any) -> None:
    empty = tiny(
        build,
        {name: [[0.0]] for name in ("stock", *(t.indicator for t in CALIBRATION_TARGETS))},
        ["2024-01"],
    )
    assert yearly_totals(empty)["mean"].isna().all()


def test_elb_years(build: Any) -> None:
    given = tiny(build, {"stock": [[120, 120, 240], [120, 120, 240]]}, MONTHS)
    assert beneficiary_years(given, ["2024", "2025", "all"]) == {
        "2024": 20.0,
        "2025": 20.0,
        "all": 40.0,
    }


def test_the_targets_are_the_published_ones() -> None:
    by_name = {target.indicator: target for target in CALIBRATION_TARGETS}
    assert by_name["appointment_reductions"].low == pytest.approx(
        318_700 / 3_987_000 * 100, abs=0.01
    )
    assert by_name["breach_reductions"].low == pytest.approx(33_400 / 3_987_000 * 100, abs=0.005)
    assert (by_name["conciliations"].low, by_name["conciliations"].high) == (3.0, 4.0)
    assert all(
        "17/2025" in t.source.en or "19 May 2025" in t.source.en for t in CALIBRATION_TARGETS
    )


def kept(build: Any) -> Any:
    return tiny(
        build,
        {
            "updates_in_time": [[8, 0, 0], [6, 4, 0]],
            "updates_missed": [[2, 0, 0], [4, 6, 0]],
            "first_talks_in_time": [[0, 0, 0]] * 2,
            "first_talks_missed": [[0, 0, 0]] * 2,
        },
        MONTHS,
    )


def test_compliance_by_hand(build: Any) -> None:
    frame = compliance(kept(build)).set_index(["year", "deadline"])
    updates = frame.loc[("all", "updates")]
    assert updates["share"] == pytest.approx(18 / 30)
    # Wilson, z = 1.959964, 18 of 30: 0.588649 -+ 0.165445
    assert updates["low"] == pytest.approx(0.42320, abs=1e-5)
    assert updates["high"] == pytest.approx(0.75409, abs=1e-5)
    assert (updates["lowest"], updates["highest"]) == pytest.approx((0.5, 0.8))
    assert math.isnan(frame.loc[("all", "first_talks"), "share"])
    assert math.isnan(frame.loc[("2025", "updates"), "share"])


def test_utilisation_by_hand(build: Any) -> None:
    given = tiny(
        build,
        {"fte_needed": [[1, 2, 3], [2, 2, 5]], "fte_available": [[4, 4, 4]] * 2},
        MONTHS,
    )
    row = overall(utilisation(given), "team")["all"]
    assert row["needed"] == pytest.approx(2.5) and row["available"] == 4.0
    assert row["utilisation"] == pytest.approx(0.625)
    assert row["high"] == pytest.approx(0.625 + T_2 * 0.125)
    unstaffed = tiny(build, {"fte_needed": [[1.0]], "fte_available": [[0.0]]}, ["2024-01"])
    assert utilisation(unstaffed)["utilisation"].isna().all()


@pytest.mark.parametrize("language", ["de", "en"])
def test_tables_are_rectangular_and_localised(result: Any, language: str) -> None:
    for table in (monthly_table(result, language), yearly_table(result, language)):
        assert len({len(row) for row in table}) == 1
        assert len(table) > 10
        assert all(isinstance(cell, str) for row in table for cell in row)
        assert all(cell for cell in table[0])
    heading = yearly_table(result, language)[0]
    partial = {"de": "2025 (2 Monate)", "en": "2025 (2 months)"}[language]
    assert heading[2:] == [
        "2024",
        partial,
        {"de": "gesamter Zeitraum", "en": "whole period"}[language],
    ]


def test_a_single_year_has_no_column_for_the_whole_period(single_run: Any) -> None:
    assert yearly_table(single_run, "en")[0][2:] == ["2024 (1 month)"]


def test_table_cells_hold_mean_and_interval(build: Any) -> None:
    given = tiny(build, {"talks": [[1000, 20, 0], [1010, 20, 1]]}, MONTHS)
    cells = [row[1] for row in monthly_table(given, "de", ["talks"])[1:]]
    assert cells[0] == "1.005 (941 bis 1.069)"
    assert cells[1] == "20", "no spread, no interval"


def test_categories_and_plain_text_give_the_same(build: Any) -> None:
    given = tiny(build, {"talks": [[10, 20, 0], [14, 20, 1]]}, MONTHS)
    plain = given.months.astype({"month": str, "team": str, "indicator": str})
    other = type(given)(given.scenario, given.rule_set, plain)
    pd.testing.assert_frame_equal(summary(given), summary(other))
