"""The six questions of supervision (Fachaufsicht) that Rz 15.72 names, in our own words.

An event log tells what happened and when; it holds no text of a plan. So it can answer one of the
questions. For the others ``reason`` says what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .process.text import Text

__all__ = ["AUDIT_QUESTIONS", "AuditQuestion"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuestion:
    """A question that a team lead asks of a case.

    ``answerable_from_log`` tells whether an event log is enough to answer it; where it is not,
    ``reason`` says why (None otherwise).
    """

    key: str
    text: Text
    cites: tuple[str, ...]
    answerable_from_log: bool = False
    reason: Text | None = None


_QUESTIONS = (
    AuditQuestion(
        key="goal_concrete",
        text=Text(
            "Sagt der Plan klar genug, wohin die Zusammenarbeit führen soll?",
            "Does the plan say clearly enough what the work together is to lead to?",
        ),
        cites=("15.71", "15.72", "15.21", "15.22"),
        reason=Text(
            "Das Protokoll enthält keinen Text des Ziels; ob ein Ziel konkret ist, beurteilt ein"
            " Mensch.",
            "The log holds no text of the goal; whether a goal is concrete is judged by a person.",
        ),
    ),
    AuditQuestion(
        key="activities_targeted",
        text=Text(
            "Passen die vereinbarten Schritte zur Person und führen sie zum Ziel?",
            "Do the agreed steps suit the person and lead towards the goal?",
        ),
        cites=("15.71", "15.72", "15.23", "15.37"),
        reason=Text(
            "Das Protokoll enthält weder die Schritte des Plans noch Eignung und Neigung.",
            "The log holds neither the steps of the plan nor anything on aptitude and inclination.",
        ),
    ),
    AuditQuestion(
        key="products_comprehensible",
        text=Text(
            "Ist dokumentiert und einleuchtend, warum gerade diese Hilfen eingesetzt werden?",
            "Is it documented and plausible why just these products are used?",
        ),
        cites=("15.71", "15.72", "15.25", "15.26"),
        reason=Text(
            "Das Protokoll zeigt, dass Angebote und Maßnahmen folgen, aber nicht, wie sie begründet"
            " sind.",
            "The log shows that offers and measures follow, but not how they are reasoned.",
        ),
    ),
    AuditQuestion(
        key="support_need_taken_up",
        text=Text(
            "Findet sich der festgestellte Bedarf an Unterstützung im Plan wieder, mit Schritten"
            " dazu?",
            "Does the support need that was found reappear in the plan, with steps that meet it?",
        ),
        cites=("15.71", "15.72", "15.10", "15.24"),
        reason=Text(
            "Das Protokoll enthält weder Befunde der Analyse noch Inhalte des Plans; liegen beide"
            " als Angaben vor, lassen sie sich vergleichen.",
            "The log holds neither findings of the analysis nor contents of the plan; where both"
            " are given as records, they can be compared.",
        ),
    ),
    AuditQuestion(
        key="own_efforts_concrete",
        text=Text(
            "Sind die Eigenbemühungen und ihr Nachweis genau genug und dem Bedarf angemessen?",
            "Are the own efforts and the way they are shown precise enough, and do they fit the"
            " need?",
        ),
        cites=("15.71", "15.72", "15.30", "15.31"),
        reason=Text(
            "Das Protokoll enthält keine Eigenbemühungen; ob sie angemessen sind, beurteilt ein"
            " Mensch.",
            "The log holds no own efforts; whether they fit is judged by a person.",
        ),
    ),
    AuditQuestion(
        key="updated_in_time_or_waiver_reasoned",
        text=Text(
            "Wurde der Plan rechtzeitig gemeinsam fortgeschrieben oder ein Verzicht begründet"
            " dokumentiert?",
            "Was the plan updated together in time, or a waiver documented with its reason?",
        ),
        cites=("15.71", "15.72", "15.65", "15.67", "15.18"),
        answerable_from_log=True,
    ),
)

AUDIT_QUESTIONS: Mapping[str, AuditQuestion] = MappingProxyType(
    {question.key: question for question in _QUESTIONS}
)
"""The six questions by key, in the order of the source."""
