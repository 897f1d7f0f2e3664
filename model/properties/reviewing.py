"""Properties: reviews of the agreements, what they lead to, and the way back to trust."""

from __future__ import annotations

from ..vocabulary import Modality
from .circumstances import (
    CHECK_ALLOWS_NOTICE,
    DEMANDABLE_BREACH,
    IMPORTANT_REASON,
    NEVER_WITH_NOTICE,
    NOTICE_FOLLOWS,
    OLD_AGREEMENT,
    REASON_CONSIDERED_NOW,
    WORKING_PLAN,
    exactly_if,
)
from .formula import clock, emits, event, every, fact, implies, is_in, keeps, was_in
from .register import accepted, always, never

_KEPT = event("agreements_kept")
_NOT_KEPT = event("agreements_not_kept")
_READY = event("readiness_declared")
_WITH_NOTICE = was_in("plan_with_notice")
_BACK_TO_TRUST = _KEPT & was_in("returning") & is_in("trust")
_OLD_BREACH = OLD_AGREEMENT & ~IMPORTANT_REASON

# -- where agreements are reviewed ---------------------------------------------------------------

accepted(
    "agreements_found_kept_in_any_plan",
    Modality.SHOULD,
    ("15.47",),
    "Ob Absprachen eingehalten sind, wird überprüft, solange ein Plan in Kraft ist.",
    "Whether agreements are kept is reviewed as long as a plan is in force.",
    event="agreements_kept",
    where=was_in("plan_in_force"),
)
accepted(
    "agreements_found_broken_in_any_plan",
    Modality.SHOULD,
    ("15.47", "15.69"),
    "Nicht eingehalten sein können Absprachen eines Plans in Kraft, und die der alten Vereinbarung"
    " bis Ende 2023 (danach allenfalls aus wichtigem Grund).",
    "Agreements may be found broken in a plan in force, and in the old agreement until the end of"
    " 2023 (later only with an important reason).",
    event="agreements_not_kept",
    where=was_in("plan_in_force")
    | (OLD_AGREEMENT & (IMPORTANT_REASON | fact("legacy_period_open"))),
)
always(
    "review_changes_nothing_else",
    Modality.SHOULD,
    ("15.47",),
    "Eine Überprüfung ändert nichts an Gespräch und Anhörung zum Meldeversäumnis, und an der"
    " Einladung nur bei der Rückkehr zur Arbeit ohne RFB.",
    "A review leaves talk and the hearing on a missed appointment alone, and the invitation unless"
    " work without RFB begins again.",
    when=event("agreements_kept", "agreements_not_kept", "readiness_declared", "notice_reviewed"),
    then=keeps("talk", "appointment_hearing") & implies(~_BACK_TO_TRUST, keeps("invitation")),
)
always(
    "every_review_of_a_plan_recorded",
    Modality.SHOULD,
    ("15.47",),
    "Jede Überprüfung eines Plans ist festgehalten und setzt die nächste Frist in Gang.",
    "Every review of a plan is on record and starts the time to the next one.",
    when=_KEPT | _NOT_KEPT,
    then=exactly_if(was_in("plan_in_force"), emits("adherence_review"))
    & implies(WORKING_PLAN, clock("start", "adherence_review_due")),
)
always(
    "review_before_need_is_no_more_than_that",
    Modality.SHOULD,
    ("15.12", "15.47"),
    "Vor Feststellung der Hilfebedürftigkeit folgt aus einer Überprüfung nichts.",
    "Before need is established nothing follows from a review.",
    when=(_KEPT | _NOT_KEPT) & was_in("plan_before_need"),
    then=emits("adherence_review", outcome="before_need")
    & ~REASON_CONSIDERED_NOW
    & keeps("plan", "measure", "demand", "breach_hearing"),
)

# -- agreements are kept -------------------------------------------------------------------------

