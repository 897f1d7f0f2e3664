"""One office made ready for the kernels: its record, and the flat arrays of the scenario."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ...model.errors import RunError
from ...model.process.case import rule_facts, rule_monitor
from ...model.process.facts import FACT_BIT
from ...model.rule_set import RuleSet
from ...model.table.cache import outline_for
from ..effort import slot_key, step_effort
from ..horizon import month_starts
from ..office_run import DAILY_COLUMNS
from ..random_streams import WORD_LIMIT
from ..simulated_case import CASES_PER_OFFICE
from ..staff_time import StaffTime
from ..stepper import Stepper
from ..stock import SHORT_MONTH_DAYS, cycle_days
from ..tables import Chances, Delays, Plain, ScenarioTables
from ..working_calendar import WorkingCalendar
from .calendar_arrays import calendar_arrays, deadline_arrays
from .codes import BRANCH_FIELDS, COLUMNS, Branch, Count
from .delay_arrays import DelayArrays, named_delays
from .layout import DAYS_BEFORE, MODEL_TABLES, OFFICE, SETTING_TABLES, TEAM_COUNT, on_lines
from .model_arrays import model_arrays
from .philox import round_keys
from .table_arrays import TableArrays, plan_leaves

Numbers = npt.NDArray[np.int32]

ALWAYS = WORD_LIMIT - 1
"""Stands for the threshold 2**64, one more than fits; no other chance has this threshold."""


@dataclass(frozen=True)
class Span:
    """The days of a run as ordinals: first simulated, first reported, last."""

    first_day: int
    start: int
    last_day: int

    @property
    def epoch(self) -> int:
        """The day from which kernels count days (see ``layout.DAYS_BEFORE``)."""
        return self.first_day - DAYS_BEFORE


@dataclass(frozen=True)
class OfficeArrays:
    """What the kernels read of one office: a record (see ``layout.OFFICE``) and flat arrays.

    ``coming`` is how many persons are expected to arrive [persons], ``epoch`` the ordinal from
    which days are counted.
    """

    office: npt.NDArray[Any]
    model: Numbers
    setting: Numbers
    delays: DelayArrays
    cubes: npt.NDArray[np.int64]
    tables: TableArrays
    leaves: tuple[str, ...]
    starts: tuple[int, ...]
    tally_size: int
    coming: float
    epoch: int

    @property
    def branches(self) -> Numbers:
        """The branches, a row of `codes.Branch` each."""
        size = self.tables.branches.size
        start = int(self.office[0]["at"]["branches"])
        return self.model[start : start + size].reshape(-1, BRANCH_FIELDS)


Minutes = tuple[tuple[str, int], ...]
"""Minutes of the scenario per task, sorted by name."""


@lru_cache(maxsize=4)
def _model(rule_set: RuleSet, minutes: Minutes, permille: int) -> tuple[Numbers, dict[str, int]]:
    arrays = model_arrays(rule_set)
    branches = arrays.branches.reshape(-1, BRANCH_FIELDS).copy()
    effort = _effort(rule_set, minutes, permille)
    branches[:, [Branch.MINUTES, Branch.BESIDE_SLOT]] = effort[arrays.branch_efforts]
    parts = {name: getattr(arrays, name) for name in MODEL_TABLES} | {"branches": branches.ravel()}
    joined, starts = _joined(parts)
    return on_lines(joined), starts


def _joined(parts: dict[str, Numbers]) -> tuple[Numbers, dict[str, int]]:
    starts, place = {}, 0
    for name, part in parts.items():
        starts[name] = place
        place += part.size
    return np.concatenate([*parts.values(), np.zeros(1, dtype=np.int32)]).astype(np.int32), starts


def office_arrays(
    tables: ScenarioTables,
    delays: DelayArrays,
    rule_set: RuleSet,
    calendar: WorkingCalendar,
    span: Span,
    seed: int,
    replication: int,
) -> OfficeArrays:
    """Return the arrays of one office in one replication; ``delays`` are those of its region."""
    plain, outline = tables.plain, outline_for(rule_set)
    arrays, leaves = model_arrays(rule_set), plan_leaves(outline.configurations)
    starts = tuple(month_starts(span.start, span.last_day))
    record = np.zeros(1, dtype=OFFICE)
    office = record[0]
    minutes = tuple(sorted(tables.minutes.items()))
    model, model_at = _model(rule_set, minutes, plain.no_show_slot_permille)
    base = _base_day(plain, span.first_day)
    deadlines = deadline_arrays(rule_set, base, span.last_day, span.epoch)
    days = calendar_arrays(
        calendar, span.last_day, plain.lead_working_days, plain.adherence_interval_months
    )
    staff = StaffTime(tables.staff, calendar)
    for name, delay in named_delays(tables.delays).items():
        office["delays"][name] = delays.head(name, delay)
    setting, setting_at = _joined(
        {
            "slot_minutes": _slot_minutes(rule_set, minutes),
            "event_masks": _event_masks(),
            "clocks": deadlines.clocks,
            "due_days": deadlines.due_days,
            "lasting": deadlines.lasting,
            "next_working": days.next_working,
            "previous_working": days.previous_working,
            "appointment_days": days.appointment_days,
            "staff_minutes": staff.booked(span.last_day).astype(np.int32).ravel(),
            "adherence_days": days.adherence_days,
            "reduction_ends": deadlines.reduction_ends,
            "month_starts": np.array(starts, dtype=np.int32) - span.epoch,
        }
    )
    tally_at, tally_size = _tallies(
        len(starts), len(arrays.acts), len(leaves), span.last_day + 1 - span.start
    )
    assert set(setting_at) == set(SETTING_TABLES)
    for name, place in {**model_at, **setting_at, **tally_at}.items():
        office["at"][name] = place
    numbers = {
        "today": span.first_day - span.epoch,
        "first_day": span.first_day - span.epoch,
        "start": span.start - span.epoch,
        "last_day": span.last_day - span.epoch,
        "month": -1,
        "months": len(starts),
        "base_day": base - span.epoch,
        "calendar_days": len(calendar.working),
        "legacy_end": rule_set.legacy_end.toordinal() - span.epoch,
        "rule_bits": sum(FACT_BIT[n] for n, v in rule_facts(rule_set).items() if v),
        "initial": outline.initial,
        "number": tables.office,
        "first_number": tables.office * CASES_PER_OFFICE,
        "act_groups": len(arrays.acts),
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
    coming = (span.last_day + 1 - span.first_day) * sum(
        table.mean() for table in tables.delays.arrivals
    )
    return OfficeArrays(
        record,
        model,
        setting,
        delays,
        arrays.cubes,
        arrays,
        leaves,
        starts,
        tally_size,
        coming,
        span.epoch,
    )


def _base_day(plain: Plain, first_day: int) -> int:
    """Return the first day on which a step of the stock may lie."""
    oldest = max(cycle_days(plain), _review_cycle(plain))
    if oldest > DAYS_BEFORE - 2:
        raise RunError(
            f"the stock's past may reach back {oldest} days; the compiled engine takes "
            f"{DAYS_BEFORE - 2}: use the engine simpy"
        )
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


@lru_cache(maxsize=8)
def _event_masks() -> Numbers:
    """Return per event the person facts that it sets, and those that it keeps."""
    rows = [Stepper.masks(name) for name in COLUMNS]
    return np.array([(gained, kept & 0x7FFFFFFF) for gained, kept in rows], dtype=np.int32).ravel()


@lru_cache(maxsize=64)
def _slot_minutes(rule_set: RuleSet, minutes: Minutes) -> Numbers:
    """Return for each configuration the minutes of the talk that it asks for."""
    length, configurations = dict(minutes), outline_for(rule_set).configurations
    return np.array([length[slot_key(c)] for c in configurations], dtype=np.int32)


def _effort(rule_set: RuleSet, minutes: Minutes, permille: int) -> Numbers:
    """Return for each effort all minutes, and those beside a booked slot (shape (efforts, 2))."""
    configurations, arrays = outline_for(rule_set).configurations, model_arrays(rule_set)
    given = dict(minutes)
    return np.array(
        [
            step_effort(arrays.acts[acts].acts, configurations[before], given, permille)
            for acts, before in arrays.efforts.reshape(-1, 2).tolist()
        ],
        dtype=np.int32,
    )


def _tallies(months: int, acts: int, leaves: int, days: int) -> tuple[dict[str, int], int]:
    """Return where each tally begins, and how much room all take."""
    sizes = {
        "acts_done": months * TEAM_COUNT * acts,
        "minutes": months * TEAM_COUNT,
        "counts": months * TEAM_COUNT * len(Count),
        "states": months * TEAM_COUNT * leaves,
        "daily": days * len(DAILY_COLUMNS),
    }
    starts, place = {}, 0
    for name, size in sizes.items():
        starts[name] = place
        place += size
    return starts, place
