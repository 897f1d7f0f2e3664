"""Memoryless waits: which of them run in a state, and their chance per week."""

from __future__ import annotations

from ...model.process.states import Configuration
from ...model.rule_set import RuleSet
from ...scenarios import Scenario
from ...simulation.day_order import Timer
from ...simulation.distributions import DiscreteTable
from ...simulation.random_streams import WORD_LIMIT
from ...simulation.tables import DAYS_PER_MONTH, ScenarioTables
from ..errors import AnalysisError
from .case_state import (
    BENEFIT,
    CAPACITY,
    GROUND_MAY_BEGIN,
    GROUND_RUNS,
    CaseState,
)
from .person import PersonClass
from .waits import DAYS_PER_WEEK, mean_days

WORKING_PLAN = frozenset({"trust", "plan_with_notice", "returning", "plan_before_need"})
"""Plan states in which measures can begin and agreements are reviewed."""

Chances = tuple[tuple[Timer, float], ...]


def weekly_chance(table: DiscreteTable) -> float:
    """Return the chance per week of a memoryless delay of days; the mean stays what it is."""
    if int(table.values[0]) != 1:
        return 0.0
    daily = int(table.thresholds[0]) / WORD_LIMIT if len(table) > 1 else 1.0
    return min(1.0, DAYS_PER_WEEK * daily)


def _as_often(weeks: float, ending: float) -> float:
    """Return the weekly chance that gives as many reviews as one every so many ``weeks``.

    ``ending`` is the weekly chance that the spell under review ends.
    """
    if ending <= 0:
        return 1 / weeks
    lasts = float((1 - ending) ** weeks)
    return ending * lasts / (1 - lasts)


class Hazards:
    """The weekly chances of a scenario for one class of persons.

    A measure ends and is disturbed with chances that do not depend on how long it has run; its mean
    length and the number of disturbances per measure are the scenario's.
    """

    def __init__(
        self,
        scenario: Scenario,
        tables: ScenarioTables,
        rule_set: RuleSet,
        person: PersonClass,
    ) -> None:
        delays = tables.delays
        self._person = person
        self._chance = {
            Timer.EXIT: weekly_chance(delays.exit[person.age_group]),
            Timer.MOVE: weekly_chance(delays.move),
            Timer.BENEFIT_BEGINS: weekly_chance(delays.benefit_begins) if person.spells else 0.0,
            Timer.BENEFIT_ENDS: weekly_chance(delays.benefit_lasts),
            Timer.GROUND_BEGINS: weekly_chance(delays.ground_begins),
            Timer.GROUND_ENDS: weekly_chance(delays.ground_lasts),
            Timer.WORKS_TO_CAPACITY: weekly_chance(delays.capacity_begins)
            if person.spells
            else 0.0,
            Timer.CAPACITY_CHANGES: weekly_chance(delays.capacity_lasts),
            Timer.PARTICIPATION_PLAN: weekly_chance(delays.participation_plan),
            Timer.MEASURE_STARTS: weekly_chance(delays.measure_begins),
            Timer.REPORTING_INVITATION: weekly_chance(delays.reporting),
        }
        length = max(1.0, float(scenario.measure.mean_months.value) * DAYS_PER_MONTH)
        trouble = tables.chances.measure_trouble / WORD_LIMIT
        fails = 1 - tables.chances.intervention_success / WORD_LIMIT
        self._end = min(1.0, DAYS_PER_WEEK / length)
        self._trouble = self._end * trouble / (1 - trouble * fails)
        review = mean_days(rule_set.ground_review_months) - tables.plain.review_request_days
        self._ground_review = _as_often(
            review / DAYS_PER_WEEK,
            self._chance[Timer.GROUND_ENDS] + self._chance[Timer.EXIT] + self._chance[Timer.MOVE],
        )
        self._known: dict[tuple[int, int, str, bool, bool], Chances] = {}

    def of(self, state: CaseState, leaves: Configuration) -> Chances:
        """Return what can happen to ``state`` (with its active ``leaves``) in a week.

        Raises:
            AnalysisError: if the waits of the scenario are too short for steps of a week.
        """
        plan, measure = leaves[0], leaves[3]
        suspended = plan.startswith("suspended")
        key = (state.facts, state.ground, measure, plan in WORKING_PLAN, suspended)
        known = self._known.get(key)
        if known is None:
            running = (*self._life(state), *self._measures(measure, plan in WORKING_PLAN))
            if suspended:
                running = (*running, (Timer.GROUND_REVIEW, self._ground_review))
            known = tuple(sorted((timer, chance) for timer, chance in running if chance > 0))
            if sum(chance for _, chance in known) > 1:
                raise AnalysisError(
                    "the spells and rates of this scenario are too short for steps of a week: "
                    "together they come to more than one event a week"
                )
            self._known[key] = known
        return known

    def _life(self, state: CaseState) -> Chances:
        chance = self._chance
        benefit = Timer.BENEFIT_ENDS if state.facts & BENEFIT else Timer.BENEFIT_BEGINS
        capacity = Timer.CAPACITY_CHANGES if state.facts & CAPACITY else Timer.WORKS_TO_CAPACITY
        found = [Timer.EXIT, Timer.MOVE, benefit, capacity, Timer.REPORTING_INVITATION]
        if state.ground == GROUND_MAY_BEGIN:
            found.append(Timer.GROUND_BEGINS)
        elif state.ground == GROUND_RUNS:
            found.append(Timer.GROUND_ENDS)
        if self._person.rehabilitation:
            found.append(Timer.PARTICIPATION_PLAN)
        return tuple((timer, chance[timer]) for timer in found)

    def _measures(self, measure: str, working_plan: bool) -> Chances:
        found: list[tuple[Timer, float]] = []
        if working_plan:
            found.append((Timer.MEASURE_STARTS, self._chance[Timer.MEASURE_STARTS]))
        if measure != "no_measure":
            found.append((Timer.MEASURE_ENDS, self._end))
        if measure == "measure_assigned":
            found.append((Timer.MEASURE_TROUBLE, self._trouble))
        return tuple(found)
