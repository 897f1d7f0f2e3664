"""Stories made by hand, and a draft property that the process breaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from koopsim.model.checker.story import Happens, Move, Story, Waits
from koopsim.model.process import case as case_module
from koopsim.model.process.facts import PersonFacts
from koopsim.model.process.text import Text
from koopsim.model.properties import Always
from koopsim.model.properties.formula import TRUE, emits
from koopsim.model.vocabulary import Modality

TO_THE_PLAN = ("enter", "invitation_sent", "talk_held", "analysis_completed", "plan_agreed")


def make_story(
    *moves: str | Move,
    ends: Any = "reaches",
    subject: str = "made_by_hand",
    facts: PersonFacts | None = None,
    **more: Any,
) -> Story:
    """Return a story of moves, events with default circumstances given by their names."""
    told = tuple(Happens(m, ("reasonable",)) if isinstance(m, str) else m for m in moves)
    return Story(
        subject=subject,
        title=Text("Ein Titel; mit # Zeichen.", "A title; with # signs."),
        cites=("15.65", "§ 31 SGB II"),
        ends=ends,
        rule_set="2023-07-01",
        facts=facts or PersonFacts(),
        moves=told,
        **more,
    )


MISSED = make_story(*TO_THE_PLAN, Waits("update_due"), ends="misses", subject="update_due")
REACHED = make_story(*TO_THE_PLAN, "update_unchanged", subject="plan_kept_unchanged")
BREAKING = make_story(
    "enter", "invitation_sent", "talk_held", ends="breaks", subject="no_talk_ever"
)
DISPUTE = make_story(
    *TO_THE_PLAN[:4],
    Happens("creation_disagreement", ("reasonable", "conciliation_demanded")),
    "talk_ended",
    "conciliation_expired",
    subject="dispute",
)
REDUCED = (
    "enter",
    "agreements_not_kept",
    "breach_reduction_decided",
)
"""Moves of a person with an old agreement."""

NO_TALK_EVER = Always(
    name="no_talk_ever",
    modality=Modality.MUST,
    cites=("15.7",),
    title=Text("Es gibt kein Gespräch.", "There is no talk."),
    when=emits("talk"),
    then=~TRUE,
)


@pytest.fixture
def draft_property(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every case check a property that the first talk breaks."""
    monkeypatch.setattr(case_module, "SAFETY", (*case_module.SAFETY, NO_TALK_EVER))
    case_module._monitor.cache_clear()
    yield
    case_module._monitor.cache_clear()
