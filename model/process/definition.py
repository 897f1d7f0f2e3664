"""Transitions as data, and the process that they make up together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import DefinitionError
from .acts import ActSpec
from .events import EVENTS
from .guards import GUARDS, Guard
from .states import LEAVES, leaves_of


@dataclass(frozen=True, slots=True)
class Transition:
    """A transition between two leaves of one region.

    ``guard`` is the name of a guard; ``acts`` are emitted in order; ``cites`` are the rules that
    the transition realises.
    """

    event: str
    source: str
    target: str
    guard: str
    acts: tuple[ActSpec, ...]
    cites: tuple[str, ...]

    @property
    def name(self) -> str:
        """A readable identifier: ``event: source -> target [guard]``."""
        condition = "" if self.guard == "always" else f" [{self.guard}]"
        return f"{self.event}: {self.source} -> {self.target}{condition}"

    @property
    def region(self) -> str:
        """The region both states belong to."""
        return LEAVES[self.source].region

    @property
    def guard_spec(self) -> Guard:
        """The guard that the name stands for."""
        return GUARDS[self.guard]


def on(
    event: str,
    sources: str | Iterable[str],
    target: str,
    *,
    guard: str = "always",
    acts: Iterable[ActSpec] = (),
    cites: Iterable[str],
) -> tuple[Transition, ...]:
    """Declare transitions from each leaf of ``sources`` on ``event``.

    ``target`` is a leaf, or ``"same"``: the leaf does not change.

    Raises:
        DefinitionError: if a name is unknown, the target lies in another region, or no rule is
        cited.
    """
    names = (sources,) if isinstance(sources, str) else tuple(sources)
    cited = tuple(cites)
    if event not in EVENTS:
        raise DefinitionError(f"transition on unknown event {event!r}")
    if guard not in GUARDS:
        raise DefinitionError(f"transition on {event!r}: unknown guard {guard!r}")
    if not cited:
        raise DefinitionError(f"transition on {event!r} from {names} cites no rule")
    leaves = [leaf for name in names for leaf in leaves_of(name)]
    return tuple(_transition(event, leaf, target, guard, tuple(acts), cited) for leaf in leaves)


def _transition(
    event: str,
    leaf: str,
    target: str,
    guard: str,
    acts: tuple[ActSpec, ...],
    cites: tuple[str, ...],
) -> Transition:
    goal = leaf if target == "same" else target
    if goal not in LEAVES or LEAVES[goal].region != LEAVES[leaf].region:
        raise DefinitionError(f"{event!r}: {leaf!r} -> {goal!r} does not stay within one region")
    return Transition(event, leaf, goal, guard, acts, cites)
