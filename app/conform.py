"""``koopsim conform``: replay a log against the model; name what fits no rule, with its Rz."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..model.process.text import Language, Text
from .log_options import (
    FormatsOption,
    Lang,
    LangOption,
    LogArgument,
    MappingOption,
    OutOption,
    QuietOption,
    ReplicationOption,
    RuleSetOption,
    check_formats,
    chosen_rule_set,
    opened,
    print_reading,
    print_written,
    read_mapping,
    reading_as_data,
    replay_bar,
    write_out,
)
from .options import JsonOption
from .output import console, new_table, print_json, validity

if TYPE_CHECKING:
    from ..analysis.conformance import Conformance
    from ..analysis.logs.log_store import LogStore

_MOST_SHOWN = 10
TOO_FEW_FIT = 1
"""Exit code if fewer events fit than asked for."""

_FITNESS = Text(
    "{fitness} der {events} Ereignisse passen ({misfits} passen zu keiner Regel); {cases} Fälle, in"
    " {fitting} passen alle",
    "{fitness} of {events} events fit ({misfits} fit no rule); {cases} cases, all events fit in"
    " {fitting}",
)
_RULES = (
    Text("Regel", "rule"),
    Text("Art", "kind"),
    Text("Verbindlichkeit", "modality"),
    Text("Anzahl", "count"),
    Text("Fälle", "cases"),
)
_BY_RULE = Text("Abweichungen nach Regeln", "Deviations by rule")
_MISSED = Text("Versäumte SOLL-Fristen (gezählt)", "SHOULD deadlines missed (counted)")
_DEADLINE = (Text("Frist", "deadline"), Text("Anzahl", "count"), Text("Fälle", "cases"))
_FIRST = Text("Die ersten Abweichungen", "The first deviations")
_CASE = Text("Fall {0}, Zeile {1}, {2}", "case {0}, row {1}, {2}")


def _print_events(wanted: bool) -> None:
    """Print the events of the model with their titles and rules, and end."""
    if not wanted:
        return
    from ..model.process.events import EVENTS
    from ..model.process.problem import cited

    table = new_table([(name, "left") for name in ("event", "deutsch", "English", "Rz")])
    table.columns[0].no_wrap = True
    for event in EVENTS.values():
        table.add_row(event.name, event.title.de, event.title.en, cited(event.cites))
    console().print(table)
    raise typer.Exit


def conform(
    log: LogArgument,
    mapping: MappingOption = None,
    rule_set: RuleSetOption = None,
    replication: ReplicationOption = 0,
    out: OutOption = None,
    formats: FormatsOption = "html",
    lang: LangOption = Lang.en,
    json: JsonOption = False,
    quiet: QuietOption = False,
    at_least: Annotated[
        float | None,
        typer.Option(
            "--at-least", min=0, max=1, help="End with exit code 1 if fewer events fit (share)."
        ),
    ] = None,
    events: Annotated[
        bool,
        typer.Option(
            "--events", callback=_print_events, is_eager=True, help="List all events and end."
        ),
    ] = False,
) -> None:
    """Replay a log against the rules: which events fit none, which deadlines were missed."""
    from ..analysis.conformance import conform as replay

    check_formats(formats)
    language, rules, names = lang.language, chosen_rule_set(rule_set, None), read_mapping(mapping)
    with opened(log, rules, names, replication, quiet or json, language, out) as store:
        with replay_bar(store, quiet or json, language) as bar:
            found = replay(store, rules, names, progress=bar)
        paths = [] if out is None else write_out(out, *_files(found, formats, language))
        if json:
            print_json(as_data(found, store))
        elif not quiet:
            print_reading(store, language)
    if not json:
        print_conformance(found, language, short=quiet)
        print_written(paths, language)
        console().print(validity(rules, language), soft_wrap=True)
    if at_least is not None and found.fitness < at_least:
        raise typer.Exit(TOO_FEW_FIT)


def _files(
    found: Conformance, formats: str, language: Language
) -> tuple[dict[str, Any], str, dict[str, str]]:
    from ..analysis.reports.conformance_document import conformance_document

    document = conformance_document(found, language)
    return {"conformance": document}, formats, tables(found, language)


def tables(found: Conformance, language: Language) -> dict[str, str]:
    """Return the tables of a replayed log as CSV texts by file name."""
    from ..analysis.safe_cells import csv_text

    frames = {
        "deviations.csv": found.deviation_rows(language),
        "cases.csv": found.cases,
        "months.csv": found.months,
    }
    return {
        name: csv_text(list(frame.columns), frame.astype(object).to_numpy().tolist())
        for name, frame in frames.items()
    }


def as_data(found: Conformance, store: LogStore) -> dict[str, Any]:
    """Return a replayed log for JSON."""
    return {
        **reading_as_data(store),
        "rule_set": found.rule_set,
        "first_day": found.first_day.isoformat(),
        "last_day": found.last_day.isoformat(),
        "events": found.events,
        "misfits": found.misfits,
        "fitness": found.fitness,
        "mean_case_fitness": found.mean_case_fitness,
        "cases": len(found.cases),
        "fitting_cases": found.fitting_cases,
        "rules": found.rules.to_dict("records"),
        "months": found.months.to_dict("records"),
        "deviations": [
            row for row in found.deviation_rows().to_dict("records") if row["kind"] != "missed"
        ],
    }


def print_conformance(found: Conformance, language: Language, *, short: bool = False) -> None:
    """Print fitness, and unless ``short`` the deviations by rule and the first of them."""
    from ..analysis.formatting import number, percent

    out = console()
    text = _FITNESS[language].format(
        fitness=percent(found.fitness, language, 2),
        events=number(found.events, language),
        misfits=number(found.misfits, language),
        cases=number(len(found.cases), language),
        fitting=number(found.fitting_cases, language),
    )
    out.print(text, style="bold", soft_wrap=True)
    if not short:
        _print_rules(found, language)
        _print_first(found, language)


def _print_rules(found: Conformance, language: Language) -> None:
    from ..analysis.conformance.deviations import KIND_TITLES, DeviationKind
    from ..model.process.deadlines import DEADLINES
    from ..model.process.problem import cited

    titles = {deadline.name: deadline.title[language] for deadline in DEADLINES}
    misfits = new_table(
        [(t[language], "right" if i > 2 else "left") for i, t in enumerate(_RULES)],
        _BY_RULE[language],
    )
    missed = new_table(
        [(t[language], "right" if i else "left") for i, t in enumerate(_DEADLINE)],
        _MISSED[language],
    )
    for row in found.rules.to_dict("records"):
        numbers = (str(row["count"]), str(row["cases"]))
        rule, kind = cited((row["rule"],)), DeviationKind(row["kind"])
        if kind is DeviationKind.missed:
            missed.add_row(f"{titles[row['deadline']]} ({rule})", *numbers)
        else:
            misfits.add_row(rule, KIND_TITLES[kind][language], row["modality"], *numbers)
    for table in (misfits, missed):
        if table.row_count:
            console().print(table)


def _print_first(found: Conformance, language: Language) -> None:
    from .output import print_block

    first = [deviation for deviation in found.deviations if deviation.misfit][:_MOST_SHOWN]
    lines = [_CASE[language].format(d.case, d.row or "–", d.sentence(language)) for d in first]
    print_block(console(), _FIRST[language], lines)
