"""Where the six other regions stand on the sheet: panels below the leading region."""

from __future__ import annotations

from ..process.text import Text
from .layout import Align, Arrow, Box, Frame, Label, Layout, Note, Panel, Rect, rectangle

_ENDS_ALL = ("ground_begins", "moved", "unemployment_benefit_begins", "need_ends_through_work", "leave")


def _label(x: float, y: float, width: float, de: str, en: str, align: Align = "center") -> Label:
    return Label((x, y), width, Text(de, en), align)


def _rule(x: float, y: float, align: Align = "center") -> Label:
    return Label((x, y), 20, Text("", ""), align)


def _down_and_up(x: float, due: str, sent: str, rule: str, events: tuple[str, ...],
                 back: str) -> tuple[Arrow, ...]:
    return (
        Arrow(("invitation_sent",), (due,), (sent,), ((x + 9, 50), (x + 9, 42)),
              _rule(x + 8.3, 46, "right"), (rule,)),
        Arrow(events, (sent,), (due,), ((x + 15, 42), (x + 15, 50)), _rule(x + 15.7, 46, "left"), (back,)),
    )


def _reporting(x: float, due: str, reporting: str) -> tuple[Arrow, ...]:
    return (
        Arrow(("reporting_invitation_sent",), (due,), (reporting,), ((x + 9, 61), (x + 9, 69)),
              _rule(x + 8.3, 65, "right"), ("15.49",)),
        Arrow(("reporting_kept", "reporting_missed"), (reporting,), (due,), ((x + 15, 69), (x + 15, 61)),
              _rule(x + 15.7, 65, "left"), ("15.49",)),
    )


_INVITATION = Layout(
    (Panel("invitation", Rect(8, 14, 146, 83), 100),),
    tuple(Frame(name, rectangle(x, 27, 28, 58), (x + 2, 81.9, 25), title)
          for name, x, title in (
              ("first_invitation", 11, Text("erste", "first")),
              ("without_notice", 48, Text("ohne RFB", "without RFB")),
              ("notice_once", 85, Text("einmal RFB", "once RFB")),
              ("with_notice", 122, Text("mit RFB", "with RFB")))),
    tuple(Box(name, Rect(x, y, 24, 11), Text(de, en)) for name, x, y, de, en in (
        ("first_due", 13, 50, "steht an", "to be sent"),
        ("first_sent", 13, 31, "verschickt", "sent"),
        ("plain_reporting", 50, 69, "Meldetermin", "reporting date"),
        ("plain_due", 50, 50, "die nächste steht an", "next to be sent"),
        ("plain_sent", 50, 31, "verschickt", "sent"),
        ("once_clarifying", 87, 69, "Gespräch klärt den Grund", "talk clears the reason"),
        ("once_due", 87, 50, "nach Fehlen: steht an", "after no-show: to be sent"),
        ("once_sent", 87, 31, "verschickt", "sent"),
        ("notice_reporting", 124, 69, "Meldetermin", "reporting date"),
        ("notice_due", 124, 50, "die nächste steht an", "next to be sent"),
        ("notice_sent", 124, 31, "verschickt", "sent"))),
    (
        *_down_and_up(13, "first_due", "first_sent", "15.6", ("talk_missed",), "15.8"),
        *_down_and_up(50, "plain_due", "plain_sent", "15.48", ("talk_held", "talk_missed"), "15.50"),
        *_down_and_up(87, "once_due", "once_sent", "15.50", ("talk_missed",), "15.50"),
        *_down_and_up(124, "notice_due", "notice_sent", "15.50", ("talk_held", "talk_missed"), "15.50"),
        *_reporting(50, "plain_due", "plain_reporting"),
        *_reporting(124, "notice_due", "notice_reporting"),
        Arrow(("talk_held",), ("first_sent",), ("plain_due",), ((37, 37), (43.5, 37), (43.5, 56), (50, 56)),
              _label(43.5, 61, 12, "Gespräch", "talk"), ("15.7",)),
        Arrow(("talk_missed",), ("first_sent", "plain_sent", "notice_sent"), ("once_due",),
              ((25, 31), (25, 24.3), (81.5, 24.3), (81.5, 54), (87, 54)),
              _label(44, 20.3, 62, "nicht erschienen, kein Grund bekannt", "not appeared, no reason known"),
              ("15.8", "15.50"), (((62, 31), (62, 24.3)), ((136, 31), (136, 24.3), (81.5, 24.3)))),
        Arrow(("talk_held",), ("once_sent",), ("once_clarifying",),
              ((111, 37), (115.5, 37), (115.5, 72), (111, 72)), _rule(115.5, 46), ("15.50",)),
        Arrow(("talk_ended",), ("once_clarifying",), ("notice_due",),
              ((111, 76.5), (119.5, 76.5), (119.5, 57), (124, 57)), _rule(117.5, 79), ("15.50",)),
        Arrow(("talk_ended",), ("once_clarifying",), ("plain_due",),
              ((87, 74), (78.8, 74), (78.8, 58), (74, 58)), _rule(81.5, 65.5), ("15.48",)),
        Arrow(("talk_ended", "agreements_kept"), ("notice_due",), ("plain_due",),
              ((148, 56), (152, 56), (152, 88.8), (78.8, 88.8), (78.8, 58), (74, 58)),
              _label(115, 88.8, 70, "keine weiteren RFB oder Rückkehr zum Vertrauen", "no further RFB, or return to trust"),
              ("15.50", "15.62")),
    ),
    (
        Note(((("unemployment_benefit_begins", "moved"), ("first_sent",), ("first_due",)),
              (("unemployment_benefit_begins", "moved"), ("plain_sent", "plain_reporting"), ("plain_due",)),
              (("unemployment_benefit_begins", "moved"), ("once_sent",), ("once_due",)),
              (("unemployment_benefit_begins", "moved"), ("notice_sent", "notice_reporting"), ("notice_due",)),
              (("need_ends_through_work",), ("plain_sent", "plain_reporting", "once_due", "once_sent", "with_notice"),
               ("plain_due",)),
              (("leave",), ("first_sent", "plain_due", "plain_sent", "plain_reporting", "once_due", "once_sent",
                            "with_notice"), ("first_due",)),
              (("support_ended", "support_expired"), ("plain_due", "plain_sent"), ("first_due",))),
             Text("Umzug, Arbeitslosengeld: die Einladung entfällt. Nachgehende Betreuung: ohne RFB weiter."
                  " Fall endet: zurück zum Anfang.",
                  "Move, unemployment benefit: the invitation lapses. Follow-up support: on without RFB."
                  " Case ends: back to the start."), ("15.61", "15.74", "15.28"), Rect(84, 15.2, 69, 8)),
    ),
)

