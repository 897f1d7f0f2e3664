"""What kernels work on: cases as rows of numbers, and an office that knows all its arrays."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt

from ...model.process.deadlines import DEADLINES
from ..day_order import Decision, Phase, Timer
from ..staff import RESERVE_WORKING_DAYS
from ..staff_time import TEAMS
from ..tables import Chances, Delays
from .philox import ROUND_KEYS

CLOCKS = len(DEADLINES)
TEAM_COUNT = len(TEAMS)
MOST_LASTING = 8
"""How many states with a limit the properties may watch."""

MEMORY_SHIFT = 32
"""Facts are the lower bits of a word that properties read, memories the upper ones."""

NOT_HELD = -(1 << 15)
"""Stands for None in the remaining days of a clock."""

ANY_DAY = 0
"""Stands for no day in ``entered``, ``left`` and ``reduction_until``."""

DAYS_BEFORE = 20_000
"""Days are counted from this many days before the first simulated day, so that they are small and
those of the stock's past (at most 50 years) are above 0."""

NEVER = (1 << 16) - 1
"""Stands for no day in timers and expiries; a run of 60 years, the longest, ends 23,000 days
before it."""

_FIELDS = [
    ("facts", np.int64),
    ("truths", np.int64),
    ("key", np.uint64),
    ("number", np.int64),
    ("index", np.int32),
    ("missed", np.int32),
    ("entry_facts", np.int32),
    ("configuration", np.uint16),
    ("requested_in", np.uint16),
    ("left", np.uint16),
    ("moving_to", np.uint16),
    ("reduction_until", np.uint16),
    ("requested", np.uint16),
    ("entered", np.uint16),
    ("planned", np.uint16, (len(Phase),)),
    ("due", np.uint16, (CLOCKS,)),
    ("expiry", np.uint16, (CLOCKS,)),
    ("timers", np.uint16, (len(Timer),)),
    ("lasting", np.uint16, (MOST_LASTING,)),
    ("remaining", np.int16, (CLOCKS,)),
    ("visits", np.uint16, (max(Decision) + 1,)),
    ("origin", np.int8),
    ("breaches", np.int8),
    ("waits_for", np.int8),
]

LINE = 64
"""Bytes that the processor's cache takes at once; cases begin on its bounds."""


def room_on_lines(size: int) -> npt.NDArray[np.uint8]:
    """Return ``size`` bytes, all zero, that begin on a line of the processor's cache."""
    room = np.zeros(size + LINE, dtype=np.uint8)
    first = -room.ctypes.data % LINE
    return room[first : first + size]


