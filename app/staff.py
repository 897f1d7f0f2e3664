"""``koopsim staff``: the least staff that meets a target, and what staff does to deadlines."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..model.errors import RunError
from ..model.process.text import Language, Text
from .options import JsonOption, Lang, LangOption
from .output import console, print_json

if TYPE_CHECKING:
    from ..analysis.staffing import StaffAnswer

_FILES = Text("Bericht: {0}", "Report: {0}")
_DATA = "staff.json"


class ReportFormat(StrEnum):
    """The formats of the report, as ``analysis.reports.render.FORMATS`` names them."""

    html = "html"
    pdf = "pdf"
    xlsx = "xlsx"
    csv = "csv"


def staff(
    scenario: Annotated[
        str, typer.Argument(help="Name in the library (koopsim scenarios), or a YAML file.")
    ],
    target: Annotated[
        list[str] | None,
        typer.Option(
            help='What must hold, such as "update_missed in from_25 <= 10% with 95%"; may be '
            'given several times.  [default: "update_overdue <= 5% with 95%"]'
        ),
    ] = None,
    months: Annotated[
        int | None,
        typer.Option(min=1, help="Judged months of a simulated year; default: 12, or fewer."),
    ] = None,
    confidence: Annotated[
        float, typer.Option(help="How sure the answer is to be, 0.5 to below 1.")
    ] = 0.95,
    office_years: Annotated[
        int | None,
        typer.Option(min=1, help="Simulated years that decide; default: as few as suffice."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same answer.")] = 1,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes to use; default: all cores.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the report and staff.json; default: none."),
    ] = None,
    formats: Annotated[
        list[ReportFormat] | None,
        typer.Option("--format", help="Format of the report, may be given several times."),
    ] = None,
    lang: LangOption = Lang.en,
    as_json: JsonOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar; only answers.")] = False,
) -> None:
    """Find the least staff that meets a target, and how deadlines break when staff is short."""
    from ..analysis.staffing import DEFAULT_TARGET, least_staff
    from ..analysis.staffing.data import staff_data
    from ..analysis.staffing.stages import Stages
    from ..scenarios import load_scenario
    from .staff_summary import print_answer

    language = lang.language
    chosen = load_scenario(scenario)
    if out is not None:
        _check_folder(out)
    answer = least_staff(
        chosen,
        target or [DEFAULT_TARGET],
        months=months,
        confidence=confidence,
        office_years=office_years,
        seed=seed,
        workers=workers,
        stages=Stages(visible=not (quiet or as_json), language=language),
    )
    if as_json:
        print_json(staff_data(answer))
    else:
        print_answer(console(), answer, language, brief=quiet)
    if out is not None:
        chosen_formats = [each.value for each in formats or [ReportFormat.html]]
        written = _write(answer, out, chosen_formats, language)
        if not as_json:
            console().print(_FILES[language].format(written), style="bold", soft_wrap=True)


def _check_folder(folder: Path) -> None:
    """Complain before minutes of work, not after.

    Raises:
        RunError: if the folder is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise RunError(f"{str(folder)!r} is a file; give a folder for the report with --out")


def _write(answer: StaffAnswer, folder: Path, formats: list[str], language: Language) -> Path:
    """Write the report and the data; return the path of the first file of the report."""
    import json

    from ..analysis.reports import write_document
    from ..analysis.reports.render import write_whole
    from ..analysis.staffing.data import staff_data
    from ..analysis.staffing.document import staff_document

    written = write_document(staff_document(answer, language), folder, formats)
    text = json.dumps(staff_data(answer), ensure_ascii=False, indent=2) + "\n"
    write_whole(folder, {_DATA: text.encode("utf-8")})
    return written[0]
