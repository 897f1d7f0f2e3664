"""Properties: from when to when each deadline runs, is held, and begins anew.

A deadline is told by the states in which what is due is still to be done; the steps looked at are
those that lead a case from one state to another.
"""

from __future__ import annotations

from ..vocabulary import Modality
from .case_stages import SUSPENDED_WITH_PLAN, UPDATE_CONCILIATIONS, WITH_PLAN
from .circumstances import exactly_if
from .formula import Formula, clock, emits, event, every, implies, is_in, was_in
from .register import always

_ENTRY_AND_EXIT = (
    "enter",
    "enter_from_unemployment_insurance",
    "unemployment_benefit_begins",
    "unemployment_benefit_ends",
    "need_ends_through_work",
    "need_returns",
    "support_ended",
    "support_expired",
    "leave",
)
_IN_CARE = (
    "need_established",
    "moved",
    "legacy_agreement_expired",
    "came_of_age",
    "turned_25",
    "works_to_capacity",
    "ground_begins",
    "ground_reviewed",
    "ground_ends",
    "waiver_granted",
    "waiver_reviewed",
    "waiver_ends",
    "participation_plan_concluded",
)
_PLAN_WORK = (
    "talk_held",
    "analysis_completed",
    "plan_agreed",
    "creation_disagreement",
    "update_agreed",
    "update_unchanged",
    "update_disagreement",
    "conciliation_agreed",
    "conciliation_expired",
)
_STEP = event(*_ENTRY_AND_EXIT, *_IN_CARE, *_PLAN_WORK)
"""What leads a case from one state of its plan to another."""

_VERSION = emits("plan_issued") | emits("plan_confirmed_unchanged")
"""The plan is made, updated or confirmed (15.12, 15.65, 15.67)."""

_PLAN_THERE = is_in(*WITH_PLAN)
_RESTS = (*UPDATE_CONCILIATIONS, *SUSPENDED_WITH_PLAN)


def _runs_in(deadline: str, *states: str) -> Formula:
    """It begins on entering the states, goes on in them, and ends on leaving them."""
    return exactly_if(~was_in(*states) & is_in(*states), clock("start", deadline)) & exactly_if(
        was_in(*states) & ~is_in(*states), clock("stop", deadline)
    )


def _rests_in_conciliation_and_suspension(deadline: str, begins: Formula) -> Formula:
    """It is held while the plan rests, and goes on afterwards unless it begins anew."""
    return exactly_if(
        is_in(*_RESTS) & (~was_in(*_RESTS) | begins), clock("hold", deadline)
    ) & exactly_if(
        was_in(*_RESTS) & _PLAN_THERE & ~is_in(*_RESTS) & ~begins, clock("resume", deadline)
    )


# -- until there is a plan -----------------------------------------------------------------------

always(
    "first_steps_are_due_one_after_the_other",
    Modality.SHOULD,
    ("15.12", "15.9", "15.20", "15.73", "§ 15(1) SGB II"),
    "Erstgespräch, Analyse und Plan sind jeweils ab dem Zeitpunkt fällig, an dem sie anstehen, und"
    " nur, solange sie anstehen.",
    "First talk, analysis and plan are each due from when they are next, and only as long as they"
    " are.",
    when=_STEP,
    then=every(
        _runs_in("first_talk_due", "first_talk_outstanding"),
        _runs_in("analysis_due", "analysis_outstanding"),
        _runs_in("plan_due", "plan_outstanding"),
    ),
)

# -- updates -------------------------------------------------------------------------------------

