"""The report: one HTML file that needs nothing else, for readers who have never seen koopsim."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from ..formatting import check_language
from ..plots import figure_svg, figures_of
from ..plots.files import Plot
from ..result_protocol import Result
from ..tables import by_month, by_year
from . import histories, sections
from .findings import Findings
from .pictures import inline_svg
from .wording import Wording


def write_report(result: Result, path: str | os.PathLike[str], language: str = "en") -> Path:
    """Write the report of a result as one self-contained HTML file and return its path.

    The page loads nothing, runs no script, and is the same byte for byte for the same result.
    Text from scenario files is escaped.

    Raises:
        AnalysisError: if the language is neither ``de`` nor ``en``, or the result lacks values.
    """
    target = Path(path)
    text = report_html(result, language)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    return target


def report_html(result: Result, language: str = "en") -> str:
    """Return the report of a result as HTML.

    Raises:
        AnalysisError: if the language is neither ``de`` nor ``en``, or the result lacks values.
    """
    words = Wording(check_language(language))
    findings = Findings(result, words)
    # Everything that is put in is escaped, unless it was made by this program (Markup).
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(_read("templates/report.html.j2"))
    return template.render(
        say=words.say,
        lines=words.lines,
        language=words.language,
        other_language="en" if words.language == "de" else "de",
        style=Markup(_read("style.css")),
        many=result.replications > 1,
        heading=sections.heading(result, words),
        warnings=sections.warnings(result, words),
        answer=findings.answer(),
        rule=findings.rule(),
        spread=findings.spread(),
        years=by_year(result, words.language),
        months=by_month(result, words.language),
        pictures=_pictures(result, words, findings),
        durations=histories.durations(result, words),
        steps=histories.steps(result, words),
        states=sections.states(words),
        calibration=sections.calibration(result, words, findings),
        assumptions=sections.assumptions(result.scenario, words),
        rules=sections.rules(result.rule_set, words),
        repeat=sections.repeat(result, words),
        glossary=words.glossary(),
    )


def _pictures(result: Result, words: Wording, findings: Findings) -> list[dict[str, Any]]:
    """Return all pictures with title and caption."""
    plots = figures_of(result)
    return [_picture(name, plots[name], result, words, findings) for name in plots]


def _picture(
    name: str, plot: Plot, result: Result, words: Wording, findings: Findings
) -> dict[str, Any]:
    title = words.say(f"picture_{name}")
    svg = figure_svg(plot(result, words.language))
    return {
        "name": name,
        "title": title,
        "caption": findings.caption(name),
        "svg": inline_svg(svg, f"picture-{name}", title, f"caption-{name}"),
    }


def _read(name: str) -> str:
    """Return a file that lies beside this one."""
    return files(__package__).joinpath(*name.split("/")).read_text(encoding="utf-8")
