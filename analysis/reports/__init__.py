"""Reports of a result, in German and English.

Read these files in this order:

1. ``texts/de.yaml``, ``texts/en.yaml``: the wording (``wording`` reads it)
2. ``findings``: the sentences with numbers
3. ``sections``: the parts of the report as plain data
4. ``pictures``: pictures inside the page
5. ``html`` with ``templates/report.html.j2`` and ``style.css``: the page
"""

from __future__ import annotations

from .html import report_html, write_report

__all__ = ["report_html", "write_report"]
