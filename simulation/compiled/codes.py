"""Numbers that stand for names inside kernels: events, traits of states, counts, fields of rows."""

from __future__ import annotations

from enum import IntEnum

from ...model.process.deadlines import DEADLINES


class Sent(IntEnum):
    """The events that behaviour sends; the lower-case names are those of ``events``.

    Those that happen most come first: what is looked up for them lies together.
    """

    TALK_HELD = 0
    TALK_ENDED = 1
    TALK_MISSED = 2
    INVITATION_SENT = 3
    AGREEMENTS_KEPT = 4
    ANALYSIS_REVIEWED = 5
    UPDATE_AGREED = 6
    UPDATE_UNCHANGED = 7
    PLAN_AGREED = 8
    ANALYSIS_COMPLETED = 9
    LEAVE = 10
    GROUND_REVIEWED = 11
    MEASURE_STARTED = 12
    MEASURE_ENDED = 13
    AGREEMENTS_NOT_KEPT = 14
    GROUND_BEGINS = 15
    ENTER = 16
    ENTER_FROM_UNEMPLOYMENT_INSURANCE = 17
    NEED_ENDS_THROUGH_WORK = 18
    MOVED = 19
    UNEMPLOYMENT_BENEFIT_BEGINS = 20
    UNEMPLOYMENT_BENEFIT_ENDS = 21
    GROUND_ENDS = 22
    CAME_OF_AGE = 23
    TURNED_25 = 24
    WORKS_TO_CAPACITY = 25
    WAIVER_ENDS = 26
    NEED_ESTABLISHED = 27
    PARTICIPATION_PLAN_CONCLUDED = 28
    CONCILIATION_AGREED = 29
    APPOINTMENT_REDUCTION_DECIDED = 30
    BREACH_REDUCTION_DECIDED = 31
    DEMAND_COMPLIED = 32
    DEMAND_REFUSED = 33
    MEASURE_NONCOOPERATION = 34
    INTERVENTION_FAILED = 35
    INTERVENTION_SUCCEEDED = 36
    READINESS_DECLARED = 37
    REDUCTION_LIFTED = 38
    NOTICE_REVIEWED = 39
    DEMAND_ISSUED = 40
    COUNSELLING_OFFERED = 41
    REPORTING_INVITATION_SENT = 42
    REPORTING_MISSED = 43
    REPORTING_KEPT = 44
    WAIVER_GRANTED = 45
    WAIVER_REVIEWED = 46
    CREATION_DISAGREEMENT = 47
    UPDATE_DISAGREEMENT = 48


EXPIRIES = tuple(dict.fromkeys(d.expiry_event for d in DEADLINES if d.expiry_event))
"""The events that deadlines force; they are numbered after the sent ones."""

COLUMNS = (*(event.name.lower() for event in Sent), *EXPIRIES)
"""All events that a kernel can step, by number."""

COLUMN_ROOM = 64
"""Numbers of a row of cells, so that each row begins on a line of the processor's cache."""

if len(COLUMNS) > COLUMN_ROOM:
    raise RuntimeError("rows of cells have too little room")


class Trait(IntEnum):
    """What behaviour asks about a configuration, as bits."""

    CLOSED = 1 << 0
    SOON = 1 << 1
    ROUTINE = 1 << 2
    WAIVED = 1 << 3
    INVITED = 1 << 4
    REPORTING = 1 << 5
    ONCE_DUE = 1 << 6
    FIRST_SENT = 1 << 7
    PLAIN_SENT = 1 << 8
    CLARIFYING = 1 << 9
    WORKING = 1 << 10
    CONCILIATION = 1 << 11
    WITH_PLAN = 1 << 12
    MAY_DISAGREE = 1 << 13
    TO_ANALYSE = 1 << 14
    TO_PLAN = 1 << 15
    NOT_AGREED = 1 << 17
    MOVED_WITHOUT_PLAN = 1 << 18
    MOVED_WITH_PLAN = 1 << 19
    SUPPORT_WITHOUT_PLAN = 1 << 20
    TRUST = 1 << 21
    WITH_NOTICE = 1 << 22
    EXEMPT = 1 << 23
    SUSPENDED = 1 << 24
    NO_DEMAND = 1 << 25
    DEMAND_STANDING = 1 << 26
    LEGACY_AGREEMENT = 1 << 27


class Count(IntEnum):
    """What is counted by month and team beside acts; the lower-case names are the indicators."""

    ARRIVALS = 0
    EXITS = 1
    UPDATES_IN_TIME = 2
    UPDATES_MISSED = 3
    FIRST_TALKS_IN_TIME = 4
    FIRST_TALKS_MISSED = 5
    ANALYSES_MISSED = 6
    PLANS_MISSED = 7
    GROUND_REVIEWS_MISSED = 8
    WAIVER_REVIEWS_MISSED = 9
    BACKLOG = 10
    STOCK = 11
    UPDATES_OVERDUE = 12
    BOOKINGS = 13
    WAIT_DAYS_SUM = 14


class Branch(IntEnum):
    """Fields of a branch: what one event does in one configuration under some facts.

    ``CUBES`` to ``IS`` are its look: which cubes break a property, what is remembered, which states
    with a limit it leaves and enters. ``MINUTES`` are all that it takes, ``BESIDE_SLOT`` those
    beside a booked slot; they are the scenario's. A branch is one line of the processor's cache.
    """

    AFTER = 0
    ACTS = 1
    OPERATIONS = 2
    OPERATION_COUNT = 3
    MINUTES = 4
    FLAGS = 5
    UPDATES = 6
    FIRST_TALKS = 7
    STAGE = 8
    CUBES = 9
    CUBE_COUNT = 10
    SETS = 11
    CLEARS = 12
    WAS = 13
    IS = 14
    BESIDE_SLOT = 15


BRANCH_FIELDS = len(Branch)


class Source(IntEnum):
    """Where a branch comes from, for the log: entry of the table, configuration, column."""

    ENTRY = 0
    BEFORE = 1
    EVENT = 2


SOURCE_FIELDS = len(Source)


class Flag(IntEnum):
    """What follows from the acts of a branch, as bits."""

    DEMAND = 1 << 0
    APPOINTMENT_HEARING = 1 << 1
    BREACH_HEARING = 1 << 2
    REDUCTION = 1 << 3
    PLAN_CHANGED = 1 << 4
    GROUND = 1 << 5
    NOTICE = 1 << 6
    REDUCTION_LIFTED = 1 << 7


class Operation(IntEnum):
    """Clock operations."""

    START = 0
    STOP = 1
    HOLD = 2
    RESUME = 3


class Clock(IntEnum):
    """Fields of a deadline: what its expiry does, how long it runs."""

    EXPIRY_EVENT = 0
    """Column of the event that is forced; -1 if none."""

    SILENT = 1
    """1 if it ends without an event."""

    COUNTED_MISS = 2
    """The count of its misses; -1 if they are not counted."""

    NEEDED_FACT = 3
    """Place of the fact that a start needs; -1 if none."""

    LONGER_FACT = 4
    """Place of the fact for the longer limit; -1 if none."""

    ROW = 5
    """Row of its due days."""

    LONGER_ROW = 6
    """Row of its due days with the longer limit."""


CLOCK_FIELDS = len(Clock)


class Lasting(IntEnum):
    """Fields of a state with a limit: rows of last days, and the fact for the longer limit."""

    ROW = 0
    LONGER_ROW = 1
    LONGER_FACT = 2


LASTING_FIELDS = len(Lasting)
