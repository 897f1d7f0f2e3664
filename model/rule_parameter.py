"""Parameters of a rule set: values with unit, source and grade, and what each unit accepts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from .process.text import Language, Text
from .vocabulary import Grade

__all__ = ["UNITS", "Origin", "Parameter", "Value", "problem_of_value"]

Value = bool | int | date | tuple[int, ...]
"""A parameter's value: yes or no, a number, a day, or a number for each of the three stages."""

STAGES: Final = 3
"""Stages of reduction: first, second, each further breach of duty (§ 31a(1) SGB II)."""

_INTEGERS: Final = {"months": (1, 120), "weeks": (1, 52), "days": (1, 366), "percent": (0, 100)}
_BY_STAGE: Final = {"months_by_stage": (1, 120), "percent_by_stage": (0, 100)}
UNITS: Final = (*_INTEGERS, *_BY_STAGE, "yes_no", "date")
"""All units. The limits of the numbers only keep out slips of the pen; they are no law."""

_WORDS: Final = {
    "months": Text("Monate", "months"),
    "weeks": Text("Wochen", "weeks"),
    "days": Text("Tage", "days"),
    "percent": Text("%", "%"),
}
_ONE: Final = {
    "months": Text("Monat", "month"),
    "weeks": Text("Woche", "week"),
    "days": Text("Tag", "day"),
    "percent": Text("%", "%"),
}


def problem_of_value(unit: str, value: object) -> str:
    """Say what is wrong with a value of a unit; an empty text means that it is accepted."""
    if unit == "yes_no":
        return "" if isinstance(value, bool) else f"{value!r} is neither true nor false"
    if unit == "date":
        day = isinstance(value, date) and not isinstance(value, datetime)
        return "" if day else f"{value!r} is no day"
    if unit in _INTEGERS:
        return _problem_of_integer(value, *_INTEGERS[unit])
    if not isinstance(value, tuple) or len(value) != STAGES:
        return f"{value!r} is no list of {STAGES} whole numbers"
    return next((p for v in value if (p := _problem_of_integer(v, *_BY_STAGE[unit]))), "")


def _problem_of_integer(value: object, low: int, high: int) -> str:
    # A bool is an int for Python, but "true months" is a mistake.
    if type(value) is not int:
        return f"{value!r} is no whole number"
    return "" if low <= value <= high else f"{value} lies outside {low} to {high}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a parameter comes from.

    ``enacted`` is the value of the rule set as it was in force; ``source`` are citations; ``range``
    is what an assumption may be (both ends included), None for other grades.
    """

    name: str
    title: Text
    enacted: Value
    unit: str
    source: tuple[str, ...]
    grade: Grade
    range: tuple[int, int] | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a rule set or of a reform of it, for display."""

    value: Value
    origin: Origin

    @property
    def name(self) -> str:
        """The parameter's name, a field of the rule set."""
        return self.origin.name

    @property
    def title(self) -> Text:
        """What the parameter means, in both languages."""
        return self.origin.title

    @property
    def unit(self) -> str:
        """The unit, one of ``UNITS``."""
        return self.origin.unit

    @property
    def source(self) -> tuple[str, ...]:
        """The citations that the enacted value comes from."""
        return self.origin.source

    @property
    def changed(self) -> bool:
        """True if a reform gave another value than the enacted one."""
        return self.value != self.origin.enacted

    @property
    def grade(self) -> Grade:
        """How well the value is founded; the value of a reform is an assumption."""
        return Grade.ASSUMPTION if self.changed else self.origin.grade

    def text(self, language: Language = "en") -> str:
        """Write value and unit: "6 months", "10, 20, 30 %", "ja"."""
        if isinstance(self.value, bool):
            yes, no = (Text("ja", "yes"), Text("nein", "no"))
            return (yes if self.value else no)[language]
        if isinstance(self.value, date):
            return self.value.isoformat()
        numbers = self.value if isinstance(self.value, tuple) else (self.value,)
        unit = self.unit.removesuffix("_by_stage")
        word = (_ONE if numbers == (1,) else _WORDS)[unit][language]
        return f"{', '.join(str(number) for number in numbers)} {word}"
