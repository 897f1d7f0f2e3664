"""The offices of a region with the SimPy engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
import pandas as pd

from ..model.process.deadlines import DEADLINES
from ..model.process.events import EVENTS
from ..model.table.cache import table_for
from ..scenarios import OfficeScenario
from .event_log import LogNames, case_columns, cases_frame, events_frame, log_names
from .horizon import Horizon, calendar_of, effective_rule_set, horizon, month_starts
from .months import month_values, recorded_counts
from .office_run import PART_ROWS, OfficeRun
from .random_streams import RandomStreams
from .recorder import DEADLINE_MISSED, Recorder
from .region import destinations, run_offices
from .simpy_engine import SimpyOffice
from .stepper import Stepper
from .tables import scenario_tables

EVENT_NAMES = (*EVENTS, *(DEADLINE_MISSED + deadline.name for deadline in DEADLINES))
_REPORTED_DAYS = 10


def run_region(
    offices: Sequence[OfficeScenario],
    number: int,
    seed: int,
    report: Callable[[int], None] | None = None,
    *,
    events: bool = True,
) -> Iterator[OfficeRun]:
    """Run the offices of a region in replication ``number``; yield them in order.

    Args:
        offices: all offices of the region.
        number: number of the replication.
        seed: seed of the run.
        report: receives numbers of finished days, each office's by itself.
        events: whether a log is wanted. This engine keeps one anyway.
    """
    days = horizon(offices[0].scenario, effective_rule_set(offices[0].scenario))
    last = days.last_day.toordinal()
    made = {o.number: _office(o, offices, days, RandomStreams(seed, number)) for o in offices}
    for office in made.values():
        office.open(_in_batches(report, last))
    run_offices(made, days.first_day.toordinal(), last)
    for each in offices:
        yield _finished(each, made[each.number], days, number)


def _office(
    office: OfficeScenario, region: Sequence[OfficeScenario], days: Horizon, streams: RandomStreams
) -> SimpyOffice:
    scenario = office.scenario
    rule_set = effective_rule_set(scenario)
    tables = scenario_tables(scenario, office.number, destinations(office, region))
    recorder = Recorder(days.start.toordinal(), EVENT_NAMES)
    permille = tables.plain.no_show_slot_permille
    return SimpyOffice(
        tables,
        Stepper(table_for(rule_set), rule_set, recorder, tables.minutes, permille),
        recorder,
        streams,
        calendar_of(scenario, days),
        days.first_day.toordinal(),
        days.start.toordinal(),
        days.last_day.toordinal(),
    )


def _finished(each: OfficeScenario, office: SimpyOffice, days: Horizon, number: int) -> OfficeRun:
    recorder, table = office.recorder, office.stepper.table
    start, last = days.start.toordinal(), days.last_day.toordinal()
    starts, names = month_starts(start, last), log_names(table)
    counts = recorded_counts(recorder, table, starts)
    cases, managed = case_columns(recorder.cases), office.tables.plain.managed_facts
    return OfficeRun(
        number,
        each.number,
        month_values(counts, office.tables, calendar_of(each.scenario, days), starts, last),
        np.array([row[1:] for row in recorder.daily_stock], dtype=np.int64),
        partial(_event_parts, recorder, names, number, each.number),
        partial(cases_frame, cases, start, names, number, each.number, managed),
    )


def _event_parts(
    recorder: Recorder, names: LogNames, replication: int, office: int
) -> Iterator[pd.DataFrame]:
    columns = recorder.columns
    for first in range(0, max(1, len(columns)), PART_ROWS):
        part = columns.part(first, PART_ROWS)
        yield events_frame(part, recorder.event_names, names, replication, office)


def _in_batches(
    report: Callable[[int], None] | None, last_day: int
) -> Callable[[int], None] | None:
    """Turn a report of numbers of days into one that takes each day as it ends."""
    if report is None:
        return None
    pending = 0

    def day_ended(day: int) -> None:
        nonlocal pending
        pending += 1
        if pending == _REPORTED_DAYS or day == last_day:
            report(pending)
            pending = 0

    return day_ended
