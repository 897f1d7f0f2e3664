"""The process as text for Mermaid (``stateDiagram-v2``), one composite state for each region.

All states are declared first, once each, and all edges follow outside the composites: Mermaid moves
a state into the composite in which an edge last names it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..process.text import Language
from .edge_labels import edge_label
from .graph import Graph, Node, diagram_graph
from .palette import USER_STATES, tint
from .wording import check_language

_INDENT = "  "


def to_mermaid(language: str = "en") -> str:
    """Return the text of the diagram; ids are the names of regions and states.

    Raises:
        KoopsimError: if the language is neither ``"de"`` nor ``"en"``.
    """
    chosen = check_language(language)
    graph = diagram_graph()
    lines = ["stateDiagram-v2", f"{_INDENT}direction LR"]
    for region in graph.regions():
        lines += _composite(graph, region, chosen, 1)
    lines += [
        f"{_INDENT}{edge.source} --> {edge.target} : {_plain(edge_label(edge, chosen))}"
        for edge in graph.edges
    ]
    lines += _colours()
    return "\n".join(lines) + "\n"


def _composite(graph: Graph, node: Node, language: Language, depth: int) -> Iterator[str]:
    pad = _INDENT * depth
    yield f'{pad}state "{_title(node, language)}" as {node.name} {{'
    start = _initial_child(graph, node)
    if start:
        yield f"{pad}{_INDENT}[*] --> {start}"
    for child in graph.children(node.name):
        if child.kind == "compound":
            yield from _composite(graph, child, language, depth + 1)
            continue
        yield f'{pad}{_INDENT}state "{_title(child, language)}" as {child.name}'
        if child.final:
            yield f"{pad}{_INDENT}{child.name} --> [*]"
    yield f"{pad}}}"


def _initial_child(graph: Graph, node: Node) -> str:
    """Return the child that is, or holds, the initial leaf; empty if there is none below."""
    for child in graph.children(node.name):
        if child.initial or _initial_child(graph, child):
            return child.name
    return ""


def _title(node: Node, language: Language) -> str:
    return _plain(node.title[language])


def _plain(text: str) -> str:
    """Replace what Mermaid would read as a sign of its own."""
    for sign, plain in (('"', "'"), (":", " -"), (";", ","), ("#", "no. "), ("\n", " ")):
        text = text.replace(sign, plain)
    return text


def _colours() -> Iterator[str]:
    for name, state in USER_STATES.items():
        style = f"fill:{tint(state.color, 0.6)},stroke:{state.color},stroke-width:3px,color:#111"
        yield f"{_INDENT}classDef user{state.number} {style}"
        yield f"{_INDENT}class {name} user{state.number}"
