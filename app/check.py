"""``koopsim check``: prove the rules over all reachable states, or show the shortest way out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..model.errors import RuleError
from ..model.process.text import Language, Text
from ..model.rule_set import RuleSet
from .options import Lang, LangOption, RuleSetOption, chosen_rule_set
from .output import console, error_console, print_wrapped, validity

if TYPE_CHECKING:
    from rich.console import Console

    from ..model.checker import CheckReport, Story
    from ..model.checker.mutants import MutantReport

FOUND = 1

_WRITTEN = Text("geschrieben: {0}", "written: {0}")
_STORIES = Text("Geschichten: {0} in {1}", "stories: {0} in {1}")
_NO_STORY = Text("ohne Fallakte: {0}", "no case file: {0}")
_FIRST_REPAIR = Text(
    "Mutanten erst, wenn alle Eigenschaften gelten.", "Mutants only once all properties hold."
)
_HEAT_MAP = Text("Landkarte der Randziffern: {0}", "heat map of the margin numbers: {0}")


@dataclass(frozen=True, slots=True)
class _Files:
    """Where the user wants files."""

    junit: Path | None
    json: Path | None
    stories: Path | None
    heat_map: Path | None
    scenario: str


def check(
    rule: Annotated[
        str, typer.Option("--rule", metavar="RZ", help="Only properties that cite it: 15.52.")
    ] = "",
    names: Annotated[
        list[str] | None,
        typer.Option("--property", metavar="NAME", help="Only this property; may be repeated."),
    ] = None,
    rule_set: RuleSetOption = None,
    reform: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="YAML file with changed parameters of a rule set."),
    ] = None,
    lang: LangOption = Lang.en,
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Write JUnit XML.")] = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write JSON.")] = None,
    stories: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write each story as prose, diagram and pytest file."),
    ] = None,
    mutants: Annotated[
        bool, typer.Option("--mutants", help="Also try changed models: does a property notice?")
    ] = False,
    sample: Annotated[
        int | None, typer.Option(min=1, help="Try only so many mutants, drawn at random.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the sample.")] = 1,
    heat_map: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Simulate a scenario and draw how often each rule fires."),
    ] = None,
    scenario: Annotated[
        str, typer.Option(help="Scenario of the heat map; 12 months, 1 replication.")
    ] = "baseline",
    quiet: Annotated[
        bool, typer.Option("--quiet", help="No progress bar, no tables; only the last lines.")
    ] = False,
) -> None:
    """Check every reachable state of a case against the rules; exit code 1 if one does not hold.

    Exit codes: 0 everything holds, 1 something does not, 2 wrong input.
    """
    language = lang.language
    law = _law(rule_set, reform)
    out = console()
    if not quiet:
        out.print(validity(law, language), style="bold", soft_wrap=True)
    report = _check(law, names, rule, language, quiet)
    tried = _try_mutants(report, law, sample, seed, language, quiet) if mutants else None
    _print(out, report, tried, mutants, language, quiet)
    files = _Files(junit, json, stories, heat_map, scenario)
    _write(out, report, law, tried, files, language, quiet)
    if not report.passed or (tried is not None and tried.survivors):
        raise typer.Exit(FOUND)


def _law(rule_set: str | None, reform: Path | None) -> RuleSet:
    if reform is None:
        return chosen_rule_set(rule_set, None)
    from .reform_file import read_reform

    return read_reform(reform, rule_set)


def _check(
    law: RuleSet, names: list[str] | None, rule: str, language: Language, quiet: bool
) -> CheckReport:
    from .check_progress import CheckProgress
    from .check_run import checked

    with CheckProgress(language, quiet) as progress:
        return checked(law, names=names or None, rule=rule, progress=progress.told)


def _try_mutants(
    report: CheckReport,
    law: RuleSet,
    sample: int | None,
    seed: int,
    language: Language,
    quiet: bool,
) -> MutantReport | None:
    if not report.passed:
        return None
    from ..model.checker.mutants import run_mutants
    from .check_progress import CheckProgress

    with CheckProgress(language, quiet) as progress:
        return run_mutants(law, sample=sample, seed=seed, progress=progress.mutants)


def _print(
    out: Console,
    report: CheckReport,
    tried: MutantReport | None,
    wanted: bool,
    language: Language,
    quiet: bool,
) -> None:
    from .check_summary import print_mutants, print_report
    from .check_text import summary_line

    if quiet:
        out.print(summary_line(report, language), soft_wrap=True)
    else:
        print_report(out, report, language)
    if tried is not None and not quiet:
        print_mutants(out, tried, language)
    if wanted and tried is None:
        error_console().print(_FIRST_REPAIR[language], soft_wrap=True)


# -- files -----------------------------------------------------------------------------------


def _write(
    out: Console,
    report: CheckReport,
    law: RuleSet,
    tried: MutantReport | None,
    files: _Files,
    language: Language,
    quiet: bool,
) -> None:
    from .check_files import write_json, write_junit

    written: list[Path] = []
    if files.junit is not None:
        written.append(write_junit(report, files.junit, language))
    if files.json is not None:
        written.append(write_json(report, law, files.json, tried))
    for path in written:
        out.print(_WRITTEN[language].format(path), soft_wrap=True)
    if files.stories is not None:
        _write_stories(out, report, files.stories, language)
    if files.heat_map is not None:
        _write_heat_map(out, report, law, files.heat_map, files.scenario, language, quiet)


def _write_stories(out: Console, report: CheckReport, folder: Path, language: Language) -> None:
    from ..model.checker.case_file import write_case_file
    from ..model.errors import KoopsimError, RunError

    count = 0
    for story in _stories(report):
        try:
            write_case_file(story, folder, language)
        except RunError:
            raise
        except KoopsimError as error:
            print_wrapped(error_console(), _NO_STORY[language].format(error))
        else:
            count += 1
    out.print(_STORIES[language].format(count, folder), soft_wrap=True)


def _stories(report: CheckReport) -> list[Story]:
    found = [*(v.story for v in report.verdicts), *(a.story for a in report.answers)]
    return list({story.subject: story for story in found if story is not None}.values())


def _write_heat_map(
    out: Console,
    report: CheckReport,
    law: RuleSet,
    folder: Path,
    scenario: str,
    language: Language,
    quiet: bool,
) -> None:
    if law.base:
        raise RuleError(
            "a heat map shows a scenario under the rule set it names; leave out --reform or "
            "--heat-map"
        )
    from .check_heat_map import draw_heat_map

    for path in draw_heat_map(report, law, scenario, folder, language, quiet):
        out.print(_HEAT_MAP[language].format(path), soft_wrap=True)
