"""Behaviour in talks: who appears, what is agreed (see ``talks``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...model.process.facts import FACT_BIT
from ..day_order import Decision, Timer
from .acting import act, happen
from .clocking import set_timer
from .codes import Sent, Trait
from .contacting import update_is_wanted
from .drawing import delay, draw, happens
from .kernel_cache import kernel
from .stepping import has_trait, possible

REASON = np.int64(FACT_BIT["important_reason"])
_DEMANDED = FACT_BIT["conciliation_demanded"]
_REHABILITATION = FACT_BIT["rehabilitation_matter"]
_NO_CHANGE, _FURTHER = np.int64(FACT_BIT["no_change_expected"]), FACT_BIT["further_notice"]
_MUNICIPAL, _COMMUNITY = FACT_BIT["municipal_consent"], FACT_BIT["community_services"]
_CAPACITY, _VULNERABLE = FACT_BIT["integrated_to_capacity"], FACT_BIT["vulnerable"]
_IS_REHABILITATION = FACT_BIT["rehabilitation"]
_HALF, _SIXTEENTH = np.uint64(1 << 63), np.uint64(1 << 60)


@kernel
def hold_appointment(office: Any, case: Any) -> Any:
    """Let the appointment of today take place or not; return whether the talk was held."""
    chances = office.chances
    words = draw(office, case, Decision.ATTENDANCE.value)
    limit = chances.no_show_with_notice
    if has_trait(office, case, Trait.FIRST_SENT.value):
        limit = chances.no_show_first
    elif has_trait(office, case, Trait.PLAIN_SENT.value):
        limit = chances.no_show_follow_up
    if happens(words[0], limit):
        reason = REASON if happens(words[1], chances.excused) else 0
        act(office, case, Sent.TALK_MISSED.value, reason)
        return False
    happen(office, case, Sent.TALK_HELD.value)
    _talk(office, case)
    further = 0
    if has_trait(office, case, Trait.CLARIFYING.value):
        words = draw(office, case, Decision.TALK_END.value)
        further = _FURTHER if happens(words[0], chances.further_notice) else 0
    act(office, case, Sent.TALK_ENDED.value, further)
    return True


@kernel
def _talk(office: Any, case: Any) -> None:
    if has_trait(office, case, Trait.TO_ANALYSE.value):
        _analyse(office, case)
    elif has_trait(office, case, Trait.TO_PLAN.value | Trait.SUPPORT_WITHOUT_PLAN.value):
        _seek_plan(office, case)
    elif has_trait(office, case, Trait.NOT_AGREED.value):
        _agree_or_not(office, case, office.chances.agreement_after_failure)
    elif has_trait(office, case, Trait.MOVED_WITHOUT_PLAN.value):
        happen(office, case, Sent.ANALYSIS_REVIEWED.value)
        _seek_plan(office, case)
    elif has_trait(office, case, Trait.MOVED_WITH_PLAN.value):
        _update(office, case)
    elif has_trait(office, case, Trait.WAIVED.value):
        _review_waiver(office, case)
    elif has_trait(office, case, Trait.WITH_PLAN.value) and update_is_wanted(office, case):
        _update(office, case)


@kernel
def _analyse(office: Any, case: Any) -> None:
    chances = office.chances
    words = draw(office, case, Decision.ANALYSIS.value)
    if not happens(words[0], chances.analysis_at_first_talk):
        return
    consent = _MUNICIPAL if case.facts & _VULNERABLE and words[2] < _HALF else 0
    act(office, case, Sent.ANALYSIS_COMPLETED.value, consent)
    agreeable = happens(words[1], chances.plan_at_analysis_talk)
    if agreeable and has_trait(office, case, Trait.TO_PLAN.value):
        _seek_plan(office, case)


@kernel
def _seek_plan(office: Any, case: Any) -> None:
    if case.facts & _CAPACITY and possible(office, case, Sent.WAIVER_GRANTED.value):
        act(office, case, Sent.WAIVER_GRANTED.value, _NO_CHANGE)
        return
    _agree_or_not(office, case, office.chances.agreement)


@kernel
def _agree_or_not(office: Any, case: Any, agreement: Any) -> None:
    words = draw(office, case, Decision.PLAN.value)
    if happens(words[0], agreement):
        community = _COMMUNITY if words[3] < _SIXTEENTH else 0
        act(office, case, Sent.PLAN_AGREED.value, community)
    else:
        situation = _dispute(office, case, words)
        act(office, case, Sent.CREATION_DISAGREEMENT.value, situation)
        _after_dispute(office, case)


@kernel
def _update(office: Any, case: Any) -> None:
    chances = office.chances
    words = draw(office, case, Decision.UPDATE.value)
    happen(office, case, Sent.ANALYSIS_REVIEWED.value)
    agreed = happens(words[0], chances.update_agreement)
    if case.facts & _CAPACITY and possible(office, case, Sent.WAIVER_GRANTED.value):
        act(office, case, Sent.WAIVER_GRANTED.value, _NO_CHANGE)
    elif not agreed and has_trait(office, case, Trait.MAY_DISAGREE.value):
        situation = _dispute(office, case, words)
        act(office, case, Sent.UPDATE_DISAGREEMENT.value, situation)
        _after_dispute(office, case)
    elif happens(words[1], chances.unchanged):
        happen(office, case, Sent.UPDATE_UNCHANGED.value)
    else:
        happen(office, case, Sent.UPDATE_AGREED.value)


@kernel
def _dispute(office: Any, case: Any, words: Any) -> Any:
    demanded = happens(words[2], office.chances.conciliation_demanded)
    matter = case.facts & _IS_REHABILITATION and words[3] < _HALF
    return (_DEMANDED if demanded else 0) | (_REHABILITATION if matter else 0)


@kernel
def _after_dispute(office: Any, case: Any) -> None:
    if not has_trait(office, case, Trait.CONCILIATION.value):
        return
    words = draw(office, case, Decision.CONCILIATION.value)
    if happens(words[0], office.chances.conciliation_agreement):
        days = delay(office, office.delays.conciliation, words[1])
        set_timer(case, Timer.CONCILIATION_AGREEMENT.value, office.today + days)


@kernel
def _review_waiver(office: Any, case: Any) -> None:
    if case.facts & _CAPACITY:
        act(office, case, Sent.WAIVER_REVIEWED.value, _NO_CHANGE)
    else:
        happen(office, case, Sent.WAIVER_ENDS.value)
