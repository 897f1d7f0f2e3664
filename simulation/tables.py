"""A scenario turned into what engines read: integer thresholds, delay tables, minutes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model.errors import RunError
from ..model.process.facts import FACT_BIT
from .distributions import (
    DiscreteTable,
    categorical,
    fixed,
    geometric_days,
    geometric_from_daily_hazard,
    geometric_from_monthly_rate,
    spread_days,
    threshold,
    uniform_days,
)
from .simulated_case import MOST_ARRIVALS_A_DAY
from .staff_time import DAYS_PER_MONTH as DAYS_PER_MONTH
from .staff_time import TEAMS, StaffNumbers, staff_numbers

if TYPE_CHECKING:
    from ..scenarios import Scenario

YEAR = 365.25


def _months(value: float) -> int:
    return max(1, round(value * DAYS_PER_MONTH))


@dataclass(frozen=True)
class Chances:
    """Integer thresholds of all yes/no decisions (see ``distributions.threshold``)."""

    minor: int
    under_25: int
    vulnerable: int
    rehabilitation: int
    coaching: int
    capacity: int
    benefit: int
    transferred: int
    facts_established: int
    from_unemployment_insurance: int
    legacy: int
    with_plan: int
    with_notice: int
    not_agreed: int
    before_need: int
    exit_through_work: int
    follow_up_support: int
    ground: int
    no_show_first: int
    no_show_follow_up: int
    no_show_with_notice: int
    no_show_reporting: int
    excused: int
    analysis_at_first_talk: int
    plan_at_analysis_talk: int
    agreement: int
    update_agreement: int
    unchanged: int
    conciliation_demanded: int
    conciliation_agreement: int
    agreement_after_failure: int
    breach: int
    breach_with_notice: int
    breach_reason: int
    reasonable: int
    notice_helps: int
    exempt_matter: int
    compliance: int
    readiness: int
    further_notice: int
    measure_trouble: int
    intervention_success: int
    measure_demand: int
    appointment_reduction: int
    breach_reduction: int
    lift: int


@dataclass(frozen=True)
class Delays:
    """Inverse-CDF tables of all durations, in days.

    ``destination`` gives the number of the office to which a person moves.
    """

    exit: tuple[DiscreteTable, DiscreteTable]
    move: DiscreteTable
    ground_begins: DiscreteTable
    ground_lasts: DiscreteTable
    benefit_begins: DiscreteTable
    benefit_lasts: DiscreteTable
    capacity_begins: DiscreteTable
    capacity_lasts: DiscreteTable
    need_decision: DiscreteTable
    participation_plan: DiscreteTable
    conciliation: DiscreteTable
    appointment_hearing: DiscreteTable
    response: DiscreteTable
    measure_begins: DiscreteTable
    measure_lasts: DiscreteTable
    reporting: DiscreteTable
    to_18: DiscreteTable
    to_25: DiscreteTable
    destination: DiscreteTable
    arrivals: tuple[DiscreteTable, DiscreteTable, DiscreteTable]


@dataclass(frozen=True)
class Plain:
    """Numbers used as they are: days, minutes.

    ``managed_facts`` are the facts (bits) of persons whom case management serves; 0: there is no
    such team.
    """

    size: int
    interval_days: tuple[int, int, int]
    rebooking_days: int
    update_request_days: int
    review_request_days: int
    adherence_interval_months: int
    lead_working_days: int
    no_show_slot_permille: int
    supervision_minutes_per_month: int
    managed_facts: int

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams that the office has."""
        return TEAMS if self.managed_facts else TEAMS[:2]


@dataclass(frozen=True)
class ScenarioTables:
    """Everything that an engine needs of a scenario.

    ``office`` is the number of the office; ``elsewhere`` tells whether people move to other ones.
    """

    chances: Chances
    delays: Delays
    plain: Plain
    minutes: dict[str, int]
    staff: StaffNumbers
    office: int = 0
    elsewhere: bool = False


def scenario_tables(
    scenario: Scenario, office: int = 0, destination: DiscreteTable | None = None
) -> ScenarioTables:
    """Build the tables of one office; all floating-point work happens here, once.

    Args:
        scenario: describes this office alone.
        office: its number.
        destination: numbers of the offices to which people move from here; by default an equal
            office that sends somebody else in exchange, so that nobody is seen to come or go.

    Raises:
        RunError: if the scenario describes many offices; each of them has tables of its own.
    """
    if scenario.offices is not None:
        raise RunError(
            f"scenario {scenario.name!r} describes {scenario.offices.count} offices, but only one "
            "office has tables: take one from office_scenarios(scenario)"
        )
    here = fixed(office)
    return ScenarioTables(
        _chances(scenario),
        _delays(scenario, here if destination is None else destination),
        _plain(scenario),
        _minutes(scenario),
        staff_numbers(scenario),
        office,
        destination is not None and destination != here,
    )


