"""Properties: how plans come about, what they carry, and that they are documented."""

from __future__ import annotations

from ..vocabulary import Modality
from .formula import emits, event, fact, is_in, remembered, was_in
from .memories import ANALYSED
from .register import always, before, never

_PLAN = emits("plan_issued")

always(
    "plan_only_from_talk_or_conciliation",
    Modality.SHOULD,
    ("15.2",),
    "Ein Plan entsteht nur in einem Gespräch oder in der Schlichtung.",
    "A plan comes only out of a talk or out of conciliation.",
    when=_PLAN,
    then=was_in("in_talk", "conciliation"),
)
before(
    "analysis_precedes_plan",
    Modality.MUST,
    ("15.3", "15.20"),
    "Jedem Plan geht eine Potenzialanalyse voraus.",
    "An analysis precedes every plan.",
    first=remembered(ANALYSED),
    then=_PLAN,
)
always(
    "plan_handed_over_and_noted",
    Modality.MUST,
    ("15.13",),
    "Jede Fassung des Plans wird in Textform ausgehändigt und im Beratungsvermerk festgehalten.",
    "Every plan version is handed over in text form and noted.",
    when=_PLAN,
    then=~emits("plan_issued", text_form=False)
    & emits("consultation_note", joint_work=True, acknowledged=True),
)
always(
    "every_plan_version_filed",
    Modality.MUST,
    ("15.14",),
    "Jede Fassung des Plans liegt in der E-Akte.",
    "Every plan version is filed in the electronic record.",
    when=_PLAN,
    then=emits("plan_filed"),
)
always(
    "plan_without_notice_and_signature",
    Modality.MUST,
    ("15.17", "15.1"),
    "Der Plan trägt weder RFB noch Unterschrift.",
    "The plan carries neither RFB nor signature.",
    when=_PLAN,
    then=~emits("plan_issued", notice=True) & ~emits("plan_issued", signed=True),
)
never(
    "rehabilitation_not_conciliated",
    Modality.MUST,
    ("15.41",),
    "Leistungen der Rehabilitation sind kein Gegenstand der Schlichtung.",
    "Rehabilitation services are no matter for conciliation.",
    when=emits("conciliation_opened"),
    happens=fact("rehabilitation_matter"),
)
always(
    "new_plan_starts_without_notice",
    Modality.SHOULD,
    ("15.46",),
    "Ein neuer Plan beginnt ohne RFB.",
    "A new plan starts without RFB.",
    when=emits("plan_issued", version="new"),
    then=is_in("trust", "plan_before_need", "suspended_trust", "support_with_plan")
    & is_in("no_demand"),
)
always(
    "plan_sought_in_every_talk",
    Modality.SHOULD,
    ("15.64",),
    "Ohne Einigung wird in jedem Gespräch wieder ein Plan angestrebt.",
    "Without agreement every later talk seeks a plan again.",
    when=emits("talk") & was_in("not_agreed"),
    then=emits("plan_sought"),
)
always(
    "analysis_reviewed_before_update",
    Modality.SHOULD,
    ("15.66",),
    "Vor jeder Fortschreibung wird die Analyse überprüft.",
    "The analysis is reviewed before every update.",
    when=event("update_agreed", "update_unchanged"),
    then=was_in("talk_analysed"),
)
always(
    "unchanged_plan_documented",
    Modality.MAY,
    ("15.67",),
    "Wird der Plan unverändert beibehalten, ist das dokumentiert.",
    "A plan kept unchanged is documented.",
    when=event("update_unchanged"),
    then=emits("plan_confirmed_unchanged", documented=True),
)
never(
    "no_plan_while_exempt",
    Modality.MUST,
    ("15.74",),
    "Neben Arbeitslosengeld gibt es keinen Kooperationsplan.",
    "There is no cooperation plan beside unemployment benefit.",
    when=_PLAN | emits("invitation") | emits("demand"),
    happens=was_in("exempt") | is_in("exempt"),
)
always(
    "municipal_services_only_with_consent",
    Modality.SHOULD,
    ("15.27",),
    "Kommunale Leistungen werden nur mit Einverständnis erfasst.",
    "Municipal services are recorded only with consent.",
    when=emits("municipal_service_recorded"),
    then=fact("municipal_consent") & emits("municipal_service_recorded", consent=True),
)
never(
    "restricted_services_before_need",
    Modality.SHOULD,
    ("15.12",),
    "Vor Feststellung der Hilfebedürftigkeit nur Leistungen, die sie nicht voraussetzen.",
    "Before need is established only services that do not presuppose it.",
    when=emits("offer") & was_in("plan_before_need"),
    happens=fact("service_presupposes_need"),
)
