"""One office made ready for the kernels: its record, and the flat arrays of the scenario."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ...model.errors import RunError
from ...model.process.case import rule_facts, rule_monitor
from ...model.process.events import EVENTS
from ...model.process.facts import FACT_BIT
from ...model.rule_set import RuleSet
from ...model.table.cache import table_for
from ...model.table.transition_table import TransitionTable
from ..distributions import DiscreteTable
from ..effort import slot_key
from ..horizon import month_starts
from ..office_run import DAILY_COLUMNS
from ..random_streams import WORD_LIMIT
from ..recorder import Recorder
from ..simulated_case import CASES_PER_OFFICE
from ..stepper import Stepper
from ..stock import SHORT_MONTH_DAYS, cycle_days
from ..tables import TEAMS, Chances, Delays, Plain, ScenarioTables
from ..working_calendar import WorkingCalendar
from .calendar_arrays import calendar_arrays, deadline_arrays
from .codes import COLUMNS, Count
from .layout import DELAY_NAMES, MODEL_TABLES, OFFICE, SETTING_TABLES
from .model_arrays import model_arrays
from .philox import round_keys
from .table_arrays import TableArrays, plan_leaves

Numbers = npt.NDArray[np.int32]

ALWAYS = WORD_LIMIT - 1
"""Stands for the threshold 2**64, one more than fits; no other chance has this threshold."""

GUIDE_BITS = 10
"""The upper bits of a draw lead to the part of a delay's thresholds that is searched."""

GUIDES = (1 << GUIDE_BITS) + 1


@dataclass(frozen=True)
class Span:
    """The days of a run as ordinals: first simulated, first reported, last."""

    first_day: int
    start: int
    last_day: int


@dataclass(frozen=True)
class OfficeArrays:
    """What the kernels read of one office: a record (see ``layout.OFFICE``) and flat arrays.

    ``coming`` is how many persons are expected to arrive [persons].
    """

    office: npt.NDArray[Any]
    model: Numbers
    setting: Numbers
    words: npt.NDArray[np.uint64]
    cubes: npt.NDArray[np.int64]
    tables: TableArrays
    leaves: tuple[str, ...]
    starts: tuple[int, ...]
    tally_size: int
    coming: float


@lru_cache(maxsize=8)
def _model(rule_set: RuleSet) -> tuple[Numbers, dict[str, int]]:
    arrays = model_arrays(rule_set)
    return _joined({name: getattr(arrays, name) for name in MODEL_TABLES})


def _joined(parts: dict[str, Numbers]) -> tuple[Numbers, dict[str, int]]:
    starts, place = {}, 0
    for name, part in parts.items():
        starts[name] = place
        place += part.size
    return np.concatenate([*parts.values(), np.zeros(1, dtype=np.int32)]).astype(np.int32), starts


def office_arrays(
    tables: ScenarioTables,
    rule_set: RuleSet,
    calendar: WorkingCalendar,
    span: Span,
    seed: int,
    replication: int,
) -> OfficeArrays:
    """Return the arrays of one office in one replication."""
    plain, table = tables.plain, table_for(rule_set)
    arrays, leaves = model_arrays(rule_set), plan_leaves(table)
    starts = tuple(month_starts(span.start, span.last_day))
    record = np.zeros(1, dtype=OFFICE)
    office = record[0]
    model, model_at = _model(rule_set)
    base = _base_day(plain, span.first_day)
    deadlines = deadline_arrays(rule_set, base, span.last_day)
    days = calendar_arrays(
        calendar, span.last_day, plain.lead_working_days, plain.adherence_interval_months
    )
    delays, words = _delays(tables.delays, office)
    setting, setting_at = _joined(
        {
            "slot_minutes": _slot_minutes(table, tables.minutes),
            "effort": _effort(
                table.digest,
                rule_set,
                tuple(sorted(tables.minutes.items())),
                plain.no_show_slot_permille,
            ),
            "event_masks": _event_masks(),
            "clocks": deadlines.clocks,
            "due_days": deadlines.due_days,
            "lasting": deadlines.lasting,
            "next_working": days.next_working,
            "previous_working": days.previous_working,
            "appointment_days": days.appointment_days,
            "adherence_days": days.adherence_days,
            "reduction_ends": deadlines.reduction_ends,
            "month_starts": np.array(starts, dtype=np.int32),
            "delays": delays,
        }
    )
    tally_at, tally_size = _tallies(
        len(starts), arrays.acts.size, len(leaves), span.last_day + 1 - span.start
    )
    assert set(setting_at) == set(SETTING_TABLES)
    for name, place in {**model_at, **setting_at, **tally_at}.items():
        office["at"][name] = place
    numbers = {
        "today": span.first_day,
        "first_day": span.first_day,
        "start": span.start,
        "last_day": span.last_day,
        "month": -1,
        "months": len(starts),
        "base_day": base,
        "calendar_days": len(calendar.working),
        "legacy_end": rule_set.legacy_end.toordinal(),
        "rule_bits": sum(FACT_BIT[n] for n, v in rule_facts(rule_set).items() if v),
        "initial": table.initial,
        "number": tables.office,
        "first_number": tables.office * CASES_PER_OFFICE,
        "act_groups": arrays.acts.size,
        "plan_count": len(leaves),
        "lasting": len(rule_monitor(rule_set).lasting),
        "due_width": deadlines.width,
        "most_arrivals": sum(int(t.values[-1]) for t in tables.delays.arrivals),
        "free_link": -1,
    }
    for name, number in numbers.items():
        office[name] = number
    office["keys"] = round_keys(seed, replication)
    _fill_chances(office, tables.chances)
    _fill_plain(office, plain, tables.delays)
    days = span.last_day + 1 - span.first_day
    coming = days * sum(table.mean() for table in tables.delays.arrivals)
    return OfficeArrays(
        record, model, setting, words, arrays.cubes, arrays, leaves, starts, tally_size, coming
    )


