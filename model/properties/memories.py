"""What properties remember of a case: one bit each, set and cleared by events and acts."""

from __future__ import annotations

from .formula import Remembered, emits, event, is_in

ANALYSED = Remembered("analysed", starts=emits("analysis"))
"""A potential analysis was made."""

INVITED = Remembered("invited", starts=emits("invitation"))
"""An invitation was sent."""

NOTICE_PENDING = Remembered(
    "notice_pending", starts=emits("invitation", notice=True), ends=emits("invitation")
)
"""The latest invitation carried RFB."""

REASON_CONSIDERED = Remembered("reason_considered", starts=emits("important_reason_considered"))
"""An important reason was considered before."""

_UNEXCUSED = (
    event("talk_missed") & emits("no_show", reason_known=False) & ~is_in("follow_up_support")
)

STAYED_AWAY = Remembered("stayed_away", starts=_UNEXCUSED, ends=emits("invitation", notice=False))
"""The person stayed away from a talk, and no invitation without RFB was sent since."""

UNEXCUSED_NO_SHOW = Remembered(
    "unexcused_no_show",
    starts=_UNEXCUSED,
    ends=event("talk_missed")
    | emits("invitation", to="first_talk")
    | emits("invitation", to="follow_up")
    | emits("support_started"),
)
"""The latest talk was missed without a known reason, and nobody was invited since."""
