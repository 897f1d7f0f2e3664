"""The compiled search finds exactly what a plain search finds, and the shortest way to it."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from koopsim.model.errors import DefinitionError
from koopsim.model.explorer import TRACKABLE, Explored, Slice, TrackedClock, explore
from koopsim.model.explorer.exploration import search
from koopsim.model.explorer.graph import facts_of, state_graph
from koopsim.model.explorer.influence import constant_facts, deciding_facts
from koopsim.model.explorer.judged_steps import StepJudge
from koopsim.model.explorer.slice import CLOCK_BITS, HELD, LATE
from koopsim.model.process.case import rule_facts
from koopsim.model.properties import SAFETY, Always
from koopsim.model.properties.monitor import memories_of
from koopsim.model.rule_set import load_rule_set
from koopsim.model.table.cache import table_for

from .naive_search import NaiveSearch, State

RULES = load_rule_set("2023-07-01")
TABLE = table_for(RULES)
NOTHING = StepJudge((), ())


def unpacked(explored: Explored) -> set[State]:
    """The states of an exploration in the oracle's form."""
    result = set()
    for number in range(explored.state_count):
        word = int(explored.states[number])
        clocks = []
        for i, clock in enumerate(explored.slice.clocks):
            field = word >> explored.slice.shift_of_clock(i) & ((1 << CLOCK_BITS) - 1)
            if field:
                value = field & (HELD - 1)
                left = -1 if value == LATE else value - 1
                clocks.append((clock.name, left, bool(field & HELD)))
        facts = frozenset(facts_of(explored, number))
        result.add((explored.configuration_of(number), facts, tuple(sorted(clocks))))
    return result


SLICES = {
    "configurations": Slice(facts=()),
    "legacy": Slice(facts=("legacy_agreement", "legacy_period_open", "need_established")),
    "breaches": Slice(facts=("repeated_breach", "further_repeated_breach", "reduction_running")),
    "age": Slice(facts=("minor", "under_25", "unemployment_benefit")),
    "conciliation in weeks": Slice((), (), (TrackedClock("conciliation_end", "forces", 4),)),
    "support, coached or not": Slice(
        ("holistic_coaching",),
        (),
        (TrackedClock("support_end", "forces", 3, 5, "holistic_coaching"),),
    ),
    "update held and resumed": Slice((), (), (TrackedClock("update_due", "misses", 2),)),
    "two that force": Slice(
        (),
        (),
        (
            TrackedClock("conciliation_end", "forces", 1),
            TrackedClock("breach_determination_end", "forces", 2),
        ),
    ),
    "counselling of the young": Slice(
        ("under_25",), (), (TrackedClock("counselling_due", "misses", 1, when="under_25"),)
    ),
}


LARGE = {"legacy", "breaches", "update held and resumed", "counselling of the young"}
"""Slices on which the plain search takes half a minute."""


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.slow) if n in LARGE else n for n in SLICES]
)
def test_the_states_are_those_of_a_plain_search(name: str) -> None:
    chosen = SLICES[name]
    explored = search(TABLE, NOTHING, chosen)
    found = unpacked(explored)
    assert len(found) == explored.state_count
    assert found == NaiveSearch(TABLE, chosen, rule_facts(RULES)).states()


def test_without_facts_the_states_are_the_table_s_configurations() -> None:
    explored = explore(RULES, Slice(facts=()))
    assert explored.state_count == len(TABLE.configurations)
    assert explored.pairs == len(TABLE.cells)


def test_paths_are_shortest() -> None:
    explored = search(TABLE, NOTHING, Slice(facts=()))
    graph = nx.DiGraph(state_graph(explored).to_networkx())
    shortest = nx.single_source_shortest_path_length(graph, 0)
    for state in range(0, explored.state_count, 97):
        length, here = 0, state
        while explored.parents[here] >= 0:
            length, here = length + 1, int(explored.parents[here])
        assert length == shortest[state]
    assert explored.depth == max(shortest.values())


