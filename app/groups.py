"""``koopsim groups``: every indicator by group of persons, and how often safeguards were used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..model.process.text import Language, Text
from .log_options import (
    FormatsOption,
    OutOption,
    QuietOption,
    check_formats,
    print_written,
    write_out,
)
from .options import JsonOption, Lang, LangOption
from .output import console, new_table, print_json

if TYPE_CHECKING:
    from ..analysis.groups import GroupResult
    from ..simulation.result_query import ResultTables

_SHOWN = ("talks", "no_shows", "updates_missed", "demands_with_notice", "individual_checks")
_SIMULATING = Text("simuliere {0}", "simulating {0}")
_RATES = Text("Je Person und Jahr", "Per person and year")
_SAFEGUARDS = Text("Schutzvorschriften, gezählt", "Safeguards, counted")
_COLUMNS = (
    Text("Vorschrift", "safeguard"),
    Text("galt", "applied"),
    Text("eingehalten", "kept"),
    Text("verletzt", "violated"),
    Text("Fälle", "cases"),
)
_GROUP = Text("Gruppe", "group")
_YEARS = Text("Personenjahre", "person-years")


def groups(
    source: Annotated[
        str, typer.Argument(help="Scenario (name or YAML file), or the folder of a run.")
    ],
    months: Annotated[
        int | None, typer.Option(min=1, help="Of a scenario: reported months.")
    ] = None,
    replications: Annotated[
        int, typer.Option(min=1, help="Of a scenario: independent replications.")
    ] = 5,
    seed: Annotated[int, typer.Option(min=0, help="Of a scenario: same seed, same result.")] = 1,
    out: OutOption = None,
    formats: FormatsOption = "html",
    lang: LangOption = Lang.en,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes to use; default: all cores.")
    ] = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Count by group: minors, under 25, vulnerable, rehabilitation, coaching, working, the rest."""
    from ..analysis.groups import group_results

    check_formats(formats)
    language = lang.language
    result = _result(source, months, replications, seed, workers, quiet or json, language)
    found = group_results(result)
    paths = []
    if out is not None:
        from ..analysis.reports.groups_document import groups_document

        document = groups_document(found, Path(source).name, language)
        paths = write_out(out, {"groups": document}, formats, _tables(found))
    if json:
        print_json(_as_data(found, source))
        return
    if not quiet:
        _print(found, language)
    print_written(paths, language)


def _result(
    source: str,
    months: int | None,
    replications: int,
    seed: int,
    workers: int | None,
    quiet: bool,
    language: Language,
) -> ResultTables:
    from ..scenarios import load_scenario
    from ..simulation import open_result, simulate
    from ..simulation.progress import ProgressBar
    from ..simulation.runner import total_days

    if Path(source).is_dir():
        return open_result(source)
    chosen = load_scenario(source)
    days = total_days(chosen, months, replications)
    with ProgressBar(_SIMULATING[language].format(chosen.name), days, quiet) as bar:
        return simulate(
            chosen,
            months=months,
            replications=replications,
            seed=seed,
            workers=workers,
            progress=bar,
        )


def _tables(found: GroupResult) -> dict[str, str]:
    from ..analysis.groups import group_rates
    from ..analysis.safe_cells import csv_text

    frames = {
        "groups.csv": found.values,
        "rates.csv": group_rates(found.values),
        "safeguards.csv": found.safeguard_counts(),
        "safeguard-cases.csv": found.safeguards.assign(date=found.safeguards["date"].astype(str)),
    }
    return {
        name: csv_text(list(frame.columns), frame.astype(object).to_numpy().tolist())
        for name, frame in frames.items()
    }


def _as_data(found: GroupResult, source: str) -> dict[str, Any]:
    from ..analysis.groups import group_rates

    rates = group_rates(found.values).to_dict("records")
    return {
        "source": source,
        "values": found.values.to_dict("records"),
        "rates": [{k: None if v != v else v for k, v in row.items()} for row in rates],
        "safeguards": found.safeguard_counts().to_dict("records"),
    }


def _print(found: GroupResult, language: Language) -> None:
    _print_safeguards(found, language)
    _print_rates(found, language)


def _print_safeguards(found: GroupResult, language: Language) -> None:
    from ..analysis.group_safeguards import SAFEGUARD_TITLES, Safeguard
    from ..model.process.problem import cited

    table = new_table(
        [(t[language], "right" if i else "left") for i, t in enumerate(_COLUMNS)],
        _SAFEGUARDS[language],
    )
    counts = found.safeguard_counts()
    for row in counts[counts["group"] == "all"].to_dict("records"):
        safeguard = Safeguard(row["safeguard"])
        title = f"{SAFEGUARD_TITLES[safeguard][language]} ({cited((safeguard.value,))})"
        numbers = (str(row[name]) for name in ("applied", "kept", "violated", "cases"))
        table.add_row(title, *numbers)
    console().print(table)


def _print_rates(found: GroupResult, language: Language) -> None:
    from ..analysis.formatting import fitting, number
    from ..analysis.groups import PERSON_GROUPS, group_rates, indicator_title

    rates = group_rates(found.values, _SHOWN).set_index(["group", "indicator"])["rate"]
    years = (
        found.values[found.values["indicator"] == "person_years"].groupby("group")["value"].sum()
    )
    heads = [_GROUP, _YEARS, *(indicator_title(name) for name in _SHOWN)]
    table = new_table(
        [(t[language], "right" if i else "left") for i, t in enumerate(heads)], _RATES[language]
    )
    for group in PERSON_GROUPS:
        cells = [fitting(float(rates[group.name, name]), language) for name in _SHOWN]
        table.add_row(group.title[language], number(float(years[group.name]), language), *cells)
    console().print(table)
