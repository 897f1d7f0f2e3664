"""The parts of the report as plain data; the template only lays them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...model.process.text import Language
from ...model.rule_set import RuleSet
from ...scenarios import AssumptionLedger, Grade, LedgerRow, Scenario, assumption_ledger
from ..calibration_targets import CALIBRATION_TARGETS
from ..compliance import overall
from ..forecast import RARE, yearly_totals
from ..formatting import day_name, fitting, interval, number, plain
from ..indicator_catalogue import indicator
from ..plots.calibration import published
from ..result_protocol import Result
from .findings import Findings, rate_title, runs
from .wording import Wording

_STATES = ("no_plan", "trust", "with_notice", "conciliation", "returning", "suspended")
_MANIFEST_SKIPPED = frozenset(
    {
        "format",
        "command",
        "rule_set.valid_from",
        "rule_set.valid_to",
        "table.configurations",
        "table.cells",
    }
)


def heading(result: Result, words: Wording) -> dict[str, str]:
    """Return title, question, description and the line of facts below them."""
    scenario = result.scenario
    months = int(result.months["month"].nunique())
    return {
        "title": scenario.title[words.language],
        "question": scenario.question[words.language],
        "description": scenario.description[words.language],
        "facts": words.say(
            "facts_line",
            months=number(months, words.language),
            start=day_name(scenario.start, words.language),
            runs=runs(result, words),
            land=scenario.land,
            rule_set=result.rule_set.name,
        ),
    }


def warnings(result: Result, words: Wording) -> list[str]:
    """Return what a reader must know before anything else."""
    found = []
    if result.scenario.counterfactual:
        found.append(words.say("counterfactual"))
    if result.rule_set.base:
        found.append(words.say("reform", base=result.rule_set.base))
    return found


def states(words: Wording) -> list[tuple[str, str]]:
    """Return the six states of cooperation with a sentence each."""
    return [(words.say(f"state_{name}"), words.say(f"state_{name}_text")) for name in _STATES]


def calibration(result: Result, words: Wording, findings: Findings) -> dict[str, Any]:
    """Return the comparison with published totals and notes on what is too rare to judge."""
    language = words.language
    found = overall(yearly_totals(result), "indicator")
    rows, notes = [], []
    for target in CALIBRATION_TARGETS:
        row = found[target.indicator]
        limits = interval(float(row["low"]), float(row["high"]), language)
        method = words.say(f"method_{row['method']}")
        area = f"{target.area[language]}; {target.arithmetic[language]}"
        rows.append(
            {
                "title": rate_title(target, words),
                "mean": fitting(float(row["mean"]), language),
                "interval": limits,
                "method": method,
                "published": published(target, language),
                "verdict": findings.verdict(row),
                "source": f"{target.source[language]}. {area}.",
            }
        )
        if row["count"] * result.replications < RARE:
            notes.append(_rare(target.indicator, row, words))
    return {"rows": rows, "notes": notes}


def _rare(name: str, row: dict[str, Any], words: Wording) -> str:
    """Return the note on events that hardly occur."""
    title = indicator(name).title[words.language]
    return words.say(
        "rare_note",
        title=title[0].upper() + title[1:],
        count=plain(round(float(row["count"]), 2), words.language),
        years=fitting(float(row["elb_years"]), words.language),
    )


def assumptions(scenario: Scenario, words: Wording) -> dict[str, Any]:
    """Return all numbers of a scenario, grouped, with grade and source."""
    ledger = assumption_ledger(scenario)
    counts = {grade.value: number(ledger.counts[grade], words.language) for grade in Grade}
    intro = words.say("assumptions_intro", total=number(len(ledger.rows), words.language), **counts)
    return {"intro": intro, "groups": list(_groups(scenario, ledger, words))}


def _groups(
    scenario: Scenario, ledger: AssumptionLedger, words: Wording
) -> Iterator[dict[str, Any]]:
    """Yield the groups of numbers in the order of the schema."""
    names = dict.fromkeys(path.split(".")[0] for path, _ in scenario.parameters())
    for name in names:
        rows = [_ledger_row(r, words) for r in ledger.rows if r.path.startswith(f"{name}.")]
        key = f"group_{name}"
        yield {"title": words.say(key) if words.knows(key) else name, "rows": rows}


def _ledger_row(row: LedgerRow, words: Wording) -> dict[str, Any]:
    key = f"unit_{row.unit}"
    unit = words.say(key) if words.knows(key) else row.unit
    limits = (_value(row.low, words), _value(row.high, words))
    word = "bis" if words.language == "de" else "to"
    return {
        "path": row.path,
        "meaning": words.parameter(row.path),
        "value": _value(row.value, words),
        "unit": unit,
        "range": "" if limits[0] == limits[1] else f"{limits[0]} {word} {limits[1]}",
        "grade": row.grade.value,
        "grade_title": words.say(f"grade_{row.grade.value}"),
        "source": row.source,
        "note": row.note or "",
    }


def _value(value: float, words: Wording) -> str:
    if isinstance(value, bool):
        return words.say("yes" if value else "no")
    return plain(value, words.language)


def rules(law: RuleSet, words: Wording) -> dict[str, str]:
    """Return what a reader must know of a rule set: its validity, its source and its note."""
    language = words.language
    return {
        "validity": words.say(
            "rules_validity",
            name=law.name,
            title=law.title[language],
            valid_from=day_name(law.valid_from, language),
            valid_to=day_name(law.valid_to, language),
        ),
        "source": law.source[language],
        "note": law.note[language],
    }


def repeat(result: Result, words: Wording) -> dict[str, Any]:
    """Return the command and everything else the manifest says."""
    flat = dict(_flat(result.manifest))
    rows = [
        (_manifest_title(key, words), _manifest_value(value, words.language))
        for key, value in flat.items()
        if key not in _MANIFEST_SKIPPED
    ]
    return {"command": str(flat.get("command", "")), "rows": rows}


def _flat(content: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield dotted keys and plain values of nested data."""
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _manifest_title(key: str, words: Wording) -> str:
    if key.startswith("versions."):
        return words.say("manifest_versions", name=key.removeprefix("versions."))
    return words.say(f"manifest_{key}") if words.knows(f"manifest_{key}") else key


def _manifest_value(value: Any, language: Language) -> str:
    """Return a value as text; seeds stay ungrouped, so that they can be copied."""
    if isinstance(value, float):
        return plain(value, language)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