def test_the_same_search_gives_the_same_arrays() -> None:
    first, second = (explore(RULES, Slice(facts=("minor", "under_25"))) for _ in range(2))
    for name in ("states", "parents", "vias"):
        assert np.array_equal(getattr(first, name), getattr(second, name))


def test_room_grows_without_losing_states() -> None:
    """More states than the first room holds: the hash table is filled anew on the way."""
    names = (
        "need_established",
        "legacy_period_open",
        "minor",
        "under_25",
        "facts_established",
        "vulnerable",
    )
    explored = search(TABLE, NOTHING, Slice(facts=names))
    assert explored.state_count > 1 << 16
    assert len(np.unique(explored.states)) == explored.state_count
    # Every state can be taken apart into one of fewer facts, if the others decide nothing.
    fewer = search(TABLE, NOTHING, Slice(facts=names[:2]))
    mask = np.uint64((1 << 16) - 1)
    assert set(np.unique(explored.states & mask)) == set(fewer.states)


def test_edges_lead_to_explored_states_and_cover_all_but_the_first() -> None:
    explored = search(TABLE, NOTHING, SLICES["two that force"])
    graph = state_graph(explored)
    assert graph.target.min() >= 0
    assert set(graph.target) >= set(range(1, explored.state_count))
    assert graph.edge_count == explored.steps


def test_idle_facts_change_no_path() -> None:
    """What is reached with all facts but the constant ones is what the deciding facts reach."""
    deciding = deciding_facts(TABLE)
    assert set(deciding).isdisjoint(constant_facts())
    small = search(TABLE, NOTHING, Slice(deciding))
    large = search(TABLE, NOTHING, Slice((*deciding, "minor", "under_25", "facts_established")))
    mask = np.uint64((1 << (14 + len(deciding))) - 1)
    assert set(np.unique(large.states & mask)) == set(small.states)


@pytest.mark.slow
def test_constant_facts_multiply_the_states_and_add_nothing() -> None:
    """Two constant facts more, all memories: four copies of the search without them."""
    judged = [p for p in SAFETY if isinstance(p, Always)]
    memories = tuple(m.name for m in memories_of(judged))
    changing = tuple(name for name in TRACKABLE if name not in constant_facts())
    part = explore(RULES, Slice(changing, memories), judged)
    two = sorted(constant_facts())[:2]
    whole = explore(RULES, Slice((*changing, *two), memories), judged)
    assert whole.state_count == 4 * part.state_count
    assert whole.breaches() == part.breaches() == {}
    assert whole.tested() == part.tested()


@pytest.mark.slow
def test_leaving_time_open_adds_no_state() -> None:
    """With all MUST clocks in weeks the same configurations and facts are reached as without."""
    deciding = (*deciding_facts(TABLE), "holistic_coaching")
    clocks = (
        TrackedClock("conciliation_end", "forces", 4),
        TrackedClock("support_end", "forces", 26, 39, "holistic_coaching"),
        TrackedClock("appointment_determination_end", "forces", 26),
        TrackedClock("breach_determination_end", "forces", 26),
    )
    timed = search(TABLE, NOTHING, Slice(deciding, (), clocks))
    untimed = search(TABLE, NOTHING, Slice(deciding))
    mask = np.uint64((1 << (14 + len(deciding))) - 1)
    assert np.array_equal(np.unique(timed.states & mask), np.unique(untimed.states))


def test_what_cannot_be_tracked_is_refused() -> None:
    with pytest.raises(DefinitionError, match="'important_reason' cannot be tracked; known: minor"):
        Slice(facts=("important_reason",))
    with pytest.raises(DefinitionError, match="more than 125 ticks"):
        Slice(clocks=(TrackedClock("update_due", "misses", 200),))
    with pytest.raises(DefinitionError, match="needs 69 bits; 64 is the most"):
        Slice(clocks=tuple(TrackedClock(f"c{i}", "misses", 1) for i in range(5)))


def test_a_large_graph_is_not_turned_into_networkx() -> None:
    explored = search(TABLE, NOTHING, Slice(("minor", "under_25", *deciding_facts(TABLE))))
    with pytest.raises(DefinitionError, match="states are too many for networkx"):
        state_graph(explored).to_networkx()
