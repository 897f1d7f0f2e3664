"""Acts: the documents, notices and records that a step emits.

Rules are about acts and their order; so an act carries what the properties need (with RFB or not,
cost rule, reason). An act may have a condition (a named guard): it is emitted only where that
holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import DefinitionError
from .guards import GUARDS
from .text import Text

FieldValue = str | bool | int


@dataclass(frozen=True, slots=True)
class ActKind:
    """A kind of act: wording, sources, and the values that each of its fields may take."""

    name: str
    title: Text
    cites: tuple[str, ...]
    fields: Mapping[str, tuple[FieldValue, ...]]


@dataclass(frozen=True, slots=True)
class Act:
    """An act as emitted: kind and fields (name, value) in fixed order."""

    kind: str
    fields: tuple[tuple[str, FieldValue], ...] = ()

    def get(self, field: str) -> FieldValue | None:
        """Return a field's value, or None if the act has no such field."""
        return dict(self.fields).get(field)

    def __str__(self) -> str:
        """Write as ``demand(notice=yes, cost_rule=yes)``."""
        if not self.fields:
            return self.kind
        inner = ", ".join(f"{name}={format_value(value)}" for name, value in self.fields)
        return f"{self.kind}({inner})"


@dataclass(frozen=True, slots=True)
class ActSpec:
    """An act of a transition: what is emitted, and under which named guard (``always`` if none)."""

    act: Act
    when: str = "always"


