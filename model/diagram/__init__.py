"""The process as a picture: an A3 sheet, Mermaid, DOT, networkx.

Read in this order: graph, edge_labels, mermaid, dot; layout, plan_states, plan_making_arrows,
plan_running_arrows, plan_notes, invitation_layout, side_layout, sheet, completeness;
typesetting, canvas, palette, wording, legend, drawing; write. matplotlib and networkx are imported
only when a picture is drawn.
"""

from .completeness import unfounded, unrepresented
from .dot import to_dot
from .graph import Edge, Graph, Node, diagram_graph, to_networkx
from .mermaid import to_mermaid
from .write import write_diagram

__all__ = [
    "Edge",
    "Graph",
    "Node",
    "diagram_graph",
    "to_dot",
    "to_mermaid",
    "to_networkx",
    "unfounded",
    "unrepresented",
    "write_diagram",
]
