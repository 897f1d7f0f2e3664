"""The interactive stepper: shows where a case stands, asks what happens next."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date

from babel.dates import format_date

from ..model.errors import EventRefused, KoopsimError
from ..model.process.deadlines import DEADLINES
from ..model.process.events import EVENTS
from ..model.process.facts import FACTS, SITUATION_DEFAULTS, PersonFacts
from ..model.process.problem import cited
from ..model.process.states import LEAVES, REGIONS
from ..model.process.step import Happening, Step
from ..model.process.story import tell, tell_act
from ..model.process.text import Language
from ..model.rule_set import RuleSet
from . import case_texts as texts
from .case_answers import (
    AnswerError,
    known_event,
    looks_like_day,
    offered_events,
    open_questions,
    read_day,
    read_person,
    read_situation,
    read_yes_no,
)
from .case_driver import Action, DrivenCase
from .output import console, print_block, print_wrapped, validity

_FACTS = {spec.name: spec for spec in FACTS}
_QUIT = frozenset({"quit", "exit", "q"})
_PERSON = tuple(spec for spec in FACTS if spec.kind == "person")


class _Finished(Exception):
    """The user wants to stop."""


class CaseSession:
    """A conversation about one case on standard input and output."""

    def __init__(self, rule_set: RuleSet, language: Language) -> None:
        self._rule_set, self._language = rule_set, language
        self._out = console()
        self._driven = DrivenCase(PersonFacts(), rule_set)
        self._commands: dict[str, Callable[[list[str]], None]] = {
            "story": self._story,
            "due": self._due,
            "undo": self._undo,
            "time": self._time,
            "help": self._help,
            "?": self._help,
        }

    def run(self, facts: PersonFacts | None, start: date | None) -> None:
        """Talk until the user quits or the input ends; tell the story at the end.

        Args:
            facts: the person's facts; asked for if None.
            start: the first day; asked for if None.
        """
        self._out.print(validity(self._rule_set, self._language), style="bold", soft_wrap=True)
        self._print(texts.NO_PERSON[self._language])
        with suppress(EOFError, _Finished):
            known = self._ask_facts() if facts is None else facts
            first = self._ask_start() if start is None else start
            self._driven = DrivenCase(known, self._rule_set, first)
            self._show()
            while True:
                self._turn()
        self._out.print()
        self._story([])

    # -- asking -----------------------------------------------------------------------------

    def _read(self, prompt: str) -> str:
        """Ask for a line; piped input is repeated, so that a transcript can be read.

        Raises:
            EOFError: at the end of the input.
            _Finished: if the user quits, at whatever question.
        """
        line = self._out.input(prompt, markup=False, emoji=False)
        if not sys.stdin.isatty():
            self._out.print(line, soft_wrap=True)
        if line.strip().lower() in _QUIT:
            raise _Finished
        return line.strip()

    def _ask_facts(self) -> PersonFacts:
        lines = []
        for number, spec in enumerate(_PERSON, start=1):
            denied = texts.NOT[self._language] if spec.default else ""
            lines.append(f"{number:2} {denied}{spec.title[self._language]} ({spec.name})")
        print_block(self._out, texts.FACTS[self._language], lines)
        while True:
            words = self._read(texts.WHICH[self._language]).replace(",", " ").split()
            try:
                return read_person(_named(word) for word in words)
            except KoopsimError as error:
                self._refuse(error)

    def _ask_start(self) -> date:
        law = self._rule_set
        today = date.today()
        usual = today if law.valid_from <= today <= law.valid_to else law.valid_from
        while True:
            try:
                day = read_day(self._read(texts.START[self._language].format(usual)), usual)
                check_start(day, law)
                return day
            except KoopsimError as error:
                self._refuse(error)

    def _ask_day(self, today: date) -> date:
        while True:
            try:
                return read_day(self._read(texts.DAY[self._language].format(today)), today)
            except AnswerError as error:
                self._refuse(error)

    def _ask_situation(self, event: str, given: dict[str, bool]) -> dict[str, bool]:
        answers = dict(given)
        while questions := open_questions(self._driven.case, event, answers):
            name = questions[0]
            default = SITUATION_DEFAULTS[name]
            choice = texts.YES_NO[default][self._language]
            prompt = f"{_FACTS[name].title[self._language]} {choice}"
            try:
                answers[name] = read_yes_no(self._read(prompt), default)
            except AnswerError as error:
                self._refuse(error)
        return answers

    # -- one turn ---------------------------------------------------------------------------

    def _turn(self) -> None:
        words = self._read(f"\n{texts.EVENT[self._language]}").split()
        if not words:
            return
        try:
            if words[0].lower() in self._commands:
                self._commands[words[0].lower()](words[1:])
            else:
                self._event(words)
        except (EventRefused, AnswerError) as error:
            self._refuse(error)

    def _event(self, words: list[str]) -> None:
        event, today = self._chosen(words[0]), self._today
        rest = words[1:]
        has_day = bool(rest) and looks_like_day(rest[0])
        given = read_situation(rest[1:] if has_day else rest)
        if event in offered_events(self._driven.case):
            day = read_day(rest[0], today) if has_day else self._ask_day(today)
            situation = self._ask_situation(event, given)
        else:
            # Most likely refused, and then with its reason: no use in asking more before.
            day, situation = read_day(rest[0], today) if has_day else today, given
        self._report(self._driven.act(Action(day, event, situation)))
        self._show()

    def _chosen(self, word: str) -> str:
        offered = offered_events(self._driven.case)
        if word.isdecimal() and 1 <= int(word[:4]) <= len(offered):
            return offered[int(word[:4]) - 1]
        if not known_event(word):
            raise AnswerError(texts.UNKNOWN[self._language].format(repr(word)))
        return word

    @property
    def _today(self) -> date:
        day = self._driven.day
        assert day is not None  # a session always has a start
        return day

    # -- commands ---------------------------------------------------------------------------

    def _story(self, _: list[str]) -> None:
        lines = self._driven.case.explain(self._language).splitlines()
        print_block(self._out, texts.STORY[self._language], lines)

    def _due(self, _: list[str]) -> None:
        lines = self._deadlines()
        if not lines:
            self._print(texts.NO_DEADLINES[self._language])
        print_block(self._out, texts.DEADLINES[self._language], lines)

    def _undo(self, _: list[str]) -> None:
        taken_back = self._driven.undo()
        if taken_back is None:
            self._print(texts.NOTHING_TO_UNDO[self._language])
            return
        event = taken_back.event
        what = (
            EVENTS[event].title[self._language]
            if event
            else texts.TIME_PASSED[self._language].format(self._day(taken_back.day))
        )
        self._print(texts.UNDONE[self._language].format(what))
        self._show()

    def _time(self, words: list[str]) -> None:
        if len(words) > 1:
            raise AnswerError("time takes one day: time 2024-05-01 or time +30")
        day = read_day(words[0], self._today) if words else self._ask_day(self._today)
        happened = self._driven.act(Action(day))
        if not happened:
            self._print(texts.PASSED[self._language].format(self._day(day)))
        self._report(happened)
        self._show()

    def _help(self, _: list[str]) -> None:
        self._out.print(texts.HELP[self._language], soft_wrap=True)

    # -- showing ----------------------------------------------------------------------------

    def _show(self) -> None:
        heading = texts.STATE[self._language].format(self._day(self._today))
        self._out.print()
        print_block(self._out, heading, self._states())
        print_block(self._out, texts.DEADLINES[self._language], self._deadlines())
        offered = offered_events(self._driven.case)
        lines = [
            f"{number:2} {EVENTS[name].title[self._language]} ({name})"
            for number, name in enumerate(offered, start=1)
        ]
        print_block(self._out, texts.POSSIBLE[self._language], lines)
        if not offered:
            self._print(texts.NOTHING_POSSIBLE[self._language])

    def _states(self) -> list[str]:
        """Say where the case stands; regions in which nothing goes on are left out."""
        plan = LEAVES[self._driven.case.configuration[0]]
        lines = [f"{REGIONS[0].title[self._language]}: {plan.title[self._language]}"]
        if plan.initial or plan.final:
            return lines
        for region, name in zip(REGIONS[1:], self._driven.case.configuration[1:], strict=True):
            leaf = LEAVES[name]
            if not leaf.initial or region.name == "invitation":
                lines.append(f"{region.title[self._language]}: {leaf.title[self._language]}")
        return lines

    def _deadlines(self) -> list[str]:
        due, lines = self._driven.case.due(), []
        for deadline in DEADLINES:
            if deadline.name in due:
                last = due[deadline.name]
                words = texts.OVERDUE if last < self._today else texts.DUE
                text = words[self._language].format(
                    title=deadline.title[self._language], day=self._day(last)
                )
                lines.append(f"{text} ({deadline.modality}, {cited(deadline.cites)})")
        return lines

    def _report(self, happened: tuple[Happening, ...]) -> None:
        for happening in happened:
            if not isinstance(happening, Step) or happening.forced:
                print_wrapped(self._out, tell([happening], self._language), hanging=4)
                continue
            acts = [tell_act(act, self._language) for act in happening.acts]
            rules = f"{texts.RULES[self._language]}: {cited(happening.rules)}"
            title = EVENTS[happening.event].title[self._language]
            print_block(self._out, title, [*(acts or [texts.NO_ACTS[self._language]]), rules])

    def _day(self, day: date) -> str:
        return str(format_date(day, format="long", locale=self._language))

    def _print(self, text: str) -> None:
        print_wrapped(self._out, text)

    def _refuse(self, error: KoopsimError) -> None:
        refused = isinstance(error, EventRefused)
        self._print(texts.REFUSED[self._language].format(error) if refused else str(error))


def check_start(day: date, law: RuleSet) -> None:
    """Do nothing if a case can start on a day.

    Raises:
        AnswerError: if the rule set is not in force then.
    """
    if not law.valid_from <= day <= law.valid_to:
        raise AnswerError(
            f"{day} lies outside rule set {law.name} ({law.valid_from} to {law.valid_to})"
        )


def _named(word: str) -> str:
    """Return the fact that a number stands for; any other word as it is."""
    if not word.isdecimal() or not 1 <= int(word[:4]) <= len(_PERSON):
        return word
    spec = _PERSON[int(word[:4]) - 1]
    return f"{spec.name}=no" if spec.default else spec.name
