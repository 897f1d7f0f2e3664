"""Working time of teams by day, against the definition written out; case management in a run."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from koopsim.model.errors import RunError
from koopsim.scenarios import Scenario, load_scenario, office_scenarios
from koopsim.simulation import SimulationResult, simulate
from koopsim.simulation.staff_time import (
    DAYS_PER_MONTH,
    TEAMS,
    Change,
    StaffNumbers,
    StaffTime,
    staff_numbers,
)
from koopsim.simulation.working_calendar import WorkingCalendar

FIRST, END = date(2024, 2, 10), date(2025, 1, 20)
CALENDAR = WorkingCalendar("BY", FIRST, END)
DAYS = [FIRST + timedelta(days=n) for n in range((END - FIRST).days + 1)]

share = st.floats(0, 1)
changes = st.builds(
    Change,
    st.integers(FIRST.toordinal() - 200, END.toordinal() + 50),
    st.integers(0, 2),
    st.floats(-3, 9),
    st.one_of(st.just(0.0), st.floats(0, 400)),
    share,
)
numbers = st.builds(
    StaffNumbers,
    fte=st.tuples(*[st.floats(0, 60)] * 3),
    hours_share=st.tuples(*[st.floats(0.1, 1)] * 3),
    net_minutes=st.integers(0, 480).map(float),
    absence=st.tuples(*[share] * 12),
    meeting_minutes=st.integers(0, 60).map(float),
    lead_working_days=st.integers(0, 30),
    changes=st.lists(changes, max_size=4).map(tuple),
)


def staff_on(staff: StaffNumbers, team: int, day: date) -> tuple[float, float]:
    """FTE by productivity, and FTE by heads, from the definition."""
    productive = present = staff.fte[team]
    for change in staff.changes:
        age = day.toordinal() - change.first_day
        if change.team == team and age >= 0:
            learnt = age / change.ramp_up_days if change.ramp_up_days > 0 else 1.0
            start = change.productivity_at_start
            part = min(1.0, start + (1 - start) * learnt) if change.ramp_up_days > 0 else 1.0
            productive += change.fte * (part if change.fte > 0 else 1.0)
            present += change.fte
    return max(0.0, productive), max(0.0, present)


@settings(max_examples=40, deadline=None)
@given(numbers, st.integers(0, 2))
def test_minutes_are_those_of_the_definition(staff: StaffNumbers, team: int) -> None:
    time = StaffTime(staff, CALENDAR)
    for place in range(0, len(DAYS), 7):
        day = DAYS[place]
        productive, present = staff_on(staff, team, day)
        at_work = 1 - staff.absence[day.month - 1]
        heads = present / staff.hours_share[team]
        wanted = (productive * staff.net_minutes - heads * staff.meeting_minutes) * at_work
        assert time.fte[team, place] == pytest.approx(productive, abs=1e-9)
        assert time.heads[team, place] == pytest.approx(heads, abs=1e-9)
        # Rounding down; a wanted number may lie a hair beside a whole one.
        low, high = (max(0, math.floor(wanted + hair)) for hair in (-1e-6, 1e-6))
        assert low <= time.minutes[team, place] <= high


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 90), st.sampled_from(["BY", "BE"]))
def test_the_day_that_is_booked_lies_the_lead_time_ahead(lead: int, land: str) -> None:
    calendar = WorkingCalendar(land, FIRST, END)
    rising = StaffNumbers((1.0,) * 3, (1.0,) * 3, 1.0, (0.0,) * 12, 0.0, lead, ())
    time = StaffTime(rising, calendar)
    time.minutes = np.tile(np.arange(len(DAYS)), (3, 1))  # each day tells its own place
    booked = time.booked(END.toordinal())
    for place, day in enumerate(DAYS):
        try:
            ahead = calendar.add_working_days_ordinal(day.toordinal(), lead)
        except RunError:
            ahead = END.toordinal()
        assert booked[1, place] == ahead - FIRST.toordinal()


def test_neutral_numbers_give_the_same_time_every_day() -> None:
    scenario = load_scenario("small")
    time = StaffTime(staff_numbers(scenario), CALENDAR)
    assert set(time.minutes[0]) == {int(1.3 * (210 * (1 - 0.2)))}
    assert set(time.minutes[2]) == {0}
    starts = [FIRST.toordinal(), date(2024, 3, 1).toordinal()]
    assert time.monthly_fte(starts, starts[1] + 20).tolist() == [[1.3, 2.7, 0.0]] * 2
    assert time.minutes_per_fte(0, 7) == 210 * (1 - 0.2)


def test_absence_by_month_keeps_the_mean_of_the_year() -> None:
    summer = load_scenario("staff-turnover")
    staff = staff_numbers(summer)
    assert sum(staff.absence) / 12 == pytest.approx(0.2)
    assert max(staff.absence) == staff.absence[6] == pytest.approx(0.28)


def test_new_staff_learn_in_a_straight_line_and_leaving_staff_are_gone_at_once() -> None:
    begin = date(2024, 3, 1).toordinal()
    staff = StaffNumbers(
        (10.0, 10.0, 0.0),
        (0.5, 1.0, 1.0),
        100.0,
        (0.0,) * 12,
        5.0,
        10,
        (Change(begin, 0, 4.0, 100.0, 0.25), Change(begin, 1, -4.0, 100.0, 0.25)),
    )
    time = StaffTime(staff, CALENDAR)
    place = begin - CALENDAR.first_ordinal
    assert list(time.fte[0, [place - 1, place, place + 50, place + 100, place + 101]]) == [
        10.0,
        11.0,
        12.5,
        14.0,
        14.0,
    ]
    assert list(time.fte[1, [place - 1, place]]) == [10.0, 6.0]
    assert list(time.heads[0, [place - 1, place]]) == [20.0, 28.0]
    assert list(time.minutes[0, [place - 1, place]]) == [900, 960]
    assert time.minutes_per_fte(0, 3) == 100 - 5 / 0.5


def test_months_of_ramp_up_are_mean_months() -> None:
    assert staff_numbers(load_scenario("staff-turnover")).changes[2] == Change(
        date(2024, 7, 1).toordinal(), 1, 5.0, 6 * DAYS_PER_MONTH, 0.4
    )


# -- in a run --------------------------------------------------------------------------------


def small(name: str = "small", **changes: Any) -> Scenario:
    """A small scenario; keyword names use __ for dots."""
    wanted: dict[str, object] = {
        "population.size": 150,
        "staff.teams.under_25.fte": 0.4,
        "staff.teams.from_25.fte": 0.8,
        "months": 8,
        "warm_up_months": 0,
    }
    wanted |= {key.replace("__", "."): value for key, value in changes.items()}
    return load_scenario(name).replace(wanted, allow_outside_range=True)


def leaving(day: str, team: str, fte: float) -> dict[str, Any]:
    number = {"value": fte, "unit": "FTE", "range": (-9.0, 9.0)}
    origin = {"grade": "assumption", "source": "Made for a test."}
    return {"first_day": day, "team": team, "fte": {**number, **origin}}


def run(scenario: Scenario) -> SimulationResult:
    return simulate(scenario, workers=1, seed=3, engine="compiled")


def values(result: SimulationResult, indicator: str, team: str) -> pd.Series[float]:
    rows = result.months[
        (result.months["indicator"] == indicator) & (result.months["team"] == team)
    ]
    return rows.set_index("month")["value"]


@pytest.fixture(scope="module")
def managed() -> SimulationResult:
    return run(small(staff__teams__case_management__fte=0.5))


def test_persons_with_complex_needs_belong_to_case_management(managed: SimulationResult) -> None:
    cases = managed.cases
    assert set(cases["team"]) == set(TEAMS)
    assert ((cases["team"] == "case_management") == cases["vulnerable"]).all()
    rest = cases[~cases["vulnerable"]]
    assert ((rest["team"] == "under_25") == rest["under_25"]).all()
    events = managed.events.merge(cases[["case", "vulnerable"]], on="case")
    assert ((events["team"] == "case_management") == events["vulnerable"]).all()


def test_all_teams_add_up(managed: SimulationResult) -> None:
    months = managed.months[managed.months["indicator"] != "wait_days"]
    wide = months.pivot(index=["month", "indicator"], columns="team", values="value")
    assert set(wide.columns) == {*TEAMS, "all"}
    assert np.allclose(wide[list(TEAMS)].sum(axis=1), wide["all"])
    assert values(managed, "stock", "case_management").iloc[-1] > 20
    minutes = managed.events.groupby("team", observed=True)["minutes"].sum()
    for team in TEAMS:
        assert values(managed, "minutes_needed", team).sum() == minutes[team]


def test_without_staff_for_it_there_is_no_such_team() -> None:
    result = run(small(months=1))
    assert set(result.months["team"]) == {"under_25", "from_25", "all"}
    assert set(result.events["team"]) == {"under_25", "from_25"}


def test_with_plenty_of_staff_and_like_intervals_only_the_team_changes() -> None:
    plenty = {
        "staff__teams__under_25__fte": 100.0,
        "staff__teams__from_25__fte": 100.0,
        "contact__interval_months__under_25": 3,
    }
    one = run(small(**plenty))
    two = run(small(**plenty, staff__teams__case_management__fte=100.0))
    for frame in ("events", "cases"):
        # Teams book one after the other, so that the order within a day is another one.
        left, right = (
            getattr(result, frame)
            .drop(columns="team")
            .sort_values(["case", *(["date"] if frame == "events" else [])], kind="stable")
            .reset_index(drop=True)
            for result in (one, two)
        )
        pd.testing.assert_frame_equal(left, right)
    assert len(one.events) > 1000
    assert "case_management" in set(two.events["team"]) - set(one.events["team"])


def test_case_management_has_its_own_interval() -> None:
    scenario = load_scenario("case-management")
    few = {
        "population.size": 150,
        "population.share_vulnerable": 1.0,
        "staff.teams.case_management.fte": 50.0,
        "months": 8,
        "warm_up_months": 0,
    }
    talks = []
    for months in (1, 6):
        changed = scenario.replace(
            {**few, "contact.interval_months.case_management": months}, allow_outside_range=True
        )
        talks.append(values(run(changed), "talks", "case_management").sum())
    assert talks[0] > 1.5 * talks[1]


def test_no_day_is_booked_beyond_its_minutes_while_staff_change() -> None:
    scenario = small(
        staff__changes=[leaving("2024-03-01", "from_25", -0.5)],
        staff__absence_by_month__july=5.0,
    )
    result = run(scenario)
    calendar = WorkingCalendar(scenario.land, date(2024, 1, 1), date(2025, 6, 30))
    time = StaffTime(staff_numbers(scenario), calendar)
    sent = result.events[result.events["event"] == "invitation_sent"]
    first = sent["before"].str.contains("first_talk_outstanding|suspended_before_talk|legacy_agr")
    clearing = sent["before"].str.contains(r"\|once_due\|")
    minutes = np.where(clearing, 30, np.where(first, 60, 40))
    booked = pd.Series(minutes).groupby([sent["team"].to_numpy(), sent["date"].to_numpy()]).sum()
    days = 0
    for (team, day), total in booked.items():
        ahead = calendar.add_working_days_ordinal(pd.Timestamp(day).toordinal(), 10)
        place = ahead - calendar.first_ordinal
        assert total <= time.minutes[TEAMS.index(team), place]
        days += 1
    assert days > 100
    waiting = values(result, "backlog", "from_25").iloc[-1]
    assert waiting > values(run(small()), "backlog", "from_25").iloc[-1] + 5


def test_fte_available_and_needed_follow_the_days() -> None:
    scenario = small(
        staff__changes=[
            leaving("2024-03-18", "from_25", -0.5),
            leaving("2024-05-01", "from_25", 0.5),
        ],
        staff__absence_by_month__april=1.2,
    )
    result = run(scenario)
    calendar = WorkingCalendar(scenario.land, date(2024, 1, 1), date(2025, 6, 30))
    staff = staff_numbers(scenario)
    for month in range(1, 9):
        label = f"2024-{month:02d}"
        days = [
            day.date()
            for day in pd.date_range(f"{label}-01", periods=31)
            if day.month == month and calendar.is_working_day(day.date())
        ]
        wanted = np.mean([staff_on(staff, 1, day)[0] for day in days])
        assert values(result, "fte_available", "from_25")[label] == pytest.approx(wanted)
        minutes = values(result, "minutes_needed", "from_25")[label]
        per_fte = 210 * (1 - staff.absence[month - 1]) * len(days)
        assert values(result, "fte_needed", "from_25")[label] == pytest.approx(minutes / per_fte)
    assert values(result, "fte_available", "under_25").nunique() == 1


def test_part_time_costs_time_only_with_meetings() -> None:
    part_time = {"staff__teams__from_25__mean_hours_share": 0.5}
    alike = [run(small(months=2, **more)).months for more in ({}, part_time)]
    pd.testing.assert_frame_equal(*alike)
    time = [
        StaffTime(staff_numbers(small(staff__meeting_minutes_per_head=20, **more)), CALENDAR)
        for more in ({"staff__teams__from_25__mean_hours_share": 1.0}, part_time)
    ]
    assert time[0].minutes[1, 0] == int(0.8 * 210 * 0.8 - 0.8 * 20 * 0.8)
    assert time[1].minutes[1, 0] == int(0.8 * 210 * 0.8 - 1.6 * 20 * 0.8)


def test_in_a_country_an_office_without_such_staff_has_no_such_team() -> None:
    country = load_scenario("germany").replace(
        {
            "population.size": 900,
            "staff.teams.under_25.fte": 2.5,
            "staff.teams.from_25.fte": 5.0,
            "staff.teams.case_management.fte": 0.02,
            "staff.changes": [leaving("2024-02-01", "from_25", -2.0)],
            "offices.spread.count": 4,
            "offices.spread.region_count": 1,
            "flows.monthly_move_rate": 0.05,
            "months": 4,
            "warm_up_months": 0,
        },
        allow_outside_range=True,
    )
    staffed = {o.number for o in office_scenarios(country) if o.fte_case_management > 0}
    assert 0 < len(staffed) < 4
    result = simulate(country, workers=1, seed=3, engine="compiled")
    assert set(result.months["team"]) == {*TEAMS, "all"}
    events = result.events
    served = set(events[events["team"] == "case_management"]["office"])
    assert served == staffed
    months = result.office_months
    assert months is not None
    mine = months[(months["team"] == "case_management") & ~months["office"].isin(list(staffed))]
    assert len(mine) > 0 and (mine["value"] == 0).all()
    wide = months.pivot(
        index=["office", "month", "indicator"], columns="team", values="value"
    ).drop(index="wait_days", level="indicator")
    assert np.allclose(wide[list(TEAMS)].sum(axis=1), wide["all"])
    whole = values(result, "fte_available", "from_25")
    assert whole["2024-01"] == pytest.approx(5.0) and whole["2024-03"] == pytest.approx(3.0)
    moved = events.merge(result.cases[["office", "case", "vulnerable"]], on=["office", "case"])
    there = moved[moved["office"].isin(list(staffed))]
    assert ((there["team"] == "case_management") == there["vulnerable"]).all()


def test_public_holidays_are_no_working_days() -> None:
    result = run(small(land="BY", months=6))
    closed = pd.Timestamp("2024-05-30")  # Corpus Christi, in Bavaria
    at_work = result.events[result.events["event"].isin(["talk_held", "invitation_sent"])]
    assert len(at_work) > 100
    assert not (at_work["date"] == closed).any()
