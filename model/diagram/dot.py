"""The process as DOT text for Graphviz: a cluster for each region and compound.

An edge to or from a compound is tied to the first leaf inside and cut at the cluster's border
(``lhead``, ``ltail``).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..process.states import COMPOUNDS, leaves_of
from ..process.text import Language
from .edge_labels import edge_label
from .graph import Edge, Graph, Node, diagram_graph
from .palette import PANEL_FILL, PLAIN_FRAME_FILL, USER_STATES, tint
from .wording import check_language

_INDENT = "  "


def to_dot(language: str = "en") -> str:
    """Return the text of the graph; node ids are the names of the leaves.

    Raises:
        KoopsimError: if the language is neither ``"de"`` nor ``"en"``.
    """
    chosen = check_language(language)
    graph = diagram_graph()
    lines = [
        "digraph process {",
        f'{_INDENT}compound=true; rankdir=LR; fontname="Helvetica"; newrank=true;',
        f'{_INDENT}node [shape=box, style="rounded,filled", fillcolor="#ffffff",'
        ' fontname="Helvetica", fontsize=11];',
        f'{_INDENT}edge [fontname="Helvetica", fontsize=9];',
    ]
    for region in graph.regions():
        lines += _cluster(graph, region, chosen, 1)
    lines += [_edge(edge, chosen) for edge in graph.edges]
    return "\n".join([*lines, "}"]) + "\n"


def quoted(text: str) -> str:
    r"""Write a text as a DOT string: quotes and backslashes escaped, a line break as ``\n``."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _cluster(graph: Graph, node: Node, language: Language, depth: int) -> Iterator[str]:
    pad, inner = _INDENT * depth, _INDENT * (depth + 1)
    fill = PANEL_FILL if node.kind == "region" else PLAIN_FRAME_FILL
    if node.name in USER_STATES:
        fill = tint(USER_STATES[node.name].color, 0.72)
    yield f"{pad}subgraph {quoted('cluster_' + node.name)} {{"
    yield (
        f'{inner}label={quoted(node.title[language])}; style="rounded,filled";'
        f" fillcolor={quoted(fill)};"
    )
    for child in graph.children(node.name):
        if child.kind == "compound":
            yield from _cluster(graph, child, language, depth + 1)
        else:
            yield f"{inner}{quoted(child.name)} [{_look(child, language)}];"
    yield f"{pad}}}"


def _look(node: Node, language: Language) -> str:
    look = [f"label={quoted(node.title[language])}"]
    if node.name in USER_STATES:
        color = USER_STATES[node.name].color
        look += [f"fillcolor={quoted(tint(color, 0.55))}", f"color={quoted(color)}", "penwidth=3"]
    if node.initial or node.final:
        look.append("peripheries=2")
    return ", ".join(look)


def _edge(edge: Edge, language: Language) -> str:
    look = [f"label={quoted(edge_label(edge, language))}"]
    ends = []
    for name, key in ((edge.source, "ltail"), (edge.target, "lhead")):
        if name in COMPOUNDS:
            look.append(f"{key}={quoted('cluster_' + name)}")
        ends.append(leaves_of(name)[0])
    return f"{_INDENT}{quoted(ends[0])} -> {quoted(ends[1])} [{', '.join(look)}];"
