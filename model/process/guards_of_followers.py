"""Guards of single acts and of regions that follow an event another region leads."""

from . import guards_of_cooperation
from .guard_register import declare

DECLARED_BEFORE = guards_of_cooperation

# -- conditions of single acts ---------------------------------------------------------------
declare(
    "has_rehabilitation",
    "rehabilitation",
    "Rehabilitandin oder Rehabilitand",
    "is in rehabilitation",
    "15.40",
)
declare(
    "has_community_services",
    "community_services",
    "Leistungen für die Bedarfsgemeinschaft im Plan",
    "the plan holds services for the benefit community",
    "15.44",
)
declare(
    "has_municipal_consent",
    "municipal_consent",
    "Bedarf nach § 16a, Einverständnis liegt vor",
    "need for municipal services, consent given",
    "15.27",
)
declare(
    "training_placement_transferred",
    "training_transferred",
    "Ausbildungsvermittlung übertragen",
    "training placement transferred",
    "15.76",
)
declare(
    "first_breach",
    "not repeated_breach and not further_repeated_breach",
    "erste Pflichtverletzung",
    "first breach",
    "§ 31a(1) S. 1 SGB II",
)
declare(
    "second_breach",
    "repeated_breach and not further_repeated_breach",
    "zweite Pflichtverletzung",
    "second breach",
    "§ 31a(1) S. 2 SGB II",
)
declare(
    "third_breach",
    "further_repeated_breach",
    "dritte und jede weitere Pflichtverletzung",
    "third and each further breach",
    "§ 31a(1) S. 3 SGB II",
)
declare(
    "first_invitation_carries_notice",
    "first_invitation_with_notice",
    "erste Einladung mit RFB",
    "the first invitation carries RFB",
    "15.6",
)
declare(
    "first_invitation_plain",
    "not first_invitation_with_notice",
    "erste Einladung ohne RFB",
    "the first invitation carries no RFB",
    "15.6",
)
declare(
    "ends_after_need",
    "no_talk_running and need_established",
    "kein Gespräch läuft, Bedarf festgestellt",
    "no talk is held, need is established",
    "15.19",
)
declare(
    "ends_before_need",
    "no_talk_running and not need_established",
    "kein Gespräch läuft, Bedarf noch nicht festgestellt",
    "no talk is held, need not yet established",
    "15.19",
    "15.12",
)
declare(
    "returning_outside_talk",
    "In('returning')",
    "auf dem Rückweg zum Vertrauen",
    "returning to trust",
    "15.62",
)
declare(
    "support_begins",
    "analysis_exists and not In('plan_before_need') and need_established and no_talk_running"
    " and not In('follow_up_support')",
    "nachgehende Betreuung beginnt",
    "follow-up support begins",
    "15.28",
)
declare(
    "invited",
    "In('first_sent') or In('plain_sent') or In('once_sent') or In('notice_sent')",
    "eine Einladung zum Gespräch ist verschickt",
    "an invitation to a talk is out",
    "15.6",
    "15.48",
)
declare(
    "first_talk_in_care",
    "invited and in_care and first_talk",
    "das erste Gespräch",
    "the first talk",
    "15.6",
    "15.7",
)
declare(
    "follow_up_talk_in_care",
    "invited and in_care and follow_up_talk",
    "ein Folgegespräch",
    "a follow-up talk",
    "15.47",
    "15.61",
)
declare(
    "analysis_due_in_talk",
    "In('analysis_outstanding') or In('suspended_before_analysis') or In('legacy_agreement')",
    "eine Potenzialanalyse steht aus",
    "an analysis is outstanding",
    "15.9",
)
declare(
    "plan_breach_with_notice",
    "notice_justified and (In('trust') or In('plan_with_notice') or In('returning'))",
    "Absprache gebrochen, Aufforderung mit RFB ist gerechtfertigt",
    "agreement broken, a demand with RFB is justified",
    "15.52",
)
declare(
    "demand_possible_here",
    "demand_possible and (In('not_agreed') or In('plan_with_notice'))",
    "Aufforderung ist zumutbar und nicht ausgenommen",
    "the demand is reasonable and not exempt",
    "15.54",
    "15.55",
)
declare(
    "new_plan_made",
    "during_talk and In('not_agreed')",
    "neuer Plan statt Aufforderungen",
    "a new plan instead of demands",
    "15.46",
)
declare(
    "notice_basis",
    "In('trust') or In('returning') or In('plan_with_notice')",
    "ein Plan ist in Kraft",
    "a plan is in force",
    "15.58",
    "15.60",
)
declare(
    "measure_notice",
    "notice_justified and notice_basis and In('early_intervention')",
    "Intervention gescheitert, Aufforderung gerechtfertigt",
    "intervention failed, a demand is justified",
    "15.60",
)
declare(
    "measure_notice_after_check",
    "notice_after_check and notice_basis",
    "Einzelfallprüfung: RFB unterstützt die Integration",
    "individual check: a notice supports integration",
    "15.60",
    "15.53",
)
declare(
    "measure_notice_without_check",
    "notice_without_check and notice_basis",
    "zumutbar, kein wichtiger Grund, keine Ausnahme",
    "reasonable, no important reason, no exception",
    "15.60",
)
declare(
    "no_demand_now",
    "notice_justified and not notice_basis",
    "kein Plan in Kraft, auf den sich die Aufforderung stützen kann",
    "no plan in force on which the demand can rest",
    "15.58",
)
declare(
    "intervention_on_plan",
    "notice_justified and In('early_intervention')",
    "Intervention gescheitert, Aufforderung gerechtfertigt",
    "intervention failed, a demand is justified",
    "15.60",
)
declare(
    "under_legacy",
    "In('legacy_agreement') or In('legacy_analysed')",
    "alte Vereinbarung gilt",
    "the old agreement is in force",
    "15.69",
)
declare(
    "legacy_plan_made",
    "during_talk and In('legacy_analysed')",
    "der Plan löst die alte Vereinbarung ab",
    "the plan replaces the old agreement",
    "15.69",
)
declare(
    "legacy_to_conciliation",
    "creation_to_conciliation and In('legacy_analysed')",
    "Schlichtung statt alter Vereinbarung",
    "conciliation instead of the old agreement",
    "15.69",
    "15.16",
)
declare(
    "leaves_legacy",
    "under_legacy and no_talk_running",
    "die alte Vereinbarung endet",
    "the old agreement ends",
    "15.69",
)
declare(
    "in_support",
    "In('follow_up_support')",
    "nachgehende Betreuung läuft",
    "follow-up support is running",
    "15.28",
)
declare(
    "in_support_outside_talk",
    "In('follow_up_support') and no_talk_running",
    "nachgehende Betreuung läuft, kein Gespräch",
    "follow-up support is running, no talk",
    "15.28",
)
declare(
    "ground_may_begin",
    "free_in_care and not In('suspended') and not In('follow_up_support')",
    "der Fall ist offen und nicht ausgesetzt",
    "the case is open and not suspended",
    "15.19",
)
declare(
    "waiver_ends_measure",
    "waiver_justified and trust_based",
    "der Plan wird durch den Verzicht ersetzt",
    "the waiver replaces the plan",
    "15.18",
)
declare(
    "not_yet_to_capacity",
    "in_care and not integrated_to_capacity",
    "noch nicht nach Kräften erwerbstätig",
    "does not yet work to capacity",
    "15.18",
)