_TALK = Layout(
    (Panel("talk", Rect(157, 14, 42, 83), 36),),
    (Frame("in_talk", rectangle(160, 18, 36, 42), (163, 22.3, 30)),),
    (
        Box("no_talk", Rect(163, 76, 30, 11)),
        Box("talk_open", Rect(163, 46, 30, 10), Text("läuft", "is held")),
        Box("talk_analysed", Rect(163, 26, 30, 12), Text("Analyse erhoben oder überprüft", "analysis made or reviewed")),
    ),
    (
        Arrow(("talk_held",), ("no_talk",), ("talk_open",), ((176, 76), (176, 56)),
              _label(175, 68, 17, "Gespräch findet statt", "talk is held", "right"), ("15.7", "15.47")),
        Arrow(("talk_ended", "support_expired"), ("in_talk",), ("no_talk",), ((181, 60), (181, 76)),
              _label(182.3, 68, 15, "Gespräch endet", "talk ends", "left"), ("15.13",)),
        Arrow(("analysis_completed", "analysis_reviewed"), ("talk_open",), ("talk_analysed",),
              ((170, 46), (170, 38)), _label(171.3, 42, 24, "", "", "left"), ("15.3", "15.66")),
    ),
)

_MEASURE = Layout(
    (Panel("measure", Rect(202, 14, 69, 83), 60),),
    (),
    (
        Box("no_measure", Rect(205, 68, 23, 17)),
        Box("measure_assigned", Rect(246, 68, 23, 17)),
        Box("measure_demanded", Rect(205, 34, 23, 15)),
        Box("early_intervention", Rect(246, 34, 23, 15)),
    ),
    (
        Arrow(("measure_started",), ("no_measure",), ("measure_assigned",), ((228, 82), (246, 82)),
              _label(237, 86.6, 18, "beginnt", "begins"), ("15.59",)),
        Arrow(("measure_ended",), ("measure_assigned",), ("no_measure",), ((246, 74), (228, 74)),
              _label(237, 78, 18, "endet", "ends"), ("15.59",)),
        Arrow(("measure_noncooperation",), ("measure_assigned",), ("early_intervention",), ((251, 68), (251, 49)),
              _label(250, 60.5, 12.5, "wirkt nicht mit", "does not coop\u00aderate", "right"), ("15.59",)),
        Arrow(("intervention_succeeded", "intervention_failed"), ("early_intervention",), ("measure_assigned",),
              ((266, 49), (266, 68)), _label(265, 57, 13, "weiter ohne RFB", "on with\u00adout RFB", "right"), ("15.59",)),
        Arrow(("intervention_failed",), ("early_intervention",), ("measure_demanded",), ((246, 38), (228, 38)),
              _label(237, 32.5, 18, "ohne Erfolg", "fails"), ("15.60",)),
        Arrow(("measure_ended", "demand_refused"), ("measure_demanded",), ("no_measure",), ((207.5, 49), (207.5, 68)),
              _label(208.7, 62.5, 24, "endet oder Weigerung", "ends or refusal", "left"), ("15.59", "15.60")),
        Arrow(("demand_complied", "demand_refused", "agreements_kept", "readiness_declared", "plan_agreed",
               "conciliation_agreed"), ("measure_demanded",), ("measure_assigned",),
              ((228, 44), (236.5, 44), (236.5, 71), (246, 71)),
              _label(235.5, 53.5, 24, "Aufforderung erledigt", "demand is settled", "right"), ("15.60", "15.62")),
    ),
    (
        Note(((_ENDS_ALL, ("measure_assigned", "early_intervention", "measure_demanded"), ("no_measure",)),
              (("measure_ended",), ("early_intervention",), ("no_measure",)),
              (("waiver_granted",), ("measure_assigned", "early_intervention"), ("no_measure",))),
             Text("Endet aus jedem Zustand auch durch § 10, Umzug, Arbeitslosengeld, Arbeit, Abgang, Verzicht.",
                  "From every state it also ends through § 10, a move, unemployment benefit, work, exit, waiver."),
             ("15.19", "15.61", "15.74", "15.28", "15.18"), Rect(204, 15.2, 66, 13)),
    ),
)


