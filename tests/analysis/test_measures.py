"""Measures against sums by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.indicator_catalogue import INDICATORS
from koopsim.analysis.measures import (
    DEFAULT_MEASURES,
    DERIVED_MEASURES,
    measure,
    measure_parts,
    measure_values,
    measures,
)


def frame(values: dict[str, list[float]]) -> pd.DataFrame:
    rows = [
        (0, f"2024-{month + 1:02d}", "all", name, value)
        for name, row in values.items()
        for month, value in enumerate(row)
    ]
    return pd.DataFrame(rows, columns=["replication", "month", "team", "indicator", "value"])


def value(name: str, values: dict[str, list[float]]) -> float:
    return float(measure_values(frame(values), [measure(name)])[name].iloc[0])


def test_flows_and_levels_are_means_over_months() -> None:
    assert value("talks", {"talks": [10, 20, 60]}) == 30
    assert value("stock", {"stock": [10, 20, 60]}) == 30


def test_ratios_weigh_every_event_alike() -> None:
    assert value("wait_days", {"wait_days_sum": [10, 90], "bookings": [10, 10]}) == 5
    assert value("no_show_share", {"no_shows": [1, 3], "talks": [3, 13]}) == 0.2
    assert value("utilisation", {"fte_needed": [3, 4], "fte_available": [5, 5]}) == 0.7
    assert np.isnan(value("wait_days", {"wait_days_sum": [0], "bookings": [0]}))


def test_missed_deadlines_add_up() -> None:
    item = measure("missed_deadlines")
    assert value(item.name, {name: [1, 3] for name in item.parts}) == 2 * len(item.parts)


def test_numerator_and_denominator() -> None:
    top, bottom = measure_parts(
        frame({"no_shows": [1, 3], "talks": [3, 13]}), measure("no_show_share")
    )
    assert (list(top), list(bottom)) == ([4], [20])
    top, bottom = measure_parts(frame({"talks": [10, 20]}), measure("talks"))
    assert (list(top), list(bottom)) == ([15], [1])


def test_every_indicator_is_a_measure_and_shares_are_parts_of_trials() -> None:
    for name in INDICATORS:
        assert measure(name).name == name
    for item in DERIVED_MEASURES.values():
        assert not item.share or set(item.parts) < set(item.per)
        assert item.title.de != item.title.en
    assert [item.name for item in measures(DEFAULT_MEASURES)] == list(DEFAULT_MEASURES)
    assert len(measures(["talks", "talks"])) == 1


def test_refusals() -> None:
    with pytest.raises(AnalysisError, match="did you mean 'talks'"):
        measure("talk")
    with pytest.raises(AnalysisError, match="no values for no_shows"):
        value("no_show_share", {"talks": [1]})
    with pytest.raises(AnalysisError, match="team 'old'"):
        measure_values(frame({"talks": [1]}), [measure("talks")], "old")
