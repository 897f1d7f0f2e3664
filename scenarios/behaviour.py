"""What people do: ``attendance``, ``contact``, ``cooperation``, ``adherence``, ``measure``."""

from __future__ import annotations

from pydantic import Field

from .group import Group
from .parameter import (
    Days,
    MeanDays,
    MeanMonths,
    MonthlyProbability,
    Months,
    Probability,
    Share,
)


class NoShow(Group):
    """Chance that an invited person does not appear, by kind of invitation."""

    first: Probability = Field(description="First invitation (Rz 15.6, 15.8) [probability].")
    follow_up: Probability = Field(
        description="Later invitation without legal-consequences notice (Rz 15.48) [probability]."
    )
    with_notice: Probability = Field(
        description="Invitation with legal-consequences notice (Rz 15.50) [probability]."
    )
    reporting: Probability = Field(
        description="Invitation with duty to report (Rz 15.49) [probability]."
    )


class Attendance(Group):
    """Appearing at talks."""

    no_show: NoShow = Field(description="Not appearing, by kind of invitation.")
    important_reason_share: Share = Field(
        description="An important reason is known or shown (Rz 15.51), of no-shows [share]."
    )
    share_in_person: Share = Field(description="Held in person (Rz 15.7), of talks [share].")


class ContactInterval(Group):
    """Time between two talks, by the team that is responsible."""

    under_25: Months = Field(description="Under 25 [months].")
    from_25: Months = Field(description="From 25 [months].")
    case_management: Months | None = Field(
        default=None,
        description="Persons of the team for case management; as from 25 if left out [months].",
    )


class Contact(Group):
    """How often the office seeks contact."""

    interval_months: ContactInterval = Field(description="Planned time between talks, by age.")
    rebooking_days: Days = Field(
        description="From a missed talk to the request for the next one [days]."
    )
    update_request_days: Days = Field(
        description="How long before a plan update is due its talk is requested (Rz 15.65) [days]."
    )
    adherence_interval_months: Months = Field(
        description="Between two checks whether agreements are kept (Rz 15.47) [months]."
    )
    review_request_days: Days = Field(
        description="How long before any other review is due its talk is requested [days]."
    )


class Cooperation(Group):
    """Reaching agreement on plan and update."""

    agreement_probability: Probability = Field(
        description="Agreement when a plan is made [probability]."
    )
    update_agreement_probability: Probability = Field(
        description="Agreement when a plan is updated [probability]."
    )
    unchanged_share: Share = Field(
        description="Plan stays as it is (Rz 15.67), of updates [share]."
    )
    analysis_at_first_talk: Share = Field(
        description="Potential analysis is completed in the talk (Rz 15.9), of first talks [share]."
    )
    plan_at_analysis_talk: Share = Field(
        description="Plan is made in the talk that completes the analysis (Rz 15.12), "
        "of such talks [share]."
    )
    conciliation_demand_probability: Probability = Field(
        description="One side demands conciliation, given disagreement (Rz 15.16, 15.68) "
        "[probability]."
    )
    conciliation_agreement_probability: Probability = Field(
        description="Conciliation ends in agreement (§ 15a SGB II) [probability]."
    )
    conciliation_mean_days: MeanDays = Field(
        description="Mean time to agreement; the procedure ends after four weeks at the latest "
        "(§ 15a(4) SGB II) [days]."
    )
    agreement_after_failure: Probability = Field(
        description="Agreement in a later talk after a plan had failed (Rz 15.64), per talk "
        "[probability]."
    )


class Adherence(Group):
    """Keeping agreements and following demands."""

    breach_probability: Probability = Field(
        description="Agreements not kept, per check under trust (Rz 15.47) [probability]."
    )
    breach_probability_with_notice: Probability = Field(
        description="Agreements not kept, per check while asked with legal-consequences notice "
        "[probability]."
    )
    important_reason_share: Share = Field(
        description="An important reason is shown (Rz 15.51), of breaches [share]."
    )
    reasonable_share: Share = Field(
        description="What had been agreed was reasonable (Rz 15.38, 15.52), of breaches [share]."
    )
    notice_helps_share: Share = Field(
        description="The individual check finds that a notice helps (Rz 15.53), "
        "of such checks [share]."
    )
    exempt_matter_share: Share = Field(
        description="Breach concerns coaching or rehabilitation, where no notice is allowed "
        "(Rz 15.54), of breaches in such cases [share]."
    )
    compliance_probability: Probability = Field(
        description="A demand with legal-consequences notice is followed (Rz 15.52) [probability]."
    )
    response_days: Days = Field(description="Time given to follow a demand [days].")
    readiness_probability: Probability = Field(
        description="Readiness to cooperate is seriously declared (Rz 15.62), per review "
        "[probability]."
    )
    further_notice_share: Share = Field(
        description="Later invitations carry the notice as well (Rz 15.50), "
        "of clarifying talks [share]."
    )


class Measure(Group):
    """Measures of integration into work (Maßnahmen)."""

    monthly_start_rate: MonthlyProbability = Field(
        description="A measure starts, for persons with a plan and no measure "
        "[probability per month]."
    )
    mean_months: MeanMonths = Field(description="Mean length of a measure [months].")
    noncooperation_probability: Probability = Field(
        description="Non-cooperation at some time of a measure (Rz 15.59), per measure "
        "[probability]."
    )
    intervention_success_probability: Probability = Field(
        description="Early intervention succeeds (Rz 15.59) [probability]."
    )
    demand_share: Share = Field(
        description="Demand with notice for the running measure (Rz 15.60), "
        "of failed interventions without important reason [share]."
    )
