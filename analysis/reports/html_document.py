"""A document as one HTML page that loads nothing, runs no script, and holds its pictures."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from . import standing_words as words
from .cells import cell_text, is_numeric, pieces
from .document import Bullets, Document, Heading, Paragraph, Picture, Table
from .inert import inert
from .outline import heading_ranks, tables_named_by_headings
from .pictures import fresh_svg, inline_svg

_CONTENTS_FROM = 4
"""From so many large headings on, a page has a table of contents."""


def document_html(document: Document) -> str:
    """Return the document as HTML; all texts are escaped, ids are the same for the same document.

    Headings of level 1 become ``h2``, because the title of the document is the only ``h1``.
    """
    document = inert(document)
    language = document.language
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["breakable"] = _breakable
    template = environment.from_string(_read("templates/document.html.j2"))
    blocks = [_block(block, place, document) for place, block in enumerate(document.blocks)]
    for place, rank in heading_ranks(document).items():
        blocks[place]["rank"] = rank
    for place, heading in tables_named_by_headings(document).items():
        blocks[place] |= {"titled": False, "id": f"block-{heading}"}
    contents = [block for block in blocks if block["kind"] == "heading" and block["rank"] == 2]
    return template.render(
        language=language,
        style=Markup(_read("style.css")),
        title=document.title,
        subtitle=document.subtitle,
        blocks=blocks,
        contents=contents if len(contents) >= _CONTENTS_FROM else [],
        provenance=document.provenance,
        brand=words.BRAND[language],
        skip=words.SKIP[language],
        contents_title=words.CONTENTS[language],
        provenance_title=words.PROVENANCE[language],
        no_decision=words.NO_DECISION[language],
        inert_page=words.INERT_PAGE[language],
    )


def _block(block: object, place: int, document: Document) -> dict[str, Any]:
    """Return one block as the template reads it."""
    anchor = f"block-{place}"
    match block:
        case Heading():
            return {"kind": "heading", "id": anchor, "text": block.text}
        case Paragraph():
            return {"kind": "paragraph", "style": block.style, "text": block.text}
        case Bullets():
            return {"kind": "bullets", "items": block.items}
        case Table():
            return _table(block, anchor, document)
        case Picture():
            svg = inline_svg(
                fresh_svg(block.figure), f"picture-{place}", block.title, f"caption-{place}"
            )
            return {
                "kind": "picture",
                "title": block.title,
                "svg": svg,
                "caption_id": f"caption-{place}",
                "caption": block.alternative,
            }
    raise TypeError(f"a document has no block of kind {type(block).__name__}")


def _table(table: Table, anchor: str, document: Document) -> dict[str, Any]:
    columns = [
        {"title": column.title, "unit": column.unit, "numeric": is_numeric(column)}
        for column in table.columns
    ]
    rows = [
        [
            {"text": cell_text(cell, column, document.language), "numeric": is_numeric(column)}
            for cell, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    dense = len(columns) > 8
    return {
        "kind": "table",
        "titled": True,
        "id": anchor,
        "title": table.title,
        "columns": columns,
        "rows": rows,
        "dense": dense,
    }


def _breakable(text: str) -> Markup:
    """Return a text escaped, with places where the browser may break long words."""
    return Markup("<wbr>").join(escape(piece) for piece in pieces(text))


def _read(name: str) -> str:
    """Return a file that lies beside this one."""
    return files(__package__).joinpath(*name.split("/")).read_text(encoding="utf-8")
