"""Who works in the office, and for how long: the group ``staff``.

What a scenario does not say is neutral: absence is spread evenly over the year, nobody comes or
goes, everybody works full time, meetings take no time of their own, and there is no team for case
management.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .dates import CalendarDay
from .group import Group
from .parameter import (
    DurationMonths,
    Factor,
    FullTimeEquivalents,
    FullTimeEquivalentsChange,
    Grade,
    HoursShare,
    Minutes,
    Share,
    WorkingDays,
)

TeamName = Literal["under_25", "from_25", "case_management"]
"""The teams of an office; the last one is there only if it has staff."""

MOST_CHANGES = 1_000
"""Most dated changes of staff in one scenario."""

_NOT_STATED = "Not stated by the scenario; neutral, so that nothing changes."


def _even() -> Factor:
    return Factor(
        value=1.0, unit="factor", range=(1.0, 1.0), grade=Grade.ASSUMPTION, source=_NOT_STATED
    )


def _full_time() -> HoursShare:
    return HoursShare(
        value=1.0, unit="share", range=(1.0, 1.0), grade=Grade.ASSUMPTION, source=_NOT_STATED
    )


def _no_minutes() -> Minutes:
    return Minutes(
        value=0, unit="minutes", range=(0, 0), grade=Grade.ASSUMPTION, source=_NOT_STATED
    )


class Team(Group):
    """One team of integration officers (Integrationsfachkräfte)."""

    fte: FullTimeEquivalents = Field(description="Staff of the team on the first day [FTE].")
    mean_hours_share: HoursShare = Field(
        default_factory=_full_time,
        description="Mean working time of a head, of full time; heads are FTE divided by it "
        "[share].",
    )


def _nobody() -> Team:
    fte = FullTimeEquivalents(
        value=0.0, unit="FTE", range=(0.0, 0.0), grade=Grade.ASSUMPTION, source=_NOT_STATED
    )
    return Team(fte=fte)


class Teams(Group):
    """The teams of an office, by age of the beneficiaries, and case management."""

    under_25: Team = Field(description="Team for persons under 25.")
    from_25: Team = Field(description="Team for persons from 25.")
    case_management: Team = Field(
        default_factory=_nobody,
        description="Team for persons with complex needs (Rz 15.53), whatever their age; without "
        "staff they stay with the other two teams.",
    )


class AbsenceByMonth(Group):
    """How absence is spread over the year: factors that are divided by their mean.

    So only their ratios count, and ``absence_share`` stays the mean of the twelve months.
    """

    january: Factor = Field(default_factory=_even, description="Absence in January [factor].")
    february: Factor = Field(default_factory=_even, description="Absence in February [factor].")
    march: Factor = Field(default_factory=_even, description="Absence in March [factor].")
    april: Factor = Field(default_factory=_even, description="Absence in April [factor].")
    may: Factor = Field(default_factory=_even, description="Absence in May [factor].")
    june: Factor = Field(default_factory=_even, description="Absence in June [factor].")
    july: Factor = Field(default_factory=_even, description="Absence in July [factor].")
    august: Factor = Field(default_factory=_even, description="Absence in August [factor].")
    september: Factor = Field(default_factory=_even, description="Absence in September [factor].")
    october: Factor = Field(default_factory=_even, description="Absence in October [factor].")
    november: Factor = Field(default_factory=_even, description="Absence in November [factor].")
    december: Factor = Field(default_factory=_even, description="Absence in December [factor].")

    @model_validator(mode="after")
    def _somebody_is_absent_at_some_time(self) -> Self:
        if not any(self.values()):
            raise _contradiction(
                "january.value", "all twelve factors are 0; at least one above 0 is needed"
            )
        return self

    def values(self) -> tuple[float, ...]:
        """Return the twelve factors as they are given, January first."""
        return tuple(float(getattr(self, name).value) for name in type(self).model_fields)

    def relative(self) -> tuple[float, ...]:
        """Return the twelve factors divided by their mean, January first."""
        values = self.values()
        # Exact sums: what is meant as "the same in every month" is 1 exactly.
        mean = sum(map(Fraction, values)) / 12
        return tuple(float(Fraction(value) / mean) for value in values)


class RampUp(Group):
    """How new staff learn: from a productivity on the first day in a straight line to 1."""

    months: DurationMonths = Field(description="Until fully productive [months].")
    productivity_at_start: Share = Field(
        description="Work done on the first day, of that of experienced staff [share]."
    )


def _ready_at_once() -> RampUp:
    months = DurationMonths(
        value=0.0, unit="months", range=(0.0, 0.0), grade=Grade.ASSUMPTION, source=_NOT_STATED
    )
    ready = Share(
        value=1.0, unit="share", range=(1.0, 1.0), grade=Grade.ASSUMPTION, source=_NOT_STATED
    )
    return RampUp(months=months, productivity_at_start=ready)


class StaffChange(Group):
    """Staff that come to a team or leave it on a day."""

    first_day: CalendarDay = Field(description="First day on which the change holds.")
    team: TeamName = Field(description="Team that changes.")
    fte: FullTimeEquivalentsChange = Field(
        description="Staff that come (above 0) or leave (below 0) [FTE]."
    )
    ramp_up: RampUp | None = Field(
        default=None,
        description="How those who come learn; as in staff.ramp_up if left out. Give 0 months for "
        "experienced staff. Who leaves is gone at once.",
    )


class Staff(Group):
    """Staff and their time."""

    teams: Teams = Field(description="Staff by team.")
    net_minutes_per_day: Minutes = Field(
        description="Time for the work modelled here, per FTE and working day [minutes]."
    )
    absence_share: Share = Field(
        description="Leave, illness and training, of all working days [share]."
    )
    lead_working_days: WorkingDays = Field(
        description="From sending an invitation to the appointment [working days]."
    )
    no_show_slot_share: Share = Field(
        description="Part of the slot that is lost when nobody comes [share]."
    )
    absence_by_month: AbsenceByMonth = Field(
        default_factory=AbsenceByMonth,
        description="Absence in each month, relative to the mean of the year.",
    )
    meeting_minutes_per_head: Minutes = Field(
        default_factory=_no_minutes,
        description="Hand-over and meetings per head and working day at work, whatever the head's "
        "hours, beside what net_minutes_per_day leaves out [minutes].",
    )
    ramp_up: RampUp = Field(default_factory=_ready_at_once, description="How new staff learn.")
    changes: Annotated[tuple[StaffChange, ...], Field(max_length=MOST_CHANGES)] = Field(
        default=(), description="Dated changes of staff, in any order."
    )

    @model_validator(mode="after")
    def _case_management_begins_with_somebody(self) -> Self:
        if self.teams.case_management.fte.value == 0:
            for place, change in enumerate(self.changes):
                if change.team == "case_management":
                    raise _contradiction(
                        f"changes.{place}.team",
                        "case_management has no staff on the first day, so no person belongs to "
                        "it; give staff.teams.case_management.fte, or another team",
                    )
        return self


def leaving_without_being_there(staff: Staff) -> tuple[int, str] | None:
    """Return the first change that takes more staff than a team has: its place, and a sentence.

    A file that says so is refused. Elsewhere (a search may try little staff, an office may have
    little of it) a team is then left with nobody.
    """
    left = {name: Fraction(getattr(staff.teams, name).fte.value) for name in Teams.model_fields}
    dated = sorted(enumerate(staff.changes), key=lambda item: (item[1].first_day, item[0]))
    for place, change in dated:
        left[change.team] += Fraction(change.fte.value)
        if left[change.team] < -_SMALLEST:
            text = (
                f"leaves team {change.team} with {float(left[change.team]):.4g} FTE on "
                f"{change.first_day}; no more can leave than are there"
            )
            return place, text
    return None


_SMALLEST = Fraction(1, 10**6)
"""FTE that are lost in rounding."""


def _contradiction(field: str, text: str) -> PydanticCustomError:
    """Make the error for values that are each fine but cannot be true together."""
    return PydanticCustomError("contradiction", "{text}", {"field": field, "text": text})
