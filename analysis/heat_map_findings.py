"""Why a rule never fired in a simulation, or at every opportunity."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.process.acts import ACT_KINDS
from ..model.process.definition import Transition
from ..model.process.events import EVENTS
from ..model.process.guards import GUARDS
from ..model.process.process import TRANSITIONS
from ..model.process.states import LEAVES
from ..model.process.text import Text
from .firing import Firing, reported_days
from .formatting import number, plain
from .result_protocol import Result

_MOST_WAYS = 3
_NO_EVENT = Text(
    "Keines der Ereignisse, die sie auslösen könnten, kam vor.",
    "None of the events that could fire it happened.",
)
_NO_OPPORTUNITY = Text(
    "Keine Gelegenheit: Die Ereignisse kamen vor, aber nie in einem Zustand, in dem sie greift.",
    "No opportunity: the events happened, but never in a state in which it applies.",
)
_CONDITIONS = Text(
    "Die Bedingung war bei {0} Gelegenheiten nie erfüllt.",
    "Its condition was never met in {0} opportunities.",
)
_NEEDS = Text("Nötig wäre: {0}", "It would need: {0}")
_OLD_AGREEMENTS = Text(
    "So gewollt: Die Übergangsfrist für alte Vereinbarungen endete vor Beginn des Laufs.",
    "By design: the transition period of old agreements ended before the run begins.",
)
_CONCILIATION = Text(
    "Selten: Nur ein Anteil von {0} der Meinungsverschiedenheiten führt in die Schlichtung "
    "(Annahme des Szenarios).",
    "Rare: only a share of {0} of disagreements leads to conciliation (assumption of the "
    "scenario).",
)
_NO_REDUCTIONS = Text(
    "So gewollt: Das Szenario bildet keine Leistungsminderungen ab.",
    "By design: the scenario models no benefit reductions.",
)
_UNCONDITIONAL = Text(
    "ohne Bedingung Teil jedes der {0} Schritte.", "without condition part of all {0} steps."
)
_ALWAYS = Text(
    "Sie hätte ausbleiben können, griff aber bei allen {0} Gelegenheiten: Das Szenario lässt die "
    "Bedingung nie offen.",
    "It could have stayed away, but fired in all {0} opportunities: the scenario never leaves its "
    "condition open.",
)
_OF_REDUCTIONS = ("§ 31", "§ 32")


def explain_never(result: Result, rule: str, firing: Firing) -> Text:
    """Return why a rule never fired: no such event, no such state, or a condition never met."""
    ways = tuple(_ways(rule))
    happened = set(result.events["event"].astype(str).unique())
    if firing.opportunities:
        first = _filled(_CONDITIONS, firing.opportunities)
    elif happened.isdisjoint(t.event for t in ways):
        first = _NO_EVENT
    else:
        first = _NO_OPPORTUNITY
    parts = [first, *_design(result, rule, ways), *_needs(ways)]
    return Text(" ".join(p.de for p in parts), " ".join(p.en for p in parts))


def explain_always(firing: Firing) -> Text:
    """Return what it means that a rule fired at every opportunity."""
    return _filled(_ALWAYS if firing.conditional else _UNCONDITIONAL, firing.opportunities)


def _filled(text: Text, count: int) -> Text:
    return Text(text.de.format(number(count, "de")), text.en.format(number(count, "en")))


def _ways(rule: str) -> Iterator[Transition]:
    """Iterate over the transitions that can fire a rule."""
    kinds = {kind.name for kind in ACT_KINDS.values() if rule in kind.cites}
    for transition in TRANSITIONS:
        if rule in transition.cites or any(s.act.kind in kinds for s in transition.acts):
            yield transition


def _design(result: Result, rule: str, ways: tuple[Transition, ...]) -> Iterator[Text]:
    first, _ = reported_days(result)
    states = {leaf for t in ways for leaf in (t.source, t.target)}
    if first > result.rule_set.legacy_end and (rule == "15.69" or rule.startswith("§ 65")):
        yield _OLD_AGREEMENTS
    if any(LEAVES[leaf].parent == "conciliation" for leaf in states) or rule.startswith("§ 15a"):
        share = float(result.scenario.cooperation.conciliation_demand_probability.value)
        yield Text(
            _CONCILIATION.de.format(plain(share, "de")), _CONCILIATION.en.format(plain(share, "en"))
        )
    if not result.rule_set.reduction_layer and rule.startswith(_OF_REDUCTIONS):
        yield _NO_REDUCTIONS


def _needs(ways: tuple[Transition, ...]) -> Iterator[Text]:
    """Yield the events and conditions that would fire the rule, the first few."""
    texts = dict.fromkeys((t.event, t.guard) for t in ways)
    if not texts:
        return
    german, english = [], []
    for event, guard in list(texts)[:_MOST_WAYS]:
        condition = "" if guard == "always" else f" ({GUARDS[guard].title.de})"
        german.append(EVENTS[event].title.de + condition)
        condition = "" if guard == "always" else f" ({GUARDS[guard].title.en})"
        english.append(EVENTS[event].title.en + condition)
    more = "; …" if len(texts) > _MOST_WAYS else "."
    yield Text(
        _NEEDS.de.format("; ".join(german) + more), _NEEDS.en.format("; ".join(english) + more)
    )
