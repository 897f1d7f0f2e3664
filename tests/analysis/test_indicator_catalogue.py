"""The catalogue is complete, bilingual, grouped, and complains about unknown names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from koopsim.analysis import GROUPS, INDICATORS, indicator
from koopsim.analysis.errors import AnalysisError
from koopsim.analysis.indicator_catalogue import check_known
from koopsim.model.rule_set import load_rule_set
from koopsim.simulation import months

WANTED = (
    "first_invitations",
    "invitations_without_notice",
    "invitations_with_notice",
    "talks",
    "no_shows",
    "plans_made",
    "updates_due",
    "updates_done",
    "updates_unchanged",
    "updates_overdue",
    "demands_with_notice",
    "individual_checks",
    "conciliations",
    "ground_reviews",
    "waiver_reviews",
    "appointment_reductions",
    "breach_reductions",
    "minutes_needed",
    "fte_needed",
    "fte_available",
    "backlog",
    "wait_days",
    "stock",
    "arrivals",
    "exits",
    "stock_no_plan",
    "stock_trust",
    "stock_with_notice",
    "stock_returning",
    "stock_conciliation",
    "stock_suspended",
    "stock_exempt",
    "stock_waived",
    "stock_support",
    "stock_moved",
    "stock_not_agreed",
    "updates_in_time",
    "updates_missed",
    "first_talks_in_time",
    "first_talks_missed",
    "ground_reviews_missed",
    "waiver_reviews_missed",
    "agreements_reviews",
    "returns_to_trust",
    "measures_started",
    "supervision_minutes",
)


def test_every_wanted_indicator_is_there() -> None:
    assert len(WANTED) == 46
    assert set(WANTED) <= set(INDICATORS)


def test_every_indicator_the_engine_counts_is_there() -> None:
    counted = {*months.COUNTED_ACTS, *months.DIRECT_COUNTS, *months.LEVELS, *months.STOCK_STATES}
    assert len(counted) > 40
    assert counted <= set(INDICATORS)


def test_levels_of_the_engine_are_levels_here() -> None:
    levels = {*months.LEVELS, *months.STOCK_STATES}
    assert all(INDICATORS[name].kind == "level" for name in levels)
    flows = {*months.COUNTED_ACTS, *months.DIRECT_COUNTS}
    assert all(INDICATORS[name].kind == "flow" for name in flows)


@pytest.mark.parametrize("name", INDICATORS)
def test_an_indicator_says_what_it_is_in_two_languages(name: str) -> None:
    item = indicator(name)
    assert item.name == name
    for text in (item.title, item.unit, item.definition):
        assert text.de.strip() and text.en.strip()
    assert len(item.definition.de) > 15 and len(item.definition.en) > 15
    assert item.definition.de != item.definition.en


def test_titles_are_unique_within_a_language() -> None:
    for language in ("de", "en"):
        titles = [item.title[language] for item in INDICATORS.values()]
        assert len(set(titles)) == len(titles)


def test_rules_are_known_margin_numbers_or_statutes() -> None:
    numbers = set(load_rule_set("2023-07-01").margin_numbers)
    cited = [rule for item in INDICATORS.values() for rule in item.rules]
    assert len(cited) > 40
    for rule in cited:
        assert rule in numbers or re.fullmatch(r"§ \d+\w?(\(\d\))? SGB (II|X)", rule), rule


def test_groups_hold_every_indicator_once() -> None:
    grouped = [name for group in GROUPS for name in group.indicators]
    assert sorted(grouped) == sorted(INDICATORS)
    assert all(group.indicators and group.title.de and group.title.en for group in GROUPS)


def test_unknown_names_are_refused_with_a_hint() -> None:
    with pytest.raises(AnalysisError, match="did you mean 'talks'"):
        indicator("talk")
    with pytest.raises(AnalysisError, match="'zzzz'"):
        check_known(["talks", "zzzz"])
    check_known(INDICATORS)


def test_files_stay_small() -> None:
    folder = Path(__file__).parents[2] / "analysis"
    sizes = {path.name: len(path.read_text().splitlines()) for path in folder.rglob("*.py")}
    assert len(sizes) > 20
    assert max(sizes.values()) <= 400, sizes
