"""The transition table as flat arrays: cells, outcomes, branches, clock operations, traits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...model.errors import DefinitionError
from ...model.process.acts import Act
from ...model.process.states import Configuration
from ...model.table.transition_table import REFUSED, Entry, TransitionTable
from .. import contacts, mornings, talks
from .codes import BRANCH_FIELDS, COLUMN_ROOM, COLUMNS, Branch, Flag, Operation, Trait
from .look_arrays import LookBuilder

Numbers = npt.NDArray[np.int32]

PATTERN_FIELDS = 16
"""A pattern: how many facts matter in a cell, then the place of each."""

NO_FACT = 62
"""Place of a bit that no facts have: fills up patterns."""

OUTCOME_BITS = 24
"""A cell is one number: that of its pattern above the place of its outcomes (or -1)."""

MOST_CONFIGURATIONS = 1 << 16
"""So many fit into the field of a case (see ``layout.CASE``)."""

_MOST_PATTERNS = 1 << (31 - OUTCOME_BITS)


@dataclass(frozen=True)
class TableArrays:
    """Flat arrays of one table, as ``Office.at`` names them, and what their numbers stand for.

    ``cells[configuration * COLUMN_ROOM + column]`` is a cell or -1 (see ``OUTCOME_BITS``); its
    outcomes in ``outcomes`` are branches or -1. ``sources`` has per branch the fields of
    `codes.Source`. ``efforts`` lists (number of acts, configuration) pairs whose minutes are asked
    for, ``branch_efforts`` has per branch the number of its pair: minutes are the scenario's.
    """

    branches: Numbers
    cells: Numbers
    outcomes: Numbers
    patterns: Numbers
    operations: Numbers
    sources: Numbers
    cubes: npt.NDArray[np.int64]
    traits: Numbers
    plans: Numbers
    efforts: Numbers
    branch_efforts: Numbers
    acts: tuple[Entry, ...]
    """The entry that stands for each number of acts."""


def configuration_traits(configuration: Configuration) -> int:
    """Return what behaviour asks about a configuration, as bits of `Trait`."""
    plan, invitation, _, _, demand, _, _ = configuration
    answers = {
        Trait.CLOSED: plan == "closed",
        Trait.SOON: plan in contacts.SOON,
        Trait.ROUTINE: plan in contacts.ROUTINE_PLANS,
        Trait.WAIVED: plan == "waived",
        Trait.INVITED: contacts.invited(configuration),
        Trait.REPORTING: contacts.reporting(configuration),
        Trait.ONCE_DUE: invitation == "once_due",
        Trait.FIRST_SENT: invitation == "first_sent",
        Trait.PLAIN_SENT: invitation == "plain_sent",
        Trait.CLARIFYING: invitation in talks.CLARIFYING,
        Trait.WORKING: plan in mornings.WORKING_PLAN,
        Trait.CONCILIATION: plan.startswith("conciliation"),
        Trait.WITH_PLAN: plan in talks.WITH_PLAN,
        Trait.MAY_DISAGREE: plan in talks.MAY_DISAGREE,
        Trait.TO_ANALYSE: plan in talks.TO_ANALYSE,
        Trait.TO_PLAN: plan in talks.TO_PLAN,
        Trait.NOT_AGREED: plan == "not_agreed",
        Trait.MOVED_WITHOUT_PLAN: plan == "moved_without_plan",
        Trait.MOVED_WITH_PLAN: plan == "moved_with_plan",
        Trait.SUPPORT_WITHOUT_PLAN: plan == "support_without_plan",
        Trait.TRUST: plan == "trust",
        Trait.WITH_NOTICE: plan == "plan_with_notice",
        Trait.EXEMPT: plan == "exempt",
        Trait.SUSPENDED: plan.startswith("suspended"),
        Trait.NO_DEMAND: demand == "no_demand",
        Trait.DEMAND_STANDING: demand == "demand_standing",
        Trait.LEGACY_AGREEMENT: plan == "legacy_agreement",
    }
    return sum(trait for trait, true in answers.items() if true)


def plan_leaves(configurations: Iterable[Configuration]) -> tuple[str, ...]:
    """Return the states of the plan region in the order of their numbers."""
    return tuple(sorted({configuration[0] for configuration in configurations}))


@dataclass(frozen=True)
class _ActsMeaning:
    """What a list of acts calls for, whatever the configurations are."""

    flags: int
    updates: int
    first_talks: int
    stage: int
    hearing: bool


def _meaning(acts: tuple[Act, ...]) -> _ActsMeaning:
    kinds = {act.kind for act in acts}
    reductions = [a for a in acts if a.kind == "reduction" and a.get("ground") == "breach"]
    lifted = "reduction_lifted" in kinds
    if len(reductions) + lifted > 1:
        raise DefinitionError("the compiled engine takes one reduction per step; use simpy")
    flags = (
        (Flag.DEMAND if "demand" in kinds else 0)
        | (Flag.REDUCTION if "reduction" in kinds else 0)
        | (Flag.GROUND if not kinds.isdisjoint({"ground_review", "ground_recorded"}) else 0)
        | (Flag.NOTICE if "notice_review" in kinds else 0)
        | (Flag.REDUCTION_LIFTED if lifted else 0)
    )
    return _ActsMeaning(
        int(flags),
        sum(map(is_update, acts)),
        sum(act.kind == "talk" and act.get("kind") == "first" for act in acts),
        int(reductions[0].get("stage") or 1) if reductions else 0,
        "hearing_opened" in kinds,
    )


def is_update(act: Act) -> bool:
    """Tell whether an act updates a plan."""
    return act.kind == "plan_confirmed_unchanged" or (
        act.kind == "plan_issued" and act.get("version") == "update"
    )


class _Builder:
    """Grows the lists that become `TableArrays`."""

    def __init__(self, table: TransitionTable, looks: LookBuilder) -> None:
        self._table = table
        self._looks = looks
        self._patterns: dict[tuple[int, ...], int] = {}
        self._acts: dict[tuple[Act, ...], int] = {}
        self._meanings: dict[tuple[Act, ...], _ActsMeaning] = {}
        self._operations: dict[tuple[tuple[int, str], ...], int] = {}
        self._efforts: dict[tuple[int, str, str], int] = {}
        self._effort_rows: list[tuple[int, int]] = []
        self._operation_rows: list[tuple[int, int]] = []
        self._act_entries: list[int] = []
        self._branches: list[list[int]] = []
        self._branch_efforts: list[int] = []
        self._sources: list[tuple[int, int, int]] = []

    def build(self) -> TableArrays:
        """Return the arrays."""
        table = self._table
        cells = np.full((len(table.configurations), COLUMN_ROOM), -1, dtype=np.int32)
        outcomes: list[int] = []
        column_of = {name: i for i, name in enumerate(COLUMNS)}
        wanted = [
            (configuration, column_of[event], event, cell)
            for (configuration, event), cell in table.cells.items()
            if event in column_of
        ]
        # What is looked up for events that happen often lies together, see ``codes.Sent``.
        for configuration, column, event, cell in sorted(wanted, key=lambda each: each[:2]):
            pattern = self._patterns.setdefault(cell.bits, len(self._patterns))
            cells[configuration, column] = _cell(pattern, len(outcomes))
            branch_of = {
                outcome: self._branch(configuration, event, column, outcome)
                for outcome in dict.fromkeys(cell.outcomes)
            }
            outcomes += [branch_of[outcome] for outcome in cell.outcomes]
        plans = {name: i for i, name in enumerate(plan_leaves(table.configurations))}
        return TableArrays(
            _flat(self._branches),
            cells.ravel(),
            _flat(outcomes),
            self._pattern_rows(),
            _flat(self._operation_rows),
            _flat(self._sources),
            np.array(self._looks.cubes, dtype=np.int64).ravel(),
            _flat(configuration_traits(c) for c in table.configurations),
            _flat(plans[c[0]] for c in table.configurations),
            _flat(self._effort_rows),
            _flat(self._branch_efforts),
            tuple(self._table.entries[outcome] for outcome in self._act_entries),
        )

    def _pattern_rows(self) -> Numbers:
        rows = np.full((len(self._patterns), PATTERN_FIELDS), NO_FACT, dtype=np.int32)
        for bits, number in self._patterns.items():
            if len(bits) >= PATTERN_FIELDS:
                raise DefinitionError("the compiled engine takes 15 facts per cell; use simpy")
            rows[number, 0] = len(bits)
            rows[number, 1 : 1 + len(bits)] = [bit.bit_length() - 1 for bit in bits]
        return rows.ravel()

    def _branch(self, configuration: int, event: str, column: int, outcome: int) -> int:
        if outcome == REFUSED:
            return -1
        entry = self._table.entries[outcome]
        before = self._table.configurations[configuration]
        after = self._table.configurations[entry.after]
        meaning = self._meaning(entry.acts)
        acts = self._number_of_acts(entry.acts, outcome)
        row = [0] * BRANCH_FIELDS
        row[Branch.AFTER] = entry.after
        row[Branch.ACTS] = acts
        row[Branch.OPERATIONS] = self._place_of_operations(entry)
        row[Branch.OPERATION_COUNT] = len(entry.operations)
        row[Branch.FLAGS] = meaning.flags | _flags_of_change(before, after, meaning.hearing)
        row[Branch.UPDATES] = meaning.updates
        row[Branch.FIRST_TALKS] = meaning.first_talks
        row[Branch.STAGE] = meaning.stage
        look = self._looks.look(event, before, after, entry)
        row[Branch.CUBES : Branch.IS + 1] = look
        self._branches.append(row)
        self._branch_efforts.append(self._effort(acts, before, configuration))
        self._sources.append((outcome, configuration, column))
        return len(self._branches) - 1

    def _meaning(self, acts: tuple[Act, ...]) -> _ActsMeaning:
        if acts not in self._meanings:
            self._meanings[acts] = _meaning(acts)
        return self._meanings[acts]

    def _number_of_acts(self, acts: tuple[Act, ...], outcome: int) -> int:
        known = self._acts.get(acts)
        if known is None:
            known = self._acts[acts] = len(self._acts)
            self._act_entries.append(outcome)
        return known

    def _place_of_operations(self, entry: Entry) -> int:
        known = self._operations.get(entry.operations)
        if known is None:
            known = self._operations[entry.operations] = len(self._operation_rows)
            self._operation_rows += [
                (deadline, Operation[name.upper()]) for deadline, name in entry.operations
            ]
        return known

    def _effort(self, acts: int, before: Configuration, configuration: int) -> int:
        key = (acts, before[0], before[1])  # minutes depend on plan and invitation at most
        known = self._efforts.get(key)
        if known is None:
            known = self._efforts[key] = len(self._effort_rows)
            self._effort_rows.append((acts, configuration))
        return known


def _check_size(table: TransitionTable) -> None:
    if len(table.configurations) > MOST_CONFIGURATIONS:
        raise DefinitionError("the table is too large for the compiled engine; use simpy")


def _cell(pattern: int, outcomes: int) -> int:
    if pattern >= _MOST_PATTERNS or outcomes >> OUTCOME_BITS:
        raise DefinitionError("the table is too large for the compiled engine; use simpy")
    return pattern << OUTCOME_BITS | outcomes


def _flags_of_change(before: Configuration, after: Configuration, hearing: bool) -> int:
    flags = Flag.PLAN_CHANGED if after[0] != before[0] else 0
    if hearing:
        flags |= Flag.BREACH_HEARING if after[6] != before[6] else Flag.APPOINTMENT_HEARING
    return int(flags)


def _flat(rows: Iterable[object]) -> Numbers:
    return np.array(list(rows), dtype=np.int32).ravel()


def table_arrays(table: TransitionTable, looks: LookBuilder) -> TableArrays:
    """Return the flat arrays of a table, with what its steps mean to the properties.

    Raises:
        DefinitionError: if the table holds what the kernels cannot do.
    """
    _check_size(table)
    return _Builder(table, looks).build()
