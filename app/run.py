"""``koopsim run``: simulate a scenario, print the forecast, write data, pictures and report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..model.process.text import Language, Text
from .options import Lang, LangOption
from .output import console, error_console, validity

if TYPE_CHECKING:
    from ..scenarios import Scenario
    from ..simulation import SimulationResult
    from ..simulation.engines import Engine

_SIMULATING = Text("simuliere {0}", "simulating {0}")
_WRITING = Text("schreibe Dateien", "writing files")
_DRAWING = Text("zeichne Bilder, schreibe den Bericht", "drawing pictures, writing the report")
_DATA = Text("Daten: {0} (Parquet, manifest.json)", "Data: {0} (Parquet, manifest.json)")
_REPORT = Text("Bericht: {0}", "Report: {0}")
_OLD = Text("Achtung: {0} stammt aus einem früheren Lauf.", "Note: {0} is of an earlier run.")
_NO_PERSON = Text(
    "Eine Vorausschau auf Ablauf und Arbeit; sie entscheidet über niemanden.",
    "A forecast of process and work; it decides no person's case.",
)


class EngineName(StrEnum):
    """The engines, as ``simulation.runner.Engine`` names them."""

    auto = "auto"
    simpy = "simpy"
    compiled = "compiled"


def run(
    scenario: Annotated[
        str, typer.Argument(help="Name in the library (koopsim scenarios), or a YAML file.")
    ],
    months: Annotated[
        int | None, typer.Option(min=1, help="Reported months; default: the scenario's own.")
    ] = None,
    replications: Annotated[
        int, typer.Option(min=1, help="Independent replications; intervals need two or more.")
    ] = 5,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same result.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Folder for all files.  [default: results/<name of the scenario>]"
        ),
    ] = None,
    lang: LangOption = Lang.en,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes to use; default: all cores.")
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="No progress bar, no tables; only the last lines.")
    ] = False,
    engine: Annotated[
        EngineName,
        typer.Option(help="simpy, compiled (same bytes, faster), or auto (by the run's size)."),
    ] = EngineName.auto,
    report: Annotated[
        bool, typer.Option("--report/--no-report", help="Draw figures and write report.html.")
    ] = True,
) -> None:
    """Simulate a scenario and forecast the work that the process makes, month by month."""
    from ..scenarios import load_scenario
    from .run_files import FIGURES, REPORT, output_folder, write_results

    language = lang.language
    chosen = load_scenario(scenario)
    folder = out if out is not None else Path("results") / chosen.name
    with output_folder(folder):
        result = _simulate(
            chosen,
            months,
            replications,
            seed,
            workers,
            engine.value,
            quiet,
            language,
        )
        with _status((_DRAWING if report else _WRITING)[language], quiet):
            write_results(result, folder, language, report)
    if not quiet:
        _print_summary(result, language)
    _print_end(result, folder, report, language)
    for left in (folder / REPORT, folder / FIGURES):
        if not report and left.exists():
            error_console().print(_OLD[language].format(left), soft_wrap=True)


def _simulate(
    chosen: Scenario,
    months: int | None,
    replications: int,
    seed: int,
    workers: int | None,
    engine: Engine,
    quiet: bool,
    language: Language,
) -> SimulationResult:
    from ..simulation import simulate
    from ..simulation.progress import ProgressBar
    from ..simulation.runner import total_days

    days = total_days(chosen, months, replications)
    with ProgressBar(_SIMULATING[language].format(chosen.name), days, quiet) as progress:
        return simulate(
            chosen,
            months=months,
            replications=replications,
            seed=seed,
            workers=workers,
            progress=progress,
            engine=engine,
        )


@contextmanager
def _status(text: str, quiet: bool) -> Iterator[None]:
    """Show on the terminal what is being done."""
    errors = error_console()
    if quiet or not errors.is_terminal:
        yield
        return
    with errors.status(text):
        yield


def _print_summary(result: SimulationResult, language: Language) -> None:
    from .run_summary import print_summary

    print_summary(console(), result, language)


def _print_end(result: SimulationResult, folder: Path, report: bool, language: Language) -> None:
    from .run_files import REPORT

    out = console()
    out.print(_DATA[language].format(folder), soft_wrap=True)
    if report:
        out.print(_REPORT[language].format(folder / REPORT), style="bold", soft_wrap=True)
    out.print(f"{validity(result.rule_set, language)}. {_NO_PERSON[language]}", soft_wrap=True)
