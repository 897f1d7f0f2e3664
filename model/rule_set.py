"""Dated rule sets: their period of validity, their parameters, and reforms of them.

A rule set is immutable. What if the law were different? `RuleSet.reform` returns a new rule set;
the original stays as it is.

>>> law = load_rule_set("2023-07-01")
>>> law.update_months
6
>>> draft = law.reform(name="quarterly", update_months=3)
>>> [str(change) for change in law.diff(draft)]
['update_months: 6 -> 3']
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ruamel.yaml.nodes import Node, SequenceNode

from .citation import parse_citation
from .errors import RuleError
from .process.text import Text
from .rule_files import (
    RULE_SET_FILE,
    Fault,
    RuleFile,
    known_rule_sets,
    plain_scalar,
    raise_faults,
    rule_set_folder,
    suggestion,
)
from .rule_parameter import UNITS, Origin, Parameter, Value, problem_of_value
from .vocabulary import Grade

__all__ = ["ParameterChange", "RuleSet", "known_rule_sets", "load_rule_set", "rule_set_on"]

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """A parameter in which two rule sets differ."""

    name: str
    title: Text
    before: Value
    after: Value

    def __str__(self) -> str:
        """Write as ``name: before -> after``."""
        return f"{self.name}: {self.before} -> {self.after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """A rule set with its parameters; make one with `load_rule_set`, `rule_set_on` or `reform`.

    ``valid_to`` is the last day of validity. ``margin_numbers`` are all Rz of the source, in
    order. ``base`` is the name of the rule set that a reform changes, empty for law that was in
    force. Parameters ending in months, weeks, days and percent are whole numbers of that unit;
    ``reduction_percent`` and ``reduction_months`` hold the first, second and each further breach
    of duty. Sources and grades: `parameter`.
    """

    name: str
    title: Text
    valid_from: date
    valid_to: date
    source: Text
    note: Text
    margin_numbers: tuple[str, ...] = field(repr=False)
    origins: tuple[Origin, ...] = field(repr=False)
    base: str = ""

    update_months: int
    waiver_review_months: int
    ground_review_months: int
    notice_review_months: int
    adherence_review_months: int
    conciliation: bool
    conciliation_weeks: int
    support_months: int
    support_months_coaching: int
    legacy_end: date
    first_invitation_with_notice: bool
    invitation_after_no_show_with_notice: bool
    prompt_first_talk_days: int
    prompt_analysis_days: int
    prompt_plan_days: int
    prompt_update_days: int
    reduction_layer: bool
    reduction_percent: tuple[int, ...]
    reduction_months: tuple[int, ...]
    appointment_reduction_percent: int
    appointment_reduction_months: int
    repeat_window_months: int
    determination_months: int
    counselling_weeks: int

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """All parameters with unit, source and grade, in the order of the rule file."""
        return tuple(Parameter(getattr(self, origin.name), origin) for origin in self.origins)

    def parameter(self, name: str) -> Parameter:
        """Return one parameter with unit, source and grade.

        Raises:
            RuleError: if there is no such parameter.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise RuleError(f"Rule set {self.name!r}: {self._unknown(name)}.")

    def reform(self, *, name: str, title: Text | None = None, **changes: object) -> RuleSet:
        """Return a new rule set in which some parameters have other values.

        Args:
            name: name of the reform, such as ``no-conciliation``.
            title: what readers see; made from the name if missing.
            changes: new values by parameter; a list of three numbers counts as a tuple.

        Raises:
            RuleError: if the name is no free slug, a parameter is unknown, or a value is not
                accepted; all faults are listed.
        """
        values = {key: tuple(v) if isinstance(v, list) else v for key, v in changes.items()}
        problems = [*self._problems_of_name(name), *self._problems_of_changes(values)]
        if problems:
            raise RuleError(f"The reform {name!r} cannot be made: {'; '.join(problems)}.")
        changed = Text(f"{self.title.de}, geändert: {name}", f"{self.title.en}, changed: {name}")
        checked: dict[str, Any] = values
        return replace(
            self, name=name, title=title or changed, base=self.base or self.name, **checked
        )

    def _problems_of_name(self, name: object) -> list[str]:
        if not isinstance(name, str) or len(name) > 64 or not _SLUG.fullmatch(name):
            return [f"{name!r} is no name; accepted are small letters, digits and hyphens"]
        taken = name == self.name or name in known_rule_sets()
        return [f"the name {name!r} is taken by a rule set"] if taken else []

    def _problems_of_changes(self, changes: dict[str, object]) -> list[str]:
        units = {origin.name: origin.unit for origin in self.origins}
        problems = [self._unknown(name) for name in changes if name not in units]
        for name, value in changes.items():
            if name in units and (problem := problem_of_value(units[name], value)):
                problems.append(f"{name}: {problem} ({units[name]})")
        return problems

    def _unknown(self, name: str) -> str:
        names = [origin.name for origin in self.origins]
        hint = suggestion(name, names) or f"; known: {', '.join(names)}"
        return f"unknown parameter {name!r}{hint}"

    def diff(self, other: RuleSet) -> tuple[ParameterChange, ...]:
        """Return the parameters in which ``other`` differs from this rule set."""
        return tuple(
            ParameterChange(p.name, p.title, p.value, value)
            for p in self.parameters
            if (value := getattr(other, p.name)) != p.value
        )

    @property
    def digest(self) -> str:
        """SHA-256 of name, base, validity and all parameter values (canonical JSON), in hex.

        Wording, sources and grades do not count: they change no result.
        """
        content = {
            "name": self.name,
            "base": self.base,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat(),
            "parameters": {p.name: _as_json(p.value) for p in self.parameters},
        }
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def _as_json(value: Value) -> bool | int | str | list[int]:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def load_rule_set(name: str, folder: Path | None = None) -> RuleSet:
    """Load a rule set by its name.

    Args:
        name: such as "2023-07-01".
        folder: a folder with one sub-folder for each rule set; default: those of koopsim.

    Raises:
        RuleError: if there is no such rule set, or its file is wrong (all faults, with lines).
    """
    return _load(name) if folder is None else _read(name, folder)


