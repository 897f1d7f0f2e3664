"""Holm and Bonferroni: known values, and what they promise."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from koopsim.analysis.multiple_comparisons import bonferroni_confidence, holm
from scipy import stats


def test_known_values() -> None:
    # R: p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm")
    assert holm([0.01, 0.02, 0.03, 0.04, 0.05]) == pytest.approx([0.05, 0.08, 0.09, 0.09, 0.09])
    assert holm([]) == []
    assert holm([0.04, math.nan])[0] == 0.04
    assert bonferroni_confidence(0.95, 5) == pytest.approx(0.99)


@given(st.lists(st.floats(0, 1), max_size=12))
def test_between_unadjusted_and_bonferroni_in_the_same_order(values: list[float]) -> None:
    found = holm(values)
    for p, q in zip(values, found, strict=True):
        assert p <= q <= min(1.0, p * len(values)) + 1e-12
    order = np.argsort(values, kind="stable")
    assert all(a <= b for a, b in zip(np.array(found)[order], np.array(found)[order][1:]))  # noqa: B905


def test_any_false_alarm_is_as_rare_as_promised() -> None:
    """2,000 tables of ten true null hypotheses, dependent by a common part: at most 5 % have an
    alarm; more than the 99.9 % quantile by chance in one of a thousand seeds."""
    random = np.random.default_rng(12)
    tables = 2_000
    values = random.normal(size=(tables, 10)) + random.normal(size=(tables, 1))
    p = 2 * stats.norm.sf(np.abs(values) / math.sqrt(2))
    alarms = sum(min(holm(list(row))) <= 0.05 for row in p)
    assert 0 < alarms <= stats.binom.ppf(0.999, tables, 0.05)
