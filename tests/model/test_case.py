"""Single cases as stories: dated events, the acts and days that the rules call for."""

from __future__ import annotations

import doctest
import re
from datetime import date

import pytest
from koopsim.model.errors import EventRefused
from koopsim.model.process import case as case_module
from koopsim.model.process.case import Case
from koopsim.model.process.deadlines import DEADLINES
from koopsim.model.process.events import EVENTS
from koopsim.model.process.facts import PersonFacts
from koopsim.model.process.sanctions import Reduction
from koopsim.model.process.step import MissedDeadline, Step
from koopsim.model.rule_set import RuleSet

NAME = "2023-07-01"
TALK = ("talk_held", "analysis_completed", "plan_agreed", "talk_ended")
REVIEW = ("talk_held", "analysis_reviewed")


def day(text: str) -> date:
    return date.fromisoformat(text)


def do(case: Case, on: str, *events: str, **situation: bool) -> Step:
    """Let events happen one after another on one day; return the last step."""
    steps = [case.step(event, on=day(on), **situation) for event in events]
    return steps[-1]


def acts(step: Step) -> list[str]:
    return [str(act) for act in step.acts]


def kinds(step: Step) -> list[str]:
    return [act.kind for act in step.acts]


def entered(on: str = "2024-03-01", **facts: bool) -> Case:
    case = Case(PersonFacts(**facts), NAME)
    do(case, on, "enter")
    return case


def planned(**facts: bool) -> Case:
    """A case that entered on 2024-03-01 and has agreed its plan on 2024-03-15."""
    case = entered(**facts)
    do(case, "2024-03-04", "invitation_sent")
    do(case, "2024-03-15", *TALK)
    return case


def demanded(on: str = "2024-04-02", **facts: bool) -> Case:
    """A planned case with a demand that stands."""
    case = planned(**facts)
    do(case, on, "agreements_not_kept")
    return case


def snapshot(case: Case) -> tuple[object, ...]:
    """Everything that a step may change, by value."""
    state = case._state
    memory = {name: getattr(state.memory, name) for name in state.memory.__slots__}
    clocks = (state.clocks.due[:], state.clocks.remaining[:], state.clocks.missed[:])
    return (
        state.configuration,
        state.facts,
        clocks,
        state.reductions,
        memory,
        list(state.history),
        case.possible_events(),
        case.due(),
        case.today,
    )


# -- the ordinary way ------------------------------------------------------------------------


def test_from_entry_to_the_second_update() -> None:
    case = entered()
    assert case.configuration[0] == "first_talk_outstanding"
    assert case.due() == {"first_talk_due": day("2024-03-29")}
    sent = do(case, "2024-03-04", "invitation_sent")
    assert acts(sent) == ["invitation(to=first_talk, notice=no)", "travel_cost_notice"]
    assert sent.rules == ("15.6",)
    held = do(case, "2024-03-15", "talk_held")
    assert acts(held) == ["talk(kind=first)"]
    assert case.due() == {"analysis_due": day("2024-04-12")}
    analysed = do(case, "2024-03-15", "analysis_completed")
    assert acts(analysed) == ["analysis(shortened=no)", "rehabilitation_check"]
    agreed = do(case, "2024-03-15", "plan_agreed")
    assert acts(agreed) == [
        "plan_issued(version=new, text_form=yes, notice=no, signed=no)",
        "plan_filed",
        "consultation_note(joint_work=yes, acknowledged=yes)",
    ]
    assert {"15.2", "15.12", "15.46"} <= set(agreed.rules)
    assert (agreed.before[0], agreed.after[0]) == ("plan_outstanding", "trust")
    assert case.due() == {
        "update_due": day("2024-09-15"),
        "adherence_review_due": day("2024-06-15"),
    }
    do(case, "2024-03-15", "talk_ended")
    do(case, "2024-06-14", "agreements_kept")
    assert case.due()["adherence_review_due"] == day("2024-09-14")
    do(case, "2024-08-20", "invitation_sent")
    updated = do(case, "2024-08-31", *REVIEW, "update_agreed")
    assert acts(updated)[0] == "plan_issued(version=update, text_form=yes, notice=no, signed=no)"
    assert case.due()["update_due"] == day("2025-02-28")
    do(case, "2024-08-31", "talk_ended")
    do(case, "2025-02-10", "invitation_sent")
    unchanged = do(case, "2025-02-28", *REVIEW, "update_unchanged")
    assert acts(unchanged) == ["plan_confirmed_unchanged(documented=yes)"]
    assert case.due()["update_due"] == day("2025-08-28")
    assert [h.deadline for h in case.history if isinstance(h, MissedDeadline)] == [
        "adherence_review_due"
    ]


def test_missed_deadlines_are_told_once_on_the_first_day_late() -> None:
    case = planned()
    assert case.advance(day("2024-06-15")) == ()
    missed = case.advance(day("2024-12-01"))
    assert [(m.day, m.deadline, m.due) for m in missed if isinstance(m, MissedDeadline)] == [
        (day("2024-06-16"), "adherence_review_due", day("2024-06-15")),
        (day("2024-09-16"), "update_due", day("2024-09-15")),
    ]
    assert [d.name for d in case.overdue(day("2024-12-01"))] == [
        "update_due",
        "adherence_review_due",
    ]
    assert case.advance(day("2025-01-01")) == ()
    assert case.due()["update_due"] == day("2024-09-15")


