"""Places of the regions of talk, measure, demand and the two hearings."""

from __future__ import annotations

from ..process.text import Text
from .layout import Arrow, Box, Frame, Layout, Note, Panel, Rect, label, rectangle

_ENDS_ALL = (
    "ground_begins",
    "moved",
    "unemployment_benefit_begins",
    "need_ends_through_work",
    "leave",
)

_TALK = Layout(
    (Panel("talk", Rect(157, 14, 42, 83), 36),),
    (Frame("in_talk", rectangle(160, 18, 36, 42), (163, 22.3, 30)),),
    (
        Box("no_talk", Rect(163, 76, 30, 11)),
        Box("talk_open", Rect(163, 46, 30, 10), Text("läuft", "is held")),
        Box(
            "talk_analysed",
            Rect(163, 26, 30, 12),
            Text("Analyse erhoben oder überprüft", "analysis made or reviewed"),
        ),
    ),
    (
        Arrow(
            ("talk_held",),
            ("no_talk",),
            ("talk_open",),
            ((176, 76), (176, 56)),
            label(175, 68, 17, "Gespräch findet statt", "talk is held", "right"),
            ("15.7", "15.47"),
        ),
        Arrow(
            ("talk_ended", "support_expired"),
            ("in_talk",),
            ("no_talk",),
            ((181, 60), (181, 76)),
            label(182.3, 68, 15, "Gespräch endet", "talk ends", "left"),
            ("15.13",),
        ),
        Arrow(
            ("analysis_completed", "analysis_reviewed"),
            ("talk_open",),
            ("talk_analysed",),
            ((170, 46), (170, 38)),
            label(171.3, 42, 24, "", "", "left"),
            ("15.3", "15.66"),
        ),
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
        Arrow(
            ("measure_started",),
            ("no_measure",),
            ("measure_assigned",),
            ((228, 82), (246, 82)),
            label(237, 86.6, 18, "beginnt", "begins"),
            ("15.59",),
        ),
        Arrow(
            ("measure_ended",),
            ("measure_assigned",),
            ("no_measure",),
            ((246, 74), (228, 74)),
            label(237, 78, 18, "endet", "ends"),
            ("15.59",),
        ),
        Arrow(
            ("measure_noncooperation",),
            ("measure_assigned",),
            ("early_intervention",),
            ((251, 68), (251, 49)),
            label(250, 60.5, 12.5, "wirkt nicht mit", "does not coop\u00aderate", "right"),
            ("15.59",),
        ),
        Arrow(
            ("intervention_succeeded", "intervention_failed"),
            ("early_intervention",),
            ("measure_assigned",),
            ((266, 49), (266, 68)),
            label(265, 57, 13, "weiter ohne RFB", "on with\u00adout RFB", "right"),
            ("15.59",),
        ),
        Arrow(
            ("intervention_failed",),
            ("early_intervention",),
            ("measure_demanded",),
            ((246, 38), (228, 38)),
            label(237, 32.5, 18, "ohne Erfolg", "fails"),
            ("15.60",),
        ),
        Arrow(
            ("measure_ended", "demand_refused"),
            ("measure_demanded",),
            ("no_measure",),
            ((207.5, 49), (207.5, 68)),
            label(208.7, 62.5, 24, "endet oder Weigerung", "ends or refusal", "left"),
            ("15.59", "15.60"),
        ),
        Arrow(
            (
                "demand_complied",
                "demand_refused",
                "agreements_kept",
                "readiness_declared",
                "plan_agreed",
                "conciliation_agreed",
            ),
            ("measure_demanded",),
            ("measure_assigned",),
            ((228, 44), (236.5, 44), (236.5, 71), (246, 71)),
            label(235.5, 53.5, 24, "Aufforderung erledigt", "demand is settled", "right"),
            ("15.60", "15.62"),
        ),
    ),
    (
        Note(
            (
                (
                    _ENDS_ALL,
                    ("measure_assigned", "early_intervention", "measure_demanded"),
                    ("no_measure",),
                ),
                (("measure_ended",), ("early_intervention",), ("no_measure",)),
                (("waiver_granted",), ("measure_assigned", "early_intervention"), ("no_measure",)),
            ),
            Text(
                "Endet aus jedem Zustand auch durch § 10, Umzug, Arbeitslosengeld, Arbeit,"
                " Abgang, Verzicht.",
                "From every state it also ends through § 10, a move, unemployment benefit, work,"
                " exit, waiver.",
            ),
            ("15.19", "15.61", "15.74", "15.28", "15.18"),
            Rect(204, 15.2, 66, 13),
        ),
    ),
)


