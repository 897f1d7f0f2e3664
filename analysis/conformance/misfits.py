"""Why an event of a log does not fit, which rules forbid it, and how the replay goes on.

In this order:

1. It fits where the case stands, but its acts differ: the properties that the logged acts break
   name the rules; where none does, the rules of the acts that are missing or too many. The replay
   goes on with the step whose acts come nearest to the logged ones.
2. It would fit if one fact, which the log states or which follows from the date, were otherwise:
   the sources of that fact. The replay goes on as if it were.
3. It would fit after other steps that the log lacks (four at most): their rules. The replay goes on
   as if the fewest such steps had happened.
4. It fits nowhere near: the sources of the event. The replay goes on from the configurations that
   differ in the fewest regions, or skips the event if it fits nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...model.process.acts import ACT_KINDS, Act, format_value
from ...model.process.events import EVENTS
from ...model.process.facts import FACT_BIT, FACT_BY_NAME
from ...model.process.problem import cited
from ...model.process.states import LEAVES, REGION_NAMES
from ...model.process.text import LANGUAGES, Language, Text
from .act_differences import ActDifference
from .beliefs import Beliefs, Move, Outcome
from .deviations import DeviationKind, Recovery

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Misfit:
    """Diagnosis of an event that does not fit, and the move by which the replay goes on.

    ``difference`` tells, for ``acts``, what differs from the step ``move.outcomes[0]``; ``sources``
    are those of the known facts whose opposite would let the acts fit.
    """

    kind: DeviationKind
    rules: tuple[str, ...]
    text: Text
    recovery: Recovery
    move: Move
    difference: ActDifference | None = None
    sources: tuple[str, ...] = ()


def diagnose(
    beliefs: Beliefs, belief: int, event: str, known: int, truth: int, acts: str
) -> Misfit:
    """Say why ``event`` does not fit a belief; see the head of this file."""
    here = beliefs.all_outcomes(belief, event, known, truth)
    facts = _culprits(beliefs, belief, event, known, truth, acts)
    if here:
        return _other_acts(beliefs, here, acts, facts)
    if facts:
        return _other_fact(beliefs, belief, event, known, truth, acts, facts)
    goal = beliefs.possible_in(event, known, truth)
    steps, reached = beliefs.missing_before(belief, goal, known, truth)
    if reached:
        move = _best(beliefs, reached, event, known, truth, acts)
        return _missing_steps(beliefs, belief, event, steps, move)
    nearest = beliefs.nearest(belief, goal)
    sources = EVENTS[event].cites
    if nearest:
        move = _best(beliefs, nearest, event, known, truth, acts)
        text = _standing(beliefs, belief, event)
        return Misfit(DeviationKind.state, sources, text, Recovery.jumped, move)
    text = _standing(beliefs, belief, event)
    return Misfit(DeviationKind.state, sources, text, Recovery.skipped, Move(belief, (), ()))


def _culprits(
    beliefs: Beliefs, belief: int, event: str, known: int, truth: int, acts: str
) -> list[str]:
    """Return the known facts whose opposite alone would let the event fit, with these acts."""
    relevant = beliefs.relevant(belief, event) & known
    return [
        name
        for name, bit in FACT_BIT.items()
        if relevant & bit and beliefs.move(belief, event, known, truth ^ bit, acts).outcomes
    ]


def _fact_sources(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule for name in names for rule in FACT_BY_NAME[name].cites))


def _other_fact(
    beliefs: Beliefs,
    belief: int,
    event: str,
    known: int,
    truth: int,
    acts: str,
    facts: list[str],
) -> Misfit:
    moves = [beliefs.move(belief, event, known, truth ^ FACT_BIT[name], acts) for name in facts]
    move = beliefs.result(outcome for each in moves for outcome in each.outcomes)
    named = facts[:_MOST_NAMED]
    held = {name: bool(truth & FACT_BIT[name]) for name in named}
    words = {
        language: "; ".join(
            f"{FACT_BY_NAME[name].title[language]}: {_yes_no(held[name])[language]}"
            for name in named
        )
        for language in LANGUAGES
    }
    text = Text(
        f"passt nicht, weil gilt: {words['de']}", f"does not fit, because of: {words['en']}"
    )
    return Misfit(DeviationKind.fact, _fact_sources(facts), text, Recovery.followed, move)


def _yes_no(value: bool) -> Text:
    return Text("ja", "yes") if value else Text("nein", "no")


def _other_acts(beliefs: Beliefs, here: list[Outcome], acts: str, facts: list[str]) -> Misfit:
    sizes = [(beliefs.difference(entry, acts).size, (where, entry)) for where, entry in here]
    least = min(size for size, _ in sizes)
    nearest = [outcome for size, outcome in sizes if size == least]
    move = beliefs.result(nearest)
    entry = beliefs.table.entries[nearest[0][1]]
    found = beliefs.difference(nearest[0][1], acts)
    rules: list[str] = []
    for act in (*found.missing, *found.extra):
        sources = ACT_KINDS[act.kind].cites
        rules += [rule for rule in entry.rules if rule in sources] or sources
    text = Text(_differs(found, "de"), _differs(found, "en"))
    unique = tuple(dict.fromkeys(rules))
    sources = _fact_sources(facts)
    return Misfit(DeviationKind.acts, unique, text, Recovery.followed, move, found, sources)


def _differs(found: ActDifference, language: Language) -> str:
    missing, extra, other = list(found.missing), list(found.extra), []
    for act in found.extra:
        twin = next((one for one in missing if one.kind == act.kind), None)
        if twin is not None:
            missing.remove(twin)
            extra.remove(act)
            other.append(_changed(act, twin, language))
    words = (
        (Text("es fehlt: {0}", "missing: {0}"), _named(missing, language)),
        (Text("gehört nicht dazu: {0}", "does not belong there: {0}"), _named(extra, language)),
        (Text("anders: {0}", "differs: {0}"), ", ".join(other)),
    )
    return "; ".join(word[language].format(names) for word, names in words if names)


def _changed(act: Act, wanted: Act, language: Language) -> str:
    """Name the fields in which an act of the log differs from the one that belongs there."""
    instead = Text("statt", "instead of")[language]
    values = dict(wanted.fields)
    fields = [
        f"{name}={format_value(value)} {instead} {format_value(values[name])}"
        for name, value in act.fields
        if values.get(name, value) != value
    ]
    return f"{ACT_KINDS[act.kind].title[language]} ({', '.join(fields) or act.kind})"


def _named(acts: Sequence[Act], language: Language) -> str:
    return ", ".join(f"{ACT_KINDS[act.kind].title[language]} ({act})" for act in acts)


def _best(
    beliefs: Beliefs, configurations: set[int], event: str, known: int, truth: int, acts: str
) -> Move:
    """Return the move from configurations in which the event fits, with these acts if possible."""
    belief = beliefs.number(configurations)
    move = beliefs.move(belief, event, known, truth, acts)
    return move if move.outcomes else beliefs.move(belief, event, known, truth, "")


def _missing_steps(
    beliefs: Beliefs, belief: int, event: str, steps: tuple[tuple[str, int], ...], move: Move
) -> Misfit:
    entries = [beliefs.table.entries[entry] for _, entry in steps]
    rules = [rule for entry in entries for rule in entry.rules]
    words = {
        language: ", ".join(
            f"{EVENTS[name].title[language]} ({cited(entry.rules)})"
            for (name, _), entry in zip(steps, entries, strict=True)
        )
        for language in LANGUAGES
    }
    stands = _standing(beliefs, belief, event)
    text = Text(
        f"{stands.de}; davor fehlt: {words['de']}", f"{stands.en}; missing before it: {words['en']}"
    )
    unique = tuple(dict.fromkeys((*rules, *EVENTS[event].cites)))
    return Misfit(DeviationKind.state, unique, text, Recovery.inserted, move)


def _standing(beliefs: Beliefs, belief: int, event: str) -> Text:
    """Say where the case stands in the region that decides about the event."""
    region = REGION_NAMES.index(EVENTS[event].lead)
    names = beliefs.table.configurations
    leaves = list(dict.fromkeys(names[c][region] for c in beliefs.members(belief)))
    de = " oder ".join(LEAVES[leaf].title.de for leaf in leaves[:_MOST_NAMED])
    en = " or ".join(LEAVES[leaf].title.en for leaf in leaves[:_MOST_NAMED])
    if region:
        plans = list(dict.fromkeys(names[c][0] for c in beliefs.members(belief)))[:_MOST_NAMED]
        de += f" (Plan: {' oder '.join(LEAVES[leaf].title.de for leaf in plans)})"
        en += f" (plan: {' or '.join(LEAVES[leaf].title.en for leaf in plans)})"
    return Text(f"passt nicht; Stand des Falls: {de}", f"does not fit; the case is in: {en}")
