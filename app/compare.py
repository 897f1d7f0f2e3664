"""``koopsim compare``: scenarios side by side with common random numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..model.process.text import Language, Text
from .experiment_files import (
    FormatOption,
    IndicatorOption,
    OutOption,
    QuietOption,
    SeedOption,
    TeamOption,
    WorkersOption,
    as_records,
    print_written,
    with_months,
    write_experiment,
    write_table,
)
from .options import JsonOption, Lang, LangOption
from .output import NARROW, WIDE, console, new_table, print_json, print_wrapped

if TYPE_CHECKING:
    from rich.table import Table

    from ..analysis.comparison import Comparison
    from ..analysis.paired_differences import Difference
    from ..scenarios import Scenario

_RUNNING = Text("simuliere {0} Szenarien", "simulating {0} scenarios")
_AGAINST = Text("{0} gegen {1}", "{0} against {1}")
_MEASURE = Text("Größe", "measure")
_UNIT = Text("Einheit", "unit")
_BEFORE, _AFTER = Text("vorher", "before"), Text("nachher", "after")
_DIFFERENCE = Text("Unterschied (95 %)", "difference (95%)")
_RELATIVE = Text("relativ", "relative")
_CLEAR = Text("klar", "clear")
_ENOUGH = Text("Läufe\nhätten genügt", "runs would\nhave been enough")
_YES, _NO = Text("ja", "yes"), Text("nein", "no")
_NOTE = Text(
    "klar: vom Zufall unterschieden, wenn man alle {0} Zeilen bedenkt (Holm, 5 %). Läufe: je "
    "Szenario für ein Intervall von ± {1} des Ausgangswerts, gepaart / unabhängig; gerechnet "
    "wurden {2}.",
    "clear: told from chance with all {0} rows considered (Holm, 5%). Runs: of each scenario for "
    "an interval of ± {1} of the baseline's value, paired / independent; {2} were made.",
)


def compare(
    scenarios: Annotated[
        list[str],
        typer.Argument(help="The baseline, then one scenario or more: library names or files."),
    ],
    indicators: IndicatorOption = None,
    replications: Annotated[int, typer.Option(min=2, help="Runs of each scenario.")] = 20,
    months: Annotated[
        int | None, typer.Option(min=1, help="Reported months of all; default: their own.")
    ] = None,
    team: TeamOption = "all",
    precision: Annotated[
        str,
        typer.Option(metavar="PERCENT", help="Half-width for the question how many runs would do."),
    ] = "1%",
    seed: SeedOption = 1,
    out: OutOption = None,
    formats: FormatOption = None,
    lang: LangOption = Lang.en,
    workers: WorkersOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Compare scenarios with the first: differences, intervals, and what chance may explain."""
    from ..analysis.comparison import compare as compared
    from ..analysis.measures import DEFAULT_MEASURES
    from ..analysis.precision import parse_precision
    from ..scenarios import load_scenario
    from ..simulation import Replicator
    from ..simulation.progress import ProgressBar

    language = lang.language
    chosen = [with_months(load_scenario(name), months) for name in scenarios]
    wanted, accepted = indicators or DEFAULT_MEASURES, parse_precision(precision)
    title = _RUNNING[language].format(len(chosen))
    with (
        ProgressBar(title, _days(chosen, replications), quiet or as_json) as progress,
        Replicator(seed=seed, workers=workers, progress=progress) as runs,
    ):
        found = compared(
            chosen[0],
            chosen[1:],
            runs,
            seed=seed,
            replications=replications,
            indicators=wanted,
            team=team,
            precision=accepted,
        )
    names = [item.name for item in chosen]
    command = (
        f"koopsim compare {' '.join(names)} --months {chosen[0].months} --replications "
        f"{replications} --team {team} --seed {seed}"
        + "".join(f" --indicator {name}" for name in indicators or [])
    )
    folder = out if out is not None else Path("results") / "-vs-".join(names)
    if out is not None or not as_json:
        _write(found, folder, formats, language, command)
    if as_json:
        print_json(_as_data(found))
        return
    if not quiet:
        print_comparison(found, language)
    print_written(folder, language)


