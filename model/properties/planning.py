"""Properties: a plan is agreed, updated or kept, and offers are made on it."""

from __future__ import annotations

from ..vocabulary import Modality
from .circumstances import exactly_if
from .formula import clock, emits, event, every, fact, implies, is_in, keeps, was_in
from .register import accepted, always, never

_AGREED = event("plan_agreed")
_UPDATED = event("update_agreed")
_UNCHANGED = event("update_unchanged")
_CONCILIATED = event("conciliation_agreed")
_PLAN = emits("plan_issued")
_PLAN_DUE = was_in("plan_outstanding", "not_agreed", "legacy_analysed", "moved_without_plan")
_SUSPENDED_WITHOUT_PLAN = was_in("suspended_without_plan", "suspended_not_agreed")
_PLAN_TO_UPDATE = was_in(
    "plan_in_force",
    "suspended_trust",
    "suspended_notice",
    "suspended_returning",
    "moved_with_plan",
    "support_with_plan",
)
_ANOTHER_BASIS = was_in("not_agreed", "conciliation_over_creation")
"""Until now demands with RFB stood in for a plan (15.63)."""

# -- a new plan ----------------------------------------------------------------------------------

accepted(
    "plan_agreed_in_talk_after_analysis",
    Modality.SHOULD,
    ("15.2", "15.3", "15.12", "15.19", "15.61", "15.64", "15.69"),
    "Ein Plan wird im Gespräch vereinbart, wo die Analyse vorliegt und ein Plan fehlt; nach einem"
    " Umzug erst, wenn die Analyse im Gespräch überprüft ist.",
    "A plan is agreed in a talk where the analysis exists and a plan is lacking; after a move only"
    " once the analysis was reviewed in the talk.",
    event="plan_agreed",
    where=(
        was_in("in_talk")
        & (
            was_in("plan_outstanding", "not_agreed", "legacy_analysed", "support_without_plan")
            | _SUSPENDED_WITHOUT_PLAN
        )
    )
    | (was_in("talk_analysed") & was_in("moved_without_plan")),
)
always(
    "agreed_plan_comes_into_force",
    Modality.SHOULD,
    ("15.46", "15.12", "15.19", "15.28"),
    "Der vereinbarte Plan gilt ohne RFB, vor Feststellung der Hilfebedürftigkeit als vorläufiger;"
    " Aussetzung und nachgehende Betreuung gehen mit ihm weiter.",
    "The plan agreed is in force without RFB, before need is established as one of that kind;"
    " suspension and follow-up support go on with it.",
    when=_AGREED,
    then=every(
        implies(_PLAN_DUE & fact("need_established"), is_in("trust")),
        implies(_PLAN_DUE & ~fact("need_established"), is_in("plan_before_need")),
        implies(_SUSPENDED_WITHOUT_PLAN, is_in("suspended_trust")),
        implies(was_in("support_without_plan"), is_in("support_with_plan")),
    ),
)
always(
    "new_plan_ends_demands",
    Modality.SHOULD,
    ("15.46", "15.63"),
    "Kommt nach gescheiterter Einigung doch ein Plan zustande, werden Aufforderungen aufgehoben,"
    " und eine Maßnahme läuft ohne RFB weiter; sonst ändert der Plan daran nichts.",
    "If a plan comes about after agreement had failed, demands are lifted and a measure goes on"
    " without RFB; otherwise a plan changes nothing about them.",
    when=_AGREED | _CONCILIATED,
    then=every(
        implies(_ANOTHER_BASIS, is_in("no_demand")),
        implies(_ANOTHER_BASIS & was_in("measure_demanded"), is_in("measure_assigned")),
        implies(~_ANOTHER_BASIS, keeps("demand")),
        implies(~(_ANOTHER_BASIS & was_in("measure_demanded")), keeps("measure")),
        exactly_if(
            _ANOTHER_BASIS & was_in("demand_standing"), emits("demands_lifted", cause="new_plan")
        ),
    ),
)
always(
    "new_plan_replaces_old_agreement",
    Modality.MUST,
    ("15.69", "§ 65(4) SGB II"),
    "Der erste Plan löst die alte Vereinbarung ab, und eine Anhörung zu ihr endet ohne Minderung.",
    "The first plan replaces the old agreement, and a hearing on it closes without a reduction.",
    when=_AGREED,
    then=every(
        exactly_if(was_in("legacy_analysed"), emits("legacy_ended")),
        implies(was_in("legacy_analysed"), is_in("breach_hearing_none")),
        implies(~was_in("legacy_analysed"), keeps("breach_hearing")),
        exactly_if(
            was_in("legacy_analysed") & was_in("breach_hearing_open"),
            emits("hearing_closed", ground="breach"),
        ),
    ),
)

