"""Periods against hand cases of the BGB and against dateutil, which others wrote."""

from __future__ import annotations

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped,unused-ignore]
from hypothesis import example, given
from hypothesis import strategies as st
from koopsim.model.errors import DefinitionError
from koopsim.model.periods import (
    LAST_ORDINAL,
    add_months,
    add_months_ordinal,
    add_weeks,
    add_weeks_ordinal,
    age_on,
    birthday,
    civil_from_ordinal,
    days_in_month,
    eighteenth_birthday,
    end_of_month,
    first_of_next_month,
    first_of_next_month_ordinal,
    months_between_month_starts,
    ordinal_from_civil,
)

# Far enough from both ends of the calendar for every period below.
days = st.dates(date(201, 1, 1), date(9799, 12, 31))
months = st.integers(-2400, 2400)


@pytest.mark.parametrize(
    ("event", "count", "end"),
    [
        # § 188(2): the day of the same number.
        ("2024-01-15", 6, "2024-07-15"),
        ("2024-02-28", 6, "2024-08-28"),
        ("2024-02-29", 6, "2024-08-29"),
        ("2023-12-31", 1, "2024-01-31"),
        ("2024-05-07", 0, "2024-05-07"),
        # § 188(3): no such day, so the last day of the month.
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2024-08-30", 6, "2025-02-28"),
        ("2024-08-29", 6, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-03-31", 1, "2024-04-30"),
        ("2024-02-29", 12, "2025-02-28"),
        # A century without a leap day, and one with it.
        ("2099-11-30", 3, "2100-02-28"),
        ("1999-11-30", 3, "2000-02-29"),
        # Counting back by the same rule.
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-01-10", -12, "2023-01-10"),
    ],
)
def test_months_end_as_the_bgb_says(event: str, count: int, end: str) -> None:
    assert add_months(date.fromisoformat(event), count) == date.fromisoformat(end)


def test_months_are_counted_from_the_event_not_from_the_last_end() -> None:
    """Two steps lose the 31st; one step keeps it."""
    event = date(2024, 1, 31)
    assert add_months(add_months(event, 1), 1) == date(2024, 3, 29)
    assert add_months(event, 2) == date(2024, 3, 31)


def test_end_on_a_sunday_or_holiday_is_not_moved() -> None:
    """§ 193 BGB is not applied; 1 June 2025 is a Sunday, 25 December a public holiday."""
    assert add_months(date(2024, 12, 1), 6) == date(2025, 6, 1)
    assert add_weeks(date(2025, 11, 27), 4) == date(2025, 12, 25)


@given(days, months)
@example(date(2023, 8, 31), 6)
@example(date(2024, 2, 29), 48)
def test_months_agree_with_dateutil(day: date, count: int) -> None:
    assert add_months(day, count) == day + relativedelta(months=count)


@given(days, months)
@example(date(2023, 8, 31), 6)
def test_ordinals_agree_with_dates(day: date, count: int) -> None:
    assert add_months_ordinal(day.toordinal(), count) == add_months(day, count).toordinal()


@given(days, st.integers(-500, 500))
def test_weeks_end_on_the_same_day_of_the_week(day: date, count: int) -> None:
    end = add_weeks(day, count)
    assert end == day + relativedelta(weeks=count)
    assert end.weekday() == day.weekday()
    assert add_weeks_ordinal(day.toordinal(), count) == end.toordinal()


@given(st.dates())
@example(date.min)
@example(date.max)
@example(date(2000, 2, 29))
def test_civil_days_agree_with_datetime(day: date) -> None:
    assert civil_from_ordinal(day.toordinal()) == (day.year, day.month, day.day)
    assert ordinal_from_civil(day.year, day.month, day.day) == day.toordinal()


def test_civil_days_agree_on_every_day_of_the_simulated_centuries() -> None:
    for ordinal in range(date(1899, 1, 1).toordinal(), date(2101, 12, 31).toordinal() + 1):
        day = date.fromordinal(ordinal)
        civil = civil_from_ordinal(ordinal)
        assert civil == (day.year, day.month, day.day)
        assert ordinal_from_civil(*civil) == ordinal


@given(days)
def test_ends_and_starts_of_months(day: date) -> None:
    end = end_of_month(day)
    assert end == day + relativedelta(day=31)
    assert end.day == days_in_month(day.year, day.month)
    assert first_of_next_month(day) == day + relativedelta(months=1, day=1)
    assert first_of_next_month_ordinal(day.toordinal()) == end.toordinal() + 1


@given(days.map(lambda day: day.replace(day=1)), months)
def test_months_between_month_starts_inverts_adding(first: date, count: int) -> None:
    assert months_between_month_starts(first, add_months(first, count)) == count


@pytest.mark.parametrize(
    ("birth", "of_age"),
    [
        ("2006-05-07", "2024-05-07"),
        ("2006-12-31", "2024-12-31"),
        ("2006-01-01", "2024-01-01"),
        # § 188(2) second alternative: the 18th year is completed with 28 February.
        ("2004-02-29", "2022-03-01"),
        ("2004-02-28", "2022-02-28"),
    ],
)
def test_full_age_begins_with_the_birthday(birth: str, of_age: str) -> None:
    born, adult = date.fromisoformat(birth), date.fromisoformat(of_age)
    assert eighteenth_birthday(born) == adult
    assert age_on(born, adult) == 18
    assert age_on(born, date.fromordinal(adult.toordinal() - 1)) == 17


def test_a_leap_day_has_its_own_birthday_in_leap_years() -> None:
    born = date(2004, 2, 29)
    assert birthday(born, 20) == date(2024, 2, 29)
    assert age_on(born, date(2024, 2, 28)) == 19
    assert age_on(born, date(2024, 2, 29)) == 20


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 40_000))
def test_age_is_the_number_of_birthdays_reached(birth: date, lived: int) -> None:
    day = date.fromordinal(birth.toordinal() + lived)
    age = age_on(birth, day)
    assert birthday(birth, age) <= day < birthday(birth, age + 1)
    if (birth.month, birth.day) != (2, 29):
        assert age == relativedelta(day, birth).years


