"""What a safety property is, what it sees, what it remembers, and the register of all.

A check looks at one step and at a short memory of the case; it is true if the property holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .process.acts import Act
from .process.facts import FACT_BIT
from .process.states import COMPOUNDS, LEAVES, Configuration
from .process.text import Text
from .vocabulary import Modality

PLAN, INVITATION, TALK, MEASURE, DEMAND = range(5)


class Memory:
    """What the properties remember of a case; all fields start empty."""

    __slots__ = (
        "analysed",
        "concil_since",
        "invited",
        "notice_pending",
        "reason_considered",
        "stayed_away",
        "support_since",
        "unexcused_no_show",
    )

    def __init__(self) -> None:
        self.analysed = False
        self.invited = False
        self.notice_pending = False
        self.reason_considered = False
        self.stayed_away = False
        self.unexcused_no_show = False
        self.concil_since = 0
        self.support_since = 0

    def copy(self) -> Memory:
        """Return an independent copy."""
        other = Memory()
        for name in self.__slots__:
            setattr(other, name, getattr(self, name))
        return other

    def take_in(self, step: Observation) -> None:
        """Remember what later checks need; called after the step was checked."""
        for act in step.acts:
            kind = act.kind
            if kind == "analysis":
                self.analysed = True
            elif kind == "invitation":
                self.invited = True
                self.notice_pending = act.get("notice") is True
                # An invitation without RFB: from here on only a new absence counts.
                self.stayed_away = self.stayed_away and self.notice_pending
                if act.get("to") != "reporting":
                    self.unexcused_no_show = False
            elif kind == "no_show" and step.event == "talk_missed":
                self.unexcused_no_show = act.get("reason_known") is False
                self.stayed_away = self.stayed_away or self.unexcused_no_show
            elif kind == "important_reason_considered":
                self.reason_considered = True
            elif kind == "conciliation_opened":
                self.concil_since = step.day
            elif kind == "support_started":
                self.support_since = step.day
                self.unexcused_no_show = False


@dataclass(frozen=True, slots=True)
class Observation:
    """A step as properties see it. ``day`` is an ordinal, ``facts`` a bit set (``FACT_BIT``)."""

    day: int
    event: str
    facts: int
    before: Configuration
    after: Configuration
    acts: tuple[Act, ...]

    def all(self, kind: str) -> list[Act]:
        """Return the acts of one kind."""
        return [act for act in self.acts if act.kind == kind]

    def has(self, kind: str, **fields: str | bool | int) -> bool:
        """Tell whether an act of this kind with these field values was emitted."""
        return any(
            a.kind == kind and all(a.get(n) == v for n, v in fields.items()) for a in self.acts
        )

    def fact(self, name: str) -> bool:
        """Return the truth of a fact in this step."""
        return bool(self.facts & FACT_BIT[name])


@dataclass(frozen=True, slots=True)
class RuleLimits:
    """The rule-set values that properties need: days, calendar months, and an ordinal day."""

    first_invitation_with_notice: bool = False
    notice_after_no_show: bool = True
    conciliation_days: int = 28
    support_months: int = 6
    support_months_coaching: int = 9
    legacy_end: int = 738885


Check = Callable[[Observation, Memory, RuleLimits], bool]


@dataclass(frozen=True, slots=True)
class SafetyProperty:
    """A property of histories: name, modality, rules, wording, and a check (True: it holds).

    The check needs to run only on steps that emit one of ``acts`` or are one of ``events``; with
    both empty it runs on every step.
    """

    name: str
    modality: Modality
    cites: tuple[str, ...]
    title: Text
    check: Check
    acts: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    def concerns(self, event: str, acts: Sequence[Act]) -> bool:
        """Tell whether a step with this event and these acts must be checked."""
        if not self.acts and not self.events:
            return True
        return event in self.events or any(act.kind in self.acts for act in acts)


REGISTERED: list[SafetyProperty] = []


def safety_property(
    name: str,
    modality: Modality,
    cites: tuple[str, ...],
    de: str,
    en: str,
    *,
    acts: tuple[str, ...] = (),
    events: tuple[str, ...] = (),
) -> Callable[[Check], Check]:
    """Register the decorated check as a safety property, in German and English wording."""

    def register(check: Check) -> Check:
        REGISTERED.append(SafetyProperty(name, modality, cites, Text(de, en), check, acts, events))
        return check

    return register


def compound_of(leaf: str) -> str:
    """Return the compound that a leaf belongs to, or the leaf itself."""
    parent = LEAVES[leaf].parent
    return parent if parent in COMPOUNDS else leaf
