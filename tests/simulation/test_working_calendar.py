"""Working days against cases counted by hand and against a day-by-day count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from koopsim.model.errors import RunError, ScenarioError
from koopsim.simulation.working_calendar import LAENDER, WorkingCalendar, calendar_source

START, END = date(2024, 1, 1), date(2026, 12, 31)
NW = WorkingCalendar("NW", START, END)


@pytest.mark.parametrize(
    ("land", "day", "name"),
    [
        # In all Länder.
        ("NW", "2024-01-01", "Neujahr"),
        ("NW", "2024-10-03", "Tag der Deutschen Einheit"),
        ("TH", "2024-05-20", "Pfingstmontag"),
        # In some of them.
        ("NW", "2024-05-30", "Fronleichnam"),
        ("BE", "2024-05-30", None),
        ("BY", "2025-01-06", "Heilige Drei Könige"),
        ("NW", "2025-01-06", None),
        ("HH", "2024-10-31", "Reformationstag"),
        ("BY", "2024-10-31", None),
        ("SN", "2024-11-20", "Buß- und Bettag"),
        ("SL", "2025-08-15", "Mariä Himmelfahrt"),
        # Only in most municipalities, so not in the Land.
        ("BY", "2025-08-15", None),
        # Once only: 80 years after the end of the war.
        ("BE", "2025-05-08", "80. Jahrestag der Befreiung vom Nationalsozialismus "
         "und der Beendigung des Zweiten Weltkriegs in Europa"),
        ("BE", "2026-05-08", None),
        # Closed in many offices, but no public holidays.
        ("NW", "2024-12-24", None),
        ("NW", "2024-12-31", None),
    ],
)  # fmt: skip
def test_public_holidays_of_the_laender(land: str, day: str, name: str | None) -> None:
    calendar = WorkingCalendar(land, START, END)
    weekday = date.fromisoformat(day)
    assert weekday.weekday() < 5
    assert calendar.holiday_name(weekday) == name
    assert calendar.is_working_day(weekday) == (name is None)


def test_reformation_day_was_a_holiday_everywhere_in_2017() -> None:
    for land in LAENDER:
        calendar = WorkingCalendar(land, date(2017, 10, 31), date(2017, 10, 31))
        assert calendar.working == [False]


@pytest.mark.parametrize(
    ("land", "working_days"), [("NW", 251), ("BE", 252), ("BY", 251), ("SL", 250), ("SN", 251)]
)
def test_working_days_of_2024_counted_by_hand(land: str, working_days: int) -> None:
    """2024 has 262 days from Monday to Friday; in NW eleven of them are public holidays."""
    calendar = WorkingCalendar(land, date(2024, 1, 1), date(2024, 12, 31))
    assert sum(calendar.working) == working_days
    assert sum(calendar.working_days_in_month(2024, m) for m in range(1, 13)) == working_days


def test_months_by_hand() -> None:
    """May 2024 has 23 weekdays; 1, 9, 20 and 30 May are public holidays in NW."""
    assert NW.working_days_in_month(2024, 5) == 19
    assert NW.working_days_in_month(2025, 2) == 20
    assert NW.working_days_in_month(2026, 12) == 22


def test_weekends_are_free() -> None:
    assert not NW.is_working_day(date(2024, 6, 1))
    assert not NW.is_working_day(date(2024, 6, 2))
    assert NW.is_working_day(date(2024, 6, 3))


def test_adding_working_days_by_hand() -> None:
    """Wednesday 23 December 2026: then 24, 28 and 29 December are working days."""
    wednesday = date(2026, 12, 23)
    assert NW.add_working_days(wednesday, 1) == date(2026, 12, 24)
    assert NW.add_working_days(wednesday, 3) == date(2026, 12, 29)
    assert NW.add_working_days(wednesday, 0) == wednesday
    assert NW.add_working_days(date(2026, 12, 25), 0) == date(2026, 12, 28)
    assert NW.add_working_days(date(2026, 12, 25), 1) == date(2026, 12, 28)
    assert NW.add_working_days(date(2026, 12, 28), -1) == date(2026, 12, 24)
    assert NW.add_working_days(date(2026, 12, 27), -1) == date(2026, 12, 24)
    assert NW.next_working_day(date(2024, 3, 29)) == date(2024, 4, 2)


@given(st.dates(date(2024, 6, 1), date(2026, 6, 1)), st.integers(-60, 60))
def test_adding_working_days_equals_counting_day_by_day(day: date, n: int) -> None:
    found, left, step = day, abs(n), timedelta(days=1 if n >= 0 else -1)
    if n == 0:
        while not NW.is_working_day(found):
            found += step
    while left:
        found += step
        left -= NW.is_working_day(found)
    assert NW.add_working_days(day, n) == found
    assert NW.add_working_days_ordinal(day.toordinal(), n) == found.toordinal()


@given(st.dates(START, END))
def test_array_and_days_agree(day: date) -> None:
    offset = day.toordinal() - NW.first_ordinal
    assert NW.working[offset] == NW.is_working_day(day)
    assert (day.toordinal() in NW.working_ordinals) == NW.working[offset]
    assert len(NW.working) == (END - START).days + 1


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("nw", "NW (Nordrhein-Westfalen)"), ("Bayern", "BY (Bayern)"), ("DE-HH", "HH (Hamburg)"),
     ("Nordrhein Westfalen", "NW (Nordrhein-Westfalen)"), ("Thueringen", "TH (Thüringen)")],
)  # fmt: skip
def test_unknown_laender_are_refused_with_a_suggestion(wrong: str, meant: str) -> None:
    with pytest.raises(ScenarioError) as error:
        WorkingCalendar(wrong, START, END)
    assert f"Did you mean {meant}?" in str(error.value)
    assert ", ".join(LAENDER) in str(error.value)


@pytest.mark.parametrize("wrong", ["XX", "", "Augsburg"])
def test_unknown_laender_without_a_near_name_are_refused(wrong: str) -> None:
    with pytest.raises(ScenarioError, match="accepted are BB, BE"):
        WorkingCalendar(wrong, START, END)


def test_days_outside_the_calendar_are_refused() -> None:
    span = "which covers 2024-01-01 to 2026-12-31"
    for day in (date(2023, 12, 31), date(2027, 1, 1)):
        for ask in (NW.is_working_day, NW.next_working_day, NW.holiday_name):
            with pytest.raises(RunError, match=f"{day.isoformat()} lies outside.*{span}"):
                ask(day)
    with pytest.raises(RunError, match=f"9 working days from 2026-12-30.*{span}"):
        NW.add_working_days(date(2026, 12, 30), 9)
    with pytest.raises(RunError, match="-1 working days from 2024-01-01"):
        NW.add_working_days(START, -1)
    with pytest.raises(RunError, match="outside"):
        NW.working_days_in_month(2027, 1)
    with pytest.raises(RunError, match="outside"):
        WorkingCalendar("NW", date(2024, 1, 2), END).working_days_in_month(2024, 1)
    with pytest.raises(RunError, match="accepted are 1 to 12"):
        NW.working_days_in_month(2024, 13)


def test_impossible_calendars_are_refused() -> None:
    with pytest.raises(RunError, match="before 2024-01-01"):
        WorkingCalendar("NW", START, date(2023, 12, 31))
    with pytest.raises(RunError, match="known for the years"):
        WorkingCalendar("NW", START, date(2150, 1, 1))


def test_source_names_package_and_version() -> None:
    name, version = calendar_source().split()
    assert name == "holidays"
    assert version[0].isdigit()


def test_calendar_prints_as_its_call() -> None:
    assert repr(NW) == (
        "WorkingCalendar('NW', datetime.date(2024, 1, 1), datetime.date(2026, 12, 31))"
    )
