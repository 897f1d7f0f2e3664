"""Region *plan*, part two: analysis, making and updating the plan, conciliation, § 10, waiver."""

from __future__ import annotations

from .acts import act
from .common_acts import analysis_acts, plan_acts
from .definition import on
from .entry_and_exit import IN_CARE, SUSPENDED_WITH_PLAN, UPDATE_CONCILIATIONS, leaving

_CLOSED_AGREED = act("conciliation_closed", result="agreed")
_CLOSED_EXPIRED = act("conciliation_closed", result="expired")
_RECORDED = (act("ground_recorded"),)
_ENDED = (act("ground_review", result="ended"), act("integration_work_started"))

AFTER_A_MOVE = (
    ("trust", "reviewed_after_need", ("15.61", "15.46")),
    ("plan_before_need", "reviewed_before_need", ("15.61", "15.12")),
)
"""Where a plan leads that is made or updated after a move: goal, guard, rules."""

FIRST_TALK_AND_ANALYSIS = (
    *on(
        "talk_held",
        "first_talk_outstanding",
        "analysis_outstanding",
        guard="invited",
        cites=("15.7", "15.9"),
    ),
    *on(
        "talk_held",
        "suspended_before_talk",
        "suspended_before_analysis",
        guard="invited",
        cites=("15.7", "15.19"),
    ),
    *on(
        "talk_held",
        "not_agreed",
        "same",
        guard="invited",
        acts=(act("plan_sought"),),
        cites=("15.64",),
    ),
    *(
        transition
        for guard, shortened, rule in (
            ("new_finding_in_talk", False, "15.9"),
            ("known_facts_in_talk", True, "15.11"),
        )
        for source, target in (
            ("analysis_outstanding", "plan_outstanding"),
            ("suspended_before_analysis", "suspended_without_plan"),
            ("legacy_agreement", "legacy_analysed"),
        )
        for transition in on(
            "analysis_completed",
            source,
            target,
            guard=guard,
            acts=analysis_acts(shortened),
            cites=("15.3", rule),
        )
    ),
)

CREATION = (
    *on(
        "plan_agreed",
        ("plan_outstanding", "not_agreed"),
        "trust",
        guard="agreed_after_need",
        acts=plan_acts("new"),
        cites=("15.2", "15.12", "15.46"),
    ),
    *on(
        "plan_agreed",
        ("plan_outstanding", "not_agreed"),
        "plan_before_need",
        guard="agreed_before_need",
        acts=plan_acts("new"),
        cites=("15.12",),
    ),
    *(
        transition
        for goal, guard, rule in (
            ("trust", "agreed_after_need", "15.46"),
            ("plan_before_need", "agreed_before_need", "15.12"),
        )
        for transition in on(
            "plan_agreed",
            "legacy_analysed",
            goal,
            guard=guard,
            acts=(act("legacy_ended"), *plan_acts("new")),
            cites=("15.69", rule),
        )
    ),
    *on(
        "plan_agreed",
        ("suspended_without_plan", "suspended_not_agreed"),
        "suspended_trust",
        guard="during_talk",
        acts=plan_acts("new"),
        cites=("15.19",),
    ),
    *(
        transition
        for goal, guard, rules in AFTER_A_MOVE
        for transition in on(
            "plan_agreed",
            "moved_without_plan",
            goal,
            guard=guard,
            acts=plan_acts("new"),
            cites=rules,
        )
    ),
    *on(
        "creation_disagreement",
        ("plan_outstanding", "not_agreed", "legacy_analysed"),
        "conciliation_over_creation",
        guard="creation_to_conciliation",
        acts=(act("conciliation_opened", over="creation"),),
        cites=("15.16", "§ 15a(1) SGB II"),
    ),
    *on(
        "creation_disagreement",
        "moved_without_plan",
        "conciliation_over_creation",
        guard="reviewed_to_conciliation",
        acts=(act("conciliation_opened", over="creation"),),
        cites=("15.16", "15.61", "§ 15a(1) SGB II"),
    ),
    *on(
        "creation_disagreement",
        ("plan_outstanding", "not_agreed"),
        "not_agreed",
        guard="creation_failed",
        cites=("15.63",),
    ),
    *on(
        "creation_disagreement",
        "moved_without_plan",
        "not_agreed",
        guard="reviewed_and_failed",
        cites=("15.63", "15.61"),
    ),
    *on(
        "creation_disagreement",
        "legacy_analysed",
        "same",
        guard="creation_failed",
        cites=("15.69",),
    ),
    *on(
        "creation_disagreement",
        ("suspended_without_plan", "suspended_not_agreed"),
        "same",
        guard="during_talk",
        cites=("15.19",),
    ),
)

