"""Read the YAML files of a rule set, and say of every fault in which file and line it stands.

Used by `registry` and `rule_set`. The files are read as YAML nodes, not as plain data: nodes
remember their lines, and a number that lost its quotes (15.10 would become 15.1) is noticed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .errors import RuleError
from .process.text import Text

__all__ = [
    "RULE_SET_FILE",
    "Fault",
    "RuleFile",
    "known_rule_sets",
    "line",
    "plain_scalar",
    "raise_faults",
    "rule_set_folder",
    "suggestion",
]

RULE_SET_FILE: Final = "rule_set.yaml"
"""The file of a rule set that holds validity and parameters; all others hold entries."""

_TAG: Final = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a rule file; ``line`` counts from 1."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        """Write as ``file:line: text``."""
        return f"{self.file}:{self.line}: {self.text}"


def raise_faults(what: str, faults: Sequence[Fault]) -> None:
    """Raise one error that lists all faults; do nothing if there are none.

    Raises:
        RuleError: if there is a fault.
    """
    if faults:
        listed = "\n  ".join(str(fault) for fault in sorted(faults))
        count = f"{len(faults)} fault{'s' if len(faults) > 1 else ''}"
        raise RuleError(f"{what} cannot be used, {count}:\n  {listed}")


def suggestion(name: str, known: Sequence[str]) -> str:
    """Return ``; did you mean 'x'?`` if a known name is close, else an empty text."""
    close = get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _rules_folder(folder: Path | None) -> Traversable:
    """Return the folder that holds the rule sets: ``folder``, or the one of the package."""
    return folder if folder is not None else resources.files(f"{__package__}.rules")


def known_rule_sets(folder: Path | None = None) -> tuple[str, ...]:
    """Return the names of all rule sets, sorted.

    Args:
        folder: a folder with one sub-folder for each rule set; default: those of koopsim.

    Raises:
        RuleError: if the folder cannot be read.
    """
    root = _rules_folder(folder)
    try:
        return tuple(sorted(d.name for d in root.iterdir() if d.joinpath(RULE_SET_FILE).is_file()))
    except OSError as error:
        raise RuleError(f"The folder of rule sets {root} cannot be read: {error}.") from error


def rule_set_folder(name: str, folder: Path | None = None) -> Traversable:
    """Return the folder of one rule set.

    Raises:
        RuleError: if there is no such rule set; the text names the known ones.
    """
    known = known_rule_sets(folder)
    if name not in known:
        names = ", ".join(known) or "none"
        raise RuleError(f"There is no rule set {name!r}; known: {names}{suggestion(name, known)}.")
    return _rules_folder(folder).joinpath(name)


class RuleFile:
    """One YAML file: its root node, and readers that note faults instead of raising.

    A reader returns None (or an empty value) where it noted a fault. ``root`` is None if the file
    holds no group of fields.
    """

    def __init__(self, path: Traversable, faults: list[Fault]) -> None:
        """Read a file; what is wrong with it is added to ``faults``."""
        self.name = path.name
        self._faults = faults
        self.root: MappingNode | None = None
        try:
            node = YAML(typ="safe", pure=True).compose(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            self.note(1, f"it cannot be read: {error}")
        except RecursionError:
            self.note(1, "it is nested too deeply")
        except YAMLError as error:
            self._note_syntax(error)
        else:
            if isinstance(node, MappingNode):
                self.root = node
            else:
                self.note(1, "this is no group of fields such as 'entries: …'")

    def note(self, where: Node | int, text: str) -> None:
        """Note a fault at a node or a line."""
        number = where if isinstance(where, int) else line(where)
        self._faults.append(Fault(self.name, number, text))

    def _note_syntax(self, error: YAMLError) -> None:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        reason = error.problem if isinstance(error, MarkedYAMLError) else None
        self.note(mark.line + 1 if mark else 1, f"this is no valid YAML: {reason or 'unreadable'}")

    def fields(
        self, node: Node, what: str, required: Sequence[str], optional: Sequence[str] = ()
    ) -> dict[str, Node]:
        """Return the fields of a group; note unknown, repeated and missing ones."""
        if not isinstance(node, MappingNode):
            self.note(node, f"{what}: this must be a group of fields ({', '.join(required)})")
            return {}
        known = (*required, *optional)
        found: dict[str, Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in found:
                self.note(key, f"{what}: {name!r} stands here a second time")
            elif name not in known:
                self.note(key, f"{what}: unknown field {name!r}{suggestion(name, known)}")
            else:
                found[name] = value
        for name in required:
            if name not in found:
                self.note(node, f"{what}: the field {name!r} is missing")
        return found

    def items(self, node: Node, what: str) -> list[Node]:
        """Return the elements of a list; note if it is none or empty."""
        if not isinstance(node, SequenceNode) or not node.value:
            self.note(node, f"{what}: this must be a list with at least one element")
            return []
        return list(node.value)

    def text(self, node: Node, what: str) -> str | None:
        """Return a text that is not blank."""
        if not isinstance(node, ScalarNode) or node.tag != f"{_TAG}str":
            shown = f" (write {node.value!r} in quotes)" if isinstance(node, ScalarNode) else ""
            self.note(node, f"{what}: this must be text{shown}")
            return None
        value = " ".join(str(node.value).split())
        if not value:
            self.note(node, f"{what}: the text is empty")
            return None
        return value

    def texts(self, node: Node, what: str) -> tuple[str, ...]:
        """Return a list of different texts; one text counts as a list of one."""
        nodes = [node] if isinstance(node, ScalarNode) else self.items(node, what)
        values: list[str] = []
        for element in nodes:
            value = self.text(element, what)
            if value is None:
                continue
            if value in values:
                self.note(element, f"{what}: {value!r} stands here a second time")
            else:
                values.append(value)
        return tuple(values)

    def bilingual(self, node: Node, what: str) -> Text | None:
        """Return a text in German and English."""
        languages = self.fields(node, what, ("de", "en"))
        values = [self.text(languages[x], f"{what}, {x}") for x in ("de", "en") if x in languages]
        if len(values) != 2 or values[0] is None or values[1] is None:
            return None
        return Text(values[0], values[1])

    def day(self, node: Node, what: str) -> date | None:
        """Return a day written as 2023-07-01 (with or without quotes)."""
        value = node.value if isinstance(node, ScalarNode) else None
        try:
            return date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
        except ValueError:
            self.note(node, f"{what}: {value!r} is no day; accepted is 2023-07-01, for example")
            return None

    def period(self, fields: dict[str, Node], what: str) -> tuple[date, date] | None:
        """Return ``valid_from`` and ``valid_to``; note if the first is the later one."""
        if "valid_from" not in fields or "valid_to" not in fields:
            return None
        first = self.day(fields["valid_from"], f"{what}, valid_from")
        last = self.day(fields["valid_to"], f"{what}, valid_to")
        if first is None or last is None:
            return None
        if first > last:
            self.note(fields["valid_to"], f"{what}: valid_to {last} lies before valid_from {first}")
            return None
        return first, last


def line(node: Node) -> int:
    """Return the line of a node, counted from 1."""
    mark = node.start_mark
    return 1 if mark is None else int(mark.line) + 1


def plain_scalar(node: Node) -> bool | int | str | None:
    """Return what a scalar means: true or false, an integer, else its text; None for a group."""
    if not isinstance(node, ScalarNode):
        return None
    text = str(node.value)
    if node.tag == f"{_TAG}bool":
        return text.lower() == "true"
    if node.tag == f"{_TAG}int" and text.lstrip("+-").isdecimal():
        return int(text)
    return text
