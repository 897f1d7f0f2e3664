"""Coverage of rules by elements and of elements by rules."""

from __future__ import annotations

import pytest
from koopsim.model.coverage import CoverageRow, coverage
from koopsim.model.errors import RuleError
from koopsim.model.registry import RuleRegistry, load_registry


@pytest.fixture(scope="module")
def registry() -> RuleRegistry:
    return load_registry("2023-07-01")


@pytest.fixture
def elements(registry: RuleRegistry) -> dict[str, tuple[str, ...]]:
    """A model that fits: every element that an entry names, citing that entry."""
    return {
        element: tuple(entry.rz for entry in registry.realising(element))
        for element in registry.elements
    }


def row(rows: tuple[CoverageRow, ...], rz: str) -> CoverageRow:
    return next(r for r in rows if r.rz == rz)


def test_a_model_that_fits_is_complete(
    registry: RuleRegistry, elements: dict[str, tuple[str, ...]]
) -> None:
    report = coverage(registry, elements)
    assert report.is_complete
    assert report.covered_count == 77
    assert (report.orphans, report.statute_only, report.unknown_citations) == ((), (), ())
    report.raise_if_incomplete()


def test_rows_stand_in_the_order_of_the_source(
    registry: RuleRegistry, elements: dict[str, tuple[str, ...]]
) -> None:
    assert [r.rz for r in coverage(registry, elements).rows] == list(registry)


def test_an_element_that_the_model_lacks_is_reported_with_place_and_suggestion(
    registry: RuleRegistry, elements: dict[str, tuple[str, ...]]
) -> None:
    elements["deadline:updates_due"] = elements.pop("deadline:update_due")
    report = coverage(registry, elements)
    assert [(u.rz, u.element) for u in report.unknown_elements] == [
        ("15.29", "deadline:update_due"),
        ("15.65", "deadline:update_due"),
    ]
    text = str(report.unknown_elements[1])
    assert text.startswith(f"chapter-08.yaml:{registry['15.65'].line}: Rz 15.65 names ")
    assert text.endswith("did you mean 'deadline:updates_due'?")
    assert report.covered_count == 75
    assert not row(report.rows, "15.65").covered


def test_an_element_that_cites_nothing_is_an_orphan(
    registry: RuleRegistry, elements: dict[str, tuple[str, ...]]
) -> None:
    report = coverage(registry, {**elements, "state:limbo": ()})
    assert report.orphans == ("state:limbo",)
    assert report.problems == ("'state:limbo' cites nothing",)


@pytest.mark.parametrize("citation", ["15.78", "16.1", "nonsense", "§ 15"])
def test_a_citation_of_no_rule_and_no_statute_is_reported(
    registry: RuleRegistry, elements: dict[str, tuple[str, ...]], citation: str
) -> None:
    report = coverage(registry, {**elements, "state:new": ("15.8", citation)})
    assert report.unknown_citations == (("state:new", citation),)
    assert not report.is_complete


def test_statutes_alone_are_a_source(
    registry: RuleRegistry, elements: dict[str, tuple[str, ...]]
) -> None:
    report = coverage(registry, {**elements, "act:reduction": ("§ 31a SGB II",)})
    assert report.is_complete
    assert report.statute_only == ("act:reduction",)


def test_citing_a_rule_whose_entry_does_not_name_the_element_is_fine(
    registry: RuleRegistry, elements: dict[str, tuple[str, ...]]
) -> None:
    report = coverage(registry, {**elements, "state:new": ("15.65", "15.14")})
    assert report.is_complete
    assert row(report.rows, "15.14").cited_by == ("state:new",)
    assert "state:new" not in row(report.rows, "15.14").realised_by


def test_elements_that_the_entry_names_are_not_listed_twice(
    registry: RuleRegistry, elements: dict[str, tuple[str, ...]]
) -> None:
    report = coverage(registry, elements)
    assert row(report.rows, "15.65").cited_by == ()
    assert "deadline:update_due" in row(report.rows, "15.65").realised_by


def test_citations_may_come_as_any_iterable(registry: RuleRegistry) -> None:
    report = coverage(registry, {"state:trust": {"15.46"}, "act:offer": iter(["15.26"])})
    assert row(report.rows, "15.26").covered
    assert report.covered_count == 1 + 4  # 15.26 and the four INFO entries that name nothing


def test_all_problems_are_listed_at_once(registry: RuleRegistry) -> None:
    with pytest.raises(RuleError) as caught:
        coverage(registry, {"state:a": (), "state:b": ("15.99",)}).raise_if_incomplete()
    text = str(caught.value)
    assert "'state:a' cites nothing" in text
    assert "'state:b' cites '15.99'" in text
    assert "Rz 15.1 names" in text
