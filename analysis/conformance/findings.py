"""Findings of a replay as deviations: wording, rules in order, how binding they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from ...model.errors import RuleError
from ...model.process.deadlines import DEADLINES
from ...model.process.text import Text
from ...model.properties.kinds import Property
from ...model.registry import load_registry
from ...model.vocabulary import Modality
from ..logs.log_store import LogRow
from ..logs.mapping import MISSED
from .deviations import Deviation, DeviationKind, Recovery
from .misfits import Misfit


def misfit_found(
    rule_set: str,
    case: str,
    row: LogRow,
    event: str,
    team: str,
    misfit: Misfit,
    broken: Sequence[Property],
) -> Deviation:
    """Return the finding that an event does not fit; ``broken`` are properties its acts break."""
    rules, modality = misfit.rules, modality_of(rule_set, misfit.rules[0])
    if misfit.difference is not None:
        rules, modality = _ordered(rule_set, broken, misfit)
    day = date.fromordinal(row.day)
    return Deviation(
        case, row.row, day, event, misfit.kind, rules, modality, misfit.text, misfit.recovery, team
    )


def too_late_found(
    case: str, row: LogRow, event: str, team: str, index: int, ended: int
) -> Deviation:
    """Return the finding that an event fits only before a MUST deadline ended."""
    deadline, last = DEADLINES[index], date.fromordinal(ended)
    text = Text(
        f"zu spät: {deadline.title.de} war am {last:%d.%m.%Y}",
        f"too late: {deadline.title.en} was on {last}",
    )
    day, kind = date.fromordinal(row.day), DeviationKind.too_late
    return Deviation(
        case,
        row.row,
        day,
        event,
        kind,
        deadline.cites,
        Modality.MUST,
        text,
        Recovery.followed,
        team,
    )


def miss_found(case: str, row: int, team: str, index: int, when: int) -> Deviation:
    """Return the finding that a SHOULD deadline passed; ``when`` is the first day late."""
    deadline, due = DEADLINES[index], date.fromordinal(when - 1)
    text = Text(
        f"Frist versäumt: {deadline.title.de}, fällig am {due:%d.%m.%Y}",
        f"deadline missed: {deadline.title.en}, due on {due}",
    )
    name, day = MISSED + deadline.name, date.fromordinal(when)
    kind, modality = DeviationKind.missed, Modality.SHOULD
    return Deviation(
        case, row, day, name, kind, deadline.cites, modality, text, Recovery.none, team
    )


def not_missed_found(case: str, row: LogRow, team: str, index: int, due: int) -> Deviation:
    """Return the finding that the log calls a deadline missed that runs until ``due`` or not."""
    deadline = DEADLINES[index]
    last = date.fromordinal(due) if due > 0 else None
    text = Text(
        f"{deadline.title.de}: keine Frist versäumt"
        + (f"; fällig am {last:%d.%m.%Y}" if last else ""),
        f"{deadline.title.en}: no deadline missed" + (f"; due on {last}" if last else ""),
    )
    name, day, kind = MISSED + deadline.name, date.fromordinal(row.day), DeviationKind.not_missed
    return Deviation(
        case,
        row.row,
        day,
        name,
        kind,
        deadline.cites,
        Modality.SHOULD,
        text,
        Recovery.skipped,
        team,
    )


def _ordered(
    rule_set: str, broken: Sequence[Property], misfit: Misfit
) -> tuple[tuple[str, ...], Modality]:
    """Order the rules that other acts break, the likeliest first; return also how binding it is.

    First those that both a broken property and a fact of the case point at; then, where acts are
    too many, the sources of that fact; then the broken properties; then the sources of the acts.
    """
    rules = [rule for item in broken for rule in item.cites]
    both = [rule for rule in rules if rule in misfit.sources]
    extra = misfit.difference is not None and misfit.difference.extra
    facts = misfit.sources if extra else ()
    ordered = tuple(dict.fromkeys((*both, *facts, *rules, *misfit.rules)))
    modalities = [item.modality for item in broken if ordered[0] in item.cites]
    return ordered, modalities[0] if modalities else modality_of(rule_set, ordered[0])


@lru_cache(maxsize=1024)
def modality_of(rule_set: str, rule: str) -> Modality:
    """Return how binding a rule is; statutes count as MUST."""
    if rule.startswith("§"):
        return Modality.MUST
    try:
        registry = load_registry(rule_set)
    except RuleError:
        return Modality.SHOULD
    return registry[rule].strictest if rule in registry else Modality.SHOULD
