"""Guards on where a case stands, on entry, and on making and updating the plan."""

from .guard_register import declare

declare("always", "", "ohne Bedingung", "without condition", "15.12")

# -- where the case stands -------------------------------------------------------------------
declare(
    "in_care",
    "not In('outside') and not In('exempt') and not In('closed')",
    "das Jobcenter ist zuständig und der Fall ist offen",
    "the Jobcenter is responsible and the case is open",
    "15.12",
    "15.74",
)
declare(
    "no_talk_running",
    "In('no_talk')",
    "es läuft gerade kein Gespräch",
    "no talk is being held",
    "15.2",
)
declare(
    "free_in_care",
    "in_care and no_talk_running",
    "der Fall ist offen und kein Gespräch läuft",
    "the case is open and no talk is being held",
    "15.12",
)
declare("during_talk", "In('in_talk')", "in einem Gespräch", "during a talk", "15.2")
declare(
    "after_analysis_in_talk",
    "In('talk_analysed')",
    "in einem Gespräch, in dem die Potenzialanalyse erhoben oder überprüft wurde",
    "during a talk in which the analysis was made or reviewed",
    "15.3",
    "15.66",
)
declare(
    "analysis_exists",
    "In('plan_outstanding') or In('not_agreed') or In('legacy_analysed') or In('plan_in_force')"
    " or In('suspended_without_plan') or In('suspended_not_agreed') or In('suspended_trust')"
    " or In('suspended_notice') or In('suspended_returning') or In('moved')"
    " or In('follow_up_support') or In('conciliation')",
    "eine Potenzialanalyse liegt vor",
    "a potential analysis exists",
    "15.66",
)
declare(
    "conciliation_running",
    "In('conciliation')",
    "eine Schlichtung läuft",
    "conciliation is running",
    "§ 15a(3) SGB II",
)
declare(
    "notice_possible",
    "in_care and not In('follow_up_support')",
    "Leistungen werden bezogen, eine RFB kann wirken",
    "benefit is received, so a notice can have effect",
    "15.28",
    "§ 31 SGB II",
)
declare(
    "first_talk",
    "In('first_talk_outstanding') or In('suspended_before_talk') or In('legacy_agreement')",
    "das erste Gespräch",
    "the first talk",
    "15.6",
    "15.7",
)
declare(
    "follow_up_talk", "not first_talk", "ein Folgegespräch", "a follow-up talk", "15.47", "15.61"
)
declare("in_plan_with_notice", "In('plan_with_notice')", "Plan mit RFB", "plan with RFB", "15.62")
declare(
    "trust_based",
    "In('trust') or In('returning')",
    "Zusammenarbeit ohne RFB",
    "cooperation without RFB",
    "15.46",
    "15.25",
)
declare(
    "measure_was_demanded",
    "In('measure_demanded')",
    "für die Maßnahme aufgefordert",
    "a demand for the measure stands",
    "15.60",
)
declare(
    "over_creation",
    "In('conciliation_over_creation')",
    "Schlichtung über die Erstellung",
    "conciliation over creation",
    "15.16",
)

# -- entry -----------------------------------------------------------------------------------
declare(
    "benefit_beside",
    "unemployment_benefit",
    "Arbeitslosengeld wird daneben bezogen",
    "unemployment benefit is received as well",
    "15.74",
)
declare(
    "legacy_entry",
    "not unemployment_benefit and legacy_agreement and legacy_period_open",
    "alte Eingliederungsvereinbarung gilt noch",
    "an old integration agreement is still valid",
    "15.69",
)
declare(
    "plain_entry",
    "not unemployment_benefit and not (legacy_agreement and legacy_period_open)",
    "gewöhnlicher Zugang",
    "ordinary entry",
    "15.6",
    "15.12",
)
declare(
    "no_benefit_beside",
    "not unemployment_benefit",
    "kein Arbeitslosengeld daneben",
    "no unemployment benefit beside",
    "15.73",
)
declare(
    "need_open",
    "in_care and not need_established",
    "Hilfebedürftigkeit noch nicht festgestellt",
    "need is not yet established",
    "15.12",
)

