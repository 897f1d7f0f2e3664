"""Numbers, months and teams as people read them, in German and in English.

>>> number(9650, "de")
'9.650'
>>> number(12.345, "en", 1)
'12.3'
>>> percent(0.123, "de", 1).replace(chr(160), " ")
'12,3 %'
>>> month_name("2024-03", "de")
'März 2024'
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from ..model.process.text import LANGUAGES, Language, Text
from .errors import AnalysisError

NO_VALUE = "–"
"""Written where there is no number."""

TEAM_TITLES = {
    "under_25": Text("Team unter 25", "team under 25"),
    "from_25": Text("Team ab 25", "team from 25"),
    "case_management": Text("Team Fallmanagement", "case management team"),
    "all": Text("alle Teams", "all teams"),
}
"""Teams as readers see them."""


def check_language(language: str) -> Language:
    """Return ``language`` if it is ``de`` or ``en``.

    Raises:
        AnalysisError: otherwise.
    """
    for known in LANGUAGES:
        if language == known:
            return known
    raise AnalysisError(f"The language {language!r} is not known; choose de or en.")


def number(value: float, language: Language, digits: int = 0) -> str:
    """Return a number with ``digits`` decimals; a dash for NaN."""
    if not math.isfinite(value):
        return NO_VALUE
    rounded = round(value, digits) + 0.0  # adding 0 turns -0.0 into 0.0
    places = "." + "0" * digits if digits else ""
    return str(format_decimal(rounded, format=f"#,##0{places}", locale=language))


def fitting(value: float, language: Language) -> str:
    """Return a number with as many decimals as its size calls for."""
    if not math.isfinite(value):
        return NO_VALUE
    size = abs(value)
    if size == 0:
        return number(0, language)
    if size < 0.1:
        # Two significant digits, but never an endless tail of zeros.
        return number(value, language, min(6, 1 - math.floor(math.log10(size))))
    return number(value, language, 0 if size >= 100 else 1 if size >= 10 else 2)


def counted(value: float, language: Language) -> str:
    """Return a mean of counted things: whole from 10 on, with a decimal or two below."""
    if not math.isfinite(value):
        return NO_VALUE
    if abs(value) >= 10 or abs(value - round(value)) < 1e-9:
        return number(value, language)
    return number(value, language, 1) if abs(value) >= 1 else fitting(value, language)


def plain(value: float, language: Language) -> str:
    """Return a number with as few decimals as it takes to write it fully, six at most."""
    if not math.isfinite(value):
        return NO_VALUE
    places = (p for p in range(6) if abs(round(value, p) - value) <= 1e-9 * max(1.0, abs(value)))
    return number(value, language, next(places, 6))


def percent(value: float, language: Language, digits: int = 0) -> str:
    """Return a share (1 is 100 percent) in percent; a dash for NaN."""
    if not math.isfinite(value):
        return NO_VALUE
    places = "." + "0" * digits if digits else ""
    pattern = f"#,##0{places}\N{NO-BREAK SPACE}%" if language == "de" else f"#,##0{places}%"
    return str(format_percent(value, format=pattern, locale=language))


def interval(low: float, high: float, language: Language, digits: int | None = None) -> str:
    """Return ``3.1 to 4.2`` in the language; empty if there are no limits."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return ""
    word = "bis" if language == "de" else "to"
    if digits is None:
        return f"{fitting(low, language)} {word} {fitting(high, language)}"
    return f"{number(low, language, digits)} {word} {number(high, language, digits)}"


def percent_interval(low: float, high: float, language: Language, digits: int = 0) -> str:
    """Return limits of a share in percent; empty if there are none."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return ""
    word = "bis" if language == "de" else "to"
    return f"{percent(low, language, digits)} {word} {percent(high, language, digits)}"


def enumeration(texts: Sequence[str], language: Language) -> str:
    """Return texts one after the other, the last one with "and": ``a, b, and c``."""
    return str(format_list(list(texts), locale=language))


def first_day(month: str) -> date:
    """Return the first day of a month written like ``2024-01``.

    Raises:
        AnalysisError: if it is not written so.
    """
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise AnalysisError(f"{month!r} is no month; write 2024-01.") from None


def month_name(month: str, language: Language) -> str:
    """Return ``March 2024`` for ``2024-03``."""
    return str(format_date(first_day(month), format="MMMM y", locale=language))


def short_month(month: str, language: Language) -> str:
    """Return the abbreviated month without year, such as ``Mar``."""
    return str(format_date(first_day(month), format="LLL", locale=language)).rstrip(".")


def day_name(day: date, language: Language) -> str:
    """Return a day written out, such as ``1 July 2023`` or ``1. Juli 2023``."""
    pattern = "d. MMMM y" if language == "de" else "d MMMM y"
    return str(format_date(day, format=pattern, locale=language))
