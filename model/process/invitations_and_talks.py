"""Regions *invitation* and *talk*.

Who is invited how, what a no-show leads to, what a talk holds.
"""

from __future__ import annotations

from typing import Literal

from .acts import ActSpec, act
from .definition import on


def _invitation(
    to: Literal["first_talk", "follow_up", "reporting"], notice: bool, when: str = "always"
) -> ActSpec:
    return act("invitation", when=when, to=to, notice=notice)


_TRAVEL = act("travel_cost_notice")
_REPRESENTATIVE = act("representative_instructed", when="is_minor")
_EXCUSED = (act("no_show", reason_known=True),)
_UNEXCUSED = (act("no_show", reason_known=False),)

INVITATIONS = (
    *on(
        "invitation_sent",
        "first_due",
        "first_sent",
        guard="free_in_care",
        acts=(
            _invitation("first_talk", False, "first_invitation_plain"),
            _invitation("first_talk", True, "first_invitation_carries_notice"),
            _TRAVEL,
        ),
        cites=("15.6",),
    ),
    *on(
        "invitation_sent",
        "plain_due",
        "plain_sent",
        guard="free_in_care",
        acts=(_invitation("follow_up", False), _TRAVEL),
        cites=("15.48",),
    ),
    *on(
        "invitation_sent",
        "once_due",
        "once_sent",
        guard="free_in_care",
        acts=(_invitation("follow_up", True), _REPRESENTATIVE),
        cites=("15.8", "15.50", "15.57"),
    ),
    *on(
        "invitation_sent",
        "notice_due",
        "notice_sent",
        guard="free_in_care",
        acts=(_invitation("follow_up", True), _REPRESENTATIVE),
        cites=("15.50", "15.57"),
    ),
    *on(
        "reporting_invitation_sent",
        "plain_due",
        "plain_reporting",
        guard="reporting_possible",
        acts=(_invitation("reporting", True), _REPRESENTATIVE),
        cites=("15.49", "15.57"),
    ),
    *on(
        "reporting_invitation_sent",
        "notice_due",
        "notice_reporting",
        guard="reporting_possible",
        acts=(_invitation("reporting", True), _REPRESENTATIVE),
        cites=("15.49", "15.57"),
    ),
)

ATTENDANCE = (
    *on("talk_held", ("first_sent", "plain_sent"), "plain_due", cites=("15.7", "15.48")),
    *on("talk_held", "once_sent", "once_clarifying", cites=("15.50",)),
    *on("talk_held", "notice_sent", "notice_due", cites=("15.50",)),
    *on(
        "talk_missed",
        "first_sent",
        "first_due",
        guard="reason_found",
        acts=_EXCUSED,
        cites=("15.8", "15.51"),
    ),
    *(
        transition
        for source, target in (("first_sent", "first_due"), ("plain_sent", "plain_due"))
        for transition in on(
            "talk_missed",
            source,
            target,
            guard="no_show_without_rule",
            acts=_UNEXCUSED,
            cites=("15.8", "15.50"),
        )
    ),
    *on(
        "talk_missed",
        "plain_sent",
        "plain_due",
        guard="no_show_in_support",
        acts=_UNEXCUSED,
        cites=("15.28", "15.50"),
    ),
    *on(
        "talk_missed",
        "plain_sent",
        "plain_due",
        guard="reason_found",
        acts=_EXCUSED,
        cites=("15.50", "15.51"),
    ),
    *on(
        "talk_missed",
        "first_sent",
        "once_due",
        guard="no_show_under_the_rule",
        acts=_UNEXCUSED,
        cites=("15.8", "15.50"),
    ),
    *on(
        "talk_missed",
        "plain_sent",
        "once_due",
        guard="unexcused_no_show",
        acts=_UNEXCUSED,
        cites=("15.8", "15.50"),
    ),
    *on(
        "talk_missed",
        "once_sent",
        "once_due",
        guard="reason_found",
        acts=_EXCUSED,
        cites=("15.50", "15.51"),
    ),
    *on(
        "talk_missed",
        "once_sent",
        "once_due",
        guard="no_reason",
        acts=_UNEXCUSED,
        cites=("15.50",),
    ),
    *on(
        "talk_missed",
        "notice_sent",
        "notice_due",
        guard="reason_found",
        acts=_EXCUSED,
        cites=("15.50", "15.51"),
    ),
    *on(
        "talk_missed",
        "notice_sent",
        "once_due",
        guard="no_reason",
        acts=_UNEXCUSED,
        cites=("15.50",),
    ),
    *on("reporting_kept", "plain_reporting", "plain_due", cites=("15.49",)),
    *on("reporting_kept", "notice_reporting", "notice_due", cites=("15.49",)),
    *on(
        "reporting_missed",
        "plain_reporting",
        "plain_due",
        guard="reason_found",
        acts=_EXCUSED,
        cites=("15.49", "15.51"),
    ),
    *on(
        "reporting_missed",
        "plain_reporting",
        "plain_due",
        guard="no_reason",
        acts=_UNEXCUSED,
        cites=("15.49",),
    ),
    *on(
        "reporting_missed",
        "notice_reporting",
        "notice_due",
        guard="reason_found",
        acts=_EXCUSED,
        cites=("15.49", "15.51"),
    ),
    *on(
        "reporting_missed",
        "notice_reporting",
        "notice_due",
        guard="no_reason",
        acts=_UNEXCUSED,
        cites=("15.49",),
    ),
    *on(
        "talk_ended",
        ("once_clarifying", "notice_due"),
        "notice_due",
        guard="further_invitations_with_notice",
        cites=("15.50",),
    ),
    *on(
        "talk_ended",
        ("once_clarifying", "notice_due"),
        "plain_due",
        guard="further_invitations_without_notice",
        cites=("15.50", "15.48"),
    ),
    *on(
        "agreements_kept",
        "notice_due",
        "plain_due",
        guard="returning_outside_talk",
        cites=("15.62",),
    ),
)

