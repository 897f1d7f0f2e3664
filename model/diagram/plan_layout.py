"""Where the leading region stands on the sheet: the six states of a plan and the ways between them."""

from __future__ import annotations

from ..process.text import Text
from .layout import Align, Arrow, Box, Frame, Junction, Label, Layout, Note, Panel, Rect, rectangle

_SUSPENDED_PLACES = {
    "suspended_before_talk": (57, Text("vor dem Erstgespräch", "before the first talk")),
    "suspended_before_analysis": (99, Text("vor der Analyse", "before the analysis")),
    "suspended_without_plan": (141, Text("ohne Plan", "without plan")),
    "suspended_trust": (183, Text("mit Plan", "with plan")),
    "suspended_not_agreed": (225, Text("ohne Einigung", "not agreed")),
    "suspended_notice": (267, Text("mit Plan, zuvor mit RFB", "with plan, before with RFB")),
    "suspended_returning": (309, Text("mit Plan, zuvor auf dem Rückweg", "with plan, before returning")),
}
_UPDATE_CONCILIATIONS = ("conciliation_over_update_trust", "conciliation_over_update_notice",
                         "conciliation_over_update_returning")
_IN_CARE = ("no_plan", "plan_in_force", "conciliation", "suspended", "moved", "waived",
            "follow_up_support")
_SUSPENDED_WITH_PLAN = ("suspended_trust", "suspended_notice", "suspended_returning")

PANEL = Panel("plan", Rect(8, 100, 404, 171), 200)

FRAMES = (
    Frame("no_plan", ((53, 206), (143, 206), (143, 146), (185, 146), (185, 263), (53, 263)),
          (57, 258, 120)),
    Frame("plan_in_force", rectangle(207, 173.5, 141, 89.5), (211, 258, 100)),
    Frame("conciliation", rectangle(207, 142, 141, 24), (211, 146.6, 60), deadline="conciliation_end"),
    Frame("suspended", rectangle(12, 104, 336, 31), (16, 119.5, 38)),
    Frame("moved", rectangle(369, 221, 40, 42), (372, 258, 34)),
    Frame("follow_up_support", rectangle(369, 157, 40, 60), (372, 210.5, 34), deadline="support_end"),
)

BOXES = (
    Box("outside", Rect(12, 214, 29, 17)),
    Box("first_talk_outstanding", Rect(57, 214, 32, 17)),
    Box("analysis_outstanding", Rect(103, 214, 32, 17)),
    Box("plan_outstanding", Rect(149, 214, 32, 17)),
    Box("legacy_agreement", Rect(57, 239, 32, 14),
        Text("alte Eingliederungs\u00advereinbarung", "old integration agreement")),
    Box("legacy_analysed", Rect(103, 239, 32, 14)),
    Box("not_agreed", Rect(149, 150, 32, 17)),
    Box("exempt", Rect(57, 166, 34, 18)),
    Box("waived", Rect(101, 166, 36, 18)),
    Box("trust", Rect(211, 207.5, 47, 30)),
    Box("plan_with_notice", Rect(302, 207.5, 43, 30)),
    Box("returning", Rect(260, 178, 37, 20)),
    Box("plan_before_need", Rect(211, 179, 31, 17),
        Text("Plan vor Feststellung der Hilfebedürftigkeit", "plan before need is established")),
    Box("conciliation_over_creation", Rect(211, 151, 35, 12), Text("über die Erstellung", "over creation")),
    Box("conciliation_over_update_trust", Rect(247.5, 151, 28, 12),
        Text("Fortschreibung, ohne RFB", "over an update, without RFB")),
    Box("conciliation_over_update_returning", Rect(277.5, 151, 29, 12),
        Text("Fortschreibung, Rückkehr", "over an update, returning")),
    Box("conciliation_over_update_notice", Rect(308.5, 151, 35.5, 12),
        Text("Fortschreibung, mit RFB", "over an update, with RFB")),
    *(Box(name, Rect(x, 110.5, 34, 18), title) for name, (x, title) in _SUSPENDED_PLACES.items()),
    Box("moved_with_plan", Rect(372, 241, 34, 12), Text("mit Plan", "with plan")),
    Box("moved_without_plan", Rect(372, 225, 34, 12), Text("ohne Plan", "without plan")),
    Box("support_with_plan", Rect(372, 187, 34, 13), Text("mit Plan", "with plan")),
    Box("support_without_plan", Rect(372, 162, 34, 13), Text("ohne Plan", "without plan")),
    Box("closed", Rect(373, 108, 32, 15)),
)

