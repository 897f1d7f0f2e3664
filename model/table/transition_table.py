"""The compiled form of the chart: (configuration, event, guard valuation) -> what follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..process.acts import Act
from ..process.deadlines import ClockOperation
from ..process.states import INITIAL_CONFIGURATION, Configuration

REFUSED = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """What a step does: configuration after it, acts, clock operations, rules, transitions.

    ``after`` indexes ``TransitionTable.configurations``; ``operations`` pairs a deadline's index
    with an operation; ``fired`` indexes ``process.TRANSITIONS``.
    """

    after: int
    acts: tuple[Act, ...]
    operations: tuple[tuple[int, ClockOperation], ...]
    rules: tuple[str, ...]
    fired: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """All outcomes of one event in one configuration.

    ``bits`` are the facts that matter here (as in ``FACT_BIT``). The truth of the facts, first fact
    as lowest bit, indexes ``outcomes``: an index of an entry, or ``REFUSED``.
    """

    bits: tuple[int, ...]
    outcomes: tuple[int, ...]

    def outcome(self, facts: int) -> int:
        """Return the entry's index for a bit set of facts, or ``REFUSED``."""
        index = 0
        place = 1
        for bit in self.bits:
            if facts & bit:
                index |= place
            place <<= 1
        return self.outcomes[index]


@dataclass(frozen=True)
class TransitionTable:
    """The table of one rule set.

    ``configurations`` are all reachable ones, the initial one first. ``cells`` maps (configuration
    index, event) to a cell; a pair that is missing is refused whatever the facts are. ``digest``
    (sha256, hex) names the table: it covers the definition and the rule set's behaviour.
    """

    rule_set: str
    digest: str
    configurations: tuple[Configuration, ...]
    entries: tuple[Entry, ...]
    cells: dict[tuple[int, str], Cell]
    index: dict[Configuration, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Number the configurations."""
        self.index.update({c: i for i, c in enumerate(self.configurations)})

    @property
    def initial(self) -> int:
        """Index of the initial configuration."""
        return self.index[INITIAL_CONFIGURATION]

    def look_up(self, configuration: int, event: str, facts: int) -> Entry | None:
        """Return what ``event`` does in ``configuration`` under ``facts`` (bit set).

        None if refused.
        """
        cell = self.cells.get((configuration, event))
        if cell is None:
            return None
        outcome = cell.outcome(facts)
        return None if outcome == REFUSED else self.entries[outcome]

    def possible_events(self, configuration: int) -> Iterator[str]:
        """Iterate over the events that some facts allow in ``configuration``."""
        for position, event in self.cells:
            if position == configuration:
                yield event