def _two_states(region: str, y: float, none: Text, some: Text, there: Arrow, back: Arrow) -> Layout:
    names = (there.sources[0], there.targets[0])
    return Layout(
        (Panel(region, Rect(274, y, 56, 26), 52),),
        (),
        (
            Box(names[0], Rect(276, y + 6, 13, 11), none),
            Box(names[1], Rect(315, y + 6, 13, 11), some),
        ),
        (there, back),
    )


_DEMAND = _two_states(
    "demand",
    71,
    Text("keine", "none"),
    Text("steht", "stands"),
    Arrow(
        ("agreements_not_kept", "demand_issued", "intervention_failed"),
        ("no_demand",),
        ("demand_standing",),
        ((289, 85), (315, 85)),
        label(302, 88.5, 26, "Aufforderung", "demand issued"),
        ("15.52", "15.55"),
    ),
    Arrow(
        (
            "demand_complied",
            "demand_refused",
            "agreements_kept",
            "measure_ended",
            "readiness_declared",
            "plan_agreed",
            "conciliation_agreed",
            *_ENDS_ALL,
        ),
        ("demand_standing",),
        ("no_demand",),
        ((315, 81), (289, 81)),
        label(302, 77.6, 26, "erledigt", "settled"),
        ("15.61", "15.62"),
    ),
)

_APPOINTMENT = _two_states(
    "appointment_hearing",
    42.5,
    Text("keine", "none"),
    Text("läuft", "runs"),
    Arrow(
        ("talk_missed", "reporting_missed"),
        ("appointment_hearing_none",),
        ("appointment_hearing_open",),
        ((289, 56.5), (315, 56.5)),
        label(302, 60.1, 26, "trotz RFB gefehlt", "missed despite RFB"),
        ("§ 32 SGB II",),
    ),
    Arrow(
        (
            "appointment_reduction_decided",
            "appointment_determination_expired",
            "leave",
            "need_ends_through_work",
        ),
        ("appointment_hearing_open",),
        ("appointment_hearing_none",),
        ((315, 52.5), (289, 52.5)),
        label(302, 47.6, 26, "Entscheidung", "decision"),
        ("§ 31b(1) SGB II",),
        deadline="appointment_determination_end",
    ),
)

_BREACH = _two_states(
    "breach_hearing",
    14,
    Text("keine", "none"),
    Text("läuft", "runs"),
    Arrow(
        ("demand_refused", "agreements_not_kept"),
        ("breach_hearing_none",),
        ("breach_hearing_open",),
        ((289, 28), (315, 28)),
        label(302, 31.6, 26, "Pflicht verletzt", "breach of duty"),
        ("§ 31 SGB II",),
    ),
    Arrow(
        (
            "breach_reduction_decided",
            "breach_determination_expired",
            "leave",
            "need_ends_through_work",
            "legacy_agreement_expired",
            "plan_agreed",
            "creation_disagreement",
            "ground_begins",
            "moved",
            "unemployment_benefit_begins",
        ),
        ("breach_hearing_open",),
        ("breach_hearing_none",),
        ((315, 24), (289, 24)),
        label(302, 19.1, 26, "Entscheidung", "decision"),
        ("§ 31b(1) SGB II",),
        deadline="breach_determination_end",
    ),
)

SIDE_LAYOUTS: tuple[Layout, ...] = (_TALK, _MEASURE, _DEMAND, _APPOINTMENT, _BREACH)
