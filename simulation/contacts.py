"""When a case wants its next talk, and how urgent it is."""

from __future__ import annotations

from ..model.process.deadlines import DEADLINE_INDEX
from ..model.process.states import Configuration
from .day_order import NEVER, Timer
from .simulated_case import SimulatedCase
from .tables import Plain

URGENT, CLARIFYING, ROUTINE = range(3)
"""Booking priorities: owed by a deadline; after a no-show; routine contact."""

SOON = frozenset(
    {
        "first_talk_outstanding",
        "analysis_outstanding",
        "plan_outstanding",
        "legacy_agreement",
        "legacy_analysed",
        "moved_with_plan",
        "moved_without_plan",
    }
)
ROUTINE_PLANS = frozenset(
    {
        "trust",
        "plan_with_notice",
        "returning",
        "plan_before_need",
        "not_agreed",
        "support_with_plan",
        "support_without_plan",
    }
)
TALK_DEADLINES = tuple(
    DEADLINE_INDEX[name]
    for name in ("update_due", "update_after_need_due", "participation_plan_due")
)
PROMPT_DEADLINES = tuple(
    DEADLINE_INDEX[name]
    for name in (
        "first_talk_due",
        "analysis_due",
        "plan_due",
        "update_after_move_due",
        "legacy_end",
    )
)
WAIVER_REVIEW = DEADLINE_INDEX["waiver_review_due"]
_SENT = frozenset({"first_sent", "plain_sent", "once_sent", "notice_sent"})
_REPORTING = frozenset({"plain_reporting", "notice_reporting"})


def invited(configuration: Configuration) -> bool:
    """Tell whether an invitation to a talk is out."""
    return configuration[1] in _SENT


def reporting(configuration: Configuration) -> bool:
    """Tell whether a reporting date stands."""
    return configuration[1] in _REPORTING


def plan_next_contact(
    case: SimulatedCase,
    configuration: Configuration,
    today: int,
    plain: Plain,
    earliest: int,
    *,
    missed: bool = False,
) -> None:
    """Set the CONTACT timer and the booking key of a case that is neither invited nor waiting.

    ``earliest`` is the first day on which the case may join the waiting list. A talk that was
    ``missed`` is made up for as soon as that, whatever the reason was.
    """
    wish = _wish(case, configuration, today, plain)
    if wish is None:
        case.timers[Timer.CONTACT] = NEVER
        return
    day, priority, due = wish
    if priority == ROUTINE and (missed or configuration[1] == "once_due"):
        day, priority = earliest, CLARIFYING
    case.timers[Timer.CONTACT] = max(day, earliest)
    case.key = (priority, due, case.rank)


def _wish(
    case: SimulatedCase, configuration: Configuration, today: int, plain: Plain
) -> tuple[int, int, int] | None:
    plan, due_days = configuration[0], case.clocks.due
    if plan in SOON:
        due = min((due_days[i] for i in PROMPT_DEADLINES if due_days[i]), default=today)
        return today, URGENT, due
    if plan == "waived":
        due = due_days[WAIVER_REVIEW]
        return (due - plain.update_request_days, URGENT, due) if due else None
    if plan not in ROUTINE_PLANS:
        return None
    routine = today + plain.interval_days[case.team]
    due = min((due_days[i] for i in TALK_DEADLINES if due_days[i]), default=NEVER)
    if due - plain.update_request_days <= routine:
        return due - plain.update_request_days, URGENT, due
    return routine, ROUTINE, routine


def update_is_wanted(case: SimulatedCase, today: int, plain: Plain) -> bool:
    """Tell whether a talk today should update the plan.

    A deadline for it is near, past, or held.
    """
    horizon = today + plain.update_request_days
    return any(case.clocks.due[i] and case.clocks.due[i] <= horizon for i in TALK_DEADLINES)
