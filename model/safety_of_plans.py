"""Safety properties: how plans come about, what they carry, and that they are documented."""

from __future__ import annotations

from .property_register import (
    DEMAND,
    PLAN,
    TALK,
    Memory,
    Observation,
    RuleLimits,
    compound_of,
    safety_property,
)
from .vocabulary import Modality


@safety_property(
    "plan_only_from_talk_or_conciliation",
    Modality.SHOULD,
    ("15.2",),
    "Ein Plan entsteht nur in einem Gespräch oder in der Schlichtung.",
    "A plan comes only out of a talk or out of conciliation.",
    acts=("plan_issued",),
)
def _plan_only_from_talk(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return step.before[TALK] != "no_talk" or compound_of(step.before[PLAN]) == "conciliation"


@safety_property(
    "analysis_precedes_plan",
    Modality.MUST,
    ("15.3", "15.20"),
    "Jedem Plan geht eine Potenzialanalyse voraus.",
    "An analysis precedes every plan.",
    acts=("plan_issued",),
)
def _analysis_precedes_plan(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return memory.analysed


@safety_property(
    "plan_handed_over_and_noted",
    Modality.MUST,
    ("15.13",),
    "Jede Fassung des Plans wird in Textform ausgehändigt und im Beratungsvermerk festgehalten.",
    "Every plan version is handed over in text form and noted.",
    acts=("plan_issued",),
)
def _handed_over(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    noted = step.has("consultation_note", joint_work=True, acknowledged=True)
    return noted and all(plan.get("text_form") is True for plan in step.all("plan_issued"))


@safety_property(
    "every_plan_version_filed",
    Modality.MUST,
    ("15.14",),
    "Jede Fassung des Plans liegt in der E-Akte.",
    "Every plan version is filed in the electronic record.",
    acts=("plan_issued",),
)
def _filed(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return len(step.all("plan_filed")) == len(step.all("plan_issued"))


@safety_property(
    "plan_without_notice_and_signature",
    Modality.MUST,
    ("15.17", "15.1"),
    "Der Plan trägt weder RFB noch Unterschrift.",
    "The plan carries neither RFB nor signature.",
    acts=("plan_issued",),
)
def _plan_plain(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return all(
        p.get("notice") is False and p.get("signed") is False for p in step.all("plan_issued")
    )


@safety_property(
    "rehabilitation_not_conciliated",
    Modality.MUST,
    ("15.41",),
    "Leistungen der Rehabilitation sind kein Gegenstand der Schlichtung.",
    "Rehabilitation services are no matter for conciliation.",
    acts=("conciliation_opened",),
)
def _rehabilitation_not_conciliated(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return not step.fact("rehabilitation_matter")


@safety_property(
    "new_plan_starts_without_notice",
    Modality.SHOULD,
    ("15.46",),
    "Ein neuer Plan beginnt ohne RFB.",
    "A new plan starts without RFB.",
    acts=("plan_issued",),
)
def _new_plan_trusts(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    if not step.has("plan_issued", version="new"):
        return True
    trusted = step.after[PLAN] in (
        "trust",
        "plan_before_need",
        "suspended_trust",
        "support_with_plan",
    )
    return trusted and step.after[DEMAND] == "no_demand"


@safety_property(
    "plan_sought_in_every_talk",
    Modality.SHOULD,
    ("15.64",),
    "Ohne Einigung wird in jedem Gespräch wieder ein Plan angestrebt.",
    "Without agreement every later talk seeks a plan again.",
    acts=("talk",),
)
def _plan_sought(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return step.before[PLAN] != "not_agreed" or step.has("plan_sought")


@safety_property(
    "analysis_reviewed_before_update",
    Modality.SHOULD,
    ("15.66",),
    "Vor jeder Fortschreibung wird die Analyse überprüft.",
    "The analysis is reviewed before every update.",
    events=("update_agreed", "update_unchanged"),
)
def _review_first(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return step.before[TALK] == "talk_analysed"


@safety_property(
    "unchanged_plan_documented",
    Modality.MAY,
    ("15.67",),
    "Wird der Plan unverändert beibehalten, ist das dokumentiert.",
    "A plan kept unchanged is documented.",
    events=("update_unchanged",),
)
def _unchanged_documented(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return step.has("plan_confirmed_unchanged", documented=True)


@safety_property(
    "no_plan_while_exempt",
    Modality.MUST,
    ("15.74",),
    "Neben Arbeitslosengeld gibt es keinen Kooperationsplan.",
    "There is no cooperation plan beside unemployment benefit.",
    acts=("plan_issued", "invitation", "demand"),
)
def _exempt_no_plan(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return step.before[PLAN] != "exempt" and step.after[PLAN] != "exempt"


@safety_property(
    "municipal_services_only_with_consent",
    Modality.SHOULD,
    ("15.27",),
    "Kommunale Leistungen werden nur mit Einverständnis erfasst.",
    "Municipal services are recorded only with consent.",
    acts=("municipal_service_recorded",),
)
def _consent(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return step.fact("municipal_consent")


@safety_property(
    "restricted_services_before_need",
    Modality.SHOULD,
    ("15.12",),
    "Vor Feststellung der Hilfebedürftigkeit nur Leistungen, die sie nicht voraussetzen.",
    "Before need is established only services that do not presuppose it.",
    acts=("offer",),
)
def _restricted(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return step.before[PLAN] != "plan_before_need" or not step.fact("service_presupposes_need")
