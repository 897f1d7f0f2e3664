"""Groups: parts add up to the whole, the engine's own counts are met, safeguards are counted."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.groups import (
    GROUP_INDICATORS,
    PERSON_GROUPS,
    GroupResult,
    group_rates,
    group_results,
    indicator_title,
)
from koopsim.analysis.intervals import rate_interval
from koopsim.analysis.log_tables import log_tables
from koopsim.scenarios import load_scenario
from koopsim.simulation import SimulationResult, open_result, simulate

UNKNOWN = ("updates_in_time", "first_talks_in_time")
KEYS = ["replication", "month", "indicator"]


@pytest.fixture(scope="module")
def found(run: SimulationResult) -> GroupResult:
    return group_results(run)


def of(found: GroupResult, group: str) -> pd.Series[float]:
    values = found.values[found.values["group"] == group]
    return values.set_index(KEYS)["value"].sort_index()


def test_a_partition_adds_up_to_the_whole(found: GroupResult) -> None:
    whole = of(found, "all")
    pairs = [g.name for g in PERSON_GROUPS if g.name.startswith("not_")]
    assert len(pairs) == 6
    for name in pairs:
        parts = of(found, name.removeprefix("not_")) + of(found, name)
        np.testing.assert_allclose(parts, whole, atol=1e-9)
    assert len(whole) == 2 * 7 * len(GROUP_INDICATORS)


@pytest.mark.parametrize("team", ["all", "under_25"])
def test_the_counts_are_those_of_the_engine(
    found: GroupResult, run: SimulationResult, team: str
) -> None:
    """The oracle counts while it simulates; the group counts what the log tells."""
    engine = run.months[run.months["team"] == team].set_index(KEYS)["value"]
    both = pd.concat([of(found, team).rename("log"), engine.rename("engine")], axis=1).dropna()
    sure = both[~both.index.get_level_values("indicator").isin(UNKNOWN)]
    assert sure.index.get_level_values("indicator").nunique() > 35
    np.testing.assert_allclose(sure["log"], sure["engine"])


def test_what_is_in_time_is_known_up_to_what_began_before(
    found: GroupResult, run: SimulationResult
) -> None:
    whole = of(found, "all")
    engine = run.months[run.months["team"] == "all"].set_index(KEYS)["value"]
    for name in UNKNOWN:
        log, counted = (part.xs(name, level="indicator") for part in (whole, engine))
        unknown = whole.xs(name.replace("in_time", "timing_unknown"), level="indicator")
        assert (log <= counted + 1e-9).all()
        assert (counted <= log + unknown + 1e-9).all()
    unknown = whole.xs("updates_timing_unknown", level="indicator").groupby("month").sum()
    assert unknown.iloc[0] > unknown.iloc[-1]


def test_person_time_is_the_daily_stock(found: GroupResult, run: SimulationResult) -> None:
    month = run.daily_stock["date"].dt.strftime("%Y-%m")
    days = run.daily_stock.groupby(["replication", month])["stock"].sum()
    years = of(found, "all").xs("person_years", level="indicator")
    np.testing.assert_allclose(years.to_numpy() * 365.25, days.sort_index().to_numpy())


def test_minors_are_few_and_under_25(found: GroupResult) -> None:
    stock = of(found, "minors").xs("stock", level="indicator")
    young = of(found, "under_25").xs("stock", level="indicator")
    whole = of(found, "all").xs("stock", level="indicator")
    assert ((stock > 0) & (stock < young) & (young < whole)).all()
    assert 0.03 < (stock / whole).mean() < 0.12


def test_safeguards_are_kept_and_counted(found: GroupResult, run: SimulationResult) -> None:
    counts = found.safeguard_counts().set_index(["safeguard", "group"])
    assert (counts["violated"] == 0).all()
    for safeguard, group in (("15.53", "vulnerable"), ("15.57", "minors")):
        assert (
            counts.loc[(safeguard, group), "applied"] == counts.loc[(safeguard, "all"), "applied"]
        )
        assert counts.loc[(safeguard, f"not_{group}"), "applied"] == 0
        assert counts.loc[(safeguard, group), "applied"] > 5
    told = run.events["acts"].astype(str).str.count("representative_instructed").sum()
    assert counts.loc[("15.57", "all"), "applied"] == told
    checks = run.events["acts"].astype(str).str.count("individual_check").sum()
    assert counts.loc[("15.53", "all"), "applied"] == checks


@pytest.mark.parametrize(
    ("safeguard", "act"),
    [("15.53", "individual_check(notice_helps=yes); "), ("15.57", "; representative_instructed")],
)
def test_a_safeguard_left_out_is_seen(run: SimulationResult, safeguard: str, act: str) -> None:
    acts = run.events["acts"].astype(str)
    rows = acts.str.contains(act, regex=False)
    if safeguard == "15.53":
        rows &= acts.str.contains("demand(", regex=False)
    assert rows.sum() >= 1
    changed = run.events.assign(acts=acts.str.replace(act, "", regex=False))
    found = group_results(dataclasses.replace(run, events=changed))
    counts = found.safeguard_counts().set_index(["safeguard", "group"])
    assert counts.loc[(safeguard, "all"), "violated"] == rows.sum()
    violated = found.safeguards[found.safeguards["outcome"] == "violated"]
    assert set(violated["case"]) == set(run.events.loc[rows, "case"])


def test_a_demand_in_an_exempt_matter_is_seen(run: SimulationResult) -> None:
    rules = run.events["rules"].astype(str)
    acts = run.events["acts"].astype(str)
    demands = acts.str.contains("demand(", regex=False)
    changed = run.events.assign(rules=rules.where(~demands, rules + ", 15.54"))
    counts = group_results(dataclasses.replace(run, events=changed)).safeguard_counts()
    row = counts.set_index(["safeguard", "group"]).loc[("15.54", "all")]
    assert row["violated"] == demands.sum() > 5


def test_rates_are_amounts_by_person_time(found: GroupResult) -> None:
    rates = group_rates(found.values).set_index(["group", "indicator"])
    values = found.values.groupby(["group", "indicator", "replication"])["value"].sum()
    talks, years = values["minors"]["talks"], values["minors"]["person_years"]
    assert rates.loc[("minors", "talks"), "rate"] == pytest.approx((talks / years).mean())
    one = found.values[found.values["replication"] == 0]
    single = group_rates(one, ("talks", "minutes_needed")).set_index(["group", "indicator"])
    garwood = rate_interval(float(talks[0]), float(years[0]))
    assert single.loc[("minors", "talks"), "high"] == pytest.approx(garwood.high)
    assert math.isnan(single.loc[("minors", "minutes_needed"), "low"])
    with pytest.raises(AnalysisError, match="'stock' is no flow"):
        group_rates(found.values, ("stock",))


def test_facts_change_on_the_day_of_the_event(run: SimulationResult) -> None:
    """A case is a minor up to the row of coming of age, and never after."""
    from koopsim.analysis.group_membership import fact_history

    (tables, _) = log_tables(run)
    at_row = fact_history(tables, "minor").at_row
    names = tables.events["event"].astype(str).to_numpy()
    came = np.flatnonzero(names == "came_of_age")
    assert len(came) >= 3
    for row in came:
        same = tables.case_index == tables.case_index[row]
        rows = np.flatnonzero(same)
        assert at_row[rows[rows <= row]].all()
        assert not at_row[rows[rows > row]].any()


def test_a_folder_gives_the_same(found: GroupResult, run_folder: object) -> None:
    again = group_results(open_result(str(run_folder)))
    pd.testing.assert_frame_equal(again.values, found.values)


def test_every_indicator_has_a_title() -> None:
    for name in GROUP_INDICATORS:
        assert indicator_title(name).de != indicator_title(name).en
    with pytest.raises(AnalysisError, match="no indicator 'talk'"):
        indicator_title("talk")


def test_people_who_move_between_offices_are_counted_once() -> None:
    """Some leave an office and come back: each stay has a row of its own in the table of cases."""
    changes: dict[str, object] = {
        "population.size": 900,
        "staff.teams.under_25.fte": 2.5,
        "staff.teams.from_25.fte": 5.0,
        "offices.spread.count": 3,
        "offices.spread.region_count": 1,
        "flows.monthly_move_rate": 0.1,
        "months": 5,
        "warm_up_months": 1,
    }
    germany = load_scenario("germany").replace(changes, allow_outside_range=True)
    run = simulate(germany, seed=11, workers=1)
    assert run.cases.duplicated(["office", "case"]).sum() > 5
    whole = of(group_results(run), "all")
    engine = run.months[run.months["team"] == "all"].set_index(KEYS)["value"]
    both = pd.concat([whole.rename("log"), engine.rename("engine")], axis=1).dropna()
    sure = both[~both.index.get_level_values("indicator").isin(UNKNOWN)]
    assert sure.index.get_level_values("indicator").nunique() > 35
    np.testing.assert_allclose(sure["log"], sure["engine"])
