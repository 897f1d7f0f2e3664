"""A story as a Mermaid sequence diagram: who does what to whom, each with its rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ..process.acts import ACT_KINDS, Act
from ..process.deadlines import DEADLINES
from ..process.events import EVENTS
from ..process.facts import FACT_BY_NAME, SITUATION_DEFAULTS
from ..process.problem import cited
from ..process.step import Happening, MissedDeadline, Step
from ..process.story import tell_act
from ..process.text import Language, Text
from .dating import DatedStory, Passage
from .prose import broken_lines, day_name, heading, passage_words

PERSON, JOBCENTER, REPRESENTATIVE, AGENCY, OTHERS, TIME = (
    "Person",
    "Jobcenter",
    "Representative",
    "Agency",
    "Others",
    "Time",
)

PARTICIPANTS: dict[str, Text] = {
    TIME: Text("Zeit", "time"),
    PERSON: Text("Person", "person"),
    REPRESENTATIVE: Text("gesetzliche Vertretung", "legal representative"),
    JOBCENTER: Text("Jobcenter", "Jobcenter"),
    AGENCY: Text("Agentur für Arbeit", "employment agency"),
    OTHERS: Text("andere Stelle", "other office"),
}
"""All who can take part, from left to right; person and Jobcenter always do."""

TOLD_TO: dict[str, str] = {
    **dict.fromkeys(
        (
            "invitation",
            "travel_cost_notice",
            "plan_issued",
            "offer",
            "demand",
            "demands_lifted",
            "early_intervention_advice",
            "hearing_opened",
            "reduction",
            "reduction_lifted",
            "counselling_offer",
        ),
        PERSON,
    ),
    "representative_instructed": REPRESENTATIVE,
    "agency_notified": AGENCY,
    "information_exchange": AGENCY,
}
"""To whom the Jobcenter addresses an act; all other acts are its own records."""

_SENDERS = {"jobcenter": JOBCENTER, "person": PERSON, "time": TIME, "third": OTHERS}
_OF_THE_AGENCY = ("unemployment_benefit_begins", "unemployment_benefit_ends")
_MISSED = Text("Frist versäumt", "deadline missed")
_NOT = Text("nicht", "not")
_TITLES = {deadline.name: deadline.title for deadline in DEADLINES}
_BOTH = f"{PERSON},{JOBCENTER}"
_LONG = 60
_ENTITIES = str.maketrans(
    {"#": "#35;", ";": "#59;", "<": "#lt;", ">": "#gt;", "%": "#37;", "\\": "#92;", "`": "#96;"}
)


def to_sequence_diagram(dated: DatedStory, language: Language) -> str:
    """Return the text of the diagram; days are notes, acts are messages or notes."""
    body = list(_body(dated, language))
    used = {PERSON, JOBCENTER, *_used(dated)}
    lines = ["sequenceDiagram", f"  accTitle: {escape(heading(dated.story, language))}"]
    for name, title in PARTICIPANTS.items():
        if name in used:
            kind = "actor" if name in (PERSON, REPRESENTATIVE) else "participant"
            lines.append(f"  {kind} {name} as {escape(title[language])}")
    return "\n".join([*lines, *(f"  {line}" for line in body)]) + "\n"


def escape(text: str) -> str:
    """Return text as Mermaid takes it literally: signs with a meaning become entities."""
    return " ".join(text.split()).translate(_ENTITIES)


def _body(dated: DatedStory, language: Language) -> Iterator[str]:
    today: date | None = None
    for part in dated.told:
        yield from _day(part, today, language)
        today = part.day
        yield from _part(part, language)
    if dated.breaking is not None:
        yield from _day(dated.breaking, today, language)
        yield "rect rgb(253, 228, 214)"
        yield from _part(dated.breaking, language)
        for line in broken_lines(dated, language):
            yield f"Note over {_BOTH}: ✗ {escape(line)}"
        yield "end"


def _day(part: Happening | Passage, today: date | None, language: Language) -> Iterator[str]:
    if part.day != today:
        yield f"Note over {_BOTH}: {escape(day_name(part, language))}"


def _part(part: Happening | Passage, language: Language) -> Iterator[str]:
    if isinstance(part, Passage):
        words, rule = passage_words(part, language)
        yield f"{TIME}->>{JOBCENTER}: {_labelled(words, rule)}"
    elif isinstance(part, MissedDeadline):
        words = f"{_MISSED[language]}: {_TITLES[part.deadline][language]}"
        yield f"{TIME}-x{JOBCENTER}: {_labelled(words, cited(part.rules))}"
    else:
        yield from _step(part, language)


def _step(step: Step, language: Language) -> Iterator[str]:
    words = EVENTS[step.event].title[language]
    circumstances = ", ".join(_circumstances(step, language))
    if circumstances:
        words += f" ({circumstances})"
    words = _labelled(words, cited(step.rules))
    sender = _sender(step)
    if sender is None:
        yield f"Note over {_BOTH}: {words}"
    elif sender == JOBCENTER and any(_receiver(act) == PERSON for act in step.acts):
        yield f"Note over {JOBCENTER}: {words}"
    else:
        yield f"{sender}->>{PERSON if sender == JOBCENTER else JOBCENTER}: {words}"
    for act in step.acts:
        receiver = _receiver(act)
        told = _labelled(tell_act(act, language), cited(_rules_of(act, step)))
        if receiver == JOBCENTER:
            yield f"Note right of {JOBCENTER}: {told}"
        else:
            yield f"{JOBCENTER}->>{receiver}: {told}"


def _labelled(words: str, rules: str) -> str:
    """Return words with their rules, these on a line of their own if it gets long."""
    between = "<br/>" if len(words) + len(rules) > _LONG else " "
    return f"{escape(words)}{between}{escape(f'[{rules}]')}"


def _rules_of(act: Act, step: Step) -> tuple[str, ...]:
    """Return the rules of an act that apply in this step; all of its kind if none is named."""
    cites = ACT_KINDS[act.kind].cites
    return tuple(rule for rule in cites if rule in step.rules) or cites


def _circumstances(step: Step, language: Language) -> Iterator[str]:
    for name, default in SITUATION_DEFAULTS.items():
        if (name in step.situation) != default:
            title = FACT_BY_NAME[name].title[language]
            yield title if not default else f"{_NOT[language]}: {title}"


def _sender(step: Step) -> str | None:
    """Return who brings an event about; None if person and Jobcenter do so together."""
    if step.event in _OF_THE_AGENCY:
        return AGENCY
    return _SENDERS.get(EVENTS[step.event].actor)


def _receiver(act: Act) -> str:
    return TOLD_TO.get(act.kind, JOBCENTER)


def _used(dated: DatedStory) -> Iterable[str]:
    if any(isinstance(part, Passage | MissedDeadline) for part in dated.told):
        yield TIME
    for happening in dated.happenings:
        if isinstance(happening, Step):
            sender = _sender(happening)
            if sender is not None:
                yield sender
            yield from map(_receiver, happening.acts)
