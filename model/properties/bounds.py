"""Properties: what may not be asked of a person, and who is told of rehabilitation."""

from __future__ import annotations

from ..vocabulary import Modality
from .formula import emits, event, fact
from .register import always, never

never(
    "unreasonable_agreement_has_no_consequence",
    Modality.SHOULD,
    ("15.31", "15.38", "15.52"),
    "Aus einer unzumutbaren Absprache folgt keine Aufforderung mit RFB.",
    "No demand with RFB follows from an unreasonable agreement.",
    when=event("agreements_not_kept", "intervention_failed") & ~fact("reasonable"),
    happens=emits("demand"),
)
always(
    "rehabilitation_provider_informed",
    Modality.SHOULD,
    ("15.77", "15.41"),
    "Liegt ein Teilhabeplan vor, tauschen sich Jobcenter und Reha-Träger aus.",
    "Once there is a participation plan, Jobcenter and rehabilitation provider exchange it.",
    when=emits("participation_plan_recorded"),
    then=emits("information_exchange"),
)
