"""Totals that a user has, read from a CSV file and checked before anything is run.

One line per total: ``period`` (2024 or 2024-03), ``indicator`` (a name of the catalogue),
``value``, and if known ``standard_error`` or ``tolerance`` (half of a 95 percent interval),
``team`` and ``per`` (then the value is a rate per that many years in benefit). Cells are separated
by commas, or by semicolons and then with decimal commas; the text is UTF-8.
"""

from __future__ import annotations

import csv
import difflib
import math
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...scenarios.problems import escape
from ..errors import AnalysisError
from ..forecast import TEAMS
from ..indicator_catalogue import INDICATORS

COLUMNS = ("period", "indicator", "value", "standard_error", "tolerance", "team", "per")
NEEDED = COLUMNS[:3]

MAX_BYTES = 1_048_576
MAX_TOTALS = 500
MOST_LISTED = 5
"""Problems named in one message."""

NORMAL_95 = 1.959964
_PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[-+]?\d*,\d+([eE][-+]?\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Total:
    """One total of an office: a count, a mean level, or a rate if ``per`` is given.

    ``standard_error`` is that of the figure itself, in its unit; 0 if it was counted. ``row`` is
    the line of the file, from 1.
    """

    row: int
    period: str
    indicator: str
    value: float
    standard_error: float
    team: str
    per: float | None

    @property
    def key(self) -> tuple[str, str, float | None]:
        """What makes a series: indicator, team, per."""
        return self.indicator, self.team, self.per

    @property
    def label(self) -> str:
        """Short name for tables: period, indicator, team if not both."""
        team = "" if self.team == "all" else f" ({self.team})"
        return f"{self.period} {self.indicator}{team}"


def read_totals(path: Path) -> tuple[Total, ...]:
    """Read and check a file of totals, each by itself (see ``totals_check`` for all together).

    Raises:
        AnalysisError: it cannot be read or is wrong; the sentence names the rows.
    """
    shown = escape(str(path), None)
    lines = _lines(shown, _text(shown, path))
    if not lines:
        raise AnalysisError(f"{shown} is empty; the first line names {', '.join(NEEDED)}.")
    (head_row, head), rows = lines[0], lines[1:]
    mark = ";" if ";" in head else ","
    names = [name.strip() for name in _cells(shown, head_row, head, mark)]
    _check_columns(shown, head_row, names)
    if not rows:
        raise AnalysisError(f"{shown} has no line below the names of the columns.")
    if len(rows) > MAX_TOTALS:
        raise AnalysisError(
            f"{shown} has {len(rows):,} totals; at most {MAX_TOTALS} are accepted: give yearly "
            "figures, or fewer indicators."
        )
    problems: list[str] = []
    found = []
    for row, line in rows:
        cells = [cell.strip() for cell in _cells(shown, row, line, mark)]
        if len(cells) != len(names):
            problems.append(f"row {row} has {len(cells)} cells, the first line {len(names)}")
            continue
        try:
            found.append(_total(row, dict(zip(names, cells, strict=True)), mark))
        except AnalysisError as error:
            problems.append(f"row {row}: {error}")
    fail_with(shown, problems)
    return tuple(found)


def fail_with(subject: str, problems: list[str]) -> None:
    """Complain about problems in one sentence, if there are any.

    Raises:
        AnalysisError: naming the first few.
    """
    if not problems:
        return
    more = len(problems) - MOST_LISTED
    rest = f"; and {more} more" if more > 0 else ""
    raise AnalysisError(f"{subject}: {'; '.join(problems[:MOST_LISTED])}{rest}.")


def _text(shown: str, path: Path) -> str:
    """Return the text of a file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise AnalysisError(f"{shown} is not a file; give the path of a CSV file.")
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is no path"
        raise AnalysisError(f"{shown} cannot be read: {reason}.") from None
    if len(content) > MAX_BYTES:
        raise AnalysisError(f"{shown} is larger than 1 MiB; totals fit into a few lines.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise AnalysisError(
            f"{shown}: row {row} is not UTF-8; save the file as CSV in UTF-8."
        ) from None
    if "\0" in text:
        raise AnalysisError(f"{shown} holds NUL characters; save it as CSV in UTF-8.")
    return text


def _lines(shown: str, text: str) -> list[tuple[int, str]]:
    """Return the lines that are not blank, with their numbers."""
    return [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip(" ;,\t")]


def _cells(shown: str, row: int, line: str, mark: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=mark, strict=True))
    except csv.Error:
        raise AnalysisError(f"{shown}: row {row}: quotation marks do not match.") from None


def _check_columns(shown: str, row: int, names: list[str]) -> None:
    """Complain about unknown, repeated and missing columns."""
    problems = [
        f"row {row}: {escape(name)!r} is not a column{_near(name, COLUMNS)}"
        for name in names
        if name not in COLUMNS
    ]
    if len(set(names)) < len(names):
        problems.append(f"row {row}: a column is named twice")
    if missing := [name for name in NEEDED if name not in names]:
        problems.append(f"row {row}: the column {', '.join(missing)} is missing")
    if problems:
        problems.append(f"columns are {', '.join(COLUMNS)}")
    fail_with(shown, problems)


def _near(word: str, accepted: tuple[str, ...] | list[str]) -> str:
    near = difflib.get_close_matches(word[:60], accepted, n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""


def _total(row: int, cells: dict[str, str], mark: str) -> Total:
    """Return one line as a total."""
    period, indicator = cells["period"], cells["indicator"]
    if not _PERIOD.fullmatch(period):
        raise AnalysisError(f"{escape(period)!r} is no period, write 2024 or 2024-03")
    if indicator not in INDICATORS:
        near = _near(indicator, list(INDICATORS))
        raise AnalysisError(f"{escape(indicator)!r} is no indicator{near}")
    team = cells.get("team") or "all"
    if team not in TEAMS:
        raise AnalysisError(f"{escape(team)!r} is no team, write one of {', '.join(TEAMS)}")
    value = _number(cells["value"], "value", mark)
    per = _number(cells["per"], "per", mark) if cells.get("per") else None
    if per is not None and (not 0 < per <= 1e6 or INDICATORS[indicator].kind != "flow"):
        raise AnalysisError("per makes a rate of a flow, such as 100 for per 100 years in benefit")
    return Total(row, period, indicator, value, _error(cells, mark), team, per)


def _error(cells: dict[str, str], mark: str) -> float:
    """Return the standard error that a line gives, 0 if none."""
    given = {n: cells[n] for n in ("standard_error", "tolerance") if cells.get(n)}
    if len(given) > 1:
        raise AnalysisError("give either a standard_error or a tolerance, not both")
    for name, text in given.items():
        size = _number(text, name, mark)
        return size / NORMAL_95 if name == "tolerance" else size
    return 0.0


def _number(text: str, name: str, mark: str) -> float:
    """Return a cell as a number, 0 or more."""
    if not text:
        raise AnalysisError(f"the {name} is missing")
    plain = text.replace(",", ".") if mark == ";" and _DECIMAL_COMMA.fullmatch(text) else text
    try:
        value = float(plain) if "_" not in plain else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise AnalysisError(f"{escape(text)!r} is no {name}, write a number such as 318 or 8.5")
    if value < 0:
        raise AnalysisError(f"the {name} {text} is negative, but nothing here can be below 0")
    return value


def months_of(period: str) -> tuple[str, ...]:
    """Return the months of a period such as 2024 or 2024-03."""
    return (period,) if "-" in period else tuple(_months_of_year(period))


def _months_of_year(year: str) -> Iterator[str]:
    for month in range(1, 13):
        yield f"{year}-{month:02d}"
