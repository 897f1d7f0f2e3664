"""From a run to the numbers that a file of totals speaks about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from ...scenarios import Scenario
from ..indicator_catalogue import INDICATORS
from ..uncertainty.outcomes import Series, monthly_series
from .totals_check import scenario_months
from .totals_file import Total, months_of


def observer(totals: Sequence[Total]) -> Callable[[pd.DataFrame], list[float]]:
    """Return what computes each total from the monthly frame of one replication.

    Flows are summed over the period, levels averaged over its months; the waiting time weighs each
    booking alike; a rate is the flow per year in benefit (month-end stocks divided by twelve).
    Nothing counted gives 0.
    """
    teams = tuple(dict.fromkeys(total.team for total in totals))
    wanted = list(totals)

    def observe(months: pd.DataFrame) -> list[float]:
        known = {team: monthly_series(months, team) for team in teams}
        return [_value(total, *known[total.team]) for total in wanted]

    return observe


def _value(total: Total, labels: list[str], series: Series) -> float:
    """Return one total of a run."""
    places = [labels.index(month) for month in months_of(total.period)]
    values = series[total.indicator][places]
    if total.indicator == "wait_days":
        bookings = float(series["bookings"][places].sum())
        return float(series["wait_days_sum"][places].sum()) / bookings if bookings else 0.0
    if INDICATORS[total.indicator].kind != "flow":
        return float(values.mean())
    if total.per is None:
        return float(values.sum())
    years = float(series["stock"][places].sum()) / 12.0
    return total.per * float(values.sum()) / years if years else 0.0


def shortened(scenario: Scenario, totals: Sequence[Total]) -> Scenario:
    """Return the scenario with no more months than the totals need."""
    last = max(month for total in totals for month in months_of(total.period))
    return scenario.replace({"months": scenario_months(scenario).index(last) + 1})
