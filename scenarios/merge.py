"""Put a scenario file over the one it extends: a file is a difference to its base.

A parameter may name only what changes. A changed value does not keep the origin of the old one:
unless the file gives its own grade and source, it becomes an assumption that names its base.
"""

from __future__ import annotations

from pydantic import BaseModel

from .explain import Path, model_at
from .group import Group, TwoLanguages
from .office_groups import Offices, OfficeTable
from .parameter import Grade, Parameter
from .problems import Problem
from .schema import Scenario
from .yaml_reader import Node

OWN_FIELDS = ("name", "title", "extends")
"""Fields that every file gives itself: a changed scenario is another one."""


def merge(base: Node, over: Node, name: str) -> tuple[Node, list[Problem]]:
    """Return ``base`` changed by ``over``, and what is wrong with the changes.

    Args:
        base: root of the extended file (itself already merged); not changed.
        over: root of the extending file; not changed.
        name: name of the extending scenario, for the source of changed values.
    """
    problems: list[Problem] = []
    fields = {key: node for key, node in (base.children or {}).items() if key not in OWN_FIELDS}
    stripped = Node(base.place, fields, base.key_place)
    return _merge(stripped, over, (), name, problems), problems


def _merge(base: Node, over: Node, path: Path, name: str, problems: list[Problem]) -> Node:
    """Merge one group, parameter or plain field."""
    old, new = base.children, over.children
    model = model_at(Scenario, path)
    if old is None or new is None or model is None or issubclass(model, TwoLanguages):
        return over
    if issubclass(model, Parameter):
        return _merge_parameter(base, over, name, ".".join(path), problems)
    if not issubclass(model, Group):
        return over
    merged = {key: node for key, node in old.items() if key not in _replaced(model, new)}
    for key, node in new.items():
        known = merged.get(key)
        merged[key] = _merge(known, node, (*path, key), name, problems) if known else node
    return Node(over.place, merged, over.key_place)


def _replaced(model: type[BaseModel], new: dict[str, Node]) -> set[str]:
    """Return fields of the base that may not stay beside the new ones."""
    if model is Offices and new.keys() & {"spread", "table"}:
        return {"spread", "table"} - new.keys()
    if model is OfficeTable and new.keys() & {"rows", "file"}:
        return {"rows", "file", "grade", "source"}  # they spoke about other offices
    return set()


def _merge_parameter(base: Node, over: Node, name: str, path: str, problems: list[Problem]) -> Node:
    """Merge one parameter; a changed value gets a new origin."""
    old, new = base.children or {}, over.children or {}
    merged = {**old, **new}
    value = new.get("value")
    if value is not None and not _same(old.get("value"), value):
        merged.update(_new_origin(old, new, name))
        if "note" not in new:
            merged.pop("note", None)  # it spoke about the old value
        if "source" not in new and _claims_a_source(new):
            text = "a new value with this grade needs a source of its own"
            problems.append(Problem(new["grade"].place, f"{path}.grade", text))
    return Node(over.place, merged, over.key_place)


def _same(old: Node | None, new: Node) -> bool:
    """Tell whether a value was only repeated."""
    if old is None or isinstance(old.value, bool) != isinstance(new.value, bool):
        return False
    return bool(old.value == new.value)


def _new_origin(old: dict[str, Node], new: dict[str, Node], name: str) -> dict[str, Node]:
    """Return grade and source of a changed value where the file gives none."""
    place = new["value"].place
    origin: dict[str, Node] = {}
    if "grade" not in new:
        origin["grade"] = Node(place, Grade.ASSUMPTION.value)
    source = old.get("source")
    if "source" not in new:
        known = source.value if source and isinstance(source.value, str) else "unknown"
        origin["source"] = Node(place, f"changed in scenario {name}; base: {known}")
    return origin


def _claims_a_source(new: dict[str, Node]) -> bool:
    """Tell whether the grade given says that somebody else published the number."""
    grade = new.get("grade")
    return grade is not None and grade.value != Grade.ASSUMPTION.value
