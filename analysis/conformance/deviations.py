"""What a replay finds, as data and in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ...model.process.problem import cited
from ...model.process.text import Language, Text
from ...model.vocabulary import Modality


class DeviationKind(StrEnum):
    """What is wrong.

    ``state``: the event does not fit where the case stands. ``fact``: it fits there, but not under
    a fact that the log states. ``acts``: it fits, but other acts belong to it. ``too_late``: a MUST
    deadline had ended before. ``missed``: a SHOULD deadline passed (counted, the event fits).
    ``not_missed``: the log calls a deadline missed that was not.
    """

    state = "state"
    fact = "fact"
    acts = "acts"
    too_late = "too_late"
    missed = "missed"
    not_missed = "not_missed"


KIND_TITLES = {
    DeviationKind.state: Text(
        "passt nicht zum Stand des Falls", "does not fit where the case stands"
    ),
    DeviationKind.fact: Text("eine Tatsache spricht dagegen", "a fact speaks against it"),
    DeviationKind.acts: Text("andere Schriftstücke gehören dazu", "other acts belong to it"),
    DeviationKind.too_late: Text("nach Ablauf einer zwingenden Frist", "after a MUST deadline"),
    DeviationKind.missed: Text("SOLL-Frist versäumt", "SHOULD deadline missed"),
    DeviationKind.not_missed: Text(
        "Frist gilt zu Unrecht als versäumt", "deadline wrongly called missed"
    ),
}

MISFITS = frozenset(kind for kind in DeviationKind if kind is not DeviationKind.missed)
"""Kinds that count against fitness: the row fits no rule."""


class Recovery(StrEnum):
    """How the replay goes on after a misfit."""

    inserted = "inserted"
    jumped = "jumped"
    followed = "followed"
    skipped = "skipped"
    none = ""


RECOVERY_TITLES = {
    Recovery.inserted: Text(
        "als wären die fehlenden Schritte geschehen", "as if the missing steps had happened"
    ),
    Recovery.jumped: Text(
        "weiter vom nächstliegenden Stand, in dem es passt",
        "from the nearest configuration in which it fits",
    ),
    Recovery.followed: Text("weiter, wie das Protokoll sagt", "as the log says"),
    Recovery.skipped: Text("Ereignis übergangen", "event skipped"),
    Recovery.none: Text("", ""),
}


@dataclass(frozen=True, slots=True)
class Deviation:
    """A finding about one row of a log (or a day without row, for a deadline that passed).

    ``row`` is the row of the file (0 if there is none), ``event`` the event or deadline, ``rules``
    the Rz and statutes that are broken, the likeliest first, ``modality`` how binding the first one
    is. ``text`` says in one sentence what is wrong.
    """

    case: str
    row: int
    day: date
    event: str
    kind: DeviationKind
    rules: tuple[str, ...]
    modality: Modality
    text: Text
    recovery: Recovery = Recovery.none
    team: str = ""

    @property
    def misfit(self) -> bool:
        """Whether it counts against fitness."""
        return self.kind in MISFITS

    def sentence(self, language: Language) -> str:
        """Return date, event, what is wrong and the rules."""
        return f"{self.day}: {self.event}: {self.text[language]} [{cited(self.rules)}]"
