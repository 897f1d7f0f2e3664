"""Properties: decisions on reductions of benefit, their end, and counselling (§§ 31a to 32)."""

from __future__ import annotations

from ..vocabulary import Modality
from .circumstances import OPEN_CASE, REDUCTION_BARRED, exactly_if
from .formula import clock, emits, event, every, fact, implies, is_in, keeps, was_in
from .register import accepted, always, never, within

_APPOINTMENT = event("appointment_reduction_decided")
_BREACH = event("breach_reduction_decided")
_APPOINTMENT_EXPIRED = event("appointment_determination_expired")
_BREACH_EXPIRED = event("breach_determination_expired")
_BESIDE = ("plan", "invitation", "talk", "measure", "demand")
_FURTHER = fact("further_repeated_breach")
_SECOND = fact("repeated_breach") & ~_FURTHER

accepted(
    "appointment_decided_in_hearing",
    Modality.MUST,
    ("§ 32(2) SGB II", "§ 31a(2) SGB II"),
    "Über ein Meldeversäumnis wird in der Anhörung entschieden, sonst nicht.",
    "A missed appointment is decided on in its hearing, and nowhere else.",
    event="appointment_reduction_decided",
    where=was_in("appointment_hearing_open"),
)
accepted(
    "breach_decided_in_hearing",
    Modality.MUST,
    ("§ 31a(2) SGB II", "§ 31(1) S. 2 SGB II", "§ 31a(3) SGB II", "§ 15a(3) SGB II"),
    "Über eine Pflichtverletzung wird in der Anhörung entschieden, während der Schlichtung nur"
    " zugunsten der Person.",
    "A breach of duty is decided on in its hearing, during conciliation only in the person's"
    " favour.",
    event="breach_reduction_decided",
    where=was_in("breach_hearing_open") & (REDUCTION_BARRED | ~was_in("conciliation")),
)
accepted(
    "time_to_decide_on_appointment_ends",
    Modality.MUST,
    ("§ 31b(1) S. 3 SGB II", "§ 32(2) SGB II"),
    "Die Frist zur Feststellung eines Meldeversäumnisses läuft mit der Anhörung.",
    "The time to decide on a missed appointment runs with its hearing.",
    event="appointment_determination_expired",
    where=was_in("appointment_hearing_open"),
)
accepted(
    "time_to_decide_on_breach_ends",
    Modality.MUST,
    ("§ 31b(1) S. 3 SGB II",),
    "Die Frist zur Feststellung einer Pflichtverletzung läuft mit der Anhörung.",
    "The time to decide on a breach of duty runs with its hearing.",
    event="breach_determination_expired",
    where=was_in("breach_hearing_open"),
)
always(
    "decision_ends_its_hearing",
    Modality.MUST,
    ("§ 31a(2) SGB II", "§ 31b(1) SGB II", "§ 32(2) SGB II"),
    "Die Entscheidung oder der Fristablauf beendet die eigene Anhörung und lässt alles andere, wie"
    " es ist.",
    "A decision, or the end of the time for it, ends its own hearing and leaves all else as it is.",
    when=_APPOINTMENT | _BREACH | _APPOINTMENT_EXPIRED | _BREACH_EXPIRED,
    then=every(
        keeps(*_BESIDE),
        implies(
            _APPOINTMENT | _APPOINTMENT_EXPIRED,
            is_in("appointment_hearing_none") & keeps("breach_hearing"),
        ),
        implies(
            _BREACH | _BREACH_EXPIRED,
            is_in("breach_hearing_none") & keeps("appointment_hearing"),
        ),
    ),
)
always(
    "appointment_reduction_unless_barred",
    Modality.MUST,
    ("§ 32(1) SGB II", "§ 31a(3) SGB II", "15.51"),
    "Ein Meldeversäumnis mindert die Leistung einstufig, außer bei wichtigem Grund oder Härte; dann"
    " endet die Anhörung ohne Minderung.",
    "A missed appointment reduces benefit at one stage, except with an important reason or in"
    " hardship; then the hearing ends without a reduction.",
    when=_APPOINTMENT,
    then=every(
        exactly_if(~REDUCTION_BARRED, emits("reduction")),
        exactly_if(~REDUCTION_BARRED, emits("reduction", ground="missed_appointment", stage=1)),
        exactly_if(REDUCTION_BARRED, emits("hearing_closed", ground="missed_appointment")),
    ),
)
always(
    "breach_reduction_unless_barred",
    Modality.MUST,
    ("§ 31(1) S. 2 SGB II", "§ 31a(3) SGB II", "§ 31a(1) SGB II"),
    "Eine Pflichtverletzung mindert die Leistung, außer bei wichtigem Grund oder Härte; dann endet"
    " die Anhörung ohne Minderung.",
    "A breach of duty reduces benefit, except with an important reason or in hardship; then the"
    " hearing ends without a reduction.",
    when=_BREACH,
    then=every(
        exactly_if(~REDUCTION_BARRED, emits("reduction", ground="breach")),
        ~emits("reduction", ground="missed_appointment"),
        exactly_if(REDUCTION_BARRED, emits("hearing_closed", ground="breach")),
    ),
)
always(
    "stage_follows_earlier_breaches",
    Modality.MUST,
    ("§ 31a(1) SGB II",),
    "Die Stufe der Minderung folgt der Zahl der Pflichtverletzungen binnen eines Jahres: erste,"
    " zweite, jede weitere.",
    "The stage of a reduction follows the number of breaches within a year: first, second, each"
    " further one.",
    when=_BREACH & emits("reduction"),
    then=every(
        exactly_if(
            ~fact("repeated_breach") & ~_FURTHER, emits("reduction", ground="breach", stage=1)
        ),
        exactly_if(_SECOND, emits("reduction", ground="breach", stage=2)),
        exactly_if(_FURTHER, emits("reduction", ground="breach", stage=3)),
    ),
)
always(
    "reduction_starts_its_times",
    Modality.SHOULD,
    ("§ 31a(6) SGB II", "§ 31a(1) S. 5 SGB II"),
    "Mit der Minderung beginnt in laufender Betreuung die Frist für das Beratungsangebot, bei einer"
    " Pflichtverletzung auch die Jahresfrist.",
    "With a reduction the time for the counselling offer begins while the Jobcenter is responsible,"
    " for a breach of duty also the year in which breaches add up.",
    when=emits("reduction"),
    then=implies(~was_in("exempt", "follow_up_support"), clock("start", "counselling_due"))
    & implies(emits("reduction", ground="breach"), clock("start", "repeat_window")),
)
never(
    "times_of_reductions_start_on_no_entry",
    Modality.MUST,
    ("§ 31a(1) S. 5 SGB II", "§ 31a(6) SGB II"),
    "Ohne Minderung beginnt weder die Jahresfrist noch die Frist für das Beratungsangebot.",
    "Without a reduction neither the year of breaches nor the time for counselling begins.",
    when=event(
        "enter", "enter_from_unemployment_insurance", "unemployment_benefit_ends", "need_returns"
    ),
    happens=clock("start", "repeat_window") | clock("start", "counselling_due"),
)
never(
    "year_of_breaches_is_not_cut_short",
    Modality.MUST,
    ("§ 31a(1) S. 5 SGB II",),
    "Nichts verkürzt die Jahresfrist, solange der Fall offen ist.",
    "Nothing cuts the year of breaches short as long as the case is open.",
    when=~is_in("closed"),
    happens=clock("stop", "repeat_window"),
)
always(
    "missed_time_bars_reduction",
    Modality.MUST,
    ("§ 31b(1) S. 3 SGB II", "§ 32(2) SGB II"),
    "Ist die Frist zur Feststellung abgelaufen, endet die Anhörung ohne Minderung.",
    "When the time to decide has passed, the hearing ends without a reduction.",
    when=_APPOINTMENT_EXPIRED | _BREACH_EXPIRED,
    then=every(
        ~emits("reduction"),
        exactly_if(_APPOINTMENT_EXPIRED, emits("hearing_closed", ground="missed_appointment")),
        exactly_if(_BREACH_EXPIRED, emits("hearing_closed", ground="breach")),
    ),
)
within(
    "appointment_decided_within_six_months",
    Modality.MUST,
    ("§ 31b(1) S. 3 SGB II", "§ 32(2) SGB II"),
    "Über ein Meldeversäumnis wird binnen sechs Monaten entschieden oder gar nicht mehr.",
    "A missed appointment is decided on within six months or not at all.",
    state="appointment_hearing_open",
    limit="determination_months",
    unit="months",
)
within(
    "breach_decided_within_six_months",
    Modality.MUST,
    ("§ 31b(1) S. 3 SGB II",),
    "Über eine Pflichtverletzung wird binnen sechs Monaten entschieden oder gar nicht mehr.",
    "A breach of duty is decided on within six months or not at all.",
    state="breach_hearing_open",
    limit="determination_months",
    unit="months",
)

