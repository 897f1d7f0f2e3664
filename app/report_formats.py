"""The option ``--format`` of commands that write a report."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ..model.errors import RunError


class ReportFormat(StrEnum):
    """Formats of a report, as ``analysis.reports.FORMATS`` names them."""

    html = "html"
    pdf = "pdf"
    xlsx = "xlsx"
    csv = "csv"


FormatsOption = Annotated[
    list[ReportFormat] | None,
    typer.Option("--format", help="Format of the report; give it again for more.  [default: html]"),
]


def chosen_formats(asked: list[ReportFormat] | None, report: bool = True) -> tuple[str, ...]:
    """Return the formats asked for, each once; none if no report is wanted.

    Raises:
        RunError: if no report is wanted, but a format of it is.
    """
    if not report and asked:
        raise RunError("give either --no-report or --format, not both")
    if not report:
        return ()
    return tuple(dict.fromkeys(item.value for item in asked or (ReportFormat.html,)))
