"""The tables of the answer, as plain data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ...model.process.text import Language
from ..formatting import interval, percent_interval
from ..intervals import Interval
from ..reports.document import Cell, Column, Table
from . import wording as words
from .answers import STATUTORY_CASELOAD, StaffAnswer, TeamAnswer
from .curve import measured
from .measures import BREACHES, MEASURES, Measure, OfficeYear
from .sentences import team_title, teams_shown, value_text
from .task_titles import task_title

_CURVE_MEASURES = (
    "update_overdue",
    *BREACHES,
    "plan_missed",
    "takeover_missed",
    "wait_days",
    "backlog_per_fte",
    "utilisation",
)


def needed_table(answer: StaffAnswer, language: Language) -> Table:
    """Return the staff needed by team, beside what there is and what others would plan."""
    fte = words.FTE[language]
    columns = [
        Column(words.TEAM[language]),
        Column(words.PERSONS[language], words.MEAN[language], "whole"),
        Column(words.PRESENT[language], fte, "number", 2),
        Column(words.WANTED[language], fte, "number", 2),
        Column(words.RATIO[language], "n", "whole"),
        Column(words.STATUTORY[language], fte, "number", 1),
        Column(words.DEMAND[language], fte, "number", 1),
        Column(words.UTILISATION[language], "", "share", 1),
    ]
    rows = [_needed_row(team, answer, language) for team in answer.teams]
    if len(rows) > 1:
        rows.append(_total_row(answer, language))
    return Table("staff-needed", words.NEEDED_TABLE[language], columns, rows)


def _needed_row(team: TeamAnswer, answer: StaffAnswer, language: Language) -> list[Cell]:
    return [
        team_title(team.team, language),
        team.persons,
        team.present,
        team.needed,
        team.caseload,
        planned_fte(team, answer),
        team.demand,
        team.utilisation.mean if team.needs_staff else None,
    ]


def planned_fte(team: TeamAnswer, answer: StaffAnswer) -> float:
    """Return the FTE of a team by the ratios of § 44c(4) SGB II; NaN if there is none for it."""
    if team.team in answer.present:
        return team.persons / STATUTORY_CASELOAD.get(team.team, math.nan)
    months = answer.scenario.months
    return sum(
        float(sum(y.sums[name]["stock"] for y in answer.checked))
        / (months * len(answer.checked) * STATUTORY_CASELOAD.get(name, math.nan))
        for name in answer.present
    )


def _total_row(answer: StaffAnswer, language: Language) -> list[Cell]:
    teams = answer.teams
    return [
        team_title("all", language) if len(teams) == len(answer.present) else "∑",
        sum(team.persons for team in teams),
        sum(team.present for team in teams),
        sum(team.needed for team in teams),
        None,
        sum(planned_fte(team, answer) for team in teams),
        sum(team.demand for team in teams),
        None,
    ]


def targets_table(answer: StaffAnswer, language: Language) -> Table:
    """Return each target with the level now, with the staff needed, and with unlimited staff."""
    columns = [
        Column(words.TARGET[language]),
        Column(words.TEAM[language]),
        Column(words.NOW[language]),
        Column(words.THEN[language]),
        Column(words.LIMITS[language]),
        Column(words.FLOOR[language]),
        Column(words.YEARS_MET[language], "", "share", 1),
        Column(words.LIMITS[language]),
    ]
    rows: list[list[Cell]] = []
    for team in answer.teams:
        for each in team.targets:
            measure = each.target.measure
            found = each.then if team.reachable else Interval(math.nan, math.nan, math.nan, 0)
            met = each.met if team.reachable else found
            rows.append(
                [
                    str(each.target),
                    team_title(each.team, language),
                    value_text(measure, each.now.mean, language),
                    value_text(measure, found.mean, language) if team.reachable else None,
                    limits_text(measure, found, language),
                    value_text(measure, each.floor.mean, language),
                    met.mean,
                    percent_interval(met.low, met.high, language, 1),
                ]
            )
    return Table("targets", words.TARGETS_TABLE[language], columns, rows)


def limits_text(measure: Measure, found: Interval, language: Language) -> str:
    """Return the limits of a measure as text; empty if there are none."""
    if measure.unit == "share":
        return percent_interval(found.low, found.high, language, 1)
    return interval(found.low, found.high, language)


def deadlines_table(answer: StaffAnswer, language: Language) -> Table:
    """Return the probability that a due obligation is missed, by team and obligation."""
    columns = [
        Column(words.MEASURE[language]),
        Column(words.RULE[language]),
        Column(words.TEAM[language]),
        Column(words.NOW[language], "", "share", 1),
        Column(words.LIMITS[language]),
        Column(words.THEN[language], "", "share", 1),
        Column(words.LIMITS[language]),
        Column(words.FLOOR[language], "", "share", 1),
    ]
    rows: list[list[Cell]] = []
    for name in BREACHES:
        measure = MEASURES[name]
        for team in teams_shown(answer):
            now, then, floor = deadline_levels(answer, measure, team)
            rows.append(
                [
                    measure.title[language],
                    ", ".join(measure.rules),
                    team_title(team, language),
                    now.mean,
                    limits_text(measure, now, language),
                    then.mean,
                    limits_text(measure, then, language),
                    floor.mean,
                ]
            )
    return Table("deadlines", words.DEADLINES_TABLE[language], columns, rows)


def deadline_levels(
    answer: StaffAnswer, measure: Measure, team: str
) -> tuple[Interval, Interval, Interval]:
    """Return a measure with the scenario's staff, with that of the check, and without waiting."""
    return (
        measured(measure, answer.now, team),
        measured(measure, _readable(answer.checked, measure), team),
        measured(measure, answer.demand.years, team),
    )


