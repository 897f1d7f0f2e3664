"""Steps of a replay as the model tells them, so that a case can be told in prose."""

from __future__ import annotations

from datetime import date

from ...model.process.deadlines import DEADLINES
from ...model.process.facts import FACT_BIT, SITUATION_DEFAULTS
from ...model.process.states import Configuration
from ...model.process.step import MissedDeadline, Step
from ..logs.act_texts import parse_acts
from ..logs.log_store import LogRow
from .beliefs import Beliefs, Move


def told_step(
    beliefs: Beliefs, event: str, row: LogRow, move: Move, *, forced: bool = False
) -> Step:
    """Return a step to be told.

    Facts of the situation are those that the row states; the others take their default. Acts are
    those that the log names, or else those that every possible outcome brings about. States are
    told only where all outcomes agree.
    """
    entries = [beliefs.table.entries[entry] for _, entry in move.outcomes]
    names = beliefs.table.configurations
    acts = parse_acts(row.acts) if row.acts else entries[0].acts
    if not row.acts and len(entries) > 1:
        acts = tuple(act for act in acts if all(act in entry.acts for entry in entries))
    rules = [rule for rule in entries[0].rules if all(rule in entry.rules for entry in entries)]
    before = _agreed([names[configuration] for configuration, _ in move.outcomes])
    after = _agreed([names[entry.after] for entry in entries])
    # Where nobody knows the state before or after, no change is told.
    before, after = (
        tuple(a if a and b else "" for a, b in zip(before, after, strict=True)),
        tuple(b if a and b else "" for a, b in zip(before, after, strict=True)),
    )
    true_now = {
        name
        for name, default in SITUATION_DEFAULTS.items()
        if (row.truth & FACT_BIT[name] if row.known & FACT_BIT[name] else default)
    }
    return Step(
        date.fromordinal(row.day),
        event,
        frozenset(true_now),
        before,
        after,
        acts,
        tuple(rules),
        forced,
    )


def _agreed(configurations: list[Configuration]) -> Configuration:
    return tuple(
        leaves[0] if len(set(leaves)) == 1 else "" for leaves in zip(*configurations, strict=True)
    )


def told_miss(index: int, when: int) -> MissedDeadline:
    """Return a missed deadline to be told; ``when`` is the first day late (ordinal)."""
    deadline = DEADLINES[index]
    return MissedDeadline(
        date.fromordinal(when), deadline.name, date.fromordinal(when - 1), deadline.cites
    )
