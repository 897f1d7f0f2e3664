"""What every report says at its end: scenario, rules, seed and versions."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import TYPE_CHECKING

from ..model.process.text import Language, Text

if TYPE_CHECKING:
    from ..scenarios import Scenario

_SCENARIO = Text("Szenario", "scenario")
_RULES = Text("Regelwerk", "rule set")
_SEED = Text("Startwert", "seed")
_VERSIONS = Text("Versionen", "versions")


def provenance(scenario: Scenario, seed: int, language: Language) -> dict[str, str]:
    """Return the lines at the end of a report."""
    from ..model.rule_set import load_rule_set
    from .output import validity

    packages = ", ".join(f"{name} {version(name)}" for name in ("koopsim", "numpy", "scipy"))
    return {
        _SCENARIO[language]: f"{scenario.name} ({scenario.digest[:16]})",
        _RULES[language]: validity(load_rule_set(scenario.rule_set), language),
        _SEED[language]: str(seed),
        _VERSIONS[language]: f"{packages}, Python {platform.python_version()}",
    }
