"""Region *plan*, part three: reviews, demands with RFB, return to trust."""

from __future__ import annotations

from .acts import act
from .common_acts import checked, considered, demand_acts, reviewed
from .definition import on
from .entry_and_exit import IN_CARE

_WORKING_PLAN = ("trust", "plan_with_notice", "returning")
_TOLD_WITHOUT = act("agency_notified", when="training_placement_transferred", notice=False)

REVIEWS = (
    *on("agreements_kept", "trust", "same", acts=(reviewed("kept"),), cites=("15.47",)),
    *on(
        "agreements_kept",
        "plan_before_need",
        "same",
        acts=(reviewed("before_need"),),
        cites=("15.47", "15.12"),
    ),
    *on(
        "agreements_kept",
        "plan_with_notice",
        "returning",
        acts=(reviewed("kept"), act("notice_review")),
        cites=("15.47", "15.62"),
    ),
    *on(
        "agreements_kept",
        "returning",
        "trust",
        acts=(reviewed("kept"), act("return_to_trust"), _TOLD_WITHOUT),
        cites=("15.62", "15.76"),
    ),
    *on(
        "readiness_declared",
        "plan_with_notice",
        "returning",
        acts=(act("notice_review"),),
        cites=("15.62",),
    ),
    *on(
        "notice_reviewed",
        ("plan_with_notice", "not_agreed"),
        "same",
        acts=(act("notice_review"),),
        cites=("15.62",),
    ),
)

FAILURES = (
    *on(
        "agreements_not_kept",
        _WORKING_PLAN,
        "same",
        guard="reason_found",
        acts=(reviewed("reason"), considered(True)),
        cites=("15.47", "15.51"),
    ),
    *on(
        "agreements_not_kept",
        _WORKING_PLAN,
        "same",
        guard="not_reasonable",
        acts=(reviewed("unreasonable"), considered(False)),
        cites=("15.31", "15.38", "15.51"),
    ),
    *on(
        "agreements_not_kept",
        _WORKING_PLAN,
        "same",
        guard="exempt_from_notice",
        acts=(reviewed("exempt"), considered(False)),
        cites=("15.54", "15.51"),
    ),
    *on(
        "agreements_not_kept",
        _WORKING_PLAN,
        "same",
        guard="notice_would_harm",
        acts=(reviewed("notice_harms"), considered(False), checked(False)),
        cites=("15.53", "15.51"),
    ),
    *on(
        "agreements_not_kept",
        _WORKING_PLAN,
        "plan_with_notice",
        guard="notice_after_check",
        acts=(reviewed("notice"), considered(False), checked(True), *demand_acts("breach")),
        cites=("15.52", "15.53", "15.51"),
    ),
    *on(
        "agreements_not_kept",
        _WORKING_PLAN,
        "plan_with_notice",
        guard="notice_without_check",
        acts=(reviewed("notice"), considered(False), *demand_acts("breach")),
        cites=("15.52", "15.51"),
    ),
    *on(
        "agreements_not_kept",
        "plan_before_need",
        "same",
        acts=(reviewed("before_need"),),
        cites=("15.47", "15.12"),
    ),
    *on(
        "agreements_not_kept",
        ("legacy_agreement", "legacy_analysed"),
        "same",
        guard="reason_found",
        acts=(considered(True),),
        cites=("15.69", "15.51"),
    ),
    *on(
        "agreements_not_kept",
        ("legacy_agreement", "legacy_analysed"),
        "same",
        guard="legacy_breach",
        acts=(considered(False),),
        cites=("15.69", "15.51"),
    ),
)

DEMANDS = (
    *on(
        "demand_issued",
        "not_agreed",
        "same",
        guard="demand_would_harm",
        acts=(checked(False),),
        cites=("15.53", "15.63"),
    ),
    *on(
        "demand_issued",
        "not_agreed",
        "same",
        guard="demand_after_check",
        acts=(checked(True), *demand_acts("no_plan")),
        cites=("15.53", "15.55", "15.63"),
    ),
    *on(
        "demand_issued",
        "not_agreed",
        "same",
        guard="demand_without_check",
        acts=demand_acts("no_plan"),
        cites=("15.55", "15.63"),
    ),
    *on(
        "demand_issued",
        "plan_with_notice",
        "same",
        guard="demand_would_harm",
        acts=(checked(False),),
        cites=("15.53", "15.52"),
    ),
    *on(
        "demand_issued",
        "plan_with_notice",
        "same",
        guard="demand_after_check",
        acts=(checked(True), *demand_acts("breach")),
        cites=("15.53", "15.55", "15.58"),
    ),
    *on(
        "demand_issued",
        "plan_with_notice",
        "same",
        guard="demand_without_check",
        acts=demand_acts("breach"),
        cites=("15.55", "15.58"),
    ),
    *on(
        "intervention_failed",
        ("trust", "returning", "plan_with_notice"),
        "plan_with_notice",
        guard="intervention_on_plan",
        cites=("15.60", "15.58"),
    ),
)

OFFERS_AND_AFTERMATH = (
    *on(
        "offer_made",
        ("trust", "returning", "plan_with_notice", "support_with_plan"),
        "same",
        acts=(act("offer", notice=False, apart_from_plan=True),),
        cites=("15.25", "15.26", "15.35"),
    ),
    *on(
        "offer_made",
        "moved_with_plan",
        "same",
        guard="offer_fits_after_move",
        acts=(act("offer", notice=False, apart_from_plan=True),),
        cites=("15.25", "15.26", "15.12"),
    ),
    *on(
        "offer_made",
        "plan_before_need",
        "same",
        guard="offer_fits_before_need",
        acts=(act("offer", notice=False, apart_from_plan=True),),
        cites=("15.12", "15.26"),
    ),
    *on(
        "reduction_lifted",
        (*IN_CARE, "exempt"),
        "same",
        guard="a_reduction_runs",
        acts=(act("reduction_lifted"),),
        cites=("§ 31a(1) S. 6 SGB II",),
    ),
    *on(
        "counselling_offered",
        IN_CARE,
        "same",
        guard="young",
        acts=(act("counselling_offer"),),
        cites=("§ 31a(6) SGB II",),
    ),
)

TRANSITIONS = (*REVIEWS, *FAILURES, *DEMANDS, *OFFERS_AND_AFTERMATH)
