"""Cells of CSV files that no spreadsheet program takes for a formula; numbers stay numbers.

A scenario file, a log or a list of offices may come from anywhere, and a text such as ``=2+2`` in
a CSV file is run as a formula by Excel and LibreOffice (OWASP: CSV injection). A leading
apostrophe makes it a text there.

>>> safe_cell("=2+2")
"'=2+2"
>>> safe_cell(-1.5)
-1.5
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence

_DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
"""First letters that begin a formula; the wide forms are those of East Asian keyboards."""


def safe_cell(value: object) -> object:
    """Return a value as it may stand in a CSV file.

    Texts that begin like a formula get a leading apostrophe, also behind leading spaces. NaN and
    None become an empty cell, truth values ``true`` and ``false``; other numbers stay as they are.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV: commas, decimal points, a line feed after each row."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([safe_cell(title) for title in header])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return stream.getvalue()
