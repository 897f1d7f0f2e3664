"""The forecast report in each format that is asked for."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ..formatting import check_language
from ..result_protocol import Result
from .document import Document
from .forecast_document import Layout, forecast_document
from .html import report_html
from .render import Format, check_formats, rendered, write_whole

_LAYOUTS: dict[Format, Layout] = {"pdf": "page", "xlsx": "sheet", "csv": "sheet"}
"""How tables are made; the page in HTML has a layout of its own."""


def write_forecast(
    result: Result,
    folder: str | os.PathLike[str],
    formats: Iterable[str] = ("html",),
    language: str = "en",
    name: str = "report",
) -> list[Path]:
    """Write the forecast report of a result into a folder and return the paths.

    ``report.html`` and ``report.pdf`` say the same; ``report.xlsx`` and, for ``csv``, one file
    per table hold in addition all indicators of all teams, each number in a cell of its own.
    Either all files are replaced or none.

    Raises:
        AnalysisError: for an unknown format or language, a result that lacks values, or a folder
            that cannot be written to.
    """
    chosen = check_language(language)
    contents: dict[str, bytes] = {}
    documents: dict[Layout, Document] = {}
    for form in check_formats(formats):
        if form == "html":
            contents[f"{name}.html"] = report_html(result, chosen).encode("utf-8")
            continue
        layout = _LAYOUTS[form]
        if layout not in documents:
            documents[layout] = forecast_document(result, chosen, layout)
        contents |= rendered(documents[layout], form, name)
    return write_whole(Path(folder), contents)
