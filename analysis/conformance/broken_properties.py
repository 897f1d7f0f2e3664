"""Which properties the acts of a logged step break, given what happened to the case before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...model.process.acts import Act
from ...model.process.case import rule_monitor
from ...model.process.facts import FACT_BIT, SITUATION_DEFAULTS
from ...model.properties import Memory, Observation
from ...model.properties.kinds import Property
from ...model.rule_set import RuleSet
from ...model.table.transition_table import TransitionTable
from ...model.vocabulary import Modality

_DEFAULTS = sum(FACT_BIT[name] for name, value in SITUATION_DEFAULTS.items() if value)


@dataclass(frozen=True, slots=True)
class PastStep:
    """A step of a replayed case: day (ordinal), event, (configuration before, entry), facts."""

    day: int
    event: str
    outcome: tuple[int, int]
    known: int
    truth: int


def broken_by_acts(
    table: TransitionTable,
    rule_set: RuleSet,
    past: Sequence[PastStep],
    step: PastStep,
    acts: tuple[Act, ...],
) -> list[Property]:
    """Return the properties that a step breaks with these acts and not with the model's own.

    MUST properties come first, and among those of one modality the ones with the fewest sources:
    they say most precisely what is wrong. Facts that are not known take their default.
    """
    monitor, memory = rule_monitor(rule_set), Memory()
    for earlier in past:
        monitor.take_in(_seen(table, earlier, None), memory)
    own = monitor.broken(_seen(table, step, None), memory)
    found = [item for item in monitor.broken(_seen(table, step, acts), memory) if item not in own]
    return sorted(found, key=lambda item: (item.modality is not Modality.MUST, len(item.cites)))


def _seen(table: TransitionTable, step: PastStep, acts: tuple[Act, ...] | None) -> Observation:
    before, entry = step.outcome[0], table.entries[step.outcome[1]]
    facts = step.truth | (_DEFAULTS & ~step.known)
    return Observation(
        step.day,
        step.event,
        facts,
        table.configurations[before],
        table.configurations[entry.after],
        entry.acts if acts is None else acts,
        entry.operations,
    )
