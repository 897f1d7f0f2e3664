"""What is not known about a scenario's numbers, carried through to its results.

Read these files in this order:

1. ``parameter_space`` (with ``constraints``): the uncertain numbers as a unit cube
2. ``designs``: points that fill it
3. ``outcomes``, ``evaluation``: from a run to a few numbers
4. ``variance``: parameters and chance told apart
5. ``screening``, ``surrogate``: which numbers matter (Morris, Sobol)
6. ``regression``, ``information``, ``decision``: what should be measured first
7. ``study``: all of it together
8. ``report``: the answer as a document
"""

from __future__ import annotations

from .decision import DecisionResult, StaffDecision
from .designs import design
from .evaluation import evaluator
from .information import InformationValue, partial_information, perfect_information
from .outcomes import DEFAULT_OUTCOMES, Outcome, outcome
from .parameter_space import ParameterSpace, UncertainParameter, parameter_space
from .screening import elementary_effects, trajectories
from .study import OutcomeResult, Plan, Settings, UncertaintyStudy, plan_study, run_study
from .surrogate import Surrogate, fit_surrogate
from .variance import Spread, VarianceParts, decompose

__all__ = [
    "DEFAULT_OUTCOMES",
    "DecisionResult",
    "InformationValue",
    "Outcome",
    "OutcomeResult",
    "ParameterSpace",
    "Plan",
    "Settings",
    "Spread",
    "StaffDecision",
    "Surrogate",
    "UncertainParameter",
    "UncertaintyStudy",
    "VarianceParts",
    "decompose",
    "design",
    "elementary_effects",
    "evaluator",
    "fit_surrogate",
    "outcome",
    "parameter_space",
    "partial_information",
    "perfect_information",
    "plan_study",
    "run_study",
    "trajectories",
]
