"""Properties: measures without RFB, early intervention, and the demand for a running measure."""

from __future__ import annotations

from ..vocabulary import Modality
from .circumstances import (
    DEMANDABLE_BREACH,
    NOTICE_FOLLOWS,
    REASON_CONSIDERED_NOW,
    WORKING_PLAN,
    exactly_if,
)
from .formula import emits, event, every, fact, implies, is_in, keeps, was_in
from .register import accepted, always

_FAILED = event("intervention_failed")
_ENDED = event("measure_ended")
_BESIDE = ("plan", "invitation", "talk", "appointment_hearing", "breach_hearing")
_DEMANDED_BESIDE = WORKING_PLAN & NOTICE_FOLLOWS

accepted(
    "measure_begins_under_trust",
    Modality.MAY,
    ("15.25", "15.46", "15.59"),
    "Eine Maßnahme ohne RFB beginnt, wo ohne RFB zusammengearbeitet wird, eine zur Zeit.",
    "A measure without RFB begins where work goes on without RFB, one at a time.",
    event="measure_started",
    where=was_in("no_measure") & was_in("trust", "returning"),
)
accepted(
    "noncooperation_in_assigned_measure",
    Modality.SHOULD,
    ("15.59",),
    "Fehlende Mitwirkung führt zur Intervention, solange eine Maßnahme ohne RFB läuft.",
    "Non-cooperation leads to an intervention while a measure without RFB runs.",
    event="measure_noncooperation",
    where=was_in("measure_assigned"),
)
accepted(
    "intervention_can_succeed",
    Modality.SHOULD,
    ("15.59",),
    "Gelingen kann die Intervention, solange sie läuft.",
    "An intervention can succeed as long as it runs.",
    event="intervention_succeeded",
    where=was_in("early_intervention"),
)
accepted(
    "intervention_can_fail",
    Modality.SHOULD,
    ("15.59", "15.60"),
    "Misslingen kann die Intervention, solange sie läuft, aus welchem Grund auch immer.",
    "An intervention can fail as long as it runs, whatever the reason.",
    event="intervention_failed",
    where=was_in("early_intervention"),
)
accepted(
    "running_measure_can_end",
    Modality.SHOULD,
    ("15.59",),
    "Jede laufende Maßnahme kann enden.",
    "Every running measure can end.",
    event="measure_ended",
    where=~was_in("no_measure"),
)
always(
    "course_of_a_measure",
    Modality.SHOULD,
    ("15.59",),
    "Auf die Zuweisung folgt bei fehlender Mitwirkung erst die Intervention, danach geht die"
    " Maßnahme weiter; ihr Ende beendet alles davon. Anderes berührt sie nicht.",
    "After the assignment non-cooperation is met by an intervention first, then the measure goes"
    " on; its end ends all of this. Nothing else is touched.",
    when=event("measure_started", "measure_noncooperation", "intervention_succeeded") | _ENDED,
    then=every(
        implies(event("measure_started", "intervention_succeeded"), is_in("measure_assigned")),
        implies(event("measure_noncooperation"), is_in("early_intervention")),
        implies(_ENDED, is_in("no_measure")),
        implies(~_ENDED, keeps("demand") & ~emits("demand")),
        keeps(*_BESIDE),
    ),
)
always(
    "measure_assigned_without_notice",
    Modality.MUST,
    ("15.25", "15.59"),
    "In Maßnahmen wird ohne RFB zugewiesen.",
    "Assignments to measures carry no RFB.",
    when=event("measure_started") | emits("measure_assignment"),
    then=emits("measure_assignment", notice=False) & ~emits("measure_assignment", notice=True),
)
always(
    "intervention_begins_with_advice",
    Modality.SHOULD,
    ("15.59",),
    "Die Intervention ist Beratung und prüft, ob es einen wichtigen Grund gab.",
    "The intervention is advice and checks whether there was an important reason.",
    when=event("measure_noncooperation"),
    then=emits("early_intervention_advice", checks_reason=True),
)
always(
    "demand_for_running_measure",
    Modality.MAY,
    ("15.60", "15.52", "15.53"),
    "Scheitert die Intervention ohne wichtigen Grund, kann zur laufenden Maßnahme aufgefordert"
    " werden, solange ein Plan gilt; sonst geht sie ohne RFB weiter.",
    "If the intervention fails without an important reason, a demand for the running measure can"
    " follow while a plan is in force; otherwise the measure goes on without RFB.",
    when=_FAILED,
    then=implies(
        _DEMANDED_BESIDE,
        every(
            emits("demand", basis="running_measure"),
            is_in("measure_demanded"),
            is_in("plan_with_notice"),
            is_in("demand_standing"),
        ),
    )
    & implies(
        ~_DEMANDED_BESIDE,
        ~emits("demand") & is_in("measure_assigned") & keeps("plan", "demand"),
    )
    & keeps(*_BESIDE[1:]),
)
always(
    "reason_considered_when_intervention_fails",
    Modality.MUST,
    ("15.51", "15.59"),
    "Scheitert die Intervention, wird der wichtige Grund geprüft.",
    "When an intervention fails, an important reason is considered.",
    when=_FAILED,
    then=REASON_CONSIDERED_NOW,
)
always(
    "individual_check_before_measure_demand",
    Modality.SHOULD,
    ("15.53", "15.60"),
    "Käme eine Aufforderung zur Maßnahme in Betracht, wird bei besonderem Bedarf im Einzelfall"
    " geprüft, sonst nicht.",
    "Where a demand for the measure comes into question, vulnerable people get an individual check,"
    " others do not.",
    when=_FAILED & (WORKING_PLAN | ~DEMANDABLE_BREACH),
    then=exactly_if(DEMANDABLE_BREACH & fact("vulnerable"), emits("individual_check")),
)
always(
    "measure_and_its_demand_end_together",
    Modality.MAY,
    ("15.60",),
    "Mit der Maßnahme endet die Aufforderung zu ihr, und nur diese.",
    "With the measure the demand for it ends, and no other.",
    when=_ENDED,
    then=implies(was_in("measure_demanded"), is_in("no_demand"))
    & implies(~was_in("measure_demanded"), keeps("demand"))
    & exactly_if(was_in("measure_demanded") & was_in("demand_standing"), emits("demand_fulfilled")),
)
