"""Arrows of the leading region, part two: the plan at work, dispute, § 10, exits."""

from __future__ import annotations

from ..process.entry_and_exit import IN_CARE, SUSPENDED_WITH_PLAN, UPDATE_CONCILIATIONS
from .layout import Arrow, label

_WITH_PLAN = (
    Arrow(
        ("agreements_not_kept", "intervention_failed"),
        ("trust",),
        ("plan_with_notice",),
        ((258, 231), (302, 231)),
        label(
            280,
            238.5,
            42,
            "Absprachen nicht eingehalten, kein wichtiger Grund, Prüfung spricht für RFB",
            "agreements not kept, no important reason, check speaks for RFB",
        ),
        ("15.51", "15.52", "15.53"),
        main=True,
    ),
    Arrow(
        ("agreements_kept", "readiness_declared"),
        ("plan_with_notice",),
        ("returning",),
        ((302, 213), (282, 213), (282, 198)),
        label(292, 220.5, 19, "eingehalten oder bereit", "kept, or readiness"),
        ("15.62",),
        main=True,
    ),
    Arrow(
        ("agreements_kept",),
        ("returning",),
        ("trust",),
        ((275, 198), (275, 213), (258, 213)),
        label(267.5, 219, 18, "eingehalten", "agree\u00adments kept"),
        ("15.62",),
        main=True,
    ),
    Arrow(
        ("agreements_not_kept", "intervention_failed"),
        ("returning",),
        ("plan_with_notice",),
        ((297, 188), (316, 188), (316, 207.5)),
        label(307, 196, 17, "erneut nicht eingehalten", "again not kept"),
        ("15.52",),
    ),
)

_CONCILIATION = (
    *(
        Arrow(
            ("update_disagreement",),
            (plan,),
            (conciliation,),
            ((x, top), (x, 163)),
            label,
            ("15.68",) if label else (),
        )
        for plan, conciliation, x, top, label in (
            (
                "trust",
                UPDATE_CONCILIATIONS[0],
                249.8,
                207.5,
                label(270, 169.8, 28, "↓ strittig", "↓ not agreed"),
            ),
            ("returning", UPDATE_CONCILIATIONS[2], 285, 178, None),
            ("plan_with_notice", UPDATE_CONCILIATIONS[1], 326, 207.5, None),
        )
    ),
    *(
        Arrow(
            ("conciliation_agreed",),
            (conciliation,),
            (plan,),
            ((x, 163), (x, top)),
            label,
            ("15.68",) if label else (),
        )
        for plan, conciliation, x, top, label in (
            ("trust", UPDATE_CONCILIATIONS[0], 255, 207.5, None),
            (
                "returning",
                UPDATE_CONCILIATIONS[2],
                291.5,
                178,
                label(308.5, 169.8, 30, "↑ Einigung", "↑ agreement"),
            ),
            ("plan_with_notice", UPDATE_CONCILIATIONS[1], 333, 207.5, None),
        )
    ),
    Arrow(
        ("conciliation_agreed",),
        ("conciliation_over_creation",),
        ("plan_before_need",),
        ((220, 163), (220, 179)),
    ),
    Arrow(
        ("conciliation_agreed",),
        ("conciliation_over_creation",),
        ("trust",),
        ((244.8, 163), (244.8, 207.5)),
        label(232.4, 169.8, 23, "↑ Einigung", "↑ agreement"),
        ("15.16",),
    ),
    Arrow(
        ("conciliation_expired",),
        ("conciliation",),
        ("not_agreed",),
        ((207, 152.5), (181, 152.5)),
        label(196, 147, 20, "", ""),
        ("§ 15a(4) SGB II",),
        deadline="conciliation_end",
    ),
)

