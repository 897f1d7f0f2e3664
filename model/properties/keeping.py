"""Properties: every SHOULD deadline can be kept, whatever state the case is in.

That a person leaves, moves or falls under another rule does not count as keeping a deadline, nor
does a dispute that puts it on hold.
"""

from __future__ import annotations

from .register import keepable

_OTHER_WAYS_OUT = (
    "leave",
    "moved",
    "need_ends_through_work",
    "need_returns",
    "unemployment_benefit_begins",
    "ground_begins",
    "waiver_granted",
    "creation_disagreement",
    "update_disagreement",
)

keepable(
    "first_talk_can_be_prompt",
    ("15.12", "15.7"),
    "Das Erstgespräch kann immer rechtzeitig stattfinden.",
    "The first talk can always be held in time.",
    deadline="first_talk_due",
    limit="prompt_first_talk_days",
    unit="days",
    not_by=_OTHER_WAYS_OUT,
)
keepable(
    "analysis_can_be_prompt",
    ("15.9",),
    "Die Potenzialanalyse kann immer rechtzeitig erhoben werden.",
    "The potential analysis can always be made in time.",
    deadline="analysis_due",
    limit="prompt_analysis_days",
    unit="days",
    not_by=_OTHER_WAYS_OUT,
)
keepable(
    "plan_can_be_prompt",
    ("15.12", "15.20"),
    "Der Plan kann immer zeitnah nach der Analyse entstehen.",
    "The plan can always be made soon after the analysis.",
    deadline="plan_due",
    limit="prompt_plan_days",
    unit="days",
    not_by=_OTHER_WAYS_OUT,
)
keepable(
    "update_can_be_in_time",
    ("15.65", "15.29"),
    "Der Plan kann immer spätestens nach sechs Monaten fortgeschrieben werden.",
    "The plan can always be updated after six months at the latest.",
    deadline="update_due",
    limit="update_months",
    unit="months",
    not_by=_OTHER_WAYS_OUT,
)
keepable(
    "update_after_need_can_be_prompt",
    ("15.12",),
    "Nach Feststellung der Hilfebedürftigkeit kann der Plan immer zeitnah aktualisiert werden.",
    "Once need is established the plan can always be updated soon.",
    deadline="update_after_need_due",
    limit="prompt_update_days",
    unit="days",
    not_by=(*_OTHER_WAYS_OUT, "need_established"),
)
keepable(
    "takeover_can_be_prompt",
    ("15.61",),
    "Nach einem Umzug können Analyse und Plan immer zeitnah aktualisiert werden.",
    "After a move analysis and plan can always be brought up to date soon.",
    deadline="update_after_move_due",
    limit="prompt_update_days",
    unit="days",
    not_by=_OTHER_WAYS_OUT,
)
keepable(
    "participation_plan_can_be_followed",
    ("15.41",),
    "Der Plan kann immer zeitnah an den Teilhabeplan angepasst werden.",
    "The plan can always be adapted to the participation plan soon.",
    deadline="participation_plan_due",
    limit="prompt_update_days",
    unit="days",
    not_by=(*_OTHER_WAYS_OUT, "participation_plan_concluded"),
)
keepable(
    "adherence_can_be_reviewed",
    ("15.47",),
    "Die Einhaltung der Absprachen kann immer regelmäßig überprüft werden.",
    "Adherence can always be reviewed regularly.",
    deadline="adherence_review_due",
    limit="adherence_review_months",
    unit="months",
    not_by=_OTHER_WAYS_OUT,
)
keepable(
    "notice_can_be_reviewed",
    ("15.62",),
    "Die Rückkehr zur Zusammenarbeit ohne RFB kann immer rechtzeitig geprüft werden.",
    "The return to work without RFB can always be reviewed in time.",
    deadline="notice_review_due",
    limit="notice_review_months",
    unit="months",
    not_by=_OTHER_WAYS_OUT,
)
keepable(
    "ground_can_be_reviewed",
    ("15.19",),
    "Der Tatbestand des § 10 kann immer rechtzeitig überprüft werden.",
    "A § 10 ground can always be reviewed in time.",
    deadline="ground_review_due",
    limit="ground_review_months",
    unit="months",
    not_by=(*_OTHER_WAYS_OUT, "ground_ends"),
)
keepable(
    "waiver_can_be_reviewed",
    ("15.18",),
    "Der Verzicht kann immer rechtzeitig gemeinsam überprüft werden.",
    "A waiver can always be reviewed together in time.",
    deadline="waiver_review_due",
    limit="waiver_review_months",
    unit="months",
    not_by=_OTHER_WAYS_OUT,
)
keepable(
    "counselling_can_be_offered",
    ("§ 31a(6) SGB II",),
    "Die Beratung nach einer Minderung kann immer binnen vier Wochen angeboten werden.",
    "Counselling after a reduction can always be offered within four weeks.",
    deadline="counselling_due",
    limit="counselling_weeks",
    unit="weeks",
    not_by=_OTHER_WAYS_OUT,
)
