"""What each step means to the properties, as cubes over one word of facts and memories."""

from __future__ import annotations

from ...model.errors import DefinitionError
from ...model.explorer.judged_steps import MEMORY, Judgement, StepJudge
from ...model.process.facts import FACT_BIT
from ...model.process.states import Configuration, is_active
from ...model.properties import Monitor
from ...model.table.transition_table import Entry
from .layout import MEMORY_SHIFT, MOST_LASTING

_SIGN = 1 << 63


class LookBuilder:
    """Makes the looks of steps (``CUBES`` to ``IS`` of `codes.Branch`); equal cubes stand once.

    ``cubes`` are pairs (mask, value).
    """

    def __init__(self, monitor: Monitor, rule_facts: dict[str, bool]) -> None:
        """Prepare for a monitor.

        Raises:
            DefinitionError: if there are more facts, memories or limits than a word has room for.
        """
        memories = [memory.name for memory in monitor.memories]
        if max(FACT_BIT.values()) >> MEMORY_SHIFT or len(memories) > 31:
            raise DefinitionError("facts and memories need more than 64 bits; use simpy")
        if len(monitor.lasting) > MOST_LASTING:
            raise DefinitionError("more states with a limit than the kernels watch; use simpy")
        self._judge = StepJudge(monitor.always, monitor.memories, rule_facts)
        self._memory_bit = {name: 1 << i for i, name in enumerate(memories)}
        self._states = [item.state for item in monitor.lasting]
        self._meanings: dict[tuple[object, ...], tuple[int, int, int, int]] = {}
        self._places: dict[tuple[tuple[int, int], ...], int] = {}
        self._active: dict[Configuration, int] = {}
        self._judged: dict[int, tuple[Judgement, tuple[object, ...]]] = {}
        self.cubes: list[tuple[int, int]] = []

    def look(
        self, event: str, before: Configuration, after: Configuration, entry: Entry
    ) -> tuple[int, ...]:
        """Return the look of one step."""
        judged = self._judge.judge(event, before, after, entry.acts, entry.operations)
        _, key = self._judged.setdefault(id(judged), (judged, self._key(judged)))
        meaning = self._meanings.get(key)
        if meaning is None:
            meaning = self._meanings[key] = self._meaning(judged)
        return (*meaning, self._lasting(before), self._lasting(after))

    def _meaning(self, judged: Judgement) -> tuple[int, int, int, int]:
        cubes = tuple(sorted(set(self._cubes(judged))))
        place = self._places.get(cubes)
        if place is None:
            place = self._places[cubes] = len(self.cubes)
            self.cubes += cubes
        sets, clears = (
            sum(self._memory_bit[name] for name in names)
            for names in (judged.memory_set, judged.memory_cleared)
        )
        return place, len(cubes), sets, clears

    def _key(self, judged: Judgement) -> tuple[object, ...]:
        return judged.breaches, judged.memory_set, judged.memory_cleared

    def _lasting(self, configuration: Configuration) -> int:
        known = self._active.get(configuration)
        if known is None:
            known = self._active[configuration] = sum(
                1 << i for i, state in enumerate(self._states) if is_active(state, configuration)
            )
        return known

    def _cubes(self, judged: Judgement) -> list[tuple[int, int]]:
        found = []
        for _, literals in judged.breaches:
            mask = value = 0
            for name, wanted in literals:
                bit = self._bit(name)
                mask |= bit
                value |= bit if wanted else 0
            found.append((_signed(mask), _signed(value)))
        return found

    def _bit(self, name: str) -> int:
        if name.startswith(MEMORY):
            return self._memory_bit[name.removeprefix(MEMORY)] << MEMORY_SHIFT
        return FACT_BIT[name]


def _signed(word: int) -> int:
    """Return a word of 64 bits as the signed number of the same bits."""
    return word - (_SIGN << 1) if word & _SIGN else word
