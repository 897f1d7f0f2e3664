"""Guards on failed cooperation, invitations and consequences."""

from . import guards_of_the_plan
from .guard_register import declare

DECLARED_BEFORE = guards_of_the_plan

# -- cooperation fails -----------------------------------------------------------------------
declare(
    "reason_found",
    "important_reason",
    "ein wichtiger Grund liegt vor",
    "an important reason exists",
    "15.51",
)
declare(
    "no_reason",
    "not important_reason",
    "kein wichtiger Grund",
    "no important reason",
    "15.51",
    "15.52",
)
declare(
    "exempt_matter",
    "coaching_matter or rehabilitation_matter",
    "§ 16k oder Leistungen der Rehabilitation: nie mit RFB",
    "§ 16k or rehabilitation: never with RFB",
    "15.54",
)
declare(
    "not_reasonable",
    "not important_reason and not reasonable",
    "kein wichtiger Grund, aber nicht zumutbar",
    "no important reason, but not reasonable",
    "15.38",
    "15.52",
)
declare(
    "exempt_from_notice",
    "not important_reason and reasonable and exempt_matter",
    "kein wichtiger Grund, aber von der RFB ausgenommen",
    "no important reason, but exempt from RFB",
    "15.54",
)
declare(
    "notice_would_harm",
    "not important_reason and reasonable and not exempt_matter and vulnerable and not notice_helps",
    "Einzelfallprüfung: RFB würde die Integration beeinträchtigen",
    "individual check: a notice would harm integration",
    "15.53",
)
declare(
    "notice_after_check",
    "not important_reason and reasonable and not exempt_matter and vulnerable and notice_helps",
    "Einzelfallprüfung: RFB unterstützt die Integration",
    "individual check: a notice supports integration",
    "15.52",
    "15.53",
)
declare(
    "notice_without_check",
    "not important_reason and reasonable and not exempt_matter and not vulnerable",
    "zumutbar, kein wichtiger Grund, keine Ausnahme",
    "reasonable, no important reason, no exception",
    "15.52",
)
declare(
    "notice_justified",
    "notice_after_check or notice_without_check",
    "Aufforderung mit RFB ist gerechtfertigt",
    "a demand with RFB is justified",
    "15.52",
    "15.53",
)
declare(
    "demand_would_harm",
    "need_established and reasonable and not exempt_matter and vulnerable and not notice_helps",
    "Einzelfallprüfung: RFB würde die Integration beeinträchtigen",
    "individual check: a notice would harm integration",
    "15.53",
)
declare(
    "demand_after_check",
    "need_established and reasonable and not exempt_matter and vulnerable and notice_helps",
    "hilfebedürftig, zumutbar; Einzelfallprüfung: RFB unterstützt die Integration",
    "in need, reasonable; individual check: a notice supports integration",
    "15.12",
    "15.53",
    "15.55",
)
declare(
    "demand_without_check",
    "need_established and reasonable and not exempt_matter and not vulnerable",
    "hilfebedürftig, zumutbar, keine Ausnahme",
    "in need, reasonable, no exception",
    "15.12",
    "15.54",
    "15.55",
)
declare(
    "demand_possible",
    "demand_after_check or demand_without_check",
    "Aufforderung ist zumutbar und nicht ausgenommen",
    "the demand is reasonable and not exempt",
    "15.54",
    "15.55",
)
declare(
    "legacy_breach",
    "not important_reason and legacy_period_open",
    "kein wichtiger Grund, Übergangsfrist läuft noch",
    "no important reason, the transition period is open",
    "15.69",
)

