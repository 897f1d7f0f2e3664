"""Region *plan*, part one: entry, exemption, move, follow-up support, exit, growing older."""

from __future__ import annotations

from .acts import ActSpec, act
from .common_acts import plan_acts
from .definition import Transition, on

UPDATE_CONCILIATIONS = (
    "conciliation_over_update_trust",
    "conciliation_over_update_notice",
    "conciliation_over_update_returning",
)
SUSPENDED_WITH_PLAN = ("suspended_trust", "suspended_notice", "suspended_returning")
IN_CARE = (
    "no_plan",
    "plan_in_force",
    "conciliation",
    "suspended",
    "moved",
    "waived",
    "follow_up_support",
)
CONCILIATION_ENDS = act("conciliation_closed", result="other")


def leaving(
    event: str,
    sources: tuple[str, ...],
    target: str,
    *,
    cites: tuple[str, ...],
    acts: tuple[ActSpec, ...] = (),
    guard: str = "no_talk_running",
) -> tuple[Transition, ...]:
    """Declare transitions out of care; a running conciliation loses its object and is closed."""
    return tuple(
        transition
        for source in sources
        for transition in on(
            event,
            source,
            target,
            guard=guard,
            cites=cites,
            acts=(CONCILIATION_ENDS, *acts) if source.startswith("conciliation") else acts,
        )
    )


_CONCILIATIONS = ("conciliation_over_creation", *UPDATE_CONCILIATIONS)
_OUTSIDE_CONCILIATION = tuple(name for name in IN_CARE if name != "conciliation")
_HANDOVER = (act("handover"),)
_SUPPORT = (act("support_started"),)

ENTRY = (
    *on("enter", "outside", "exempt", guard="benefit_beside", cites=("15.74",)),
    *on("enter", "outside", "legacy_agreement", guard="legacy_entry", cites=("15.69",)),
    *on("enter", "outside", "first_talk_outstanding", guard="plain_entry", cites=("15.6", "15.12")),
    *on(
        "enter_from_unemployment_insurance",
        "outside",
        "first_talk_outstanding",
        guard="no_benefit_beside",
        cites=("15.73",),
    ),
    *on(
        "enter_from_unemployment_insurance",
        "outside",
        "exempt",
        guard="benefit_beside",
        cites=("15.74",),
    ),
    *on(
        "need_established",
        (
            "no_plan",
            "conciliation_over_creation",
            UPDATE_CONCILIATIONS[0],
            "suspended_before_talk",
            "suspended_before_analysis",
            "suspended_without_plan",
            "suspended_not_agreed",
            SUSPENDED_WITH_PLAN[0],
            "moved",
            "waived",
        ),
        "same",
        guard="need_open",
        cites=("15.12",),
    ),
    *on(
        "need_established",
        "plan_before_need",
        "trust",
        guard="need_open",
        acts=(act("need_recorded"),),
        cites=("15.12",),
    ),
)

EXEMPTION = (
    *leaving(
        "unemployment_benefit_begins",
        (*_OUTSIDE_CONCILIATION, *_CONCILIATIONS),
        "exempt",
        cites=("15.74",),
    ),
    *on("unemployment_benefit_ends", "exempt", "first_talk_outstanding", cites=("15.73", "15.74")),
)

LEGACY_END = (
    *on(
        "legacy_agreement_expired",
        ("legacy_agreement",),
        "first_talk_outstanding",
        acts=(act("legacy_ended"),),
        cites=("15.69",),
    ),
    *on(
        "legacy_agreement_expired",
        ("legacy_analysed",),
        "plan_outstanding",
        acts=(act("legacy_ended"),),
        cites=("15.69",),
    ),
)

