"""What timers of work bring: hearings, demands, measures, reviews, reporting (see ``mornings``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...model.process.facts import FACT_BIT
from ..day_order import Decision, Timer
from ..mornings import INTERVENTION_DAYS, POSTPONED_DAYS, REPORTING_LEAD_DAYS
from .acting import act, happen
from .clocking import set_timer
from .codes import Sent, Trait
from .drawing import delay, draw, happens
from .kernel_cache import kernel
from .layout import NEVER
from .life_events import spell
from .memory import waiting_place
from .stepping import UNREASONABLE, has_trait, possible
from .talking import REASON
from .workdays import next_adherence_review

_HELPS, _NEED = FACT_BIT["notice_helps"], FACT_BIT["need_established"]
_COACHING, _REHABILITATION = FACT_BIT["coaching_matter"], FACT_BIT["rehabilitation_matter"]
_COACHED, _REHABILITATED = FACT_BIT["holistic_coaching"], FACT_BIT["rehabilitation"]
_UNDER_25 = FACT_BIT["under_25"]


@kernel
def conciliation_agreement(office: Any, case: Any) -> None:
    """Conciliation ends with an agreement."""
    if possible(office, case, Sent.CONCILIATION_AGREED.value):
        happen(office, case, Sent.CONCILIATION_AGREED.value)


@kernel
def decide_on_appointment(office: Any, case: Any) -> None:
    """Decide on a reduction for a missed appointment."""
    event = Sent.APPOINTMENT_REDUCTION_DECIDED.value
    if not possible(office, case, event):
        return
    words = draw(office, case, Decision.APPOINTMENT_HEARING.value)
    reduced = happens(words[0], office.chances.appointment_reduction)
    act(office, case, event, 0 if reduced else REASON)


@kernel
def decide_on_breach(office: Any, case: Any) -> None:
    """Decide on a reduction for a breach of duty; not while conciliation runs."""
    event = Sent.BREACH_REDUCTION_DECIDED.value
    if not possible(office, case, event):
        return
    words = draw(office, case, Decision.BREACH_HEARING.value)
    reduced = happens(words[0], office.chances.breach_reduction)
    if reduced and has_trait(office, case, Trait.CONCILIATION.value):
        set_timer(case, Timer.BREACH_HEARING.value, office.today + POSTPONED_DAYS)
    else:
        act(office, case, event, 0 if reduced else REASON)


@kernel
def demand_response(office: Any, case: Any) -> None:
    """A person complies with a demand or refuses."""
    if not possible(office, case, Sent.DEMAND_COMPLIED.value):
        return
    chances = office.chances
    words = draw(office, case, Decision.DEMAND.value)
    if happens(words[0], chances.compliance):
        happen(office, case, Sent.DEMAND_COMPLIED.value)
    else:
        reason = REASON if happens(words[1], chances.breach_reason) else 0
        act(office, case, Sent.DEMAND_REFUSED.value, reason)


@kernel
def measure_starts(office: Any, case: Any) -> None:
    """A measure begins, if one can."""
    begins, decision = office.delays.measure_begins, Decision.MEASURE_START.value
    spell(office, case, Timer.MEASURE_STARTS.value, begins, decision)
    if not possible(office, case, Sent.MEASURE_STARTED.value):
        return
    happen(office, case, Sent.MEASURE_STARTED.value)
    words = draw(office, case, Decision.MEASURE.value)
    length = delay(office, office.delays.measure_lasts, words[0])
    set_timer(case, Timer.MEASURE_ENDS.value, office.today + length)
    if happens(words[1], office.chances.measure_trouble):
        after = np.int64(words[2] % np.uint64(max(1, length)))
        set_timer(case, Timer.MEASURE_TROUBLE.value, office.today + 1 + after)


@kernel
def measure_trouble(office: Any, case: Any) -> None:
    """A person does not cooperate in a measure."""
    if possible(office, case, Sent.MEASURE_NONCOOPERATION.value):
        happen(office, case, Sent.MEASURE_NONCOOPERATION.value)
        set_timer(case, Timer.INTERVENTION_RESULT.value, office.today + INTERVENTION_DAYS)


@kernel
def intervention_result(office: Any, case: Any) -> None:
    """Early intervention succeeds, fails, or the measure ends."""
    if not possible(office, case, Sent.INTERVENTION_FAILED.value):
        return
    chances = office.chances
    words = draw(office, case, Decision.INTERVENTION.value)
    if happens(words[0], chances.intervention_success):
        happen(office, case, Sent.INTERVENTION_SUCCEEDED.value)
    elif happens(words[1], chances.measure_demand):
        _fail(office, case, Sent.INTERVENTION_FAILED.value)
    else:
        happen(office, case, Sent.MEASURE_ENDED.value)
        case.timers[Timer.MEASURE_ENDS.value] = NEVER


@kernel
def _fail(office: Any, case: Any, event: Any) -> None:
    """Send a failure of cooperation with its circumstances drawn."""
    chances = office.chances
    reason = draw(office, case, Decision.ADHERENCE_REASON.value)
    matter = draw(office, case, Decision.ADHERENCE_MATTER.value)
    situation = REASON if happens(reason[0], chances.breach_reason) else 0
    situation |= _HELPS if happens(reason[2], chances.notice_helps) else 0
    if happens(matter[0], chances.exempt_matter):
        if case.facts & _COACHED:
            situation |= _COACHING
        elif case.facts & _REHABILITATED:
            situation |= _REHABILITATION
    situation |= 0 if happens(reason[1], chances.reasonable) else UNREASONABLE
    act(office, case, event, situation)


@kernel
def measure_ends(office: Any, case: Any) -> None:
    """A measure ends."""
    case.timers[Timer.MEASURE_TROUBLE.value] = NEVER
    case.timers[Timer.INTERVENTION_RESULT.value] = NEVER
    if possible(office, case, Sent.MEASURE_ENDED.value):
        happen(office, case, Sent.MEASURE_ENDED.value)


@kernel
def adherence_review(office: Any, case: Any) -> None:
    """Agreements are reviewed: kept, not kept, or readiness is declared."""
    office, chances = office, office.chances
    noticed = has_trait(office, case, Trait.WITH_NOTICE.value)
    case.timers[Timer.ADHERENCE_REVIEW.value] = next_adherence_review(office)
    if not has_trait(office, case, Trait.WORKING.value):
        return
    words = draw(office, case, Decision.ADHERENCE.value)
    limit = chances.breach_with_notice if noticed else chances.breach
    if not happens(words[0], limit):
        happen(office, case, Sent.AGREEMENTS_KEPT.value)
    elif noticed and happens(words[1], chances.readiness):
        happen(office, case, Sent.READINESS_DECLARED.value)
    else:
        _fail(office, case, Sent.AGREEMENTS_NOT_KEPT.value)
        return
    if (
        happens(words[2], chances.lift)
        and office.today <= case.reduction_until
        and possible(office, case, Sent.REDUCTION_LIFTED.value)
    ):
        happen(office, case, Sent.REDUCTION_LIFTED.value)


@kernel
def notice_review(office: Any, case: Any) -> None:
    """The notice is reviewed; without agreement a demand is issued."""
    if not possible(office, case, Sent.NOTICE_REVIEWED.value):
        return
    happen(office, case, Sent.NOTICE_REVIEWED.value)
    undemanded = has_trait(office, case, Trait.NO_DEMAND.value) and case.facts & _NEED != 0
    if has_trait(office, case, Trait.NOT_AGREED.value) and undemanded:
        words = draw(office, case, Decision.NOTICE.value)
        helps = _HELPS if happens(words[0], office.chances.notice_helps) else 0
        act(office, case, Sent.DEMAND_ISSUED.value, helps)


@kernel
def ground_review(office: Any, case: Any) -> None:
    """The § 10 ground is reviewed."""
    if possible(office, case, Sent.GROUND_REVIEWED.value):
        happen(office, case, Sent.GROUND_REVIEWED.value)


@kernel
def counselling(office: Any, case: Any) -> None:
    """Counselling is offered after a reduction."""
    offered = possible(office, case, Sent.COUNSELLING_OFFERED.value)
    if offered and case.facts & _UNDER_25:
        happen(office, case, Sent.COUNSELLING_OFFERED.value)


@kernel
def reporting_invitation(office: Any, case: Any) -> None:
    """A person is invited to report, unless a talk is due or asked for."""
    again, decision = office.delays.reporting, Decision.REPORTING.value
    spell(office, case, Timer.REPORTING_INVITATION.value, again, decision)
    event = Sent.REPORTING_INVITATION_SENT.value
    busy = has_trait(office, case, Trait.INVITED.value) or waiting_place(office, case.index) != 0
    if busy or not possible(office, case, event):
        return
    happen(office, case, event)
    set_timer(case, Timer.REPORTING_DATE.value, office.today + REPORTING_LEAD_DAYS)


@kernel
def reporting_date(office: Any, case: Any) -> None:
    """A person reports or not."""
    if not has_trait(office, case, Trait.REPORTING.value):
        return
    chances = office.chances
    words = draw(office, case, Decision.ATTENDANCE.value)
    if happens(words[0], chances.no_show_reporting):
        reason = REASON if happens(words[1], chances.excused) else 0
        act(office, case, Sent.REPORTING_MISSED.value, reason)
    else:
        happen(office, case, Sent.REPORTING_KEPT.value)
