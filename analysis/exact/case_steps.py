"""What happens to a case, as ways: an entry, a timer, a letter, the next contact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ...scenarios import Scenario
from ...simulation.contacts import invited
from ...simulation.day_order import Timer
from ...simulation.horizon import effective_rule_set
from ...simulation.random_streams import WORD_LIMIT
from ...simulation.tables import scenario_tables
from .behaviour import CaseBehaviour, Forced
from .case_state import BENEFIT, CAPACITY, GONE, GROUND_NEITHER, NEED, NONE, CaseState
from .chain_office import Effect
from .changes import (
    COUNTED_TIMERS,
    PLACE,
    SNAP_WEEKS,
    Change,
    Setting,
    Translator,
    waits_dropped,
    whole_lead,
)
from .hazards import Hazards
from .person import PersonClass
from .waits import Weeks, calendar_means, in_weeks, table_in_weeks

LONGEST_NEED_DECISION = 8
"""Weeks after which need is decided at the latest."""

_UPDATE, _TALK = PLACE["update"], PLACE["talk"]


class Way(NamedTuple):
    """A way through a week (so far): its chance, the state, what was counted, what happened.

    ``woken`` tells that the morning brought something, so that the next contact is planned anew.
    """

    probability: float
    state: CaseState
    counts: tuple[tuple[int, int], ...] = ()
    events: tuple[str, ...] = ()
    woken: bool = False


class CaseSteps:
    """The steps of which a week is made, for one scenario and class of persons."""

    def __init__(self, scenario: Scenario, person: PersonClass) -> None:
        rule_set = effective_rule_set(scenario)
        self.tables = scenario_tables(scenario)
        self.person = person
        self.behaviour = CaseBehaviour(self.tables, rule_set, person)
        self.configurations = self.behaviour.table.configurations
        self.hazards = Hazards(scenario, self.tables, rule_set, person)
        self.calendar = calendar_means(scenario, self.tables.plain)
        self._translator = Translator(self.tables, rule_set, self.calendar)
        self._lead = in_weeks(self.calendar.lead_days, SNAP_WEEKS)
        self._whole_lead: Weeks = ((1.0, whole_lead(self.calendar)),)
        self._met: set[str] = set()
        self._changes: dict[tuple[object, ...], tuple[Change, ...]] = {}
        self._dropped: dict[int, tuple[Setting, ...]] = {}
        self._wanted_weeks = self.tables.plain.update_request_days / 7
        self._prompt = round(rule_set.prompt_update_days / 7)

    # -- the beginning -------------------------------------------------------------------------

    def entry(self) -> list[Way]:
        """Return the states at the end of the day of entry, with what has been counted by then."""
        chances = self.tables.chances
        over = chances.from_unemployment_insurance / WORD_LIMIT
        benefit = chances.benefit / WORD_LIMIT if self.person.spells else 0.0
        capacity = chances.capacity / WORD_LIMIT if self.person.spells else 0.0
        before = chances.before_need / WORD_LIMIT
        need = table_in_weeks(self.tables.delays.need_decision, most=LONGEST_NEED_DECISION)
        found: list[Way] = []
        for capacity_share, works in ((capacity, CAPACITY), (1 - capacity, 0)):
            found += self._enter(over * capacity_share, works | NEED, ((1.0, NONE),), True)
            for benefit_share, beside in ((benefit, BENEFIT), (1 - benefit, 0)):
                share = (1 - over) * capacity_share * benefit_share
                found += self._enter(
                    share * (1 - before), works | beside | NEED, ((1.0, NONE),), False
                )
                found += self._enter(share * before, works | beside, need, False)
        return [way for way in found if way.probability > 0]

    def _enter(self, share: float, facts: int, need: Weeks, came_over: bool) -> Iterator[Way]:
        if share <= 0:
            return
        event = "enter_from_unemployment_insurance" if came_over else "enter"
        initial = self.behaviour.table.initial
        for part, weeks in need:
            start = CaseState(initial, facts, need_decision=weeks)
            ways = self.event(Way(share * part, start), event)
            yield from self.letters(self.plan_contact(ways, 0))

    # -- steps ------------------------------------------------------------------------------

    def fire(self, way: Way, timer: Timer, memoryless: Timer | None, forced: Forced) -> list[Way]:
        """Let the behaviour of a timer run.

        One that is counted down must be due, unless it is the ``memoryless`` one that comes now.
        """
        state = way.state
        if state == GONE:
            return [way]
        if timer != memoryless:
            place = PLACE[COUNTED_TIMERS[timer]]
            if state[place] != 0:
                return [way]
            state = _set(state, place, NONE)
        elif timer in (Timer.GROUND_BEGINS, Timer.GROUND_ENDS):
            state = state._replace(ground=GROUND_NEITHER)
        here, facts = state.configuration, state.facts
        key = (timer, here, facts, forced)

        def effects() -> tuple[Effect, ...]:
            return self.behaviour.morning(timer, here, facts, forced)

        return self.changed(way._replace(state=state, woken=True), key, effects)

    def letters(self, ways: Iterable[Way]) -> list[Way]:
        """Send invitations where a talk is to be requested now; the appointment follows."""
        found: list[Way] = []
        for way in ways:
            if way.state[_TALK] != 0 or way.state == GONE:
                found.append(way)
                continue
            leaves = self.configurations[way.state[0]]
            if invited(leaves):
                found.append(way)
            else:
                for sent in self.event(way, "invitation_sent"):
                    planned = sent.state.update != NONE
                    found += spread(sent, _TALK, self._whole_lead if planned else self._lead)
        return found

    def plan_contact(
        self, ways: Iterable[Way], earliest: int, *, missed: bool = False
    ) -> list[Way]:
        """Plan the next request of a talk, at the earliest in ``earliest`` days."""
        found: list[Way] = []
        for way in ways:
            state = way.state
            if state == GONE:
                found.append(way)
                continue
            days = self.behaviour.next_contact(
                state.configuration,
                state.update,
                state.waiver_review,
                earliest,
                missed=missed,
            )
            weeks: Weeks = ((1.0, NONE),) if days is None else in_weeks(days, SNAP_WEEKS)
            found += spread(way, _TALK, weeks)
        return found

    # -- effects -------------------------------------------------------------------------------

    def event(self, way: Way, name: str) -> list[Way]:
        """Let an event happen that the engine itself sends."""
        state = way.state
        key = ("event", name, state.configuration, state.facts)
        return self.changed(
            way, key, lambda: self.behaviour.event(name, state.configuration, state.facts)
        )

    def changed(
        self, way: Way, key: tuple[object, ...], effects: Callable[[], tuple[Effect, ...]]
    ) -> list[Way]:
        """Return every way on after the effects named by ``key``."""
        return [after for after, _ in self.applied(way, key, effects)]

    def _heard(self, ways: list[Way], hearings: tuple[Timer, ...]) -> list[Way]:
        """Decide hearings at once."""
        for timer in hearings:
            ways = [
                after._replace(woken=way.woken)
                for way in ways
                for after in self.fire(way, timer, timer, ())
            ]
        return ways

    def applied(
        self, way: Way, key: tuple[object, ...], effects: Callable[[], tuple[Effect, ...]]
    ) -> Iterator[tuple[Way, Change]]:
        """Yield every way on after the effects named by ``key``, with the change that it took.

        ``effects`` finds them if the key is new.
        """
        changes = self._changes.get(key)
        if changes is None:
            found = effects()
            changes = tuple(self._translator.change(effect) for effect in found)
            self._changes[key] = changes
        for change in changes:
            self._met |= change.met
            after = Way(
                way.probability * change.probability,
                GONE if change.closed else self._moved(way.state, change),
                way.counts + change.counts,
                way.events + change.events,
                way.woken,
            )
            ways = [after]
            if not change.closed:
                for place, weeks in change.waits:
                    ways = [split for w in ways for split in spread(w, place, weeks)]
            for split in self._heard(ways, change.hearings):
                yield split, change

    def _moved(self, state: CaseState, change: Change) -> CaseState:
        values = list(state)
        values[0], values[1] = change.configuration, change.facts
        for place, value in change.settings:
            values[place] = value
        if change.prompt and values[_UPDATE] > self._prompt:
            values[_UPDATE] = self._prompt
        return self._tidy(CaseState._make(values))

    def _tidy(self, state: CaseState) -> CaseState:
        """Drop the waits that mean nothing where the case stands now."""
        dropped = self._dropped.get(state[0])
        if dropped is None:
            dropped = self._dropped[state[0]] = waits_dropped(self.configurations[state[0]])
        values = list(state)
        for place, value in dropped:
            values[place] = value
        return CaseState._make(values)


def _set(state: CaseState, place: int, value: int) -> CaseState:
    values = list(state)
    values[place] = value
    return CaseState._make(values)


def spread(way: Way, place: int, weeks: Weeks) -> list[Way]:
    """Let a wait take a random number of weeks."""
    return [
        way._replace(probability=way.probability * share, state=_set(way.state, place, value))
        for share, value in weeks
    ]
