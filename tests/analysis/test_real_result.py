"""The analysis on a result of the engine: everything it counts is known, adds up, and is shown."""

from __future__ import annotations

import re

import pytest
from koopsim.analysis import INDICATORS, beneficiary_years, compliance, summary, utilisation
from koopsim.analysis.plots.state_occupancy import OTHER_STATES, SIX_STATES
from koopsim.analysis.reports import report_html
from koopsim.simulation import SimulationResult, simulate

MONTHS = 3


@pytest.fixture(scope="module")
def real() -> SimulationResult:
    return simulate("small", months=MONTHS, replications=2, seed=1, workers=1)


def test_every_indicator_of_the_engine_is_in_the_catalogue(real: SimulationResult) -> None:
    present = set(real.months["indicator"].astype(str))
    assert present == set(INDICATORS)
    assert len(summary(real)) == MONTHS * len(INDICATORS)


def gap_of_states(real: SimulationResult, team: str) -> float:
    """Return the largest difference between the stock and the sum of its states [persons]."""
    frame = summary(real, [*SIX_STATES, *OTHER_STATES, "stock"], team)
    wide = frame.pivot(index="month", columns="indicator", values="mean")
    return float((wide["stock"] - wide[[*SIX_STATES, *OTHER_STATES]].sum(axis=1)).abs().max())


def test_the_states_add_up_to_the_stock(real: SimulationResult) -> None:
    assert gap_of_states(real, "all") == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("team", ["under_25", "from_25"])
def test_the_states_add_up_to_the_stock_of_a_team(real: SimulationResult, team: str) -> None:
    assert gap_of_states(real, team) == pytest.approx(0.0, abs=1e-9)


def test_years_in_benefit_agree_with_the_daily_stock(real: SimulationResult) -> None:
    daily = real.daily_stock.groupby("date")["stock"].mean()
    exact = daily.mean() * MONTHS / 12
    assert beneficiary_years(real)["all"] == pytest.approx(exact, rel=0.03)


def test_updates_due_are_those_kept_and_missed(real: SimulationResult) -> None:
    rows = compliance(real).set_index(["year", "deadline"])
    kept = rows.loc[("all", "updates"), ["in_time", "missed"]].sum()
    due = summary(real, ["updates_due"])["mean"].sum() * real.replications
    assert kept == pytest.approx(due) and kept > 50


def test_staff_is_used_but_not_beyond_reason(real: SimulationResult) -> None:
    assert utilisation(real)["utilisation"].between(0.1, 1.5).all()


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_report_of_a_real_result(real: SimulationResult, language: str) -> None:
    text = report_html(real, language)
    assert not re.search(r">\s*nan\s*<|\bNone\b", text)
    for key in ("digest", "name"):
        assert real.manifest["scenario"][key] in text
    assert real.manifest["command"] in text
