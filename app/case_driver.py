"""A case that remembers how it was driven, so that steps can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ..model.errors import EventRefused
from ..model.process.case import Case
from ..model.process.facts import PersonFacts
from ..model.process.step import Happening
from ..model.rule_set import RuleSet


@dataclass(frozen=True, slots=True)
class Action:
    """Something a user let happen: an event with its circumstances, or time (``event`` empty)."""

    day: date
    event: str = ""
    situation: dict[str, bool] = field(default_factory=dict)


class DrivenCase:
    """A case, the day it has reached, and the actions that brought it there.

    ``day`` is None until a first day is known.
    """

    def __init__(self, facts: PersonFacts, rule_set: RuleSet, start: date | None = None) -> None:
        self._facts, self._rule_set, self._start = facts, rule_set, start
        self._actions: list[Action] = []
        self.case = Case(facts, rule_set)
        self.day = start

    def act(self, action: Action) -> tuple[Happening, ...]:
        """Carry an action out and return everything that happened, forced events included.

        Raises:
            EventRefused: if it does not fit, with the reason; nothing has changed then.
        """
        if self.day is not None and action.day < self.day:
            raise EventRefused(f"{action.day} lies before {self.day}, which the case has reached")
        known = len(self.case.history)
        if action.event:
            self.case.step(action.event, on=action.day, record=None, **action.situation)
        else:
            self.case.advance(action.day)
        self._actions.append(action)
        self.day = action.day
        return self.case.history[known:]

    def undo(self) -> Action | None:
        """Take the last action back and return it; None if there is none.

        The case is driven again from its start: a case has no way back of its own.
        """
        if not self._actions:
            return None
        *kept, last = self._actions
        self._actions = []
        self.case, self.day = Case(self._facts, self._rule_set), self._start
        for action in kept:
            self.act(action)
        return last