# -- every version of a plan ---------------------------------------------------------------------

always(
    "plan_issued_whenever_agreed",
    Modality.SHOULD,
    ("15.13", "15.12", "15.65"),
    "Jede Einigung führt zu einer Fassung des Plans: einer neuen, wo keiner galt, sonst einer"
    " Fortschreibung.",
    "Every agreement brings a version of the plan: a new one where there was none, else an update.",
    when=_AGREED | _UPDATED | _CONCILIATED,
    then=exactly_if(
        _AGREED | was_in("conciliation_over_creation"), emits("plan_issued", version="new")
    )
    & exactly_if(
        _UPDATED | (_CONCILIATED & ~was_in("conciliation_over_creation")),
        emits("plan_issued", version="update"),
    ),
)
always(
    "rehabilitation_application_supported",
    Modality.SHOULD,
    ("15.40",),
    "Der Plan wirkt genau bei Rehabilitanden auf einen Reha-Antrag hin.",
    "The plan works towards a rehabilitation application exactly for people in rehabilitation.",
    when=_PLAN,
    then=exactly_if(fact("rehabilitation"), emits("rehabilitation_application")),
)
always(
    "officer_of_community_informed",
    Modality.SHOULD,
    ("15.44",),
    "Stehen Leistungen für die Bedarfsgemeinschaft im Plan, und nur dann, wird deren"
    " Integrationsfachkraft informiert.",
    "Where the plan holds services for the benefit community, and only there, their officer is"
    " informed.",
    when=_PLAN,
    then=exactly_if(fact("community_services"), emits("officer_informed")),
)
always(
    "consultation_note_complete",
    Modality.MUST,
    ("15.13",),
    "Der Beratungsvermerk lässt weder gemeinsame Erarbeitung noch Kenntnisnahme offen.",
    "The consultation note leaves open neither joint work nor acknowledgement.",
    when=_PLAN,
    then=~emits("consultation_note", joint_work=False)
    & ~emits("consultation_note", acknowledged=False),
)
always(
    "six_months_begin_with_each_version",
    Modality.SHOULD,
    ("15.65", "15.67", "15.12", "15.41"),
    "Mit jeder Fassung und jeder Bestätigung des Plans beginnen sechs Monate neu; Anlässe für eine"
    " frühere Aktualisierung sind erledigt.",
    "With each version and each confirmation of a plan six months begin anew; reasons for an"
    " earlier update are settled.",
    when=_PLAN | emits("plan_confirmed_unchanged"),
    then=clock("start", "update_due")
    & clock("stop", "update_after_need_due")
    & clock("stop", "participation_plan_due"),
)

# -- updating the plan ---------------------------------------------------------------------------

