"""The rules about the content of a plan, as data: each problem and when a plan has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .problem import Problem, must, should
from .record_parts import ContentItem
from .records import CooperationPlan, PotentialAnalysis
from .text import Text

__all__ = ["PLAN_RULES", "PlanRule", "PlanView"]


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan and what its rules look at beside it.

    ``analysis`` is None if its content is not known. ``participation_plan`` tells that a
    participation plan (Teilhabeplan) has been concluded.
    """

    plan: CooperationPlan
    analysis: PotentialAnalysis | None = None
    need_established: bool = True
    participation_plan: bool = False

    def lacks(self, item: ContentItem) -> bool:
        """Tell whether the plan neither holds an item nor gives a reason for leaving it out."""
        return item not in self.plan.content_items | self.plan.reasoned_items

    def has_sign_of(self, item: ContentItem) -> bool:
        """Tell whether the analysis is known to have given signs of an item."""
        return self.analysis is not None and item in self.analysis.signs


@dataclass(frozen=True, slots=True)
class PlanRule:
    """One rule about the content of a plan: the problem, and when a plan has it."""

    problem: Problem
    broken: Callable[[PlanView], bool]


def _half_course(view: PlanView) -> bool:
    course = view.plan.language_course
    return course is not None and not (course.registration and course.attendance)


def _no_application(view: PlanView) -> bool:
    need = view.plan.rehabilitation_need
    return need is not None and not need.application_to


def _unbounded_support(view: PlanView) -> bool:
    support = view.plan.training_support
    return support is not None and support.ends is None


def _aptitude_unknown(view: PlanView) -> bool:
    analysis = view.analysis
    known = analysis is None or analysis.aptitude or analysis.inclination
    return bool(view.plan.occupations) and not known


_MUST_RULES = (
    PlanRule(
        must(
            "der Plan nennt kein Eingliederungsziel",
            "the plan names no integration goal",
            "15.4",
            "15.21",
        ),
        lambda view: not view.plan.goal,
    ),
    PlanRule(
        must(
            "der Plan nennt keine wesentlichen Schritte",
            "the plan names no essential steps",
            "15.4",
            "15.21",
        ),
        lambda view: not view.plan.essential_steps,
    ),
    PlanRule(
        must(
            "der Plan enthält weder Eigenbemühungen noch einen Grund, warum keine nötig sind",
            "the plan holds neither own efforts nor a reason why none are needed",
            "15.4",
        ),
        lambda view: view.lacks(ContentItem.OWN_EFFORTS),
    ),
    PlanRule(
        must(
            "der Plan enthält weder Leistungen noch einen Grund, warum keine in Betracht kommen",
            "the plan holds neither services nor a reason why none come into consideration",
            "15.4",
        ),
        lambda view: view.lacks(ContentItem.SERVICES),
    ),
    PlanRule(
        must(
            "das Ziel ist unrealistisch oder nicht zumutbar",
            "the goal is unrealistic or not reasonable",
            "15.38",
        ),
        lambda view: not view.plan.realistic,
    ),
    PlanRule(
        must(
            "vor Feststellung der Hilfebedürftigkeit enthält der Plan Leistungen, die sie"
            " voraussetzen",
            "before need is established the plan holds services that presuppose it",
            "15.12",
        ),
        lambda view: (
            not view.need_established
            and any(service.presupposes_need for service in view.plan.services)
        ),
    ),
    PlanRule(
        must(
            "kommunale Leistungen stehen ohne Einverständnis im Plan",
            "the plan holds municipal services without the person's consent",
            "15.27",
        ),
        lambda view: bool(view.plan.municipal_services) and not view.plan.municipal_consent,
    ),
    PlanRule(
        must(
            "der Plan wird nicht in Textform ausgehändigt",
            "the plan is not handed over in text form",
            "15.13",
            "§ 15(3) S. 1 SGB II",
        ),
        lambda view: not view.plan.text_form,
    ),
    PlanRule(
        must("der Plan ist unterschrieben", "the plan is signed", "15.17"),
        lambda view: view.plan.signed,
    ),
    PlanRule(
        must("der Plan trägt eine RFB", "the plan carries RFB", "15.1", "15.17"),
        lambda view: view.plan.notice,
    ),
    PlanRule(
        must(
            "der Beratungsvermerk hält die gemeinsame Erarbeitung nicht fest",
            "the consultation note does not record the joint work",
            "15.13",
        ),
        lambda view: not view.plan.note.joint_work,
    ),
    PlanRule(
        must(
            "der Beratungsvermerk hält die Kenntnisnahme nicht fest",
            "the consultation note does not record that the plan was taken note of",
            "15.13",
        ),
        lambda view: not view.plan.note.acknowledged,
    ),
)

_SHOULD_RULES = (
    PlanRule(
        should(
            "bei einer Eigenbemühung fehlt, wie sie nachgewiesen wird",
            "an own effort does not say how it is shown",
            "15.30",
        ),
        lambda view: any(not effort.proof for effort in view.plan.own_efforts),
    ),
    PlanRule(
        should(
            "bei einer Eigenbemühung fehlt, wie oft oder bis wann",
            "an own effort does not say how often or until when",
            "15.31",
        ),
        lambda view: any(not effort.how_often for effort in view.plan.own_efforts),
    ),
    PlanRule(
        should(
            "zum Sprachkurs fehlt die Anmeldung oder die Teilnahme",
            "registration for or attendance of the language course is missing",
            "15.32",
        ),
        _half_course,
    ),
    PlanRule(
        should(
            "der Plan nennt weder Ausbildung, Tätigkeiten oder Bereiche noch einen Grund dafür",
            "the plan names neither training, occupations or fields nor a reason for that",
            "15.35",
        ),
        lambda view: (
            view.lacks(ContentItem.OCCUPATIONS)
            and not view.plan.self_employment
            and not view.has_sign_of(ContentItem.OCCUPATIONS)
        ),
    ),
    PlanRule(
        should(
            "für die gewählten Tätigkeiten sind weder Eignung noch Neigung festgestellt",
            "neither aptitude nor inclination was established for the chosen occupations",
            "15.37",
        ),
        _aptitude_unknown,
    ),
    PlanRule(
        should(
            "zum Rehabilitationsbedarf fehlt der Träger, bei dem ein Antrag gestellt werden soll",
            "the rehabilitation need does not say to which provider an application goes",
            "15.40",
        ),
        _no_application,
    ),
    PlanRule(
        should(
            "der Plan berücksichtigt den Teilhabeplan nicht",
            "the plan does not take the participation plan into account",
            "15.41",
        ),
        lambda view: view.participation_plan and not view.plan.participation_plan,
    ),
    PlanRule(
        should(
            "der Plan nennt nicht, wann die Förderung der Ausbildung endet",
            "the plan does not say when the support of the training ends",
            "15.29",
        ),
        _unbounded_support,
    ),
)


def _sign_rule(item: ContentItem) -> PlanRule:
    title = Text(
        f"die Analyse gab Anhaltspunkte ({item.wording.de}), der Plan enthält dazu weder etwas"
        " noch einen Grund",
        f"the analysis gave signs ({item.wording.en}); the plan holds neither that nor a reason",
    )
    return PlanRule(
        should(title.de, title.en, "15.24", *item.cites),
        lambda view: view.has_sign_of(item) and view.lacks(item),
    )


PLAN_RULES: tuple[PlanRule, ...] = (
    *_MUST_RULES,
    *(_sign_rule(item) for item in ContentItem if item.expected),
    *_SHOULD_RULES,
)
"""All rules about the content of a plan, MUST first."""
