"""What differs between the acts that the model brings about and those that a log names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ...model.process.acts import Act
from ..logs.act_texts import parse_acts


@dataclass(frozen=True, slots=True)
class ActDifference:
    """Acts that the log lacks, and acts of the log that the model does not bring about.

    ``merged`` are the acts of the log, with the fields that it leaves out taken from the model.
    """

    missing: tuple[Act, ...]
    extra: tuple[Act, ...]
    merged: tuple[Act, ...]

    @property
    def size(self) -> int:
        """Number of differences; 0 if the acts agree."""
        return len(self.missing) + len(self.extra)


@lru_cache(maxsize=262_144)
def difference(expected: tuple[Act, ...], text: str, recorded: frozenset[str]) -> ActDifference:
    """Compare the acts of a step with the cell of a log that names them.

    Kinds that the log does not record are left aside; a field that it leaves out agrees with any
    value. The order of acts does not matter.
    """
    left = [act for act in expected if act.kind in recorded]
    extra, merged = [], []
    for act in parse_acts(text):
        place = next((i for i, other in enumerate(left) if _agrees(act, other)), None)
        if place is None:
            extra.append(act)
            merged.append(_completed(act, expected))
        else:
            merged.append(left.pop(place))
    return ActDifference(tuple(left), tuple(extra), tuple(merged))


def _agrees(act: Act, other: Act) -> bool:
    return act.kind == other.kind and set(act.fields) <= set(other.fields)


def _completed(act: Act, expected: tuple[Act, ...]) -> Act:
    """Fill in fields that an act leaves out from the model's act of the same kind."""
    for other in expected:
        if other.kind == act.kind:
            given = dict(act.fields)
            return Act(act.kind, tuple((n, given.get(n, value)) for n, value in other.fields))
    return act
