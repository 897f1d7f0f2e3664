"""Properties: a move, follow-up support once need has ended through work, and the end of a case."""

from __future__ import annotations

from ..vocabulary import Modality
from .case_stages import (
    BESIDE_PLAN,
    NO_TALK,
    SUSPENDED_WITH_PLAN,
    UPDATE_CONCILIATIONS,
    WITHOUT_PLAN_ANALYSED,
    leads,
)
from .circumstances import OLD_AGREEMENT, OPEN_CASE, exactly_if
from .formula import emits, event, every, fact, implies, is_in, keeps, was_in
from .register import accepted, always

_MOVED = event("moved")
_NEED_ENDS = event("need_ends_through_work")
_SUPPORT_ENDS = event("support_ended", "support_expired")
_RETURNS = event("need_returns")
_LEAVES = event("leave")
_AGENCY = event("unemployment_benefit_begins")
_GROUND = event("ground_begins")

_PLAN_THAT_CAN_GO_ON = was_in(
    "trust",
    "plan_with_notice",
    "returning",
    "moved_with_plan",
    *UPDATE_CONCILIATIONS,
    *SUSPENDED_WITH_PLAN,
)
_TAKEN_BACK = (
    ("first_sent", "first_due"),
    ("plain_sent", "plain_due"),
    ("plain_reporting", "plain_due"),
    ("once_sent", "once_due"),
    ("notice_sent", "notice_due"),
    ("notice_reporting", "notice_due"),
)

# -- move ----------------------------------------------------------------------------------------

accepted(
    "anyone_can_move",
    Modality.MUST,
    ("15.61",),
    "Umziehen kann man in jedem offenen Fall, nur nicht mitten im Gespräch.",
    "One can move in any open case, but not in the middle of a talk.",
    event="moved",
    where=OPEN_CASE & NO_TALK,
)
always(
    "new_office_goes_on_where_the_old_one_stood",
    Modality.MUST,
    ("15.61", "15.46", "15.19"),
    "Der Umzug übergibt den Fall: Ein Plan ist von der neuen Stelle zu aktualisieren, ein fehlender"
    " nach der Analyse zu erstellen; Aussetzung, Verzicht und Betreuung gehen weiter, RFB nicht.",
    "A move hands the case over: the new office updates a plan, or makes the missing one after an"
    " analysis; suspension, waiver and support go on, RFB does not.",
    when=_MOVED,
    then=every(
        emits("handover"),
        implies(
            was_in("plan_in_force", "moved_with_plan", *UPDATE_CONCILIATIONS),
            is_in("moved_with_plan"),
        ),
        implies(
            was_in(
                "plan_outstanding",
                "not_agreed",
                "legacy_analysed",
                "conciliation_over_creation",
                "moved_without_plan",
            ),
            is_in("moved_without_plan"),
        ),
        implies(was_in("legacy_agreement"), is_in("first_talk_outstanding")),
        implies(was_in(*SUSPENDED_WITH_PLAN), is_in("suspended_trust")),
        implies(
            was_in("suspended_without_plan", "suspended_not_agreed"),
            is_in("suspended_without_plan"),
        ),
        implies(
            was_in(
                "first_talk_outstanding",
                "analysis_outstanding",
                "suspended_before_talk",
                "suspended_before_analysis",
                "waived",
                "exempt",
                "follow_up_support",
            ),
            keeps("plan"),
        ),
        is_in("no_measure"),
    ),
)
always(
    "invitations_of_the_old_office_lapse",
    Modality.MUST,
    ("15.61", "15.74"),
    "Verschickte Einladungen entfallen mit dem Wechsel der Zuständigkeit; ob die nächste eine RFB"
    " trägt, bleibt.",
    "Invitations that are out lapse when another office becomes responsible; whether the next one"
    " carries RFB stays as it was.",
    when=_MOVED | _AGENCY,
    then=leads(_TAKEN_BACK)
    & implies(~was_in(*(sent for sent, _ in _TAKEN_BACK)), keeps("invitation"))
    & keeps("talk"),
)

