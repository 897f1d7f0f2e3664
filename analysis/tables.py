"""Tables of a result as plain text cells: by month and by year, localised, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..model.process.text import Language, Text
from .compliance import KEPT_DEADLINES, compliance
from .forecast import WHOLE_PERIOD, summary, yearly_values, years_of
from .formatting import (
    check_language,
    counted,
    fitting,
    month_name,
    percent,
    percent_interval,
)
from .indicator_catalogue import Indicator, indicator
from .indicator_terms import UNIT_TITLES
from .result_protocol import Result

MONTHLY_INDICATORS = (
    "stock",
    "talks",
    "no_shows",
    "plans_made",
    "updates_due",
    "updates_missed",
    "demands_with_notice",
    "fte_needed",
    "backlog",
)
"""Columns of the monthly table if nothing else is asked for."""

YEARLY_INDICATORS = (
    "stock",
    "first_invitations",
    "invitations_without_notice",
    "invitations_with_notice",
    "talks",
    "no_shows",
    "plans_made",
    "updates_due",
    "updates_done",
    "updates_unchanged",
    "demands_with_notice",
    "individual_checks",
    "conciliations",
    "appointment_reductions",
    "breach_reductions",
    "fte_needed",
    "fte_available",
    "backlog",
    "wait_days",
)
"""Rows of the yearly table if nothing else is asked for."""

_MONTH = Text("Monat", "month")
_INDICATOR = Text("Kennzahl", "indicator")
_UNIT = Text("Einheit", "unit")
_SHARE = Text("Anteil", "share")
_WHOLE = Text("gesamter Zeitraum", "whole period")
_PART = Text("{year} ({months} Monate)", "{year} ({months} months)")
_ONE_MONTH = Text("{year} (1 Monat)", "{year} (1 month)")
_PER_MONTH = Text(" je Monat", " per month")
_FULL_YEAR = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as text and its interval as text; the interval is empty where there is none."""

    value: str
    interval: str = ""

    def __str__(self) -> str:
        """Return both: ``12.3 (11.0 to 13.6)``."""
        return f"{self.value} ({self.interval})" if self.interval else self.value


@dataclass(frozen=True, slots=True)
class Row:
    """A row: title, unit (empty in the monthly table, where columns have units), cells."""

    title: str
    unit: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings of the columns of cells, their units (empty if rows have units), and the rows."""

    headings: tuple[str, ...]
    units: tuple[str, ...]
    rows: tuple[Row, ...]


def by_month(
    result: Result,
    language: Language,
    indicators: Sequence[str] = MONTHLY_INDICATORS,
    team: str = "all",
) -> Table:
    """Return one row per month and one column per indicator.

    Raises:
        AnalysisError: if the team or an indicator is unknown, or the result has no values for it.
    """
    frame = summary(result, indicators, team)
    items = [indicator(name) for name in indicators]
    rows = []
    for month, group in frame.groupby("month", sort=True):
        found = {row["indicator"]: row for row in _records(group)}
        cells = tuple(_cell(found[item.name], item, language) for item in items)
        rows.append(Row(month_name(str(month), language), "", cells))
    return Table(
        tuple(item.title[language] for item in items),
        tuple(short_unit(item, language) for item in items),
        tuple(rows),
    )


def by_year(
    result: Result,
    language: Language,
    indicators: Sequence[str] = YEARLY_INDICATORS,
    team: str = "all",
) -> Table:
    """Return one row per indicator and one column per year, then the shares of deadlines kept.

    Years of fewer than twelve months say so; a column for the whole period follows where there
    is more than one year.

    Raises:
        AnalysisError: if the team or an indicator is unknown, or the result has no values for it.
    """
    years = years_of(result)
    shown = [year for year in years if year != WHOLE_PERIOD or len(years) > 2]
    found = _records(yearly_values(result, indicators, team))
    values = {(row["year"], row["indicator"]): row for row in found}
    rows = []
    for name in indicators:
        item = indicator(name)
        cells = tuple(_cell(values[year, name], item, language) for year in shown)
        rows.append(Row(item.title[language], short_unit(item, language), cells))
    kept = {(row["year"], row["deadline"]): row for row in _records(compliance(result, team))}
    for deadline in KEPT_DEADLINES:
        shares = tuple(_share(kept[year, deadline.name], language) for year in shown)
        rows.append(Row(deadline.title[language], _SHARE[language], shares))
    headings = tuple(_year(year, len(years[year]), language) for year in shown)
    return Table(headings, tuple("" for _ in headings), tuple(rows))


def monthly_table(
    result: Result,
    language: str = "en",
    indicators: Sequence[str] = MONTHLY_INDICATORS,
    team: str = "all",
) -> list[list[str]]:
    """Return the monthly values as rows of text; the first row holds the headings with units.

    Raises:
        AnalysisError: if language, team or an indicator is unknown.
    """
    chosen = check_language(language)
    table = by_month(result, chosen, indicators, team)
    pairs = zip(table.headings, table.units, strict=True)
    heading = [_MONTH[chosen], *(f"{title} [{unit}]" for title, unit in pairs)]
    return [heading, *([row.title, *map(str, row.cells)] for row in table.rows)]


def yearly_table(
    result: Result,
    language: str = "en",
    indicators: Sequence[str] = YEARLY_INDICATORS,
    team: str = "all",
) -> list[list[str]]:
    """Return the yearly values as rows of text; the first row holds the headings.

    Raises:
        AnalysisError: if language, team or an indicator is unknown.
    """
    chosen = check_language(language)
    table = by_year(result, chosen, indicators, team)
    heading = [_INDICATOR[chosen], _UNIT[chosen], *table.headings]
    return [heading, *([row.title, row.unit, *map(str, row.cells)] for row in table.rows)]


def _records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    rows: list[dict[Any, Any]] = frame.to_dict("records")
    return rows


def _cell(row: dict[Any, Any], item: Indicator, language: Language) -> Cell:
    """Return mean and interval; an interval without width (a given number) is left out."""
    write = fitting if item.unit == UNIT_TITLES["FTE"] else counted
    mean, low, high = float(row["mean"]), float(row["low"]), float(row["high"])
    if not high - low > 1e-9 * max(1.0, abs(mean)):
        return Cell(write(mean, language))
    word = "bis" if language == "de" else "to"
    return Cell(write(mean, language), f"{write(low, language)} {word} {write(high, language)}")


def _share(row: dict[Any, Any], language: Language) -> Cell:
    limits = percent_interval(float(row["low"]), float(row["high"]), language, 1)
    return Cell(percent(float(row["share"]), language, 1), limits)


def short_unit(item: Indicator, language: Language) -> str:
    """Return the unit without the month, which the table tells by itself."""
    return item.unit[language].removesuffix(_PER_MONTH[language])


def _year(year: str, months: int, language: Language) -> str:
    """Return the heading of a year; one that is not whole says how many months it has."""
    if year == WHOLE_PERIOD:
        return _WHOLE[language]
    text = (_ONE_MONTH if months == 1 else _PART)[language].format(year=year, months=months)
    return year if months == _FULL_YEAR else text
