"""What the office does: ``reductions``, ``minutes``, ``supervision``."""

from __future__ import annotations

from pydantic import Field

from .group import Group
from .parameter import (
    Cases,
    Days,
    Minutes,
    Probability,
    Share,
    Switch,
)


class ShareDecided(Group):
    """Part of the opened hearings that ends in a reduction."""

    appointment: Share = Field(
        description="Missed appointments (§ 32 SGB II), of hearings [share]."
    )
    breach: Share = Field(description="Breaches of duty (§ 31 SGB II), of hearings [share].")


class Reductions(Group):
    """Reductions of the benefit (Leistungsminderungen), §§ 31 to 32 SGB II."""

    enabled: Switch = Field(description="Whether reductions are simulated at all [boolean].")
    hearing_days: Days = Field(
        description="From opening the hearing (§ 24 SGB X) to the decision [days]."
    )
    share_decided: ShareDecided = Field(description="Hearings that end in a reduction.")
    lift_probability: Probability = Field(
        description="A reduction for breach of duty is lifted early (§ 31a(1) SGB II) "
        "[probability]."
    )


class TaskMinutes(Group):
    """Working time of an integration officer for each kind of task."""

    first_talk: Minutes = Field(description="First talk (Rz 15.7) [minutes].")
    follow_up_talk: Minutes = Field(description="Later talk (Rz 15.47) [minutes].")
    clarifying_talk: Minutes = Field(
        description="Talk that clears why somebody did not come (Rz 15.50) [minutes]."
    )
    analysis: Minutes = Field(description="Potential analysis (Rz 15.9) [minutes].")
    analysis_shortened: Minutes = Field(
        description="Potential analysis when facts were established before (Rz 15.11) [minutes]."
    )
    plan_creation: Minutes = Field(description="Making a plan (Rz 15.12) [minutes].")
    update: Minutes = Field(description="Updating a plan (Rz 15.65) [minutes].")
    update_unchanged: Minutes = Field(
        description="Confirming a plan as it is (Rz 15.67) [minutes]."
    )
    invitation: Minutes = Field(description="Writing an invitation (Rz 15.6) [minutes].")
    reporting_invitation: Minutes = Field(
        description="Invitation with duty to report (Rz 15.49) [minutes]."
    )
    demand: Minutes = Field(
        description="Demand with legal-consequences notice (Rz 15.55) [minutes]."
    )
    individual_check: Minutes = Field(
        description="Check whether a notice helps or harms (Rz 15.53) [minutes]."
    )
    adherence_review: Minutes = Field(
        description="Check whether agreements are kept (Rz 15.47) [minutes]."
    )
    hearing: Minutes = Field(description="Hearing (§ 24 SGB X) and decision [minutes].")
    conciliation: Minutes = Field(
        description="Conciliation procedure, all staff together (§ 15a SGB II) [minutes]."
    )
    ground_review: Minutes = Field(description="Review of a § 10 ground (Rz 15.19) [minutes].")
    waiver_review: Minutes = Field(description="Review of a waived plan (Rz 15.18) [minutes].")
    early_intervention: Minutes = Field(
        description="Early intervention in a measure (Rz 15.59) [minutes]."
    )
    move_takeover: Minutes = Field(
        description="Lifting demands and taking over a case after a move (Rz 15.61) [minutes]."
    )
    notification: Minutes = Field(
        description="Note to agency or representative (Rz 15.57, 15.76) [minutes]."
    )
    consultation_note: Minutes = Field(description="Note on a talk (Rz 15.13) [minutes].")
    counselling_offer: Minutes = Field(
        description="Counselling offer after a reduction (§ 31a(6) SGB II) [minutes]."
    )


class Supervision(Group):
    """Work of team leads (Rz 15.71)."""

    sample_per_team_and_month: Cases = Field(
        description="Cases looked at per team and month [cases]."
    )
    minutes_per_case: Minutes = Field(description="Time per case looked at [minutes].")