# -- what ends whenever care ends or rests -------------------------------------------------------

always(
    "conciliation_loses_its_object",
    Modality.MUST,
    ("§ 15a(4) SGB II", "15.61", "15.74", "15.28", "15.19"),
    "Umzug, Arbeitslosengeld, Arbeit, § 10 und Abgang beenden eine laufende Schlichtung, nicht als"
    " gelungen oder abgelaufen.",
    "A move, unemployment benefit, work, a § 10 ground and exit close a running conciliation,"
    " neither as agreed nor as expired.",
    when=_MOVED | _AGENCY | _NEED_ENDS | _GROUND | _LEAVES,
    then=exactly_if(was_in("conciliation"), emits("conciliation_closed", result="other"))
    & ~is_in("conciliation"),
)
always(
    "demands_lifted_with_their_cause",
    Modality.MUST,
    ("15.61", "§ 48(1) SGB X", "15.74", "15.19", "15.28"),
    "Eine stehende Aufforderung wird aufgehoben, wenn ihre Grundlage wegfällt, und der Anlass ist"
    " vermerkt.",
    "A standing demand is lifted when its basis falls away, and the cause is on record.",
    when=_MOVED | _AGENCY | _GROUND | _NEED_ENDS | _LEAVES,
    then=every(
        is_in("no_demand"),
        *(
            exactly_if(was_in("demand_standing") & happens, emits("demands_lifted", cause=cause))
            for happens, cause in (
                (_MOVED, "move"),
                (_AGENCY, "agency"),
                (_GROUND, "ground"),
                (_NEED_ENDS | _LEAVES, "exit"),
            )
        ),
    ),
)
always(
    "hearings_end_with_the_benefit",
    Modality.MUST,
    ("§ 31b(1) SGB II", "§ 32(2) SGB II", "15.28"),
    "Endet der Leistungsbezug, enden laufende Anhörungen ohne Minderung.",
    "When benefit ends, running hearings close without a reduction.",
    when=_NEED_ENDS | _LEAVES,
    then=every(
        is_in("appointment_hearing_none"),
        is_in("breach_hearing_none"),
        exactly_if(
            was_in("appointment_hearing_open"),
            emits("hearing_closed", ground="missed_appointment"),
        ),
        exactly_if(was_in("breach_hearing_open"), emits("hearing_closed", ground="breach")),
    ),
)
always(
    "hearing_ends_with_old_agreement",
    Modality.MUST,
    ("15.69", "§ 65(4) SGB II"),
    "Mit der alten Vereinbarung endet die Anhörung zu ihr ohne Minderung; andere Anhörungen laufen"
    " bei Umzug, Arbeitslosengeld und § 10 weiter.",
    "With the old agreement the hearing on it closes without a reduction; other hearings go on"
    " after a move, beside unemployment benefit and during a § 10 ground.",
    when=_MOVED | _AGENCY | _GROUND | event("legacy_agreement_expired"),
    then=every(
        implies(OLD_AGREEMENT, is_in("breach_hearing_none")),
        implies(~OLD_AGREEMENT, keeps("breach_hearing")),
        exactly_if(
            OLD_AGREEMENT & was_in("breach_hearing_open"), emits("hearing_closed", ground="breach")
        ),
        keeps("appointment_hearing"),
    ),
)

# -- follow-up support ---------------------------------------------------------------------------

