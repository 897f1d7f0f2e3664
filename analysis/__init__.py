"""From a simulation result to answers: indicators, intervals, tables, pictures, reports.

Read these files in this order:

1. ``result_protocol``: what a result must offer
2. ``indicator_terms``, ``indicators_of_work``, ``indicators_of_cases``, ``indicator_catalogue``:
   what is counted
3. ``intervals``: how precisely a number is known
4. ``forecast``, ``compliance``: months, years, rates, deadlines kept, staff used
5. ``calibration_targets``: published totals to compare with
6. ``formatting``, ``tables``: numbers and tables as people read them
7. ``plots``: pictures
8. ``reports``: the page that puts all of it together
9. ``measures``, ``precision``, ``initial_bias``, ``warm_up_series``, ``warm_up``,
   ``multiple_comparisons``, ``paired_differences``, ``comparison``, ``varying``, ``sweep``:
   experiments of many runs
10. ``logs``, ``conformance``, ``supervision``: logs from outside, replayed and audited
11. ``groups`` (with ``log_tables``, ``group_membership``, ``group_counts``, ``group_safeguards``):
    indicators by group of persons
12. ``staffing``, ``uncertainty``, ``fitting``: how many staff, what is not known, what totals tell

Everything is a function of a result; nothing here knows how an engine works. ``plots`` and
``reports`` are imported on their own, because drawing takes time to load.
"""

from __future__ import annotations

from .calibration_targets import CALIBRATION_TARGETS, CalibrationTarget
from .compliance import KEPT_DEADLINES, compliance, utilisation
from .errors import AnalysisError
from .forecast import beneficiary_years, monthly_values, summary, yearly_totals, yearly_values
from .indicator_catalogue import GROUPS, INDICATORS, Indicator, IndicatorGroup, indicator
from .intervals import Interval, mean_interval, rate_interval, share_interval
from .result_protocol import Result
from .tables import monthly_table, yearly_table

__all__ = [
    "CALIBRATION_TARGETS",
    "GROUPS",
    "INDICATORS",
    "KEPT_DEADLINES",
    "AnalysisError",
    "CalibrationTarget",
    "Indicator",
    "IndicatorGroup",
    "Interval",
    "Result",
    "beneficiary_years",
    "compliance",
    "indicator",
    "mean_interval",
    "monthly_table",
    "monthly_values",
    "rate_interval",
    "share_interval",
    "summary",
    "utilisation",
    "yearly_table",
    "yearly_totals",
    "yearly_values",
]
