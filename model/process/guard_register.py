"""Named guards: a condition of the process with wording and source, and their register."""

from __future__ import annotations

from dataclasses import dataclass

from .expressions import Expression, parse_expression
from .text import Text


@dataclass(frozen=True, slots=True)
class Guard:
    """A named condition: expression, wording in both languages, sources."""

    name: str
    expression: Expression
    title: Text
    cites: tuple[str, ...]


DECLARED: dict[str, Guard] = {}
"""All guards declared so far, in order; a guard may use those declared before it."""

_EXPRESSIONS: dict[str, Expression] = {}


def declare(name: str, text: str, de: str, en: str, *cites: str) -> None:
    """Declare a guard: its expression, its wording, and the rules that it comes from."""
    expression = parse_expression(text, _EXPRESSIONS)
    _EXPRESSIONS[name] = expression
    DECLARED[name] = Guard(name, expression, Text(de, en), cites)
