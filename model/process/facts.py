"""Facts of a case: few, finite, boolean, each with its legal source.

Person facts stay with the case (an event may change them). Situation facts belong to one event and
are forgotten after it. Derived facts follow from the date, the records and the rule set; nobody
states them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Literal

from ..errors import EventRefused
from .text import Text

FactKind = Literal["person", "situation", "derived", "rule_set"]


@dataclass(frozen=True, slots=True)
class FactSpec:
    """A boolean fact: its name, kind, label, the rules it comes from and its default."""

    name: str
    kind: FactKind
    title: Text
    cites: tuple[str, ...]
    default: bool = False


def _spec(
    kind: FactKind, name: str, de: str, en: str, *cites: str, default: bool = False
) -> FactSpec:
    return FactSpec(name, kind, Text(de, en), cites, default)


FACTS: tuple[FactSpec, ...] = (
    _spec("person", "minor", "minderjährig", "is a minor", "15.15", "15.57"),
    _spec(
        "person", "under_25", "unter 25 Jahre", "is under 25", "§ 31a(6) SGB II", "§ 44c(4) SGB II"
    ),
    _spec(
        "person",
        "vulnerable",
        "psychische Erkrankung, komplexer Bedarf oder Leistungen nach § 16a",
        "mental illness, complex needs or services under § 16a",
        "15.53",
    ),
    _spec(
        "person",
        "rehabilitation",
        "Rehabilitandin oder Rehabilitand",
        "is in rehabilitation",
        "15.40",
        "15.41",
        "15.77",
    ),
    _spec(
        "person",
        "holistic_coaching",
        "ganzheitliche Betreuung (§ 16k)",
        "holistic coaching (§ 16k)",
        "15.54",
        "15.28",
    ),
    _spec(
        "person",
        "training_transferred",
        "Ausbildungsvermittlung auf die Agentur übertragen",
        "training placement transferred to the agency",
        "15.76",
    ),
    _spec(
        "person",
        "facts_established",
        "Tatsachen liegen von der Agentur für Arbeit vor",
        "facts were passed on by the employment agency",
        "15.11",
        "15.73",
    ),
    _spec(
        "person",
        "legacy_agreement",
        "alte Eingliederungsvereinbarung",
        "old integration agreement",
        "15.69",
    ),
    _spec(
        "person",
        "unemployment_benefit",
        "bezieht zusätzlich Arbeitslosengeld",
        "receives unemployment benefit as well",
        "15.74",
    ),
    _spec(
        "person",
        "need_established",
        "Hilfebedürftigkeit festgestellt",
        "need is established",
        "15.12",
        default=True,
    ),
    _spec(
        "person",
        "integrated_to_capacity",
        "bereits nach Kräften erwerbstätig",
        "works to the extent of their capacity",
        "15.18",
    ),
    _spec(
        "situation", "important_reason", "wichtiger Grund", "an important reason exists", "15.51"
    ),
    _spec(
        "situation",
        "reasonable",
        "zumutbar",
        "what was asked is reasonable",
        "15.38",
        "15.52",
        "15.55",
        default=True,
    ),
    _spec(
        "situation",
        "notice_helps",
        "Einzelfallprüfung: RFB unterstützt die Integration",
        "individual check: a notice supports integration",
        "15.53",
    ),
    _spec(
        "situation",
        "rehabilitation_matter",
        "betrifft Leistungen der Rehabilitation",
        "concerns rehabilitation services",
        "15.41",
        "15.54",
    ),
    _spec(
        "situation",
        "coaching_matter",
        "betrifft die Betreuung nach § 16k",
        "concerns coaching under § 16k",
        "15.54",
    ),
    _spec(
        "situation",
        "conciliation_demanded",
        "eine Seite verlangt die Schlichtung",
        "one side demands conciliation",
        "15.16",
        "15.68",
    ),
    _spec(
        "situation",
        "further_notice",
        "weitere Einladungen mit RFB",
        "further invitations carry RFB",
        "15.50",
    ),
    _spec(
        "situation",
        "signs_of_change",
        "Anhaltspunkte für veränderte Umstände",
        "there are signs of change",
        "15.11",
        "15.73",
    ),
    _spec(
        "situation",
        "no_change_expected",
        "in sechs Monaten keine Verringerung des Bezugs zu erwarten",
        "benefit receipt will not fall within six months",
        "15.18",
    ),
    _spec(
        "situation",
        "exceptional_hardship",
        "außergewöhnliche Härte",
        "exceptional hardship",
        "§ 31a(3) SGB II",
    ),
    _spec(
        "situation",
        "municipal_consent",
        "Bedarf nach § 16a erkannt und Einverständnis erteilt",
        "need for municipal services found and consent given",
        "15.27",
    ),
    _spec(
        "situation",
        "community_services",
        "Leistungen für Mitglieder der Bedarfsgemeinschaft im Plan",
        "the plan holds services for members of the benefit community",
        "15.44",
    ),
    _spec(
        "situation",
        "service_presupposes_need",
        "Leistung setzt festgestellte Hilfebedürftigkeit voraus",
        "the service presupposes that need is established",
        "15.12",
    ),
    _spec(
        "derived",
        "legacy_period_open",
        "Übergangsfrist bis 31.12.2023 läuft noch",
        "the transition period to 2023-12-31 is still open",
        "15.69",
    ),
    _spec(
        "derived",
        "reduction_running",
        "eine Leistungsminderung läuft",
        "a benefit reduction is running",
        "§ 31b(2) SGB II",
    ),
    _spec(
        "derived",
        "repeated_breach",
        "weitere Pflichtverletzung binnen eines Jahres",
        "a further breach within a year",
        "§ 31a(1) SGB II",
    ),
    _spec(
        "derived",
        "further_repeated_breach",
        "jede weitere Pflichtverletzung binnen eines Jahres",
        "each further breach within a year",
        "§ 31a(1) SGB II",
    ),
    _spec(
        "rule_set",
        "conciliation",
        "Schlichtungsverfahren vorgesehen",
        "conciliation exists",
        "15.16",
    ),
    _spec(
        "rule_set",
        "first_invitation_with_notice",
        "erste Einladung mit RFB",
        "the first invitation carries RFB",
        "15.6",
    ),
    _spec(
        "rule_set",
        "invitation_after_no_show_with_notice",
        "nach Nichterscheinen Einladung mit RFB",
        "after a no-show the invitation carries RFB",
        "15.8",
        "15.50",
    ),
    _spec(
        "rule_set",
        "reduction_layer",
        "Leistungsminderungen nach §§ 31 bis 32 abgebildet",
        "reductions under §§ 31 to 32 are modelled",
        "§ 31 SGB II",
        "§ 32 SGB II",
    ),
)

FACT_BY_NAME: dict[str, FactSpec] = {spec.name: spec for spec in FACTS}
FACT_BIT: dict[str, int] = {spec.name: 1 << position for position, spec in enumerate(FACTS)}


def fact_names(kind: FactKind) -> tuple[str, ...]:
    """Return the names of all facts of one kind, in their fixed order."""
    return tuple(spec.name for spec in FACTS if spec.kind == kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """Facts of the person that stay with the case. Each field is a bool; sources: see ``FACTS``.

    Raises:
        EventRefused: if the facts contradict each other (a minor who is not under 25).
    """

    minor: bool = False
    under_25: bool = False
    vulnerable: bool = False
    rehabilitation: bool = False
    holistic_coaching: bool = False
    training_transferred: bool = False
    facts_established: bool = False
    legacy_agreement: bool = False
    unemployment_benefit: bool = False
    need_established: bool = True
    integrated_to_capacity: bool = False

    def __post_init__(self) -> None:
        """Refuse contradictions."""
        for name, value in self.items():
            if not isinstance(value, bool):
                raise EventRefused(f"fact {name!r} must be True or False, not {value!r}")
        if self.minor and not self.under_25:
            raise EventRefused("a minor is under 25: set under_25=True together with minor=True")

    def items(self) -> Iterator[tuple[str, bool]]:
        """Iterate over (name, value) in the fixed order."""
        for field in fields(self):
            yield field.name, getattr(self, field.name)

    def changed(self, changes: dict[str, bool]) -> PersonFacts:
        """Return new facts with some values changed."""
        return replace(self, **changes) if changes else self

    def bits(self) -> int:
        """Return the facts as a bit set (see ``FACT_BIT``)."""
        return sum(FACT_BIT[name] for name, value in self.items() if value)


SITUATION_DEFAULTS: dict[str, bool] = {
    spec.name: spec.default for spec in FACTS if spec.kind == "situation"
}
