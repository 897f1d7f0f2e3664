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
    """Numbers the looks of steps; equal looks have one number.

    ``rows`` has per look the fields of `codes.Look`, ``cubes`` pairs (mask, value).
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
        self._known: dict[tuple[object, ...], int] = {}
        self._active: dict[Configuration, int] = {}
        self._judged: dict[int, tuple[Judgement, tuple[object, ...]]] = {}
        self.rows: list[tuple[int, ...]] = []
        self.cubes: list[tuple[int, int]] = []

    def number(self, event: str, before: Configuration, after: Configuration, entry: Entry) -> int:
        """Return the number of the look of one step."""
        judged = self._judge.judge(event, before, after, entry.acts, entry.operations)
        _, meaning = self._judged.setdefault(id(judged), (judged, self._meaning(judged)))
        key = (meaning, self._lasting(before), self._lasting(after))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = len(self.rows)
            cubes = sorted(set(self._cubes(judged)))
            sets, clears = (
                sum(self._memory_bit[name] for name in names)
                for names in (judged.memory_set, judged.memory_cleared)
            )
            self.rows.append((len(self.cubes), len(cubes), sets, clears, key[1], key[2]))
            self.cubes += cubes
        return known

    def _meaning(self, judged: Judgement) -> tuple[object, ...]:
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
