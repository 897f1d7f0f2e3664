"""The process written for outside checkers and other programs, from the declarative rules alone.

Neither the compiled table nor an explored graph is read, so that a checker explores the process for
itself and its findings check ours. Read in this order: conditions, judging, steps (the process as
guarded steps), naming; murphi, promela, prism (checkers); scxml (chart); definition (JSON).
"""

from __future__ import annotations

from .definition import to_json
from .guarded import TIME_STEPS, TRACKABLE, GuardedProcess, GuardedStep
from .murphi import to_murphi
from .prism import to_prism
from .promela import to_promela
from .scxml import to_scxml
from .steps import guarded_process

__all__ = [
    "TIME_STEPS",
    "TRACKABLE",
    "GuardedProcess",
    "GuardedStep",
    "guarded_process",
    "to_json",
    "to_murphi",
    "to_prism",
    "to_promela",
    "to_scxml",
]
