"""Working minutes of a step: each act costs the scenario's minutes for its kind."""

from __future__ import annotations

from collections.abc import Mapping

from ..model.process.acts import Act
from ..model.process.states import Configuration

INVITATION_REGION = 1

TALK_ACTS = frozenset({"talk", "no_show"})
"""Acts that take place in a booked slot."""

_BY_KIND: dict[str, str] = {
    "analysis_review": "analysis_shortened",
    "plan_confirmed_unchanged": "update_unchanged",
    "demand": "demand",
    "individual_check": "individual_check",
    "adherence_review": "adherence_review",
    "hearing_opened": "hearing",
    "conciliation_closed": "conciliation",
    "ground_review": "ground_review",
    "waiver_review": "waiver_review",
    "waiver_documented": "waiver_review",
    "early_intervention_advice": "early_intervention",
    "handover": "move_takeover",
    "representative_instructed": "notification",
    "agency_notified": "notification",
    "information_exchange": "notification",
    "officer_informed": "notification",
    "consultation_note": "consultation_note",
    "counselling_offer": "counselling_offer",
}
"""Minutes key of acts that always cost the same."""


def minutes_key(act: Act, before: Configuration) -> str | None:
    """Return the scenario's minutes key of an act.

    None for acts that cost nothing by themselves.
    """
    if act.kind == "talk":
        if before[INVITATION_REGION] == "once_sent":
            return "clarifying_talk"
        return "first_talk" if act.get("kind") == "first" else "follow_up_talk"
    if act.kind == "analysis":
        return "analysis_shortened" if act.get("shortened") else "analysis"
    if act.kind == "plan_issued":
        return "plan_creation" if act.get("version") == "new" else "update"
    if act.kind == "invitation":
        return "reporting_invitation" if act.get("to") == "reporting" else "invitation"
    return _BY_KIND.get(act.kind)


def slot_key(before: Configuration) -> str:
    """Return the minutes key of the appointment slot that a standing invitation has booked."""
    if before[INVITATION_REGION] in ("once_sent", "once_due"):
        return "clarifying_talk"
    first = before[0] in ("first_talk_outstanding", "suspended_before_talk", "legacy_agreement")
    return "first_talk" if first else "follow_up_talk"


def step_minutes(
    acts: tuple[Act, ...], before: Configuration, minutes: Mapping[str, int], no_show_permille: int
) -> int:
    """Return the minutes of a step; a no-show costs its share of the booked slot."""
    total = 0
    for act in acts:
        if act.kind == "no_show" and before[INVITATION_REGION] not in (
            "plain_reporting",
            "notice_reporting",
        ):
            total += minutes[slot_key(before)] * no_show_permille // 1000
        else:
            key = minutes_key(act, before)
            total += minutes[key] if key else 0
    return total


def step_effort(
    acts: tuple[Act, ...], before: Configuration, minutes: Mapping[str, int], no_show_permille: int
) -> tuple[int, int]:
    """Return (all minutes, minutes beside a booked slot) of a step."""
    everything = step_minutes(acts, before, minutes, no_show_permille)
    talks = tuple(act for act in acts if act.kind in TALK_ACTS)
    return everything, everything - step_minutes(talks, before, minutes, no_show_permille)
