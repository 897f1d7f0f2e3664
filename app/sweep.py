"""``koopsim sweep``: a scenario over a grid of parameter values."""

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
from .output import console, new_table, print_json, print_wrapped

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from ..analysis.measures import Measure
    from ..analysis.sweep import Sweep

_RUNNING = Text("simuliere {0} Punkte", "simulating {0} points")
_UNCHANGED = Text("* unverändertes Szenario", "* unchanged scenario")
_MORE = Text(
    "… {0} weitere Punkte: sweep.csv und sweep.parquet enthalten alle.",
    "… {0} more points: sweep.csv and sweep.parquet have all of them.",
)
_SHOWN_POINTS = 40
_AXIS_WIDTH, _MEASURE_WIDTH = 26, 18  # columns of the terminal, about


def sweep(
    scenario: Annotated[
        str, typer.Argument(help="Name in the library (koopsim scenarios), or a YAML file.")
    ],
    vary: Annotated[
        list[str],
        typer.Option(
            metavar="PATH=LOW:HIGH:COUNT",
            help="What to vary: a range, a list (PATH=1,2,3), or percentages of the scenario's "
            "value (PATH=80%:120%:5). Paths may be shortened. Repeat for a grid.",
        ),
    ],
    indicators: IndicatorOption = None,
    replications: Annotated[int, typer.Option(min=1, help="Runs of each point.")] = 5,
    months: Annotated[
        int | None, typer.Option(min=1, help="Reported months; default: the scenario's own.")
    ] = None,
    team: TeamOption = "all",
    beyond: Annotated[
        bool,
        typer.Option("--allow-outside-range", help="Accept values outside the stated ranges."),
    ] = False,
    seed: SeedOption = 1,
    out: OutOption = None,
    formats: FormatOption = None,
    lang: LangOption = Lang.en,
    workers: WorkersOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Run a scenario over values of its parameters: one tidy table, heat maps, a report."""
    from ..analysis.sweep import SWEPT_MEASURES, grid_of
    from ..analysis.sweep import sweep as swept
    from ..analysis.varying import parse_vary
    from ..scenarios import load_scenario
    from ..simulation import Replicator
    from ..simulation.progress import ProgressBar
    from ..simulation.runner import total_days

    language = lang.language
    chosen = with_months(load_scenario(scenario), months)
    axes = [parse_vary(text, chosen) for text in vary]
    points = len(grid_of(chosen, axes, beyond))
    days = total_days(chosen, None, replications * (points + 1))
    with (
        ProgressBar(_RUNNING[language].format(points), days, quiet or as_json) as progress,
        Replicator(seed=seed, workers=workers, progress=progress) as runs,
    ):
        found = swept(
            chosen,
            axes,
            runs,
            seed=seed,
            replications=replications,
            indicators=indicators or SWEPT_MEASURES,
            team=team,
            allow_outside_range=beyond,
        )
    command = (
        f"koopsim sweep {chosen.name} {' '.join(f'--vary {text!r}' for text in vary)} --months "
        f"{chosen.months} --replications {replications} --team {team} --seed {seed}"
        + "".join(f" --indicator {name}" for name in indicators or [])
    )
    folder = out if out is not None else Path("results") / f"{chosen.name}-sweep"
    if out is not None or not as_json:
        _write(found, folder, formats, language, command)
    if as_json:
        print_json(_as_data(found))
        return
    if not quiet:
        print_sweep(found, language)
    print_written(folder, language)


def _as_data(found: Sweep) -> dict[str, object]:
    return {
        "scenario": found.scenario.name,
        "digest": found.scenario.digest,
        "seed": found.seed,
        "replications": found.replications,
        "axes": [
            {"name": axis.name, "paths": axis.paths, "unit": axis.unit, "base": axis.base}
            for axis in found.axes
        ],
        "unchanged": as_records(found.base),
        "points": as_records(found.table),
    }


def print_sweep(found: Sweep, language: Language) -> None:
    """Print the mean of each measure by point, then smallest and largest values."""
    from ..analysis.reports.sweep_document import extremes

    out = console()
    room = out.width - _AXIS_WIDTH * len(found.axes)
    at_once = max(1, room // _MEASURE_WIDTH)
    for place in range(0, len(found.measures), at_once):
        out.print(_table(found, found.measures[place : place + at_once], language))
    if found.points > _SHOWN_POINTS:
        out.print(_MORE[language].format(found.points - _SHOWN_POINTS), soft_wrap=True)
    out.print(_UNCHANGED[language])
    for text in extremes(found, language):
        print_wrapped(out, text, hanging=2)


def _table(found: Sweep, chosen: Sequence[Measure], language: Language) -> Table:
    """Return a row per point, the unchanged scenario last."""
    from ..analysis.formatting import plain
    from ..analysis.plots.sweep import axis_title

    titles = [axis_title(axis, language).replace(" [", "\n[") for axis in found.axes]
    titles += [f"{item.title[language]}\n[{item.unit[language]}]" for item in chosen]
    table = new_table([(title, "right") for title in titles])

    def cells(frame: pd.DataFrame) -> list[str]:
        rows = frame.set_index("indicator")["mean"]
        return [item.text(float(rows[item.name]), language) for item in chosen]

    size = len(found.measures)
    for place in range(min(found.points, _SHOWN_POINTS)):
        rows = found.table.iloc[place * size : (place + 1) * size]
        point = [float(rows.iloc[0][axis.name]) for axis in found.axes]
        table.add_row(*(plain(round(value, 6), language) for value in point), *cells(rows))
    own = [plain(round(axis.base, 6), language) for axis in found.axes]
    table.add_section()
    table.add_row(*own[:-1], f"{own[-1]} *", *cells(found.base))
    return table


def _write(
    found: Sweep, folder: Path, formats: FormatOption, language: Language, command: str
) -> None:
    from ..analysis.reports.sweep_document import sweep_document
    from ..simulation.parquet_files import write_parquet

    def data(target: Path) -> None:
        write_table(found.table, target / "sweep.csv")
        write_parquet(found.table, target / "sweep.parquet")

    write_experiment(folder, sweep_document(found, language, command), formats, data)
