"""Options that several commands share, and how dates are read."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from ..model.errors import RuleError
from ..model.process.text import Language
from ..model.rule_set import RuleSet, known_rule_sets, load_rule_set, rule_set_on


class Lang(StrEnum):
    """A language of the output."""

    de = "de"
    en = "en"

    @property
    def language(self) -> Language:
        """The language as the model names it."""
        return "de" if self is Lang.de else "en"


LangOption = Annotated[Lang, typer.Option("--lang", help="Language of the output.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
RuleSetOption = Annotated[
    str | None,
    typer.Option("--rule-set", metavar="NAME", help="Rule set; default: the newest."),
]
OnOption = Annotated[
    datetime | None,
    typer.Option(
        "--on", formats=["%Y-%m-%d"], metavar="DATE", help="The rule set in force on a day."
    ),
]


def chosen_rule_set(name: str | None, on: datetime | None) -> RuleSet:
    """Return the rule set named, or the one in force on a day, or else the newest.

    Raises:
        RuleError: if it does not exist, or both a name and a day are given.
    """
    if name is not None and on is not None:
        raise RuleError("give either --rule-set or --on, not both")
    if on is not None:
        return rule_set_on(on.date())
    return load_rule_set(name if name is not None else known_rule_sets()[-1])
