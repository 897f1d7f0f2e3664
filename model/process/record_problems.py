"""What the rules ask of the content of records, and what a given record lacks.

How binding a problem is follows the clause that is broken, which can be stricter than the margin
number as a whole: the check for rehabilitation need "is to be made" (Rz 15.9), municipal services
stand in a plan only with consent (Rz 15.27), services before need is established only if they do
not presuppose it (Rz 15.12), and facts are established again if there are signs of change (15.11).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .problem import Problem, must, should
from .record_parts import ContentItem, TalkFormat
from .records import CooperationPlan, PotentialAnalysis, TalkRecord
from .text import Text

__all__ = ["PLAN_RULES", "PlanView", "analysis_problems", "plan_problems", "talk_problems"]


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
            "15.4", "15.21",
        ),
        lambda view: not view.plan.goal,
    ),
    PlanRule(
        must(
            "der Plan nennt keine wesentlichen Schritte",
            "the plan names no essential steps",
            "15.4", "15.21",
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
            "vor Feststellung der Hilfebedürftigkeit stehen Leistungen im Plan, die sie voraussetzen",
            "before need is established the plan holds services that presuppose it",
            "15.12",
        ),
        lambda view: not view.need_established
        and any(service.presupposes_need for service in view.plan.services),
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
            "15.13", "§ 15(3) S. 1 SGB II",
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
        lambda view: view.lacks(ContentItem.OCCUPATIONS)
        and not view.plan.self_employment
        and not view.has_sign_of(ContentItem.OCCUPATIONS),
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
        f"the analysis gave signs ({item.wording.en}), and the plan holds neither that nor a reason",
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


def plan_problems(
    plan: CooperationPlan,
    analysis: PotentialAnalysis | None,
    *,
    need_established: bool = True,
    participation_plan: bool = False,
) -> tuple[Problem, ...]:
    """Return every breach of a rule by a plan, MUST first.

    Args:
        plan: the plan version.
        analysis: the analysis that it rests on, None if its content is not known.
        need_established: whether need is established (Rz 15.12).
        participation_plan: whether a participation plan has been concluded (Rz 15.41).
    """
    view = PlanView(plan, analysis, need_established, participation_plan)
    return _found((rule.problem, rule.broken(view)) for rule in PLAN_RULES)


def analysis_problems(
    analysis: PotentialAnalysis, *, facts_known: bool = True
) -> tuple[Problem, ...]:
    """Return every breach of a rule by an analysis, MUST first.

    Args:
        analysis: the analysis.
        facts_known: whether the agency passed facts on and nothing hints at changes (Rz 15.11).
    """
    return _found(
        (
            (_NO_REHABILITATION_CHECK, not analysis.rehabilitation_check),
            (_FACTS_NOT_KNOWN, analysis.facts_from_agency and not facts_known),
            (_NO_STRENGTHS, not analysis.strengths),
            (_NO_SOFT_SKILLS, not analysis.soft_skills),
        )
    )


def talk_problems(talk: TalkRecord, *, first: bool, after_no_show: bool) -> tuple[Problem, ...]:
    """Return every breach of a rule by the way a talk was held.

    Args:
        talk: the record of the talk.
        first: whether it is the first talk (Rz 15.7).
        after_no_show: whether it was called with RFB after a no-show (Rz 15.8, 15.50).
    """
    remote = talk.format is not TalkFormat.IN_PERSON
    return _found(
        (
            (_FIRST_TALK_REMOTE, first and remote and not talk.reason),
            (_CLARIFYING_TALK_REMOTE, after_no_show and remote),
        )
    )


def _found(checks: Iterable[tuple[Problem, bool]]) -> tuple[Problem, ...]:
    return tuple(problem for problem, broken in checks if broken)


_NO_REHABILITATION_CHECK = must(
    "der Rehabilitationsbedarf wurde nicht geprüft",
    "the need for rehabilitation was not checked",
    "15.9", "§ 9(4) SGB IX", "§ 12(2) SGB IX",
)
_FACTS_NOT_KNOWN = must(
    "Tatsachen sollen von der Agentur übernommen sein, liegen aber nicht oder nicht mehr gültig vor",
    "facts are said to come from the agency, but none were passed on or there are signs of change",
    "15.11", "§ 15(1) S. 2 SGB II",
)
_NO_STRENGTHS = should(
    "die Analyse nennt keine Stärken", "the analysis names no strengths", "15.10"
)
_NO_SOFT_SKILLS = should(
    "die Analyse nennt keine Soft Skills", "the analysis names no soft skills", "15.10"
)
_FIRST_TALK_REMOTE = should(
    "das Erstgespräch fand ohne Grund nicht persönlich statt",
    "the first talk was not held in person, and no reason is given",
    "15.7",
)
_CLARIFYING_TALK_REMOTE = should(
    "das Gespräch nach dem Nichterscheinen fand nicht persönlich statt",
    "the talk after the no-show was not held in person",
    "15.8", "15.50",
)
