"""Arrows of the leading region, part one: from the entry to a plan."""

from __future__ import annotations

from ..process.entry_and_exit import IN_CARE
from .layout import Arrow, label

_ENTRY = (
    Arrow(
        ("enter", "enter_from_unemployment_insurance"),
        ("outside",),
        ("first_talk_outstanding",),
        ((41, 222.5), (57, 222.5)),
        label(47, 228, 13, "Zugang", "entry"),
        ("15.6", "15.73"),
        main=True,
    ),
    Arrow(
        ("enter",),
        ("outside",),
        ("legacy_agreement",),
        ((26, 231), (26, 246), (57, 246)),
        label(40, 251, 25, "mit alter Vereinbarung", "with an old agreement"),
        ("15.69",),
    ),
    Arrow(
        ("enter", "enter_from_unemployment_insurance"),
        ("outside",),
        ("exempt",),
        ((26, 214), (26, 179), (57, 179)),
        label(
            27.5, 196, 25, "mit Arbeits\u00adlosengeld", "with unem\u00adployment benefit", "left"
        ),
        ("15.74",),
    ),
    Arrow(
        ("unemployment_benefit_ends",),
        ("exempt",),
        ("first_talk_outstanding",),
        ((66, 184), (66, 214)),
        label(67.5, 196, 27, "Arbeitslosengeld endet", "unemployment benefit ends", "left"),
        ("15.73", "15.74"),
    ),
    Arrow(
        ("unemployment_benefit_begins",),
        IN_CARE,
        ("exempt",),
        ((46, 170), (57, 170)),
        label(
            44.5,
            170.5,
            32,
            "aus jedem Zustand: Arbeitslosengeld beginnt",
            "from every state: unemployment benefit begins",
            "right",
        ),
        ("15.74",),
        dotted=True,
    ),
)

_WITHOUT_PLAN = (
    Arrow(
        ("talk_held",),
        ("first_talk_outstanding",),
        ("analysis_outstanding",),
        ((89, 222.5), (103, 222.5)),
        label(96, 227.6, 13.5, "Gespräch", "talk"),
        ("15.7",),
        main=True,
    ),
    Arrow(
        ("analysis_completed",),
        ("analysis_outstanding",),
        ("plan_outstanding",),
        ((135, 222.5), (149, 222.5)),
        label(142, 227.6, 13.5, "Analyse", "analysis"),
        ("15.9",),
        main=True,
    ),
    Arrow(
        ("analysis_completed",),
        ("legacy_agreement",),
        ("legacy_analysed",),
        ((89, 246), (103, 246)),
        label(96, 251, 13.5, "Analyse", "analysis"),
        ("15.9",),
    ),
    Arrow(
        ("legacy_agreement_expired",),
        ("legacy_agreement",),
        ("first_talk_outstanding",),
        ((68, 239), (68, 231)),
        label(70, 235, 28, "", "", "left"),
        ("15.69",),
        deadline="legacy_end",
    ),
    Arrow(
        ("legacy_agreement_expired",),
        ("legacy_analysed",),
        ("plan_outstanding",),
        ((135, 242), (154, 242), (154, 231)),
        label(156, 235.5, 28, "", "", "left"),
        ("15.69",),
        deadline="legacy_end",
    ),
    Arrow(
        ("creation_disagreement",),
        ("plan_outstanding",),
        ("not_agreed",),
        ((186.5, 176), (165, 176), (165, 167)),
        label(165.5, 182, 31, "keine Einigung, keine Schlichtung", "no agreement, no conciliation"),
        ("15.63",),
    ),
    Arrow(
        ("waiver_granted",),
        ("analysis_outstanding",),
        ("waived",),
        ((105, 214), (105, 184)),
        label(106.3, 195, 15, "Verzicht", "waiver", "left"),
        ("15.18",),
    ),
    Arrow(
        ("waiver_granted",),
        ("plan_outstanding",),
        ("waived",),
        ((152, 214), (152, 210), (134, 210), (134, 184)),
    ),
    Arrow(
        ("waiver_ends",),
        ("waived",),
        ("analysis_outstanding",),
        ((121, 184), (121, 214)),
        label(122.3, 195, 11, "endet", "ends", "left"),
        ("15.18",),
    ),
)

_TO_A_PLAN = (
    Arrow(
        ("plan_agreed",),
        ("plan_outstanding", "not_agreed"),
        ("trust",),
        ((188.5, 222.5), (211, 222.5)),
        label(197.5, 228, 17, "Plan vereinbart", "plan agreed"),
        ("15.2", "15.12"),
        feeders=(((181, 222.5), (188.5, 222.5)), ((181, 161), (186.5, 161))),
        main=True,
    ),
    Arrow(
        ("plan_agreed",),
        ("legacy_analysed",),
        ("trust",),
        ((188.5, 222.5), (211, 222.5)),
        label(159, 252.5, 46, "Plan vereinbart", "plan agreed"),
        ("15.69",),
        feeders=(((135, 249), (187.5, 249), (187.5, 226)),),
    ),
    Arrow(
        ("plan_agreed",),
        ("plan_outstanding", "not_agreed"),
        ("plan_before_need",),
        ((188.5, 187), (211, 187)),
        label(197.7, 192.6, 17, "Bedarf noch offen", "need still open"),
        ("15.12",),
    ),
    Arrow(
        ("creation_disagreement",),
        ("plan_outstanding", "not_agreed", "legacy_analysed"),
        ("conciliation_over_creation",),
        ((188.5, 158.5), (211, 158.5)),
        label(197.8, 164.2, 17.5, "Schlichtung verlangt", "conciliation demanded"),
        ("15.16",),
    ),
    Arrow(
        ("need_established",),
        ("plan_before_need",),
        ("trust",),
        ((232, 196), (232, 207.5)),
        label(231, 201.8, 20, "Bedarf festgestellt", "need established", "right"),
        ("15.12",),
    ),
)

MAKING_ARROWS: tuple[Arrow, ...] = (*_ENTRY, *_WITHOUT_PLAN, *_TO_A_PLAN)
