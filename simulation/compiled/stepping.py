"""Carry one event of a case through the table: properties, clocks, log (see ``stepper``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...model.process.facts import FACT_BIT, SITUATION_DEFAULTS
from .clocking import operate
from .codes import (
    BRANCH_FIELDS,
    COLUMN_ROOM,
    LASTING_FIELDS,
    Branch,
    Flag,
    Lasting,
)
from .kernel_cache import kernel
from .layout import CLOCKS, LOG_FIELDS, MEMORY_SHIFT, TEAM_COUNT
from .memory import add_to_tally, cube, model, set_log, setting
from .table_arrays import OUTCOME_BITS, PATTERN_FIELDS

REFUSED, BROKEN, NO_ROOM, NO_APPOINTMENT = (np.int64(i) for i in range(1, 5))
"""Why a run stops: an event is refused, a property is broken, the log is full, no working day."""

NOTHING = np.int64(0)
"""No situation facts; no event. As a number with a type, so that functions are compiled once."""

UNREASONABLE = np.int64(1 << 40)
"""Stands among situation facts for: what was asked is not reasonable."""

_OUTCOMES = (1 << OUTCOME_BITS) - 1
_FIRST_FACTS = 4
"""So many facts of a pattern are always looked at, also ``NO_FACT``: a loop that nearly always
takes as many turns is foreseen."""

_DEFAULTS = sum(FACT_BIT[name] for name, value in SITUATION_DEFAULTS.items() if value)
_REASONABLE = FACT_BIT["reasonable"]
_UNDER_25 = FACT_BIT["under_25"]
_LEGACY_OPEN, _RUNNING = FACT_BIT["legacy_period_open"], FACT_BIT["reduction_running"]
_REPEATED, _FURTHER = FACT_BIT["repeated_breach"], FACT_BIT["further_repeated_breach"]


@kernel
def team_of(office: Any, case: Any) -> Any:
    """Return the team that is responsible: 0 under 25, 1 from 25, 2 case management."""
    if case.facts & office.plain.managed_facts:
        return 2
    return 0 if case.facts & _UNDER_25 else 1


@kernel
def has_trait(office: Any, case: Any, traits: Any) -> Any:
    """Tell whether the configuration of a case has one of these traits (bits)."""
    return (model(office, office.at.traits + case.configuration) & traits) != 0


@kernel
def possible(office: Any, case: Any, event: Any) -> Any:
    """Tell whether some facts let an event happen to a case now."""
    return model(office, office.at.cells + case.configuration * COLUMN_ROOM + event) >= 0


@kernel
def branch_field(office: Any, branch: Any, field: Any) -> Any:
    """Return a field of a branch."""
    return model(office, office.at.branches + BRANCH_FIELDS * branch + field)


@kernel
def stop(office: Any, case: Any, failure: Any, event: Any, day: Any, situation: Any) -> None:
    """Stop the run, saying why and where; the case is left as it was before the step."""
    office.failure = failure
    office.failed_case = case.index
    office.failed_event = event
    office.failed_day = day
    office.failed_situation = situation
    raise RuntimeError("the kernel stopped")


@kernel
def _facts_of_step(office: Any, case: Any, day: Any, situation: Any) -> Any:
    facts = case.facts | office.rule_bits | (situation & ~UNREASONABLE) | _DEFAULTS
    if day <= office.legacy_end:
        facts |= _LEGACY_OPEN
    if day <= case.reduction_until:
        facts |= _RUNNING
    if case.breaches >= 1:
        facts |= _REPEATED
    if case.breaches >= 2:
        facts |= _FURTHER
    if situation & UNREASONABLE:
        facts &= ~_REASONABLE
    return facts


@kernel
def _branch_of(office: Any, configuration: Any, event: Any, facts: Any) -> Any:
    """Return the branch that an event takes under some facts, or -1."""
    cell = model(office, office.at.cells + np.int64(configuration) * COLUMN_ROOM + event)
    if cell < 0:
        return np.int64(-1)
    pattern = office.at.patterns + PATTERN_FIELDS * (cell >> OUTCOME_BITS)
    outcome = office.at.outcomes + (cell & _OUTCOMES)
    for i in range(max(_FIRST_FACTS, model(office, pattern))):
        outcome += ((facts >> model(office, pattern + 1 + i)) & 1) << i
    return model(office, outcome)


@kernel
def _outlasted(office: Any, case: Any, was: Any, now: Any, day: Any, facts: Any) -> Any:
    """Tell whether a state has lasted longer than its limit."""
    for i in range(office.lasting):
        if not (was >> i) & 1:
            continue
        entered = np.int64(case.lasting[i])
        if entered == 0:
            return True
        place = office.at.lasting + LASTING_FIELDS * i
        row = setting(office, place + Lasting.ROW.value)
        longer = setting(office, place + Lasting.LONGER_FACT.value)
        if longer >= 0 and (facts >> longer) & 1:
            row = setting(office, place + Lasting.LONGER_ROW.value)
        last = setting(
            office, office.at.due_days + row * office.due_width + entered - office.base_day
        )
        if day > last + 1 or (day == last + 1 and (now >> i) & 1):
            return True
    return False


@kernel
def _is_broken(office: Any, case: Any, branch: Any, day: Any, facts: Any) -> Any:
    """Tell whether a step breaks a property; ``branch`` is the place of its branch."""
    count = model(office, branch + Branch.CUBE_COUNT.value)
    if count > 0:
        word = facts | (case.truths << MEMORY_SHIFT)
        place = 2 * model(office, branch + Branch.CUBES.value)
        for _ in range(count):
            if (word & cube(office, place)) == cube(office, place + 1):
                return True
            place += 2
    was = model(office, branch + Branch.WAS.value)
    return was != 0 and _outlasted(
        office, case, was, model(office, branch + Branch.IS.value), day, facts
    )


@kernel
def _take_in(office: Any, case: Any, branch: Any, day: Any) -> None:
    """Remember what later checks need; ``branch`` is the place of its branch."""
    clears = model(office, branch + Branch.CLEARS.value)
    case.truths = (case.truths & ~clears) | model(office, branch + Branch.SETS.value)
    was, now = model(office, branch + Branch.WAS.value), model(office, branch + Branch.IS.value)
    if was != now:
        for i in range(office.lasting):
            if not (now >> i) & 1:
                case.lasting[i] = 0
            elif not (was >> i) & 1:
                case.lasting[i] = day


@kernel
def _carry_out(office: Any, case: Any, event: Any, day: Any, facts: Any, place: Any) -> None:
    masks = office.at.event_masks + 2 * event
    case.facts = (case.facts | setting(office, masks)) & setting(office, masks + 1)
    case.configuration = model(office, place + Branch.AFTER.value)
    count = model(office, place + Branch.OPERATION_COUNT.value)
    if count > 0:
        operate(office, case, model(office, place + Branch.OPERATIONS.value), count, day, facts)
    stage = model(office, place + Branch.STAGE.value)
    if stage > 0:
        row = office.at.reduction_ends + (stage - 1) * office.due_width
        case.reduction_until = setting(office, row + day - office.base_day)
        case.breaches = min(3, case.breaches + 1)
    elif model(office, place + Branch.FLAGS.value) & Flag.REDUCTION_LIFTED.value:
        case.reduction_until = 0


@kernel
def _write_row(office: Any, case: Any, day: Any, code: Any) -> None:
    """Append a row to the log."""
    if office.logging:
        if office.rows >= office.row_room:
            stop(office, case, NO_ROOM, NOTHING, day, NOTHING)
        place = LOG_FIELDS * office.rows
        set_log(office, place, day)
        set_log(office, place + 1, case.index)
        set_log(office, place + 2, code)
        office.rows += 1


@kernel
def write_miss(office: Any, case: Any, clock: Any, day: Any) -> None:
    """Append the row of a missed deadline; its code is negative."""
    if office.month >= 0:
        place = TEAM_COUNT * (np.int64(case.configuration) * CLOCKS + clock) + team_of(office, case)
        _write_row(office, case, day, -1 - place)


@kernel
def record(office: Any, case: Any, day: Any, branch: Any) -> None:
    """Count the work of a step, and log it if it is reported."""
    office.beside_slot = branch_field(office, branch, Branch.BESIDE_SLOT.value)
    if office.month >= 0:
        place = TEAM_COUNT * office.month + team_of(office, case)
        minutes = branch_field(office, branch, Branch.MINUTES.value)
        add_to_tally(office, office.at.minutes + place, minutes)
        acts = branch_field(office, branch, Branch.ACTS.value)
        add_to_tally(office, office.at.acts_done + place * office.act_groups + acts, 1)
        _write_row(office, case, day, TEAM_COUNT * branch + team_of(office, case))


@kernel
def step(office: Any, case: Any, event: Any, day: Any, situation: Any) -> Any:
    """Let an event happen to a case on ``day``; return its branch.

    ``situation`` are its true situation facts (bits), and `UNREASONABLE`.
    """
    facts = _facts_of_step(office, case, day, situation)
    branch = _branch_of(office, case.configuration, event, facts)
    if branch < 0:
        stop(office, case, REFUSED, event, day, situation)
    place = office.at.branches + BRANCH_FIELDS * branch
    if _is_broken(office, case, place, day, facts):
        stop(office, case, BROKEN, event, day, situation)
    _take_in(office, case, place, day)
    _carry_out(office, case, event, day, facts, place)
    office.steps += 1
    return branch
