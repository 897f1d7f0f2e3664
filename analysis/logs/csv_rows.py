"""Read a CSV file as a stream of rows: any common separator and encoding, one line at a time."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ...scenarios.problems import escape
from ..errors import AnalysisError
from .columns import column_name

SEPARATORS = (";", ",", "\t", "|")
"""Separators that are recognised, by the header."""

_SAMPLE_BYTES = 1 << 20
LONGEST_LINE = 1 << 20
"""Longest line that is read as a row [bytes]; what is longer counts as unreadable."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV file whose form is known: encoding, separator, cells of the header."""

    path: Path
    encoding: str
    mark: int
    separator: str
    line_end: str
    header: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it was read: its number (the header is row 1), its cells, None if unreadable.

    ``fallback`` tells that it had to be read as Windows-1252.
    """

    number: int
    cells: list[str] | None
    fallback: bool
    bytes: int


def open_csv(path: Path, renamed: dict[str, str]) -> CsvFile:
    """Find out encoding, separator and header of a CSV file.

    Args:
        path: the file.
        renamed: names of columns that a mapping file explains, in small letters.

    Raises:
        AnalysisError: if the file cannot be read or is empty.
    """
    try:
        with path.open("rb") as file:
            sample = file.read(_SAMPLE_BYTES)
    except OSError as error:
        raise AnalysisError(f"cannot read {escape(str(path))}: {error.strerror}") from None
    if not sample.strip(b"\x00\xff\xfe\xef\xbb\xbf \t\r\n"):
        raise AnalysisError(
            f"{escape(str(path))} is empty; a log has a header and one row per event"
        )
    encoding, mark = _encoding(sample)
    text = sample[mark:].decode(encoding, errors="replace")
    line_end = "\n" if "\n" in text or "\r" not in text else "\r"
    first = next((line.rstrip("\r") for line in text.split(line_end) if line.strip()), "")
    try:
        if "\x00" in first:
            raise csv.Error
        separator = max(SEPARATORS, key=lambda s: (_recognised(first, s, renamed), first.count(s)))
        header = tuple(split_line(first, separator))
    except csv.Error:
        raise AnalysisError(
            f"{escape(str(path))} is no CSV file: its first line is no header with names of columns"
        ) from None
    return CsvFile(path, encoding, mark, separator, line_end, header)


def _encoding(sample: bytes) -> tuple[str, int]:
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name, len(mark)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return "cp1252", 0
    return "utf-8", 0


def _recognised(header: str, separator: str, renamed: dict[str, str]) -> int:
    return sum(
        cell.strip().lower() in renamed or bool(column_name(cell))
        for cell in split_line(header, separator)
    )


def split_line(line: str, separator: str) -> list[str]:
    """Return the cells of a line; a line break inside quotation marks is not a part of a cell."""
    if '"' not in line:
        return line.split(separator)
    return next(csv.reader([line], delimiter=separator), [])


def read_lines(file: CsvFile) -> Iterator[Line]:
    """Iterate over the rows after the header; blank lines are no rows.

    Raises:
        AnalysisError: if the file cannot be read to its end.
    """
    try:
        with file.path.open("rb") as raw:
            raw.seek(file.mark)
            number = 0
            for content in _raw_lines(raw, file.line_end.encode(file.encoding)):
                line = _decoded(content, file.encoding)
                if line is not None and not line[0].strip():
                    continue
                number += 1
                if number > 1:
                    yield _line(number, line, len(content), file.separator)
    except OSError as error:
        raise AnalysisError(f"cannot read {escape(str(file.path))}: {error.strerror}") from None


def _line(number: int, line: tuple[str, bool] | None, size: int, separator: str) -> Line:
    if line is None:
        return Line(number, None, False, size)
    text, fallback = line
    try:
        return Line(number, split_line(text, separator), fallback, size)
    except csv.Error:
        return Line(number, None, fallback, size)


def _raw_lines(raw: BinaryIO, end: bytes) -> Iterator[bytes]:
    """Iterate over lines without reading more than a bounded piece at once."""
    rest = b""
    skipping = False
    while piece := raw.read(1 << 18):
        parts = _split(rest + piece, end)
        rest = parts.pop()
        for part in parts:
            yield b"" if skipping else part
            skipping = False
        if len(rest) > LONGEST_LINE:
            if not skipping:
                yield b"\xff" * (LONGEST_LINE + 1)
            skipping, rest = True, b""
    if rest and not skipping:
        yield rest


def _split(content: bytes, end: bytes) -> list[bytes]:
    if len(end) == 1:
        return content.split(end)
    # In UTF-16 a line end must stand at an even place.
    parts, start, place = [], 0, 0
    while (place := content.find(end, place)) >= 0:
        if place % 2:
            place += 1
            continue
        parts.append(content[start:place])
        place += 2
        start = place
    return [*parts, content[start:]]


def _decoded(content: bytes, encoding: str) -> tuple[str, bool] | None:
    """Return the text and whether another encoding had to be tried; None if it is no text."""
    if len(content) > LONGEST_LINE:
        return None
    try:
        return content.decode(encoding).rstrip("\r\n"), False
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252").rstrip("\r\n"), encoding != "cp1252"
    except UnicodeDecodeError:
        return None
