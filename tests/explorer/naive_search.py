"""A slow, plain search over the table: the oracle for the compiled one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import product

from koopsim.model.explorer import DERIVED, Slice
from koopsim.model.process.deadlines import DEADLINE_INDEX, DEADLINES
from koopsim.model.process.events import EVENTS
from koopsim.model.process.facts import FACT_BIT, fact_names
from koopsim.model.table.transition_table import Entry, TransitionTable

State = tuple[int, frozenset[str], tuple[tuple[str, int, bool], ...]]
"""Configuration, true tracked facts, and (deadline, remaining ticks, held) of running clocks."""

PERSON = fact_names("person")
EXPIRY = {d.expiry_event: d.name for d in DEADLINES if d.expiry_event}


class NaiveSearch:
    """All reachable states of a slice without memories, as Python sets."""

    def __init__(self, table: TransitionTable, chosen: Slice, rule_facts: dict[str, bool]) -> None:
        self.table, self.slice, self.rule_facts = table, chosen, rule_facts
        self.limits = {clock.name: clock for clock in chosen.clocks}

    def states(self) -> set[State]:
        start = list(self._initial())
        known, queue = set(start), deque(start)
        while queue:
            for new in self.successors(queue.popleft()):
                if new not in known:
                    known.add(new)
                    queue.append(new)
        return known

    def _initial(self) -> Iterator[State]:
        names = [n for n in self.slice.facts if n in PERSON or n == DERIVED[0]]
        for values in product((False, True), repeat=len(names)):
            true = frozenset(n for n, v in zip(names, values, strict=True) if v)
            if "minor" in true and "under_25" in names and "under_25" not in true:
                continue
            yield self.table.initial, true, ()

    def successors(self, state: State) -> Iterator[State]:
        configuration, true, clocks = state
        for event in EVENTS:
            if EXPIRY.get(event) in self.limits:
                continue
            if event == "legacy_agreement_expired" and DERIVED[0] in self.slice.facts:
                continue
            yield from self.by_event(configuration, event, true, clocks)
        yield from self._by_time(state)

    def by_event(
        self, configuration: int, event: str, true: frozenset[str], clocks: object
    ) -> Iterator[State]:
        cell = self.table.cells.get((configuration, event))
        if cell is None:
            return
        names = {bit: n for n, bit in FACT_BIT.items()}
        open_facts = [names[b] for b in cell.bits if names[b] not in self.slice.facts]
        for values in product((False, True), repeat=len(open_facts)):
            now = {n for n, v in zip(open_facts, values, strict=True) if v} | true
            now |= {n for n, v in self.rule_facts.items() if v}
            outcome = cell.outcome(sum(FACT_BIT[n] for n in now))
            if outcome >= 0:
                yield self._after(event, self.table.entries[outcome], true, clocks)

    def _after(self, event: str, entry: Entry, true: frozenset[str], clocks: object) -> State:
        facts = set(true)
        changes = dict(EVENTS[event].changes)
        for act in entry.acts:
            if act.kind == "reduction" and act.get("ground") == "breach":
                changes["reduction_running"] = changes["repeated_breach"] = True
                if act.get("stage") in (2, 3):
                    changes["further_repeated_breach"] = True
            if act.kind == "reduction_lifted":
                changes["reduction_running"] = False
        for name, value in changes.items():
            if name in self.slice.facts:
                (facts.add if value else facts.discard)(name)
        return entry.after, frozenset(facts), self._clocks(entry, true, clocks)

    def _clocks(
        self, entry: Entry, true: frozenset[str], clocks: object
    ) -> tuple[tuple[str, int, bool], ...]:
        running = {name: (left, held) for name, left, held in clocks}  # type: ignore[attr-defined]
        for index, operation in entry.operations:
            name = DEADLINES[index].name
            if name not in self.limits:
                continue
            clock = self.limits[name]
            if operation == "start" and (not clock.when or clock.when in true):
                longer = clock.longer_if and clock.longer_if in true
                running[name] = (clock.longer_ticks if longer else clock.ticks, False)
            elif operation == "stop":
                running.pop(name, None)
            elif operation in ("hold", "resume") and name in running:
                running[name] = (running[name][0], operation == "hold")
        return tuple((n, *running[n]) for n in sorted(running))

    def _by_time(self, state: State) -> Iterator[State]:
        configuration, true, clocks = state
        if "repeated_breach" in true:
            gone = {"repeated_breach", "further_repeated_breach"}
            yield configuration, true - gone, clocks
        if "reduction_running" in true:
            yield configuration, true - {"reduction_running"}, clocks
        if DERIVED[0] in true:
            closed = true - {DERIVED[0]}
            forced = list(self.by_event(configuration, "legacy_agreement_expired", closed, clocks))
            yield forced[0] if forced else (configuration, closed, clocks)
        if self.limits:
            yield self._tick(state)

    def _tick(self, state: State) -> State:
        configuration, true, clocks = state
        due = {n for n, left, held in clocks if not held and left == 0}
        clocks = tuple(
            (n, left if held or left <= 0 else left - 1, held) for n, left, held in clocks
        )
        for name in sorted(due, key=DEADLINE_INDEX.__getitem__):
            if name not in {n for n, _, _ in clocks}:
                continue
            event = DEADLINES[DEADLINE_INDEX[name]].expiry_event
            if event:
                configuration, true, clocks = next(
                    self.by_event(configuration, event, true, clocks)
                )
            else:
                clocks = tuple((n, -1 if n == name else left, h) for n, left, h in clocks)
        return configuration, true, clocks
