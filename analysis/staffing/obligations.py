"""From the event log: of the deadlines that were due, how many were missed and how many kept.

An obligation begins when its clock starts and ends when the clock stops or starts anew. It was kept
if it ended by what the deadline asks for, missed if its last day passed before; else it fell away
(the person left, the state ended) and counts as neither. Only obligations that begin in the log and
are due before its end are counted, so that every one of them had its full time: a review every
six months is judged on those that began in the first half of a year.

What a step does to the clocks is read from the model's own declarations.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.process.acts import Act
from ...model.process.clocks import Limits
from ...model.process.deadlines import DEADLINE_INDEX, ActPattern, clock_operations, pattern
from ...model.process.states import parse_configuration
from ...model.rule_set import RuleSet
from ...model.table.cache import table_for
from ...simulation.recorder import DEADLINE_MISSED
from .measures import EVERYBODY

FULFILLED_BY: Final[Mapping[str, tuple[ActPattern, ...]]] = MappingProxyType(
    {
        "first_talk_due": (pattern("talk", kind="first"),),
        "analysis_due": (pattern("analysis"),),
        "plan_due": (pattern("plan_issued"),),
        "update_due": (pattern("plan_issued"), pattern("plan_confirmed_unchanged")),
        "update_after_move_due": (pattern("plan_issued"), pattern("plan_confirmed_unchanged")),
        "notice_review_due": (pattern("notice_review"),),
        "ground_review_due": (pattern("ground_review"),),
        "waiver_review_due": (pattern("waiver_review"),),
    }
)
"""What fulfils the deadlines that are counted."""

_NOTHING, _STARTED, _STOPPED, _MISSED = range(4)
_FULFILS = 4
Codes = tuple[int, ...]
_known_steps: dict[tuple[str, str, str, str], Codes] = {}


def outcomes(
    events: pd.DataFrame, rule_set: RuleSet, last_day: date
) -> dict[str, dict[str, tuple[int, int]]]:
    """Return (missed, in time) by team (``all`` included) and deadline.

    Args:
        events: the log of one replication and office, in order of time.
        rule_set: the rule set under which it was made.
        last_day: the last day of the log.
    """
    result: dict[str, dict[str, tuple[int, int]]] = {}
    codes = _codes(events, rule_set)
    teams = list(events["team"].cat.categories)
    for column, name in enumerate(FULFILLED_BY):
        ending = _last_start(name, rule_set, last_day)
        counts = _judged(events, codes[:, column], np.datetime64(ending, "s"))
        for place, team in enumerate(teams):
            result.setdefault(team, {})[name] = int(counts[0, place]), int(counts[1, place])
        result.setdefault(EVERYBODY, {})[name] = int(counts[0].sum()), int(counts[1].sum())
    return result


def _judged(events: pd.DataFrame, code: NDArray[np.int8], last_start: object) -> NDArray[np.int64]:
    """Return how many obligations of one deadline were (missed, kept), by team."""
    rows = np.flatnonzero(code != _NOTHING)
    rows = rows[np.argsort(events["case"].to_numpy()[rows], kind="stable")]
    case, kind = events["case"].to_numpy()[rows], code[rows] % _FULFILS
    began = events["date"].to_numpy()[rows] <= last_start
    same = np.zeros(len(rows), dtype=np.bool_)
    same[1:] = (case[1:] == case[:-1]) & (kind[:-1] == _STARTED) & began[:-1]
    missed = same & (kind == _MISSED)
    kept = same & (kind != _MISSED) & (code[rows] >= _FULFILS)
    team = events["team"].cat.codes.to_numpy()[rows]
    size = len(events["team"].cat.categories)
    return np.array([np.bincount(team[each], minlength=size) for each in (missed, kept)])


def _codes(events: pd.DataFrame, rule_set: RuleSet) -> NDArray[np.int8]:
    """Return what each row does to each deadline (rows x deadlines)."""
    columns = [events[name].cat.codes.to_numpy(np.int64) for name in ("before", "after", "acts")]
    sizes = [len(events[name].cat.categories) for name in ("before", "after", "acts")]
    key = (columns[0] * sizes[1] + columns[1]) * sizes[2] + columns[2]
    distinct, place = np.unique(key, return_inverse=True)
    names = [list(events[name].cat.categories) for name in ("before", "after", "acts")]
    steps = np.array(
        [
            _step(
                str(names[0][each // (sizes[1] * sizes[2])]),
                str(names[1][each // sizes[2] % sizes[1]]),
                str(names[2][each % sizes[2]]),
                rule_set,
            )
            for each in distinct
        ],
        dtype=np.int8,
    ).reshape(-1, len(FULFILLED_BY))
    codes: NDArray[np.int8] = steps[place]
    for column, name in enumerate(FULFILLED_BY):
        codes[(events["event"] == DEADLINE_MISSED + name).to_numpy(), column] = _MISSED
    return codes


def _step(before: str, after: str, acts: str, rule_set: RuleSet) -> Codes:
    """Return what a step does to each deadline; steps that were met before are remembered."""
    key = rule_set.digest, before, after, acts
    if key not in _known_steps:
        done = acts_of(acts, rule_set)
        operations = clock_operations(parse_configuration(before), parse_configuration(after), done)
        by_deadline = dict(operations)
        codes = []
        for name, patterns in FULFILLED_BY.items():
            operation = by_deadline.get(DEADLINE_INDEX[name], "")
            code = {"start": _STARTED, "stop": _STOPPED}.get(operation, _NOTHING)
            fulfils = any(p.matches(a) for p in patterns for a in done)
            codes.append(code + _FULFILS if code and fulfils else code)
        _known_steps[key] = tuple(codes)
    return _known_steps[key]


def acts_of(text: str, rule_set: RuleSet) -> tuple[Act, ...]:
    """Return the acts that the log has written as text."""
    known = _acts_by_text(rule_set)
    return tuple(known[each] for each in text.split("; ")) if text else ()


@lru_cache(maxsize=4)
def _acts_by_text(rule_set: RuleSet) -> Mapping[str, Act]:
    return {str(each): each for entry in table_for(rule_set).entries for each in entry.acts}


def can_be_judged(name: str, rule_set: RuleSet, first_day: date, last_day: date) -> bool:
    """Tell whether an obligation of a deadline can begin and be due between two days."""
    return _last_start(name, rule_set, last_day) >= first_day


def _last_start(name: str, rule_set: RuleSet, last_day: date) -> date:
    """Return the last day on which a deadline can start and still pass within the log."""
    limits, index = Limits(rule_set), DEADLINE_INDEX[name]
    day = last_day.toordinal()
    while limits.due_day(index, day, 0) >= last_day.toordinal():
        day -= 1
    return last_day - timedelta(days=last_day.toordinal() - day)