def _readable(years: Sequence[OfficeYear], measure: Measure) -> list[OfficeYear]:
    return [year for year in years if not measure.deadline or year.outcomes]


def curve_table(answer: StaffAnswer, language: Language) -> Table:
    """Return the curve in numbers: a row for each team and staff level."""
    columns = [
        Column(words.TEAM[language]),
        Column(words.FTE[language], "", "number", 2),
        Column(words.PERSONS_PER_FTE[language], "", "whole"),
        *(_curve_column(MEASURES[name], language) for name in _CURVE_MEASURES),
    ]
    rows: list[list[Cell]] = []
    table = answer.curve.table
    for team in answer.present:
        own = table[table["team"] == team]
        wide = own.pivot(index="level", columns="measure", values="value")
        heads = own.drop_duplicates("level").set_index("level")
        for level in wide.index:
            head: Any = heads.loc[level]
            values = [float(wide.loc[level, name]) for name in _CURVE_MEASURES]
            rows.append(
                [team_title(team, language), float(head["fte"]), float(head["caseload"]), *values]
            )
    return Table("curve", words.CURVE_TABLE[language], columns, rows)


def _curve_column(measure: Measure, language: Language) -> Column:
    if measure.unit == "share":
        return Column(measure.title[language], "", "share", 1)
    unit = words.DAYS[language] if measure.unit == "days" else ""
    return Column(measure.title[language], unit, "number", 1)


def effort_rows(answer: StaffAnswer, language: Language) -> Table:
    """Return the working time by task and team, largest first; tasks that never came are left out.

    Numbers are those of a year of the scenario's length, with unlimited staff.
    """
    columns = [
        Column(words.TASK[language]),
        Column(words.TEAM[language]),
        Column(words.COUNT[language], words.PER_YEAR[language], "whole"),
        Column(words.EACH[language], words.MINUTES[language], "whole"),
        Column(words.FTE[language], "", "number", 2),
        Column(words.SHARE[language], "", "share", 1),
        Column(words.SAVED[language], words.FTE[language], "number", 3),
    ]
    table = answer.effort[answer.effort["count"] > 0]
    yearly = 12 / answer.scenario.months
    rows: list[list[Cell]] = [
        [
            task_title(str(row["task"]), language),
            team_title(str(row["team"]), language),
            float(row["count"]) * yearly,
            int(row["minutes_each"]) or None,
            float(row["fte"]),
            float(row["share"]),
            float(row["fte_saved"]) if row["minutes_each"] else None,
        ]
        for row in table.sort_values("fte", ascending=False, kind="stable").to_dict("records")
    ]
    return Table("effort", words.EFFORT_TABLE[language], columns, rows)


def savings_table(answer: StaffAnswer, language: Language) -> Table:
    """Return what one minute less of a task changes."""
    columns = [
        Column(words.TASK[language]),
        Column(words.EACH[language], words.MINUTES[language], "whole"),
        Column(words.SAVED[language], words.FTE[language], "number", 2),
        Column(words.UPDATES_CHANGE[language], words.PER_YEAR[language], "number", 1),
        Column(words.LIMITS[language]),
        Column(words.TALKS_CHANGE[language], words.PER_YEAR[language], "number", 1),
        Column(words.LIMITS[language]),
        Column(words.WAIT_CHANGE[language], words.DAYS[language], "number", 2),
        Column(words.LIMITS[language]),
    ]
    rows: list[list[Cell]] = [
        [
            task_title(each.task, language),
            each.minutes_now,
            each.fte,
            each.updates_missed.mean,
            interval(each.updates_missed.low, each.updates_missed.high, language, 1),
            each.first_talks_missed.mean,
            interval(each.first_talks_missed.low, each.first_talks_missed.high, language, 1),
            each.wait_days.mean,
            interval(each.wait_days.low, each.wait_days.high, language, 2),
        ]
        for each in answer.savings
    ]
    return Table("savings", words.SAVINGS_TABLE[language], columns, rows)