@lru_cache(maxsize=16)
def _load(name: str) -> RuleSet:
    return _read(name, None)


def rule_set_on(day: date) -> RuleSet:
    """Return the rule set that was in force on a day.

    Raises:
        RuleError: if none is known for that day; the text names the known periods.
    """
    wanted = day.date() if isinstance(day, datetime) else day
    rule_sets = [load_rule_set(name) for name in known_rule_sets()]
    for rule_set in rule_sets:
        if rule_set.valid_from <= wanted <= rule_set.valid_to:
            return rule_set
    known = ", ".join(f"{r.name} ({r.valid_from} to {r.valid_to})" for r in rule_sets)
    raise RuleError(f"No rule set is known for {wanted}; known: {known}.")


# -- reading the file ------------------------------------------------------------------------

_FIELDS: Final = (
    "name",
    "title",
    "valid_from",
    "valid_to",
    "source",
    "note",
    "margin_numbers",
    "parameters",
)
_ORIGIN: Final = ("value", "unit", "source", "grade", "title")


def _read(name: str, folder: Path | None) -> RuleSet:
    faults: list[Fault] = []
    file = RuleFile(rule_set_folder(name, folder).joinpath(RULE_SET_FILE), faults)
    fields = file.fields(file.root, "rule set", _FIELDS) if file.root else {}
    what = f"The rule set {name!r}"
    texts: dict[str, Text | None] = {
        key: file.bilingual(fields[key], key)
        for key in ("title", "source", "note")
        if key in fields
    }
    written = file.text(fields["name"], "name") if "name" in fields else None
    if written is not None and written != name:
        file.note(fields["name"], f"name: {written!r} differs from its folder {name!r}")
    period = file.period(fields, "rule set")
    numbers = _margin_numbers(file, fields["margin_numbers"]) if "margin_numbers" in fields else ()
    origins = _origins(file, fields["parameters"]) if "parameters" in fields else ()
    raise_faults(what, faults)
    assert period is not None  # a missing or wrong period is a fault, raised above
    values: dict[str, Any] = dict(texts)
    values.update({origin.name: origin.enacted for origin in origins})
    return RuleSet(
        name=name,
        valid_from=period[0],
        valid_to=period[1],
        margin_numbers=numbers,
        origins=origins,
        **values,
    )