_SUSPENSION = (
    Arrow(
        ("ground_begins",),
        ("no_plan",),
        (
            "suspended_before_talk",
            "suspended_before_analysis",
            "suspended_without_plan",
            "suspended_not_agreed",
        ),
        ((158, 146), (158, 135)),
        label(156.5, 140.5, 22, "Grund nach § 10 tritt ein", "§ 10 ground begins", "right"),
        ("15.19",),
    ),
    Arrow(
        ("ground_ends",),
        (
            "suspended_before_talk",
            "suspended_before_analysis",
            "suspended_without_plan",
            "suspended_not_agreed",
        ),
        ("first_talk_outstanding", "analysis_outstanding", "plan_outstanding", "not_agreed"),
        ((172, 135), (172, 146)),
        label(173.5, 140.5, 32, "Grund endet", "ground ends", "left"),
        ("15.19",),
    ),
    Arrow(
        ("ground_begins",),
        ("conciliation",),
        ("suspended_without_plan", *SUSPENDED_WITH_PLAN),
        ((277, 142), (277, 135)),
        label(278.5, 138.5, 60, "", "", "left"),
        ("15.19",),
    ),
    Arrow(
        ("ground_begins",),
        ("plan_in_force",),
        SUSPENDED_WITH_PLAN,
        ((348, 176.3), (353, 176.3), (353, 130), (348, 130)),
    ),
    Arrow(
        ("ground_ends",),
        SUSPENDED_WITH_PLAN,
        ("plan_in_force",),
        ((348, 124), (357.5, 124), (357.5, 179), (348, 179)),
        label(
            359.5,
            147,
            26,
            "innen: Grund tritt ein; außen: endet",
            "inner: ground begins; outer: ends",
            "left",
        ),
        ("15.19",),
    ),
    Arrow(
        ("talk_held",),
        ("suspended_before_talk",),
        ("suspended_before_analysis",),
        ((90, 119.5), (99, 119.5)),
        label(94.4, 123, 9, "", ""),
        ("15.7",),
    ),
    Arrow(
        ("analysis_completed",),
        ("suspended_before_analysis",),
        ("suspended_without_plan",),
        ((132, 119.5), (141, 119.5)),
        label(136.4, 123, 9, "", ""),
        ("15.9",),
    ),
    Arrow(
        ("plan_agreed",),
        ("suspended_without_plan",),
        ("suspended_trust",),
        ((174, 119.5), (183, 119.5)),
        label(178.5, 123, 9, "", ""),
        ("15.19",),
    ),
    Arrow(
        ("plan_agreed",),
        ("suspended_not_agreed",),
        ("suspended_trust",),
        ((225, 119.5), (216, 119.5)),
        label(220.5, 123, 9, "", ""),
        ("15.19",),
    ),
)

_EXITS = (
    Arrow(
        ("moved",),
        ("plan_in_force",),
        ("moved_with_plan",),
        ((348, 247), (372, 247)),
        label(358.5, 251, 19, "Umzug", "move"),
        ("15.61",),
    ),
    Arrow(
        ("update_agreed", "update_unchanged", "plan_agreed"),
        ("moved",),
        ("trust",),
        ((369, 228), (348, 228)),
        label(358.5, 235, 19, "Plan erneuert: weiter bei 2", "plan renewed: go on at 2"),
        ("15.61",),
    ),
    Arrow(
        ("need_ends_through_work",),
        ("trust", "plan_with_notice", "returning"),
        ("support_with_plan",),
        ((348, 197), (372, 197)),
        label(
            358.5,
            204.7,
            20,
            "aus 2, 3, 5: Bedarf endet durch Arbeit",
            "from 2, 3, 5: need ends through work",
        ),
        ("15.28",),
    ),
    Arrow(
        ("need_returns",),
        ("support_with_plan",),
        ("trust",),
        ((372, 190), (348, 190)),
        label(358.4, 184.6, 19.5, "wieder Bedarf: weiter bei 2", "need again: go on at 2"),
        ("15.28",),
    ),
    Arrow(
        ("plan_agreed",),
        ("support_without_plan",),
        ("support_with_plan",),
        ((380, 175), (380, 187)),
        label(381.5, 181, 25, "Plan vereinbart", "plan agreed", "left"),
        ("15.28",),
    ),
    Arrow(
        ("support_expired", "support_ended"),
        ("follow_up_support",),
        ("closed",),
        ((389, 157), (389, 123)),
        label(390.5, 139, 20, "Betreuung endet", "support ends", "left"),
        ("15.28",),
        deadline="support_end",
    ),
    Arrow(
        ("leave",),
        (*IN_CARE, "exempt"),
        ("closed",),
        ((358, 115.5), (373, 115.5)),
        label(361, 108.5, 22, "aus jedem Zustand: Abgang", "from every state: leaves"),
        ("15.12",),
        dotted=True,
    ),
)

RUNNING_ARROWS: tuple[Arrow, ...] = (*_WITH_PLAN, *_CONCILIATION, *_SUSPENSION, *_EXITS)
