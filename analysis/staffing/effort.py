"""Which task eats the minutes, and what one minute less of it would save.

The event log says which acts a step emitted; the scenario says what each costs. Their product is
counted here task by task, with the engine's own price list, so that the parts add up to the
working time of the result, to the minute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from ...model.effort_keys import TASK_KEYS
from ...model.process.states import parse_configuration
from ...model.rule_set import RuleSet
from ...scenarios import Scenario
from ...simulation.effort import minutes_key, slot_key
from ...simulation.tables import scenario_tables
from .measures import TaskCounts
from .obligations import acts_of

NO_SHOW: Final = "no_show"
"""The task of slots that are lost because nobody comes."""

TASKS: Final = (*TASK_KEYS, NO_SHOW)
"""All tasks, with what a no-show costs as one of its own."""

_REPORTING = frozenset({"plain_reporting", "notice_reporting"})
_INVITATION_REGION = 1

Prices = Mapping[str, int]


def counts_by_task(
    events: pd.DataFrame, rule_set: RuleSet
) -> dict[str, dict[tuple[str, str], float]]:
    """Return how often each task was done, by team, in an event log of one replication."""
    columns = ["team", "before", "acts"]
    groups = events.groupby(columns, observed=True, sort=False).size().reset_index(name="count")
    result: dict[str, dict[tuple[str, str], float]] = {}
    for team, before, acts, count in groups.itertuples(index=False):
        into = result.setdefault(str(team), {})
        for key in _tasks(str(before), str(acts), rule_set):
            into[key] = into.get(key, 0.0) + float(count)
    return result


def _tasks(before: str, acts: str, rule_set: RuleSet) -> list[tuple[str, str]]:
    """Return the tasks of a step."""
    configuration, found = parse_configuration(before), []
    for act in acts_of(acts, rule_set):
        if act.kind == "no_show":
            if configuration[_INVITATION_REGION] not in _REPORTING:
                found.append((NO_SHOW, slot_key(configuration)))
        elif key := minutes_key(act, configuration):
            found.append((key, ""))
    return found


def prices_of(scenario: Scenario) -> tuple[Prices, int]:
    """Return minutes by task, and the part of a slot that a no-show costs [permille]."""
    tables = scenario_tables(scenario)
    return tables.minutes, tables.plain.no_show_slot_permille


def minutes_of(counts: TaskCounts, prices: Prices, permille: int) -> dict[str, float]:
    """Return the working time by task [minutes]."""
    result = dict.fromkeys(TASKS, 0.0)
    for (task, slot), count in counts.items():
        each = prices[slot] * permille // 1000 if task == NO_SHOW else prices[task]
        result[task] += count * each
    return result


def effort_table(
    years: Sequence[Mapping[str, TaskCounts]],
    scenario: Scenario,
    minutes_per_fte: Mapping[str, float],
) -> pd.DataFrame:
    """Return where the working time of several office-years goes.

    Columns: team, task, minutes_each (0 for no-shows, whose price depends on the slot), count and
    minutes (means per office-year), fte, share (of the team's time), and fte_saved: the FTE that
    one minute less of the task would save, no-shows of its slots included; 0 where it takes no
    time.

    Args:
        years: how often each task was done, by team, in each office-year (`counts_by_task`).
        scenario: whose minutes are meant.
        minutes_per_fte: productive time of one FTE in an office-year by team [minutes].
    """
    prices, permille = prices_of(scenario)
    by_team: dict[str, dict[tuple[str, str], float]] = {}
    for year in years:
        for team, counted in year.items():
            into = by_team.setdefault(team, {})
            for key, count in counted.items():
                into[key] = into.get(key, 0.0) + count / len(years)
    rows = []
    for team, per_fte in minutes_per_fte.items():
        counts = by_team.get(team, {})
        minutes = minutes_of(counts, prices, permille)
        total = sum(minutes.values())
        for task in TASKS:
            number = sum(count for (name, _), count in counts.items() if name == task)
            rows.append(
                (
                    team,
                    task,
                    prices.get(task, 0),
                    number,
                    minutes[task],
                    minutes[task] / per_fte if per_fte else np.nan,
                    minutes[task] / total if total else np.nan,
                    _saved(task, counts, prices, permille) / per_fte if per_fte else np.nan,
                )
            )
    columns = ["team", "task", "minutes_each", "count", "minutes", "fte", "share", "fte_saved"]
    return pd.DataFrame(rows, columns=columns)


def _saved(task: str, counts: TaskCounts, prices: Prices, permille: int) -> float:
    """Return the minutes that one minute less of a task saves."""
    if prices.get(task, 0) < 1:
        return 0.0
    cheaper = {**prices, task: prices[task] - 1}
    before, after = (sum(minutes_of(counts, p, permille).values()) for p in (prices, cheaper))
    return before - after
