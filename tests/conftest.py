"""Fixtures of the whole suite: rule set, table, chart; hypothesis profiles; a cache of its own."""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest
from hypothesis import HealthCheck, settings
from koopsim.model.process.case import rule_facts
from koopsim.model.process.statechart import Statechart
from koopsim.model.rule_set import RuleSet, load_rule_set
from koopsim.model.table.cache import CACHE_VARIABLE, table_for
from koopsim.model.table.transition_table import TransitionTable

# A machine can be slow at any moment: a deadline per example would make tests fail by chance.
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("fast", **_COMMON)
settings.register_profile("ci", derandomize=True, print_blob=True, **_COMMON)
settings.register_profile("thorough", max_examples=2000, **_COMMON)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "fast")
)

_folder = ""


def pytest_configure(config: pytest.Config) -> None:
    """Give the session a table cache of its own; worker processes inherit the variable."""
    global _folder
    config.addinivalue_line("markers", "slow: thorough and slow; run with -m slow")
    if not hasattr(config, "workerinput"):
        _folder = tempfile.mkdtemp(prefix="koopsim-test-cache-")
        os.environ[CACHE_VARIABLE] = _folder


def pytest_unconfigure() -> None:
    """Remove the session's table cache."""
    if _folder:
        shutil.rmtree(_folder, ignore_errors=True)


@pytest.fixture(scope="session")
def rule_set() -> RuleSet:
    """The rule set in force from 2023-07-01."""
    return load_rule_set("2023-07-01")


@pytest.fixture(scope="session")
def table(rule_set: RuleSet) -> TransitionTable:
    """The compiled table of the rule set."""
    return table_for(rule_set)


@pytest.fixture(scope="session")
def chart(rule_set: RuleSet) -> Statechart:
    """The chart of the rule set; it keeps nothing between steps."""
    return Statechart(rule_facts(rule_set))
