"""``koopsim export-log``: a log as CSV in the form of one from outside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..model.process.text import Text
from .log_options import (
    Lang,
    LangOption,
    LogArgument,
    MappingOption,
    QuietOption,
    ReplicationOption,
    RuleSetOption,
    chosen_rule_set,
    opened,
    read_mapping,
    replay_bar,
)
from .output import console

_DONE = Text("{0} Zeilen in {1}", "{0} rows in {1}")


def export_log(
    log: LogArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The CSV file to write.")],
    separator: Annotated[str, typer.Option(help="One character between cells.")] = ",",
    misses: Annotated[
        bool, typer.Option("--misses/--no-misses", help="Also rows that call a deadline missed.")
    ] = True,
    cases: Annotated[
        int | None, typer.Option(min=1, help="Only this many cases, the first by id.")
    ] = None,
    mapping: MappingOption = None,
    rule_set: RuleSetOption = None,
    replication: ReplicationOption = 0,
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """Write a log as CSV, as koopsim audit and koopsim conform read it from outside."""
    from ..analysis.formatting import number
    from ..analysis.logs.export import export_log as write

    language, rules, names = lang.language, chosen_rule_set(rule_set, None), read_mapping(mapping)
    if len(separator) != 1 or separator in '"\r\n':
        raise typer.BadParameter("give one character, such as ;", param_hint="--separator")
    with (
        opened(log, rules, names, replication, quiet, language) as store,
        replay_bar(store, quiet, language) as bar,
    ):
        store.days()
        written = write(
            store, file, separator=separator, misses=misses, most_cases=cases, progress=bar
        )
    console().print(_DONE[language].format(number(written, language), file), soft_wrap=True)
