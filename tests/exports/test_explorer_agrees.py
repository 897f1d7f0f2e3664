"""The compiled explorer reaches the states that searches of the declared rules reach."""

from __future__ import annotations

from pathlib import Path

import pytest
from koopsim.model.explorer import TRACKABLE as EXPLORED_FACTS
from koopsim.model.explorer import Slice, explore
from koopsim.model.explorer.graph import facts_of
from koopsim.model.exports import TRACKABLE, to_promela
from koopsim.model.process.case import rule_facts
from koopsim.model.process.process import TRANSITIONS
from koopsim.model.rule_set import RuleSet

from .checkers import Spin
from .plain_search import PlainSearch


def test_both_track_the_same_facts() -> None:
    assert TRACKABLE == EXPLORED_FACTS


@pytest.mark.parametrize(
    "facts",
    [
        (),
        ("legacy_agreement", "unemployment_benefit", "legacy_period_open"),
        pytest.param(
            ("reduction_running", "repeated_breach", "further_repeated_breach"),
            marks=pytest.mark.slow,
        ),
        pytest.param(TRACKABLE[9:], marks=pytest.mark.slow),
    ],
)
def test_explorer_reaches_the_states_of_the_plain_search(
    facts: tuple[str, ...], rule_set: RuleSet
) -> None:
    found = explore(rule_set, Slice(facts=facts), properties=())
    configurations = found.table.configurations
    explored = {
        (
            configurations[found.configuration_of(i)],
            frozenset(facts_of(found, i)),
        )
        for i in range(found.state_count)
    }
    assert len(explored) == found.state_count
    assert explored == PlainSearch(rule_facts(rule_set), TRANSITIONS, facts).states()


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_spin_reaches_as_many_states_with_all_facts(rule_set: RuleSet, tmp_path: Path) -> None:
    verdict = Spin(to_promela(rule_set), tmp_path).search(slots=26, depth=2_000_000)
    assert verdict.broken == ""
    assert verdict.states - 1 == explore(rule_set, Slice(), properties=()).state_count
