"""Events: what can happen to a case. Each names its leading region, who acts, and its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .text import Text

Actor = Literal["jobcenter", "person", "both", "time", "third"]


@dataclass(frozen=True, slots=True)
class EventSpec:
    """An event: name, leading region, actor, wording, sources.

    The leading region decides whether the event fits: other regions may only follow it. ``changes``
    are person facts that the event sets.
    """

    name: str
    lead: str
    actor: Actor
    title: Text
    cites: tuple[str, ...]
    changes: tuple[tuple[str, bool], ...] = ()


EVENTS: dict[str, EventSpec] = {}


def _event(
    name: str, lead: str, actor: Actor, de: str, en: str, *cites: str, **changes: bool
) -> None:
    EVENTS[name] = EventSpec(name, lead, actor, Text(de, en), cites, tuple(changes.items()))


# -- entry and exit --------------------------------------------------------------------------
_event("enter", "plan", "person", "Zugang in den Leistungsbezug", "enters benefit", "15.6", "15.12")
_event(
    "enter_from_unemployment_insurance",
    "plan",
    "person",
    "Rechtskreiswechsel aus dem SGB III",
    "changes over from SGB III",
    "15.73",
    facts_established=True,
)
_event(
    "need_established",
    "plan",
    "jobcenter",
    "Hilfebedürftigkeit festgestellt",
    "need is established",
    "15.12",
    need_established=True,
)
_event(
    "unemployment_benefit_begins",
    "plan",
    "third",
    "Arbeitslosengeld kommt hinzu",
    "unemployment benefit begins",
    "15.74",
    unemployment_benefit=True,
)
_event(
    "unemployment_benefit_ends",
    "plan",
    "third",
    "Arbeitslosengeld endet",
    "unemployment benefit ends",
    "15.73",
    "15.74",
    unemployment_benefit=False,
    facts_established=True,
)
_event(
    "moved", "plan", "person", "Umzug in einen anderen Bezirk", "moves to another district", "15.61"
)
_event(
    "need_ends_through_work",
    "plan",
    "person",
    "Hilfebedürftigkeit endet durch Arbeit, Betreuung geht weiter",
    "need ends through work, support follows",
    "15.28",
    "§ 16g(2) SGB II",
)
_event(
    "support_expired",
    "plan",
    "time",
    "Höchstdauer der nachgehenden Betreuung abgelaufen",
    "the limit of follow-up support has passed",
    "15.28",
)
_event(
    "support_ended",
    "plan",
    "both",
    "nachgehende Betreuung endet",
    "follow-up support ends",
    "15.28",
)
_event("need_returns", "plan", "person", "erneut hilfebedürftig", "need returns", "15.28")
_event("leave", "plan", "person", "Abgang aus dem Leistungsbezug", "leaves benefit", "15.28")
_event(
    "came_of_age", "plan", "time", "wird volljährig", "comes of age", "15.15", "15.57", minor=False
)
_event(
    "turned_25",
    "plan",
    "time",
    "wird 25",
    "turns 25",
    "§ 44c(4) SGB II",
    "§ 31a(6) SGB II",
    under_25=False,
)
_event(
    "works_to_capacity",
    "plan",
    "person",
    "ist nach Kräften erwerbstätig",
    "works to capacity",
    "15.18",
    integrated_to_capacity=True,
)
_event(
    "legacy_agreement_expired",
    "plan",
    "time",
    "alte Eingliederungsvereinbarung läuft aus",
    "the old integration agreement runs out",
    "15.69",
    legacy_agreement=False,
)

# -- invitations and talks -------------------------------------------------------------------
_event(
    "invitation_sent",
    "invitation",
    "jobcenter",
    "Einladung zum Gespräch verschickt",
    "invitation to a talk is sent",
    "15.6",
    "15.48",
)
_event(
    "reporting_invitation_sent",
    "invitation",
    "jobcenter",
    "Einladung zu einem Meldetermin mit RFB",
    "invitation to a reporting date with RFB",
    "15.49",
    "§ 59 SGB II",
)
_event(
    "talk_held", "invitation", "both", "Gespräch findet statt", "the talk is held", "15.2", "15.7"
)
_event(
    "talk_missed",
    "invitation",
    "person",
    "nicht zum Gespräch erschienen",
    "does not appear at the talk",
    "15.8",
    "15.50",
)
_event(
    "reporting_kept",
    "invitation",
    "person",
    "Meldetermin wahrgenommen",
    "keeps the reporting date",
    "15.49",
)
_event(
    "reporting_missed",
    "invitation",
    "person",
    "Meldetermin versäumt",
    "misses the reporting date",
    "15.49",
    "§ 32 SGB II",
)
_event("talk_ended", "talk", "both", "Gespräch beendet", "the talk ends", "15.13", "15.50")
_event(
    "analysis_completed",
    "talk",
    "both",
    "Potenzialanalyse erhoben",
    "the potential analysis is made",
    "15.3",
    "15.9",
)
_event(
    "analysis_reviewed",
    "talk",
    "both",
    "Potenzialanalyse überprüft",
    "the analysis is reviewed",
    "15.66",
)

# -- plan ------------------------------------------------------------------------------------
_event(
    "plan_agreed",
    "plan",
    "both",
    "Kooperationsplan vereinbart",
    "a plan is agreed",
    "15.2",
    "15.12",
)
_event(
    "creation_disagreement",
    "plan",
    "both",
    "Meinungsverschiedenheit über die Erstellung",
    "no agreement on creating a plan",
    "15.16",
    "15.63",
)
_event("update_agreed", "plan", "both", "Plan fortgeschrieben", "the plan is updated", "15.65")
_event(
    "update_unchanged",
    "plan",
    "both",
    "Plan unverändert bestätigt",
    "the plan is kept unchanged",
    "15.67",
)
_event(
    "update_disagreement",
    "plan",
    "both",
    "Meinungsverschiedenheit über die Fortschreibung",
    "no agreement on the update",
    "15.68",
    "15.63",
)
_event(
    "participation_plan_concluded",
    "plan",
    "third",
    "Teilhabeplan abgeschlossen",
    "a participation plan is concluded",
    "15.41",
)
_event(
    "conciliation_agreed",
    "plan",
    "both",
    "Einigung in der Schlichtung",
    "agreement in conciliation",
    "15.16",
    "§ 15a(4) SGB II",
)
_event(
    "conciliation_expired",
    "plan",
    "time",
    "Schlichtung endet nach vier Wochen",
    "conciliation ends after four weeks",
    "§ 15a(4) SGB II",
    "15.63",
)
_event(
    "offer_made",
    "plan",
    "jobcenter",
    "Angebot ohne RFB unterbreitet",
    "an offer without RFB is made",
    "15.26",
    "15.35",
)
_event(
    "ground_begins",
    "plan",
    "person",
    "Tatbestand des § 10 tritt ein",
    "a § 10 ground begins",
    "15.19",
)
_event(
    "ground_reviewed",
    "plan",
    "jobcenter",
    "Tatbestand des § 10 überprüft",
    "the § 10 ground is reviewed",
    "15.19",
)
_event(
    "ground_ends", "plan", "person", "Tatbestand des § 10 endet", "the § 10 ground ends", "15.19"
)
_event(
    "waiver_granted", "plan", "jobcenter", "Verzicht auf den Plan", "the plan is waived", "15.18"
)
_event(
    "waiver_reviewed",
    "plan",
    "both",
    "Verzicht gemeinsam überprüft",
    "the waiver is reviewed together",
    "15.18",
)
_event(
    "waiver_ends",
    "plan",
    "both",
    "Verzicht endet",
    "the waiver ends",
    "15.18",
    integrated_to_capacity=False,
)

# -- adherence, demands, measures ------------------------------------------------------------
_event(
    "agreements_kept",
    "plan",
    "jobcenter",
    "Überprüfung: Absprachen eingehalten",
    "review: agreements are kept",
    "15.47",
    "15.62",
)
_event(
    "agreements_not_kept",
    "plan",
    "jobcenter",
    "Überprüfung: Absprachen nicht eingehalten",
    "review: agreements are not kept",
    "15.47",
    "15.51",
    "15.52",
)
_event(
    "readiness_declared",
    "plan",
    "person",
    "erklärt sich ernsthaft und nachhaltig bereit",
    "declares serious and lasting readiness",
    "15.62",
)
_event(
    "notice_reviewed",
    "plan",
    "jobcenter",
    "Rückkehr ohne RFB geprüft",
    "return to trust is reviewed",
    "15.62",
)
_event(
    "demand_issued",
    "plan",
    "jobcenter",
    "Aufforderung mit RFB",
    "a demand with RFB is issued",
    "15.52",
    "15.55",
    "15.63",
)
_event(
    "demand_complied",
    "demand",
    "person",
    "kommt der Aufforderung nach",
    "follows the demand",
    "15.62",
)
_event(
    "demand_refused",
    "demand",
    "person",
    "kommt der Aufforderung nicht nach",
    "does not follow the demand",
    "§ 31(1) SGB II",
    "15.51",
)
_event(
    "measure_started",
    "measure",
    "both",
    "Maßnahme beginnt ohne RFB",
    "a measure begins without RFB",
    "15.25",
    "15.59",
)
_event(
    "measure_noncooperation",
    "measure",
    "person",
    "fehlende Mitwirkung in der Maßnahme",
    "does not cooperate in the measure",
    "15.59",
)
_event(
    "intervention_succeeded",
    "measure",
    "both",
    "Intervention erfolgreich",
    "the intervention succeeds",
    "15.59",
)
_event(
    "intervention_failed",
    "measure",
    "both",
    "Intervention ohne Erfolg",
    "the intervention fails",
    "15.60",
)
_event("measure_ended", "measure", "both", "Maßnahme endet", "the measure ends", "15.59")

# -- consequences ----------------------------------------------------------------------------
_event(
    "appointment_reduction_decided",
    "appointment_hearing",
    "jobcenter",
    "Entscheidung über das Meldeversäumnis",
    "decision on the missed appointment",
    "§ 32 SGB II",
)
_event(
    "breach_reduction_decided",
    "breach_hearing",
    "jobcenter",
    "Entscheidung über die Pflichtverletzung",
    "decision on the breach of duty",
    "§ 31a SGB II",
)
_event(
    "appointment_determination_expired",
    "appointment_hearing",
    "time",
    "Frist zur Feststellung abgelaufen (Meldeversäumnis)",
    "time limit for the decision passed (appointment)",
    "§ 31b(1) SGB II",
    "§ 32(2) SGB II",
)
_event(
    "breach_determination_expired",
    "breach_hearing",
    "time",
    "Frist zur Feststellung abgelaufen (Pflichtverletzung)",
    "time limit for the decision passed (breach)",
    "§ 31b(1) SGB II",
)
_event(
    "reduction_lifted",
    "plan",
    "jobcenter",
    "Minderung aufgehoben",
    "the reduction is lifted",
    "§ 31a(1) S. 6 SGB II",
    "§ 31b(2) SGB II",
)
_event(
    "counselling_offered",
    "plan",
    "jobcenter",
    "Beratungsangebot nach Minderung (unter 25)",
    "counselling is offered after a reduction (under 25)",
    "§ 31a(6) SGB II",
)