def test_a_late_update_is_no_longer_overdue() -> None:
    case = planned()
    do(case, "2024-10-01", "invitation_sent")
    do(case, "2024-10-10", *REVIEW, "update_agreed")
    assert "update_due" not in [d.name for d in case.overdue(day("2024-10-10"))]
    assert case.due()["update_due"] == day("2025-04-10")


# -- invitations and no-shows ----------------------------------------------------------------


def test_an_unexcused_no_show_leads_to_one_invitation_with_notice() -> None:
    case = entered()
    do(case, "2024-03-04", "invitation_sent")
    missed = do(case, "2024-03-15", "talk_missed")
    assert acts(missed) == [
        "no_show(reason_known=no)"
    ]  # the first invitation carried no RFB: nothing follows
    assert case.configuration[5] == "appointment_hearing_none"
    again = do(case, "2024-03-18", "invitation_sent")
    assert acts(again) == ["invitation(to=follow_up, notice=yes)"]
    do(case, "2024-03-28", "talk_held")
    assert case.configuration[1] == "once_clarifying"
    do(case, "2024-03-28", "talk_ended")
    third = do(case, "2024-04-04", "invitation_sent")
    assert acts(third) == ["invitation(to=follow_up, notice=no)", "travel_cost_notice"]


def test_after_clarifying_further_invitations_may_carry_notice() -> None:
    case = entered()
    do(case, "2024-03-04", "invitation_sent")
    do(case, "2024-03-15", "talk_missed")
    do(case, "2024-03-18", "invitation_sent")
    do(case, "2024-03-28", "talk_held")
    do(case, "2024-03-28", "talk_ended", further_notice=True)
    assert acts(do(case, "2024-04-04", "invitation_sent")) == [
        "invitation(to=follow_up, notice=yes)"
    ]


def test_a_known_reason_changes_nothing() -> None:
    case = entered()
    do(case, "2024-03-04", "invitation_sent")
    missed = do(case, "2024-03-15", "talk_missed", important_reason=True)
    assert acts(missed) == ["no_show(reason_known=yes)"]
    assert case.configuration[1] == "first_due"
    assert (
        acts(do(case, "2024-03-18", "invitation_sent"))[0] == "invitation(to=first_talk, notice=no)"
    )


def test_a_second_no_show_reduces_the_benefit_by_ten_percent_for_a_month() -> None:
    case = entered()
    do(case, "2024-03-04", "invitation_sent")
    do(case, "2024-03-15", "talk_missed")
    do(case, "2024-03-18", "invitation_sent")
    missed = do(case, "2024-03-28", "talk_missed")
    assert "hearing_opened(ground=missed_appointment)" in acts(missed)
    assert case.due()["appointment_determination_end"] == day("2024-09-28")
    decided = do(case, "2024-04-11", "appointment_reduction_decided")
    assert kinds(decided) == ["important_reason_considered", "reduction"]
    assert case.reductions.reductions == (
        Reduction(
            "missed_appointment", 10, day("2024-05-01").toordinal(), day("2024-05-31").toordinal()
        ),
    )
    assert case.reductions.breaches_in_chain == 0


@pytest.mark.parametrize("why", ["important_reason", "exceptional_hardship"])
def test_a_reason_or_hardship_ends_the_hearing_without_reduction(why: str) -> None:
    case = entered()
    do(case, "2024-03-04", "invitation_sent")
    do(case, "2024-03-15", "talk_missed")
    do(case, "2024-03-18", "invitation_sent")
    do(case, "2024-03-28", "talk_missed")
    closed = do(case, "2024-04-11", "appointment_reduction_decided", **{why: True})
    assert acts(closed) == ["hearing_closed(ground=missed_appointment)"]
    assert case.reductions.reductions == ()


def test_a_hearing_ends_by_itself_after_six_months() -> None:
    case = entered()
    do(case, "2024-03-04", "invitation_sent")
    do(case, "2024-03-15", "talk_missed")
    do(case, "2024-03-18", "invitation_sent")
    do(case, "2024-03-28", "talk_missed")
    happened = [h for h in case.advance(day("2024-09-29")) if isinstance(h, Step)]
    assert [(h.day, h.event, h.forced) for h in happened] == [
        (day("2024-09-29"), "appointment_determination_expired", True)
    ]
    assert acts(happened[0]) == ["hearing_closed(ground=missed_appointment)"]


def test_reporting_carries_notice_and_keeps_the_basis() -> None:
    case = planned()
    sent = do(case, "2024-04-02", "reporting_invitation_sent")
    assert acts(sent) == ["invitation(to=reporting, notice=yes)"]
    missed = do(case, "2024-04-16", "reporting_missed")
    assert "hearing_opened(ground=missed_appointment)" in acts(missed)
    assert case.configuration[:2] == ("trust", "plain_due")


# -- demands, minors, consequences -----------------------------------------------------------


