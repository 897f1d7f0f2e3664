"""The heat map as a page: it loads nothing, runs no script, and has every number as text."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from ...model.process.text import Language, Text
from ..formatting import day_name, fitting, number, percent
from ..heat_map import PLACES, HeatMap, HeatMapRow
from ..plots.heat_map import check_mark, ink_on, rate_colour

_WORDS: dict[str, Text] = {
    "heading": Text(
        "Randziffern: wo modelliert, wie geprüft, wie oft ausgelöst",
        "Margin numbers: where modelled, how checked, how often fired",
    ),
    "period": Text(
        "{title} ({name}), {first} bis {last}; {replications} Replikation(en), {years} Fall-Jahre, "
        "{steps} Schritte; Regelwerk {rules}",
        "{title} ({name}), {first} to {last}; {replications} replication(s), {years} case-years, "
        "{steps} steps; rule set {rules}",
    ),
    "how_heading": Text("Wie das zu lesen ist", "How to read this"),
    "how": Text(
        "Eine Regel wird ausgelöst, wenn ein Schritt geschieht, dessen Übergänge sie nennen, "
        "wenn darin eine Handlung vorkommt, deren Art sie nennt, oder wenn eine Frist versäumt "
        "wird, die sie nennt; je Schritt zählt sie einmal. Gelegenheit ist jeder Schritt, dessen "
        "Ereignis sie in dieser Lage unter irgendwelchen Tatsachen auslösen kann, und jede Frist, "
        "die sie nennt. Ein Fall-Jahr ist ein Jahr einer Person im Leistungsbezug.",
        "A rule fires when a step happens whose transitions cite it, or in which an act occurs "
        "whose kind cites it, or when a deadline that cites it is missed; it counts once for each "
        "step. An opportunity is each step whose event can fire it in that configuration under "
        "some facts, and each deadline that cites it. A case-year is a year of one person in "
        "benefit.",
    ),
    "signs": Text(
        "✓ alle Eigenschaften gelten, ✗ eine gilt nicht, ? nicht geprüft; ● bei jeder Gelegenheit "
        "ausgelöst. „–“: Kein Schritt kann die Regel auslösen; sie steckt in Zuständen, "
        "Dokumenten oder Eigenschaften oder gibt nur einen Hinweis.",
        "✓ all properties hold, ✗ one does not, ? not checked; ● fired at every opportunity. "
        "“–”: no step can fire the rule; it lies in states, documents or properties, or only "
        "informs.",
    ),
    "findings_heading": Text("Was auffällt", "Findings"),
    "never": Text("Nie ausgelöst", "Never fired"),
    "always": Text(
        "Bei jeder Gelegenheit ausgelöst, obwohl sie eine Bedingung hat",
        "Fired at every opportunity, although it has a condition",
    ),
    "unconditional": Text(
        "Bei jeder Gelegenheit ausgelöst, weil das Modell keine Bedingung kennt",
        "Fired at every opportunity, because the model knows no condition",
    ),
    "none": Text("keine", "none"),
    "table_heading": Text("Alle Regeln", "All rules"),
    "rule": Text("Regel", "rule"),
    "title": Text("Titel", "title"),
    "modality": Text("Modalität", "modality"),
    "checked": Text("geprüft durch", "checked by"),
    "fires": Text("ausgelöst", "fired"),
    "rate": Text("je 1.000 Fall-Jahre", "per 1,000 case-years"),
    "share": Text("Anteil der Gelegenheiten", "share of opportunities"),
}


def heat_map_html(found: HeatMap, language: Language) -> str:
    """Return the page as HTML; text from scenario files is escaped."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(_read("templates/heat_map.html.j2"))
    titles = {row.rule: row.title[language] for row in found.rows}
    return template.render(
        language=language,
        style=Markup(_read("style.css")),
        words={name: text[language] for name, text in _WORDS.items()},
        period=_WORDS["period"][language].format(
            title=found.title[language],
            name=found.scenario,
            first=day_name(found.first_day, language),
            last=day_name(found.last_day, language),
            replications=found.replications,
            years=number(found.case_years, language),
            steps=number(found.steps, language),
            rules=found.rule_set,
        ),
        places=[text[language] for text in PLACES.values()],
        findings=[
            {
                "kind": kind,
                "heading": _WORDS[kind][language],
                "items": [
                    {"rule": f.rule, "title": titles[f.rule], "text": f.text[language]}
                    for f in found.findings
                    if f.kind == kind
                ],
            }
            for kind in ("never", "always", "unconditional")
        ],
        rows=[_row(row, language) for row in found.rows],
    )


def _row(row: HeatMapRow, language: Language) -> dict[str, Any]:
    counts = dict(row.modelled)
    silent = not row.can_fire and not row.firing.opportunities
    colour = "#ffffff" if silent else rate_colour(row.rate)
    return {
        "rule": row.rule,
        "title": row.title[language],
        "modality": ", ".join(str(modality) for modality in row.modality),
        "places": [counts.get(kind, "") for kind in PLACES],
        "mark": check_mark(row.checked)[0] if row.checked else "",
        "checks": [item.name for item in row.checked],
        "silent": silent,
        "never": not silent and not row.firing.fires,
        "always": not silent and 0 < row.firing.fires == row.firing.opportunities,
        "fires": number(row.firing.fires, language),
        "rate": fitting(row.rate, language),
        "colour": colour,
        "ink": ink_on(colour),
        "share": "" if row.share is None else percent(row.share, language, 1),
    }


def _read(name: str) -> str:
    """Return a file that lies beside this one."""
    return files(__package__).joinpath(*name.split("/")).read_text(encoding="utf-8")
