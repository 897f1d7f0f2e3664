"""Properties: talks, what they lead to, and the potential analysis made or reviewed in them."""

from __future__ import annotations

from ..vocabulary import Modality
from .circumstances import exactly_if
from .formula import clock, emits, event, every, fact, implies, is_in, keeps, was_in
from .register import accepted, always

_HELD = event("talk_held")
_ENDED = event("talk_ended")
_ANALYSED = event("analysis_completed")
_REVIEWED = event("analysis_reviewed")
_FIRST_TALK = was_in("first_talk_outstanding", "suspended_before_talk", "legacy_agreement")
_WITHOUT_ANALYSIS = was_in("analysis_outstanding", "suspended_before_analysis", "legacy_agreement")
_CLARIFIES_INVITATIONS = was_in("once_clarifying", "notice_due")
_FACTS_TAKEN_OVER = fact("facts_established") & ~fact("signs_of_change")

# -- talks ---------------------------------------------------------------------------------------

accepted(
    "talk_follows_invitation",
    Modality.SHOULD,
    ("15.6", "15.48", "15.50"),
    "Ein Gespräch findet statt, wenn dazu eingeladen ist.",
    "A talk is held where there is an invitation to it.",
    event="talk_held",
    where=was_in("first_sent", "plain_sent", "once_sent", "notice_sent"),
)
always(
    "first_talk_and_follow_up_talks",
    Modality.SHOULD,
    ("15.7", "15.47", "15.61"),
    "Das erste Gespräch ist das Erstgespräch, jedes weitere ein Folgegespräch, auch nach einem"
    " Umzug.",
    "The first talk is the first talk, every later one a follow-up, after a move as well.",
    when=_HELD,
    then=every(
        is_in("talk_open"),
        exactly_if(_FIRST_TALK, emits("talk", kind="first")),
        exactly_if(~_FIRST_TALK, emits("talk", kind="follow_up")),
    ),
)
always(
    "first_talk_leads_to_analysis",
    Modality.SHOULD,
    ("15.9", "15.7", "15.19"),
    "Auf das Erstgespräch folgt die Potenzialanalyse; jedes andere Gespräch lässt den Stand des"
    " Plans, wie er ist.",
    "The first talk leads to the potential analysis; any other talk leaves the plan where it"
    " stands.",
    when=_HELD,
    then=every(
        implies(
            was_in("first_talk_outstanding"),
            is_in("analysis_outstanding")
            & clock("stop", "first_talk_due")
            & clock("start", "analysis_due"),
        ),
        implies(was_in("suspended_before_talk"), is_in("suspended_before_analysis")),
        implies(~was_in("first_talk_outstanding", "suspended_before_talk"), keeps("plan")),
    ),
)
always(
    "plan_sought_only_without_agreement",
    Modality.SHOULD,
    ("15.64",),
    "Erneut angestrebt wird ein Plan genau in den Gesprächen ohne Einigung.",
    "A plan is sought again exactly in the talks without agreement.",
    when=_HELD,
    then=exactly_if(was_in("not_agreed"), emits("plan_sought")),
)
always(
    "who_appears_is_invited_as_before",
    Modality.SHOULD,
    ("15.48", "15.50"),
    "Wer erscheint, wird weiter ohne RFB eingeladen; nach einer Einladung mit RFB klärt das"
    " Gespräch, wie es weitergeht.",
    "Who appears goes on being invited without RFB; after an invitation with RFB the talk clears"
    " how it goes on.",
    when=_HELD,
    then=every(
        implies(was_in("first_sent", "plain_sent"), is_in("plain_due")),
        implies(was_in("once_sent"), is_in("once_clarifying")),
        implies(was_in("notice_sent"), is_in("notice_due")),
    ),
)
accepted(
    "every_talk_can_end",
    Modality.SHOULD,
    ("15.13",),
    "Jedes laufende Gespräch kann enden.",
    "Every talk that is held can end.",
    event="talk_ended",
    where=was_in("in_talk"),
)
always(
    "talk_clears_further_invitations",
    Modality.SHOULD,
    ("15.50", "15.48"),
    "Nach einer Einladung mit RFB legt das Gespräch fest, ob weitere Einladungen eine RFB tragen;"
    " sonst bleibt es bei Einladungen ohne RFB.",
    "After an invitation with RFB the talk settles whether further ones carry it; otherwise"
    " invitations stay without RFB.",
    when=_ENDED,
    then=every(
        is_in("no_talk"),
        implies(_CLARIFIES_INVITATIONS & fact("further_notice"), is_in("notice_due")),
        implies(_CLARIFIES_INVITATIONS & ~fact("further_notice"), is_in("plain_due")),
        implies(~_CLARIFIES_INVITATIONS, keeps("invitation")),
        keeps("plan"),
    ),
)
always(
    "talk_leaves_the_rest_alone",
    Modality.MUST,
    ("15.1", "15.13"),
    "Gespräch und Analyse lassen Maßnahme, Aufforderung und Anhörungen, wie sie sind.",
    "Talk and analysis leave measure, demand and hearings as they are.",
    when=_HELD | _ENDED | _ANALYSED | _REVIEWED,
    then=keeps("measure", "demand", "appointment_hearing", "breach_hearing"),
)

