"""The one form that all pictures are made from: nodes, and edges merged for drawing.

Edges stand for changes of state only; an event that leaves a state as it is has no edge. Two steps
make 400 transitions readable without loss: an edge from every leaf of a compound to one goal starts
at the compound, and parallel edges between the same two nodes become one. ``Edge.covers`` undoes
both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from ..process.definition import Transition
from ..process.process import TRANSITIONS
from ..process.states import COMPOUNDS, LEAVES, REGIONS, State, leaves_of
from ..process.text import Text

if TYPE_CHECKING:
    import networkx

NodeKind = Literal["region", "compound", "leaf"]


@dataclass(frozen=True, slots=True)
class Node:
    """A region, a compound or a leaf; ``parent`` is empty for a region."""

    name: str
    kind: NodeKind
    title: Text
    parent: str
    region: str
    cites: tuple[str, ...]
    user_state: str = ""
    initial: bool = False
    final: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """All changes of state from one node to another: events, guards and rules in model order.

    ``covers`` names event, source leaf and target leaf of each transition that the edge stands for.
    """

    source: str
    target: str
    region: str
    events: tuple[str, ...]
    guards: tuple[str, ...]
    rules: tuple[str, ...]
    covers: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes in the order regions, compounds, leaves; edges in the order of the model."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def children(self, parent: str) -> tuple[Node, ...]:
        """Return the nodes right below a region or a compound."""
        return tuple(node for node in self.nodes if node.parent == parent)

    def regions(self) -> tuple[Node, ...]:
        """Return the regions."""
        return tuple(node for node in self.nodes if node.kind == "region")


@cache
def diagram_graph() -> Graph:
    """Return the process as a graph for drawing."""
    regions = tuple(Node(r.name, "region", r.title, "", r.name, r.cites) for r in REGIONS)
    compounds = tuple(_node(state, "compound") for state in COMPOUNDS.values())
    leaves = tuple(_node(state, "leaf") for state in LEAVES.values())
    changes = [t for t in TRANSITIONS if t.source != t.target]
    return Graph((*regions, *compounds, *leaves), _merge(_at_targets(_at_sources(changes))))


def _node(state: State, kind: NodeKind) -> Node:
    return Node(
        state.name,
        kind,
        state.title,
        state.parent,
        state.region,
        state.cites,
        state.user_state,
        state.initial,
        state.final,
    )


_Bundle = tuple[str, str, tuple[Transition, ...]]
"""Drawn source, drawn target, transitions of one event."""


def _at_sources(changes: Iterable[Transition]) -> list[_Bundle]:
    """Move edges that leave all leaves of a compound for one goal on one event to the compound."""
    by_goal: defaultdict[tuple[str, str], list[Transition]] = defaultdict(list)
    for transition in changes:
        by_goal[transition.event, transition.target].append(transition)
    return [
        (source, target, moved)
        for (_, target), group in by_goal.items()
        for source, moved in _lifted(group, lambda t: t.source, target)
    ]


def _at_targets(bundles: Iterable[_Bundle]) -> list[_Bundle]:
    """Move edges that enter all leaves of a compound from one node on one event to the compound."""
    by_start: defaultdict[tuple[str, str], list[Transition]] = defaultdict(list)
    for source, _, group in bundles:
        by_start[group[0].event, source].extend(group)
    return [
        (source, target, moved)
        for (_, source), group in by_start.items()
        for target, moved in _lifted(group, lambda t: t.target, source)
    ]


def _lifted(
    group: list[Transition], end: Callable[[Transition], str], other: str
) -> list[tuple[str, tuple[Transition, ...]]]:
    """Name the drawn end of each transition: its compound if all leaves of that take part."""
    ends = {end(transition) for transition in group}
    result: defaultdict[str, list[Transition]] = defaultdict(list)
    for transition in group:
        leaf = end(transition)
        parent = LEAVES[leaf].parent
        whole = parent in COMPOUNDS and ends.issuperset(leaves_of(parent))
        inside = other == parent or (other in LEAVES and LEAVES[other].parent == parent)
        result[parent if whole and not inside else leaf].append(transition)
    return [(name, tuple(transitions)) for name, transitions in result.items()]


def _merge(bundles: Iterable[_Bundle]) -> tuple[Edge, ...]:
    merged: defaultdict[tuple[str, str], list[Transition]] = defaultdict(list)
    for source, target, group in bundles:
        merged[source, target].extend(group)
    return tuple(_edge(source, target, group) for (source, target), group in merged.items())


def _edge(source: str, target: str, group: list[Transition]) -> Edge:
    return Edge(
        source,
        target,
        group[0].region,
        events=tuple(dict.fromkeys(t.event for t in group)),
        guards=tuple(dict.fromkeys(t.guard for t in group)),
        rules=tuple(dict.fromkeys(rule for t in group for rule in t.cites)),
        covers=tuple(dict.fromkeys((t.event, t.source, t.target) for t in group)),
    )


def to_networkx() -> networkx.MultiDiGraph[str]:
    """Return every transition of the model as an edge of a networkx ``MultiDiGraph``.

    Nodes are leaves with the attributes region, parent, title_de, title_en, user_state. Edges,
    loops included, carry event, guard, rules and acts (texts such as ``demand(notice=yes)``).
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for leaf in LEAVES.values():
        parent = COMPOUNDS.get(leaf.parent)
        graph.add_node(
            leaf.name,
            region=leaf.region,
            parent=leaf.parent,
            title_de=leaf.title.de,
            title_en=leaf.title.en,
            user_state=leaf.user_state or (parent.user_state if parent else ""),
        )
    for transition in TRANSITIONS:
        graph.add_edge(
            transition.source,
            transition.target,
            event=transition.event,
            guard=transition.guard,
            rules=transition.cites,
            acts=tuple(str(spec.act) for spec in transition.acts),
        )
    return graph
