"""Stories with dates: plausible days, forced events, and stories that cannot be played."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from koopsim.model.checker.dating import Call, Passage, date_story, rule_set_of
from koopsim.model.checker.pace import first_day, is_working_day, working_day
from koopsim.model.checker.story import Happens, Waits
from koopsim.model.errors import KoopsimError, RuleError
from koopsim.model.process.facts import PersonFacts
from koopsim.model.process.step import MissedDeadline, Step
from koopsim.model.rule_set import load_rule_set

from .conftest import BREAKING, DISPUTE, MISSED, REACHED, REDUCED, TO_THE_PLAN, make_story

OLD = PersonFacts(legacy_agreement=True)
LAW = load_rule_set("2023-07-01")


def days(dated):
    return {h.event: h.day for h in dated.happenings if isinstance(h, Step)}


def test_a_story_begins_on_a_monday_after_or_before_the_end_of_old_agreements():
    assert first_day(LAW, legacy_period=False) == date(2024, 2, 5)
    assert first_day(LAW, legacy_period=True) == date(2023, 8, 7)
    later = LAW.reform(name="later", legacy_end=date(2024, 12, 31))
    assert first_day(later, legacy_period=False) > date(2024, 12, 31)
    assert first_day(later, legacy_period=True) < date(2024, 12, 31)
    for law in (LAW, later):
        for legacy in (True, False):
            assert first_day(law, legacy).weekday() == 0


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 3, 28), True),
        (date(2024, 3, 29), False),  # Good Friday
        (date(2024, 4, 1), False),  # Easter Monday
        (date(2024, 5, 1), False),
        (date(2024, 10, 3), False),
        (date(2024, 2, 3), False),  # Saturday
        (date(2024, 2, 5), True),
    ],
)
def test_working_days(day, works):
    assert is_working_day(day) is works


def test_a_working_day_lies_in_time():
    friday = date(2024, 3, 29)
    assert working_day(friday, friday, date.max) == date(2024, 4, 2)
    assert working_day(friday, date(2024, 3, 1), friday) == date(2024, 3, 28)
    assert working_day(friday, friday, friday) == friday


def test_invitation_two_weeks_before_the_talk_and_all_of_a_talk_on_one_day():
    found = days(date_story(REACHED))
    assert found["enter"] == date(2024, 2, 5)
    assert found["talk_held"] - found["invitation_sent"] == timedelta(days=14)
    of_the_talk = {found[e] for e in ("talk_held", "analysis_completed", "plan_agreed")}
    assert of_the_talk == {found["update_unchanged"]}
    assert all(is_working_day(day) for day in found.values())


def test_a_missed_deadline_is_the_end():
    dated = date_story(MISSED)
    missed = dated.happenings[-1]
    assert isinstance(missed, MissedDeadline)
    assert (missed.deadline, missed.due) == ("update_due", date(2024, 8, 21))
    assert dated.calls[-1] == Call(date(2024, 8, 22))
    # Another deadline passes on the way; it is told, but it is not the end.
    passed = [h.deadline for h in dated.happenings if isinstance(h, MissedDeadline)]
    assert passed == ["adherence_review_due", "update_due"]


def test_a_reform_changes_the_day():
    changed = make_story(
        *TO_THE_PLAN,
        Waits("update_due"),
        ends="misses",
        subject="update_due",
        changes=(("update_months", 2),),
    )
    assert rule_set_of(changed).base == "2023-07-01"
    assert date_story(changed).calls[-1] == Call(date(2024, 4, 22))
    wrong = make_story("enter", changes=(("update_moths", 2),))
    with pytest.raises(RuleError, match="update_moths"):
        date_story(wrong)


def test_a_forced_event_comes_when_its_time_has_come():
    dated = date_story(DISPUTE)
    begun, ended = (days(dated)[e] for e in ("creation_disagreement", "conciliation_expired"))
    assert ended - begun == timedelta(weeks=4, days=1)
    assert dated.happenings[-1].forced
    assert dated.configuration[0] == "not_agreed"


def test_a_forced_event_that_waiting_has_brought_about_does_not_come_twice():
    waited = make_story(*DISPUTE.moves[:-1], Waits("conciliation_end"), "conciliation_expired")
    assert date_story(waited).happenings == date_story(DISPUTE).happenings


def test_moves_come_closer_where_a_deadline_would_pass():
    story = make_story(
        *DISPUTE.moves[:-1], "reporting_invitation_sent", "reporting_missed",
        "appointment_reduction_decided",
    )  # fmt: skip
    dated = date_story(story)
    last = days(dated)["appointment_reduction_decided"]
    assert last <= days(dated)["creation_disagreement"] + timedelta(weeks=4)
    assert "conciliation_expired" not in days(dated)


def test_waiting_for_the_end_of_a_reduction_and_of_the_year():
    story = make_story(*REDUCED, Waits("reduction_ends"), facts=OLD, legacy_period=True)
    dated = date_story(story)
    assert days(dated)["breach_reduction_decided"] == date(2023, 9, 11)
    # One month from the beginning of the next month on: October.
    assert dated.told[-1] == Passage(date(2023, 11, 1), "reduction_ends")
    year = make_story(*REDUCED, Waits("year_passes"), facts=OLD, legacy_period=True)
    assert date_story(year).calls[-1] == Call(date(2024, 10, 2))


def test_the_transition_period_ends_with_the_agreement():
    moves = ("enter", Waits("transition_period_ends"), "legacy_agreement_expired")
    dated = date_story(make_story(*moves, facts=OLD, legacy_period=True))
    assert [h.event for h in dated.happenings] == ["enter", "legacy_agreement_expired"]
    assert dated.happenings[-1].day == date(2024, 1, 1)
    # Nothing is recorded for a person without an old agreement.
    plain = date_story(make_story("enter", Waits("transition_period_ends"), legacy_period=True))
    assert isinstance(plain.told[1], MissedDeadline)


@pytest.mark.usefixtures("draft_property")
def test_the_breaking_step_is_told_though_the_case_refuses_it():
    dated = date_story(BREAKING)
    assert dated.broken == ("no_talk_ever",)
    assert [h.event for h in dated.happenings] == ["enter", "invitation_sent", "talk_held"]
    assert dated.breaking is not None and dated.breaking not in dated.told
    assert dated.breaking.day == date(2024, 2, 21)
    assert [str(act) for act in dated.breaking.acts] == ["talk(kind=first)"]
    assert "15.7" in dated.breaking.rules
    assert dated.configuration[0] == "analysis_outstanding"


@pytest.mark.usefixtures("draft_property")
def test_the_breaking_step_is_what_the_case_would_have_done(monkeypatch):
    breaking = date_story(BREAKING).breaking
    monkeypatch.undo()
    from koopsim.model.process import case as case_module

    case_module._monitor.cache_clear()
    step = date_story(make_story("enter", "invitation_sent", "talk_held")).happenings[-1]
    assert breaking == step


def cannot_be_played(story, reason):
    with pytest.raises(KoopsimError, match=reason) as error:
        date_story(story)
    assert str(error.value).startswith(f"The story of {story.subject} cannot be played")
    assert "\n" not in str(error.value)


def test_stories_that_do_not_end_as_they_say():
    cannot_be_played(BREAKING, "breaks no property")
    cannot_be_played(make_story("enter", ends="misses", subject="plan_due"), "does not pass")


@pytest.mark.usefixtures("draft_property")
def test_stories_that_break_something_else():
    cannot_be_played(make_story("enter", "invitation_sent", "talk_held"), "breaks no_talk_ever")
    other = make_story("enter", "invitation_sent", "talk_held", ends="breaks", subject="other")
    cannot_be_played(other, "breaks no_talk_ever instead")
    cannot_be_played(REACHED, "move 3 already breaks no_talk_ever")


@pytest.mark.parametrize(
    ("moves", "reason"),
    [
        (("enter", "plan_agreed"), "move 2, plan_agreed, is refused"),
        (("enter", "no_such_event"), "there is no event"),
        (("enter", Happens("invitation_sent", ())), None),
        (("enter", Waits("plan_due")), "waits for plan_due, but"),
        (("enter", Waits("reduction_ends")), "there is no"),
        (("enter", "conciliation_expired"), "nothing forces conciliation_expired"),
    ],
)
def test_moves_that_do_not_fit(moves, reason):
    story = make_story(*moves)
    if reason is None:
        assert date_story(story).happenings[-1].situation == frozenset()
    else:
        cannot_be_played(story, reason)


def test_a_wait_beyond_the_rule_set_is_refused():
    story = make_story(
        *TO_THE_PLAN, Waits("update_due"), ends="misses", changes=(("update_months", 36),)
    )
    cannot_be_played(story, "to wait for update_due, is refused: .* lies outside rule set")