def test_a_minors_demand_goes_to_the_representative_too() -> None:
    case = planned(minor=True, under_25=True)
    failed = do(case, "2024-04-02", "agreements_not_kept")
    assert kinds(failed) == [
        "adherence_review",
        "important_reason_considered",
        "demand",
        "representative_instructed",
    ]
    assert "15.52" in failed.rules
    demand = failed.acts[2]
    assert dict(demand.fields) == {
        "basis": "breach",
        "administrative_act": True,
        "apart_from_plan": True,
        "announced": True,
        "reasonable": True,
        "cost_rule": True,
        "new_assignment": False,
    }
    assert (case.configuration[0], case.configuration[4]) == ("plan_with_notice", "demand_standing")


def test_once_of_age_the_representative_is_out() -> None:
    case = planned(minor=True, under_25=True)
    case.step("came_of_age", on=day("2024-03-20"))
    assert case.facts.minor is False
    assert "representative_instructed" not in kinds(do(case, "2024-04-02", "agreements_not_kept"))
    case.step("turned_25", on=day("2025-03-20"))
    assert case.facts.under_25 is False


@pytest.mark.parametrize(
    ("situation", "outcome"),
    [
        ({"important_reason": True}, "reason"),
        ({"reasonable": False}, "unreasonable"),
        ({"coaching_matter": True}, "exempt"),
        ({"rehabilitation_matter": True}, "exempt"),
        ({}, "notice_harms"),
    ],
)
def test_what_keeps_a_broken_agreement_without_consequence(
    situation: dict[str, bool], outcome: str
) -> None:
    case = planned(vulnerable=True)
    failed = do(case, "2024-04-02", "agreements_not_kept", **situation)
    assert failed.acts[0].get("outcome") == outcome
    assert "demand" not in kinds(failed)
    assert case.configuration[0] == "trust"


def test_for_vulnerable_people_the_individual_check_precedes_the_demand() -> None:
    case = planned(vulnerable=True)
    failed = do(case, "2024-04-02", "agreements_not_kept", notice_helps=True)
    assert kinds(failed)[:4] == [
        "adherence_review",
        "important_reason_considered",
        "individual_check",
        "demand",
    ]


def test_readiness_leads_back_to_trust_in_two_steps() -> None:
    case = demanded()
    ready = do(case, "2024-04-20", "readiness_declared")
    assert "demands_lifted(cause=readiness)" in acts(ready)
    assert case.configuration[0] == "returning"
    kept = do(case, "2024-07-01", "agreements_kept")
    assert "return_to_trust" in kinds(kept)
    assert case.configuration[0] == "trust"


def test_the_agency_is_told_where_training_placement_is_transferred() -> None:
    case = planned(training_transferred=True, under_25=True)
    assert "agency_notified(notice=yes)" in acts(do(case, "2024-04-02", "agreements_not_kept"))
    do(case, "2024-04-20", "readiness_declared")
    assert "agency_notified(notice=no)" in acts(do(case, "2024-07-01", "agreements_kept"))


def breach(case: Case, refused_on: str, decided_on: str) -> Step:
    """Refuse the standing demand, or a new one, and decide."""
    if case.configuration[4] == "no_demand":
        do(case, refused_on, "demand_issued")
    do(case, refused_on, "demand_refused")
    return do(case, decided_on, "breach_reduction_decided")


def test_breaches_within_a_year_weigh_more_each_time() -> None:
    case = demanded()
    stages = [
        breach(case, *days).acts[-1].get("stage")
        for days in (
            ("2024-04-15", "2024-04-30"),
            ("2024-06-03", "2024-06-20"),
            ("2024-09-02", "2024-09-16"),
            ("2025-01-02", "2025-01-20"),
        )
    ]
    assert stages == [1, 2, 3, 3]
    assert [
        (r.percent, date.fromordinal(r.first_day), date.fromordinal(r.last_day))
        for r in case.reductions.reductions
    ] == [
        (10, day("2024-05-01"), day("2024-05-31")),
        (20, day("2024-07-01"), day("2024-08-31")),
        (30, day("2024-10-01"), day("2024-12-31")),
        (30, day("2025-02-01"), day("2025-04-30")),
    ]


@pytest.mark.parametrize(("decided", "stage"), [("2025-05-01", 2), ("2025-05-02", 1)])
def test_the_chain_ends_when_the_last_reduction_began_more_than_a_year_ago(
    decided: str, stage: int
) -> None:
    case = demanded()
    breach(case, "2024-04-15", "2024-04-30")  # the reduction begins on 2024-05-01
    assert breach(case, "2025-04-14", decided).acts[-1].get("stage") == stage


def test_a_reduction_is_lifted_after_a_month_at_the_earliest() -> None:
    case = demanded()
    breach(case, "2024-04-15", "2024-04-30")
    breach(case, "2024-06-03", "2024-06-20")  # July and August
    do(case, "2024-07-05", "reduction_lifted")
    assert date.fromordinal(case.reductions.reductions[-1].last_day) == day("2024-07-31")
    with pytest.raises(
        EventRefused, match="a reduction is running"
    ):  # what is lifted is not lifted again
        do(case, "2024-07-08", "reduction_lifted")


def test_an_important_reason_is_considered_before_each_step_towards_a_reduction() -> None:
    case = demanded()
    refused = do(case, "2024-04-15", "demand_refused")
    assert acts(refused) == [
        "important_reason_considered(found=no)",
        "hearing_opened(ground=breach)",
    ]
    decided = do(case, "2024-04-30", "breach_reduction_decided")
    assert acts(decided) == [
        "important_reason_considered(found=no)",
        "reduction(ground=breach, stage=1)",
    ]


