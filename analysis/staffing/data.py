"""The answer as plain data for other programs (JSON)."""

from __future__ import annotations

import math
from typing import Any

from ..intervals import Interval
from .answers import StaffAnswer, TargetAnswer, TeamAnswer
from .document import provenance
from .measures import BREACHES, EVERYBODY, MEASURES
from .savings import Saving
from .tables_of_staff import deadline_levels, planned_fte


def staff_data(answer: StaffAnswer) -> dict[str, Any]:
    """Return the answer as dictionaries, lists, texts and numbers; None where there is none.

    Shares are 0 to 1, staff in FTE, times in days, effort in minutes per simulated office-year.
    """
    return {
        "scenario": answer.scenario.name,
        "digest": answer.scenario.digest,
        "seed": answer.seed,
        "months": answer.scenario.months,
        "confidence": answer.confidence,
        "reachable": answer.reachable,
        "teams": [_team(team, answer) for team in answer.teams],
        "deadlines": list(_deadlines(answer)),
        "curve": [_numbers(row) for row in answer.curve.table.to_dict("records")],
        "more_staff_did_worse": [
            {
                "team": each.team,
                "measure": each.measure.name,
                "fte": [each.fewer_fte, each.more_fte],
                "value": [each.better, each.worse],
            }
            for each in answer.rises
        ],
        "effort": [_numbers(row) for row in answer.effort.to_dict("records")],
        "one_minute_less": [_saving(each) for each in answer.savings],
        "provenance": provenance(answer, "en"),
    }


def _team(team: TeamAnswer, answer: StaffAnswer) -> dict[str, Any]:
    return {
        "team": team.team,
        "reachable": team.reachable,
        "persons": _number(team.persons),
        "fte_present": _number(team.present),
        "fte_needed": _number(team.needed),
        "caseload_ratio": team.caseload,
        "fte_by_statutory_ratio": _number(planned_fte(team, answer)),
        "fte_without_waiting": _number(team.demand),
        "utilisation": _interval(team.utilisation),
        "targets": [_target(each, team) for each in team.targets],
        "reversals": {"office_years": team.reversals[0], "of": team.reversals[1]},
    }


def _target(each: TargetAnswer, team: TeamAnswer) -> dict[str, Any]:
    return {
        "target": str(each.target),
        "team": each.team,
        "measure": each.target.measure.name,
        "level": each.target.level,
        "probability": each.target.probability,
        "office_years": each.decision.office_years,
        "failures_accepted": each.decision.failures,
        "unlimited_staff": _interval(each.floor),
        "present_staff": _interval(each.now),
        "needed_staff": _interval(each.then) if team.reachable else None,
        "share_met_present": _interval(each.met_now),
        "share_met_needed": _interval(each.met) if team.reachable else None,
    }


def _deadlines(answer: StaffAnswer) -> list[dict[str, Any]]:
    found = []
    for name in BREACHES:
        for team in (*answer.present, EVERYBODY):
            now, then, floor = deadline_levels(answer, MEASURES[name], team)
            found.append(
                {
                    "measure": name,
                    "team": team,
                    "rules": list(MEASURES[name].rules),
                    "present_staff": _interval(now),
                    "checked_staff": _interval(then),
                    "unlimited_staff": _interval(floor),
                }
            )
    return found


def _saving(each: Saving) -> dict[str, Any]:
    return {
        "task": each.task,
        "minutes_now": each.minutes_now,
        "fte_saved": _number(each.fte),
        "updates_missed_per_year": _interval(each.updates_missed),
        "first_talks_missed_per_year": _interval(each.first_talks_missed),
        "wait_days": _interval(each.wait_days),
    }


def _interval(found: Interval) -> dict[str, Any]:
    return {
        "value": _number(found.mean),
        "low": _number(found.low),
        "high": _number(found.high),
        "office_years": found.n,
    }


def _numbers(row: dict[Any, Any]) -> dict[str, Any]:
    return {
        str(key): _number(value) if isinstance(value, float) else value
        for key, value in row.items()
    }


def _number(value: float) -> float | None:
    """Return a number that JSON can hold."""
    return float(value) if math.isfinite(value) else None
