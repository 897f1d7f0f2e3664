"""The assumption ledger: every number of a scenario with its origin, as plain rows."""

from __future__ import annotations

from dataclasses import dataclass

from .parameter import Grade
from .schema import Scenario


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One parameter: dotted path, value and range in ``unit``, grade, source and note."""

    path: str
    value: float
    unit: str
    low: float
    high: float
    grade: Grade
    source: str
    note: str | None


@dataclass(frozen=True, slots=True)
class AssumptionLedger:
    """All rows of a scenario, sorted by path, and how many there are of each grade."""

    rows: tuple[LedgerRow, ...]
    counts: dict[Grade, int]

    def of_grade(self, grade: Grade) -> tuple[LedgerRow, ...]:
        """Return the rows of one grade, sorted by path."""
        return tuple(row for row in self.rows if row.grade is grade)


def assumption_ledger(scenario: Scenario) -> AssumptionLedger:
    """Return where every number of ``scenario`` comes from."""
    rows = tuple(
        LedgerRow(
            path=path,
            value=parameter.value,
            unit=parameter.unit,
            low=parameter.low,
            high=parameter.high,
            grade=parameter.grade,
            source=_when(path, scenario) + parameter.source,
            note=parameter.note,
        )
        for path, parameter in sorted(scenario.parameters())
    )
    counts = {grade: sum(row.grade is grade for row in rows) for grade in Grade}
    return AssumptionLedger(rows, counts)


def _when(path: str, scenario: Scenario) -> str:
    """Return day and team of a dated change of staff, which has no other name; else nothing."""
    names = path.split(".")
    if names[:2] != ["staff", "changes"]:
        return ""
    change = scenario.staff.changes[int(names[2])]
    return f"From {change.first_day}, team {change.team}. "
