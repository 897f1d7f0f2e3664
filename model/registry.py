"""The rule registry: one entry for each margin number (Rz) of a rule set, without gap or double.

>>> registry = load_registry("2023-07-01")
>>> len(registry)
77
>>> entry = registry["15.65"]
>>> entry.title.en, [str(m) for m in entry.modality]
('At the latest every six months', ['SHOULD'])
>>> [e.rz for e in registry.realising("deadline:update_due")]
['15.29', '15.65']
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from ruamel.yaml.nodes import Node

from .citation import is_rz, parse_citation
from .errors import RuleError
from .process.text import Text
from .rule_files import (
    RULE_SET_FILE,
    Fault,
    RuleFile,
    line,
    raise_faults,
    rule_set_folder,
    suggestion,
)
from .rule_set import RuleSet, load_rule_set
from .vocabulary import Form, Modality

__all__ = ["ELEMENT_KINDS", "RuleEntry", "RuleRegistry", "load_registry"]

ELEMENT_KINDS: Final = (
    "event",
    "state",
    "act",
    "deadline",
    "record",
    "fact",
    "property",
    "effort",
    "audit",
)
"""Kinds of elements that can realise a rule; an element id is ``kind:name``."""

_ELEMENT: Final = re.compile(
    rf"(?:{'|'.join(ELEMENT_KINDS)}):[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*", re.ASCII
)
_STRENGTH: Final = (Modality.MUST, Modality.SHOULD, Modality.MAY, Modality.INFO)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEntry:
    """A rule: how binding it is, what it means in plain words, and what realises it.

    ``modality`` has more than one member where parts of a rule differ. ``statute`` are the
    statutes behind the rule. ``realised_by`` are element ids such as "deadline:update_due"; an
    INFO rule has a ``reason`` instead (and at most audit questions). ``note`` tells where source
    and statute, or source and model, differ. ``file`` and ``line`` say where the entry stands.
    """

    rz: str
    title: Text
    modality: tuple[Modality, ...]
    form: tuple[Form, ...]
    statement: Text
    statute: tuple[str, ...]
    valid_from: date
    valid_to: date
    realised_by: tuple[str, ...]
    reason: Text | None
    note: Text | None
    chapter: str
    file: str
    line: int

    @property
    def strictest(self) -> Modality:
        """The most binding part: MUST before SHOULD before MAY before INFO."""
        return next(modality for modality in _STRENGTH if modality in self.modality)

    @property
    def is_information(self) -> bool:
        """True if the rule only informs: nothing of the process realises it."""
        return self.modality == (Modality.INFO,)

    def elements(self, kind: str) -> tuple[str, ...]:
        """Return the element ids of one kind, such as all of "property"."""
        return tuple(element for element in self.realised_by if element.startswith(f"{kind}:"))


@dataclass(frozen=True, slots=True, eq=False)
class RuleRegistry(Mapping[str, RuleEntry]):
    """All entries of a rule set, by margin number, in the order of the source."""

    name: str
    entries: tuple[RuleEntry, ...] = field(repr=False)
    _index: dict[str, RuleEntry] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Build the index."""
        object.__setattr__(self, "_index", {entry.rz: entry for entry in self.entries})

    def __getitem__(self, rz: str) -> RuleEntry:
        """Return an entry; a plain KeyError if there is none (see `entry`)."""
        return self._index[rz]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the margin numbers in order."""
        return iter(self._index)

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._index)

    def entry(self, rz: str) -> RuleEntry:
        """Return an entry; "Rz 15.8" is accepted, too.

        Raises:
            RuleError: if there is no such margin number, with what is known.
        """
        number = str(parse_citation(rz))
        if number not in self._index:
            first, last = self.entries[0].rz, self.entries[-1].rz
            known = f"known are {first} to {last}"
            raise RuleError(f"Rule set {self.name!r} has no Rz {number}; {known}.")
        return self._index[number]

    def of_modality(self, modality: Modality) -> tuple[RuleEntry, ...]:
        """Return the entries that have a part of this modality."""
        return tuple(entry for entry in self.entries if modality in entry.modality)

    def realising(self, element: str) -> tuple[RuleEntry, ...]:
        """Return the entries that an element realises."""
        return tuple(entry for entry in self.entries if element in entry.realised_by)

    def count_by_modality(self) -> dict[Modality, int]:
        """Return how many rules have each modality as their strictest, MUST first."""
        counts = Counter(entry.strictest for entry in self.entries)
        return {modality: counts[modality] for modality in _STRENGTH}

    @property
    def elements(self) -> frozenset[str]:
        """All element ids that the entries name."""
        return frozenset(element for entry in self.entries for element in entry.realised_by)


def load_registry(rule_set_name: str, folder: Path | None = None) -> RuleRegistry:
    """Load and check the registry of a rule set.

    Args:
        rule_set_name: such as "2023-07-01".
        folder: a folder with one sub-folder for each rule set; default: those of koopsim.

    Raises:
        RuleError: if there is no such rule set, or its files are wrong (all faults, with lines).
    """
    return _load(rule_set_name) if folder is None else _read(rule_set_name, folder)


@lru_cache(maxsize=16)
def _load(name: str) -> RuleRegistry:
    return _read(name, None)


# -- reading the files -----------------------------------------------------------------------

_REQUIRED: Final = ("rz", "title", "modality", "form", "statement", "valid_from", "valid_to")
_OPTIONAL: Final = ("statute", "realised_by", "reason", "note")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the entry of an Rz stands."""

    file: str
    line: int
    rz: str


