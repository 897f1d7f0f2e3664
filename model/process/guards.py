"""Named guards: the conditions of the process, each with wording and source.

The texts are the one declarative source (see ``expressions``). Guards of one event in one state must
be exclusive; the table compiler proves it for every reachable configuration.
"""

from __future__ import annotations

from dataclasses import dataclass

from .expressions import Expression, parse_expression
from .text import Text


@dataclass(frozen=True, slots=True)
class Guard:
    """A named condition: expression, wording in both languages, sources."""

    name: str
    expression: Expression
    title: Text
    cites: tuple[str, ...]


GUARDS: dict[str, Guard] = {}
_EXPRESSIONS: dict[str, Expression] = {}


def _guard(name: str, text: str, de: str, en: str, *cites: str) -> None:
    expression = parse_expression(text, _EXPRESSIONS)
    _EXPRESSIONS[name] = expression
    GUARDS[name] = Guard(name, expression, Text(de, en), cites)


_guard("always", "", "ohne Bedingung", "without condition", "15.12")

# -- where the case stands -------------------------------------------------------------------
_guard("in_care", "not In('outside') and not In('exempt') and not In('closed')",
       "das Jobcenter ist zuständig und der Fall ist offen", "the Jobcenter is responsible and the case is open",
       "15.12", "15.74")
_guard("no_talk_running", "In('no_talk')", "es läuft gerade kein Gespräch", "no talk is being held", "15.2")
_guard("free_in_care", "in_care and no_talk_running", "der Fall ist offen und kein Gespräch läuft",
       "the case is open and no talk is being held", "15.12")
_guard("during_talk", "In('in_talk')", "in einem Gespräch", "during a talk", "15.2")
_guard("after_analysis_in_talk", "In('talk_analysed')",
       "in einem Gespräch, in dem die Potenzialanalyse erhoben oder überprüft wurde",
       "during a talk in which the analysis was made or reviewed", "15.3", "15.66")
_guard("analysis_exists",
       "In('plan_outstanding') or In('not_agreed') or In('legacy_analysed') or In('plan_in_force')"
       " or In('suspended_without_plan') or In('suspended_not_agreed') or In('suspended_trust')"
       " or In('suspended_notice') or In('suspended_returning') or In('moved') or In('follow_up_support')"
       " or In('conciliation')",
       "eine Potenzialanalyse liegt vor", "a potential analysis exists", "15.66")
_guard("conciliation_running", "In('conciliation')", "eine Schlichtung läuft", "conciliation is running",
       "§ 15a(3) SGB II")
_guard("notice_possible", "in_care and not In('follow_up_support')",
       "Leistungen werden bezogen, eine RFB kann wirken", "benefit is received, so a notice can have effect",
       "15.28", "§ 31 SGB II")
_guard("first_talk", "In('first_talk_outstanding') or In('suspended_before_talk') or In('legacy_agreement')",
       "das erste Gespräch", "the first talk", "15.6", "15.7")
_guard("follow_up_talk", "not first_talk", "ein Folgegespräch", "a follow-up talk", "15.47", "15.61")
_guard("in_plan_with_notice", "In('plan_with_notice')", "Plan mit RFB", "plan with RFB", "15.62")
_guard("in_returning", "In('returning')", "auf dem Weg zurück zum Vertrauen", "returning to trust", "15.62")
_guard("trust_based", "In('trust') or In('returning')", "Zusammenarbeit ohne RFB", "cooperation without RFB",
       "15.46", "15.25")
_guard("measure_was_demanded", "In('measure_demanded')", "für die Maßnahme aufgefordert",
       "a demand for the measure stands", "15.60")
_guard("over_creation", "In('conciliation_over_creation')", "Schlichtung über die Erstellung",
       "conciliation over creation", "15.16")

# -- entry -----------------------------------------------------------------------------------
_guard("benefit_beside", "unemployment_benefit", "Arbeitslosengeld wird daneben bezogen",
       "unemployment benefit is received as well", "15.74")
_guard("legacy_entry", "not unemployment_benefit and legacy_agreement and legacy_period_open",
       "alte Eingliederungsvereinbarung gilt noch", "an old integration agreement is still valid", "15.69")
_guard("plain_entry", "not unemployment_benefit and not (legacy_agreement and legacy_period_open)",
       "gewöhnlicher Zugang", "ordinary entry", "15.6", "15.12")
