"""Comparison: against scipy's paired t test, with known numbers, and with the simulator."""

from __future__ import annotations

import math

import numpy as np
import pytest
from koopsim.analysis.comparison import Comparison, compare
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.multiple_comparisons import holm
from koopsim.analysis.paired_differences import relative_difference
from koopsim.scenarios import Scenario, load_scenario
from koopsim.simulation import Replicator, simulate
from scipy import stats

from .experiment_runs import KnownRuns

BASE = load_scenario("small").replace({"months": 2})
OTHER = BASE.replace({"name": "other"})
SHIFT = {"talks": 5.0, "no_shows": 0.0, "backlog": 0.05}


def number(scenario: Scenario, replication: int, name: str, month: int) -> float:
    """A common part of each replication, a part of its own, and a shift of the scenario."""
    common = np.random.default_rng([1, replication, month]).normal(100, 5)
    own = np.random.default_rng([2, replication, month, sum(scenario.name.encode()), len(name)])
    shift = SHIFT.get(name, 0.0) if scenario.name == "other" else 0.0
    if name == "fte_available":
        return 10.0 + shift
    return float(common + own.normal(0, 1) + shift)


@pytest.fixture(scope="module")
def found() -> Comparison:
    names = ("talks", "no_shows", "backlog", "no_show_share", "fte_available")
    runs = KnownRuns(number)
    return compare(BASE, [OTHER], runs, seed=1, replications=30, indicators=names)


def test_differences_are_scipys_paired_t_test(found: Comparison) -> None:
    assert len(found.differences) == 5
    for row in found.differences[:4]:
        base = found.values_of("small", row.measure.name)
        other = found.values_of("other", row.measure.name)
        reference = stats.ttest_rel(other, base)
        limits = reference.confidence_interval(0.95)
        assert row.difference.mean == pytest.approx(other.mean() - base.mean())
        assert (row.difference.low, row.difference.high) == pytest.approx((limits.low, limits.high))
        assert row.p_value == pytest.approx(reference.pvalue)
        wide = reference.confidence_interval(1 - 0.05 / 5)
        assert (row.simultaneous.low, row.simultaneous.high) == pytest.approx((wide.low, wide.high))


def test_common_random_numbers_are_seen_to_help(found: Comparison) -> None:
    talks = found.differences[0]
    base, other = found.values_of("small", "talks"), found.values_of("other", "talks")
    expected = np.var(other - base, ddof=1) / (np.var(base, ddof=1) + np.var(other, ddof=1))
    assert talks.variance_ratio == pytest.approx(expected)
    assert talks.variance_ratio < 0.2
    assert talks.enough_paired is not None and talks.enough_independent is not None
    assert talks.enough_paired < talks.enough_independent


def test_the_number_of_runs_that_would_have_been_enough(found: Comparison) -> None:
    row = found.differences[0]
    gaps = found.values_of("other", "talks") - found.values_of("small", "talks")

    def half(n: int) -> float:
        return float(stats.t.ppf(0.975, n - 1) * gaps.std(ddof=1) / math.sqrt(n))

    assert row.enough_paired is not None
    assert half(row.enough_paired) <= 0.01 * row.baseline.mean < half(row.enough_paired - 1)


def test_p_values_are_holms_over_the_whole_table(found: Comparison) -> None:
    expected = holm([row.p_value for row in found.differences])
    assert [row.adjusted_p for row in found.differences] == pytest.approx(expected)
    clear = {row.measure.name: row.clear() for row in found.differences}
    assert clear["talks"] and not clear["no_shows"] and not clear["backlog"]


def test_scenarios_of_one_title_are_told_apart_by_name(found: Comparison) -> None:
    assert found.title("other", "en") == "Small Jobcenter (other)"
    renamed = OTHER.replace({"title": {"de": "Anders", "en": "Other"}})
    again = compare(BASE, [renamed], KnownRuns(number), seed=1, replications=2)
    assert [again.title(name, "de") for name in ("small", "other")] == [
        "Kleines Jobcenter",
        "Anders",
    ]


def test_what_does_not_vary_is_exact(found: Comparison) -> None:
    row = found.differences[-1]
    assert row.measure.name == "fte_available"
    assert (row.difference.mean, row.p_value, row.enough_paired) == (0.0, 1.0, 2)
    assert math.isnan(row.variance_ratio)


