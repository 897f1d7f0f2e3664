"""What a check found, in words without any markup: for terminals, test reports and JSON."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.checker import CheckReport, Story, Verdict
from ..model.checker.dating import date_story
from ..model.checker.prose import tell_story
from ..model.errors import KoopsimError
from ..model.process.problem import cited
from ..model.process.text import Language, Text

STATUS = {
    "proved": Text("bewiesen", "proved"),
    "violated": Text("verletzt", "violated"),
    "keepable": Text("immer einhaltbar", "can always be kept"),
    "not_keepable": Text("nicht immer einhaltbar", "cannot always be kept"),
    "possible": Text("möglich", "possible"),
    "impossible": Text("nie möglich", "never possible"),
}
"""Verdicts in words."""

VACUOUS = Text(
    "nichtssagend: Wovon sie spricht, kommt nie vor", "vacuous: what it speaks of never comes about"
)

FINDINGS = {
    "vacuous_property": Text("nichtssagende Eigenschaft", "vacuous property"),
    "idle_guard": Text("wirkungslose Bedingung", "idle guard"),
    "idle_deadline": Text("wirkungslose Frist", "idle deadline"),
    "idle_transition": Text("wirkungsloser Übergang", "idle transition"),
    "unreached_state": Text("unerreichter Zustand", "unreached state"),
    "unreached_event": Text("nie eintretendes Ereignis", "event that never happens"),
    "deadlock": Text("Sackgasse", "deadlock"),
    "nondeterminism": Text("Mehrdeutigkeit", "nondeterminism"),
}
"""Kinds of findings in words."""

_PASSED = Text(
    "Geprüfte Eigenschaften: {0}; alle gelten, nichts ist zu beanstanden.",
    "Properties checked: {0}; all hold, and nothing was found.",
)
_FAILED = Text(
    "{0} von {1} Eigenschaften gelten nicht, {2} weitere Befunde.",
    "{0} of {1} properties do not hold, {2} findings.",
)
_MOST_FINDINGS = 20
_MORE = Text("… und {0} weitere", "… and {0} more")


def status_words(verdict: Verdict, language: Language) -> str:
    """Return a verdict in words."""
    words = STATUS[verdict.status][language]
    return f"{words}; {VACUOUS[language]}" if verdict.vacuous else words


def summary_line(report: CheckReport, language: Language) -> str:
    """Return the whole result in one sentence."""
    total, bad = len(report.verdicts), sum(not v.good for v in report.verdicts)
    if report.passed:
        return _PASSED[language].format(total)
    return _FAILED[language].format(bad, total, len(report.findings))


def story_text(story: Story, language: Language) -> str:
    """Return a story as dated prose; if it cannot be played, why not."""
    try:
        return tell_story(date_story(story), language)
    except KoopsimError as error:
        return str(error)


def verdict_text(verdict: Verdict, language: Language) -> str:
    """Return a property with its rules, verdict, detail and story."""
    lines = [
        f"{verdict.name} [{cited(verdict.cites)}, {verdict.modality}]: "
        f"{verdict.title[language]} {status_words(verdict, language)}."
    ]
    if verdict.detail is not None:
        lines.append(verdict.detail[language])
    if verdict.story is not None:
        lines.append(story_text(verdict.story, language))
    return "\n".join(lines)


def failure_text(report: CheckReport, language: Language = "en") -> str:
    """Return everything that does not hold, with stories, and the findings; empty if all holds."""
    if report.passed:
        return ""
    return "\n\n".join(_failures(report, language))


def findings_text(report: CheckReport, language: Language = "en") -> str:
    """Return the findings about the model, a line for each; empty if there are none."""
    lines = [
        f"{FINDINGS[finding.kind][language]}: {finding.element} [{cited(finding.cites)}]: "
        f"{finding.text[language]}"
        for finding in report.findings
    ]
    left = len(lines) - _MOST_FINDINGS
    if left > 0:
        lines = [*lines[:_MOST_FINDINGS], _MORE[language].format(left)]
    return "\n".join(lines)


def _failures(report: CheckReport, language: Language) -> Iterator[str]:
    yield summary_line(report, language)
    yield from (verdict_text(v, language) for v in report.verdicts if not v.good)
    if report.findings:
        yield findings_text(report, language)
