"""Properties: no agreement on a plan or an update, and conciliation."""

from __future__ import annotations

from ..vocabulary import Modality
from .circumstances import exactly_if
from .formula import clock, emits, event, every, fact, implies, is_in, keeps, was_in
from .register import accepted, always

_NO_PLAN_AGREED = event("creation_disagreement")
_NO_UPDATE_AGREED = event("update_disagreement")
_AGREED = event("conciliation_agreed")
_EXPIRED = event("conciliation_expired")
_DEMANDED = fact("conciliation_demanded") & ~fact("rehabilitation_matter")
"""One side demands conciliation, and no rehabilitation services are at stake (15.16, 15.41)."""

_CONCILIATION_FOLLOWS = fact("conciliation") & _DEMANDED
"""It is demanded, and the rule set knows conciliation."""

_PLAN_DUE = was_in("plan_outstanding", "not_agreed", "moved_without_plan", "legacy_analysed")
"""A plan is lacking that ought to be made (15.12)."""

_PLAN_OPTIONAL = was_in("suspended_without_plan", "suspended_not_agreed", "support_without_plan")
"""A plan may be made, but need not (15.19, 15.28)."""

_MOVED = was_in("moved_without_plan")
"""After a move the analysis is reviewed first (15.61)."""

_OLD_AGREEMENT = was_in("legacy_analysed")
_REPLACED = _OLD_AGREEMENT & is_in("conciliation")
"""Conciliation over a plan takes the place of the old agreement (15.69)."""

accepted(
    "plan_disputed_in_talk",
    Modality.SHOULD,
    ("15.16", "15.63", "15.19", "15.28", "15.61"),
    "Über die Erstellung kann man im Gespräch uneinig sein, wo ein Plan nach der Analyse fehlt;"
    " nach einem Umzug erst, wenn sie überprüft ist.",
    "There can be disagreement on creating a plan in a talk, where one is lacking after the"
    " analysis; after a move only once that was reviewed.",
    event="creation_disagreement",
    where=(was_in("in_talk") & (_PLAN_DUE | _PLAN_OPTIONAL) & ~_MOVED)
    | (was_in("talk_analysed") & _MOVED),
)
accepted(
    "update_disputed_after_review",
    Modality.SHOULD,
    ("15.68", "15.66", "15.61"),
    "Über die Fortschreibung kann man uneinig sein, nachdem die Analyse im Gespräch überprüft ist.",
    "There can be disagreement on an update once the analysis was reviewed in the talk.",
    event="update_disagreement",
    where=was_in("talk_analysed")
    & was_in("trust", "plan_with_notice", "returning", "moved_with_plan"),
)
always(
    "disagreement_on_creation_leads_to_conciliation",
    Modality.SHOULD,
    ("15.16", "15.63", "15.41", "15.69", "§ 15a(1) SGB II"),
    "Verlangt eine Seite die Schlichtung, wird über die Erstellung geschlichtet; sonst bleibt es"
    " bei keiner Einigung, unter der alten Vereinbarung bei dieser.",
    "If one side demands it, there is conciliation over creation; otherwise there is no agreement,"
    " or the old agreement goes on.",
    when=_NO_PLAN_AGREED & _PLAN_DUE,
    then=every(
        implies(_CONCILIATION_FOLLOWS, is_in("conciliation_over_creation")),
        implies(~_DEMANDED & ~_OLD_AGREEMENT, is_in("not_agreed")),
        implies(~_DEMANDED & _OLD_AGREEMENT, is_in("legacy_analysed")),
    ),
)
always(
    "optional_plan_is_not_disputed_further",
    Modality.MAY,
    ("15.19", "15.28"),
    "Wo ein Plan nur entstehen kann, bleibt Uneinigkeit ohne Folge.",
    "Where a plan is optional, disagreement has no consequence.",
    when=_NO_PLAN_AGREED & _PLAN_OPTIONAL,
    then=keeps("plan"),
)
always(
    "disagreement_on_update_leads_to_conciliation",
    Modality.SHOULD,
    ("15.68", "15.63", "15.41", "§ 15a(1) SGB II"),
    "Verlangt eine Seite die Schlichtung, wird über die Fortschreibung geschlichtet, und es bleibt"
    " vermerkt, ob mit RFB gearbeitet wurde; sonst gibt es keine Einigung mehr.",
    "If one side demands it, there is conciliation over the update, which remembers whether work"
    " went on with RFB; otherwise there is no agreement any more.",
    when=_NO_UPDATE_AGREED,
    then=every(
        implies(~_DEMANDED, is_in("not_agreed")),
        *(
            implies(_CONCILIATION_FOLLOWS & was_in(basis), is_in(conciliation))
            for basis, conciliation in (
                ("trust", "conciliation_over_update_trust"),
                ("moved_with_plan", "conciliation_over_update_trust"),
                ("plan_with_notice", "conciliation_over_update_notice"),
                ("returning", "conciliation_over_update_returning"),
            )
        ),
    ),
)
always(
    "conciliation_opened_with_four_weeks",
    Modality.MUST,
    ("15.16", "15.68", "§ 15a(1) SGB II", "§ 15a(4) SGB II"),
    "Eine Schlichtung wird genau dann eingeleitet, wenn eine Seite sie verlangt; ihre vier Wochen"
    " beginnen sofort, die Frist zur Fortschreibung ruht.",
    "Conciliation is opened exactly where one side demands it; its four weeks begin at once, and"
    " the time for the update is held.",
    when=_NO_PLAN_AGREED | _NO_UPDATE_AGREED,
    then=every(
        exactly_if(
            _NO_PLAN_AGREED & is_in("conciliation"), emits("conciliation_opened", over="creation")
        ),
        exactly_if(
            _NO_UPDATE_AGREED & is_in("conciliation"), emits("conciliation_opened", over="update")
        ),
        implies(~_DEMANDED, ~emits("conciliation_opened")),
        exactly_if(emits("conciliation_opened"), clock("start", "conciliation_end")),
        implies(emits("conciliation_opened", over="update"), clock("hold", "update_due")),
    ),
)
always(
    "conciliation_replaces_old_agreement",
    Modality.MUST,
    ("15.69", "§ 15a(3) SGB II"),
    "Wird statt der alten Vereinbarung geschlichtet, endet eine Anhörung zu ihr ohne Minderung.",
    "If conciliation takes the place of the old agreement, a hearing on it closes without a"
    " reduction.",
    when=_NO_PLAN_AGREED,
    then=every(
        implies(_REPLACED, is_in("breach_hearing_none")),
        implies(~_REPLACED, keeps("breach_hearing")),
        exactly_if(
            _REPLACED & was_in("breach_hearing_open"), emits("hearing_closed", ground="breach")
        ),
    ),
)
always(
    "disagreement_leaves_the_rest_alone",
    Modality.MUST,
    ("15.1", "15.63"),
    "Uneinigkeit ändert nichts an Einladung, Gespräch, Maßnahme, Aufforderungen und der Anhörung"
    " zum Meldeversäumnis, über eine Fortschreibung auch nichts an der zur Pflichtverletzung.",
    "Disagreement leaves invitation, talk, measure, demands and the hearing on a missed appointment"
    " alone, on an update also the hearing on a breach.",
    when=_NO_PLAN_AGREED | _NO_UPDATE_AGREED,
    then=keeps("invitation", "talk", "measure", "demand", "appointment_hearing")
    & implies(_NO_UPDATE_AGREED, keeps("breach_hearing")),
)

