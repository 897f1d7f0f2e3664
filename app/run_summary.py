"""The forecast as tables in the terminal: by month, by year, by team."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..analysis.compliance import KEPT_DEADLINES, compliance, utilisation
from ..analysis.forecast import (
    WHOLE_PERIOD,
    summary,
    teams_of,
    yearly_totals,
    yearly_values,
)
from ..analysis.formatting import (
    NO_VALUE,
    TEAM_TITLES,
    fitting,
    interval,
    number,
    percent,
    percent_interval,
    short_month,
)
from ..analysis.indicator_catalogue import INDICATORS, Indicator
from ..model.process.text import Language, Text
from .output import new_table, print_wrapped

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from ..analysis.result_protocol import Result

_SHOWN: tuple[tuple[str, ...], ...] = (
    (
        "first_invitations",
        "invitations_without_notice",
        "invitations_with_notice",
        "talks",
        "no_shows",
    ),
    (
        "plans_made",
        "updates_due",
        "updates_done",
        "updates_unchanged",
        "updates_missed",
        "updates_overdue",
    ),
    (
        "demands_with_notice",
        "individual_checks",
        "conciliations",
        "ground_reviews",
        "waiver_reviews",
    ),
    ("minutes_needed", "backlog"),
)
"""Indicators of the monthly table, in groups."""

_BY_TEAM = ("fte_needed", "fte_available")
_MOST_MONTHS = 12

_MONTHLY = Text("Vorausschau nach Monaten", "Forecast by month")
_YEARLY = Text("Nach Jahren", "By year")
_RATES = Text("Je 100 oder 100.000 Personenjahre im Bezug", "Per 100 or 100,000 years in benefit")
_STAFF = Text("Auslastung der Teams", "Utilisation of the teams")
_INTERVALS = Text(
    "± : 95-%-Intervall des Mittelwerts aus {0} Replikationen; es sagt, wie genau das Modell "
    "gerechnet hat, nicht, wie genau es die Wirklichkeit trifft.",
    "± : 95% interval of the mean over {0} replications; it says how precisely the model was "
    "computed, not how well it meets reality.",
)
_NO_INTERVALS = Text(
    "Eine einzige Replikation: keine Intervalle.", "A single replication: no intervals."
)
_INDICATOR = Text("Kennzahl", "indicator")
_MEAN = Text("Mittel", "mean")
_AT_END = Text("Monatsende", "month end")
_ALL_MONTHS = Text("gesamt", "all months")
_MONTHS = Text("Mon.", "months")
_RATE = Text("Rate", "rate")
_MODEL = Text("Modell", "model")
_PUBLISHED = Text("veröffentlicht 2024", "published 2024")
_TEAM = Text("Team", "team")
_NEEDED = Text("benötigt", "needed")
_AVAILABLE = Text("vorhanden", "available")
_USED = Text("Auslastung", "utilisation")
_YEAR = Text("Jahr", "year")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the monthly table: title, one cell for each month; ``ends`` closes a group."""

    title: str
    cells: tuple[str, ...]
    ends: bool = False


def print_summary(out: Console, result: Result, language: Language) -> None:
    """Print the forecast: by month, by year, beside published rates, by team."""
    out.print(
        f"{result.scenario.title[language]}: {result.scenario.question[language]}", style="bold"
    )
    _print_months(out, result, language)
    _print_years(out, result, language)
    _print_rates(out, result, language)
    _print_staff(out, result, language)
    known = result.replications > 1
    note = (_INTERVALS if known else _NO_INTERVALS)[language].format(result.replications)
    print_wrapped(out, note)
    out.print()


def _cell(mean: float, high: float, language: Language, small: int = 1) -> str:
    """Return ``122 ±8``, without interval the mean alone; ``small`` decimals below 100."""
    if not math.isfinite(mean):
        return NO_VALUE
    half = high - mean
    if not math.isfinite(half) or half == 0:
        whole = mean >= 100 or (small == 1 and mean.is_integer())
        return number(mean, language, 0 if whole else small)
    digits = 0 if mean >= 100 else small
    return f"{number(mean, language, digits)} ±{number(half, language, digits)}"


def _decimals(name: str) -> int:
    """Return the decimals of small numbers: staff is counted in parts of a person."""
    return 2 if name in _BY_TEAM else 1


# -- by month --------------------------------------------------------------------------------