def test_a_hearing_on_a_breach_ends_by_itself_after_six_months() -> None:
    case = demanded()
    do(case, "2024-04-15", "demand_refused")
    assert case.due()["breach_determination_end"] == day("2024-10-15")
    happened = [h.event for h in case.advance(day("2024-10-16")) if isinstance(h, Step)]
    assert happened == ["breach_determination_expired"]


def test_who_is_under_25_gets_a_counselling_offer_within_four_weeks() -> None:
    case = demanded(under_25=True)
    breach(case, "2024-04-15", "2024-04-30")
    assert case.due()["counselling_due"] == day("2024-05-28")
    assert acts(do(case, "2024-05-10", "counselling_offered")) == ["counselling_offer"]
    assert "counselling_due" not in case.due()
    older = demanded()
    breach(older, "2024-04-15", "2024-04-30")
    assert "counselling_due" not in older.due()


def in_update_dispute() -> Case:
    """A demand stands, and conciliation over the update runs from 2024-05-10."""
    case = demanded()
    do(case, "2024-05-02", "invitation_sent")
    do(case, "2024-05-10", *REVIEW)
    do(case, "2024-05-10", "update_disagreement", conciliation_demanded=True)
    do(case, "2024-05-10", "talk_ended")
    assert case.configuration[0] == "conciliation_over_update_notice"
    return case


def test_no_breach_has_a_consequence_while_conciliation_runs() -> None:
    case = in_update_dispute()
    refused = do(case, "2024-05-13", "demand_refused")
    assert acts(refused) == ["important_reason_considered(found=no)", "breach_without_consequence"]
    assert case.configuration[4:] == (
        "demand_standing",
        "appointment_hearing_none",
        "breach_hearing_none",
    )
    do(case, "2024-05-20", "conciliation_agreed")
    assert "hearing_opened(ground=breach)" in acts(do(case, "2024-05-21", "demand_refused"))


def test_no_reduction_is_decided_while_conciliation_runs() -> None:
    case = demanded()
    do(case, "2024-05-02", "demand_refused", "invitation_sent")
    do(case, "2024-05-10", *REVIEW)
    do(case, "2024-05-10", "update_disagreement", conciliation_demanded=True)
    do(case, "2024-05-10", "talk_ended")
    with pytest.raises(EventRefused, match="conciliation"):
        do(case, "2024-05-13", "breach_reduction_decided")
    closed = do(case, "2024-05-13", "breach_reduction_decided", important_reason=True)
    assert acts(closed) == ["hearing_closed(ground=breach)"]


# -- conciliation ----------------------------------------------------------------------------


def test_conciliation_ends_by_itself_after_four_weeks() -> None:
    case = entered()
    do(case, "2024-03-04", "invitation_sent")
    do(case, "2024-03-15", "talk_held", "analysis_completed")
    opened = do(case, "2024-03-15", "creation_disagreement", conciliation_demanded=True)
    assert acts(opened) == ["conciliation_opened(over=creation)"]
    do(case, "2024-03-15", "talk_ended")
    assert case.due() == {"conciliation_end": day("2024-04-12")}
    assert case.advance(day("2024-04-12")) == ()
    assert case.configuration[0] == "conciliation_over_creation"
    (expired,) = case.advance(day("2024-04-13"))
    assert isinstance(expired, Step)
    assert (expired.day, expired.event, expired.forced) == (
        day("2024-04-13"),
        "conciliation_expired",
        True,
    )
    assert acts(expired) == ["conciliation_closed(result=expired)"]
    assert case.configuration[0] == "not_agreed"


def test_a_step_lets_time_pass_first() -> None:
    case = entered()
    do(case, "2024-03-04", "invitation_sent")
    do(case, "2024-03-15", "talk_held", "analysis_completed")
    do(case, "2024-03-15", "creation_disagreement", conciliation_demanded=True)
    do(case, "2024-03-15", "talk_ended")
    with pytest.raises(
        EventRefused, match="conciliation_agreed does not fit: the case is in 'not_agreed'"
    ):
        do(case, "2024-05-02", "conciliation_agreed")
    assert (
        case.configuration[0] == "conciliation_over_creation"
    )  # a refused step does not even let time pass
    do(case, "2024-05-02", "demand_issued")
    assert [h.event for h in case.history if isinstance(h, Step)][-2:] == [
        "conciliation_expired",
        "demand_issued",
    ]


def test_agreement_on_the_last_day_of_conciliation_is_in_time() -> None:
    case = entered()
    do(case, "2024-03-04", "invitation_sent")
    do(case, "2024-03-15", "talk_held", "analysis_completed")
    do(case, "2024-03-15", "creation_disagreement", conciliation_demanded=True)
    do(case, "2024-03-15", "talk_ended")
    agreed = do(case, "2024-04-12", "conciliation_agreed")
    assert acts(agreed)[0] == "conciliation_closed(result=agreed)"
    assert case.configuration[0] == "trust"


