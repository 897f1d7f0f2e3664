"""Rz 15.48: follow-up invitations carry RFB only after the person has stayed away."""

from __future__ import annotations

from datetime import date, timedelta

from koopsim.model.process.acts import Act, act
from koopsim.model.process.case import Case
from koopsim.model.process.facts import PersonFacts
from koopsim.model.process.states import INITIAL_CONFIGURATION, Configuration
from koopsim.model.properties import SAFETY, Memory, Monitor, Observation

MONITOR = Monitor([p for p in SAFETY if p.name == "invitation_without_notice_while_appearing"], {})
WITH_NOTICE = act("invitation", to="follow_up", notice=True).act
WITHOUT_NOTICE = act("invitation", to="follow_up", notice=False).act
STAYED_AWAY = act("no_show", reason_known=False).act


def place(invitation: str) -> Configuration:
    """The initial configuration with another state of the invitation region."""
    return (INITIAL_CONFIGURATION[0], invitation, *INITIAL_CONFIGURATION[2:])


def seen(event: str, invitation: str, *acts: Act) -> Observation:
    return Observation(1, event, 0, place(invitation), place(invitation), acts)


def holds(memory: Memory) -> bool:
    step = seen("invitation_sent", "notice_sent", WITH_NOTICE)
    return MONITOR.broken(step, memory) == []


def test_an_invitation_with_notice_to_someone_who_appears_breaks_it() -> None:
    assert not holds(Memory())


def test_after_staying_away_it_holds() -> None:
    memory = Memory()
    MONITOR.take_in(seen("talk_missed", "once_due", STAYED_AWAY), memory)
    assert holds(memory)
    assert holds(memory.copy())


def test_an_excused_absence_is_no_reason() -> None:
    memory = Memory()
    MONITOR.take_in(seen("talk_missed", "plain_due", act("no_show", reason_known=True).act), memory)
    assert not holds(memory)


def test_a_missed_reporting_date_is_no_reason() -> None:
    memory = Memory()
    MONITOR.take_in(seen("reporting_missed", "plain_due", STAYED_AWAY), memory)
    assert not holds(memory)


def test_back_without_notice_it_starts_afresh() -> None:
    memory = Memory()
    MONITOR.take_in(seen("talk_missed", "once_due", STAYED_AWAY), memory)
    MONITOR.take_in(seen("invitation_sent", "once_sent", WITH_NOTICE), memory)
    assert holds(memory)
    MONITOR.take_in(seen("invitation_sent", "plain_sent", WITHOUT_NOTICE), memory)
    assert not holds(memory)


def test_a_case_with_absences_and_returns_keeps_it() -> None:
    day = date(2024, 3, 1)
    case = Case(PersonFacts(), "2023-07-01")
    case.step("enter", on=day)
    for _ in range(3):
        for event in ("invitation_sent", "talk_missed", "invitation_sent", "talk_held"):
            case.step(event, on=day)
        case.step("talk_ended", on=day, further_notice=True)
        case.step("invitation_sent", on=day)
        case.step("talk_held", on=day)
        case.step("talk_ended", on=day)
        day += timedelta(days=30)
    assert case.configuration[1] == "plain_due"
