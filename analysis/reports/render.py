"""Any document as files: HTML, PDF, Excel, CSV. Written beside and moved into place."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

from ..errors import AnalysisError
from ..safe_cells import csv_text
from .cells import heading_text, plain_cell
from .document import Document, Table
from .html_document import document_html
from .inert import inert

Format = Literal["html", "pdf", "xlsx", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)
"""Formats of a document; ``csv`` gives one file per table."""

_NAME = re.compile(r"[\w][\w. -]*", re.ASCII)


def write_document(
    document: Document,
    folder: str | os.PathLike[str],
    formats: Iterable[str] = ("html",),
    name: str = "report",
) -> list[Path]:
    """Write a document into a folder, in each format asked for, and return the paths.

    The files are ``report.html`` (one page that loads nothing), ``report.pdf`` (A4, PDF/UA-1),
    ``report.xlsx`` (one sheet per table) and, for ``csv``, one ``report-<table>.csv`` per table.
    The same document gives the same bytes. Either all files are replaced or none.

    Raises:
        AnalysisError: for an unknown format, a name that is no plain file name, a document that a
            format cannot hold, or a folder that cannot be written to.
    """
    if not _NAME.fullmatch(name):
        raise AnalysisError(f"{name!r} is no name for a file; use letters, digits, - and _.")
    contents: dict[str, bytes] = {}
    for chosen in check_formats(formats):
        contents |= rendered(document, chosen, name)
    return write_whole(Path(folder), contents)


def check_formats(formats: Iterable[str]) -> list[Format]:
    """Return the formats, each once and in the order given.

    Raises:
        AnalysisError: if one is not known.
    """
    found: list[Format] = []
    for asked in formats:
        known = next((item for item in FORMATS if item == asked), None)
        if known is None:
            raise AnalysisError(f"There is no format {asked!r}; choose from {', '.join(FORMATS)}.")
        if known not in found:
            found.append(known)
    return found


def rendered(document: Document, chosen: Format, name: str) -> dict[str, bytes]:
    """Return the files of one format: name and content.

    Raises:
        AnalysisError: for a document that the format cannot hold.
    """
    if chosen == "html":
        return {f"{name}.html": document_html(document).encode("utf-8")}
    if chosen == "pdf":
        from .pdf_document import document_pdf

        return {f"{name}.pdf": document_pdf(document)}
    if chosen == "xlsx":
        from .xlsx_document import document_xlsx

        return {f"{name}.xlsx": document_xlsx(document)}
    return _tables(inert(document), name)


def _tables(document: Document, name: str) -> dict[str, bytes]:
    """Return one CSV file per table; numbers are written in full, with a point."""
    files: dict[str, bytes] = {}
    for block in document.blocks:
        if isinstance(block, Table):
            header = [heading_text(column) for column in block.columns]
            rows = [[plain_cell(cell) for cell in row] for row in block.rows]
            files[_file_name(name, block, files)] = csv_text(header, rows).encode("utf-8")
    return files


def _file_name(name: str, table: Table, taken: dict[str, bytes]) -> str:
    """Return a plain file name for a table that no other table has."""
    plain = re.sub(r"[^a-z0-9]+", "-", (table.name or table.title).lower()).strip("-")[:60]
    stem = f"{name}-{plain or 'table'}"
    found, count = f"{stem}.csv", 1
    while found in taken:
        count += 1
        found = f"{stem}-{count}.csv"
    return found


def write_whole(folder: Path, contents: dict[str, bytes]) -> list[Path]:
    """Write files into a folder, all beside first, then moved into place; return their paths.

    Raises:
        AnalysisError: if the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".koopsim-", dir=folder) as beside:
            for name, content in contents.items():
                Path(beside, name).write_bytes(content)
            for name in contents:
                Path(beside, name).replace(folder / name)
    except OSError as error:
        reason = error.strerror or error
        raise AnalysisError(f"Cannot write to {str(folder)!r}: {reason}.") from error
    return [folder / name for name in contents]
