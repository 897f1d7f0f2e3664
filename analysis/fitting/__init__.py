"""Fit parameters of a scenario to totals that a user has.

Read these files in this order:

1. ``totals_file``, ``totals_check``: what is accepted, and what is refused with row numbers
2. ``observations``: from a run to the same totals
3. ``emulator``, ``plausibility``, ``posterior``: a fast stand-in, agreement, and draws
4. ``fit``: the waves
5. ``identifiability``: what the totals cannot tell apart
6. ``fitted_scenario``: the result as a scenario file
7. ``report``: the answer as a document
"""

from __future__ import annotations

from .fit import Fit, FitPlan, FitSettings, plan_fit, run_fit
from .fitted_scenario import fitted_yaml, write_fitted
from .identifiability import Direction
from .observations import observer
from .totals_check import check_totals
from .totals_file import Total, read_totals

__all__ = [
    "Direction",
    "Fit",
    "FitPlan",
    "FitSettings",
    "Total",
    "check_totals",
    "fitted_yaml",
    "observer",
    "plan_fit",
    "read_totals",
    "run_fit",
    "write_fitted",
]