JUNCTION = Junction(Rect(186.5, 156, 2, 70))


def _label(x: float, y: float, width: float, de: str, en: str, align: Align = "center") -> Label:
    return Label((x, y), width, Text(de, en), align)


_ENTRY = (
    Arrow(("enter", "enter_from_unemployment_insurance"), ("outside",), ("first_talk_outstanding",),
          ((41, 222.5), (57, 222.5)), _label(47, 228, 13, "Zugang", "entry"), ("15.6", "15.73"), main=True),
    Arrow(("enter",), ("outside",), ("legacy_agreement",), ((26, 231), (26, 246), (57, 246)),
          _label(40, 251, 25, "mit alter Vereinbarung", "with an old agreement"), ("15.69",)),
    Arrow(("enter", "enter_from_unemployment_insurance"), ("outside",), ("exempt",),
          ((26, 214), (26, 179), (57, 179)),
          _label(27.5, 196, 25, "mit Arbeits\u00adlosengeld", "with unem\u00adployment benefit", "left"), ("15.74",)),
    Arrow(("unemployment_benefit_ends",), ("exempt",), ("first_talk_outstanding",), ((66, 184), (66, 214)),
          _label(67.5, 196, 27, "Arbeitslosengeld endet", "unemployment benefit ends", "left"),
          ("15.73", "15.74")),
    Arrow(("unemployment_benefit_begins",), _IN_CARE, ("exempt",), ((46, 170), (57, 170)),
          _label(44.5, 168, 31, "aus jedem Zustand: Arbeitslosengeld beginnt",
                 "from every state: unemployment benefit begins", "right"), ("15.74",), dotted=True),
)

_WITHOUT_PLAN = (
    Arrow(("talk_held",), ("first_talk_outstanding",), ("analysis_outstanding",),
          ((89, 222.5), (103, 222.5)), _label(96, 227.6, 13.5, "Gespräch", "talk"), ("15.7",), main=True),
    Arrow(("analysis_completed",), ("analysis_outstanding",), ("plan_outstanding",),
          ((135, 222.5), (149, 222.5)), _label(142, 227.6, 13.5, "Analyse", "analysis"), ("15.9",), main=True),
    Arrow(("analysis_completed",), ("legacy_agreement",), ("legacy_analysed",), ((89, 246), (103, 246)),
          _label(96, 251, 13.5, "Analyse", "analysis"), ("15.9",)),
    Arrow(("legacy_agreement_expired",), ("legacy_agreement",), ("first_talk_outstanding",),
          ((68, 239), (68, 231)), _label(70, 235, 28, "", "", "left"), ("15.69",), deadline="legacy_end"),
    Arrow(("legacy_agreement_expired",), ("legacy_analysed",), ("plan_outstanding",),
          ((135, 242), (154, 242), (154, 231)), _label(156, 235.5, 28, "", "", "left"), ("15.69",),
          deadline="legacy_end"),
    Arrow(("creation_disagreement",), ("plan_outstanding",), ("not_agreed",),
          ((186.5, 176), (165, 176), (165, 167)),
          _label(165.5, 183.5, 37, "keine Einigung, keine Schlichtung", "no agreement, no conciliation"),
          ("15.63",)),
    Arrow(("waiver_granted",), ("analysis_outstanding",), ("waived",), ((105, 214), (105, 184)),
          _label(106.3, 195, 15, "Verzicht", "waiver", "left"), ("15.18",)),
    Arrow(("waiver_granted",), ("plan_outstanding",), ("waived",),
          ((152, 214), (152, 210), (134, 210), (134, 184))),
    Arrow(("waiver_ends",), ("waived",), ("analysis_outstanding",), ((121, 184), (121, 214)),
          _label(122.3, 195, 11, "endet", "ends", "left"), ("15.18",)),
)

