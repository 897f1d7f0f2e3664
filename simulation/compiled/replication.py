"""One replication of one office with the compiled engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ...model.errors import RunError
from ...model.table.cache import table_for
from ...scenarios import Scenario
from ..event_log import CaseColumns
from ..recorder import Recorder
from ..runner import (
    CALENDAR_MARGIN_DAYS,
    EVENT_NAMES,
    Replication,
    effective_rule_set,
    horizon,
    replication_frames,
)
from ..stepper import Stepper
from ..tables import ScenarioTables, scenario_tables
from ..working_calendar import WorkingCalendar
from .compiled_office import CompiledOffice
from .failures import raise_failure
from .log_rows import event_columns
from .monthly_counts import acts_and_minutes, fill_counts
from .office_arrays import Span, office_arrays
from .stepping import NO_ROOM


@lru_cache(maxsize=2)
def _tables(scenario: Scenario) -> ScenarioTables:
    """Return the tables of a scenario; replications share them."""
    return scenario_tables(scenario)


def run_replication(
    scenario: Scenario,
    number: int,
    seed: int,
    report: Callable[[int], None] | None = None,
    *,
    events: bool = True,
) -> Replication:
    """Run one replication of one office; ``report`` receives numbers of finished days.

    Without ``events`` no log is kept; all other frames are the same.

    Raises:
        RunError: as the SimPy engine does, in the same words.
    """
    rule_set, tables = effective_rule_set(scenario), _tables(scenario)
    days = horizon(scenario, rule_set)
    span = Span(days.first_day.toordinal(), days.start.toordinal(), days.last_day.toordinal())
    calendar = WorkingCalendar(
        scenario.land, days.first_day, days.last_day + timedelta(days=CALENDAR_MARGIN_DAYS)
    )
    arrays = office_arrays(tables, rule_set, calendar, span, seed, number)
    office = CompiledOffice(arrays, events)
    table, recorder = table_for(rule_set), Recorder(span.start, EVENT_NAMES)
    try:
        office.run(report)
    except RuntimeError:
        stepper = Stepper(
            table, rule_set, recorder, tables.minutes, tables.plain.no_show_slot_permille
        )
        _explain(office, stepper, calendar, tables)
        raise
    columns = _case_columns(office)
    if events:
        recorder.columns = event_columns(office.rows(), columns.number, arrays, recorder)
    fill_counts(recorder, arrays, office.tally)
    values = acts_and_minutes(arrays, office.tally, table)
    return replication_frames(
        recorder, columns, table, tables.plain, calendar, days, number, values
    )


def _explain(
    office: CompiledOffice, stepper: Stepper, calendar: WorkingCalendar, tables: ScenarioTables
) -> None:
    """Tell why the kernels stopped, with the story of the case as far as it was logged.

    Raises:
        RunError: if they stopped by themselves.
    """
    failure = int(office.office["failure"])
    if failure == NO_ROOM:
        raise RunError("one day has more events than the log has room for: use the engine simpy")
    if failure:
        numbers = _case_columns(office).number
        recorder = stepper.recorder
        recorder.columns = event_columns(office.rows(), numbers, office.arrays, recorder)
        row = office.cases[int(office.office["failed_case"])]
        raise_failure(office.office, row, stepper, calendar, tables.plain.lead_working_days)


def _case_columns(office: CompiledOffice) -> CaseColumns:
    cases = office.cases

    def column(name: str) -> npt.NDArray[np.int64]:
        return cases[name].astype(np.int64)

    return CaseColumns(
        column("number"),
        column("origin"),
        column("entered"),
        column("left"),
        column("entry_facts"),
        column("configuration"),
        column("facts"),
    )
