"""Safety properties: when RFB may be used, and what must go before a consequence."""

from __future__ import annotations

from .property_register import (
    DEMAND,
    MEASURE,
    PLAN,
    Memory,
    Observation,
    RuleLimits,
    compound_of,
    safety_property,
)
from .vocabulary import Modality


@safety_property(
    "no_consequence_from_plan",
    Modality.MUST,
    ("15.1", "15.25"),
    "Keine Folge knüpft an den Plan selbst an, nur an eine Aufforderung oder Einladung mit RFB.",
    "No consequence rests on the plan itself, only on a demand or invitation with RFB.",
    acts=("hearing_opened",),
)
def _no_consequence_from_plan(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    for hearing in step.all("hearing_opened"):
        ground = hearing.get("ground")
        if ground == "breach" and step.before[DEMAND] != "demand_standing":
            return False
        if ground == "missed_appointment" and not memory.notice_pending:
            return False
    return True


@safety_property(
    "first_invitation_without_notice",
    Modality.MUST,
    ("15.6",),
    "Die erste Einladung trägt keine RFB.",
    "The first invitation carries no RFB.",
    acts=("invitation",),
)
def _first_invitation_without_notice(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    if limits.first_invitation_with_notice:
        return True
    first = step.has("invitation", to="first_talk", notice=True)
    return not first and (memory.invited or not step.has("invitation", notice=True))


@safety_property(
    "notice_after_unexcused_no_show",
    Modality.SHOULD,
    ("15.8", "15.50"),
    "Nach unentschuldigtem Nichterscheinen trägt die nächste Einladung eine RFB.",
    "After an unexcused no-show the next invitation carries RFB.",
    acts=("invitation",),
)
def _notice_after_no_show(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    support = compound_of(step.before[PLAN]) == "follow_up_support"
    if not memory.unexcused_no_show or support or not limits.notice_after_no_show:
        return True
    return step.has("invitation", notice=True)


@safety_property(
    "reporting_keeps_basis",
    Modality.MAY,
    ("15.49",),
    "Die Meldepflicht ändert die Grundlage der Zusammenarbeit nicht.",
    "The duty to report does not change the basis of cooperation.",
    events=("reporting_invitation_sent", "reporting_kept", "reporting_missed"),
)
def _reporting_keeps_basis(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return step.before[PLAN] == step.after[PLAN]


@safety_property(
    "important_reason_considered_first",
    Modality.MUST,
    ("15.51",),
    "Vor jeder Folge wird der wichtige Grund geprüft.",
    "An important reason is considered before any consequence.",
    acts=("demand", "reduction", "hearing_opened"),
)
def _reason_first(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    considered = memory.reason_considered and step.event == "demand_issued"
    for act in step.acts:
        if act.kind == "important_reason_considered":
            considered = True
        consequence = act.kind in ("reduction", "hearing_opened") or (
            act.kind == "demand" and act.get("basis") != "no_plan"
        )
        if consequence and not considered:
            return False
    return True


@safety_property(
    "individual_check_before_notice",
    Modality.SHOULD,
    ("15.53",),
    "Bei besonderem Bedarf geht der Aufforderung mit RFB die Einzelfallprüfung voraus.",
    "For vulnerable people the individual check precedes a demand with RFB.",
    acts=("demand",),
)
def _check_first(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    if not step.fact("vulnerable"):
        return True
    kinds = [(a.kind, a.get("notice_helps")) for a in step.acts]
    first = next(i for i, (kind, _) in enumerate(kinds) if kind == "demand")
    return ("individual_check", True) in kinds[:first]


@safety_property(
    "never_notice_for_exempt_matters",
    Modality.MUST,
    ("15.54",),
    "§ 16k und Rehabilitation: nie mit RFB.",
    "§ 16k and rehabilitation: never with RFB.",
    acts=("demand",),
)
def _never_for_exempt(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return not (step.fact("coaching_matter") or step.fact("rehabilitation_matter"))


@safety_property(
    "demand_is_separate_administrative_act",
    Modality.MUST,
    ("15.55",),
    "Die Aufforderung ist ein gesonderter, bekanntgegebener, zumutbarer Verwaltungsakt.",
    "A demand is a separate, announced, reasonable administrative act.",
    acts=("demand",),
)
def _demand_is_act(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    fields = ("administrative_act", "apart_from_plan", "announced", "reasonable")
    return step.fact("reasonable") and all(
        d.get(f) is True for d in step.all("demand") for f in fields
    )


@safety_property(
    "demand_carries_cost_rule",
    Modality.MUST,
    ("15.56",),
    "Die Aufforderung enthält eine Kostenerstattungsregelung.",
    "A demand carries a cost rule.",
    acts=("demand",),
)
def _cost_rule(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return all(d.get("cost_rule") is True for d in step.all("demand"))


@safety_property(
    "representative_instructed_with_minor",
    Modality.MUST,
    ("15.57",),
    "Bei Minderjährigen wird auch die gesetzliche Vertretung belehrt.",
    "With minors the legal representative is instructed as well.",
    acts=("demand", "invitation"),
)
def _representative(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    concerned = bool(step.all("demand")) or (
        step.has("invitation", notice=True) and not step.has("invitation", to="first_talk")
    )
    return not (concerned and step.fact("minor")) or step.has("representative_instructed")


@safety_property(
    "plan_stays_in_force_beside_demand",
    Modality.MUST,
    ("15.58",),
    "Der Plan bleibt neben Aufforderungen in Kraft.",
    "The plan stays in force beside demands.",
    acts=("demand",),
)
def _plan_stays(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return all(
        d.get("basis") == "no_plan" or step.after[PLAN] == "plan_with_notice"
        for d in step.all("demand")
    )


@safety_property(
    "intervention_before_measure_demand",
    Modality.SHOULD,
    ("15.59",),
    "Der Aufforderung zur Maßnahme geht die beraterische Intervention voraus.",
    "Early intervention precedes a demand for a running measure.",
    acts=("demand",),
)
def _intervention_first(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return (not step.has("demand", basis="running_measure")) or step.before[
        MEASURE
    ] == "early_intervention"


@safety_property(
    "measure_demand_keeps_assignment",
    Modality.MAY,
    ("15.60",),
    "Die Aufforderung weist nicht neu in die Maßnahme zu.",
    "A demand for a running measure is no new assignment.",
    acts=("demand",),
)
def _keeps_assignment(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    measure_demands = [d for d in step.all("demand") if d.get("basis") == "running_measure"]
    return all(d.get("new_assignment") is False for d in measure_demands) and not (
        measure_demands and (step.all("measure_assignment") or step.after[MEASURE] == "no_measure")
    )


@safety_property(
    "notice_only_after_failed_cooperation",
    Modality.SHOULD,
    ("15.52", "15.63"),
    "Eine Aufforderung mit RFB setzt gescheiterte Zusammenarbeit voraus.",
    "A demand with RFB presupposes failed cooperation.",
    acts=("demand",),
)
def _only_after_failure(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    failed = step.event in ("agreements_not_kept", "intervention_failed")
    return failed or step.before[PLAN] in ("not_agreed", "plan_with_notice")


@safety_property(
    "agency_told_of_notice",
    Modality.SHOULD,
    ("15.76",),
    "Ist die Ausbildungsvermittlung übertragen, erfährt die Agentur, ob RFB gilt.",
    "Where training placement is transferred, the agency is told whether RFB applies.",
    acts=("demand", "return_to_trust"),
)
def _agency_told(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    if not step.fact("training_transferred"):
        return True
    return step.has("agency_notified", notice=bool(step.all("demand")))


@safety_property(
    "no_breach_reduction_during_conciliation",
    Modality.MUST,
    ("§ 15a(3) SGB II",),
    "Während der Schlichtung keine Minderung nach § 31a.",
    "No reduction under § 31a during conciliation.",
    acts=("reduction",),
)
def _none_during_conciliation(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return not (
        step.has("reduction", ground="breach") and compound_of(step.before[PLAN]) == "conciliation"
    )


@safety_property(
    "travel_costs_offered",
    Modality.MUST,
    ("15.6", "15.48"),
    "Einladungen ohne RFB weisen auf Reisekosten hin.",
    "Invitations without RFB tell about travel costs.",
    acts=("invitation",),
)
def _travel(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return not step.has("invitation", notice=False) or step.has("travel_cost_notice")


@safety_property(
    "invitation_without_notice_while_appearing",
    Modality.MAY,
    ("15.48",),
    "Solange die Person zu den Gesprächen erscheint, tragen Folgeeinladungen keine RFB.",
    "As long as the person appears at talks, follow-up invitations carry no RFB.",
    acts=("invitation",),
)
def _plain_while_appearing(step: Observation, memory: Memory, limits: RuleLimits) -> bool:
    return memory.stayed_away or not step.has("invitation", to="follow_up", notice=True)
