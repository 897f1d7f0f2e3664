"""The stock on the first day: each case is driven through the model to where a steady state has it.

The steps lie before the first simulated day and are not recorded; they give every case consistent
clocks (an update due between now and six months from now, and so on).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.process.deadlines import DEADLINE_INDEX
from ..model.process.facts import FACT_BIT
from .day_order import NEVER, Decision, Timer
from .simulated_case import SimulatedCase
from .tables import Plain

if TYPE_CHECKING:
    from .simpy_engine import SimpyOffice

SIX_MONTHS_DAYS = 182
SHORTEST_CYCLE_DAYS = 28

SHORT_MONTH_DAYS = 29

_BENEFIT, _CAPACITY = FACT_BIT["unemployment_benefit"], FACT_BIT["integrated_to_capacity"]
_LEGACY, _NO_CHANGE = FACT_BIT["legacy_agreement"], FACT_BIT["no_change_expected"]
_HELPS = FACT_BIT["notice_helps"]
_ADHERENCE_REVIEW = DEADLINE_INDEX["adherence_review_due"]
_GROUND_REVIEW = DEADLINE_INDEX["ground_review_due"]
_NOTICE_REVIEW = DEADLINE_INDEX["notice_review_due"]
_TWO_TO_64 = 1 << 64


class _Past:
    """Steps a case on one day before the simulation begins, without a record."""

    def __init__(self, office: SimpyOffice, case: SimulatedCase, day: int) -> None:
        self._office, self._case, self._day = office, case, day

    def __call__(self, event: str, situation: int = 0) -> None:
        self._office.stepper.step(self._case, event, self._day, situation, record=False)

    def plan(self) -> str:
        """Return the state of the plan region."""
        return self._office.leaves(self._case)[0]


def place_in_stock(office: SimpyOffice, case: SimulatedCase) -> None:
    """Bring a stock case to its state on the first day and set its timers."""
    today, plain = office.today, office.tables.plain
    state, ages = office.draw(case, Decision.STOCK_STATE), office.draw(case, Decision.STOCK_AGES)
    day = today - 1 - ages[0] * cycle_days(plain) // _TWO_TO_64
    past = _Past(office, case, day)
    past("enter")
    if not case.facts & _BENEFIT:
        _reach_state(office, case, past, state)
    _review_recently(office, case, today, ages[1])
    _set_timers(office, case, ages)
    earliest = today + ages[2] * (plain.interval_days[case.team] + 1) // _TWO_TO_64
    office.plan_first_contact(case, earliest)


def cycle_days(plain: Plain) -> int:
    """Return how old plans get before they are updated: six months less the planned head start.

    Ages of plans, waivers and § 10 periods are spread evenly over it.
    """
    appointment = 7 * plain.lead_working_days // 5
    return max(SHORTEST_CYCLE_DAYS, SIX_MONTHS_DAYS - plain.update_request_days + appointment)


def _reach_state(
    office: SimpyOffice, case: SimulatedCase, past: _Past, state: tuple[int, int, int, int]
) -> None:
    chances = office.tables.chances
    legacy = past.plan() == "legacy_agreement"
    planned = not legacy and state[0] < chances.with_plan
    failed = not legacy and not planned and state[0] - chances.with_plan < chances.not_agreed
    waived = bool(case.facts & _CAPACITY) and not legacy
    if planned or failed or waived:
        past("invitation_sent")
        past("talk_held")
        past("analysis_completed")
        past(
            "waiver_granted" if waived else "plan_agreed" if planned else "creation_disagreement",
            _NO_CHANGE if waived else 0,
        )
        past("talk_ended")
    if planned and not waived and state[1] < chances.with_notice:
        past("agreements_not_kept", _HELPS)
    if state[2] < chances.ground and not waived:
        past("ground_begins")


def _review_recently(office: SimpyOffice, case: SimulatedCase, today: int, word: int) -> None:
    if office.leaves(case)[0] == "trust":
        age = (
            word
            * round(office.tables.plain.adherence_interval_months * SHORT_MONTH_DAYS)
            // _TWO_TO_64
        )
        _Past(office, case, today - 1 - age)("agreements_kept")


def _set_timers(office: SimpyOffice, case: SimulatedCase, ages: tuple[int, int, int, int]) -> None:
    timers, plan, today = case.timers, office.leaves(case)[0], office.today
    plain, delays = office.tables.plain, office.tables.delays
    if plan in ("trust", "plan_with_notice"):
        timers[Timer.ADHERENCE_REVIEW] = office.working_day_until(
            case.clocks.due[_ADHERENCE_REVIEW]
        )
        words = office.draw(case, Decision.MEASURE_START)
        timers[Timer.MEASURE_STARTS] = today + delays.measure_begins.value(words[0])
    if office.leaves(case)[4] == "demand_standing":
        timers[Timer.DEMAND_RESPONSE] = today + delays.response.value(0)
    if plan.startswith("suspended"):
        words = office.draw(case, Decision.GROUND)
        timers[Timer.GROUND_BEGINS] = NEVER
        timers[Timer.GROUND_ENDS] = today + delays.ground_lasts.value(words[0])
        timers[Timer.GROUND_REVIEW] = case.clocks.due[_GROUND_REVIEW] - plain.review_request_days
    if plan == "exempt":
        timers[Timer.GROUND_BEGINS] = NEVER
    if plan in ("plan_with_notice", "not_agreed"):
        timers[Timer.NOTICE_REVIEW] = case.clocks.due[_NOTICE_REVIEW] - plain.review_request_days
