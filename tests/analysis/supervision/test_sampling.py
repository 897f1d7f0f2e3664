"""Samples and their intervals: closed forms, exact enumeration, and coverage on a known log."""

from __future__ import annotations

import math
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.intervals import share_interval
from koopsim.analysis.logs.open_log import open_log
from koopsim.analysis.supervision import Answer, Audit, audit, stratified_interval, stratum_interval
from koopsim.analysis.supervision.answers import with_answers, worksheet
from koopsim.analysis.supervision.audit import IN_TIME
from koopsim.analysis.supervision.rates import ALL_SEEN, Stratum
from koopsim.model.audit_questions import AUDIT_QUESTIONS
from koopsim.model.rule_set import RuleSet
from koopsim.simulation import SimulationResult
from scipy import stats

from .conftest import FIRST_TALK, Opened, csv_of, entry


def test_an_infinite_population_gives_wilson() -> None:
    wide = stratum_interval(Stratum(10**9, 40, 40, 31))
    plain = share_interval(31, 40)
    reference = stats.binomtest(31, 40).proportion_ci(method="wilson")
    assert (wide.low, wide.high) == pytest.approx((plain.low, plain.high), abs=1e-6)
    assert (wide.low, wide.high) == pytest.approx((reference.low, reference.high), abs=1e-6)


@given(population=st.integers(2, 500), data=st.data())
def test_the_interval_narrows_with_the_part_that_was_seen(
    population: int, data: st.DataObject
) -> None:
    sampled = data.draw(st.integers(1, population))
    applicable = data.draw(st.integers(1, sampled))
    yes = data.draw(st.integers(0, applicable))
    found = stratum_interval(Stratum(population, sampled, applicable, yes))
    wilson = share_interval(yes, applicable)
    assert found.mean == yes / applicable
    assert wilson.low - 1e-9 <= found.low <= found.mean <= found.high <= wilson.high + 1e-9
    if sampled == population:
        assert found.low == found.high
        assert found.note == ALL_SEEN


def test_one_stratum_as_many() -> None:
    """Equal strata, fully applicable: the stratified share is the plain one, as is its variance."""
    strata = [Stratum(100, 20, 20, 14)] * 4
    found = stratified_interval(strata)
    variance = 4 * (100**2 * 0.8 * (20 / 19 * 0.7 * 0.3) / 20) / 400**2
    draws = 0.21 / variance
    expected = share_interval(0.7 * draws, draws)
    assert found.mean == pytest.approx(0.7)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_weights_make_up_for_uneven_sampling() -> None:
    """A team of 1000 cases counts ten times as much as one of 100, though both give 10 cases."""
    found = stratified_interval([Stratum(1000, 10, 10, 5), Stratum(100, 10, 10, 10)])
    assert found.mean == pytest.approx((1000 * 0.5 + 100 * 1.0) / 1100)


def test_the_variance_of_the_ratio_is_that_of_all_possible_samples() -> None:
    """Every sample of 3 from 7 in two strata: the truth lies within most intervals."""
    rng = np.random.default_rng(5)
    parts = [rng.choice([0, 1, 2], size=7, p=[0.2, 0.5, 0.3]) for _ in range(2)]
    samples = []
    subsets = [c for c in product([0, 1], repeat=7) if sum(c) == 3]
    for one, two in product(subsets, repeat=2):
        strata = []
        for part, chosen in zip(parts, (one, two), strict=True):
            seen = part[np.array(chosen, dtype=bool)]
            strata.append(Stratum(7, 3, int((seen < 2).sum()), int((seen == 1).sum())))
        samples.append(strata)
    shares = [
        sum(s.yes for s in strata) / sum(s.applicable for s in strata)
        for strata in samples
        if sum(s.applicable for s in strata)
    ]
    truth = sum((p == 1).sum() for p in parts) / sum((p < 2).sum() for p in parts)
    inside = [
        found.low <= truth <= found.high
        for found in map(stratified_interval, samples)
        if not math.isnan(found.mean)
    ]
    assert np.mean(shares) == pytest.approx(truth, abs=0.03)
    assert np.mean(inside) > 0.85


