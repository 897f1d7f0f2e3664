"""Rare ways of the leading region, told in words."""

from __future__ import annotations

from ..process.entry_and_exit import SUSPENDED_WITH_PLAN, UPDATE_CONCILIATIONS
from ..process.text import Text
from .layout import Note

NOTES = (
    Note(
        ((("update_disagreement",), ("trust", "plan_with_notice", "returning"), ("not_agreed",)),),
        Text(
            "Fortschreibung strittig, keine Schlichtung: aus 2, 3, 5 zu „keine Einigung“",
            "Update not agreed, no conciliation: from 2, 3, 5 to “no agreement”",
        ),
        ("15.63",),
    ),
    Note(
        ((("waiver_granted",), ("trust", "returning", "moved"), ("waived",)),),
        Text("Verzicht auch aus 2, 5 und nach Umzug", "Waiver also from 2, 5 and after a move"),
        ("15.18",),
    ),
    Note(
        (
            (
                ("ground_begins",),
                ("moved_with_plan", "moved_without_plan", "waived"),
                ("suspended_trust", "suspended_without_plan", "suspended_before_analysis"),
            ),
        ),
        Text("§ 10 auch nach Umzug und bei Verzicht", "§ 10 also after a move and under a waiver"),
        ("15.19",),
    ),
    Note(
        (
            (("moved",), UPDATE_CONCILIATIONS, ("moved_with_plan",)),
            (
                ("moved",),
                ("plan_outstanding", "not_agreed", "legacy_analysed", "conciliation_over_creation"),
                ("moved_without_plan",),
            ),
            (("moved",), ("legacy_agreement",), ("first_talk_outstanding",)),
            (("moved",), ("suspended_notice", "suspended_returning"), ("suspended_trust",)),
            (("moved",), ("suspended_not_agreed",), ("suspended_without_plan",)),
        ),
        Text(
            "Umzug auch aus 1 und 4: mit oder ohne Plan; alte Vereinbarung ohne Analyse:"
            " Erstgespräch; 6 bleibt, ohne RFB",
            "Move also from 1 and 4: with or without plan; old agreement without analysis:"
            " first talk; 6 goes on, without RFB",
        ),
        ("15.61",),
    ),
    Note(
        (
            (
                ("creation_disagreement",),
                ("moved_without_plan",),
                ("conciliation_over_creation", "not_agreed"),
            ),
            (
                ("update_disagreement",),
                ("moved_with_plan",),
                ("conciliation_over_update_trust", "not_agreed"),
            ),
        ),
        Text(
            "Nach Umzug strittig: Schlichtung oder keine Einigung",
            "Dispute after a move: conciliation or no agreement",
        ),
        ("15.16", "15.68", "15.63"),
    ),
    Note(
        (
            (
                ("need_ends_through_work",),
                ("moved_with_plan", *UPDATE_CONCILIATIONS, *SUSPENDED_WITH_PLAN),
                ("support_with_plan",),
            ),
            (
                ("need_ends_through_work",),
                (
                    "plan_outstanding",
                    "not_agreed",
                    "legacy_analysed",
                    "conciliation_over_creation",
                    "suspended_without_plan",
                    "suspended_not_agreed",
                    "moved_without_plan",
                ),
                ("support_without_plan",),
            ),
        ),
        Text(
            "Bedarf endet durch Arbeit auch sonst, sobald die Analyse vorliegt:"
            " nachgehende Betreuung",
            "Need ends through work elsewhere too, once the analysis exists: follow-up support",
        ),
        ("15.28",),
    ),
    Note(
        ((("need_returns",), ("support_without_plan",), ("plan_outstanding",)),),
        Text(
            "Bedarf kehrt zurück, ohne Plan: Plan steht aus",
            "Need returns, without plan: plan outstanding",
        ),
        ("15.28",),
    ),
    Note(
        (
            (("plan_agreed",), ("legacy_analysed", "moved_without_plan"), ("plan_before_need",)),
            (
                ("update_agreed", "update_unchanged"),
                ("moved_with_plan",),
                ("plan_before_need",),
            ),
            (
                ("conciliation_agreed",),
                ("conciliation_over_update_trust",),
                ("plan_before_need",),
            ),
        ),
        Text(
            "Vor Feststellung der Hilfebedürftigkeit auch nach Umzug: Plan vor Feststellung",
            "Before need is established, after a move too: plan before need",
        ),
        ("15.12", "15.61"),
    ),
)
