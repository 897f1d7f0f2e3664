"""What the rules ask of the content of records, and what a given record lacks.

How binding a problem is follows the clause that is broken, which can be stricter than the margin
number as a whole: the check for rehabilitation need "is to be made" (Rz 15.9), municipal services
stand in a plan only with consent (Rz 15.27), services before need is established only if they do
not presuppose it (Rz 15.12), and facts are established again if there are signs of change (15.11).
"""

from __future__ import annotations

from collections.abc import Iterable

from .plan_rules import PLAN_RULES, PlanView
from .problem import Problem, must, should
from .record_parts import TalkFormat
from .records import CooperationPlan, PotentialAnalysis, TalkRecord

__all__ = ["analysis_problems", "plan_problems", "talk_problems"]

_NO_REHABILITATION_CHECK = must(
    "der Rehabilitationsbedarf wurde nicht geprüft",
    "the need for rehabilitation was not checked",
    "15.9",
    "§ 9(4) SGB IX",
    "§ 12(2) SGB IX",
)
_FACTS_NOT_KNOWN = must(
    "Tatsachen sollen von der Agentur stammen, liegen aber nicht vor oder gelten nicht mehr",
    "facts are said to come from the agency, but none were passed on or there are signs of change",
    "15.11",
    "§ 15(1) S. 2 SGB II",
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
    "15.8",
    "15.50",
)


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