def on_lines(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return a copy of a flat array that begins on a line of the processor's cache."""
    copy = room_on_lines(array.nbytes).view(array.dtype)
    copy[:] = array
    return copy


_FILL = -np.dtype(_FIELDS, align=True).itemsize % LINE

CASE = np.dtype([*_FIELDS, *([("fill", np.uint8, (_FILL,))] if _FILL else [])], align=True)
"""A case. The fields mirror ``SimulatedCase``; days are counted as ``DAYS_BEFORE`` says. Besides:

``index`` is its row; ``key`` is packed (see ``waiting``); ``waits_for`` is the team on whose
waiting list it stands, if it does; ``requested_in`` is the configuration in which it asked for its
slot; ``missed`` holds a bit per deadline; ``moving_to`` is one more than the number of the office
it moves to (0: it stays); ``planned`` is the last day on which a wake-up was planned, per phase;
``expiry`` is the day after ``due`` while something happens on it by itself, else ``NEVER``;
``lasting`` and ``truths`` are what properties remember. ``visits`` fit: no decision is drawn more
than twice a day. Fields that are looked at together lie together.
"""


def _delay_names() -> list[str]:
    tuples = {"exit": 2, "arrivals": 3}
    return [
        name
        for field in fields(Delays)
        for name in (
            [f"{field.name}_{i}" for i in range(tuples[field.name])]
            if field.name in tuples
            else [field.name]
        )
    ]


DELAY_NAMES = _delay_names()

_PLAIN = [
    ("size", np.int64),
    ("interval_days", np.int64, (TEAM_COUNT,)),
    ("rebooking_days", np.int64),
    ("update_request_days", np.int64),
    ("review_request_days", np.int64),
    ("cycle_days", np.int64),
    ("review_cycle_days", np.int64),
    ("hearing_days", np.int64),
    ("response_days", np.int64),
    ("managed_facts", np.int64),
]

MODEL_TABLES = ("branches", "cells", "patterns", "outcomes", "operations", "traits", "plans")
"""Tables in the array ``model``: those of the rule set (see ``table_arrays``). The first three have
rows of whole lines of the processor's cache."""

SETTING_TABLES = (
    "slot_minutes",
    "event_masks",
    "clocks",
    "due_days",
    "lasting",
    "next_working",
    "previous_working",
    "appointment_days",
    "staff_minutes",
    "adherence_days",
    "reduction_ends",
    "month_starts",
)
"""Tables in the array ``setting``: those of the scenario, the calendar and the horizon."""

TALLIES = ("acts_done", "minutes", "counts", "states", "daily")
"""Where each tally begins in the array ``tally``."""

ADDRESSES = (
    "cases",
    "model",
    "setting",
    "thresholds",
    "delay_numbers",
    "cubes",
    "heaps",
    "log",
    "tally",
    "chains",
    "links",
    "marks",
    "talks",
    "granted",
    "places",
    "movers",
)
"""The arrays of an office.

``model`` and ``setting`` hold tables of whole numbers one after the other (``at`` says where each
begins), ``thresholds`` and ``delay_numbers`` are the delays (see ``delay_arrays``), ``cubes`` pairs
(mask, value) that break a property, ``heaps`` the waiting list of each team, ``log`` rows of
``LOG_FIELDS`` numbers, ``tally`` what is counted. Chain c of the agenda begins at link
``chains[2 * c]`` and has ``chains[2 * c + 1]`` cases; link i begins at ``links[LINK_PARTS * i]``
with the next link or -1, indices of cases follow. ``marks`` has a bit per case: who is woken in the
phase that runs; ``talks`` are keys of today's appointments, ``granted``
cases whose request was met. ``places`` are those of all cases on their waiting lists, from 1 (0:
not waiting); ``movers`` are the indices of those who said this month that they will move.
"""

OFFICE = np.dtype(
    [
        *((name, np.int64) for name in ("today", "first_day", "start", "last_day", "month")),
        *((name, np.int64) for name in ("months", "base_day", "calendar_days", "legacy_end")),
        *(
            (name, np.int64)
            for name in (
                "rule_bits",
                "initial",
                "cases",
                "number",
                "first_number",
                "next_month_day",
            )
        ),
        *((name, np.int64) for name in ("arrivals_today", "exits_today", "closed_phases")),
        *((name, np.int64) for name in ("moved_in", "moved_out", "movers")),
        *((name, np.int64) for name in ("beside_slot", "act_groups", "plan_count", "lasting")),
        *((name, np.int64) for name in ("due_width", "working_today", "opened", "capacity")),
        *(
            (name, np.int64)
            for name in ("rows", "row_room", "logging", "free_link", "links", "link_room")
        ),
        *((name, np.int64) for name in ("granted", "failure", "failed_case", "failed_event")),
        *((name, np.int64) for name in ("failed_day", "failed_situation")),
        *((name, np.int64) for name in ("steps", "most_arrivals")),
        ("stock", np.int64, (TEAM_COUNT,)),
        ("waiting", np.int64, (TEAM_COUNT,)),
        ("paper", np.int64, (TEAM_COUNT, RESERVE_WORKING_DAYS)),
        ("paper_days", np.int64, (TEAM_COUNT,)),
        ("paper_sum", np.int64, (TEAM_COUNT,)),
        ("paper_today", np.int64, (TEAM_COUNT,)),
        ("keys", np.uint64, (ROUND_KEYS,)),
        ("chances", np.dtype([(field.name, np.uint64) for field in fields(Chances)])),
        ("delays", np.dtype([(name, np.int64) for name in DELAY_NAMES])),
        ("plain", np.dtype(_PLAIN)),
        ("addresses", np.dtype([(name, np.int64) for name in ADDRESSES])),
        ("at", np.dtype([(name, np.int64) for name in (*MODEL_TABLES, *SETTING_TABLES, *TALLIES)])),
    ],
    align=True,
)
"""An office: its day, its staff, and what is fixed during a run."""

LINK_PARTS = 16
"""Numbers of a link: 64 bytes, what a processor loads at once."""

LINK_CASES = LINK_PARTS - 1
"""How many cases a link has room for."""

LOG_FIELDS = 3
"""A row of the log: day, index of the case, what happened (see ``log_rows``)."""