UPDATE = (
    *on(
        "update_agreed",
        ("trust", "returning", "plan_before_need", *SUSPENDED_WITH_PLAN, "support_with_plan"),
        "same",
        guard="after_analysis_in_talk",
        acts=plan_acts("update"),
        cites=("15.65", "15.66"),
    ),
    *on(
        "update_agreed",
        "plan_with_notice",
        "same",
        guard="after_analysis_in_talk",
        acts=(*plan_acts("update"), act("notice_review")),
        cites=("15.65", "15.58", "15.62"),
    ),
    *(
        transition
        for goal, guard, rules in AFTER_A_MOVE
        for transition in on(
            "update_agreed",
            "moved_with_plan",
            goal,
            guard=guard,
            acts=plan_acts("update"),
            cites=rules,
        )
    ),
    *on(
        "update_unchanged",
        ("trust", "returning", "plan_before_need", *SUSPENDED_WITH_PLAN, "support_with_plan"),
        "same",
        guard="after_analysis_in_talk",
        acts=(act("plan_confirmed_unchanged", documented=True),),
        cites=("15.67",),
    ),
    *on(
        "update_unchanged",
        "plan_with_notice",
        "same",
        guard="after_analysis_in_talk",
        acts=(act("plan_confirmed_unchanged", documented=True), act("notice_review")),
        cites=("15.67", "15.62"),
    ),
    *(
        transition
        for goal, guard, rules in AFTER_A_MOVE
        for transition in on(
            "update_unchanged",
            "moved_with_plan",
            goal,
            guard=guard,
            acts=(act("plan_confirmed_unchanged", documented=True),),
            cites=(*rules, "15.67"),
        )
    ),
    *(
        transition
        for source, goal in (
            ("trust", UPDATE_CONCILIATIONS[0]),
            ("plan_with_notice", UPDATE_CONCILIATIONS[1]),
            ("returning", UPDATE_CONCILIATIONS[2]),
            ("moved_with_plan", UPDATE_CONCILIATIONS[0]),
        )
        for transition in on(
            "update_disagreement",
            source,
            goal,
            guard="update_to_conciliation",
            acts=(act("conciliation_opened", over="update"),),
            cites=("15.68", "§ 15a(1) SGB II"),
        )
    ),
    *on(
        "update_disagreement",
        ("trust", "plan_with_notice", "returning", "moved_with_plan"),
        "not_agreed",
        guard="update_failed",
        cites=("15.63",),
    ),
    *on(
        "participation_plan_concluded",
        tuple(name for name in IN_CARE),
        "same",
        guard="rehabilitation_case",
        acts=(act("participation_plan_recorded"), act("information_exchange")),
        cites=("15.41", "15.77"),
    ),
)