_TO_A_PLAN = (
    Arrow(("plan_agreed",), ("plan_outstanding", "not_agreed"), ("trust",), ((188.5, 222.5), (211, 222.5)),
          _label(197.5, 228, 17, "Plan vereinbart", "plan agreed"), ("15.2", "15.12"),
          feeders=(((181, 222.5), (188.5, 222.5)), ((181, 161), (186.5, 161))), main=True),
    Arrow(("plan_agreed",), ("legacy_analysed",), ("trust",), ((188.5, 222.5), (211, 222.5)),
          _label(159, 252.5, 46, "Plan vereinbart", "plan agreed"), ("15.69",),
          feeders=(((135, 249), (187.5, 249), (187.5, 226)),)),
    Arrow(("plan_agreed",), ("plan_outstanding", "not_agreed"), ("plan_before_need",),
          ((188.5, 187), (211, 187)), _label(197.7, 192.6, 17, "Bedarf noch offen", "need still open"), ("15.12",)),
    Arrow(("creation_disagreement",), ("plan_outstanding", "not_agreed", "legacy_analysed"),
          ("conciliation_over_creation",), ((188.5, 158.5), (211, 158.5)),
          _label(197.8, 164.2, 17.5, "Schlichtung verlangt", "conciliation demanded"), ("15.16",)),
    Arrow(("need_established",), ("plan_before_need",), ("trust",), ((232, 196), (232, 207.5)),
          _label(231, 201.8, 20, "Bedarf festgestellt", "need established", "right"), ("15.12",)),
)

_WITH_PLAN = (
    Arrow(("agreements_not_kept", "intervention_failed"), ("trust",), ("plan_with_notice",),
          ((258, 231), (302, 231)),
          _label(280, 238.5, 42, "Absprachen nicht eingehalten, kein wichtiger Grund, Prüfung spricht für RFB",
                 "agreements not kept, no important reason, check speaks for RFB"),
          ("15.51", "15.52", "15.53"), main=True),
    Arrow(("agreements_kept", "readiness_declared"), ("plan_with_notice",), ("returning",),
          ((302, 213), (282, 213), (282, 198)),
          _label(292, 220.5, 19, "eingehalten oder bereit", "kept, or readiness"), ("15.62",), main=True),
    Arrow(("agreements_kept",), ("returning",), ("trust",), ((275, 198), (275, 213), (258, 213)),
          _label(267.5, 219, 18, "eingehalten", "agree\u00adments kept"), ("15.62",), main=True),
    Arrow(("agreements_not_kept", "intervention_failed"), ("returning",), ("plan_with_notice",),
          ((297, 188), (316, 188), (316, 207.5)),
          _label(307, 196, 17, "erneut nicht eingehalten", "again not kept"), ("15.52",)),
)

_CONCILIATION = (
    *(Arrow(("update_disagreement",), (plan,), (conciliation,), ((x, top), (x, 163)), label,
            ("15.68",) if label else ())
      for plan, conciliation, x, top, label in (
          ("trust", _UPDATE_CONCILIATIONS[0], 249.8, 207.5,
           _label(270, 169.8, 28, "↓ strittig", "↓ not agreed")),
          ("returning", _UPDATE_CONCILIATIONS[2], 285, 178, None),
          ("plan_with_notice", _UPDATE_CONCILIATIONS[1], 326, 207.5, None))),
    *(Arrow(("conciliation_agreed",), (conciliation,), (plan,), ((x, 163), (x, top)), label,
            ("15.68",) if label else ())
      for plan, conciliation, x, top, label in (
          ("trust", _UPDATE_CONCILIATIONS[0], 255, 207.5, None),
          ("returning", _UPDATE_CONCILIATIONS[2], 291.5, 178,
           _label(308.5, 169.8, 30, "↑ Einigung", "↑ agreement")),
          ("plan_with_notice", _UPDATE_CONCILIATIONS[1], 333, 207.5, None))),
    Arrow(("conciliation_agreed",), ("conciliation_over_creation",), ("plan_before_need",),
          ((220, 163), (220, 179))),
    Arrow(("conciliation_agreed",), ("conciliation_over_creation",), ("trust",), ((244.8, 163), (244.8, 207.5)),
          _label(232.4, 169.8, 23, "↑ Einigung", "↑ agreement"), ("15.16",)),
    Arrow(("conciliation_expired",), ("conciliation",), ("not_agreed",), ((207, 152.5), (181, 152.5)),
          _label(196, 147, 20, "", ""), ("§ 15a(4) SGB II",), deadline="conciliation_end"),
)

