"""One week of a case: every way it can go, with its probability.

The order within the week follows ``simulation.day_order``: deadlines, then timers in the order of
``Timer``, then the appointment, then the letters. Memoryless waits (exit, move, spells, measures,
reporting) happen at the beginning of a week with the chance that keeps their mean, one a week.
"""

from __future__ import annotations

from ...model.process.deadlines import DEADLINE_INDEX, DEADLINES
from ...simulation.contacts import invited
from ...simulation.day_order import Timer
from .behaviour import Forced
from .case_state import GONE, NONE, CaseState
from .case_steps import CaseSteps, Way
from .chain_office import COUNTED, Effect
from .changes import COUNTED_TIMERS, PLACE

UPDATES_MISSED = len(COUNTED)
"""Place of the missed updates in the counts, after those of ``COUNTED``."""

_TIMERS = tuple((timer, PLACE[name]) for timer, name in sorted(COUNTED_TIMERS.items()))
_UPDATE, _TALK = PLACE["update"], PLACE["talk"]
_END = PLACE["conciliation_end"]
_RUNNING = tuple(
    place
    for name, place in PLACE.items()
    if name not in ("configuration", "facts", "ground", "update")
)
_HELD = DEADLINES[DEADLINE_INDEX["update_due"]].held_in


class Week(CaseSteps):
    """The weekly step of one scenario and class of persons."""

    # -- a week: first what is memoryless, then what is waited for ------------------------------

    def chances(self, state: CaseState) -> list[Way]:
        """Return what memoryless waits do to ``state`` at the beginning of a week."""
        if state == GONE:
            return [Way(1.0, GONE)]
        found: list[Way] = []
        stay = 1.0
        for timer, chance in self.hazards.of(state, self.configurations[state[0]]):
            stay -= chance
            ways = self.fire(Way(chance, state), timer, timer, ())
            if timer == Timer.REPORTING_INVITATION:
                date = Timer.REPORTING_DATE
                ways = [after for way in ways for after in self.fire(way, date, date, ())]
            found += self._review_contact(ways, self._plan(state))
        found.append(Way(stay, state))
        return found

    def ways(self, state: CaseState, forced: Forced = ()) -> list[Way]:
        """Return every way through the week after ``state``, apart from ``chances``.

        ``forced`` are chances that are decided instead of drawn.
        """
        if state == GONE:
            return [Way(1.0, GONE)]
        ways = self._morning(Way(1.0, self._week_passes(state)), state, forced)
        ways = self._review_contact(ways, self._plan(state))
        return self.letters(self._talks(ways, forced))

    def ways_and_chances_met(self, state: CaseState) -> tuple[list[Way], frozenset[str]]:
        """Return ``ways`` and the names of the chances that were asked for on them."""
        self._met = set()
        return self.ways(state), frozenset(self._met)

    def _week_passes(self, state: CaseState) -> CaseState:
        values = list(state)
        for place in _RUNNING:
            if values[place] > 0:
                values[place] -= 1
        if values[_UPDATE] > 0 and self._plan(state) not in _HELD:
            values[_UPDATE] -= 1
        return CaseState._make(values)

    def _plan(self, state: CaseState) -> str:
        return self.configurations[state[0]][0]

    def _free(self, state: CaseState) -> bool:
        return not invited(self.configurations[state[0]])

    # -- morning -------------------------------------------------------------------------------

    def _morning(self, way: Way, before: CaseState, forced: Forced) -> list[Way]:
        if way.probability <= 0:
            return []
        ways = self._clocks(way, before)
        for timer, place in _TIMERS:
            if way.state[place] == 0:
                ways = [after for w in ways for after in self.fire(w, timer, None, forced)]
        return ways

    def _clocks(self, way: Way, before: CaseState) -> list[Way]:
        if way.state[_UPDATE] == 0 and before[_UPDATE] > 0:
            way = way._replace(counts=(*way.counts, (UPDATES_MISSED, 1)), woken=True)
        if way.state[_END] == 0:
            return self.event(way._replace(woken=True), "conciliation_expired")
        return [way]

    def _review_contact(self, ways: list[Way], plan: str) -> list[Way]:
        """Plan the next contact anew where the morning brought something, as the engine does.

        If the morning left the ``plan`` as it was, a talk that is planned is not put off.
        """
        found: list[Way] = []
        for way in ways:
            if way.state == GONE or not way.woken or not self._free(way.state):
                found.append(way)
                continue
            known = way.state[_TALK] if self._plan(way.state) == plan else NONE
            for planned in self.plan_contact([way], 0):
                later = planned.state[_TALK] == NONE or planned.state[_TALK] > known
                put_off = known != NONE and later
                found.append(_with_talk(planned, known) if put_off else planned)
        return found

    # -- talks and letters ---------------------------------------------------------------------

    def _talks(self, ways: list[Way], forced: Forced) -> list[Way]:
        found: list[Way] = []
        for way in ways:
            state = way.state
            if state[_TALK] != 0 or not invited(self.configurations[state[0]]):
                found.append(way)
                continue
            wanted = 0 <= state.update <= self._wanted_weeks
            key = ("talk", state.configuration, state.facts, wanted, forced)

            def effects(key: tuple[int, int, bool, Forced] = key[1:]) -> tuple[Effect, ...]:
                return self.behaviour.appointment(*key)

            for after, change in self.applied(way, key, effects):
                held = bool(change.answer)
                wait = 1 if held else self.tables.plain.rebooking_days
                found += self.plan_contact([after], wait, missed=not held)
        return found


def _with_talk(way: Way, weeks: int) -> Way:
    return way._replace(state=way.state._replace(talk=weeks))
