"""Fits recover what made the totals, with honest intervals, and say what totals cannot tell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.fitting import FitSettings, plan_fit, run_fit, write_fitted
from koopsim.analysis.fitting.emulator import fit_emulator, terms
from koopsim.analysis.fitting.fit import Fit
from koopsim.analysis.reports.fitting_document import fitting_document, told_apart
from koopsim.scenarios import Scenario, load_scenario

from .stand_ins import stand_in, totals

WITH = "attendance.no_show.with_notice"
DECIDED = "reductions.share_decided.appointment"
FOLLOW = "attendance.no_show.follow_up"


def product(values: dict[str, float]) -> list[float]:
    """One total that is a product, and one that says nothing about its factors."""
    return [4000.0 * values[WITH] * values[DECIDED], 30000.0 * values[FOLLOW]]


def apart(values: dict[str, float]) -> list[float]:
    """Two totals that tell two numbers apart."""
    return [4000.0 * values[WITH] * (0.5 + values[FOLLOW]), 30000.0 * values[FOLLOW] ** 1.5]


def fit(
    scenario: Scenario, names: tuple[str, ...], values: list[float], means: object, seed: int = 1
) -> Fit:
    settings = FitSettings(fit=names, discrepancy=0.0, seed=seed)
    plan = plan_fit(scenario, totals(values), settings)
    return run_fit(plan, stand_in(means, 0.03, seed))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def shared(baseline: Scenario) -> Fit:
    """A fit of two numbers of which only the product is in the totals."""
    return fit(baseline, (WITH, DECIDED, FOLLOW), [774.0, 6600.0], product)


def test_the_product_is_fixed_and_its_factors_are_not(shared: Fit) -> None:
    fixed = [each for each in shared.directions if each.fixed]
    (together,) = [each for each in fixed if len(each.paths) == 2]
    assert set(together.paths) == {WITH, DECIDED}
    assert together.product
    assert together.powers == pytest.approx((1.0, 1.0), abs=0.1)
    # relative chance of the total is 3 %: 1.96 x 0.03 and a little for the prior
    assert together.precision == pytest.approx(0.06, abs=0.01)
    (alone,) = [each for each in fixed if len(each.paths) == 1]
    assert alone.paths == (FOLLOW,)
    assert len(shared.directions) - len(fixed) == 1
    assert shared.correlations.loc[WITH, DECIDED] < -0.7
    assert abs(shared.correlations.loc[WITH, FOLLOW]) < 0.2


def test_the_product_of_all_draws_is_right_and_spread_along_the_valley(shared: Fit) -> None:
    found = shared.draws[WITH] * shared.draws[DECIDED]
    assert found.mean() == pytest.approx(774 / 4000, rel=0.02)
    assert found.std() / found.mean() == pytest.approx(0.03, abs=0.008)
    low, high = np.quantile(shared.draws[DECIDED], [0.025, 0.975])
    assert high - low > 0.3  # nearly the whole range from 0.5 to 1 is possible


def test_the_fitted_scenario_meets_the_totals(shared: Fit) -> None:
    values = shared.scenario.values()
    assert values[WITH] * values[DECIDED] == pytest.approx(774 / 4000, rel=0.04)
    assert values[FOLLOW] == pytest.approx(0.22, rel=0.05)
    assert shared.totals["difference"].abs().max() < 2.0


def test_sentences_say_so(shared: Fit) -> None:
    text = " ".join(told_apart(shared, "en"))
    assert "The totals fix only a combination" in text
    assert "do not tell its numbers apart" in text
    assert "Summen legen nur eine Verbindung fest" in " ".join(told_apart(shared, "de"))


def test_report_has_the_answer_and_the_ledger(shared: Fit) -> None:
    document = fitting_document(shared, "de", {"seed": "1"})
    names = {getattr(block, "name", "") for block in document.blocks}
    assert {"parameters", "totals", "pairs", "ledger", "before-and-after"} <= names


def test_intervals_cover_the_truth(baseline: Scenario) -> None:
    # Totals are one run at known values. 95 % intervals of two numbers in 7 fits: of 14, 12 or
    # more are expected to cover; fewer come once in 33 such series (binomial; the seeds are fixed).
    covered, middle = 0, []
    truth = {WITH: 0.21, FOLLOW: 0.27}
    for seed in range(7):
        random = np.random.default_rng([77, seed])
        observed = np.array(apart(truth)) * (1 + 0.03 * random.standard_normal(2))
        found = fit(baseline, (WITH, FOLLOW), list(observed), apart, seed + 1)
        rows = found.parameters.set_index("path")
        for path, value in truth.items():
            covered += rows.loc[path, "fit_low"] <= value <= rows.loc[path, "fit_high"]
            middle.append(rows.loc[path, "mean"] / value - 1)
    assert covered >= 12
    assert abs(np.mean(middle)) < 0.04


def test_same_seed_same_draws(baseline: Scenario, shared: Fit) -> None:
    again = fit(baseline, (WITH, DECIDED, FOLLOW), [774.0, 6600.0], product)
    assert again.draws.equals(shared.draws)
    assert again.scenario.digest == shared.scenario.digest


def test_impossible_totals_are_refused_with_the_row(baseline: Scenario) -> None:
    with pytest.raises(AnalysisError, match=r"No values within the ranges .*no_shows \(row 3\)"):
        fit(baseline, (WITH, DECIDED), [774.0, 20000.0], product)


def test_fitted_file_extends_its_base_and_loads(shared: Fit, tmp_path: Path) -> None:
    path = tmp_path / "fitted.yaml"
    write_fitted(shared, path, "baseline", "totals.csv")
    loaded = load_scenario(path)
    assert loaded.extends == "baseline"
    for name in (WITH, DECIDED, FOLLOW):
        assert loaded.values()[name] == pytest.approx(shared.scenario.values()[name], rel=1e-5)
    changed = {p: v for p, v in loaded.values().items() if v != shared.base.values()[p]}
    assert set(changed) == {WITH, DECIDED, FOLLOW}
    source = dict(loaded.parameters())[WITH].source
    assert "Fitted to 2 totals of totals.csv" in source
    assert "keeps no such statistic" in source
    assert [each.name for each in tmp_path.iterdir()] == ["fitted.yaml"]


def test_nothing_is_left_where_it_cannot_be_written(shared: Fit, tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="Cannot write"):
        write_fitted(shared, tmp_path / "missing" / "fitted.yaml", "baseline", "totals.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (FitSettings(fit=()), "at least one"),
        (FitSettings(fit=("attendance.no_shows",)), "did you mean attendance.no_show"),
        (FitSettings(fit=("reductions.enabled",)), "no uncertain number"),
        (FitSettings(fit=("minutes",)), "too many"),
        (FitSettings(fit=(WITH,), discrepancy=2.0), "share from 0 to 1"),
        (FitSettings(fit=(WITH,), points=3), "Points of a wave"),
    ],
)
def test_wrong_fits_are_refused(baseline: Scenario, settings: FitSettings, words: str) -> None:
    with pytest.raises(AnalysisError, match=words):
        plan_fit(baseline, totals([700.0]), settings)


def test_emulator_of_a_parabola_is_exact_and_knows_its_error() -> None:
    random = np.random.default_rng(1)
    points = random.random((60, 2))
    means = np.column_stack([1 + points[:, 0] ** 2 - points[:, 0] * points[:, 1], points[:, 1]])
    noise = random.normal(0, 0.01, (60, 4, 2))
    found = fit_emulator(points, means[:, None, :] + noise)
    new = random.random((200, 2))
    expected, leverage = found.predict(new)
    truth = np.column_stack([1 + new[:, 0] ** 2 - new[:, 0] * new[:, 1], new[:, 1]])
    standardised = (expected - truth) / np.sqrt(leverage[:, None] * np.diag(found.residual))
    assert np.abs(expected - truth).max() < 0.02
    assert 0.6 < standardised.std() < 1.6
    assert np.sqrt(np.diag(found.chance)) == pytest.approx([0.01, 0.01], rel=0.2)
    assert found.quality > 0.99
    assert terms(2) == 8
    assert found.gradient(np.array([0.5, 0.2])) == pytest.approx(
        np.array([[2 * 0.5 - 0.2, -0.5], [0.0, 1.0]]), abs=0.05
    )
