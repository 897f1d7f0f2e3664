"""The checker's verdicts: the shipped model passes, and each kind of fault is noticed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from koopsim.model.checker import CheckReport, check
from koopsim.model.checker.acceptance import AcceptanceJudge
from koopsim.model.checker.check import check_model, chosen_properties
from koopsim.model.checker.dating import date_story
from koopsim.model.checker.findings import findings_of
from koopsim.model.checker.judging import explore_for, judge
from koopsim.model.checker.model_under_check import ModelUnderCheck
from koopsim.model.checker.mutation import Mutant, all_mutants
from koopsim.model.checker.reaching import WholeGraph, deadlocks
from koopsim.model.checker.verdict import Verdict
from koopsim.model.errors import RuleError
from koopsim.model.explorer import Slice
from koopsim.model.explorer.exploration import search
from koopsim.model.explorer.graph import state_graph
from koopsim.model.explorer.judged_steps import StepJudge
from koopsim.model.process.deadlines import DEADLINE_INDEX, pattern
from koopsim.model.process.process import PROCESS, ProcessDefinition
from koopsim.model.process.text import Text
from koopsim.model.properties import Accepted, Always, Possible
from koopsim.model.properties.formula import TRUE, emits, event, fact, is_in, was_in
from koopsim.model.rule_set import load_rule_set
from koopsim.model.table.compiler import Compiler
from koopsim.model.vocabulary import Modality

RULES = load_rule_set("2023-07-01")
BASE = ModelUnderCheck.of(RULES)


def changed_model(definition: ProcessDefinition) -> ModelUnderCheck:
    table = Compiler(RULES.name, BASE.rule_facts, definition).compile()
    return replace(BASE, table=table, deadlines=definition.deadlines)


def without(*names: str) -> ProcessDefinition:
    """The process without the transitions of some events."""
    kept = tuple(t for t in PROCESS.transitions if t.event not in names)
    return ProcessDefinition(kept)


def with_deadline(name: str, **changes: object) -> ProcessDefinition:
    deadlines = list(PROCESS.deadlines)
    index = DEADLINE_INDEX[name]
    deadlines[index] = replace(deadlines[index], **changes)  # type: ignore[arg-type]
    return replace(PROCESS, deadlines=tuple(deadlines))


def verdict_of(model: ModelUnderCheck, name: str) -> Verdict:
    return check_model(model, chosen_properties([name]), whole_model=False).verdicts[0]


def mutant(name: str) -> Mutant:
    return next(m for m in all_mutants() if m.name == name)


@pytest.fixture(scope="module")
def report() -> CheckReport:
    return check(RULES)


def test_the_shipped_model_passes(report: CheckReport) -> None:
    assert [v.name for v in report.verdicts if not v.good] == []
    assert report.findings == ()
    assert report.passed
    reached = search(BASE.table, StepJudge((), ()), Slice(BASE.deciding)).configurations_reached()
    assert report.exploration.configurations == len(reached) <= len(BASE.table.configurations)


def test_every_must_and_should_of_a_verdict_has_its_word(report: CheckReport) -> None:
    by_status = {v.status for v in report.verdicts if v.modality is Modality.MUST}
    assert by_status == {"proved"}
    keepable = [v for v in report.verdicts if v.kind == "keepable"]
    assert len(keepable) == sum(d.modality == "SHOULD" for d in PROCESS.deadlines)
    assert all(v.status == "keepable" and v.story is not None for v in keepable)
    possible = [v for v in report.verdicts if v.kind == "possible"]
    assert all(v.status == "possible" and v.story is not None for v in possible)


def test_all_stories_happen_on_the_statechart_as_told(report: CheckReport) -> None:
    stories = [v.story for v in report.verdicts if v.story] + [
        a.story for a in report.answers if a.story
    ]
    assert len(stories) > 35
    for story in stories:
        date_story(story)


def test_the_answers(report: CheckReport) -> None:
    yes = [a.answer.en.startswith("Yes") for a in report.answers]
    assert yes == [True, False, True, True, False, True, False, True]
    route = report.answers[0].story
    assert route is not None
    assert [getattr(m, "event", "") for m in route.moves][-1] == "reporting_invitation_sent"


# -- each kind of fault is noticed ---------------------------------------------------------------


def test_a_dropped_instruction_breaks_the_rule_on_minors_with_a_story() -> None:
    dropped = next(
        m
        for m in all_mutants()
        if m.kind == "drop act"
        and "once_due -> once_sent" in m.name
        and "representative_instructed" in m.name
    )
    verdict = verdict_of(changed_model(dropped.make()), "representative_instructed_with_minor")
    assert verdict.status == "violated"
    assert verdict.story is not None
    assert verdict.story.facts.minor
    events = [getattr(m, "event", "") for m in verdict.story.moves]
    assert events == ["enter", "invitation_sent", "talk_missed", "invitation_sent"]


def test_all_broken_properties_are_reported_not_only_the_first() -> None:
    broken = check_model(
        changed_model(without("analysis_reviewed", "conciliation_expired")),
        chosen_properties(),
        whole_model=False,
    )
    names = {v.name for v in broken.verdicts if not v.good}
    assert {
        "update_can_be_in_time",
        "conciliation_within_four_weeks",
        "conciliation_comes_to_an_end",
        "update_after_move_stays_possible",
    } <= names


@pytest.mark.parametrize(
    ("name", "definition"),
    [
        ("return_to_trust_stays_possible", lambda: without("agreements_kept")),
        ("plan_stays_reachable", lambda: without("plan_agreed", "conciliation_agreed")),
        ("every_case_can_end", lambda: without("leave", "support_ended", "support_expired")),
        ("support_within_limit", lambda: without("support_expired")),
        ("support_comes_to_an_end", lambda: without("support_expired")),
        (
            "notice_can_be_reviewed",
            lambda: without(
                "notice_reviewed",
                "agreements_kept",
                "readiness_declared",
                "update_agreed",
                "update_unchanged",
            ),
        ),
        ("waiver_can_be_reviewed", lambda: without("waiver_reviewed", "waiver_ends")),
        ("plan_kept_unchanged", lambda: without("update_unchanged")),
        ("ground_can_be_reviewed", lambda: with_deadline("ground_review_due", restarts_on=())),
        (
            "appointment_hearing_comes_to_an_end",
            lambda: with_deadline(
                "appointment_determination_end", restarts_on=(pattern("hearing_opened"),)
            ),
        ),
    ],
)
def test_a_changed_process_breaks(name: str, definition: Callable[[], ProcessDefinition]) -> None:
    """Each holds in the shipped model, as the report above shows."""
    assert not verdict_of(changed_model(definition()), name).good


@pytest.mark.parametrize(
    ("deadline", "name"),
    [
        ("conciliation_end", "conciliation_within_four_weeks"),
        ("support_end", "support_within_limit"),
        ("update_due", "update_can_be_in_time"),
    ],
)
def test_a_stretched_deadline_is_noticed(deadline: str, name: str) -> None:
    assert not verdict_of(replace(BASE, stretched={deadline: 1}), name).good


def test_a_property_of_what_never_happens_is_vacuous() -> None:
    item = Always(
        name="nobody",
        modality=Modality.MUST,
        cites=("15.2",),
        title=Text("niemand", "nobody"),
        when=event("talk_held") & was_in("exempt"),
        then=~TRUE,
    )
    explored = explore_for(BASE, (item,), facts=())
    verdict = judge(BASE, explored, (item,))[0]
    assert verdict.status == "proved" and verdict.vacuous and not verdict.good


def test_what_never_happens_is_found() -> None:
    explored = explore_for(BASE, (), facts=(), excluded=frozenset({"need_returns", "offer_made"}))
    found = findings_of(explored, WholeGraph(BASE), ())
    kinds = {(f.kind, f.element.split(":")[0]) for f in found}
    assert ("unreached_event", "offer_made") in kinds
    assert ("idle_transition", "need_returns") in kinds


def test_a_dead_end_is_found() -> None:
    only = tuple(t for t in PROCESS.transitions if t.event == "enter")
    stuck = deadlocks(WholeGraph(changed_model(ProcessDefinition(only))))
    assert {c[0] for c in stuck} == {"exempt", "legacy_agreement", "first_talk_outstanding"}


# -- acceptance ----------------------------------------------------------------------------------

_ACCEPTED = Accepted(
    name="waiver_review_in_waiver",
    modality=Modality.MAY,
    cites=("15.18",),
    title=Text("Verzicht", "waiver"),
    event="waiver_ends",
    where=was_in("waived"),
)


@pytest.mark.parametrize(
    ("where", "given", "holds"),
    [
        (was_in("waived"), TRUE, True),
        (was_in("waived", "trust"), TRUE, False),
        (~TRUE, TRUE, False),
        (was_in("waived") & fact("minor"), TRUE, False),
        (~TRUE, was_in("trust"), True),
        # Whoever is in a waiver works to capacity: what is said of others is not asked.
        (was_in("waived") & fact("integrated_to_capacity"), TRUE, True),
    ],
)
def test_acceptance_is_exact_over_reachable_states(
    where: object, given: object, holds: bool
) -> None:
    item = replace(_ACCEPTED, where=where, given=given)  # type: ignore[arg-type]
    explored = explore_for(BASE, (), facts=BASE.changing)
    assert AcceptanceJudge(BASE, explored).holds(item) is holds


# -- oracles -------------------------------------------------------------------------------------


def test_reachability_agrees_with_networkx() -> None:
    explored = search(BASE.table, StepJudge((), ()), Slice(facts=()))
    graph = state_graph(explored)
    goal = np.zeros(explored.state_count, dtype=np.bool_)
    configurations = explored.arrays.configurations
    for state in range(explored.state_count):
        goal[state] = configurations[explored.configuration_of(state)][0] == "trust"
    other = nx.DiGraph(graph.to_networkx()).reverse()
    reached = {n for s in np.flatnonzero(goal) for n in ()} | set(np.flatnonzero(goal).tolist())
    other.add_node("goal")
    other.add_edges_from(("goal", s) for s in reached)
    expected = nx.descendants(other, "goal")
    assert set(np.flatnonzero(graph.can_reach(goal)).tolist()) == expected


def test_components_agree_with_networkx() -> None:
    explored = search(BASE.table, StepJudge((), ()), Slice(facts=()))
    graph = state_graph(explored)
    inside = np.array([s % 3 != 0 for s in range(explored.state_count)])
    number, labels, _ = graph.components(inside)
    part = nx.DiGraph(graph.to_networkx()).subgraph(np.flatnonzero(inside).tolist())
    expected = {frozenset(c) for c in nx.strongly_connected_components(part)}
    found: dict[int, set[int]] = {}
    for state in np.flatnonzero(inside):
        found.setdefault(int(labels[state]), set()).add(int(state))
    assert {frozenset(c) for c in found.values()} == expected
    assert number >= len(expected)


def test_a_story_is_as_short_as_can_be() -> None:
    """The search's story to an individual check has as few steps as networkx finds."""
    item = Possible(
        name="check",
        modality=Modality.MAY,
        cites=("15.53",),
        title=Text("Prüfung", "check"),
        step=emits("individual_check") & is_in("trust"),
    )
    explored = explore_for(BASE, (item,), facts=BASE.deciding)
    verdict = judge(BASE, explored, (item,))[0]
    assert verdict.story is not None
    assert len(verdict.story.moves) == 6


