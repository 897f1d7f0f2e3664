"""The indicators: what each one counts, in which unit, under which rule, in German and English.

>>> indicator("talks").title["de"]
'Gespräche'
>>> [group.name for group in GROUPS][:3]
['workload', 'talks', 'plans']
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ..model.process.text import Text
from .errors import AnalysisError
from .indicator_terms import GROUP_TITLES, UNIT_TITLES, Kind
from .indicators_of_cases import CASES
from .indicators_of_work import WORK

__all__ = [
    "GROUPS",
    "INDICATORS",
    "Indicator",
    "IndicatorGroup",
    "Kind",
    "check_known",
    "indicator",
]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator.

    ``kind`` is ``flow`` (events of a month: sums over months make sense), ``level`` (state at the
    end of the month: a mean over months makes sense) or ``mean`` (a ratio, neither). ``rules`` are
    the Rz and statutes behind it, empty for plain office figures.
    """

    name: str
    group: str
    kind: Kind
    unit: Text
    title: Text
    definition: Text
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """Indicators that are shown together, in order."""

    name: str
    title: Text
    indicators: tuple[str, ...]


def _build() -> dict[str, Indicator]:
    found = {}
    for name, group, kind, unit, title, definition, rules in (*WORK, *CASES):
        found[name] = Indicator(name, group, kind, UNIT_TITLES[unit], title, definition, rules)
    return found


INDICATORS: Final = MappingProxyType(_build())
"""All indicators by name, in the order of their groups."""

GROUPS: Final = tuple(
    IndicatorGroup(name, title, tuple(i.name for i in INDICATORS.values() if i.group == name))
    for name, title in GROUP_TITLES.items()
)
"""The groups for display."""


def indicator(name: str) -> Indicator:
    """Return the indicator called ``name``.

    Raises:
        AnalysisError: if there is none; the text names the nearest one.
    """
    check_known([name])
    return INDICATORS[name]


def check_known(names: Iterable[str]) -> None:
    """Complain about names that are no indicators.

    Raises:
        AnalysisError: naming all offenders and, where there is one, a similar known name.
    """
    unknown = [name for name in names if name not in INDICATORS]
    if not unknown:
        return
    hints = []
    for name in unknown:
        near = difflib.get_close_matches(name, list(INDICATORS), n=1)
        hints.append(f"{name!r}" + (f" (did you mean {near[0]!r}?)" if near else ""))
    raise AnalysisError(
        f"Unknown indicator: {', '.join(hints)}; all names: {', '.join(INDICATORS)}."
    )
