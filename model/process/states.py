"""States of the chart: seven parallel regions, each leaf with wording and source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .text import Text


@dataclass(frozen=True, slots=True)
class State:
    """A state: a leaf, or a compound that groups leaves of one region.

    ``parent`` is the compound or the region. ``user_state`` names which of the six states that a
    user of the model speaks of this one is (empty for all others).
    """

    name: str
    region: str
    parent: str
    title: Text
    cites: tuple[str, ...]
    initial: bool = False
    final: bool = False
    user_state: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A parallel region of the chart."""

    name: str
    title: Text
    cites: tuple[str, ...]


REGIONS: tuple[Region, ...] = (
    Region("plan", Text("Kooperationsplan", "cooperation plan"), ("15.12",)),
    Region("invitation", Text("Einladung", "invitation"), ("15.6", "15.48")),
    Region("talk", Text("Gespräch", "talk"), ("15.2", "15.7")),
    Region("measure", Text("Maßnahme", "measure"), ("15.59", "15.60")),
    Region("demand", Text("Aufforderung mit RFB", "demand with RFB"), ("15.52", "15.55")),
    Region(
        "appointment_hearing",
        Text("Anhörung Meldeversäumnis", "hearing on a missed appointment"),
        ("§ 32 SGB II",),
    ),
    Region(
        "breach_hearing",
        Text("Anhörung Pflichtverletzung", "hearing on a breach of duty"),
        ("§ 31 SGB II",),
    ),
)

REGION_NAMES: tuple[str, ...] = tuple(region.name for region in REGIONS)

COMPOUNDS: dict[str, State] = {}
LEAVES: dict[str, State] = {}


def _compound(name: str, region: str, de: str, en: str, *cites: str, user_state: str = "") -> None:
    COMPOUNDS[name] = State(name, region, region, Text(de, en), cites, user_state=user_state)


def _leaf(
    parent: str,
    name: str,
    de: str,
    en: str,
    *cites: str,
    initial: bool = False,
    final: bool = False,
    user_state: str = "",
) -> None:
    compound = COMPOUNDS.get(parent)
    region = compound.region if compound else parent
    LEAVES[name] = State(name, region, parent, Text(de, en), cites, initial, final, user_state)


