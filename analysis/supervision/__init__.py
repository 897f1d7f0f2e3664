"""Supervision (Rz 15.70 to 15.72): a monthly sample of cases per team, and what a log can answer.

Read these files in this order:

1. ``sampling``: the cases in care in each month and team, and the sample
2. ``rates``: shares with intervals, the finite number of cases taken into account
3. ``answers``: the worksheet that people fill in, read again
4. ``audit``: all of it for one log
"""

from __future__ import annotations

from .audit import Answer, Audit, audit
from .rates import stratified_interval, stratum_interval

__all__ = ["Answer", "Audit", "audit", "stratified_interval", "stratum_interval"]