def test_rehabilitation_is_no_matter_for_conciliation() -> None:
    case = entered(rehabilitation=True)
    do(case, "2024-03-04", "invitation_sent")
    do(case, "2024-03-15", "talk_held", "analysis_completed")
    failed = do(
        case,
        "2024-03-15",
        "creation_disagreement",
        conciliation_demanded=True,
        rehabilitation_matter=True,
    )
    assert acts(failed) == []
    assert case.configuration[0] == "not_agreed"


def test_conciliation_over_an_update_holds_the_clock() -> None:
    case = planned()
    do(case, "2024-08-02", "invitation_sent")
    do(case, "2024-08-12", *REVIEW)
    do(case, "2024-08-12", "update_disagreement", conciliation_demanded=True)
    assert "update_due" not in case.due()
    agreed = do(case, "2024-08-20", "talk_ended", "conciliation_agreed")
    assert "plan_issued" in kinds(agreed)
    assert case.due()["update_due"] == day("2025-02-20")


def test_without_agreement_every_talk_seeks_a_plan_again() -> None:
    case = entered()
    do(case, "2024-03-04", "invitation_sent")
    do(case, "2024-03-15", "talk_held", "analysis_completed", "creation_disagreement", "talk_ended")
    demand = do(case, "2024-03-18", "demand_issued")
    assert demand.acts[0].get("basis") == "no_plan"
    do(case, "2024-04-02", "invitation_sent")
    again = do(case, "2024-04-12", "talk_held")
    assert acts(again) == ["plan_sought", "talk(kind=follow_up)"]
    agreed = do(case, "2024-04-12", "plan_agreed")
    assert "demands_lifted(cause=new_plan)" in acts(agreed)
    assert (case.configuration[0], case.configuration[4]) == ("trust", "no_demand")


# -- § 10, waiver, move, exempt, support, legacy -----------------------------------------------


def test_a_ground_holds_the_update_clock_and_gives_the_days_back() -> None:
    case = planned()
    assert case.due()["update_due"] == day("2024-09-15")
    begun = do(case, "2024-06-01", "ground_begins")  # 106 days are left
    assert acts(begun) == ["ground_recorded"]
    assert case.due() == {"ground_review_due": day("2024-12-01")}
    reviewed = do(case, "2024-11-29", "ground_reviewed")
    assert acts(reviewed) == ["ground_review(result=continues)"]
    assert case.due() == {"ground_review_due": day("2025-05-29")}
    ended = do(case, "2024-12-20", "ground_ends")
    assert acts(ended) == ["ground_review(result=ended)", "integration_work_started"]
    assert case.configuration[0] == "trust"
    assert case.due() == {
        "update_due": day("2025-04-05"),
        "adherence_review_due": day("2025-03-20"),
    }
    assert [h for h in case.history if isinstance(h, MissedDeadline)] == []


def test_an_update_that_was_late_before_the_ground_is_late_after_it() -> None:
    case = planned()
    case.advance(day("2024-09-20"))
    do(case, "2024-09-25", "ground_begins")  # ten days late
    assert case.overdue(day("2024-10-30")) == ()
    do(case, "2024-11-05", "ground_ends")
    assert case.due()["update_due"] == day("2024-10-26")
    late = [(h.deadline, h.day) for h in case.history if isinstance(h, MissedDeadline)]
    assert late.count(("update_due", day("2024-09-16"))) == 1
    case.advance(day("2024-11-20"))
    assert [h.deadline for h in case.history if isinstance(h, MissedDeadline)].count(
        "update_due"
    ) == 1


def test_a_plan_made_during_a_ground_starts_its_clock_at_the_end() -> None:
    case = entered()
    do(case, "2024-03-04", "ground_begins", "invitation_sent")
    do(case, "2024-03-15", *TALK)
    assert case.configuration[0] == "suspended_trust"
    assert "update_due" not in case.due()
    do(case, "2024-05-15", "ground_ends")
    # Six months from 2024-03-15 are 184 days; all of them were left.
    assert case.due()["update_due"] == day("2024-11-15")


def test_ground_lifts_demands_and_ends_a_measure() -> None:
    case = planned()
    do(case, "2024-04-01", "measure_started")
    do(case, "2024-04-02", "agreements_not_kept")
    begun = do(case, "2024-04-10", "ground_begins")
    assert acts(begun) == ["ground_recorded", "demands_lifted(cause=ground)"]
    assert case.configuration[3:5] == ("no_measure", "no_demand")


def test_a_move_lifts_demands_and_keeps_the_invitation_rule() -> None:
    case = demanded()
    do(case, "2024-04-10", "invitation_sent")
    do(case, "2024-04-20", "talk_missed")
    moved = do(case, "2024-05-02", "moved")
    assert acts(moved) == ["handover", "demands_lifted(cause=move)"]
    assert case.configuration[:2] == ("moved_with_plan", "once_due")
    assert case.due()["update_after_move_due"] == day("2024-05-30")
    do(case, "2024-05-06", "invitation_sent")
    do(case, "2024-05-16", *REVIEW, "update_unchanged")
    assert case.configuration[0] == "trust"
    assert "update_after_move_due" not in case.due()


