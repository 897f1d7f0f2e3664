"""Properties: a demand with RFB, its content, and what becomes of it."""

from __future__ import annotations

from ..vocabulary import Modality
from .circumstances import (
    CHECK_ALLOWS_NOTICE,
    IMPORTANT_REASON,
    MAY_BE_DEMANDED,
    REASON_CONSIDERED_NOW,
    exactly_if,
)
from .formula import clock, emits, event, every, fact, implies, is_in, keeps, was_in
from .register import accepted, always

_DEMAND = emits("demand")
_ISSUED = event("demand_issued")
_COMPLIED = event("demand_complied")
_REFUSED = event("demand_refused")
_CONCILIATION = was_in("conciliation")
_BREACH_OF_DUTY = ~IMPORTANT_REASON & ~_CONCILIATION
_BESIDE = ("plan", "invitation", "talk", "appointment_hearing")
_DEMANDED_MEASURE = was_in("measure_demanded")

# -- the demand itself ---------------------------------------------------------------------------

always(
    "demand_names_its_basis",
    Modality.SHOULD,
    ("15.52", "15.60", "15.63"),
    "Die Aufforderung nennt ihren Grund: gebrochene Absprachen, fehlende Einigung oder die laufende"
    " Maßnahme.",
    "A demand names its basis: broken agreements, no agreement on a plan, or the running measure.",
    when=_DEMAND,
    then=every(
        exactly_if(
            event("agreements_not_kept") | (_ISSUED & was_in("plan_with_notice")),
            emits("demand", basis="breach"),
        ),
        exactly_if(_ISSUED & was_in("not_agreed"), emits("demand", basis="no_plan")),
        exactly_if(event("intervention_failed"), emits("demand", basis="running_measure")),
    ),
)
always(
    "demand_assigns_to_no_measure",
    Modality.MAY,
    ("15.60", "15.25"),
    "Eine Aufforderung weist nicht in eine Maßnahme zu; die Zuweisung ist ein eigener Schritt.",
    "A demand assigns to no measure; an assignment is a step of its own.",
    when=_DEMAND,
    then=~emits("demand", new_assignment=True) & ~emits("measure_assignment"),
)
always(
    "representative_instructed_only_with_minors",
    Modality.MUST,
    ("15.57",),
    "Neben Aufforderungen wird die gesetzliche Vertretung nur bei Minderjährigen belehrt.",
    "Beside demands a legal representative is instructed with minors only.",
    when=_DEMAND,
    then=exactly_if(fact("minor"), emits("representative_instructed")),
)
always(
    "demand_stands_once_issued",
    Modality.MUST,
    ("15.55",),
    "Mit der Bekanntgabe steht die Aufforderung.",
    "Once announced, a demand stands.",
    when=_DEMAND,
    then=is_in("demand_standing"),
)
always(
    "individual_check_recorded_as_found",
    Modality.SHOULD,
    ("15.53",),
    "Die Einzelfallprüfung findet nur bei besonderem Bedarf statt und hält ihr Ergebnis fest.",
    "The individual check is made for vulnerable people only, and records what it found.",
    when=emits("individual_check"),
    then=fact("vulnerable")
    & implies(fact("notice_helps"), ~emits("individual_check", notice_helps=False))
    & implies(~fact("notice_helps"), ~emits("individual_check", notice_helps=True)),
)
always(
    "important_reason_recorded_as_found",
    Modality.MUST,
    ("15.51",),
    "Die Prüfung des wichtigen Grundes hält ihr Ergebnis fest.",
    "The consideration of an important reason records what it found.",
    when=REASON_CONSIDERED_NOW,
    then=implies(IMPORTANT_REASON, ~emits("important_reason_considered", found=False))
    & implies(~IMPORTANT_REASON, ~emits("important_reason_considered", found=True)),
)

# -- demands apart from a review -----------------------------------------------------------------

accepted(
    "demand_where_cooperation_failed",
    Modality.SHOULD,
    ("15.63", "15.58", "15.54", "15.55", "15.12"),
    "Aufforderungen ergehen ohne Einigung und beim Plan mit RFB, nur an Hilfebedürftige, nur zu"
    " Zumutbarem und nie zu § 16k oder Rehabilitation.",
    "Demands are issued without agreement and under a plan with RFB, only to people whose need is"
    " established, only for what is reasonable, and never for § 16k or rehabilitation.",
    event="demand_issued",
    where=was_in("not_agreed", "plan_with_notice") & fact("need_established") & MAY_BE_DEMANDED,
)
always(
    "demand_issued_unless_check_forbids",
    Modality.SHOULD,
    ("15.63", "15.53", "15.55"),
    "Die Aufforderung unterbleibt, wenn die Einzelfallprüfung davon abrät.",
    "The demand is dropped where the individual check advises against it.",
    when=_ISSUED,
    then=every(
        exactly_if(CHECK_ALLOWS_NOTICE, _DEMAND),
        implies(~CHECK_ALLOWS_NOTICE, keeps("demand")),
        exactly_if(fact("vulnerable"), emits("individual_check")),
    ),
)
always(
    "demand_leaves_the_rest_alone",
    Modality.MUST,
    ("15.58",),
    "Eine Aufforderung lässt Plan, Einladung, Gespräch, Maßnahme und Anhörungen, wie sie sind.",
    "A demand leaves plan, invitation, talk, measure and hearings as they are.",
    when=_ISSUED,
    then=keeps("plan", "invitation", "talk", "measure", "appointment_hearing", "breach_hearing"),
)