def _margin_numbers(file: RuleFile, node: Node) -> tuple[str, ...]:
    """Read ``{first: "15.1", last: "15.77"}`` as the 77 numbers from first to last."""
    what = "margin_numbers"
    fields = file.fields(node, what, ("first", "last"))
    ends = [file.text(fields[key], what) for key in ("first", "last") if key in fields]
    pairs = [text.split(".") for text in ends if text is not None]
    if len(pairs) != 2:
        return ()
    first, last = pairs
    numeric = all(len(pair) == 2 and all(part.isdecimal() for part in pair) for pair in pairs)
    if not numeric or first[0] != last[0] or int(first[1]) > int(last[1]):
        file.note(node, f"{what}: first and last must be like '15.1' and '15.77'")
        return ()
    return tuple(f"{first[0]}.{number}" for number in range(int(first[1]), int(last[1]) + 1))


def _parameter_names() -> tuple[str, ...]:
    fields = list(RuleSet.__dataclass_fields__)
    return tuple(fields[fields.index("base") + 1 :])


def _origins(file: RuleFile, node: Node) -> tuple[Origin, ...]:
    fields = file.fields(node, "parameters", _parameter_names())
    read = [_origin(file, name, value) for name, value in fields.items()]
    return tuple(origin for origin in read if origin is not None)


def _origin(file: RuleFile, name: str, node: Node) -> Origin | None:
    fields = file.fields(node, name, _ORIGIN, ("range", "note"))
    if not set(_ORIGIN) <= fields.keys():
        return None
    title = file.bilingual(fields["title"], f"{name}, title")
    note = file.bilingual(fields["note"], f"{name}, note") if "note" in fields else None
    source = _sources(file, name, fields["source"])
    grade = _one_of(file, fields["grade"], f"{name}, grade", tuple(Grade))
    unit = _one_of(file, fields["unit"], f"{name}, unit", UNITS)
    if title is None or grade is None or unit is None:
        return None
    value = _value(file, name, unit, fields["value"])
    span = _range(file, name, Grade(grade), fields, node)
    if value is None:
        return None
    if span is not None and type(value) is int and not span[0] <= value <= span[1]:
        file.note(fields["range"], f"{name}: the value {value} lies outside its range")
    return Origin(
        name=name,
        title=title,
        enacted=value,
        unit=unit,
        source=source,
        grade=Grade(grade),
        range=span,
        note=note,
    )


def _one_of(file: RuleFile, node: Node, what: str, known: tuple[str, ...]) -> str | None:
    text = file.text(node, what)
    if text is None or text in known:
        return text
    names = ", ".join(str(name) for name in known)
    file.note(node, f"{what}: unknown {text!r}; known: {names}{suggestion(text, known)}")
    return None


def _sources(file: RuleFile, name: str, node: Node) -> tuple[str, ...]:
    texts = file.texts(node, f"{name}, source")
    for text in texts:
        try:
            parse_citation(text)
        except RuleError as error:
            file.note(node, f"{name}, source: {error}")
    return texts


def _value(file: RuleFile, name: str, unit: str, node: Node) -> Value | None:
    value: Any
    if isinstance(node, SequenceNode):
        value = tuple(plain_scalar(element) for element in node.value)
    elif unit == "date":
        value = file.day(node, name)
        return value if isinstance(value, date) else None
    else:
        value = plain_scalar(node)
    if problem := problem_of_value(unit, value):
        file.note(node, f"{name}: {problem} ({unit})")
        return None
    checked: Value = value
    return checked


def _range(
    file: RuleFile, name: str, grade: Grade, fields: dict[str, Node], node: Node
) -> tuple[int, int] | None:
    """Read the range of an assumption; other grades have none."""
    if "range" not in fields:
        if grade is Grade.ASSUMPTION:
            file.note(node, f"{name}: an assumption needs a range such as [14, 56]")
        return None
    ends = [plain_scalar(element) for element in file.items(fields["range"], f"{name}, range")]
    low, high = ends if len(ends) == 2 else (None, None)
    if type(low) is not int or type(high) is not int or low > high:
        file.note(fields["range"], f"{name}: the range must be two whole numbers, the lower first")
        return None
    return low, high
