"""Replay a whole log: fitness, deviations by rule and month, deadlines missed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from ...model.process.text import Language, Text
from ...model.rule_set import RuleSet
from ...model.table.cache import table_for
from ...simulation.progress import NoProgress, ProgressReporter
from ..logs.log_store import LogCounts, LogRow, LogStore
from ..logs.mapping import NO_MAPPING, LogMapping
from .beliefs import Beliefs
from .case_state import CaseReplay
from .deviations import RECOVERY_TITLES, Deviation, DeviationKind
from .replay import Replayer

MOST_KEPT = 100_000
"""Most deviations that are kept one by one; counts are complete."""

Watch = Callable[[CaseReplay, list[LogRow]], None]


@dataclass
class Conformance:
    """How well a log fits the model.

    ``events`` are the rows judged (a row of the file that stands for several events counts each),
    ``misfits`` those that fit no rule. ``months`` has month, events, misfits; ``cases`` has case,
    events, misfits, missed; ``rules`` has rule, kind, modality, count, cases: deviations by the
    likeliest rule. ``deviations`` are at most ``MOST_KEPT``.
    """

    log: str
    rule_set: str
    first_day: date
    last_day: date
    counts: LogCounts
    notes: list[Text]
    events: int = 0
    misfits: int = 0
    from_entry: int = 0
    deviations: list[Deviation] = field(default_factory=list)
    months: pd.DataFrame = field(default_factory=pd.DataFrame)
    cases: pd.DataFrame = field(default_factory=pd.DataFrame)
    rules: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def fitness(self) -> float:
        """Share of events that fit, 0 to 1."""
        return 1 - self.misfits / self.events

    @property
    def mean_case_fitness(self) -> float:
        """Mean over cases of the share of a case's events that fit."""
        return float((1 - self.cases["misfits"] / self.cases["events"]).mean())

    @property
    def fitting_cases(self) -> int:
        """Number of cases in which every event fits."""
        return int((self.cases["misfits"] == 0).sum())

    def missed(self) -> pd.DataFrame:
        """Return how often each SHOULD deadline was missed: deadline, count, cases."""
        rows = self.rules[self.rules["kind"] == DeviationKind.missed.value]
        return rows[["deadline", "count", "cases"]].reset_index(drop=True)

    def deviation_rows(self, language: Language = "en") -> pd.DataFrame:
        """Return the deviations as a table, in order of case and day."""
        return pd.DataFrame(
            [
                (
                    d.case,
                    d.row,
                    d.day.isoformat(),
                    d.team,
                    d.event,
                    d.kind.value,
                    d.modality.value,
                    ", ".join(d.rules),
                    d.text[language],
                    RECOVERY_TITLES[d.recovery][language],
                )
                for d in self.deviations
            ],
            columns=[
                "case",
                "row",
                "date",
                "team",
                "event",
                "kind",
                "modality",
                "rules",
                "what",
                "recovery",
            ],
        )


class _Tally:
    """Counts while cases are replayed."""

    def __init__(self) -> None:
        self.month_events: Counter[int] = Counter()
        self.month_misfits: Counter[int] = Counter()
        self.cases: list[tuple[str, int, int, int]] = []
        self.rules: Counter[tuple[str, str, str, str]] = Counter()
        self.rule_cases: defaultdict[tuple[str, str, str, str], int] = defaultdict(int)

    def take(self, replay: CaseReplay, rows: list[LogRow]) -> None:
        for row, fits in zip(rows, replay.fits, strict=True):
            month = _month(row.day)
            self.month_events[month] += 1
            if not fits:
                self.month_misfits[month] += 1
        misfits = replay.fits.count(False)
        missed = sum(d.kind is DeviationKind.missed for d in replay.deviations)
        self.cases.append((replay.case, len(rows), misfits, missed))
        seen = Counter(_key(deviation) for deviation in replay.deviations)
        self.rules.update(seen)
        for key in seen:
            self.rule_cases[key] += 1

    def months(self) -> pd.DataFrame:
        numbers = range(min(self.month_events), max(self.month_events) + 1)
        rows = [
            (f"{m // 12}-{m % 12 + 1:02d}", self.month_events[m], self.month_misfits[m])
            for m in numbers
        ]
        return pd.DataFrame(rows, columns=["month", "events", "misfits"])

    def rule_rows(self) -> pd.DataFrame:
        rows = [(*key, count, self.rule_cases[key]) for key, count in self.rules.items()]
        columns = ["rule", "kind", "modality", "deadline", "count", "cases"]
        frame = pd.DataFrame(rows, columns=columns)
        order = ["count", "rule", "kind", "deadline"]
        return frame.sort_values(order, ascending=[False, True, True, True], ignore_index=True)


def _key(deviation: Deviation) -> tuple[str, str, str, str]:
    missed = deviation.kind is DeviationKind.missed
    name = deviation.event.partition(":")[2] if missed else ""
    return deviation.rules[0], deviation.kind.value, deviation.modality.value, name


_MONTHS: dict[int, int] = {}


def _month(day: int) -> int:
    found = _MONTHS.get(day)
    if found is None:
        at = date.fromordinal(day)
        found = _MONTHS[day] = at.year * 12 + at.month - 1
    return found


def replayer(store: LogStore, rule_set: RuleSet, mapping: LogMapping = NO_MAPPING) -> Replayer:
    """Return what replays the cases of a log.

    Raises:
        AnalysisError: if the log has no row that can be used.
    """
    _, last = store.days()
    beliefs = Beliefs(table_for(rule_set), mapping.acts_recorded, mapping.unrecorded)
    return Replayer(beliefs, rule_set, last, mapping.assumed)


def conform(
    store: LogStore,
    rule_set: RuleSet,
    mapping: LogMapping = NO_MAPPING,
    *,
    progress: ProgressReporter | None = None,
    watch: Watch | None = None,
) -> Conformance:
    """Replay every case of a log against the model.

    Args:
        store: the log, see ``open_log``.
        rule_set: the rule set to replay against.
        mapping: the same mapping that the log was read with.
        progress: takes note of events replayed.
        watch: is told of each case as it has been replayed.

    Raises:
        AnalysisError: if the log has no row that can be used.
    """
    first, last = store.days()
    replay, tally, report = replayer(store, rule_set, mapping), _Tally(), progress or NoProgress()
    found = Conformance(
        store.name,
        rule_set.name,
        date.fromordinal(first),
        date.fromordinal(last),
        store.counts,
        list(store.notes),
    )
    for one, rows in _replays(store, replay):
        tally.take(one, rows)
        found.events += len(rows)
        found.misfits += one.fits.count(False)
        found.from_entry += one.from_entry
        found.deviations += one.deviations[: max(0, MOST_KEPT - len(found.deviations))]
        if watch is not None:
            watch(one, rows)
        report.advance(len(rows))
    found.months, found.rules = tally.months(), tally.rule_rows()
    found.cases = pd.DataFrame(tally.cases, columns=["case", "events", "misfits", "missed"])
    return found


def _replays(store: LogStore, replay: Replayer) -> Iterator[tuple[CaseReplay, list[LogRow]]]:
    for case, rows in store.cases():
        yield replay.replay(case, rows), rows