def _print_months(out: Console, result: Result, language: Language) -> None:
    months = sorted(result.months["month"].astype(str).unique())
    headings = [f"{short_month(month, language)} {month[:4]}" for month in months]
    rows = list(_month_rows(result, language))
    # Only whole columns: as many months side by side as fit into the terminal.
    label = max(len(row.title) for row in rows)
    widest = max(len(text) for row in rows for text in (*row.cells, *headings))
    side_by_side = min(_MOST_MONTHS, max(1, (out.width - label) // (widest + 2)))
    for first in range(0, len(months), side_by_side):
        part = slice(first, first + side_by_side)
        table = new_table(
            [(_INDICATOR[language], "left"), *((text, "right") for text in headings[part])],
            title=_MONTHLY[language] if first == 0 else "",
        )
        table.columns[0].min_width = min(label, max(10, out.width // 2))
        for row in rows:
            table.add_row(row.title, *row.cells[part], end_section=row.ends)
        out.print(table)


def _month_rows(result: Result, language: Language) -> Iterator[_Row]:
    for names in _SHOWN:
        cells = _cells_by_month(result, names, "all", language)
        for name in names:
            yield _Row(_title(INDICATORS[name], language), cells[name], name == names[-1])
    by_team = {team: _cells_by_month(result, _BY_TEAM, team, language) for team in teams_of(result)}
    for team, cells in by_team.items():
        for name in _BY_TEAM:
            title = f"{INDICATORS[name].title[language]}, {TEAM_TITLES[team][language]}"
            unit = INDICATORS[name].unit[language]
            yield _Row(f"{title} [{unit}]", cells[name])


def _title(indicator: Indicator, language: Language) -> str:
    """Return the title, with what a reader must know to add numbers up."""
    if indicator.name == "minutes_needed":
        return f"{indicator.title[language]} [min]"
    at_end = f" ({_AT_END[language]})" if indicator.kind == "level" else ""
    return indicator.title[language] + at_end


def _cells_by_month(
    result: Result, names: Sequence[str], team: str, language: Language
) -> dict[str, tuple[str, ...]]:
    frame = summary(result, names, team).sort_values("month", kind="stable")
    cells: dict[str, list[str]] = {name: [] for name in names}
    for name, mean, high in zip(frame["indicator"], frame["mean"], frame["high"], strict=True):
        # What is available is given, not estimated: it has no interval.
        limit = math.nan if name == "fte_available" else float(high)
        cells[name].append(_cell(float(mean), limit, language, _decimals(name)))
    return {name: tuple(texts) for name, texts in cells.items()}


# -- by year ---------------------------------------------------------------------------------


def _print_years(out: Console, result: Result, language: Language) -> None:
    names = [name for group in _SHOWN for name in group]
    frame = yearly_values(result, [*names, *_BY_TEAM])
    years = _years(frame)
    months = dict(zip(frame["year"], frame["months"], strict=True))
    table = new_table(
        [
            (_INDICATOR[language], "left"),
            *((f"{_year(y, language)} ({months[y]} {_MONTHS[language]})", "right") for y in years),
        ],
        title=_YEARLY[language],
    )
    found = {(row["indicator"], row["year"]): row for row in _records(frame)}
    for name in (*names, *_BY_TEAM):
        indicator = INDICATORS[name]
        cells = []
        for year in years:
            row = found[name, year]
            high = math.nan if name == "fte_available" else float(row["high"])
            cells.append(_cell(float(row["mean"]), high, language, _decimals(name)))
        mean = f" ({_MEAN[language]})" if indicator.kind != "flow" else ""
        unit = " [min]" if name == "minutes_needed" else ""
        table.add_row(indicator.title[language] + mean + unit, *cells)
    kept = {(row["deadline"], row["year"]): row for row in _records(compliance(result))}
    for item in KEPT_DEADLINES:
        shares = (float(kept[item.name, year]["share"]) for year in years)
        table.add_row(item.title[language], *(percent(share, language, 1) for share in shares))
    out.print(table)


def _records(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return frame.to_dict("records")


def _years(frame: pd.DataFrame) -> list[str]:
    """Return the years to show: the whole period only beside more than one."""
    years = list(dict.fromkeys(str(year) for year in frame["year"]))
    return years if len(years) > 2 else [year for year in years if year != WHOLE_PERIOD]


def _year(year: str, language: Language) -> str:
    return _ALL_MONTHS[language] if year == WHOLE_PERIOD else year


def _print_rates(out: Console, result: Result, language: Language) -> None:
    headings = (_RATE, _MODEL, _PUBLISHED)
    table = new_table(
        [(text[language], "left" if text is _RATE else "right") for text in headings],
        title=_RATES[language],
    )
    frame = yearly_totals(result)
    for row in _records(frame[frame["year"] == WHOLE_PERIOD]):
        indicator = INDICATORS[str(row["indicator"])]
        limits = interval(float(row["low"]), float(row["high"]), language)
        model = fitting(float(row["mean"]), language) + (f" ({limits})" if limits else "")
        low, high = float(row["target_low"]), float(row["target_high"])
        target = fitting(low, language) if low == high else interval(low, high, language, 0)
        per = number(float(row["per"]), language)
        words = {"de": "je", "en": "per"}[language]
        table.add_row(f"{indicator.title[language]} {words} {per}", model, target)
    out.print(table)


def _print_staff(out: Console, result: Result, language: Language) -> None:
    frame = utilisation(result)
    years = _years(frame)
    headings = (_TEAM, _YEAR, _NEEDED, _AVAILABLE, _USED)
    table = new_table(
        [(text[language], "left" if text in (_TEAM, _YEAR) else "right") for text in headings],
        title=f"{_STAFF[language]} [{INDICATORS['fte_needed'].unit[language]}]",
    )
    for row in _records(frame[frame["year"].isin(years)]):
        limits = percent_interval(float(row["low"]), float(row["high"]), language)
        used = percent(float(row["utilisation"]), language) + (f" ({limits})" if limits else "")
        table.add_row(
            TEAM_TITLES[str(row["team"])][language],
            _year(str(row["year"]), language),
            number(float(row["needed"]), language, 2),
            number(float(row["available"]), language, 2),
            used,
        )
    out.print(table)
