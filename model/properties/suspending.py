"""Properties: § 10 suspension, waiver of the plan, and participation plans in rehabilitation."""

from __future__ import annotations

from ..vocabulary import Modality
from .case_stages import BESIDE_PLAN, IN_CARE, NO_TALK, leads
from .formula import emits, event, every, fact, implies, is_in, keeps, was_in
from .register import accepted, always

_BEGINS = event("ground_begins")
_ENDS = event("ground_ends")
_GRANTED = event("waiver_granted")
_WITHOUT_NOTICE = was_in("trust", "returning")
_SUSPENDED_FROM = (
    ("first_talk_outstanding", "suspended_before_talk"),
    ("legacy_agreement", "suspended_before_talk"),
    ("analysis_outstanding", "suspended_before_analysis"),
    ("waived", "suspended_before_analysis"),
    ("plan_outstanding", "suspended_without_plan"),
    ("legacy_analysed", "suspended_without_plan"),
    ("conciliation_over_creation", "suspended_without_plan"),
    ("moved_without_plan", "suspended_without_plan"),
    ("not_agreed", "suspended_not_agreed"),
    ("trust", "suspended_trust"),
    ("plan_before_need", "suspended_trust"),
    ("moved_with_plan", "suspended_trust"),
    ("conciliation_over_update_trust", "suspended_trust"),
    ("plan_with_notice", "suspended_notice"),
    ("conciliation_over_update_notice", "suspended_notice"),
    ("returning", "suspended_returning"),
    ("conciliation_over_update_returning", "suspended_returning"),
)
_LEADS_BACK = (
    ("suspended_before_talk", "first_talk_outstanding"),
    ("suspended_before_analysis", "analysis_outstanding"),
    ("suspended_without_plan", "plan_outstanding"),
    ("suspended_not_agreed", "not_agreed"),
    ("suspended_notice", "plan_with_notice"),
    ("suspended_returning", "returning"),
)

# -- § 10 ----------------------------------------------------------------------------------------

accepted(
    "ground_can_begin_in_care",
    Modality.MAY,
    ("15.19",),
    "Ein Tatbestand des § 10 kann in jedem betreuten, nicht schon ausgesetzten Fall eintreten, nur"
    " nicht mitten im Gespräch und nicht in nachgehender Betreuung.",
    "A § 10 ground can begin in any case in care that is not yet suspended, but not in the middle"
    " of a talk nor in follow-up support.",
    event="ground_begins",
    where=IN_CARE & ~was_in("suspended", "follow_up_support") & NO_TALK,
)
always(
    "suspension_remembers_where_it_began",
    Modality.SHOULD,
    ("15.19",),
    "Die Aussetzung ist vermerkt und merkt sich, wie weit die Zusammenarbeit war.",
    "A suspension is on record and remembers how far cooperation had come.",
    when=_BEGINS,
    then=emits("ground_recorded") & leads(_SUSPENDED_FROM),
)
always(
    "nothing_is_asked_during_suspension",
    Modality.SHOULD,
    ("15.19",),
    "Mit der Aussetzung enden Maßnahmen; Einladung und Gespräch bleiben, wie sie sind.",
    "With a suspension measures end; invitation and talk stay as they are.",
    when=_BEGINS,
    then=is_in("no_measure") & keeps("invitation", "talk"),
)
accepted(
    "ground_reviewed_in_suspension",
    Modality.SHOULD,
    ("15.19",),
    "Der Tatbestand des § 10 wird überprüft, solange ausgesetzt ist.",
    "A § 10 ground is reviewed as long as the case is suspended.",
    event="ground_reviewed",
    where=was_in("suspended"),
)
always(
    "ground_review_only_reviews",
    Modality.SHOULD,
    ("15.19",),
    "Die Überprüfung des § 10 wird vermerkt und ändert selbst nichts.",
    "A review of the § 10 ground is on record and changes nothing itself.",
    when=event("ground_reviewed"),
    then=emits("ground_review", result="continues") & keeps("plan", *BESIDE_PLAN),
)
accepted(
    "ground_can_end_in_suspension",
    Modality.SHOULD,
    ("15.19",),
    "Enden kann der Tatbestand des § 10, solange ausgesetzt ist, nur nicht mitten im Gespräch.",
    "A § 10 ground can end as long as the case is suspended, but not in the middle of a talk.",
    event="ground_ends",
    where=was_in("suspended") & NO_TALK,
)
always(
    "suspension_leads_back_to_where_it_began",
    Modality.SHOULD,
    ("15.19", "15.12", "15.46"),
    "Nach der Aussetzung geht es weiter, wo die Zusammenarbeit war; ein Plan ohne RFB gilt vor"
    " Feststellung der Hilfebedürftigkeit als vorläufiger; alles andere bleibt.",
    "After a suspension work goes on where cooperation was; before need is established a plan"
    " without RFB is in force as one of that kind; all else stays.",
    when=_ENDS,
    then=every(
        emits("ground_review", result="ended"),
        leads(_LEADS_BACK),
        implies(was_in("suspended_trust") & fact("need_established"), is_in("trust")),
        implies(was_in("suspended_trust") & ~fact("need_established"), is_in("plan_before_need")),
        keeps(*BESIDE_PLAN),
    ),
)

