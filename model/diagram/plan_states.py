"""Places of the states of the leading region: its frames and boxes."""

from __future__ import annotations

from ..process.text import Text
from .layout import Box, Frame, Junction, Panel, Rect, rectangle

_SUSPENDED_PLACES = {
    "suspended_before_talk": (57, Text("vor dem Erstgespräch", "before the first talk")),
    "suspended_before_analysis": (99, Text("vor der Analyse", "before the analysis")),
    "suspended_without_plan": (141, Text("ohne Plan", "without plan")),
    "suspended_trust": (183, Text("mit Plan", "with plan")),
    "suspended_not_agreed": (225, Text("ohne Einigung", "not agreed")),
    "suspended_notice": (267, Text("mit Plan, zuvor mit RFB", "with plan, before with RFB")),
    "suspended_returning": (
        309,
        Text("mit Plan, zuvor auf dem Rückweg", "with plan, before returning"),
    ),
}

PANEL = Panel("plan", Rect(8, 100, 404, 171), 200)

FRAMES = (
    Frame(
        "no_plan",
        ((53, 206), (143, 206), (143, 146), (185, 146), (185, 263), (53, 263)),
        (57, 258, 120),
    ),
    Frame("plan_in_force", rectangle(207, 173.5, 141, 89.5), (211, 258, 100)),
    Frame(
        "conciliation", rectangle(207, 142, 141, 24), (211, 146.6, 60), deadline="conciliation_end"
    ),
    Frame("suspended", rectangle(12, 104, 336, 31), (16, 119.5, 38)),
    Frame("moved", rectangle(369, 221, 40, 42), (372, 258, 34)),
    Frame(
        "follow_up_support", rectangle(369, 157, 40, 60), (372, 210.5, 34), deadline="support_end"
    ),
)

BOXES = (
    Box("outside", Rect(12, 214, 29, 17)),
    Box("first_talk_outstanding", Rect(57, 214, 32, 17)),
    Box("analysis_outstanding", Rect(103, 214, 32, 17)),
    Box("plan_outstanding", Rect(149, 214, 32, 17)),
    Box(
        "legacy_agreement",
        Rect(57, 239, 32, 14),
        Text("alte Eingliederungs\u00advereinbarung", "old integration agreement"),
    ),
    Box("legacy_analysed", Rect(103, 239, 32, 14)),
    Box("not_agreed", Rect(149, 150, 32, 17)),
    Box("exempt", Rect(57, 166, 34, 18)),
    Box("waived", Rect(101, 166, 36, 18)),
    Box("trust", Rect(211, 207.5, 47, 30)),
    Box("plan_with_notice", Rect(302, 207.5, 43, 30)),
    Box("returning", Rect(260, 178, 37, 20)),
    Box(
        "plan_before_need",
        Rect(211, 179, 31, 17),
        Text("Plan vor Feststellung der Hilfebedürftigkeit", "plan before need is established"),
    ),
    Box(
        "conciliation_over_creation",
        Rect(211, 151, 35, 12),
        Text("über die Erstellung", "over creation"),
    ),
    Box(
        "conciliation_over_update_trust",
        Rect(247.5, 151, 28, 12),
        Text("Fortschreibung, ohne RFB", "over an update, without RFB"),
    ),
    Box(
        "conciliation_over_update_returning",
        Rect(277.5, 151, 29, 12),
        Text("Fortschreibung, Rückkehr", "over an update, returning"),
    ),
    Box(
        "conciliation_over_update_notice",
        Rect(308.5, 151, 35.5, 12),
        Text("Fortschreibung, mit RFB", "over an update, with RFB"),
    ),
    *(Box(name, Rect(x, 110.5, 33, 18), title) for name, (x, title) in _SUSPENDED_PLACES.items()),
    Box("moved_with_plan", Rect(372, 241, 34, 12), Text("mit Plan", "with plan")),
    Box("moved_without_plan", Rect(372, 225, 34, 12), Text("ohne Plan", "without plan")),
    Box("support_with_plan", Rect(372, 187, 34, 13), Text("mit Plan", "with plan")),
    Box("support_without_plan", Rect(372, 162, 34, 13), Text("ohne Plan", "without plan")),
    Box("closed", Rect(373, 108, 32, 15)),
)

JUNCTION = Junction(Rect(186.5, 156, 2, 70))
