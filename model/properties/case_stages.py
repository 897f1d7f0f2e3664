"""Stages of a case, and what the events on its path from entry to exit have in common.

They are named here in the words of the rules and share nothing with the guards of the process.
"""

from __future__ import annotations

from collections.abc import Iterable

from .circumstances import OPEN_CASE
from .formula import Formula, every, implies, is_in, was_in

IN_CARE = OPEN_CASE & ~was_in("exempt")
"""The Jobcenter is responsible for an open case (15.12, 15.74)."""

NO_TALK = was_in("no_talk")
"""No talk is being held (15.2)."""

BESIDE_PLAN = (
    "invitation",
    "talk",
    "measure",
    "demand",
    "appointment_hearing",
    "breach_hearing",
)
"""Everything about a case but its plan."""

UPDATE_CONCILIATIONS = (
    "conciliation_over_update_trust",
    "conciliation_over_update_notice",
    "conciliation_over_update_returning",
)
"""Conciliation over an update; the plan is there (15.68)."""

SUSPENDED_WITH_PLAN = ("suspended_trust", "suspended_notice", "suspended_returning")
"""Suspended with a plan (15.19)."""

WITH_PLAN = (
    "plan_in_force",
    *UPDATE_CONCILIATIONS,
    *SUSPENDED_WITH_PLAN,
    "moved_with_plan",
    "support_with_plan",
)
"""There is a plan, worked on or not (15.58, 15.68, 15.19, 15.61, 15.28)."""

WITHOUT_PLAN_ANALYSED = (
    "plan_outstanding",
    "not_agreed",
    "legacy_analysed",
    "conciliation_over_creation",
    "suspended_without_plan",
    "suspended_not_agreed",
    "moved_without_plan",
)
"""The analysis exists, a plan does not (15.20)."""


def leads(pairs: Iterable[tuple[str, str]]) -> Formula:
    """Each first state leads to the second one."""
    return every(*(implies(was_in(source), is_in(goal)) for source, goal in pairs))
