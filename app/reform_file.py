"""A reform as a YAML file: which rule set it changes, and which parameters it sets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml.nodes import Node, SequenceNode

from ..model.errors import RuleError
from ..model.rule_files import Fault, RuleFile, plain_scalar, raise_faults
from ..model.rule_set import RuleSet, known_rule_sets, load_rule_set

_UNIT_OF_DAYS = "date"


def read_reform(path: Path, rule_set: str | None = None) -> RuleSet:
    """Read a reform and return the rule set as it changes it.

    The file has ``name`` and ``changes`` (new values by parameter), and may have ``base`` (the
    rule set that is changed) and ``title`` (de, en).

    Args:
        path: the file.
        rule_set: the rule set that the reform must change; default: its ``base``, else the newest.

    Raises:
        RuleError: if the file or the reform is wrong; all faults are listed, with lines.
    """
    what = f"The reform {path.name!r}"
    faults: list[Fault] = []
    file = RuleFile(path, faults)
    fields = (
        file.fields(file.root, "reform", ("name", "changes"), ("base", "title"))
        if file.root
        else {}
    )
    name = file.text(fields["name"], "name") if "name" in fields else None
    title = file.bilingual(fields["title"], "title") if "title" in fields else None
    base = plain_scalar(fields["base"]) if "base" in fields else None
    raise_faults(what, faults)
    law = load_rule_set(_base(path, base, rule_set))
    changes = _changes(file, fields["changes"], law)
    raise_faults(what, faults)
    return law.reform(name=str(name), title=title, **changes)


def _base(path: Path, written: object, asked: str | None) -> str:
    if written is None:
        return asked or known_rule_sets()[-1]
    if asked is not None and asked != str(written):
        raise RuleError(
            f"The reform {path.name!r} changes rule set {str(written)!r}, not {asked!r}; give "
            "either --rule-set or base"
        )
    return str(written)


def _changes(file: RuleFile, node: Node, law: RuleSet) -> dict[str, Any]:
    units = {parameter.name: parameter.unit for parameter in law.parameters}
    fields = file.fields(node, "changes", (), tuple(units))
    if not node.value:
        file.note(node, "changes: no parameter is changed")
    return {name: _value(file, name, units[name], value) for name, value in fields.items()}


def _value(file: RuleFile, name: str, unit: str, node: Node) -> object:
    if unit == _UNIT_OF_DAYS:
        return file.day(node, name)
    if isinstance(node, SequenceNode):
        return tuple(plain_scalar(element) for element in node.value)
    return plain_scalar(node)
