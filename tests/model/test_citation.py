"""Citations: parsed, printed, sorted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from koopsim.model.citation import Citation, is_rz, parse_citation, rz, sort_citations
from koopsim.model.errors import RuleError

LETTERED = st.builds(lambda n, letter: f"{n}{letter}", st.integers(1, 400), st.sampled_from("ab "))
PARTS = LETTERED.map(str.strip)
STATUTES = st.builds(
    Citation,
    law=st.sampled_from(["SGB II", "SGB III", "SGB X", "BGB"]),
    section=PARTS,
    paragraph=PARTS | st.just(""),
    sentence=st.integers(1, 9).map(str) | st.just(""),
    number=PARTS | st.just(""),
)
MARGIN_NUMBERS = st.builds(
    lambda a, b: Citation(law="", section=str(a), number=str(b)),
    st.integers(1, 99),
    st.integers(1, 99),
)
CITATIONS = STATUTES | MARGIN_NUMBERS


@pytest.mark.parametrize(
    "text",
    [
        "15.52",
        "15.10",
        "§ 15a(4) SGB II",
        "§ 15(3) S. 2 SGB II",
        "§ 31(1) S. 1 Nr. 1 SGB II",
        "§ 65(6a) SGB II",
        "§ 9a S. 2 Nr. 2 SGB III",
        "§ 24 SGB X",
        "§ 188(3) BGB",
    ],
)
def test_canonical_text_survives_parsing_and_printing(text: str) -> None:
    assert str(parse_citation(text)) == text


@given(CITATIONS)
def test_every_citation_is_read_back_from_its_text(citation: Citation) -> None:
    assert parse_citation(str(citation)) == citation


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("Rz 15.8", "15.8"), ("Rz. 15.8", "15.8"), ("§15 S.2 SGB II", "§ 15 S. 2 SGB II")],
)
def test_other_spellings_become_canonical(text: str, canonical: str) -> None:
    assert str(parse_citation(text)) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        "15",
        "15.0",
        "15.08",
        "15.8 ",
        "15.8\n",
        "§ SGB II",
        "§ 15",
        "§ 15(3)",
        "§§ 31 SGB II",
        "x",
    ],
)
def test_other_texts_are_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(RuleError, match=r"is no citation; accepted are '15\.52' and '§ 15"):
        parse_citation(text)


def test_margin_numbers_sort_as_numbers() -> None:
    assert sort_citations(["15.10", "15.9", "15.77", "15.1"]) == ("15.1", "15.9", "15.10", "15.77")


def test_statutes_stand_after_margin_numbers_in_the_order_of_the_law() -> None:
    mixed = ["§ 24 SGB X", "§ 32 SGB II", "§ 31b SGB II", "§ 31a(6) SGB II", "15.77", "§ 31 SGB II"]
    assert sort_citations(mixed) == (
        "15.77",
        "§ 31 SGB II",
        "§ 31a(6) SGB II",
        "§ 31b SGB II",
        "§ 32 SGB II",
        "§ 24 SGB X",
    )


def test_paragraph_sentence_and_number_sort_as_numbers() -> None:
    ordered = (
        "§ 31a SGB II",
        "§ 31a(1) SGB II",
        "§ 31a(1) S. 2 SGB II",
        "§ 31a(1) S. 10 SGB II",
        "§ 31a(6) SGB II",
        "§ 31a(6a) SGB II",
        "§ 31a(10) SGB II",
    )
    assert sort_citations(reversed(ordered)) == ordered


def test_sorting_drops_repetitions_of_one_citation() -> None:
    assert sort_citations(["15.8", "Rz 15.8"]) == ("15.8",)


@given(st.lists(CITATIONS, max_size=3, min_size=3))
def test_order_is_total_and_agrees_with_equality(three: list[Citation]) -> None:
    a, b, c = sorted(three)
    assert a <= b <= c
    assert (a < b) != (a == b)


def test_citations_are_not_ordered_against_texts() -> None:
    with pytest.raises(TypeError):
        assert parse_citation("15.8") < "15.9"


def test_rz_keeps_the_order_given() -> None:
    assert [str(citation) for citation in rz("15.50", "15.8")] == ["15.50", "15.8"]


def test_rz_refuses_a_statute() -> None:
    with pytest.raises(RuleError, match="'§ 15 SGB II' is no margin number"):
        rz("15.8", "§ 15 SGB II")


@pytest.mark.parametrize(
    ("text", "expected"), [("15.8", True), ("Rz 15.8", False), ("§ 15 SGB II", False), ("", False)]
)
def test_is_rz_accepts_canonical_margin_numbers_only(text: str, expected: bool) -> None:
    assert is_rz(text) is expected


def test_label_is_written_for_readers_of_either_language() -> None:
    statute = parse_citation("§ 15(2) S. 2 Nr. 3 SGB II")
    assert statute.label("de") == "§ 15 Abs. 2 Satz 2 Nr. 3 SGB II"
    assert statute.label("en") == "§ 15(2) S. 2 Nr. 3 SGB II"
    assert parse_citation("15.8").label("de") == "Rz 15.8"


def test_citation_is_immutable() -> None:
    with pytest.raises(AttributeError):
        parse_citation("15.8").number = "9"  # type: ignore[misc]
