"""The explored states as a graph: edges as arrays, or as networkx for small models."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from ..errors import DefinitionError
from ..process.states import format_configuration
from . import kernel
from .exploration import Explored, kernel_tables
from .search_arrays import EVENT_INDEX, EVENT_NAMES, Integers

MOST_NODES = 50_000
"""The most states that are turned into a networkx graph."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class StateGraph:
    """All steps between explored states, by source.

    The steps of state i are ``start[i]:start[i + 1]`` in ``target`` (state) and ``via`` (option of
    ``explored.arrays``, or a time step as in ``kernel``).
    """

    explored: Explored
    start: Integers
    target: npt.NDArray[np.int32]
    via: npt.NDArray[np.int32]

    @property
    def edge_count(self) -> int:
        """Number of steps."""
        return len(self.target)

    @cached_property
    def sources(self) -> npt.NDArray[np.int32]:
        """Return the source of each step."""
        return np.repeat(
            np.arange(len(self.start) - 1, dtype=np.int32), np.diff(self.start)
        ).astype(np.int32)

    @cached_property
    def branches(self) -> npt.NDArray[np.int64]:
        """Return the branch of each step, -1 for time steps."""
        options = self.explored.arrays.option_branch
        return np.where(self.via >= 0, options[np.maximum(self.via, 0)], -1)

    @cached_property
    def events(self) -> npt.NDArray[np.int64]:
        """Return the event (index into ``search_arrays.EVENT_NAMES``) of each step, or -1."""
        arrays = self.explored.arrays
        branch = self.branches
        events = arrays.cell_event[arrays.branch_cell[np.maximum(branch, 0)]]
        return np.where(branch >= 0, events, -1)

    def is_event(self, names: Iterable[str]) -> Flags:
        """Tell for each step whether it is one of these events."""
        numbers = [EVENT_INDEX[name] for name in names]
        return np.isin(self.events, numbers)

    def can_reach(self, goal: Flags, usable: Flags | None = None) -> Flags:
        """Tell for each state whether a usable path leads to a state of ``goal``."""
        sources = self.sources
        targets = self.target
        if usable is not None:
            sources, targets = sources[usable], targets[usable]
        count = len(self.start) - 1
        backward = csr_array(
            (np.ones(len(targets), dtype=np.int8), (targets, sources)), shape=(count, count)
        )
        indptr, indices = backward.indptr.astype(np.int64), backward.indices.astype(np.int64)
        reached: Flags = kernel.closure(goal.copy(), indptr, indices)
        return reached

    def components(self, inside: Flags) -> tuple[int, npt.NDArray[np.int32], Flags]:
        """Return the strongly connected components of the part ``inside``.

        Returns (number, component of each state, whether each step lies within the part).
        """
        sources = self.sources
        kept = inside[sources] & inside[self.target]
        count = len(self.start) - 1
        part = csr_array(
            (np.ones(int(kept.sum()), dtype=np.int8), (sources[kept], self.target[kept])),
            shape=(count, count),
        )
        number, labels = connected_components(part, directed=True, connection="strong")
        return int(number), labels.astype(np.int32), kept

    def to_networkx(self) -> nx.MultiDiGraph[Any]:
        """Return the graph with configurations as text on nodes and events on edges.

        Raises:
            DefinitionError: if there are more than ``MOST_NODES`` states.
        """
        explored = self.explored
        if explored.state_count > MOST_NODES:
            raise DefinitionError(
                f"{explored.state_count} states are too many for networkx (at most {MOST_NODES}); "
                "track fewer facts, or use the arrays"
            )
        graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
        names = explored.arrays.configurations
        for state in range(explored.state_count):
            text = format_configuration(names[explored.configuration_of(state)])
            graph.add_node(state, configuration=text, facts=facts_of(explored, state))
        times = {-2: "tick", -3: "year_passes", -4: "reduction_ends", -5: "transition_period_ends"}
        for source, target, via, event in zip(
            self.sources, self.target, self.via, self.events, strict=True
        ):
            name = EVENT_NAMES[event] if event >= 0 else times[int(via)]
            graph.add_edge(int(source), int(target), event=name)
        return graph


def facts_of(explored: Explored, state: int) -> tuple[str, ...]:
    """Return the tracked facts that are true in a state."""
    word, chosen = int(explored.states[state]), explored.slice
    return tuple(name for name in chosen.facts if word >> chosen.shift_of_fact(name) & 1)


def state_graph(explored: Explored) -> StateGraph:
    """Return all steps between the states that were explored."""
    tables = kernel_tables(explored.arrays)
    size = 1 << max(12, (2 * explored.state_count).bit_length())
    places = np.full(size, -1, dtype=np.int32)
    kernel.rehash(explored.states, explored.state_count, places)
    start = np.zeros(explored.state_count + 1, dtype=np.int64)
    nothing = np.empty(0, dtype=np.int32)
    kernel.edges(explored.states, places, tables, start, nothing, nothing)
    total = int(start[-1])
    target, via = np.empty(total, dtype=np.int32), np.empty(total, dtype=np.int32)
    kernel.edges(explored.states, places, tables, start, target, via)
    return StateGraph(explored, start, target, via)
