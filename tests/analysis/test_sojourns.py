"""Spells, flows and waits: by hand, against a plain reading, against the engine's counts."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import pytest
from koopsim.analysis.case_histories import in_order_of_cases, same_case_as_next
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.plan_states import GROUP_OF_LEAF, PLAN_STATE_TITLES, PLAN_STATES
from koopsim.analysis.plots.flows import plot_flows
from koopsim.analysis.plots.sojourns import plot_sojourns
from koopsim.analysis.sojourns import flows, spells
from koopsim.analysis.waits import (
    DAYS_PER_MONTH,
    OTHERWISE,
    QUESTIONS,
    REACHED,
    RUNNING,
    limit_days,
    waits,
)
from koopsim.model.process.states import LEAVES
from koopsim.model.rule_set import load_rule_set
from koopsim.scenarios import load_scenario
from koopsim.simulation import SimulationResult, simulate

from .conftest import SyntheticResult, month_labels, synthetic_values
from .log_of_events import (
    ISSUED,
    UNCHANGED,
    UPDATED,
    Row,
    case_frame,
    event_frame,
    histories,
    leaf,
    plain_spells,
)


@pytest.fixture(scope="module")
def real() -> SimulationResult:
    return simulate("small", months=5, replications=2, seed=3, workers=1)


REGION = {
    "population.size": 600,
    "staff.teams.under_25.fte": 2.0,
    "staff.teams.from_25.fte": 4.0,
    "offices.spread.count": 3,
    "offices.spread.region_count": 1,
    "offices.spread.size_decile_ratio": 3.0,
    "flows.monthly_move_rate": 0.05,
    "months": 4,
    "warm_up_months": 2,
}


@pytest.fixture(scope="module")
def region() -> SimulationResult:
    scenario = load_scenario("germany").replace(REGION, allow_outside_range=True)
    return simulate(scenario, replications=1, seed=5, workers=1)


def stock_at_end(result: SimulationResult) -> dict[str, float]:
    """Return the states that the engine counted at the end of the last month."""
    months = result.months
    last = months[(months["month"] == months["month"].max()) & (months["team"] == "all")]
    sums = last.groupby(last["indicator"].astype(str))["value"].sum()
    return {name.removeprefix("stock_"): v for name, v in sums.items() if "stock_" in name}


def made(build: Any, rows: list[Row], cases: list[tuple[int, int, str]]) -> SyntheticResult:
    """Return a result of January to March 2024 with this log."""
    base = build(synthetic_values(1, month_labels(2024, 3)))
    return SyntheticResult(
        base.scenario, base.rule_set, base.months, event_frame(rows), case_frame(cases)
    )


def test_groups_hold_each_leaf_of_the_plan_once() -> None:
    leaves = [leaf for group in PLAN_STATES.values() for leaf in group]
    assert sorted(leaves) == sorted(n for n, s in LEAVES.items() if s.region == "plan")
    assert set(PLAN_STATE_TITLES) == set(PLAN_STATES) == set(GROUP_OF_LEAF.values())


def test_spells_by_hand(build: Any) -> None:
    rows: list[Row] = [
        (0, 1, "2024-01-10", "outside", "first_talk_outstanding", ""),
        (0, 2, "2024-01-15", "trust", "plan_with_notice", ""),
        (0, 1, "2024-01-20", "first_talk_outstanding", "plan_outstanding", ""),
        (0, 1, "2024-02-01", "plan_outstanding", "trust", ISSUED),
        (0, 2, "2024-02-20", "plan_with_notice", "closed", ""),
        (1, 1, "2024-03-01", "trust", "trust", ""),
    ]
    cases = [(0, 1, "trust"), (0, 2, "closed"), (0, 3, "waived"), (1, 1, "trust")]
    found = spells(made(build, rows, cases))
    got = [
        (r.replication, r.case, r.state, str(r.entered)[:10], str(r.left)[:10], r.censored)
        for r in found.itertuples()
    ]
    assert got == [
        (0, 1, "no_plan", "2024-01-10", "2024-02-01", False),
        (0, 1, "trust", "2024-02-01", "2024-03-31", True),
        (0, 2, "trust", "NaT", "2024-01-15", False),
        (0, 2, "with_notice", "2024-01-15", "2024-02-20", False),
        (0, 3, "waived", "NaT", "2024-03-31", True),
        (1, 1, "trust", "NaT", "2024-03-31", True),
    ]
    assert found["days"].fillna(-1).tolist() == [22, 59, -1, 36, -1, -1]
    assert found["previous"].tolist() == ["outside", "no_plan", "", "trust", "", ""]
    assert found["next"].tolist() == ["trust", "", "with_notice", "closed", "", ""]


def test_spells_are_those_of_a_plain_reading(real: SimulationResult) -> None:
    last = pd.Timestamp(real.manifest["last_day"])
    plain = plain_spells(real.events, real.cases, last)
    found = spells(real)
    got = [
        (
            (r.replication, r.office, r.case),
            r.state,
            None if pd.isna(r.entered) else r.entered,
            r.left,
            r.censored,
        )
        for r in found.itertuples()
    ]
    assert len(got) > 1000
    assert sorted(map(str, got)) == sorted(map(str, plain))
    keys = [(item[0], item[3]) for item in got]
    assert keys == sorted(keys)


@pytest.mark.parametrize("name", ["real", "region"])
def test_running_spells_are_the_stock_that_the_engine_counted(
    name: str, request: pytest.FixtureRequest
) -> None:
    result: SimulationResult = request.getfixturevalue(name)
    stays = spells(result)
    running = Counter(stays.loc[stays["censored"], "state"])
    counted = stock_at_end(result)
    # Follow-up support that began before the period and does not change is not logged.
    for state in set(PLAN_STATES) - {"outside", "support", "closed"}:
        assert running[state] == counted[state], state
    assert sum(counted.values()) > 500


@pytest.mark.parametrize("name", ["real", "region"])
def test_each_history_goes_on_where_it_stood(name: str, request: pytest.FixtureRequest) -> None:
    result: SimulationResult = request.getfixturevalue(name)
    rows = result.events.iloc[in_order_of_cases(result.events)]
    goes_on = same_case_as_next(rows)[:-1]
    before, after = rows["before"].astype(str).to_numpy(), rows["after"].astype(str).to_numpy()
    assert goes_on.sum() > 1000
    assert (after[:-1][goes_on] == before[1:][goes_on]).all()
    offices = rows["office"].to_numpy()
    if name == "region":
        assert (offices[1:] != offices[:-1])[goes_on].sum() > 20


@pytest.mark.parametrize("name", ["real", "region"])
def test_flows_explain_how_the_stock_changed(name: str, request: pytest.FixtureRequest) -> None:
    result: SimulationResult = request.getfixturevalue(name)
    found, stays = flows(result), spells(result)
    into = found.groupby("target")["count"].sum()
    out_of = found.groupby("source")["count"].sum()
    at_start = stays[stays["entered"].isna()]["state"].value_counts()
    at_end = stays[stays["censored"]]["state"].value_counts()
    for state in set(PLAN_STATES) - {"outside", "closed"}:
        change = int(into.get(state, 0)) - int(out_of.get(state, 0))
        assert change == int(at_end.get(state, 0)) - int(at_start.get(state, 0))
    assert "closed" not in set(found["source"]) and "outside" not in set(found["target"])
    days = (
        pd.Timestamp(result.manifest["last_day"]) - pd.Timestamp(result.manifest["start"])
    ).days + 1
    expected = found["count"] / result.replications * 365.25 / days
    assert found["per_year"].to_numpy() == pytest.approx(expected)


# -- waits --------------------------------------------------------------------------------------


def test_waits_by_hand(build: Any) -> None:
    rows: list[Row] = [
        (0, 1, "2024-01-01", "outside", "first_talk_outstanding", ""),
        (0, 2, "2024-01-02", "trust", "trust", UPDATED),
        (0, 3, "2024-01-03", "outside", "first_talk_outstanding", ""),
        (0, 1, "2024-01-11", "first_talk_outstanding", "analysis_outstanding", ""),
        (0, 1, "2024-01-31", "analysis_outstanding", "trust", ISSUED),
        (0, 3, "2024-02-02", "first_talk_outstanding", "suspended_before_talk", ""),
        (0, 2, "2024-02-11", "trust", "trust", UNCHANGED),
        (0, 2, "2024-02-12", "trust", "plan_with_notice", ""),
        (0, 2, "2024-02-22", "plan_with_notice", "returning", ""),
        (0, 2, "2024-03-03", "returning", "trust", ""),
        (0, 1, "2024-03-01", "trust", "closed", ""),
        (0, 2, "2024-03-11", "trust", "conciliation_over_update_trust", ""),
    ]
    result = made(build, rows, [(0, 1, "closed"), (0, 2, "trust"), (0, 3, "closed")])

    def found(name: str) -> list[tuple[int, int]]:
        answer = waits(result, name)
        return list(zip(answer.days.tolist(), answer.ending.tolist(), strict=True))

    assert found("first_talk") == [(10, REACHED), (30, OTHERWISE)]
    assert found("first_plan") == [(30, REACHED), (30, OTHERWISE)]
    assert found("update") == [(30, OTHERWISE), (40, REACHED), (29, OTHERWISE)]
    assert found("return_to_trust") == [(20, REACHED)]
    assert found("conciliation") == [(20, RUNNING)]


@pytest.mark.parametrize("name", QUESTIONS)
def test_waits_are_those_of_a_plain_reading(real: SimulationResult, name: str) -> None:
    question = QUESTIONS[name]
    last = pd.Timestamp(real.manifest["last_day"])
    plain: list[tuple[int, int]] = []
    for history in histories(real.events).values():
        since = None
        for row in history:
            inside = leaf(row.before) in question.in_states
            stays = leaf(row.after) in question.in_states
            acts = row.acts.split("; ")
            if question.acts_begin:
                reached = any(act.startswith(question.acts_reach) for act in acts)
                begins = stays and any(act.startswith(question.acts_begin) for act in acts)
            else:
                reached = inside and not stays
                if question.goal_states:
                    reached = reached and leaf(row.after) in question.goal_states
                begins = stays and not inside
                if question.from_states:
                    begins = begins and leaf(row.before) in question.from_states
            if since is not None and (reached or (inside and not stays)):
                plain.append(((row.date - since).days, REACHED if reached else OTHERWISE))
                since = None
            if begins:
                since = row.date
        if since is not None:
            plain.append(((last - since).days, RUNNING))
    found = waits(real, name)
    got = list(zip(found.days.tolist(), found.ending.tolist(), strict=True))
    assert sorted(got) == sorted(plain)
    assert len(found) >= 20 or name == "conciliation"


def test_a_conciliation_ends_in_time() -> None:
    result = simulate("stress-conciliation", months=4, replications=1, seed=2, workers=1)
    found = waits(result, "conciliation")
    limit = limit_days(QUESTIONS["conciliation"], result.rule_set)
    assert limit == 28 and found.reached.sum() > 20
    assert found.days.max() <= limit + 1  # the forced end lies on the day after the last in time


def test_limits_come_from_the_rule_set() -> None:
    rules = load_rule_set("2023-07-01")
    assert limit_days(QUESTIONS["first_talk"], rules) == rules.prompt_first_talk_days
    assert limit_days(QUESTIONS["update"], rules) == pytest.approx(6 * DAYS_PER_MONTH)
    assert limit_days(QUESTIONS["first_plan"], rules) is None
    reform = rules.reform(name="short", update_months=4)
    assert limit_days(QUESTIONS["update"], reform) == pytest.approx(4 * DAYS_PER_MONTH)


def test_an_unknown_question_is_one_sentence(real: SimulationResult) -> None:
    with pytest.raises(AnalysisError, match=r"no question 'x'.*first_talk"):
        waits(real, "x")


# -- pictures -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "en"])
def test_flows_are_drawn_with_their_numbers(real: SimulationResult, language: str) -> None:
    figure = plot_flows(real, language)
    texts = [text.get_text() for text in figure.axes[0].texts]
    found = flows(real)
    sums = found.groupby("source")["per_year"].sum()
    title = PLAN_STATE_TITLES["no_plan"]["de" if language == "de" else "en"]
    assert any(text.startswith(f"{title}: ") for text in texts)
    assert len(texts) > 2 * len(sums)
    drawn = [p for p in figure.axes[0].patches if type(p).__name__ == "PathPatch"]
    assert 8 < len(drawn) <= len(found)


@pytest.mark.parametrize("language", ["de", "en"])
def test_waiting_times_are_drawn_with_axes_and_limits(
    real: SimulationResult, language: str
) -> None:
    figure = plot_sojourns(real, language)
    assert len(figure.axes) == 4
    words = {"de": ("Tage seit", "Frist: 28 Tage"), "en": ("days since", "limit: 28 days")}
    for axes in figure.axes:
        assert axes.get_xlabel().startswith(words[language][0]) and axes.get_ylabel()
    assert any(words[language][1] in t.get_text() for t in figure.axes[0].texts)
    line = figure.axes[0].lines[0]
    heights = np.asarray(line.get_ydata(), dtype=float)
    assert heights[0] == 1 and (np.diff(heights) <= 0).all()


def test_pictures_of_an_empty_log_say_so(build: Any) -> None:
    empty = made(build, [], [(0, 1, "trust")])
    assert plot_flows(empty, "de").axes[0].texts[0].get_text() == "kein Fall wechselt den Zustand"
    figure = plot_sojourns(empty)
    assert all("n = 0" in axes.texts[0].get_text() for axes in figure.axes)
    assert len(spells(empty)) == 1