def test_entry_from_sgb_iii_needs_no_second_finding_of_facts() -> None:
    case = Case(PersonFacts(), NAME)
    do(case, "2024-03-01", "enter_from_unemployment_insurance")
    assert case.facts.facts_established
    do(case, "2024-03-04", "invitation_sent")
    analysed = do(case, "2024-03-15", "talk_held", "analysis_completed")
    assert acts(analysed)[0] == "analysis(shortened=yes)"
    assert "15.11" in analysed.rules


def test_signs_of_change_call_for_the_whole_analysis() -> None:
    case = Case(PersonFacts(), NAME)
    do(case, "2024-03-01", "enter_from_unemployment_insurance")
    do(case, "2024-03-04", "invitation_sent")
    do(case, "2024-03-15", "talk_held")
    assert (
        acts(do(case, "2024-03-15", "analysis_completed", signs_of_change=True))[0]
        == "analysis(shortened=no)"
    )


def test_beside_unemployment_benefit_there_is_no_plan() -> None:
    case = entered(unemployment_benefit=True)
    assert case.configuration[0] == "exempt"
    assert case.due() == {}
    with pytest.raises(EventRefused, match=r"15\.12"):
        do(case, "2024-03-04", "invitation_sent")
    do(case, "2024-06-01", "unemployment_benefit_ends")
    assert case.configuration[0] == "first_talk_outstanding"
    assert not case.facts.unemployment_benefit
    assert case.due() == {"first_talk_due": day("2024-06-29")}


def test_unemployment_benefit_ends_plan_and_demand() -> None:
    case = demanded()
    begun = do(case, "2024-05-02", "unemployment_benefit_begins")
    assert "demands_lifted(cause=agency)" in acts(begun)
    assert case.configuration[0] == "exempt"
    assert "update_due" not in case.due()


def test_a_waiver_is_reviewed_every_six_months_and_ends_with_its_reason() -> None:
    case = entered(integrated_to_capacity=True)
    do(case, "2024-03-04", "invitation_sent")
    do(case, "2024-03-15", "talk_held", "analysis_completed")
    with pytest.raises(EventRefused, match=r"15\.18"):
        do(case, "2024-03-15", "waiver_granted")
    granted = do(case, "2024-03-15", "waiver_granted", no_change_expected=True)
    assert acts(granted) == ["waiver_documented"]
    do(case, "2024-03-15", "talk_ended")
    assert case.due() == {"waiver_review_due": day("2024-09-15")}
    do(case, "2024-08-30", "invitation_sent")
    do(case, "2024-09-10", "talk_held")
    reviewed = do(case, "2024-09-10", "waiver_reviewed", no_change_expected=True)
    assert acts(reviewed) == ["waiver_review(result=continues)"]
    assert case.due() == {"waiver_review_due": day("2025-03-10")}
    do(case, "2024-09-10", "talk_ended", "waiver_ends")
    assert case.configuration[0] == "analysis_outstanding"
    assert not case.facts.integrated_to_capacity


@pytest.mark.parametrize(("coaching", "last"), [(False, "2025-02-28"), (True, "2025-05-31")])
def test_follow_up_support_ends_by_itself(coaching: bool, last: str) -> None:
    case = planned(holistic_coaching=coaching)
    started = do(case, "2024-08-31", "need_ends_through_work")
    assert acts(started) == ["support_started"]
    assert case.due()["support_end"] == day(last)
    case.advance(day(last))
    assert case.configuration[0] == "support_with_plan"
    after = date.fromordinal(day(last).toordinal() + 1)
    assert [h.event for h in case.advance(after) if isinstance(h, Step)] == ["support_expired"]
    assert case.configuration[0] == "closed"
    assert case.due() == {}
    assert case.possible_events() == ()


def test_need_that_returns_during_support_finds_the_plan_again() -> None:
    case = planned()
    do(case, "2024-08-31", "need_ends_through_work")
    do(case, "2024-10-01", "need_returns")
    assert case.configuration[0] == "trust"


def test_old_agreements_run_out_at_the_end_of_2023() -> None:
    case = Case(PersonFacts(legacy_agreement=True), NAME)
    do(case, "2023-07-03", "enter")
    assert case.due()["legacy_end"] == day("2023-12-31")
    broken = do(case, "2023-12-29", "agreements_not_kept")
    assert "hearing_opened(ground=legacy)" in acts(broken)
    assert [h for h in case.advance(day("2023-12-31")) if isinstance(h, Step)] == []
    (ended,) = [h for h in case.advance(day("2024-01-01")) if isinstance(h, Step)]
    assert (ended.event, ended.forced) == ("legacy_agreement_expired", True)
    assert acts(ended) == ["legacy_ended", "hearing_closed(ground=breach)"]
    assert case.configuration[0] == "first_talk_outstanding"
    assert case.configuration[6] == "breach_hearing_none"
    assert not case.facts.legacy_agreement
    for event in ("agreements_not_kept", "breach_reduction_decided"):
        with pytest.raises(EventRefused):
            do(case, "2024-01-02", event)


def test_from_2024_an_old_agreement_counts_for_nothing() -> None:
    late = Case(PersonFacts(legacy_agreement=True), NAME)
    do(late, "2024-01-01", "enter")
    assert late.configuration[0] == "first_talk_outstanding"
    early = Case(PersonFacts(legacy_agreement=True), NAME)
    do(early, "2023-12-31", "enter")
    assert early.configuration[0] == "legacy_agreement"


