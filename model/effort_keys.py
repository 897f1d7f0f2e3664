"""What takes staff time: the keys under which scenarios give minutes, with the rules behind them.

The model knows no minutes. It only names the kinds of work, so that a rule can say which effort it
causes; how long each takes is an assumption of a scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["EFFORT_KEYS", "SUPERVISION_KEYS", "TASK_KEYS"]

TASK_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "first_talk": ("15.7", "15.2"),
        "follow_up_talk": ("15.47", "15.61"),
        "clarifying_talk": ("15.50", "15.8"),
        "analysis": ("15.9",),
        "analysis_shortened": ("15.11", "15.66", "15.73"),
        "plan_creation": ("15.12",),
        "update": ("15.65",),
        "update_unchanged": ("15.67",),
        "invitation": ("15.6", "15.48"),
        "reporting_invitation": ("15.49",),
        "demand": ("15.55",),
        "individual_check": ("15.53",),
        "adherence_review": ("15.47",),
        "hearing": ("§ 24 SGB X",),
        "conciliation": ("15.16", "15.68", "§ 15a SGB II"),
        "ground_review": ("15.19",),
        "waiver_review": ("15.18",),
        "early_intervention": ("15.59",),
        "move_takeover": ("15.61",),
        "notification": ("15.44", "15.57", "15.76", "15.77"),
        "consultation_note": ("15.13",),
        "counselling_offer": ("§ 31a(6) SGB II",),
    }
)
"""Work of integration officers (Integrationsfachkräfte), by minutes key."""

SUPERVISION_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType({"minutes_per_case": ("15.71",)})
"""Work of team leads (Teamleitungen), by minutes key."""

EFFORT_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType({**TASK_KEYS, **SUPERVISION_KEYS})
"""All minutes keys with the rules that cause the work."""
