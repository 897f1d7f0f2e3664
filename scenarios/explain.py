"""Turn pydantic's findings into sentences a planner understands.

Each sentence says what is wrong and what is accepted. Nothing here knows of files: the loader
adds the place, ``Scenario.replace`` has none.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from .parameter import Grade, Parameter
from .problems import shown, suggestion

Path = tuple[str, ...]
"""Names from the top of a scenario down to a field, such as ``("population", "size")``."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing pydantic found: the field, the kind of error, and a sentence about it."""

    path: Path
    kind: str
    text: str


def model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """Return the class of the group or parameter at ``path``, or None if there is none.

    The number of an item leads from a list to the class of its items.
    """
    current: type[BaseModel] = model
    in_list = False
    for name in path:
        if in_list and name.isdecimal():
            in_list = False
            continue
        field = None if in_list else current.model_fields.get(name)
        inner, in_list = _group_in(field.annotation) if field else (None, False)
        if inner is None:
            return None
        current = inner
    return None if in_list else current


def _group_in(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    """Return the group that an annotation allows, if any, and whether in a list of them."""
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        return annotation, False
    origin = get_origin(annotation)
    if origin is Annotated:
        return _group_in(get_args(annotation)[0])
    if origin is tuple:
        return _group_in(get_args(annotation)[0])[0], True
    if origin in (Union, UnionType):
        found = (_group_in(part) for part in get_args(annotation))
        return next((pair for pair in found if pair[0] is not None), (None, False))
    return None, False


def explain(error: ValidationError, model: type[BaseModel]) -> list[Finding]:
    """Return one finding for each error, with the field it is about."""
    findings = []
    for detail in error.errors(include_url=False):
        context = detail.get("ctx") or {}
        path = tuple(str(part) for part in detail["loc"])
        if "field" in context:
            path = (*path, *str(context["field"]).split("."))
        text = _sentence(detail["type"], path, detail, model)
        findings.append(Finding(path, detail["type"], text))
    return findings


def _sentence(kind: str, path: Path, detail: Mapping[str, Any], model: type[BaseModel]) -> str:
    """Return the sentence for one error."""
    parent = model_at(model, path[:-1])
    if kind == "extra_forbidden" and parent is not None:
        return f"is not a field here; {suggestion(path[-1], parent.model_fields)}"
    if kind == "missing":
        return f"is missing; {_description(parent, path)}"
    if kind == "model_type":
        return f"{shown(detail['input'])} is not accepted; {_fields(model_at(model, path))}"
    if kind in {"outside_range", "range_reversed", "contradiction", "not_a_date"}:
        return str(detail["msg"])
    return f"{shown(detail['input'])} is not accepted; give {_accepted(path, detail, model)}"


def _description(parent: type[BaseModel] | None, path: Path) -> str:
    """Say what the missing field would have held."""
    field = parent.model_fields.get(path[-1]) if parent else None
    return f"it says: {field.description}" if field and field.description else "it is needed"


def _fields(model: type[BaseModel] | None) -> str:
    """Say which fields a group needs."""
    if model is None:
        return "a group of fields is needed"
    if issubclass(model, Parameter):
        return "a parameter is a group of value, unit, range, grade and source"
    return f"a group of fields is needed: {', '.join(model.model_fields)}"


def _accepted(path: Path, detail: Mapping[str, Any], model: type[BaseModel]) -> str:
    """Say what the field accepts."""
    parameter, field = _parameter_field(path, model)
    if parameter is not None and field == "value":
        return parameter.accepts
    if parameter is not None and field == "range":
        ends = "[lowest, highest]" if path[-1] == "range" else parameter.accepts
        return ends if path[-1] != "range" else f"the two ends of the range, {ends}"
    if parameter is not None and field == "grade":
        return f"one of {', '.join(grade.value for grade in Grade)}"
    return _general(detail)


def _parameter_field(path: Path, model: type[BaseModel]) -> tuple[type[Parameter] | None, str]:
    """Return the parameter class a path runs through and the field of it, if any."""
    for length in range(1, len(path)):
        found = model_at(model, path[:length])
        if found is not None and issubclass(found, Parameter):
            return found, path[length]
    return None, ""


_GENERAL = {
    "string_type": "text",
    "string_too_short": "text that is not empty",
    "string_too_long": "a shorter text of at most {max_length} characters",
    "string_pattern_mismatch": "a name of small letters, digits and single hyphens",
    "literal_error": "{expected}",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "too_short": "at least {min_length}",
    "too_long": "at most {max_length}",
    "tuple_type": "a list",
}


def _general(detail: Mapping[str, Any]) -> str:
    """Say what a field outside the parameters accepts, from pydantic's own bounds."""
    template = _GENERAL.get(detail["type"])
    if template is None:
        return f"something else ({detail['msg']})"
    return template.format(**(detail.get("ctx") or {}))
