"""Read YAML 1.2 into a tree that remembers where everything stands.

Scenario files come from anybody, so only a small and safe part of YAML is accepted: one document
of nested names, lists, numbers, true/false and text. Anchors, aliases, tags, directives and merge
keys are refused, as are tabs, control characters, and anything too large or too deep. The tree
is built from parser events and not by ``compose()``: that one calls itself for every level,
expands aliases, and would have done the damage before a limit could be checked.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from .problems import Place, Problem, escape

MAX_BYTES = 1024 * 1024
"""Largest file, in bytes."""

MAX_DEPTH = 20
"""Deepest nesting of groups and lists."""

MAX_NODES = 20_000
"""Most names and values in one file."""

MAX_LINE = 10_000
"""Longest line, in characters: the parser's effort grows with the square of some lines."""

Scalar = str | int | float | bool | None


@dataclass(slots=True)
class Node:
    """A value with the place where it stands and, inside a group, the place of its name."""

    place: Place
    value: Scalar | dict[str, Node] | list[Node]
    key_place: Place | None = None

    @property
    def children(self) -> dict[str, Node] | None:
        """The fields, if this is a group, else None."""
        return self.value if isinstance(self.value, dict) else None

    def plain(self) -> Any:
        """Return the data without places. Depth is limited, so this recursion is too."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


@dataclass(slots=True)
class Document:
    """What was read from one file; ``root`` is None if nothing could be built."""

    file: str
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)


class _Stop(Exception):
    """Reading cannot go on; the problem was noted."""


_NULL = re.compile(r"~|null|Null|NULL|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INT = re.compile(r"[-+]?[0-9]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_MAX_DIGITS = 300


def resolve(text: str) -> Scalar:
    """Return what a plain scalar means in the core schema of YAML 1.2.2 (section 10.3.2).

    Octal and hexadecimal integers stay text, since no number of a scenario is written so.
    """
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text) or _FALSE.fullmatch(text):
        return text[0] in "tT"
    if len(text) <= _MAX_DIGITS and _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _NOT_FINITE.fullmatch(text):
        return float(text.replace(".", "").lower())
    return text


def read_document(file: str, content: bytes) -> Document:
    """Read one YAML document.

    Args:
        file: name of the file as messages show it (already escaped).
        content: its bytes.

    Returns:
        The document with every problem found; it never raises.
    """
    document = Document(file)
    text = read_text(document, content)
    if text is None:
        return document
    try:
        document.root = _Builder(document).build(text)
    except _Stop:
        pass
    except YAMLError as error:
        document.problems.append(_syntax_problem(file, error))
    return document


def read_text(document: Document, content: bytes) -> str | None:
    """Return the text of a file, or None after noting in ``document`` what is wrong with it."""
    text = _decode(document, content)
    return text if text is not None and _characters_are_harmless(document, text) else None


def _decode(document: Document, content: bytes) -> str | None:
    """Return the text of a file, or note why it has none."""
    start = Place(document.file, 1, 1)
    if len(content) > MAX_BYTES:
        text = f"the file is larger than {MAX_BYTES:,} bytes; no scenario needs that much"
        document.problems.append(Problem(start, "", text))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        place = Place(document.file, line, column)
        text = "the file is not UTF-8; save it with this encoding"
        document.problems.append(Problem(place, "", text))
        return None


_HARMFUL = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
LINE_END = re.compile(r"\r\n|\n|\r")


def _characters_are_harmless(document: Document, text: str) -> bool:
    """Note tabs, control characters and endless lines; tell whether there were none."""
    for number, line in enumerate(LINE_END.split(text), start=1):
        if len(line) > MAX_LINE:
            place = Place(document.file, number, MAX_LINE + 1)
            problem = f"the line is longer than {MAX_LINE:,} characters"
            document.problems.append(Problem(place, "", problem))
        elif found := _HARMFUL.search(line):
            place = Place(document.file, number, found.start() + 1)
            document.problems.append(Problem(place, "", _harm(found.group())))
    return not document.problems


def _harm(char: str) -> str:
    """Say what is wrong with a character."""
    if char == "\t":
        return "a tab is not accepted; use spaces"
    return f"the character {escape(char)} is not accepted; remove it"


def _syntax_problem(file: str, error: YAMLError) -> Problem:
    """Turn an error of the parser into a problem."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    reason = error.problem if isinstance(error, MarkedYAMLError) else None
    reason = reason or "it cannot be parsed"
    return Problem(place, "", f"this is not valid YAML: {escape(reason, 200)}")


