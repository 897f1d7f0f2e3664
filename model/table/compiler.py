"""Compile the chart's transitions into a table, breadth first over all reachable configurations.

The compiler reads the same transitions and guard expressions that the chart is built from and
follows the chart's semantics: all regions look at the configuration before the step, at most one
transition per region fires, and they fire in document order. It refuses a definition in which two
guards of a region hold at once, or a region follows an event that the leading region refuses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial

from ..errors import DefinitionError
from ..process.acts import Act
from ..process.deadlines import DEADLINES, ClockOperation, Deadline, clock_operations
from ..process.definition import Transition
from ..process.events import EVENTS
from ..process.expressions import Expression
from ..process.facts import FACT_BIT
from ..process.process import PROCESS, ProcessDefinition
from ..process.states import INITIAL_CONFIGURATION, LEAVES, REGION_NAMES, Configuration, is_active
from .transition_table import REFUSED, Cell, Entry, TransitionTable

FORMAT = "1"
_CLOCKED_REGIONS = {LEAVES[leaf].region for d in DEADLINES for leaf in d.active_in | d.held_in}


@dataclass(frozen=True, slots=True)
class _Fired:
    """What one valuation does, apart from the configuration it starts in."""

    transitions: tuple[Transition, ...]
    positions: tuple[int, ...]
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class _LocalCell:
    """The outcomes of a list of candidates, whatever the rest of the configuration is.

    ``pattern`` gives for each valuation of ``bits`` an index into ``fired``, or ``REFUSED``.
    """

    bits: tuple[int, ...]
    pattern: tuple[int, ...]
    fired: tuple[_Fired, ...]


_Candidates = tuple[tuple[int, Expression | bool], ...]


class Compiler:
    """Compiles one rule set's table. ``rule_facts`` are the truths that the rule set fixes."""

    def __init__(
        self,
        rule_set: str,
        rule_facts: dict[str, bool],
        definition: ProcessDefinition = PROCESS,
    ) -> None:
        self._definition = definition
        self._rule_set = rule_set
        self._rule_facts = rule_facts
        self._configurations: list[Configuration] = []
        self._index: dict[Configuration, int] = {}
        self._entries: list[Entry] = []
        self._entry_index: dict[Entry, int] = {}
        self._local: dict[_Candidates, _LocalCell] = {}
        self._operations = cache(partial(clock_operations, deadlines=definition.deadlines))
        self._residual = cache(self._simplify)
        self._states_read = cache(self._read_states)

    def compile(self) -> TransitionTable:
        """Explore from the initial configuration and return the table.

        Raises:
            DefinitionError: if guards overlap or a region follows an event its leader refuses.
        """
        self._number(INITIAL_CONFIGURATION)
        cells: dict[tuple[int, str], Cell] = {}
        self._compile_from(0, cells)
        return TransitionTable(
            self._rule_set,
            definition_digest(self._rule_set, self._rule_facts, self._definition),
            tuple(self._configurations),
            tuple(self._entries),
            cells,
        )

    def _compile_from(self, position: int, cells: dict[tuple[int, str], Cell]) -> None:
        """Compile all cells of the configurations from ``position`` on, and of those they reach."""
        while position < len(self._configurations):
            configuration = self._configurations[position]
            for event in EVENTS:
                cell = self._cell(configuration, event)
                if cell is not None:
                    cells[position, event] = cell
            position += 1

    def recompile(
        self, table: TransitionTable, changed: Iterable[tuple[str, str]]
    ) -> tuple[TransitionTable, tuple[tuple[int, str], ...]]:
        """Return ``table`` as this compiler's definition has it, and the cells that are new.

        ``changed`` are the (leaf, event) pairs in which the definition differs from the one that
        ``table`` was compiled from. Configurations keep their numbers; some may no longer be
        reachable.

        Raises:
            DefinitionError: as `compile`.
        """
        self._configurations = list(table.configurations)
        self._index = dict(table.index)
        self._entries = list(table.entries)
        cells = dict(table.cells)
        touched: list[tuple[int, str]] = []
        for leaf, event in changed:
            for number, configuration in enumerate(table.configurations):
                if leaf in configuration:
                    cell = self._cell(configuration, event)
                    touched.append((number, event))
                    if cell is None:
                        cells.pop((number, event), None)
                    else:
                        cells[number, event] = cell
        known = len(table.configurations)
        self._compile_from(known, cells)
        touched += [key for key in cells if key[0] >= known]
        digest = definition_digest(self._rule_set, self._rule_facts, self._definition)
        return (
            TransitionTable(
                self._rule_set, digest, tuple(self._configurations), tuple(self._entries), cells
            ),
            tuple(dict.fromkeys(touched)),
        )

    def _number(self, configuration: Configuration) -> int:
        known = self._index.get(configuration)
        if known is None:
            known = self._index[configuration] = len(self._configurations)
            self._configurations.append(configuration)
        return known

    def _cell(self, configuration: Configuration, event: str) -> Cell | None:
        candidates = self._candidates(configuration, event)
        if not candidates:
            return None
        local = self._local_cell(candidates, configuration)
        if not local.fired:
            return None
        entries = [self._entry(configuration, fired) for fired in local.fired]
        return Cell(
            local.bits, tuple(REFUSED if i == REFUSED else entries[i] for i in local.pattern)
        )

    def _candidates(self, configuration: Configuration, event: str) -> _Candidates:
        result = []
        for leaf in configuration:
            for position in self._definition.by_source.get((leaf, event), ()):
                guard = self._definition.transitions[position].guard
                residual = self._guard(guard, configuration)
                if residual is not False:
                    result.append((position, residual))
        return tuple(result)

    def _guard(self, name: str, configuration: Configuration) -> Expression | bool:
        states = self._states_read(name)
        return self._residual(name, tuple(is_active(s, configuration) for s in states))

    def _simplify(self, name: str, active: tuple[bool, ...]) -> Expression | bool:
        truth = dict(zip(self._states_read(name), active, strict=True))

        def known(atom: Expression) -> bool | None:
            return truth[atom.value] if atom.operator == "in" else self._rule_facts.get(atom.value)

        return self._definition.guards[name].expression.simplify(known)

    def _read_states(self, guard: str) -> tuple[str, ...]:
        return tuple(sorted(self._definition.guards[guard].expression.atoms("in")))

    def _local_cell(self, candidates: _Candidates, configuration: Configuration) -> _LocalCell:
        conditions = tuple(
            (-1, self._guard(spec.when, configuration))
            for i, _ in candidates
            for spec in self._definition.transitions[i].acts
            if spec.when != "always"
        )
        key = candidates + conditions
        if key not in self._local:
            self._local[key] = self._evaluate(candidates, conditions, configuration)
        return self._local[key]

    def _evaluate(
        self, candidates: _Candidates, conditions: _Candidates, configuration: Configuration
    ) -> _LocalCell:
        names = sorted(
            {
                name
                for _, residual in (*candidates, *conditions)
                if isinstance(residual, Expression)
                for name in residual.atoms("name")
            },
            key=FACT_BIT.__getitem__,
        )
        distinct: dict[_Fired, int] = {}
        pattern = []
        for number in range(1 << len(names)):
            truth = dict(zip(names, _truths(number, len(names)), strict=True))
            fired = self._fire(candidates, truth, configuration)
            pattern.append(REFUSED if fired is None else distinct.setdefault(fired, len(distinct)))
        return _LocalCell(tuple(FACT_BIT[n] for n in names), tuple(pattern), tuple(distinct))

    def _fire(
        self,
        candidates: tuple[tuple[int, Expression | bool], ...],
        truth: dict[str, bool],
        configuration: Configuration,
    ) -> _Fired | None:
        transitions = self._definition.transitions
        positions = [i for i, residual in candidates if _holds(residual, truth)]
        if not positions:
            return None
        _check_regions([transitions[i] for i in positions], configuration, truth)
        positions.sort(key=lambda i: REGION_NAMES.index(transitions[i].region))
        fired = tuple(transitions[i] for i in positions)
        acts = tuple(
            spec.act
            for t in fired
            for spec in t.acts
            if _holds(self._guard(spec.when, configuration), truth)
        )
        return _Fired(fired, tuple(positions), acts)

    def _entry(self, configuration: Configuration, fired: _Fired) -> int:
        after = list(configuration)
        for transition in fired.transitions:
            after[REGION_NAMES.index(transition.region)] = transition.target
        goal = tuple(after)
        rules = tuple(dict.fromkeys(rule for t in fired.transitions for rule in t.cites))
        entry = Entry(
            self._number(goal),
            fired.acts,
            self._clock_operations(configuration, goal, fired.acts),
            rules,
            fired.positions,
        )
        known = self._entry_index.get(entry)
        if known is None:
            known = self._entry_index[entry] = len(self._entries)
            self._entries.append(entry)
        return known

    def _clock_operations(
        self, before: Configuration, after: Configuration, acts: tuple[Act, ...]
    ) -> tuple[tuple[int, ClockOperation], ...]:
        clocked = [i for i, region in enumerate(REGION_NAMES) if region in _CLOCKED_REGIONS]
        return self._operations(
            tuple(before[i] for i in clocked), tuple(after[i] for i in clocked), acts
        )


