"""Provenance: what a result was made from, so that anyone can make it again."""

from __future__ import annotations

import platform
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from ..model.rule_set import RuleSet
from ..model.table.outline import TableOutline
from ..scenarios import Scenario
from .memory_use import bytes_per_case
from .working_calendar import calendar_source

PACKAGES = (
    "koopsim",
    "python-statemachine",
    "simpy",
    "numpy",
    "pandas",
    "pyarrow",
    "pydantic",
    "holidays",
)


def build_manifest(
    scenario: Scenario,
    rule_set: RuleSet,
    table: TableOutline,
    first_day: date,
    start: date,
    last_day: date,
    replications: int,
    seed: int,
    events: bool = True,
) -> dict[str, Any]:
    """Return the manifest as plain data (JSON-ready).

    It holds no time of day and no machine name.
    """
    ends = rule_set.valid_to.isoformat() if rule_set.valid_to else None
    return {
        "format": 1,
        "engine": "simpy or compiled: the same bytes",
        "scenario": {"name": scenario.name, "digest": scenario.digest},
        "rule_set": {
            "name": rule_set.name,
            "digest": rule_set.digest,
            "valid_from": rule_set.valid_from.isoformat(),
            "valid_to": ends,
        },
        "table": {
            "digest": table.digest,
            "configurations": len(table.configurations),
            "cells": table.cells,
        },
        "seed": seed,
        "replications": replications,
        "months": scenario.months,
        "warm_up_from": first_day.isoformat(),
        "start": start.isoformat(),
        "last_day": last_day.isoformat(),
        "calendar": calendar_source(),
        "offices": 1 if scenario.offices is None else scenario.offices.count,
        "log": events,
        "memory": {"bytes_per_case": bytes_per_case()},
        "command": f"koopsim run {scenario.name} --months {scenario.months} "
        f"--replications {replications} --seed {seed}" + ("" if events else " --no-events"),
        "versions": {name: _version(name) for name in PACKAGES}
        | {"python": platform.python_version()},
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
