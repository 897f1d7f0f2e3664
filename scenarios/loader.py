"""Load a scenario: from the library by name, or from a file by path.

A wrong file gives one ``ScenarioError`` that lists every problem found, each with file, line and
column, the field, what is wrong and what is accepted.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from ..model.errors import ScenarioError
from .explain import Finding, explain
from .merge import merge
from .office_file import complete_offices
from .problems import Place, Problem, escape, scenario_error, suggestion
from .schema import Scenario
from .staff import leaving_without_being_there
from .yaml_reader import MAX_BYTES, Document, Node, read_document

MAX_EXTENDS = 8
"""Longest chain of scenarios that extend one another."""

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_SUFFIX = ".yaml"
_LIBRARY = files(__package__) / "library"
_SCENARIO = "a YAML file"
_OFFICE_FILE = "offices.table.file"


@dataclass(frozen=True, slots=True)
class _Source:
    """A file to read: shown name, identity (to find cycles), and folder (None: library)."""

    shown: str
    identity: str
    name: str
    path: Path | None


def scenario_names() -> tuple[str, ...]:
    """Return the names of all scenarios in the library, sorted."""
    names = (item.name for item in _LIBRARY.iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


def load_scenario(name_or_path: str | os.PathLike[str]) -> Scenario:
    """Return a checked scenario.

    Args:
        name_or_path: name of a library scenario such as ``"baseline"`` (see ``scenario_names``),
            or path of a YAML file.

    Raises:
        koopsim.model.errors.ScenarioError: the file cannot be read or is wrong; the text lists
            all problems with their places.
    """
    source = _find(name_or_path, None)
    document = _read(source)
    root, problems = _with_bases(document, source)
    scenario, found = _validate(root)
    if scenario is None or problems or found:
        raise scenario_error(source.shown, [*problems, *found])
    return scenario


def _find(reference: str | os.PathLike[str], beside: Path | None) -> _Source:
    """Return the file meant by a name or path; a relative path starts at ``beside``.

    Raises:
        ScenarioError: no such name in the library, or no text that could be a path.
    """
    if isinstance(reference, str) and _NAME.fullmatch(reference):
        return _find_in_library(reference)
    try:
        text = os.fspath(reference)
    except TypeError:
        text = ""
    if not isinstance(text, str) or not text or "\0" in text or not _can_be_a_path(text):
        raise ScenarioError("a scenario is given by its name in the library or by a path")
    path = Path(text) if beside is None else beside / text
    return _Source(escape(str(path), None), os.path.realpath(path), text, path)


def _can_be_a_path(text: str) -> bool:
    """Tell whether the file system can take ``text``: lone surrogates have no encoding."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False
    return True


def _find_in_library(name: str) -> _Source:
    """Return the library's file of this name."""
    names = scenario_names()
    if name not in names:
        raise ScenarioError(
            f"the library has no scenario '{escape(name)}'; {suggestion(name, names)} "
            f"(a file of your own is given by its path, ending in {_SUFFIX})"
        )
    return _Source(f"library/{name}{_SUFFIX}", f"library:{name}", name, None)


def _read(source: _Source) -> Document:
    """Read and parse one file.

    Raises:
        ScenarioError: it cannot be read, or so little of it that looking further is useless.
    """
    document = read_document(source.shown, _content(source))
    if document.root is None:
        raise scenario_error(source.shown, document.problems)
    return document


def _content(source: _Source, kind: str = _SCENARIO) -> bytes:
    """Return the bytes of a file, at most one more than is allowed."""
    if source.path is None:
        return (_LIBRARY / f"{source.name}{_SUFFIX}").read_bytes()
    try:
        if not stat.S_ISREG(source.path.stat().st_mode):
            raise ScenarioError(f"{source.shown}: this is not a file; give the path of {kind}")
        with source.path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is no path"
        hint = f" (in the library: {', '.join(scenario_names())})" if kind == _SCENARIO else ""
        raise ScenarioError(f"{source.shown}: cannot be read: {reason}{hint}") from None


def _with_bases(document: Document, source: _Source) -> tuple[Node, list[Problem]]:
    """Return the root merged with everything it extends, and the problems so far.

    Raises:
        ScenarioError: a base cannot be found or read, or the chain does not end.
    """
    chain = [(document, source)]
    _complete_offices(document, source)
    while (reference := _extended(*chain[-1])) is not None:
        chain.append(_base(chain, *reference))
        _complete_offices(*chain[-1])
    problems = [problem for link, _ in chain for problem in link.problems]
    roots = [(link.root, origin) for link, origin in chain if link.root is not None]
    merged = roots[-1][0]
    for root, origin in reversed(roots[:-1]):
        merged, found = merge(merged, root, _name_of(root, origin))
        problems += found
    return merged, problems