def _minutes(scenario: Scenario) -> dict[str, int]:
    group = scenario.minutes
    return {name: round(float(getattr(group, name).value)) for name in type(group).model_fields}


def _conditional(part: float, whole: float) -> float:
    return min(1.0, part / whole) if whole > 0 else 0.0


def _chances(scenario: Scenario) -> Chances:
    p, f, a, c = scenario.population, scenario.flows, scenario.attendance, scenario.cooperation
    d, m, r = scenario.adherence, scenario.measure, scenario.reductions
    chances: dict[str, float] = {
        "under_25": p.share_under_25.value,
        "minor": _conditional(p.share_minor.value, p.share_under_25.value),
        "vulnerable": p.share_vulnerable.value,
        "rehabilitation": p.share_rehabilitation.value,
        "coaching": p.share_holistic_coaching.value,
        "capacity": p.share_integrated_to_capacity.value,
        "benefit": p.share_unemployment_benefit.value,
        "transferred": p.share_training_transferred.value,
        "facts_established": p.share_facts_established.value,
        "from_unemployment_insurance": p.share_from_unemployment_insurance.value,
        "legacy": p.share_legacy_agreement.value,
        "with_plan": p.share_with_plan.value,
        "with_notice": p.share_with_notice.value,
        "not_agreed": p.share_not_agreed.value,
        "before_need": p.share_before_need.value,
        "exit_through_work": f.share_exit_through_work.value,
        "follow_up_support": f.share_follow_up_support.value,
        "ground": f.ground_share.value,
        "no_show_first": a.no_show.first.value,
        "no_show_follow_up": a.no_show.follow_up.value,
        "no_show_with_notice": a.no_show.with_notice.value,
        "no_show_reporting": a.no_show.reporting.value,
        "excused": a.important_reason_share.value,
        "analysis_at_first_talk": c.analysis_at_first_talk.value,
        "plan_at_analysis_talk": c.plan_at_analysis_talk.value,
        "agreement": c.agreement_probability.value,
        "update_agreement": c.update_agreement_probability.value,
        "unchanged": c.unchanged_share.value,
        "conciliation_demanded": c.conciliation_demand_probability.value,
        "conciliation_agreement": c.conciliation_agreement_probability.value,
        "agreement_after_failure": c.agreement_after_failure.value,
        "breach": d.breach_probability.value,
        "breach_with_notice": d.breach_probability_with_notice.value,
        "breach_reason": d.important_reason_share.value,
        "reasonable": d.reasonable_share.value,
        "notice_helps": d.notice_helps_share.value,
        "exempt_matter": d.exempt_matter_share.value,
        "compliance": d.compliance_probability.value,
        "readiness": d.readiness_probability.value,
        "further_notice": d.further_notice_share.value,
        "measure_trouble": m.noncooperation_probability.value,
        "intervention_success": m.intervention_success_probability.value,
        "measure_demand": m.demand_share.value,
        "appointment_reduction": r.share_decided.appointment.value,
        "breach_reduction": r.share_decided.breach.value,
        "lift": r.lift_probability.value,
    }
    return Chances(**{name: threshold(float(value)) for name, value in chances.items()})


def _renewal(share: float, mean_days: float, daily_turnover: float = 0.0) -> DiscreteTable:
    """Return the time to onset that keeps ``share`` of persons in a spell of ``mean_days``.

    With ``daily_turnover`` (probability per day of leaving benefit) newcomers, who enter outside a
    spell, are made up for.
    """
    if share <= 0 or mean_days <= 0:
        return geometric_from_daily_hazard(0.0)
    onset = (1 / mean_days + daily_turnover) * share / (1 - share)
    return geometric_days(max(1.0, 1 / onset))


