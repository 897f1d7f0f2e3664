"""A number with its origin: value, unit, range, grade and source.

No number of a scenario stands alone. A parameter says what it is worth, in which unit, between
which bounds it may plausibly lie, how well it is known (its grade) and where it comes from.
One class per unit, so that a field of a scenario fixes its unit by its type.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

MAX_MINUTES = 10_000
"""Longest duration of one task in minutes; keeps every sum of one day within 16 bits."""

MAX_DAYS = 3_660
"""Longest delay in days (ten years)."""

MAX_MONTHS = 600
"""Longest duration in months (fifty years)."""

MAX_OFFICES = 10_000
"""Most offices of one scenario; their numbers stay within 16 bits."""


class Grade(StrEnum):
    """How well a number is known, strongest first."""

    STATUTE = "statute"
    """The number stands in the law."""

    STATISTIC = "statistic"
    """A published count or rate of the thing itself, or plain arithmetic with such counts."""

    PROXY = "proxy"
    """A published figure about something close to it: a predecessor, another year, a ratio."""

    ASSUMPTION = "assumption"
    """Nobody publishes it; the source says why this value was chosen."""


SourceText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Text that names an origin: never empty."""

FloatPair = tuple[StrictFloat, StrictFloat]
FlagPair = tuple[StrictBool, StrictBool]