# -- choosing ------------------------------------------------------------------------------------


def test_one_rule_can_be_asked_for() -> None:
    report = check(RULES, rule="15.64")
    assert {v.name for v in report.verdicts} >= {
        "plan_stays_reachable",
        "plan_sought_in_every_talk",
    }
    assert all("15.64" in v.cites for v in report.verdicts)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"names": ["nothing"]}, "there is no property 'nothing'"),
        ({"rule": "15.99"}, "no property cites '15.99'"),
    ],
)
def test_what_is_unknown_is_refused(arguments: dict[str, object], text: str) -> None:
    with pytest.raises(RuleError, match=text):
        check(RULES, **arguments)  # type: ignore[arg-type]


# -- reforms -------------------------------------------------------------------------------------


def test_a_reform_is_judged_by_its_own_facts() -> None:
    """A first invitation with RFB is what this reform allows: nothing is broken by it."""
    reform = RULES.reform(name="notice-first", first_invitation_with_notice=True)
    report = check(reform, names=["first_invitation_without_notice", "travel_costs_offered"])
    assert report.verdicts[0].status == "proved"
    assert report.verdicts[0].vacuous


def test_the_story_of_a_reform_names_what_it_changes() -> None:
    reform = RULES.reform(name="short", update_months=4)
    story = check(reform, names=["update_can_be_in_time"]).verdicts[0].story
    assert story is not None
    assert (story.rule_set, story.changes) == ("2023-07-01", (("update_months", 4),))
    missed = date_story(story).happenings[-1]
    assert (missed.due - date_story(story).happenings[-2].day).days < 124
    assert story.facts.need_established
