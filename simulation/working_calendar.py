"""Working days (Arbeitstage) of an office: weekends and the public holidays of its Land.

Public holidays come from the package `holidays` (category "public", names in German). Saturdays
and Sundays are free. 24 and 31 December are working days unless the law of the Land makes them
public holidays: many offices close, but by house rules, which belong into a scenario. Holidays of
single municipalities (the Augsburg peace festival, Corpus Christi in parts of Saxony and
Thuringia, Assumption Day in most places of Bavaria) are left out, because a scenario names no town.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from difflib import get_close_matches
from importlib.metadata import version
from typing import Final

from holidays import country_holidays
from holidays.countries.germany import Germany

from ..model.errors import RunError, ScenarioError
from ..model.periods import civil_from_ordinal, days_in_month, ordinal_from_civil

__all__ = ["LAENDER", "WorkingCalendar", "calendar_source"]

LAENDER: Final[dict[str, str]] = {
    "BB": "Brandenburg",
    "BE": "Berlin",
    "BW": "Baden-Württemberg",
    "BY": "Bayern",
    "HB": "Bremen",
    "HE": "Hessen",
    "HH": "Hamburg",
    "MV": "Mecklenburg-Vorpommern",
    "NI": "Niedersachsen",
    "NW": "Nordrhein-Westfalen",
    "RP": "Rheinland-Pfalz",
    "SH": "Schleswig-Holstein",
    "SL": "Saarland",
    "SN": "Sachsen",
    "ST": "Sachsen-Anhalt",
    "TH": "Thüringen",
}
"""The sixteen German Länder: code (ISO 3166-2 without "DE-") and name."""

_SATURDAY: Final = 5
_FIRST_YEAR: Final = Germany.start_year
_LAST_YEAR: Final = Germany.end_year


def calendar_source() -> str:
    """Return package and version that the public holidays come from, for the manifest of a run.

    Holiday law changes, so the same scenario can give other days under another version.
    """
    return f"holidays {version('holidays')}"


def _require_land(land: str) -> None:
    """Refuse what is not a code of a Land, and name the code that was probably meant."""
    if land in LAENDER:
        return
    # A name is more likely than a slip in two letters: "Bayern" and "bayrn" both lead to BY.
    codes = {code.casefold(): code for code in LAENDER}
    codes |= {name.casefold(): code for code, name in LAENDER.items()}
    wanted = str(land).strip().casefold().removeprefix("de-")
    near = [wanted] if wanted in codes else get_close_matches(wanted, codes, n=1, cutoff=0.6)
    hint = f" Did you mean {codes[near[0]]} ({LAENDER[codes[near[0]]]})?" if near else ""
    raise ScenarioError(
        f"There is no German Land with the code {land!r}; accepted are {', '.join(LAENDER)}.{hint}"
    )


class WorkingCalendar:
    """The working days of one Land from `start` to `end`, both included.

    Attributes:
        land: code of the Land, for example "NW".
        start: first day of the calendar.
        end: last day of the calendar.
        first_ordinal: ordinal of `start`.
        working: for each day of the calendar, whether it is a working day; the index is the
            ordinal minus `first_ordinal`.
        working_ordinals: ordinals of the working days, rising.
    """

    def __init__(self, land: str, start: date, end: date) -> None:
        """Compute the working days.

        Raises:
            ScenarioError: if the Land is unknown.
            RunError: if `end` lies before `start`, or no holidays are known for a year.
        """
        _require_land(land)
        if end < start:
            raise RunError(f"The calendar ends on {end.isoformat()}, before {start.isoformat()}.")
        if start.year < _FIRST_YEAR or end.year > _LAST_YEAR:
            raise RunError(
                f"Public holidays are known for the years {_FIRST_YEAR} to {_LAST_YEAR}, "
                f"but {start.isoformat()} to {end.isoformat()} was asked for."
            )
        self.land = land
        self.start = start
        self.end = end
        self.first_ordinal = start.toordinal()
        self._holidays: dict[int, str] = {
            day.toordinal(): name
            for day, name in country_holidays(
                "DE", subdiv=land, language="de", years=range(start.year, end.year + 1)
            ).items()
        }
        # Ordinal 1 is a Monday.
        self.working: list[bool] = [
            (ordinal - 1) % 7 < _SATURDAY and ordinal not in self._holidays
            for ordinal in range(self.first_ordinal, end.toordinal() + 1)
        ]
        self.working_ordinals: list[int] = [
            self.first_ordinal + offset for offset, works in enumerate(self.working) if works
        ]

    def __repr__(self) -> str:
        """Return the call that makes an equal calendar."""
        return f"WorkingCalendar({self.land!r}, {self.start!r}, {self.end!r})"

    def is_working_day(self, day: date) -> bool:
        """Return whether the office works on `day`.

        Raises:
            RunError: if the day lies outside the calendar.
        """
        return self.working[self._offset(day.toordinal())]

    def holiday_name(self, day: date) -> str | None:
        """Return the German name of the public holiday on `day`, or None if there is none.

        Raises:
            RunError: if the day lies outside the calendar.
        """
        self._offset(day.toordinal())
        return self._holidays.get(day.toordinal())

    def next_working_day(self, day: date) -> date:
        """Return the first working day on or after `day`.

        Raises:
            RunError: if there is none in the calendar.
        """
        return self.add_working_days(day, 0)

    def add_working_days(self, day: date, n: int) -> date:
        """Return the working day `n` working days from `day`; `day` itself is not counted.

        For n >= 1 this is the n-th working day after `day`, for n <= -1 the n-th before it, for
        n = 0 the first working day on or after it.

        Raises:
            RunError: if day or result lies outside the calendar.
        """
        return date.fromordinal(self.add_working_days_ordinal(day.toordinal(), n))

    def add_working_days_ordinal(self, ordinal: int, n: int) -> int:
        """Return the same as `add_working_days`, for engines that count days as ordinals."""
        self._offset(ordinal)
        if n > 0:
            index = bisect_right(self.working_ordinals, ordinal) + n - 1
        else:
            index = bisect_left(self.working_ordinals, ordinal) + n
        if not 0 <= index < len(self.working_ordinals):
            raise RunError(
                f"{n} working days from {date.fromordinal(ordinal).isoformat()} leave the "
                f"calendar, which covers {self._span()}."
            )
        return self.working_ordinals[index]

    def working_days_in_month(self, year: int, month: int) -> int:
        """Return the number of working days of a month that lies wholly within the calendar.

        Raises:
            RunError: if the month is none or reaches beyond the calendar.
        """
        if not 1 <= month <= 12:
            raise RunError(f"Month {month} was asked for; accepted are 1 to 12.")
        first = ordinal_from_civil(year, month, 1)
        last = first + days_in_month(year, month) - 1
        self._offset(first)
        self._offset(last)
        days = self.working_ordinals
        return bisect_right(days, last) - bisect_left(days, first)

    def _offset(self, ordinal: int) -> int:
        """Return the index of a day in `working`, or refuse a day outside the calendar."""
        offset = ordinal - self.first_ordinal
        if not 0 <= offset < len(self.working):
            year, month, day = civil_from_ordinal(ordinal)
            raise RunError(
                f"{year:04d}-{month:02d}-{day:02d} lies outside the calendar, "
                f"which covers {self._span()}."
            )
        return offset

    def _span(self) -> str:
        return f"{self.start.isoformat()} to {self.end.isoformat()}"