# -- waiver --------------------------------------------------------------------------------------

accepted(
    "waiver_for_people_integrated_to_capacity",
    Modality.MAY,
    ("15.18",),
    "Auf den Plan kann im Gespräch verzichtet werden, wenn jemand nach Kräften erwerbstätig und in"
    " sechs Monaten keine Änderung zu erwarten ist, solange ohne RFB zusammengearbeitet wird.",
    "The plan may be waived in a talk if somebody works to capacity and no change is expected"
    " within six months, as long as work goes on without RFB.",
    event="waiver_granted",
    where=was_in("in_talk")
    & was_in(
        "analysis_outstanding",
        "plan_outstanding",
        "trust",
        "returning",
        "moved_with_plan",
        "moved_without_plan",
    )
    & fact("integrated_to_capacity")
    & fact("no_change_expected"),
)
always(
    "waiver_replaces_the_plan",
    Modality.MAY,
    ("15.18",),
    "Der Verzicht ist begründet und dokumentiert; er ersetzt den Plan und beendet Maßnahmen, die"
    " auf ihm beruhen, sonst nichts.",
    "A waiver is reasoned and documented; it replaces the plan and ends measures that rest on it,"
    " nothing else.",
    when=_GRANTED,
    then=every(
        is_in("waived"),
        emits("waiver_documented"),
        implies(_WITHOUT_NOTICE, is_in("no_measure")),
        implies(~_WITHOUT_NOTICE, keeps("measure")),
        keeps("invitation", "talk", "demand", "appointment_hearing", "breach_hearing"),
    ),
)
accepted(
    "waiver_goes_on_after_joint_review",
    Modality.SHOULD,
    ("15.18",),
    "Ein Verzicht besteht fort, wenn im Gespräch weiterhin keine Änderung zu erwarten ist.",
    "A waiver goes on if in a talk still no change is expected.",
    event="waiver_reviewed",
    where=was_in("waived") & was_in("in_talk") & fact("no_change_expected"),
)
always(
    "waiver_review_only_reviews",
    Modality.SHOULD,
    ("15.18",),
    "Das Fortbestehen des Verzichts wird dokumentiert und ändert selbst nichts.",
    "That a waiver goes on is documented and changes nothing itself.",
    when=event("waiver_reviewed"),
    then=emits("waiver_review", result="continues") & keeps("plan", *BESIDE_PLAN),
)
accepted(
    "waiver_can_end_at_any_time",
    Modality.SHOULD,
    ("15.18", "15.12"),
    "Ein Verzicht kann jederzeit enden, auch mitten im Gespräch.",
    "A waiver can end at any time, in the middle of a talk too.",
    event="waiver_ends",
    where=was_in("waived"),
)
always(
    "analysis_follows_a_waiver",
    Modality.SHOULD,
    ("15.18", "15.12", "15.9"),
    "Nach dem Verzicht steht die Potenzialanalyse an; das Ende ist dokumentiert, und alles andere"
    " bleibt.",
    "After a waiver the potential analysis is next; its end is documented, and all else stays.",
    when=event("waiver_ends"),
    then=is_in("analysis_outstanding")
    & emits("waiver_review", result="ended")
    & keeps(*BESIDE_PLAN),
)

# -- rehabilitation ------------------------------------------------------------------------------

accepted(
    "participation_plans_in_rehabilitation",
    Modality.SHOULD,
    ("15.41", "15.77"),
    "Ein Teilhabeplan kommt in jedem betreuten Rehabilitationsfall vor, in keinem anderen.",
    "Participation plans come up in any case in care with rehabilitation, and in no other.",
    event="participation_plan_concluded",
    where=IN_CARE & fact("rehabilitation"),
)
always(
    "participation_plan_on_file",
    Modality.SHOULD,
    ("15.41",),
    "Der Teilhabeplan kommt zur Akte, die Träger unterrichten einander; am Stand des Falles ändert"
    " er selbst nichts.",
    "A participation plan is put on file and the agencies inform each other; it changes nothing"
    " itself about where the case stands.",
    when=event("participation_plan_concluded"),
    then=emits("participation_plan_recorded")
    & emits("information_exchange")
    & keeps("plan", *BESIDE_PLAN),
)
