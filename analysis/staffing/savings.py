"""What one minute less of a task saves in missed deadlines: the same office-years, once cheaper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from ...scenarios import Scenario
from ..intervals import Interval, mean_interval
from .measures import EVERYBODY, OfficeYear
from .office_years import OfficeYears, Staff

SAVING_YEARS = 24
"""Office-years that are run again with a minute less."""

MOST_TASKS = 4
"""For how many tasks the office is simulated again, besides the plan update."""

UPDATE = "update"

MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True)
class Saving:
    """What one minute less of a task changes, all teams together.

    ``fte`` is the working time saved where nobody waits [FTE]. The others are differences at the
    staff of the check, with Student intervals over paired office-years: update deadlines missed and
    first talks late [per year], waiting time [days].
    """

    task: str
    minutes_now: int
    fte: float
    updates_missed: Interval
    first_talks_missed: Interval
    wait_days: Interval


def savings(
    effort: pd.DataFrame,
    scenario: Scenario,
    years: OfficeYears,
    staff: Staff,
    saving_years: int = SAVING_YEARS,
) -> list[Saving]:
    """Return what a minute less saves, for the tasks where it saves most time, and the update.

    Args:
        effort: the table of `effort_table`.
        scenario: whose minutes are meant.
        years: runs the office-years.
        staff: FTE by team at which deadlines are compared.
        saving_years: how many office-years are compared; with 0 there is nothing to say.
    """
    by_task = effort.groupby("task", sort=False)["fte_saved"].sum().sort_values(ascending=False)
    first = [str(task) for task in by_task.head(MOST_TASKS).index]
    chosen = [task for task in dict.fromkeys([*first, UPDATE]) if by_task[task] > 0]
    if not chosen or not saving_years:
        return []
    jobs = [(staff, number) for number in range(saving_years)]
    before = years.run(jobs, with_log=False)
    found = []
    for task in chosen:
        path = f"minutes.{task}"
        now = int(getattr(scenario.minutes, task).value)
        after = years.run(jobs, with_log=False, changes={path: now - 1})
        found.append(
            Saving(
                task,
                now,
                float(by_task[task]),
                _change(before, after, _per_year("updates_missed")),
                _change(before, after, _per_year("first_talks_missed")),
                _change(before, after, _wait),
            )
        )
    return found


def _per_year(name: str) -> Callable[[OfficeYear], float]:
    return lambda year: year.sums[EVERYBODY][name] * MONTHS_PER_YEAR / year.months


def _wait(year: OfficeYear) -> float:
    sums = year.sums[EVERYBODY]
    return sums["wait_days_sum"] / sums["bookings"] if sums["bookings"] else float("nan")


def _change(
    before: Sequence[OfficeYear],
    after: Sequence[OfficeYear],
    of: Callable[[OfficeYear], float],
) -> Interval:
    """Return the mean of paired differences, after minus before."""
    return mean_interval(of(b) - of(a) for a, b in zip(before, after, strict=True))