_guard("no_benefit_beside", "not unemployment_benefit", "kein Arbeitslosengeld daneben",
       "no unemployment benefit beside", "15.73")
_guard("need_open", "in_care and not need_established", "Hilfebedürftigkeit noch nicht festgestellt",
       "need is not yet established", "15.12")

# -- analysis and plan -----------------------------------------------------------------------
_guard("new_finding_in_talk", "In('talk_open') and not (facts_established and not signs_of_change)",
       "Tatsachen sind im Gespräch festzustellen", "facts must be established in the talk", "15.9", "15.11")
_guard("known_facts_in_talk", "In('talk_open') and facts_established and not signs_of_change",
       "Tatsachen liegen vor und müssen nicht erneut festgestellt werden",
       "facts are known and need not be established again", "15.11", "15.73")
_guard("review_in_talk", "In('talk_open') and analysis_exists",
       "in einem Gespräch, eine Potenzialanalyse liegt vor", "during a talk, an analysis exists", "15.66")
_guard("agreed_after_need", "during_talk and need_established",
       "im Gespräch, Hilfebedürftigkeit festgestellt", "during a talk, need is established", "15.2", "15.12")
_guard("agreed_before_need", "during_talk and not need_established",
       "im Gespräch, Hilfebedürftigkeit noch nicht festgestellt", "during a talk, need not yet established",
       "15.12")
_guard("agreed_after_review", "after_analysis_in_talk", "nach Überprüfung der Analyse im Gespräch",
       "after the analysis was reviewed in the talk", "15.61", "15.66")
_guard("conciliation_opens", "conciliation and conciliation_demanded and not rehabilitation_matter",
       "eine Seite verlangt die Schlichtung, es geht nicht um Rehabilitation",
       "one side demands conciliation and it is no matter of rehabilitation", "15.16", "15.41", "15.68")
_guard("creation_to_conciliation", "during_talk and conciliation_opens",
       "im Gespräch; eine Seite verlangt die Schlichtung, es geht nicht um Rehabilitation",
       "during a talk; one side demands conciliation, no matter of rehabilitation", "15.16", "15.41")
_guard("creation_failed", "during_talk and not conciliation_opens", "im Gespräch; keine Schlichtung",
       "during a talk; no conciliation", "15.63")
_guard("update_to_conciliation", "after_analysis_in_talk and conciliation_opens",
       "nach Überprüfung der Analyse; eine Seite verlangt die Schlichtung",
       "after the analysis was reviewed; one side demands conciliation", "15.68", "15.41")
_guard("update_failed", "after_analysis_in_talk and not conciliation_opens",
       "nach Überprüfung der Analyse; keine Schlichtung", "after the analysis was reviewed; no conciliation",
       "15.63")
_guard("need_known", "need_established", "Hilfebedürftigkeit festgestellt", "need is established", "15.12")
_guard("need_unknown", "not need_established", "Hilfebedürftigkeit noch nicht festgestellt",
       "need is not yet established", "15.12")
_guard("rehabilitation_case", "in_care and rehabilitation", "es läuft ein Rehabilitationsverfahren",
       "a rehabilitation procedure is running", "15.41", "15.77")
_guard("offer_fits_before_need", "not service_presupposes_need",
       "die Leistung setzt keine festgestellte Hilfebedürftigkeit voraus",
       "the service does not presuppose established need", "15.12")
_guard("waiver_justified", "during_talk and integrated_to_capacity and no_change_expected",
       "nach Kräften erwerbstätig, in sechs Monaten keine Änderung zu erwarten",
       "works to capacity and no change is expected within six months", "15.18")
_guard("waiver_still_justified", "during_talk and no_change_expected",
       "gemeinsam neu beurteilt: weiterhin keine Änderung zu erwarten",
       "reviewed together: still no change expected", "15.18")

# -- cooperation fails -----------------------------------------------------------------------
_guard("reason_found", "important_reason", "ein wichtiger Grund liegt vor", "an important reason exists",
       "15.51")
_guard("no_reason", "not important_reason", "kein wichtiger Grund", "no important reason", "15.51", "15.52")
_guard("exempt_matter", "coaching_matter or rehabilitation_matter",
       "§ 16k oder Leistungen der Rehabilitation: nie mit RFB", "§ 16k or rehabilitation: never with RFB",
       "15.54")
