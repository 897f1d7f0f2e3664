"""Fill the generated parts of the documentation: ``python docs/generate.py [--check]``.

A block stands between ``<!-- generated: NAME LANGUAGE -->`` and ``<!-- end -->``. With ``--check``
nothing is written; the exit code is 1 if a page is out of date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from koopsim.model import load_rule_set
from koopsim.model.process.deadlines import DEADLINES, Deadline
from koopsim.model.process.events import EVENTS
from koopsim.model.process.states import COMPOUNDS, LEAVES, REGIONS
from koopsim.model.process.text import Language
from koopsim.model.properties import SAFETY
from koopsim.simulation.event_log import CASE_SCHEMA, EVENT_SCHEMA
from performance_tables import performance_tables

FOLDER = Path(__file__).parent
BLOCK = re.compile(r"(<!-- generated: (\w+) (de|en) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
UNITS = {
    "de": {"days": "Tage", "weeks": "Wochen", "months": "Kalendermonate", "fixed_day": ""},
    "en": {"days": "days", "weeks": "weeks", "months": "calendar months", "fixed_day": ""},
}


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    lines = ["| " + " | ".join(titles) + " |", "|" + "---|" * len(titles)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def states(language: Language) -> str:
    """Return the table of states."""
    head = {
        "de": ("Bereich", "Zustand", "im Code", "Rz"),
        "en": ("region", "state", "in code", "Rz"),
    }
    regions = {region.name: region.title[language] for region in REGIONS}
    rows = []
    for state in [*COMPOUNDS.values(), *LEAVES.values()]:
        title = f"**{state.title[language]}**" if state.name in COMPOUNDS else state.title[language]
        rows.append((regions[state.region], title, f"`{state.name}`", ", ".join(state.cites)))
    order = list(regions.values())
    return _table(head[language], sorted(rows, key=lambda row: order.index(row[0])))


def events(language: Language) -> str:
    """Return the table of events."""
    head = {"de": ("Ereignis", "im Code", "Rz"), "en": ("event", "in code", "Rz")}
    rows = ((e.title[language], f"`{e.name}`", ", ".join(e.cites)) for e in EVENTS.values())
    return _table(head[language], rows)


def deadlines(language: Language) -> str:
    """Return the table of deadlines."""
    head = {
        "de": ("Frist", "Verbindlichkeit", "Grenze", "ruht in", "bei Ablauf", "Rz"),
        "en": ("deadline", "modality", "limit", "held in", "when it ends", "Rz"),
    }
    rules = load_rule_set("2023-07-01")

    def limit(deadline: Deadline) -> str:
        unit = UNITS[language][deadline.unit]
        text = f"{getattr(rules, deadline.parameter)} {unit}".strip()
        if deadline.longer_parameter:
            text += f" (§ 16k: {getattr(rules, deadline.longer_parameter)})"
        return text

    def end(deadline: Deadline) -> str:
        if deadline.expiry_event:
            return EVENTS[deadline.expiry_event].title[language]
        if deadline.silent:
            return {"de": "die Zählung beginnt neu", "en": "counting starts anew"}[language]
        return {"de": "wird gezählt", "en": "is counted"}[language]

    rows = (
        (
            d.title[language],
            d.modality,
            limit(d),
            ", ".join(f"`{s}`" for s in sorted(d.held_in)) or "–",
            end(d),
            ", ".join(d.cites),
        )
        for d in DEADLINES
    )
    return _table(head[language], rows)


def properties(language: Language) -> str:
    """Return the table of safety properties."""
    head = {
        "de": ("Eigenschaft", "Verbindlichkeit", "Rz", "im Code"),
        "en": ("property", "modality", "Rz", "in code"),
    }
    rows = ((p.title[language], p.modality.name, ", ".join(p.cites), f"`{p.name}`") for p in SAFETY)
    return _table(head[language], rows)


def schema(language: Language) -> str:
    """Return the columns of the event log and of the table of cases."""
    parts = []
    for title, columns in (("events.parquet", EVENT_SCHEMA), ("cases.parquet", CASE_SCHEMA)):
        rows = ((f"`{name}`", meaning) for name, meaning in columns.items())
        parts.append(f"### {title}\n\n" + _table(("column", "meaning"), rows))
    return "\n".join(parts)


GENERATORS: dict[str, Callable[[Language], str]] = {
    "states": states,
    "events": events,
    "deadlines": deadlines,
    "properties": properties,
    "schema": schema,
    "performance": lambda _: performance_tables(),
}


def renewed(text: str) -> str:
    """Return a page with its generated blocks made anew."""

    def fill(match: re.Match[str]) -> str:
        language: Language = "de" if match[3] == "de" else "en"
        return f"{match[1]}\n{GENERATORS[match[2]](language)}\n{match[5]}"

    return BLOCK.sub(fill, text)


def main(arguments: list[str]) -> int:
    """Renew or check all pages; return the exit code."""
    stale = []
    for page in sorted(FOLDER.glob("*.md")):
        old = page.read_text(encoding="utf-8")
        new = renewed(old)
        if new != old:
            stale.append(page.name)
            if "--check" not in arguments:
                page.write_text(new, encoding="utf-8")
    print(
        ("out of date: " if "--check" in arguments else "renewed: ")
        + (", ".join(stale) or "nothing")
    )
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
