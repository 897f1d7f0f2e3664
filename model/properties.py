"""What must hold of every history: safety properties, each with its Rz, as checks of single steps.

A property looks at one step and at a short memory of the case. The engines run these checks while
they simulate; ``Case`` runs them while it is driven by hand. A property of a MUST rule that fails
is an error of the model, never a fact about a person.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import safety_of_notice, safety_of_paths, safety_of_plans
from .process.acts import Act
from .property_register import (
    REGISTERED,
    Check,
    Memory,
    Observation,
    RuleLimits,
    SafetyProperty,
)

__all__ = [
    "SAFETY",
    "Check",
    "Memory",
    "Observation",
    "RuleLimits",
    "SafetyProperty",
    "properties_of_step",
    "violated",
]

PROPERTY_MODULES = (safety_of_plans, safety_of_notice, safety_of_paths)
SAFETY: tuple[SafetyProperty, ...] = tuple(REGISTERED)
"""All safety properties, in the order in which the modules above register them."""


def properties_of_step(event: str, acts: Sequence[Act]) -> tuple[SafetyProperty, ...]:
    """Return the properties that a step with this event and these acts must be checked against."""
    return tuple(p for p in SAFETY if p.concerns(event, acts))


def violated(
    step: Observation, memory: Memory, limits: RuleLimits, properties: Sequence[SafetyProperty]
) -> list[SafetyProperty]:
    """Return the properties that ``step`` breaks."""
    return [p for p in properties if not p.check(step, memory, limits)]
