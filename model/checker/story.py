"""The shortest history that shows something: as moves, before they get dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..process.facts import PersonFacts
from ..process.text import Text

StoryEnd = Literal["breaks", "misses", "reaches"]
"""The last move breaks a property, lets a SHOULD deadline pass, or reaches what was asked for."""

REDUCTION_ENDS = "reduction_ends"
YEAR_PASSES = "year_passes"
TRANSITION_PERIOD_ENDS = "transition_period_ends"


@dataclass(frozen=True, slots=True)
class Happens:
    """An event, and the situation facts that are true in it; all others are false."""

    event: str
    situation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waits:
    """Time passes until a deadline has run out.

    ``until`` is the name of a deadline, ``reduction_ends`` (the running reduction is over),
    ``year_passes`` (no further breach within the year), or ``transition_period_ends`` (the day
    after the last day of old agreements). What MUST deadlines force happens on the way.
    """

    until: str


Move = Happens | Waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A history from the entry of a person with ``facts`` on; ``subject`` is what it shows.

    ``subject`` is the name of a property or of a question, ``title`` its wording, ``cites`` its
    rules. ``rule_set`` names the rule set, ``changes`` the parameters that a reform of it sets.
    ``legacy_period`` tells that the story begins before old agreements ended (15.69).
    """

    subject: str
    title: Text
    cites: tuple[str, ...]
    ends: StoryEnd
    rule_set: str
    facts: PersonFacts
    moves: tuple[Move, ...]
    changes: tuple[tuple[str, object], ...] = ()
    legacy_period: bool = False
