"""A story with dates: its moves are played on the statechart, on plausible working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..errors import EventRefused, KoopsimError, PropertyBroken
from ..periods import add_months_ordinal
from ..process.case import Case, rule_facts
from ..process.deadlines import DEADLINES
from ..process.facts import SITUATION_DEFAULTS
from ..process.statechart import Statechart
from ..process.states import Configuration
from ..process.step import Happening, MissedDeadline, Step
from ..rule_set import RuleSet, load_rule_set
from .pace import days_before, first_day, working_day
from .story import REDUCTION_ENDS, TRANSITION_PERIOD_ENDS, YEAR_PASSES, Happens, Story, Waits

_ONE_DAY = timedelta(days=1)
_FORCING = {d.expiry_event: d.name for d in DEADLINES if d.expiry_event}


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of the case: an event on a day or, without event, to let time pass to it.

    ``situation`` are the situation facts that are true.
    """

    day: date
    event: str = ""
    situation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A period that ended on a day, which the case does not record; ``until`` as in `Waits`."""

    day: date
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedStory:
    """A story as it went on the statechart.

    ``told`` is what happened, in order; ``calls`` repeat it. ``breaking`` is the last step if it
    breaks the properties ``broken``: a case refuses such a step, so it is not in ``told``.
    ``configuration`` is where the case stands at the end.
    """

    story: Story
    rule_set: RuleSet
    calls: tuple[Call, ...]
    told: tuple[Happening | Passage, ...]
    configuration: Configuration
    breaking: Step | None = None
    broken: tuple[str, ...] = ()

    @property
    def happenings(self) -> tuple[Happening, ...]:
        """All steps and missed deadlines, with the step that breaks a property."""
        kept = tuple(h for h in self.told if not isinstance(h, Passage))
        return kept if self.breaking is None else (*kept, self.breaking)


def rule_set_of(story: Story) -> RuleSet:
    """Return the rule set under which a story plays, with the story's changes.

    Raises:
        RuleError: if it does not exist or cannot be changed so.
    """
    law = load_rule_set(story.rule_set)
    if not story.changes:
        return law
    changes: dict[str, Any] = dict(story.changes)
    return law.reform(name=f"reform-of-{law.name}", **changes)


def deadline_of(story: Story) -> str:
    """Return the name of the deadline that a story misses: what it waits for in the end."""
    last = story.moves[-1] if story.moves else None
    return last.until if isinstance(last, Waits) else story.subject


def date_story(story: Story) -> DatedStory:
    """Play a story on the statechart and return it with its dates.

    The days are plausible ones; the next move comes earlier where else a deadline would pass that
    the story does not wait for.

    Raises:
        KoopsimError: if the case refuses a move, or does not end as the story says.
    """
    return _Play(story).run()


class _Play:
    """Plays one story."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._rule_set = rule_set_of(story)
        self._case = Case(story.facts, self._rule_set)
        self._today = first_day(self._rule_set, story.legacy_period)
        self._calls: list[Call] = []
        self._told: list[Happening | Passage] = []
        self._known = 0  # happenings of the case that a move has brought about
        self._in_period = story.legacy_period

    def run(self) -> DatedStory:
        moves = self._story.moves
        for number, move in enumerate(moves, start=1):
            try:
                self._play(move)
            except PropertyBroken as error:
                if number == len(moves):
                    return self._broken(error)
                raise self._fault(f"move {number} already breaks {error.properties[0]}") from error
            except EventRefused as error:
                what = move.event if isinstance(move, Happens) else f"to wait for {move.until}"
                raise self._fault(f"move {number}, {what}, is refused: {error}") from error
        if self._story.ends == "breaks":
            raise self._fault("the last move breaks no property")
        if self._story.ends == "misses" and not self._missed():
            raise self._fault("the deadline does not pass")
        return self._dated()

    def _play(self, move: Happens | Waits) -> None:
        if isinstance(move, Waits):
            self._wait(move.until)
        elif move.event in _FORCING:
            self._force(move.event)
        else:
            self._step(move)

    # -- moves ---------------------------------------------------------------------------------

    def _step(self, move: Happens) -> None:
        wanted = self._today + timedelta(days=days_before(move.event, self._case.configuration))
        day = working_day(wanted, self._today, self._latest()) if self._calls else self._today
        self._calls.append(Call(day, move.event, move.situation))
        self._today = day
        facts: dict[str, Any] = {name: name in move.situation for name in SITUATION_DEFAULTS}
        self._case.step(move.event, on=day, **facts)
        self._take_in()

    def _force(self, event: str) -> None:
        """Let the time come for a forced event, unless waiting has brought it about already."""
        while self._known < len(self._case.history):
            happening = self._case.history[self._known]
            self._known += 1
            if isinstance(happening, Step) and happening.event == event:
                return
        due = self._case.due().get(_FORCING[event])
        if due is None:
            raise self._fault(f"nothing forces {event} when its turn has come")
        self._advance(due + _ONE_DAY)
        self._known = len(self._case.history)

    def _wait(self, until: str) -> None:
        known = len(self._case.history)
        self._advance(self._day_after(until))
        if until == TRANSITION_PERIOD_ENDS:
            self._in_period = False
        forced = any(isinstance(h, Step) for h in self._case.history[known:])
        if until == TRANSITION_PERIOD_ENDS and forced:
            return  # the end of the agreement tells it
        if until in (REDUCTION_ENDS, YEAR_PASSES, TRANSITION_PERIOD_ENDS):
            self._told.append(Passage(self._today, until))

    def _advance(self, to: date) -> None:
        """Let time pass up to the day before, then to the day: a break on it loses no history."""
        before = max(self._today, to - _ONE_DAY)
        self._case.advance(before)
        self._take_in(keep_unclaimed=True)
        self._today = max(self._today, to)
        self._calls.append(Call(self._today))
        self._case.advance(self._today)
        self._take_in(keep_unclaimed=True)

    def _take_in(self, keep_unclaimed: bool = False) -> None:
        recorded = sum(not isinstance(h, Passage) for h in self._told)
        self._told += self._case.history[recorded:]
        if not keep_unclaimed:
            self._known = len(self._case.history)

    # -- days ----------------------------------------------------------------------------------

    def _day_after(self, until: str) -> date:
        """Return the first day on which what is waited for is over."""
        if until == TRANSITION_PERIOD_ENDS:
            return self._rule_set.legacy_end + _ONE_DAY
        if until in (REDUCTION_ENDS, YEAR_PASSES):
            last = self._ends_of_reductions().get(until)
            if last is None:
                raise self._fault("it waits for the end of a reduction, but there is none")
            return last + _ONE_DAY
        due = self._case.due().get(until)
        if due is None:
            raise self._fault(f"it waits for {until}, but that deadline does not run")
        return due + _ONE_DAY

    def _latest(self) -> date:
        """Return the last day on which no deadline has passed and no period has ended."""
        limits = [*self._case.due().values(), *self._ends_of_reductions().values()]
        if self._in_period:
            limits.append(self._rule_set.legacy_end)
        return min((day for day in limits if day >= self._today), default=date.max)

    def _ends_of_reductions(self) -> dict[str, date]:
        """Return the last days of the running reduction and of the year after the last breach."""
        breaches = [r for r in self._case.reductions.reductions if r.ground == "breach"]
        ends: dict[str, int] = {}
        if self._case.reductions.running(self._today.toordinal()):
            ends[REDUCTION_ENDS] = max(r.last_day for r in breaches if not r.lifted)
        if self._case.reductions.breaches_in_chain:
            last = max(r.first_day for r in breaches)
            ends[YEAR_PASSES] = add_months_ordinal(last, self._rule_set.repeat_window_months)
        return {name: date.fromordinal(day) for name, day in ends.items()}

    # -- ends ----------------------------------------------------------------------------------

    def _missed(self) -> bool:
        name = deadline_of(self._story)
        return any(isinstance(h, MissedDeadline) and h.deadline == name for h in self._told)

    def _broken(self, error: PropertyBroken) -> DatedStory:
        if self._story.ends != "breaks":
            raise self._fault(f"the last move breaks {error.properties[0]}") from error
        if self._story.subject not in error.properties:
            raise self._fault(f"the last move breaks {error.properties[0]} instead") from error
        return self._dated(self._breaking_step(), error.properties)

    def _breaking_step(self) -> Step:
        """Return the step that the case refused to take, from the statechart."""
        call, case = self._calls[-1], self._case
        due = case.due()
        event = call.event or next(
            event
            for event, name in _FORCING.items()
            if name in due and due[name] + _ONE_DAY <= call.day
        )
        situation = call.situation if call.event else _DEFAULT_SITUATION
        facts = {
            **{name: name in situation for name in SITUATION_DEFAULTS},
            **dict(case.facts.items()),
            "legacy_period_open": call.day <= self._rule_set.legacy_end,
            "reduction_running": case.reductions.running(call.day.toordinal()),
            "repeated_breach": case.reductions.breaches_in_chain >= 1,
            "further_repeated_breach": case.reductions.breaches_in_chain >= 2,
        }
        chart = Statechart(rule_facts(self._rule_set))
        done = chart.step(case.configuration, event, facts)
        rules = tuple(dict.fromkeys(rule for t in done.fired for rule in t.cites))
        return Step(
            call.day,
            event,
            frozenset(situation),
            case.configuration,
            done.after,
            done.acts,
            rules,
            forced=not call.event,
        )

    def _dated(self, breaking: Step | None = None, broken: tuple[str, ...] = ()) -> DatedStory:
        return DatedStory(
            story=self._story,
            rule_set=self._rule_set,
            calls=tuple(self._calls),
            told=tuple(self._told),
            configuration=self._case.configuration if breaking is None else breaking.after,
            breaking=breaking,
            broken=broken,
        )

    def _fault(self, reason: str) -> KoopsimError:
        return KoopsimError(
            f"The story of {self._story.subject} cannot be played on the statechart: {reason}."
        )


_DEFAULT_SITUATION = tuple(name for name, value in SITUATION_DEFAULTS.items() if value)
