"""What the event log says about durations and ways, as parts of the report."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ...model.process.text import Text
from ..case_histories import has_histories, observed
from ..formatting import counted, number, percent
from ..plan_states import PLAN_STATE_TITLES
from ..plots.sojourns import FEWEST
from ..result_protocol import Result
from ..sojourns import flows
from ..survival import share_reached, survival_curve
from ..waits import QUESTIONS, limit_days, waits
from .wording import Wording

QUARTER, HALF, MOST = 0.25, 0.5, 0.9
"""Shares for which the day is told on which so many have reached the goal."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A row about how long something takes: days, and the share that gets there at all."""

    name: str
    title: Text
    rules: tuple[str, ...]
    limit: float
    cases: int
    quarter: float
    half: float
    most: float
    share: float


def duration_rows(result: Result) -> list[Duration]:
    """Return a row per question; what cannot be said is NaN. Nothing without histories."""
    if not has_histories(result):
        return []
    first, last = observed(result)
    return [_row(result, name, last - first + 1) for name in QUESTIONS]


def _row(result: Result, name: str, period: int) -> Duration:
    question, found = QUESTIONS[name], waits(result, name)
    days, share = dict.fromkeys((QUARTER, HALF, MOST), math.nan), math.nan
    if len(found) >= FEWEST:
        curve = survival_curve(found.days, found.reached)
        days = {part: curve.quantile(part) for part in days}
        share = share_reached(found.days, found.ending, period)
    limit = limit_days(question, result.rule_set)
    return Duration(
        name,
        question.title,
        question.cites,
        math.nan if limit is None else limit,
        len(found),
        days[QUARTER],
        days[HALF],
        days[MOST],
        share,
    )


def durations(result: Result, words: Wording) -> list[dict[str, str]]:
    """Return the rows as texts."""
    language = words.language
    return [
        {
            "title": row.title[language],
            "rules": ", ".join(row.rules),
            "limit": number(row.limit, language),
            "cases": number(row.cases, language),
            "quarter": number(row.quarter, language),
            "half": number(row.half, language),
            "most": number(row.most, language),
            "share": percent(row.share, language),
        }
        for row in duration_rows(result)
    ]


def steps(result: Result, words: Wording) -> list[dict[str, str]]:
    """Return the ways between the states with at least one case a year, the widest first."""
    if not has_histories(result):
        return []
    rows = flows(result)
    return [
        {
            "source": PLAN_STATE_TITLES[source][words.language],
            "target": PLAN_STATE_TITLES[target][words.language],
            "number": counted(float(value), words.language),
        }
        for source, target, value in zip(
            rows["source"], rows["target"], rows["per_year"], strict=True
        )
        if value >= 1
    ]


def facts_of_flows(result: Result, words: Wording) -> dict[str, str]:
    """Return the numbers of the caption about ways."""
    rows = flows(result)

    def total(source: str, target: str) -> str:
        chosen = rows["target"] == target
        if source:
            chosen &= rows["source"] == source
        return counted(float(rows.loc[chosen, "per_year"].sum()), words.language)

    return {
        "planned": total("no_plan", "trust"),
        "noticed": total("", "with_notice"),
        "returning": total("with_notice", "returning"),
        "trusted": total("returning", "trust"),
        "suspended": total("", "suspended"),
        "closed": total("", "closed"),
    }


def facts_of_waits(result: Result, words: Wording) -> dict[str, str]:
    """Return the sentences of the caption about durations, one per question with an answer."""
    sentences = []
    for row in duration_rows(result):
        if not math.isnan(row.half):
            median, late = (number(days, words.language) for days in (row.half, row.most))
            sentences.append(words.say(f"sentence_{row.name}", median=median, late=late))
    return {"sentences": " ".join(sentences)}