# -- the potential analysis ----------------------------------------------------------------------

accepted(
    "analysis_made_in_talk_where_outstanding",
    Modality.SHOULD,
    ("15.3", "15.9", "15.69"),
    "Die Potenzialanalyse wird im Gespräch erhoben, wenn sie noch aussteht, auch neben der alten"
    " Vereinbarung.",
    "The potential analysis is made in a talk where it is outstanding, beside the old agreement as"
    " well.",
    event="analysis_completed",
    where=was_in("talk_open") & _WITHOUT_ANALYSIS,
)
always(
    "analysis_leads_to_plan",
    Modality.SHOULD,
    ("15.12", "15.20", "15.19", "15.69"),
    "Nach der Potenzialanalyse steht der Plan an, und die Frist dafür läuft.",
    "After the potential analysis the plan is next, and its time runs.",
    when=_ANALYSED,
    then=every(
        is_in("talk_analysed"),
        implies(
            was_in("analysis_outstanding"),
            is_in("plan_outstanding") & clock("stop", "analysis_due") & clock("start", "plan_due"),
        ),
        implies(was_in("suspended_before_analysis"), is_in("suspended_without_plan")),
        implies(was_in("legacy_agreement"), is_in("legacy_analysed")),
        keeps("invitation"),
    ),
)
always(
    "analysis_shortened_where_facts_are_known",
    Modality.MAY,
    ("15.11", "15.73"),
    "Bekannte Tatsachen werden nur bei Anhaltspunkten für Veränderungen erneut festgestellt.",
    "Known facts are established again only where there are signs of change.",
    when=_ANALYSED | emits("analysis"),
    then=exactly_if(_FACTS_TAKEN_OVER, emits("analysis", shortened=True))
    & exactly_if(~_FACTS_TAKEN_OVER, emits("analysis", shortened=False)),
)
always(
    "analysis_checks_rehabilitation_need",
    Modality.SHOULD,
    ("15.9",),
    "Jede Potenzialanalyse prüft den Rehabilitationsbedarf.",
    "Every potential analysis checks whether rehabilitation is needed.",
    when=_ANALYSED | emits("analysis"),
    then=emits("analysis") & emits("rehabilitation_check"),
)
always(
    "municipal_services_recorded_with_consent",
    Modality.SHOULD,
    ("15.27",),
    "Erkannter Bedarf nach § 16a wird mit Einverständnis in der Analyse erfasst, sonst nicht.",
    "A need for municipal services is recorded in the analysis with consent, and not without.",
    when=_ANALYSED,
    then=exactly_if(fact("municipal_consent"), emits("municipal_service_recorded", consent=True))
    & ~emits("municipal_service_recorded", consent=False),
)
accepted(
    "existing_analysis_reviewed_in_talk",
    Modality.SHOULD,
    ("15.66", "15.61"),
    "Überprüft wird die Potenzialanalyse im Gespräch, sobald es eine gibt und auf den Plan nicht"
    " verzichtet ist.",
    "The potential analysis is reviewed in a talk once there is one and the plan is not waived.",
    event="analysis_reviewed",
    where=was_in("talk_open") & ~_FIRST_TALK & ~_WITHOUT_ANALYSIS & ~was_in("waived"),
)
always(
    "review_of_analysis_is_recorded",
    Modality.SHOULD,
    ("15.66", "15.61"),
    "Die Überprüfung der Analyse ist vermerkt und ändert selbst weder Plan noch Einladung.",
    "The review of the analysis is on record and itself changes neither plan nor invitation.",
    when=_REVIEWED,
    then=emits("analysis_review") & is_in("talk_analysed") & keeps("plan", "invitation"),
)
