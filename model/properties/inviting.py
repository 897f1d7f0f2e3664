"""Properties: who is invited how, and what follows when somebody does not appear."""

from __future__ import annotations

from ..vocabulary import Modality
from .circumstances import IMPORTANT_REASON, exactly_if
from .formula import emits, event, every, fact, implies, is_in, keeps, was_in
from .register import accepted, always

_INVITED = event("invitation_sent")
_REPORTING = event("reporting_invitation_sent")
_MISSED = event("talk_missed")
_REPORTING_MISSED = event("reporting_missed")
_JOBCENTER_RESPONSIBLE = ~was_in("outside", "exempt", "closed")
_WAITING_FOR_TALK = was_in("first_sent", "plain_sent", "once_sent", "notice_sent")
_WAITING_FOR_REPORTING = was_in("plain_reporting", "notice_reporting")
_IN_SUPPORT = was_in("follow_up_support")
_NOTICE_DUE = was_in("once_due", "notice_due")
_PLAIN_DUE = was_in("plain_due") | (was_in("first_due") & ~fact("first_invitation_with_notice"))
_UNEXCUSED = ~IMPORTANT_REASON & ~_IN_SUPPORT
"""No important reason is known, and benefit is received, so RFB can follow (15.8, 15.50)."""

_MISSED_APPOINTMENT = ~IMPORTANT_REASON & (
    was_in("once_sent", "notice_sent") | _WAITING_FOR_REPORTING
)
"""An invitation with RFB was not followed, without an important reason (§ 32(1))."""

# -- sending invitations -------------------------------------------------------------------------

accepted(
    "invited_when_nothing_is_out",
    Modality.SHOULD,
    ("15.6", "15.48", "15.50", "15.74"),
    "Eingeladen wird, wenn keine Einladung läuft, kein Gespräch stattfindet und das Jobcenter"
    " zuständig ist.",
    "Invitations are sent when none is out, no talk is being held and the Jobcenter is"
    " responsible.",
    event="invitation_sent",
    where=was_in("first_due", "plain_due", "once_due", "notice_due")
    & was_in("no_talk")
    & _JOBCENTER_RESPONSIBLE,
)
always(
    "invitation_of_the_kind_that_is_due",
    Modality.SHOULD,
    ("15.6", "15.8", "15.48", "15.50"),
    "Verschickt wird die Einladung, die ansteht: die erste, eine ohne RFB, nach Nichterscheinen"
    " eine mit RFB oder eine weitere mit RFB.",
    "The invitation that is due is sent: the first one, one without RFB, one with RFB after a"
    " no-show, or a further one with RFB.",
    when=_INVITED,
    then=every(
        implies(was_in("first_due"), is_in("first_sent") & ~emits("invitation", to="follow_up")),
        implies(was_in("plain_due"), is_in("plain_sent")),
        implies(was_in("once_due"), is_in("once_sent")),
        implies(was_in("notice_due"), is_in("notice_sent")),
        exactly_if(was_in("first_due"), emits("invitation", to="first_talk")),
        exactly_if(~was_in("first_due"), emits("invitation", to="follow_up")),
    ),
)
always(
    "notice_of_an_invitation_follows_its_kind",
    Modality.SHOULD,
    ("15.6", "15.8", "15.48", "15.50"),
    "Nur Einladungen nach Nichterscheinen und geklärte weitere Einladungen tragen eine RFB.",
    "Only invitations after a no-show, and further ones as clarified, carry RFB.",
    when=_INVITED,
    then=every(
        implies(_NOTICE_DUE, emits("invitation", notice=True) & ~emits("invitation", notice=False)),
        implies(_PLAIN_DUE, emits("invitation", notice=False) & ~emits("invitation", notice=True)),
    ),
)
always(
    "representative_told_of_invitation",
    Modality.MUST,
    ("15.57",),
    "Die gesetzliche Vertretung wird genau dann belehrt, wenn Minderjährige zu einem Folgegespräch"
    " oder Meldetermin mit RFB eingeladen werden.",
    "The legal representative is instructed exactly where minors are invited with RFB to a"
    " follow-up talk or a reporting date.",
    when=_INVITED | _REPORTING,
    then=exactly_if(
        fact("minor") & (_NOTICE_DUE | _REPORTING),
        emits("representative_instructed"),
    ),
)
always(
    "invitation_changes_nothing_else",
    Modality.SHOULD,
    ("15.1", "15.48", "15.49"),
    "Eine Einladung ändert weder Plan noch Gespräch, Maßnahme, Aufforderung oder Anhörung.",
    "An invitation leaves plan, talk, measure, demand and hearings alone.",
    when=_INVITED | _REPORTING,
    then=keeps("plan", "talk", "measure", "demand", "appointment_hearing", "breach_hearing"),
)

# -- reporting dates -----------------------------------------------------------------------------

