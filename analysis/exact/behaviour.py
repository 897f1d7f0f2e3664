"""Every way in which a behaviour of the engine can go, found once and kept.

The functions are those that the engine runs (``hold_appointment``, ``BEHAVIOUR``,
``plan_next_contact``); none of their rules is written a second time here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from ...model.process.case import rule_facts
from ...model.process.clocks import Limits
from ...model.process.deadlines import DEADLINE_INDEX
from ...model.process.facts import FACT_BIT
from ...model.rule_set import RuleSet
from ...model.table.cache import table_for
from ...simulation.contacts import plan_next_contact
from ...simulation.day_order import NEVER, Timer
from ...simulation.mornings import BEHAVIOUR
from ...simulation.office import Office
from ...simulation.simulated_case import SimulatedCase
from ...simulation.tables import ScenarioTables
from ...simulation.talks import hold_appointment
from .case_state import CHANGING_FACTS, NONE
from .chain_office import UNTOUCHED, ChainOffice, Effect, prepared
from .person import PersonClass
from .questions import Questions, every_way

UPDATE_DUE = DEADLINE_INDEX["update_due"]
WAIVER_REVIEW_DUE = DEADLINE_INDEX["waiver_review_due"]
_FAR = 10_000
_LATE = -7
Action = Callable[[Office, SimulatedCase], bool]
Forced = tuple[tuple[str, bool], ...]
"""Chances that are decided instead of drawn: (name, answer), in order of names."""


def _morning(timer: Timer) -> Action:
    def run(office: Office, case: SimulatedCase) -> bool:
        BEHAVIOUR[timer](office, case)
        return True

    return run


def _event(name: str) -> Action:
    def run(office: Office, case: SimulatedCase) -> bool:
        office.act(case, name)
        return True

    return run


def _merged(ways: Iterable[tuple[float, Effect, frozenset[str]]]) -> tuple[Effect, ...]:
    """Put ways with the same effect together; each knows all chances met on any way."""
    chances: dict[Effect, float] = {}
    met: set[str] = set()
    for probability, effect, names in ways:
        chances[effect] = chances.get(effect, 0.0) + probability
        met |= names
    every = frozenset(met)
    return tuple(replace(effect, probability=p, met=every) for effect, p in chances.items())


class CaseBehaviour:
    """All effects of behaviour for one scenario and one class of persons."""

    def __init__(self, tables: ScenarioTables, rule_set: RuleSet, person: PersonClass) -> None:
        self.table = table_for(rule_set)
        self.tables = tables
        self.person = person
        self._marked = prepared(tables)
        self._rule_set = rule_set
        self._limits = Limits(rule_set)
        self._rule_bits = sum(
            FACT_BIT[name] for name, value in rule_facts(rule_set).items() if value
        )
        self._known: dict[tuple[object, ...], tuple[Effect, ...]] = {}
        self._contacts: dict[tuple[int, ...], int | None] = {}

    def morning(
        self, timer: Timer, configuration: int, facts: int, forced: Forced
    ) -> tuple[Effect, ...]:
        """Return what a timer of the morning can do."""
        key = ("morning", timer, configuration, facts, forced)
        return self._effects(key, _morning(timer), configuration, facts, False, forced)

    def event(self, name: str, configuration: int, facts: int) -> tuple[Effect, ...]:
        """Return what an event does that the engine itself sends."""
        key = ("event", name, configuration, facts)
        return self._effects(key, _event(name), configuration, facts, False, ())

    def appointment(
        self, configuration: int, facts: int, wanted: bool, forced: Forced
    ) -> tuple[Effect, ...]:
        """Return how an appointment can go; ``wanted``: an update of the plan is wanted."""
        key = ("talk", configuration, facts, wanted, forced)
        return self._effects(key, hold_appointment, configuration, facts, wanted, forced)

    def _effects(
        self,
        key: tuple[object, ...],
        action: Action,
        configuration: int,
        facts: int,
        wanted: bool,
        forced: Forced,
    ) -> tuple[Effect, ...]:
        known = self._known.get(key)
        if known is None:
            answers: Mapping[str, bool] = {**dict(forced), "measure_trouble": False}

            def run(questions: Questions) -> Effect:
                case = self._case(configuration, facts, wanted)
                return self._run(action, case, questions)

            known = self._known[key] = _merged(every_way(run, answers))
        return known

    def _case(self, configuration: int, facts: int, wanted: bool) -> SimulatedCase:
        case = SimulatedCase(0, self.person.facts | facts, "arrival", configuration)
        case.managed_facts = self.tables.plain.managed_facts
        case.timers = [UNTOUCHED] * len(Timer)
        today = self._office(Questions([], {})).today
        case.clocks.due[UPDATE_DUE] = today if wanted else 0
        return case

    def _office(self, questions: Questions) -> ChainOffice:
        return ChainOffice(
            self._marked, self.table, self._rule_set, self._limits, self._rule_bits, questions
        )

    def _run(self, action: Action, case: SimulatedCase, questions: Questions) -> Effect:
        office = self._office(questions)
        answer = action(office, case)
        timers = tuple(
            (timer, NEVER if day >= NEVER else day - office.today)
            for timer, day in zip(Timer, case.timers, strict=True)
            if day != UNTOUCHED
        )
        return Effect(
            1.0,
            case.configuration,
            case.facts & CHANGING_FACTS,
            timers,
            tuple(office.operations),
            tuple((i, n) for i, n in enumerate(office.counts) if n),
            tuple(office.events),
            office.closed,
            answer,
            frozenset(),
        )

    def next_contact(
        self,
        configuration: int,
        update: int,
        waiver_review: int,
        earliest: int,
        *,
        missed: bool = False,
    ) -> int | None:
        """Return in how many days the next talk is requested, at the earliest in ``earliest``.

        ``update`` and ``waiver_review`` are weeks until due; ``missed`` tells that a talk was
        missed. None: no talk is wanted.
        """
        key = (configuration, update, waiver_review, earliest, missed)
        if key not in self._contacts:
            today = _FAR
            case = SimulatedCase(0, self.person.facts, "arrival", configuration)
            case.managed_facts = self.tables.plain.managed_facts
            due = case.clocks.due
            for index, weeks in ((UPDATE_DUE, update), (WAIVER_REVIEW_DUE, waiver_review)):
                if weeks != NONE:
                    due[index] = today + (7 * weeks if weeks else _LATE)
                leaves = self.table.configurations[configuration]
            plan_next_contact(
                case, leaves, today, self.tables.plain, today + earliest, missed=missed
            )
            day = case.timers[Timer.CONTACT]
            self._contacts[key] = None if day >= NEVER else max(day - today, 0)
        return self._contacts[key]
