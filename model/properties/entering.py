"""Properties: how a case begins, who is responsible, and what age, need and work change in it."""

from __future__ import annotations

from ..vocabulary import Modality
from .case_stages import BESIDE_PLAN, IN_CARE, NO_TALK
from .circumstances import OLD_AGREEMENT, OPEN_CASE, exactly_if
from .formula import emits, event, every, fact, implies, is_in, keeps, was_in
from .register import accepted, always

_ENTRY = event("enter")
_FROM_INSURANCE = event("enter_from_unemployment_insurance")
_BEGINS = event("unemployment_benefit_begins")
_ENDS = event("unemployment_benefit_ends")
_NEED = event("need_established")
_OLD_AGREEMENT_BROUGHT = _ENTRY & fact("legacy_agreement") & fact("legacy_period_open")

# -- entry ---------------------------------------------------------------------------------------

accepted(
    "case_begins_once",
    Modality.SHOULD,
    ("15.12",),
    "Ein Fall beginnt mit dem Zugang, und nur einmal.",
    "A case begins when the person enters benefit, and only once.",
    event="enter",
    where=was_in("outside"),
)
accepted(
    "change_from_insurance_begins_a_case",
    Modality.SHOULD,
    ("15.73", "15.12"),
    "Auch der Rechtskreiswechsel aus dem SGB III beginnt einen Fall, und nur einmal.",
    "To change over from SGB III begins a case as well, and only once.",
    event="enter_from_unemployment_insurance",
    where=was_in("outside"),
)
always(
    "entry_leads_to_first_talk",
    Modality.SHOULD,
    ("15.74", "15.69", "15.73", "15.12", "15.6"),
    "Der Zugang führt zum Erstgespräch, es sei denn, Arbeitslosengeld wird daneben bezogen oder"
    " eine alte Vereinbarung gilt noch; sonst geschieht mit ihm nichts.",
    "Entry leads to the first talk, unless unemployment benefit is received beside or an old"
    " agreement is still in force; nothing else happens with it.",
    when=_ENTRY | _FROM_INSURANCE,
    then=every(
        exactly_if(fact("unemployment_benefit"), is_in("exempt")),
        implies(
            ~fact("unemployment_benefit"),
            exactly_if(_OLD_AGREEMENT_BROUGHT, is_in("legacy_agreement"))
            & exactly_if(~_OLD_AGREEMENT_BROUGHT, is_in("first_talk_outstanding")),
        ),
        keeps(*BESIDE_PLAN),
    ),
)

# -- unemployment benefit beside -----------------------------------------------------------------

accepted(
    "agency_may_become_responsible",
    Modality.MUST,
    ("15.74",),
    "Kommt Arbeitslosengeld hinzu, wechselt jeder betreute Fall, auch aus der Schlichtung, nur"
    " nicht mitten im Gespräch.",
    "When unemployment benefit begins, every case in care changes over, from conciliation too, but"
    " not in the middle of a talk.",
    event="unemployment_benefit_begins",
    where=IN_CARE & NO_TALK,
)
always(
    "agency_takes_over_integration_work",
    Modality.MUST,
    ("15.74",),
    "Neben Arbeitslosengeld gibt es weder Plan noch Maßnahme noch Aufforderung des Jobcenters.",
    "Beside unemployment benefit the Jobcenter has neither plan nor measure nor demand.",
    when=_BEGINS,
    then=every(is_in("exempt"), is_in("no_measure"), is_in("no_demand")),
)
accepted(
    "jobcenter_responsible_again",
    Modality.MUST,
    ("15.74", "15.73"),
    "Enden kann das Arbeitslosengeld, wo es daneben bezogen wird.",
    "Unemployment benefit can end where it is received beside.",
    event="unemployment_benefit_ends",
    where=was_in("exempt"),
)
always(
    "first_talk_after_unemployment_benefit",
    Modality.SHOULD,
    ("15.73", "15.74"),
    "Endet das Arbeitslosengeld, steht das Erstgespräch an, und alles andere bleibt.",
    "When unemployment benefit ends, the first talk is next, and all else stays.",
    when=_ENDS,
    then=is_in("first_talk_outstanding") & keeps(*BESIDE_PLAN),
)

