"""``koopsim warm-up``: does the warm-up of a scenario suffice?"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..model.process.text import Language, Text
from .experiment_files import (
    FormatOption,
    OutOption,
    QuietOption,
    SeedOption,
    WorkersOption,
    as_records,
    print_written,
    write_experiment,
    write_table,
)
from .options import JsonOption, Lang, LangOption
from .output import console, new_table, print_json, print_wrapped

if TYPE_CHECKING:
    from ..analysis.warm_up import WarmUpCheck
    from ..scenarios import Scenario

_RUNNING = Text("simuliere {0} ab dem ersten Tag", "simulating {0} from the first day on")
_SERIES = Text("Reihe", "series")
_CUT = Text("MSER-Schnitt\n(Monate)", "MSER cut\n(months)")
_FIRST = Text("erstes Jahr gegen\nspätere (95 %)", "first year against\nlater (95%)")
_VERDICT = Text("Urteil", "verdict")


def warm_up(
    scenario: Annotated[
        str, typer.Argument(help="Name in the library (koopsim scenarios), or a YAML file.")
    ],
    replications: Annotated[int, typer.Option(min=2, help="Runs that are averaged.")] = 20,
    tolerance: Annotated[
        str,
        typer.Option(metavar="PERCENT", help="Rest of the start that does not matter."),
    ] = "5%",
    seed: SeedOption = 1,
    out: OutOption = None,
    formats: FormatOption = None,
    lang: LangOption = Lang.en,
    workers: WorkersOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Check by MSER-5 and Welch's moving average whether a scenario's warm-up suffices."""
    from ..analysis.precision import parse_precision
    from ..scenarios import load_scenario

    language = lang.language
    chosen = load_scenario(scenario)
    accepted = parse_precision(tolerance)
    check = _check(chosen, replications, accepted, seed, workers, quiet or as_json, language)
    command = f"koopsim warm-up {chosen.name} --replications {replications} --seed {seed}"
    folder = out if out is not None else Path("results") / f"{chosen.name}-warm-up"
    if out is not None or not as_json:
        _write(check, folder, formats, language, command)
    if as_json:
        print_json(_as_data(check))
        return
    if not quiet:
        print_check(check, language)
    _print_answer(check, folder, language)


def _check(
    chosen: Scenario,
    replications: int,
    tolerance: float,
    seed: int,
    workers: int | None,
    quiet: bool,
    language: Language,
) -> WarmUpCheck:
    from ..analysis.warm_up import YEARS_AFTER, check_warm_up
    from ..analysis.warm_up_series import unrecorded_start_shown
    from ..simulation import Replicator
    from ..simulation.progress import ProgressBar
    from ..simulation.runner import total_days

    days = total_days(unrecorded_start_shown(chosen, 12 * YEARS_AFTER), None, replications)
    with (
        ProgressBar(_RUNNING[language].format(chosen.name), days, quiet) as progress,
        Replicator(seed=seed, workers=workers, progress=progress) as runs,
    ):
        return check_warm_up(
            chosen, runs, seed=seed, replications=replications, tolerance=tolerance
        )


def _as_data(check: WarmUpCheck) -> dict[str, object]:
    return {
        "scenario": check.scenario.name,
        "digest": check.scenario.digest,
        "warm_up_months": check.scenario.warm_up_months,
        "suffices": check.suffices,
        "advised_months": check.advised_months,
        "seed": check.seed,
        "replications": check.replications,
        "series": as_records(check.frame()),
    }


def print_check(check: WarmUpCheck, language: Language) -> None:
    """Print what was found series by series."""
    from ..analysis.formatting import number, percent
    from ..analysis.reports.experiment_parts import signed_percent
    from ..analysis.warm_up import VERDICTS

    table = new_table(
        [
            (_SERIES[language], "left"),
            (_CUT[language], "right"),
            (_FIRST[language], "right"),
            (_VERDICT[language], "left"),
        ]
    )
    for column in table.columns[1:3]:
        column.no_wrap = True
    for item in check.checks:
        cut = number(item.cut_months, language, 1)
        half = (item.drift.high - item.drift.low) / 2
        beyond = "≥ " if not item.truncation.found and math.isfinite(item.cut_months) else ""
        table.add_row(
            item.series.title[language],
            beyond + cut,
            f"{signed_percent(item.drift.mean, language)} ± {percent(half, language, 1)}",
            VERDICTS[item.verdict][language],
        )
    console().print(table)


def _write(
    check: WarmUpCheck, folder: Path, formats: FormatOption, language: Language, command: str
) -> None:
    from ..analysis.plots.files import figure_png, figure_svg
    from ..analysis.plots.warm_up import plot_warm_up
    from ..analysis.reports.warm_up_document import warm_up_document

    def data(target: Path) -> None:
        write_table(check.frame(), target / "warm-up.csv")
        figure = plot_warm_up(check, language)
        (target / "figures").mkdir()
        (target / "figures" / "warm-up.svg").write_text(figure_svg(figure), encoding="utf-8")
        (target / "figures" / "warm-up.png").write_bytes(figure_png(figure))

    write_experiment(folder, warm_up_document(check, language, command), formats, data)


def _print_answer(check: WarmUpCheck, folder: Path, language: Language) -> None:
    from ..analysis.reports.warm_up_document import answer

    out = console()
    for text in answer(check, language):
        print_wrapped(out, text)
    print_written(folder, language)