_SUSPENSION = (
    Arrow(("ground_begins",), ("no_plan",), ("suspended_before_talk", "suspended_before_analysis",
                                             "suspended_without_plan", "suspended_not_agreed"),
          ((158, 146), (158, 135)), _label(156.5, 140.5, 22, "Grund nach § 10 tritt ein", "§ 10 ground begins", "right"),
          ("15.19",)),
    Arrow(("ground_ends",), ("suspended_before_talk", "suspended_before_analysis", "suspended_without_plan",
                             "suspended_not_agreed"),
          ("first_talk_outstanding", "analysis_outstanding", "plan_outstanding", "not_agreed"),
          ((172, 135), (172, 146)), _label(173.5, 140.5, 32, "Grund endet", "ground ends", "left"), ("15.19",)),
    Arrow(("ground_begins",), ("conciliation",), ("suspended_without_plan", *_SUSPENDED_WITH_PLAN),
          ((277, 142), (277, 135)), _label(278.5, 138.5, 60, "", "", "left"), ("15.19",)),
    Arrow(("ground_begins",), ("plan_in_force",), _SUSPENDED_WITH_PLAN,
          ((348, 176.3), (353, 176.3), (353, 130), (348, 130))),
    Arrow(("ground_ends",), _SUSPENDED_WITH_PLAN, ("plan_in_force",),
          ((348, 124), (357.5, 124), (357.5, 179), (348, 179)),
          _label(359.5, 147, 26, "innen: Grund tritt ein; außen: endet",
                 "inner: ground begins; outer: ends", "left"), ("15.19",)),
    Arrow(("talk_held",), ("suspended_before_talk",), ("suspended_before_analysis",), ((91, 119.5), (99, 119.5)),
          _label(95, 123, 9, "", ""), ("15.7",)),
    Arrow(("analysis_completed",), ("suspended_before_analysis",), ("suspended_without_plan",),
          ((133, 119.5), (141, 119.5)), _label(137, 123, 9, "", ""), ("15.9",)),
    Arrow(("plan_agreed",), ("suspended_without_plan",), ("suspended_trust",), ((175, 119.5), (183, 119.5)),
          _label(179, 123, 9, "", ""), ("15.19",)),
    Arrow(("plan_agreed",), ("suspended_not_agreed",), ("suspended_trust",), ((225, 119.5), (217, 119.5)),
          _label(221, 123, 9, "", ""), ("15.19",)),
)

_EXITS = (
    Arrow(("moved",), ("plan_in_force",), ("moved_with_plan",), ((348, 247), (372, 247)),
          _label(358.5, 251, 19, "Umzug", "move"), ("15.61",)),
    Arrow(("update_agreed", "update_unchanged", "plan_agreed"), ("moved",), ("trust",), ((369, 228), (348, 228)),
          _label(358.5, 235, 19, "Plan erneuert: weiter bei 2", "plan renewed: go on at 2"), ("15.61",)),
    Arrow(("need_ends_through_work",), ("trust", "plan_with_notice", "returning"), ("support_with_plan",),
          ((348, 197), (372, 197)), _label(358.5, 203.2, 20, "Bedarf endet durch Arbeit", "need ends through work"),
          ("15.28",)),
    Arrow(("need_returns",), ("support_with_plan",), ("trust",), ((372, 190), (348, 190)),
          _label(358.7, 184.6, 20, "wieder Bedarf: weiter bei 2", "need again: go on at 2"), ("15.28",)),
    Arrow(("plan_agreed",), ("support_without_plan",), ("support_with_plan",), ((380, 175), (380, 187)),
          _label(381.5, 181, 25, "Plan vereinbart", "plan agreed", "left"), ("15.28",)),
    Arrow(("support_expired", "support_ended"), ("follow_up_support",), ("closed",), ((389, 157), (389, 123)),
          _label(390.5, 139, 20, "Betreuung endet", "support ends", "left"), ("15.28",), deadline="support_end"),
    Arrow(("leave",), (*_IN_CARE, "exempt"), ("closed",), ((358, 115.5), (373, 115.5)),
          _label(361, 108.5, 22, "aus jedem Zustand: Abgang", "from every state: leaves"), ("15.12",), dotted=True),
)

