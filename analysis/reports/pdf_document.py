"""A document as PDF, set by typst: page numbers, repeated table heads, pictures as vectors.

The layout ``templates/document.typ`` holds no text of a document: it reads all of them from JSON
and shows them as they are, so that nothing in a document can be taken for markup. Fonts are those
of matplotlib, so that the page looks the same on every computer.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib as mpl
import typst

from ..errors import AnalysisError
from . import standing_words as words
from .cells import cell_text, heading_text, is_numeric, pieces
from .column_widths import column_shares, font_size
from .document import Bullets, Document, Heading, Paragraph, Picture, Table
from .inert import inert
from .outline import heading_ranks, tables_named_by_headings
from .pictures import fresh_svg

_SPLIT_FROM = 1_000
"""A row with a text of so many letters may be split between two pages."""

_BREAK = "\N{ZERO WIDTH SPACE}"
"""The mark; no text of an inert document holds it."""


def document_pdf(document: Document) -> bytes:
    """Return the document as a PDF (A4) that screen readers can read (PDF/UA-1), without date.

    Raises:
        AnalysisError: if typst cannot set it.
    """
    content = json.dumps(_content(inert(document)))
    template = files(__package__).joinpath("templates", "document.typ").read_bytes()
    try:
        made = typst.compile(
            template,
            format="pdf",
            font_paths=_fonts(),
            sys_inputs={"document": content},
            pdf_standards="ua-1",
            timestamp=0,
        )
    except typst.TypstError as error:
        raise AnalysisError(f"the PDF cannot be made: {error.message}") from error
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Return the fonts of matplotlib, and none of the computer's own."""
    folder = Path(mpl.get_data_path(), "fonts", "ttf")
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


def _content(document: Document) -> dict[str, Any]:
    """Return what the layout reads."""
    language = document.language
    blocks = [_block(block, document) for block in document.blocks]
    for place, rank in heading_ranks(document).items():
        blocks[place]["rank"] = rank
    for place in tables_named_by_headings(document):
        blocks[place]["titled"] = False
    return {
        "language": language,
        "title": document.title,
        "author": words.SOFTWARE,
        "heading": _soft(document.title),
        "subtitle": _soft(document.subtitle),
        "brand": words.BRAND[language],
        "no_decision": words.NO_DECISION[language],
        "page_of": words.PAGE_OF[language],
        "provenance_title": words.PROVENANCE[language],
        "provenance": [[_soft(k), _soft(v)] for k, v in document.provenance.items()],
        "blocks": blocks,
    }


def _block(block: object, document: Document) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "text": _soft(block.text)}
        case Paragraph():
            return {"kind": "paragraph", "style": block.style, "text": _soft(block.text)}
        case Bullets():
            return {"kind": "bullets", "items": [_soft(item) for item in block.items]}
        case Table():
            return _table(block, document)
        case Picture():
            return {
                "kind": "picture",
                "title": _soft(block.title),
                "svg": fresh_svg(block.figure),
                "alternative": block.alternative,
                "caption": _soft(block.alternative),
            }
    raise TypeError(f"a document has no block of kind {type(block).__name__}")


def _soft(text: str) -> str:
    """Return a text with a mark at each place where a line may end within a long word."""
    return _BREAK.join(pieces(text))


def _table(table: Table, document: Document) -> dict[str, Any]:
    texts = [
        [
            cell_text(cell, column, document.language)
            for cell, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    columns = [
        {
            "title": _soft(column.title),
            "unit": _soft(column.unit),
            "numeric": is_numeric(column),
        }
        for column in table.columns
    ]
    headings = [heading_text(column) for column in table.columns]
    cells = [[row[place] for row in texts] for place in range(len(columns))]
    return {
        "kind": "table",
        "titled": True,
        "size": font_size(len(columns)),
        "shares": column_shares(headings, cells),
        "whole_rows": all(len(text) < _SPLIT_FROM for row in texts for text in row),
        "title": _soft(table.title),
        "columns": columns,
        "rows": [[_soft(text) for text in row] for row in texts],
    }
