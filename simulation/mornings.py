"""Behaviour outside talks: what each timer of a case does when its day has come."""

from __future__ import annotations

from collections.abc import Callable

from ..model.periods import add_months_ordinal, first_of_next_month_ordinal
from ..model.process.deadlines import DEADLINE_INDEX
from ..model.process.facts import FACT_BIT
from .contacts import invited, reporting
from .day_order import NEVER, Decision, Timer
from .office import Office
from .simulated_case import SimulatedCase

Behaviour = Callable[[Office, SimulatedCase], None]

_REASON, _HELPS = FACT_BIT["important_reason"], FACT_BIT["notice_helps"]
_NEED = FACT_BIT["need_established"]
_COACHING, _REHABILITATION = FACT_BIT["coaching_matter"], FACT_BIT["rehabilitation_matter"]
_GROUND_REVIEW = DEADLINE_INDEX["ground_review_due"]
_NOTICE_REVIEW = DEADLINE_INDEX["notice_review_due"]
WORKING_PLAN = ("trust", "plan_with_notice", "returning", "plan_before_need")
REPORTING_LEAD_DAYS = 14
INTERVENTION_DAYS = 7
POSTPONED_DAYS = 7
COUNSELLING_DAYS = 14


def _exit(office: Office, case: SimulatedCase) -> None:
    words, chances = office.draw(case, Decision.EXIT_KIND), office.tables.chances
    support = words[0] < chances.exit_through_work and words[1] < chances.follow_up_support
    support = support and bool(case.facts & _NEED)
    if support and office.possible(case, "need_ends_through_work"):
        office.act(case, "need_ends_through_work")
        for timer in Timer:
            case.timers[timer] = NEVER
    else:
        office.act(case, "leave")
    office.close(case)


def _move(office: Office, case: SimulatedCase) -> None:
    words, delays, day = office.draw(case, Decision.MOVE), office.tables.delays, office.today
    if office.tables.elsewhere:
        case.moving_to = delays.destination.value(words[1])
        day = first_of_next_month_ordinal(day)
    else:
        office.act(case, "moved")
    case.timers[Timer.MOVE] = day + delays.move.value(words[0])


def _benefit_begins(office: Office, case: SimulatedCase) -> None:
    office.act(case, "unemployment_benefit_begins")
    days = office.tables.delays.benefit_lasts.value(office.draw(case, Decision.BENEFIT)[0])
    case.timers[Timer.BENEFIT_ENDS] = office.today + days


def _benefit_ends(office: Office, case: SimulatedCase) -> None:
    office.act(case, "unemployment_benefit_ends")
    days = office.tables.delays.benefit_begins.value(office.draw(case, Decision.BENEFIT)[0])
    case.timers[Timer.BENEFIT_BEGINS] = office.today + days


def _ground_begins(office: Office, case: SimulatedCase) -> None:
    if not office.possible(case, "ground_begins"):
        case.timers[Timer.GROUND_BEGINS] = office.today + POSTPONED_DAYS
        return
    office.act(case, "ground_begins")
    days = office.tables.delays.ground_lasts.value(office.draw(case, Decision.GROUND)[0])
    case.timers[Timer.GROUND_ENDS] = office.today + days


def _ground_ends(office: Office, case: SimulatedCase) -> None:
    if office.possible(case, "ground_ends"):
        office.act(case, "ground_ends")
    days = office.tables.delays.ground_begins.value(office.draw(case, Decision.GROUND)[0])
    case.timers[Timer.GROUND_BEGINS] = office.today + days


def _comes_of_age(office: Office, case: SimulatedCase) -> None:
    office.act(case, "came_of_age")
    days = office.tables.delays.to_25.value(office.draw(case, Decision.AGE)[0])
    case.timers[Timer.TURNS_25] = office.today + max(days, 1)


def _turns_25(office: Office, case: SimulatedCase) -> None:
    if not case.facts & case.managed_facts:  # case management keeps whoever it serves
        office.withdraw(case)
    office.act(case, "turned_25")
    days = office.tables.delays.exit[case.age_group].value(office.draw(case, Decision.EXIT)[0])
    case.timers[Timer.EXIT] = office.today + days