# -- what becomes of a demand --------------------------------------------------------------------

accepted(
    "standing_demand_can_be_followed",
    Modality.SHOULD,
    ("15.62",),
    "Befolgt werden kann eine Aufforderung, solange sie steht.",
    "A demand can be followed as long as it stands.",
    event="demand_complied",
    where=was_in("demand_standing"),
)
accepted(
    "standing_demand_can_be_refused",
    Modality.MUST,
    ("§ 31(1) SGB II",),
    "Verweigert werden kann nur eine Aufforderung, die steht.",
    "Only a standing demand can be refused.",
    event="demand_refused",
    where=was_in("demand_standing"),
)
always(
    "followed_demand_is_fulfilled",
    Modality.SHOULD,
    ("15.62", "15.60"),
    "Eine befolgte Aufforderung ist erfüllt; eine Maßnahme läuft ohne sie weiter, sonst ändert sich"
    " nichts.",
    "A demand that is followed is fulfilled; a measure goes on without it, and nothing else"
    " changes.",
    when=_COMPLIED,
    then=every(
        emits("demand_fulfilled"),
        is_in("no_demand"),
        implies(_DEMANDED_MEASURE, is_in("measure_assigned")),
        implies(~_DEMANDED_MEASURE, keeps("measure")),
        keeps(*_BESIDE, "breach_hearing"),
    ),
)
always(
    "refusal_is_looked_into",
    Modality.MUST,
    ("15.51", "§ 31(1) S. 2 SGB II"),
    "Wird eine Aufforderung verweigert, wird der wichtige Grund geprüft; liegt er vor, wird sie"
    " aufgehoben. Plan, Einladung und Gespräch bleiben.",
    "When a demand is refused, an important reason is considered; if there is one, the demand is"
    " lifted. Plan, invitation and talk stay.",
    when=_REFUSED,
    then=REASON_CONSIDERED_NOW
    & exactly_if(IMPORTANT_REASON, emits("demands_lifted", cause="reason"))
    & implies(IMPORTANT_REASON, is_in("no_demand"))
    & keeps(*_BESIDE),
)
always(
    "refusal_opens_hearing",
    Modality.MUST,
    ("§ 31(1) SGB II", "§ 24 SGB X", "§ 15a(3) SGB II"),
    "Eine Pflichtverletzung führt zur Anhörung und verbraucht die Aufforderung; mit wichtigem Grund"
    " oder während der Schlichtung gibt es keine Anhörung.",
    "A breach of duty leads to a hearing and uses up the demand; with an important reason or during"
    " conciliation there is no hearing.",
    when=_REFUSED,
    then=every(
        implies(_BREACH_OF_DUTY, is_in("no_demand")),
        implies(
            _BREACH_OF_DUTY & fact("reduction_layer"),
            emits("hearing_opened", ground="breach") & is_in("breach_hearing_open"),
        ),
        implies(~_BREACH_OF_DUTY, ~emits("hearing_opened")),
        implies(~emits("hearing_opened"), keeps("breach_hearing")),
    ),
)
always(
    "refusal_during_conciliation_without_consequence",
    Modality.MUST,
    ("§ 15a(3) SGB II",),
    "Während der Schlichtung bleibt die Verweigerung ohne Folge, die Aufforderung steht weiter.",
    "During conciliation a refusal has no consequence, and the demand goes on standing.",
    when=_REFUSED,
    then=exactly_if(~IMPORTANT_REASON & _CONCILIATION, emits("breach_without_consequence"))
    & implies(~IMPORTANT_REASON & _CONCILIATION, is_in("demand_standing")),
)
always(
    "refusal_and_the_measure",
    Modality.MAY,
    ("15.60", "§ 31(1) SGB II"),
    "Die Verweigerung beendet die geforderte Maßnahme; mit wichtigem Grund läuft sie ohne RFB"
    " weiter.",
    "Refusal ends the measure that was demanded; with an important reason it goes on without RFB.",
    when=_REFUSED,
    then=every(
        implies(_DEMANDED_MEASURE & IMPORTANT_REASON, is_in("measure_assigned")),
        implies(_DEMANDED_MEASURE & _BREACH_OF_DUTY, is_in("no_measure")),
        implies(~_DEMANDED_MEASURE | (~IMPORTANT_REASON & _CONCILIATION), keeps("measure")),
    ),
)
always(
    "first_hearing_starts_time_to_decide",
    Modality.MUST,
    ("§ 31b(1) S. 3 SGB II",),
    "Mit der ersten Anhörung beginnt die Frist zur Feststellung; sie beginnt nicht neu.",
    "With the first hearing the time to decide begins; it does not begin anew.",
    when=emits("hearing_opened"),
    then=exactly_if(
        was_in("breach_hearing_none") & is_in("breach_hearing_open"),
        clock("start", "breach_determination_end"),
    )
    & exactly_if(
        was_in("appointment_hearing_none") & is_in("appointment_hearing_open"),
        clock("start", "appointment_determination_end"),
    ),
)
