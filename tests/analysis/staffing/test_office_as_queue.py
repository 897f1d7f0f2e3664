"""The engine's office with everything but first talks switched off is a queue with day slots.

Only newcomers take time: a first talk of 60 minutes, and the team has 240 minutes a day, so four
slots each working day; nobody stays away, and every other task costs nothing. Newcomers arrive at
random (Poisson) on every day of the week, are served in order, and wait whole days. The law of that
queue is followed day by day here, with working days from the library ``holidays``, and nothing of
the engine. Where every day is a working day, its stationary mean is ``mean_wait_day_slots`` (see
``test_queueing``).
"""

from __future__ import annotations

import math
from datetime import date, timedelta

import holidays
import numpy as np
import pandas as pd
import pytest
from koopsim.analysis.queueing import mean_wait_allen_cunneen, mean_wait_day_slots
from koopsim.scenarios import Scenario, load_scenario
from koopsim.simulation import Replicator
from scipy import stats
from scipy.signal import fftconvolve

SLOTS, PERSONS, EXITS = 4, 1500, 0.045
REPLICATIONS, FALSE_ALARM = 24, 0.001
FIRST, START, LAST = date(2023, 11, 1), date(2024, 1, 1), date(2024, 12, 31)
NOTHING = (
    "population.share_under_25",
    "population.share_minor",
    "population.share_vulnerable",
    "population.share_rehabilitation",
    "population.share_holistic_coaching",
    "population.share_integrated_to_capacity",
    "population.share_unemployment_benefit",
    "population.share_training_transferred",
    "population.share_before_need",
    "population.share_not_agreed",
    "population.share_from_unemployment_insurance",
    "flows.monthly_move_rate",
    "flows.ground_share",
    "flows.participation_plan_yearly_rate",
    "flows.monthly_reporting_rate",
    "attendance.no_show.first",
    "attendance.no_show.follow_up",
    "measure.monthly_start_rate",
    "staff.absence_share",
)


def only_first_talks() -> Scenario:
    base = load_scenario("small")
    off = dict.fromkeys(NOTHING, 0.0)
    free = {path: 0 for path, _ in base.parameters() if path.startswith("minutes.")}
    work = {
        "minutes.first_talk": 60,
        "population.size": PERSONS,
        "population.share_with_plan": 1.0,
        "flows.monthly_exit_rate.from_25": EXITS,
        "contact.interval_months.from_25": 12,
        "contact.adherence_interval_months": 12,
        "staff.teams.from_25.fte": 1.0,
        "staff.net_minutes_per_day": 60 * SLOTS,
        "staff.lead_working_days": 5,
        "warm_up_months": 2,
        "months": 12,
    }
    return base.replace({**off, **free, **work}, allow_outside_range=True)


def arrivals_per_day() -> float:
    """Exits of a month, spread over its days, are replaced by arrivals."""
    return PERSONS * EXITS / (365.25 / 12)


def working_days() -> dict[date, bool]:
    """Every day of the run, and whether the office is open."""
    closed = holidays.country_holidays("DE", subdiv="NW", years=(2023, 2024))
    days = [FIRST + timedelta(days=i) for i in range((LAST - FIRST).days + 1)]
    return {day: day.weekday() < 5 and day not in closed for day in days}


def expected_left_over() -> np.ndarray:
    """Expected number left waiting at the end of each reported day, from the law of the queue."""
    asking = stats.poisson.pmf(np.arange(60), arrivals_per_day())
    law = np.zeros(400)
    law[0], means = 1.0, []
    for day, is_open in working_days().items():
        law = np.clip(fftconvolve(law, asking)[: len(law)], 0, None)
        if is_open:
            served = np.zeros_like(law)
            served[0] = law[: SLOTS + 1].sum()
            served[1 : len(law) - SLOTS] = law[SLOTS + 1 :]
            law = served
        if day >= START:
            means.append(float(law @ np.arange(len(law))))
    return np.array(means)


class Newcomers:
    """Who came and who was invited, day by day, in one log; who left unserved is left out."""

    def __init__(self, events: pd.DataFrame) -> None:
        days = pd.date_range(START, LAST)
        invited = events[events["acts"].astype(str).str.startswith("invitation(to=first_talk")]
        entered = events[events["event"] == "enter"]
        served = set(invited["case"])
        known = entered[entered["case"].isin(served)]
        self.all = len(entered)
        self.came = known["date"].value_counts().reindex(days, fill_value=0).to_numpy()
        went = invited["date"].value_counts().reindex(days, fill_value=0).to_numpy()
        # Who was invited without having entered in the log has waited since before it began.
        self.before = len(served - set(entered["case"]))
        self.left_over = self.before + np.cumsum(self.came - went)


@pytest.fixture(scope="module")
def logs() -> list[pd.DataFrame]:
    chosen = only_first_talks()
    with Replicator(seed=6, workers=1, engine="compiled") as replicator:
        jobs = [(chosen, number) for number in range(REPLICATIONS)]
        return [each["events"] for each in replicator.run(jobs, ("events",))]


def test_each_day_serves_those_who_wait_up_to_its_slots(logs):
    """The queue's own recursion, with the arrivals that came, gives every day of every log."""
    is_open = [each for day, each in working_days().items() if day >= START]
    for each in logs:
        seen, waiting = Newcomers(each), 0
        waiting = seen.before
        for day in range(len(is_open) - 10):  # who waits at the end is not served within the log
            waiting += int(seen.came[day])
            waiting -= min(waiting, SLOTS) if is_open[day] else 0
            assert waiting == seen.left_over[day]


def test_arrivals_are_as_many_as_the_formula_takes(logs):
    # A Poisson number over all logs (n = 24 years, about 19,500), false alarm 1 in 1,000.
    count, mean = sum(Newcomers(each).all for each in logs), arrivals_per_day() * 366 * len(logs)
    assert abs(count - mean) < float(stats.norm.ppf(1 - FALSE_ALARM / 2)) * math.sqrt(mean)


def test_waits_are_those_of_the_queue(logs):
    # Seed 6, n = 24 office-years of 366 days; two-sided Student t, false alarm 1 in 1,000. Those
    # who leave benefit while they wait (0.15 % a day) are allowed 1 % beside.
    expected = expected_left_over()[:-10].mean()
    seen = np.array([Newcomers(each).left_over[:-10].mean() for each in logs])
    half = float(stats.t.ppf(1 - FALSE_ALARM / 2, REPLICATIONS - 1)) * seen.std(ddof=1)
    half /= math.sqrt(REPLICATIONS)
    assert half < 0.3 * expected
    assert abs(seen.mean() - expected) < half + 0.01 * expected


def test_no_day_has_more_talks_than_slots(logs):
    for each in logs[:4]:
        invited = each[each["acts"].astype(str).str.startswith("invitation(to=first_talk")]
        per_day = invited.groupby("date").size()
        assert per_day.max() == SLOTS
        assert each.loc[each["minutes"] > 0, "event"].astype(str).unique().tolist() == ["talk_held"]


def test_day_slots_become_a_queue_with_constant_services_under_heavy_traffic():
    # A day of c slots and one server that takes 1/c day each: the waits meet as both grow.
    ratios = []
    for load in (0.9, 0.99, 0.999):
        arrivals = load * SLOTS
        constant = mean_wait_allen_cunneen(1, arrivals, 1 / SLOTS, 0.0)
        ratios.append(mean_wait_day_slots(arrivals, SLOTS) / constant)
    assert ratios[0] < ratios[1] < ratios[2] < 1
    assert ratios[2] == pytest.approx(1, abs=0.01)
