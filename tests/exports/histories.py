"""Random histories of the reference chart, to be replayed by other engines."""

from __future__ import annotations

import random
from dataclasses import dataclass

from koopsim.model.errors import EventRefused
from koopsim.model.process.events import EVENTS
from koopsim.model.process.facts import FACTS
from koopsim.model.process.process import TRANSITIONS
from koopsim.model.process.statechart import Statechart
from koopsim.model.process.states import INITIAL_CONFIGURATION

RECENT = 25
MORE = 6
_FREE = [spec.name for spec in FACTS if spec.kind in ("situation", "derived")]
_PERSON = [spec.name for spec in FACTS if spec.kind == "person"]


@dataclass(frozen=True)
class Asked:
    """One event sent: all facts but those of the rule set, and what the reference made of it.

    ``after`` is the configuration; a refused event fires nothing and changes nothing.
    """

    event: str
    facts: dict[str, bool]
    after: tuple[str, ...]
    fired: tuple[str, ...]
    acts: tuple[str, ...]


def random_histories(chart: Statechart, tries: int, seed: int) -> list[list[Asked]]:
    """Histories that fire what no earlier one fired, from so many tries.

    A try goes on from a history that was kept before, so that what lies deep is reached too. One
    event in five is any event at all, mostly a refused one.
    """
    rng = random.Random(seed)
    kept: list[list[Asked]] = [[]]
    fired: set[str] = set()
    for _ in range(tries):
        among = kept[:1] if rng.random() < 0.1 else kept[-RECENT:] if rng.random() < 0.5 else kept
        history = _continued(chart, rng.choice(among), rng)
        new = {name for asked in history for name in asked.fired} - fired
        if new:
            fired |= new
            kept.append(history)
    return kept[1:]


def _continued(chart: Statechart, begun: list[Asked], rng: random.Random) -> list[Asked]:
    history = list(begun)
    configuration = begun[-1].after if begun else INITIAL_CONFIGURATION
    person = {name: rng.random() < 0.3 for name in _PERSON}
    if begun:
        changes = dict(EVENTS[begun[-1].event].changes) if begun[-1].fired else {}
        person = {name: begun[-1].facts[name] for name in _PERSON} | changes
    for _ in range(rng.randint(2, 2 * MORE)):
        near = sorted({t.event for t in TRANSITIONS if t.source in configuration})
        event = rng.choice(near if near and rng.random() < 0.8 else list(EVENTS))
        facts = person | {name: rng.random() < 0.5 for name in _FREE}
        try:
            step = chart.step(configuration, event, facts)
        except EventRefused:
            history.append(Asked(event, facts, configuration, (), ()))
            continue
        fired, acts = tuple(t.name for t in step.fired), tuple(map(str, step.acts))
        history.append(Asked(event, facts, step.after, fired, acts))
        configuration, person = step.after, person | dict(EVENTS[event].changes)
    return history
