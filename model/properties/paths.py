"""Properties: ends of suspensions, moves, conciliation, support and old agreements."""

from __future__ import annotations

from ..vocabulary import Modality
from .formula import emits, event, every, fact, implies, is_in, was_in
from .register import always, never, within

always(
    "end_of_ground_leads_back",
    Modality.SHOULD,
    ("15.19",),
    "Das Ende des § 10 führt zurück in die Integrationsarbeit.",
    "The end of the § 10 ground leads back to integration work.",
    when=event("ground_ends"),
    then=is_in("no_plan", "plan_in_force") & emits("integration_work_started"),
)
always(
    "no_demand_survives_move",
    Modality.MUST,
    ("15.61",),
    "Keine Aufforderung überdauert einen Umzug.",
    "No demand survives a move.",
    when=emits("handover"),
    then=is_in("no_demand")
    & implies(was_in("demand_standing"), emits("demands_lifted", cause="move")),
)
always(
    "move_keeps_invitation_rule",
    Modality.MUST,
    ("15.61",),
    "Gespräche nach dem Umzug sind Folgegespräche; die Einladungsregel beginnt nicht von vorn.",
    "Talks after a move are follow-ups; the invitation rule is not reset.",
    when=emits("handover"),
    then=every(
        *(
            implies(was_in(kind), is_in(kind))
            for kind in ("first_invitation", "without_notice", "notice_once", "with_notice")
        )
    ),
)
never(
    "legacy_ends_2023",
    Modality.MUST,
    ("15.69",),
    "Ab dem 1.1.2024 folgt aus alten Vereinbarungen nichts mehr.",
    "From 2024-01-01 nothing follows from old agreements.",
    when=~fact("legacy_period_open"),
    happens=is_in("legacy_agreement", "legacy_analysed") | emits("hearing_opened", ground="legacy"),
)
within(
    "conciliation_within_four_weeks",
    Modality.MUST,
    ("§ 15a(4) SGB II",),
    "Die Schlichtung endet spätestens nach vier Wochen.",
    "Conciliation ends after four weeks at the latest.",
    state="conciliation",
    limit="conciliation_weeks",
    unit="weeks",
)
within(
    "support_within_limit",
    Modality.MUST,
    ("15.28",),
    "Die nachgehende Betreuung dauert höchstens sechs (§ 16k: neun) Monate.",
    "Follow-up support lasts six months (§ 16k: nine) at the most.",
    state="follow_up_support",
    limit="support_months",
    unit="months",
    longer_if="holistic_coaching",
    longer_limit="support_months_coaching",
)