_guard("not_reasonable", "not important_reason and not reasonable", "kein wichtiger Grund, aber nicht zumutbar",
       "no important reason, but not reasonable", "15.38", "15.52")
_guard("exempt_from_notice", "not important_reason and reasonable and exempt_matter",
       "kein wichtiger Grund, aber von der RFB ausgenommen", "no important reason, but exempt from RFB", "15.54")
_guard("notice_would_harm",
       "not important_reason and reasonable and not exempt_matter and vulnerable and not notice_helps",
       "Einzelfallprüfung: RFB würde die Integration beeinträchtigen",
       "individual check: a notice would harm integration", "15.53")
_guard("notice_after_check",
       "not important_reason and reasonable and not exempt_matter and vulnerable and notice_helps",
       "Einzelfallprüfung: RFB unterstützt die Integration", "individual check: a notice supports integration",
       "15.52", "15.53")
_guard("notice_without_check",
       "not important_reason and reasonable and not exempt_matter and not vulnerable",
       "zumutbar, kein wichtiger Grund, keine Ausnahme", "reasonable, no important reason, no exception",
       "15.52")
_guard("notice_justified", "notice_after_check or notice_without_check",
       "Aufforderung mit RFB ist gerechtfertigt", "a demand with RFB is justified", "15.52", "15.53")
_guard("demand_would_harm", "reasonable and not exempt_matter and vulnerable and not notice_helps",
       "Einzelfallprüfung: RFB würde die Integration beeinträchtigen",
       "individual check: a notice would harm integration", "15.53")
_guard("demand_after_check", "reasonable and not exempt_matter and vulnerable and notice_helps",
       "zumutbar; Einzelfallprüfung: RFB unterstützt die Integration",
       "reasonable; individual check: a notice supports integration", "15.53", "15.55")
_guard("demand_without_check", "reasonable and not exempt_matter and not vulnerable",
       "zumutbar, keine Ausnahme", "reasonable, no exception", "15.54", "15.55")
_guard("demand_possible", "demand_after_check or demand_without_check",
       "Aufforderung ist zumutbar und nicht ausgenommen", "the demand is reasonable and not exempt",
       "15.54", "15.55")
_guard("legacy_breach", "not important_reason and legacy_period_open",
       "kein wichtiger Grund, Übergangsfrist läuft noch", "no important reason, the transition period is open",
       "15.69")

# -- invitations -----------------------------------------------------------------------------
_guard("known_reason_or_no_rule", "important_reason or not invitation_after_no_show_with_notice"
       " or In('follow_up_support')",
       "wichtiger Grund bekannt (oder keine RFB möglich)", "an important reason is known (or no RFB possible)",
       "15.8", "15.50")
_guard("unexcused_no_show", "not important_reason and invitation_after_no_show_with_notice"
       " and not In('follow_up_support')",
       "kein wichtiger Grund bekannt", "no important reason is known", "15.8", "15.50")
_guard("further_invitations_with_notice", "during_talk and further_notice",
       "Klärung: weitere Einladungen mit RFB", "clarified: further invitations carry RFB", "15.50")
_guard("further_invitations_without_notice", "during_talk and not further_notice",
       "Klärung: weitere Einladungen ohne RFB", "clarified: further invitations without RFB", "15.50")
_guard("reporting_possible", "notice_possible and no_talk_running", "Meldepflicht besteht",
       "the duty to report applies", "15.49", "§ 59 SGB II")

# -- consequences ----------------------------------------------------------------------------
_guard("missed_with_notice",
       "reduction_layer and not important_reason and (In('once_sent') or In('notice_sent')) and notice_possible",
       "Einladung mit RFB ohne wichtigen Grund versäumt", "an invitation with RFB was missed without reason",
       "§ 32 SGB II")
_guard("reporting_missed_with_notice", "reduction_layer and not important_reason"
       " and (In('plain_reporting') or In('notice_reporting'))",
       "Meldetermin ohne wichtigen Grund versäumt", "a reporting date was missed without reason",
       "§ 32 SGB II", "15.49")
_guard("breach_has_consequence", "not important_reason and not conciliation_running",
       "kein wichtiger Grund, keine Schlichtung", "no important reason, no conciliation", "§ 31 SGB II",
       "§ 15a(3) SGB II")
_guard("breach_opens_hearing", "reduction_layer and breach_has_consequence and In('demand_standing')",
       "kein wichtiger Grund, keine Schlichtung", "no important reason, no conciliation", "§ 31 SGB II",
       "§ 24 SGB X")
