"""Whether totals can be true together, and whether a scenario can be held against them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from ...model.periods import add_months
from ...scenarios import Scenario
from ..indicator_catalogue import INDICATORS
from .totals_file import Total, fail_with, months_of

PARTS = (
    ("updates_in_time", "updates_due"),
    ("updates_missed", "updates_due"),
    ("first_talks", "talks"),
    ("first_talks_in_time", "first_talks"),
    ("stock_not_agreed", "stock_no_plan"),
    *((name, "stock") for name in INDICATORS if name.startswith("stock_no")),
    *((f"stock_{name}", "stock") for name in ("trust", "with_notice", "suspended", "exempt")),
    ("backlog", "stock"),
    ("updates_overdue", "stock"),
)
"""Pairs of which the first is part of the second, so it cannot be larger."""

NOT_PER_PERSON = ("minutes_needed", "supervision_minutes", "wait_days_sum", "arrivals")
"""Flows that may be larger than one per person and month."""

LIKE_SIZE = 2.0
"""By this factor the stock of the totals may differ from the scenario's population."""


def scenario_months(scenario: Scenario) -> list[str]:
    """Return the months that a scenario reports, such as 2024-01."""
    return [f"{add_months(scenario.start, n):%Y-%m}" for n in range(scenario.months)]


def check_totals(
    subject: str, totals: Sequence[Total], scenario: Scenario, *, allow_gaps: bool = False
) -> None:
    """Complain about totals that contradict one another or the scenario.

    Found are: periods outside the scenario's months, the same figure twice (also as a month and
    its year, or as both teams and their sum), months left out of a series, parts larger than their
    whole, more events than persons and months, and an office of quite another size.

    Raises:
        AnalysisError: in one sentence with the numbers of the rows.
    """
    problems = [
        *_outside(totals, scenario),
        *_doubled(totals),
        *_too_large(totals),
        *_too_many(totals, scenario),
        *_other_size(totals, scenario),
    ]
    if not allow_gaps:
        problems += _gaps(totals)
    fail_with(subject, problems)


def _outside(totals: Sequence[Total], scenario: Scenario) -> list[str]:
    known = scenario_months(scenario)
    return [
        f"row {total.row}: {total.period} is not simulated, scenario {scenario.name} reports "
        f"{known[0]} to {known[-1]}"
        for total in totals
        if not set(months_of(total.period)) <= set(known)
    ]


def _doubled(totals: Sequence[Total]) -> list[str]:
    """Find figures that speak about the same thing."""
    problems = []
    seen: dict[tuple[str, str, str], Total] = {}
    for total in totals:
        for month in months_of(total.period):
            other = seen.setdefault((total.indicator, total.team, month), total)
            if other is not total:
                problems.append(
                    f"row {total.row} says again what row {other.row} says: {total.indicator} "
                    f"in {month}"
                )
                break
    for (indicator, team, month), total in seen.items():
        teams = [seen.get((indicator, t, month)) for t in ("under_25", "from_25")]
        if team == "all" and all(teams) and month == months_of(total.period)[0]:
            problems.append(
                f"row {total.row} is the sum of the teams, which are given as well: {indicator} "
                f"in {total.period}"
            )
    return problems


def _gaps(totals: Sequence[Total]) -> list[str]:
    series: dict[tuple[str, str, float | None], list[Total]] = defaultdict(list)
    for total in totals:
        if "-" in total.period:
            series[total.key].append(total)
    problems = []
    for each in series.values():
        ordered = sorted(each, key=lambda total: total.period)
        for before, after in pairwise(ordered):
            if _number_of(after.period) - _number_of(before.period) > 1:
                problems.append(
                    f"row {after.row}: between {before.period} and {after.period} months of "
                    f"{after.indicator} are missing; give them, a yearly figure, or allow gaps"
                )
    return problems


def _number_of(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])


def _too_large(totals: Sequence[Total]) -> list[str]:
    """Find parts that are larger than their whole."""
    counts = {(t.indicator, t.period, t.team): t for t in totals if t.per is None}
    problems = []
    for part, whole in dict.fromkeys(PARTS):
        for (indicator, period, team), total in counts.items():
            other = counts.get((whole, period, team))
            if indicator == part and other is not None and total.value > other.value:
                problems.append(
                    f"row {total.row}: {total.value:g} {part} are more than the {other.value:g} "
                    f"{whole} of row {other.row}, of which they are part"
                )
    return problems


def _too_many(totals: Sequence[Total], scenario: Scenario) -> list[str]:
    """Find counts above one per person and month, and levels above the number of persons."""
    persons = LIKE_SIZE * scenario.population.size.value
    problems = []
    for total in totals:
        kind, unit = INDICATORS[total.indicator].kind, INDICATORS[total.indicator].unit.en
        months = len(months_of(total.period))
        limit = persons * months if kind == "flow" else persons
        counted = kind == "flow" or unit in ("cases", "persons")
        if total.indicator in NOT_PER_PERSON or not counted or total.indicator == "stock":
            continue
        if total.per is None and total.value > limit:
            problems.append(
                f"row {total.row}: {total.value:g} {total.indicator} in {total.period} are more "
                f"than an office of {scenario.population.size.value} persons can have"
            )
        elif total.per is not None and total.value > 12.0 * total.per:
            problems.append(
                f"row {total.row}: {total.value:g} {total.indicator} per {total.per:g} years in "
                "benefit are more than one per person and month"
            )
    return problems


def _other_size(totals: Sequence[Total], scenario: Scenario) -> list[str]:
    size = scenario.population.size.value
    return [
        f"row {total.row}: a stock of {total.value:g} persons is that of quite another office than "
        f"the scenario's {size}; set population.size and staff to the office's in a scenario first"
        for total in totals
        if total.indicator == "stock"
        and total.team == "all"
        and not size / LIKE_SIZE <= total.value <= size * LIKE_SIZE
    ]