def _delays(scenario: Scenario, destination: DiscreteTable) -> Delays:
    p, f = scenario.population, scenario.flows
    ground = f.ground_mean_months.value * DAYS_PER_MONTH
    benefit = f.unemployment_benefit_mean_months.value * DAYS_PER_MONTH
    capacity = f.integration_mean_months.value * DAYS_PER_MONTH
    yearly = f.participation_plan_yearly_rate.value
    under_25 = p.share_under_25.value
    exits = (
        under_25 * f.monthly_exit_rate.under_25.value
        + (1 - under_25) * f.monthly_exit_rate.from_25.value
    )
    turnover = exits / DAYS_PER_MONTH
    return Delays(
        exit=(
            geometric_from_monthly_rate(f.monthly_exit_rate.under_25.value),
            geometric_from_monthly_rate(f.monthly_exit_rate.from_25.value),
        ),
        move=geometric_from_monthly_rate(f.monthly_move_rate.value),
        ground_begins=_renewal(f.ground_share.value, ground, turnover),
        ground_lasts=geometric_days(max(1.0, ground)),
        benefit_begins=_renewal(p.share_unemployment_benefit.value, benefit),
        benefit_lasts=geometric_days(max(1.0, benefit)),
        capacity_begins=_renewal(p.share_integrated_to_capacity.value, capacity),
        capacity_lasts=geometric_days(max(1.0, capacity)),
        need_decision=spread_days(max(1.0, float(p.need_decision_days.value))),
        participation_plan=geometric_from_monthly_rate(1 - (1 - yearly) ** (1 / 12)),
        conciliation=spread_days(
            max(1.0, float(scenario.cooperation.conciliation_mean_days.value))
        ),
        appointment_hearing=fixed(max(1, round(scenario.reductions.hearing_days.value))),
        response=fixed(max(1, round(scenario.adherence.response_days.value))),
        measure_begins=geometric_from_monthly_rate(scenario.measure.monthly_start_rate.value),
        measure_lasts=geometric_days(max(1.0, scenario.measure.mean_months.value * DAYS_PER_MONTH)),
        reporting=geometric_from_monthly_rate(f.monthly_reporting_rate.value),
        to_18=uniform_days(1, round(3 * YEAR)),
        to_25=uniform_days(1, round(7 * YEAR)),
        destination=destination,
        arrivals=_arrivals(scenario),
    )


def _arrivals(scenario: Scenario) -> tuple[DiscreteTable, DiscreteTable, DiscreteTable]:
    """Return daily arrivals of minors, of 18 to 24, from 25.

    They replace exits and growing older.

    Raises:
        RunError: if so many persons may arrive on one day that case numbers would meet.
    """
    p, rates = scenario.population, scenario.flows.monthly_exit_rate
    size = p.size.value
    minors = size * p.share_minor.value
    young = size * (p.share_under_25.value - p.share_minor.value)
    older = size - minors - young
    under, over = rates.under_25.value / DAYS_PER_MONTH, rates.from_25.value / DAYS_PER_MONTH
    of_age, turned = minors / (3 * YEAR), young / (7 * YEAR)
    means = (minors * under + of_age, young * under + turned - of_age, older * over - turned)
    low, middle, high = (_poisson(max(0.0, mean)) for mean in means)
    most = sum(int(table.values[-1]) for table in (low, middle, high))
    if most > MOST_ARRIVALS_A_DAY:
        raise RunError(
            f"up to {most} persons may arrive on one day; an office takes {MOST_ARRIVALS_A_DAY}: "
            "split it into several offices"
        )
    return low, middle, high


def _poisson(mean: float) -> DiscreteTable:
    if mean <= 0:
        return fixed(0)
    most = int(mean + 12 * math.sqrt(mean) + 12)
    weights = [math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(most + 1)]
    return categorical(weights)


def _plain(scenario: Scenario) -> Plain:
    staff, contact = scenario.staff, scenario.contact
    intervals = contact.interval_months
    managed = staff.teams.case_management.fte.value > 0
    return Plain(
        size=int(scenario.population.size.value),
        interval_days=(
            _months(intervals.under_25.value),
            _months(intervals.from_25.value),
            _months((intervals.case_management or intervals.from_25).value),
        ),
        rebooking_days=round(contact.rebooking_days.value),
        update_request_days=round(contact.update_request_days.value),
        review_request_days=round(contact.review_request_days.value),
        adherence_interval_months=int(contact.adherence_interval_months.value),
        lead_working_days=round(staff.lead_working_days.value),
        no_show_slot_permille=round(1000 * staff.no_show_slot_share.value),
        supervision_minutes_per_month=round(
            scenario.supervision.sample_per_team_and_month.value
            * scenario.supervision.minutes_per_case.value
        ),
        managed_facts=FACT_BIT["vulnerable"] if managed else 0,
    )