def _truths(number: int, count: int) -> tuple[bool, ...]:
    return tuple(bool(number >> place & 1) for place in range(count))


def _holds(residual: Expression | bool, truth: dict[str, bool]) -> bool:
    if isinstance(residual, bool):
        return residual
    return residual.evaluate(truth.__getitem__, lambda _: False)


def _check_regions(
    fired: list[Transition], configuration: Configuration, truth: dict[str, bool]
) -> None:
    regions = [t.region for t in fired]
    event = fired[0].event
    where = f"in {'|'.join(configuration)} with {sorted(n for n, v in truth.items() if v)}"
    for region in set(regions):
        if regions.count(region) > 1:
            names = ", ".join(t.name for t in fired if t.region == region)
            raise DefinitionError(f"two guards hold at once {where}: {names}")
    if EVENTS[event].lead not in regions:
        names = ", ".join(t.name for t in fired)
        raise DefinitionError(
            f"{event!r}: the leading region {EVENTS[event].lead!r} refuses {where}, "
            f"but {names} fire"
        )


def definition_digest(
    rule_set: str, rule_facts: dict[str, bool], definition: ProcessDefinition = PROCESS
) -> str:
    """Return the sha256 (hex) of everything a table is compiled from."""
    parts: Iterable[object] = (
        FORMAT,
        rule_set,
        sorted(rule_facts.items()),
        list(LEAVES.values()),
        list(EVENTS.values()),
        [(g.name, g.expression.text()) for g in definition.guards.values()],
        definition.transitions,
        _deadline_text(definition.deadlines),
        list(FACT_BIT),
    )
    return hashlib.sha256(repr(tuple(parts)).encode()).hexdigest()


def _deadline_text(deadlines: Sequence[Deadline]) -> list[tuple[object, ...]]:
    return [
        (
            d.name,
            sorted(d.active_in),
            d.starts_on_entry,
            d.restarts_on,
            d.stops_on,
            sorted(d.held_in),
            d.expiry_event,
        )
        for d in deadlines
    ]
