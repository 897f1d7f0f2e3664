"""Safety properties: ends of suspensions, moves, conciliation, support and old agreements."""

from __future__ import annotations

from .periods import add_months_ordinal
from .property_register import (
    DEMAND,
    INVITATION,
    PLAN,
    Memory,
    Observation,
    RuleLimits,
    compound_of,
    safety_property,
)
from .vocabulary import Modality


@safety_property(
    "end_of_ground_leads_back",
    Modality.SHOULD,
    ("15.19",),
    "Das Ende des § 10 führt zurück in die Integrationsarbeit.",
    "The end of the § 10 ground leads back to integration work.",
    events=("ground_ends",),
)
def _ground_leads_back(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return compound_of(step.after[PLAN]) in ("no_plan", "plan_in_force") and step.has(
        "integration_work_started"
    )


@safety_property(
    "no_demand_survives_move",
    Modality.MUST,
    ("15.61",),
    "Keine Aufforderung überdauert einen Umzug.",
    "No demand survives a move.",
    acts=("handover",),
)
def _no_demand_after_move(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    lifted = step.before[DEMAND] == "no_demand" or step.has("demands_lifted", cause="move")
    return step.after[DEMAND] == "no_demand" and lifted


@safety_property(
    "move_keeps_invitation_rule",
    Modality.MUST,
    ("15.61",),
    "Gespräche nach dem Umzug sind Folgegespräche; die Einladungsregel beginnt nicht von vorn.",
    "Talks after a move are follow-ups; the invitation rule is not reset.",
    acts=("handover",),
)
def _move_keeps_rule(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return compound_of(step.before[INVITATION]) == compound_of(step.after[INVITATION])


@safety_property(
    "legacy_ends_2023",
    Modality.MUST,
    ("15.69",),
    "Ab dem 1.1.2024 folgt aus alten Vereinbarungen nichts mehr.",
    "From 2024-01-01 nothing follows from old agreements.",
)
def _legacy_ends(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    if step.day <= limits.legacy_end:
        return True
    return step.after[PLAN] not in ("legacy_agreement", "legacy_analysed") and not step.has(
        "hearing_opened", ground="legacy"
    )


@safety_property(
    "conciliation_within_four_weeks",
    Modality.MUST,
    ("§ 15a(4) SGB II",),
    "Die Schlichtung endet spätestens nach vier Wochen.",
    "Conciliation ends after four weeks at the latest.",
)
def _four_weeks(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    if compound_of(step.before[PLAN]) != "conciliation":
        return True
    last = memory.concil_since + limits.conciliation_days
    return step.day <= last or (
        step.day == last + 1 and compound_of(step.after[PLAN]) != "conciliation"
    )


@safety_property(
    "support_within_limit",
    Modality.MUST,
    ("15.28",),
    "Die nachgehende Betreuung dauert höchstens sechs (§ 16k: neun) Monate.",
    "Follow-up support lasts six months (§ 16k: nine) at the most.",
)
def _support_limit(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    if compound_of(step.before[PLAN]) != "follow_up_support":
        return True
    coached = step.fact("holistic_coaching")
    last = add_months_ordinal(
        memory.support_since, limits.support_months_coaching if coached else limits.support_months
    )
    return step.day <= last or (step.day == last + 1 and step.after[PLAN] == "closed")
