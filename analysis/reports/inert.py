"""Texts without signs that a reader cannot see but a program obeys.

Scenario files may come from anywhere. Escaping is each format's own work; what no format should
show is taken out here, once for all of them: control characters (forbidden in XML), signs that
turn the direction of writing (a text would be read in another order than it is stored), lone
surrogates (no file can hold them).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import singledispatch

from ..errors import AnalysisError
from .document import Block, Bullets, Cell, Column, Document, Heading, Paragraph, Picture, Table
from .standing_words import SOFTWARE

_SPACES = re.compile("[\t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufdd0-\ufdef]|[^\u0000-\U0010fffd]|[\ufffe\uffff]")


def inert_text(text: str) -> str:
    r"""Return a text as one line of visible signs; letters of any writing stay.

    >>> inert_text("a\x00b\u202ec\nd")
    'abc d'
    """
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text))
    return _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text)


def inert(document: Document) -> Document:
    """Return the document with every text made inert; headings without a text are left out.

    Raises:
        AnalysisError: if a row of a table has not one cell per column.
    """
    blocks = [_block(block) for block in document.blocks]
    return replace(
        document,
        title=inert_text(document.title).strip() or SOFTWARE,
        subtitle=inert_text(document.subtitle),
        blocks=[b for b in blocks if not isinstance(b, Heading) or b.text],
        provenance=_provenance(document.provenance),
    )


def _provenance(content: Mapping[str, str]) -> dict[str, str]:
    return {inert_text(str(key)): inert_text(str(value)) for key, value in content.items()}


@singledispatch
def _block(block: Block) -> Block:
    raise TypeError(f"a document has no block of kind {type(block).__name__}")


@_block.register
def _heading(block: Heading) -> Block:
    return replace(block, text=inert_text(block.text).strip())


@_block.register
def _paragraph(block: Paragraph) -> Block:
    return replace(block, text=inert_text(block.text))


@_block.register
def _bullets(block: Bullets) -> Block:
    return replace(block, items=[inert_text(item) for item in block.items])


@_block.register
def _picture(block: Picture) -> Block:
    title = inert_text(block.title)
    # PDF/UA takes no picture without words.
    words = inert_text(block.alternative).strip() or title.strip() or SOFTWARE
    return replace(block, title=title, alternative=words)


@_block.register
def _table(block: Table) -> Block:
    for number, row in enumerate(block.rows, 1):
        if len(row) != len(block.columns):
            raise AnalysisError(
                f"Row {number} of the table {block.title!r} has {len(row)} cells for "
                f"{len(block.columns)} columns."
            )
    return replace(
        block,
        name=inert_text(block.name),
        title=inert_text(block.title),
        columns=[_column(column) for column in block.columns],
        rows=[_row(row) for row in block.rows],
    )


def _column(column: Column) -> Column:
    return replace(column, title=inert_text(column.title), unit=inert_text(column.unit))


def _row(row: Sequence[Cell]) -> list[Cell]:
    return [inert_text(cell) if isinstance(cell, str) else cell for cell in row]
