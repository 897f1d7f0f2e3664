"""Questions that people ask of the model, answered by exploring it, with stories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..process.text import Text
from ..properties import Formula, Possible, Remembered
from ..properties.formula import emits, fact, remembered, was_in
from ..vocabulary import Modality
from .judging import PreparedSearch, judge
from .model_under_check import ModelUnderCheck
from .verdict import Answer

UNCOOPERATIVE = frozenset(
    {
        "talk_missed",
        "reporting_missed",
        "agreements_not_kept",
        "demand_refused",
        "measure_noncooperation",
        "intervention_failed",
    }
)
"""Events of a person who does not cooperate. To disagree about a plan is not among them."""

DISPUTES = frozenset({"creation_disagreement", "update_disagreement"})


@dataclass(frozen=True, slots=True)
class Question:
    """Can a step like this happen if some events never do? With the words for yes and no.

    ``fine`` tells which answer is to be expected of the law: a different one is worth a look.
    """

    name: str
    question: Text
    yes: Text
    no: Text
    cites: tuple[str, ...]
    step: Formula
    never: frozenset[str] = frozenset()
    fine: Literal["yes", "no"] = "no"


_TOLD = Remembered("representative_told", starts=emits("representative_instructed"))
_NOTICE = emits("demand") | emits("invitation", notice=True)

QUESTIONS: tuple[Question, ...] = (
    Question(
        "cooperative_person_meets_reporting_date",
        Text(
            "Kann jemand, der immer mitwirkt, je eine RFB erhalten?",
            "Can a person who always cooperates ever meet RFB?",
        ),
        Text(
            "Ja: durch die Einladung zu einem Meldetermin (§ 59). Sie ändert die Grundlage der"
            " Zusammenarbeit nicht.",
            "Yes: by an invitation to a reporting date (§ 59). It does not change the basis of"
            " cooperation.",
        ),
        Text("Nein, auf keinem Weg.", "No, by no route."),
        ("15.49", "15.48"),
        _NOTICE,
        UNCOOPERATIVE | DISPUTES,
        "yes",
    ),
    Question(
        "cooperative_person_meets_demand",
        Text(
            "Kann jemand, der immer mitwirkt und sich über den Plan einigt, eine Aufforderung mit"
            " RFB erhalten?",
            "Can a person who always cooperates and agrees on the plan meet a demand with RFB?",
        ),
        Text("Ja.", "Yes."),
        Text("Nein, auf keinem Weg.", "No, by no route."),
        ("15.52", "15.63"),
        emits("demand"),
        UNCOOPERATIVE | DISPUTES,
    ),
    Question(
        "disagreeing_person_meets_demand",
        Text(
            "Und wer mitwirkt, sich aber über den Plan nicht einigt?",
            "And a person who cooperates, but does not agree about the plan?",
        ),
        Text(
            "Ja: Kommt keine Einigung zustande, kann zu Schritten mit RFB aufgefordert werden.",
            "Yes: without agreement steps can be demanded with RFB.",
        ),
        Text("Nein, auf keinem Weg.", "No, by no route."),
        ("15.63", "§ 15(6) SGB II"),
        emits("demand"),
        UNCOOPERATIVE,
        "yes",
    ),
    Question(
        "minor_reduced_unknown_to_representative",
        Text(
            "Kann die Leistung einer minderjährigen Person gemindert werden, ohne dass die"
            " gesetzliche Vertretung je belehrt wurde?",
            "Can the benefit of a minor be reduced although the legal representative was never"
            " instructed?",
        ),
        Text(
            "Ja, aber nur aus einer alten Eingliederungsvereinbarung, die bis Ende 2023 galt.",
            "Yes, but only from an old integration agreement, which ran until the end of 2023.",
        ),
        Text(
            "Nein: Vor jeder Minderung wurde die Vertretung belehrt.",
            "No: the representative was instructed before every reduction.",
        ),
        ("15.57", "15.69"),
        emits("reduction") & fact("minor") & ~remembered(_TOLD),
        frozenset(),
        "yes",
    ),
    Question(
        "minor_reduced_unknown_to_representative_after_2023",
        Text("Und seit 2024?", "And since 2024?"),
        Text("Ja.", "Yes."),
        Text(
            "Nein: Vor jeder Minderung wurde die Vertretung belehrt.",
            "No: the representative was instructed before every reduction.",
        ),
        ("15.57",),
        emits("reduction") & fact("minor") & ~fact("legacy_period_open") & ~remembered(_TOLD),
    ),
    Question(
        "reduction_without_notice",
        Text(
            "Kann eine Minderung folgen, ohne dass die Person je eine RFB erhielt?",
            "Can a reduction follow although the person never met RFB?",
        ),
        Text(
            "Ja, solange alte Eingliederungsvereinbarungen galten: Ihre RFB standen in der"
            " Vereinbarung.",
            "Yes, while old integration agreements ran: their RFB stood in the agreement.",
        ),
        Text("Nein, auf keinem Weg.", "No, by no route."),
        ("15.1", "15.69"),
        emits("reduction") & ~remembered(Remembered("met_notice", starts=_NOTICE)),
        frozenset(),
        "yes",
    ),
    Question(
        "reduction_without_notice_after_2023",
        Text(
            "Und seit 2024, ohne alte Eingliederungsvereinbarungen?",
            "And since 2024, without old integration agreements?",
        ),
        Text("Ja.", "Yes."),
        Text("Nein, auf keinem Weg.", "No, by no route."),
        ("15.1", "15.69"),
        emits("reduction")
        & ~fact("legacy_period_open")
        & ~remembered(Remembered("met_notice", starts=_NOTICE)),
    ),
    Question(
        "reduction_during_conciliation",
        Text(
            "Kann während einer Schlichtung gemindert werden?",
            "Can benefit be reduced while conciliation runs?",
        ),
        Text(
            "Ja, wegen eines Meldeversäumnisses: § 15a(3) nennt nur § 31a, nicht § 32.",
            "Yes, for a missed appointment: § 15a(3) names § 31a only, not § 32.",
        ),
        Text("Nein, auf keinem Weg.", "No, by no route."),
        ("§ 15a(3) SGB II", "§ 32 SGB II"),
        emits("reduction") & was_in("conciliation"),
        frozenset(),
        "yes",
    ),
)


def answer_questions(model: ModelUnderCheck) -> tuple[Answer, ...]:
    """Answer all questions for a model; each yes comes with its shortest story."""
    asked = tuple(_as_property(question) for question in QUESTIONS)
    explorer = PreparedSearch.of(model, asked, _facts(model))
    return tuple(
        _answer(model, question, item, explorer)
        for question, item in zip(QUESTIONS, asked, strict=True)
    )


def _as_property(question: Question) -> Possible:
    return Possible(
        name=question.name,
        modality=Modality.MAY,
        cites=question.cites,
        title=question.question,
        step=question.step,
    )


def _answer(
    model: ModelUnderCheck, question: Question, item: Possible, explorer: PreparedSearch
) -> Answer:
    verdict = judge(model, explorer.run(excluded=question.never), (item,))[0]
    yes = verdict.status == "possible"
    return Answer(
        question=question.question,
        answer=question.yes if yes else question.no,
        cites=question.cites,
        story=verdict.story,
    )


def _facts(model: ModelUnderCheck) -> tuple[str, ...]:
    """Track what decides the way and what the questions ask about."""
    atoms = [atom for question in QUESTIONS for atom in question.step.atoms()]
    asked = {name for atom in atoms if atom.operator == "fact" for name in atom.names}
    tracked = {*model.deciding, *asked, *(("under_25",) if "minor" in asked else ())}
    return tuple(name for name in model.changing if name in tracked)