def _works_to_capacity(office: Office, case: SimulatedCase) -> None:
    if office.possible(case, "works_to_capacity"):
        office.act(case, "works_to_capacity")
        days = office.tables.delays.capacity_lasts.value(office.draw(case, Decision.CAPACITY)[0])
        case.timers[Timer.CAPACITY_CHANGES] = office.today + days
    else:
        case.timers[Timer.WORKS_TO_CAPACITY] = office.today + POSTPONED_DAYS


def _capacity_changes(office: Office, case: SimulatedCase) -> None:
    if office.leaves(case)[0] == "waived":
        office.act(case, "waiver_ends")
    else:
        case.facts &= ~FACT_BIT["integrated_to_capacity"]
    days = office.tables.delays.capacity_begins.value(office.draw(case, Decision.CAPACITY)[0])
    case.timers[Timer.WORKS_TO_CAPACITY] = office.today + days


def _need_decision(office: Office, case: SimulatedCase) -> None:
    if office.possible(case, "need_established"):
        office.act(case, "need_established")
    else:
        case.timers[Timer.NEED_DECISION] = office.today + POSTPONED_DAYS


def _participation_plan(office: Office, case: SimulatedCase) -> None:
    if office.possible(case, "participation_plan_concluded"):
        office.act(case, "participation_plan_concluded")
    days = office.tables.delays.participation_plan.value(
        office.draw(case, Decision.PARTICIPATION_PLAN)[0]
    )
    case.timers[Timer.PARTICIPATION_PLAN] = office.today + days


def _conciliation_agreement(office: Office, case: SimulatedCase) -> None:
    if office.possible(case, "conciliation_agreed"):
        office.act(case, "conciliation_agreed")


def _decide(event: str, decision: Decision, share: str) -> Behaviour:
    def behave(office: Office, case: SimulatedCase) -> None:
        if not office.possible(case, event):
            return
        reduced = office.draw(case, decision)[0] < getattr(office.tables.chances, share)
        concil = office.leaves(case)[0].startswith("conciliation")
        if reduced and concil and event == "breach_reduction_decided":
            case.timers[Timer.BREACH_HEARING] = office.today + POSTPONED_DAYS
        else:
            office.act(case, event, 0 if reduced else _REASON)

    return behave


def _demand_response(office: Office, case: SimulatedCase) -> None:
    if not office.possible(case, "demand_complied"):
        return
    words, chances = office.draw(case, Decision.DEMAND), office.tables.chances
    if words[0] < chances.compliance:
        office.act(case, "demand_complied")
    else:
        office.act(case, "demand_refused", _REASON if words[1] < chances.breach_reason else 0)


def _measure_starts(office: Office, case: SimulatedCase) -> None:
    delays = office.tables.delays
    words = office.draw(case, Decision.MEASURE_START)
    case.timers[Timer.MEASURE_STARTS] = office.today + delays.measure_begins.value(words[0])
    if not office.possible(case, "measure_started"):
        return
    office.act(case, "measure_started")
    words = office.draw(case, Decision.MEASURE)
    length = delays.measure_lasts.value(words[0])
    case.timers[Timer.MEASURE_ENDS] = office.today + length
    if words[1] < office.tables.chances.measure_trouble:
        case.timers[Timer.MEASURE_TROUBLE] = office.today + 1 + words[2] % max(1, length)


def _measure_trouble(office: Office, case: SimulatedCase) -> None:
    if office.possible(case, "measure_noncooperation"):
        office.act(case, "measure_noncooperation")
        case.timers[Timer.INTERVENTION_RESULT] = office.today + INTERVENTION_DAYS


def _intervention_result(office: Office, case: SimulatedCase) -> None:
    if not office.possible(case, "intervention_failed"):
        return
    words, chances = office.draw(case, Decision.INTERVENTION), office.tables.chances
    if words[0] < chances.intervention_success:
        office.act(case, "intervention_succeeded")
    elif words[1] < chances.measure_demand:
        _fail(office, case, "intervention_failed")
    else:
        office.act(case, "measure_ended")
        case.timers[Timer.MEASURE_ENDS] = NEVER