def _read(name: str, folder: Path | None) -> RuleRegistry:
    rule_set = load_rule_set(name, folder)
    faults: list[Fault] = []
    read: list[RuleEntry] = []
    seen: dict[str, _Place] = {}
    root = rule_set_folder(name, folder)
    files = (f for f in root.iterdir() if f.name.endswith(".yaml") and f.name != RULE_SET_FILE)
    for path in sorted(files, key=lambda f: f.name):
        read.extend(_Reader(RuleFile(path, faults), rule_set, seen).entries())
    faults.extend(_missing(rule_set, seen))
    raise_faults(f"The rule registry {name!r}", faults)
    position = {rz: i for i, rz in enumerate(rule_set.margin_numbers)}
    return RuleRegistry(name, tuple(sorted(read, key=lambda entry: position[entry.rz])))


def _missing(rule_set: RuleSet, seen: Mapping[str, _Place]) -> Iterable[Fault]:
    """Report each margin number without an entry, at the place after which it belongs."""
    place = _Place(RULE_SET_FILE, 1, "")
    for rz in rule_set.margin_numbers:
        if rz in seen:
            place = seen[rz]
        else:
            after = f" (it belongs after {place.rz})" if place.rz else ""
            yield Fault(place.file, place.line, f"Rz {rz} is missing{after}")


