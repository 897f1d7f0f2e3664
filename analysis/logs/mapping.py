"""The mapping file: what another program calls columns and events, in YAML.

::

    columns: {case: Aktenzeichen, date: Buchungstag, event: Vorgang}
    events:
      Einladung: invitation_sent
      Fortschreibung: [talk_held, analysis_reviewed, update_agreed, talk_ended]
      Telefonnotiz: ignore
    unrecorded: [talk_ended, agreements_kept]
    assumed: {unemployment_benefit: false, need_established: true}
    acts_recorded: [demand, individual_check]

``events`` names one event of the model, several in order, or ``ignore``. ``unrecorded`` are events
that the other program does not write down: they may have happened unseen, and deadlines that they
would restart count as unknown. ``assumed`` are facts of
persons who enter, where the log does not state them. ``acts_recorded`` are the kinds of acts that
its column ``acts`` names; all kinds, if it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ...model.process.acts import ACT_KINDS
from ...model.process.deadlines import DEADLINES
from ...model.process.events import EVENTS
from ...model.process.facts import fact_names
from ...scenarios.problems import escape, suggestion
from ...scenarios.yaml_reader import Node, read_document
from ..errors import AnalysisError
from .columns import COLUMN_MEANINGS, OUTSIDE_FACTS

IGNORE = "ignore"
MISSED = "deadline_missed:"
MODEL_EVENTS: tuple[str, ...] = (
    *EVENTS,
    *(MISSED + deadline.name for deadline in DEADLINES if not deadline.silent),
)
"""What a row of a log may tell: an event, or a deadline that was missed."""

_KEYS = ("columns", "events", "unrecorded", "assumed", "acts_recorded")


@dataclass(frozen=True)
class LogMapping:
    """A mapping file that was read.

    ``columns`` maps names of the log to ours; ``events`` each name to events of the model, none if
    such rows are left out. ``assumed`` pairs person facts with their values at the entry.
    """

    columns: dict[str, str] = field(default_factory=dict)
    events: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unrecorded: frozenset[str] = frozenset()
    acts_recorded: frozenset[str] = frozenset(ACT_KINDS)
    assumed: tuple[tuple[str, bool], ...] = ()


NO_MAPPING = LogMapping()


def read_mapping(path: Path) -> LogMapping:
    """Read a mapping file.

    Raises:
        AnalysisError: if it cannot be read or anything in it is unknown; the text names the line
            and what is accepted.
    """
    name = escape(path.name)
    try:
        content = path.read_bytes()
    except OSError as error:
        text = f"cannot read the mapping file {escape(str(path))}: {error.strerror}"
        raise AnalysisError(text) from None
    if not content.strip():
        raise AnalysisError(f"mapping file {name} is empty; accepted: {', '.join(_KEYS)}")
    document = read_document(name, content)
    if document.problems or document.root is None or document.root.children is None:
        what = f"{document.problems[0]}" if document.problems else f"{name}: it holds no names"
        raise AnalysisError(f"mapping file: {what}; accepted: {', '.join(_KEYS)}")
    parts = document.root.children
    for key, node in parts.items():
        _accept(key, _KEYS, node.key_place or node.place, "part of a mapping file")
    return LogMapping(
        _columns(parts.get("columns")),
        _events(parts.get("events")),
        frozenset(_names(parts.get("unrecorded"), EVENTS, "event")),
        frozenset(_names(parts.get("acts_recorded"), ACT_KINDS, "act"))
        if "acts_recorded" in parts
        else frozenset(ACT_KINDS),
        tuple(_assumed(parts.get("assumed"))),
    )


def _assumed(node: Node | None) -> Iterable[tuple[str, bool]]:
    for name, child in _children(node, "assumed"):
        _accept(name, fact_names("person"), child.key_place or child.place, "fact of a person")
        if not isinstance(child.value, bool):
            raise AnalysisError(f"{child.place}: {name} is true or false")
        yield name, child.value


def _columns(node: Node | None) -> dict[str, str]:
    known = (*COLUMN_MEANINGS, *OUTSIDE_FACTS)
    found: dict[str, str] = {}
    for name, child in _children(node, "columns"):
        _accept(name, known, child.key_place or child.place, "column")
        outside = _text(child).strip().lower()
        if outside in found:
            raise AnalysisError(f"{child.place}: column {outside!r} stands for two things")
        found[outside] = name
    return found


def _events(node: Node | None) -> dict[str, tuple[str, ...]]:
    found = {}
    for name, child in _children(node, "events"):
        if isinstance(child.value, list):
            meant = tuple(_one(part, MODEL_EVENTS, "event") for part in child.value)
        elif child.value == IGNORE:
            meant = ()
        else:
            meant = (_one(child, (*MODEL_EVENTS, IGNORE), "event"),)
        found[name.strip()] = meant
    return found


def _names(node: Node | None, known: Iterable[str], what: str) -> tuple[str, ...]:
    if node is None or node.value is None:
        return ()
    if not isinstance(node.value, list):
        raise AnalysisError(f"{node.place}: give a list of names, such as [{next(iter(known))}]")
    return tuple(_one(part, tuple(known), what) for part in node.value)


def _children(node: Node | None, key: str) -> Iterable[tuple[str, Node]]:
    if node is None or node.value is None:
        return ()
    if node.children is None:
        raise AnalysisError(f"{node.place}: {key} is a list of pairs, each written 'name: name'")
    return node.children.items()


def _one(node: Node, known: tuple[str, ...], what: str) -> str:
    name = _text(node).strip()
    _accept(name, known, node.place, what)
    return name


def _text(node: Node) -> str:
    if isinstance(node.value, (dict, list)) or node.value is None:
        raise AnalysisError(f"{node.place}: a single name is expected here")
    return str(node.value)


def _accept(name: str, known: Iterable[str], place: object, what: str) -> None:
    names = tuple(known)
    if name in names:
        return
    raise AnalysisError(f"{place}: {escape(name)!r} is no {what}; {suggestion(name, names)}")


def event_table(mapping: LogMapping) -> dict[str, tuple[str, ...]]:
    """Return what each name of an event, in small letters, stands for.

    Events are known by their names and by their German and English titles; a name of the mapping
    goes before these.
    """
    found = {name.lower(): (name,) for name in MODEL_EVENTS}
    for event in EVENTS.values():
        found.setdefault(event.title.de.lower(), (event.name,))
        found.setdefault(event.title.en.lower(), (event.name,))
    return {**found, **{name.lower(): meant for name, meant in mapping.events.items()}}
