"""Words of the rule registry: how binding a rule is, how it is formalised, how good a number is."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Form", "Grade", "Modality"]


class Modality(StrEnum):
    """How binding a rule is; it decides what a violation means."""

    MUST = "MUST"
    """muss, immer, nicht, in keinem Fall: a violation is an error."""

    SHOULD = "SHOULD"
    """soll, grundsätzlich, unverzüglich, regelmäßig: a violation is possible and is counted."""

    MAY = "MAY"
    """kann, wird empfohlen: a choice; both branches must be reachable."""

    INFO = "INFO"
    """Explains, or asks for the quality of a text; not behaviour."""


class Form(StrEnum):
    """How a rule is formalised."""

    TRANSITION = "transition"
    """A state or an event of the process."""

    GUARD = "guard"
    """A condition under which a transition is open."""

    ACT = "act"
    """A document, notice or entry that a step of the case emits."""

    RECORD = "record"
    """A field of the plan, the analysis, a note or a talk."""

    DEADLINE = "deadline"
    """A clock of the case."""

    PROPERTY = "property"
    """A statement about whole histories that is checked."""

    EFFORT = "effort"
    """Minutes of staff time."""

    AUDIT = "audit"
    """A question of supervision (Fachaufsicht) that an event log can answer."""

    REASON = "reason"
    """Only for INFO: why nothing of the process realises the rule."""


class Grade(StrEnum):
    """How well a number is founded, from the best to the weakest."""

    STATUTE = "statute"
    """The number stands in a statute (Gesetz)."""

    GUIDANCE = "guidance"
    """The number stands in the technical instructions (Fachliche Weisungen)."""

    STATISTIC = "statistic"
    """The number was counted and published."""

    PROXY = "proxy"
    """A published number about something similar."""

    ASSUMPTION = "assumption"
    """Nobody publishes the number; it carries a range."""
