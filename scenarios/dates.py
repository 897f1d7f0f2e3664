"""Days of the calendar in scenario files."""

from __future__ import annotations

import datetime
import re
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from .problems import shown

_FIRST = datetime.date(2000, 1, 1)
_LAST = datetime.date(2100, 12, 31)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _real_date(value: object) -> datetime.date:
    """Accept a date, or text such as 2024-01-01 that is a day of the calendar."""
    day: datetime.date | None = None
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        day = value
    elif isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            day = datetime.date.fromisoformat(value)
        except ValueError:
            day = None
    if day is None or not _FIRST <= day <= _LAST:
        raise PydanticCustomError(
            "not_a_date",
            "{shown} is not accepted; give a day of the calendar from {first} to {last}, "
            "written like 2024-01-01",
            {"shown": shown(value), "first": str(_FIRST), "last": str(_LAST)},
        )
    return day


CalendarDay = Annotated[datetime.date, BeforeValidator(_real_date)]
"""A day from 2000 to 2100, written like 2024-01-01."""