@pytest.mark.parametrize("numbers", [(5, 6, 1, 1), (5, 4, 5, 1), (5, 4, 3, 4), (5, 4, 3, -1)])
def test_impossible_samples_are_refused(numbers: tuple[int, int, int, int]) -> None:
    with pytest.raises(AnalysisError, match="0 <= yes"):
        stratum_interval(Stratum(*numbers))


@pytest.fixture(scope="module")
def audits(run_folder: Path, rule_set: RuleSet) -> dict[str, Audit]:
    with open_log(run_folder, rule_set) as store:
        return {
            "whole": audit(store, rule_set, size=10_000, stories=0),
            "one": audit(store, rule_set, size=12, seed=1),
            "again": audit(store, rule_set, size=12, seed=1, stories=2),
            "other": audit(store, rule_set, size=12, seed=2, stories=0),
        }


def test_the_same_seed_draws_the_same_cases(audits: dict[str, Audit]) -> None:
    assert audits["one"].sample == audits["again"].sample
    assert audits["one"].sample != audits["other"].sample
    sizes = audits["one"].strata_rows()
    assert (sizes["sampled"] == sizes["cases"].clip(upper=12)).all()
    assert set(sizes["team"]) == {"under_25", "from_25"}
    assert sizes["month"].nunique() == 7


def test_a_larger_sample_holds_the_smaller_one(
    audits: dict[str, Audit], run_folder: Path, rule_set: RuleSet
) -> None:
    with open_log(run_folder, rule_set) as store:
        larger = audit(store, rule_set, size=20, seed=1, stories=0)
    keys = {(row.month, row.team, row.case) for row in larger.sample}
    assert {(row.month, row.team, row.case) for row in audits["one"].sample} < keys


def test_a_sample_of_everybody_is_the_whole_log(audits: dict[str, Audit]) -> None:
    whole = audits["whole"]
    yes, applicable = whole.whole_log()
    share = whole.share(IN_TIME)
    assert share.mean == share.low == share.high == yes / applicable
    assert share.n == applicable > 1000


def test_the_cases_in_care_are_those_of_the_run(
    audits: dict[str, Audit], run: SimulationResult
) -> None:
    """Everybody in benefit on a day of the month, but for those with unemployment benefit alone."""
    cases = run.cases[run.cases["replication"] == 0]
    events = run.events[run.events["replication"] == 0]
    columns = [events[name].astype(str) for name in ("before", "after")]
    ever_exempt = columns[0].str.startswith("exempt") | columns[1].str.startswith("exempt")
    support = columns[1].str.startswith("support")
    odd = set(events.loc[ever_exempt | support, "case"].astype(str))
    start, end = pd.Timestamp("2024-03-01"), pd.Timestamp("2024-03-31")
    there = ~(cases["entered"] > end) & ~(cases["left"] < start)
    seen = set(events["case"].astype(str))
    wanted = set(cases.loc[there, "case"].astype(str)) & seen - odd
    drawn = {row.case for row in audits["whole"].sample if row.month == "2024-03"}
    assert drawn - odd == wanted
    assert len(wanted) > 300


def test_intervals_hold_the_whole_log_as_often_as_they_should(
    run_folder: Path, rule_set: RuleSet
) -> None:
    """40 samples; with coverage 0.95 fewer than 33 hits have a probability below 1 in 1000."""
    from koopsim.analysis.conformance.conform import conform
    from koopsim.analysis.supervision.audit import SampledRow, _answers
    from koopsim.analysis.supervision.sampling import Sampler

    with open_log(run_folder, rule_set) as store:
        days, replays = store.days(), []
        conformance = conform(store, rule_set, watch=lambda one, _: replays.append(one))
    hits = 0
    for seed in range(40):
        sampler = Sampler(*days, 15, seed)
        for one in replays:
            sampler.take(one)
        sample = [
            SampledRow(*key, drawn.case, _answers(drawn.status), drawn.findings)
            for key, stratum in sampler.strata.items()
            for drawn in stratum.sample
        ]
        found = Audit(conformance, seed, 15, sampler.strata, sample)
        share, (yes, applicable) = found.share(IN_TIME), found.whole_log()
        hits += share.low <= yes / applicable <= share.high
    assert hits >= 33


