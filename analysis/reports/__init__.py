"""Reports of a result, in German and English.

Read these files in this order:

1. ``texts/de.yaml``, ``texts/en.yaml``: the wording (``wording`` reads it)
2. ``findings``: the sentences with numbers
3. ``sections``: the parts of the report as plain data
4. ``pictures``: pictures inside the page
5. ``html`` with ``templates/report.html.j2`` and ``style.css``: the page
6. ``document``: any report as plain data, and ``render``, which writes it as HTML, PDF, Excel, CSV
   (``html_document``, ``pdf_document``, ``xlsx_document``; ``inert`` makes its texts harmless)
7. ``forecast_document``, ``forecast_files``: the forecast in these formats
"""

from __future__ import annotations

from .document import Bullets, Column, Document, Heading, Paragraph, Picture, Table
from .forecast_document import forecast_document
from .forecast_files import write_forecast
from .html import report_html, write_report
from .render import FORMATS, check_formats, write_document
from .standing import assumption_blocks, law_blocks

__all__ = [
    "FORMATS",
    "Bullets",
    "Column",
    "Document",
    "Heading",
    "Paragraph",
    "Picture",
    "Table",
    "assumption_blocks",
    "check_formats",
    "forecast_document",
    "law_blocks",
    "report_html",
    "write_document",
    "write_forecast",
    "write_report",
]
