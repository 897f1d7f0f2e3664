"""Audit a log: draw the monthly sample per team and answer what the log can answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pandas as pd

from ...model.audit_questions import AUDIT_QUESTIONS
from ...model.process.step import Happening
from ...model.process.story import tell
from ...model.process.text import Language
from ...model.rule_set import RuleSet
from ...simulation.progress import ProgressReporter
from ..conformance.conform import Conformance, conform, replayer
from ..conformance.status import PlanStatus
from ..errors import AnalysisError
from ..intervals import Interval
from ..logs.log_store import LogStore
from ..logs.mapping import NO_MAPPING, LogMapping
from .rates import Stratum, stratified_interval, stratum_interval
from .sampling import MonthOfTeam, Sampler

IN_TIME = "updated_in_time_or_waiver_reasoned"
"""The question that a log can answer."""

SAMPLE_SIZE = 10
"""Cases per month and team, if nothing else is said."""


class Answer(StrEnum):
    """An answer to a question about a case."""

    yes = "yes"
    no = "no"
    not_applicable = "not_applicable"
    unknown = "unknown"
    open = ""


_ANSWERS = {
    PlanStatus.in_time: Answer.yes,
    PlanStatus.overdue: Answer.no,
    PlanStatus.unknown: Answer.unknown,
    PlanStatus.held: Answer.not_applicable,
    PlanStatus.no_plan: Answer.not_applicable,
}


@dataclass(frozen=True, slots=True)
class SampledRow:
    """A case in the sample: month, team, case, answers by question, rules broken in the month."""

    month: str
    team: str
    case: str
    answers: Mapping[str, Answer]
    findings: tuple[str, ...]

    @property
    def hit(self) -> bool:
        """Whether something is to be looked at: a question with no, or a rule that is broken."""
        return Answer.no in self.answers.values() or bool(self.findings)


@dataclass(frozen=True, slots=True)
class CaseStory:
    """A hit of the sample, told; ``history`` holds its steps and missed deadlines."""

    month: str
    team: str
    case: str
    history: tuple[Happening, ...]

    def tell(self, language: Language) -> str:
        """Return the story as dated prose."""
        return tell(self.history, language)


@dataclass
class Audit:
    """The audit of a log.

    ``strata`` has the months of each team, ``sample`` the cases drawn, ``stories`` the first hits.
    ``conformance`` is the replay from which the answers come.
    """

    conformance: Conformance
    seed: int
    size: int
    strata: dict[tuple[str, str], MonthOfTeam]
    sample: list[SampledRow]
    stories: list[CaseStory] = field(default_factory=list)

    @property
    def months(self) -> list[str]:
        """The months of the log in which a case was in care."""
        return sorted({month for month, _ in self.strata})

    @property
    def teams(self) -> list[str]:
        """The teams that the log names; one empty name if it names none."""
        return sorted({team for _, team in self.strata})

    def answered(self) -> list[str]:
        """Return the keys of the questions that at least one case has an answer to."""
        return [
            key
            for key in AUDIT_QUESTIONS
            if any(row.answers[key] in (Answer.yes, Answer.no) for row in self.sample)
        ]

    def share(self, question: str, month: str | None = None, team: str | None = None) -> Interval:
        """Return the share of yes among cases to which a question applies, from the sample.

        Args:
            question: key of one of the six questions.
            month: one month, such as 2024-01; all if None.
            team: one team; all if None.

        Raises:
            AnalysisError: if there is no such question, or no case in such a month and team.
        """
        if question not in AUDIT_QUESTIONS:
            known = ", ".join(AUDIT_QUESTIONS)
            raise AnalysisError(f"There is no question {question!r}; questions are {known}.")
        chosen = [
            self._stratum(question, key)
            for key in self.strata
            if month in (None, key[0]) and team in (None, key[1])
        ]
        if not chosen:
            raise AnalysisError(f"No case is in care in month {month} and team {team}.")
        return stratum_interval(chosen[0]) if len(chosen) == 1 else stratified_interval(chosen)

    def _stratum(self, question: str, key: tuple[str, str]) -> Stratum:
        rows = [row for row in self.sample if (row.month, row.team) == key]
        answers = [row.answers[question] for row in rows]
        yes, no = answers.count(Answer.yes), answers.count(Answer.no)
        # A question that people still have to answer was not asked of these cases.
        asked = len(rows) - answers.count(Answer.open)
        return Stratum(self.strata[key].cases, asked, yes + no, yes)

    def whole_log(self, month: str | None = None, team: str | None = None) -> tuple[int, int]:
        """Return (yes, applicable) of the question of timeliness over all cases, not the sample."""
        chosen = [
            stratum
            for key, stratum in self.strata.items()
            if month in (None, key[0]) and team in (None, key[1])
        ]
        yes = sum(stratum.statuses[PlanStatus.in_time] for stratum in chosen)
        return yes, yes + sum(stratum.statuses[PlanStatus.overdue] for stratum in chosen)

    def strata_rows(self) -> pd.DataFrame:
        """Return one row per month and team with the sample and the whole log.

        Columns: month, team, cases, sampled, applicable, yes, share, low, high (of the question of
        timeliness), all_applicable, all_yes, unknown (cases of which the log does not tell).
        """
        rows: list[tuple[Any, ...]] = []
        for key in sorted(self.strata):
            stratum, whole = self._stratum(IN_TIME, key), self.strata[key]
            found = stratum_interval(stratum)
            yes, applicable = self.whole_log(*key)
            numbers = (stratum.population, stratum.sampled, stratum.applicable, stratum.yes)
            limits = (found.mean, found.low, found.high)
            unknown = whole.statuses[PlanStatus.unknown]
            rows.append((*key, *numbers, *limits, applicable, yes, unknown))
        columns = ["month", "team", "cases", "sampled", "applicable", "yes", "share", "low", "high"]
        return pd.DataFrame(rows, columns=[*columns, "all_applicable", "all_yes", "unknown"])

    def sample_rows(self) -> pd.DataFrame:
        """Return the sample as the worksheet: a row per case, a column per question."""
        rows = [
            (row.month, row.team, row.case, *row.answers.values(), "; ".join(row.findings))
            for row in self.sample
        ]
        return pd.DataFrame(
            rows, columns=["month", "team", "case", *AUDIT_QUESTIONS, "findings"], dtype=str
        )

    @property
    def hits(self) -> list[SampledRow]:
        """The cases of the sample in which something is to be looked at."""
        return [row for row in self.sample if row.hit]


def audit(
    store: LogStore,
    rule_set: RuleSet,
    mapping: LogMapping = NO_MAPPING,
    *,
    size: int = SAMPLE_SIZE,
    seed: int = 1,
    stories: int = 10,
    progress: ProgressReporter | None = None,
) -> Audit:
    """Replay a log, draw ``size`` cases per month and team, and answer what the log can answer.

    Args:
        store: the log, see ``open_log``.
        rule_set: the rule set to replay against.
        mapping: the same mapping that the log was read with.
        size: cases per month and team, at least 1; all of them if there are fewer.
        seed: the same seed draws the same cases.
        stories: most hits that are told.
        progress: takes note of events replayed.

    Raises:
        AnalysisError: if the log has no row that can be used, or ``size`` is below 1.
    """
    if size < 1:
        raise AnalysisError(f"A sample of {size} cases is not accepted; give 1 or more.")
    sampler = Sampler(*store.days(), size, seed)
    conformance = conform(
        store, rule_set, mapping, progress=progress, watch=lambda one, _: sampler.take(one)
    )
    sample = [
        SampledRow(month, team, drawn.case, _answers(drawn.status), drawn.findings)
        for (month, team), stratum in sorted(sampler.strata.items())
        for drawn in stratum.sample
    ]
    found = Audit(conformance, seed, size, dict(sorted(sampler.strata.items())), sample)
    found.stories = _stories(found.hits[:stories], store, rule_set, mapping)
    return found


def _answers(status: PlanStatus) -> dict[str, Answer]:
    return {
        key: _ANSWERS[status] if question.answerable_from_log else Answer.open
        for key, question in AUDIT_QUESTIONS.items()
    }


def _stories(
    hits: Sequence[SampledRow], store: LogStore, rule_set: RuleSet, mapping: LogMapping
) -> list[CaseStory]:
    """Replay the cases that are hits once more, and tell them."""
    if not hits:
        return []
    replay = replayer(store, rule_set, mapping)
    told = {
        case: tuple(replay.replay(case, rows, tell=True).story)
        for case, rows in store.cases(sorted({row.case for row in hits}))
    }
    return [CaseStory(row.month, row.team, row.case, told[row.case]) for row in hits]