CONCILIATION = (
    *on(
        "conciliation_agreed",
        "conciliation_over_creation",
        "trust",
        guard="need_known",
        acts=(_CLOSED_AGREED, *plan_acts("new")),
        cites=("15.16", "§ 15a(2) SGB II", "15.46"),
    ),
    *on(
        "conciliation_agreed",
        "conciliation_over_creation",
        "plan_before_need",
        guard="need_unknown",
        acts=(_CLOSED_AGREED, *plan_acts("new")),
        cites=("15.16", "§ 15a(2) SGB II", "15.12"),
    ),
    *(
        transition
        for source, goal, guard, acts, rules in (
            (UPDATE_CONCILIATIONS[0], "trust", "need_known", (), ()),
            (UPDATE_CONCILIATIONS[0], "plan_before_need", "need_unknown", (), ("15.12",)),
            (
                UPDATE_CONCILIATIONS[1],
                "plan_with_notice",
                "always",
                (act("notice_review"),),
                ("15.62",),
            ),
            (UPDATE_CONCILIATIONS[2], "returning", "always", (), ()),
        )
        for transition in on(
            "conciliation_agreed",
            source,
            goal,
            guard=guard,
            acts=(_CLOSED_AGREED, *plan_acts("update"), *acts),
            cites=("15.68", "§ 15a(2) SGB II", *rules),
        )
    ),
    *on(
        "conciliation_expired",
        "conciliation",
        "not_agreed",
        acts=(_CLOSED_EXPIRED,),
        cites=("§ 15a(4) SGB II", "15.63"),
    ),
)

SUSPENSION = (
    *(
        transition
        for source, goal in (
            ("first_talk_outstanding", "suspended_before_talk"),
            ("legacy_agreement", "suspended_before_talk"),
            ("analysis_outstanding", "suspended_before_analysis"),
            ("waived", "suspended_before_analysis"),
            ("plan_outstanding", "suspended_without_plan"),
            ("legacy_analysed", "suspended_without_plan"),
            ("moved_without_plan", "suspended_without_plan"),
            ("conciliation_over_creation", "suspended_without_plan"),
            ("not_agreed", "suspended_not_agreed"),
            ("trust", "suspended_trust"),
            ("plan_before_need", "suspended_trust"),
            ("moved_with_plan", "suspended_trust"),
            ("conciliation_over_update_trust", "suspended_trust"),
            ("plan_with_notice", "suspended_notice"),
            ("conciliation_over_update_notice", "suspended_notice"),
            ("returning", "suspended_returning"),
            ("conciliation_over_update_returning", "suspended_returning"),
        )
        for transition in leaving(
            "ground_begins", (source,), goal, acts=_RECORDED, cites=("15.19",)
        )
    ),
    *on(
        "ground_reviewed",
        "suspended",
        "same",
        acts=(act("ground_review", result="continues"),),
        cites=("15.19",),
    ),
    *(
        transition
        for source, goal in (
            ("suspended_before_talk", "first_talk_outstanding"),
            ("suspended_before_analysis", "analysis_outstanding"),
            ("suspended_without_plan", "plan_outstanding"),
            ("suspended_not_agreed", "not_agreed"),
            ("suspended_notice", "plan_with_notice"),
            ("suspended_returning", "returning"),
        )
        for transition in on(
            "ground_ends", source, goal, guard="no_talk_running", acts=_ENDED, cites=("15.19",)
        )
    ),
    *on(
        "ground_ends",
        "suspended_trust",
        "trust",
        guard="ends_after_need",
        acts=_ENDED,
        cites=("15.19",),
    ),
    *on(
        "ground_ends",
        "suspended_trust",
        "plan_before_need",
        guard="ends_before_need",
        acts=_ENDED,
        cites=("15.19", "15.12"),
    ),
)

WAIVER = (
    *on(
        "waiver_granted",
        (
            "analysis_outstanding",
            "plan_outstanding",
            "trust",
            "returning",
            "moved_with_plan",
            "moved_without_plan",
        ),
        "waived",
        guard="waiver_justified",
        acts=(act("waiver_documented"),),
        cites=("15.18",),
    ),
    *on(
        "waiver_reviewed",
        "waived",
        "same",
        guard="waiver_still_justified",
        acts=(act("waiver_review", result="continues"),),
        cites=("15.18",),
    ),
    *on(
        "waiver_ends",
        "waived",
        "analysis_outstanding",
        acts=(act("waiver_review", result="ended"),),
        cites=("15.18", "15.12"),
    ),
)

TRANSITIONS = (*FIRST_TALK_AND_ANALYSIS, *CREATION, *UPDATE, *CONCILIATION, *SUSPENSION, *WAIVER)