NOTES = (
    Note(((("update_disagreement",), ("trust", "plan_with_notice", "returning"), ("not_agreed",)),),
         Text("Fortschreibung strittig, keine Schlichtung: aus 2, 3, 5 zu „keine Einigung“",
              "Update not agreed, no conciliation: from 2, 3, 5 to “no agreement”"), ("15.63",)),
    Note(((("waiver_granted",), ("trust", "returning", "moved"), ("waived",)),),
         Text("Verzicht auch aus 2, 5 und nach Umzug",
              "Waiver also from 2, 5 and after a move"), ("15.18",)),
    Note(((("ground_begins",), ("moved_with_plan", "moved_without_plan", "waived"),
           ("suspended_trust", "suspended_without_plan", "suspended_before_analysis")),),
         Text("§ 10 auch nach Umzug und bei Verzicht",
              "§ 10 also after a move and under a waiver"), ("15.19",)),
    Note(((("moved",), _UPDATE_CONCILIATIONS, ("moved_with_plan",)),
          (("moved",), ("plan_outstanding", "not_agreed", "legacy_analysed", "conciliation_over_creation"),
           ("moved_without_plan",)),
          (("moved",), ("legacy_agreement",), ("first_talk_outstanding",)),
          (("moved",), ("suspended_notice", "suspended_returning"), ("suspended_trust",)),
          (("moved",), ("suspended_not_agreed",), ("suspended_without_plan",))),
         Text("Umzug aus 1 und 4: je nach Plan, vor der Analyse zum Erstgespräch; 6 bleibt, ohne RFB",
              "Move from 1 and 4: according to the plan, before the analysis to the first talk;"
              " 6 goes on, without RFB"), ("15.61",)),
    Note(((("creation_disagreement",), ("moved_without_plan",), ("conciliation_over_creation", "not_agreed")),
          (("update_disagreement",), ("moved_with_plan",),
           ("conciliation_over_update_trust", "not_agreed"))),
         Text("Nach Umzug strittig: Schlichtung oder keine Einigung",
              "Dispute after a move: conciliation or no agreement"), ("15.16", "15.68", "15.63")),
    Note(((("need_ends_through_work",), ("moved_with_plan", *_UPDATE_CONCILIATIONS, *_SUSPENDED_WITH_PLAN),
           ("support_with_plan",)),
          (("need_ends_through_work",), ("plan_outstanding", "not_agreed", "legacy_analysed",
                                         "conciliation_over_creation", "suspended_without_plan",
                                         "suspended_not_agreed", "moved_without_plan"),
           ("support_without_plan",))),
         Text("Arbeit auch sonst, sobald die Analyse vorliegt: nachgehende Betreuung",
              "Work elsewhere too, once the analysis exists: follow-up support"), ("15.28",)),
    Note(((("need_returns",), ("support_without_plan",), ("plan_outstanding",)),),
         Text("Bedarf kehrt zurück, ohne Plan: Plan steht aus",
              "Need returns, without plan: plan outstanding"), ("15.28",)),
)

PLAN_LAYOUT = Layout(
    (PANEL,), FRAMES, BOXES,
    (*_ENTRY, *_WITHOUT_PLAN, *_TO_A_PLAN, *_WITH_PLAN, *_CONCILIATION, *_SUSPENSION, *_EXITS),
    NOTES, (JUNCTION,))
