"""Who is in benefit, who comes and who goes: the groups ``population`` and ``flows``."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .group import Group
from .parameter import (
    MeanDays,
    MeanMonths,
    MonthlyProbability,
    Persons,
    Share,
    YearlyProbability,
)


class Population(Group):
    """The stock of employable beneficiaries (erwerbsfähige Leistungsberechtigte) of one office."""

    size: Persons = Field(description="Employable beneficiaries on the first day [persons].")
    share_under_25: Share = Field(description="Persons under 25, of all [share].")
    share_minor: Share = Field(description="Persons aged 15 to 17, of all [share].")
    share_vulnerable: Share = Field(
        description="Mental illness or complex needs, so that an individual check precedes any "
        "legal-consequences notice (Rz 15.53), of all [share]."
    )
    share_rehabilitation: Share = Field(
        description="Rehabilitation cases (Rz 15.40, 15.41), of all [share]."
    )
    share_holistic_coaching: Share = Field(
        description="In holistic coaching, § 16k SGB II (Rz 15.54), of all [share]."
    )
    share_integrated_to_capacity: Share = Field(
        description="Already working as much as they can (Rz 15.18), of all [share]."
    )
    share_unemployment_benefit: Share = Field(
        description="Receive unemployment benefit beside this benefit (Rz 15.74), of all [share]."
    )
    share_training_transferred: Share = Field(
        description="Training placement transferred to the agency (Rz 15.76), "
        "of persons under 25 [share]."
    )
    share_facts_established: Share = Field(
        description="The agency passed on facts that need not be established again (Rz 15.11), "
        "of arrivals [share]."
    )
    share_from_unemployment_insurance: Share = Field(
        description="Come from unemployment insurance, SGB III (Rz 15.73), of arrivals [share]."
    )
    share_legacy_agreement: Share = Field(
        description="Hold an old integration agreement (Rz 15.69), of the stock [share]."
    )
    share_with_plan: Share = Field(
        description="Have a cooperation plan, of the stock to whom no exemption applies [share]."
    )
    share_with_notice: Share = Field(
        description="Are asked with legal-consequences notice (Rz 15.52), "
        "of the stock with a plan [share]."
    )
    share_not_agreed: Share = Field(
        description="No agreement on a plan was found (Rz 15.63), of the stock [share]."
    )
    share_before_need: Share = Field(
        description="Need is not yet established (Rz 15.12), of arrivals [share]."
    )
    need_decision_days: MeanDays = Field(
        description="Mean time from arrival to the decision on need [days]."
    )

    @model_validator(mode="after")
    def _shares_fit_together(self) -> Self:
        minors, young = self.share_minor.value, self.share_under_25.value
        if minors > young:
            raise _contradiction(
                "share_minor",
                f"{minors} is larger than share_under_25 ({young}), but minors are under 25",
            )
        settled = (self.share_with_plan, self.share_not_agreed, self.share_legacy_agreement)
        total = sum(share.value for share in settled)
        if total > 1.0 + 1e-9:
            raise _contradiction(
                "share_with_plan",
                "share_with_plan, share_not_agreed and share_legacy_agreement exclude one "
                f"another, but add up to {total:.4g}; at most 1 is accepted",
            )
        return self


def _contradiction(field: str, text: str) -> PydanticCustomError:
    """Make the error for values that are each fine but cannot be true together."""
    where = {"field": f"{field}.value", "text": text}
    return PydanticCustomError("contradiction", "{text}", where)


class ExitRates(Group):
    """Monthly chance to leave the benefit, by age."""

    under_25: MonthlyProbability = Field(description="Under 25 [probability per month].")
    from_25: MonthlyProbability = Field(description="From 25 [probability per month].")


class Flows(Group):
    """Exits, moves between offices, and changes of status."""

    monthly_exit_rate: ExitRates = Field(description="Leaving the benefit, by age.")
    share_exit_through_work: Share = Field(
        description="Need ended through work (Rz 15.28), of exits [share]."
    )
    share_follow_up_support: Share = Field(
        description="Follow-up support after need ended (Rz 15.28), of exits through work [share]."
    )
    monthly_move_rate: MonthlyProbability = Field(
        description="Moving to another office (Rz 15.61) [probability per month]."
    )
    ground_share: Share = Field(
        description="Work is temporarily not reasonable, § 10 SGB II (Rz 15.19), of all [share]."
    )
    ground_mean_months: MeanMonths = Field(description="Mean length of a § 10 ground [months].")
    unemployment_benefit_mean_months: MeanMonths = Field(
        description="Mean time with unemployment benefit beside this benefit [months]."
    )
    integration_mean_months: MeanMonths = Field(
        description="Mean time in which somebody works as much as they can (Rz 15.18) [months]."
    )
    participation_plan_yearly_rate: YearlyProbability = Field(
        description="A participation plan is concluded (Rz 15.41), of rehabilitation cases "
        "[probability per year]."
    )
    monthly_reporting_rate: MonthlyProbability = Field(
        description="Invitation with duty to report, such as to the medical service (Rz 15.49) "
        "[probability per month]."
    )
