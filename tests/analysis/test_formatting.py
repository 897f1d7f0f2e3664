"""Numbers and months as people read them."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from koopsim.analysis import formatting
from koopsim.analysis.errors import AnalysisError


def test_numbers_in_both_languages() -> None:
    assert formatting.number(1234567.891, "de", 2) == "1.234.567,89"
    assert formatting.number(1234567.891, "en", 2) == "1,234,567.89"
    assert formatting.number(-0.0, "en", 1) == "0.0"
    assert formatting.percent(0.1234, "en", 1) == "12.3%"
    assert formatting.percent(0.1234, "de", 1) == "12,3\N{NO-BREAK SPACE}%"
    assert formatting.interval(1.0, 2.5, "de") == "1,00 bis 2,50"
    assert formatting.percent_interval(0.1, 0.2, "en") == "10% to 20%"


def test_decimals_fit_the_size() -> None:
    found = [formatting.fitting(v, "en") for v in (0, 0.00321, 0.5, 3.14159, 31.4159, 314.159)]
    assert found == ["0", "0.0032", "0.50", "3.14", "31.4", "314"]
    found = [formatting.counted(v, "de") for v in (0, 0.333, 7.0, 7.26, 12.5, 1234.5)]
    assert found == ["0", "0,33", "7", "7,3", "12", "1.234"]
    assert [formatting.plain(v, "de") for v in (8.0, 0.84, 300)] == ["8", "0,84", "300"]


def test_what_is_no_number_is_a_dash_or_nothing() -> None:
    for write in (
        formatting.number,
        formatting.fitting,
        formatting.counted,
        formatting.plain,
        formatting.percent,
    ):
        assert write(math.nan, "de") == write(math.inf, "en") == "–"
    assert formatting.interval(math.nan, 1.0, "en") == ""
    assert formatting.percent_interval(math.nan, 1.0, "en") == ""


@given(st.floats(-1e12, 1e12))
def test_every_number_can_be_written(value: float) -> None:
    for write in (formatting.fitting, formatting.counted, formatting.plain):
        assert write(value, "de") and write(value, "en")


def test_months_and_days() -> None:
    assert formatting.month_name("2024-03", "de") == "März 2024"
    assert formatting.short_month("2024-03", "en") == "Mar"
    assert formatting.day_name(date(2024, 3, 1), "de") == "1. März 2024"
    for wrong in ("2024-13", "March"):
        with pytest.raises(AnalysisError, match="month"):
            formatting.month_name(wrong, "en")


def test_other_languages_are_refused() -> None:
    with pytest.raises(AnalysisError, match="choose de or en"):
        formatting.check_language("fr")
