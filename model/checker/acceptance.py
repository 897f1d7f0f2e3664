"""`Accepted`: an event is accepted exactly where its property says, in every reachable state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from ..explorer import Explored
from ..explorer.slice import CONFIGURATION_BITS
from ..process.facts import FACT_BIT
from ..properties import Accepted, Formula, StepShape
from ..properties.formula import evaluate
from ..table.transition_table import REFUSED, Cell
from .judging import story_of
from .model_under_check import ModelUnderCheck
from .story import Story
from .verdict import Verdict

_FACT_OF_BIT = {bit: name for name, bit in FACT_BIT.items()}


class AcceptanceJudge:
    """Judges `Accepted` properties of one model; equal cells are compared once."""

    def __init__(self, model: ModelUnderCheck, explored: Explored) -> None:
        self._model, self._explored = model, explored
        self._reached = [int(c) for c in explored.configurations_reached()]
        self._compare = cache(_compare)

    def judge(self, item: Accepted) -> Verdict:
        """Return the verdict on one property."""
        found = next(self._mismatches(item), None)
        return Verdict(
            name=item.name,
            kind="accepted",
            modality=item.modality,
            cites=item.cites,
            title=item.title,
            status="violated" if found else "proved",
            vacuous=not any((c, item.event) in self._explored.table.cells for c in self._reached),
            steps=len(self._reached),
            story=self._story(item, found[0]) if found else None,
        )

    def holds(self, item: Accepted, configurations: Sequence[int] | None = None) -> bool:
        """Tell whether a property holds (in some of the configurations only, if given)."""
        return next(self._mismatches(item, configurations), None) is None

    def _mismatches(
        self, item: Accepted, configurations: Sequence[int] | None = None
    ) -> Iterator[tuple[int, dict[str, bool]]]:
        table = self._explored.table
        fixed = tuple(sorted(self._model.rule_facts.items()))
        for number in self._reached if configurations is None else configurations:
            here = table.configurations[number]
            shape = StepShape(item.event, here, here, ())
            where, given = shape.residual(item.where), shape.residual(item.given)
            if given is False:
                continue
            cell = table.cells.get((number, item.event))
            for facts in self._compare(cell, where, given, fixed):
                state = self._state(number, dict(facts))
                if state is not None:
                    yield state, dict(facts)

    def _state(self, configuration: int, facts: dict[str, bool]) -> int | None:
        """Return the first reachable state with this configuration and these facts."""
        chosen = self._explored.slice
        mask, value = (1 << CONFIGURATION_BITS) - 1, configuration
        for name, truth in facts.items():
            if name in chosen.facts:
                mask |= 1 << chosen.shift_of_fact(name)
                value |= int(truth) << chosen.shift_of_fact(name)
        states = self._explored.states
        found = np.flatnonzero((states & np.uint64(mask)) == np.uint64(value))
        return int(found[0]) if len(found) else None

    def _story(self, item: Accepted, state: int) -> Story | None:
        """Return the way to the state; the event itself is refused there, or wrongly accepted."""
        return story_of(
            self._model,
            self._explored,
            (state, -1),
            None,
            subject=item.name,
            title=item.title,
            cites=item.cites,
            ends="reaches",
        )


def _compare(
    cell: Cell | None,
    where: Formula | bool,
    given: Formula | bool,
    fixed: tuple[tuple[str, bool], ...],
) -> tuple[tuple[tuple[str, bool], ...], ...]:
    """Return the facts under which a cell accepts where it should not, or the other way round."""
    names = [_FACT_OF_BIT[bit] for bit in cell.bits] if cell else []
    for formula in (where, given):
        if not isinstance(formula, bool):
            names += [n for a in formula.atoms() if a.operator == "fact" for n in a.names]
    known = dict(fixed)
    free = [name for name in dict.fromkeys(names) if name not in known]
    fixed_bits = sum(FACT_BIT[name] for name, value in fixed if value)
    wrong = []
    for number in range(1 << len(free)):
        truth = tuple((name, bool(number >> i & 1)) for i, name in enumerate(free))
        bits = fixed_bits | sum(FACT_BIT[name] for name, value in truth if value)
        accepts = cell is not None and cell.outcome(bits) != REFUSED
        if evaluate(given, bits, _nothing) and accepts != evaluate(where, bits, _nothing):
            wrong.append(truth)
    return tuple(wrong)


def _nothing(memory: str) -> bool:
    return False
