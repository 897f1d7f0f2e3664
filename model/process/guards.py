"""All guards of the process: the one declarative source of its conditions.

The texts are evaluated, run in the chart, compiled into the table, and can be proved (see
``expressions``). Guards of one event in one state must be exclusive; the table compiler checks it
for every reachable configuration.
"""

from __future__ import annotations

from . import guards_of_cooperation, guards_of_followers, guards_of_the_plan
from .guard_register import DECLARED, Guard

__all__ = ["GUARDS", "Guard"]

GUARDS: dict[str, Guard] = DECLARED
"""Every guard by name. The modules imported above declare them."""

GUARD_MODULES = (guards_of_the_plan, guards_of_cooperation, guards_of_followers)
