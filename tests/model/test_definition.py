"""Definition checks: each fails on input broken on purpose; guards overlap or leave a gap."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from koopsim.model.errors import DefinitionError
from koopsim.model.process import expressions, fail_if
from koopsim.model.process.acts import act
from koopsim.model.process.definition import Transition, on
from koopsim.model.process.events import EVENTS, EventSpec
from koopsim.model.process.expressions import parse_expression
from koopsim.model.process.guards import GUARDS, Guard
from koopsim.model.process.process import TRANSITIONS, ProcessDefinition, transitions_from
from koopsim.model.process.states import LEAVES, State, is_active, leaves_of
from koopsim.model.process.text import Text
from koopsim.model.table.compiler import Compiler
from koopsim.model.table.transition_table import REFUSED, TransitionTable

LABEL = Text("egal", "whatever")
NO_RULE_FACTS = {
    "conciliation": True,
    "first_invitation_with_notice": False,
    "invitation_after_no_show_with_notice": True,
    "reduction_layer": True,
}


# -- declaring -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"event": "vanish"}, "unknown event 'vanish'"),
        ({"guard": "perhaps"}, "unknown guard 'perhaps'"),
        ({"cites": ()}, "cites no rule"),
        ({"target": "talk_open"}, "does not stay within one region"),
        ({"target": "nowhere"}, "does not stay within one region"),
    ],
)
def test_a_wrong_transition_cannot_be_declared(arguments: dict[str, object], said: str) -> None:
    right: dict[str, object] = {
        "event": "enter",
        "source": "outside",
        "target": "exempt",
        "guard": "always",
        "cites": ("15.74",),
    }
    values = {**right, **arguments}
    event, source, target = (str(values.pop(key)) for key in ("event", "source", "target"))
    with pytest.raises(DefinitionError, match=said):
        on(event, source, target, **values)  # type: ignore[arg-type]


def test_a_compound_stands_for_its_leaves_and_same_stays() -> None:
    made = on("ground_reviewed", "suspended", "same", cites=("15.19",))
    assert [(t.source, t.target) for t in made] == [(leaf, leaf) for leaf in leaves_of("suspended")]


@pytest.mark.parametrize(
    ("name", "fields", "said"),
    [
        ("telegram", {}, "is unknown"),
        ("offer", {"notice": False}, "needs exactly the fields"),
        (
            "offer",
            {"notice": False, "apart_from_plan": True, "size": 1},
            "needs exactly the fields",
        ),
        ("offer", {"notice": "no", "apart_from_plan": True}, "is not among"),
        ("reduction", {"ground": "breach", "stage": True}, "is not among"),
    ],
)
def test_a_wrong_act_cannot_be_declared(name: str, fields: dict[str, bool], said: str) -> None:
    with pytest.raises(DefinitionError, match=said):
        act(name, **fields)
    with pytest.raises(DefinitionError, match="no named guard"):
        act("plan_filed", when="perhaps")


# -- fail_if: one broken input per check -----------------------------------------------------


def test_the_definition_as_it_stands_has_no_fault() -> None:
    fail_if.transitions_are_wrong(TRANSITIONS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("minr", "reads the unknown fact 'minr'"),
        ("In('trsut')", "reads the unknown state 'trsut'"),
    ],
)
def test_a_guard_that_reads_unknown_names_is_found(
    monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.setitem(GUARDS, "broken", Guard("broken", parse_expression(text), LABEL, ("15.1",)))
    assert list(fail_if.guards_read_unknown_names()) == [f"guard 'broken' {said}"]
    with pytest.raises(DefinitionError, match=said):
        fail_if.transitions_are_wrong(TRANSITIONS)


def test_a_repeated_transition_is_found() -> None:
    twice = on("leave", "waived", "closed", cites=("15.12",))
    faults = list(fail_if.transitions_are_repeated([*twice, *twice]))
    assert faults == ["'leave' from 'waived' with guard 'always' is declared 2 times"]
    assert list(fail_if.transitions_are_repeated(twice)) == []


def test_an_event_that_nothing_follows_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EVENTS, "sneeze", EventSpec("sneeze", "plan", "person", LABEL, ("15.1",)))
    assert list(fail_if.events_do_nothing(TRANSITIONS)) == [
        "event 'sneeze' has no transition in its leading region 'plan'"
    ]


def test_an_event_followed_only_outside_its_leading_region_is_found() -> None:
    without = [t for t in TRANSITIONS if not (t.event == "moved" and t.region == "plan")]
    assert list(fail_if.events_do_nothing(without)) == [
        "event 'moved' has no transition in its leading region 'plan'"
    ]


def test_an_event_led_by_an_unknown_region_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EVENTS, "leave", replace(EVENTS["leave"], lead="weather"))
    assert list(fail_if.events_do_nothing(TRANSITIONS)) == [
        "event 'leave' is led by the unknown region 'weather'"
    ]


def test_a_leaf_that_nothing_enters_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LEAVES, "limbo", State("limbo", "plan", "plan", LABEL, ("15.1",)))
    assert list(fail_if.leaves_are_never_entered(TRANSITIONS)) == ["state 'limbo' is never entered"]
    staying = Transition("leave", "limbo", "limbo", "always", (), ("15.1",))
    assert list(fail_if.leaves_are_never_entered([*TRANSITIONS, staying])) == [
        "state 'limbo' is never entered"
    ]


def test_a_deadline_that_expires_into_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = replace(fail_if.DEADLINES[0], expiry_event="doomsday")
    monkeypatch.setattr(fail_if, "DEADLINES", (broken, *fail_if.DEADLINES[1:]))
    assert list(fail_if.expiry_events_are_unknown()) == [
        f"deadline {broken.name!r} expires into the unknown event 'doomsday'"
    ]


@pytest.mark.parametrize("kind", ["guard", "state", "event", "deadline", "transition"])
def test_an_element_that_cites_nothing_is_found(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    transitions = list(TRANSITIONS)
    if kind == "guard":
        monkeypatch.setitem(GUARDS, "young", replace(GUARDS["young"], cites=()))
    elif kind == "state":
        monkeypatch.setattr(
            fail_if, "ALL_STATES", {**LEAVES, "waived": replace(LEAVES["waived"], cites=())}
        )
    elif kind == "event":
        monkeypatch.setitem(EVENTS, "moved", replace(EVENTS["moved"], cites=()))
    elif kind == "deadline":
        bare = (replace(fail_if.DEADLINES[0], cites=()), *fail_if.DEADLINES[1:])
        monkeypatch.setattr(fail_if, "DEADLINES", bare)
    else:
        transitions[0] = replace(transitions[0], cites=())
    faults = list(fail_if.something_cites_nothing(transitions))
    assert len(faults) == 1
    assert faults[0].startswith(kind)
    assert faults[0].endswith("cites no rule")


def test_all_faults_are_listed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EVENTS, "sneeze", EventSpec("sneeze", "plan", "person", LABEL, ()))
    with pytest.raises(DefinitionError) as refused:
        fail_if.transitions_are_wrong(TRANSITIONS)
    assert str(refused.value).count("sneeze") == 2
    assert str(refused.value).startswith("the process definition is wrong: ")


# -- the compiler's checks: overlap and gap ---------------------------------------------------


def _compile(*transitions: Transition) -> TransitionTable:
    definition = ProcessDefinition(transitions)
    return Compiler("toy", dict(NO_RULE_FACTS), definition).compile()


def _entry(target: str, guard: str) -> Transition:
    return on("enter", "outside", target, guard=guard, cites=("15.6",))[0]


def test_two_guards_that_exclude_each_other_compile() -> None:
    table = _compile(_entry("exempt", "benefit_beside"), _entry("waived", "no_benefit_beside"))
    assert REFUSED not in table.cells[0, "enter"].outcomes


def test_two_guards_that_hold_at_once_are_refused_by_name() -> None:
    with pytest.raises(DefinitionError, match="two guards hold at once") as refused:
        _compile(_entry("exempt", "benefit_beside"), _entry("waived", "is_minor"))
    assert "enter: outside -> exempt [benefit_beside]" in str(refused.value)
    assert "enter: outside -> waived [is_minor]" in str(refused.value)
    assert "'minor', 'unemployment_benefit'" in str(refused.value)


def test_a_gap_between_guards_is_a_refusal() -> None:
    table = _compile(_entry("exempt", "benefit_beside"), _entry("waived", "legacy_entry"))
    assert REFUSED in table.cells[0, "enter"].outcomes


def test_a_region_may_not_follow_what_its_leader_refuses() -> None:
    follower = on("enter", "no_measure", "measure_assigned", cites=("15.25",))[0]
    with pytest.raises(DefinitionError, match="the leading region 'plan' refuses"):
        _compile(_entry("exempt", "benefit_beside"), follower)


def test_a_region_may_follow_its_leader() -> None:
    follower = on(
        "enter", "no_measure", "measure_assigned", guard="benefit_beside", cites=("15.25",)
    )[0]
    table = _compile(_entry("exempt", "benefit_beside"), follower)
    assert [e.fired for e in table.entries] == [(0, 1)]


# Events in which a person or time decides: whatever the circumstances are, the model must have an
# answer wherever the event fits at all. What an office does may be refused for a reason.
NEVER_REFUSED_BY_CIRCUMSTANCES = (
    "talk_held",
    "talk_missed",
    "reporting_kept",
    "reporting_missed",
    "demand_complied",
    "demand_refused",
    "measure_noncooperation",
    "intervention_succeeded",
    "intervention_failed",
    "creation_disagreement",
    "update_disagreement",
    "agreements_kept",
    "leave",
    "moved",
    "ground_begins",
    "ground_ends",
    "unemployment_benefit_begins",
    "unemployment_benefit_ends",
    "conciliation_expired",
    "support_expired",
    "legacy_agreement_expired",
    "appointment_determination_expired",
    "breach_determination_expired",
    "enter",
    "appointment_reduction_decided",
    "conciliation_agreed",
    "plan_agreed",
    "analysis_completed",
    "talk_ended",
)


@pytest.mark.parametrize("event", NEVER_REFUSED_BY_CIRCUMSTANCES)
def test_no_circumstances_leave_a_gap(table: TransitionTable, event: str) -> None:
    cells = [cell for (_, name), cell in table.cells.items() if name == event]
    assert cells
    assert not [cell for cell in cells if REFUSED in cell.outcomes]


@pytest.mark.parametrize(
    ("event", "states"),
    [
        # An unreasonable demand, or one on an exempt matter, is not issued (Rz 15.54, 15.55).
        ("demand_issued", {"not_agreed", "plan_with_notice"}),
        # Without capacity or with change expected there is no waiver (Rz 15.18).
        (
            "waiver_granted",
            {
                "analysis_outstanding",
                "plan_outstanding",
                "trust",
                "returning",
                "moved_with_plan",
                "moved_without_plan",
            },
        ),
        # Nothing follows from an old agreement once the transition period is over (Rz 15.69).
        ("agreements_not_kept", {"legacy_agreement", "legacy_analysed"}),
    ],
)
def test_wanted_gaps_are_where_they_belong(
    table: TransitionTable, event: str, states: set[str]
) -> None:
    gaps = {
        table.configurations[i][0]
        for (i, name), cell in table.cells.items()
        if name == event and REFUSED in cell.outcomes
    }
    assert gaps == states


def test_look_ups_agree_with_the_list() -> None:
    for transition in TRANSITIONS:
        assert transition in transitions_from(transition.source, transition.event)
        assert is_active(transition.source, (transition.source,))
    assert transitions_from("closed", "enter") == ()


def test_every_guard_is_used_by_a_transition_an_act_or_another_guard() -> None:
    used = {t.guard for t in TRANSITIONS} | {a.when for t in TRANSITIONS for a in t.acts}
    folder = Path(expressions.__file__).parent
    texts = "".join(path.read_text(encoding="utf-8") for path in folder.glob("guards_of_*.py"))
    idle = [
        name for name in GUARDS if name not in used and len(re.findall(rf"\b{name}\b", texts)) < 2
    ]
    assert len(GUARDS) > 90
    assert idle == []