@pytest.mark.parametrize(
    ("day", "count"), [(date.max, 1), (date.min, -1), (date(2024, 1, 1), 10**6)]
)
def test_periods_beyond_the_calendar_are_refused(day: date, count: int) -> None:
    with pytest.raises(DefinitionError, match="years 1 to 9999"):
        add_months(day, count)
    with pytest.raises(DefinitionError, match="years 1 and 9999"):
        add_months_ordinal(day.toordinal(), count)
    with pytest.raises(DefinitionError, match="years 1 to 9999"):
        add_weeks(day, count * 5)
    with pytest.raises(DefinitionError, match="years 1 and 9999"):
        add_weeks_ordinal(day.toordinal(), count * 5)


@pytest.mark.parametrize("ordinal", [0, -5, LAST_ORDINAL + 1])
def test_ordinals_beyond_the_calendar_are_refused(ordinal: int) -> None:
    with pytest.raises(DefinitionError, match="between 1 and 3652059"):
        add_months_ordinal(ordinal, 0)
    assert date.max.toordinal() == LAST_ORDINAL == 3652059


def test_other_errors_name_value_and_accepted_values() -> None:
    with pytest.raises(DefinitionError, match=r"2024-01-02 .* 2024-01-01"):
        months_between_month_starts(date(2024, 1, 2), date(2024, 2, 1))
    with pytest.raises(DefinitionError, match=r"2023-12-31.*2024-01-01"):
        age_on(date(2024, 1, 1), date(2023, 12, 31))
    with pytest.raises(DefinitionError, match="0 to 7975 years"):
        birthday(date(2024, 1, 1), -1)
    with pytest.raises(DefinitionError, match="9999"):
        first_of_next_month(date(9999, 12, 5))
