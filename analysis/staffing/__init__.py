"""Least staff for a target, and the probability of legal breach against staff.

Read these files in this order:

1. ``measures``, ``obligations``: what is measured in an office-year
2. ``targets``, ``decision``: what a planner asks for, and how many office-years decide it
3. ``office_years``: running office-years at any staff
4. ``curve``, ``ratios``: what staff does to deadlines, with intervals
5. ``search``: the least staff, by bisection with common random numbers
6. ``effort``, ``savings``: which task eats the minutes, and what a minute less saves
7. ``answers``, ``answer``: all of it together; ``stages`` shows how far it is

>>> str(parse_target("wait_days in from_25 <= 14 days with 90%"))
'wait_days in from_25 <= 14 days with 90%'
"""

from __future__ import annotations

from .answer import least_staff
from .answers import (
    STATUTORY_CASELOAD,
    StaffAnswer,
    TargetAnswer,
    TeamAnswer,
    caseload_ratio,
)
from .curve import Curve, Demand, Rise
from .decision import Decision, office_years_needed
from .effort import TASKS, effort_table
from .measures import BREACHES, MEASURES, Measure, OfficeYear
from .ratios import ratio_interval
from .savings import Saving
from .stages import Stages
from .targets import DEFAULT_TARGET, Target, parse_target

__all__ = [
    "BREACHES",
    "DEFAULT_TARGET",
    "MEASURES",
    "STATUTORY_CASELOAD",
    "TASKS",
    "Curve",
    "Decision",
    "Demand",
    "Measure",
    "OfficeYear",
    "Rise",
    "Saving",
    "StaffAnswer",
    "Stages",
    "Target",
    "TargetAnswer",
    "TeamAnswer",
    "caseload_ratio",
    "effort_table",
    "least_staff",
    "office_years_needed",
    "parse_target",
    "ratio_interval",
]