def format_value(value: FieldValue) -> str:
    """Write a field value: yes, no, or as it is."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


YES_NO = (True, False)
ACT_KINDS: dict[str, ActKind] = {}


def _kind(name: str, de: str, en: str, *cites: str, **fields: tuple[FieldValue, ...]) -> None:
    ACT_KINDS[name] = ActKind(name, Text(de, en), cites, fields)


_kind(
    "invitation",
    "Einladung",
    "invitation",
    "15.6",
    "15.8",
    "15.48",
    "15.49",
    "15.50",
    to=("first_talk", "follow_up", "reporting"),
    notice=YES_NO,
)
_kind(
    "travel_cost_notice",
    "Hinweis auf Reisekosten auf Antrag",
    "note on travel costs on application",
    "15.6",
    "15.48",
)
_kind("talk", "Gespräch", "talk", "15.2", "15.7", "15.47", kind=("first", "follow_up"))
_kind("no_show", "Nichterscheinen", "no-show", "15.8", "15.50", "15.51", reason_known=YES_NO)
_kind(
    "consultation_note",
    "Beratungsvermerk",
    "consultation note",
    "15.13",
    joint_work=YES_NO,
    acknowledged=YES_NO,
)
_kind(
    "analysis", "Potenzialanalyse", "potential analysis", "15.3", "15.9", "15.10", shortened=YES_NO
)
_kind(
    "rehabilitation_check",
    "Prüfung des Rehabilitationsbedarfs",
    "check of rehabilitation need",
    "15.9",
)
_kind(
    "rehabilitation_application",
    "Hinwirken auf Reha-Antrag",
    "support of a rehabilitation application",
    "15.40",
)
_kind("analysis_review", "Überprüfung der Analyse", "review of the analysis", "15.66")
_kind(
    "municipal_service_recorded",
    "kommunale Leistung erfasst",
    "municipal service recorded",
    "15.27",
    consent=YES_NO,
)
_kind(
    "plan_issued",
    "Kooperationsplan ausgehändigt",
    "plan handed over",
    "15.12",
    "15.13",
    "15.17",
    version=("new", "update"),
    text_form=YES_NO,
    notice=YES_NO,
    signed=YES_NO,
)
_kind("plan_filed", "Plan in der E-Akte hinterlegt", "plan filed in the electronic record", "15.14")
_kind(
    "plan_confirmed_unchanged",
    "Plan unverändert bestätigt, dokumentiert",
    "plan kept unchanged, documented",
    "15.67",
    documented=YES_NO,
)
_kind("plan_sought", "Plan erneut angestrebt", "a plan is sought again", "15.64")
_kind(
    "officer_informed",
    "zuständige Integrationsfachkraft informiert",
    "responsible officer informed",
    "15.44",
)
_kind("offer", "Angebot", "offer", "15.25", "15.26", "15.35", notice=YES_NO, apart_from_plan=YES_NO)
_kind(
    "need_recorded",
    "Feststellung der Hilfebedürftigkeit vermerkt",
    "established need recorded",
    "15.12",
)
_kind(
    "adherence_review",
    "Überprüfung der Absprachen",
    "adherence review",
    "15.47",
    outcome=("kept", "reason", "unreasonable", "exempt", "notice_harms", "notice", "before_need"),
)
_kind(
    "important_reason_considered",
    "wichtiger Grund geprüft",
    "important reason considered",
    "15.51",
    found=YES_NO,
)
_kind("individual_check", "Einzelfallprüfung", "individual check", "15.53", notice_helps=YES_NO)
_kind(
    "early_intervention_advice",
    "beraterische Intervention",
    "early intervention advice",
    "15.59",
    checks_reason=YES_NO,
)
_kind(
    "demand",
    "Aufforderung mit RFB",
    "demand with RFB",
    "15.52",
    "15.55",
    "15.56",
    "15.60",
    "15.63",
    basis=("breach", "no_plan", "running_measure"),
    administrative_act=YES_NO,
    apart_from_plan=YES_NO,
    announced=YES_NO,
    reasonable=YES_NO,
    cost_rule=YES_NO,
    new_assignment=YES_NO,
)
_kind(
    "representative_instructed",
    "gesetzliche Vertretung belehrt",
    "legal representative instructed",
    "15.57",
)
_kind(
    "agency_notified",
    "Agentur für Arbeit informiert",
    "employment agency told",
    "15.76",
    notice=YES_NO,
)
_kind(
    "information_exchange",
    "Informationsaustausch mit der Agentur als Reha-Träger",
    "exchange of information with the agency as rehabilitation provider",
    "15.77",
)
_kind(
    "participation_plan_recorded", "Teilhabeplan liegt vor", "participation plan on file", "15.41"
)
_kind("demand_fulfilled", "Aufforderung erfüllt", "demand fulfilled", "15.62")
_kind(
    "demands_lifted",
    "Aufforderungen für die Zukunft aufgehoben",
    "demands lifted for the future",
    "15.61",
    "§ 48(1) SGB X",
    cause=("move", "ground", "new_plan", "readiness", "reason", "exit", "agency"),
)
_kind(
    "handover",
    "Fall an das neue Jobcenter übergeben",
    "case handed over to the new office",
    "15.61",
)
_kind("notice_review", "Prüfung der Rückkehr ohne RFB", "review of return to trust", "15.62")
_kind(
    "return_to_trust", "Rückkehr zur Zusammenarbeit ohne RFB", "return to work without RFB", "15.62"
)
_kind(
    "conciliation_opened",
    "Schlichtung eingeleitet",
    "conciliation opened",
    "15.16",
    "15.68",
    over=("creation", "update"),
)
_kind(
    "conciliation_closed",
    "Schlichtung beendet",
    "conciliation closed",
    "§ 15a(4) SGB II",
    result=("agreed", "expired", "other"),
)
_kind("ground_recorded", "§-10-Tatbestand vermerkt", "§ 10 ground recorded", "15.19")
_kind(
    "ground_review",
    "§-10-Tatbestand überprüft",
    "§ 10 ground reviewed",
    "15.19",
    result=("continues", "ended"),
)
_kind(
    "integration_work_started",
    "Integrationsarbeit aufgenommen",
    "integration work started",
    "15.19",
)
_kind(
    "waiver_documented",
    "Verzicht begründet und dokumentiert",
    "waiver reasoned and documented",
    "15.18",
)
_kind(
    "waiver_review",
    "Verzicht überprüft und dokumentiert",
    "waiver reviewed and documented",
    "15.18",
    result=("continues", "ended"),
)
_kind(
    "legacy_ended",
    "alte Eingliederungsvereinbarung beendet",
    "old integration agreement ended",
    "15.69",
)
_kind("support_started", "nachgehende Betreuung begonnen", "follow-up support begun", "15.28")
_kind("support_closed", "nachgehende Betreuung beendet", "follow-up support ended", "15.28")
_kind(
    "measure_assignment",
    "Zuweisung in eine Maßnahme",
    "assignment to a measure",
    "15.25",
    "15.59",
    notice=YES_NO,
)
_kind(
    "hearing_opened",
    "Anhörung eröffnet",
    "hearing opened",
    "§ 24 SGB X",
    "§ 31a(2) SGB II",
    ground=("missed_appointment", "breach", "legacy"),
)
_kind(
    "hearing_closed",
    "Anhörung ohne Minderung beendet",
    "hearing closed without reduction",
    "§ 31(1) S. 2 SGB II",
    ground=("missed_appointment", "breach"),
)
_kind(
    "breach_without_consequence",
    "Verstoß ohne Minderung (Schlichtung)",
    "breach without reduction (conciliation)",
    "§ 15a(3) SGB II",
)
_kind(
    "reduction",
    "Leistungsminderung festgestellt",
    "benefit reduction determined",
    "§ 31a SGB II",
    "§ 32 SGB II",
    ground=("missed_appointment", "breach"),
    stage=(1, 2, 3),
)
_kind(
    "reduction_lifted",
    "Leistungsminderung aufgehoben",
    "benefit reduction lifted",
    "§ 31a(1) S. 6 SGB II",
)
_kind(
    "counselling_offer",
    "Beratungsangebot mit Überprüfung des Plans",
    "counselling offer with review of the plan",
    "§ 31a(6) SGB II",
)


def act(name: str, /, *, when: str = "always", **fields: FieldValue) -> ActSpec:
    """Declare an act of a transition.

    Raises:
        DefinitionError: if kind, field, value or condition is unknown, or a field is missing.
    """
    spec = ACT_KINDS.get(name)
    if spec is None:
        raise DefinitionError(f"act {name!r} is unknown; known: {', '.join(sorted(ACT_KINDS))}")
    if when not in GUARDS:
        raise DefinitionError(f"act {name!r}: condition {when!r} is no named guard")
    if set(fields) != set(spec.fields):
        raise DefinitionError(
            f"act {name!r} needs exactly the fields {sorted(spec.fields)}, got {sorted(fields)}"
        )
    for field, value in fields.items():
        if not any(type(value) is type(a) and value == a for a in spec.fields[field]):
            raise DefinitionError(
                f"act {name!r}: {field}={value!r} is not among {spec.fields[field]}"
            )
    return ActSpec(Act(name, tuple((field, fields[field]) for field in spec.fields)), when)
