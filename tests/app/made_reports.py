"""Reports of a check made by hand, so that no test waits for a whole check."""

from __future__ import annotations

from dataclasses import replace

from koopsim.model.checker import (
    Answer,
    CheckReport,
    Exploration,
    Finding,
    Happens,
    Story,
    Verdict,
    Waits,
)
from koopsim.model.process.facts import PersonFacts
from koopsim.model.process.text import Text
from koopsim.model.vocabulary import Modality

TO_THE_PLAN = ("enter", "invitation_sent", "talk_held", "analysis_completed", "plan_agreed")


def made_story(**changes: object) -> Story:
    """Return the story of a missed update."""
    moves = tuple(Happens(event, ("reasonable",)) for event in TO_THE_PLAN)
    story = Story(
        subject="update_due",
        title=Text("Fortschreibung", "update"),
        cites=("15.65",),
        ends="misses",
        rule_set="2023-07-01",
        facts=PersonFacts(under_25=True),
        moves=(*moves, Waits("update_due")),
    )
    return replace(story, **changes)  # type: ignore[arg-type]


def made_verdict(name: str, **changes: object) -> Verdict:
    """Return a verdict on a property that holds."""
    verdict = Verdict(
        name=name,
        kind="always",
        modality=Modality.MUST,
        cites=("15.52", "§ 31 SGB II"),
        title=Text("Die Regel <A> & B.", "The rule <A> & B."),
        status="proved",
        steps=7,
    )
    return replace(verdict, **changes)  # type: ignore[arg-type]


GOOD = CheckReport(
    rule_set="2023-07-01",
    table="abc",
    exploration=Exploration(
        configurations=3,
        states=1_000,
        pairs=20_000,
        steps=30_000,
        depth=9,
        seconds=0.5,
        memory_bytes=8_000_000,
    ),
    verdicts=(
        made_verdict("holds"),
        made_verdict(
            "update_can_be_in_time",
            kind="keepable",
            modality=Modality.SHOULD,
            status="keepable",
            story=made_story(),
        ),
    ),
    findings=(),
    answers=(
        Answer(
            question=Text("Kann das sein?", "Can it be?"),
            answer=Text("Ja.", "Yes."),
            cites=("15.65",),
            story=made_story(subject="question"),
        ),
    ),
)
"""Everything holds."""

UNPLAYABLE = made_story(
    subject="unplayable", ends="breaks", moves=(Happens("plan_agreed", ("reasonable",)),)
)

BAD = replace(
    GOOD,
    verdicts=(
        *GOOD.verdicts,
        made_verdict("broken", status="violated", story=made_story(subject="broken_story")),
        made_verdict("odd", status="violated", story=UNPLAYABLE, cites=("15.6",)),
        made_verdict("empty", modality=Modality.MAY, status="possible", vacuous=True),
    ),
    findings=tuple(
        Finding("idle_transition", f"transition {i}", ("15.16",), Text("Nie.", "Never."))
        for i in range(25)
    ),
)
"""Three properties do not hold, and there are 25 findings."""
