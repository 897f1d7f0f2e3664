"""How long until something happens in a case: first talk, first plan, update, return to trust.

Each question has a beginning, a goal, and other endings after which the goal is out of reach.
Waits that begin before the reported period are left out, so that nothing is known only in part
at its beginning; those that run at its end are censored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..model.process.states import leaves_of
from ..model.process.text import Text
from ..model.rule_set import RuleSet
from .case_histories import (
    column,
    days_of,
    in_order_of_cases,
    observed,
    plan_column,
    same_case_as_next,
)
from .errors import AnalysisError
from .result_protocol import Result

RUNNING, REACHED, OTHERWISE = 0, 1, 2
"""How a wait ended: not within the reported period, with its goal, otherwise."""

DAYS_PER_MONTH = 365.25 / 12

_PLAN_IN_FORCE = frozenset(leaves_of("plan_in_force"))
_BEFORE_THE_PLAN = frozenset(
    {"first_talk_outstanding", "analysis_outstanding", "plan_outstanding", "not_agreed"}
    | {"conciliation_over_creation"}
)
_AFTER_FIRST_TALK = frozenset({"analysis_outstanding", "plan_outstanding"}) | _PLAN_IN_FORCE
_WITH_NOTICE = frozenset(
    {"plan_with_notice", "returning"}
    | {"conciliation_over_update_notice", "conciliation_over_update_returning"}
)
_ISSUED = ("plan_issued(", "plan_confirmed_unchanged(")
_UPDATED = ("plan_issued(version=update", "plan_confirmed_unchanged(")


@dataclass(frozen=True, slots=True)
class Question:
    """What is waited for.

    The wait begins when the state of the plan comes ``from_states`` (any if empty) into
    ``in_states``, or, if ``acts_begin`` is given, with one of these acts while the plan is in
    them. It reaches its goal on leaving into ``goal_states`` (all others if empty), or with one
    of ``acts_reach``; leaving ``in_states`` in another way ends it otherwise. ``limit`` names the
    parameter of the rule set that says how long it may take at most.
    """

    name: str
    title: Text
    cites: tuple[str, ...]
    in_states: frozenset[str]
    from_states: frozenset[str] = frozenset()
    goal_states: frozenset[str] = frozenset()
    acts_begin: tuple[str, ...] = ()
    acts_reach: tuple[str, ...] = ()
    limit: str = ""


_ALL = (
    Question(
        "first_talk",
        Text("vom Eintritt bis zum Erstgespräch", "from entry to the first talk"),
        ("15.12", "15.6", "15.7"),
        frozenset({"first_talk_outstanding"}),
        frozenset({"outside"}),
        _AFTER_FIRST_TALK | {"not_agreed", "conciliation_over_creation"},
        limit="prompt_first_talk_days",
    ),
    Question(
        "first_plan",
        Text("vom Eintritt bis zum ersten Plan", "from entry to the first plan"),
        ("15.12",),
        _BEFORE_THE_PLAN,
        frozenset({"outside"}),
        _PLAN_IN_FORCE,
    ),
    Question(
        "update",
        Text("vom Plan bis zur nächsten Fortschreibung", "from a plan to its next update"),
        ("15.65", "15.29"),
        _PLAN_IN_FORCE,
        acts_begin=_ISSUED,
        acts_reach=_UPDATED,
        limit="update_months",
    ),
    Question(
        "return_to_trust",
        Text("vom Plan mit RFB zurück zum Vertrauen", "from a plan with RFB back to trust"),
        ("15.52", "15.62"),
        _WITH_NOTICE,
        goal_states=frozenset({"trust"}),
    ),
    Question(
        "conciliation",
        Text("Dauer einer Schlichtung", "length of a conciliation"),
        ("15.16", "15.68", "§ 15a SGB II"),
        frozenset(leaves_of("conciliation")),
        limit="conciliation_weeks",
    ),
)

QUESTIONS: Final[Mapping[str, Question]] = MappingProxyType({item.name: item for item in _ALL})
"""The questions by name."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Durations [days] and how each ended: ``RUNNING``, ``REACHED`` or ``OTHERWISE``."""

    days: NDArray[np.int64]
    ending: NDArray[np.int64]

    @property
    def reached(self) -> NDArray[np.bool_]:
        """Whether each wait reached its goal."""
        reached: NDArray[np.bool_] = np.equal(self.ending, REACHED)
        return reached

    def __len__(self) -> int:
        """Return the number of waits."""
        return len(self.days)


def waits(result: Result, name: str) -> Waits:
    """Return the waits of all replications for a question.

    Raises:
        AnalysisError: if there is no such question.
    """
    if name not in QUESTIONS:
        known = ", ".join(QUESTIONS)
        raise AnalysisError(f"There is no question {name!r} about durations; choose from {known}.")
    question = QUESTIONS[name]
    begins, reaches, ends = _marks(result, question)
    marked = begins | reaches | ends
    events = result.events.loc[marked]
    order = in_order_of_cases(events)
    begins, reaches = begins[marked][order], reaches[marked][order]
    day = days_of(events, "date")[order]
    goes_on = same_case_as_next(events.iloc[order])
    until = np.append(day[1:], 0)
    ending = np.where(np.append(reaches[1:], False), REACHED, OTHERWISE)
    last = observed(result)[1]
    return Waits(
        np.where(goes_on, until, last)[begins] - day[begins],
        np.where(goes_on, ending, RUNNING)[begins],
    )


def _marks(
    result: Result, question: Question
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return for each row of the log whether it begins, reaches, or otherwise ends a wait."""
    before, after = plan_column(result.events, "before"), plan_column(result.events, "after")
    inside_before = before.where(question.in_states.__contains__)
    inside_after = after.where(question.in_states.__contains__)
    leaves = inside_before & ~inside_after
    if question.acts_begin:
        acts = column(result.events, "acts")
        begun = acts.where(lambda text: _has(text, question.acts_begin))
        begins = begun & inside_after
        reaches = acts.where(lambda text: _has(text, question.acts_reach))
        return begins, reaches, leaves & ~reaches
    begins = inside_after & ~inside_before
    if question.from_states:
        begins &= before.where(question.from_states.__contains__)
    reaches = leaves
    if question.goal_states:
        reaches = leaves & after.where(question.goal_states.__contains__)
    return begins, reaches, leaves & ~reaches


def _has(acts: str, wanted: tuple[str, ...]) -> bool:
    """Return whether one of the acts of a step begins like one that is wanted."""
    return any(act.startswith(wanted) for act in acts.split("; "))


def limit_days(question: Question, rule_set: RuleSet) -> float | None:
    """Return how many days the rule set gives at most; None if it says nothing.

    Months are counted as 30.4375 days here, which is exact for no month and right on average.
    """
    if not question.limit:
        return None
    parameter = rule_set.parameter(question.limit)
    factor = {"days": 1.0, "weeks": 7.0, "months": DAYS_PER_MONTH}[parameter.unit]
    value = parameter.value
    if isinstance(value, bool) or not isinstance(value, int):
        raise AnalysisError(f"The parameter {question.limit} of the rule set is no duration.")
    return value * factor
