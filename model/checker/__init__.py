"""The model checker: every reachable state of a case is explored and every property judged.

Read in this order: ``story`` and ``verdict`` (what it says), ``model_under_check``, ``paths``,
``judging`` (always, possible), ``deadlines`` (within, keepable), ``reaching`` (always possible,
leads to), ``acceptance``, ``findings``, ``questions``, ``check``.

>>> from koopsim.model.rule_set import load_rule_set
>>> report = check(load_rule_set("2023-07-01"), names=["plan_stays_reachable"])
>>> report.verdicts[0].status
'proved'
"""

from __future__ import annotations

from .check import check
from .dating import date_story
from .model_under_check import ModelUnderCheck
from .mutants import run_mutants
from .prose import tell_story
from .questions import answer_questions
from .story import Happens, Story, Waits
from .verdict import Answer, CheckReport, Exploration, Finding, Verdict

__all__ = [
    "Answer",
    "CheckReport",
    "Exploration",
    "Finding",
    "Happens",
    "ModelUnderCheck",
    "Story",
    "Verdict",
    "Waits",
    "answer_questions",
    "check",
    "date_story",
    "run_mutants",
    "tell_story",
]
