"""The warm-up check: the same run seen from its first day, and verdicts on made series."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.intervals import Interval
from koopsim.analysis.plots.files import figure_svg
from koopsim.analysis.plots.warm_up import plot_warm_up
from koopsim.analysis.warm_up import (
    VERDICTS,
    Verdict,
    WarmUpCheck,
    check_warm_up,
    judge_series,
    verdict,
)
from koopsim.analysis.warm_up_series import (
    MONTHLY_SERIES,
    Series,
    series_of,
    unrecorded_start_shown,
    weekly_counts,
)
from koopsim.model.process.text import Text
from koopsim.scenarios import load_scenario
from koopsim.simulation import Replicator

SMALL = load_scenario("small").replace({"population.size": 150}, allow_outside_range=True)
TITLE = Text("Reihe", "series")


@pytest.fixture(scope="module")
def check() -> WarmUpCheck:
    with Replicator(seed=3, workers=1, engine="compiled") as runs:
        return check_warm_up(SMALL, runs, seed=3, replications=3)


def test_it_is_the_same_run_seen_from_its_first_day_on() -> None:
    usual = SMALL.replace({"warm_up_months": 3, "months": 4})
    shown = unrecorded_start_shown(usual, 4)
    assert (shown.start, shown.warm_up_months, shown.months) == (date(2023, 10, 1), 0, 7)
    with Replicator(seed=3, workers=1, engine="compiled") as runs:
        one, other = runs.run([(usual, 0), (shown, 0)], ("months", "daily_stock"))
    later = other["months"][other["months"]["month"] >= "2024-01"].reset_index(drop=True)
    pd.testing.assert_frame_equal(later, one["months"].reset_index(drop=True))
    days = other["daily_stock"].tail(len(one["daily_stock"])).reset_index(drop=True)
    pd.testing.assert_frame_equal(days, one["daily_stock"])
    assert usual.warm_up_months == 3


def test_weeks_and_months_add_up_to_the_same_events() -> None:
    shown = unrecorded_start_shown(SMALL.replace({"warm_up_months": 0}), 3)
    with Replicator(seed=3, workers=1, engine="compiled") as runs:
        (tables,) = runs.run([(shown, 0)], ("months", "daily_stock", "events"))
    weeks = weekly_counts(tables["events"], shown)
    assert len(weeks) == 91 // 7
    months = tables["months"][tables["months"]["team"] == "all"]
    totals = months.groupby("indicator")["value"].sum()
    # Twelve weeks and nearly all of the thirteenth: what is cut off is at most a few days.
    for name in ("no_shows", "minutes_needed"):
        assert 0.9 * totals[name] <= weeks[name].sum() <= totals[name]
    found = series_of(shown, [{**tables, "weeks": weeks}])
    assert [series.interval for series in found] == ["day"] + ["week"] * 3 + ["month"] * 13
    by_name = {series.name: series for series in found}
    assert by_name["stock"].values.shape == (1, 91)
    assert by_name["backlog"].values[0] == pytest.approx(
        months[months["indicator"] == "backlog"].sort_values("month")["value"]
    )
    # January 2024 has 22 working days in NW
    plans = months[months["indicator"] == "plans_made"].sort_values("month")["value"]
    assert by_name["plans_made"].values[0][0] == pytest.approx(plans.iloc[0] / 22)
    assert by_name["plans_made"].unit["en"] == "number per working day"


def test_the_check_covers_every_series(check: WarmUpCheck) -> None:
    assert len(check.checks) == 4 + len(MONTHLY_SERIES)
    frame = check.frame()
    assert list(frame["verdict"]) == [item.verdict for item in check.checks]
    assert set(frame["verdict"]) <= set(VERDICTS)
    assert check.suffices == ("drifting" not in set(frame["verdict"]))
    assert check.advised_months >= check.scenario.warm_up_months
    assert check.months == SMALL.warm_up_months + 36
    for item in check.checks:
        assert item.simultaneous.low <= item.drift.low or math.isnan(item.drift.low)


def made(values: np.ndarray) -> Series:
    months = np.arange(values.shape[1]) + 0.5
    return Series("made", TITLE, TITLE, "month", values, months, 1)


def monthly(seed: int, start: float, months_of_start: int) -> Series:
    """Twenty runs of 42 months around 100, autocorrelated; the first months are ``start`` off."""
    random = np.random.default_rng(seed)
    noise = random.normal(0, 2, (20, 42))
    for month in range(1, 42):
        noise[:, month] += 0.5 * noise[:, month - 1]
    transient = np.where(np.arange(42) < months_of_start, start, 0.0)
    return made(100 + noise + transient)


def test_a_start_within_the_warm_up_is_settled() -> None:
    found = judge_series(monthly(1, -60.0, 5), 6, 0.05, 0.997)
    assert found.verdict == "settled" and found.cut_months == 5.0
    assert found.later == pytest.approx(100, abs=1)


def test_a_start_beyond_the_warm_up_drifts() -> None:
    found = judge_series(monthly(1, -60.0, 12), 6, 0.05, 0.997)
    assert found.verdict == "drifting" and found.cut_months == 12.0
    assert found.drift.mean == pytest.approx(-0.3, abs=0.02)


def test_a_small_rest_is_negligible() -> None:
    assert judge_series(monthly(1, -6.0, 12), 6, 0.05, 0.997).verdict == "negligible"


def test_what_never_changes_has_nothing_to_settle() -> None:
    found = judge_series(made(np.full((3, 42), 7.0)), 6, 0.05, 0.997)
    assert found.verdict == "settled" and math.isnan(found.cut_months)
    nothing = judge_series(made(np.zeros((3, 42))), 6, 0.05, 0.997)
    assert nothing.verdict == "settled" and math.isnan(nothing.drift.mean)


def test_steady_series_are_rarely_blamed() -> None:
    """300 steady series, each blamed with probability 0.3 % at most: six or more by chance in one
    of a thousand seeds."""
    blamed = sum(
        judge_series(monthly(seed, 0.0, 0), 6, 0.05, 0.997).verdict == "drifting"
        for seed in range(300)
    )
    assert blamed < 6


def limits(low: float, high: float) -> Interval:
    return Interval((low + high) / 2, low, high, 20)


@pytest.mark.parametrize(
    ("cut", "plain", "wide", "expected"),
    [
        (3.0, (0.06, 0.10), (0.055, 0.105), "drifting"),
        (3.0, (-0.10, -0.06), (-0.11, -0.055), "drifting"),
        (6.0, (0.02, 0.10), (0.01, 0.11), "settled"),
        (7.0, (-0.03, 0.04), (-0.06, 0.07), "negligible"),
        (7.0, (0.03, 0.08), (0.01, 0.10), "drifting"),
        (7.0, (-0.08, -0.03), (-0.10, -0.01), "drifting"),
        (7.0, (0.01, 0.08), (-0.01, 0.10), "unclear"),
        (7.0, (math.nan, math.nan), (math.nan, math.nan), "unclear"),
    ],
)
def test_verdicts(
    cut: float, plain: tuple[float, float], wide: tuple[float, float], expected: Verdict
) -> None:
    assert verdict(cut, 6, limits(*plain), limits(*wide), 0.05) == expected


def test_the_picture_is_named_and_does_not_change(check: WarmUpCheck) -> None:
    for language in ("de", "en"):
        figure = plot_warm_up(check, language)
        assert len(figure.axes) == 8
        assert all(axes.get_title(loc="left") and axes.get_ylabel() for axes in figure.axes)
        assert all(axes.has_data() for axes in figure.axes)
        assert figure_svg(figure) == figure_svg(plot_warm_up(check, language))


@pytest.mark.parametrize(
    ("options", "text"),
    [({"replications": 1}, "at least 2 replications"), ({"tolerance": 0.0}, "tolerance of 0")],
)
def test_refusals(options: dict[str, float], text: str) -> None:
    with Replicator(seed=3, workers=1) as runs, pytest.raises(AnalysisError, match=text):
        check_warm_up(SMALL, runs, seed=3, **options)  # type: ignore[arg-type]
