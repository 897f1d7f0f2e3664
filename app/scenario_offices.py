"""The offices of a scenario, as ``koopsim scenarios`` shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..model.process.text import Language, Text
from .output import NARROW, new_table, print_wrapped

if TYPE_CHECKING:
    from rich.console import Console

    from ..scenarios import OfficeScenario, Scenario

_LISTED = 12
"""Most offices that are shown one by one."""

_OFFICES = Text("Jobcenter, zusammen", "offices, together")
_PERSONS = Text("Personen", "persons")
_YOUNG = Text("unter 25", "under 25")
_LOAD_YOUNG = Text("Personen je VZÄ unter 25", "persons per FTE under 25")
_LOAD_OLDER = Text("Personen je VZÄ ab 25", "persons per FTE from 25")
_QUANTILES = (
    (Text("größter Wert", "highest"), 1.0),
    (Text("neuntes Dezil", "ninth decile"), 0.9),
    (Text("Median", "median"), 0.5),
    (Text("erstes Dezil", "first decile"), 0.1),
    (Text("kleinster Wert", "lowest"), 0.0),
)


def print_offices(out: Console, chosen: Scenario, language: Language) -> None:
    """Print how the offices differ: each of them, or quantiles column by column if many."""
    from ..analysis.formatting import number
    from ..scenarios import office_scenarios

    if chosen.offices is None:
        return
    offices = office_scenarios(chosen)
    together = number(chosen.population.size.value, language)
    title = f"{len(offices)} {_OFFICES[language]} {together} {_PERSONS[language]}"
    if len(offices) <= _LISTED:
        rows = [(office.label, *_cells(_numbers(office), language)) for office in offices]
    else:
        columns = [sorted(column) for column in zip(*map(_numbers, offices), strict=True)]
        rows = [
            (name[language], *_cells([_quantile(column, part) for column in columns], language))
            for name, part in _QUANTILES
        ]
    headings = [text[language] for text in (_PERSONS, _YOUNG, _LOAD_YOUNG, _LOAD_OLDER)]
    if out.width < NARROW:
        out.print(title, style="bold", soft_wrap=True)
        for name, *cells in rows:
            known = (f"{cell} {head}" for cell, head in zip(cells, headings, strict=True))
            print_wrapped(out, f"{name}: {', '.join(known)}", indent=2, hanging=4)
        return
    table = new_table([("", "left"), *((text, "right") for text in headings)], title=title)
    for row in rows:
        table.add_row(*row)
    out.print(table)


def offices_as_data(chosen: Scenario) -> list[dict[str, Any]] | None:
    """Return every office with number, label, size, share under 25, FTE and Land; None if one."""
    from ..scenarios import office_scenarios

    if chosen.offices is None:
        return None
    return [
        {
            "number": office.number,
            "label": office.label,
            "size": office.size,
            "share_under_25": office.share_under_25,
            "fte_under_25": office.fte[0],
            "fte_from_25": office.fte[1],
            "fte_case_management": office.fte_case_management,
            "land": office.scenario.land,
            "region": office.region,
        }
        for office in office_scenarios(chosen)
    ]


def _numbers(office: OfficeScenario) -> tuple[float, float, float, float]:
    """Return persons, share under 25, and persons per FTE in both teams (infinite: no staff)."""
    young = office.size * office.share_under_25
    per_fte = [
        persons / fte if fte > 0 else float("inf")
        for persons, fte in zip((young, office.size - young), office.fte, strict=True)
    ]
    return office.size, office.share_under_25, per_fte[0], per_fte[1]


def _cells(numbers: Sequence[float], language: Language) -> tuple[str, ...]:
    from ..analysis.formatting import number

    size, share, *loads = numbers
    per_fte = [number(load, language) for load in loads]
    return (number(size, language), f"{number(100 * share, language, 1)} %", *per_fte)


def _quantile(ordered: Sequence[float], part: float) -> float:
    return ordered[round(part * (len(ordered) - 1))]
