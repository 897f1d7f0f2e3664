"""Which record goes with which event, what a step makes of it, and which records are current."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import EventRefused
from ..vocabulary import Modality
from .acts import Act
from .deadlines import DEADLINE_INDEX, DEADLINES
from .problem import Problem
from .record_problems import analysis_problems, plan_problems, talk_problems
from .records import CooperationPlan, PotentialAnalysis, Record, TalkRecord
from .states import Configuration
from .step import Step

EXPECTED: Mapping[str, type] = {
    "talk_held": TalkRecord,
    "analysis_completed": PotentialAnalysis,
    "analysis_reviewed": PotentialAnalysis,
    "plan_agreed": CooperationPlan,
    "update_agreed": CooperationPlan,
    "conciliation_agreed": CooperationPlan,
}
"""The events that a record can go with, and its class."""

_WITH_PLAN = DEADLINES[DEADLINE_INDEX["update_due"]].active_in


def refuse_wrong_record(event: str, record: object) -> None:
    """Do nothing if ``record`` is None or fits ``event``.

    Raises:
        EventRefused: naming what would be accepted.
    """
    if record is None:
        return
    expected = EXPECTED.get(event)
    given = type(record).__name__
    if expected is None:
        raise EventRefused(f"{event} takes no record, but got a {given}; see {', '.join(EXPECTED)}")
    if not isinstance(record, expected):
        raise EventRefused(f"{event} takes a {expected.__name__} as its record, not a {given}")


def implied_situation(
    event: str, record: Record | None, situation: Mapping[str, bool]
) -> dict[str, bool]:
    """Return the situation facts of a step with what its record implies.

    A plan with services for the benefit community makes ``community_services`` true (Rz 15.44).

    Raises:
        EventRefused: if the situation facts given deny what the record says.
    """
    facts = dict(situation)
    if isinstance(record, CooperationPlan):
        held = bool(record.community_services)
        if facts.setdefault("community_services", held) != held:
            raise EventRefused(
                f"{event}: the situation fact community_services and the record contradict each "
                "other (Rz 15.44)"
            )
    return facts


@dataclass(frozen=True, slots=True)
class CaseRecords:
    """The current records of a case.

    ``plan`` is None while no plan is in force, or if the content of the version in force is not
    known. ``participation_plan`` tells that a participation plan has been concluded (Rz 15.41).
    """

    analysis: PotentialAnalysis | None = None
    plan: CooperationPlan | None = None
    participation_plan: bool = False

    def findings(
        self,
        event: str,
        record: Record | None,
        facts: Mapping[str, bool],
        before: Configuration,
        acts: Sequence[Act],
    ) -> tuple[Problem, ...]:
        """Return the SHOULD breaches of the record that goes with a step.

        Args:
            event: the event of the step.
            record: its record, None if there is none.
            facts: all facts of the step.
            before: the configuration before the step.
            acts: the acts of the step.

        Raises:
            EventRefused: if the record breaks a MUST; the text names problems and rules.
        """
        problems = self._problems(record, facts, before, acts)
        grave = [p.label() for p in problems if p.modality is Modality.MUST]
        if grave:
            raise EventRefused(f"{event} is refused: {'; '.join(grave)}")
        return problems

    def _problems(
        self,
        record: Record | None,
        facts: Mapping[str, bool],
        before: Configuration,
        acts: Sequence[Act],
    ) -> tuple[Problem, ...]:
        if isinstance(record, CooperationPlan):
            return plan_problems(
                record,
                self.analysis,
                need_established=facts["need_established"],
                participation_plan=self.participation_plan,
            )
        if isinstance(record, PotentialAnalysis):
            known = facts["facts_established"] and not facts["signs_of_change"]
            return analysis_problems(record, facts_known=known)
        if isinstance(record, TalkRecord):
            first = any(act.kind == "talk" and act.get("kind") == "first" for act in acts)
            return talk_problems(record, first=first, after_no_show="once_sent" in before)
        return ()

    def after(self, step: Step) -> CaseRecords:
        """Return the current records after a step.

        A plan version or an analysis without a record replaces the old one, too: its content is
        not known then.
        """
        analysis, plan = self.analysis, self.plan
        kinds = {act.kind for act in step.acts}
        if "analysis" in kinds or isinstance(step.record, PotentialAnalysis):
            analysis = step.record if isinstance(step.record, PotentialAnalysis) else None
        if "plan_issued" in kinds:
            plan = step.record if isinstance(step.record, CooperationPlan) else None
        if _WITH_PLAN.isdisjoint(step.after):
            plan = None
        concluded = self.participation_plan or "participation_plan_recorded" in kinds
        return CaseRecords(analysis, plan, concluded)
