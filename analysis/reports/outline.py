"""Headings in order: none skips a level, as screen readers and PDF/UA want it; none comes twice."""

from __future__ import annotations

from .document import Document, Heading, Table

_LARGEST, _SMALLEST = 2, 5
"""The title of a document has rank 1."""


def heading_ranks(document: Document) -> dict[int, int]:
    """Return the rank of each heading by its place among the blocks, from 2 (large) to 5."""
    ranks: dict[int, int] = {}
    above = 1
    for place, block in enumerate(document.blocks):
        if isinstance(block, Heading):
            wanted = max(_LARGEST, 1 + block.level)
            above = min(wanted, above + 1, _SMALLEST)
            ranks[place] = above
    return ranks


def tables_named_by_headings(document: Document) -> dict[int, int]:
    """Return the places of tables whose title is that of the heading above, and of that heading.

    Such a title need not be shown twice.
    """
    found: dict[int, int] = {}
    heading, text = -1, ""
    for place, block in enumerate(document.blocks):
        if isinstance(block, Heading):
            heading, text = place, block.text
        elif isinstance(block, Table) and heading >= 0 and block.title.strip() == text:
            found[place] = heading
            text = ""  # a second table of this name shows it
    return found
