"""The delays of all offices of a region in two flat arrays; what offices share stands once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

import numpy as np
import numpy.typing as npt

from ..distributions import DiscreteTable
from ..tables import Delays

GUIDE_BITS = 7
"""The upper bits of a draw lead to the part of a delay's thresholds that is searched."""

_BOUNDS = np.arange(1 << GUIDE_BITS, dtype=np.uint64) << np.uint64(64 - GUIDE_BITS)
GUIDES = 4
"""Where the guides begin in a head."""

_HEAD = GUIDES + len(_BOUNDS) + 1


_WHOLE = frozenset({"measure_lasts", "destination", "arrivals_0", "arrivals_1", "arrivals_2"})
"""Delays that are not just added to a day: parts of a length are drawn, or they are no days."""


class DelayArrays:
    """Where every delay is found.

    A delay has a head in ``numbers``: place of its thresholds in ``words``, place of its values in
    ``numbers``, how many values from the first on rise by one, the first value, then the guides
    (how many thresholds are not greater than the first draw of each part), and how many thresholds
    there are. Its values follow.

    Of a delay of more days than a run has, only the next longer one is kept and stands for all
    longer ones: whether something happens a day or a hundred years after the end is all the same.
    What is read stays small enough for the processor's cache.
    """

    def __init__(self, delays: Iterable[Delays], longest: int) -> None:
        """Gather the tables of some offices, for runs of ``longest`` days."""
        self._heads: dict[tuple[int, bool], int] = {}
        self._kept: list[DiscreteTable] = []  # so that no two tables have the same id
        numbers: list[npt.NDArray[np.int64]] = []
        words: list[npt.NDArray[np.uint64]] = []
        place = first_word = 0
        for each in delays:
            for name, table in named_delays(each).items():
                key = id(table), name in _WHOLE
                if key in self._heads:
                    continue
                self._heads[key] = place
                self._kept.append(table)
                values, thresholds = table.values, table.thresholds
                if name not in _WHOLE:
                    needed = int(np.searchsorted(values, longest, side="right"))
                    values, thresholds = values[: needed + 1], thresholds[:needed]
                guides = np.searchsorted(thresholds, _BOUNDS, side="right")
                head = [first_word, place + _HEAD, _rising_by_one(values), values[0]]
                numbers += [np.array(head), guides, np.array([thresholds.size]), values]
                words.append(thresholds)
                place += _HEAD + values.size
                first_word += thresholds.size
        self.numbers = np.concatenate(numbers).astype(np.int32)
        self.words = np.concatenate([*words, np.zeros(1, dtype=np.uint64)])

    def head(self, name: str, table: DiscreteTable) -> int:
        """Return where the head of a delay lies; ``name`` is one of ``layout.DELAY_NAMES``."""
        return self._heads[id(table), name in _WHOLE]


def _rising_by_one(values: npt.NDArray[np.int64]) -> int:
    """Return how many values, from the first on, are each one more than the one before."""
    jumps = np.flatnonzero(np.diff(values) != 1)
    return int(jumps[0]) + 1 if jumps.size else values.size


def named_delays(delays: Delays) -> dict[str, DiscreteTable]:
    """Return all tables by name; those of a tuple are numbered (see ``layout.DELAY_NAMES``)."""
    tables: dict[str, DiscreteTable] = {}
    for field in fields(delays):
        table = getattr(delays, field.name)
        if isinstance(table, tuple):
            tables |= {f"{field.name}_{i}": part for i, part in enumerate(table)}
        else:
            tables[field.name] = table
    return tables
