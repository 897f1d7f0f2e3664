"""The whole scenario: everything a simulation needs to know that is not law.

``Scenario`` is frozen. Every number in it is a ``Parameter``; a changed number makes a new
scenario (``replace``), and ``digest`` tells whether two scenarios mean the same simulation.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    Field,
    StrictBool,
    StrictInt,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from .behaviour import Adherence, Attendance, Contact, Cooperation, Measure
from .dates import CalendarDay
from .explain import Finding, explain
from .group import Group, Slug, TwoLanguages
from .office_division import DivisionError, Totals, divide
from .office_groups import Land, Offices
from .organisation import Reductions, Supervision, TaskMinutes
from .parameter import Grade, Parameter
from .population import Flows, Population
from .problems import Problem, escape, scenario_error, suggestion
from .staff import Staff

_SANE = 1e12
"""Larger than any bound of a unit; what is not below it (or not a number) widens no range."""

_SET_BY_CALLER = "set by the caller; base: "


class Scenario(Group):
    """Everything a simulation needs beside the law, each number with its origin.

    Raises:
        pydantic.ValidationError: when built by hand from wrong data. ``load_scenario`` and
            ``replace`` raise ``koopsim.model.errors.ScenarioError`` instead.
    """

    name: Slug = Field(description="Short name: small letters, digits, hyphens.")
    title: TwoLanguages = Field(description="Title in German and English.")
    question: TwoLanguages = Field(description="The question this scenario answers.")
    description: TwoLanguages = Field(description="What is special about it, in a few sentences.")
    extends: str | None = Field(
        default=None,
        min_length=1,
        description="Scenario this one changes: a library name, or a file beside this one.",
    )
    rule_set: Slug = Field(description="Dated rule set, such as 2023-07-01.")
    start: CalendarDay = Field(
        description="First day that is reported; the warm-up lies before it."
    )
    warm_up_months: Annotated[StrictInt, Field(ge=0, le=120)] = Field(
        description="Months simulated before the start and not reported [months]."
    )
    months: Annotated[StrictInt, Field(ge=1, le=600)] = Field(
        description="Months reported from the start [months]."
    )
    land: Land = Field(description="German Land whose public holidays apply, such as NW.")
    counterfactual: StrictBool = Field(
        default=False,
        description="True if the scenario deliberately leaves the law or the facts.",
    )
    population: Population = Field(description="Who is in benefit.")
    flows: Flows = Field(description="Who comes, goes and moves.")
    attendance: Attendance = Field(description="Appearing at talks.")
    contact: Contact = Field(description="How often the office seeks contact.")
    cooperation: Cooperation = Field(description="Reaching agreement.")
    adherence: Adherence = Field(description="Keeping agreements.")
    measure: Measure = Field(description="Measures of integration into work.")
    reductions: Reductions = Field(description="Reductions of the benefit.")
    staff: Staff = Field(description="Staff and their time.")
    minutes: TaskMinutes = Field(description="Working time per task.")
    supervision: Supervision = Field(description="Work of team leads.")
    offices: Offices | None = Field(
        default=None,
        description="Many offices: how the totals of this scenario are divided among them. "
        "Without it the scenario describes one office.",
    )

    @model_validator(mode="after")
    def _exemptions_fit_together(self) -> Self:
        population = self.population
        total = (
            self.flows.ground_share.value
            + population.share_integrated_to_capacity.value
            + population.share_unemployment_benefit.value
        )
        if total > 1.0 + 1e-9:
            text = (
                "flows.ground_share, population.share_integrated_to_capacity and "
                "population.share_unemployment_benefit exclude one another, but add up to "
                f"{total:.4g}; at most 1 is accepted"
            )
            where = {"field": "flows.ground_share.value", "text": text}
            raise PydanticCustomError("contradiction", "{text}", where)
        return self

    @model_validator(mode="after")
    def _totals_can_be_divided(self) -> Self:
        if self.offices is None:
            return self
        try:
            divide(self.offices, totals_of(self))
        except DivisionError as error:
            where = {"field": f"offices.{error.field}", "text": str(error)}
            raise PydanticCustomError("contradiction", "{text}", where) from None
        return self

    def parameters(self) -> Iterator[tuple[str, Parameter]]:
        """Yield every parameter with its dotted path, in the order of the schema."""
        yield from _parameters_of(self, ())

    def values(self) -> dict[str, float]:
        """Return every parameter's value by its dotted path, in the order of the schema."""
        return {path: parameter.value for path, parameter in self.parameters()}

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) of all that drives a simulation.

        Values and plain settings count; name, texts, ranges, grades and sources do not.
        """
        settings: dict[str, object] = {
            "rule_set": self.rule_set,
            "start": self.start.isoformat(),
            "warm_up_months": self.warm_up_months,
            "months": self.months,
            "land": self.land,
            "counterfactual": self.counterfactual,
        }
        # -0.0 equals 0.0 but is written otherwise; adding 0 makes them alike, and keeps integers.
        values = {path: value + 0 for path, value in self.values().items()}
        content: dict[str, object] = {"settings": settings, "values": values}
        if self.staff.changes:
            changes = [(change.first_day.isoformat(), change.team) for change in self.staff.changes]
            content["staff_changes"] = changes
        if self.offices is not None and self.offices.rows:
            content["offices"] = [row.model_dump(mode="json") for row in self.offices.rows]
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    def replace(
        self, changes: Mapping[str, object], *, allow_outside_range: bool = False
    ) -> Scenario:
        """Return a new, checked scenario with other values; this one stays as it is.

        A changed parameter becomes an ``assumption`` whose source names the former one.

        Args:
            changes: dotted path to new value, such as ``{"staff.teams.under_25.fte": 10.0}``;
                plain fields such as ``months`` or ``start`` may be changed as well, and
                ``staff.changes`` as a whole list.
            allow_outside_range: widen a parameter's range where the new value leaves it
                (never the bounds of its unit).

        Raises:
            koopsim.model.errors.ScenarioError: unknown path, or a value that is not accepted.
        """
        data = self.model_dump()
        known = {path for path, _ in self.parameters()}
        problems = [
            problem
            for path, value in changes.items()
            if (problem := _apply(data, known, path, value, allow_outside_range))
        ]
        if problems:
            raise scenario_error(f"scenario {self.name}", problems)
        try:
            return type(self).model_validate(data)
        except ValidationError as error:
            found = [_as_problem(finding) for finding in explain(error, type(self))]
            raise scenario_error(f"scenario {self.name}", found) from None


def totals_of(scenario: Scenario) -> Totals:
    """Return the totals that are divided among the offices of a scenario."""
    population, teams = scenario.population, scenario.staff.teams
    return Totals(
        size=int(population.size.value),
        share_under_25=population.share_under_25.value,
        fte_under_25=teams.under_25.fte.value,
        fte_from_25=teams.from_25.fte.value,
        fte_case_management=teams.case_management.fte.value,
    )


def _parameters_of(group: BaseModel, path: tuple[str, ...]) -> Iterator[tuple[str, Parameter]]:
    """Walk a group depth first."""
    for name in type(group).model_fields:
        item = getattr(group, name)
        if isinstance(item, Parameter):
            yield ".".join((*path, name)), item
        elif isinstance(item, Group):
            yield from _parameters_of(item, (*path, name))
        elif isinstance(item, tuple):
            for number, part in enumerate(item):
                if isinstance(part, Group):
                    yield from _parameters_of(part, (*path, name, str(number)))


_PLAIN_FIELDS = frozenset(
    {"name", "title", "question", "description", "rule_set", "start", "warm_up_months", "months"}
    | {"land", "counterfactual"}
)
"""What ``Scenario.replace`` may change beside parameters."""


def _apply(
    data: dict[str, Any], known: set[str], path: str, value: object, widen: bool
) -> Problem | None:
    """Write one change into the dumped scenario, or say why not."""
    if path == "staff.changes":
        data["staff"]["changes"] = [
            item.model_dump() if isinstance(item, BaseModel) else item
            for item in (value if isinstance(value, list | tuple) else [value])
        ]
        return None
    if path in _PLAIN_FIELDS:
        data[path] = value.model_dump() if isinstance(value, BaseModel) else value
        return None
    if path not in known:
        hint = suggestion(str(path), known | _PLAIN_FIELDS)
        return Problem(None, escape(str(path)), f"is not a parameter of a scenario; {hint}")
    leaf: Any = data
    for name in path.split("."):
        leaf = leaf[int(name)] if isinstance(leaf, tuple | list) else leaf[name]
    _set_value(leaf, _plain_number(value), widen)
    return None


def _plain_number(value: object) -> object:
    """Return a single number of an array library as a Python number, else ``value`` itself."""
    item = getattr(value, "item", None)
    return item() if callable(item) and getattr(value, "size", 0) == 1 else value


def _set_value(leaf: dict[str, Any], value: Any, widen: bool) -> None:
    """Put a new value into one dumped parameter and mark its origin."""
    if not isinstance(value, int | float):
        leaf["value"] = value  # refused by the validation that follows
        return
    if value == leaf["value"] and isinstance(value, bool) == isinstance(leaf["value"], bool):
        return
    if widen and abs(value) < _SANE:
        low, high = leaf["range"]
        leaf["range"] = (min(low, value), max(high, value))
    source = str(leaf["source"]).removeprefix(_SET_BY_CALLER)
    leaf.update(value=value, grade=Grade.ASSUMPTION, source=f"{_SET_BY_CALLER}{source}", note=None)


def _as_problem(finding: Finding) -> Problem:
    """Return a finding about a scenario that comes from no file."""
    path = tuple(part for part in finding.path if part != "value")
    text = finding.text
    if finding.kind == "outside_range":
        text += "; pass allow_outside_range=True if this is meant"
    return Problem(None, ".".join(path), text)
