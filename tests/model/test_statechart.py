"""The chart: seven parallel regions, the six states users speak of, nothing swallowed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from koopsim.model.errors import EventRefused
from koopsim.model.process.facts import FACTS
from koopsim.model.process.statechart import ROOT, Statechart, chart_class
from koopsim.model.process.states import (
    ALL_STATES,
    COMPOUNDS,
    INITIAL_CONFIGURATION,
    LEAVES,
    REGION_NAMES,
    format_configuration,
    is_active,
    leaves_of,
    parse_configuration,
)
from koopsim.model.table.transition_table import TransitionTable

USER_STATES = {
    "no plan",
    "plan without RFB",
    "plan with RFB",
    "return to trust-based work",
    "Schlichtung (conciliation)",
    "§ 10 suspension",
}
FREE = {spec.name: spec.default for spec in FACTS if spec.kind != "rule_set"}


def _states(parent: object) -> Iterator[object]:
    for state in parent.states:  # type: ignore[attr-defined]
        yield state
        yield from _states(state)


def _ids(parent: object) -> set[str]:
    return {str(state.id) for state in _states(parent)}  # type: ignore[attr-defined]


def test_the_chart_has_one_parallel_root_with_seven_regions() -> None:
    roots = list(chart_class().states)
    assert [root.id for root in roots] == [ROOT]
    assert roots[0].parallel
    assert [region.id for region in roots[0].states] == list(REGION_NAMES)
    assert len(REGION_NAMES) == 7


def test_each_region_holds_its_own_states() -> None:
    for region in next(iter(chart_class().states)).states:
        wanted = {s.name for s in ALL_STATES.values() if s.region == region.id}
        assert _ids(region) == wanted


def test_compounds_hold_their_leaves_and_every_initial_is_the_first() -> None:
    for state in _states(chart_class()):
        name = state.id  # type: ignore[attr-defined]
        if name in COMPOUNDS:
            assert tuple(child.id for child in state.states) == leaves_of(name)  # type: ignore[attr-defined]
    fresh = chart_class()(
        type("Model", (), {f"fact_{s.name}": False for s in FACTS} | {"state": None})()
    )
    assert set(INITIAL_CONFIGURATION) == set(fresh.configuration_values) & LEAVES.keys()


def test_the_initial_configuration_has_one_leaf_of_each_region() -> None:
    assert [LEAVES[leaf].region for leaf in INITIAL_CONFIGURATION] == list(REGION_NAMES)
    text = format_configuration(INITIAL_CONFIGURATION)
    assert parse_configuration(text) == INITIAL_CONFIGURATION


def test_the_six_states_of_the_users_exist() -> None:
    named = [state.user_state for state in ALL_STATES.values() if state.user_state]
    assert sorted(named) == sorted(USER_STATES)


@pytest.mark.parametrize("user_state", sorted(USER_STATES))
def test_each_of_the_six_states_is_reachable(table: TransitionTable, user_state: str) -> None:
    name = next(state.name for state in ALL_STATES.values() if state.user_state == user_state)
    assert any(is_active(name, configuration) for configuration in table.configurations)


@pytest.mark.parametrize("name", sorted(ALL_STATES))
def test_every_state_is_reachable(table: TransitionTable, name: str) -> None:
    assert any(is_active(name, configuration) for configuration in table.configurations)


def test_an_unknown_state_has_no_leaves() -> None:
    with pytest.raises(KeyError):
        leaves_of("nowhere")


def test_an_unknown_event_is_refused_by_name(chart: Statechart) -> None:
    with pytest.raises(EventRefused, match="there is no event 'sneeze'"):
        chart.step(INITIAL_CONFIGURATION, "sneeze", FREE)


def test_an_event_that_does_not_fit_is_refused(chart: Statechart) -> None:
    with pytest.raises(EventRefused, match="plan_agreed does not fit"):
        chart.step(INITIAL_CONFIGURATION, "plan_agreed", FREE)


class _Explosive:
    """A truth value that nobody can ask for."""

    def __bool__(self) -> bool:
        raise ZeroDivisionError("asked")


def test_an_error_in_a_guard_surfaces_and_does_no_harm(chart: Statechart) -> None:
    with pytest.raises(ZeroDivisionError):
        chart.step(INITIAL_CONFIGURATION, "enter", {**FREE, "unemployment_benefit": _Explosive()})  # type: ignore[dict-item]
    step = chart.step(INITIAL_CONFIGURATION, "enter", FREE)
    assert step.after[0] == "first_talk_outstanding"


def test_an_error_in_the_condition_of_an_act_surfaces(chart: Statechart) -> None:
    entered = chart.step(INITIAL_CONFIGURATION, "enter", FREE).after
    with pytest.raises(ZeroDivisionError):
        chart.step(
            (*entered[:1], "once_due", *entered[2:]),
            "invitation_sent",
            {**FREE, "minor": _Explosive()},
        )  # type: ignore[dict-item]


def test_the_chart_keeps_nothing_between_steps(chart: Statechart) -> None:
    first = chart.step(INITIAL_CONFIGURATION, "enter", {**FREE, "unemployment_benefit": True})
    second = chart.step(INITIAL_CONFIGURATION, "enter", {})
    assert (first.after[0], second.after[0]) == ("exempt", "first_talk_outstanding")


def test_all_regions_look_at_the_configuration_before_the_step(
    chart: Statechart, table: TransitionTable
) -> None:
    # The plan leaves "not_agreed" in the very step in which that state lifts the demand.
    before = next(
        c
        for c in table.configurations
        if c[0] == "not_agreed" and c[2] == "talk_open" and c[4] == "demand_standing"
    )
    step = chart.step(before, "plan_agreed", FREE)
    assert (step.after[0], step.after[4]) == ("trust", "no_demand")


def test_rule_facts_win_over_facts_given() -> None:
    plain = Statechart({"first_invitation_with_notice": False})
    sent = plain.step(
        ("first_talk_outstanding", *INITIAL_CONFIGURATION[1:]),
        "invitation_sent",
        {**FREE, "first_invitation_with_notice": True},
    )
    assert sent.acts[0].get("notice") is False


def test_acts_come_in_the_order_of_the_definition(chart: Statechart) -> None:
    entered = ("first_talk_outstanding", *INITIAL_CONFIGURATION[1:])
    sent = chart.step(entered, "invitation_sent", FREE)
    assert [act.kind for act in sent.acts] == ["invitation", "travel_cost_notice"]
