"""``koopsim run``: simulate a scenario, print the forecast, write data, pictures and report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..model.process.text import Language, Text
from .options import Lang, LangOption
from .output import console, error_console, validity
from .report_formats import FormatsOption, chosen_formats
from .run_precision import (
    AtMostOption,
    PreciseIndicatorOption,
    PrecisionOption,
    replications_for,
)

if TYPE_CHECKING:
    from ..scenarios import Scenario
    from ..simulation import StoredResult
    from ..simulation.engines import Engine

_SIMULATING = Text("simuliere {0}", "simulating {0}")
_SEVERAL = Text("{0} Szenarien", "{0} scenarios")
_DRAWING = Text("zeichne Bilder, schreibe den Bericht", "drawing pictures, writing the report")
_DATA = Text("Daten: {0} (Parquet, manifest.json)", "Data: {0} (Parquet, manifest.json)")
_KEPT = Text(
    "Unterbrochen; was fertig ist, bleibt in {0}. Weiter geht es mit --resume.",
    "Interrupted; what is finished is kept in {0}. Go on with --resume.",
)
_REPORT = Text("Bericht: {0}", "Report: {0}")
_OLD = Text("Achtung: {0} stammt aus einem früheren Lauf.", "Note: {0} is of an earlier run.")
_NO_PERSON = Text(
    "Eine Vorausschau auf Ablauf und Arbeit; sie entscheidet über niemanden.",
    "A forecast of process and work; it decides no person's case.",
)


_REPLICATIONS = 5
"""Of one office, if nobody says how many; a country of offices is an average by itself."""


class EngineName(StrEnum):
    """The engines, as ``simulation.engines.Engine`` names them."""

    auto = "auto"
    simpy = "simpy"
    compiled = "compiled"


def run(
    scenario: Annotated[
        list[str],
        typer.Argument(
            help="Names in the library (koopsim scenarios), or YAML files; several share the cores."
        ),
    ],
    months: Annotated[
        int | None, typer.Option(min=1, help="Reported months; default: the scenario's own.")
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Independent replications; intervals need two or more.  "
            "[default: 5; 1 if a scenario has many offices]",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same result.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder for all files; with several scenarios, for a folder of each.  "
            "[default: results/<name of the scenario>]",
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
        bool, typer.Option("--report/--no-report", help="Draw figures and write the report.")
    ] = True,
    formats: FormatsOption = None,
    events: Annotated[
        bool,
        typer.Option(
            "--events/--no-events", help="Keep the log of single persons (events, cases)."
        ),
    ] = True,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with an interrupted run in the same folder.")
    ] = False,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Run on a Dask cluster, such as tcp://host:8786."),
    ] = None,
    precision: PrecisionOption = None,
    indicator: PreciseIndicatorOption = "talks",
    at_most: AtMostOption = 100,
) -> None:
    """Simulate scenarios and forecast the work that the process makes, month by month."""
    from ..scenarios import load_scenario

    language = lang.language
    wanted = chosen_formats(formats, report)
    chosen = [load_scenario(name) for name in scenario]
    count = replications or (1 if any(each.offices for each in chosen) else _REPLICATIONS)
    if cluster is None and workers != 1:
        _prepare_workers(chosen, months, count, engine.value)

    from .run_files import output_folder, scenario_folders, write_report_files

    folders = scenario_folders([each.name for each in chosen], out)
    if precision is not None:
        count = max(
            replications_for(
                each,
                precision,
                indicator,
                months=months,
                first=count,
                at_most=at_most,
                seed=seed,
                workers=workers,
                engine=engine.value,
                quiet=quiet,
                language=language,
            )
            for each in chosen
        )
    with ExitStack() as made:
        for folder in folders:
            made.enter_context(output_folder(folder))
        with _keeping(folders, language):
            results = _simulate(
                list(zip(chosen, folders, strict=True)),
                months=months,
                replications=count,
                seed=seed,
                workers=workers,
                engine=engine.value,
                events=events,
                resume=resume,
                cluster=cluster,
                quiet=quiet,
                language=language,
            )
        if wanted:
            with _status(_DRAWING[language], quiet):
                for result, folder in zip(results, folders, strict=True):
                    write_report_files(result, folder, language, wanted)
    for result, folder in zip(results, folders, strict=True):
        _print_result(result, folder, wanted, quiet, language)
    console().print(
        f"{validity(results[-1].rule_set, language)}. {_NO_PERSON[language]}", soft_wrap=True
    )


def _prepare_workers(
    scenarios: Sequence[Scenario], months: int | None, replications: int, engine: Engine
) -> None:
    """Let workers become ready while this process imports what it needs itself."""
    from ..simulation.engines import choose_engine, modules_of
    from ..simulation.worker_pool import available_cores, prepare_workers

    many = len(scenarios) * replications > 1 or any(each.offices for each in scenarios)
    if many and available_cores() > 1:
        changes = {} if months is None else {"months": months}
        chosen = [each.replace(changes) for each in scenarios]
        prepare_workers(modules_of([choose_engine(engine, each, replications) for each in chosen]))


def _simulate(
    runs: Sequence[tuple[Scenario, Path]],
    *,
    months: int | None,
    replications: int,
    seed: int,
    workers: int | None,
    engine: Engine,
    events: bool,
    resume: bool,
    cluster: str | None,
    quiet: bool,
    language: Language,
) -> list[StoredResult]:
    from ..simulation import run_all_to_folders
    from ..simulation.progress import ProgressBar
    from ..simulation.runner import total_days

    days = sum(total_days(scenario, months, replications) for scenario, _ in runs)
    several = _SEVERAL[language].format(len(runs))
    what = _SIMULATING[language].format(runs[0][0].name if len(runs) == 1 else several)
    with ProgressBar(what, days, quiet) as progress:
        return run_all_to_folders(
            runs,
            months=months,
            replications=replications,
            seed=seed,
            workers=workers,
            engine=engine,
            events=events,
            resume=resume,
            progress=progress,
            cluster=cluster,
        )


@contextmanager
def _keeping(folders: Sequence[Path], language: Language) -> Iterator[None]:
    """Say after an interrupt how the run can go on."""
    try:
        yield
    except KeyboardInterrupt:
        where = ", ".join(str(folder) for folder in folders)
        error_console().print(_KEPT[language].format(where), soft_wrap=True)
        raise


@contextmanager
def _status(text: str, quiet: bool) -> Iterator[None]:
    """Show on the terminal what is being done."""
    errors = error_console()
    if quiet or not errors.is_terminal:
        yield
        return
    with errors.status(text):
        yield


def _print_summary(result: StoredResult, language: Language) -> None:
    from .run_summary import print_summary

    print_summary(console(), result, language)


def _print_result(
    result: StoredResult, folder: Path, formats: Sequence[str], quiet: bool, language: Language
) -> None:
    from .run_files import left_over

    if not quiet:
        _print_summary(result, language)
    out = console()
    out.print(_DATA[language].format(folder), soft_wrap=True)
    for name in formats:
        report = folder / (f"report-*.{name}" if name == "csv" else f"report.{name}")
        out.print(_REPORT[language].format(report), style="bold", soft_wrap=True)
    for left in left_over(folder, formats):
        error_console().print(_OLD[language].format(left), soft_wrap=True)
