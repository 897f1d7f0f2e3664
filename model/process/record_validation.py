"""Validation of records: each value has the type that its field declares, and no text is blank.

Whether a well-formed record also keeps the rules is another question; see ``record_problems``.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from ..errors import KoopsimError

_WORDS = {str: "a text", bool: "True or False", date: "a date", NoneType: "None"}


class RecordError(KoopsimError):
    """A record is badly formed: a value has the wrong type or a text that is needed is missing."""


class Source:
    """The rules behind a field of a record; it stands in the field's annotation."""

    __slots__ = ("cites",)

    def __init__(self, *cites: str) -> None:
        """Keep the rules, margin numbers first."""
        self.cites = cites


def validate(record: object, *needed: str) -> None:
    """Check every field of a dataclass against its annotation.

    Args:
        record: the dataclass instance.
        needed: names of text fields that must not be empty.

    Raises:
        RecordError: naming record, field, what is accepted and what was given.
    """
    record_class: Any = type(record)
    for name, kind in _kinds(record_class).items():
        value = getattr(record, name)
        wanted = _wanted(value, kind)
        if not wanted and name in needed and not value:
            wanted = "a text that is not empty"
        if wanted:
            where = f"{type(record).__name__}.{name}"
            raise RecordError(f"{where} must be {wanted}, not {value!r}")


def field_sources(record: type) -> dict[str, tuple[str, ...]]:
    """Return for each field of a record class the rules that its annotation cites."""
    hints = get_type_hints(record, include_extras=True)
    return {
        field.name: tuple(
            rule
            for extra in get_args(hints[field.name])[1:]
            if isinstance(extra, Source)
            for rule in extra.cites
        )
        for field in fields(record)
    }


@cache
def _kinds(record: type) -> dict[str, Any]:
    hints = get_type_hints(record)
    return {field.name: hints[field.name] for field in fields(record)}


def _wanted(value: Any, kind: Any) -> str:
    """Return in words what ``kind`` accepts if ``value`` is not it, else an empty text."""
    if get_origin(kind) is UnionType:
        if any(not _wanted(value, option) for option in get_args(kind)):
            return ""
        return " or ".join(_word(option) for option in get_args(kind))
    if get_origin(kind) in (tuple, frozenset):
        return _wanted_members(value, get_origin(kind), get_args(kind)[0])
    if not isinstance(value, kind):
        return _word(kind)
    if kind is str and value and not value.strip():
        return "a text that is not blank"
    return ""


def _wanted_members(value: Any, container: Any, kind: Any) -> str:
    good = isinstance(value, container) and all(
        item != "" and not _wanted(item, kind) for item in value
    )
    return "" if good else f"a {container.__name__} of which each member is {_word(kind)}"


def _word(kind: Any) -> str:
    article = "an" if kind.__name__[0] in "AEIOU" else "a"
    return _WORDS.get(kind) or f"{article} {kind.__name__}"
