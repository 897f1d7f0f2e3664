"""The offices of a region with the compiled engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...model.errors import RunError
from ...model.rule_set import RuleSet
from ...model.table.cache import table_for
from ...scenarios import OfficeScenario
from ..event_log import CaseColumns, cases_frame, events_frame, log_names
from ..horizon import Horizon, calendar_of, effective_rule_set, horizon
from ..months import month_values
from ..office_run import PART_ROWS, OfficeRun
from ..recorder import Recorder
from ..region import destinations, run_offices
from ..simpy_region import EVENT_NAMES
from ..stepper import Stepper
from ..tables import ScenarioTables, scenario_tables
from .compiled_office import CompiledOffice
from .delay_arrays import DelayArrays
from .failures import raise_failure
from .log_rows import event_columns
from .monthly_counts import daily_counts, month_counts
from .office_arrays import Span, office_arrays
from .stepping import NO_ROOM


def run_region(
    offices: Sequence[OfficeScenario],
    number: int,
    seed: int,
    report: Callable[[int], None] | None = None,
    *,
    events: bool = True,
) -> Iterator[OfficeRun]:
    """Run the offices of a region in replication ``number``; yield them in order.

    Without ``events`` no log is kept; all else is the same. See ``simpy_region.run_region``.

    Raises:
        RunError: as the SimPy engine does, in the same words.
    """
    rule_set = effective_rule_set(offices[0].scenario)
    days = horizon(offices[0].scenario, rule_set)
    tables = [scenario_tables(o.scenario, o.number, destinations(o, offices)) for o in offices]
    longest = (days.last_day - days.first_day).days + 1
    delays = DelayArrays((each.delays for each in tables), longest)
    made = [
        _Made(office, each, delays, rule_set, days, (seed, number), report, events)
        for office, each in zip(offices, tables, strict=True)
    ]
    running = {each.number: each.office for each in made}
    try:
        for each in made:
            each.office.open()
        run_offices(running, days.first_day.toordinal(), days.last_day.toordinal())
    except RuntimeError:
        for each in made:
            each.explain()
        raise
    for each in made:
        yield each.finished(number)


class _Made:
    """One office with what it was made from."""

    def __init__(
        self,
        office: OfficeScenario,
        tables: ScenarioTables,
        delays: DelayArrays,
        rule_set: RuleSet,
        days: Horizon,
        key: tuple[int, int],
        report: Callable[[int], None] | None,
        log: bool,
    ) -> None:
        self.number = office.number
        self._rule_set, self._days = rule_set, days
        self._calendar = calendar_of(office.scenario, days)
        self._tables = tables
        span = Span(*(day.toordinal() for day in (days.first_day, days.start, days.last_day)))
        self._arrays = office_arrays(tables, delays, rule_set, self._calendar, span, *key)
        self.office = CompiledOffice(self._arrays, log, report)

    def finished(self, replication: int) -> OfficeRun:
        """Return what the office gave after its last day."""
        arrays = self._arrays
        starts = list(arrays.starts)
        last = self._days.last_day.toordinal()
        counts = month_counts(arrays, self.office.tally)
        start = self._days.start.toordinal()

        def event_parts() -> Iterator[pd.DataFrame]:
            rows, numbers = self.office.rows(), self._case_columns().number
            names = log_names(table_for(self._rule_set))
            for first in range(0, max(1, len(rows)), PART_ROWS):
                part = rows[first : first + PART_ROWS]
                columns = event_columns(part, numbers, arrays, EVENT_NAMES)
                yield events_frame(columns, EVENT_NAMES, names, replication, self.number)

        def cases() -> pd.DataFrame:
            managed = self._tables.plain.managed_facts
            columns = self._case_columns()
            names = log_names(table_for(self._rule_set))
            return cases_frame(columns, start, names, replication, self.number, managed)

        return OfficeRun(
            replication,
            self.number,
            month_values(counts, self._tables, self._calendar, starts, last),
            daily_counts(arrays, self.office.tally),
            event_parts,
            cases,
        )

    def explain(self) -> None:
        """Tell why the kernels stopped, with the story of the case as far as it was logged.

        Raises:
            RunError: if they stopped by themselves, in this office.
        """
        failure = int(self.office.office["failure"])
        if failure == NO_ROOM:
            raise RunError(
                "one day has more events than the log has room for: use the engine simpy"
            )
        if failure:
            recorder, plain = self._recorder(), self._tables.plain
            stepper = Stepper(
                table_for(self._rule_set),
                self._rule_set,
                recorder,
                self._tables.minutes,
                plain.no_show_slot_permille,
            )
            row = self.office.cases[int(self.office.office["failed_case"])]
            raise_failure(
                self.office.office,
                row,
                stepper,
                self._calendar,
                plain.lead_working_days,
                self._arrays.epoch,
            )

    def _recorder(self) -> Recorder:
        """Return the log as a recorder holds it."""
        recorder = Recorder(self._days.start.toordinal(), EVENT_NAMES)
        numbers = self._case_columns().number
        recorder.columns = event_columns(self.office.rows(), numbers, self._arrays, EVENT_NAMES)
        return recorder

    def _case_columns(self) -> CaseColumns:
        cases = self.office.cases

        def column(name: str) -> npt.NDArray[np.int64]:
            return cases[name].astype(np.int64)

        def day(name: str) -> npt.NDArray[np.int64]:
            days = column(name)
            return np.where(days == 0, 0, days + self._arrays.epoch)

        left = day("left")
        return CaseColumns(
            column("number"),
            column("origin"),
            day("entered"),
            left,
            np.where(left == 0, 0, column("moving_to")) - 1,
            column("entry_facts"),
            column("configuration"),
            column("facts"),
        )
