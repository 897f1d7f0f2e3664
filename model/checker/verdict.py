"""What the checker says: a verdict for each property, and findings about the model itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..process.text import Text
from ..vocabulary import Modality
from .story import Story

Status = Literal["proved", "violated", "keepable", "not_keepable", "possible", "impossible"]
FindingKind = Literal[
    "vacuous_property",
    "idle_guard",
    "idle_deadline",
    "idle_transition",
    "unreached_state",
    "unreached_event",
    "deadlock",
    "nondeterminism",
]

GOOD: frozenset[Status] = frozenset({"proved", "keepable", "possible"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The verdict on one property.

    ``kind`` is the word it was declared with (``always``, ``within``, ...). A MUST is proved or
    violated, a SHOULD deadline keepable or not, a MAY possible or impossible. ``story`` is the
    shortest history that shows it: of a violation, of a SHOULD deadline that is missed, of a MAY
    that is used. ``vacuous`` tells that what the property speaks of never comes about.
    ``steps`` counts the distinct steps (or states) on which it was decided.
    """

    name: str
    kind: str
    modality: Modality
    cites: tuple[str, ...]
    title: Text
    status: Status
    vacuous: bool = False
    steps: int = 0
    story: Story | None = None
    detail: Text | None = None

    @property
    def good(self) -> bool:
        """Whether the property holds and is not vacuous."""
        return self.status in GOOD and not self.vacuous


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the model that a reader must know: what, which element, its rules."""

    kind: FindingKind
    element: str
    cites: tuple[str, ...]
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Exploration:
    """How much was explored: states, state-event pairs, steps taken, seconds, bytes, depth."""

    configurations: int
    states: int
    pairs: int
    steps: int
    depth: int
    seconds: float
    memory_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a question that people ask, with the story that shows it."""

    question: Text
    answer: Text
    cites: tuple[str, ...]
    story: Story | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """The whole result of a check; ``rule_set`` names it, ``table`` is the table's digest."""

    rule_set: str
    table: str
    exploration: Exploration
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every property holds and nothing was found."""
        return all(verdict.good for verdict in self.verdicts) and not self.findings
