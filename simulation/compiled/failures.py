"""Why the kernels stopped, told as the SimPy engine tells it."""

from __future__ import annotations

from typing import Any

from ...model.errors import RunError
from ...model.process.deadlines import DEADLINES
from ..simulated_case import SimulatedCase
from ..stepper import Stepper
from ..working_calendar import WorkingCalendar
from .codes import COLUMNS
from .layout import NOT_HELD
from .stepping import NO_APPOINTMENT, UNREASONABLE


def raise_failure(
    office: Any,
    row: Any,
    stepper: Stepper,
    calendar: WorkingCalendar,
    lead_working_days: int,
    epoch: int,
) -> None:
    """Repeat what the kernels could not do, so that it fails with its reason and story.

    ``row`` is the case as the kernels left it, before the step; ``epoch`` is the ordinal from which
    they count days.

    Raises:
        RunError: always.
    """
    day, situation = int(office["failed_day"]) + epoch, int(office["failed_situation"])
    if office["failure"] == NO_APPOINTMENT:
        calendar.add_working_days_ordinal(day, lead_working_days)
    else:
        stepper.step(
            simulated_case(row, epoch),
            COLUMNS[int(office["failed_event"])],
            day,
            situation & ~int(UNREASONABLE),
            unreasonable=bool(situation & int(UNREASONABLE)),
            record=False,
        )
    raise RunError(
        f"the compiled engine stopped at case {int(row['number'])}, but the model allows what it "
        "did: please report this; the engine simpy runs the same scenario"
    )


def simulated_case(row: Any, epoch: int) -> SimulatedCase:
    """Return a row of the kernels as a case of the SimPy engine, as far as steps read it."""

    def ordinal(day: Any) -> int:
        return int(day) + epoch if day else 0

    case = SimulatedCase(int(row["number"]), int(row["facts"]), "", int(row["configuration"]))
    case.breaches = int(row["breaches"])
    case.reduction_until = ordinal(row["reduction_until"])
    case.memory.truths = int(row["truths"])
    case.memory.entered = tuple(ordinal(day) for day in row["lasting"])
    for index in range(len(DEADLINES)):
        left = int(row["remaining"][index])
        case.clocks.due[index] = ordinal(row["due"][index])
        case.clocks.remaining[index] = None if left == NOT_HELD else left
        case.clocks.missed[index] = bool(int(row["missed"]) >> index & 1)
    return case