def _complete_offices(document: Document, source: _Source) -> None:
    """Read the table of offices that a file names, and state its totals.

    Raises:
        ScenarioError: the table cannot be read, or is no table.
    """

    def read(name: str, place: Place) -> tuple[str, bytes]:
        if source.path is None or "\0" in name or not _can_be_a_path(name):
            text = "give the path of a CSV file, seen from the folder of this scenario"
            raise _refusal(source, document, place, text, _OFFICE_FILE)
        path = source.path.parent / name
        file = _Source(escape(str(path), None), "", name, path)
        try:
            return file.shown, _content(file, "a CSV file")
        except ScenarioError as error:
            raise _refusal(source, document, place, str(error), _OFFICE_FILE) from None

    complete_offices(document, read)


def _extended(document: Document, source: _Source) -> tuple[str, Place] | None:
    """Return what a file extends and where it says so, or None."""
    fields = (document.root.children if document.root else None) or {}
    node = fields.get("extends")
    if node is None or node.value is None:
        return None
    if not isinstance(node.value, str) or not node.value:
        text = "give the name of a library scenario or the path of a file"
        raise _refusal(source, document, node.place, text)
    return node.value, node.place


def _base(
    chain: list[tuple[Document, _Source]], reference: str, place: Place
) -> tuple[Document, _Source]:
    """Read the next base of a chain."""
    document, source = chain[-1]
    if source.path is None and not _NAME.fullmatch(reference):
        text = "a library scenario extends another one by its name"
        raise _refusal(source, document, place, text)
    try:
        base = _find(reference, source.path.parent if source.path else None)
        content = _content(base)
    except ScenarioError as error:
        raise _refusal(source, document, place, str(error)) from None
    if base.identity in {origin.identity for _, origin in chain}:
        text = f"goes round in a circle: {base.shown} again"
        raise _refusal(source, document, place, text)
    if len(chain) > MAX_EXTENDS:
        text = f"more than {MAX_EXTENDS} scenarios extend one another"
        raise _refusal(source, document, place, text)
    parsed = read_document(base.shown, content)
    if parsed.root is None:
        raise scenario_error(source.shown, [*document.problems, *parsed.problems])
    return parsed, base


def _refusal(
    source: _Source, document: Document, place: Place, text: str, field: str = "extends"
) -> ScenarioError:
    """Return the error for a field that names a file and leads nowhere."""
    problem = Problem(place, field, text)
    return scenario_error(source.shown, [*document.problems, problem])


def _name_of(root: Node, source: _Source) -> str:
    """Return the name a scenario gives itself, or else its file's."""
    node = (root.children or {}).get("name")
    known = node is not None and isinstance(node.value, str) and _NAME.fullmatch(node.value)
    return str(node.value) if node is not None and known else source.shown


def _validate(root: Node) -> tuple[Scenario | None, list[Problem]]:
    """Return the scenario a tree means, or the problems that prevent it."""
    try:
        scenario = Scenario.model_validate(root.plain())
    except ValidationError as error:
        return None, [_placed(root, finding) for finding in explain(error, Scenario)]
    leaving = leaving_without_being_there(scenario.staff)
    if leaving is None:
        return scenario, []
    place, text = leaving
    path = ("staff", "changes", str(place), "fte", "value")
    return scenario, [_placed(root, Finding(path, "contradiction", text))]


def _placed(root: Node, finding: Finding) -> Problem:
    """Return a finding with its place in the file."""
    node, parent, depth = _node_at(root, finding.path)
    place = node.place
    if node.key_place and (finding.kind == "extra_forbidden" or node.children is not None):
        place = node.key_place
    text = finding.text
    if finding.kind == "outside_range" and depth == len(finding.path):
        text += _range_hint(node, parent)
    field = ".".join(escape(part) for part in finding.path)
    return Problem(place, field, text)


def _node_at(root: Node, path: tuple[str, ...]) -> tuple[Node, Node, int]:
    """Return the node at ``path``, or the last one on the way; its parent; and how deep it is."""
    node = parent = root
    for depth, name in enumerate(path):
        inner = _child(node, name)
        if inner is None:
            return node, parent, depth
        node, parent = inner, node
    return node, parent, len(path)


def _child(node: Node, name: str) -> Node | None:
    """Return the field or list item of this name."""
    if isinstance(node.value, list):
        return node.value[int(name)] if name.isdecimal() and int(name) < len(node.value) else None
    return (node.children or {}).get(name)


def _range_hint(value: Node, parameter: Node) -> str:
    """Say so when the range was not given with the value but comes from a base."""
    limits = (parameter.children or {}).get("range")
    if limits is None or limits.place.file == value.place.file:
        return ""
    return f"; that range comes from {limits.place}, so give a new range (and a source) with it"
