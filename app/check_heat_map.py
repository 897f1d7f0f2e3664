"""The heat map of ``koopsim check``: simulate a scenario and count how often each rule fires."""

from __future__ import annotations

from pathlib import Path

from ..analysis.heat_map import heat_map, write_heat_map
from ..model.checker import CheckReport
from ..model.errors import RunError
from ..model.process.text import Language, Text
from ..model.rule_set import RuleSet
from ..scenarios import load_scenario
from ..simulation import simulate
from ..simulation.progress import ProgressBar
from ..simulation.runner import total_days

MONTHS = 12
"""Simulated months."""

_SIMULATING = Text("simuliere {0}", "simulating {0}")


def draw_heat_map(
    report: CheckReport,
    law: RuleSet,
    scenario: str,
    folder: Path,
    language: Language,
    quiet: bool,
) -> tuple[Path, ...]:
    """Simulate a scenario for a year, one replication, and write its heat map as HTML and PNG.

    Raises:
        ScenarioError: if the scenario is wrong.
        RunError: if it needs another rule set than the one checked, or the folder cannot be
            written to.
    """
    chosen = load_scenario(scenario)
    if chosen.rule_set != law.name:
        raise RunError(
            f"scenario {chosen.name!r} plays under rule set {chosen.rule_set!r}, not {law.name!r}"
        )
    days = total_days(chosen, MONTHS, 1)
    with ProgressBar(_SIMULATING[language].format(chosen.name), days, quiet) as progress:
        result = simulate(chosen, months=MONTHS, workers=1, progress=progress)
    return write_heat_map(heat_map(result, report), folder, language)