def _days(chosen: list[Scenario], replications: int) -> int:
    from ..simulation.runner import total_days

    return sum(total_days(scenario, None, replications) for scenario in chosen)


def _as_data(found: Comparison) -> dict[str, object]:
    return {
        "scenarios": [{"name": item.name, "digest": item.digest} for item in found.scenarios],
        "seed": found.seed,
        "replications": found.replications,
        "confidence": found.confidence,
        "adjustment": "p_value: Holm; simultaneous intervals: Bonferroni",
        "differences": as_records(found.frame()),
    }


def print_comparison(found: Comparison, language: Language) -> None:
    """Print a table per scenario, or a list where the terminal is narrow."""
    from ..analysis.formatting import percent

    out = console()
    base = found.title(found.baseline.name, language)
    for other in found.scenarios[1:]:
        title = _AGAINST[language].format(found.title(other.name, language), base)
        if out.width < NARROW:
            out.print(title, style="bold")
            for row in found.of(other.name):
                print_wrapped(out, _line(row, language), hanging=2)
            continue
        out.print(_table(found.of(other.name), title, out.width >= WIDE, language))
    note = _NOTE[language].format(
        len(found.differences), percent(found.precision, language, 1), found.replications
    )
    print_wrapped(out, note)


def _table(rows: Sequence[Difference], title: str, wide: bool, language: Language) -> Table:
    """Return the table of a scenario; units and numbers of runs only where there is room."""
    columns = [_MEASURE, _UNIT, _BEFORE, _AFTER, _DIFFERENCE, _RELATIVE, _CLEAR, _ENOUGH]
    shown = [text for text in columns if wide or text not in (_UNIT, _ENOUGH)]
    left = (_MEASURE, _UNIT, _CLEAR)
    table = new_table(
        [(text[language], "left" if text in left else "right") for text in shown], title=title
    )
    for text, column in zip(shown, table.columns, strict=True):
        column.no_wrap = text not in (_MEASURE, _UNIT)
    for row in rows:
        cells = dict(zip(columns, _cells(row, language), strict=True))
        table.add_row(*(cells[text] for text in shown))
    return table


def _cells(row: Difference, language: Language) -> list[str]:
    from ..analysis.reports.experiment_parts import signed_percent

    return [
        row.measure.title[language],
        row.measure.unit[language],
        row.measure.text(row.baseline.mean, language),
        row.measure.text(row.changed.mean, language),
        _difference(row, language),
        signed_percent(row.relative.mean, language),
        (_YES if row.clear() else _NO)[language],
        f"{_count(row.enough_paired)} / {_count(row.enough_independent)}",
    ]


def _line(row: Difference, language: Language) -> str:
    measure, unit, before, after, difference, relative, clear, enough = _cells(row, language)
    return (
        f"{measure}: {before} → {after} {unit}, {difference} ({relative}), "
        f"{_CLEAR[language]}: {clear}, {enough}"
    )


def _difference(row: Difference, language: Language) -> str:
    half = (row.difference.high - row.difference.low) / 2
    sign = "+" if row.difference.mean > 0 else ""
    return sign + row.measure.difference_text(row.difference.mean, language, half)


def _count(number: int | None) -> str:
    return "–" if number is None else str(number)


def _write(
    found: Comparison, folder: Path, formats: FormatOption, language: Language, command: str
) -> None:
    from ..analysis.reports.comparison_document import comparison_document
    from ..simulation.parquet_files import write_parquet

    def data(target: Path) -> None:
        write_table(found.frame(), target / "comparison.csv")
        write_parquet(found.values.reset_index(), target / "values.parquet")
        for scenario in found.scenarios:
            folder = target / scenario.name
            folder.mkdir()
            write_parquet(found.months[scenario.name], folder / "months.parquet")

    write_experiment(folder, comparison_document(found, language, command), formats, data)
