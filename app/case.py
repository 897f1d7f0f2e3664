"""``koopsim case``: drive a single case by hand, or from a script."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from .options import Lang, LangOption, OnOption, RuleSetOption, chosen_rule_set


def case(
    fact: Annotated[
        list[str] | None,
        typer.Option(
            "--fact",
            metavar="FACT",
            help="A fact of the person, such as under_25 or need_established=no; repeatable.",
        ),
    ] = None,
    start: Annotated[
        datetime | None,
        typer.Option("--start", formats=["%Y-%m-%d"], metavar="DATE", help="The first day."),
    ] = None,
    script: Annotated[
        Path | None,
        typer.Option(
            "--script", metavar="FILE", help="Lines 'DATE EVENT [FACT ...]'; prints the story."
        ),
    ] = None,
    lang: LangOption = Lang.en,
    rule_set: RuleSetOption = None,
    on: OnOption = None,
) -> None:
    """Step through one case: what is possible, what follows, which rules apply."""
    from .case_answers import read_person
    from .case_driver import DrivenCase
    from .case_script import run_script
    from .case_session import CaseSession, check_start
    from .output import console, print_wrapped, validity

    law = chosen_rule_set(rule_set, on)
    facts = read_person(fact) if fact else None
    first = start.date() if start else None
    if first is not None:
        check_start(first, law)
    if script is None:
        CaseSession(law, lang.language).run(facts, first)
        return
    driven = DrivenCase(facts or read_person(()), law, first)
    run_script(script, driven)
    out = console()
    for line in driven.case.explain(lang.language).splitlines():
        print_wrapped(out, line, hanging=4)
    out.print(validity(law, lang.language), style="bold", soft_wrap=True)
