"""Logs with one planted fault each: it is caught, under the right Rz, and counts once."""

from __future__ import annotations

import pytest
from koopsim.analysis.conformance.deviations import DeviationKind, Recovery
from koopsim.model.vocabulary import Modality

from .conftest import FIRST_TALK, Judge, Row, entry

INVITED, TALK, ANALYSIS, PLAN, END = FIRST_TALK
FAILED = "2024-03-01"
NOTICE = "adherence_review(outcome=notice); important_reason_considered(found=no); {0}demand({1})"


def failed(before: str = "", demand: str = "basis=breach", **facts: str) -> Row:
    return (FAILED, "agreements_not_kept", {"acts": NOTICE.format(before, demand), **facts})


def plan(acts: str) -> Row:
    return ("2024-01-19", "plan_agreed", {"acts": acts})


def dispute(**cells: str) -> Row:
    return ("2024-01-19", "creation_disagreement", {"conciliation_demanded": "yes", **cells})


CONCILIATION = [INVITED, TALK, ANALYSIS, dispute(rehabilitation_matter="no"), END]
FAULTS: dict[str, tuple[list[Row], str, Modality]] = {
    "no first invitation": ([entry(), *FIRST_TALK[1:]], "15.6", Modality.MUST),
    "first invitation with RFB": (
        [
            entry(),
            (
                "2024-01-05",
                "invitation_sent",
                {"acts": "invitation(to=first_talk, notice=yes); travel_cost_notice"},
            ),
            *FIRST_TALK[1:],
        ],
        "15.6",
        Modality.MUST,
    ),
    "no analysis": ([entry(), INVITED, TALK, PLAN, END], "15.3", Modality.MUST),
    "notice without individual check": (
        [entry(vulnerable="yes"), *FIRST_TALK, failed()],
        "15.53",
        Modality.SHOULD,
    ),
    "demand against a minor without representative": (
        [entry(minor="yes", under_25="yes"), *FIRST_TALK, failed()],
        "15.57",
        Modality.MUST,
    ),
    "demand in a matter of coaching": (
        [entry(holistic_coaching="yes"), *FIRST_TALK, failed(coaching_matter="yes")],
        "15.54",
        Modality.MUST,
    ),
    "important reason not considered": (
        [
            entry(),
            *FIRST_TALK,
            (FAILED, "agreements_not_kept", {"acts": "adherence_review(outcome=notice); demand"}),
        ],
        "15.51",
        Modality.MUST,
    ),
    "demand without cost rule": (
        [entry(), *FIRST_TALK, failed(demand="basis=breach, cost_rule=no")],
        "15.56",
        Modality.MUST,
    ),
    "demand not apart from the plan": (
        [entry(), *FIRST_TALK, failed(demand="basis=breach, apart_from_plan=no")],
        "15.55",
        Modality.MUST,
    ),
    "demand under trust": (
        [entry(), *FIRST_TALK, (FAILED, "demand_issued", {})],
        "15.52",
        Modality.SHOULD,
    ),
    "plan signed": (
        [
            entry(),
            INVITED,
            TALK,
            ANALYSIS,
            plan("plan_issued(version=new, signed=yes); plan_filed; consultation_note"),
            END,
        ],
        "15.17",
        Modality.MUST,
    ),
    "plan not filed": (
        [
            entry(),
            INVITED,
            TALK,
            ANALYSIS,
            plan("plan_issued(version=new); consultation_note"),
            END,
        ],
        "15.14",
        Modality.MUST,
    ),
    "update without review of the analysis": (
        [
            entry(),
            *FIRST_TALK,
            ("2024-04-05", "invitation_sent", {}),
            ("2024-04-19", "talk_held", {}),
            ("2024-04-19", "update_agreed", {}),
            ("2024-04-19", "talk_ended", {}),
        ],
        "15.66",
        Modality.SHOULD,
    ),
    "waiver for somebody without work": (
        [entry(), INVITED, TALK, ANALYSIS, ("2024-01-19", "waiver_granted", {})],
        "15.18",
        Modality.SHOULD,
    ),
    "conciliation over rehabilitation": (
        [
            entry(),
            INVITED,
            TALK,
            ANALYSIS,
            dispute(rehabilitation_matter="yes", acts="conciliation_opened(over=creation)"),
            END,
        ],
        "15.41",
        Modality.MUST,
    ),
    "conciliation longer than four weeks": (
        [entry(), *CONCILIATION, ("2024-02-17", "conciliation_agreed", {})],
        "§ 15a(4) SGB II",
        Modality.MUST,
    ),
    "conciliation recorded as ended too late": (
        [entry(), *CONCILIATION, ("2024-02-20", "conciliation_expired", {})],
        "§ 15a(4) SGB II",
        Modality.MUST,
    ),
    "no RFB after an unexcused no-show": (
        [
            entry(),
            *FIRST_TALK,
            ("2024-04-05", "invitation_sent", {}),
            ("2024-04-19", "talk_missed", {"important_reason": "no"}),
            (
                "2024-04-19",
                "invitation_sent",
                {"acts": "invitation(to=follow_up, notice=no); travel_cost_notice"},
            ),
        ],
        "15.8",
        Modality.SHOULD,
    ),
    "talk while unemployment benefit is paid": (
        [entry(unemployment_benefit="yes"), *FIRST_TALK],
        "15.73",
        Modality.SHOULD,
    ),
    "old agreement after 2023": (
        [entry(legacy_agreement="yes"), ("2024-01-20", "legacy_agreement_expired", {})],
        "15.69",
        Modality.MUST,
    ),
    "demand for a measure without early intervention": (
        [
            entry(),
            *FIRST_TALK,
            ("2024-02-01", "measure_started", {}),
            ("2024-02-10", "intervention_failed", {}),
        ],
        "15.59",
        Modality.SHOULD,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_caught_under_its_rule(judge: Judge, name: str) -> None:
    rows, rule, modality = FAULTS[name]
    found = judge(rows)
    misfits = [deviation for deviation in found.deviations if deviation.misfit]
    assert found.misfits == len(misfits) == 1
    assert misfits[0].rules[0] == rule
    assert misfits[0].modality is modality
    assert found.fitness == pytest.approx(1 - 1 / len(rows))
    for language in ("de", "en"):
        assert misfits[0].sentence(language).endswith("]")


SOUND: dict[str, list[Row]] = {
    "plan": [entry(), *FIRST_TALK],
    "check before notice": [
        entry(vulnerable="yes"),
        *FIRST_TALK,
        failed("individual_check(notice_helps=yes); "),
    ],
    "representative of a minor": [
        entry(minor="yes", under_25="yes"),
        *FIRST_TALK,
        (
            FAILED,
            "agreements_not_kept",
            {"acts": NOTICE.format("", "basis=breach") + "; representative_instructed"},
        ),
    ],
    "of age by then": [
        entry(minor="yes", under_25="yes"),
        *FIRST_TALK,
        ("2024-02-01", "came_of_age", {}),
        failed(),
    ],
    "conciliation within four weeks": [
        entry(),
        *CONCILIATION,
        ("2024-02-16", "conciliation_agreed", {}),
    ],
    "conciliation that ends unrecorded": [
        entry(),
        *CONCILIATION,
        ("2024-02-17", "demand_issued", {}),
    ],
    "back in benefit": [
        entry(),
        *FIRST_TALK,
        ("2024-02-01", "leave", {}),
        ("2024-03-01", "enter", {}),
        ("2024-03-04", "invitation_sent", {}),
    ],
    "work to capacity, again and again": [
        entry(integrated_to_capacity="yes"),
        *FIRST_TALK,
        ("2024-02-01", "works_to_capacity", {}),
    ],
}


@pytest.mark.parametrize("name", SOUND)
def test_what_the_rules_allow_fits(judge: Judge, name: str) -> None:
    assert judge(SOUND[name]).misfits == 0


def test_an_update_after_seven_months_is_counted_and_fits(judge: Judge) -> None:
    rows = [
        entry(),
        *FIRST_TALK,
        ("2024-08-19", "talk_held", {}),
        ("2024-08-19", "analysis_reviewed", {}),
        ("2024-08-19", "update_agreed", {}),
        ("2024-08-19", "talk_ended", {}),
    ]
    rows.insert(6, ("2024-08-05", "invitation_sent", {}))
    found = judge(rows)
    late = [d for d in found.deviations if d.event == "deadline_missed:update_due"]
    assert found.misfits == 0
    assert [(d.rules[0], d.modality, str(d.day)) for d in late] == [
        ("15.65", Modality.SHOULD, "2024-07-20")
    ]


def test_an_update_on_the_last_day_is_in_time(judge: Judge) -> None:
    talk = [
        ("2024-07-19", event, {})
        for event in ("talk_held", "analysis_reviewed", "update_agreed", "talk_ended")
    ]
    found = judge([entry(), *FIRST_TALK, ("2024-07-05", "invitation_sent", {}), *talk])
    assert "update_due" not in set(found.rules["deadline"])


def test_a_deadline_wrongly_called_missed_is_a_misfit(judge: Judge) -> None:
    found = judge([entry(), *FIRST_TALK, ("2024-02-01", "deadline_missed:update_due", {})])
    assert [d.kind for d in found.deviations] == [DeviationKind.not_missed]


@pytest.mark.parametrize("vulnerable", ["yes", "no", ""])
def test_an_unknown_fact_accuses_nobody(judge: Judge, vulnerable: str) -> None:
    """Without individual check: a fault for the vulnerable, none for others, none if not known."""
    found = judge([entry(vulnerable=vulnerable), *FIRST_TALK, failed()])
    assert found.misfits == (vulnerable == "yes")


def test_a_fault_does_not_spread(judge: Judge) -> None:
    """After a missing invitation the replay goes on as if it had been sent."""
    updates = [
        ("2024-06-01", "invitation_sent", {}),
        ("2024-06-14", "talk_held", {}),
        ("2024-06-14", "analysis_reviewed", {}),
        ("2024-06-14", "update_agreed", {}),
        ("2024-06-14", "talk_ended", {}),
    ]
    found = judge([entry(), *FIRST_TALK[1:], *updates])
    misfits = [d for d in found.deviations if d.misfit]
    assert [(d.event, d.recovery) for d in misfits] == [("talk_held", Recovery.inserted)]


def test_an_event_that_fits_nowhere_near_is_followed_from_the_nearest_state(judge: Judge) -> None:
    found = judge(
        [
            entry(),
            *FIRST_TALK,
            ("2024-03-01", "leave", {}),
            ("2024-03-05", "invitation_sent", {}),
            ("2024-03-19", "talk_held", {}),
        ]
    )
    misfits = [d for d in found.deviations if d.misfit]
    assert [(d.event, d.recovery) for d in misfits] == [("invitation_sent", Recovery.jumped)]