# -- afterwards ----------------------------------------------------------------------------------

accepted(
    "running_reduction_can_be_lifted",
    Modality.MUST,
    ("§ 31a(1) S. 6 SGB II",),
    "Eine laufende Minderung kann aufgehoben werden, wo auch immer der offene Fall steht.",
    "A running reduction can be lifted wherever an open case stands.",
    event="reduction_lifted",
    where=OPEN_CASE & fact("reduction_running"),
)
accepted(
    "counselling_for_young_people_in_care",
    Modality.SHOULD,
    ("§ 31a(6) SGB II",),
    "Wer unter 25 ist, bekommt Beratung angeboten, wo auch immer der betreute Fall steht.",
    "Counselling is offered to people under 25 wherever a case in care stands.",
    event="counselling_offered",
    where=OPEN_CASE & ~was_in("exempt") & fact("under_25"),
)
always(
    "lifting_on_record",
    Modality.MUST,
    ("§ 31a(1) S. 6 SGB II",),
    "Die Aufhebung einer Minderung ist vermerkt und ändert am Stand des Falls nichts.",
    "Lifting a reduction is on record and leaves the case where it stands.",
    when=event("reduction_lifted"),
    then=emits("reduction_lifted") & keeps(*_BESIDE, "appointment_hearing", "breach_hearing"),
)
always(
    "counselling_on_record",
    Modality.SHOULD,
    ("§ 31a(6) SGB II",),
    "Das Beratungsangebot ist vermerkt und ändert am Stand des Falls nichts; bis ein neuer Anlass"
    " eintritt, ist seine Frist erledigt.",
    "The counselling offer is on record and leaves the case where it stands; its time is settled"
    " until there is a new occasion.",
    when=event("counselling_offered"),
    then=emits("counselling_offer")
    & implies(~was_in("follow_up_support"), clock("stop", "counselling_due"))
    & keeps(*_BESIDE, "appointment_hearing", "breach_hearing"),
)
