"""``koopsim uncertainty``: what is not known about a scenario, and what to measure first."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..model.process.text import Language, Text
from .options import JsonOption, Lang, LangOption
from .output import console, print_json
from .report_formats import FormatsOption, chosen_formats

if TYPE_CHECKING:
    from ..analysis.uncertainty import Plan, Settings, StaffDecision, UncertaintyStudy

_RUNNING = Text("rechne {0} Läufe von {1}", "doing {0} runs of {1}")
_FILES = Text("Bericht: {0}", "Report: {0}")


class Shape(StrEnum):
    """Distributions of the uncertain numbers."""

    uniform = "uniform"
    triangular = "triangular"


class Sampling(StrEnum):
    """Kinds of designs."""

    latin_hypercube = "latin-hypercube"
    sobol = "sobol"


class Decision(StrEnum):
    """Decisions for which information can be valued."""

    staff = "staff"


def uncertainty(
    scenario: Annotated[
        str, typer.Argument(help="Name in the library (koopsim scenarios), or a YAML file.")
    ],
    outcome: Annotated[
        list[str] | None,
        typer.Option(help="Indicator or share to look at; give it again for more."),
    ] = None,
    team: Annotated[str, typer.Option(help="all, under_25 or from_25.")] = "all",
    fix: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="Number or group that is known; again for more."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="Only these numbers or groups are uncertain."),
    ] = None,
    shape: Annotated[Shape, typer.Option(help="Distribution over each range.")] = Shape.uniform,
    sampling: Annotated[
        Sampling, typer.Option(help="How points are spread; sobol for up to 20 numbers.")
    ] = Sampling.latin_hypercube,
    points: Annotated[int, typer.Option(help="Points of the design.")] = 200,
    replications: Annotated[int, typer.Option(help="Runs per point, 2 to 4.")] = 2,
    trajectories: Annotated[int, typer.Option(help="Trajectories of the screening.")] = 6,
    months: Annotated[int, typer.Option(help="Reported months of each run.")] = 12,
    decision: Annotated[
        Decision | None, typer.Option(help="Value information for a decision.")
    ] = None,
    target: Annotated[
        float, typer.Option(help="Decision: share of plan updates in time to be reached.")
    ] = 0.9,
    price: Annotated[
        float | None,
        typer.Option(
            help="Decision: FTE that a percentage point short weighs; default: 3 % of the staff."
        ),
    ] = None,
    option: Annotated[
        list[float] | None,
        typer.Option(help="Decision: a multiple of the staff; again for more."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same result.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder.  [default: results/<scenario>-uncertainty]"),
    ] = None,
    lang: LangOption = Lang.en,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes to use; default: all cores.")
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="No progress bar, no tables; only the last line.")
    ] = False,
    json_output: JsonOption = False,
    report: Annotated[bool, typer.Option("--report/--no-report", help="Write the report.")] = True,
    formats: FormatsOption = None,
) -> None:
    """Carry all ranges through the model: how sure is it, what matters, what to measure first."""
    from ..analysis.uncertainty import Settings, plan_study
    from ..scenarios import load_scenario
    from .run_files import output_folder

    chosen = load_scenario(scenario)
    settings = Settings(
        outcomes=tuple(outcome) if outcome else None,
        team=team,
        months=months,
        points=points,
        replications=replications,
        trajectories=trajectories,
        shape=shape.value,
        sampling=sampling.value,
        fixed=tuple(fix or ()),
        only=tuple(only) if only else None,
        decision=_decision(decision, target, price, option),
        seed=seed,
    )
    plan = plan_study(chosen, settings)
    wanted = chosen_formats(formats, report)
    folder = out if out is not None else Path("results") / f"{chosen.name}-uncertainty"
    if not wanted:
        study = _run(plan, settings, workers, quiet or json_output, lang.language)
    else:
        with output_folder(folder):
            study = _run(plan, settings, workers, quiet or json_output, lang.language)
            _write(study, folder, wanted, lang.language)
    _show(study, quiet, json_output, lang.language)
    if wanted and not json_output:
        console().print(_FILES[lang.language].format(folder), style="bold", soft_wrap=True)


def _decision(
    asked: Decision | None, target: float, price: float | None, options: list[float] | None
) -> StaffDecision | None:
    from ..analysis.uncertainty import StaffDecision
    from ..analysis.uncertainty.decision import FACTORS

    if asked is None:
        return None
    return StaffDecision(target, price, tuple(sorted(set(options))) if options else FACTORS)


def _run(
    plan: Plan, settings: Settings, workers: int | None, quiet: bool, language: Language
) -> UncertaintyStudy:
    from ..analysis.uncertainty import evaluator, run_study
    from ..simulation import Replicator
    from ..simulation.progress import ProgressBar
    from ..simulation.runner import total_days

    title = _RUNNING[language].format(plan.runs, plan.scenario.name)
    days = total_days(plan.scenario, None, plan.runs)
    with (
        ProgressBar(title, days, quiet) as progress,
        Replicator(seed=settings.seed, workers=workers, progress=progress) as replicator,
    ):
        return run_study(plan, evaluator(replicator, plan.all_outcomes, settings.team))


def _write(
    study: UncertaintyStudy, folder: Path, formats: tuple[str, ...], language: Language
) -> None:
    from ..analysis.reports import write_document
    from ..analysis.reports.uncertainty_document import uncertainty_document
    from .provenance import provenance

    document = uncertainty_document(
        study, language, provenance(study.scenario, study.settings.seed, language)
    )
    write_document(document, folder, formats)


def _show(study: UncertaintyStudy, quiet: bool, json_output: bool, language: Language) -> None:
    if json_output:
        print_json(as_data(study))
        return
    if quiet:
        return
    from ..analysis.reports import uncertainty_tables as tables
    from ..analysis.reports.uncertainty_document import answers, headline
    from .document_tables import print_table
    from .output import print_wrapped

    shown = console()
    print_table(shown, tables.ranges_table(study, language))
    if study.decision is not None:
        print_table(shown, tables.options_table(study.decision, language))
        print_table(shown, tables.worth_table(study, study.decision, language))
    else:
        print_table(shown, tables.numbers_table(study, study.results[0], language))
    print_table(shown, tables.groups_table(study, language))
    for sentence in (headline(study, language), *answers(study, language)):
        print_wrapped(shown, sentence, hanging=2)
    shown.print()


def as_data(study: UncertaintyStudy) -> dict[str, Any]:
    """Return a study as plain data for JSON."""
    from dataclasses import asdict

    outcomes = {
        result.outcome.name: {
            "unit": result.outcome.unit.en,
            "variance": asdict(result.parts),
            "surrogate_quality": result.surrogate.quality,
            "screening": result.screening.to_dict("records"),
            "sobol": result.sobol.to_dict("records"),
            "effects": result.effects.to_dict("records"),
            "information": result.information.to_dict("records"),
            "groups": result.groups.to_dict("records"),
        }
        for result in study.results
    }
    found = study.decision
    return {
        "scenario": study.scenario.name,
        "digest": study.scenario.digest,
        "settings": asdict(study.settings),
        "runs": study.runs,
        "parameters": [asdict(parameter) for parameter in study.space.parameters],
        "outcomes": outcomes,
        "decision": None
        if found is None
        else {
            "options": found.options.to_dict("records"),
            "best": found.best,
            "information": found.information.to_dict("records"),
            "groups": found.groups.to_dict("records"),
            "perfect_information": found.perfect,
        },
        "ledger": [asdict(row) for row in study.ledger.rows],
    }