LATE = [
    entry(),
    *FIRST_TALK,
    ("2024-08-05", "invitation_sent", {}),
    ("2024-08-19", "talk_held", {}),
    ("2024-08-19", "analysis_reviewed", {}),
    ("2024-08-19", "update_agreed", {}),
    ("2024-08-19", "talk_ended", {}),
    ("2024-10-31", "offer_made", {}),
]


def test_a_case_is_judged_month_by_month(opened: Opened, rule_set: RuleSet) -> None:
    with opened(csv_of(LATE)) as store:
        found = audit(store, rule_set)
    answers = {row.month: row.answers[IN_TIME] for row in found.sample}
    yes, no = Answer.yes, Answer.no
    assert [answers[f"2024-{month:02d}"] for month in range(1, 11)] == [
        *[yes] * 6,
        no,
        no,
        yes,
        yes,
    ]
    hit = next(row for row in found.hits if row.month == "2024-07")
    assert "15.65" in hit.findings
    assert found.share(IN_TIME).mean == 0.8
    assert found.answered() == [IN_TIME]


def test_the_story_of_a_hit_tells_the_miss(opened: Opened, rule_set: RuleSet) -> None:
    with opened(csv_of(LATE)) as store:
        found = audit(store, rule_set, stories=20)
    assert len(found.stories) == len(found.hits) > 0
    german, english = (found.stories[0].tell(language) for language in ("de", "en"))
    assert "Frist versäumt: Fortschreibung, fällig am 19. Juli 2024" in german
    assert "deadline missed: plan update, due on July 19, 2024" in english
    assert len(german.splitlines()) == len(LATE) + german.count("Frist versäumt")


def test_the_worksheet_is_filled_in_by_people(
    opened: Opened, rule_set: RuleSet, tmp_path: Path
) -> None:
    with opened(csv_of(LATE)) as store:
        found = audit(store, rule_set)
    path = tmp_path / "sample.csv"
    path.write_text(worksheet(found), encoding="utf-8")
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert list(frame.columns) == ["month", "team", "case", *AUDIT_QUESTIONS, "findings"]
    frame["goal_concrete"] = ["yes"] * 6 + ["nein"] * 2 + ["n/a", ""]
    frame.to_csv(path, index=False, sep=";", encoding="cp1252")
    filled = with_answers(found, path)
    share = filled.share("goal_concrete")
    assert (share.mean, share.n) == (0.75, 8)
    assert filled.answered() == ["goal_concrete", IN_TIME]
    assert filled.share(IN_TIME) == found.share(IN_TIME)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("goal_concrete", "goal", "lacks goal_concrete"),
        ("2024-01,", "2023-12,", "row 2: case 'A1' is not in the sample"),
        ("A1,", "A1,perhaps", "row 2: 'perhaps' is no answer to goal_concrete"),
    ],
)
def test_a_wrong_worksheet_is_refused(
    opened: Opened, rule_set: RuleSet, tmp_path: Path, old: str, new: str, message: str
) -> None:
    with opened(csv_of(LATE)) as store:
        found = audit(store, rule_set)
    path = tmp_path / "sample.csv"
    path.write_text(worksheet(found).replace(old, new, 1), encoding="utf-8")
    with pytest.raises(AnalysisError, match=message):
        with_answers(found, path)


def test_questions_and_sizes_are_checked(opened: Opened, rule_set: RuleSet) -> None:
    with opened(csv_of(LATE)) as store:
        with pytest.raises(AnalysisError, match="sample of 0"):
            audit(store, rule_set, size=0)
        found = audit(store, rule_set)
    with pytest.raises(AnalysisError, match="no question 'goal'"):
        found.share("goal")
    with pytest.raises(AnalysisError, match="No case is in care"):
        found.share(IN_TIME, month="2020-01")