def _fail(office: Office, case: SimulatedCase, event: str) -> None:
    """Send a failure of cooperation with its circumstances drawn."""
    reason, matter = (
        office.draw(case, Decision.ADHERENCE_REASON),
        office.draw(case, Decision.ADHERENCE_MATTER),
    )
    chances = office.tables.chances
    situation = _REASON if reason[0] < chances.breach_reason else 0
    situation |= _HELPS if reason[2] < chances.notice_helps else 0
    if matter[0] < chances.exempt_matter:
        coached = case.facts & FACT_BIT["holistic_coaching"]
        rehabilitated = case.facts & FACT_BIT["rehabilitation"]
        situation |= _COACHING if coached else _REHABILITATION if rehabilitated else 0
    office.act(case, event, situation, unreasonable=reason[1] >= chances.reasonable)


def _measure_ends(office: Office, case: SimulatedCase) -> None:
    case.timers[Timer.MEASURE_TROUBLE] = case.timers[Timer.INTERVENTION_RESULT] = NEVER
    if office.possible(case, "measure_ended"):
        office.act(case, "measure_ended")


def _adherence_review(office: Office, case: SimulatedCase) -> None:
    plan = office.leaves(case)[0]
    case.timers[Timer.ADHERENCE_REVIEW] = next_adherence_review(office)
    if plan not in WORKING_PLAN:
        return
    words, chances = office.draw(case, Decision.ADHERENCE), office.tables.chances
    breached = words[0] < (
        chances.breach_with_notice if plan == "plan_with_notice" else chances.breach
    )
    if not breached:
        office.act(case, "agreements_kept")
    elif plan == "plan_with_notice" and words[1] < chances.readiness:
        office.act(case, "readiness_declared")
    else:
        _fail(office, case, "agreements_not_kept")
        return
    if (
        words[2] < chances.lift
        and office.today <= case.reduction_until
        and office.possible(case, "reduction_lifted")
    ):
        office.act(case, "reduction_lifted")


def next_adherence_review(office: Office) -> int:
    """Return the day of the next planned adherence review: the last working day of the interval."""
    return office.working_day_until(
        add_months_ordinal(office.today, office.tables.plain.adherence_interval_months)
    )


def _notice_review(office: Office, case: SimulatedCase) -> None:
    if not office.possible(case, "notice_reviewed"):
        return
    office.act(case, "notice_reviewed")
    if office.leaves(case)[0] == "not_agreed":
        _issue_demand(office, case)


def _issue_demand(office: Office, case: SimulatedCase) -> None:
    if office.leaves(case)[4] == "no_demand" and case.facts & _NEED:
        helps = office.draw(case, Decision.NOTICE)[0] < office.tables.chances.notice_helps
        office.act(case, "demand_issued", _HELPS if helps else 0)


def _ground_review(office: Office, case: SimulatedCase) -> None:
    if office.possible(case, "ground_reviewed"):
        office.act(case, "ground_reviewed")


def _counselling(office: Office, case: SimulatedCase) -> None:
    if office.possible(case, "counselling_offered") and case.facts & FACT_BIT["under_25"]:
        office.act(case, "counselling_offered")


def _reporting_invitation(office: Office, case: SimulatedCase) -> None:
    days = office.tables.delays.reporting.value(office.draw(case, Decision.REPORTING)[0])
    case.timers[Timer.REPORTING_INVITATION] = office.today + days
    configuration = office.leaves(case)
    if (
        invited(configuration)
        or case.request is not None
        or not office.possible(case, "reporting_invitation_sent")
    ):
        return
    office.act(case, "reporting_invitation_sent")
    case.timers[Timer.REPORTING_DATE] = office.today + REPORTING_LEAD_DAYS


def _reporting_date(office: Office, case: SimulatedCase) -> None:
    if not reporting(office.leaves(case)):
        return
    words, chances = office.draw(case, Decision.ATTENDANCE), office.tables.chances
    if words[0] < chances.no_show_reporting:
        office.act(case, "reporting_missed", _REASON if words[1] < chances.excused else 0)
    else:
        office.act(case, "reporting_kept")


