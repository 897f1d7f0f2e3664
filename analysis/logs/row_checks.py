"""Check the rows of a log one by one: each is used, or reported, and sometimes both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ...model.process.acts import ACT_KINDS, Act
from ...model.process.facts import FACT_BIT
from ...model.process.states import LEAVES, REGION_NAMES
from ...model.rule_set import RuleSet
from ..errors import AnalysisError
from .act_texts import NONE, parse_acts, write_acts
from .columns import OUTSIDE_FACTS, TRUTH
from .mapping import MODEL_EVENTS, LogMapping, event_table
from .problems import PROBLEMS, ProblemKind

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.ASCII)
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ ,T].*)?", re.ASCII)
_MOST_REMEMBERED = 100_000
_LONGEST_SHOWN = 80
EVENT_NUMBER = {name: number for number, name in enumerate(MODEL_EVENTS)}
_MINOR, _YOUNG = FACT_BIT["minor"], FACT_BIT["under_25"]


class StoredRow(NamedTuple):
    """A row that is used, one for each event that it stands for.

    ``day`` is an ordinal, ``event`` indexes ``MODEL_EVENTS``, ``outside`` is the event and the day,
    with its time if it has one, as they are written: what tells a row from one that repeats it.
    ``acts`` is empty if they are not known. ``known`` are the facts that the row states, ``truth``
    those that it states to be true (bits as in ``FACT_BIT``).
    """

    case: str
    day: int
    row: int
    part: int
    event: int
    outside: str
    team: str
    acts: str
    before: str
    known: int
    truth: int


class RowProblem(NamedTuple):
    """A problem: number of the row (the header is row 1), kind, column, and the text there."""

    row: int
    kind: str
    column: str
    value: str


@dataclass(frozen=True)
class Columns:
    """Where each column stands; ``facts`` pairs positions with names; ``count`` counts all."""

    places: dict[str, int]
    facts: tuple[tuple[int, str], ...]
    count: int


class RowChecker:
    """Checks rows of a log with given columns under a rule set."""

    def __init__(self, columns: Columns, mapping: LogMapping, rule_set: RuleSet) -> None:
        self.columns = columns
        self._events = event_table(mapping)
        self._recorded = mapping.acts_recorded
        self._first = rule_set.valid_from.toordinal()
        self._last = (rule_set.valid_to or date.max).toordinal()
        self._days: dict[str, int | ProblemKind] = {}
        self._acts: dict[str, str | None] = {}
        self.stored: list[StoredRow] = []
        self.problems: list[RowProblem] = []

    def check(self, number: int, cells: Sequence[str]) -> bool:
        """Take a row in; tell whether it is used. What is wrong with it goes to ``problems``."""
        wanted, given = self.columns.count, len(cells)
        if given != wanted:
            kind = ProblemKind.too_many_cells if given > wanted else ProblemKind.too_few_cells
            self._note(number, kind, "", f"{given} ({wanted})")
            return False
        places = self.columns.places
        case = cells[places["case"]].strip()
        day = self._day(number, cells[places["date"]].strip())
        events = self._meant(number, cells[places["event"]].strip())
        if not case:
            self._note(number, ProblemKind.missing_case, "case", "")
        if not case or day is None or events is None:
            return False
        self._keep(number, cells, case, day, events)
        return True

    def _keep(
        self, number: int, cells: Sequence[str], case: str, day: int, events: tuple[str, ...]
    ) -> None:
        known, truth = self._facts(number, cells)
        acts = self._acts_of(number, self._cell(cells, "acts"))
        before = self._configuration(number, self._cell(cells, "before"))
        outside = f"{self._cell(cells, 'event')} {self._cell(cells, 'date')}"
        team = self._cell(cells, "team")
        for part, event in enumerate(events):
            # Where a row stands for several events, nobody knows which of them made the acts.
            self.stored.append(
                StoredRow(
                    case,
                    day,
                    number,
                    part,
                    EVENT_NUMBER[event],
                    outside,
                    team,
                    acts if len(events) == 1 else "",
                    before if part == 0 else "",
                    known,
                    truth,
                )
            )

    def _cell(self, cells: Sequence[str], column: str) -> str:
        place = self.columns.places.get(column)
        return "" if place is None else cells[place].strip()

    def note(self, number: int, kind: ProblemKind, value: str = "") -> None:
        """Report a problem that the reader of the file has found."""
        self._note(number, kind, "", value)

    def _note(self, number: int, kind: ProblemKind, column: str, value: str) -> None:
        self.problems.append(RowProblem(number, kind.value, column, value[:_LONGEST_SHOWN]))

    def _day(self, number: int, text: str) -> int | None:
        found = self._days.get(text)
        if found is None:
            found = self._read_day(text)
            if len(self._days) < _MOST_REMEMBERED:
                self._days[text] = found
        if isinstance(found, ProblemKind):
            self._note(number, found, "date", text)
            return None
        return found

    def _read_day(self, text: str) -> int | ProblemKind:
        if not text:
            return ProblemKind.missing_date
        iso, german = _ISO.fullmatch(text), _GERMAN.fullmatch(text)
        if iso:
            year, month, day = (int(part) for part in iso.groups())
        elif german:
            day, month, year = (int(part) for part in german.groups())
        else:
            return ProblemKind.bad_date
        try:
            ordinal = date(year, month, day).toordinal()
        except ValueError:
            return ProblemKind.impossible_date
        inside = self._first <= ordinal <= self._last
        return ordinal if inside else ProblemKind.outside_rule_set

    def _meant(self, number: int, text: str) -> tuple[str, ...] | None:
        if not text:
            self._note(number, ProblemKind.missing_event, "event", "")
            return None
        events = self._events.get(text.lower())
        if events is None:
            self._note(number, ProblemKind.unknown_event, "event", text)
        elif not events:
            self._note(number, ProblemKind.left_out_by_mapping, "event", text)
        return events or None

    def _facts(self, number: int, cells: Sequence[str]) -> tuple[int, int]:
        known = truth = 0
        for place, name in self.columns.facts:
            text = cells[place].strip().lower()
            if not text:
                continue
            value = TRUTH.get(text)
            if value is None:
                self._note(number, ProblemKind.bad_truth, name, cells[place])
                continue
            known |= FACT_BIT[name]
            truth |= FACT_BIT[name] if value else 0
        if truth & _MINOR and known & _YOUNG and not truth & _YOUNG:
            self._note(number, ProblemKind.contradiction, "minor", "")
            ages = _MINOR | _YOUNG
            known, truth = known & ~ages, truth & ~ages
        return known, truth

    def _acts_of(self, number: int, text: str) -> str:
        if not text:
            return ""
        if text not in self._acts:
            if len(self._acts) >= _MOST_REMEMBERED:
                self._acts.clear()
            self._acts[text] = recorded_acts(text, self._recorded)
        found = self._acts[text]
        if found is None:
            self._note(number, ProblemKind.bad_acts, "acts", text)
            return ""
        return found

    def _configuration(self, number: int, text: str) -> str:
        if not text:
            return ""
        leaves = tuple(text.split("|"))
        regions = tuple(LEAVES[leaf].region if leaf in LEAVES else "" for leaf in leaves)
        if regions != REGION_NAMES:
            self._note(number, ProblemKind.bad_configuration, "before", text)
            return ""
        return text


def recorded_acts(text: str, recorded: frozenset[str]) -> str | None:
    """Return a cell of acts in its standard form, those of some kinds only; None if unreadable."""
    try:
        acts: tuple[Act, ...] = parse_acts(text)
    except AnalysisError:
        return None
    if len(recorded) == len(ACT_KINDS):
        return write_acts(acts) if acts else NONE
    return write_acts(tuple(act for act in acts if act.kind in recorded))


def is_used(kind: str) -> bool:
    """Tell whether a row with a problem of this kind is used all the same."""
    return PROBLEMS[ProblemKind(kind)].row_used


FACT_COLUMNS = frozenset(OUTSIDE_FACTS)
"""Columns that state a fact."""
