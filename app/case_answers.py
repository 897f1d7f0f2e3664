"""Reading what a user types about a case: days, facts, yes and no; and which facts to ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from difflib import get_close_matches

from ..model.errors import KoopsimError
from ..model.process.case import Case, rule_facts
from ..model.process.deadlines import DEADLINES
from ..model.process.events import EVENTS
from ..model.process.expressions import Expression
from ..model.process.facts import SITUATION_DEFAULTS, PersonFacts, fact_names
from ..model.process.guards import GUARDS
from ..model.process.process import transitions_from
from ..model.process.states import is_active

_DAYS = re.compile(r"\+(\d{1,5})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YES = frozenset({"y", "yes", "j", "ja", "true"})
_NO = frozenset({"n", "no", "nein", "false"})
_BY_THEMSELVES = frozenset(deadline.expiry_event for deadline in DEADLINES)


class AnswerError(KoopsimError):
    """Something typed about a case that cannot be read; the text says what is accepted."""


def looks_like_day(text: str) -> bool:
    """Tell whether a text is written like a day (``+14`` or ``2024-05-01``)."""
    return bool(_DAYS.fullmatch(text) or _ISO.fullmatch(text))


def read_day(text: str, today: date | None) -> date:
    """Return the day meant: empty for ``today``, ``+14`` for 14 days later, or ``2024-05-01``.

    Raises:
        AnswerError: if it is none of these, or counts from a day that is not known.
    """
    try:
        if today is not None:
            if not text:
                return today
            if later := _DAYS.fullmatch(text):
                return today + timedelta(days=int(later[1]))
        if _ISO.fullmatch(text):
            return date.fromisoformat(text)
    except (ValueError, OverflowError):
        pass
    accepted = "2024-05-01" if today is None else "2024-05-01, or +14 for 14 days later"
    raise AnswerError(f"{text!r} is no day; write {accepted}")


def read_yes_no(text: str, default: bool) -> bool:
    """Return True for yes, False for no, ``default`` for nothing (German or English).

    Raises:
        AnswerError: if it is none of these.
    """
    word = text.strip().lower()
    if not word:
        return default
    if word not in _YES | _NO:
        raise AnswerError(f"{text!r} is neither yes nor no; write y or n (j or n)")
    return word in _YES


def read_situation(words: Iterable[str]) -> dict[str, bool]:
    """Return situation facts from words such as ``important_reason`` and ``reasonable=no``.

    Raises:
        AnswerError: if a fact is unknown or its value neither yes nor no.
    """
    return _read_facts(words, tuple(SITUATION_DEFAULTS), "situation fact")


def read_person(words: Iterable[str]) -> PersonFacts:
    """Return person facts from words such as ``minor`` and ``need_established=no``.

    Raises:
        AnswerError: if a fact is unknown or its value neither yes nor no.
        EventRefused: if the facts contradict each other.
    """
    return PersonFacts().changed(_read_facts(words, fact_names("person"), "person fact"))


def _read_facts(words: Iterable[str], known: tuple[str, ...], kind: str) -> dict[str, bool]:
    facts: dict[str, bool] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
            raise AnswerError(f"{name!r} is no {kind}; {hint}")
        facts[name] = read_yes_no(value, True) if equals else True
    return facts


def offered_events(case: Case) -> tuple[str, ...]:
    """Return the events that can be chosen now: possible ones, except those that time brings."""
    return tuple(name for name in case.possible_events() if name not in _BY_THEMSELVES)


def open_questions(case: Case, event: str, answers: Mapping[str, bool]) -> tuple[str, ...]:
    """Return the situation facts on which ``event`` still depends, in their fixed order.

    They are read by guards and acts of the transitions that the event could take now, given the
    person's facts, the rule set and the ``answers`` so far.
    """
    known = {**dict(case.facts.items()), **rule_facts(case.rule_set), **answers}

    def truth(atom: Expression) -> bool | None:
        if atom.operator == "in":
            return is_active(atom.value, case.configuration)
        return known.get(atom.value)

    def remaining(guards: Iterable[str]) -> Iterator[Expression]:
        for guard in guards:
            rest = GUARDS[guard].expression.simplify(truth)
            if isinstance(rest, Expression):
                yield rest

    read: set[str] = set()
    for leaf in case.configuration:
        for transition in transitions_from(leaf, event):
            if GUARDS[transition.guard].expression.simplify(truth) is False:
                continue
            guards = (transition.guard, *(act.when for act in transition.acts))
            for expression in remaining(guards):
                read |= expression.atoms("name")
    return tuple(name for name in SITUATION_DEFAULTS if name in read)


def known_event(name: str) -> bool:
    """Tell whether the model has an event of this name."""
    return name in EVENTS
