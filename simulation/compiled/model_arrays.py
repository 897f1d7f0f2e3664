"""The arrays that one rule set gives, whatever the scenario is; kept on disk like the table."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np

from ...model.process.case import rule_facts, rule_monitor
from ...model.properties import SAFETY
from ...model.rule_set import RuleSet
from ...model.table.cache import cached, outline_for, table_for
from .kernel_cache import kernel_digest
from .look_arrays import LookBuilder
from .table_arrays import TableArrays, table_arrays


def model_arrays(rule_set: RuleSet) -> TableArrays:
    """Return the arrays of a rule set: from memory, from the cache folder, or made (seconds)."""
    digest = outline_for(rule_set).digest
    return _model_arrays(digest, tuple(rule_facts(rule_set).items()), rule_set)


@lru_cache(maxsize=8)
def _model_arrays(
    table_digest: str, facts: tuple[tuple[str, bool], ...], rule_set: RuleSet
) -> TableArrays:
    content = repr((table_digest, facts, SAFETY, kernel_digest(), np.__version__))
    digest = hashlib.sha256(content.encode()).hexdigest()
    return cached(
        f"arrays-{digest[:32]}",
        TableArrays,
        lambda _: True,
        lambda: table_arrays(
            table_for(rule_set), LookBuilder(rule_monitor(rule_set), rule_facts(rule_set))
        ),
    )
