"""Dated changes of staff, divided among offices like the staff of their team."""

from __future__ import annotations

from .office_division import HUNDREDTHS, OfficeNumbers
from .parameter import FullTimeEquivalentsChange, Grade
from .schema import Scenario
from .staff import StaffChange


def office_changes(
    scenario: Scenario, office: OfficeNumbers, label: str
) -> tuple[StaffChange, ...]:
    """Return the changes of staff of one office: its part of each change of the scenario.

    The part is that of the office in the staff of the team on the first day; if a team has nobody
    then, that in the persons. All parts add up to the whole. Parts need not be hundredths.
    """
    teams = scenario.staff.teams
    found = []
    for change in scenario.staff.changes:
        # What the offices have together is the total in whole hundredths.
        total = round(getattr(teams, change.team).fte.value * HUNDREDTHS) / HUNDREDTHS
        own = getattr(office, f"fte_{change.team}")
        part = own / total if total > 0 else office.size / scenario.population.size.value
        found.append(change.model_copy(update={"fte": _part(change, part, label)}))
    return tuple(found)


def _part(change: StaffChange, part: float, label: str) -> FullTimeEquivalentsChange:
    """Return the part of a change that falls to one office."""
    if part == 1.0:
        return change.fte
    whole = change.fte
    return FullTimeEquivalentsChange(
        value=whole.value * part,
        unit="FTE",
        range=(whole.low * part, whole.high * part),
        grade=Grade.ASSUMPTION,
        source=f"Derived for {label} like the staff of the team; total: {whole.source}",
    )
