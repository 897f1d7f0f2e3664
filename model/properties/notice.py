"""Properties: when RFB may be used, and what must go before a consequence."""

from __future__ import annotations

from ..vocabulary import Modality
from .formula import emits, emits_before, event, fact, implies, is_in, keeps, remembered, was_in
from .memories import (
    INVITED,
    NOTICE_PENDING,
    REASON_CONSIDERED,
    STAYED_AWAY,
    UNEXCUSED_NO_SHOW,
)
from .register import always, before, never

_DEMAND = emits("demand")
_DEMAND_ON_PLAN = emits("demand", basis="breach") | emits("demand", basis="running_measure")
_MEASURE_DEMAND = emits("demand", basis="running_measure")
_REASON = "important_reason_considered"

always(
    "no_consequence_from_plan",
    Modality.MUST,
    ("15.1", "15.25"),
    "Keine Folge knüpft an den Plan selbst an, nur an eine Aufforderung oder Einladung mit RFB.",
    "No consequence rests on the plan itself, only on a demand or invitation with RFB.",
    when=emits("hearing_opened"),
    then=implies(emits("hearing_opened", ground="breach"), was_in("demand_standing"))
    & implies(emits("hearing_opened", ground="missed_appointment"), remembered(NOTICE_PENDING)),
)
never(
    "first_invitation_without_notice",
    Modality.MUST,
    ("15.6",),
    "Die erste Einladung trägt keine RFB.",
    "The first invitation carries no RFB.",
    when=emits("invitation", notice=True) & ~fact("first_invitation_with_notice"),
    happens=emits("invitation", to="first_talk", notice=True) | ~remembered(INVITED),
)
always(
    "notice_after_unexcused_no_show",
    Modality.SHOULD,
    ("15.8", "15.50"),
    "Nach unentschuldigtem Nichterscheinen trägt die nächste Einladung eine RFB.",
    "After an unexcused no-show the next invitation carries RFB.",
    when=emits("invitation")
    & ~was_in("follow_up_support")
    & fact("invitation_after_no_show_with_notice")
    & remembered(UNEXCUSED_NO_SHOW),
    then=emits("invitation", notice=True),
)
always(
    "reporting_keeps_basis",
    Modality.MAY,
    ("15.49",),
    "Die Meldepflicht ändert die Grundlage der Zusammenarbeit nicht.",
    "The duty to report does not change the basis of cooperation.",
    when=event("reporting_invitation_sent", "reporting_kept", "reporting_missed"),
    then=keeps("plan"),
)
always(
    "important_reason_considered_first",
    Modality.MUST,
    ("15.51",),
    "Vor jeder Folge wird der wichtige Grund geprüft.",
    "An important reason is considered before any consequence.",
    when=_DEMAND_ON_PLAN | emits("reduction") | emits("hearing_opened"),
    then=implies(emits("reduction"), emits_before(_REASON, "reduction"))
    & implies(emits("hearing_opened"), emits_before(_REASON, "hearing_opened"))
    & implies(
        _DEMAND_ON_PLAN,
        emits_before(_REASON, "demand") | (event("demand_issued") & remembered(REASON_CONSIDERED)),
    ),
)
before(
    "individual_check_before_notice",
    Modality.SHOULD,
    ("15.53",),
    "Bei besonderem Bedarf geht der Aufforderung mit RFB die Einzelfallprüfung voraus.",
    "For vulnerable people the individual check precedes a demand with RFB.",
    first=emits_before("individual_check", "demand", notice_helps=True),
    then=_DEMAND & fact("vulnerable"),
)
never(
    "never_notice_for_exempt_matters",
    Modality.MUST,
    ("15.54",),
    "§ 16k und Rehabilitation: nie mit RFB.",
    "§ 16k and rehabilitation: never with RFB.",
    when=_DEMAND,
    happens=fact("coaching_matter") | fact("rehabilitation_matter"),
)
always(
    "demand_is_separate_administrative_act",
    Modality.MUST,
    ("15.55",),
    "Die Aufforderung ist ein gesonderter, bekanntgegebener, zumutbarer Verwaltungsakt.",
    "A demand is a separate, announced, reasonable administrative act.",
    when=_DEMAND,
    then=fact("reasonable")
    & ~emits("demand", administrative_act=False)
    & ~emits("demand", apart_from_plan=False)
    & ~emits("demand", announced=False)
    & ~emits("demand", reasonable=False),
)
always(
    "demand_carries_cost_rule",
    Modality.MUST,
    ("15.56",),
    "Die Aufforderung enthält eine Kostenerstattungsregelung.",
    "A demand carries a cost rule.",
    when=_DEMAND,
    then=~emits("demand", cost_rule=False),
)
always(
    "representative_instructed_with_minor",
    Modality.MUST,
    ("15.57",),
    "Bei Minderjährigen wird auch die gesetzliche Vertretung belehrt.",
    "With minors the legal representative is instructed as well.",
    when=(
        _DEMAND
        | emits("invitation", to="follow_up", notice=True)
        | emits("invitation", to="reporting", notice=True)
    )
    & fact("minor"),
    then=emits("representative_instructed"),
)
always(
    "plan_stays_in_force_beside_demand",
    Modality.MUST,
    ("15.58",),
    "Der Plan bleibt neben Aufforderungen in Kraft.",
    "The plan stays in force beside demands.",
    when=_DEMAND_ON_PLAN,
    then=is_in("plan_with_notice"),
)
always(
    "intervention_before_measure_demand",
    Modality.SHOULD,
    ("15.59",),
    "Der Aufforderung zur Maßnahme geht die beraterische Intervention voraus.",
    "Early intervention precedes a demand for a running measure.",
    when=_MEASURE_DEMAND,
    then=was_in("early_intervention"),
)
always(
    "measure_demand_keeps_assignment",
    Modality.MAY,
    ("15.60",),
    "Die Aufforderung weist nicht neu in die Maßnahme zu.",
    "A demand for a running measure is no new assignment.",
    when=_MEASURE_DEMAND,
    then=~emits("demand", new_assignment=True)
    & ~emits("measure_assignment")
    & ~is_in("no_measure"),
)
always(
    "notice_only_after_failed_cooperation",
    Modality.SHOULD,
    ("15.52", "15.63"),
    "Eine Aufforderung mit RFB setzt gescheiterte Zusammenarbeit voraus.",
    "A demand with RFB presupposes failed cooperation.",
    when=_DEMAND,
    then=event("agreements_not_kept", "intervention_failed")
    | was_in("not_agreed", "plan_with_notice"),
)
always(
    "agency_told_of_notice",
    Modality.SHOULD,
    ("15.76",),
    "Ist die Ausbildungsvermittlung übertragen, erfährt die Agentur, ob RFB gilt.",
    "Where training placement is transferred, the agency is told whether RFB applies.",
    when=(_DEMAND | emits("return_to_trust")) & fact("training_transferred"),
    then=implies(_DEMAND, emits("agency_notified", notice=True))
    & implies(~_DEMAND, emits("agency_notified", notice=False)),
)
never(
    "no_breach_reduction_during_conciliation",
    Modality.MUST,
    ("§ 15a(3) SGB II",),
    "Während der Schlichtung keine Minderung nach § 31a.",
    "No reduction under § 31a during conciliation.",
    when=emits("reduction", ground="breach"),
    happens=was_in("conciliation"),
)
always(
    "travel_costs_offered",
    Modality.MUST,
    ("15.6", "15.48"),
    "Einladungen ohne RFB weisen auf Reisekosten hin.",
    "Invitations without RFB tell about travel costs.",
    when=emits("invitation", notice=False),
    then=emits("travel_cost_notice"),
)
always(
    "invitation_without_notice_while_appearing",
    Modality.MAY,
    ("15.48",),
    "Solange die Person zu den Gesprächen erscheint, tragen Folgeeinladungen keine RFB.",
    "As long as the person appears at talks, follow-up invitations carry no RFB.",
    when=emits("invitation", to="follow_up", notice=True),
    then=remembered(STAYED_AWAY),
)
