"""From the compact rows of the kernels to the columns of the event log.

What happened is one number: teams x branch + team for a step; for a missed deadline
-1 - (teams x (configuration x deadlines + deadline) + team).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ...model.process.deadlines import DEADLINES
from ...model.table.transition_table import REFUSED
from ..recorder import DEADLINE_MISSED, EventColumns
from .codes import COLUMNS, SOURCE_FIELDS, Branch, Source
from .layout import CLOCKS, TEAM_COUNT
from .office_arrays import OfficeArrays

Integers = npt.NDArray[np.int64]
MISSED = [DEADLINE_MISSED + deadline.name for deadline in DEADLINES]


def event_columns(
    rows: npt.NDArray[np.int32],
    numbers: Integers,
    arrays: OfficeArrays,
    event_names: tuple[str, ...],
) -> EventColumns:
    """Return the columns of the log; ``numbers`` are the numbers of the cases by index."""
    day, index, code = (rows[:, i].astype(np.int64) for i in range(3))
    steps = code >= 0
    place = np.where(steps, code, -1 - code)
    team, what = place % TEAM_COUNT, place // TEAM_COUNT
    event, before = np.empty_like(code), np.empty_like(code)
    entry, minutes = np.full_like(code, REFUSED), np.zeros_like(code)
    sources = arrays.tables.sources.reshape(-1, SOURCE_FIELDS)
    taken = what[steps]
    event[steps] = _places(event_names, COLUMNS)[sources[taken, Source.EVENT]]
    before[steps] = sources[taken, Source.BEFORE]
    entry[steps] = sources[taken, Source.ENTRY]
    minutes[steps] = arrays.branches[taken, Branch.MINUTES]
    event[~steps] = _places(event_names, MISSED)[what[~steps] % CLOCKS]
    before[~steps] = what[~steps] // CLOCKS
    columns: Sequence[Any] = (
        day + arrays.epoch,
        numbers[index],
        event,
        before,
        entry,
        minutes,
        team,
    )
    return EventColumns(*columns)


def _places(names: tuple[str, ...], wanted: Sequence[str]) -> Integers:
    return np.array([names.index(name) for name in wanted], dtype=np.int64)