def _base_day(plain: Plain, first_day: int) -> int:
    """Return the first day on which a step of the stock may lie."""
    oldest = max(cycle_days(plain), _review_cycle(plain))
    return first_day - 1 - oldest


def _review_cycle(plain: Plain) -> int:
    return round(plain.adherence_interval_months * SHORT_MONTH_DAYS)


def _fill_chances(office: Any, chances: Chances) -> None:
    for field in fields(chances):
        limit = getattr(chances, field.name)
        if limit == ALWAYS:
            raise RunError(f"the chance {field.name} lies too close to 1")
        office["chances"][field.name] = min(limit, ALWAYS)


def _fill_plain(office: Any, plain: Plain, delays: Delays) -> None:
    values = {
        "cycle_days": cycle_days(plain),
        "review_cycle_days": _review_cycle(plain),
        "hearing_days": delays.appointment_hearing.value(0),
        "response_days": delays.response.value(0),
    }
    for name in office["plain"].dtype.names:
        office["plain"][name] = values[name] if name in values else getattr(plain, name)


def _delays(delays: Delays, office: Any) -> tuple[Numbers, npt.NDArray[np.uint64]]:
    """Return, per delay, place of thresholds, place of values, guides, then all values.

    Places of values are relative to the beginning of these numbers.
    """
    tables: dict[str, DiscreteTable] = {}
    for field in fields(delays):
        table = getattr(delays, field.name)
        if isinstance(table, tuple):
            tables |= {f"{field.name}_{i}": part for i, part in enumerate(table)}
        else:
            tables[field.name] = table
    heads, values, words = [], [], []
    width, place, value_place = 2 + GUIDES, 0, (2 + GUIDES) * len(DELAY_NAMES)
    bounds = np.arange(GUIDES - 1, dtype=np.uint64) << np.uint64(64 - GUIDE_BITS)
    for number, name in enumerate(DELAY_NAMES):
        table = tables[name]
        office["delays"][name] = number * width
        guides = np.searchsorted(table.thresholds, bounds, side="right")
        heads += [place, value_place, *guides, table.thresholds.size]
        place += table.thresholds.size
        value_place += table.values.size
        words.append(table.thresholds)
        values.append(table.values)
    numbers = np.concatenate([np.array(heads, dtype=np.int64), *values])
    return numbers.astype(np.int32), np.concatenate([*words, np.zeros(1, dtype=np.uint64)])


@lru_cache(maxsize=8)
def _event_masks() -> Numbers:
    """Return per event the person facts that it sets, and those that it keeps."""
    rows = [Stepper.masks(name) for name in COLUMNS]
    return np.array([(gained, kept & 0x7FFFFFFF) for gained, kept in rows], dtype=np.int32).ravel()


def _slot_minutes(table: TransitionTable, minutes: dict[str, int]) -> Numbers:
    return np.array([minutes[slot_key(c)] for c in table.configurations], dtype=np.int32)


@lru_cache(maxsize=64)
def _effort(
    digest: str, rule_set: RuleSet, minutes: tuple[tuple[str, int], ...], permille: int
) -> Numbers:
    """Return for each effort all minutes, and those beside a booked slot."""
    table, arrays = table_for(rule_set), model_arrays(rule_set)
    stepper = Stepper(table, rule_set, Recorder(0, tuple(EVENTS)), dict(minutes), permille)
    pairs = arrays.efforts.reshape(-1, 2)
    return np.array(
        [stepper.effort(int(arrays.acts[acts]), int(before)) for acts, before in pairs],
        dtype=np.int32,
    ).ravel()


def _tallies(months: int, acts: int, leaves: int, days: int) -> tuple[dict[str, int], int]:
    """Return where each tally begins, and how much room all take."""
    sizes = {
        "acts_done": months * len(TEAMS) * acts,
        "minutes": months * len(TEAMS),
        "counts": months * len(TEAMS) * len(Count),
        "states": months * len(TEAMS) * leaves,
        "daily": days * len(DAILY_COLUMNS),
    }
    starts, place = {}, 0
    for name, size in sizes.items():
        starts[name] = place
        place += size
    return starts, place