accepted(
    "plan_updated_after_review",
    Modality.SHOULD,
    ("15.65", "15.66", "15.61"),
    "Ein Plan wird im Gespräch fortgeschrieben, nachdem die Analyse überprüft ist.",
    "A plan is updated in a talk, once the analysis was reviewed.",
    event="update_agreed",
    where=was_in("talk_analysed") & _PLAN_TO_UPDATE,
)
accepted(
    "plan_kept_after_review",
    Modality.MAY,
    ("15.67", "15.66", "15.61"),
    "Ein Plan wird im Gespräch unverändert beibehalten, nachdem die Analyse überprüft ist.",
    "A plan is kept unchanged in a talk, once the analysis was reviewed.",
    event="update_unchanged",
    where=was_in("talk_analysed") & _PLAN_TO_UPDATE,
)
always(
    "update_keeps_the_basis",
    Modality.SHOULD,
    ("15.65", "15.67", "15.58", "15.61", "15.46"),
    "Fortschreiben und Beibehalten ändern nicht, ob mit RFB gearbeitet wird; nach einem Umzug"
    " beginnt die Arbeit mit dem Plan ohne RFB.",
    "Updating and keeping do not change whether work goes on with RFB; after a move work with the"
    " plan begins without RFB.",
    when=_UPDATED | _UNCHANGED,
    then=implies(~was_in("moved_with_plan"), keeps("plan"))
    & implies(was_in("moved_with_plan"), clock("stop", "update_after_move_due"))
    & implies(was_in("moved_with_plan") & fact("need_established"), is_in("trust"))
    & implies(was_in("moved_with_plan") & ~fact("need_established"), is_in("plan_before_need")),
)
never(
    "no_full_plan_before_need",
    Modality.SHOULD,
    ("15.12",),
    "Solange die Hilfebedürftigkeit nicht festgestellt ist, gilt kein Plan, der sie voraussetzt,"
    " und es gibt keine nachgehende Betreuung.",
    "Until need is established no plan is in force that presupposes it, and there is no follow-up"
    " support.",
    when=~fact("need_established") & ~event("need_established"),
    happens=is_in("trust", "plan_with_notice", "returning", "follow_up_support"),
)
always(
    "return_reviewed_with_each_update",
    Modality.SHOULD,
    ("15.62",),
    "Mit jeder Fortschreibung eines Plans mit RFB wird die Rückkehr zur Arbeit ohne RFB geprüft,"
    " sonst nicht.",
    "With each update of a plan with RFB the return to work without RFB is reviewed, otherwise it"
    " is not.",
    when=_UPDATED | _UNCHANGED | _CONCILIATED,
    then=exactly_if(
        was_in("plan_with_notice", "conciliation_over_update_notice"), emits("notice_review")
    ),
)
always(
    "kept_plan_is_confirmed_not_issued",
    Modality.MAY,
    ("15.67",),
    "Ein beibehaltener Plan wird bestätigt und dokumentiert, nicht neu ausgehändigt.",
    "A plan that is kept is confirmed and documented, not issued again.",
    when=_UNCHANGED,
    then=emits("plan_confirmed_unchanged", documented=True)
    & ~emits("plan_confirmed_unchanged", documented=False)
    & ~_PLAN,
)
always(
    "plan_work_leaves_the_rest_alone",
    Modality.MUST,
    ("15.1", "15.2"),
    "Arbeit am Plan ändert nichts an Einladung, Gespräch und der Anhörung zum Meldeversäumnis;"
    " eine Fortschreibung auch nichts an Maßnahme, Aufforderung und Pflichtverletzung.",
    "Work on a plan leaves invitation, talk and the hearing on a missed appointment alone; an"
    " update also measure, demand and the hearing on a breach.",
    when=_AGREED | _UPDATED | _UNCHANGED | _CONCILIATED,
    then=keeps("invitation", "talk", "appointment_hearing")
    & implies(_UPDATED | _UNCHANGED, keeps("measure", "demand", "breach_hearing")),
)

# -- offers --------------------------------------------------------------------------------------

accepted(
    "offers_where_a_plan_is_worked_on",
    Modality.MAY,
    ("15.26", "15.35", "15.12"),
    "Angebote beruhen auf einem Plan, mit dem gearbeitet wird; vor Feststellung der"
    " Hilfebedürftigkeit nur solche, die sie nicht voraussetzen.",
    "Offers rest on a plan that is worked on; before need is established only such as do not"
    " presuppose it.",
    event="offer_made",
    where=was_in("trust", "plan_with_notice", "returning", "support_with_plan")
    | (was_in("plan_before_need") & ~fact("service_presupposes_need"))
    | (was_in("moved_with_plan") & (fact("need_established") | ~fact("service_presupposes_need"))),
)
always(
    "offer_is_no_demand",
    Modality.MUST,
    ("15.25", "15.26"),
    "Ein Angebot ergeht gesondert und ohne RFB und ändert den Stand des Falles nicht.",
    "An offer is made apart from the plan and without RFB, and changes nothing about the case.",
    when=event("offer_made"),
    then=every(
        emits("offer", notice=False, apart_from_plan=True),
        ~emits("offer", notice=True),
        ~emits("offer", apart_from_plan=False),
        keeps("plan", "invitation", "talk", "measure", "demand"),
        keeps("appointment_hearing", "breach_hearing"),
    ),
)
