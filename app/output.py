"""How the command line prints: consoles, tables, blocks of text that fit the terminal."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console, JustifyMethod
from rich.table import Table

from ..model.process.text import Language
from ..model.rule_set import RuleSet

NARROW = 72
"""Below this many columns a table gives way to a list."""

WIDE = 120
"""From this many columns on, long texts have columns of their own."""


def console() -> Console:
    """Return a console on standard output that takes text as it is (no markup, no guessing)."""
    return Console(markup=False, highlight=False, emoji=False)


def error_console() -> Console:
    """Return a console on standard error."""
    return Console(stderr=True, markup=False, highlight=False, emoji=False)


def print_error(text: str) -> None:
    """Print one sentence for the user on standard error, without wrapping."""
    print(f"koopsim: {text}", file=sys.stderr)


def print_json(content: Any) -> None:
    """Print data as JSON (UTF-8, keys as they come)."""
    print(json.dumps(content, ensure_ascii=False, indent=2))


def new_table(columns: Iterable[tuple[str, JustifyMethod]], title: str = "") -> Table:
    """Return an empty table that folds long words instead of cutting them."""
    table = Table(
        box=box.SIMPLE_HEAD,
        title=title or None,
        title_justify="left",
        title_style="bold",
        pad_edge=False,
    )
    for name, justify in columns:
        table.add_column(name, justify=justify, overflow="fold")
    return table


def print_wrapped(out: Console, text: str, indent: int = 0, hanging: int = 0) -> None:
    """Print a paragraph; lines after its first are indented by ``hanging`` more columns."""
    wrapped = textwrap.fill(
        text,
        max(out.width, indent + hanging + 10),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_on_hyphens=False,
    )
    out.print(wrapped, soft_wrap=True)


def print_block(out: Console, heading: str, lines: Sequence[str]) -> None:
    """Print a heading and indented lines, each wrapped by itself; nothing without lines."""
    if not lines:
        return
    out.print(heading, style="bold")
    for line in lines:
        print_wrapped(out, line, indent=2, hanging=4)


def validity(rule_set: RuleSet, language: Language) -> str:
    """Return which law is meant: name, title and period of validity of a rule set."""
    if language == "de":
        period = f"gilt vom {rule_set.valid_from} bis {rule_set.valid_to}"
        return f"Regelwerk {rule_set.name} ({period}): {rule_set.title.de}"
    period = f"valid from {rule_set.valid_from} to {rule_set.valid_to}"
    return f"Rule set {rule_set.name} ({period}): {rule_set.title.en}"
