"""Places of the region of invitations: four ways to invite, side by side."""

from __future__ import annotations

from ..process.text import Text
from .layout import Align, Arrow, Box, Frame, Label, Layout, Note, Panel, Rect, label, rectangle


def _rule(x: float, y: float, align: Align = "center") -> Label:
    return Label((x, y), 20, Text("", ""), align)


def _down_and_up(
    x: float, due: str, sent: str, rule: str, events: tuple[str, ...], back: str
) -> tuple[Arrow, ...]:
    return (
        Arrow(
            ("invitation_sent",),
            (due,),
            (sent,),
            ((x + 9, 50), (x + 9, 42)),
            _rule(x + 8.3, 46, "right"),
            (rule,),
        ),
        Arrow(
            events,
            (sent,),
            (due,),
            ((x + 15, 42), (x + 15, 50)),
            _rule(x + 15.7, 46, "left"),
            (back,),
        ),
    )


def _reporting(x: float, due: str, reporting: str) -> tuple[Arrow, ...]:
    return (
        Arrow(
            ("reporting_invitation_sent",),
            (due,),
            (reporting,),
            ((x + 9, 61), (x + 9, 69)),
            _rule(x + 8.3, 65, "right"),
            ("15.49",),
        ),
        Arrow(
            ("reporting_kept", "reporting_missed"),
            (reporting,),
            (due,),
            ((x + 15, 69), (x + 15, 61)),
            _rule(x + 15.7, 65, "left"),
            ("15.49",),
        ),
    )


INVITATION = Layout(
    (Panel("invitation", Rect(8, 14, 146, 83), 100),),
    tuple(
        Frame(name, rectangle(x, 27, 28, 58), (x + 2, 81.9, 25), title)
        for name, x, title in (
            ("first_invitation", 11, Text("erste", "first")),
            ("without_notice", 48, Text("ohne RFB", "without RFB")),
            ("notice_once", 85, Text("einmal RFB", "once RFB")),
            ("with_notice", 122, Text("mit RFB", "with RFB")),
        )
    ),
    tuple(
        Box(name, Rect(x, y, 24, 11), Text(de, en))
        for name, x, y, de, en in (
            ("first_due", 13, 50, "steht an", "to be sent"),
            ("first_sent", 13, 31, "verschickt", "sent"),
            ("plain_reporting", 50, 69, "Meldetermin", "reporting date"),
            ("plain_due", 50, 50, "die nächste steht an", "next to be sent"),
            ("plain_sent", 50, 31, "verschickt", "sent"),
            ("once_clarifying", 87, 69, "Gespräch klärt den Grund", "talk clears the reason"),
            ("once_due", 87, 50, "nach Fehlen: steht an", "after no-show: to be sent"),
            ("once_sent", 87, 31, "verschickt", "sent"),
            ("notice_reporting", 124, 69, "Meldetermin", "reporting date"),
            ("notice_due", 124, 50, "die nächste steht an", "next to be sent"),
            ("notice_sent", 124, 31, "verschickt", "sent"),
        )
    ),
    (
        *_down_and_up(13, "first_due", "first_sent", "15.6", ("talk_missed",), "15.8"),
        *_down_and_up(
            50, "plain_due", "plain_sent", "15.48", ("talk_held", "talk_missed"), "15.50"
        ),
        *_down_and_up(87, "once_due", "once_sent", "15.50", ("talk_missed",), "15.50"),
        *_down_and_up(
            124, "notice_due", "notice_sent", "15.50", ("talk_held", "talk_missed"), "15.50"
        ),
        *_reporting(50, "plain_due", "plain_reporting"),
        *_reporting(124, "notice_due", "notice_reporting"),
        Arrow(
            ("talk_held",),
            ("first_sent",),
            ("plain_due",),
            ((37, 37), (43.5, 37), (43.5, 56), (50, 56)),
            label(43.5, 61, 12, "Gespräch", "talk"),
            ("15.7",),
        ),
        Arrow(
            ("talk_missed",),
            ("first_sent", "plain_sent", "notice_sent"),
            ("once_due",),
            ((25, 31), (25, 24.3), (81.5, 24.3), (81.5, 54), (87, 54)),
            label(
                44,
                20.3,
                62,
                "nicht erschienen, kein Grund bekannt",
                "not appeared, no reason known",
            ),
            ("15.8", "15.50"),
            (((62, 31), (62, 24.3)), ((136, 31), (136, 24.3), (81.5, 24.3))),
        ),
        Arrow(
            ("talk_held",),
            ("once_sent",),
            ("once_clarifying",),
            ((111, 37), (115.5, 37), (115.5, 72), (111, 72)),
            _rule(115.5, 46),
            ("15.50",),
        ),
        Arrow(
            ("talk_ended",),
            ("once_clarifying",),
            ("notice_due",),
            ((111, 76.5), (119.5, 76.5), (119.5, 57), (124, 57)),
            _rule(117.5, 79),
            ("15.50",),
        ),
        Arrow(
            ("talk_ended",),
            ("once_clarifying",),
            ("plain_due",),
            ((87, 74), (78.8, 74), (78.8, 58), (74, 58)),
            _rule(80.2, 65.5),
            ("15.48",),
        ),
        Arrow(
            ("talk_ended", "agreements_kept"),
            ("notice_due",),
            ("plain_due",),
            ((148, 56), (152, 56), (152, 88.8), (78.8, 88.8), (78.8, 58), (74, 58)),
            label(
                115,
                88.8,
                70,
                "keine weiteren RFB oder Rückkehr zum Vertrauen",
                "no further RFB, or return to trust",
            ),
            ("15.50", "15.62"),
        ),
    ),
    (
        Note(
            (
                (("unemployment_benefit_begins", "moved"), ("first_sent",), ("first_due",)),
                (
                    ("unemployment_benefit_begins", "moved"),
                    ("plain_sent", "plain_reporting"),
                    ("plain_due",),
                ),
                (("unemployment_benefit_begins", "moved"), ("once_sent",), ("once_due",)),
                (
                    ("unemployment_benefit_begins", "moved"),
                    ("notice_sent", "notice_reporting"),
                    ("notice_due",),
                ),
                (
                    ("need_ends_through_work",),
                    ("plain_sent", "plain_reporting", "once_due", "once_sent", "with_notice"),
                    ("plain_due",),
                ),
                (
                    ("leave",),
                    (
                        "first_sent",
                        "plain_due",
                        "plain_sent",
                        "plain_reporting",
                        "once_due",
                        "once_sent",
                        "with_notice",
                    ),
                    ("first_due",),
                ),
                (("support_ended", "support_expired"), ("plain_due", "plain_sent"), ("first_due",)),
            ),
            Text(
                "Umzug, Arbeitslosengeld: die Einladung entfällt. Nachgehende Betreuung:"
                " ohne RFB weiter. Fall endet: zurück zum Anfang.",
                "Move, unemployment benefit: the invitation lapses. Follow-up support:"
                " on without RFB. Case ends: back to the start.",
            ),
            ("15.61", "15.74", "15.28"),
            Rect(84, 15.2, 69, 8),
        ),
    ),
)