# -- analysis and plan -----------------------------------------------------------------------
declare(
    "new_finding_in_talk",
    "In('talk_open') and not (facts_established and not signs_of_change)",
    "Tatsachen sind im Gespräch festzustellen",
    "facts must be established in the talk",
    "15.9",
    "15.11",
)
declare(
    "known_facts_in_talk",
    "In('talk_open') and facts_established and not signs_of_change",
    "Tatsachen liegen vor und müssen nicht erneut festgestellt werden",
    "facts are known and need not be established again",
    "15.11",
    "15.73",
)
declare(
    "review_in_talk",
    "In('talk_open') and analysis_exists",
    "in einem Gespräch, eine Potenzialanalyse liegt vor",
    "during a talk, an analysis exists",
    "15.66",
)
declare(
    "agreed_after_need",
    "during_talk and need_established",
    "im Gespräch, Hilfebedürftigkeit festgestellt",
    "during a talk, need is established",
    "15.2",
    "15.12",
)
declare(
    "agreed_before_need",
    "during_talk and not need_established",
    "im Gespräch, Hilfebedürftigkeit noch nicht festgestellt",
    "during a talk, need not yet established",
    "15.12",
)
declare(
    "reviewed_after_need",
    "after_analysis_in_talk and need_established",
    "nach Überprüfung der Analyse im Gespräch, Hilfebedürftigkeit festgestellt",
    "after the analysis was reviewed in the talk, need is established",
    "15.61",
    "15.66",
)
declare(
    "reviewed_before_need",
    "after_analysis_in_talk and not need_established",
    "nach Überprüfung der Analyse im Gespräch, Hilfebedürftigkeit noch nicht festgestellt",
    "after the analysis was reviewed in the talk, need not yet established",
    "15.61",
    "15.66",
    "15.12",
)
declare(
    "conciliation_opens",
    "conciliation and conciliation_demanded and not rehabilitation_matter",
    "eine Seite verlangt die Schlichtung, es geht nicht um Rehabilitation",
    "one side demands conciliation and it is no matter of rehabilitation",
    "15.16",
    "15.41",
    "15.68",
)
declare(
    "creation_to_conciliation",
    "during_talk and conciliation_opens",
    "im Gespräch; eine Seite verlangt die Schlichtung, es geht nicht um Rehabilitation",
    "during a talk; one side demands conciliation, no matter of rehabilitation",
    "15.16",
    "15.41",
)
declare(
    "creation_failed",
    "during_talk and not conciliation_opens",
    "im Gespräch; keine Schlichtung",
    "during a talk; no conciliation",
    "15.63",
)
declare(
    "reviewed_to_conciliation",
    "after_analysis_in_talk and conciliation_opens",
    "nach Überprüfung der Analyse; eine Seite verlangt die Schlichtung",
    "after the analysis was reviewed; one side demands conciliation",
    "15.16",
    "15.61",
)
declare(
    "reviewed_and_failed",
    "after_analysis_in_talk and not conciliation_opens",
    "nach Überprüfung der Analyse; keine Schlichtung",
    "after the analysis was reviewed; no conciliation",
    "15.63",
    "15.61",
)
declare(
    "update_to_conciliation",
    "after_analysis_in_talk and conciliation_opens",
    "nach Überprüfung der Analyse; eine Seite verlangt die Schlichtung",
    "after the analysis was reviewed; one side demands conciliation",
    "15.68",
    "15.41",
)
declare(
    "update_failed",
    "after_analysis_in_talk and not conciliation_opens",
    "nach Überprüfung der Analyse; keine Schlichtung",
    "after the analysis was reviewed; no conciliation",
    "15.63",
)
declare(
    "need_known",
    "need_established",
    "Hilfebedürftigkeit festgestellt",
    "need is established",
    "15.12",
)
declare(
    "need_unknown",
    "not need_established",
    "Hilfebedürftigkeit noch nicht festgestellt",
    "need is not yet established",
    "15.12",
)
declare(
    "rehabilitation_case",
    "in_care and rehabilitation",
    "es läuft ein Rehabilitationsverfahren",
    "a rehabilitation procedure is running",
    "15.41",
    "15.77",
)
declare(
    "offer_fits_before_need",
    "not service_presupposes_need",
    "die Leistung setzt keine festgestellte Hilfebedürftigkeit voraus",
    "the service does not presuppose established need",
    "15.12",
)
declare(
    "offer_fits_after_move",
    "need_established or not service_presupposes_need",
    "Hilfebedürftigkeit ist festgestellt, oder die Leistung setzt sie nicht voraus",
    "need is established, or the service does not presuppose it",
    "15.12",
)
declare(
    "waiver_justified",
    "during_talk and integrated_to_capacity and no_change_expected",
    "nach Kräften erwerbstätig, in sechs Monaten keine Änderung zu erwarten",
    "works to capacity and no change is expected within six months",
    "15.18",
)
declare(
    "waiver_still_justified",
    "during_talk and no_change_expected",
    "gemeinsam neu beurteilt: weiterhin keine Änderung zu erwarten",
    "reviewed together: still no change expected",
    "15.18",
)