# -- invitations -----------------------------------------------------------------------------
declare(
    "no_show_under_the_rule",
    "not important_reason and invitation_after_no_show_with_notice",
    "kein wichtiger Grund bekannt; darauf folgt eine Einladung mit RFB",
    "no important reason is known; an invitation with RFB follows",
    "15.8",
    "15.50",
)
declare(
    "no_show_in_support",
    "no_show_under_the_rule and In('follow_up_support')",
    "kein wichtiger Grund bekannt; in nachgehender Betreuung ist keine RFB möglich",
    "no important reason is known; in follow-up support no RFB is possible",
    "15.28",
    "15.50",
)
declare(
    "no_show_without_rule",
    "not important_reason and not invitation_after_no_show_with_notice",
    "kein wichtiger Grund bekannt; der Regelstand sieht keine Einladung mit RFB vor",
    "no important reason is known; the rule set provides for no invitation with RFB",
    "15.8",
    "15.50",
)
declare(
    "unexcused_no_show",
    "no_show_under_the_rule and not In('follow_up_support')",
    "kein wichtiger Grund bekannt",
    "no important reason is known",
    "15.8",
    "15.50",
)
declare(
    "further_invitations_with_notice",
    "during_talk and further_notice",
    "Klärung: weitere Einladungen mit RFB",
    "clarified: further invitations carry RFB",
    "15.50",
)
declare(
    "further_invitations_without_notice",
    "during_talk and not further_notice",
    "Klärung: weitere Einladungen ohne RFB",
    "clarified: further invitations without RFB",
    "15.50",
)
declare(
    "reporting_possible",
    "notice_possible and no_talk_running",
    "Meldepflicht besteht",
    "the duty to report applies",
    "15.49",
    "§ 59 SGB II",
)

# -- consequences ----------------------------------------------------------------------------
declare(
    "missed_with_notice",
    "reduction_layer and not important_reason and (In('once_sent') or In('notice_sent'))"
    " and notice_possible",
    "Einladung mit RFB ohne wichtigen Grund versäumt",
    "an invitation with RFB was missed without reason",
    "§ 32 SGB II",
)
declare(
    "reporting_missed_with_notice",
    "reduction_layer and not important_reason"
    " and (In('plain_reporting') or In('notice_reporting'))",
    "Meldetermin ohne wichtigen Grund versäumt",
    "a reporting date was missed without reason",
    "§ 32 SGB II",
    "15.49",
)
declare(
    "breach_has_consequence",
    "not important_reason and not conciliation_running",
    "kein wichtiger Grund, keine Schlichtung",
    "no important reason, no conciliation",
    "§ 31 SGB II",
    "§ 15a(3) SGB II",
)
declare(
    "breach_opens_hearing",
    "reduction_layer and breach_has_consequence and In('demand_standing')",
    "kein wichtiger Grund, keine Schlichtung",
    "no important reason, no conciliation",
    "§ 31 SGB II",
    "§ 24 SGB X",
)
declare(
    "legacy_breach_opens_hearing",
    "reduction_layer and legacy_breach and (In('legacy_agreement') or In('legacy_analysed'))",
    "Verstoß gegen die alte Vereinbarung",
    "breach of the old agreement",
    "15.69",
    "§ 65(6a) SGB II",
)
declare(
    "breach_without_consequence",
    "not important_reason and conciliation_running",
    "während der Schlichtung keine Minderung",
    "no reduction while conciliation runs",
    "§ 15a(3) SGB II",
)
declare(
    "reduction_justified",
    "not important_reason and not exceptional_hardship",
    "kein wichtiger Grund, keine außergewöhnliche Härte",
    "no important reason, no exceptional hardship",
    "§ 32(1) SGB II",
    "§ 31a(3) SGB II",
)
declare(
    "reduction_not_justified",
    "important_reason or exceptional_hardship",
    "wichtiger Grund oder außergewöhnliche Härte",
    "important reason or exceptional hardship",
    "§ 32(1) SGB II",
    "§ 31a(3) SGB II",
)
declare(
    "breach_reduction_justified",
    "reduction_justified and not conciliation_running",
    "kein wichtiger Grund, keine Härte, keine Schlichtung",
    "no reason, no hardship, no conciliation",
    "§ 31a(1) SGB II",
    "§ 15a(3) SGB II",
)
declare(
    "a_reduction_runs",
    "reduction_running",
    "eine Minderung läuft",
    "a reduction is running",
    "§ 31a(1) S. 6 SGB II",
)
declare("young", "in_care and under_25", "unter 25 Jahre", "is under 25", "§ 31a(6) SGB II")
declare("is_minor", "minor", "minderjährig", "is a minor", "15.57")
declare(
    "under_25_in_care",
    "under_25 and not minor and not In('outside') and not In('closed')",
    "unter 25, Fall offen",
    "is under 25, case open",
    "§ 44c(4) SGB II",
)
declare(
    "open_case",
    "not In('outside') and not In('closed') and no_talk_running",
    "der Fall ist offen",
    "the case is open",
    "15.12",
)