# -- need is established -------------------------------------------------------------------------

accepted(
    "need_established_once",
    Modality.SHOULD,
    ("15.12",),
    "Die Hilfebedürftigkeit wird in jedem betreuten Fall einmal festgestellt.",
    "Need is established once, in any case in care.",
    event="need_established",
    where=IN_CARE & ~fact("need_established"),
)
always(
    "early_plan_goes_on_after_need",
    Modality.SHOULD,
    ("15.12", "15.46"),
    "Mit der Feststellung der Hilfebedürftigkeit gilt der zuvor gemachte Plan ohne RFB weiter, und"
    " es ist vermerkt, dass er zu aktualisieren ist; sonst ändert sie den Stand nicht.",
    "When need is established, a plan made before goes on without RFB, and it is on record that it"
    " is to be updated; otherwise this does not change where a case stands.",
    when=_NEED,
    then=every(
        exactly_if(was_in("plan_before_need"), emits("need_recorded")),
        implies(was_in("plan_before_need"), is_in("trust")),
        implies(~was_in("plan_before_need"), keeps("plan")),
        keeps(*BESIDE_PLAN),
    ),
)

# -- age and work --------------------------------------------------------------------------------

accepted(
    "minors_come_of_age",
    Modality.MUST,
    ("15.15", "15.57"),
    "Volljährig werden Minderjährige in jedem offenen Fall, auch mitten im Gespräch.",
    "Minors come of age in any open case, in the middle of a talk too.",
    event="came_of_age",
    where=OPEN_CASE & fact("minor"),
)
accepted(
    "young_adults_turn_25",
    Modality.MUST,
    ("§ 31a(6) SGB II", "§ 44c(4) SGB II"),
    "25 werden volljährige Personen unter 25 in jedem offenen Fall.",
    "People under 25 who have come of age turn 25 in any open case.",
    event="turned_25",
    where=OPEN_CASE & fact("under_25") & ~fact("minor"),
)
accepted(
    "work_to_capacity_can_begin",
    Modality.MAY,
    ("15.18",),
    "Nach Kräften erwerbstätig wird, wer es noch nicht ist, in jedem betreuten Fall ohne Verzicht.",
    "Who does not yet work to capacity may begin to, in any case in care without a waiver.",
    event="works_to_capacity",
    where=IN_CARE & ~was_in("waived") & ~fact("integrated_to_capacity"),
)
always(
    "age_and_work_decide_nothing",
    Modality.MUST,
    ("15.15", "15.18", "15.1"),
    "Alter und Arbeit ändern für sich nichts am Stand des Falles.",
    "Age and work change nothing by themselves about where a case stands.",
    when=event("came_of_age", "turned_25", "works_to_capacity"),
    then=keeps("plan", *BESIDE_PLAN),
)

# -- old agreements ------------------------------------------------------------------------------

accepted(
    "old_agreement_can_run_out",
    Modality.MUST,
    ("15.69",),
    "Auslaufen kann die alte Vereinbarung, wo sie gilt, auch mitten im Gespräch.",
    "The old agreement can run out where it is in force, in the middle of a talk too.",
    event="legacy_agreement_expired",
    where=OLD_AGREEMENT,
)
always(
    "integration_work_goes_on_after_old_agreement",
    Modality.MUST,
    ("15.69", "15.12"),
    "Läuft die alte Vereinbarung aus, ist das vermerkt; an ihre Stelle tritt das Erstgespräch, nach"
    " der Analyse der Plan, und alles andere bleibt.",
    "When the old agreement runs out, this is on record; the first talk takes its place, or the"
    " plan once the analysis is made, and all else stays.",
    when=event("legacy_agreement_expired"),
    then=every(
        emits("legacy_ended"),
        implies(was_in("legacy_agreement"), is_in("first_talk_outstanding")),
        implies(was_in("legacy_analysed"), is_in("plan_outstanding")),
        keeps("invitation", "talk", "measure", "demand", "appointment_hearing"),
    ),
)