class _Builder:
    """Builds the tree of one document from parser events, with a stack of its own."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.root: Node | None = None
        self.open: list[Node] = []
        self.keys: list[tuple[str, Place] | None] = []
        self.nodes = 0
        self.documents = 0

    def build(self, text: str) -> Node | None:
        """Return the root, a group; note all problems.

        Raises:
            _Stop: when a limit is passed or the file is empty or no group of fields.
        """
        for event in _events(text):
            self._take(event)
        start = Place(self.document.file, 1, 1)
        if self.root is None or self.root.value is None:
            self._stop(start, "the file is empty; a scenario is a group of fields")
        elif self.root.children is None:
            self._stop(self.root.place, "this is no group of fields such as 'name: my-office'")
        return self.root

    def _take(self, event: Event) -> None:
        if isinstance(event, DocumentStartEvent):
            self._start_document(event)
        elif isinstance(event, AliasEvent):
            self._note(self._place(event), "aliases (*name) are not accepted; write it out")
            self._add(Node(self._place(event), None))
        elif isinstance(event, ScalarEvent):
            self._refuse_properties(event)
            self._scalar(event)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._refuse_properties(event)
            self._start_collection(event)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self.open.pop()
            self.keys.pop()

    def _start_document(self, event: DocumentStartEvent) -> None:
        self.documents += 1
        if event.version or event.tags:
            self._note(
                self._place(event), "directives (%...) are not accepted; remove what stands above"
            )
        if self.documents > 1:
            self._stop(self._place(event), "only one document is accepted; remove '---' here")

    def _refuse_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._note(self._place(event), "anchors (&name) are not accepted; write values out")
        # A quoted text carries the tag "!" in some versions of the parser; that one is harmless.
        if event.tag is not None and str(event.tag) != "!":
            self._note(self._place(event), "tags (!name) are not accepted; remove it")

    def _scalar(self, event: ScalarEvent) -> None:
        place = self._place(event)
        if self._expects_key():
            self._key(event.value, place)
        else:
            plain = event.style is None and event.implicit[0]
            self._add(Node(place, resolve(event.value) if plain else event.value))

    def _start_collection(self, event: Event) -> None:
        place = self._place(event)
        if self._expects_key():
            self._stop(place, "the name of a field must be text, not a group or list")
        if len(self.open) >= MAX_DEPTH:
            self._stop(place, f"groups and lists are nested deeper than {MAX_DEPTH} levels")
        node = Node(place, {} if isinstance(event, MappingStartEvent) else [])
        self._add(node)
        self.open.append(node)
        self.keys.append(None)

    def _expects_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].value, dict) and not self.keys[-1]

    def _key(self, name: str, place: Place) -> None:
        if name == "<<":
            self._note(place, "merge keys (<<) are not accepted; write the fields out")
        elif (first := (self.open[-1].children or {}).get(name)) is not None:
            line = first.key_place.line if first.key_place else first.place.line
            self._note(place, f"'{escape(name)}' stands here twice; first in line {line}")
        self.keys[-1] = (name, place)
        self._count(place)

    def _add(self, node: Node) -> None:
        """Put a finished or just opened node where it belongs."""
        self._count(node.place)
        if not self.open:
            self.root = node
            return
        container = self.open[-1].value
        if isinstance(container, list):
            container.append(node)
        elif isinstance(container, dict):
            key = self.keys[-1]
            self.keys[-1] = None
            if key is None:
                self._stop(node.place, "the name of a field must be plain text")
            elif key[0] != "<<":
                node.key_place = key[1]
                container.setdefault(key[0], node)

    def _count(self, place: Place) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop(place, f"more than {MAX_NODES:,} names and values; no scenario needs that")

    def _place(self, event: Event) -> Place:
        mark = event.start_mark
        return Place(self.document.file, mark.line + 1, mark.column + 1)

    def _note(self, place: Place, text: str) -> None:
        self.document.problems.append(Problem(place, "", text))

    def _stop(self, place: Place, text: str) -> None:
        self._note(place, text)
        raise _Stop


def _events(text: str) -> Iterator[Event]:
    """Yield the parser's events, lazily: a limit stops the parser in the middle of a file."""
    parser = YAML(typ="safe", pure=True)
    yield from parser.parse(io.StringIO(text))