always(
    "kept_agreements_lead_back_to_trust",
    Modality.SHOULD,
    ("15.62", "15.47"),
    "Eingehaltene Absprachen führen vom Plan mit RFB über die Rückkehr zur Arbeit ohne RFB.",
    "Kept agreements lead from the plan with RFB by way of returning to work without RFB.",
    when=_KEPT,
    then=every(
        implies(was_in("trust"), is_in("trust")),
        implies(_WITH_NOTICE, is_in("returning")),
        implies(was_in("returning"), is_in("trust")),
    )
    & keeps("breach_hearing"),
)
always(
    "kept_agreements_on_record",
    Modality.SHOULD,
    ("15.47", "15.62"),
    "Eingehaltene Absprachen sind als solche vermerkt, unter RFB mit Prüfung der Rückkehr.",
    "Kept agreements are recorded as such, under RFB with a review of the return to trust.",
    when=_KEPT & WORKING_PLAN,
    then=emits("adherence_review", outcome="kept")
    & exactly_if(_WITH_NOTICE, emits("notice_review"))
    & exactly_if(was_in("returning"), emits("return_to_trust")),
)
always(
    "return_ends_demands",
    Modality.SHOULD,
    ("15.62", "15.60"),
    "Mit der Rückkehr zur Arbeit ohne RFB enden Aufforderungen, eine Maßnahme läuft ohne RFB"
    " weiter.",
    "With the return to work without RFB demands end, and a measure goes on without RFB.",
    when=(_KEPT & ~was_in("plan_before_need")) | _READY,
    then=every(
        implies(_WITH_NOTICE, is_in("no_demand")),
        implies(was_in("measure_demanded") & _WITH_NOTICE, is_in("measure_assigned")),
        implies(~(was_in("measure_demanded") & _WITH_NOTICE), keeps("measure")),
        implies(~_WITH_NOTICE, keeps("demand")),
    ),
)
always(
    "end_of_demand_on_record",
    Modality.SHOULD,
    ("15.62", "§ 31a(1) S. 6 SGB II"),
    "Die Aufforderung ist durch eingehaltene Absprachen erfüllt, durch erklärte Bereitschaft"
    " aufgehoben.",
    "A demand is fulfilled by kept agreements, and lifted on declared readiness.",
    when=_KEPT | _READY,
    then=exactly_if(_KEPT & _WITH_NOTICE & was_in("demand_standing"), emits("demand_fulfilled"))
    & exactly_if(_READY & was_in("demand_standing"), emits("demands_lifted", cause="readiness")),
)
always(
    "return_to_trust_ends_notice_on_invitations",
    Modality.SHOULD,
    ("15.62", "15.48"),
    "Mit der Rückkehr zur Arbeit ohne RFB wird wieder ohne RFB eingeladen; was verschickt ist oder"
    " auf ein Nichterscheinen folgt, bleibt.",
    "With the return to work without RFB invitations carry none either; what was sent, or follows"
    " a no-show, stays.",
    when=_KEPT & was_in("returning"),
    then=implies(was_in("notice_due"), is_in("plain_due"))
    & implies(~was_in("notice_due"), keeps("invitation")),
)
accepted(
    "readiness_counts_under_notice",
    Modality.SHOULD,
    ("15.62",),
    "Ernsthafte Bereitschaft zählt, solange mit RFB zusammengearbeitet wird.",
    "Serious readiness counts while work goes on with RFB.",
    event="readiness_declared",
    where=_WITH_NOTICE,
)
always(
    "readiness_leads_to_returning",
    Modality.SHOULD,
    ("15.62",),
    "Erklärte Bereitschaft beginnt die Rückkehr, sie ersetzt die eingehaltenen Absprachen nicht.",
    "Declared readiness begins the return, it does not replace kept agreements.",
    when=_READY,
    then=is_in("returning") & keeps("breach_hearing") & emits("notice_review"),
)
accepted(
    "notice_reviewed_where_notice_applies",
    Modality.SHOULD,
    ("15.62", "15.63"),
    "Die Rückkehr wird geprüft, wo mit RFB gearbeitet wird: beim Plan mit RFB und ohne Einigung.",
    "The return is reviewed where work goes on with RFB: with such a plan and without agreement.",
    event="notice_reviewed",
    where=was_in("plan_with_notice", "not_agreed"),
)
always(
    "notice_review_only_reviews",
    Modality.SHOULD,
    ("15.62",),
    "Die Prüfung der Rückkehr wird vermerkt und ändert selbst nichts; die Frist beginnt neu.",
    "The review of the return is recorded and changes nothing itself; its time begins anew.",
    when=event("notice_reviewed"),
    then=emits("notice_review")
    & keeps("plan", "measure", "demand", "breach_hearing")
    & clock("start", "notice_review_due"),
)
never(
    "agency_told_only_where_training_is_transferred",
    Modality.SHOULD,
    ("15.76",),
    "Die Agentur wird über die RFB nur unterrichtet, wenn ihr die Ausbildungsvermittlung"
    " übertragen ist.",
    "The agency is told about RFB only where training placement is transferred to it.",
    when=emits("agency_notified"),
    happens=~fact("training_transferred"),
)

