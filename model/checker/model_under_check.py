"""What is checked: a table, the limits of its deadlines, and the rule set behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil

from ..explorer.influence import constant_facts, deciding_facts
from ..explorer.slice import TRACKABLE, TrackedClock
from ..process.case import rule_facts
from ..process.deadlines import DEADLINE_INDEX, DEADLINES, Deadline
from ..properties import Lasts
from ..rule_set import RuleSet, load_rule_set
from ..table.cache import table_for
from ..table.transition_table import TransitionTable

_WEEKS_OF_MONTHS = 52.1775 / 12


@dataclass(frozen=True)
class ModelUnderCheck:
    """A rule set with its compiled table.

    ``deadlines`` and ``stretched`` (ticks added to single deadlines) differ in changed models only.
    """

    rule_set: RuleSet
    table: TransitionTable
    deadlines: tuple[Deadline, ...] = DEADLINES
    stretched: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, rule_set: RuleSet) -> ModelUnderCheck:
        """Return the model of a rule set as shipped, or as a reform changed it."""
        return cls(rule_set, table_for(rule_set))

    @property
    def base_name(self) -> str:
        """The name of the rule set that a reform changes, or of the rule set itself."""
        return self.rule_set.base or self.rule_set.name

    @cached_property
    def changes(self) -> tuple[tuple[str, object], ...]:
        """What a reform changes: parameters and their new values."""
        if not self.rule_set.base:
            return ()
        base = load_rule_set(self.rule_set.base)
        return tuple((change.name, change.after) for change in base.diff(self.rule_set))

    @cached_property
    def rule_facts(self) -> dict[str, bool]:
        """The facts that the rule set fixes."""
        return rule_facts(self.rule_set)

    @cached_property
    def deciding(self) -> tuple[str, ...]:
        """The facts that decide where a case goes."""
        return deciding_facts(self.table)

    @cached_property
    def changing(self) -> tuple[str, ...]:
        """All facts but those that no event changes."""
        constant = constant_facts()
        return tuple(name for name in TRACKABLE if name not in constant)

    def deadline(self, name: str) -> Deadline:
        """Return a deadline by name."""
        return self.deadlines[DEADLINE_INDEX[name]]

    def forcing(self, leaves: frozenset[str]) -> tuple[Deadline, ...]:
        """Return the MUST deadlines that force an event in these states, other than by date."""
        return tuple(
            d
            for d in self.deadlines
            if d.expiry_event and d.unit != "fixed_day" and not leaves.isdisjoint(d.active_in)
        )

    def clock(self, name: str, *, days: bool = False) -> TrackedClock:
        """Return the clock of a MUST deadline with an expiry event, in weeks or in days."""
        deadline = self.deadline(name)
        stretch = self.stretched.get(name, 0)
        return TrackedClock(
            name,
            "forces",
            self.ticks(deadline.parameter, deadline.unit, days) + stretch,
            self.ticks(deadline.longer_parameter, deadline.unit, days) + stretch
            if deadline.longer_parameter
            else 0,
            deadline.longer_if,
            deadline.when,
        )

    def limit(self, deadline: Deadline) -> int:
        """Return a deadline's limit as the model has it, in days or weeks."""
        ticks = self.ticks(deadline.parameter, deadline.unit, days=deadline.unit == "days")
        return ticks + self.stretched.get(deadline.name, 0)

    def watch(self, item: Lasts, *, days: bool = False) -> TrackedClock:
        """Return the clock that watches a `Lasts` property."""
        longer = self.ticks(item.longer_limit, item.unit, days) if item.longer_limit else 0
        return TrackedClock(
            item.name, "watches", self.ticks(item.limit, item.unit, days), longer, item.longer_if
        )

    def ticks(self, parameter: str, unit: str, days: bool) -> int:
        """Return a limit of the rule set in weeks (months are rounded up) or, if short, in days."""
        value = int(getattr(self.rule_set, parameter))
        if unit == "weeks":
            return 7 * value if days else value
        if unit == "days":
            return value if days else ceil(value / 7)
        return ceil(value * _WEEKS_OF_MONTHS)