_guard("legacy_breach_opens_hearing",
       "reduction_layer and legacy_breach and (In('legacy_agreement') or In('legacy_analysed'))",
       "Verstoß gegen die alte Vereinbarung", "breach of the old agreement", "15.69", "§ 65(6a) SGB II")
_guard("breach_without_consequence", "not important_reason and conciliation_running",
       "während der Schlichtung keine Minderung", "no reduction while conciliation runs", "§ 15a(3) SGB II")
_guard("reduction_justified", "not important_reason and not exceptional_hardship",
       "kein wichtiger Grund, keine außergewöhnliche Härte", "no important reason, no exceptional hardship",
       "§ 32(1) SGB II", "§ 31a(3) SGB II")
_guard("reduction_not_justified", "important_reason or exceptional_hardship",
       "wichtiger Grund oder außergewöhnliche Härte", "important reason or exceptional hardship",
       "§ 32(1) SGB II", "§ 31a(3) SGB II")
_guard("breach_reduction_justified", "reduction_justified and not conciliation_running",
       "kein wichtiger Grund, keine Härte, keine Schlichtung", "no reason, no hardship, no conciliation",
       "§ 31a(1) SGB II", "§ 15a(3) SGB II")
_guard("a_reduction_runs", "reduction_running", "eine Minderung läuft", "a reduction is running",
       "§ 31a(1) S. 6 SGB II")
_guard("young", "in_care and under_25", "unter 25 Jahre", "is under 25", "§ 31a(6) SGB II")
_guard("is_minor", "minor", "minderjährig", "is a minor", "15.57")
_guard("minor_in_care", "minor and not In('outside') and not In('closed')", "minderjährig, Fall offen",
       "is a minor, case open", "15.15", "15.57")
_guard("under_25_in_care", "under_25 and not minor and not In('outside') and not In('closed')",
       "unter 25, Fall offen", "is under 25, case open", "§ 44c(4) SGB II")
_guard("open_case", "not In('outside') and not In('closed') and no_talk_running", "der Fall ist offen",
       "the case is open", "15.12")

# -- conditions of single acts ---------------------------------------------------------------
_guard("has_rehabilitation", "rehabilitation", "Rehabilitandin oder Rehabilitand", "is in rehabilitation",
       "15.40")
_guard("has_community_services", "community_services", "Leistungen für die Bedarfsgemeinschaft im Plan",
       "the plan holds services for the benefit community", "15.44")
_guard("has_municipal_consent", "municipal_consent", "Bedarf nach § 16a, Einverständnis liegt vor",
       "need for municipal services, consent given", "15.27")
_guard("training_placement_transferred", "training_transferred", "Ausbildungsvermittlung übertragen",
       "training placement transferred", "15.76")
_guard("first_breach", "not repeated_breach and not further_repeated_breach", "erste Pflichtverletzung",
       "first breach", "§ 31a(1) S. 1 SGB II")
_guard("second_breach", "repeated_breach and not further_repeated_breach", "zweite Pflichtverletzung",
       "second breach", "§ 31a(1) S. 2 SGB II")
_guard("third_breach", "further_repeated_breach", "dritte und jede weitere Pflichtverletzung",
       "third and each further breach", "§ 31a(1) S. 3 SGB II")
_guard("demand_stands", "In('demand_standing')", "eine Aufforderung steht", "a demand stands", "15.61")
_guard("first_invitation_carries_notice", "first_invitation_with_notice", "erste Einladung mit RFB",
       "the first invitation carries RFB", "15.6")
_guard("first_invitation_plain", "not first_invitation_with_notice", "erste Einladung ohne RFB",
       "the first invitation carries no RFB", "15.6")
_guard("ends_after_need", "no_talk_running and need_established", "kein Gespräch läuft, Bedarf festgestellt",
       "no talk is held, need is established", "15.19")
_guard("ends_before_need", "no_talk_running and not need_established",
       "kein Gespräch läuft, Bedarf noch nicht festgestellt", "no talk is held, need not yet established",
       "15.19", "15.12")
_guard("returning_outside_talk", "In('returning')", "auf dem Rückweg zum Vertrauen", "returning to trust", "15.62")
_guard("support_begins", "analysis_exists and not In('plan_before_need') and no_talk_running"
       " and not In('follow_up_support')", "nachgehende Betreuung beginnt", "follow-up support begins", "15.28")