always(
    "six_months_run_with_the_plan",
    Modality.SHOULD,
    ("15.65", "15.67", "15.12", "15.28", "15.29"),
    "Die sechs Monate bis zur Fortschreibung laufen genau, solange es einen Plan gibt, und beginnen"
    " nur mit einer neuen Fassung oder Bestätigung von vorn.",
    "The six months until the update run exactly as long as there is a plan, and begin again only"
    " with a new version or a confirmation.",
    when=_STEP,
    then=exactly_if((~was_in(*WITH_PLAN) | _VERSION) & _PLAN_THERE, clock("start", "update_due"))
    & exactly_if(was_in(*WITH_PLAN) & ~_PLAN_THERE, clock("stop", "update_due")),
)
always(
    "six_months_rest_in_conciliation_and_suspension",
    Modality.SHOULD,
    ("15.65", "15.68", "15.19"),
    "Während Schlichtung und Aussetzung ruhen die sechs Monate und laufen danach weiter.",
    "During conciliation and suspension the six months are held, and go on afterwards.",
    when=_STEP,
    then=_rests_in_conciliation_and_suspension("update_due", _VERSION),
)
always(
    "update_soon_after_need",
    Modality.SHOULD,
    ("15.12",),
    "Mit der Feststellung der Hilfebedürftigkeit wird ein zuvor gemachter Plan zur Aktualisierung"
    " fällig, und er bleibt es, bis er aktualisiert ist oder es ihn nicht mehr gibt.",
    "When need is established a plan made before becomes due for an update, and stays due until it"
    " is updated or there is no plan any more.",
    when=_STEP,
    then=exactly_if(
        event("need_established") & was_in("plan_before_need"),
        clock("start", "update_after_need_due"),
    )
    & exactly_if(
        (was_in(*WITH_PLAN) & ~_PLAN_THERE) | (_VERSION & _PLAN_THERE),
        clock("stop", "update_after_need_due"),
    ),
)
always(
    "update_soon_after_move",
    Modality.SHOULD,
    ("15.61",),
    "Nach einem Umzug sind Analyse und Plan zeitnah zu aktualisieren, bis das geschehen ist oder"
    " der Fall einen anderen Weg nimmt.",
    "After a move analysis and plan are to be brought up to date soon, until that is done or the"
    " case goes another way.",
    when=_STEP,
    then=implies(~was_in("moved") & is_in("moved"), clock("start", "update_after_move_due"))
    & implies(clock("start", "update_after_move_due"), is_in("moved"))
    & exactly_if(was_in("moved") & ~is_in("moved"), clock("stop", "update_after_move_due")),
)
always(
    "update_soon_after_participation_plan",
    Modality.SHOULD,
    ("15.41", "15.19", "15.68"),
    "Mit dem Teilhabeplan wird ein Plan zur Anpassung fällig, bis er angepasst ist; in Schlichtung"
    " und Aussetzung ruht die Frist.",
    "With a participation plan a plan becomes due to be adapted, until it is; during conciliation"
    " and suspension the time is held.",
    when=_STEP,
    then=every(
        exactly_if(
            event("participation_plan_concluded") & _PLAN_THERE,
            clock("start", "participation_plan_due"),
        ),
        exactly_if(
            (was_in(*WITH_PLAN) & ~_PLAN_THERE) | (_VERSION & _PLAN_THERE),
            clock("stop", "participation_plan_due"),
        ),
        _rests_in_conciliation_and_suspension(
            "participation_plan_due", event("participation_plan_concluded")
        ),
    ),
)

# -- reviews -------------------------------------------------------------------------------------

always(
    "agreements_reviewed_while_the_plan_works",
    Modality.SHOULD,
    ("15.47",),
    "Absprachen sind regelmäßig zu überprüfen, solange mit dem Plan gearbeitet wird.",
    "Agreements are due for regular review as long as the plan is worked with.",
    when=_STEP,
    then=_runs_in("adherence_review_due", "trust", "plan_with_notice", "returning"),
)
always(
    "return_reviewed_while_notice_applies",
    Modality.SHOULD,
    ("15.62", "15.63"),
    "Die Rückkehr zur Arbeit ohne RFB ist regelmäßig zu prüfen, solange mit RFB gearbeitet wird.",
    "The return to work without RFB is due for regular review as long as work goes on with RFB.",
    when=event(
        *_ENTRY_AND_EXIT,
        *_IN_CARE,
        "plan_agreed",
        "creation_disagreement",
        "update_disagreement",
        "conciliation_expired",
    ),
    then=_runs_in("notice_review_due", "plan_with_notice", "not_agreed"),
)
always(
    "ground_reviewed_every_six_months",
    Modality.SHOULD,
    ("15.19",),
    "Der Tatbestand des § 10 ist alle sechs Monate zu überprüfen, solange ausgesetzt ist; jede"
    " Überprüfung beginnt sie neu.",
    "A § 10 ground is due for review every six months as long as the case is suspended; each review"
    " begins them anew.",
    when=_STEP,
    then=exactly_if(
        is_in("suspended") & (~was_in("suspended") | event("ground_reviewed")),
        clock("start", "ground_review_due"),
    )
    & exactly_if(was_in("suspended") & ~is_in("suspended"), clock("stop", "ground_review_due")),
)
always(
    "waiver_reviewed_every_six_months",
    Modality.SHOULD,
    ("15.18",),
    "Ein Verzicht ist alle sechs Monate zu überprüfen, solange er besteht; jede Überprüfung beginnt"
    " sie neu.",
    "A waiver is due for review every six months as long as it stands; each review begins them"
    " anew.",
    when=_STEP,
    then=exactly_if(
        is_in("waived") & (~was_in("waived") | event("waiver_reviewed")),
        clock("start", "waiver_review_due"),
    )
    & exactly_if(was_in("waived") & ~is_in("waived"), clock("stop", "waiver_review_due")),
)

# -- times that end by themselves ----------------------------------------------------------------

always(
    "hard_times_run_from_beginning_to_end",
    Modality.MUST,
    ("§ 15a(4) SGB II", "15.28", "15.69"),
    "Die Höchstdauern von Schlichtung und nachgehender Betreuung und das Ende der alten"
    " Vereinbarung laufen mit ihnen, von Anfang bis Ende und ohne neu zu beginnen.",
    "The limits of conciliation and follow-up support and the last day of an old agreement run with"
    " them, from beginning to end and without beginning anew.",
    when=_STEP,
    then=every(
        _runs_in("conciliation_end", "conciliation"),
        _runs_in("support_end", "follow_up_support"),
        _runs_in("legacy_end", "legacy_agreement", "legacy_analysed"),
    ),
)