class Parameter(BaseModel):
    """One number of a scenario with its origin; subclasses fix unit and bounds.

    Raises:
        pydantic.ValidationError: on an unknown field, a missing source, a value outside the
            range or outside the bounds of its unit. Loading a file turns this into a
            ``ScenarioError`` with file, line and column.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    accepts: ClassVar[str] = "a number"
    """What a value of this kind may be, for error messages."""

    whole: ClassVar[bool] = False
    """True where only whole numbers are accepted: who samples from the range must round."""

    value: StrictFloat = Field(description="The number used in the simulation.")
    unit: str = Field(min_length=1, description="Unit of value and range.")
    range: FloatPair = Field(description="Lowest and highest plausible value, both included.")
    grade: Grade = Field(description="How well the number is known.")
    source: SourceText = Field(description="Where the number comes from, or why it was assumed.")
    note: SourceText | None = Field(default=None, description="What else a reader should know.")

    @property
    def low(self) -> float:
        """Lower end of the range, in ``unit``."""
        return self.range[0]

    @property
    def high(self) -> float:
        """Upper end of the range, in ``unit``."""
        return self.range[1]

    @model_validator(mode="after")
    def _value_lies_in_range(self) -> Self:
        low, high = self.range
        if low > high:
            raise PydanticCustomError(
                "range_reversed",
                "{low} is larger than {high}; give [lowest, highest]",
                {"field": "range", "low": low, "high": high},
            )
        if not low <= self.value <= high:
            raise PydanticCustomError(
                "outside_range",
                "{value} lies outside the range [{low}, {high}]",
                {"field": "value", "value": self.value, "low": low, "high": high},
            )
        return self


def _between(low: float, high: float) -> Any:
    """Bounds, both included, of a number."""
    return Field(ge=low, le=high)


UnitFloat = Annotated[StrictFloat, _between(0.0, 1.0)]


class Fraction(Parameter):
    """Anything between 0 and 1; the common part of probabilities and shares."""

    value: UnitFloat
    range: tuple[UnitFloat, UnitFloat]


class Probability(Fraction):
    """Chance of one decision, 0 to 1."""

    accepts: ClassVar[str] = "a probability between 0 and 1"
    unit: Literal["probability"]


class MonthlyProbability(Fraction):
    """Chance within one month, 0 to 1."""

    accepts: ClassVar[str] = "a probability per month between 0 and 1"
    unit: Literal["probability per month"]


class YearlyProbability(Fraction):
    """Chance within one year, 0 to 1."""

    accepts: ClassVar[str] = "a probability per year between 0 and 1"
    unit: Literal["probability per year"]


class Share(Fraction):
    """Part of a whole, 0 to 1 (0.25 means 25 percent)."""

    accepts: ClassVar[str] = "a share between 0 and 1"
    unit: Literal["share"]


HoursShareFloat = Annotated[StrictFloat, _between(0.1, 1.0)]
FactorFloat = Annotated[StrictFloat, _between(0.0, 10.0)]


class HoursShare(Parameter):
    """Mean working time of part-time and full-time staff, of full time, 0.1 to 1."""

    accepts: ClassVar[str] = "a share between 0.1 and 1"
    value: HoursShareFloat
    unit: Literal["share"]
    range: tuple[HoursShareFloat, HoursShareFloat]


class Factor(Parameter):
    """Ratio to a mean, 0 to 10 (1.2 means 20 percent more than the mean)."""

    accepts: ClassVar[str] = "a factor between 0 and 10"
    value: FactorFloat
    unit: Literal["factor"]
    range: tuple[FactorFloat, FactorFloat]


PersonsInt = Annotated[StrictInt, _between(1, 20_000_000)]
CasesInt = Annotated[StrictInt, _between(0, 100_000)]


class Persons(Parameter):
    """Number of beneficiaries, whole, 1 to 20 million."""

    accepts: ClassVar[str] = "a whole number of persons from 1 to 20,000,000"
    whole: ClassVar[bool] = True
    value: PersonsInt
    unit: Literal["persons"]
    range: tuple[PersonsInt, PersonsInt]


class Cases(Parameter):
    """Number of cases, whole, 0 or more."""

    accepts: ClassVar[str] = "a whole number of cases from 0 to 100,000"
    whole: ClassVar[bool] = True
    value: CasesInt
    unit: Literal["cases"]
    range: tuple[CasesInt, CasesInt]


DaysInt = Annotated[StrictInt, _between(0, MAX_DAYS)]
MeanDaysFloat = Annotated[StrictFloat, Field(gt=0.0, le=MAX_DAYS)]
WorkingDaysInt = Annotated[StrictInt, _between(0, 250)]


class Days(Parameter):
    """Fixed number of calendar days, whole, 0 or more."""

    accepts: ClassVar[str] = f"a whole number of days from 0 to {MAX_DAYS:,}"
    whole: ClassVar[bool] = True
    value: DaysInt
    unit: Literal["days"]
    range: tuple[DaysInt, DaysInt]


class MeanDays(Parameter):
    """Mean of a duration that varies from case to case, in calendar days, above 0."""

    accepts: ClassVar[str] = f"a number of days above 0 and up to {MAX_DAYS:,}"
    value: MeanDaysFloat
    unit: Literal["days"]
    range: tuple[MeanDaysFloat, MeanDaysFloat]


class WorkingDays(Parameter):
    """Number of working days, whole, 0 to 250."""

    accepts: ClassVar[str] = "a whole number of working days from 0 to 250"
    whole: ClassVar[bool] = True
    value: WorkingDaysInt
    unit: Literal["working days"]
    range: tuple[WorkingDaysInt, WorkingDaysInt]


# An interval of 0 months would invite the same person again on the same day, for ever.
MonthsInt = Annotated[StrictInt, _between(1, MAX_MONTHS)]
MeanMonthsFloat = Annotated[StrictFloat, Field(gt=0.0, le=MAX_MONTHS)]


class Months(Parameter):
    """Fixed interval in calendar months, whole, 1 or more."""

    accepts: ClassVar[str] = f"a whole number of months from 1 to {MAX_MONTHS}"
    whole: ClassVar[bool] = True
    value: MonthsInt
    unit: Literal["months"]
    range: tuple[MonthsInt, MonthsInt]


class MeanMonths(Parameter):
    """Mean of a duration that varies from case to case, in months, above 0."""

    accepts: ClassVar[str] = f"a number of months above 0 and up to {MAX_MONTHS}"
    value: MeanMonthsFloat
    unit: Literal["months"]
    range: tuple[MeanMonthsFloat, MeanMonthsFloat]


DurationMonthsFloat = Annotated[StrictFloat, _between(0.0, MAX_MONTHS)]


class DurationMonths(Parameter):
    """Length of time in months, 0 or more."""

    accepts: ClassVar[str] = f"a number of months from 0 to {MAX_MONTHS}"
    value: DurationMonthsFloat
    unit: Literal["months"]
    range: tuple[DurationMonthsFloat, DurationMonthsFloat]


MinutesInt = Annotated[StrictInt, _between(0, MAX_MINUTES)]
StaffFloat = Annotated[StrictFloat, _between(0.0, 1_000_000.0)]
StaffChangeFloat = Annotated[StrictFloat, _between(-1_000_000.0, 1_000_000.0)]


class Minutes(Parameter):
    """Working time of staff in whole minutes, 0 or more."""

    accepts: ClassVar[str] = f"a whole number of minutes from 0 to {MAX_MINUTES:,}"
    whole: ClassVar[bool] = True
    value: MinutesInt
    unit: Literal["minutes"]
    range: tuple[MinutesInt, MinutesInt]


class FullTimeEquivalentsChange(Parameter):
    """Staff that come (above 0) or leave (below 0), in full-time equivalents."""

    accepts: ClassVar[str] = "a number of full-time equivalents from -1,000,000 to 1,000,000"
    value: StaffChangeFloat
    unit: Literal["FTE"]
    range: tuple[StaffChangeFloat, StaffChangeFloat]


class FullTimeEquivalents(Parameter):
    """Staff in full-time equivalents (Vollzeitäquivalente), 0 or more."""

    accepts: ClassVar[str] = "a number of full-time equivalents from 0 to 1,000,000"
    value: StaffFloat
    unit: Literal["FTE"]
    range: tuple[StaffFloat, StaffFloat]


OfficesInt = Annotated[StrictInt, _between(1, MAX_OFFICES)]
DecileRatioFloat = Annotated[StrictFloat, _between(1.0, 1_000.0)]


class OfficeCount(Parameter):
    """Number of offices, whole, 1 or more."""

    accepts: ClassVar[str] = f"a whole number of offices from 1 to {MAX_OFFICES:,}"
    whole: ClassVar[bool] = True
    value: OfficesInt
    unit: Literal["offices"]
    range: tuple[OfficesInt, OfficesInt]


class RegionCount(Parameter):
    """Number of regions, whole, 1 or more."""

    accepts: ClassVar[str] = f"a whole number of regions from 1 to {MAX_OFFICES:,}"
    whole: ClassVar[bool] = True
    value: OfficesInt
    unit: Literal["regions"]
    range: tuple[OfficesInt, OfficesInt]


class DecileRatio(Parameter):
    """How unlike offices are: the ninth decile divided by the first, 1 (all alike) or more."""

    accepts: ClassVar[str] = "a ratio of the ninth to the first decile from 1 to 1,000"
    value: DecileRatioFloat
    unit: Literal["ratio"]
    range: tuple[DecileRatioFloat, DecileRatioFloat]


class Switch(Parameter):
    """A part of the model that is on (true) or off (false); the only kind that takes booleans."""

    accepts: ClassVar[str] = "true or false"
    whole: ClassVar[bool] = True
    value: StrictBool
    unit: Literal["boolean"]
    range: FlagPair
