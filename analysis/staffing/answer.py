"""How much staff does it take? The whole question: demand, curve, search, check, bottlenecks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from ...scenarios import Scenario
from ...simulation import Replicator
from ...simulation.runner import total_days
from ..errors import AnalysisError
from ..intervals import CONFIDENCE, Interval, share_interval
from .answers import StaffAnswer, TargetAnswer, TeamAnswer
from .curve import (
    Curve,
    Demand,
    measured,
    persons_of,
    rises,
    simulate_curve,
    simulate_demand,
    staff_levels,
    years_per_level,
)
from .decision import Decision, office_years_needed
from .effort import effort_table
from .measures import BREACHES, EVERYBODY, MEASURES, OfficeYear
from .office_years import OfficeYears, Staff, check_horizon, judged_scenario, teams_of
from .savings import SAVING_YEARS, Saving, savings
from .search import LEAST_LEVEL, STEPS_PER_FTE, Found, Judged, Start, Unit, measured_in, search_all
from .stages import Stages
from .targets import DEFAULT_TARGET, Target, parse_target

LOGGED_CHECKS = 20
"""In how many office-years of the check the event log is read."""

GUESSED_LOOKS = 6
"""How many whole looks a search is guessed to take, for the progress bar."""


def least_staff(
    scenario: Scenario,
    targets: Sequence[Target | str] = (DEFAULT_TARGET,),
    *,
    months: int | None = None,
    confidence: float = CONFIDENCE,
    office_years: int | None = None,
    curve_years: int | None = None,
    saving_years: int = SAVING_YEARS,
    seed: int = 1,
    workers: int | None = None,
    stages: Stages | None = None,
) -> StaffAnswer:
    """Find the least staff that meets the targets, and what staff does to deadlines.

    Args:
        scenario: one office.
        targets: what must hold, as `Target` or as text (see `parse_target`).
        months: judged months of an office-year; 12, or the scenario's own if it has fewer.
        confidence: how sure the answer is to be (1 - error).
        office_years: office-years that decide; the least that suffice by default.
        curve_years: office-years at each level of the curve; 10, or 5 for a large office.
        saving_years: office-years that are run again with a minute less; 0 leaves this out.
        seed: 0 to 2**64 - 1; the same seed gives the same answer on any number of workers.
        workers: processes to use; all cores if None.
        stages: shows progress.

    Raises:
        AnalysisError: if a target is not accepted, or the scenario has many offices or no staff.
        RunError: if a run cannot start.
    """
    chosen = judged_scenario(scenario, months)
    persons = float(chosen.population.size.value)
    per_level = curve_years if curve_years is not None else years_per_level(persons)
    if per_level < 2 or saving_years < 0 or saving_years == 1:
        raise AnalysisError(
            "An interval needs two office-years: give 2 or more for curve_years, and 0 or 2 or "
            "more for saving_years."
        )
    present = teams_of(chosen)
    judged = [_target(each, tuple(present)) for each in targets]
    for target in judged:
        check_horizon(target, chosen)
    units = _units(judged, present)
    decisions = {
        t.probability: office_years_needed(t.probability, confidence, office_years) for t in judged
    }
    by_unit = {unit.name: _judged(unit, judged, decisions) for unit in units}
    with (
        stages or Stages() as shown,
        Replicator(seed=seed, workers=workers, engine="compiled", progress=shown) as replicator,
    ):
        years = OfficeYears(chosen, replicator, _needs_log(judged))
        work = _Work(chosen, years, shown, per_level, saving_years)
        return work.answer(units, by_unit, present, seed, confidence)


class _Work:
    """The stages of the analysis, one after the other."""

    def __init__(
        self,
        scenario: Scenario,
        years: OfficeYears,
        stages: Stages,
        per_level: int,
        saving_years: int,
    ) -> None:
        self._scenario, self._years, self._stages = scenario, years, stages
        self._days = total_days(scenario, None, 1)
        self._persons = int(scenario.population.size.value)
        self._per_level, self._saving_years = per_level, saving_years

    def answer(
        self,
        units: Sequence[Unit],
        judged: Mapping[str, Sequence[Judged]],
        present: Staff,
        seed: int,
        confidence: float,
    ) -> StaffAnswer:
        """Do the work."""
        demand = self._demand(present)
        now = self._logged([(present, number) for number in range(self._per_level)])
        curve = self._curve(demand, present)
        found = self._search(units, judged, demand, curve, present)
        staff = {**present}
        for each in found.values():
            if each.level is not None:
                staff |= each.unit.staff(each.level)
        most = max(j.decision.office_years for each in judged.values() for j in each)
        checked = self._check(staff, most)
        effort, saved = self._effort(demand, staff)
        asked = dict.fromkeys(
            [j.target.measure for each in judged.values() for j in each]
            + [MEASURES[name] for name in BREACHES]
        )
        teams = [
            _team(found[unit.name], judged[unit.name], demand, now, present, checked)
            for unit in units
        ]
        return StaffAnswer(
            self._scenario,
            seed,
            confidence,
            present,
            staff,
            teams,
            demand,
            now,
            curve,
            rises(curve, list(asked)),
            checked,
            effort,
            saved,
            self._years.runs,
            found,
        )

    def _logged(self, jobs: Sequence[tuple[Staff, int]]) -> list[OfficeYear]:
        return self._years.run(jobs, with_log=True)

    def _demand(self, present: Staff) -> Demand:
        self._stages.begin("demand", 2 * self._per_level * self._days)
        return simulate_demand(
            partial(self._years.run, with_tasks=True),
            self._persons,
            tuple(present),
            self._per_level,
        )

    def _curve(self, demand: Demand, present: Staff) -> Curve:
        levels = staff_levels(demand, present)
        self._stages.begin("curve", len(levels) * self._per_level * self._days)
        return simulate_curve(self._logged, levels, self._per_level)

    def _search(
        self,
        units: Sequence[Unit],
        judged: Mapping[str, Sequence[Judged]],
        demand: Demand,
        curve: Curve,
        present: Staff,
    ) -> dict[str, Found]:
        """Search the units that are not lost even with unlimited staff."""
        starts = [
            self._start(unit, judged[unit.name], curve)
            for unit in units
            if not _lost(judged[unit.name], demand.years)
        ]
        most = max(j.decision.office_years for each in judged.values() for j in each)
        self._stages.begin("search", GUESSED_LOOKS * most * self._days)
        found = search_all(starts, present, self._years.run) if starts else {}
        return {unit.name: found.get(unit.name, Found(unit)) for unit in units}

    def _start(self, unit: Unit, judged: Sequence[Judged], curve: Curve) -> Start:
        """Return where to begin: at the least level from which on the curve shows no miss."""
        fte = [sum(staff[team] for team in unit.shares) for staff in curve.staff]
        looks_met = [
            all(j.target.met_by(year, j.team) for j in judged for year in years)
            for years in curve.years
        ]
        first = len(fte)
        while first > 0 and looks_met[first - 1]:
            first -= 1
        rising = [round(STEPS_PER_FTE * each) for each in fte]
        most = max(STEPS_PER_FTE * self._persons, rising[-1] + 1)
        guess = rising[first] if first < len(rising) else most
        levels = sorted({LEAST_LEVEL, *rising, most})
        return Start(unit, judged, levels, levels.index(guess))

    def _check(self, staff: Staff, most: int) -> list[OfficeYear]:
        """Run fresh office-years at the staff found."""
        self._stages.begin("check", most * self._days)
        numbers = range(most, 2 * most)
        logged = self._logged([(staff, number) for number in numbers[:LOGGED_CHECKS]])
        return logged + self._years.run([(staff, number) for number in numbers[LOGGED_CHECKS:]])

    def _effort(self, demand: Demand, staff: Staff) -> tuple[pd.DataFrame, list[Saving]]:
        """Return where the working time goes without waiting, and what a minute less saves."""
        self._stages.begin("savings", 6 * self._saving_years * self._days)
        years = demand.years
        per_fte = {
            team: sum(year.sums[team]["minutes_needed"] for year in years)
            / max(len(years) * demand.fte[team], 1e-12)
            for team in demand.staff
        }
        effort = effort_table([year.tasks for year in years], self._scenario, per_fte)
        return effort, savings(effort, self._scenario, self._years, staff, self._saving_years)


def _target(given: Target | str, teams: Sequence[str]) -> Target:
    return parse_target(given, teams) if isinstance(given, str) else given


def _units(targets: Sequence[Target], present: Staff) -> list[Unit]:
    """Return what is searched: each team that a target is about, or all teams together."""
    if not targets:
        raise AnalysisError(f"Give at least one target, such as {DEFAULT_TARGET!r}.")
    if any(target.team == EVERYBODY for target in targets):
        total = sum(present.values())
        if total <= 0:
            raise AnalysisError(
                "The scenario has no staff, so nothing says how all teams together would share "
                "it; give targets for single teams."
            )
        return [Unit(EVERYBODY, {team: fte / total for team, fte in present.items()})]
    named = {target.team for target in targets}
    return [Unit(team, {team: 1.0}) for team in present if None in named or team in named]


def _judged(
    unit: Unit, targets: Sequence[Target], decisions: Mapping[float, Decision]
) -> list[Judged]:
    """Return the targets of a unit; all teams together keep the targets of each team as well."""
    found = []
    for target in targets:
        decision = decisions[target.probability]
        if target.team is None and unit.name == EVERYBODY:
            found += [Judged(target, decision, team) for team in unit.shares]
        elif target.team in (None, unit.name) or unit.name == EVERYBODY:
            found.append(Judged(target, decision, measured_in(target, unit)))
    return found


def _needs_log(targets: Sequence[Target]) -> bool:
    return any(target.measure.deadline for target in targets)


def _lost(judged: Sequence[Judged], years: Sequence[OfficeYear]) -> bool:
    """Tell whether unlimited staff already misses a target more often than is accepted."""
    return any(
        sum(not j.target.met_by(year, j.team) for year in years) > j.decision.failures
        for j in judged
    )


def _team(
    found: Found,
    judged: Sequence[Judged],
    demand: Demand,
    now: Sequence[OfficeYear],
    present: Staff,
    checked: Sequence[OfficeYear],
) -> TeamAnswer:
    """Put together what is known of one unit."""
    unit = found.unit
    return TeamAnswer(
        unit.name,
        sum(present[team] for team in unit.shares),
        found.fte,
        sum(demand.fte[team] for team in unit.shares),
        persons_of(checked, unit.name),
        measured(MEASURES["utilisation"], checked, unit.name),
        [_target_answer(each, demand, now, checked) for each in judged],
        found.reversals(),
    )


def _target_answer(
    judged: Judged, demand: Demand, now: Sequence[OfficeYear], checked: Sequence[OfficeYear]
) -> TargetAnswer:
    each, team = judged.target.measure, judged.team
    readable = [year for year in checked if not each.deadline or year.outcomes]
    return TargetAnswer(
        judged.target,
        team,
        judged.decision,
        measured(each, demand.years, team),
        measured(each, now, team),
        measured(each, readable, team),
        _share_met(judged.target, readable, team),
        _share_met(judged.target, now, team),
    )


def _share_met(target: Target, years: Sequence[OfficeYear], team: str) -> Interval:
    return share_interval(sum(target.met_by(year, team) for year in years), len(years))
