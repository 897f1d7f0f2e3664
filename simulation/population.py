"""Persons: the stock on the first day and the arrivals, drawn from a scenario's tables."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.process.facts import FACT_BIT
from .day_order import Decision, Timer
from .random_streams import RandomStreams
from .simulated_case import (
    ARRIVALS_FROM,
    CASES_PER_OFFICE,
    MOST_ARRIVALS_A_DAY,
    SimulatedCase,
)
from .tables import ScenarioTables

_MINOR, _UNDER_25 = FACT_BIT["minor"], FACT_BIT["under_25"]
_NEED, _LEGACY = FACT_BIT["need_established"], FACT_BIT["legacy_agreement"]
_ESTABLISHED, _CAPACITY = FACT_BIT["facts_established"], FACT_BIT["integrated_to_capacity"]
_BENEFIT = FACT_BIT["unemployment_benefit"]
MINOR, YOUNG, OLDER = range(3)


class Population:
    """Draws persons; every draw is keyed by the case, so that no case moves another's."""

    def __init__(self, tables: ScenarioTables, streams: RandomStreams, initial: int) -> None:
        self._tables = tables
        self._streams = streams
        self._initial = initial
        self._first = tables.office * CASES_PER_OFFICE

    def stock(self) -> Iterator[SimulatedCase]:
        """Iterate over the cases of the first day, in order of their numbers."""
        chances = self._tables.chances
        for number in range(self._first, self._first + self._tables.plain.size):
            draw = self._streams.block(number, Decision.AGE, 0)
            group = (
                OLDER
                if draw[0] >= chances.under_25
                else MINOR
                if draw[1] < chances.minor
                else YOUNG
            )
            facts = self._person(number, group) | _NEED
            if self._streams.block(number, Decision.FACTS_C, 0)[2] < chances.legacy:
                facts |= _LEGACY
            yield self._case(number, facts, "stock")

    def arrivals(self, day_offset: int) -> Iterator[SimulatedCase]:
        """Iterate over the arrivals of a day (counted from the first simulated day)."""
        base = self._first + ARRIVALS_FROM + day_offset * MOST_ARRIVALS_A_DAY
        words = self._streams.block(base, Decision.ARRIVALS, 0)
        place = 0
        for group, (table, word) in enumerate(
            zip(self._tables.delays.arrivals, words, strict=False)
        ):
            for _ in range(table.value(word)):
                yield self._arrival(base + place, group)
                place += 1

    def _arrival(self, number: int, group: int) -> SimulatedCase:
        chances = self._tables.chances
        words = self._streams.block(number, Decision.FACTS_C, 0)
        facts = self._person(number, group)
        if words[0] < chances.from_unemployment_insurance:
            facts |= _ESTABLISHED | _NEED
            return self._case(number, facts & ~_BENEFIT, "unemployment_insurance")
        facts |= _ESTABLISHED if words[1] < chances.facts_established else 0
        facts |= 0 if words[3] < chances.before_need else _NEED
        return self._case(number, facts, "arrival")

    def _person(self, number: int, group: int) -> int:
        chances = self._tables.chances
        one = self._streams.block(number, Decision.FACTS_A, 0)
        two = self._streams.block(number, Decision.FACTS_B, 0)
        facts = 0 if group == OLDER else _UNDER_25 | (_MINOR if group == MINOR else 0)
        facts |= FACT_BIT["vulnerable"] if one[0] < chances.vulnerable else 0
        facts |= FACT_BIT["rehabilitation"] if one[1] < chances.rehabilitation else 0
        facts |= FACT_BIT["holistic_coaching"] if one[2] < chances.coaching else 0
        facts |= _BENEFIT if one[3] < chances.benefit else 0
        facts |= _CAPACITY if two[0] < chances.capacity else 0
        if group != OLDER and two[1] < chances.transferred:
            facts |= FACT_BIT["training_transferred"]
        return facts

    def _case(self, number: int, facts: int, origin: str) -> SimulatedCase:
        return SimulatedCase(number, facts, origin, self._initial)


def set_life_timers(
    case: SimulatedCase, today: int, tables: ScenarioTables, streams: RandomStreams
) -> None:
    """Set the timers that every case has: exit, growing older, moves, spells, reporting.

    All spells have geometric lengths; what is left of a running spell is distributed like a whole
    one, so the stock starts in the steady state of these processes.
    """
    delays, timers = tables.delays, case.timers

    def words(decision: Decision) -> tuple[int, int, int, int]:
        visit = case.visits[decision]
        case.visits[decision] = visit + 1
        return streams.block(case.number, decision, visit)

    timers[Timer.EXIT] = today + delays.exit[case.age_group].value(words(Decision.EXIT)[0])
    timers[Timer.MOVE] = today + delays.move.value(words(Decision.MOVE)[0])
    age = words(Decision.AGE)
    if case.facts & _MINOR:
        timers[Timer.COMES_OF_AGE] = today + delays.to_18.value(age[2])
    elif case.facts & _UNDER_25:
        timers[Timer.TURNS_25] = today + delays.to_25.value(age[3])
    benefit, capacity = words(Decision.BENEFIT), words(Decision.CAPACITY)
    if case.facts & _BENEFIT:
        timers[Timer.BENEFIT_ENDS] = today + delays.benefit_lasts.value(benefit[0])
    else:
        timers[Timer.BENEFIT_BEGINS] = today + delays.benefit_begins.value(benefit[0])
    if case.facts & _CAPACITY:
        timers[Timer.CAPACITY_CHANGES] = today + delays.capacity_lasts.value(capacity[0])
    else:
        timers[Timer.WORKS_TO_CAPACITY] = today + delays.capacity_begins.value(capacity[0])
    if not case.facts & _NEED:
        timers[Timer.NEED_DECISION] = today + delays.need_decision.value(words(Decision.NEED)[0])
    if case.facts & FACT_BIT["rehabilitation"]:
        timers[Timer.PARTICIPATION_PLAN] = today + delays.participation_plan.value(
            words(Decision.PARTICIPATION_PLAN)[0]
        )
    timers[Timer.REPORTING_INVITATION] = today + delays.reporting.value(
        words(Decision.REPORTING)[0]
    )
    timers[Timer.GROUND_BEGINS] = today + delays.ground_begins.value(words(Decision.GROUND)[0])