accepted(
    "reporting_date_beside_follow_up_talks",
    Modality.MAY,
    ("15.49", "15.6", "15.8", "15.50", "§ 59 SGB II"),
    "Zu einem Meldetermin kann eingeladen werden, solange Leistungen bezogen werden; nicht vor dem"
    " Erstgespräch, und nach Nichterscheinen folgt zuerst die Einladung zum Gespräch.",
    "There may be an invitation to a reporting date while benefit is received; not before the"
    " first talk, and after a no-show the invitation to a talk comes first.",
    event="reporting_invitation_sent",
    where=was_in("plain_due", "notice_due")
    & was_in("no_talk")
    & _JOBCENTER_RESPONSIBLE
    & ~_IN_SUPPORT,
)
always(
    "reporting_date_carries_notice",
    Modality.MAY,
    ("15.49", "§ 59 SGB II"),
    "Zum Meldetermin wird mit RFB eingeladen; ob danach Einladungen RFB tragen, bleibt offen.",
    "The invitation to a reporting date carries RFB; whether later ones do stays as it was.",
    when=_REPORTING,
    then=every(
        emits("invitation", to="reporting", notice=True),
        implies(was_in("plain_due"), is_in("plain_reporting")),
        implies(was_in("notice_due"), is_in("notice_reporting")),
    ),
)
accepted(
    "reporting_date_can_be_kept",
    Modality.MAY,
    ("15.49",),
    "Wahrnehmen kann man nur einen Meldetermin, zu dem eingeladen ist.",
    "Only a reporting date to which there is an invitation can be kept.",
    event="reporting_kept",
    where=_WAITING_FOR_REPORTING,
)
accepted(
    "reporting_date_can_be_missed",
    Modality.MAY,
    ("15.49", "§ 32 SGB II"),
    "Versäumen kann man nur einen Meldetermin, zu dem eingeladen ist.",
    "Only a reporting date to which there is an invitation can be missed.",
    event="reporting_missed",
    where=_WAITING_FOR_REPORTING,
)
always(
    "invitations_after_reporting_as_before",
    Modality.MAY,
    ("15.49", "15.48"),
    "Nach dem Meldetermin wird zu Gesprächen eingeladen wie zuvor, ob er wahrgenommen wurde oder"
    " nicht.",
    "After a reporting date invitations to talks go on as before, whether it was kept or not.",
    when=event("reporting_kept") | _REPORTING_MISSED,
    then=every(
        implies(was_in("plain_reporting"), is_in("plain_due")),
        implies(was_in("notice_reporting"), is_in("notice_due")),
        implies(event("reporting_kept"), keeps("appointment_hearing")),
        keeps("plan", "talk", "measure", "demand", "breach_hearing"),
    ),
)

# -- not appearing -------------------------------------------------------------------------------

accepted(
    "talk_can_be_missed",
    Modality.SHOULD,
    ("15.8", "15.50"),
    "Versäumen kann man nur ein Gespräch, zu dem eingeladen ist.",
    "Only a talk to which there is an invitation can be missed.",
    event="talk_missed",
    where=_WAITING_FOR_TALK,
)
always(
    "invitation_after_a_missed_talk",
    Modality.SHOULD,
    ("15.8", "15.50"),
    "Ohne bekannten wichtigen Grund trägt die nächste Einladung zum Gespräch eine RFB; mit"
    " wichtigem Grund und in der nachgehenden Betreuung wird eingeladen wie zuvor.",
    "Without a known important reason the next invitation to a talk carries RFB; with one, and in"
    " follow-up support, invitations go on as before.",
    when=_MISSED,
    then=implies(_UNEXCUSED & fact("invitation_after_no_show_with_notice"), is_in("once_due"))
    & implies(
        ~_UNEXCUSED,
        every(
            implies(was_in("first_sent"), is_in("first_due")),
            implies(was_in("plain_sent"), is_in("plain_due")),
            implies(was_in("once_sent"), is_in("once_due")),
            implies(was_in("notice_sent"), is_in("notice_due")),
        ),
    ),
)
always(
    "no_show_records_whether_reason_is_known",
    Modality.MUST,
    ("15.8", "15.50", "15.51"),
    "Das Nichterscheinen ist vermerkt, und dabei, ob ein wichtiger Grund bekannt ist.",
    "A no-show is on record, and with it whether an important reason is known.",
    when=_MISSED | _REPORTING_MISSED,
    then=every(
        emits("no_show"),
        exactly_if(IMPORTANT_REASON, emits("no_show", reason_known=True)),
        exactly_if(~IMPORTANT_REASON, emits("no_show", reason_known=False)),
    ),
)
always(
    "missed_appointment_is_heard",
    Modality.MUST,
    ("§ 32(1) SGB II", "§ 24 SGB X", "15.51"),
    "Ein Meldeversäumnis führt genau dann zur Anhörung, wenn die Einladung eine RFB trug und kein"
    " wichtiger Grund vorliegt; der wichtige Grund ist dann geprüft.",
    "A missed appointment leads to a hearing exactly where the invitation carried RFB and there is"
    " no important reason; the important reason has been considered then.",
    when=_MISSED | _REPORTING_MISSED,
    then=every(
        implies(
            _MISSED_APPOINTMENT & fact("reduction_layer"),
            every(
                emits("hearing_opened", ground="missed_appointment"),
                is_in("appointment_hearing_open"),
                emits("important_reason_considered", found=False),
            ),
        ),
        implies(~_MISSED_APPOINTMENT, ~emits("hearing_opened") & keeps("appointment_hearing")),
    ),
)
always(
    "no_show_changes_nothing_else",
    Modality.MUST,
    ("15.1", "15.50"),
    "Ein versäumtes Gespräch ändert weder Plan noch Maßnahme, Aufforderung oder die Anhörung zu"
    " einer Pflichtverletzung.",
    "A missed talk leaves plan, measure, demand and the hearing on a breach of duty alone.",
    when=_MISSED,
    then=keeps("plan", "talk", "measure", "demand", "breach_hearing"),
)
