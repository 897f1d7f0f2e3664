"""Simulated office-years at any staff: only here does the staffing analysis run the engine."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pandas as pd

from ...model.periods import add_months
from ...scenarios import Scenario
from ...simulation import Replicator, staff_time
from ...simulation.horizon import effective_rule_set
from ...simulation.replicator import TableName, Tables
from ..errors import AnalysisError
from .effort import counts_by_task
from .measures import OfficeYear
from .obligations import can_be_judged, outcomes
from .targets import Target

Staff = Mapping[str, float]
"""FTE by team."""

MONTHS_PER_YEAR = 12
CHUNK = 24
"""How many office-years are run before their tables are summed up and let go."""

_STAFF = re.compile(r"staff\.teams\.(\w+)\.fte")


def teams_of(scenario: Scenario) -> dict[str, float]:
    """Return the FTE of each team that the office has, in the order of the scenario."""
    present = staff_time.teams_of(scenario)
    return {
        found[1]: float(parameter.value)
        for path, parameter in scenario.parameters()
        if (found := _STAFF.fullmatch(path)) and found[1] in present
    }


def judged_scenario(scenario: Scenario, months: int | None = None) -> Scenario:
    """Return the scenario with the months that are judged: one year, or its own if it has fewer.

    Raises:
        AnalysisError: if it describes many offices.
    """
    if scenario.offices is not None:
        raise AnalysisError(
            f"Scenario {scenario.name!r} describes {scenario.offices.count} offices; staff is "
            "searched for one office: take one from office_scenarios(scenario), or baseline."
        )
    wanted = months if months is not None else min(MONTHS_PER_YEAR, scenario.months)
    return scenario.replace({"months": wanted})


def check_horizon(target: Target, scenario: Scenario) -> None:
    """Complain about a target that the judged months are too short for.

    Raises:
        AnalysisError: if no obligation of its deadline can begin and end within them.
    """
    name, rule_set = target.measure.deadline, effective_rule_set(scenario)
    last_day = add_months(scenario.start, scenario.months) - timedelta(days=1)
    if name and not can_be_judged(name, rule_set, scenario.start, last_day):
        raise AnalysisError(
            f"{target.measure.name} cannot be judged in {scenario.months} months, because its "
            "deadline is as long; judge more of them (--months), such as 12."
        )


class OfficeYears:
    """Runs office-years of one scenario with other staff.

    The same number means the same persons and the same chance (common random numbers).

    Args:
        scenario: what is run; its ``months`` are the judged ones.
        replicator: runs them.
        with_log: whether outcomes of deadlines are read from the event log, which takes longer.
    """

    def __init__(self, scenario: Scenario, replicator: Replicator, with_log: bool = False) -> None:
        self.scenario = scenario
        self.with_log = with_log
        self.runs = 0
        self._replicator = replicator
        self._rule_set = effective_rule_set(scenario)
        self._last_day = add_months(scenario.start, scenario.months) - timedelta(days=1)

    def run(
        self,
        jobs: Sequence[tuple[Staff, int]],
        *,
        with_log: bool | None = None,
        with_tasks: bool = False,
        changes: Mapping[str, object] | None = None,
    ) -> list[OfficeYear]:
        """Return an office-year for each (staff, number); ``changes`` alter other parameters.

        ``with_tasks`` counts the tasks as well, which needs the log.

        Raises:
            RunError: if a run cannot start or a MUST property breaks.
        """
        log = with_tasks or (self.with_log if with_log is None else with_log)
        done = []
        for first in range(0, len(jobs), CHUNK):
            chunk = jobs[first : first + CHUNK]
            for (_, number), tables in zip(chunk, self._tables(chunk, log, changes), strict=True):
                done.append(self._year(number, tables, with_tasks))
        return done

    def tables(self, jobs: Sequence[tuple[Staff, int]]) -> list[Tables]:
        """Return months and event log of each (staff, number)."""
        return self._tables(jobs, True, None)

    def _tables(
        self,
        jobs: Sequence[tuple[Staff, int]],
        log: bool,
        changes: Mapping[str, object] | None,
    ) -> list[Tables]:
        names: tuple[TableName, ...] = ("months", "events") if log else ("months",)
        made: dict[tuple[tuple[str, float], ...], Scenario] = {}
        runs = []
        for staff, number in jobs:
            key = tuple(sorted(staff.items()))
            if key not in made:
                made[key] = self._staffed(staff, changes or {})
            runs.append((made[key], number))
        self.runs += len(runs)
        return self._replicator.run(runs, names)

    def _staffed(self, staff: Staff, changes: Mapping[str, object]) -> Scenario:
        fte = {f"staff.teams.{team}.fte": float(value) for team, value in staff.items()}
        return self.scenario.replace({**fte, **changes}, allow_outside_range=True)

    def _year(self, number: int, tables: Tables, with_tasks: bool) -> OfficeYear:
        sums = month_sums(tables["months"])
        if "events" not in tables:
            return OfficeYear(number, self.scenario.months, sums)
        events = tables["events"]
        found = outcomes(events, self._rule_set, self._last_day)
        tasks = counts_by_task(events, self._rule_set) if with_tasks else {}
        return OfficeYear(number, self.scenario.months, sums, found, tasks)


def month_sums(months: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Return the indicators of one replication summed over its months, by team."""
    sums = months.groupby(["team", "indicator"], sort=False, observed=True)["value"].sum()
    result: dict[str, dict[str, float]] = {}
    for team, name, value in sums.reset_index().itertuples(index=False):
        result.setdefault(str(team), {})[str(name)] = float(value)
    return result