# -- agreements are not kept ---------------------------------------------------------------------

always(
    "broken_agreements_outcome",
    Modality.SHOULD,
    ("15.51", "15.38", "15.54", "15.53", "15.52"),
    "Die Überprüfung hält fest, woran es lag: wichtiger Grund, nicht zumutbar, ausgenommen, RFB"
    " schadet, oder Aufforderung mit RFB.",
    "The review records the outcome: important reason, not reasonable, exempt, RFB would harm, or"
    " a demand with RFB.",
    when=_NOT_KEPT & WORKING_PLAN,
    then=every(
        implies(IMPORTANT_REASON, emits("adherence_review", outcome="reason")),
        implies(
            ~IMPORTANT_REASON & ~fact("reasonable"),
            emits("adherence_review", outcome="unreasonable"),
        ),
        implies(
            ~IMPORTANT_REASON & fact("reasonable") & NEVER_WITH_NOTICE,
            emits("adherence_review", outcome="exempt"),
        ),
        implies(
            DEMANDABLE_BREACH & ~CHECK_ALLOWS_NOTICE,
            emits("adherence_review", outcome="notice_harms"),
        ),
        implies(NOTICE_FOLLOWS, emits("adherence_review", outcome="notice")),
    ),
)
always(
    "notice_after_demandable_breach",
    Modality.SHOULD,
    ("15.52", "15.53", "15.58", "15.1"),
    "Zumutbares ohne wichtigen Grund nicht eingehalten: Eine Aufforderung mit RFB ergeht und"
    " steht, der Plan gilt mit RFB fort; sonst bleibt alles, wie es war. Eine Anhörung folgt daraus"
    " nie.",
    "Reasonable agreements broken without an important reason: a demand with RFB is issued and"
    " stands, the plan goes on with RFB; otherwise all stays as it was. No hearing ever follows.",
    when=_NOT_KEPT & WORKING_PLAN,
    then=implies(
        NOTICE_FOLLOWS,
        is_in("plan_with_notice") & is_in("demand_standing") & emits("demand", basis="breach"),
    )
    & implies(~NOTICE_FOLLOWS, keeps("plan", "demand") & ~emits("demand"))
    & keeps("measure", "breach_hearing")
    & ~emits("hearing_opened"),
)
always(
    "individual_check_of_vulnerable_people",
    Modality.SHOULD,
    ("15.53",),
    "Bei besonderem Bedarf, und nur dann, wird im Einzelfall geprüft, ob eine RFB hilft.",
    "For vulnerable people, and only for them, it is checked in the single case whether RFB helps.",
    when=_NOT_KEPT,
    then=exactly_if(
        WORKING_PLAN & DEMANDABLE_BREACH & fact("vulnerable"), emits("individual_check")
    ),
)
always(
    "important_reason_considered_in_review",
    Modality.MUST,
    ("15.51",),
    "Wird eine Absprache nicht eingehalten, wird der wichtige Grund geprüft.",
    "When agreements are not kept, an important reason is considered.",
    when=_NOT_KEPT & (WORKING_PLAN | OLD_AGREEMENT),
    then=REASON_CONSIDERED_NOW,
)
always(
    "old_agreement_breach_opens_hearing",
    Modality.MUST,
    ("15.69", "§ 65(6a) SGB II"),
    "Der Bruch der alten Vereinbarung ohne wichtigen Grund führt bis Ende 2023 zur Anhörung; sie"
    " gilt dabei fort.",
    "To break the old agreement without an important reason leads to a hearing until the end of"
    " 2023; the agreement goes on.",
    when=_NOT_KEPT & OLD_AGREEMENT,
    then=keeps("plan", "measure", "demand")
    & implies(_OLD_BREACH & fact("reduction_layer"), is_in("breach_hearing_open"))
    & implies(_OLD_BREACH & fact("reduction_layer"), emits("hearing_opened", ground="legacy"))
    & implies(~_OLD_BREACH, keeps("breach_hearing") & ~emits("hearing_opened"))
    & implies(~emits("hearing_opened"), keeps("breach_hearing")),
)
