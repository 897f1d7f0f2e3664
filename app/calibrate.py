"""``koopsim calibrate``: fit numbers of a scenario to totals that a user has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..model.process.text import Language, Text
from .options import JsonOption, Lang, LangOption
from .output import console, print_json
from .report_formats import FormatsOption, chosen_formats

if TYPE_CHECKING:
    from ..analysis.fitting import Fit, FitPlan

_RUNNING = Text("passe an: {0} Läufe von {1}", "fitting: {0} runs of {1}")
_SCENARIO = Text("Szenario: {0}", "Scenario: {0}")
_REPORT = Text("Bericht: {0}", "Report: {0}")


def calibrate(
    scenario: Annotated[
        str, typer.Argument(help="Name in the library (koopsim scenarios), or a YAML file.")
    ],
    data: Annotated[
        Path,
        typer.Option(
            metavar="FILE",
            help="CSV: period, indicator, value; standard_error or tolerance, team, per if known.",
        ),
    ],
    fit: Annotated[
        list[str], typer.Option(metavar="PATH", help="Number to fit; give it again for more.")
    ],
    discrepancy: Annotated[
        float, typer.Option(help="What the model leaves out, as a share of each total.")
    ] = 0.02,
    points: Annotated[int | None, typer.Option(help="Points of each wave.")] = None,
    allow_gaps: Annotated[
        bool, typer.Option("--allow-gaps", help="Take monthly figures with months missing.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same result.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder.  [default: results/<scenario>-fitted]"),
    ] = None,
    lang: LangOption = Lang.en,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes to use; default: all cores.")
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="No progress bar, no tables; only the last lines.")
    ] = False,
    json_output: JsonOption = False,
    report: Annotated[
        bool, typer.Option("--report/--no-report", help="Write the report beside the scenario.")
    ] = True,
    formats: FormatsOption = None,
) -> None:
    """Fit numbers to your totals, and say what the totals cannot tell apart."""
    from ..analysis.fitting import FitSettings, check_totals, plan_fit, read_totals, write_fitted
    from ..scenarios import load_scenario
    from .run_files import output_folder

    chosen = load_scenario(scenario)
    totals = read_totals(data)
    check_totals(str(data), totals, chosen, allow_gaps=allow_gaps)
    settings = FitSettings(tuple(fit), discrepancy, points=points, seed=seed)
    plan = plan_fit(chosen, totals, settings)
    wanted = chosen_formats(formats, report)
    folder = out if out is not None else Path("results") / f"{chosen.name}-fitted"
    with output_folder(folder):
        found = _run(plan, workers, quiet or json_output, lang.language)
        path = folder / "fitted.yaml"
        if wanted:
            _write_report(found, folder, wanted, lang.language)
        write_fitted(found, path, scenario, data.name)
    if json_output:
        print_json(as_data(found))
        return
    if not quiet:
        _show(found, lang.language)
    console().print(_SCENARIO[lang.language].format(path), style="bold", soft_wrap=True)
    if wanted:
        console().print(_REPORT[lang.language].format(folder), soft_wrap=True)


def _run(plan: FitPlan, workers: int | None, quiet: bool, language: Language) -> Fit:
    from ..analysis.fitting import observer, run_fit
    from ..analysis.uncertainty.evaluation import Evaluator
    from ..simulation import Replicator
    from ..simulation.progress import ProgressBar
    from ..simulation.runner import total_days

    title = _RUNNING[language].format(plan.runs, plan.base.name)
    days = total_days(plan.short, None, plan.runs)
    with (
        ProgressBar(title, days, quiet) as progress,
        Replicator(seed=plan.settings.seed, workers=workers, progress=progress) as replicator,
    ):
        return run_fit(plan, Evaluator(replicator, observer(plan.observed)))


def _write_report(found: Fit, folder: Path, formats: tuple[str, ...], language: Language) -> None:
    from ..analysis.reports import write_document
    from ..analysis.reports.fitting_document import fitting_document
    from .provenance import provenance

    ends = provenance(found.scenario, found.settings.seed, language)
    write_document(fitting_document(found, language, ends), folder, formats)


def _show(found: Fit, language: Language) -> None:
    from ..analysis.reports import fitting_document as texts
    from .document_tables import print_table
    from .output import print_wrapped

    shown = console()
    print_table(shown, texts.parameters_table(found, language))
    print_table(shown, texts.totals_table(found, language))
    for sentence in (texts.agreement(found, language), *texts.told_apart(found, language)):
        print_wrapped(shown, sentence, hanging=2)
    shown.print()


def as_data(found: Fit) -> dict[str, Any]:
    """Return a fit as plain data for JSON."""
    from dataclasses import asdict

    return {
        "scenario": found.base.name,
        "settings": asdict(found.settings),
        "parameters": found.parameters.to_dict("records"),
        "totals": found.totals.to_dict("records"),
        "correlations": found.correlations.to_dict(),
        "directions": [asdict(each) for each in found.directions],
        "waves": [asdict(wave) for wave in found.waves],
        "effective_draws": found.effective,
        "ledger": [asdict(row) for row in found.ledger.rows],
    }
