"""Bundles of acts that several transitions emit in the same order."""

from __future__ import annotations

from typing import Literal

from .acts import ActSpec, act

_NOTE = act("consultation_note", joint_work=True, acknowledged=True)


def plan_acts(version: Literal["new", "update"]) -> tuple[ActSpec, ...]:
    """Return what every plan version needs: text form, record, note; no RFB, no signature.

    Source: Rz 15.13, 15.14, 15.17; 15.40 (rehabilitation), 15.44 (benefit community).
    """
    return (
        act("plan_issued", version=version, text_form=True, notice=False, signed=False),
        act("plan_filed"),
        _NOTE,
        act("rehabilitation_application", when="has_rehabilitation"),
        act("officer_informed", when="has_community_services"),
    )


def analysis_acts(shortened: bool) -> tuple[ActSpec, ...]:
    """Return what an analysis emits (Rz 15.9, 15.11, 15.27)."""
    return (
        act("analysis", shortened=shortened),
        act("rehabilitation_check"),
        act("municipal_service_recorded", when="has_municipal_consent", consent=True),
    )


def demand_acts(basis: Literal["breach", "no_plan", "running_measure"]) -> tuple[ActSpec, ...]:
    """Return a demand with RFB and what goes with it (Rz 15.55 to 15.57, 15.76)."""
    return (
        act(
            "demand",
            basis=basis,
            administrative_act=True,
            apart_from_plan=True,
            announced=True,
            reasonable=True,
            cost_rule=True,
            new_assignment=False,
        ),
        act("representative_instructed", when="is_minor"),
        act("agency_notified", when="training_placement_transferred", notice=True),
    )


def considered(found: bool) -> ActSpec:
    """Return the act that an important reason was considered (Rz 15.51)."""
    return act("important_reason_considered", found=found)


def checked(helps: bool) -> ActSpec:
    """Return the individual check (Rz 15.53)."""
    return act("individual_check", notice_helps=helps)


def reviewed(outcome: str) -> ActSpec:
    """Return the adherence review with its outcome (Rz 15.47)."""
    return act("adherence_review", outcome=outcome)