# -- plan ------------------------------------------------------------------------------------
_leaf(
    "plan", "outside", "noch nicht im Leistungsbezug", "not yet in benefit", "15.12", initial=True
)
_compound("no_plan", "plan", "kein Kooperationsplan", "no plan", "15.12", user_state="no plan")
_leaf(
    "no_plan",
    "first_talk_outstanding",
    "Erstgespräch steht aus",
    "first talk outstanding",
    "15.6",
    "15.7",
)
_leaf(
    "no_plan", "analysis_outstanding", "Potenzialanalyse steht aus", "analysis outstanding", "15.9"
)
_leaf("no_plan", "plan_outstanding", "Plan steht aus", "plan outstanding", "15.12", "15.20")
_leaf(
    "no_plan",
    "not_agreed",
    "keine Einigung über den Plan",
    "no agreement on a plan",
    "15.63",
    "15.64",
)
_leaf(
    "no_plan",
    "legacy_agreement",
    "alte Eingliederungsvereinbarung",
    "old integration agreement",
    "15.69",
)
_leaf(
    "no_plan",
    "legacy_analysed",
    "alte Vereinbarung, Analyse liegt vor",
    "old agreement, analysis made",
    "15.69",
    "15.9",
)
_compound("plan_in_force", "plan", "Plan in Kraft", "plan in force", "15.12", "15.58")
_leaf(
    "plan_in_force",
    "trust",
    "Plan ohne RFB (Vertrauen)",
    "plan without RFB (trust)",
    "15.46",
    user_state="plan without RFB",
)
_leaf(
    "plan_in_force",
    "plan_with_notice",
    "Plan mit RFB",
    "plan with RFB",
    "15.52",
    "15.58",
    user_state="plan with RFB",
)
_leaf(
    "plan_in_force",
    "returning",
    "Rückkehr zum Vertrauen",
    "return to trust",
    "15.62",
    user_state="return to trust-based work",
)
_leaf(
    "plan_in_force",
    "plan_before_need",
    "Plan vor Feststellung der Hilfebedürftigkeit",
    "plan before need is established",
    "15.12",
)
_compound(
    "conciliation",
    "plan",
    "Schlichtung",
    "conciliation",
    "15.16",
    "15.68",
    "§ 15a SGB II",
    user_state="Schlichtung (conciliation)",
)
_leaf(
    "conciliation",
    "conciliation_over_creation",
    "Schlichtung über die Erstellung",
    "conciliation over creation",
    "15.16",
)
_leaf(
    "conciliation",
    "conciliation_over_update_trust",
    "Schlichtung über die Fortschreibung (ohne RFB)",
    "conciliation over an update (without RFB)",
    "15.68",
)
_leaf(
    "conciliation",
    "conciliation_over_update_notice",
    "Schlichtung über die Fortschreibung (mit RFB)",
    "conciliation over an update (with RFB)",
    "15.68",
)
_leaf(
    "conciliation",
    "conciliation_over_update_returning",
    "Schlichtung über die Fortschreibung (Rückkehr)",
    "conciliation over an update (returning)",
    "15.68",
)
_compound(
    "suspended",
    "plan",
    "Aussetzung nach § 10",
    "§ 10 suspension",
    "15.19",
    user_state="§ 10 suspension",
)
_leaf(
    "suspended",
    "suspended_before_talk",
    "ausgesetzt vor dem Erstgespräch",
    "suspended before the first talk",
    "15.19",
)
_leaf(
    "suspended",
    "suspended_before_analysis",
    "ausgesetzt vor der Analyse",
    "suspended before the analysis",
    "15.19",
)
_leaf(
    "suspended", "suspended_without_plan", "ausgesetzt ohne Plan", "suspended without plan", "15.19"
)
_leaf(
    "suspended",
    "suspended_not_agreed",
    "ausgesetzt ohne Einigung",
    "suspended, not agreed",
    "15.19",
)
_leaf("suspended", "suspended_trust", "ausgesetzt mit Plan", "suspended with plan", "15.19")
_leaf(
    "suspended",
    "suspended_notice",
    "ausgesetzt mit Plan, zuvor mit RFB",
    "suspended with plan, before with RFB",
    "15.19",
)
_leaf(
    "suspended",
    "suspended_returning",
    "ausgesetzt mit Plan, zuvor auf dem Rückweg",
    "suspended with plan, before returning",
    "15.19",
)
_compound("moved", "plan", "nach Umzug", "after a move", "15.61")
_leaf("moved", "moved_with_plan", "umgezogen mit Plan", "moved with plan", "15.61")
_leaf("moved", "moved_without_plan", "umgezogen ohne Plan", "moved without plan", "15.61")
_leaf("plan", "waived", "Verzicht auf den Plan", "plan waived", "15.18")
_leaf(
    "plan",
    "exempt",
    "Arbeitslosengeld daneben: kein Plan",
    "unemployment benefit beside: no plan",
    "15.74",
)
_compound("follow_up_support", "plan", "nachgehende Betreuung", "follow-up support", "15.28")
_leaf(
    "follow_up_support",
    "support_without_plan",
    "nachgehende Betreuung ohne Plan",
    "follow-up support without plan",
    "15.28",
)
_leaf(
    "follow_up_support",
    "support_with_plan",
    "nachgehende Betreuung mit Plan",
    "follow-up support with plan",
    "15.28",
)
_leaf("plan", "closed", "Fall beendet", "case closed", "15.28", final=True)

# -- invitation: how the next or the standing invitation is made ------------------------------
_compound("first_invitation", "invitation", "erste Einladung", "first invitation", "15.6")
_leaf(
    "first_invitation",
    "first_due",
    "erste Einladung steht an",
    "first invitation to be sent",
    "15.6",
    initial=True,
)
_leaf(
    "first_invitation", "first_sent", "erste Einladung verschickt", "first invitation sent", "15.6"
)
_compound("without_notice", "invitation", "Einladung ohne RFB", "invitation without RFB", "15.48")
_leaf(
    "without_notice",
    "plain_due",
    "nächste Einladung ohne RFB",
    "next invitation without RFB",
    "15.48",
)
_leaf(
    "without_notice",
    "plain_sent",
    "Einladung ohne RFB verschickt",
    "invitation without RFB sent",
    "15.48",
)
_leaf(
    "without_notice",
    "plain_reporting",
    "Meldetermin, sonst ohne RFB",
    "reporting date, otherwise without RFB",
    "15.49",
)
_compound(
    "notice_once",
    "invitation",
    "eine Einladung mit RFB",
    "one invitation with RFB",
    "15.8",
    "15.50",
)
_leaf(
    "notice_once",
    "once_due",
    "nach Nichterscheinen: nächste Einladung mit RFB",
    "after a no-show: next invitation with RFB",
    "15.8",
    "15.50",
)
_leaf(
    "notice_once",
    "once_sent",
    "Einladung mit RFB nach Nichterscheinen verschickt",
    "invitation with RFB after a no-show sent",
    "15.8",
    "15.50",
)
_leaf(
    "notice_once",
    "once_clarifying",
    "Gespräch klärt Grund und weitere Einladungen",
    "the talk clears the reason and further invitations",
    "15.50",
)
_compound("with_notice", "invitation", "Einladungen mit RFB", "invitations with RFB", "15.50")
_leaf("with_notice", "notice_due", "nächste Einladung mit RFB", "next invitation with RFB", "15.50")
_leaf(
    "with_notice",
    "notice_sent",
    "Einladung mit RFB verschickt",
    "invitation with RFB sent",
    "15.50",
)
_leaf(
    "with_notice",
    "notice_reporting",
    "Meldetermin, sonst mit RFB",
    "reporting date, otherwise with RFB",
    "15.49",
)

