"""What must hold of every history of a case, each with its Rz, in a small readable language.

Read in this order: ``formula`` (conditions on a step), ``kinds`` (what can be asked), ``memories``,
``register`` (the words always, never, before, within, leads_to, always_possible, possible,
accepted, keepable), then the declarations: ``plans``, ``notice``, ``paths``,
``bounds``, ``keeping``, ``reaching``, ``choices``, ``reviewing``, ``demanding``, ``intervening``,
``deciding_reductions``, ``inviting``, ``talking``, ``planning``, ``disputing``, ``entering``,
``moving_and_leaving``, ``suspending``, ``clocks`` (these read ``circumstances``, the last four
``case_stages`` too). ``monitor`` checks them while a case runs; ``koopsim.model.checker`` proves
them over all reachable states. A property of a MUST rule that fails is an error of the model, never
a fact about a person.
"""

from __future__ import annotations

from . import (
    bounds,
    choices,
    clocks,
    deciding_reductions,
    demanding,
    disputing,
    entering,
    intervening,
    inviting,
    keeping,
    moving_and_leaving,
    notice,
    paths,
    planning,
    plans,
    reaching,
    reviewing,
    suspending,
    talking,
)
from .formula import Formula, Remembered, StepShape
from .kinds import Accepted, Always, AlwaysPossible, Keepable, Lasts, LeadsTo, Possible, Property
from .monitor import Look, Memory, Monitor, Observation
from .register import REGISTERED

__all__ = [
    "PROPERTIES",
    "SAFETY",
    "Accepted",
    "Always",
    "AlwaysPossible",
    "Formula",
    "Keepable",
    "Lasts",
    "LeadsTo",
    "Look",
    "Memory",
    "Monitor",
    "Observation",
    "Possible",
    "Property",
    "Remembered",
    "StepShape",
]

PROPERTY_MODULES = (
    plans,
    notice,
    paths,
    bounds,
    keeping,
    reaching,
    choices,
    reviewing,
    demanding,
    intervening,
    deciding_reductions,
    inviting,
    talking,
    planning,
    disputing,
    entering,
    moving_and_leaving,
    suspending,
    clocks,
)
PROPERTIES: tuple[Property, ...] = tuple(REGISTERED.values())
"""All properties: module by module as imported above, each in its order of declaration."""

SAFETY: tuple[Property, ...] = tuple(p for p in PROPERTIES if isinstance(p, Always | Lasts))
"""The properties that are checked in every step while a case runs."""