CANCELLED = (
    *(
        transition
        for event in ("unemployment_benefit_begins", "moved")
        for source, target in (
            ("first_sent", "first_due"),
            ("plain_sent", "plain_due"),
            ("plain_reporting", "plain_due"),
            ("once_sent", "once_due"),
            ("notice_sent", "notice_due"),
            ("notice_reporting", "notice_due"),
        )
        for transition in on(
            event,
            source,
            target,
            guard="open_case",
            cites=("15.61",) if event == "moved" else ("15.74",),
        )
    ),
    *on(
        "need_ends_through_work",
        ("plain_sent", "plain_reporting", "once_due", "once_sent", "with_notice"),
        "plain_due",
        guard="support_begins",
        cites=("15.28", "15.48"),
    ),
    *on(
        "leave",
        (
            "first_sent",
            "plain_due",
            "plain_sent",
            "plain_reporting",
            "once_due",
            "once_sent",
            "with_notice",
        ),
        "first_due",
        guard="open_case",
        cites=("15.12",),
    ),
    *on(
        "support_ended",
        ("plain_due", "plain_sent"),
        "first_due",
        guard="in_support_outside_talk",
        cites=("15.28",),
    ),
    *on(
        "support_expired",
        ("plain_due", "plain_sent"),
        "first_due",
        guard="in_support",
        cites=("15.28",),
    ),
)

TALKS = (
    *on(
        "talk_held",
        "no_talk",
        "talk_open",
        guard="first_talk_in_care",
        acts=(act("talk", kind="first"),),
        cites=("15.6", "15.7"),
    ),
    *on(
        "talk_held",
        "no_talk",
        "talk_open",
        guard="follow_up_talk_in_care",
        acts=(act("talk", kind="follow_up"),),
        cites=("15.13", "15.47"),
    ),
    *on(
        "analysis_completed",
        "talk_open",
        "talk_analysed",
        guard="analysis_due_in_talk",
        cites=("15.3", "15.9"),
    ),
    *on(
        "analysis_reviewed",
        "talk_open",
        "talk_analysed",
        guard="review_in_talk",
        acts=(act("analysis_review"),),
        cites=("15.66", "15.61"),
    ),
    *on("talk_ended", "in_talk", "no_talk", cites=("15.13",)),
    *on("support_expired", "in_talk", "no_talk", guard="in_support", cites=("15.28",)),
)

TRANSITIONS = (*INVITATIONS, *ATTENDANCE, *CANCELLED, *TALKS)
