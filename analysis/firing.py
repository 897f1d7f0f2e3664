"""How often each rule fires in a simulation, and how often it could have fired.

A rule fires

- in a step whose transitions cite it, or that emits an act of a kind that cites it (once for each
  step, however often it is cited there), and
- when a deadline that cites it is missed.

It has an opportunity in each step whose event could, in that configuration, fire it under some
facts, and in each deadline citing it that begins (or is missed, whichever number is larger: a
deadline may have begun before the reported period).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from ..model.periods import end_of_month
from ..model.process.acts import ACT_KINDS, Act
from ..model.process.deadlines import DEADLINES
from ..model.process.states import parse_configuration
from ..model.table.transition_table import REFUSED, Entry, TransitionTable
from .forecast import WHOLE_PERIOD, years_of
from .formatting import first_day
from .result_protocol import Result

DEADLINE_MISSED = "deadline_missed:"
DAYS_OF_A_YEAR = 365.25
_DEADLINE_RULES = {deadline.name: deadline.cites for deadline in DEADLINES}


@dataclass(frozen=True, slots=True)
class Firing:
    """How often a rule fired, and how often it could have.

    ``conditional`` tells that in some opportunity the facts decide whether the rule fires; a rule
    without is part of each of its events whatever the facts are.
    """

    fires: int = 0
    opportunities: int = 0
    conditional: bool = False


def reported_days(result: Result) -> tuple[date, date]:
    """Return the first and the last day of the months of a result."""
    months = years_of(result)[WHOLE_PERIOD]
    return first_day(months[0]), end_of_month(first_day(months[-1]))


def case_years(result: Result) -> float:
    """Return the years that all cases of all replications together spent in benefit."""
    first, last = (pd.Timestamp(day) for day in reported_days(result))
    entered, left = result.cases["entered"], result.cases["left"]
    from_day = entered.where(entered > first, first)  # also where it is missing: the stock
    to_day = left.where(left < last, last)
    days = (to_day - from_day).dt.days + 1
    return float(days.clip(lower=0).sum()) / DAYS_OF_A_YEAR


def firings(result: Result, table: TransitionTable) -> dict[str, Firing]:
    """Return for each rule that fired, or could have, how often.

    ``table`` is the one that the result was simulated with.
    """
    fires: Counter[str] = Counter()
    opportunities: Counter[str] = Counter()
    begun: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    conditional: set[str] = set()
    cells = _Cells(table)
    for row in _counted(result.events):
        if row.event.startswith(DEADLINE_MISSED):
            missed[row.event.removeprefix(DEADLINE_MISSED)] += row.count
            continue
        fired = _rules_of_row(row)
        fires.update(dict.fromkeys(fired, row.count))
        always, sometimes = cells.rules(row.before, row.event)
        opportunities.update(dict.fromkeys(always | sometimes | fired, row.count))
        conditional |= sometimes
        begun.update(dict.fromkeys(cells.begins(row), row.count))
    for name in {*begun, *missed}:
        for rule in dict.fromkeys(_DEADLINE_RULES[name]):
            fires[rule] += missed[name]
            opportunities[rule] += max(begun[name], missed[name])
            conditional.add(rule)  # a deadline can be kept
    return {
        rule: Firing(fires[rule], opportunities[rule], rule in conditional)
        for rule in sorted({*fires, *opportunities})
    }


def rules_that_can_fire(table: TransitionTable) -> frozenset[str]:
    """Return the rules that some step or deadline of a table can fire."""
    of_steps = {rule for entry in table.entries for rule in _rules_of_entry(entry)}
    of_deadlines = {
        rule
        for entry in table.entries
        for index, operation in entry.operations
        if operation == "start" and DEADLINES[index].modality == "SHOULD"
        for rule in DEADLINES[index].cites
    }
    return frozenset(of_steps | of_deadlines)


@dataclass(frozen=True, slots=True)
class _Row:
    """Rows of the log that are alike, and how many there are."""

    event: str
    before: str
    after: str
    acts: str
    rules: str
    count: int


def _counted(events: pd.DataFrame) -> Iterable[_Row]:
    columns = ["event", "before", "after", "acts", "rules"]
    sizes = events.groupby(columns, observed=True, sort=True).size()
    for key, count in sizes.items():
        event, before, after, acts, rules = (str(part) for part in key)  # type: ignore[attr-defined]
        yield _Row(event, before, after, acts, rules, int(count))


def _rules_of_row(row: _Row) -> frozenset[str]:
    kinds = {act.partition("(")[0] for act in row.acts.split("; ") if act}
    named = (rule for rule in row.rules.split(", ") if rule)
    return frozenset([*named, *(rule for kind in kinds for rule in ACT_KINDS[kind].cites)])


def _rules_of_entry(entry: Entry) -> frozenset[str]:
    return frozenset([*entry.rules, *(r for act in entry.acts for r in ACT_KINDS[act.kind].cites)])


class _Cells:
    """What the cells of a table can fire; each is looked at once."""

    def __init__(self, table: TransitionTable) -> None:
        self._table = table
        self.rules = lru_cache(maxsize=None)(self._rules)

    def _entries(self, before: str, event: str) -> tuple[Entry, ...]:
        number = self._table.index[parse_configuration(before)]
        outcomes = dict.fromkeys(self._table.cells[number, event].outcomes)
        return tuple(self._table.entries[o] for o in outcomes if o != REFUSED)

    def _rules(self, before: str, event: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the rules that every outcome fires, and those that only some do."""
        found = [_rules_of_entry(entry) for entry in self._entries(before, event)]
        always = frozenset.intersection(*found)
        return always, frozenset.union(*found) - always

    def begins(self, row: _Row) -> tuple[str, ...]:
        """Return the SHOULD deadlines that a step starts."""
        for entry in self._entries(row.before, row.event):
            after = self._table.configurations[entry.after]
            if after == parse_configuration(row.after) and _written(entry.acts) == row.acts:
                return tuple(
                    DEADLINES[index].name
                    for index, operation in entry.operations
                    if operation == "start" and DEADLINES[index].modality == "SHOULD"
                )
        return ()


def _written(acts: Iterable[Act]) -> str:
    return "; ".join(str(act) for act in acts)


def share(firing: Firing) -> float | None:
    """Return the share of its opportunities in which a rule fired; None without any."""
    return firing.fires / firing.opportunities if firing.opportunities else None


def rate(firing: Firing, years: float) -> float:
    """Return how often a rule fired per 1,000 case-years; 0 without case-years."""
    return 1000 * firing.fires / years if years > 0 else 0.0