_guard("invited", "In('first_sent') or In('plain_sent') or In('once_sent') or In('notice_sent')",
       "eine Einladung zum Gespräch ist verschickt", "an invitation to a talk is out", "15.6", "15.48")
_guard("first_talk_in_care", "invited and in_care and first_talk", "das erste Gespräch", "the first talk", "15.6", "15.7")
_guard("follow_up_talk_in_care", "invited and in_care and follow_up_talk", "ein Folgegespräch", "a follow-up talk", "15.47",
       "15.61")
_guard("analysis_due_in_talk",
       "In('analysis_outstanding') or In('suspended_before_analysis') or In('legacy_agreement')",
       "eine Potenzialanalyse steht aus", "an analysis is outstanding", "15.9")
_guard("not_before_need", "not In('plan_before_need')", "Hilfebedürftigkeit festgestellt", "need is established",
       "15.12")
_guard("plan_breach_with_notice",
       "notice_justified and (In('trust') or In('plan_with_notice') or In('returning'))",
       "Absprache gebrochen, Aufforderung mit RFB ist gerechtfertigt",
       "agreement broken, a demand with RFB is justified", "15.52")
_guard("demand_possible_here", "demand_possible and (In('not_agreed') or In('plan_with_notice'))",
       "Aufforderung ist zumutbar und nicht ausgenommen", "the demand is reasonable and not exempt",
       "15.54", "15.55")
_guard("new_plan_made", "during_talk and In('not_agreed')", "neuer Plan statt Aufforderungen",
       "a new plan instead of demands", "15.46")
_guard("notice_basis", "In('trust') or In('returning') or In('plan_with_notice')", "ein Plan ist in Kraft",
       "a plan is in force", "15.58", "15.60")
_guard("measure_notice", "notice_justified and notice_basis and In('early_intervention')",
       "Intervention gescheitert, Aufforderung gerechtfertigt", "intervention failed, a demand is justified",
       "15.60")
_guard("measure_notice_after_check", "notice_after_check and notice_basis",
       "Einzelfallprüfung: RFB unterstützt die Integration", "individual check: a notice supports integration",
       "15.60", "15.53")
_guard("measure_notice_without_check", "notice_without_check and notice_basis",
       "zumutbar, kein wichtiger Grund, keine Ausnahme", "reasonable, no important reason, no exception", "15.60")
_guard("no_demand_now", "notice_justified and not notice_basis", "kein Plan in Kraft, auf den sich die"
       " Aufforderung stützen kann", "no plan in force on which the demand can rest", "15.58")
_guard("intervention_on_plan", "notice_justified and In('early_intervention')",
       "Intervention gescheitert, Aufforderung gerechtfertigt", "intervention failed, a demand is justified",
       "15.60")
_guard("under_legacy", "In('legacy_agreement') or In('legacy_analysed')", "alte Vereinbarung gilt",
       "the old agreement is in force", "15.69")
_guard("legacy_plan_made", "during_talk and In('legacy_analysed')", "der Plan löst die alte Vereinbarung ab",
       "the plan replaces the old agreement", "15.69")
_guard("legacy_to_conciliation", "creation_to_conciliation and In('legacy_analysed')",
       "Schlichtung statt alter Vereinbarung", "conciliation instead of the old agreement", "15.69", "15.16")
_guard("leaves_legacy", "under_legacy and no_talk_running", "die alte Vereinbarung endet",
       "the old agreement ends", "15.69")
_guard("in_support", "In('follow_up_support')", "nachgehende Betreuung läuft", "follow-up support is running",
       "15.28")
_guard("in_support_outside_talk", "In('follow_up_support') and no_talk_running",
       "nachgehende Betreuung läuft, kein Gespräch", "follow-up support is running, no talk", "15.28")
_guard("ground_may_begin", "free_in_care and not In('suspended') and not In('follow_up_support')",
       "der Fall ist offen und nicht ausgesetzt", "the case is open and not suspended", "15.19")
_guard("waiver_ends_measure", "waiver_justified and trust_based", "der Plan wird durch den Verzicht ersetzt",
       "the waiver replaces the plan", "15.18")
_guard("not_yet_to_capacity", "in_care and not integrated_to_capacity", "noch nicht nach Kräften erwerbstätig",
       "does not yet work to capacity", "15.18")