def test_before_need_is_established_only_some_services_fit() -> None:
    case = planned(need_established=False)
    assert case.configuration[0] == "plan_before_need"
    with pytest.raises(EventRefused):
        do(case, "2024-03-20", "offer_made", service_presupposes_need=True)
    assert acts(do(case, "2024-03-20", "offer_made")) == ["offer(notice=no, apart_from_plan=yes)"]
    recorded = do(case, "2024-04-02", "need_established")
    assert acts(recorded) == ["need_recorded"]
    assert case.configuration[0] == "trust"
    assert case.due()["update_after_need_due"] == day("2024-04-30")


def test_a_participation_plan_calls_for_an_update() -> None:
    case = planned(rehabilitation=True)
    concluded = do(case, "2024-04-02", "participation_plan_concluded")
    assert acts(concluded) == ["participation_plan_recorded", "information_exchange"]
    assert case.due()["participation_plan_due"] == day("2024-04-30")
    with pytest.raises(EventRefused, match=r"15\.41"):
        do(planned(), "2024-04-02", "participation_plan_concluded")


# -- measures --------------------------------------------------------------------------------


def test_trouble_in_a_measure_is_talked_about_before_it_is_demanded() -> None:
    case = planned()
    assert acts(do(case, "2024-04-02", "measure_started")) == ["measure_assignment(notice=no)"]
    advice = do(case, "2024-04-20", "measure_noncooperation")
    assert acts(advice) == ["early_intervention_advice(checks_reason=yes)"]
    failed = do(case, "2024-04-27", "intervention_failed")
    assert failed.acts[-1].get("basis") == "running_measure"
    assert failed.acts[-1].get("new_assignment") is False
    assert case.configuration[:5] == (
        "plan_with_notice",
        "plain_due",
        "no_talk",
        "measure_demanded",
        "demand_standing",
    )
    complied = do(case, "2024-05-05", "demand_complied")
    assert acts(complied) == ["demand_fulfilled"]
    assert case.configuration[3:5] == ("measure_assigned", "no_demand")
    do(case, "2024-06-30", "measure_ended")
    assert case.configuration[3] == "no_measure"


def test_an_intervention_that_helps_leaves_no_trace() -> None:
    case = planned()
    do(case, "2024-04-02", "measure_started")
    do(case, "2024-04-20", "measure_noncooperation")
    assert acts(do(case, "2024-04-27", "intervention_succeeded")) == []
    assert (case.configuration[0], case.configuration[3]) == ("trust", "measure_assigned")


# -- refusals --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (
            "plan_agreed",
            "the case is in 'first_talk_outstanding' (first talk outstanding)",
        ),
        ("talk_held", "talk_held does not fit: the case is in 'first_due'"),
        ("ground_reviewed", "it fits in: suspended_before_talk"),
        ("reduction_lifted", "a reduction is running (§ 31a(1) S. 6 SGB II)"),
        (
            "came_of_age",
            "refused in state 'first_talk_outstanding': it needs: is a minor (15.57)",
        ),
        ("conciliation_expired", "happens by itself when its time has come"),
        ("sneeze", "there is no event 'sneeze'"),
    ],
)
def test_refusals_name_the_reason_and_the_rules(event: str, said: str) -> None:
    with pytest.raises(EventRefused) as refused:
        do(entered(), "2024-03-04", event)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("event", [name for name, spec in EVENTS.items()])
def test_a_refused_event_changes_nothing(event: str) -> None:
    case = entered()
    do(case, "2024-03-04", "invitation_sent")
    before = snapshot(case)
    try:
        case.step(event, on=day("2024-07-15"))
    except EventRefused as refused:
        assert re.search(r"\d|by itself", str(refused))
        assert snapshot(case) == before
    else:
        assert len(case.history) > len(before[5])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("situation", "said"),
    [
        ({"important_reasn": True}, "important_reasn: no situation fact"),
        ({"important_reason": 1}, "'important_reason' must be True or False"),
        ({"legacy_period_open": True}, "no situation fact"),
        ({"minor": True}, "no situation fact"),
    ],
)
def test_situation_facts_are_checked(situation: dict[str, bool], said: str) -> None:
    case = entered()
    before = snapshot(case)
    with pytest.raises(EventRefused, match=re.escape(said)):
        case.step("invitation_sent", on=day("2024-03-04"), **situation)
    assert snapshot(case) == before


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"minor": True}, "a minor is under 25"),
        ({"vulnerable": "yes"}, "must be True or False"),
    ],
)
def test_person_facts_are_checked(facts: dict[str, bool], said: str) -> None:
    with pytest.raises(EventRefused, match=said):
        PersonFacts(**facts)


def test_time_does_not_run_backwards() -> None:
    case = entered()
    do(case, "2024-03-04", "invitation_sent")
    with pytest.raises(
        EventRefused, match="2024-03-03 lies before the last happening on 2024-03-04"
    ):
        do(case, "2024-03-03", "talk_missed")
    with pytest.raises(EventRefused, match="lies before the last happening"):
        case.advance(day("2024-03-03"))
    do(case, "2024-03-04", "talk_missed")


