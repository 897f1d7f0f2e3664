"""Tables of a report on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .output import NARROW, WIDE, new_table, print_wrapped

if TYPE_CHECKING:
    from rich.console import Console

    from ..analysis.reports.document import Table

FEW_COLUMNS, MOST_COLUMNS = 5, 9
"""So many columns fit beside each other on any terminal that is not narrow, and on a wide one."""


def print_table(out: Console, table: Table) -> None:
    """Print a table of a report; where it does not fit, as a list, one row after another."""
    titles = [column.title for column in table.columns]
    fitting = FEW_COLUMNS if out.width < WIDE else MOST_COLUMNS
    if out.width < NARROW or len(titles) > fitting:
        out.print(table.title, style="bold")
        for row in table.rows:
            cells = [f"{title}: {cell}" for title, cell in zip(titles[1:], row[1:], strict=True)]
            print_wrapped(out, f"{row[0]} | {'; '.join(cells)}", indent=2, hanging=2)
        out.print()
        return
    shown = new_table(
        [(title, "left" if place == 0 else "right") for place, title in enumerate(titles)],
        title=table.title,
    )
    for row in table.rows:
        shown.add_row(*("" if cell is None else str(cell) for cell in row))
    out.print(shown)
