"""What a planner asks for: ``update_overdue <= 5% with 95%``.

>>> target = parse_target("update_overdue in from_25 <= 5% with 95%")
>>> target.measure.name, target.team, target.level, target.probability
('update_overdue', 'from_25', 0.05, 0.95)
>>> str(parse_target("wait_days <= 14"))
'wait_days <= 14 days with 95%'
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ..errors import AnalysisError
from .measures import EVERYBODY, Measure, OfficeYear, measure

Comparison = Literal["<=", "<", ">=", ">"]

DEFAULT_TARGET: Final = "update_overdue <= 5% with 95%"
"""The target when none is given."""

DEFAULT_PROBABILITY: Final = 0.95
"""The share of office-years where no ``with`` is given."""

LEAST_PROBABILITY, MOST_PROBABILITY = 0.5, 0.999
_ROUNDING = 1e-9

_FORM: Final = (
    "write MEASURE [in TEAM] <= LEVEL [with PROBABILITY], such as "
    '"update_overdue <= 5% with 95%" or "wait_days in from_25 <= 14 days with 90%"'
)
_TARGET = re.compile(
    r"\s*(?P<measure>\w+)(?:\s+in\s+(?P<team>\w+))?\s*(?P<comparison><=|>=|=<|=>|<|>|≤|≥)"
    r"\s*(?P<level>[\d.,]+)\s*(?P<unit>%|(?:cases\s+)?per\s+FTE|[^\W\d]+)??"
    r"(?:\s+with\s+(?P<probability>[\d.,]+)\s*(?P<percent>%)?)?\s*",
    re.IGNORECASE,
)
_COMPARISONS: Final[dict[str, Comparison]] = {
    **{"<=": "<=", "≤": "<=", "=<": "<=", "<": "<"},
    **{">=": ">=", "≥": ">=", "=>": ">=", ">": ">"},
}
_UNIT_WORDS: Final = {
    "share": ("%",),
    "days": ("day", "days"),
    "cases per FTE": ("cases", "per fte", "cases per fte"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """A level of a measure and the share of office-years that must keep it.

    ``team`` None means each team by itself, ``all`` all teams together. ``level`` is in the unit
    of the measure (a share of 5 percent is 0.05).
    """

    measure: Measure
    comparison: Comparison
    level: float
    probability: float = DEFAULT_PROBABILITY
    team: str | None = None

    def met(self, value: float) -> bool:
        """Tell whether an office-year keeps the level; one with nothing to measure does."""
        if math.isnan(value):
            return True
        return {
            "<=": value <= self.level,
            "<": value < self.level,
            ">=": value >= self.level,
            ">": value > self.level,
        }[self.comparison]

    def met_by(self, year: OfficeYear, team: str) -> bool:
        """Tell whether an office-year of a team keeps the level."""
        return self.met(self.measure.value(year, team))

    def excess(self, value: float) -> float:
        """Return by how much a value is on the wrong side (negative on the right one)."""
        if math.isnan(value):
            return -math.inf
        return value - self.level if self.measure.better == "low" else self.level - value

    def __str__(self) -> str:
        """Write as it could have been typed."""
        team = f" in {self.team}" if self.team else ""
        level = f"{self.level:g} {self.measure.unit}"
        if self.measure.unit == "share":
            level = f"{100 * self.level:g}%"
        probability = f"{100 * self.probability:g}%"
        return f"{self.measure.name}{team} {self.comparison} {level} with {probability}"


def parse_target(text: str, teams: Sequence[str] | None = None) -> Target:
    """Return the target that a text describes.

    Args:
        text: ``MEASURE [in TEAM] <= LEVEL [with PROBABILITY]``; shares and probabilities as 5% or
            0.05; without ``with`` 95% is meant.
        teams: names of the teams there are; ``all`` is accepted besides. None accepts any.

    Raises:
        AnalysisError: saying which part is not accepted, and what would be.
    """
    found = _TARGET.fullmatch(text)
    if found is None:
        raise AnalysisError(f"The target {text!r} cannot be read: {_FORM}.")
    chosen = measure(found["measure"].lower())
    comparison = _comparison(text, found["comparison"], chosen)
    level = _level(text, chosen, found["level"], (found["unit"] or "").lower())
    probability = DEFAULT_PROBABILITY
    if found["probability"]:
        probability = _probability(text, found["probability"], found["percent"])
    team = found["team"].lower() if found["team"] else None
    if team is not None and teams is not None and team not in (*teams, EVERYBODY):
        raise AnalysisError(
            f"The target {text!r} names the team {team!r}; there are "
            f"{', '.join((*teams, EVERYBODY))}."
        )
    return Target(chosen, comparison, level, probability, team)


def _comparison(text: str, written: str, chosen: Measure) -> Comparison:
    comparison = _COMPARISONS[written]
    wanted = "<" if chosen.better == "low" else ">"
    if not comparison.startswith(wanted):
        direction = "less" if chosen.better == "low" else "more"
        raise AnalysisError(
            f"The target {text!r} asks for the wrong side: {chosen.name} is better the {direction} "
            f"it is, so write {wanted}= or {wanted}."
        )
    return comparison


def _level(text: str, chosen: Measure, written: str, unit: str) -> float:
    if unit and unit not in _UNIT_WORDS[chosen.unit]:
        expected = "5% or 0.05" if chosen.unit == "share" else f"14 {chosen.unit}"
        raise AnalysisError(
            f"The target {text!r} gives {chosen.name} in {unit!r}, but it is a number of "
            f"{chosen.unit if chosen.unit != 'share' else 'percent'}: write something like "
            f"{expected}."
        )
    value = _number(text, written) / (100 if unit == "%" else 1)
    most = 1.0 if chosen.unit == "share" and chosen.name != "utilisation" else math.inf
    if value > most:
        raise AnalysisError(
            f"The target {text!r} has the level {value:g}, but {chosen.name} is a share: write it "
            f"as {written}% or as a number from 0 to 1."
        )
    return value


def _probability(text: str, written: str, percent: str | None) -> float:
    value = _number(text, written) / (100 if percent else 1)
    if not LEAST_PROBABILITY - _ROUNDING <= value <= MOST_PROBABILITY + _ROUNDING:
        raise AnalysisError(
            f"The target {text!r} wants it with {written}{percent or ''}; accepted are 50% to "
            "99.9% (or 0.5 to 0.999): no number of runs shows that something never fails."
        )
    return value


def _number(text: str, written: str) -> float:
    try:
        return float(written.replace(",", "."))
    except ValueError:
        raise AnalysisError(f"The target {text!r} has no number at {written!r}: {_FORM}.") from None
