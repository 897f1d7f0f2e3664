"""A whole study with a stand-in for the simulator whose answers are known."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.plots.files import figure_png
from koopsim.analysis.reports.document import Picture, Table
from koopsim.analysis.reports.uncertainty_document import answers, headline, uncertainty_document
from koopsim.analysis.uncertainty import (
    Settings,
    StaffDecision,
    UncertaintyStudy,
    plan_study,
    run_study,
)
from koopsim.analysis.uncertainty.outcomes import measure, outcome, outcomes
from koopsim.scenarios import Scenario, load_scenario
from koopsim.simulation import simulate

FIRST, FOLLOW, MINUTES = (
    "attendance.no_show.first",
    "attendance.no_show.follow_up",
    "minutes.follow_up_talk",
)


def evaluate(jobs: Sequence[tuple[Scenario, int]]) -> np.ndarray:
    """FTE needed: linear in three numbers; share in time: staff against those minutes."""
    rows = []
    for scenario, number in jobs:
        values = scenario.values()
        chance = np.random.default_rng([5, number]).standard_normal()
        needed = 40 + 20 * values[FOLLOW] + 0.4 * values[MINUTES] + 5 * values[FIRST]
        staff = values["staff.teams.from_25.fte"]
        rows.append([needed + 0.5 * chance, min(1.0, staff / (needed + 3.0))])
    return np.array(rows)


def study(**settings: object) -> UncertaintyStudy:
    names = ("fte_needed", "share_updates_in_time")
    only = ("attendance", "minutes.follow_up_talk", "minutes.first_talk", "staff.teams")
    chosen = Settings(outcomes=names, only=only, points=96, trajectories=4, **settings)  # type: ignore[arg-type]
    return run_study(plan_study(load_scenario("baseline"), chosen), evaluate)


@pytest.fixture(scope="module")
def plain() -> UncertaintyStudy:
    """A study without a decision."""
    return study()


@pytest.fixture(scope="module")
def decided() -> UncertaintyStudy:
    """A study for the decision on staff."""
    return study(decision=StaffDecision(factors=(0.8, 1.0, 1.2, 1.5)))


def test_variances_are_those_of_the_model(plain: UncertaintyStudy) -> None:
    # variances of uniform numbers: (range)**2 / 12; minutes are whole, 20 to 60
    follow, minutes, first = (20 * 0.3) ** 2 / 12, 0.16 * (41**2 - 1) / 12, (5 * 0.35) ** 2 / 12
    found = plain.results[0]
    expected = follow + minutes + first
    assert found.parts.parameters == pytest.approx(expected, rel=0.12)
    assert found.parts.chance == pytest.approx(0.25, rel=0.35)  # 96 pairs: 14 % standard error
    sobol = found.sobol.set_index("path")["total"]
    assert sobol[MINUTES] == pytest.approx(minutes / expected, abs=0.05)
    assert sobol[FOLLOW] == pytest.approx(follow / expected, abs=0.05)
    reduction = found.information.set_index("path")["reduction"]
    assert reduction[MINUTES] == pytest.approx(minutes / expected, abs=0.12)
    assert found.information["path"][0] == MINUTES
    assert found.effects["path"][0] == MINUTES
    assert found.screening["path"][0] == MINUTES
    assert found.screening["mu"][0] == pytest.approx(0.4 * 40, rel=0.06)


def test_ledger_is_in_the_study_and_in_the_report(plain: UncertaintyStudy) -> None:
    numbers = len(dict(plain.scenario.parameters()))
    assert len(plain.ledger.rows) == numbers > 100
    tables = [b for b in uncertainty_document(plain, "de").blocks if isinstance(b, Table)]
    assert len(next(t for t in tables if t.name == "ledger").rows) == numbers
    assert all(len(row) == len(t.columns) for t in tables for row in t.rows)


@pytest.mark.parametrize("language", ["de", "en"])
def test_report_answers_in_sentences(plain: UncertaintyStudy, language: str) -> None:
    text = " ".join(answers(plain, language))  # type: ignore[arg-type]
    assert ("zuerst ermittelt werden" if language == "de" else "find out first") in text
    assert ("späteres Gespräch" if language == "de" else "later talk") in text


def test_decision_holds_staff_as_the_option(decided: UncertaintyStudy) -> None:
    assert not {"staff.teams.under_25.fte", "staff.teams.from_25.fte"} & set(decided.space.paths)
    found = decided.decision
    assert found is not None
    assert list(found.options["staff"]) == pytest.approx([61.2, 76.5, 91.8, 114.75])
    assert list(found.options["mean"]) == sorted(found.options["mean"])
    assert found.best == int(found.options["loss"].to_numpy().argmin())
    assert found.perfect >= found.information["value"].max()
    names = [b.name for b in uncertainty_document(decided, "en").blocks if isinstance(b, Picture)]
    assert {"decision", "information", "parts"} <= set(names)


def test_pictures_are_drawn_in_both_languages(decided: UncertaintyStudy) -> None:
    for block in uncertainty_document(decided, "de").blocks:
        if isinstance(block, Picture) and block.name in ("parts", "decision"):
            assert figure_png(block.figure)[:4] == b"\x89PNG"


def test_same_seed_same_study(plain: UncertaintyStudy) -> None:
    again = study()
    assert np.array_equal(again.values, plain.values)
    assert again.results[0].sobol.equals(plain.results[0].sobol)
    assert not np.array_equal(study(seed=2).values, plain.values)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (Settings(months=0), "one month"),
        (Settings(replications=1), "2 to 4"),
        (Settings(points=5), "8 to 4096"),
        (Settings(points=10), "20 points or more"),
        (Settings(trajectories=1), "2 to 1000"),
        (Settings(outcomes=("talk",)), "did you mean 'talks'"),
        (Settings(fixed=("minuts",)), "did you mean minutes"),
    ],
)
def test_wrong_settings_are_refused(settings: Settings, words: str) -> None:
    with pytest.raises(AnalysisError, match=words):
        plan_study(load_scenario("baseline"), settings)


def test_outcomes_of_a_run_are_those_of_its_months() -> None:
    small = load_scenario("small").replace({"warm_up_months": 0})
    months = simulate(small, months=2, seed=3, engine="simpy").months
    rows = months[months["team"] == "all"].groupby("indicator", observed=True)["value"]
    names = ["talks", "backlog", "share_no_shows", "wait_days"]
    found = measure(months, outcomes(names))
    sums, means = rows.sum(), rows.mean()
    assert found == pytest.approx(
        [
            sums["talks"] * 6,
            means["backlog"],
            sums["no_shows"] / (sums["no_shows"] + sums["talks"]),
            sums["wait_days_sum"] / sums["bookings"],
        ]
    )
    assert outcome("talks").unit.en == "per year"
    with pytest.raises(AnalysisError, match="team"):
        measure(months, outcomes(["talks"]), "young")


def test_a_number_without_effect_gives_a_whole_report() -> None:
    settings = Settings(outcomes=("fte_needed",), only=("supervision",), points=20)
    plan = plan_study(load_scenario("baseline"), settings)
    found = run_study(plan, lambda jobs: np.full((len(jobs), 1), 7.0))
    assert found.results[0].parts.share == 0.0
    assert found.results[0].information["reduction"].max() == 0.0
    assert "no single number stands out" in " ".join(answers(found, "en"))
    assert uncertainty_document(found, "de").blocks


def test_a_rest_that_is_named_is_not_rounded_away() -> None:
    results = [SimpleNamespace(parts=SimpleNamespace(share=share)) for share in (0.996, 0.9991)]
    told: Any = SimpleNamespace(results=results)
    assert headline(told, "en").startswith("Assumptions make 99.6% – 99.9% of the uncertainty")