@pytest.mark.parametrize("on", ["2023-06-30", "2026-07-01"])
def test_days_outside_the_rule_set_are_refused(on: str) -> None:
    with pytest.raises(
        EventRefused, match=r"lies outside rule set 2023-07-01 \(2023-07-01 to 2026-06-30\)"
    ):
        do(Case(PersonFacts(), NAME), on, "enter")


def test_the_first_and_the_last_day_of_the_rule_set_fit() -> None:
    case = Case(PersonFacts(), NAME)
    do(case, "2023-07-01", "enter")
    do(case, "2026-06-30", "leave")
    assert case.configuration[0] == "closed"


# -- reading ---------------------------------------------------------------------------------


def test_a_new_case_can_only_enter() -> None:
    case = Case(PersonFacts(), NAME)
    assert case.possible_events() == ("enter", "enter_from_unemployment_insurance")
    assert case.today is None
    assert case.history == ()


def test_possible_events_know_the_person_and_the_state() -> None:
    assert "came_of_age" not in entered().possible_events()
    assert "came_of_age" in entered(minor=True, under_25=True).possible_events()
    assert "participation_plan_concluded" in planned(rehabilitation=True).possible_events()


def test_what_happens_by_itself_is_not_offered() -> None:
    case = entered()
    do(case, "2024-03-04", "invitation_sent")
    do(case, "2024-03-15", "talk_held", "analysis_completed")
    do(case, "2024-03-15", "creation_disagreement", conciliation_demanded=True)
    assert case.possible_events() == ("works_to_capacity", "talk_ended", "conciliation_agreed")


def test_the_story_is_told_in_german_and_in_english() -> None:
    case = planned()
    case.advance(day("2024-06-16"))
    do(case, "2024-06-17", "agreements_not_kept", important_reason=True)
    german, english = case.explain("de").splitlines(), case.explain().splitlines()
    assert len(german) == len(english) == len(case.history)
    assert german[0] == (
        "1. März 2024: Zugang in den Leistungsbezug. Danach: Erstgespräch steht aus. "
        "[Rz 15.6, Rz 15.12]"
    )
    assert (
        english[0]
        == "March 1, 2024: enters benefit. Then: first talk outstanding. [Rz 15.6, Rz 15.12]"
    )
    assert german[1].startswith(
        "4. März 2024: Einladung zum Gespräch verschickt. Einladung ohne RFB, Hinweis auf"
    )
    assert "invitation without RFB, note on travel costs on application" in english[1]
    assert german[-2] == (
        "16. Juni 2024: Frist versäumt: Überprüfung der Absprachen, fällig am 15. Juni 2024. "
        "[Rz 15.47]"
    )
    assert "deadline missed: adherence review, due on June 15, 2024" in english[-2]
    assert "(Umstände: wichtiger Grund)" in german[-1]
    assert "(circumstances: an important reason exists)" in english[-1]


def test_forced_events_are_told_as_such() -> None:
    case = planned()
    do(case, "2024-08-31", "need_ends_through_work")
    case.advance(day("2025-03-01"))
    assert "(von selbst)" in case.explain("de").splitlines()[-1]
    assert "(by itself)" in case.explain("en").splitlines()[-1]


def test_an_empty_story_says_so() -> None:
    case = Case(PersonFacts(), NAME)
    assert case.explain("de") == "Noch ist nichts geschehen."
    assert case.explain("en") == "Nothing has happened yet."


def test_every_line_of_a_story_cites() -> None:
    assert all(
        re.search(r"\[(Rz|§) .+\]$", line)
        for line in in_update_dispute().explain("de").splitlines()
    )


def test_the_history_cannot_be_changed_from_outside() -> None:
    case = entered()
    history = case.history
    do(case, "2024-03-04", "invitation_sent")
    assert len(history) == 1
    assert isinstance(history, tuple)


def test_two_cases_do_not_touch_each_other() -> None:
    one, other = entered(), entered(minor=True, under_25=True)
    do(one, "2024-03-04", "invitation_sent")
    assert other.configuration[1] == "first_due"
    assert "representative_instructed" not in one.explain()


def test_a_reform_moves_the_limits(rule_set: RuleSet) -> None:
    quarterly = rule_set.reform(name="quarterly", update_months=3, conciliation=False)
    case = Case(PersonFacts(), quarterly)
    do(case, "2024-03-01", "enter")
    do(case, "2024-03-04", "invitation_sent")
    do(case, "2024-03-15", *TALK)
    assert case.due()["update_due"] == day("2024-06-15")
    do(case, "2024-05-02", "invitation_sent")
    do(case, "2024-05-12", *REVIEW)
    assert acts(do(case, "2024-05-12", "update_disagreement", conciliation_demanded=True)) == []
    assert case.configuration[0] == "not_agreed"


def test_every_deadline_of_the_case_is_public_but_the_silent_one() -> None:
    case = demanded()
    breach(case, "2024-04-15", "2024-04-30")
    silent = [d.name for d in DEADLINES if d.silent]
    assert silent == ["repeat_window"]
    assert not set(silent) & case.due().keys()


def test_the_examples_in_the_docstring_run() -> None:
    outcome = doctest.testmod(case_module)
    assert outcome.attempted >= 4
    assert outcome.failed == 0
