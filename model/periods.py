"""Date arithmetic of the German Civil Code (BGB): the only place where koopsim counts months.

Days are `datetime.date` at the surface and proleptic Gregorian ordinals (`date.toordinal()`, day
1 is 1 January of the year 1) inside the engines. Every function here returns the *last day* of a
period: something due "within six months" of an event is in time on that day and late on the next.

Which rules apply:

- § 187(1) BGB: the day of the event that starts a period is not counted.
- § 188(2) BGB: a period of weeks or months ends on the day whose name or number equals that of
  the event day.
- § 188(3) BGB: if the last month has no such day, the period ends on the last day of that month.
- § 187(2) sentence 2 BGB: for an age, the day of birth is counted.

§ 193 BGB and § 26(3) SGB X (a period that ends on a Saturday, Sunday or public holiday ends on
the next working day) are **not applied**. § 193 BGB concerns a declaration of intent or a
performance due on the last day. Most limits of the model are planning limits of the office (a
SHOULD): they bar no right and are not moved; work that falls on a closed day is booked on a
working day by `koopsim.simulation.working_calendar`, and counted as late if that is after the
limit. Spans of time, such as six months of support, and the conciliation, which ends by itself at
the latest after four weeks (§ 15a(4) SGB II), need no declaration on their last day and end with it
(compare § 26(4) SGB X).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from .errors import DefinitionError

__all__ = [
    "LAST_ORDINAL",
    "add_months",
    "add_months_ordinal",
    "add_weeks",
    "add_weeks_ordinal",
    "age_on",
    "birthday",
    "civil_from_ordinal",
    "days_in_month",
    "eighteenth_birthday",
    "end_of_month",
    "first_of_next_month",
    "first_of_next_month_ordinal",
    "months_between_month_starts",
    "ordinal_from_civil",
]

LAST_ORDINAL: Final = date.max.toordinal()
"""Ordinal of 31 December 9999, the last day that can be written as a `datetime.date`."""

_DAYS_BEFORE_MARCH_OF_YEAR_0: Final = 306
"""Days from 1 March of the year 0 to 1 January of the year 1: shifts ordinals to March years."""

_DAYS_IN_400_YEARS: Final = 146_097
_AGE_OF_MAJORITY: Final = 18


def days_in_month(year: int, month: int) -> int:
    """Return the number of days of a month (Gregorian calendar); `month` is 1 to 12."""
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31


def civil_from_ordinal(ordinal: int) -> tuple[int, int, int]:
    """Return (year, month, day) of an ordinal, by integer arithmetic alone.

    The year is counted from 1 March, so that a leap day is the last day of its year and the
    lengths of the months follow one linear formula (the "civil from days" algorithm). Nothing but
    integers is used, so that a compiler for numeric Python can translate it as it stands.
    """
    days = ordinal - 1 + _DAYS_BEFORE_MARCH_OF_YEAR_0
    era = days // _DAYS_IN_400_YEARS
    day_of_era = days - era * _DAYS_IN_400_YEARS
    year_of_era = (
        day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096
    ) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    march_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * march_month + 2) // 5 + 1
    month = march_month + 3 if march_month < 10 else march_month - 9
    year = year_of_era + era * 400 + (1 if month <= 2 else 0)
    return year, month, day


def ordinal_from_civil(year: int, month: int, day: int) -> int:
    """Return the ordinal of (year, month, day): the inverse of `civil_from_ordinal`."""
    march_year = year - 1 if month <= 2 else year
    march_month = month + 9 if month <= 2 else month - 3
    era = march_year // 400
    year_of_era = march_year - era * 400
    day_of_year = (153 * march_month + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * _DAYS_IN_400_YEARS + day_of_era - _DAYS_BEFORE_MARCH_OF_YEAR_0 + 1


def add_months_ordinal(ordinal: int, months: int) -> int:
    """Return the ordinal of the last day of a period of months (§§ 187(1), 188(2),(3) BGB).

    Equal to `add_months`, for engines that count days as integers.

    Args:
        ordinal: day of the event that starts the period.
        months: calendar months; negative values count back by the same rule.

    Raises:
        DefinitionError: if the start or the end lies outside the years 1 to 9999.
    """
    # The texts are constants: a compiler for numeric Python cannot format numbers into them.
    if ordinal < 1 or ordinal > LAST_ORDINAL:
        raise DefinitionError("The ordinal of a day must lie between 1 and 3652059.")
    year, month, day = civil_from_ordinal(ordinal)
    months_since_year_0 = year * 12 + (month - 1) + months
    year = months_since_year_0 // 12
    if year < 1 or year > 9999:
        raise DefinitionError("A period of months must end between the years 1 and 9999.")
    month = months_since_year_0 - year * 12 + 1
    return ordinal_from_civil(year, month, min(day, days_in_month(year, month)))


def add_weeks_ordinal(ordinal: int, weeks: int) -> int:
    """Return the ordinal of the last day of a period of weeks (§§ 187(1), 188(2) BGB).

    Raises:
        DefinitionError: if the end lies outside the years 1 to 9999.
    """
    last = ordinal + 7 * weeks
    if last < 1 or last > LAST_ORDINAL:
        raise DefinitionError("A period of weeks must end between the years 1 and 9999.")
    return last


def first_of_next_month_ordinal(ordinal: int) -> int:
    """Return the ordinal of the first day of the month after the one that contains `ordinal`."""
    year, month, day = civil_from_ordinal(ordinal)
    return ordinal - day + days_in_month(year, month) + 1


def add_months(day: date, months: int) -> date:
    """Return the last day of a period of months that an event on `day` starts.

    The end is the day of the same number, or the last day of the month if that number is missing
    (§ 187(1), § 188(2),(3) BGB): 31 August + 6 months = 28 or 29 February, but
    28 February + 6 months = 28 August. Adding months twice is therefore not the same as adding
    their sum: always count from the event.

    Args:
        day: day of the event.
        months: calendar months; negative values count back by the same rule.

    Raises:
        DefinitionError: if the end lies outside the years 1 to 9999.
    """
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise DefinitionError(
            f"{day.isoformat()} plus {months} months falls in the year {year}; "
            "accepted are the years 1 to 9999."
        )
    month = month_index + 1
    return date(year, month, min(day.day, days_in_month(year, month)))


def add_weeks(day: date, weeks: int) -> date:
    """Return the last day of a period of weeks that an event on `day` starts.

    It is the same day of the week, `weeks` weeks later (§ 187(1), § 188(2) BGB).

    Raises:
        DefinitionError: if the end lies outside the years 1 to 9999.
    """
    try:
        return day + timedelta(weeks=weeks)
    except OverflowError as error:
        raise DefinitionError(
            f"{day.isoformat()} plus {weeks} weeks lies outside the years 1 to 9999."
        ) from error


def end_of_month(day: date) -> date:
    """Return the last day of the month that contains `day` (§ 192 BGB)."""
    return day.replace(day=days_in_month(day.year, day.month))


def first_of_next_month(day: date) -> date:
    """Return the first day of the month after the one that contains `day`.

    Raises:
        DefinitionError: for a day in December 9999.
    """
    return add_months(day.replace(day=1), 1)


def months_between_month_starts(first: date, last: date) -> int:
    """Return how many months lie between two firsts of a month (negative if `last` is earlier).

    Raises:
        DefinitionError: if one of the days is not the first of its month.
    """
    for day in (first, last):
        if day.day != 1:
            raise DefinitionError(
                f"{day.isoformat()} is not the first of a month; "
                f"accepted is {day.replace(day=1).isoformat()}, for example."
            )
    return (last.year - first.year) * 12 + last.month - first.month


def birthday(birth: date, years: int) -> date:
    """Return the first day on which a person is `years` years old.

    The day of birth is counted (§ 187(2) sentence 2 BGB), so a year of life ends with the day
    *before* the birthday (§ 188(2) second alternative BGB). Who was born on 29 February completes
    a year with 28 February and is a year older on 1 March if there is no 29 February.

    Raises:
        DefinitionError: if `years` is negative or the birthday lies after the year 9999.
    """
    year = birth.year + years
    if years < 0 or year > date.max.year:
        raise DefinitionError(
            f"An age of {years} years cannot be computed for a birth on {birth.isoformat()}; "
            f"accepted are 0 to {date.max.year - birth.year} years."
        )
    if birth.day > days_in_month(year, birth.month):
        return date(year, 3, 1)
    return birth.replace(year=year)


def eighteenth_birthday(birth: date) -> date:
    """Return the first day of full age (Volljährigkeit, § 2 BGB)."""
    return birthday(birth, _AGE_OF_MAJORITY)


def age_on(birth: date, day: date) -> int:
    """Return the completed years of life on `day` (§ 187(2) sentence 2, § 188(2) BGB).

    Raises:
        DefinitionError: if `day` lies before the day of birth.
    """
    if day < birth:
        raise DefinitionError(
            f"There is no age on {day.isoformat()}: the day of birth is {birth.isoformat()}."
        )
    years = day.year - birth.year
    return years if day >= birthday(birth, years) else years - 1
