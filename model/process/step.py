"""What happened to a case, as data: steps and missed deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .acts import Act
from .problem import Problem
from .records import Record
from .states import Configuration


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case.

    ``situation`` are the situation facts that were true; ``rules`` the Rz and statutes that
    applied; ``forced`` tells that a MUST deadline brought the event about by itself. ``record`` is
    what the document of the step holds, if it is known, and ``findings`` are its breaches of SHOULD
    rules.
    """

    day: date
    event: str
    situation: frozenset[str]
    before: Configuration
    after: Configuration
    acts: tuple[Act, ...]
    rules: tuple[str, ...]
    forced: bool = False
    findings: tuple[Problem, ...] = ()
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class MissedDeadline:
    """A SHOULD deadline that passed: ``day`` is the first day late, ``due`` the last in time."""

    day: date
    deadline: str
    due: date
    rules: tuple[str, ...]


Happening = Step | MissedDeadline