accepted(
    "support_after_need_ends_through_work",
    Modality.MAY,
    ("15.28", "§ 16g(2) SGB II"),
    "Nachgehende Betreuung kann folgen, wo die festgestellte Hilfebedürftigkeit durch Arbeit endet"
    " und die Analyse vorliegt, nur nicht mitten im Gespräch.",
    "Follow-up support may follow where established need ends through work and the analysis"
    " exists, but not in the middle of a talk.",
    event="need_ends_through_work",
    where=(_PLAN_THAT_CAN_GO_ON | was_in(*WITHOUT_PLAN_ANALYSED))
    & fact("need_established")
    & NO_TALK,
)
always(
    "support_begins_without_notice",
    Modality.MAY,
    ("15.28", "15.48", "§ 31 SGB II"),
    "Die nachgehende Betreuung nimmt einen Plan mit; Maßnahme, Einladungen und RFB nicht.",
    "Follow-up support takes a plan along, but neither measure nor invitations nor RFB.",
    when=_NEED_ENDS,
    then=every(
        emits("support_started"),
        implies(_PLAN_THAT_CAN_GO_ON, is_in("support_with_plan")),
        implies(was_in(*WITHOUT_PLAN_ANALYSED), is_in("support_without_plan")),
        is_in("plain_due"),
        is_in("no_measure"),
        keeps("talk"),
    ),
)
accepted(
    "support_can_run_out",
    Modality.MUST,
    ("15.28",),
    "Ablaufen kann die nachgehende Betreuung, solange sie läuft, auch mitten im Gespräch.",
    "Follow-up support can run out as long as it runs, in the middle of a talk too.",
    event="support_expired",
    where=was_in("follow_up_support"),
)
accepted(
    "support_can_be_ended",
    Modality.MAY,
    ("15.28",),
    "Beendet werden kann die nachgehende Betreuung jederzeit außerhalb eines Gesprächs.",
    "Follow-up support can be ended at any time outside a talk.",
    event="support_ended",
    where=was_in("follow_up_support") & NO_TALK,
)
accepted(
    "need_can_return_during_support",
    Modality.MAY,
    ("15.28", "15.12"),
    "Während der nachgehenden Betreuung kann die Hilfebedürftigkeit zurückkehren, nur nicht mitten"
    " im Gespräch.",
    "During follow-up support need can return, but not in the middle of a talk.",
    event="need_returns",
    where=was_in("follow_up_support") & NO_TALK,
)
always(
    "cooperation_goes_on_when_need_returns",
    Modality.SHOULD,
    ("15.28", "15.46", "15.12"),
    "Kehrt die Hilfebedürftigkeit zurück, gilt der Plan ohne RFB weiter, oder er steht aus; alles"
    " andere bleibt.",
    "When need returns, the plan goes on without RFB, or is outstanding; all else stays.",
    when=_RETURNS,
    then=every(
        emits("support_closed"),
        implies(was_in("support_with_plan"), is_in("trust")),
        implies(was_in("support_without_plan"), is_in("plan_outstanding")),
        keeps(*BESIDE_PLAN),
    ),
)

# -- the end -------------------------------------------------------------------------------------

accepted(
    "any_open_case_can_end",
    Modality.MUST,
    ("15.28", "15.12"),
    "Abgehen kann man aus jedem offenen Fall, nur nicht mitten im Gespräch.",
    "One can leave from any open case, but not in the middle of a talk.",
    event="leave",
    where=OPEN_CASE & NO_TALK,
)
always(
    "nothing_outlives_the_case",
    Modality.MUST,
    ("15.28", "15.12", "15.61"),
    "Mit dem Fall enden Einladung, Gespräch, Maßnahme, Aufforderung und Anhörungen.",
    "With the case invitation, talk, measure, demand and hearings end.",
    when=_LEAVES | _SUPPORT_ENDS,
    then=every(
        is_in("closed"),
        is_in("first_due"),
        is_in("no_talk"),
        is_in("no_measure"),
        is_in("no_demand"),
        is_in("appointment_hearing_none"),
        is_in("breach_hearing_none"),
    ),
)
always(
    "end_of_support_on_record",
    Modality.MUST,
    ("15.28",),
    "Das Ende der nachgehenden Betreuung ist vermerkt.",
    "The end of follow-up support is on record.",
    when=_SUPPORT_ENDS,
    then=emits("support_closed"),
)