BEHAVIOUR: dict[Timer, Behaviour] = {
    Timer.EXIT: _exit,
    Timer.MOVE: _move,
    Timer.BENEFIT_BEGINS: _benefit_begins,
    Timer.BENEFIT_ENDS: _benefit_ends,
    Timer.GROUND_BEGINS: _ground_begins,
    Timer.GROUND_ENDS: _ground_ends,
    Timer.COMES_OF_AGE: _comes_of_age,
    Timer.TURNS_25: _turns_25,
    Timer.WORKS_TO_CAPACITY: _works_to_capacity,
    Timer.CAPACITY_CHANGES: _capacity_changes,
    Timer.NEED_DECISION: _need_decision,
    Timer.PARTICIPATION_PLAN: _participation_plan,
    Timer.CONCILIATION_AGREEMENT: _conciliation_agreement,
    Timer.APPOINTMENT_HEARING: _decide(
        "appointment_reduction_decided", Decision.APPOINTMENT_HEARING, "appointment_reduction"
    ),
    Timer.BREACH_HEARING: _decide(
        "breach_reduction_decided", Decision.BREACH_HEARING, "breach_reduction"
    ),
    Timer.DEMAND_RESPONSE: _demand_response,
    Timer.MEASURE_STARTS: _measure_starts,
    Timer.MEASURE_TROUBLE: _measure_trouble,
    Timer.INTERVENTION_RESULT: _intervention_result,
    Timer.MEASURE_ENDS: _measure_ends,
    Timer.ADHERENCE_REVIEW: _adherence_review,
    Timer.NOTICE_REVIEW: _notice_review,
    Timer.GROUND_REVIEW: _ground_review,
    Timer.COUNSELLING: _counselling,
    Timer.REPORTING_INVITATION: _reporting_invitation,
    Timer.REPORTING_DATE: _reporting_date,
}


def set_follow_up_timers(
    office: Office, case: SimulatedCase, before: tuple[str, ...], kinds: frozenset[str]
) -> None:
    """Set the timers that a step calls for: responses, hearings, reviews.

    ``kinds`` are its acts.
    """
    after, timers, today = office.leaves(case), case.timers, office.today
    delays, plain = office.tables.delays, office.tables.plain
    if "demand" in kinds:
        timers[Timer.DEMAND_RESPONSE] = today + delays.response.value(0)
    if "hearing_opened" in kinds:
        timer = Timer.BREACH_HEARING if after[6] != before[6] else Timer.APPOINTMENT_HEARING
        timers[timer] = today + delays.appointment_hearing.value(0)
    if "reduction" in kinds and case.facts & FACT_BIT["under_25"]:
        timers[Timer.COUNSELLING] = today + COUNSELLING_DAYS
    if after[0] != before[0]:
        _on_plan_change(office, case, before[0], after[0])
    if "ground_review" in kinds or "ground_recorded" in kinds:
        due = case.clocks.due[_GROUND_REVIEW]
        timers[Timer.GROUND_REVIEW] = (
            office.working_day_until(due - plain.review_request_days) if due else NEVER
        )
    if "notice_review" in kinds or (
        after[0] != before[0] and after[0] in ("plan_with_notice", "not_agreed")
    ):
        due = case.clocks.due[_NOTICE_REVIEW]
        timers[Timer.NOTICE_REVIEW] = (
            office.working_day_until(due - plain.review_request_days) if due else NEVER
        )


def _on_plan_change(office: Office, case: SimulatedCase, before: str, after: str) -> None:
    timers = case.timers
    if after in WORKING_PLAN and before not in WORKING_PLAN:
        timers[Timer.ADHERENCE_REVIEW] = next_adherence_review(office)
        words = office.draw(case, Decision.MEASURE_START)
        timers[Timer.MEASURE_STARTS] = office.today + office.tables.delays.measure_begins.value(
            words[0]
        )
    elif after not in WORKING_PLAN:
        timers[Timer.ADHERENCE_REVIEW] = timers[Timer.MEASURE_STARTS] = NEVER
    if after == "exempt":
        timers[Timer.GROUND_BEGINS] = timers[Timer.GROUND_ENDS] = NEVER
    elif before == "exempt":
        days = office.tables.delays.ground_begins.value(office.draw(case, Decision.GROUND)[0])
        timers[Timer.GROUND_BEGINS] = office.today + days
    if not after.startswith("conciliation"):
        timers[Timer.CONCILIATION_AGREEMENT] = NEVER