def _two_states(region: str, y: float, none: Text, some: Text, there: Arrow, back: Arrow) -> Layout:
    names = (there.sources[0], there.targets[0])
    return Layout(
        (Panel(region, Rect(274, y, 56, 26), 52),), (),
        (Box(names[0], Rect(276, y + 6, 13, 11), none), Box(names[1], Rect(315, y + 6, 13, 11), some)),
        (there, back))


_DEMAND = _two_states(
    "demand", 71, Text("keine", "none"), Text("steht", "stands"),
    Arrow(("agreements_not_kept", "demand_issued", "intervention_failed"), ("no_demand",), ("demand_standing",),
          ((289, 85), (315, 85)), _label(302, 88.5, 26, "Aufforderung", "demand issued"),
          ("15.52", "15.55")),
    Arrow(("demand_complied", "demand_refused", "agreements_kept", "measure_ended", "readiness_declared",
           "plan_agreed", "conciliation_agreed", *_ENDS_ALL), ("demand_standing",), ("no_demand",),
          ((315, 81), (289, 81)), _label(302, 77.6, 26, "erledigt", "settled"), ("15.61", "15.62")))

_APPOINTMENT = _two_states(
    "appointment_hearing", 42.5, Text("keine", "none"), Text("läuft", "runs"),
    Arrow(("talk_missed", "reporting_missed"), ("appointment_hearing_none",), ("appointment_hearing_open",),
          ((289, 56.5), (315, 56.5)), _label(302, 60.1, 26, "trotz RFB gefehlt", "missed despite RFB"), ("§ 32 SGB II",)),
    Arrow(("appointment_reduction_decided", "appointment_determination_expired", "leave", "need_ends_through_work"),
          ("appointment_hearing_open",), ("appointment_hearing_none",), ((315, 52.5), (289, 52.5)),
          _label(302, 47.6, 26, "Entscheidung", "decision"), ("§ 31b(1) SGB II",),
          deadline="appointment_determination_end"))

_BREACH = _two_states(
    "breach_hearing", 14, Text("keine", "none"), Text("läuft", "runs"),
    Arrow(("demand_refused", "agreements_not_kept"), ("breach_hearing_none",), ("breach_hearing_open",),
          ((289, 28), (315, 28)), _label(302, 31.6, 26, "Pflicht verletzt", "breach of duty"), ("§ 31 SGB II",)),
    Arrow(("breach_reduction_decided", "breach_determination_expired", "leave", "need_ends_through_work",
           "legacy_agreement_expired", "plan_agreed", "creation_disagreement", "ground_begins", "moved",
           "unemployment_benefit_begins"), ("breach_hearing_open",), ("breach_hearing_none",),
          ((315, 24), (289, 24)), _label(302, 19.1, 26, "Entscheidung", "decision"), ("§ 31b(1) SGB II",),
          deadline="breach_determination_end"))

SIDE_LAYOUTS: tuple[Layout, ...] = (_INVITATION, _TALK, _MEASURE, _DEMAND, _APPOINTMENT, _BREACH)
