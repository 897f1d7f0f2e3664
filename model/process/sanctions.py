"""The record of benefit reductions of one case: stages, periods, lifting (§§ 31a to 32)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from ..periods import add_months_ordinal, first_of_next_month_ordinal
from .acts import Act


class ReductionParameters(Protocol):
    """The rule-set parameters that reductions need (percent of the standard need.

    Calendar months).
    """

    @property
    def reduction_percent(self) -> tuple[int, ...]:
        """Percent of the standard need, by stage."""

    @property
    def reduction_months(self) -> tuple[int, ...]:
        """Length by stage [calendar months]."""

    @property
    def appointment_reduction_percent(self) -> int:
        """Percent for a missed appointment."""

    @property
    def appointment_reduction_months(self) -> int:
        """Length for a missed appointment [calendar months]."""


@dataclass(frozen=True, slots=True)
class Reduction:
    """One reduction.

    Ground, percent of the standard need, first and last day (ordinals, inclusive). ``lifted`` tells
    that the last day was brought forward; what is lifted is not lifted again.
    """

    ground: str
    percent: int
    first_day: int
    last_day: int
    lifted: bool = False


@dataclass(frozen=True, slots=True)
class ReductionRecord:
    """All reductions of a case and the count of breaches in the current chain of a year."""

    reductions: tuple[Reduction, ...] = ()
    breaches_in_chain: int = 0

    def with_act(self, act: Act, day: int, rules: ReductionParameters) -> ReductionRecord:
        """Return the record after a ``reduction`` or ``reduction_lifted`` act on ``day``.

        The reduction begins with the month after the decision (§ 31b(1)); lifting takes effect at
        once, but not before one month has run (§ 31b(2)).
        """
        if act.kind == "reduction":
            return self._add(act, day, rules)
        if act.kind == "reduction_lifted":
            return replace(self, reductions=tuple(_lift(r, day) for r in self.reductions))
        return self

    def _add(self, act: Act, day: int, rules: ReductionParameters) -> ReductionRecord:
        first = first_of_next_month_ordinal(day)
        if act.get("ground") == "breach":
            stage = int(act.get("stage") or 1) - 1
            percent, months = rules.reduction_percent[stage], rules.reduction_months[stage]
            chain = min(self.breaches_in_chain + 1, 3)
        else:
            percent, months = (
                rules.appointment_reduction_percent,
                rules.appointment_reduction_months,
            )
            chain = self.breaches_in_chain
        added = Reduction(
            str(act.get("ground")), percent, first, add_months_ordinal(first, months) - 1
        )
        return ReductionRecord((*self.reductions, added), chain)

    def chain_ended(self) -> ReductionRecord:
        """Return the record once the year has passed: the next breach is a first one again."""
        return replace(self, breaches_in_chain=0)

    def running(self, day: int) -> bool:
        """Tell whether a breach reduction runs, or is still to begin, on ``day``."""
        return any(
            r.ground == "breach" and not r.lifted and day <= r.last_day for r in self.reductions
        )


def _lift(reduction: Reduction, day: int) -> Reduction:
    if reduction.ground != "breach" or day > reduction.last_day:
        return reduction
    earliest = add_months_ordinal(reduction.first_day, 1) - 1
    return replace(reduction, last_day=min(reduction.last_day, max(day, earliest)), lifted=True)
