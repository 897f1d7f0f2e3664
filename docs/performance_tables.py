"""Tables of ``docs/performance.md`` from the figures in ``docs/performance.json``.

``make bench`` renews the figures, ``make docs`` the tables.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).parent / "performance.json"


def performance_tables() -> str:
    """Return a table per measurement, with how and where it was taken."""
    content = json.loads(FIGURES.read_text(encoding="utf-8"))
    sections = [_section(section) for section in content["sections"]]
    return "\n".join([_machine(content["environment"]), *sections])


def _machine(about: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in about["versions"].items())
    return (
        f"Measured on {about['date']}: {about['processor']}, {about['cores']} cores, "
        f"{about['system']}, Python {about['python']}, {versions}.\n"
    )


def _section(section: dict[str, Any]) -> str:
    head = f"### {section['title']}\n\n"
    if section["skipped"]:
        return f"{head}Left out: {section['skipped']}.\n"
    load = section.get("load")
    busy = f" Load of the machine before: {load:.1f} processes wanted a core." if load else ""
    rows = [_row(figure) for figure in section["figures"]]
    table = ["| what | value | least to most | unit |", "|---|---:|---:|---|", *rows]
    return head + section["method"] + busy + "\n\n" + "\n".join(table) + "\n"


def _row(figure: dict[str, Any]) -> str:
    low, high = figure["low"], figure["high"]
    several = low is not None and low != high
    ends = f"{shown(low)} to {shown(high)}" if several else ""
    return f"| {figure['name']} | {shown(figure['value'])} | {ends} | {figure['unit']} |"


def shown(number: float) -> str:
    """Return a number with about three digits and separators of thousands."""
    if number == int(number) or abs(number) >= 1000:
        return f"{number:,.0f}"
    digits = next((d for d, least in enumerate((100, 10, 1)) if abs(number) >= least), 3)
    return f"{number:,.{digits}f}"
