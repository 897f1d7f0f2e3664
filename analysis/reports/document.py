"""A report as plain data: headings, paragraphs, tables with units, pictures. It knows no format.

Every analysis turns its answer into a `Document`; renderers turn any document into HTML, PDF and
XLSX. Texts are plain text in one language: a renderer escapes them for its format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from matplotlib.figure import Figure

from ...model.process.text import Language

Cell = str | int | float | bool | None
"""Content of a table; None and NaN are shown as an empty cell."""

Kind = Literal["text", "whole", "number", "share"]
"""How a column is shown; a share of 0.05 is shown as 5 %."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``unit`` is in words, ``decimals`` counts for "number" and "share"."""

    title: str
    unit: str = ""
    kind: Kind = "text"
    decimals: int = 1


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a document; 1 is the largest."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``emphasis`` marks the answer that a reader looks for, ``note`` small print."""

    text: str
    style: Literal["plain", "emphasis", "note"] = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences, each with a bullet."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; rows have one cell per column. ``name`` is that of its sheet or file."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with what it shows in words, for those who cannot see it."""

    name: str
    title: str
    figure: Figure
    alternative: str


Block = Heading | Paragraph | Bullets | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. ``provenance`` is shown at the end: seed, versions, command and so on."""

    title: str
    language: Language
    blocks: Sequence[Block]
    subtitle: str = ""
    provenance: Mapping[str, str] = field(default_factory=dict)