class _Reader:
    """Reads the entries of one file and notes what is wrong.

    ``seen`` maps each Rz met so far, in any file, to its place.
    """

    def __init__(self, file: RuleFile, rule_set: RuleSet, seen: dict[str, _Place]) -> None:
        self._file = file
        self._rule_set = rule_set
        self._seen = seen

    def entries(self) -> list[RuleEntry]:
        """Return the entries that could be read."""
        if self._file.root is None:
            return []
        fields = self._file.fields(self._file.root, "chapter", ("chapter", "title", "entries"))
        chapter = self._file.text(fields["chapter"], "chapter") if "chapter" in fields else None
        if "title" in fields:
            self._file.bilingual(fields["title"], "title of the chapter")
        nodes = self._file.items(fields["entries"], "entries") if "entries" in fields else []
        read = [self._entry(node, chapter or "") for node in nodes]
        return [entry for entry in read if entry is not None]

    def _entry(self, node: Node, chapter: str) -> RuleEntry | None:
        fields = self._file.fields(node, "entry", _REQUIRED, _OPTIONAL)
        rz = self._margin_number(fields["rz"]) if "rz" in fields else None
        what = f"Rz {rz}" if rz else "entry"
        texts = {
            key: self._file.bilingual(fields[key], f"{what}, {key}")
            for key in ("title", "statement", "reason", "note")
            if key in fields
        }
        modality = self._members(fields, "modality", what, tuple(Modality))
        form = self._members(fields, "form", what, tuple(Form))
        statute = self._statute(fields, what)
        realised_by = self._elements(fields, what)
        period = self._period(fields, what)
        self._check_information(node, fields, what, modality, form, realised_by)
        title, statement = texts.get("title"), texts.get("statement")
        if rz is None or title is None or statement is None or period is None:
            return None
        return RuleEntry(
            rz=rz,
            title=title,
            statement=statement,
            statute=statute,
            realised_by=realised_by,
            modality=tuple(Modality(m) for m in modality),
            form=tuple(Form(f) for f in form),
            valid_from=period[0],
            valid_to=period[1],
            reason=texts.get("reason"),
            note=texts.get("note"),
            chapter=chapter,
            file=self._file.name,
            line=line(node),
        )

    def _margin_number(self, node: Node) -> str | None:
        rz = self._file.text(node, "rz")
        if rz is None:
            return None
        numbers = self._rule_set.margin_numbers
        if not is_rz(rz) or rz not in numbers:
            known = f"{numbers[0]} to {numbers[-1]}"
            self._file.note(node, f"unknown Rz {rz!r}; rule set {self._rule_set.name} has {known}")
            return None
        if rz in self._seen:
            first = f"{self._seen[rz].file}:{self._seen[rz].line}"
            self._file.note(node, f"Rz {rz} stands here a second time; first: {first}")
        else:
            self._seen[rz] = _Place(self._file.name, line(node), rz)
        return rz

    def _members(
        self, fields: dict[str, Node], key: str, what: str, known: tuple[str, ...]
    ) -> tuple[str, ...]:
        if key not in fields:
            return ()
        texts = self._file.texts(fields[key], f"{what}, {key}")
        for text in texts:
            if text not in known:
                names = ", ".join(str(name) for name in known)
                self._file.note(fields[key], f"{what}: unknown {key} {text!r}; known: {names}")
        return tuple(text for text in texts if text in known)

    def _statute(self, fields: dict[str, Node], what: str) -> tuple[str, ...]:
        if "statute" not in fields:
            return ()
        texts = self._file.texts(fields["statute"], f"{what}, statute")
        for text in texts:
            try:
                citation = parse_citation(text)
            except RuleError as error:
                self._file.note(fields["statute"], f"{what}, statute: {error}")
            else:
                if citation.is_rz:
                    self._file.note(fields["statute"], f"{what}, statute: {text!r} is no statute")
        return texts

    def _elements(self, fields: dict[str, Node], what: str) -> tuple[str, ...]:
        if "realised_by" not in fields:
            return ()
        texts = self._file.texts(fields["realised_by"], f"{what}, realised_by")
        for text in texts:
            if not _ELEMENT.fullmatch(text):
                close = suggestion(text.partition(":")[0], ELEMENT_KINDS)
                accepted = f"kind:name with a kind out of {', '.join(ELEMENT_KINDS)}"
                self._file.note(
                    fields["realised_by"],
                    f"{what}: {text!r} is no element id; accepted is {accepted}{close}",
                )
        return texts

    def _period(self, fields: dict[str, Node], what: str) -> tuple[date, date] | None:
        period = self._file.period(fields, what)
        law = self._rule_set
        if period and not (law.valid_from <= period[0] and period[1] <= law.valid_to):
            allowed = f"the rule set's validity {law.valid_from} to {law.valid_to}"
            self._file.note(
                fields["valid_from"], f"{what}: {period[0]} to {period[1]} lies outside {allowed}"
            )
        return period

    def _check_information(
        self,
        node: Node,
        fields: dict[str, Node],
        what: str,
        modality: tuple[str, ...],
        form: tuple[str, ...],
        realised_by: tuple[str, ...],
    ) -> None:
        """INFO has a reason and at most audit questions; every other rule is realised."""
        information = Modality.INFO in modality
        for fault, text in (
            (information and len(modality) > 1, "INFO cannot stand beside another modality"),
            (information and "reason" not in fields, "INFO needs a reason (de and en)"),
            (
                information != (Form.REASON in form) and bool(form) and bool(modality),
                "the form 'reason' belongs to INFO, and to INFO only",
            ),
            (
                information and any(not e.startswith("audit:") for e in realised_by),
                "INFO can be realised by audit questions only",
            ),
            (
                not information and bool(modality) and not realised_by,
                "realised_by is missing: nothing of the model realises the rule",
            ),
            (not information and "reason" in fields, "a reason belongs to INFO only"),
        ):
            if fault:
                self._file.note(node, f"{what}: {text}")
