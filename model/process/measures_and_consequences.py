"""Regions *measure*, *demand* and the two hearings: what runs beside the plan."""

from __future__ import annotations

from .acts import act
from .common_acts import checked, considered, demand_acts
from .definition import Transition, on

_LIFTED_BY = (
    ("ground_begins", "ground_may_begin", "ground", ("15.19", "15.55")),
    ("moved", "free_in_care", "move", ("15.61", "§ 48(1) SGB X")),
    ("unemployment_benefit_begins", "free_in_care", "agency", ("15.74",)),
    ("need_ends_through_work", "support_begins", "exit", ("15.28",)),
    ("leave", "open_case", "exit", ("15.61", "§ 48(1) SGB X")),
)

MEASURES = (
    *on(
        "measure_started",
        "no_measure",
        "measure_assigned",
        guard="trust_based",
        acts=(act("measure_assignment", notice=False),),
        cites=("15.25", "15.26", "15.59"),
    ),
    *on(
        "measure_noncooperation",
        "measure_assigned",
        "early_intervention",
        acts=(act("early_intervention_advice", checks_reason=True),),
        cites=("15.59",),
    ),
    *on("intervention_succeeded", "early_intervention", "measure_assigned", cites=("15.59",)),
    *on(
        "intervention_failed",
        "early_intervention",
        "measure_assigned",
        guard="reason_found",
        acts=(considered(True),),
        cites=("15.59", "15.51"),
    ),
    *on(
        "intervention_failed",
        "early_intervention",
        "measure_assigned",
        guard="not_reasonable",
        acts=(considered(False),),
        cites=("15.59", "15.38"),
    ),
    *on(
        "intervention_failed",
        "early_intervention",
        "measure_assigned",
        guard="exempt_from_notice",
        acts=(considered(False),),
        cites=("15.54", "15.59"),
    ),
    *on(
        "intervention_failed",
        "early_intervention",
        "measure_assigned",
        guard="notice_would_harm",
        acts=(considered(False), checked(False)),
        cites=("15.53", "15.59"),
    ),
    *on(
        "intervention_failed",
        "early_intervention",
        "measure_demanded",
        guard="measure_notice_after_check",
        acts=(considered(False), checked(True), *demand_acts("running_measure")),
        cites=("15.60", "15.53", "15.51"),
    ),
    *on(
        "intervention_failed",
        "early_intervention",
        "measure_demanded",
        guard="measure_notice_without_check",
        acts=(considered(False), *demand_acts("running_measure")),
        cites=("15.60", "15.51"),
    ),
    *on(
        "intervention_failed",
        "early_intervention",
        "measure_assigned",
        guard="no_demand_now",
        acts=(considered(False),),
        cites=("15.59", "15.16"),
    ),
    *on(
        "measure_ended",
        ("measure_assigned", "early_intervention", "measure_demanded"),
        "no_measure",
        cites=("15.59",),
    ),
    *on("demand_complied", "measure_demanded", "measure_assigned", cites=("15.60",)),
    *on(
        "demand_refused",
        "measure_demanded",
        "measure_assigned",
        guard="reason_found",
        cites=("15.60", "15.51"),
    ),
    *on(
        "demand_refused",
        "measure_demanded",
        "no_measure",
        guard="breach_has_consequence",
        cites=("15.60", "§ 31(1) SGB II"),
    ),
    *on(
        "agreements_kept",
        "measure_demanded",
        "measure_assigned",
        guard="in_plan_with_notice",
        cites=("15.62",),
    ),
    *on(
        "readiness_declared",
        "measure_demanded",
        "measure_assigned",
        guard="in_plan_with_notice",
        cites=("15.62",),
    ),
    *on(
        "plan_agreed",
        "measure_demanded",
        "measure_assigned",
        guard="new_plan_made",
        cites=("15.46",),
    ),
    *on(
        "conciliation_agreed",
        "measure_demanded",
        "measure_assigned",
        guard="over_creation",
        cites=("15.46",),
    ),
    *(
        transition
        for event, guard, _, cites in _LIFTED_BY
        for transition in on(
            event,
            ("measure_assigned", "early_intervention", "measure_demanded"),
            "no_measure",
            guard=guard,
            cites=cites,
        )
    ),
    *on(
        "waiver_granted",
        ("measure_assigned", "early_intervention"),
        "no_measure",
        guard="waiver_ends_measure",
        cites=("15.18",),
    ),
)


def _lifts(event: str, guard: str, cause: str, cites: tuple[str, ...]) -> tuple[Transition, ...]:
    return on(
        event,
        "demand_standing",
        "no_demand",
        guard=guard,
        acts=(act("demands_lifted", cause=cause),),
        cites=cites,
    )


