"""Many offices in one scenario: the group ``offices``.

A scenario with this group describes all offices together: ``population.size``, its shares and the
staff of the teams are totals and means over all of them. The group says how they are divided,
either by a spread (a count and how unlike the offices are) or by a table (one row per office).
"""

from __future__ import annotations

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from .group import Group
from .parameter import (
    MAX_OFFICES,
    DecileRatio,
    Grade,
    OfficeCount,
    PersonsInt,
    RegionCount,
    SourceText,
    StaffFloat,
    UnitFloat,
)
from .problems import escape

Land = Literal[
    "BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"
]
"""The sixteen German Länder; their public holidays differ."""

LANDS: tuple[str, ...] = get_args(Land)

ShortName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]*$"
    ),
]

OPTIONAL_COLUMNS = ("share_under_25", "fte_under_25", "fte_from_25", "land", "region")
"""Columns of a table of offices that may be left out, each as a whole."""


class OfficeSpread(Group):
    """Offices that nobody listed: how many there are and how unlike they are.

    Sizes, shares of persons under 25 and caseloads follow log-normal distributions; ``divide``
    in ``office_division`` says how they are derived.
    """

    count: OfficeCount = Field(description="Number of offices [offices].")
    size_decile_ratio: DecileRatio = Field(
        description="Employable beneficiaries of an office: ninth decile divided by first [ratio]."
    )
    under_25_decile_ratio: DecileRatio = Field(
        description="Share of persons under 25 in an office: ninth decile divided by first [ratio]."
    )
    caseload_decile_ratio: DecileRatio = Field(
        description="Persons per FTE in an office, in both teams alike: ninth decile divided by "
        "first [ratio]."
    )
    region_count: RegionCount | None = Field(
        default=None,
        description="Groups of offices; people move between the offices of a group only. All "
        "offices are one group if left out [regions].",
    )


class OfficeRow(Group):
    """One office of a table."""

    name: ShortName = Field(description="Name of the office.")
    size: PersonsInt = Field(description="Employable beneficiaries on the first day [persons].")
    share_under_25: UnitFloat | None = Field(
        default=None, description="Persons under 25, of all; the scenario's if left out [share]."
    )
    fte_under_25: StaffFloat | None = Field(
        default=None,
        description="Staff for persons under 25; by the number of persons if left out [FTE].",
    )
    fte_from_25: StaffFloat | None = Field(
        default=None,
        description="Staff for persons from 25; by the number of persons if left out [FTE].",
    )
    land: Land | None = Field(
        default=None, description="German Land of the office; the scenario's if left out."
    )
    region: ShortName | None = Field(
        default=None,
        description="Group of offices that the office belongs to; people move between the offices "
        "of a group only. All offices are one group if left out.",
    )


class OfficeTable(Group):
    """Offices one by one, all from one source."""

    grade: Grade = Field(description="How well the numbers of the table are known.")
    source: SourceText = Field(description="Where the table comes from, or why it was assumed.")
    file: str | None = Field(
        default=None,
        min_length=1,
        description="CSV file with the rows, beside this file: columns name, size, and where known "
        "share_under_25, fte_under_25, fte_from_25, land, region.",
    )
    rows: Annotated[tuple[OfficeRow, ...], Field(max_length=MAX_OFFICES)] | None = Field(
        default=None, description="The offices, if they are not in a file of their own."
    )

    @model_validator(mode="after")
    def _rows_fit_together(self) -> Self:
        if not self.rows:
            raise _contradiction("rows", "no offices; list them here, or name a file with them")
        first: dict[str, int] = {}
        for place, row in enumerate(self.rows):
            if first.setdefault(row.name, place) != place:
                text = f"the office '{escape(row.name)}' stands in the table twice"
                raise _contradiction(f"rows.{place}.name", text)
            for column in OPTIONAL_COLUMNS:
                if (getattr(row, column) is None) != (getattr(self.rows[0], column) is None):
                    text = "is given for some offices only; give it for all of them or for none"
                    raise _contradiction(f"rows.{place}.{column}", text)
        return self


class Offices(Group):
    """How the totals of the scenario are divided among its offices."""

    spread: OfficeSpread | None = Field(
        default=None, description="A number of offices that vary by stated distributions."
    )
    table: OfficeTable | None = Field(default=None, description="Offices one by one.")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.spread is None) == (self.table is None):
            raise PydanticCustomError(
                "contradiction", "give either a spread or a table of offices, and not both"
            )
        return self

    @property
    def count(self) -> int:
        """Number of offices."""
        if self.spread is not None:
            return int(self.spread.count.value)
        return len(self.rows)

    @property
    def rows(self) -> tuple[OfficeRow, ...]:
        """Rows of the table; none if the offices are derived from a spread."""
        return (self.table.rows or ()) if self.table is not None else ()


def _contradiction(field: str, text: str) -> PydanticCustomError:
    """Make the error for a table that contradicts itself."""
    return PydanticCustomError("contradiction", "{text}", {"field": field, "text": text})
