"""``koopsim scenarios``: the library, one scenario with the origin of its numbers, the schema."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..model.process.text import Language, Text
from .options import JsonOption, Lang, LangOption
from .output import NARROW, WIDE, console, new_table, print_json, print_wrapped
from .scenario_offices import offices_as_data, print_offices

if TYPE_CHECKING:
    from rich.console import Console

    from ..scenarios import AssumptionLedger, LedgerRow, Scenario

_SCENARIO = Text("Szenario", "scenario")
_TITLE = Text("Titel", "title")
_QUESTION = Text("Frage", "question")
_PARAMETER = Text("Parameter", "parameter")
_VALUE = Text("Wert", "value")
_UNIT = Text("Einheit", "unit")
_RANGE = Text("Spannweite", "range")
_GRADE = Text("Güte", "grade")
_SOURCE = Text("Quelle", "source")
_TO = Text("bis", "to")
_GRADES = Text("Herkunft der Zahlen", "origin of the numbers")
_GRADE_TITLES = {
    "statute": Text("Gesetz", "statute"),
    "statistic": Text("Statistik", "statistic"),
    "proxy": Text("Näherung", "proxy"),
    "assumption": Text("Annahme", "assumption"),
}
_MORE = Text(
    "koopsim scenarios NAME zeigt die Zahlen eines Szenarios, koopsim run NAME simuliert es.",
    "koopsim scenarios NAME shows the numbers of a scenario, koopsim run NAME simulates it.",
)


def scenarios(
    scenario: Annotated[
        str | None,
        typer.Argument(help="Name in the library, or path of a YAML file; default: list all."),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = Lang.en,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON schema of scenario files.")
    ] = False,
) -> None:
    """List the library of scenarios, or show one: its numbers, their grades and sources."""
    from ..scenarios import (
        assumption_ledger,
        load_scenario,
        scenario_json_schema,
        scenario_names,
    )

    if schema:
        print_json(scenario_json_schema())
        return
    if scenario is None:
        library = [load_scenario(name) for name in scenario_names()]
        if as_json:
            print_json([_head_as_data(item) for item in library])
        else:
            _print_library(library, lang.language)
        return
    chosen = load_scenario(scenario)
    ledger = assumption_ledger(chosen)
    if as_json:
        print_json(_as_data(chosen, ledger))
    else:
        _print_scenario(chosen, ledger, lang.language)


def _print_library(library: list[Scenario], language: Language) -> None:
    out = console()
    if out.width < NARROW:
        for item in library:
            text = f"{item.name}: {item.title[language]}. {item.question[language]}"
            print_wrapped(out, text, hanging=2)
        return
    table = new_table(
        [(_SCENARIO[language], "left"), (_TITLE[language], "left"), (_QUESTION[language], "left")]
    )
    table.columns[0].no_wrap = True
    for item in library:
        table.add_row(item.name, item.title[language], item.question[language])
    out.print(table)
    out.print(_MORE[language])


def _print_scenario(chosen: Scenario, ledger: AssumptionLedger, language: Language) -> None:
    out = console()
    out.print(f"{chosen.name}: {chosen.title[language]}", style="bold", soft_wrap=True)
    for text in (chosen.question[language], chosen.description[language], _frame(chosen, language)):
        print_wrapped(out, text)
    out.print()
    for group, found in groupby(ledger.rows, key=lambda row: row.path.partition(".")[0]):
        rows = list(found)
        if out.width >= WIDE:
            _print_table(out, group, rows, language)
        else:
            _print_list(out, group, rows, language)
    print_offices(out, chosen, language)
    counts = ", ".join(
        f"{count} {_GRADE_TITLES[grade][language]}" for grade, count in ledger.counts.items()
    )
    out.print(f"{_GRADES[language]}: {counts}", style="bold", soft_wrap=True)


def _frame(chosen: Scenario, language: Language) -> str:
    """Return what is no number with an origin: law, place, time."""
    if language == "de":
        extends = f"; ändert das Szenario {chosen.extends}" if chosen.extends else ""
        against = "; kontrafaktisch" if chosen.counterfactual else ""
        return (
            f"Regelwerk {chosen.rule_set}; Land {chosen.land}; Beginn {chosen.start}, "
            f"{chosen.months} Monate, davor {chosen.warm_up_months} Monate Vorlauf"
            f"{extends}{against}"
        )
    extends = f"; changes the scenario {chosen.extends}" if chosen.extends else ""
    against = "; counterfactual" if chosen.counterfactual else ""
    return (
        f"rule set {chosen.rule_set}; Land {chosen.land}; start {chosen.start}, "
        f"{chosen.months} months after a warm-up of {chosen.warm_up_months}{extends}{against}"
    )


def _print_table(out: Console, group: str, rows: list[LedgerRow], language: Language) -> None:
    headings = (_PARAMETER, _VALUE, _UNIT, _RANGE, _GRADE, _SOURCE)
    table = new_table(
        [(text[language], "right" if text is _VALUE else "left") for text in headings],
        title=group,
    )
    for column, width in zip(table.columns[:-1], (36, 6, 11, 14, 10), strict=True):
        column.min_width = width
    for row in rows:
        table.add_row(
            row.path.partition(".")[2],
            _number(row.value),
            row.unit,
            _range(row, language),
            _GRADE_TITLES[row.grade][language],
            row.source,
        )
    out.print(table)


def _print_list(out: Console, group: str, rows: list[LedgerRow], language: Language) -> None:
    out.print(group, style="bold")
    for row in rows:
        name, grade = row.path.partition(".")[2], _GRADE_TITLES[row.grade][language]
        known = f"{_number(row.value)} {row.unit} ({_range(row, language)}), {grade}"
        print_wrapped(out, f"{name}: {known}", indent=2, hanging=4)
        print_wrapped(out, row.source, indent=6)
    out.print()


def _range(row: LedgerRow, language: Language) -> str:
    return f"{_number(row.low)} {_TO[language]} {_number(row.high)}"


def _number(value: float) -> str:
    """Write a number as scenario files do: it can be copied into one."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.10g}"


def _head_as_data(chosen: Scenario) -> dict[str, Any]:
    return chosen.model_dump(mode="json", include={"name", "title", "question", "description"})


def _as_data(chosen: Scenario, ledger: AssumptionLedger) -> dict[str, Any]:
    plain = {"extends", "rule_set", "start", "warm_up_months", "months", "land", "counterfactual"}
    return {
        **_head_as_data(chosen),
        **chosen.model_dump(mode="json", include=plain),
        "digest": chosen.digest,
        "counts": {str(grade): count for grade, count in ledger.counts.items()},
        "parameters": [
            {
                "path": row.path,
                "value": row.value,
                "unit": row.unit,
                "range": [row.low, row.high],
                "grade": str(row.grade),
                "source": row.source,
                "note": row.note,
            }
            for row in ledger.rows
        ],
        "offices": offices_as_data(chosen),
    }
