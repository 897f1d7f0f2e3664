"""Changes of the model: made as named, caught or shown to have no effect, whoever runs them."""

from __future__ import annotations

import pytest
from koopsim.model.checker.mutants import MutantReport, run_mutants
from koopsim.model.checker.mutation import all_mutants
from koopsim.model.errors import RuleError
from koopsim.model.process.process import PROCESS
from koopsim.model.rule_set import load_rule_set

RULES = load_rule_set("2023-07-01")


@pytest.fixture(scope="module")
def sample() -> MutantReport:
    return run_mutants(RULES, sample=24, seed=2, workers=2)


def test_the_kinds_of_changes() -> None:
    mutants = all_mutants()
    assert len({m.name for m in mutants}) == len(mutants) > 3900
    assert {m.kind for m in mutants} == {
        "delete transition",
        "drop guard",
        "negate guard",
        "retarget transition",
        "drop act",
        "change field",
        "drop condition",
        "negate condition",
        "forget hold",
        "forget state",
        "forget restart",
        "forget stop",
        "flip start",
        "forget exception",
        "forget condition",
        "stretch deadline",
    }


def test_each_change_is_one_change() -> None:
    for mutant in all_mutants()[::37]:
        made = mutant.make()
        transitions = zip(made.transitions, PROCESS.transitions, strict=True)
        deadlines = zip(made.deadlines, PROCESS.deadlines, strict=True)
        differing = sum(a != b for a, b in transitions) + sum(a != b for a, b in deadlines)
        assert differing + len(mutant.stretched) == 1, mutant.name


def test_in_a_sample_every_change_is_caught_or_equivalent(sample: MutantReport) -> None:
    assert [t.mutant for t in sample.survivors] == []
    assert sample.caught_share == 1.0
    assert all(t.by for t in sample.trials)
    assert sum(sum(c.values()) for c in sample.by_kind().values()) == 24


def test_the_number_of_workers_changes_nothing(sample: MutantReport) -> None:
    few = run_mutants(RULES, sample=8, seed=2, kinds=("drop act",), workers=1)
    again = run_mutants(RULES, sample=8, seed=2, kinds=("drop act",), workers=2)
    assert few == again


def test_changes_without_effect_are_shown_to_have_none() -> None:
    report = run_mutants(RULES, kinds=("drop guard",), sample=12)
    assert report.survivors == ()
    equivalent = [t for t in report.trials if t.outcome == "equivalent"]
    assert all(t.by == ("same reachable graph",) for t in equivalent)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(RuleError, match="no change is of kind 'sneeze'; known: change field"):
        run_mutants(RULES, kinds=("sneeze",))


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_one_change_in_sixteen_is_caught_or_equivalent() -> None:
    """``make mutants`` tries all; this is what continuous integration has time for."""
    assert [t.mutant for t in run_mutants(RULES, sample=250, seed=4).survivors] == []
