"""From a scenario of many offices to one ordinary scenario per office."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

from .group import TwoLanguages
from .office_changes import office_changes
from .office_division import OfficeNumbers, divide
from .office_groups import Offices
from .parameter import Fraction, FullTimeEquivalents, Grade, Parameter, Persons
from .schema import Scenario, totals_of

_NAME_LENGTH = 60

_Kind = TypeVar("_Kind", Fraction, FullTimeEquivalents, Persons)


@dataclass(frozen=True, slots=True)
class OfficeScenario:
    """One office of a scenario.

    ``number`` counts from 0 and is the ``office`` of results; ``label`` is its name, such as
    ``office 017``; ``scenario`` describes this office alone. People move between offices of the
    same ``region`` (counted from 0).
    """

    number: int
    label: str
    scenario: Scenario
    region: int = 0

    @property
    def size(self) -> int:
        """Employable beneficiaries on the first day [persons]."""
        return int(self.scenario.population.size.value)

    @property
    def share_under_25(self) -> float:
        """Persons under 25, of all [share]."""
        return self.scenario.population.share_under_25.value

    @property
    def fte(self) -> tuple[float, float]:
        """Staff of the teams under 25 and from 25 [FTE]."""
        teams = self.scenario.staff.teams
        return teams.under_25.fte.value, teams.from_25.fte.value

    @property
    def fte_case_management(self) -> float:
        """Staff of the team for case management [FTE]; 0: there is no such team."""
        return self.scenario.staff.teams.case_management.fte.value


def office_scenarios(scenario: Scenario) -> tuple[OfficeScenario, ...]:
    """Return one scenario for each office, in the order of their numbers.

    The offices differ in size, in the shares of persons under 25 and of minors (in the same
    ratio), in staff and, where a table says so, in the Land. Persons and staff (in hundredths of
    an FTE) add up to the scenario's totals exactly, shares do as weighted means. Dated changes of
    staff are divided like the staff of their team. The same scenario always gives the same offices.
    Without ``offices`` the scenario is its only office.
    """
    if scenario.offices is None:
        return (OfficeScenario(0, scenario.name, scenario),)
    numbers = divide(scenario.offices, totals_of(scenario))
    return tuple(
        OfficeScenario(number, office.label, _one_office(scenario, number, office), office.region)
        for number, office in enumerate(numbers)
    )


def _one_office(scenario: Scenario, number: int, office: OfficeNumbers) -> Scenario:
    """Return the scenario of one office; what was validated before is not validated again."""
    population, teams = scenario.population, scenario.staff.teams
    derive = _Deriver(scenario.offices, office.label)
    people = {
        "size": derive(population.size, office.size, "size"),
        "share_under_25": derive(
            population.share_under_25, office.share_under_25, "share_under_25"
        ),
        "share_minor": derive(population.share_minor, _minors(scenario, office), None),
    }
    under_25 = derive(teams.under_25.fte, office.fte_under_25, "fte_under_25")
    from_25 = derive(teams.from_25.fte, office.fte_from_25, "fte_from_25")
    managed = derive(teams.case_management.fte, office.fte_case_management, "fte_case_management")
    staff = {
        "under_25": teams.under_25.model_copy(update={"fte": under_25}),
        "from_25": teams.from_25.model_copy(update={"fte": from_25}),
        "case_management": teams.case_management.model_copy(update={"fte": managed}),
    }
    divided = {
        "teams": teams.model_copy(update=staff),
        "changes": office_changes(scenario, office, derive.label),
    }
    title = {
        "de": f"{scenario.title.de[:1900]}: {office.label}",
        "en": f"{scenario.title.en[:1900]}: {office.label}",
    }
    return scenario.model_copy(
        update={
            "name": _name(scenario.name, number),
            "title": TwoLanguages.model_validate(title),
            "land": office.land or scenario.land,
            "offices": None,
            "population": population.model_copy(update=people),
            "staff": scenario.staff.model_copy(update=divided),
        }
    )


def _minors(scenario: Scenario, office: OfficeNumbers) -> float:
    """Return the share of minors: they vary like all persons under 25."""
    population = scenario.population
    if population.share_under_25.value == 0:
        return 0.0
    ratio = office.share_under_25 / population.share_under_25.value
    return min(population.share_minor.value * ratio, office.share_under_25)


@dataclass(frozen=True, slots=True)
class _Deriver:
    """Makes the parameters of one office from the totals."""

    offices: Offices | None
    label: str

    def __call__(self, total: _Kind, value: float, column: str | None) -> _Kind:
        """Return a parameter; its range is as wide, in proportion, as the total's.

        ``column`` is the one of a table of offices that would give the value.
        """
        if value == total.value:
            return total
        grade, source = self._origin(total, column)
        factor = value / total.value if total.value else 1.0
        low, high = min(value, total.low * factor), max(value, total.high * factor)
        if type(total).whole:
            low, high = max(1, math.floor(low)), math.ceil(high)
        if isinstance(total, Fraction):
            high = min(1.0, high)
        number = {"value": value, "unit": total.unit, "range": (low, high)}
        return type(total).model_validate({**number, "grade": grade, "source": source})

    def _origin(self, total: Parameter, column: str | None) -> tuple[Grade, str]:
        """Return grade and source."""
        table = self.offices.table if self.offices else None
        if table is None and column != "fte_case_management":
            text = "by offices.spread (log-normal, no chance; the offices add up to the total)"
        elif table and column and table.rows and getattr(table.rows[0], column, None) is not None:
            grade = max(table.grade, total.grade, key=list(Grade).index)
            source = f"Row '{self.label}' of the table of offices: {table.source}"
            scaled = "" if total.source == table.source else f"; scaled to: {total.source}"
            return grade, source + scaled
        else:
            text = "by the number of persons" if column else "like all persons under 25"
        return Grade.ASSUMPTION, f"Derived for {self.label} {text}; total: {total.source}"


def _name(name: str, number: int) -> str:
    """Return a name for the scenario of one office that is no longer than names may be."""
    ending = f"-office-{number}"
    return name[: _NAME_LENGTH - len(ending)].rstrip("-") + ending