DEMANDS = (
    *on(
        "agreements_not_kept",
        ("no_demand", "demand_standing"),
        "demand_standing",
        guard="plan_breach_with_notice",
        cites=("15.52", "15.55"),
    ),
    *on(
        "demand_issued",
        ("no_demand", "demand_standing"),
        "demand_standing",
        guard="demand_possible_here",
        cites=("15.55", "15.63"),
    ),
    *on(
        "intervention_failed",
        ("no_demand", "demand_standing"),
        "demand_standing",
        guard="measure_notice",
        cites=("15.60", "15.55"),
    ),
    *on(
        "demand_complied",
        "demand_standing",
        "no_demand",
        acts=(act("demand_fulfilled"),),
        cites=("15.62",),
    ),
    *on(
        "demand_refused",
        "demand_standing",
        "no_demand",
        guard="reason_found",
        acts=(considered(True), act("demands_lifted", cause="reason")),
        cites=("15.51", "15.55"),
    ),
    *on(
        "demand_refused",
        "demand_standing",
        "no_demand",
        guard="breach_has_consequence",
        acts=(considered(False),),
        cites=("15.51", "§ 31(1) SGB II"),
    ),
    *on(
        "demand_refused",
        "demand_standing",
        "same",
        guard="breach_without_consequence",
        acts=(considered(False), act("breach_without_consequence")),
        cites=("§ 15a(3) SGB II", "15.51"),
    ),
    *on(
        "agreements_kept",
        "demand_standing",
        "no_demand",
        guard="in_plan_with_notice",
        acts=(act("demand_fulfilled"),),
        cites=("15.62",),
    ),
    *on(
        "measure_ended",
        "demand_standing",
        "no_demand",
        guard="measure_was_demanded",
        acts=(act("demand_fulfilled"),),
        cites=("15.60",),
    ),
    *_lifts("readiness_declared", "in_plan_with_notice", "readiness", ("15.62",)),
    *_lifts("plan_agreed", "new_plan_made", "new_plan", ("15.46",)),
    *_lifts("conciliation_agreed", "over_creation", "new_plan", ("15.46",)),
    *(
        transition
        for event, guard, cause, cites in _LIFTED_BY
        for transition in _lifts(event, guard, cause, cites)
    ),
)

_APPOINTMENT = (act("hearing_opened", ground="missed_appointment"),)
_BREACH = (act("hearing_opened", ground="breach"),)
_APPOINTMENT_CLOSED = (act("hearing_closed", ground="missed_appointment"),)
_BREACH_CLOSED = (act("hearing_closed", ground="breach"),)
_STAGES = tuple(
    act("reduction", when=when, ground="breach", stage=stage)
    for stage, when in ((1, "first_breach"), (2, "second_breach"), (3, "third_breach"))
)

HEARINGS = (
    *on(
        "talk_missed",
        ("appointment_hearing_none", "appointment_hearing_open"),
        "appointment_hearing_open",
        guard="missed_with_notice",
        acts=(considered(False), *_APPOINTMENT),
        cites=("§ 32 SGB II", "15.51"),
    ),
    *on(
        "reporting_missed",
        ("appointment_hearing_none", "appointment_hearing_open"),
        "appointment_hearing_open",
        guard="reporting_missed_with_notice",
        acts=(considered(False), *_APPOINTMENT),
        cites=("§ 32 SGB II", "15.51"),
    ),
    *on(
        "appointment_reduction_decided",
        "appointment_hearing_open",
        "appointment_hearing_none",
        guard="reduction_justified",
        acts=(considered(False), act("reduction", ground="missed_appointment", stage=1)),
        cites=("§ 32 SGB II", "15.51"),
    ),
    *on(
        "appointment_reduction_decided",
        "appointment_hearing_open",
        "appointment_hearing_none",
        guard="reduction_not_justified",
        acts=_APPOINTMENT_CLOSED,
        cites=("§ 32 SGB II", "15.51"),
    ),
    *on(
        "appointment_determination_expired",
        "appointment_hearing_open",
        "appointment_hearing_none",
        acts=_APPOINTMENT_CLOSED,
        cites=("§ 31b(1) SGB II", "§ 32(2) SGB II"),
    ),
    *on(
        "demand_refused",
        ("breach_hearing_none", "breach_hearing_open"),
        "breach_hearing_open",
        guard="breach_opens_hearing",
        acts=_BREACH,
        cites=("§ 31 SGB II", "§ 24 SGB X"),
    ),
    *on(
        "agreements_not_kept",
        ("breach_hearing_none", "breach_hearing_open"),
        "breach_hearing_open",
        guard="legacy_breach_opens_hearing",
        acts=(act("hearing_opened", ground="legacy"),),
        cites=("15.69", "§ 65(6a) SGB II"),
    ),
    *on(
        "breach_reduction_decided",
        "breach_hearing_open",
        "breach_hearing_none",
        guard="breach_reduction_justified",
        acts=(considered(False), *_STAGES),
        cites=("§ 31a(1) SGB II", "15.51"),
    ),
    *on(
        "breach_reduction_decided",
        "breach_hearing_open",
        "breach_hearing_none",
        guard="reduction_not_justified",
        acts=_BREACH_CLOSED,
        cites=("§ 31(1) S. 2 SGB II", "15.51"),
    ),
    *on(
        "breach_determination_expired",
        "breach_hearing_open",
        "breach_hearing_none",
        acts=_BREACH_CLOSED,
        cites=("§ 31b(1) SGB II",),
    ),
    *(
        transition
        for event, guard in (("leave", "open_case"), ("need_ends_through_work", "support_begins"))
        for source, target, acts in (
            ("appointment_hearing_open", "appointment_hearing_none", _APPOINTMENT_CLOSED),
            ("breach_hearing_open", "breach_hearing_none", _BREACH_CLOSED),
        )
        for transition in on(
            event, source, target, guard=guard, acts=acts, cites=("§ 31b(1) SGB II",)
        )
    ),
    *(
        transition
        for event, guard in (
            ("legacy_agreement_expired", "under_legacy"),
            ("plan_agreed", "legacy_plan_made"),
            ("creation_disagreement", "legacy_to_conciliation"),
            ("ground_begins", "leaves_legacy"),
            ("moved", "leaves_legacy"),
            ("unemployment_benefit_begins", "leaves_legacy"),
        )
        for transition in on(
            event,
            "breach_hearing_open",
            "breach_hearing_none",
            guard=guard,
            acts=_BREACH_CLOSED,
            cites=("15.69",),
        )
    ),
)

TRANSITIONS = (*MEASURES, *DEMANDS, *HEARINGS)
