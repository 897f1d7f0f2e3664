"""The result of a check for other programs: JUnit XML and JSON."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from ..model.checker import Answer, CheckReport, Finding, Happens, Story, Verdict
from ..model.checker.case_file import write_texts
from ..model.checker.dating import date_story
from ..model.checker.prose import story_lines
from ..model.errors import KoopsimError
from ..model.process.problem import cited
from ..model.process.text import Language, Text
from ..model.rule_set import RuleSet, load_rule_set
from .check_text import FINDINGS, status_words, verdict_text

if TYPE_CHECKING:
    from ..model.checker.mutants import MutantReport

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
FORMAT = 1
"""Version of the JSON layout; it grows when a key is renamed, removed or changes its meaning."""


def write_junit(report: CheckReport, path: Path, language: Language = "en") -> Path:
    """Write a report as JUnit XML; see `junit_xml`.

    Raises:
        RunError: if the file cannot be written.
    """
    return write_texts(path.parent, {path.name: junit_xml(report, language)})[0]


def write_json(
    report: CheckReport, rule_set: RuleSet, path: Path, mutants: MutantReport | None = None
) -> Path:
    """Write a report as JSON; see `as_data`.

    Raises:
        RunError: if the file cannot be written.
    """
    content = json.dumps(as_data(report, rule_set, mutants), ensure_ascii=False, indent=2)
    return write_texts(path.parent, {path.name: content + "\n"})[0]


# -- JUnit -----------------------------------------------------------------------------------


def junit_xml(report: CheckReport, language: Language = "en") -> str:
    """Return JUnit XML: a test case for each property, and one for each kind of finding.

    The class name of a property is its first rule ("Rz 15.52"). The text of a failure is the
    shortest story that shows it. There are no times in it: the same report gives the same text.
    """
    document: Any = JUnitXml("koopsim")
    document.add_testsuite(_properties(report, language))
    # Only a check of the whole model looks for findings and answers questions.
    if report.answers or report.findings:
        document.add_testsuite(_findings(report, language))
    document.update_statistics()
    text: bytes | str = document.tostring()
    return _DECLARATION + (text.decode("utf-8") if isinstance(text, bytes) else text) + "\n"


def _properties(report: CheckReport, language: Language) -> TestSuite:
    suite = TestSuite(f"koopsim {report.rule_set}")
    for verdict in report.verdicts:
        case = TestCase(verdict.name, classname=cited(verdict.cites[:1]))
        if not verdict.good:
            kind = "vacuous" if verdict.vacuous else verdict.status
            title = f"{verdict.title[language]} {status_words(verdict, language)}"
            case.result = [_failure(title, kind, verdict_text(verdict, language))]
        suite.add_testcase(case)
    return suite


def _findings(report: CheckReport, language: Language) -> TestSuite:
    suite = TestSuite(f"koopsim {report.rule_set} findings")
    for kind, title in FINDINGS.items():
        case = TestCase(kind, classname="findings")
        found = [f for f in report.findings if f.kind == kind]
        if found:
            lines = [f"{f.element} [{cited(f.cites)}]: {f.text[language]}" for f in found]
            message = f"{title[language]}: {len(found)}"
            case.result = [_failure(message, kind, "\n".join(lines))]
        suite.add_testcase(case)
    return suite


def _failure(message: str, kind: str, text: str) -> Failure:
    failure = Failure(message, kind)
    failure.text = text
    return failure


# -- JSON ------------------------------------------------------------------------------------


def as_data(
    report: CheckReport, rule_set: RuleSet, mutants: MutantReport | None = None
) -> dict[str, Any]:
    """Return a report as plain data, in a fixed order.

    All but the values under ``measured`` is the same for the same rule set and version.
    """
    seen = report.exploration
    return {
        "format": FORMAT,
        "rule_set": _rule_set(rule_set),
        "table": report.table,
        "passed": report.passed,
        "exploration": {
            "configurations": seen.configurations,
            "states": seen.states,
            "pairs": seen.pairs,
            "steps": seen.steps,
            "depth": seen.depth,
        },
        "properties": [_verdict(verdict) for verdict in report.verdicts],
        "findings": [_finding(finding) for finding in report.findings],
        "answers": [_answer(answer) for answer in report.answers],
        "mutants": None if mutants is None else _mutants(mutants),
        "measured": {"seconds": seen.seconds, "memory_bytes": seen.memory_bytes},
    }


def _rule_set(rule_set: RuleSet) -> dict[str, Any]:
    changes = load_rule_set(rule_set.base).diff(rule_set) if rule_set.base else ()
    return {
        "name": rule_set.name,
        "base": rule_set.base or None,
        "valid_from": rule_set.valid_from.isoformat(),
        "valid_to": rule_set.valid_to.isoformat(),
        "changes": [
            {"parameter": c.name, "before": _plain(c.before), "after": _plain(c.after)}
            for c in changes
        ],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "name": verdict.name,
        "kind": verdict.kind,
        "modality": str(verdict.modality),
        "cites": list(verdict.cites),
        "title": _both(verdict.title),
        "status": verdict.status,
        "vacuous": verdict.vacuous,
        "good": verdict.good,
        "steps": verdict.steps,
        "detail": None if verdict.detail is None else _both(verdict.detail),
        "story": None if verdict.story is None else _story(verdict.story),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "element": finding.element,
        "cites": list(finding.cites),
        "text": _both(finding.text),
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "question": _both(answer.question),
        "answer": _both(answer.answer),
        "cites": list(answer.cites),
        "story": None if answer.story is None else _story(answer.story),
    }


def _story(story: Story) -> dict[str, Any]:
    return {
        "subject": story.subject,
        "ends": story.ends,
        "rule_set": story.rule_set,
        "changes": {name: _plain(value) for name, value in story.changes},
        "legacy_period": story.legacy_period,
        "facts": [name for name, value in story.facts.items() if value],
        "moves": [
            {"event": move.event, "situation": list(move.situation)}
            if isinstance(move, Happens)
            else {"waits_until": move.until}
            for move in story.moves
        ],
        **_told(story),
    }


def _told(story: Story) -> dict[str, Any]:
    try:
        dated = date_story(story)
    except KoopsimError as error:
        return {"told": None, "not_told": str(error)}
    told = {"de": story_lines(dated, "de"), "en": story_lines(dated, "en")}
    return {"told": told, "not_told": None}


def _mutants(report: MutantReport) -> dict[str, Any]:
    counts = Counter(trial.outcome for trial in report.trials)
    return {
        "tried": len(report.trials),
        "caught": counts["caught"],
        "equivalent": counts["equivalent"],
        "survived": counts["survived"],
        "caught_share": report.caught_share,
        "survivors": [
            {"mutant": t.mutant, "kind": t.kind, "cites": list(t.cites)} for t in report.survivors
        ],
    }


def _both(text: Text) -> dict[str, str]:
    return {"de": text.de, "en": text.en}


def _plain(value: object) -> Any:
    if isinstance(value, bool | int):
        return value
    return list(value) if isinstance(value, tuple) else str(value)