# -- talk ------------------------------------------------------------------------------------
_leaf("talk", "no_talk", "kein Gespräch", "no talk", "15.2", initial=True)
_compound("in_talk", "talk", "im Gespräch", "in a talk", "15.2", "15.7")
_leaf("in_talk", "talk_open", "Gespräch läuft", "talk is held", "15.2", "15.13")
_leaf(
    "in_talk",
    "talk_analysed",
    "Gespräch läuft, Analyse erhoben oder überprüft",
    "talk is held, analysis made or reviewed",
    "15.3",
    "15.66",
)

# -- measure ---------------------------------------------------------------------------------
_leaf("measure", "no_measure", "keine Maßnahme", "no measure", "15.26", initial=True)
_leaf("measure", "measure_assigned", "in Maßnahme ohne RFB", "in a measure without RFB", "15.59")
_leaf("measure", "early_intervention", "beraterische Intervention", "early intervention", "15.59")
_leaf(
    "measure",
    "measure_demanded",
    "in Maßnahme, mit RFB aufgefordert",
    "in a measure, demanded with RFB",
    "15.60",
)

# -- demand and consequences -----------------------------------------------------------------
_leaf(
    "demand", "no_demand", "keine Aufforderung mit RFB", "no demand with RFB", "15.46", initial=True
)
_leaf(
    "demand",
    "demand_standing",
    "Aufforderung mit RFB steht",
    "a demand with RFB stands",
    "15.52",
    "15.55",
)
_leaf(
    "appointment_hearing",
    "appointment_hearing_none",
    "keine Anhörung zum Meldeversäumnis",
    "no hearing on a missed appointment",
    "§ 32 SGB II",
    initial=True,
)
_leaf(
    "appointment_hearing",
    "appointment_hearing_open",
    "Anhörung zum Meldeversäumnis läuft",
    "hearing on a missed appointment runs",
    "§ 32 SGB II",
    "§ 24 SGB X",
)
_leaf(
    "breach_hearing",
    "breach_hearing_none",
    "keine Anhörung zur Pflichtverletzung",
    "no hearing on a breach of duty",
    "§ 31 SGB II",
    initial=True,
)
_leaf(
    "breach_hearing",
    "breach_hearing_open",
    "Anhörung zur Pflichtverletzung läuft",
    "hearing on a breach of duty runs",
    "§ 31 SGB II",
    "§ 24 SGB X",
)

ALL_STATES: dict[str, State] = {**COMPOUNDS, **LEAVES}

Configuration = tuple[str, ...]
"""One active leaf per region, in the order of ``REGIONS``."""

INITIAL_CONFIGURATION: Configuration = tuple(
    next(s.name for s in LEAVES.values() if s.region == region and s.initial)
    for region in REGION_NAMES
)


def leaves_of(name: str) -> tuple[str, ...]:
    """Return the leaves below a compound, or the leaf itself.

    Raises:
        KeyError: if no state has this name.
    """
    if name in LEAVES:
        return (name,)
    if name not in COMPOUNDS:
        raise KeyError(name)
    return tuple(leaf.name for leaf in LEAVES.values() if leaf.parent == name)


def is_active(state: str, configuration: Configuration) -> bool:
    """Tell whether a leaf or a compound is active in ``configuration``."""
    return state in active_states(configuration)


@cache
def active_states(configuration: Configuration) -> frozenset[str]:
    """Return the active leaves and the compounds around them."""
    return frozenset((*configuration, *(LEAVES[leaf].parent for leaf in configuration)))


def parse_configuration(text: str) -> Configuration:
    """Read the text form of a configuration (leaves joined by ``|``)."""
    return tuple(text.split("|"))


def format_configuration(configuration: Configuration) -> str:
    """Write a configuration as text: its leaves joined by ``|``."""
    return "|".join(configuration)
