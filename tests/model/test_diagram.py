"""The process as a graph, as text for other programs, and as files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

import pytest
from koopsim.model.diagram import (
    diagram_graph,
    to_dot,
    to_mermaid,
    to_networkx,
    write_diagram,
)
from koopsim.model.diagram.dot import quoted
from koopsim.model.diagram.layout import leaves_below
from koopsim.model.errors import KoopsimError
from koopsim.model.process.process import TRANSITIONS
from koopsim.model.process.states import COMPOUNDS, LEAVES, REGION_NAMES
from koopsim.model.process.text import LANGUAGES, Language

CHANGES = [t for t in TRANSITIONS if t.source != t.target]


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


# -- the intermediate form -------------------------------------------------------------------


def test_graph_has_every_region_compound_and_leaf_once() -> None:
    names = Counter(node.name for node in diagram_graph().nodes)
    assert names == Counter([*REGION_NAMES, *COMPOUNDS, *LEAVES])


def test_edges_stand_for_all_changes_of_state_and_no_others() -> None:
    covered = {pair for edge in diagram_graph().edges for pair in edge.covers}
    assert covered == {(t.event, t.source, t.target) for t in CHANGES}


def test_an_edge_at_a_compound_holds_for_each_leaf_inside() -> None:
    compounds = [e for e in diagram_graph().edges if {e.source, e.target} & set(COMPOUNDS)]
    assert compounds
    for edge in compounds:
        for event in edge.events:
            expected = {
                (event, source, target)
                for source in leaves_below((edge.source,))
                for target in leaves_below((edge.target,))
            }
            assert expected <= set(edge.covers), edge


def test_no_two_edges_join_the_same_nodes_and_few_are_left() -> None:
    edges = diagram_graph().edges
    assert len({(e.source, e.target) for e in edges}) == len(edges)
    assert len(edges) < len(CHANGES) / 1.5


def test_networkx_graph_holds_every_transition() -> None:
    graph = to_networkx()
    assert set(graph.nodes) == set(LEAVES)
    assert graph.number_of_edges() == len(TRANSITIONS)
    found = Counter((s, t, d["event"], d["guard"]) for s, t, d in graph.edges(data=True))
    assert found == Counter((t.source, t.target, t.event, t.guard) for t in TRANSITIONS)
    data = graph.nodes["conciliation_over_creation"]
    assert data["region"] == "plan" and data["user_state"] == "Schlichtung (conciliation)"
    acts = next(d["acts"] for _, _, d in graph.edges(data=True) if d["event"] == "waiver_granted")
    assert "waiver_documented" in acts


# -- text formats ----------------------------------------------------------------------------


def test_mermaid_declares_each_state_once(language: Language) -> None:
    text = to_mermaid(language)
    declared = Counter(re.findall(r'state "[^"\n]+" as (\w+)', text))
    assert declared == Counter([*REGION_NAMES, *COMPOUNDS, *LEAVES])
    assert text.count("{") == text.count("}") == len(REGION_NAMES) + len(COMPOUNDS)


def test_mermaid_edges_are_those_of_the_graph_and_labels_are_plain(language: Language) -> None:
    text = to_mermaid(language)
    edges = re.findall(r"^  (\w+) --> (\w+) : (.+)$", text, re.MULTILINE)
    assert [(s, t) for s, t, _ in edges] == [(e.source, e.target) for e in diagram_graph().edges]
    assert all(re.search(r"\((15\.\d+|§)", label) for _, _, label in edges)
    assert not any(set(label) & set(';:#"{}') for _, _, label in edges)


def test_mermaid_speaks_both_languages() -> None:
    assert "Potenzialanalyse erhoben" in to_mermaid("de")
    assert "the potential analysis is made" in to_mermaid("en")


_DOT_TOKEN = re.compile(r'\s+|"(?:[^"\\]|\\.)*"|->|[{}\[\];,=]|\w+')


def test_dot_is_a_sequence_of_tokens_with_balanced_brackets(language: Language) -> None:
    text = to_dot(language)
    end, depth = 0, Counter[str]()
    for token in _DOT_TOKEN.finditer(text):
        assert token.start() == end, text[end : end + 40]
        end = token.end()
        depth[token.group()] += 1
    assert end == len(text)
    assert depth["{"] == depth["}"] == 1 + len(REGION_NAMES) + len(COMPOUNDS)
    assert depth["["] == depth["]"]
    assert depth["->"] == len(diagram_graph().edges)


def test_dot_names_leaves_and_clusters_and_ends_edges_at_borders() -> None:
    text = to_dot()
    nodes = Counter(re.findall(r'^ +"(\w+)" \[label', text, re.MULTILINE))
    assert nodes == Counter(list(LEAVES))
    clusters = re.findall(r'subgraph "cluster_(\w+)"', text)
    assert Counter(clusters) == Counter([*REGION_NAMES, *COMPOUNDS])
    ends = re.findall(r'l(?:head|tail)="cluster_(\w+)"', text)
    assert ends and set(ends) <= set(clusters)


def test_dot_strings_are_escaped() -> None:
    assert quoted('a "b" \\ c\nd') == '"a \\"b\\" \\\\ c\\nd"'


# -- files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf", ".mmd", ".dot"])
def test_the_same_bytes_each_time_and_others_in_the_other_language(
    suffix: str, tmp_path: Path
) -> None:
    import matplotlib

    first = write_diagram(tmp_path / f"a{suffix}", "en").read_bytes()
    with matplotlib.rc_context({"font.size": 20, "lines.linewidth": 9, "svg.fonttype": "none"}):
        second = write_diagram(str(tmp_path / f"b{suffix}"), "en").read_bytes()
    assert first == second
    assert write_diagram(tmp_path / f"c{suffix}", "de").read_bytes() != first
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"{n}{suffix}" for n in "abc"]


def test_svg_is_well_formed_undated_and_holds_the_words(tmp_path: Path, language: Language) -> None:
    path = write_diagram(tmp_path / "process.svg", language)
    root = ElementTree.parse(path).getroot()
    assert root.tag.endswith("svg")
    width, height = (float(root.attrib[k].removesuffix("pt")) for k in ("width", "height"))
    assert width / 72 * 25.4 == pytest.approx(420, abs=0.1)
    assert height / 72 * 25.4 == pytest.approx(297, abs=0.1)
    text = path.read_text(encoding="utf-8")
    assert "<dc:date>" not in text
    title = {"de": "Der Kooperationsplan nach § 15 SGB II", "en": "The cooperation plan under"}
    assert title[language] in text


def test_png_is_a_large_picture_with_many_colours(tmp_path: Path) -> None:
    from matplotlib import image

    pixels = image.imread(write_diagram(tmp_path / "process.PNG"))
    height, width = pixels.shape[:2]
    assert width > 3000 and width / height == pytest.approx(420 / 297, rel=0.01)
    sample = pixels[::7, ::7, :3].reshape(-1, 3)
    assert len({tuple(p) for p in (sample * 255).astype(int).tolist()}) > 30
    dark = (sample.mean(axis=1) < 0.4).mean()
    assert 0.01 < dark < 0.3


def test_an_existing_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "process.mmd"
    path.write_text("old")
    write_diagram(path)
    assert path.read_text(encoding="utf-8") == to_mermaid("en")


@pytest.mark.parametrize("name", ["process.gif", "process", "process.svg.txt"])
def test_an_unknown_suffix_is_refused_with_what_is_accepted(name: str, tmp_path: Path) -> None:
    with pytest.raises(KoopsimError, match=r"\.svg, \.pdf, \.png, \.mmd, \.dot"):
        write_diagram(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    for call in (
        lambda: write_diagram(tmp_path / "a.svg", "fr"),
        lambda: to_mermaid("fr"),
        lambda: to_dot(""),
    ):
        with pytest.raises(KoopsimError, match="use de or en"):
            call()


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KoopsimError, match="no such file or directory"):
        write_diagram(tmp_path / "missing" / "a.mmd")


def test_a_folder_in_the_place_of_the_file_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.mmd").mkdir()
    with pytest.raises(KoopsimError, match=r"cannot write 'a\.mmd'"):
        write_diagram(tmp_path / "a.mmd")
    assert [p.name for p in tmp_path.iterdir()] == ["a.mmd"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere"
)
def test_a_folder_without_write_permission_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(KoopsimError, match="permission denied"):
            write_diagram(tmp_path / "a.dot")
    finally:
        tmp_path.chmod(0o755)


def test_importing_the_package_loads_no_drawing_library() -> None:
    code = (
        "import sys, koopsim.model.diagram as d; d.to_mermaid(); d.to_dot(); d.unrepresented();"
        "print(sorted({'matplotlib', 'networkx', 'numpy'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