# -- conciliation ends ---------------------------------------------------------------------------

accepted(
    "conciliation_can_succeed",
    Modality.SHOULD,
    ("15.16", "15.68", "§ 15a(4) SGB II"),
    "Eine Schlichtung kann gelingen, solange sie läuft.",
    "Conciliation can succeed as long as it runs.",
    event="conciliation_agreed",
    where=was_in("conciliation"),
)
accepted(
    "conciliation_can_run_out",
    Modality.MUST,
    ("§ 15a(4) SGB II",),
    "Ablaufen kann eine Schlichtung, solange sie läuft.",
    "Conciliation can run out as long as it runs.",
    event="conciliation_expired",
    where=was_in("conciliation"),
)
always(
    "conciliation_ends_on_record",
    Modality.MUST,
    ("§ 15a(4) SGB II",),
    "Die Schlichtung endet durch Einigung oder Zeitablauf, und was davon, ist vermerkt.",
    "Conciliation ends by agreement or when its time has passed, and which is on record.",
    when=_AGREED | _EXPIRED,
    then=every(
        ~is_in("conciliation"),
        clock("stop", "conciliation_end"),
        exactly_if(_AGREED, emits("conciliation_closed", result="agreed")),
        exactly_if(_EXPIRED, emits("conciliation_closed", result="expired")),
    ),
)
always(
    "agreed_conciliation_restores_cooperation",
    Modality.SHOULD,
    ("15.16", "15.68", "15.46", "15.12", "§ 15a(2) SGB II"),
    "Nach der Einigung gilt ein neuer Plan ohne RFB, vor Feststellung der Hilfebedürftigkeit als"
    " vorläufiger; ein fortgeschriebener gilt, wie er zuvor galt.",
    "After agreement a new plan is in force without RFB, before need is established as one of that"
    " kind; an updated one as it was before.",
    when=_AGREED,
    then=every(
        implies(was_in("conciliation_over_creation") & fact("need_established"), is_in("trust")),
        implies(
            was_in("conciliation_over_creation") & ~fact("need_established"),
            is_in("plan_before_need"),
        ),
        implies(
            was_in("conciliation_over_update_trust") & fact("need_established"), is_in("trust")
        ),
        implies(was_in("conciliation_over_update_notice"), is_in("plan_with_notice")),
        implies(was_in("conciliation_over_update_returning"), is_in("returning")),
        keeps("breach_hearing"),
    ),
)
always(
    "expired_conciliation_leaves_no_agreement",
    Modality.SHOULD,
    ("15.63", "15.62", "§ 15a(4) SGB II"),
    "Läuft die Schlichtung ab, gibt es keine Einigung; die Prüfung der Rückkehr wird fällig, alles"
    " andere bleibt.",
    "When conciliation runs out, there is no agreement; the review of the return becomes due, all"
    " else stays.",
    when=_EXPIRED,
    then=every(
        is_in("not_agreed"),
        clock("start", "notice_review_due"),
        keeps("invitation", "talk", "measure", "demand"),
        keeps("appointment_hearing", "breach_hearing"),
    ),
)
