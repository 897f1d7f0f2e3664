"""Behaviour in talks: who appears, what is agreed."""

from __future__ import annotations

from ..model.process.facts import FACT_BIT
from .contacts import update_is_wanted
from .day_order import Decision, Timer
from .office import Office
from .simulated_case import SimulatedCase

_REASON, _DEMANDED = FACT_BIT["important_reason"], FACT_BIT["conciliation_demanded"]
_REHABILITATION = FACT_BIT["rehabilitation_matter"]
_NO_CHANGE, _FURTHER = FACT_BIT["no_change_expected"], FACT_BIT["further_notice"]
_MUNICIPAL, _COMMUNITY = FACT_BIT["municipal_consent"], FACT_BIT["community_services"]
_CAPACITY, _VULNERABLE = FACT_BIT["integrated_to_capacity"], FACT_BIT["vulnerable"]
_IS_REHABILITATION = FACT_BIT["rehabilitation"]
_HALF = 1 << 63
WITH_PLAN = frozenset(
    {
        "trust",
        "plan_with_notice",
        "returning",
        "plan_before_need",
        "suspended_trust",
        "suspended_notice",
        "suspended_returning",
        "support_with_plan",
    }
)
MAY_DISAGREE = frozenset({"trust", "plan_with_notice", "returning", "moved_with_plan"})
TO_ANALYSE = frozenset({"analysis_outstanding", "suspended_before_analysis", "legacy_agreement"})
TO_PLAN = frozenset({"plan_outstanding", "legacy_analysed"})
CLARIFYING = frozenset({"once_clarifying", "notice_due"})


def hold_appointment(office: Office, case: SimulatedCase) -> bool:
    """Let the appointment of today take place or not; return whether the talk was held."""
    chances = office.tables.chances
    words = office.draw(case, Decision.ATTENDANCE)
    kind = office.leaves(case)[1]
    limit = {"first_sent": chances.no_show_first, "plain_sent": chances.no_show_follow_up}.get(
        kind, chances.no_show_with_notice
    )
    if words[0] < limit:
        office.act(case, "talk_missed", _REASON if words[1] < chances.excused else 0)
        return False
    office.act(case, "talk_held")
    _talk(office, case)
    clarifying = office.leaves(case)[1] in CLARIFYING
    further = clarifying and office.draw(case, Decision.TALK_END)[0] < chances.further_notice
    office.act(case, "talk_ended", _FURTHER if further else 0)
    return True


def _talk(office: Office, case: SimulatedCase) -> None:
    plan = office.leaves(case)[0]
    if plan in TO_ANALYSE:
        _analyse(office, case)
    elif plan in TO_PLAN:
        _seek_plan(office, case)
    elif plan == "not_agreed":
        _seek_again(office, case)
    elif plan == "moved_without_plan":
        office.act(case, "analysis_reviewed")
        _seek_plan(office, case)
    elif plan == "moved_with_plan":
        _update(office, case)
    elif plan == "waived":
        _review_waiver(office, case)
    elif plan == "support_without_plan":
        _seek_plan(office, case)
    elif plan in WITH_PLAN and update_is_wanted(case, office.today, office.tables.plain):
        _update(office, case)


def _analyse(office: Office, case: SimulatedCase) -> None:
    chances = office.tables.chances
    words = office.draw(case, Decision.ANALYSIS)
    if words[0] >= chances.analysis_at_first_talk:
        return
    consent = _MUNICIPAL if case.facts & _VULNERABLE and words[2] < _HALF else 0
    office.act(case, "analysis_completed", consent)
    if words[1] < chances.plan_at_analysis_talk and office.leaves(case)[0] in TO_PLAN:
        _seek_plan(office, case)


def _seek_plan(office: Office, case: SimulatedCase) -> None:
    if case.facts & _CAPACITY and office.possible(case, "waiver_granted"):
        office.act(case, "waiver_granted", _NO_CHANGE)
        return
    _agree_or_not(office, case, office.tables.chances.agreement)


def _seek_again(office: Office, case: SimulatedCase) -> None:
    _agree_or_not(office, case, office.tables.chances.agreement_after_failure)


def _agree_or_not(office: Office, case: SimulatedCase, agreement: int) -> None:
    words = office.draw(case, Decision.PLAN)
    if words[0] < agreement:
        office.act(case, "plan_agreed", _COMMUNITY if words[3] < _HALF >> 3 else 0)
    else:
        office.act(case, "creation_disagreement", _dispute(office, case, words))
        _after_dispute(office, case)


def _update(office: Office, case: SimulatedCase) -> None:
    chances = office.tables.chances
    words = office.draw(case, Decision.UPDATE)
    office.act(case, "analysis_reviewed")
    if case.facts & _CAPACITY and office.possible(case, "waiver_granted"):
        office.act(case, "waiver_granted", _NO_CHANGE)
    elif words[0] >= chances.update_agreement and office.leaves(case)[0] in MAY_DISAGREE:
        office.act(case, "update_disagreement", _dispute(office, case, words))
        _after_dispute(office, case)
    elif words[1] < chances.unchanged:
        office.act(case, "update_unchanged")
    else:
        office.act(case, "update_agreed")


def _dispute(office: Office, case: SimulatedCase, words: tuple[int, int, int, int]) -> int:
    demanded = _DEMANDED if words[2] < office.tables.chances.conciliation_demanded else 0
    matter = _REHABILITATION if case.facts & _IS_REHABILITATION and words[3] < _HALF else 0
    return demanded | matter


def _after_dispute(office: Office, case: SimulatedCase) -> None:
    if not office.leaves(case)[0].startswith("conciliation"):
        return
    words = office.draw(case, Decision.CONCILIATION)
    if words[0] < office.tables.chances.conciliation_agreement:
        days = office.tables.delays.conciliation.value(words[1])
        case.timers[Timer.CONCILIATION_AGREEMENT] = office.today + days


def _review_waiver(office: Office, case: SimulatedCase) -> None:
    if case.facts & _CAPACITY:
        office.act(case, "waiver_reviewed", _NO_CHANGE)
    else:
        office.act(case, "waiver_ends")