MOVE = (
    *leaving(
        "moved",
        (
            "trust",
            "plan_with_notice",
            "returning",
            "plan_before_need",
            "moved_with_plan",
            *UPDATE_CONCILIATIONS,
        ),
        "moved_with_plan",
        acts=_HANDOVER,
        cites=("15.61",),
    ),
    *leaving(
        "moved",
        (
            "plan_outstanding",
            "not_agreed",
            "legacy_analysed",
            "moved_without_plan",
            "conciliation_over_creation",
        ),
        "moved_without_plan",
        acts=_HANDOVER,
        cites=("15.61",),
    ),
    *leaving(
        "moved",
        ("first_talk_outstanding", "legacy_agreement"),
        "first_talk_outstanding",
        acts=_HANDOVER,
        cites=("15.61",),
    ),
    *leaving("moved", SUSPENDED_WITH_PLAN, "suspended_trust", acts=_HANDOVER, cites=("15.61",)),
    *leaving(
        "moved",
        ("suspended_without_plan", "suspended_not_agreed"),
        "suspended_without_plan",
        acts=_HANDOVER,
        cites=("15.61",),
    ),
    *leaving(
        "moved",
        (
            "analysis_outstanding",
            "suspended_before_talk",
            "suspended_before_analysis",
            "waived",
            "exempt",
            "follow_up_support",
        ),
        "same",
        acts=_HANDOVER,
        cites=("15.61",),
    ),
)

SUPPORT = (
    *leaving(
        "need_ends_through_work",
        (
            "trust",
            "plan_with_notice",
            "returning",
            "moved_with_plan",
            *UPDATE_CONCILIATIONS,
            *SUSPENDED_WITH_PLAN,
        ),
        "support_with_plan",
        guard="ends_after_need",
        acts=_SUPPORT,
        cites=("15.28",),
    ),
    *leaving(
        "need_ends_through_work",
        (
            "plan_outstanding",
            "not_agreed",
            "legacy_analysed",
            "conciliation_over_creation",
            "suspended_without_plan",
            "suspended_not_agreed",
            "moved_without_plan",
        ),
        "support_without_plan",
        guard="ends_after_need",
        acts=_SUPPORT,
        cites=("15.28",),
    ),
    *on(
        "plan_agreed",
        "support_without_plan",
        "support_with_plan",
        guard="during_talk",
        acts=plan_acts("new"),
        cites=("15.28",),
    ),
    *on(
        "creation_disagreement",
        "support_without_plan",
        "same",
        guard="during_talk",
        cites=("15.28",),
    ),
    *on(
        "support_expired",
        "follow_up_support",
        "closed",
        acts=(act("support_closed"),),
        cites=("15.28",),
    ),
    *on(
        "support_ended",
        "follow_up_support",
        "closed",
        guard="no_talk_running",
        acts=(act("support_closed"),),
        cites=("15.28",),
    ),
    *on(
        "need_returns",
        "support_with_plan",
        "trust",
        guard="no_talk_running",
        acts=(act("support_closed"),),
        cites=("15.28", "15.46"),
    ),
    *on(
        "need_returns",
        "support_without_plan",
        "plan_outstanding",
        guard="no_talk_running",
        acts=(act("support_closed"),),
        cites=("15.28", "15.12"),
    ),
)

LEAVE = leaving(
    "leave", (*_OUTSIDE_CONCILIATION, *_CONCILIATIONS, "exempt"), "closed", cites=("15.12",)
)

AGE = (
    *on("came_of_age", (*IN_CARE, "exempt"), "same", guard="is_minor", cites=("15.15", "15.57")),
    *on(
        "turned_25",
        (*IN_CARE, "exempt"),
        "same",
        guard="under_25_in_care",
        cites=("§ 44c(4) SGB II",),
    ),
    *on(
        "works_to_capacity",
        tuple(name for name in IN_CARE if name != "waived"),
        "same",
        guard="not_yet_to_capacity",
        cites=("15.18",),
    ),
)

TRANSITIONS = (*ENTRY, *EXEMPTION, *LEGACY_END, *MOVE, *SUPPORT, *LEAVE, *AGE)
