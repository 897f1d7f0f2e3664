"""Checkers that explore the exported process reach as many states as a plain search does."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from koopsim.model.errors import DefinitionError
from koopsim.model.exports import (
    TRACKABLE,
    guarded_process,
    to_murphi,
    to_prism,
    to_promela,
)
from koopsim.model.exports.guarded import IMPLIED
from koopsim.model.process.case import rule_facts
from koopsim.model.process.facts import PersonFacts
from koopsim.model.process.process import TRANSITIONS
from koopsim.model.rule_set import RuleSet
from koopsim.model.table.transition_table import TransitionTable

from .checkers import Spin, rumur, storm_counts
from .plain_search import PlainSearch

SLICES = {
    "configurations": (),
    "old agreements": ("legacy_agreement", "unemployment_benefit", "legacy_period_open"),
}
MORE_SLICES = {
    "breaches": ("reduction_running", "repeated_breach", "further_repeated_breach"),
    "age": ("minor", "under_25"),
    "need": ("need_established", "vulnerable"),
    "facts that nothing reads": ("holistic_coaching", "training_transferred"),
    "a late beginning": ("further_repeated_breach", "legacy_period_open"),
}


ALL_SLICES = SLICES | MORE_SLICES


@cache
def plain_counts(name: str, rules: tuple[tuple[str, bool], ...]) -> tuple[int, int]:
    """Return (states, initial states) of a slice."""
    search = PlainSearch(dict(rules), TRANSITIONS, ALL_SLICES[name])
    return len(search.states()), len(list(search.initial()))


@pytest.fixture(
    params=[*SLICES, *(pytest.param(name, marks=pytest.mark.slow) for name in MORE_SLICES)]
)
def chosen(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def expected(chosen: str, rule_set: RuleSet) -> tuple[int, int]:
    return plain_counts(chosen, tuple(rule_facts(rule_set).items()))


def test_plain_search_reaches_the_configurations_of_the_table(
    rule_set: RuleSet, table: TransitionTable
) -> None:
    search = PlainSearch(rule_facts(rule_set), TRANSITIONS, ())
    assert {configuration for configuration, _ in search.states()} == set(table.configurations)


def test_rumur_counts_the_same_states(
    chosen: str, expected: tuple[int, int], rule_set: RuleSet, tmp_path: Path
) -> None:
    verdict = rumur(to_murphi(rule_set, facts=ALL_SLICES[chosen]), tmp_path)
    assert (verdict.broken, verdict.states) == ("", expected[0])


def test_spin_counts_the_same_states(
    chosen: str, expected: tuple[int, int], rule_set: RuleSet, tmp_path: Path
) -> None:
    verdict = Spin(to_promela(rule_set, facts=ALL_SLICES[chosen]), tmp_path).search()
    # Where facts are chosen at the beginning, the moment before the choice is a state of its own.
    before_the_choice = int(expected[1] > 1)
    assert (verdict.broken, verdict.states - before_the_choice) == ("", expected[0])


@pytest.mark.parametrize("kind", ["mdp", "dtmc"])
def test_storm_counts_the_same_states(
    kind: str, chosen: str, expected: tuple[int, int], rule_set: RuleSet, tmp_path: Path
) -> None:
    text = to_prism(rule_set, facts=ALL_SLICES[chosen], kind="mdp" if kind == "mdp" else "dtmc")
    assert storm_counts(text, tmp_path) == expected


def test_a_case_begins_with_consistent_facts_only() -> None:
    for one, other in IMPLIED.items():
        with pytest.raises(Exception, match="minor"):
            PersonFacts(**{one: True, other: False})
    assert list(IMPLIED) == ["minor"]


def test_an_unknown_fact_is_refused(rule_set: RuleSet) -> None:
    with pytest.raises(DefinitionError, match=r"'important_reason' cannot be tracked"):
        to_murphi(rule_set, facts=("important_reason",))
    with pytest.raises(DefinitionError, match="PRISM kind 'ctmc' is unknown"):
        to_prism(rule_set, kind="ctmc")  # type: ignore[arg-type]


def test_every_event_that_can_happen_is_a_step(rule_set: RuleSet) -> None:
    names = [step.name for step in guarded_process(rule_set, TRANSITIONS, ()).steps]
    assert names == list(dict.fromkeys(names))
    assert set(names) == {t.event for t in TRANSITIONS}


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_rumur_and_spin_count_the_same_states_of_half_the_facts(
    rule_set: RuleSet, tmp_path: Path
) -> None:
    facts = TRACKABLE[7:]
    by_rumur = rumur(to_murphi(rule_set, facts=facts, faults=False), tmp_path)
    by_spin = Spin(to_promela(rule_set, facts=facts), tmp_path).search(slots=22)
    assert by_rumur.broken == by_spin.broken == ""
    assert by_rumur.states == by_spin.states - 1
    assert by_rumur.states > 100_000
