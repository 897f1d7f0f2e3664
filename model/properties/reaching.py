"""Properties: what must stay reachable, and what must come about in the end."""

from __future__ import annotations

from ..vocabulary import Modality
from .formula import emits, event, is_in
from .register import always_possible, leads_to

_ELSEWHERE = ("leave", "moved", "unemployment_benefit_begins", "waiver_granted")
"""Ways that would make the answer too easy: the case ends, moves or begins anew."""

always_possible(
    "return_to_trust_stays_possible",
    Modality.SHOULD,
    ("15.62",),
    "Aus jedem Zustand mit RFB bleibt die Rückkehr zur Zusammenarbeit ohne RFB möglich.",
    "From every state with RFB a return to work without RFB stays possible.",
    start=is_in(
        "plan_with_notice",
        "returning",
        "conciliation_over_update_notice",
        "conciliation_over_update_returning",
        "suspended_notice",
        "suspended_returning",
    ),
    goal=is_in("trust"),
    without=(
        *_ELSEWHERE,
        "creation_disagreement",
        "update_disagreement",
        "need_ends_through_work",
    ),
)
always_possible(
    "plain_invitations_stay_possible",
    Modality.SHOULD,
    ("15.50", "15.62"),
    "Nach Einladungen mit RFB bleiben wieder Einladungen ohne RFB möglich.",
    "After invitations with RFB invitations without RFB stay possible.",
    start=is_in("notice_once", "with_notice") & ~is_in("closed", "exempt"),
    goal=emits("invitation", to="follow_up", notice=False),
    without=_ELSEWHERE,
)
always_possible(
    "plan_stays_reachable",
    Modality.SHOULD,
    ("15.64", "15.63"),
    "Ohne Einigung bleibt ein Plan erreichbar.",
    "Without agreement a plan stays reachable.",
    start=is_in("not_agreed", "suspended_not_agreed"),
    goal=emits("plan_issued", version="new"),
    without=_ELSEWHERE,
)
always_possible(
    "first_plan_stays_reachable",
    Modality.SHOULD,
    ("15.12",),
    "Wer noch keinen Plan hat, kann einen bekommen.",
    "Who has no plan yet can get one.",
    start=is_in(
        "no_plan",
        "conciliation_over_creation",
        "suspended_before_talk",
        "suspended_before_analysis",
        "suspended_without_plan",
        "moved_without_plan",
        "waived",
    ),
    goal=emits("plan_issued", version="new"),
    without=("leave", "unemployment_benefit_begins"),
)
always_possible(
    "integration_work_stays_possible",
    Modality.MUST,
    ("15.19",),
    "Eine Aussetzung nach § 10 endet mit der Aufnahme der Integrationsarbeit.",
    "A § 10 suspension can always end in integration work.",
    start=is_in("suspended"),
    goal=emits("integration_work_started"),
    without=("leave", "unemployment_benefit_begins"),
)
always_possible(
    "update_after_move_stays_possible",
    Modality.MUST,
    ("15.61",),
    "Nach einem Umzug mit Plan bleibt die Aktualisierung möglich.",
    "After a move with a plan bringing it up to date stays possible.",
    start=is_in("moved_with_plan"),
    goal=event("update_agreed", "update_unchanged"),
    without=_ELSEWHERE,
)
always_possible(
    "return_from_unemployment_benefit",
    Modality.MUST,
    ("15.74", "15.73"),
    "Endet das Arbeitslosengeld, beginnt die Zusammenarbeit mit dem Erstgespräch.",
    "When unemployment benefit ends, cooperation can begin with the first talk.",
    start=is_in("exempt"),
    goal=emits("talk", kind="first"),
    without=("leave",),
)
always_possible(
    "every_case_can_end",
    Modality.MUST,
    ("15.28", "15.12"),
    "Kein offener Fall sitzt fest: Jeder kann enden.",
    "No open case is trapped: every one can end.",
    start=~is_in("outside", "closed"),
    goal=is_in("closed"),
)
leads_to(
    "conciliation_comes_to_an_end",
    Modality.MUST,
    ("§ 15a(4) SGB II", "15.16"),
    "Jede Schlichtung endet.",
    "Every conciliation ends.",
    start=is_in("conciliation"),
    goal=~is_in("conciliation"),
)
leads_to(
    "support_comes_to_an_end",
    Modality.MUST,
    ("15.28",),
    "Jede nachgehende Betreuung endet.",
    "All follow-up support ends.",
    start=is_in("follow_up_support"),
    goal=~is_in("follow_up_support"),
)
leads_to(
    "old_agreement_comes_to_an_end",
    Modality.MUST,
    ("15.69",),
    "Jede alte Eingliederungsvereinbarung endet.",
    "Every old integration agreement ends.",
    start=is_in("legacy_agreement", "legacy_analysed"),
    goal=~is_in("legacy_agreement", "legacy_analysed"),
)
leads_to(
    "appointment_hearing_comes_to_an_end",
    Modality.MUST,
    ("§ 32(2) SGB II", "§ 31b(1) SGB II"),
    "Jede Anhörung zu einem Meldeversäumnis endet, mit oder ohne Minderung.",
    "Every hearing on a missed appointment ends, with or without a reduction.",
    start=is_in("appointment_hearing_open"),
    goal=~is_in("appointment_hearing_open"),
)
leads_to(
    "breach_hearing_comes_to_an_end",
    Modality.MUST,
    ("§ 31b(1) SGB II",),
    "Jede Anhörung zu einer Pflichtverletzung endet, mit oder ohne Minderung.",
    "Every hearing on a breach of duty ends, with or without a reduction.",
    start=is_in("breach_hearing_open"),
    goal=~is_in("breach_hearing_open"),
)
