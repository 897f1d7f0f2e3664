"""Problems in a scenario, told so that a planner can mend them.

A problem names file, line, column and field, says what is wrong and what is accepted. All
problems that can be found in one go become one ``ScenarioError``.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..model.errors import ScenarioError

MAX_SHOWN = 60
"""Longest piece of a foreign text that is repeated in a message, in characters."""

MAX_LISTED = 50
"""Most problems listed in one error."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: name of the file, line and column, both counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return ``file:line:column``, as editors understand it."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, in which field (dotted, may be empty), and what."""

    place: Place | None
    field: str
    text: str

    def __str__(self) -> str:
        """Return ``file:line:column: field: text`` without the parts that are not known."""
        parts = [str(self.place) if self.place else "", self.field, self.text]
        return ": ".join(part for part in parts if part)


def escape(text: str, limit: int | None = MAX_SHOWN) -> str:
    """Return ``text`` with control characters made visible, cut after ``limit`` characters."""
    if limit is not None and len(text) > limit:
        text = text[: limit - 1] + "…"
    return "".join(char if _is_harmless(char) else _escaped(char) for char in text)


def _is_harmless(char: str) -> bool:
    """Tell whether a terminal shows the character as it is."""
    return char == " " or (char.isprintable() and unicodedata.category(char) != "Cs")


def _escaped(char: str) -> str:
    """Return a character as Python would write it in a string."""
    return char.encode("unicode_escape", "backslashreplace").decode("ascii")


def shown(value: object) -> str:
    """Return a value as it may be repeated in a message: short, and on one line."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"the text '{escape(value)}'"
    if isinstance(value, int | float):
        return _number(value)
    return "a group of fields" if isinstance(value, dict) else "a list"


def _number(value: float) -> str:
    """Return a number as text; a monstrous one is not spelt out (and could not be)."""
    if isinstance(value, int) and value.bit_length() > 100:
        return "a number of more than 30 digits"
    return str(value)


def suggestion(word: str, accepted: Iterable[str]) -> str:
    """Return what might have been meant, or the accepted words, as the end of a sentence."""
    words = sorted(accepted)
    near = difflib.get_close_matches(word[:MAX_SHOWN], words, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"accepted: {', '.join(words)}" if words else "nothing is accepted here"


def scenario_error(subject: str, problems: Sequence[Problem]) -> ScenarioError:
    """Make one error out of all problems, in the order of their places.

    Args:
        subject: what was read, such as the name of a file; it is escaped here.
        problems: at least one problem.
    """
    ordered = sorted(problems, key=lambda p: (p.place or Place("", 0, 0), p.field))
    unique = list(dict.fromkeys(str(problem) for problem in ordered))
    if len(unique) == 1:
        return ScenarioError(unique[0])
    lines = [f"{escape(subject, None)} has {len(unique)} problems:"]
    lines += [f"  {text}" for text in unique[:MAX_LISTED]]
    if len(unique) > MAX_LISTED:
        lines.append(f"  … and {len(unique) - MAX_LISTED} more")
    return ScenarioError("\n".join(lines))
