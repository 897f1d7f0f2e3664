"""The SimPy engine: flows balance, bytes repeat, the log replays, staff suffice or do not."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from holidays import country_holidays
from koopsim.model.errors import RunError
from koopsim.model.process.states import LEAVES, parse_configuration
from koopsim.model.process.text import Text
from koopsim.model.properties import Always, Monitor, Observation, Property
from koopsim.model.properties.formula import TRUE, emits
from koopsim.model.table.cache import table_for
from koopsim.model.table.transition_table import REFUSED, TransitionTable
from koopsim.model.vocabulary import Modality
from koopsim.scenarios import Scenario, load_scenario
from koopsim.simulation import SimulationResult, simulate, stepper
from koopsim.simulation.horizon import effective_rule_set
from koopsim.simulation.runner import total_days
from koopsim.simulation.tables import scenario_tables

SMALL = {
    "population.size": 150,
    "staff.teams.under_25.fte": 0.6,
    "staff.teams.from_25.fte": 1.2,
    "months": 4,
    "warm_up_months": 2,
}
FRAMES = ("events", "cases", "months", "daily_stock")
Changed = Callable[..., Scenario]


def small(name: str = "small", **changes: object) -> Scenario:
    """A scenario of the library, made small; keyword names use __ for dots."""
    wanted = {**SMALL, **{key.replace("__", "."): value for key, value in changes.items()}}
    return load_scenario(name).replace(wanted, allow_outside_range=True)


def digests(result: SimulationResult) -> dict[str, str]:
    """The sha256 of each frame as a Parquet file."""
    found = {}
    for name in FRAMES:
        buffer = io.BytesIO()
        getattr(result, name).to_parquet(buffer, engine="pyarrow", index=False)
        found[name] = hashlib.sha256(buffer.getvalue()).hexdigest()
    return found


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return small()


@pytest.fixture(scope="module")
def result(scenario: Scenario) -> SimulationResult:
    """Two replications of the small scenario, in one process."""
    return simulate(scenario, replications=2, seed=7, workers=1)


@pytest.fixture(scope="module")
def stress() -> SimulationResult:
    """Everything rare made frequent: the widest log."""
    wide = small(
        "stress-conciliation",
        population__size=300,
        months=14,
        staff__teams__under_25__fte=1.2,
        staff__teams__from_25__fte=2.5,
    )
    return simulate(wide, seed=3, workers=1)


def value(result: SimulationResult, indicator: str, team: str = "all") -> pd.Series:
    chosen = result.months[
        (result.months["indicator"] == indicator) & (result.months["team"] == team)
    ]
    return chosen.set_index(["replication", "month"])["value"]


# -- flows -----------------------------------------------------------------------------------


def test_the_stock_balances_on_every_day(result: SimulationResult) -> None:
    for _, days in result.daily_stock.groupby("replication"):
        assert list(days["date"]) == list(pd.date_range("2024-01-01", "2024-04-30"))
        flows = days["arrivals"] - days["exits"]
        assert (days["stock"].diff().iloc[1:] == flows.iloc[1:]).all()
    assert result.daily_stock[["arrivals", "exits"]].sum().min() > 0


def test_the_stock_is_that_of_the_cases(result: SimulationResult) -> None:
    for (replication, day), row in result.daily_stock.set_index(["replication", "date"]).iterrows():
        cases = result.cases[result.cases["replication"] == replication]
        there = (cases["entered"].isna() | (cases["entered"] <= day)) & (
            cases["left"].isna() | (cases["left"] > day)
        )
        assert there.sum() == row["stock"]
        assert (cases["entered"] == day).sum() == row["arrivals"]
        assert (cases["left"] == day).sum() == row["exits"]


def test_months_sum_the_days(result: SimulationResult) -> None:
    days = result.daily_stock.assign(month=result.daily_stock["date"].dt.strftime("%Y-%m"))
    by_month = days.groupby(["replication", "month"])
    for flow in ("arrivals", "exits"):
        pd.testing.assert_series_equal(
            by_month[flow].sum(),
            value(result, flow),
            check_names=False,
            check_dtype=False,
            check_index_type=False,
        )
    pd.testing.assert_series_equal(
        by_month["stock"].last(),
        value(result, "stock"),
        check_names=False,
        check_dtype=False,
        check_index_type=False,
    )


# -- the same seed ---------------------------------------------------------------------------


def test_same_seed_same_bytes_again_and_in_two_processes(
    scenario: Scenario, result: SimulationResult
) -> None:
    parallel = simulate(scenario, replications=2, seed=7, workers=2)
    assert digests(parallel) == digests(result)
    assert parallel.manifest == result.manifest


def test_a_single_replication_is_the_first_of_many(
    scenario: Scenario, result: SimulationResult
) -> None:
    alone = simulate(scenario, replications=1, seed=7, workers=1)
    for name in FRAMES:
        first = getattr(result, name)
        first = first[first["replication"] == 0].reset_index(drop=True)
        pd.testing.assert_frame_equal(getattr(alone, name), first, check_categorical=False)


def test_replications_differ(result: SimulationResult) -> None:
    parts = [
        part.drop(columns="replication").reset_index(drop=True)
        for _, part in result.events.groupby("replication")
    ]
    assert len(parts) == 2
    assert not parts[0].equals(parts[1])


def test_another_seed_gives_another_course(scenario: Scenario, result: SimulationResult) -> None:
    other = simulate(scenario, replications=1, seed=8, workers=1)
    assert not (set(digests(other).values()) & set(digests(result).values()))


@pytest.mark.parametrize(
    "changes",
    [
        {"minutes__update": 90, "minutes__follow_up_talk": 60},
        {"attendance__no_show__follow_up": 0.6},
    ],
    ids=["minutes", "no-shows"],
)
def test_a_changed_parameter_moves_no_other_draw(
    result: SimulationResult, changes: dict[str, float]
) -> None:
    changed = simulate(small(**changes), replications=2, seed=7, workers=1)
    persons = [c for c in result.cases.columns if c != "configuration"]
    pd.testing.assert_frame_equal(changed.cases[persons], result.cases[persons])
    pd.testing.assert_frame_equal(changed.daily_stock, result.daily_stock)
    assert not changed.events.equals(result.events)


# -- the log ---------------------------------------------------------------------------------


def _steps(result: SimulationResult) -> pd.DataFrame:
    text = result.events.astype(
        {name: str for name in ("event", "before", "after", "acts", "rules", "team")}
    )
    return text[~text["event"].str.startswith("deadline_missed:")]


@pytest.mark.parametrize("which", ["result", "stress"])
def test_the_rows_of_a_case_form_a_chain(which: str, request: pytest.FixtureRequest) -> None:
    events = request.getfixturevalue(which).events
    text = events.astype({"before": str, "after": str})
    previous = text.groupby(["replication", "case"])["after"].shift()
    assert (previous.isna() | (previous == text["before"])).all()
    assert text.groupby("replication")["date"].is_monotonic_increasing.all()
    missed = text[text["event"].astype(str).str.startswith("deadline_missed:")]
    assert len(missed) > 0
    assert (missed["before"] == missed["after"]).all()
    assert (missed["minutes"] == 0).all()


@pytest.mark.parametrize("which", ["result", "stress"])
def test_the_log_replays_on_the_table(which: str, request: pytest.FixtureRequest) -> None:
    found: SimulationResult = request.getfixturevalue(which)
    table = table_for(found.rule_set)
    steps = _steps(found)[["before", "event", "after", "acts", "rules"]].drop_duplicates()
    assert len(steps) > 100
    wrong = [
        row
        for row in steps.itertuples(index=False)
        if row[2:] not in _outcomes(table, row[0], row[1])
    ]
    assert wrong == []


def _outcomes(table: TransitionTable, before: str, event: str) -> set[tuple[str, str, str]]:
    cell = table.cells[table.index[parse_configuration(before)], event]
    entries = [table.entries[o] for o in cell.outcomes if o != REFUSED]
    return {
        ("|".join(table.configurations[e.after]), "; ".join(map(str, e.acts)), ", ".join(e.rules))
        for e in entries
    }


def test_the_last_row_of_a_case_is_its_configuration(result: SimulationResult) -> None:
    last = result.events.groupby(["replication", "case"])["after"].last()
    final = result.cases.set_index(["replication", "case"])["configuration"].astype(str)
    assert (final[last.index] == last.astype(str)).all()


def test_arrivals_begin_with_their_entry(result: SimulationResult) -> None:
    first = result.events.groupby(["replication", "case"], as_index=False).first()
    merged = first.merge(result.cases, on=["replication", "case"])
    arrived = merged[merged["entered"] >= "2024-01-01"]
    assert len(arrived) > 0
    assert set(arrived["event"].astype(str)) <= {"enter", "enter_from_unemployment_insurance"}
    came_over = arrived["event"] == "enter_from_unemployment_insurance"
    assert (came_over == (arrived["origin"] == "unemployment_insurance")).all()
    assert (arrived["date"] == arrived["entered"]).all()


# -- indicators, counted once more from the log ------------------------------------------------

ACT_PATTERNS = {
    "first_invitations": r"\binvitation\(to=first_talk",
    "invitations_without_notice": r"\binvitation\([^)]*notice=no",
    "invitations_with_notice": r"\binvitation\([^)]*notice=yes",
    "talks": r"\btalk\(",
    "first_talks": r"\btalk\(kind=first\)",
    "no_shows": r"\bno_show\(",
    "plans_made": r"plan_issued\(version=new",
    "updates_done": r"plan_issued\(version=update",
    "updates_unchanged": r"plan_confirmed_unchanged",
    "agreements_reviews": r"adherence_review",
    "demands_with_notice": r"\bdemand\(",
    "individual_checks": r"individual_check",
    "conciliations": r"conciliation_opened",
    "ground_reviews": r"ground_review\(",
    "waiver_reviews": r"waiver_review\(",
    "returns_to_trust": r"return_to_trust",
    "measures_started": r"measure_assignment",
    "moves": r"handover",
    "appointment_reductions": r"\breduction\(ground=missed_appointment",
    "breach_reductions": r"\breduction\(ground=breach",
}
EVENT_NAMES = {
    "updates_missed": ("deadline_missed:update_due",),
    "first_talks_missed": ("deadline_missed:first_talk_due",),
    "analyses_missed": ("deadline_missed:analysis_due",),
    "plans_missed": ("deadline_missed:plan_due",),
    "ground_reviews_missed": ("deadline_missed:ground_review_due",),
    "waiver_reviews_missed": ("deadline_missed:waiver_review_due",),
    "bookings": ("invitation_sent",),
    "arrivals": ("enter", "enter_from_unemployment_insurance"),
}


def _recount(result: SimulationResult, indicator: str) -> pd.Series:
    events = result.events
    if indicator == "minutes_needed":
        counted = events["minutes"].astype(int)
    elif indicator in ACT_PATTERNS:
        counted = events["acts"].astype(str).str.count(ACT_PATTERNS[indicator])
    else:
        counted = events["event"].astype(str).isin(EVENT_NAMES[indicator]).astype(int)
    month = events["date"].dt.strftime("%Y-%m")
    return counted.groupby([events["replication"], month, events["team"].astype(str)]).sum()


@pytest.mark.parametrize("which", ["result", "stress"])
@pytest.mark.parametrize("indicator", [*ACT_PATTERNS, *EVENT_NAMES, "minutes_needed"])
def test_an_indicator_is_what_the_log_says(
    which: str, indicator: str, request: pytest.FixtureRequest
) -> None:
    found: SimulationResult = request.getfixturevalue(which)
    own = _recount(found, indicator)
    months = found.months[found.months["indicator"] == indicator]
    for row in months[months["team"] != "all"].itertuples():
        assert row.value == own.get((row.replication, row.month, row.team), 0)
    for row in months[months["team"] == "all"].itertuples():
        teams = [own.get((row.replication, row.month, team), 0) for team in ("under_25", "from_25")]
        assert row.value == sum(teams)


def test_every_indicator_of_acts_is_recounted() -> None:
    from koopsim.simulation.months import COUNTED_ACTS

    assert set(ACT_PATTERNS) == set(COUNTED_ACTS)


def test_levels_of_the_last_month_are_those_of_the_cases(stress: SimulationResult) -> None:
    plan = Counter(text.split("|")[0] for text in stress.cases["configuration"].astype(str))
    last = stress.months["month"].max()
    levels = stress.months[(stress.months["month"] == last) & (stress.months["team"] == "all")]
    values = levels.set_index("indicator")["value"]
    for indicator, states in {
        "stock_with_notice": ["plan_with_notice"],
        "stock_exempt": ["exempt"],
        "stock_waived": ["waived"],
        "stock_not_agreed": ["not_agreed"],
    }.items():
        assert values[indicator] == sum(plan[state] for state in states)
    for indicator, compound in {
        "stock_no_plan": "no_plan",
        "stock_suspended": "suspended",
        "stock_conciliation": "conciliation",
        "stock_support": "follow_up_support",
    }.items():
        assert values[indicator] == sum(
            n for leaf, n in plan.items() if LEAVES[leaf].parent == compound
        )
    in_benefit = (
        "stock_no_plan",
        "stock_trust",
        "stock_with_notice",
        "stock_returning",
        "stock_conciliation",
        "stock_suspended",
        "stock_exempt",
        "stock_waived",
        "stock_moved",
    )
    assert values["stock"] == sum(values[name] for name in in_benefit)


def test_updates_due_are_those_done_in_time_and_those_missed(result: SimulationResult) -> None:
    due = value(result, "updates_in_time") + value(result, "updates_missed")
    pd.testing.assert_series_equal(due, value(result, "updates_due"), check_names=False)
    done = value(result, "updates_done") + value(result, "updates_unchanged")
    assert (value(result, "updates_in_time") <= done).all()


def test_fte_needed_is_minutes_over_productive_minutes(
    scenario: Scenario, result: SimulationResult
) -> None:
    productive = 210 * (1 - 0.2)
    closed = country_holidays("DE", subdiv=scenario.land, years=2024)
    for (replication, month), minutes in value(result, "minutes_needed").items():
        days = [d for d in pd.date_range(month, periods=31) if d.strftime("%Y-%m") == month]
        working = sum(d.weekday() < 5 and d.date() not in closed for d in days)
        wanted = minutes / (working * productive)
        assert value(result, "fte_needed")[replication, month] == pytest.approx(wanted)


# -- calendar and staff ----------------------------------------------------------------------

OFFICE_EVENTS = (
    "talk_held",
    "talk_missed",
    "talk_ended",
    "invitation_sent",
    "reporting_invitation_sent",
    "reporting_kept",
    "reporting_missed",
    "agreements_kept",
    "agreements_not_kept",
    "demand_issued",
    "notice_reviewed",
    "ground_reviewed",
    "waiver_reviewed",
    "appointment_reduction_decided",
    "breach_reduction_decided",
    "counselling_offered",
    "measure_started",
    "conciliation_agreed",
    "need_established",
)


@pytest.mark.parametrize("which", ["result", "stress"])
def test_nobody_works_on_a_closed_day(which: str, request: pytest.FixtureRequest) -> None:
    found: SimulationResult = request.getfixturevalue(which)
    closed = country_holidays("DE", subdiv=found.scenario.land, years=[2023, 2024, 2025])
    office = found.events[found.events["event"].astype(str).isin(OFFICE_EVENTS)]
    days = office["date"].drop_duplicates()
    assert [str(d) for d in days if d.weekday() >= 5 or d.date() in closed] == []
    lead = pd.Timestamp("2024-01-01")
    assert (days >= lead).all()


def test_an_appointment_lies_the_lead_time_after_its_invitation(
    scenario: Scenario, result: SimulationResult
) -> None:
    closed = country_holidays("DE", subdiv=scenario.land, years=[2023, 2024])
    lead = scenario_tables(scenario).plain.lead_working_days
    sent: dict[tuple[int, int], date] = {}
    checked = 0
    for row in result.events.itertuples():
        key = (row.replication, row.case)
        if row.event == "invitation_sent":
            sent[key] = row.date.date()
        elif row.event in ("talk_held", "talk_missed") and key in sent:
            day, left = sent[key], lead
            while left:
                day += timedelta(days=1)
                left -= day.weekday() < 5 and day not in closed
            assert row.date.date() == day
            checked += 1
    assert checked > 50


def test_no_day_is_booked_beyond_its_minutes(scenario: Scenario, result: SimulationResult) -> None:
    tables = scenario_tables(scenario)
    teams = scenario.staff.teams
    capacity = {
        name: int(team.fte.value * 210 * (1 - 0.2))
        for name, team in (("under_25", teams.under_25), ("from_25", teams.from_25))
    }
    booked = _steps(result)
    booked = booked[booked["event"] == "invitation_sent"]
    minutes = booked["before"].map(lambda text: tables.minutes[_slot(*text.split("|")[:2])])
    by_day = minutes.groupby([booked["replication"], booked["team"], booked["date"]]).sum()
    assert len(by_day) > 100
    assert [(key, n) for key, n in by_day.items() if n > capacity[key[1]]] == []


def _slot(plan: str, invitation: str) -> str:
    if invitation == "once_due":
        return "clarifying_talk"
    first = ("first_talk_outstanding", "suspended_before_talk", "legacy_agreement")
    return "first_talk" if plan in first else "follow_up_talk"


def test_too_few_staff_make_people_wait_and_updates_late(result: SimulationResult) -> None:
    few = simulate(
        small(staff__teams__under_25__fte=0.25, staff__teams__from_25__fte=0.5),
        replications=2,
        seed=7,
        workers=1,
    )
    assert value(few, "wait_days").mean() > value(result, "wait_days").mean() + 1
    assert value(few, "updates_missed").sum() > value(result, "updates_missed").sum()
    assert value(few, "backlog").sum() > value(result, "backlog").sum()
    assert value(few, "talks").sum() < value(result, "talks").sum()


def test_an_office_without_staff_books_nothing() -> None:
    empty = simulate(
        small(staff__teams__under_25__fte=0, staff__teams__from_25__fte=0, months=2), workers=1
    )
    for indicator in ("bookings", "talks", "no_shows", "plans_made", "wait_days"):
        assert value(empty, indicator).sum() == 0
    assert value(empty, "backlog").iloc[-1] > 0
    assert value(empty, "fte_available").sum() == 0
    assert value(empty, "first_talks_missed").sum() > 0


# -- scenarios of the library ------------------------------------------------------------------


def test_old_agreements_end_in_2023() -> None:
    legacy = simulate(small("legacy-2023", months=8, warm_up_months=0), workers=1)
    steps = _steps(legacy)
    under = steps["after"].str.startswith("legacy_")
    assert under.any()
    assert steps.loc[under, "date"].max() < pd.Timestamp("2024-01-01")
    expired = steps[steps["event"] == "legacy_agreement_expired"]
    assert (expired["date"] == pd.Timestamp("2024-01-01")).all()
    assert len(expired) > 0
    late = steps[steps["date"] >= "2024-01-01"]
    assert not late["acts"].str.contains("ground=legacy").any()
    assert not legacy.cases["configuration"].astype(str).str.startswith("legacy_").any()


# What this scenario cannot show, with the reason.
NOT_IN_STRESS = {
    "legacy_agreement": "old agreements ended with 2023",
    "legacy_analysed": "old agreements ended with 2023",
}


def test_the_stress_scenario_visits_every_state_of_the_plan(stress: SimulationResult) -> None:
    seen = {
        text.split("|")[0]
        for column in ("before", "after")
        for text in stress.events[column].astype(str).unique()
    }
    plan = {leaf.name for leaf in LEAVES.values() if leaf.region == "plan"}
    assert plan - seen == set(NOT_IN_STRESS)
    assert value(stress, "conciliations").sum() > 5


def test_without_the_layer_of_reductions_there_is_none() -> None:
    off = small("stress-conciliation", reductions__enabled=False, months=6)
    plain = simulate(off, workers=1)
    acts = plain.events["acts"].astype(str)
    assert not acts.str.contains(r"hearing_opened|\breduction\(").any()
    assert value(plain, "no_shows").sum() > 0
    assert effective_rule_set(off).reduction_layer is False
    assert plain.manifest["rule_set"]["name"] == "2023-07-01"


# -- what stops a run --------------------------------------------------------------------------


def test_a_broken_must_property_stops_the_run_with_the_story(
    monkeypatch: pytest.MonkeyPatch, scenario: Scenario
) -> None:
    broken = Always(
        name="nobody_ever_talks",
        modality=Modality.MUST,
        cites=("15.2",),
        title=Text("nie", "never"),
        when=emits("talk"),
        then=~TRUE,
    )

    class LateMonitor(Monitor):
        """Says nothing before February: a story needs steps that are on record."""

        def broken(self, step: Observation, *more: Any) -> list[Property]:
            late = step.day >= date(2024, 2, 1).toordinal()
            return super().broken(step, *more) if late else []

    monkeypatch.setattr(stepper, "rule_monitor", lambda _: LateMonitor((broken,), {}))
    with pytest.raises(RunError) as stopped:
        simulate(scenario, workers=1)
    text = str(stopped.value)
    assert text.startswith(
        "property nobody_ever_talks (15.2) is broken by 'talk_held' on 2024-02-01 in case "
    )
    assert "The case so far:\n" in text
    assert "[Rz " in text.splitlines()[1]


@pytest.mark.parametrize(
    "changes",
    [
        {"start": date(2023, 8, 1), "warm_up_months": 2},
        {"start": date(2026, 4, 1), "months": 4},
    ],
    ids=["too early", "too late"],
)
def test_days_outside_the_rule_set_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(
        RunError, match="rule set 2023-07-01 is valid from 2023-07-01 to 2026-06-30"
    ):
        simulate(small(**changes), workers=1)
    marked = small(**{**changes, "months": 1}, counterfactual=True, population__size=20)
    assert len(simulate(marked, workers=1).daily_stock) in (30, 31)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"replications": 0}, "replications must be 1 to 10000, not 0"),
        ({"seed": -1}, "seed must be 0 to"),
        ({"seed": 1 << 64}, "seed must be 0 to"),
        ({"workers": 0}, "workers must be at least 1"),
    ],
)
def test_wrong_numbers_are_refused(
    scenario: Scenario, arguments: dict[str, int], said: str
) -> None:
    with pytest.raises(RunError, match=said):
        simulate(scenario, **arguments)  # type: ignore[arg-type]


# -- reading a result --------------------------------------------------------------------------


def test_a_result_shows_itself(result: SimulationResult) -> None:
    assert repr(result) == (
        f"SimulationResult(scenario='small', months=4, replications=2, events={len(result.events)})"
    )
    assert "<table" in result._repr_html_()
    assert result.replications == 2
    totals = result.totals()
    assert list(totals.index) == ["2024-01", "2024-02", "2024-03", "2024-04"]
    assert (
        totals.loc["2024-01", "talks"] == value(result, "talks").xs("2024-01", level="month").mean()
    )


def test_progress_hears_of_every_day(scenario: Scenario) -> None:
    class Counting:
        days = 0

        def advance(self, days: int) -> None:
            self.days += days

    short = small(months=1, warm_up_months=0, population__size=20)
    heard = Counting()
    simulate(short, replications=2, workers=1, progress=heard)
    assert heard.days == total_days(short, None, 2) == 62