def test_a_baseline_of_zero_has_no_relative_difference() -> None:
    runs = KnownRuns(lambda scenario, *_: 1.0 if scenario.name == "other" else 0.0)
    row = compare(BASE, [OTHER], runs, seed=1, replications=3, indicators=["talks"]).differences[0]
    assert row.difference.mean == 1.0 and row.p_value == 0.0 and row.clear()
    assert math.isnan(row.relative.mean) and not row.relative.known


def test_relative_intervals_cover() -> None:
    """400 tables of 15 pairs, true ratio 1.2: fewer than the 0.1 % quantile at 93 % by chance in
    one of a thousand seeds."""
    random, covered, trials = np.random.default_rng(6), 0, 400
    for _ in range(trials):
        base = random.gamma(25, 4, 15)
        changed = 1.2 * base + random.normal(0, 10, 15)
        limits = relative_difference(base, changed, 0.95)
        covered += limits.low <= 0.2 <= limits.high
    assert stats.binom.ppf(0.001, trials, 0.93) <= covered <= stats.binom.ppf(0.999, trials, 0.97)


def test_false_alarms_are_rare_and_real_differences_are_found() -> None:
    """Twenty comparisons of equal scenarios over four measures: Holm bounds any false alarm at
    5 % each; five or more occur by chance in fewer than three of a thousand seeds."""
    alarms = 0
    for trial in range(20):

        def noise(scenario: Scenario, replication: int, name: str, month: int) -> float:
            key = [trial, replication, month, sum(scenario.name.encode()), sum(name.encode())]  # noqa: B023
            return float(np.random.default_rng(key).normal(50, 3))

        names = ("talks", "no_shows", "backlog", "plans_made")
        done = compare(BASE, [OTHER], KnownRuns(noise), seed=1, replications=6, indicators=names)
        alarms += any(row.clear() for row in done.differences)
    assert alarms < 5


def test_a_comparison_never_alters_the_baseline() -> None:
    base = load_scenario("small").replace({"months": 2, "warm_up_months": 1})
    other = load_scenario("more-no-shows").replace(
        {"months": 2, "warm_up_months": 1, "population.size": 450}, allow_outside_range=True
    )
    digest = base.digest
    with Replicator(seed=5, workers=1, engine="compiled") as runs:
        done = compare(base, [other], runs, seed=5, replications=3, indicators=["talks"])
    alone = simulate(base, replications=3, seed=5, workers=1, engine="compiled").months
    assert base.digest == digest
    assert done.months["small"].equals(alone)
    assert done.months["small"].to_parquet() == alone.to_parquet()
    assert done.months["small"].to_csv() == alone.to_csv()
    assert not done.months["more-no-shows"].equals(alone)


@pytest.mark.parametrize(
    ("others", "options", "text"),
    [
        ([], {}, "at least one scenario"),
        ([BASE], {}, "called 'small'"),
        ([OTHER.replace({"name": f"s{n}"}) for n in range(7)], {}, "7 scenarios are too many"),
        ([OTHER], {"replications": 1}, "at least 2 replications"),
        ([OTHER], {"indicators": []}, "at least one indicator"),
        ([OTHER], {"indicators": ["x"]}, "Unknown indicator"),
        ([OTHER], {"team": "x"}, "team 'x'"),
        ([OTHER], {"precision": 0.0}, "precision of 0"),
        ([OTHER.replace({"months": 3})], {}, "only the same months"),
    ],
)
def test_refusals_run_nothing(
    others: list[Scenario], options: dict[str, object], text: str
) -> None:
    runs = KnownRuns(number)
    with pytest.raises(AnalysisError, match=text):
        compare(BASE, others, runs, seed=1, **options)  # type: ignore[arg-type]
    assert runs.jobs == []


def test_what_no_run_has_is_not_known() -> None:
    """Nobody books, so that nobody waits: no number, no difference, no alarm."""
    runs = KnownRuns(lambda *_: 0.0)
    done = compare(BASE, [OTHER], runs, seed=1, replications=3, indicators=["wait_days", "talks"])
    wait, talks = done.differences
    assert math.isnan(wait.difference.mean) and not wait.clear() and wait.enough_paired is None
    assert talks.difference.mean == 0 and talks.adjusted_p == 1.0
